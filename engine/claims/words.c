/* Claims in words and digits: shifts said as products, last bits, digits dropped, a number in binary, sizes added up. */
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

enum { MOST_DIGITS = 512, MOST_BACK = 4, MOST_TOKENS = 24 };      /* how far back its number is looked for */

static int64_t small_number(const struct scan *s, const struct passage *p, uint32_t i)
{
	return scan_kind(p, i) == T_NUMBER ? scan_small(scan_whole(s, p, i)) : -1;
}

static const struct num *two_to(const struct scan *s, int64_t n)
{
	return n >= 0 && n <= MOST_DIGITS ? scan_apply(s, NUM_SHL, num_of(s->context.arena, 1), num_of(s->context.arena, n)) : NULL;
}

/* Right shift 12 bits = divide by 4096 */
void words_shift_find(struct scan *s, struct passage *p)
{
	for (uint32_t i = 1; i + 5 < p->t.at.n; i++) {
		if (scan_kind(p, i) != T_WORD || !scan_in(p, i, WORDS_SHIFT))
			continue;
		bool left = scan_in(p, i - 1, WORDS_LEFT), right = scan_in(p, i - 1, WORDS_RIGHT);
		uint32_t k = i + 1 + scan_is(p, i + 1, "by");
		int64_t n = small_number(s, p, k);
		if ((!left && !right) || n < 0)
			continue;
		k += 1 + scan_in(p, k + 1, WORDS_BIT);
		if (!scan_is(p, k, "="))
			continue;
		bool times = scan_in(p, k + 1, WORDS_MULTIPLY), parts = scan_in(p, k + 1, WORDS_DIVIDE);
		const struct num *by = scan_is(p, k + 2, "by") && scan_kind(p, k + 3) == T_NUMBER ? p->t.at.at[k + 3].num : NULL;
		if ((!times && !parts) || !by || scan_kind(p, k + 4) == T_OPERATOR)
			continue;
		struct claim *c = scan_claim(s, p, i - 1, k + 4, "shift-words", CLAIM_HOLDS);
		if (times != left)
			scan_undecided(c, "one side multiplies and the other divides");
		else if (!scan_same(by, two_to(s, n)))
			scan_false(s, p, c, &finding_wrong_calculation, scan_show(s, two_to(s, n), 10));
	}
}

/* 3 hex digits (12 bits); 0x152852000 = drop last 3 hex digits (12 bits) = 0x152852 */
void words_digits_find(struct scan *s, struct passage *p)
{
	for (uint32_t i = 0; i + 6 < p->t.at.n; i++) {
		int64_t n = small_number(s, p, i), bits = small_number(s, p, i + 4);
		if (n < 1 || n > MOST_DIGITS || !scan_in(p, i + 1, WORDS_HEX) || !scan_in(p, i + 2, WORDS_DIGIT))
			continue;
		if (scan_kind(p, i + 3) == T_OPEN && bits >= 0 && scan_in(p, i + 5, WORDS_BIT) && scan_kind(p, i + 6) == T_CLOSE) {
			struct claim *c = scan_claim(s, p, i, i + 7, "hex-digits", CLAIM_HOLDS);
			if (bits != 4 * n)
				scan_false(s, p, c, &finding_size_mismatch, str_format(s->context.arena, "%lld bits", (long long)(4 * n)));
		}
		uint32_t first = i >= 2 && scan_in(p, i - 1, WORDS_LAST) ? i - 2 : 0;
		if (!first || !scan_in(p, first, WORDS_DROP) || first < 2 || !scan_is(p, first - 1, "=") || scan_kind(p, first - 2) != T_NUMBER)
			continue;
		uint32_t k = i + 3;
		while (k < i + 8 && !scan_is(p, k, "="))
			k++;
		if (scan_kind(p, k) != T_RELATION || scan_kind(p, k + 1) != T_NUMBER || p->t.at.at[first - 2].base != 16)
			continue;
		const struct num *left = scan_apply(s, NUM_SHR, p->t.at.at[first - 2].num, num_of(s->context.arena, 4 * n));
		struct claim *c = scan_claim(s, p, first, k + 2, "hex-digits", CLAIM_HOLDS);
		if (!scan_same(left, p->t.at.at[k + 1].num))
			scan_false(s, p, c, &finding_wrong_calculation, scan_show(s, left, 16));
	}
}

/* 0x1235 → LSB=1, also where the number stands a row or two above */
void words_last_bit_find(struct scan *s, struct passage *p)
{
	for (uint32_t i = 0; i + 2 < p->t.at.n; i++) {
		if (scan_kind(p, i) != T_WORD || !scan_in(p, i, WORDS_LAST_BIT) || !scan_is(p, i + 1, "="))
			continue;
		int64_t bit = small_number(s, p, i + 2);
		const struct num *of = NULL;
		bool here = false;
		for (uint32_t k = s->now, n = 0; n < MOST_BACK && !of; n++, k--) {
			const struct passage *q = &s->passages.at[k];
			if (q->r.block != p->r.block)
				break;
			uint32_t end = k == s->now ? i : (uint32_t)q->t.at.n;
			for (uint32_t t = end; t-- > 0 && !of && end - t <= MOST_TOKENS; )
				if (q->t.at.at[t].kind == T_NUMBER && q->t.at.at[t].base == 16 && q->t.at.at[t].n > 3) {
					of = q->t.at.at[t].num;
					here = k == s->now;
				}
			if (k == 0)
				break;
		}
		if (!of || (bit != 0 && bit != 1))
			continue;
		const struct num *is = scan_apply(s, NUM_MOD, of, num_of(s->context.arena, 2));
		struct claim *c = scan_claim(s, p, i, i + 3, "last-bit", CLAIM_HOLDS);
		if (scan_same(is, num_of(s->context.arena, bit)))
			continue;
		if (here && scan_kind(p, i - 1) == T_STOP)
			scan_false(s, p, c, &finding_wrong_calculation, scan_show(s, is, 10));
		else
			s->claims->all.n--;     /* a rule about other numbers */
	}
}

/* Binary: 0001 0000, under the number itself */
void words_binary_find(struct scan *s, struct passage *p)
{
	uint32_t i = 0;
	if (scan_kind(p, 0) != T_WORD || !scan_in(p, 0, WORDS_BINARY) || !scan_is(p, 1, ":"))
		return;
	const struct num *value = num_of(s->context.arena, 0);
	size_t count = 0;
	for (i = 2; i < p->t.at.n && (scan_kind(p, i) == T_NUMBER || scan_kind(p, i) == T_DIRTY) && count < MOST_DIGITS; i++) {
		struct str x = scan_text(p, i);
		if (str_starts(x, STR("0b")))
			x = str_from(x, 2);
		for (size_t k = 0; k < x.n; k++, count++) {
			if (x.s[k] != '0' && x.s[k] != '1')
				return;
			value = scan_plus(s, scan_apply(s, NUM_MUL, value, num_of(s->context.arena, 2)), x.s[k] - '0');
		}
	}
	if (count < 8 || scan_kind(p, i) != T_END || s->now == 0)
		return;
	const struct passage *q = &s->passages.at[s->now - 1];
	if (q->r.block != p->r.block)
		return;
	const struct token *of = NULL;
	for (uint32_t k = 0; k < q->t.at.n; k++)
		if (q->t.at.at[k].kind == T_NUMBER && q->t.at.at[k].n > 1)
			of = of ? of : &q->t.at.at[k];
	if (!of)
		return;
	struct claim *c = scan_claim(s, p, 0, i, "binary", CLAIM_HOLDS);
	/* A number that is written in full, 0x000F, has four times its digits. */
	bool full = of->base == 16 && of->n > 3 && str_starts(str_slice(q->r.text, of->at, of->at + of->n), STR("0x0"));
	if (!scan_same(value, of->num))
		scan_undecided(c, "the row above holds another number");
	else if (full && count != 4 * (of->n - 2))
		scan_false(s, p, c, &finding_size_mismatch, str_format(s->context.arena, "%u binary digits", (unsigned)(4 * (of->n - 2))));
}

/* a field (4 bytes) + another (4 bytes) = 8 extra bytes */
void words_sizes_find(struct scan *s, struct passage *p)
{
	uint32_t first = UINT32_MAX;
	const struct num *sum = NULL, *bits, *total;
	for (uint32_t i = 0; i + 3 < p->t.at.n; i++) {
		uint32_t end;
		if (scan_kind(p, i) == T_STOP) {
			first = UINT32_MAX;
			sum = NULL;
		}
		if (scan_kind(p, i) != T_OPEN || !scan_size(s, p, i + 1, &bits, &end) || scan_kind(p, end) != T_CLOSE)
			continue;
		bool goes_on = scan_is(p, end + 1, "+"), ends = scan_is(p, end + 1, "=");
		if (!goes_on && !(ends && sum)) {
			sum = NULL;
			first = UINT32_MAX;
			continue;
		}
		first = first == UINT32_MAX ? i : first;
		sum = sum ? scan_apply(s, NUM_ADD, sum, bits) : bits;
		if (!ends)
			continue;
		/* one word may stand between the number and its unit: 8 extra bytes */
		uint32_t k = end + 2;
		bool ambiguous;
		const struct unit *u = expression_unit(&s->context, scan_text(p, k + 1), judge_ways[0], &ambiguous);
		if (!u)
			u = expression_unit(&s->context, scan_text(p, k + 2), judge_ways[0], &ambiguous);
		if (scan_kind(p, k) != T_NUMBER || !u || u->dims != 1 || u->dim[0].base != 0)
			return;
		total = scan_apply(s, NUM_MUL, p->t.at.at[k].num, u->factor);
		struct claim *c = scan_claim(s, p, first, k + 2, "sizes", CLAIM_HOLDS);
		if (!scan_same(sum, total))
			scan_false(s, p, c, &finding_wrong_calculation, scan_show(s, scan_apply(s, NUM_DIV, sum, u->factor), 10));
		sum = NULL;
		first = UINT32_MAX;
	}
}

/* PFN 0x12345 means address 0x12345000, where the worksheet has 4096 */
void words_scaled_find(struct scan *s, struct passage *p)
{
	for (uint32_t i = 0; i + 2 < p->t.at.n; i++) {
		uint32_t k = i + 2;
		if (scan_kind(p, i) != T_NUMBER || p->t.at.at[i].base != 16 || !scan_in(p, i + 1, WORDS_MEANS) || scan_kind(p, i + 1) != T_WORD)
			continue;
		while (k < i + 5 && scan_kind(p, k) == T_WORD)
			k++;
		if (scan_kind(p, k) != T_NUMBER || p->t.at.at[k].base != 16 || num_sign(p->t.at.at[i].num) == 0)
			continue;
		const struct num *ratio = scan_apply(s, NUM_DIV, p->t.at.at[k].num, p->t.at.at[i].num);
		const struct settled *known = ratio && num_is_integer(ratio) && scan_small(ratio) > 1 ? map_get(s->known, scan_again_key(s, ratio, STR(""))) : NULL;
		if (!known || !known->holds)
			continue;
		struct claim *c = scan_claim(s, p, i, k + 1, "scaled", CLAIM_HOLDS);
		if (known->line != LINE_NONE)
			*vec_add(s->context.arena, &c->rests_on) = known->line;
	}
}
