/* Cases: conditions on one name that leave no value out and take none twice, where the text says so. */
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

/* Cases that a reader keeps apart. */
enum { MOST_CASES = 16 };

struct edge { const struct num *at; bool with; };       /* at NULL: no edge; with: the value itself is inside */
struct one_case { struct edge low, high; };

static void narrow(struct edge *e, const struct num *at, bool with, int side)
{
	int order = e->at ? num_compare(at, e->at) * side : 1;
	if (order > 0 || (order == 0 && !with))
		*e = (struct edge){ at, with };
}

static const struct num *literal(const struct passage *p, uint32_t i)
{
	return scan_kind(p, i) == T_NUMBER && p->t.at.at[i].n ? p->t.at.at[i].num : NULL;
}

/* x < 8; 8 ≤ x < 16; x ≥ 16: the name and its edges. End: the token behind. */
static bool condition(const struct passage *p, uint32_t i, struct str *name, struct one_case *out, uint32_t *end)
{
	*out = (struct one_case){ 0 };
	*name = STR("");
	for (*end = i; !order_ends(scan_kind(p, *end)); ++*end)
		if (scan_kind(p, *end) == T_WORD && (*end == i || scan_kind(p, *end - 1) == T_RELATION))
			*name = scan_text(p, *end);
	if (*end - i != 3 && *end - i != 5)
		return false;
	for (uint32_t k = i + 1; k < *end; k += 2) {
		bool left = str_eq(scan_text(p, k - 1), *name);
		const struct num *x = literal(p, left ? k + 1 : k - 1);
		if (scan_kind(p, k) != T_RELATION || !x || (!left && !str_eq(scan_text(p, k + 1), *name)))
			return false;
		enum relation r = p->t.at.at[k].relation;
		bool less = r == R_LESS || r == R_LESS_EQUAL, with = r == R_LESS_EQUAL || r == R_GREATER_EQUAL;
		if (!less && r != R_GREATER && r != R_GREATER_EQUAL)
			return false;
		if (less == left)
			narrow(&out->high, x, with, -1);
		else
			narrow(&out->low, x, with, 1);
	}
	return name->n > 0;
}

static void order_cases(struct one_case *of, uint32_t n)
{
	for (uint32_t i = 1; i < n; i++)
		for (uint32_t k = i; k > 0; k--) {
			const struct num *a = of[k - 1].low.at, *b = of[k].low.at;
			if (!a || (b && num_compare(a, b) <= 0))
				break;
			struct one_case x = of[k];
			of[k] = of[k - 1];
			of[k - 1] = x;
		}
}

/* What the sorted cases leave out or take twice; empty: nothing. */
static struct str fault(const struct scan *s, const struct one_case *of, uint32_t n, bool *twice)
{
	struct arena *a = s->context.arena;
	if (of[0].low.at)
		return str_format(a, "nothing for less than %.*s", STR_ARG(scan_show(s, of[0].low.at, 10)));
	if (of[n - 1].high.at)
		return str_format(a, "nothing for more than %.*s", STR_ARG(scan_show(s, of[n - 1].high.at, 10)));
	for (uint32_t i = 0; i + 1 < n; i++) {
		struct edge high = of[i].high, low = of[i + 1].low;
		if (!high.at || !low.at)
			return STR("two cases without an end between them");
		int order = num_compare(high.at, low.at);
		struct str at = scan_show(s, low.at, 10);
		/* x ≤ 7 and x ≥ 8 join in whole numbers */
		if (order < 0 && high.with && low.with && num_is_integer(high.at) && scan_same(scan_plus(s, high.at, 1), low.at))
			continue;
		if (order > 0 || (order == 0 && high.with && low.with))
			*twice = true;
		else if (order < 0 || (!high.with && !low.with))
			return str_format(a, "no case for %.*s", STR_ARG(order < 0 && low.with ? scan_show(s, high.at, 10) : at));
	}
	return STR("");
}

/* Each seat is in exactly one row: if n < 8 → A. If 8 ≤ n < 16 → B. If n ≥ 16 → C. */
void cases_find(struct scan *s, struct passage *p)
{
	uint32_t said = 0;
	while (said < p->t.at.n && !(order_word(p, said, WORDS_EXACTLY) && (order_word(p, said + 1, WORDS_NUMBER_ONE) || scan_is(p, said + 1, "1"))))
		said++;
	if (said >= p->t.at.n)
		return;
	struct one_case of[MOST_CASES];
	uint32_t n = 0;
	struct str name = STR("");
	/* below it, also in the lines or items that follow */
	for (size_t k = s->now; k < s->passages.n && (k == s->now || (s->passages.at[k].r.line == p->r.line && s->passages.at[k].r.follows)); k++) {
		const struct passage *q = &s->passages.at[k];
		for (uint32_t i = k == s->now ? said : 0; i < q->t.at.n; i++) {
			struct one_case found;
			struct str own;
			uint32_t end;
			if (order_word(q, i, WORDS_OTHERWISE))
				return;
			if (!order_word(q, i, WORDS_IF_WORD) || !condition(q, i + 1, &own, &found, &end))
				continue;
			if (n == MOST_CASES || (n && !str_eq(own, name)))
				return;
			name = own;
			of[n++] = found;
		}
	}
	if (n < 2)
		return;
	order_cases(of, n);
	uint32_t from = order_start(p, said), end = order_end(p, said);
	bool begins = order_word(p, from, WORDS_EVERY);
	if (!begins)
		return;
	struct claim *c = scan_claim(s, p, from, end, "cases", CLAIM_HOLDS);
	bool twice = false;
	struct str wrong = fault(s, of, n, &twice);
	if (wrong.n == 0) {
		/* if n < 8, if n < 16: the first that fits may be meant */
		if (twice)
			scan_undecided(c, "two cases take the same value, unless the first is meant");
		return;
	}
	/* Edges at the ends can go without saying: no index is below zero. */
	bool open = of[0].low.at && num_sign(of[0].low.at) == 0;
	if (of[n - 1].high.at || open)
		scan_undecided(c, "the cases end, and what lies beyond is not said");
	else
		scan_false(s, p, c, &finding_wrong_calculation, wrong);
}
