/* What kind of line it is: the words up to its colon, and the role that they have by a table. */
#include "base.h"
#include "diag.h"
#include "source.h"
#include "model.h"
#include "model/reading.h"

#include <string.h>

enum { KIND_WORDS = 12 };       /* more are a sentence */

/* Looked up whole, then by the first words, then by the last ones. */
#define KIND(words, role) { { words, sizeof(words) - 1 }, role }
static const struct { struct str words; enum role role; } kinds[] = {
	KIND("AXIOM", ROLE_PREMISE), KIND("AXIOMS", ROLE_PREMISE), KIND("GIVEN", ROLE_PREMISE), KIND("OBSERVATION", ROLE_PREMISE),
	KIND("REAL DATA", ROLE_PREMISE), KIND("MEASUREMENT", ROLE_PREMISE), KIND("FACT", ROLE_PREMISE),
	KIND("DEFINITION", ROLE_DEFINITION), KIND("DEFINITIONS", ROLE_DEFINITION), KIND("TYPE", ROLE_DEFINITION), KIND("RULE", ROLE_DEFINITION),
	KIND("FORMULA", ROLE_DEFINITION), KIND("NOTATION", ROLE_DEFINITION),
	KIND("CALCULATION", ROLE_CALCULATION), KIND("CALCULATIONS", ROLE_CALCULATION), KIND("EXAMPLE", ROLE_CALCULATION),
	KIND("STEP", ROLE_CALCULATION), KIND("EXERCISE", ROLE_CALCULATION), KIND("QUESTION", ROLE_CALCULATION), KIND("COMPUTATION", ROLE_CALCULATION),
	KIND("VERIFY", ROLE_CHECK), KIND("VERIFICATION", ROLE_CHECK), KIND("CHECK", ROLE_CHECK),
	KIND("CONSEQUENCE", ROLE_INFERENCE), KIND("CONSEQUENCES", ROLE_INFERENCE), KIND("ANSWER", ROLE_INFERENCE), KIND("CONCLUSION", ROLE_INFERENCE),
	KIND("SOLUTION", ROLE_INFERENCE), KIND("THIS PROVES", ROLE_INFERENCE), KIND("THEREFORE", ROLE_INFERENCE), KIND("COROLLARY", ROLE_INFERENCE),
	KIND("PROBLEM", ROLE_NARRATIVE), KIND("WHY", ROLE_NARRATIVE), KIND("EXPLANATION", ROLE_NARRATIVE), KIND("CONFUSION", ROLE_NARRATIVE),
	KIND("YOUR", ROLE_NARRATIVE), KIND("WHAT", ROLE_NARRATIVE), KIND("HOW", ROLE_NARRATIVE), KIND("WHERE", ROLE_NARRATIVE),
	KIND("WHEN", ROLE_NARRATIVE), KIND("WHO", ROLE_NARRATIVE), KIND("WITHOUT", ROLE_NARRATIVE), KIND("KEY", ROLE_NARRATIVE),
	KIND("DRAW", ROLE_FIGURE), KIND("DRAWING", ROLE_FIGURE), KIND("TRACE", ROLE_FIGURE), KIND("CODE", ROLE_FIGURE), KIND("TABLE", ROLE_FIGURE),
	KIND("STEPS", ROLE_FIGURE), KIND("FIGURE", ROLE_FIGURE), KIND("DIAGRAM", ROLE_FIGURE),
	KIND("MISTAKE", ROLE_FALSE), KIND("MISTAKES", ROLE_FALSE), KIND("WRONG", ROLE_FALSE),
};
static const char *const roles[] = { "narrative", "premise", "definition", "calculation", "check", "inference", "figure", "false" };

const char *model_role_name(enum role r)
{
	return roles[r];
}

enum matching { WHOLE, FIRST, LAST, MATCHES };

static inline bool matches(struct str kind, struct str words, enum matching how)
{
	if (kind.n < words.n || (how != LAST && *kind.s != *words.s))
		return false;
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
			if (matches(kind, kinds[i].words, how))
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
		else if (c >= 0 && !(c >= '0' && c <= '9') && !strchr("-/&,'#+>", c))
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
