/* Answers that close what stands before them: "Boundary correct. ✓", a range that contains an address, the bits that a mask has set. */
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

/* Words of a verdict; claims and passages that it is about; bits of a mask. */
enum { MOST_WORDS = 6, MOST_CLAIMS = 64, MOST_BACK = 64, MOST_BITS = 64 };

/* The claims of the line above the place, since the last verdict: all hold, one is false, or it cannot be said. */
static enum order above(const struct scan *s, const struct passage *p, uint32_t at, uint32_t *root)
{
	bool any = false, doubt = false;
	size_t n = 0;
	for (size_t i = s->claims->all.n; i-- > 0; ) {
		const struct claim *c = &s->claims->all.at[i];
		if (c->line != p->r.line || n++ == MOST_CLAIMS || (p->r.line == LINE_NONE && c->range.at < reading_from(&p->r, 0)))
			break;
		if (c->range.at >= at)
			continue;
		if (str_is(str_of(c->form), "verdict"))
			break;
		if (c->verdict == CLAIM_FALSE) {
			*root = c->root == UINT32_MAX ? (uint32_t)i : c->root;
			return ORDER_FALSE;
		}
		any |= c->verdict == CLAIM_HOLDS;
		doubt |= c->verdict != CLAIM_HOLDS;
	}
	return any && !doubt ? ORDER_TRUE : ORDER_UNKNOWN;
}

/* Boundary correct. ✓ Both sides match. Verified. */
void answers_verdict_find(struct scan *s, struct passage *p)
{
	for (uint32_t i = 0; i < p->t.at.n; i++) {
		uint32_t from = i, word = UINT32_MAX;
		while (scan_kind(p, i) == T_WORD) {
			if (order_word(p, i, WORDS_VERDICT))
				word = i;
			i++;
		}
		if (word == UINT32_MAX || i - from > MOST_WORDS || word + 1 != i || (from > 0 && !order_ends(scan_kind(p, from - 1))))
			continue;
		if (from > 0 && (scan_kind(p, from - 1) == T_DIRTY || scan_kind(p, from - 1) == T_OPEN))
			continue;
		uint32_t tick = i + (scan_is(p, i, ".") || scan_is(p, i, ":") || scan_is(p, i, "!"));
		bool ticked = scan_kind(p, tick) == T_TICK, checks = p->r.line != LINE_NONE && s->model->lines.at[p->r.line].role == ROLE_CHECK && scan_is(p, i, ".");
		bool negated = false;
		for (uint32_t k = from; k < i; k++)
			negated |= order_word(p, k, WORDS_NEGATION);
		if ((!ticked && !checks) || negated)
			continue;
		uint32_t root = UINT32_MAX;
		enum order order = above(s, p, reading_from(&p->r, p->t.at.at[from].at), &root);
		if (order == ORDER_UNKNOWN && !ticked)
			continue;
		struct claim *c = scan_claim(s, p, from, ticked ? tick + 1 : i + 1, "verdict", order == ORDER_TRUE ? CLAIM_HOLDS : CLAIM_FALSE);
		if (order == ORDER_UNKNOWN) {
			scan_undecided(c, "not every claim that it is about is decided");
		} else if (order == ORDER_FALSE) {
			c->root = root;
			c->why = STR("a claim that it is about is false");
		}
	}
}

/* --- a range that contains ------------------------------------------------------------------------------------------------- */
/* Zone 2: 4096-8191, where the label begins as the word does. */
static bool labelled(const struct passage *p, struct str label, uint32_t *at)
{
	for (uint32_t i = 0; i + 3 < p->t.at.n && i < MOST_BACK; i++) {
		struct str word = scan_text(p, i);
		bool starts = scan_kind(p, i) == T_WORD && word.n >= label.n && str_eq(str_slice(word, 0, label.n), label);
		for (size_t k = label.n; k < word.n && starts; k++)
			starts = word.s[k] >= '0' && word.s[k] <= '9';
		if (!starts)
			continue;
		*at = i + 1 + (scan_kind(p, i + 1) == T_NUMBER);
		*at += scan_is(p, *at, ":") || scan_is(p, *at, "=");
		if (scan_kind(p, *at) == T_NUMBER)
			return true;
	}
	return false;
}

/* region containing 0x2400 ✓, where region2: 0x2000-0x3000 stands above in the line */
void answers_containing_find(struct scan *s, struct passage *p)
{
	for (uint32_t i = 1; i + 1 < p->t.at.n; i++) {
		if (!order_word(p, i, WORDS_CONTAINING) || scan_kind(p, i - 1) != T_WORD || scan_kind(p, i + 1) != T_NUMBER || p->r.line == LINE_NONE)
			continue;
		const struct num *x = p->t.at.at[i + 1].num;
		bool any = false, inside = false;
		for (uint32_t k = s->now, n = 0; k-- > 0 && n < MOST_BACK && !inside && s->passages.at[k].r.line == p->r.line; n++) {
			struct stretch range;
			uint32_t at;
			const struct passage *q = &s->passages.at[k];
			if (!labelled(q, scan_text(p, i - 1), &at) || !scan_stretch(s, q, at, &range))
				continue;
			any = true;
			inside = num_compare(x, range.from) >= 0 && num_compare(x, range.to) < 0;
		}
		struct reply a;
		order_answer(p, i + 2, &a);
		if (!any || (a.word == ANSWER_NONE && p->t.at.at[i + 1].base != 16))
			continue;
		uint32_t from = order_start(p, i);
		from += scan_kind(p, from) == T_OPERATOR;
		order_say(s, p, (struct verdict){ .form = "contains", .from = from, .to = i + 2, .order = order_of(inside) }, &a);
	}
}

/* --- the bits of a mask ---------------------------------------------------------------------------------------------------- */
static struct str bits_of(const struct scan *s, const struct num *mask)
{
	struct buf b = { 0 };
	const struct num *one = num_of(s->context.arena, 1);
	for (int64_t i = 0; i < MOST_BITS; i++)
		if (num_sign(scan_apply(s, NUM_AND, mask, scan_apply(s, NUM_SHL, one, num_of(s->context.arena, i)))) > 0)
			buf_printf(&b, "%s%lld", b.n ? ", " : "bits ", (long long)i);
	struct str x = str_copy(s->context.arena, buf_str(&b));
	buf_free(&b);
	return x;
}

/* 0b0101 → bits 0 and 2; 0b0001 → only unit=0 */
void answers_set_bits_find(struct scan *s, struct passage *p)
{
	for (uint32_t i = 0; i + 2 < p->t.at.n; i++) {
		if (scan_kind(p, i) != T_NUMBER || p->t.at.at[i].base != 2 || scan_kind(p, i + 1) != T_STOP || scan_is(p, i + 1, ".") || scan_is(p, i + 1, ";"))
			continue;
		bool only = order_word(p, i + 2, WORDS_ONLY);
		uint32_t k = i + 2 + only;
		bool bits = order_word(p, k, WORDS_BIT);
		if (!bits && !only)
			continue;
		k += scan_kind(p, k) == T_WORD;
		k += scan_is(p, k, "=");
		const struct num *named = num_of(s->context.arena, 0), *one = num_of(s->context.arena, 1);
		uint32_t n = 0;
		while (scan_kind(p, k) == T_NUMBER && n < MOST_BITS) {
			const struct num *bit = scan_small(p->t.at.at[k].num) < MOST_BITS ? scan_apply(s, NUM_SHL, one, p->t.at.at[k].num) : NULL;
			named = scan_apply(s, NUM_OR, named, bit);
			n++;
			k++;
			uint32_t next = k + scan_is(p, k, ",");
			next += order_word(p, next, WORDS_CONJUNCTION);
			if (next == k || scan_kind(p, next) != T_NUMBER)
				break;
			k = next;
		}
		if (!n || !named || scan_kind(p, k) == T_OPERATOR || scan_kind(p, k) == T_DIRTY)
			continue;
		while (order_word(p, k, WORDS_SET))
			k++;
		if (!order_ends(scan_kind(p, k)))
			continue;
		struct reply a;
		order_answer(p, k, &a);
		const struct num *mask = p->t.at.at[i].num;
		/* bit 2 of several is no claim about the others */
		bool all = scan_same(named, mask), some = scan_same(scan_apply(s, NUM_AND, named, mask), named);
		bool whole = only || n > 1;
		order_say(s, p, (struct verdict){ .form = "set-bits", .from = i + 2, .to = k, .order = order_of(whole ? all : some), .certain = true, .computed = bits_of(s, mask) }, &a);
	}
}
