/* Equal, rounded, false or undecided: false only when every admitted reading fails. */
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
#include "claims/judge.h"

const struct way judge_ways[WAYS] = { { 1, false }, { 0, false }, { 1, true }, { 0, true } };

static bool plain(const struct quantity *q)
{
	return q->info == 0 && q->time == 0;
}

static bool same(const struct num *a, const struct num *b)
{
	return a && b && num_compare(a, b) == 0;
}

static const struct num *times(const struct context *c, const struct num *a, int64_t b)
{
	const struct num *x = NULL;
	return num_apply(c->arena, c->limits, NUM_MUL, a, num_of(c->arena, b), &x) == NUM_FINE ? x : NULL;
}

static const struct num *apply(const struct context *c, enum num_op op, const struct num *a, const struct num *b)
{
	const struct num *x = NULL;
	return a && b && num_apply(c->arena, c->limits, op, a, b, &x) == NUM_FINE ? x : NULL;
}

/* A plain number beside a measured one is in its unit, in bytes or in bits. */
static bool equal_beside(const struct context *c, const struct num *number, const struct quantity *measured)
{
	if (same(number, measured->bare))
		return true;
	return measured->info == 1 && measured->time == 0 && (same(times(c, number, 8), measured->base) || same(number, measured->base));
}

static bool comparable(const struct quantity *a, const struct quantity *b)
{
	return (a->info == b->info && a->time == b->time) || (plain(a) && !a->noun) || (plain(b) && !b->noun);
}

static bool equal(const struct context *c, const struct quantity *a, const struct quantity *b)
{
	if (a->info == b->info && a->time == b->time)
		return same(a->base, b->base);
	if (plain(a))
		return !a->noun && equal_beside(c, a->bare, b);
	return plain(b) && !b->noun && equal_beside(c, b->bare, a);
}

/* The value of a in the terms in which b is written. */
static const struct num *in_terms_of(const struct context *c, const struct quantity *a, const struct quantity *b)
{
	if (plain(b) && plain(a))
		return b->factor && b->operators == 0 ? apply(c, NUM_DIV, a->base, b->factor) : a->base;
	if (b->factor && a->info == b->info && a->time == b->time)
		return apply(c, NUM_DIV, a->base, b->factor);
	if (plain(b) && a->info == 1 && a->time == 0)
		return apply(c, NUM_DIV, a->base, num_of(c->arena, 8));
	return a->bare;
}

static bool within_digit(const struct context *c, const struct num *exact, const struct num *stated, uint16_t decimals)
{
	const struct num *unit = apply(c, NUM_POW, num_of(c->arena, 10), num_of(c->arena, decimals)), *gap = apply(c, NUM_SUB, exact, stated);
	gap = apply(c, NUM_MUL, gap, unit);
	if (!gap)
		return false;
	if (num_sign(gap) < 0)
		gap = num_negate(c->arena, gap);
	return num_compare(gap, num_of(c->arena, 1)) < 0;
}

/* Digits that carry meaning: 0.0012 has two, 4000 one, 4080 three. */
static unsigned significant(struct arena *a, const struct num *n)
{
	struct str shown = num_show(a, n, (struct num_style){ .places = 30 });
	unsigned count = 0, zeros = 0;
	bool point = str_find_char(shown, '.') != STR_NONE;
	for (size_t i = 0; i < shown.n; i++) {
		char c = shown.s[i];
		if (c < '0' || c > '9' || (c == '0' && count == 0))
			continue;
		zeros = c == '0' && !point ? zeros + 1 : 0;
		count++;
	}
	return count > zeros ? count - zeros : 1;
}

/* |exact - stated| against what a hedge allows for the digits shown. */
static bool about(const struct context *c, const struct num *exact, const struct num *stated, uint16_t decimals)
{
	static const struct { int64_t above, below; } allowed[] = { { 1, 1 }, { 1, 1 }, { 1, 10 }, { 1, 50 } };
	if (within_digit(c, exact, stated, decimals))
		return true;
	unsigned digits = significant(c->arena, stated);
	const struct num *gap = apply(c, NUM_SUB, exact, stated), *bound;
	if (!gap || num_sign(stated) <= 0)
		return false;
	if (num_sign(gap) < 0)
		gap = num_negate(c->arena, gap);
	size_t i = digits < 3 ? digits : 3;
	bound = apply(c, NUM_DIV, apply(c, NUM_MUL, stated, num_of(c->arena, allowed[i].above)), num_of(c->arena, allowed[i].below));
	return bound && num_compare(gap, bound) <= 0;
}

static struct str shown(const struct context *c, const struct num *n, const struct quantity *like)
{
	if (!n)
		return STR("");
	uint8_t base = like->number_base == 16 && num_is_integer(n) ? 16 : 10;
	struct str x = num_show(c->arena, n, (struct num_style){ .base = base, .places = 6, .group = like->grouped && base == 10 });
	return like->unit_word.n && like->factor ? str_format(c->arena, "%.*s %.*s", STR_ARG(x), STR_ARG(like->unit_word)) : x;
}

/* Ratios that a word left out explains: a prefix, bits for bytes, minutes, percent, both directions. */
static bool explained_by_ratio(const struct context *c, const struct num *a, const struct num *b)
{
	static const int64_t ratios[] = { 8, 60, 100, 1000, 1024, 3600, 1000000, 1048576 };
	if (!a || !b || num_sign(a) == 0 || num_sign(b) == 0)
		return false;
	for (size_t i = 0; i < sizeof ratios / sizeof *ratios; i++)
		if (same(times(c, a, ratios[i]), b) || same(times(c, b, ratios[i]), a))
			return true;
	return false;
}

/* 255 + 1 = 0 holds in a byte. */
static bool wraps(const struct context *c, const struct num *a, const struct num *b)
{
	static const int widths[] = { 8, 16, 32, 64 };
	const struct num *gap = apply(c, NUM_SUB, a, b);
	if (!gap || !num_is_integer(gap))
		return false;
	for (size_t i = 0; i < 4; i++) {
		const struct num *size = apply(c, NUM_SHL, num_of(c->arena, 1), num_of(c->arena, widths[i]));
		if (same(gap, size) || same(gap, num_negate(c->arena, size)))
			return true;
	}
	return false;
}

static void undecided(struct judgement *j, const char *why)
{
	j->verdict = CLAIM_UNDECIDED;
	j->why = str_of(why);
}

static bool any_equal(const struct context *c, const struct link *l, size_t from, size_t to)
{
	for (size_t i = from; i < to; i++)
		for (size_t k = from; k < to; k++)
			if (l->left[i].kind == SIDE_CLOSED && l->right[k].kind == SIDE_CLOSED && equal(c, &l->left[i].q, &l->right[k].q))
				return true;
	return false;
}

/* a - b written for the stretch from a to b: addresses in hex are, sums are not. */
static bool range_equal(const struct context *c, const struct quantity *a, const struct quantity *b)
{
	if (c->strict || a->number_base != 16 || !a->range || !b->bare)
		return false;
	const struct num *with_end = apply(c, NUM_ADD, a->range, num_of(c->arena, 1));
	return num_sign(a->range) > 0 && (same(a->range, b->bare) || same(with_end, b->bare) || equal_beside(c, a->range, b) || equal_beside(c, with_end, b));
}

static bool rounded(const struct context *c, const struct link *l, struct judgement *j)
{
	for (size_t i = 0; i < 2; i++) {
		const struct quantity *a = &l->left[i].q, *b = &l->right[i].q;
		const struct num *exact = in_terms_of(c, a, b), *stated = b->factor ? apply(c, NUM_DIV, b->base, b->factor) : b->bare;
		if (!exact || !stated || (b->operators && !b->power) || b->number_base != 10)
			continue;
		const struct num *whole_value = exact;
		if (b->power) {
			exact = apply(c, NUM_DIV, exact, b->power);
			stated = apply(c, NUM_DIV, stated, b->power);
			if (!exact || !stated)
				continue;
		}
		bool whole = num_is_integer(exact);
		if (l->about || a->hedged || b->hedged) {
			if (c->strict ? within_digit(c, exact, stated, b->decimals) : about(c, exact, stated, b->decimals)) {
				j->verdict = CLAIM_HOLDS;
				return true;
			}
			continue;
		}
		if ((whole && b->decimals == 0) || !within_digit(c, exact, stated, b->decimals))
			continue;
		bool cut = same(num_round(c->arena, exact, b->decimals, true), stated);
		bool near = same(num_round(c->arena, exact, b->decimals, false), stated);
		if (!cut && !near)
			continue;
		j->verdict = CLAIM_ROUNDED;
		j->computed = shown(c, whole_value, b);
		j->why = str_format(c->arena, "%s from %.*s", near ? "rounded" : "cut", STR_ARG(j->computed));
		return true;
	}
	return false;
}

static bool size_and_time(const struct quantity *a, const struct quantity *b)
{
	return a->info == 1 && a->time == 0 && b->info == 0 && b->time == 1;
}

const char *judge_units(const struct link *l)
{
	const struct quantity *a = &l->left[0].q, *b = &l->right[0].q;
	if (!same(a->bare, b->bare) || a->operators == 0 || a->hedged || b->hedged || l->about || a->names || b->names)
		return NULL;
	if (a->mixed)
		return "a size and a time are added";
	if (b->mixed || b->operators)
		return NULL;
	return size_and_time(a, b) || size_and_time(b, a) ? "a size and a time are equated" : NULL;
}

/* "8192 bits ÷ 8 = 1024 bytes", "N bytes ÷ 2^30 = M GiB": divided by what the one unit has of the other, the number is in
 * that other unit. true: *left is read so. */
static bool converts(const struct context *c, struct quantity *left, const struct quantity *right)
{
	if (!left->operators || left->info != 1 || right->info != 1 || left->time || right->time || !right->factor || !left->first || !left->base || !left->bare ||
	    num_sign(left->bare) == 0)
		return false;
	const struct num *unit = apply(c, NUM_DIV, left->base, left->bare), *ratio = unit && num_sign(unit) > 0 ? apply(c, NUM_DIV, right->factor, unit) : NULL;
	if (!ratio || num_compare(ratio, num_of(c->arena, 1)) <= 0 || !same(apply(c, NUM_MUL, left->bare, ratio), left->first))
		return false;
	left->base = apply(c, NUM_MUL, left->bare, right->factor);
	return left->base != NULL;
}

void judge_equal(const struct context *c, const struct link *as_written, struct judgement *j)
{
	struct side left[WAYS];
	struct link link = *as_written, *l = &link;
	size_t read_so = 0;
	for (size_t i = WAYS; i-- > 0; ) {
		left[i] = as_written->left[i];
		if (left[i].kind == SIDE_CLOSED && as_written->right[i].kind == SIDE_CLOSED && converts(c, &left[i].q, &as_written->right[i].q))
			read_so = i;
	}
	/* one reading of the unit makes it a conversion: what is said of it is said in that reading */
	if (read_so && read_so < 2)
		left[0] = left[read_so];
	link.left = left;
	const struct quantity *a = &l->left[0].q, *b = &l->right[0].q;
	*j = (struct judgement){ .verdict = CLAIM_HOLDS };
	if (a->mixed || b->mixed) {
		undecided(j, "a size and a time are added");
		return;
	}
	if (a->trouble || b->trouble) {
		undecided(j, a->trouble ? a->trouble : b->trouble);
		return;
	}
	if (any_equal(c, l, 0, 2))
		return;
	if (range_equal(c, a, b))
		return;
	if (b->operators && b->first && same(a->bare, b->first) && !c->strict) {
		j->running = true;
		return;
	}
	if (!comparable(a, b)) {
		undecided(j, "the two sides measure different things");
		return;
	}
	if (!c->strict && (a->divisions || b->divisions) && any_equal(c, l, 2, 4)) {
		undecided(j, "it holds only if each division drops its rest");
		return;
	}
	if (rounded(c, l, j))
		return;
	const struct num *exact = in_terms_of(c, a, b);
	/* What an expression gives is what its other side should say. */
	j->computed = b->operators && !a->operators ? shown(c, in_terms_of(c, b, a), a) : shown(c, exact, b->operators ? a : b);
	if (a->loose || b->loose || l->left[0].suffix)
		undecided(j, "not all of it was understood");
	else if (l->about || a->hedged || b->hedged) {
		if (c->strict)
			j->verdict = CLAIM_FALSE;
		else
			undecided(j, "an estimate that its digits do not bear out");
	} else if (c->strict)
		j->verdict = CLAIM_FALSE;
	else if (a->tight_dash || b->tight_dash)
		undecided(j, "a dash between numbers can be a range");
	else if (plain(a) != plain(b) && a->operators == 0 && b->operators == 0)
		undecided(j, "a number and a quantity: one can stand for the other");
	else if (plain(a) != plain(b) && explained_by_ratio(c, exact, b->bare))
		undecided(j, "a unit that is not written would explain it");
	else if ((a->ambiguous || b->ambiguous) && explained_by_ratio(c, exact, b->bare))
		undecided(j, "a unit has several readings");
	else if ((a->noun || a->number_base == 16) && a->range && b->bare && a->bare && num_sign(a->bare) < 0 && num_sign(b->bare) >= 0)
		undecided(j, "a dash between numbers can be a range");
	else if (wraps(c, a->bare, b->bare))
		undecided(j, "it holds modulo a power of two");
	else
		j->verdict = CLAIM_FALSE;
}

bool judge_compare(const struct context *c, const struct link *l, int *order)
{
	int found[2];
	for (size_t i = 0; i < 2; i++) {
		const struct quantity *a = &l->left[i].q, *b = &l->right[i].q;
		if (a->trouble || b->trouble || a->loose || b->loose || !a->bare || !b->bare)
			return false;
		bool measured = a->info == b->info && a->time == b->time;
		if (!measured && !(plain(a) && a->numbers == 1 && num_sign(a->bare) == 0) && !(plain(b) && num_sign(b->bare) == 0))
			return false;
		found[i] = num_compare(a->base, b->base);
	}
	(void)c;
	*order = found[0];
	return found[0] == found[1];
}

bool judge_satisfies(enum relation r, int order)
{
	switch (r) {
	case R_EQUAL: return order == 0;
	case R_NOT_EQUAL: return order != 0;
	case R_LESS: return order < 0;
	case R_LESS_EQUAL: return order <= 0;
	case R_GREATER: return order > 0;
	case R_GREATER_EQUAL: return order >= 0;
	case R_ABOUT: break;
	}
	return false;
}
