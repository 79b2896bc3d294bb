/* What a number is: even, odd, a power of two, a multiple of another, divisible by it, aligned to it. */
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
#include "claims/order.h"

/* The value of a whole number or of a size in bytes; NULL: neither, or it has two readings. */
static const struct num *whole(const struct scan *s, const struct side *x)
{
	const struct quantity *q = &x[0].q;
	if (q->trouble || q->loose || q->hedged || !q->base || !q->bare || !scan_same(q->base, x[1].q.base))
		return NULL;
	if (q->info == 1 && q->time == 0) {
		const struct num *bytes = scan_apply(s, NUM_DIV, q->base, num_of(s->context.arena, 8));
		return bytes && num_is_integer(bytes) ? bytes : NULL;
	}
	return q->info || q->time || !num_is_integer(q->bare) ? NULL : q->bare;
}

static bool power_of_two(const struct scan *s, const struct num *x)
{
	if (num_sign(x) <= 0)
		return false;
	const struct num *less = scan_plus(s, x, -1);
	const struct num *both = scan_apply(s, NUM_AND, x, less);
	return both && num_sign(both) == 0;
}

static enum order multiple(const struct scan *s, const struct num *x, const struct num *of)
{
	if (!x || !of || num_sign(of) <= 0)
		return ORDER_UNKNOWN;
	const struct num *rest = scan_apply(s, NUM_MOD, x, of);
	return rest ? order_of(num_sign(rest) == 0) : ORDER_UNKNOWN;
}

/* What is said behind "is": its end, and whether it is so. */
static bool property(const struct scan *s, const struct passage *p, uint32_t i, const struct num *x, uint32_t *end, enum order *order)
{
	if ((order_word(p, i, WORDS_EVEN_WORD) || order_word(p, i, WORDS_ODD_WORD)) && order_ends(scan_kind(p, i + 1))) {
		bool odd = order_word(p, i, WORDS_ODD_WORD);
		*end = i + 1;
		*order = multiple(s, x, num_of(s->context.arena, 2));
		if (odd && *order != ORDER_UNKNOWN)
			*order = order_of(*order == ORDER_FALSE);
		return true;
	}
	uint32_t k = i + order_word(p, i, WORDS_ARTICLE);
	if (k > i && order_word(p, k, WORDS_POWER_WORD) && scan_is(p, k + 1, "of") && (order_word(p, k + 2, WORDS_TWO_WORD) || scan_is(p, k + 2, "2"))) {
		*end = k + 3;
		*order = x ? order_of(power_of_two(s, x)) : ORDER_UNKNOWN;
		return true;
	}
	/* 4096-aligned */
	if (scan_kind(p, i) == T_NUMBER && scan_is(p, i + 1, "-") && order_word(p, i + 2, WORDS_ALIGNED)) {
		*end = i + 3;
		*order = multiple(s, x, p->t.at.at[i].num);
		return true;
	}
	/* 4 KiB-aligned: the unit and the word are one */
	uint32_t from = 0;
	if (k > i && order_word(p, k, WORDS_MULTIPLE_WORD) && scan_is(p, k + 1, "of"))
		from = k + 2;
	else if ((order_word(p, i, WORDS_DIVISIBLE) && scan_is(p, i + 1, "by")) || (order_word(p, i, WORDS_ALIGNED) && order_word(p, i + 1, WORDS_ALIGNED_TO)))
		from = i + 2;
	if (!from)
		return false;
	uint32_t stop = order_end(p, from);
	struct side of[WAYS];
	if (from >= stop)
		return false;
	expression_read_ways(&s->context, &p->r, p->t.at.at, from, stop, of);
	for (size_t w = 0; w < WAYS; w++)
		if (of[w].kind != SIDE_CLOSED || of[w].q.prefix)
			return false;
	*end = of->q.to;
	*order = multiple(s, x, whole(s, of));
	return true;
}

/* 4096 is a power of two; 91 is divisible by 7; 0x3000 is aligned to 4 KiB; 7 is odd */
void kinds_find(struct scan *s, struct passage *p)
{
	for (uint32_t i = 1; i + 1 < p->t.at.n; i++) {
		if (!order_word(p, i, WORDS_IS_WORD))
			continue;
		bool negated = order_word(p, i + 1, WORDS_NEGATION);
		uint32_t from = order_start(p, i), end;
		struct side left[WAYS];
		bool closed = from < i;
		if (closed)
			expression_read_ways(&s->context, &p->r, p->t.at.at, from, i, left);
		for (size_t w = 0; w < WAYS && closed; w++)
			closed = left[w].kind == SIDE_CLOSED && left[w].q.to == i && !left[w].q.prefix;
		enum order order;
		if (!closed || left->q.numbers + left->q.names == 0 || !property(s, p, i + 1 + negated, whole(s, left), &end, &order))
			continue;
		if (negated && order != ORDER_UNKNOWN)
			order = order_of(order == ORDER_FALSE);
		struct reply a;
		order_answer(p, end, &a);
		bool certain = left->q.names == 0 && !left->q.noun && (from == 0 || scan_kind(p, from - 1) != T_DIRTY) && order_ends(scan_kind(p, end)) && scan_kind(p, end) != T_DIRTY && scan_kind(p, end) != T_OPEN;
		order_say(s, p, (struct verdict){ .form = "kind", .from = left->q.from, .to = end, .order = order, .certain = certain, .sides = { left } }, &a);
	}
}
