/* What kind of line it is: the words up to its colon, and the role that they have by a table. */
#include "base.h"
#include "diag.h"
#include "source.h"
#include "model.h"
#include "model/reading.h"

#include <string.h>

enum { KIND_WORDS = 12 };       /* more are a sentence */

/* Looked up whole, then by the first words, then by the last ones. */
static const struct { const char *words; enum role role; } kinds[] = {
	{ "AXIOM", ROLE_PREMISE }, { "AXIOMS", ROLE_PREMISE }, { "GIVEN", ROLE_PREMISE }, { "OBSERVATION", ROLE_PREMISE },
	{ "REAL DATA", ROLE_PREMISE }, { "MEASUREMENT", ROLE_PREMISE }, { "FACT", ROLE_PREMISE },
	{ "DEFINITION", ROLE_DEFINITION }, { "DEFINITIONS", ROLE_DEFINITION }, { "TYPE", ROLE_DEFINITION }, { "RULE", ROLE_DEFINITION },
	{ "FORMULA", ROLE_DEFINITION }, { "NOTATION", ROLE_DEFINITION },
	{ "CALCULATION", ROLE_CALCULATION }, { "CALCULATIONS", ROLE_CALCULATION }, { "EXAMPLE", ROLE_CALCULATION },
	{ "STEP", ROLE_CALCULATION }, { "EXERCISE", ROLE_CALCULATION }, { "QUESTION", ROLE_CALCULATION }, { "COMPUTATION", ROLE_CALCULATION },
	{ "VERIFY", ROLE_CHECK }, { "VERIFICATION", ROLE_CHECK }, { "CHECK", ROLE_CHECK },
	{ "CONSEQUENCE", ROLE_INFERENCE }, { "CONSEQUENCES", ROLE_INFERENCE }, { "ANSWER", ROLE_INFERENCE }, { "CONCLUSION", ROLE_INFERENCE },
	{ "SOLUTION", ROLE_INFERENCE }, { "THIS PROVES", ROLE_INFERENCE }, { "THEREFORE", ROLE_INFERENCE }, { "COROLLARY", ROLE_INFERENCE },
	{ "PROBLEM", ROLE_NARRATIVE }, { "WHY", ROLE_NARRATIVE }, { "EXPLANATION", ROLE_NARRATIVE }, { "CONFUSION", ROLE_NARRATIVE },
	{ "YOUR", ROLE_NARRATIVE }, { "WHAT", ROLE_NARRATIVE }, { "HOW", ROLE_NARRATIVE }, { "WHERE", ROLE_NARRATIVE },
	{ "WHEN", ROLE_NARRATIVE }, { "WHO", ROLE_NARRATIVE }, { "WITHOUT", ROLE_NARRATIVE }, { "KEY", ROLE_NARRATIVE },
	{ "DRAW", ROLE_FIGURE }, { "DRAWING", ROLE_FIGURE }, { "TRACE", ROLE_FIGURE }, { "CODE", ROLE_FIGURE }, { "TABLE", ROLE_FIGURE },
	{ "STEPS", ROLE_FIGURE }, { "FIGURE", ROLE_FIGURE }, { "DIAGRAM", ROLE_FIGURE },
	{ "MISTAKE", ROLE_FALSE }, { "MISTAKES", ROLE_FALSE }, { "WRONG", ROLE_FALSE },
};
static const char *const roles[] = { "narrative", "premise", "definition", "calculation", "check", "inference", "figure", "false" };

const char *model_role_name(enum role r)
{
	return roles[r];
}

enum matching { WHOLE, FIRST, LAST, MATCHES };

static bool matches(struct str kind, struct str words, enum matching how)
{
	if (how == WHOLE)
		return str_eq(kind, words);
	if (kind.n <= words.n)
		return false;
	if (how == FIRST)
		return str_starts(kind, words) && kind.s[words.n] == ' ';
	char before = kind.s[kind.n - words.n - 1];
	return str_ends(kind, words) && (before == ' ' || before == '-');
}

static enum role role_of(const struct yaml *added, struct str kind)
{
	for (enum matching how = WHOLE; how < MATCHES; how++) {
		for (size_t i = 0; added && i < added->keys.n; i++)
			for (enum role role = ROLE_NARRATIVE; role <= ROLE_FALSE; role++)
				if (matches(kind, added->keys.at[i].name, how) && str_is(added->items.at[i]->text, roles[role]))
					return role;
		for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
			if (matches(kind, str_of(kinds[i].words), how))
				return kinds[i].role;
	}
	return ROLE_NARRATIVE;
}

/* Upper-case, or an identifier (_refcount, mm_struct, page->lru, 4K), or a number. */
static bool kind_word(struct str w, bool *upper)
{
	bool lower = false, mark = false;
	for (size_t i = 0; i < w.n; i++) {
		char c = w.s[i];
		if (c >= 'A' && c <= 'Z')
			*upper = true;
		else if (c >= 'a' && c <= 'z')
			lower = true;
		else if (c == '_' || c == '.' || (c == '-' && i + 1 < w.n && w.s[i + 1] == '>'))
			mark = true;
		else if (c >= 0 && !strchr("0123456789-/&,'#+>", c))
			return false;
	}
	return !lower || mark;
}

static bool blank(char c)
{
	return c == ' ' || c == '\t';
}

void kind_read(struct reading *r, struct line *l, struct str x, uint32_t at)
{
	size_t i = 0, marks;
	while (i < x.n && (blank(x.s[i]) || x.s[i] == '*'))     /* **AXIOM:** is an AXIOM */
		i++;
	marks = i && x.s[i - 1] == '*';
	l->body_at = at + (uint32_t)(marks ? 0 : i);
	size_t from = i, kind_end = i, words = 0;
	bool upper = false, ends = false;
	struct range qualifier = { 0, 0 };
	while (i < x.n && !ends) {
		while (i < x.n && blank(x.s[i]))
			i++;
		if (i < x.n && x.s[i] == '(') {
			size_t open = 0, start = i + 1;
			for (; i < x.n; i++) {
				open += x.s[i] == '(';
				open -= x.s[i] == ')';
				if (open == 0)
					break;
			}
			if (i >= x.n || words == 0)
				return;
			if (!qualifier.n)
				qualifier = (struct range){ (uint32_t)start, (uint32_t)(i - start) };
			i++;
		}
		size_t word = i;
		for (; i < x.n && !blank(x.s[i]) && x.s[i] != '('; i++) {
			bool last = i + 1 == x.n || blank(x.s[i + 1]) || x.s[i + 1] == '*';
			if ((x.s[i] == ':' || x.s[i] == '?') && last) {
				ends = true;
				break;
			}
		}
		struct str w = str_slice(x, word, i);
		if (marks)
			while (w.n && w.s[w.n - 1] == '*')
				w.n--;
		if (w.n == 0)
			continue;
		if (++words > KIND_WORDS || qualifier.n || !kind_word(w, &upper) || (words == 1 && !upper))
			return;
		kind_end = word + w.n;
	}
	if (!ends || !upper)
		return;
	l->kind = str_slice(x, from, kind_end);
	l->kind_range = (struct range){ at + (uint32_t)from, (uint32_t)l->kind.n };
	l->qualifier = str_slice(x, qualifier.at, qualifier.at + qualifier.n);
	for (i++; i < x.n && (blank(x.s[i]) || (marks && x.s[i] == '*'));)
		i++;
	l->body_at = at + (uint32_t)i;
	l->role = role_of(r->model->settings.kinds, l->kind);
}
