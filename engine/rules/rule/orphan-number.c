/* A number that is no fact, no result, nothing carried and no small constant. */
#include "base.h"
#include "diag.h"
#include "source.h"
#include "model.h"
#include "facts.h"
#include "values.h"
#include "claims.h"
#include "graph.h"
#include "rules.h"
#include "rules/words.h"

/* Up to this a number may count what the sentence itself shows; so may powers of two and ten and their neighbours. */
enum { SMALL = 12 };

static bool ordinary(const struct num *n)
{
	int64_t v;
	if (!num_to_int64(n, &v))
		return false;
	if (v < 0)
		v = -v;
	return v <= SMALL;
}

static bool quotes(const struct token *t)
{
	return t->source || t->programme || t->heading;
}

/* 2^20: an exponent is a part of its power, and a power stands for itself. */
static bool part_of_power(const struct sheet *s, size_t i)
{
	return words_mark(s, i - 1, "^") || words_mark(s, i + 1, "^") || words_mark(s, i + 1, "*") || words_mark(s, i - 1, "**");
}

/* A place in something, not a quantity: [12], +40, line 7, page.c:120, version 6.1, bits 11-0. */
static bool names_a_place(const struct sheet *s, size_t i)
{
	const struct token *t = words_at(s, i), *before = i ? words_at(s, i - 1) : NULL, *next = words_at(s, i + 1);
	if (next && !next->spaced && !next->starts && next->kind == TOKEN_WORD && !words_among(s, next->text, "unit_word") && next->text.n > 2)
		return true;
	if (!before || t->starts)
		return words_mark(s, i + 1, ".") || words_mark(s, i + 1, ":");
	if (words_mark(s, i - 1, "[") || words_mark(s, i - 1, "#"))
		return true;
	return words_says(s, i - 1, "line") || words_says(s, i - 1, "version");
}

/* Whether the number is what an expression before it gives: "... × 4096 = 16384", "... → 512". */
static bool result(const struct sheet *s, size_t i, size_t first)
{
	for (size_t k = i; k > first && k + 12 > i; k--) {
		if (words_ends_sentence(s, k - 1))
			return false;
		if (!words_mark(s, k - 1, "=") && !words_mark(s, k - 1, "≈") && !words_mark(s, k - 1, "→") && !words_mark(s, k - 1, "~"))
			continue;
		/* left of the sign an operator between numbers, or a power */
		for (size_t j = k - 1; j > first && j + 24 > k; j--) {
			static const char *const operators[] = { "×", "*", "·", "÷", "/", "+", "-", "−", "^", "<", ">", "&", "|", "%" };
			if (words_ends_sentence(s, j - 1))
				break;
			for (size_t o = 0; o < sizeof operators / sizeof *operators; o++)
				if (words_mark(s, j - 1, operators[o]))
					return true;
		}
	}
	return false;
}

static bool exempt_role(enum role r)
{
	return r == ROLE_DEFINITION || r == ROLE_FALSE;
}

struct orphan { const struct token *token; uint32_t stated; };

/* The line that first states each number as a premise or definition, or computes it. */
static struct map *origins(struct sheet *s)
{
	struct map *m = map_new(s->arena);
	for (uint32_t line = 0; line < s->model->lines.n; line++) {
		enum role role = s->model->lines.at[line].role;
		size_t first, end = rules_tokens(s, line, &first);
		for (size_t i = first; i < end; i++) {
			const struct token *t = words_at(s, i);
			const struct num *n = t->num;
			if (t->kind == TOKEN_LIVE && t->span < s->values->results.n && s->values->results.at[t->span].value.kind == VALUE_NUMBER)
				n = s->values->results.at[t->span].value.num;
			if (!n || t->programme)
				continue;
			bool premise = role == ROLE_PREMISE || exempt_role(role);
			if (!premise && t->kind != TOKEN_LIVE && !result(s, i, first))
				continue;
			struct str key = num_exact(s->arena, n);
			if (!map_get(m, key))
				map_put(m, key, (void *)(uintptr_t)(line + 1));
		}
	}
	for (size_t i = 0; i < s->model->as_written.n; i++) {
		const struct as_written *w = &s->model->as_written.at[i];
		for (size_t k = 0; k < w->value.n;) {
			size_t from = k;
			while (k < w->value.n && ((w->value.s[k] >= '0' && w->value.s[k] <= '9') || w->value.s[k] == '.'))
				k++;
			const struct num *n;
			if (k > from && num_read(s->arena, s->limits, str_slice(w->value, from, k), &n))
				map_put(m, num_exact(s->arena, n), (void *)(uintptr_t)1);
			k += k == from;
		}
	}
	return m;
}

static void check(struct sheet *s)
{
	struct map *origin = origins(s), *seen = map_new(s->arena);
	for (uint32_t line = 0; line < s->model->lines.n; line++) {
		const struct line *l = &s->model->lines.at[line];
		struct finding *f = NULL;
		size_t first, end = rules_tokens(s, line, &first), finding = 0;
		if (l->role == ROLE_PREMISE || exempt_role(l->role) || l->source.n || l->cite || l->ask)
			continue;
		for (size_t i = first; i < end; i++) {
			const struct token *t = words_at(s, i);
			if (t->kind != TOKEN_NUMBER || !t->num || quotes(t) || ordinary(t->num) || part_of_power(s, i) || names_a_place(s, i) ||
				result(s, i, first))
				continue;
			struct str key = num_exact(s->arena, t->num);
			uint32_t stated = (uint32_t)(uintptr_t)map_get(origin, key);
			if ((stated && stated - 1 <= line) || map_get(seen, key) || rules_wrong_within(s, t->place))
				continue;
			if (!stated)
				map_put(seen, key, s);
			if (f) {
				f = &s->diag->findings.at[finding];
				diag_note(s->diag, f, t->place, "%.*s, too", STR_ARG(t->text));
				continue;
			}
			if (stated) {
				f = diag_add(s->diag, &finding_used_before_defined, t->place, "%.*s is used here, and stated only in %.*s",
					STR_ARG(t->text), STR_ARG(rules_line(s, stated - 1)));
				f->severity = SEVERITY_WARNING;
				f->help = str_format(s->arena, "move %.*s above this one", STR_ARG(rules_line(s, stated - 1)));
				diag_note(s->diag, f, s->model->lines.at[stated - 1].number_range, "stated here");
			} else {
				f = diag_add(s->diag, &finding_orphan_number, t->place, "%.*s is no fact and no result, and no line above gives it", STR_ARG(t->text));
				f->help = STR("say where it is from: a premise with its source, a definition, or that it is an example");
			}
			f->found = t->text;
			finding = s->diag->findings.n - 1;
		}
	}
}

const struct rule rule_orphan_number = { "orphan-number", false, check };
