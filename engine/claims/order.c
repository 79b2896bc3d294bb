/* Order said in words: what fits and what does not, what lies within, which of two is more, the same, not the other. */
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

/* Words between a comparing word and its parenthesis; tokens of a clause that is said in words, so that a long one costs little, and tokens before it; a width that is a number's and no file's. */
enum { MOST_WORDS = 4, MOST_CLAUSE = 64, MOST_BACK = 256, WIDEST = 4096 };

/* --- shared ------------------------------------------------------------------------------------------------------------- */
bool order_ends(enum token_kind k)
{
	return k == T_STOP || k == T_QUESTION || k == T_TICK || k == T_CROSS || k == T_DIRTY || k == T_END || k == T_OPEN || k == T_CLOSE;
}

uint32_t order_start(const struct passage *p, uint32_t i)
{
	uint32_t from = i;
	while (from > 0 && i - from < MOST_CLAUSE && !order_ends(scan_kind(p, from - 1)))
		from--;
	return i - from < MOST_CLAUSE ? from : i;
}

uint32_t order_end(const struct passage *p, uint32_t i)
{
	uint32_t to = i;
	while (to - i < MOST_CLAUSE && !order_ends(scan_kind(p, to)))
		to++;
	return to - i < MOST_CLAUSE ? to : i;
}

/* The value that ends before token `to`, behind words. */
static bool value_before(const struct scan *s, const struct passage *p, uint32_t from, uint32_t to, struct side *side)
{
	for (size_t w = 0; w < WAYS; w++) {
		if (from >= to)
			return false;
		expression_read(&s->context, &p->r, p->t.at.at, from, to, judge_ways[w], &side[w]);
		bool all = side[w].kind == SIDE_CLOSED && side[w].q.to == to && !side[w].q.prefix;
		if (!all && !expression_read_end(&s->context, &p->r, p->t.at.at, from, to, judge_ways[w], &side[w]))
			return false;
		if (side[w].kind != SIDE_CLOSED || side[w].q.loose)
			return false;
	}
	return true;
}

static bool value_after(const struct scan *s, const struct passage *p, uint32_t from, uint32_t to, struct side *side)
{
	if (from >= to)
		return false;
	expression_read_ways(&s->context, &p->r, p->t.at.at, from, to, side);
	for (size_t w = 0; w < WAYS; w++)
		if (side[w].kind != SIDE_CLOSED || side[w].q.loose || side[w].q.prefix || side[w].q.hedged || side[w].q.tight_dash)
			return false;
	return true;
}

/* The clause begins with the value and ends with it: nothing else was said of either. */
static bool whole(const struct passage *p, const struct side *left, uint32_t from, const struct side *right, uint32_t to)
{
	bool begins = left->q.from == from && (from == 0 || scan_kind(p, from - 1) != T_DIRTY);
	return begins && left->q.prefix == 0 && !left->q.hedged && right->q.to == to && !right->suffix && scan_kind(p, to) != T_DIRTY && scan_kind(p, to) != T_OPEN;
}

void order_answer(const struct passage *p, uint32_t end, struct reply *out)
{
	*out = (struct reply){ ANSWER_NONE, end, scan_kind(p, end) == T_QUESTION };
	uint32_t i = end + out->asked;
	if (out->asked && scan_kind(p, i) == T_STOP)
		i++;
	if (scan_kind(p, i) == T_TICK || (out->asked && order_word(p, i, WORDS_YES)))
		out->word = ANSWER_YES;
	else if (scan_kind(p, i) == T_CROSS || (out->asked && order_word(p, i, WORDS_NO)))
		out->word = ANSWER_NO;
	else
		return;
	out->end = i + 1;
}

void order_say(struct scan *s, const struct passage *p, struct verdict v, const struct reply *a)
{
	/* A question that nobody answers asserts nothing. */
	if (a->asked && a->word == ANSWER_NONE)
		return;
	struct claim *c = scan_claim(s, p, v.from, a->word == ANSWER_NONE ? v.to : a->end, v.form, CLAIM_HOLDS);
	for (size_t i = 0; i < 2; i++)
		for (uint32_t k = 0; v.sides[i] && k < v.sides[i]->q.names && k < MOST_USED; k++)
			names_use(&s->context, c, v.sides[i]->q.used[k]);
	if (v.order == ORDER_UNKNOWN) {
		scan_undecided(c, "the two sides measure different things, or have several readings");
		return;
	}
	if ((v.order == ORDER_TRUE) == (a->word != ANSWER_NO))
		return;
	if (!v.certain || (c->names.n && (v.sides[0]->q.unsure || (v.sides[1] && v.sides[1]->q.unsure)))) {
		scan_undecided(c, "it does not hold as written, and not all of its clause was understood");
		return;
	}
	const char *const *words = model_words(s->model->settings.lang, v.order == ORDER_TRUE ? WORDS_YES : WORDS_NO);
	scan_false(s, p, c, a->word == ANSWER_NONE ? &finding_wrong_calculation : &finding_wrong_answer, v.computed.n ? v.computed : str_of(words[0]));
}

enum order order_of(bool truth)
{
	return truth ? ORDER_TRUE : ORDER_FALSE;
}

/* --- fits --------------------------------------------------------------------------------------------------------------- */
/* a byte, 12 bits, a 32-bit register, 64 KB. */
struct room { const struct num *bits, *other; uint32_t end; bool clean; bool width; struct str unit; };       /* other: KB read the other way */

static bool room_at(const struct scan *s, const struct passage *p, uint32_t i, struct room *out)
{
	i += order_word(p, i, WORDS_ARTICLE);
	*out = (struct room){ 0 };
	if (order_word(p, i, WORDS_BYTE_WORD) && !scan_is(p, i, "bytes")) {
		*out = (struct room){ num_of(s->context.arena, 8), num_of(s->context.arena, 8), i + 1, order_ends(scan_kind(p, i + 1)), true, scan_text(p, i) };
		return true;
	}
	if (scan_kind(p, i) != T_NUMBER)
		return false;
	bool joined = scan_is(p, i + 1, "-") && !p->t.at.at[i + 1].space && !p->t.at.at[i + 1].space_after;
	uint32_t unit = i + 1 + joined;
	bool ambiguous;
	const struct unit *u = scan_kind(p, unit) == T_WORD ? expression_unit(&s->context, scan_text(p, unit), judge_ways[0], &ambiguous) : NULL;
	if (!u || u->dims != 1 || u->dim[0].base != 0 || u->dim[0].power != 1)
		return false;
	out->bits = scan_apply(s, NUM_MUL, p->t.at.at[i].num, u->factor);
	const struct unit *other = expression_unit(&s->context, scan_text(p, unit), judge_ways[1], &ambiguous);
	out->other = other ? scan_apply(s, NUM_MUL, p->t.at.at[i].num, other->factor) : out->bits;
	out->width = order_word(p, unit, WORDS_BIT) || order_word(p, unit, WORDS_BYTE_WORD);
	out->end = unit + 1;
	out->unit = scan_text(p, unit);
	/* 32-bit pointers: what the width belongs to */
	if (joined && scan_kind(p, out->end) == T_WORD && !order_ends(scan_kind(p, out->end)))
		out->end++;
	out->clean = order_ends(scan_kind(p, out->end));
	return out->bits && out->other;
}

/* Whether the value has room there: a size by its bits, a whole number by its binary digits. */
static enum order has_room(const struct scan *s, const struct side *value, const struct room *room, bool *sure)
{
	const struct quantity *q = &value[0].q;
	*sure = true;
	if (q->trouble || !q->bare || !q->base)
		return ORDER_UNKNOWN;
	if (q->info == 1 && q->time == 0) {
		const struct num *most = num_compare(room->bits, room->other) > 0 ? room->bits : room->other, *least = most == room->bits ? room->other : room->bits;
		const struct num *large = num_compare(q->base, value[1].q.base) > 0 ? q->base : value[1].q.base, *little = large == q->base ? value[1].q.base : q->base;
		if (num_compare(q->base, room->bits) <= 0 && num_compare(value[1].q.base, room->other) <= 0)
			return num_compare(large, least) <= 0 || !value->q.ambiguous || str_eq(value->q.unit_word, room->unit) ? ORDER_TRUE : ORDER_UNKNOWN;
		return num_compare(little, most) > 0 || str_eq(value->q.unit_word, room->unit) ? ORDER_FALSE : ORDER_UNKNOWN;
	}
	int64_t width = scan_small(room->bits);
	if (q->info || q->time || q->has_unit || !room->width || width < 1 || width > WIDEST || !num_is_integer(q->bare) || num_sign(q->bare) < 0)
		return ORDER_UNKNOWN;
	const struct num *end = scan_apply(s, NUM_SHL, num_of(s->context.arena, 1), num_of(s->context.arena, width));
	/* 256 things have numbers of eight bits; the number 256 has not. */
	*sure = !q->noun;
	if (!end || (q->noun && scan_same(q->bare, end)))
		return end ? ORDER_TRUE : ORDER_UNKNOWN;
	return order_of(num_compare(q->bare, end) < 0);
}

/* 60 KB fits in 64 KB; 300 does not fit in 8 bits; 300 overflows a byte */
void order_fits_find(struct scan *s, struct passage *p)
{
	for (uint32_t i = 0; i < p->t.at.n; i++) {
		bool fits = order_word(p, i, WORDS_FITS) && order_word(p, i + 1, WORDS_WITHIN), overflows = order_word(p, i, WORDS_OVERFLOWS);
		if (!fits && !overflows)
			continue;
		struct room room;
		if (!room_at(s, p, i + 1 + fits, &room))
			continue;
		uint32_t from = order_start(p, i), to = i;
		bool negated = overflows, asks = order_word(p, from, WORDS_ASKS);
		for (; to > from && (order_word(p, to - 1, WORDS_AUXILIARY) || order_word(p, to - 1, WORDS_NEGATION)); to--)
			negated ^= order_word(p, to - 1, WORDS_NEGATION);
		from += asks;
		struct side left[WAYS];
		if (!value_before(s, p, from, to, left))
			continue;
		bool sure;
		enum order order = has_room(s, left, &room, &sure);
		if (order != ORDER_UNKNOWN && negated)
			order = order_of(order == ORDER_FALSE);
		struct reply a;
		order_answer(p, room.end, &a);
		bool certain = sure && room.clean && left->q.from == from && !left->q.prefix && !left->q.hedged && (from == 0 || scan_kind(p, from - 1) != T_DIRTY) && scan_kind(p, room.end) != T_DIRTY;
		order_say(s, p, (struct verdict){ .form = "fits", .from = left->q.from, .to = room.end, .order = order, .certain = certain, .sides = { left } }, &a);
	}
}

/* 4 bytes: could not store 64-bit pointers; 16 bits can hold 65535 */
void order_holds_find(struct scan *s, struct passage *p)
{
	for (uint32_t i = 2; i < p->t.at.n; i++) {
		if (!order_word(p, i, WORDS_HOLDS))
			continue;
		bool negated = order_word(p, i - 1, WORDS_NEGATION);
		uint32_t verb = i - 1;
		while (verb > 0 && (order_word(p, verb, WORDS_NEGATION) || order_word(p, verb, WORDS_ABLE)))
			verb--;
		/* can hold: what could be, and not what is in it */
		bool able = false;
		for (uint32_t k = verb + 1; k < i; k++)
			able |= order_word(p, k, WORDS_ABLE) || order_word(p, k, WORDS_UNABLE);
		if (!able)
			continue;
		verb -= scan_kind(p, verb) == T_STOP && (scan_is(p, verb, ":") || scan_is(p, verb, ",")) && verb > 0;
		struct room has = { 0 }, needs;
		uint32_t at = verb > 0 ? verb - 1 : 0;
		bool joined = at > 1 && scan_is(p, at, "-");
		at -= joined;
		if (!room_at(s, p, at, &has) || !has.width || has.end != verb + 1)
			continue;
		struct side value[WAYS];
		uint32_t end = order_end(p, i + 1);
		enum order order;
		bool sure = true;
		if (room_at(s, p, i + 1, &needs)) {
			order = order_of(num_compare(needs.bits, has.bits) <= 0);
			sure = needs.clean;
			end = needs.end;
		} else if (value_after(s, p, i + 1, end, value) && value->q.numbers == 1 && !value->q.noun && !value->q.has_unit && value->q.to == end) {
			order = has_room(s, value, &has, &sure);
		} else {
			continue;
		}
		if (negated && order != ORDER_UNKNOWN)
			order = order_of(order == ORDER_FALSE);
		struct reply a;
		order_answer(p, end, &a);
		bool certain = sure && at == order_start(p, at) && scan_kind(p, end) != T_DIRTY && scan_kind(p, end) != T_OPEN;
		order_say(s, p, (struct verdict){ .form = "holds", .from = at, .to = end, .order = order, .certain = certain }, &a);
	}
}

/* --- within a range ------------------------------------------------------------------------------------------------------ */
/* 5 in [0, 10), 0x1800 is within [0x1000, 0x2000) */
void order_within_find(struct scan *s, struct passage *p)
{
	for (uint32_t i = 1; i + 5 < p->t.at.n; i++) {
		bool sign = scan_is(p, i, "∈");
		if (!sign && !order_word(p, i, WORDS_WITHIN))
			continue;
		bool closed_below = scan_is(p, i + 1, "[");
		if ((!closed_below && scan_kind(p, i + 1) != T_OPEN) || scan_kind(p, i + 2) != T_NUMBER || !scan_is(p, i + 3, ",") || scan_kind(p, i + 4) != T_NUMBER)
			continue;
		bool closed_above = scan_is(p, i + 5, "]");
		if (!closed_above && scan_kind(p, i + 5) != T_CLOSE)
			continue;
		const struct num *low = p->t.at.at[i + 2].num, *high = p->t.at.at[i + 4].num;
		uint32_t from = order_start(p, i), to = i;
		bool negated = false, asks = order_word(p, from, WORDS_ASKS);
		for (; to > from && (order_word(p, to - 1, WORDS_AUXILIARY) || order_word(p, to - 1, WORDS_NEGATION)); to--)
			negated ^= order_word(p, to - 1, WORDS_NEGATION);
		from += asks && from < to;
		struct side x[WAYS];
		if (!value_before(s, p, from, to, x) || x->q.trouble || !x->q.bare || x->q.has_unit || num_compare(low, high) > 0)
			continue;
		int below = num_compare(x->q.bare, low), above = num_compare(x->q.bare, high);
		bool inside = (closed_below ? below >= 0 : below > 0) && (closed_above ? above <= 0 : above < 0);
		/* [1, 3] and (1, 3) may be what there is, one by one. */
		bool listed = (closed_below == closed_above) && ((below == 0 || above == 0) != inside);
		struct reply a;
		order_answer(p, i + 6, &a);
		/* for x in [0, 1]: what is done with each */
		if (x->q.names && a.word == ANSWER_NONE)
			continue;
		bool certain = x->q.from == from && !x->q.prefix && !x->q.hedged && !listed && (order_ends(scan_kind(p, i + 6)) || a.word != ANSWER_NONE);
		order_say(s, p, (struct verdict){ .form = "within", .from = x->q.from, .to = i + 6, .order = order_of(inside != negated), .certain = certain, .sides = { x } }, &a);
	}
}

/* --- which of two is more ------------------------------------------------------------------------------------------------- */
/* 1: more, -1: fewer, 0: neither. */
static int direction(const struct passage *p, uint32_t i)
{
	return order_word(p, i, WORDS_MORE) ? 1 : order_word(p, i, WORDS_FEWER) ? -1 : 0;
}

static enum order ordered(const struct scan *s, const struct side *a, const struct side *b, int wanted)
{
	struct link link = { a, b, false };
	int order;
	return judge_compare(&s->context, &link, &order) ? order_of(order == wanted) : ORDER_UNKNOWN;
}

/* 300 is more than 256; 48 KB is smaller than 64 KB; 4096 equals 0x1000 */
void order_than_find(struct scan *s, struct passage *p)
{
	for (uint32_t i = 1; i + 1 < p->t.at.n; i++) {
		int wanted = direction(p, i);
		bool than = wanted && order_word(p, i + 1, WORDS_THAN), equal = order_word(p, i, WORDS_MATCHES);
		if (!than && !equal)
			continue;
		uint32_t from = order_start(p, i), to = i, right_from = i + 1 + than, end = order_end(p, right_from);
		bool negated = false, is = equal, asks = order_word(p, from, WORDS_ASKS);
		for (; to > from && (order_word(p, to - 1, WORDS_AUXILIARY) || order_word(p, to - 1, WORDS_NEGATION)); to--) {
			negated ^= order_word(p, to - 1, WORDS_NEGATION);
			is |= order_word(p, to - 1, WORDS_AUXILIARY);
		}
		from += asks && from < to;
		struct side left[WAYS], right[WAYS];
		if ((!is && !asks) || !value_before(s, p, from, to, left) || !value_after(s, p, right_from, end, right) || left->q.numbers == 0 || right->q.numbers == 0)
			continue;
		bool certain = whole(p, left, from, right, end);
		enum order order;
		struct judgement j = { .verdict = CLAIM_HOLDS };
		if (than) {
			order = ordered(s, left, right, wanted);
		} else {
			struct link link = { left, right, false };
			judge_equal(&s->context, &link, &j);
			order = j.verdict == CLAIM_HOLDS ? ORDER_TRUE : j.verdict == CLAIM_FALSE ? ORDER_FALSE : ORDER_UNKNOWN;
		}
		if (negated && order != ORDER_UNKNOWN)
			order = order_of(order == ORDER_FALSE);
		/* Words that were not read say more of it: what does not hold so may hold otherwise. */
		if (!certain && order != ORDER_TRUE)
			continue;
		struct reply a;
		order_answer(p, end, &a);
		order_say(s, p, (struct verdict){ .form = than ? "than" : "matches", .from = left->q.from, .to = right->q.to, .order = order, .certain = certain, .sides = { left, right } }, &a);
	}
}

/* The value at the end of a chain: 16 GB = 4096 pages. */
static bool last_value(const struct scan *s, const struct passage *p, uint32_t from, uint32_t to, struct side *side)
{
	for (uint32_t i = to; i-- > from; )
		if (scan_kind(p, i) == T_RELATION)
			return value_after(s, p, i + 1, to, side);
	return value_after(s, p, from, to, side);
}

/* more racks (80 of them vs 64), faster (3 ms vs 12 ms) */
void order_versus_find(struct scan *s, struct passage *p)
{
	for (uint32_t i = 0; i + 5 < p->t.at.n; i++) {
		int wanted = direction(p, i);
		uint32_t open = i + 1, versus = 0, close;
		while (wanted && open < i + MOST_WORDS && scan_kind(p, open) == T_WORD)
			open++;
		if (!wanted || scan_kind(p, open) != T_OPEN)
			continue;
		for (close = open + 1; scan_kind(p, close) != T_CLOSE && scan_kind(p, close) != T_OPEN && scan_kind(p, close) != T_END; close++)
			if (order_word(p, close, WORDS_VERSUS) || (scan_kind(p, close) == T_STOP && scan_in(p, close, WORDS_VERSUS)))
				versus = versus ? UINT32_MAX : close;
		if (!versus || versus == UINT32_MAX || scan_kind(p, close) != T_CLOSE)
			continue;
		struct side a[WAYS], b[WAYS];
		if (!last_value(s, p, open + 1, versus, a) || !last_value(s, p, versus + 1, close, b))
			continue;
		enum order order = ordered(s, a, b, wanted);
		struct reply none = { ANSWER_NONE, close + 1, false };
		if (order != ORDER_UNKNOWN)
			order_say(s, p, (struct verdict){ .form = "versus", .from = i, .to = close + 1, .order = order, .sides = { a, b } }, &none);
	}
}

/* (8 bytes each) = 800 bytes ... (4 bytes each) = smaller */
void order_smaller_find(struct scan *s, struct passage *p)
{
	for (uint32_t i = 0; i + 1 < p->t.at.n; i++) {
		int wanted = scan_is(p, i, "=") ? direction(p, i + 1) : 0;
		if (!wanted || !order_ends(scan_kind(p, i + 2)))
			continue;
		const struct num *bits[2] = { 0 };
		uint32_t at[2] = { 0 }, end;
		for (uint32_t k = i; k-- > 0 && i - k < MOST_BACK && !bits[1]; ) {
			const struct num *x;
			if (!scan_size(s, p, k, &x, &end) || !order_word(p, end, WORDS_EACH))
				continue;
			bits[bits[0] ? 1 : 0] = x;
			at[bits[1] ? 1 : 0] = k;
		}
		if (!bits[1])
			continue;
		uint32_t from = at[0] > 0 && scan_kind(p, at[0] - 1) == T_OPEN ? at[0] - 1 : at[0];
		struct reply none = { ANSWER_NONE, i + 2, false };
		order_say(s, p, (struct verdict){ .form = "smaller", .from = from, .to = i + 2, .order = order_of(num_compare(bits[0], bits[1]) == wanted) }, &none);
	}
}

/* --- the same, and not the other --------------------------------------------------------------------------------------------- */
static bool same_tokens(const struct passage *p, uint32_t a, uint32_t b, uint32_t n)
{
	for (uint32_t i = 0; i < n; i++)
		if (!str_eq(scan_text(p, a + i), scan_text(p, b + i)))
			return false;
	return true;
}

/* size = 12 units | size = 12 units (SAME) */
void order_same_find(struct scan *s, struct passage *p)
{
	for (uint32_t i = 3; i + 1 < p->t.at.n; i++) {
		if (scan_kind(p, i - 1) != T_OPEN || !order_word(p, i, WORDS_SAME) || scan_kind(p, i + 1) != T_CLOSE)
			continue;
		uint32_t number = i - 2;
		number -= scan_kind(p, number) == T_WORD && number > 0;
		uint32_t equals = number > 0 ? number - 1 : 0, from = order_start(p, equals);
		if (scan_kind(p, number) != T_NUMBER || !scan_is(p, equals, "=") || from == equals)
			continue;
		uint32_t names = equals + 1 - from;
		for (uint32_t k = from; k-- > 0 && from - k < MOST_BACK; ) {
			if (k + names >= from || !same_tokens(p, k, from, names) || (k > 0 && !order_ends(scan_kind(p, k - 1))))
				continue;
			uint32_t other = k + names;
			bool unit = number + 1 == i - 1 || str_eq(scan_text(p, other + 1), scan_text(p, number + 1));
			if (scan_kind(p, other) != T_NUMBER || !unit)
				break;
			struct reply none = { ANSWER_NONE, i + 2, false };
			bool same = scan_same(p->t.at.at[other].num, p->t.at.at[number].num);
			order_say(s, p, (struct verdict){ .form = "same", .from = k, .to = i + 2, .order = order_of(same), .certain = true, .computed = scan_text(p, other) }, &none);
			break;
		}
	}
}

/* 2 (not 5!), 12 pages, not 13 */
void order_not_find(struct scan *s, struct passage *p)
{
	for (uint32_t i = 2; i + 1 < p->t.at.n; i++) {
		bool within = scan_kind(p, i - 1) == T_OPEN;
		if (!order_word(p, i, WORDS_NEGATION) || (!within && !scan_is(p, i - 1, ",")) || scan_kind(p, i + 1) != T_NUMBER)
			continue;
		uint32_t noun = i - 2, end = i + 2;
		bool has_noun = scan_kind(p, noun) == T_WORD;
		uint32_t number = noun - (has_noun && noun > 0);
		/* seats = 2, not 5: what is said of something. "Use 2, not 5" is advice. */
		if (scan_kind(p, number) != T_NUMBER || number < 2 || (!scan_is(p, number - 1, "=") && !scan_is(p, number - 1, ":")))
			continue;
		if (scan_kind(p, end) == T_WORD) {
			if (!has_noun || !str_eq(scan_text(p, end), scan_text(p, noun)))
				continue;
			end++;
		}
		end += scan_is(p, end, "!");
		if (within ? scan_kind(p, end) != T_CLOSE : !order_ends(scan_kind(p, end)))
			continue;
		end += within;
		struct reply none = { ANSWER_NONE, end, false };
		bool differ = !scan_same(p->t.at.at[number].num, p->t.at.at[i + 1].num);
		order_say(s, p, (struct verdict){ .form = "not", .from = number, .to = end, .order = order_of(differ), .certain = true }, &none);
	}
}
