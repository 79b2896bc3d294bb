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

#include <string.h>

/* Up to this a number may count what the sentence itself shows; so may powers of two and ten and their neighbours. */
enum { SMALL = 12 };
/* From here on a number tells what it is even with another unit behind it. */
enum { TELLING = 100 };
/* "With rows = 40 and columns = 250" supposes so many tokens on; so many claims of a line are looked through for one. */
enum { SUPPOSE_MOST = 10, CLAIMS_MOST = 32, ARGUMENTS_MOST = 8, BESIDE_MOST = 8 };

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
	if (next && !next->spaced && !next->starts && next->kind == TOKEN_WORD && !words_among(s, next->vocable->text, WORDS_MEASURE) && !words_among(s, next->vocable->text, WORDS_BYTE_WORD) && next->vocable->text.n > 2)
		return true;
	/* 103:05, a device; 12:30, a time */
	const struct token *beyond = words_at(s, i + 2);
	if (words_mark(s, i + 1, ":") && !next->spaced && beyond && !beyond->spaced && !beyond->starts && beyond->kind == TOKEN_NUMBER)
		return true;
	if (before && words_mark(s, i - 1, ":") && !t->spaced && i > 1 && words_at(s, i - 2)->kind == TOKEN_NUMBER)
		return true;
	if (!before || t->starts)
		return words_mark(s, i + 1, ".") || words_mark(s, i + 1, ":");
	if (words_mark(s, i - 1, "[") || words_mark(s, i - 1, "#"))
		return true;
	return words_says(s, i - 1, WORDS_VERSION);
}

static bool operator_at(const struct sheet *s, size_t i)
{
	const struct token *t = words_at(s, i);
	if (!t || t->kind != TOKEN_MARK)
		return false;
	if (t->vocable->text.n == 1)
		return str_find_char(STR("*/+-^<>&|%~"), *t->vocable->text.s) != STR_NONE;
	return str_is(t->vocable->text, "×") || str_is(t->vocable->text, "·") || str_is(t->vocable->text, "÷") || str_is(t->vocable->text, "−");
}

static bool operand(const struct token *t)
{
	return t->kind != TOKEN_MARK || str_is(t->vocable->text, ")") || str_is(t->vocable->text, "]") || str_is(t->vocable->text, "(") || str_is(t->vocable->text, "[");
}

/* Whether the number is what an expression before it gives: "... × 4096 = 16384", "(6 + 2) → 8". */
static bool result(const struct sheet *s, size_t i, size_t first)
{
	size_t k = i;
	bool sign = false, operated = false;
	if (words_mark(s, i - 1, ":") && words_says(s, i - 2, WORDS_RESULT))
		return true;
	while (k > first && !words_at(s, k)->starts && !(sign && operated)) {
		const struct token *t = words_at(s, --k);
		if (words_mark(s, k, "=") || words_mark(s, k, "≈") || words_mark(s, k, "→"))
			sign = true;
		else if (!sign && k + 3 < i)
			return false;
		else if (sign && operator_at(s, k) && k > first && !t->starts && operand(words_at(s, k - 1)))
			operated = true;
		else if (t->kind == TOKEN_MARK && !operator_at(s, k) && !operand(t))
			break;
	}
	return sign && operated;
}

/* "EXAMPLE: n = 72", "with n = 72", "for n = 72": what the text itself supposes. */
static bool supposed(const struct sheet *s, size_t i, size_t first)
{
	const struct token *t = words_at(s, i);
	size_t k = i;
	bool example = words_among(s, s->model->lines.at[t->line].kind, WORDS_EXAMPLE_KIND) && !str_starts(t->vocable->text, STR("0x"));
	if (k < first + 2 || words_at(s, k - 2)->kind != TOKEN_WORD || (!words_mark(s, k - 1, "=") && !(example && words_mark(s, k - 1, "("))))
		return false;
	if (example)
		return true;
	for (k--; k > first && i - k <= SUPPOSE_MOST && !words_ends_sentence(s, k - 1); k--)
		if (words_says(s, k - 1, WORDS_SUPPOSES))
			return true;
	return false;
}

static bool times(const struct sheet *s, size_t i)
{
	return words_mark(s, i, "×") || words_mark(s, i, "*") || words_mark(s, i, "÷") || words_mark(s, i, "/");
}

/* × 60, ÷ 24, 60 seconds: between hours, minutes and seconds. */
static bool of_the_clock(const struct sheet *s, size_t i)
{
	int64_t v;
	return (times(s, i - 1) || times(s, i + 1) || words_says(s, i + 1, WORDS_CLOCK)) && num_to_int64(words_at(s, i)->vocable->num, &v) && (v == 24 || v == 60 || v == 3600);
}

/* The claim that holds and covers the number; "again" only repeats. NULL: none. */
static const struct claim *holding(const struct sheet *s, size_t i)
{
	const struct token *t = words_at(s, i);
	/* a claim that covers the number begins at or before it, in its own line */
	size_t k = words_claims(s, (struct range){ t->place.at + 1, 0 });
	for (size_t n = 0; k > 0 && n < CLAIMS_MOST && s->claims->all.at[k - 1].line == t->line; k--, n++) {
		const struct claim *c = &s->claims->all.at[k - 1];
		if (c->range.at + c->range.n > t->place.at && c->verdict == CLAIM_HOLDS && strcmp(c->form, "again") != 0)
			return c;
	}
	return NULL;
}

/* What stands behind the sign of a claim that holds was recomputed from what stands before it. */
static bool recomputed(const struct sheet *s, size_t i, size_t first)
{
	const struct claim *in = holding(s, i);
	bool named = false, sign = false;
	/* a claim about this number alone: the total of a column, a count */
	if (in && in->range.at == words_at(s, i)->place.at && in->range.n == words_at(s, i)->place.n)
		return true;
	for (size_t at = i; in && at > first && words_at(s, at - 1)->place.at >= in->range.at; at--) {
		sign |= words_mark(s, at - 1, "=") || words_mark(s, at - 1, "→") || words_mark(s, at - 1, "≈");
		named |= sign && words_at(s, at - 1)->kind == TOKEN_NUMBER;
	}
	return named;
}

/* place(35, 29) = ...: what a formula of the worksheet is tried with. */
static bool argument(const struct sheet *s, size_t i, size_t first)
{
	for (size_t k = i, n = 0; k > first + 1 && n < ARGUMENTS_MOST; k--, n++) {
		if (words_mark(s, k - 1, "("))
			return !words_at(s, k - 1)->spaced && words_at(s, k - 2)->kind == TOKEN_WORD && holding(s, i);
		if (!words_mark(s, k - 1, ",") && words_at(s, k - 1)->kind != TOKEN_NUMBER)
			return false;
	}
	return false;
}

static bool accounted(const struct sheet *s, size_t i, size_t first)
{
	return result(s, i, first) || recomputed(s, i, first) || of_the_clock(s, i);
}

static bool power_of_ten(const struct str x)
{
	if (x.n == 0 || x.s[0] != '1')
		return false;
	for (size_t i = 1; i < x.n; i++)
		if (x.s[i] != '0' && x.s[i] != ',')
			return false;
	return true;
}

/* A number and the unit of measure behind it: 8 MB and 8 ns are two quantities, 8 pages is a count. */
static bool measured(const struct sheet *s, size_t i)
{
	const struct token *next = words_at(s, i + 1);
	return next && !next->starts && (words_says(s, i + 1, WORDS_MEASURE) || words_mark(s, i + 1, "%"));
}

static struct str key_of(struct sheet *s, size_t i, struct str value)
{
	const struct token *next = words_at(s, i + 1);
	if (words_mark(s, i + 1, "-") && next && !next->spaced && words_says(s, i + 2, WORDS_BYTE_WORD) && !words_at(s, i + 2)->spaced)
		return str_format(s->arena, "%.*s byte", STR_ARG(value));
	if (next && !next->starts && words_says(s, i + 1, WORDS_BYTE_WORD))
		return str_format(s->arena, "%.*s byte", STR_ARG(value));
	return measured(s, i) ? str_format(s->arena, "%.*s %.*s", STR_ARG(value), STR_ARG(next->vocable->text)) : value;
}

static bool exempt_role(enum role r)
{
	return r == ROLE_DEFINITION || r == ROLE_FALSE;
}

static void first_of(struct map *m, struct str key, uint32_t line)
{
	if (!map_get(m, key))
		map_put(m, key, (void *)(uintptr_t)(line + 1));
}

/* The line that first gives each number, by stating it as a premise or definition or by computing it; premises: the former alone. */
static struct map *origins(struct sheet *s, struct map *premises)
{
	struct map *m = map_new(s->arena);
	for (uint32_t line = 0; line < s->model->lines.n; line++) {
		enum role role = s->model->lines.at[line].role;
		size_t first, end = rules_tokens(s, line, &first);
		for (size_t i = first; i < end; i++) {
			const struct token *t = words_at(s, i);
			const struct num *n = t->vocable->num;
			if (t->kind == TOKEN_LIVE && t->vocable->span < s->values->results.n && s->values->results.at[t->vocable->span].value.kind == VALUE_NUMBER)
				n = s->values->results.at[t->vocable->span].value.num;
			if (!n || t->programme)
				continue;
			bool premise = role == ROLE_PREMISE || exempt_role(role);
			if (!premise && t->kind != TOKEN_LIVE && !result(s, i, first))
				continue;
			struct str value = t->kind == TOKEN_LIVE ? num_exact(s->arena, n) : t->vocable->exact, key = key_of(s, i, value);
			first_of(m, key, line);
			first_of(m, value, line);
			if (role == ROLE_PREMISE)
				first_of(premises, key, line);
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

/* 1048575 beside 1048576: the last of a range, the first of the next. */
static bool neighbour(struct sheet *s, const struct map *origin, const struct num *n, uint32_t line, size_t i, size_t first)
{
	int64_t small, near_by;
	/* a small number has its neighbour beside it: row 18 is 17 × 25 seats on */
	if (num_to_int64(n, &small) && small < TELLING) {
		for (size_t k = i, most = 0; k > first && most < BESIDE_MOST && !words_ends_sentence(s, k - 1); k--, most++)
			if (words_at(s, k - 1)->vocable->num && num_to_int64(words_at(s, k - 1)->vocable->num, &near_by) && (near_by == small + 1 || near_by == small - 1))
				return holding(s, i);
		return false;
	}
	for (int64_t step = -1; step <= 1; step += 2) {
		const struct num *near;
		if (num_apply(s->arena, s->limits, NUM_ADD, n, num_of(s->arena, step), &near) != NUM_FINE)
			continue;
		uint32_t stated = (uint32_t)(uintptr_t)map_get(origin, num_exact(s->arena, near));
		if (stated && stated - 1 <= line)
			return true;
	}
	return false;
}

/* early: sizes in use that a premise states only below; made: what was computed from one. In each, the premise's line + 1. */
struct search { struct sheet *sheet; struct map *origin, *premises, *seen, *early, *made; uint32_t statement; bool step; };

/* The long-hand steps of a calculation take numbers apart as they please: 15776276 × 1000, then × 24. Told token by token. */
static bool in_a_step(const struct sheet *s, size_t i, size_t first, bool before)
{
	if (i == first)
		return false;
	return (words_says(s, i - 1, WORDS_STEP) && words_mark(s, i, ":")) || (before && !words_ends_sentence(s, i - 1));
}

static void one(struct search *w, uint32_t line, size_t i, size_t first, struct finding **f, size_t *finding)
{
	struct sheet *s = w->sheet;
	const struct token *t = words_at(s, i);
	if (w->statement && (t->starts || words_ends_sentence(s, i - 1)))
		w->statement = 0;
	if (w->step || t->kind == TOKEN_MARK)
		w->step = in_a_step(s, i, first, w->step);
	if (t->kind != TOKEN_NUMBER || !t->vocable->num || t->reference || quotes(t) || part_of_power(s, i) || names_a_place(s, i))
		return;
	struct str value = t->vocable->exact, key = key_of(s, i, value);
	uint32_t given = (uint32_t)(uintptr_t)map_get(w->origin, key), premise = (uint32_t)(uintptr_t)map_get(w->premises, key);
	bool unit = !str_eq(key, value);
	int64_t small;
	if (!given && (!measured(s, i) || !num_to_int64(t->vocable->num, &small) || small >= TELLING))
		given = (uint32_t)(uintptr_t)map_get(w->origin, value);
	/* a size that a premise states below; from its first use on also where the unit is left out: × 64 */
	uint32_t sized = (uint32_t)(uintptr_t)map_get(w->origin, key);
	bool early = premise && premise - 1 > line && (!sized || sized - 1 > line) && unit;
	if (early)
		map_put(w->early, value, (void *)(uintptr_t)premise);
	premise = early ? premise : (uint32_t)(uintptr_t)map_get(w->early, value);
	early |= premise && premise - 1 > line && !unit && i > first && operator_at(s, i - 1);
	/* what is computed from such a size is no better founded, in whatever line it is used */
	if (early && premise - 1 > line)
		w->statement = premise;
	else if (w->statement && result(s, i, first) && unit)
		map_put(w->made, key, (void *)(uintptr_t)w->statement);
	uint32_t made = early || w->statement ? 0 : (uint32_t)(uintptr_t)map_get(w->made, key);
	if (made && made - 1 > line) {
		early = true;
		premise = made;
	}
	enum role role = s->model->lines.at[line].role;
	if (!early && (supposed(s, i, first) || argument(s, i, first))) {
		map_put(w->seen, key, s);
		return;
	}
	if (!early && (exempt_role(role) || w->step || (power_of_ten(t->vocable->text) && !measured(s, i)) || accounted(s, i, first) || (ordinary(t->vocable->num) && !measured(s, i)) ||
		(given && given - 1 <= line) || map_get(w->seen, key) || neighbour(s, w->origin, t->vocable->num, line, i, first)))
		return;
	if (rules_wrong_within(s, t->place))
		return;
	map_put(w->seen, key, s);
	if (*f) {
		*f = &s->diag->findings.at[*finding];
		diag_note(s->diag, *f, t->place, "%.*s, too", STR_ARG(t->vocable->text));
		return;
	}
	if (early) {
		*f = diag_add(s->diag, &finding_used_before_defined, t->place, made ? "%.*s is made of a size that is stated only in %.*s" :
			"%.*s is used here, and stated only in %.*s", STR_ARG(t->vocable->text), STR_ARG(rules_line(s, premise - 1)));
		(*f)->severity = SEVERITY_WARNING;
		(*f)->help = str_format(s->arena, "move %.*s above this one", STR_ARG(rules_line(s, premise - 1)));
		diag_note(s->diag, *f, s->model->lines.at[premise - 1].number_range, "stated here");
	} else {
		*f = diag_add(s->diag, &finding_orphan_number, t->place, "%.*s is no fact and no result, and no line above gives it",
			STR_ARG(t->vocable->text));
		(*f)->help = STR("say where it is from: a premise with its source, a definition, or that it is an example");
	}
	(*f)->found = t->vocable->text;
	*finding = s->diag->findings.n - 1;
}

static void check(struct sheet *s)
{
	if (!words_sourced(s))
		return;
	struct search w = { .sheet = s, .premises = map_new(s->arena), .seen = map_new(s->arena), .early = map_new(s->arena),
		.made = map_new(s->arena) };
	w.origin = origins(s, w.premises);
	for (uint32_t line = 0; line < s->model->lines.n; line++) {
		const struct line *l = &s->model->lines.at[line];
		struct finding *f = NULL;
		size_t first, end = rules_tokens(s, line, &first), finding = 0;
		if (l->role == ROLE_PREMISE || l->role == ROLE_FALSE || l->source.n || l->cite || l->ask)
			continue;
		for (size_t i = first; i < end; i++)
			one(&w, line, i, first, &f, &finding);
	}
}

const struct rule rule_orphan_number = { "orphan-number", false, check };
