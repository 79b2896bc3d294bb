/* Relations between names that have many values: held against the values beside them, or against every set of values that the text gives. */
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

/* Sets of values that are tried, and that bear out a law; bytes between the values of one set; passages in which a counted noun is looked for. */
enum { MOST_SETS = 32, NEAR = 200, MOST_BACK = 40, FEWEST_SETS = 3 };

struct relation_at {
	struct scan *s;
	const struct passage *p;
	uint32_t from, sign, to;        /* tokens of both sides */
	enum relation relation;
	const struct bucket *bucket[NAME_PARAMETERS];
	struct str name[NAME_PARAMETERS];
	uint32_t names;
};
struct set { struct binding *of[NAME_PARAMETERS]; };

/* Whether every word of the two sides is a name that has values; they are collected. */
static bool collect(struct relation_at *x)
{
	const struct context *c = &x->s->context;
	for (uint32_t i = x->from; i < x->to; i++) {
		const struct token *t = &x->p->t.at.at[i];
		if (t->kind == T_NUMBER || t->kind == T_OPERATOR || i == x->sign)
			continue;
		struct found f;
		if (t->kind != T_WORD || !names_find(c, &x->p->r, x->p->t.at.at, i, i + 1, &f) || f.tokens != 1)
			return false;
		struct str word = scan_text(x->p, i);
		uint32_t k = 0;
		while (k < x->names && !str_eq(x->name[k], word))
			k++;
		if (k == NAME_PARAMETERS)
			return false;
		x->bucket[k] = map_get(c->names->by_key, names_key(c->arena, &x->p->r, x->p->t.at.at, i, i + 1));
		x->name[k] = word;
		x->names += k == x->names;
	}
	return x->names > 0;
}

static bool usable(const struct binding *b)
{
	return b->r && !b->parameters && !b->formula && !b->tentative;
}

/* The relation with these values in place of its names. */
static enum order evaluate(struct relation_at *x, const struct set *set)
{
	struct scan *s = x->s;
	struct binding of = { .parameters = x->names };
	struct frame frame = { .of = &of };
	struct context inner = s->context;
	inner.frame = &frame;
	for (uint32_t k = 0; k < x->names; k++)
		of.parameter[k] = x->name[k];
	struct side left[WAYS], right[WAYS];
	for (size_t w = 0; w < WAYS; w++) {
		for (uint32_t k = 0; k < x->names; k++) {
			struct found f = { .binding = set->of[k] };
			if (!names_value(&s->context, &f, set->of[k]->at + 1, NULL, judge_ways[w], &frame.argument[k]))
				return ORDER_UNKNOWN;
		}
		expression_read(&inner, &x->p->r, x->p->t.at.at, x->from, x->sign, judge_ways[w], &left[w]);
		expression_read(&inner, &x->p->r, x->p->t.at.at, x->sign + 1, x->to, judge_ways[w], &right[w]);
		if (left[w].kind != SIDE_CLOSED || right[w].kind != SIDE_CLOSED || left[w].q.to != x->sign || right[w].q.to != x->to || left[w].q.prefix || right[w].q.prefix)
			return ORDER_UNKNOWN;
	}
	struct link link = { left, right, false };
	int order;
	return judge_compare(&s->context, &link, &order) ? order_of(judge_satisfies(x->relation, order)) : ORDER_UNKNOWN;
}

static uint32_t here(const struct relation_at *x)
{
	return reading_from(&x->p->r, x->p->t.at.at[x->from].at);
}

/* How many bindings of the name stand before the place. */
static size_t standing_before(const struct bucket *b, uint32_t at)
{
	size_t low = 0, high = b->at.n;
	while (low < high) {
		size_t middle = (low + high) / 2;
		if (b->at.at[middle]->at < at)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* The last binding that stands before the place; NULL: none. */
static struct binding *before(const struct bucket *b, uint32_t at)
{
	size_t n = standing_before(b, at);
	return n ? b->at.at[n - 1] : NULL;
}

static bool together(const struct binding *b, uint32_t line, const struct reading *r)
{
	return b && usable(b) && (line == LINE_NONE ? b->r->block == r->block : b->line == line);
}

/* Every name has a value above in the same line of the worksheet. */
static bool local(struct relation_at *x, struct set *set)
{
	for (uint32_t k = 0; k < x->names; k++) {
		set->of[k] = before(x->bucket[k], here(x));
		if (!together(set->of[k], x->p->r.line, &x->p->r))
			return false;
	}
	return true;
}

static uint32_t apart(const struct binding *a, const struct binding *b)
{
	return a->at > b->at ? a->at - b->at : b->at - a->at;
}

/* The binding of the bucket that stands nearest to a, in its line and near it. */
static struct binding *beside(const struct bucket *bucket, const struct binding *a)
{
	size_t n = standing_before(bucket, a->at + 1);
	struct binding *down = n ? bucket->at.at[n - 1] : NULL, *up = n < bucket->at.n ? bucket->at.at[n] : NULL;
	bool below = together(down, a->line, a->r) && apart(a, down) < NEAR, above = together(up, a->line, a->r) && apart(a, up) < NEAR;
	return below && (!above || apart(a, down) <= apart(a, up)) ? down : above ? up : NULL;
}

/* Tries the relation on every set of values; how many sets there are, and in how many it holds. */
static uint32_t try_all(struct relation_at *x, struct claim *rests, uint32_t *holds)
{
	uint32_t n = 0;
	*holds = 0;
	for (size_t i = 0; i < x->bucket[0]->at.n && n < MOST_SETS; i++) {
		struct set set = { { x->bucket[0]->at.at[i] } };
		bool whole = usable(set.of[0]);
		for (uint32_t k = 1; k < x->names && whole; k++) {
			set.of[k] = beside(x->bucket[k], set.of[0]);
			whole = set.of[k] && beside(x->bucket[0], set.of[k]) == set.of[0];
		}
		enum order order = whole ? evaluate(x, &set) : ORDER_UNKNOWN;
		if (order == ORDER_UNKNOWN)
			continue;
		n++;
		*holds += order == ORDER_TRUE;
		uint32_t line = set.of[0]->line;
		bool known = line == LINE_NONE || line == x->p->r.line;
		for (size_t k = 0; k < rests->rests_on.n && !known; k++)
			known = rests->rests_on.at[k] == line;
		if (!known)
			*vec_add(x->s->context.arena, &rests->rests_on) = line;
	}
	return n;
}

static struct claim *claim_of(struct relation_at *x, uint32_t to, const char *form, enum order order)
{
	struct claim *c = scan_claim(x->s, x->p, x->from, to, form, CLAIM_HOLDS);
	if (order != ORDER_TRUE)
		scan_undecided(c, "it does not hold for the values that stand beside it, and can be a condition");
	return c;
}

static void from_values(struct relation_at *x, uint32_t to)
{
	struct set set;
	if (!local(x, &set))
		return;
	enum order order = evaluate(x, &set);
	if (order == ORDER_UNKNOWN)
		return;
	struct claim *c = claim_of(x, to, "instance", order);
	for (uint32_t k = 0; k < x->names; k++)
		names_use(&x->s->context, c, set.of[k]);
}

/* A law needs all sets of values; what can be needs one, what is called wrong one against it, what is so at times one of each. */
enum said { SAID_LAW, SAID_POSSIBLE, SAID_WRONG, SAID_AT_TIMES };

static void from_all(struct relation_at *x, uint32_t to, enum said said)
{
	struct claim rests = { 0 };
	uint32_t holds, n = try_all(x, &rests, &holds);
	if (n == 0)
		return;
	bool borne_out = said == SAID_WRONG ? holds < n : said == SAID_POSSIBLE ? holds > 0 : said == SAID_AT_TIMES ? holds > 0 && holds < n : holds == n && n >= FEWEST_SETS;
	struct claim *c = claim_of(x, to, "examples", order_of(borne_out));
	c->rests_on.at = rests.rests_on.at;
	c->rests_on.n = rests.rests_on.n;
	c->rests_on.room = rests.rests_on.room;
	c->why = str_format(x->s->context.arena, "the relation holds for %u of the %u sets of values that the text gives", (unsigned)holds, (unsigned)n);
}

/* x = y + 1. This is wrong. */
static bool called_wrong(const struct passage *p, uint32_t to)
{
	if (!scan_is(p, to, ".") && !scan_is(p, to, ","))
		return false;
	for (uint32_t i = to + 1; i < to + 5 && scan_kind(p, i) == T_WORD; i++)
		if (order_word(p, i, WORDS_WRONG) && order_ends(scan_kind(p, i + 1)))
			return true;
	return false;
}

/* used ≠ held + 1 under used = 1, held = -1; used ≥ held always; used = held. That is wrong. */
void examples_find(struct scan *s, struct passage *p)
{
	/* What is said in a numbered line, as a statement of its own: conditions, loops and lists of what is required are everywhere else. */
	for (uint32_t i = 1; i + 1 < p->t.at.n && p->r.where != WHERE_CELL && p->r.line != LINE_NONE; i++) {
		if (scan_kind(p, i) != T_RELATION || p->t.at.at[i].relation == R_ABOUT)
			continue;
		struct relation_at x = { .s = s, .p = p, .from = order_start(p, i), .sign = i, .to = order_end(p, i + 1), .relation = p->t.at.at[i].relation };
		uint32_t end = x.to;
		bool several = false, denied = x.relation == R_EQUAL && called_wrong(p, x.to), always = false;
		/* used = held + 1 ONLY when: at times so, at times not */
		uint32_t only = i + 1;
		while (only < x.to && !(order_word(p, only, WORDS_ONLY) && order_word(p, only + 1, WORDS_CONDITION)))
			only++;
		bool sometimes = x.relation == R_EQUAL && only < x.to && only > i + 1;
		for (uint32_t k = x.from; k < x.to; k++)
			several |= k != i && scan_kind(p, k) == T_RELATION;
		bool alone = x.from == 0 || (x.from == 1 && scan_kind(p, 0) == T_STOP) || scan_is(p, x.from - 1, ".") || scan_is(p, x.from - 1, ":");
		bool stops = scan_kind(p, x.to) == T_END || scan_kind(p, x.to) == T_TICK || scan_kind(p, x.to) == T_OPEN || scan_is(p, x.to, ".") || scan_is(p, x.to, ",") || (sometimes && scan_is(p, x.to, ":"));
		if (sometimes)
			end = x.to = only;
		if (!alone || !stops || several || (x.relation == R_EQUAL && !denied && !sometimes) || order_word(p, x.from, WORDS_CONDITION) || scan_kind(p, x.to) == T_DIRTY || scan_kind(p, x.to) == T_QUESTION)
			continue;
		while (order_word(p, x.from, WORDS_CONNECTIVE))
			x.from++;
		struct found f;
		while (denied && x.from < i && scan_kind(p, x.from) == T_WORD && !names_find(&s->context, &p->r, p->t.at.at, x.from, x.from + 1, &f))
			x.from++;
		for (uint32_t k = i + 2; k < x.to; k++)
			if (order_word(p, k, WORDS_ALWAYS) || order_word(p, k, WORDS_REASON)) {
				always = order_word(p, k, WORDS_ALWAYS);
				end = x.to = k;
			}
		if (x.from >= i || x.to <= i + 1 || !collect(&x) || scan_claimed(s, p, x.from, x.to))
			continue;
		struct set set;
		if (!denied && !always && !sometimes && local(&x, &set))
			from_values(&x, end);
		else if (x.names > 1)
			from_all(&x, end + (always || sometimes), sometimes ? SAID_AT_TIMES : denied ? SAID_WRONG : SAID_LAW);
	}
}

/* used can be much larger than held */
void examples_possible_find(struct scan *s, struct passage *p)
{
	for (uint32_t i = 1; i + 4 < p->t.at.n; i++) {
		uint32_t k = i + 2;
		if (!order_word(p, i, WORDS_ABLE) || scan_kind(p, i + 1) != T_WORD)
			continue;
		while (k < i + 4 && scan_kind(p, k) == T_WORD && !order_word(p, k, WORDS_MORE) && !order_word(p, k, WORDS_FEWER))
			k++;
		bool more = order_word(p, k, WORDS_MORE);
		if ((!more && !order_word(p, k, WORDS_FEWER)) || !order_word(p, k + 1, WORDS_THAN) || !order_ends(scan_kind(p, k + 3)) || order_start(p, i) != i - 1)
			continue;
		/* the two names, as a relation of their own */
		struct token *t = arena_take(s->context.arena, 3 * sizeof *t);
		t[0] = p->t.at.at[i - 1];
		t[1] = (struct token){ .kind = T_RELATION, .at = p->t.at.at[k].at, .n = p->t.at.at[k].n, .relation = more ? R_GREATER : R_LESS };
		t[2] = p->t.at.at[k + 2];
		struct passage pair = *p;
		pair.t.at.at = t;
		pair.t.at.n = 3;
		struct relation_at x = { .s = s, .p = &pair, .from = 0, .sign = 1, .to = 3, .relation = t[1].relation };
		if (collect(&x) && x.names == 2)
			from_all(&x, 3, SAID_POSSIBLE);
	}
}

/* --- where they differ: a = 5, b = 1 --------------------------------------------------------------------------------------- */
static struct binding *bound_in(const struct scan *s, const struct passage *p)
{
	if (scan_kind(p, 0) != T_WORD || !scan_is(p, 1, "="))
		return NULL;
	const struct bucket *b = map_get(s->context.names->by_key, names_key(s->context.arena, &p->r, p->t.at.at, 0, 1));
	struct binding *x = b ? before(b, reading_from(&p->r, p->r.text.n - 1) + 1) : NULL;
	return x && usable(x) && x->r->text.s == p->r.text.s ? x : NULL;
}

void examples_differ_find(struct scan *s, struct passage *p)
{
	uint32_t i = 0;
	while (scan_kind(p, i) == T_WORD)
		i++;
	if (i == 0 || !order_word(p, i - 1, WORDS_DIFFER) || !scan_is(p, i, ":") || scan_kind(p, i + 1) != T_END || s->now + 2 >= s->passages.n)
		return;
	struct binding *a = bound_in(s, &s->passages.at[s->now + 1]), *b = bound_in(s, &s->passages.at[s->now + 2]);
	struct quantity x, y;
	if (!a || !b || a->line != p->r.line || b->line != p->r.line || !names_value(&s->context, &(struct found){ .binding = a }, a->at + 1, NULL, judge_ways[0], &x)
		|| !names_value(&s->context, &(struct found){ .binding = b }, b->at + 1, NULL, judge_ways[0], &y) || !x.base || !y.base)
		return;
	struct claim *c = scan_claim(s, p, 0, i + 1, "differ", CLAIM_HOLDS);
	names_use(&s->context, c, a);
	names_use(&s->context, c, b);
	if (num_compare(x.base, y.base) == 0)
		scan_undecided(c, "the values below are the same");
}

/* --- counts of things ------------------------------------------------------------------------------------------------------ */
static bool one_of(struct str many, struct str one)
{
	if (many.n < one.n || !str_eq(str_slice(many, 0, one.n), one))
		return false;
	struct str end = str_from(many, one.n);
	return end.n == 0 || str_is(end, "s") || str_is(end, "es");
}

/* seat count: the number before "seats" that stands nearest above in the line; NULL: none. */
static const struct num *counted(const struct scan *s, const struct passage *p, struct str noun)
{
	for (uint32_t k = s->now, n = 0; k-- > 0 && n < MOST_BACK && s->passages.at[k].r.line == p->r.line; n += 1 + (uint32_t)s->passages.at[k].t.at.n / 16) {
		const struct passage *q = &s->passages.at[k];
		for (uint32_t i = (uint32_t)q->t.at.n; i-- > 1; ) {
			if (scan_kind(q, i) != T_WORD || !one_of(scan_text(q, i), noun))
				continue;
			if (scan_kind(q, i - 1) == T_NUMBER && num_is_integer(q->t.at.at[i - 1].num))
				return q->t.at.at[i - 1].num;
			if (order_word(q, i - 1, WORDS_NUMBER_ONE))
				return num_of(s->context.arena, 1);
		}
	}
	return NULL;
}

/* The value of one side: a name, or a count of things. */
static const struct num *side_value(const struct scan *s, const struct passage *p, uint32_t from, uint32_t to, struct binding **name)
{
	*name = NULL;
	if (to == from + 2 && order_word(p, from + 1, WORDS_COUNTS_WORD) && scan_kind(p, from) == T_WORD)
		return counted(s, p, scan_text(p, from));
	struct found f;
	struct quantity q;
	if (to != from + 1 || !names_find(&s->context, &p->r, p->t.at.at, from, to, &f) || !together(f.binding, p->r.line, &p->r))
		return NULL;
	*name = f.binding;
	return names_value(&s->context, &f, reading_from(&p->r, p->t.at.at[from].at), NULL, judge_ways[0], &q) ? q.bare : NULL;
}

/* taken ≠ seat count, where "2 seats" and taken = 1 stand above in the line */
void examples_counts_find(struct scan *s, struct passage *p)
{
	for (uint32_t i = 1; i + 1 < p->t.at.n && p->r.line != LINE_NONE; i++) {
		if (scan_kind(p, i) != T_RELATION || p->t.at.at[i].relation != R_NOT_EQUAL)
			continue;
		uint32_t from = order_start(p, i), to = order_end(p, i + 1);
		if (!order_word(p, to - 1, WORDS_COUNTS_WORD) && !order_word(p, i - 1, WORDS_COUNT_WORD))
			continue;
		struct binding *name[2];
		const struct num *a = side_value(s, p, from, i, &name[0]), *b = side_value(s, p, i + 1, to, &name[1]);
		if (!a || !b || scan_claimed(s, p, from, to))
			continue;
		struct claim *c = scan_claim(s, p, from, to, "counted", CLAIM_HOLDS);
		for (size_t k = 0; k < 2; k++)
			if (name[k])
				names_use(&s->context, c, name[k]);
		if (scan_same(a, b))
			scan_undecided(c, "the numbers that stand above are the same");
	}
}
