/* Remarks: the working of a number in parentheses behind it, a size said in other units, so many each. */
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

enum { MOST_REMARK = 24 };

/* 12 CPUs (6 cores × 2 threads), 3 (2 processes + 1 migration) */
void remark_find(struct scan *s, struct passage *p)
{
	for (uint32_t i = 0; i + 4 < p->t.at.n; i++) {
		if (scan_kind(p, i) != T_NUMBER)
			continue;
		uint32_t open = i + 1 + (scan_kind(p, i + 1) == T_WORD), close = open;
		if (scan_kind(p, open) != T_OPEN || scan_kind(p, open + 1) != T_NUMBER)
			continue;
		bool operators = false, plain = true, words = false;
		while (close < open + MOST_REMARK && scan_kind(p, close) != T_CLOSE && scan_kind(p, close) != T_END) {
			operators |= scan_kind(p, close) == T_OPERATOR;
			words |= scan_kind(p, close) == T_WORD;
			plain &= close == open || scan_kind(p, close) == T_NUMBER || scan_kind(p, close) == T_WORD || scan_kind(p, close) == T_OPERATOR;
			close++;
		}
		if (!operators || !plain || scan_kind(p, close) != T_CLOSE)
			continue;
		struct side left[WAYS], right[WAYS];
		for (size_t w = 0; w < WAYS; w++) {
			expression_read(&s->context, &p->r, p->t.at.at, i, open, judge_ways[w], &left[w]);
			expression_read(&s->context, &p->r, p->t.at.at, open + 1, close, judge_ways[w], &right[w]);
		}
		if (left->kind != SIDE_CLOSED || right->kind != SIDE_CLOSED || right->q.numbers < 2 || right->q.tight_dash)
			continue;
		struct link link = { right, left, false };
		struct judgement j;
		judge_equal(&s->context, &link, &j);
		/* Without units it is the numbers that must agree: 12 CPUs are 6 cores of 2 threads. */
		bool holds = j.verdict == CLAIM_HOLDS || scan_same(left->q.bare, right->q.bare);
		struct claim *c;
		if (holds)
			scan_claim(s, p, i, close + 1, "remark", CLAIM_HOLDS);
		else if (j.verdict == CLAIM_FALSE && !words && scan_kind(p, i + 1) == T_WORD && num_compare(left->q.bare, num_of(s->context.arena, 9)) > 0
			&& num_compare(right->q.bare, scan_apply(s, NUM_MUL, left->q.bare, num_of(s->context.arena, 2))) < 0
			&& num_compare(left->q.bare, scan_apply(s, NUM_MUL, right->q.bare, num_of(s->context.arena, 2))) < 0 && (c = scan_claim(s, p, i, close + 1, "remark", CLAIM_FALSE)))
			scan_undecided(c, "the number and the working behind it differ, and may not be meant to be equal");
		i = close;
	}
}

static bool about(const struct passage *p, uint32_t i)
{
	if (scan_kind(p, i - (i > 0)) == T_HEDGE || (i && scan_kind(p, i - 1) == T_WORD && (scan_in(p, i - 1, WORDS_ABOUT) || scan_in(p, i - 1, WORDS_HEDGE))))
		return true;
	return i > 1 && scan_kind(p, i - 2) == T_WORD && (scan_in(p, i - 2, WORDS_ABOUT) || scan_in(p, i - 2, WORDS_HEDGE));
}

/* 8 KiB (8192 bytes), 65536 bytes (64 KiB) */
void remark_unit_find(struct scan *s, struct passage *p)
{
	for (uint32_t i = 0; i + 4 < p->t.at.n; i++) {
		const struct num *a, *b;
		uint32_t open, close;
		if (!scan_size(s, p, i, &a, &open) || scan_kind(p, open) != T_OPEN || !scan_size(s, p, open + 1, &b, &close) || scan_kind(p, close) != T_CLOSE)
			continue;
		if (str_eq(scan_text(p, i + 1), scan_text(p, open + 2)))
			continue;
		struct side left[WAYS], right[WAYS];
		for (size_t w = 0; w < WAYS; w++) {
			expression_read(&s->context, &p->r, p->t.at.at, i, open, judge_ways[w], &left[w]);
			expression_read(&s->context, &p->r, p->t.at.at, open + 1, close, judge_ways[w], &right[w]);
		}
		if (left->kind != SIDE_CLOSED || right->kind != SIDE_CLOSED)
			continue;
		struct link link = { left, right, about(p, i) }, back = { right, left, link.about };
		struct judgement j, k;
		judge_equal(&s->context, &link, &j);
		judge_equal(&s->context, &back, &k);
		/* Whichever of the two is the shorter is the rounded one. */
		if (j.verdict == CLAIM_HOLDS || k.verdict == CLAIM_HOLDS || j.verdict == CLAIM_ROUNDED || k.verdict == CLAIM_ROUNDED) {
			bool exactly = j.verdict == CLAIM_HOLDS || k.verdict == CLAIM_HOLDS;
			struct claim *c = scan_claim(s, p, i, close + 1, "in-other-units", exactly ? CLAIM_HOLDS : CLAIM_ROUNDED);
			if (!exactly)
				c->why = j.verdict == CLAIM_ROUNDED ? j.why : k.why;
			continue;
		}
		/* A typing slip is near what is meant; twice as much or half is another quantity. */
		const struct num *gap = scan_apply(s, NUM_SUB, a, b);
		if (gap && num_sign(gap) < 0)
			gap = num_negate(s->context.arena, gap);
		bool near = gap && num_compare(scan_apply(s, NUM_MUL, gap, num_of(s->context.arena, 50)), a) < 0;
		bool exact = p->t.at.at[open + 1].n >= 4 || p->t.at.at[i].n >= 4;
		struct claim *c = scan_claim(s, p, i, close + 1, "in-other-units", CLAIM_UNDECIDED);
		scan_undecided(c, "the two sizes differ, and may not be meant to be one");
		if (near && exact && !link.about && j.verdict == CLAIM_FALSE && !left->q.ambiguous && !right->q.ambiguous)
			scan_false(s, p, c, &finding_wrong_calculation, j.computed);
	}
}

/* 100 racks, each with 40 servers = 4000 servers */
void remark_each_find(struct scan *s, struct passage *p)
{
	for (uint32_t i = 0; i + 7 < p->t.at.n; i++) {
		if (scan_kind(p, i) != T_NUMBER || scan_kind(p, i + 1) != T_WORD || !scan_is(p, i + 2, ",") || !scan_in(p, i + 3, WORDS_EACH))
			continue;
		uint32_t k = i + 4 + (scan_kind(p, i + 4) == T_WORD), end = k, stop;
		while (end < k + 6 && scan_kind(p, end) != T_RELATION)
			end++;
		if (!scan_is(p, end, "="))
			continue;
		for (stop = end + 1; stop < end + 6 && (scan_kind(p, stop) == T_NUMBER || scan_kind(p, stop) == T_WORD); )
			stop++;
		struct side one[WAYS], all[WAYS];
		bool same = false, closed = true;
		for (size_t w = 0; w < 2; w++) {
			expression_read(&s->context, &p->r, p->t.at.at, k, end, judge_ways[w], &one[w]);
			expression_read(&s->context, &p->r, p->t.at.at, end + 1, stop, judge_ways[w], &all[w]);
			closed &= one[w].kind == SIDE_CLOSED && all[w].kind == SIDE_CLOSED;
			same |= closed && scan_same(scan_apply(s, NUM_MUL, one[w].q.base, p->t.at.at[i].num), all[w].q.base);
		}
		if (!closed)
			continue;
		struct claim *c = scan_claim(s, p, i, all[0].q.to, "each", CLAIM_HOLDS);
		if (!same && one->q.operators == 0 && all->q.operators == 0 && one->q.numbers == 1 && !one->q.hedged && !all->q.hedged && !one->q.ambiguous)
			scan_false(s, p, c, &finding_wrong_calculation, scan_show(s, scan_apply(s, NUM_MUL, one->q.bare, p->t.at.at[i].num), 10));
		else if (!same)
			scan_undecided(c, "not all of it was understood");
	}
}
