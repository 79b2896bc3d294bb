/* A formula said again in other terms: index = address ÷ 4096, where another line has index = byte_address ÷ PAGE_SIZE. */
#include "base.h"
#include "diag.h"
#include "source.h"
#include "model.h"
#include "facts.h"
#include "values.h"
#include "claims.h"
#include "claims/reading.h"
#include "claims/lex.h"
#include "claims/expression.h"
#include "claims/names.h"
#include "claims/judge.h"
#include "claims/scan.h"

/* Tokens of a formula; words of its name; values that are tried, each a multiple of 2^TWOS so that no division has a rest. */
enum { MOST_TOKENS = 48, MOST_NAME = 4, TRIES = 3, TWOS = 48 };

/* The one word of the formula that nothing binds; empty: none, or more than one. */
static struct str free_word(const struct scan *s, const struct reading *r, const struct token *t, uint32_t from, uint32_t to)
{
	struct str free = STR("");
	for (uint32_t i = from; i < to; i++) {
		struct found f;
		if (t[i].kind != T_WORD)
			continue;
		if (names_find(&s->context, r, t, i, to, &f)) {
			i += f.tokens - 1;
			continue;
		}
		struct str word = str_slice(r->text, t[i].at, t[i].at + t[i].n);
		bool pair = i + 1 < to && (t[i + 1].kind == T_WORD || (t[i + 1].kind == T_OPEN && !t[i + 1].space));
		if (pair || (free.n && !str_eq(free, word)))
			return STR("");
		free = word;
	}
	return free;
}

/* The formula's value where its free word is x; NULL: it has none. */
static const struct num *value_at(const struct scan *s, const struct binding *formula, struct str word, const struct num *x)
{
	struct binding f = *formula;
	struct quantity argument = { .base = x, .bare = x, .numbers = 1, .number_base = 10 }, q;
	f.parameters = 1;
	f.parameter[0] = word;
	f.busy = false;
	struct found found = { .binding = &f, .tokens = 1 };
	return names_value(&s->context, &found, f.at, &argument, judge_ways[0], &q) && !q.trouble && !q.hedged ? q.bare : NULL;
}

static bool same_formula(const struct scan *s, const struct binding *a, struct str x, const struct binding *b, struct str y)
{
	for (int k = 0; k < TRIES; k++) {
		const struct num *at = scan_apply(s, NUM_SHL, num_of(s->context.arena, 3 + 2 * k), num_of(s->context.arena, TWOS));
		const struct num *one = value_at(s, a, x, at), *other = value_at(s, b, y, at);
		if (!one || !other || num_compare(one, other) != 0)
			return false;
	}
	return true;
}

void formula_find(struct scan *s, struct passage *p)
{
	struct token *t = p->t.at.at;
	uint32_t start = 0;
	if (!scan_has_sign(p, '='))
		return;
	for (uint32_t i = 0; i + 2 < p->t.at.n; i++) {
		enum token_kind k = scan_kind(p, i);
		if (!scan_is(p, i, "=") || start >= i || i - start > MOST_NAME) {
			start = k == T_STOP || k == T_DIRTY ? i + 1 : start;
			continue;
		}
		uint32_t end = i + 1, open = 0;
		while (end < p->t.at.n && end - i < MOST_TOKENS && (scan_kind(p, end) == T_WORD || scan_kind(p, end) == T_NUMBER || scan_kind(p, end) == T_OPERATOR
			|| scan_kind(p, end) == T_OPEN || (scan_kind(p, end) == T_CLOSE && open))) {
			open += scan_kind(p, end) == T_OPEN;
			open -= scan_kind(p, end) == T_CLOSE;
			end++;
		}
		struct found f;
		uint32_t at = reading_from(&p->r, t[start].at), name = start;
		start = UINT32_MAX;
		if ((scan_kind(p, end) != T_STOP && scan_kind(p, end) != T_END) || !names_formula(t, i + 1, end))
			continue;
		if (!names_by_key(&s->context, names_key(s->context.arena, &p->r, t, name, i), at, &f) || !f.binding->formula || f.binding->parameters)
			continue;
		struct binding here = { .r = &p->r, .t = t + i + 1, .count = end - i - 1, .at = reading_from(&p->r, t[end - 1].at) };
		struct str x = free_word(s, f.binding->r, f.binding->t, 0, f.binding->count), y = free_word(s, &p->r, t, i + 1, end);
		if (!x.n || !y.n || !same_formula(s, f.binding, x, &here, y))
			continue;
		struct claim *c = scan_claim(s, p, name, end, "formula", CLAIM_HOLDS);
		names_use(&s->context, c, f.binding);
	}
}
