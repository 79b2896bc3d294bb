/* Ratios: so many times another, a part of a whole in percent, a change in percent or as a factor. */
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

/* Words between a factor and the two values it compares. */
enum { MOST_WORDS = 3, PERCENT = 100 };

/* |exact - stated| below one of the last digit that is shown: rounded or cut, no reader minds which. */
static bool shown_as(const struct scan *s, const struct num *exact, const struct token *stated)
{
	const struct num *scale = scan_apply(s, NUM_POW, num_of(s->context.arena, 10), num_of(s->context.arena, stated->decimals));
	const struct num *gap = scan_apply(s, NUM_MUL, scan_apply(s, NUM_SUB, exact, stated->num), scale);
	if (!gap)
		return false;
	if (num_sign(gap) < 0)
		gap = num_negate(s->context.arena, gap);
	return num_compare(gap, num_of(s->context.arena, 1)) < 0;
}

/* A number with its unit, by itself: base value in the unit's terms. */
struct amount { const struct num *base; const struct unit *unit; uint32_t end; bool two_readings; };

static bool amount_at(const struct scan *s, const struct passage *p, uint32_t i, struct amount *out)
{
	*out = (struct amount){ 0 };
	if (scan_kind(p, i) != T_NUMBER || p->t.at.at[i].n == 0 || p->t.at.at[i].base != 10)
		return false;
	out->base = p->t.at.at[i].num;
	out->end = i + 1;
	if (scan_kind(p, i + 1) != T_WORD)
		return true;
	const struct unit *u = expression_unit(&s->context, scan_text(p, i + 1), judge_ways[0], &out->two_readings);
	if (u && u->dims == 1 && u->dim[0].power == 1 && u->dim[0].base <= 1) {
		out->unit = u;
		out->base = scan_apply(s, NUM_MUL, out->base, u->factor);
		out->end++;
	}
	return out->base != NULL;
}

static bool alike(const struct amount *a, const struct amount *b)
{
	return (!a->unit && !b->unit) || (a->unit && b->unit && a->unit->dim[0].base == b->unit->dim[0].base);
}

static void say(struct scan *s, const struct passage *p, uint32_t from, uint32_t to, const char *form, bool holds, bool certain, const struct num *exact, const char *unit)
{
	struct reply none = { ANSWER_NONE, to, false };
	struct str computed = str_format(s->context.arena, "%.*s%s", STR_ARG(scan_show(s, exact, 10)), unit);
	order_say(s, p, (struct verdict){ .form = form, .from = from, .to = to, .order = order_of(holds), .certain = certain, .computed = computed }, &none);
}

static bool is_percent(const struct passage *p, uint32_t i)
{
	return scan_kind(p, i) == T_NUMBER && p->t.at.at[i].n && (scan_is(p, i + 1, "%") || scan_is(p, i + 1, "percent"));
}

/* Somewhere in the passage; most have none. */
static bool has_percent(const struct passage *p)
{
	return scan_has_sign(p, '%') || str_find(p->r.text, STR("percent")) != STR_NONE;
}

/* 36 of 48 (75 %), 36/48 seats (75 %) */
void ratio_part_find(struct scan *s, struct passage *p)
{
	if (!has_percent(p))
		return;
	for (uint32_t i = 0; i + 6 < p->t.at.n; i++) {
		struct amount part, of;
		if (!amount_at(s, p, i, &part) || (!scan_is(p, part.end, "of") && !scan_is(p, part.end, "/")) || !amount_at(s, p, part.end + 1, &of) || !alike(&part, &of))
			continue;
		uint32_t open = of.end + (scan_kind(p, of.end) == T_WORD);
		if (scan_kind(p, open) != T_OPEN || !is_percent(p, open + 1) || scan_kind(p, open + 3) != T_CLOSE || num_sign(of.base) <= 0 || (i > 0 && scan_kind(p, i - 1) == T_OPERATOR))
			continue;
		const struct token *stated = &p->t.at.at[open + 1];
		const struct num *exact = scan_apply(s, NUM_MUL, scan_apply(s, NUM_DIV, part.base, of.base), num_of(s->context.arena, PERCENT));
		/* 3 of 10 pages (40 %): of what, is not always the whole that is named */
		bool near = num_compare(part.base, of.base) <= 0 && (i == 0 || scan_kind(p, i - 1) != T_HEDGE);
		if (exact)
			say(s, p, i, open + 4, "part", shown_as(s, exact, stated), near && !part.two_readings && !of.two_readings && of.end == open, exact, " %");
	}
}

/* from 80 to 60, a 25 % drop; 20 → 30 (+50 %) */
void ratio_change_find(struct scan *s, struct passage *p)
{
	if (!has_percent(p))
		return;
	for (uint32_t i = 0; i + 5 < p->t.at.n; i++) {
		struct amount a, b;
		if (!amount_at(s, p, i, &a))
			continue;
		bool arrow = scan_is(p, a.end, "→") || scan_is(p, a.end, "->"), words = order_word(p, a.end, WORDS_TO) && i > 0 && order_word(p, i - 1, WORDS_FROM_WORD);
		if ((!arrow && !words) || !amount_at(s, p, a.end + 1, &b) || !alike(&a, &b) || num_sign(a.base) <= 0)
			continue;
		uint32_t k = b.end;
		bool open = scan_kind(p, k) == T_OPEN, comma = scan_is(p, k, ",");
		if (!open && !comma)
			continue;
		k++;
		k += order_word(p, k, WORDS_ARTICLE);
		int sign = 0;
		if (scan_kind(p, k) == T_OPERATOR && (p->t.at.at[k].op == NUM_ADD || p->t.at.at[k].op == NUM_SUB)) {
			sign = p->t.at.at[k].op == NUM_ADD ? 1 : -1;
			k++;
		}
		if (!is_percent(p, k))
			continue;
		uint32_t end = k + 2;
		if (order_word(p, end, WORDS_DROP_WORD) || order_word(p, end, WORDS_RISE_WORD)) {
			sign = order_word(p, end, WORDS_RISE_WORD) ? 1 : -1;
			end++;
		}
		if (sign == 0 || (open && scan_kind(p, end) != T_CLOSE))
			continue;
		end += open;
		const struct num *gap = scan_apply(s, NUM_SUB, b.base, a.base);
		const struct num *exact = scan_apply(s, NUM_MUL, scan_apply(s, NUM_DIV, gap, a.base), num_of(s->context.arena, PERCENT * sign));
		if (!exact)
			continue;
		/* some take the second value for the base */
		const struct num *other = num_sign(b.base) > 0 ? scan_apply(s, NUM_MUL, scan_apply(s, NUM_DIV, gap, b.base), num_of(s->context.arena, PERCENT * sign)) : NULL;
		bool holds = shown_as(s, exact, &p->t.at.at[k]), certain = !(other && shown_as(s, other, &p->t.at.at[k])) && !a.two_readings && !b.two_readings && (words || open) && order_ends(scan_kind(p, end));
		say(s, p, words ? i - 1 : i, end, "change", holds, certain, exact, " %");
	}
}

/* 48 GB is 3 times 16 GB, 48 is twice 24 */
void ratio_times_find(struct scan *s, struct passage *p)
{
	for (uint32_t i = 0; i + 3 < p->t.at.n; i++) {
		struct amount a, b;
		if (!amount_at(s, p, i, &a) || !order_word(p, a.end, WORDS_IS_WORD))
			continue;
		uint32_t k = a.end + 1, from;
		const struct num *factor = NULL;
		static const struct token whole = { .decimals = 0 };
		const struct token *stated = &whole;
		if (order_word(p, k, WORDS_TWICE_WORD)) {
			factor = num_of(s->context.arena, 2);
			from = k + 1;
		} else if (scan_kind(p, k) == T_NUMBER && (scan_in(p, k + 1, WORDS_TIMES_WORD) || (scan_is(p, k + 1, "×") && !p->t.at.at[k + 1].space))) {
			factor = p->t.at.at[k].num;
			stated = &p->t.at.at[k];
			from = k + 2;
		} else {
			continue;
		}
		if (!amount_at(s, p, from, &b) || !alike(&a, &b) || num_sign(b.base) <= 0)
			continue;
		const struct num *exact = scan_apply(s, NUM_DIV, a.base, b.base);
		struct token shown = *stated;
		shown.num = factor;
		bool begins = order_start(p, i) == i && (i == 0 || scan_kind(p, i - 1) != T_DIRTY);
		bool one_unit = !a.two_readings || str_eq(scan_text(p, a.end - 1), scan_text(p, b.end - 1));
		bool ends = order_ends(scan_kind(p, b.end)) && scan_kind(p, b.end) != T_DIRTY && scan_kind(p, b.end) != T_OPEN;
		if (exact)
			say(s, p, i, b.end, "times", scan_same(exact, factor) || (shown.decimals && shown_as(s, exact, &shown)), begins && one_unit && ends && stated->decimals == 0, exact, " times");
	}
}

/* 10× slower (100 ns vs 10 ns), 4x faster (10 ms vs 40 ms): a factor and the two values behind it */
void ratio_factor_find(struct scan *s, struct passage *p)
{
	for (uint32_t i = 0; i + 7 < p->t.at.n; i++) {
		if (scan_kind(p, i) != T_NUMBER || p->t.at.at[i].n == 0)
			continue;
		uint32_t k = i + 1;
		if (!(scan_is(p, k, "×") && !p->t.at.at[k].space) && !scan_is(p, k, "x") && !scan_in(p, k, WORDS_TIMES_WORD))
			continue;
		k++;
		if (!order_word(p, k, WORDS_MORE) && !order_word(p, k, WORDS_FEWER))
			continue;
		for (uint32_t n = 0; n < MOST_WORDS && scan_kind(p, k) == T_WORD; n++)
			k++;
		struct amount a, b;
		if (scan_kind(p, k) != T_OPEN)
			continue;
		uint32_t open = k;
		k += 1 + (scan_kind(p, k + 1) == T_HEDGE);
		if (!amount_at(s, p, k, &a))
			continue;
		k = a.end;
		bool versus = scan_in(p, k, WORDS_VERSUS);
		if (!versus && scan_is(p, k, "instead") && scan_is(p, k + 1, "of")) {
			versus = true;
			k++;
		}
		k += 1 + (scan_kind(p, k + 1) == T_HEDGE);
		if (!versus || !amount_at(s, p, k, &b) || !alike(&a, &b) || scan_kind(p, b.end) != T_CLOSE || num_sign(a.base) <= 0 || num_sign(b.base) <= 0)
			continue;
		const struct num *exact = num_compare(a.base, b.base) > 0 ? scan_apply(s, NUM_DIV, a.base, b.base) : scan_apply(s, NUM_DIV, b.base, a.base);
		/* a factor is as rough as the values it is taken from */
		bool rough = scan_kind(p, open + 1) == T_HEDGE || (i > 0 && (scan_kind(p, i - 1) == T_HEDGE || order_word(p, i - 1, WORDS_ABOUT) || order_word(p, i - 1, WORDS_HEDGE)));
		if (exact)
			say(s, p, i, b.end + 1, "factor", shown_as(s, exact, &p->t.at.at[i]), !rough && !a.two_readings && !b.two_readings, exact, " times");
	}
}

/* Behind an equals sign a value with digits left out is a rounded one. */
static bool rounded(struct scan *s, const struct passage *p, uint32_t from, uint32_t to, const struct num *exact, const char *unit)
{
	bool denied = p->denied || (p->r.line != LINE_NONE && s->model->lines.at[p->r.line].role == ROLE_FALSE);
	struct claim *c = scan_claim(s, p, from, to, "percent", CLAIM_ROUNDED);
	c->computed = str_format(s->context.arena, "%.*s%s", STR_ARG(scan_show(s, exact, 10)), unit);
	c->why = str_format(s->context.arena, "rounded from %.*s", STR_ARG(c->computed));
	if (denied)
		return true;
	struct finding *f = diag_add(s->diag, &finding_rounded_as_exact, c->range, "%.*s is %.*s", STR_ARG(c->text), STR_ARG(c->why));
	f->found = c->text;
	f->expected = c->computed;
	f->help = STR("write ≈ or \"about\" instead of =, or the exact value");
	return true;
}

/* 15 % of 240 = 36; 36 / 240 = 15 % */
void ratio_percent_find(struct scan *s, struct passage *p)
{
	if (!has_percent(p))
		return;
	for (uint32_t i = 0; i + 2 < p->t.at.n; i++) {
		struct amount of, b;
		if (is_percent(p, i) && scan_is(p, i + 2, "of") && amount_at(s, p, i + 3, &of) && (scan_is(p, of.end, "=") || order_word(p, of.end, WORDS_IS_WORD)) && amount_at(s, p, of.end + 1, &b) && alike(&of, &b)) {
			const struct num *exact = scan_apply(s, NUM_DIV, scan_apply(s, NUM_MUL, of.base, p->t.at.at[i].num), num_of(s->context.arena, PERCENT));
			const struct num *shown = b.unit ? scan_apply(s, NUM_DIV, exact, b.unit->factor) : exact;
			bool begins = order_start(p, i) == i && (i == 0 || (scan_kind(p, i - 1) != T_DIRTY && scan_kind(p, i - 1) != T_OPERATOR));
			bool ends = order_ends(scan_kind(p, b.end)) && scan_kind(p, b.end) != T_DIRTY && scan_kind(p, b.end) != T_OPEN;
			bool one_unit = !of.two_readings || str_eq(scan_text(p, of.end - 1), scan_text(p, b.end - 1));
			bool cut = shown && !scan_same(exact, b.base) && scan_is(p, of.end, "=") && shown_as(s, shown, &p->t.at.at[of.end + 1]);
			if (cut && begins && ends && one_unit && rounded(s, p, i, b.end, shown, ""))
				continue;
			if (exact && shown)
				say(s, p, i, b.end, "percent", scan_same(exact, b.base) || (!num_is_integer(shown) && shown_as(s, shown, &p->t.at.at[of.end + 1])), begins && ends && one_unit, shown, "");
			continue;
		}
		if (!scan_is(p, i, "=") || !is_percent(p, i + 1) || i == 0)
			continue;
		uint32_t from = order_start(p, i), end = i + 3;
		struct side left[WAYS];
		bool closed = from < i;
		for (size_t w = 0; w < WAYS && closed; w++) {
			expression_read(&s->context, &p->r, p->t.at.at, from, i, judge_ways[w], &left[w]);
			closed = left[w].kind == SIDE_CLOSED && left[w].q.to == i && !left[w].q.prefix && !left[w].q.loose && !left[w].q.trouble && left[w].q.bare;
		}
		if (!closed || left->q.operators == 0 || left->q.info || left->q.time || left->q.names || left->q.divisions + left->q.operators < 1 || scan_claimed(s, p, from, end))
			continue;
		const struct num *exact = scan_apply(s, NUM_MUL, left->q.bare, num_of(s->context.arena, PERCENT));
		bool ends = order_ends(scan_kind(p, end)) && scan_kind(p, end) != T_DIRTY && scan_kind(p, end) != T_OPEN, starts = from == 0 || scan_kind(p, from - 1) != T_DIRTY;
		bool cut = exact && !scan_same(exact, p->t.at.at[i + 1].num) && shown_as(s, exact, &p->t.at.at[i + 1]);
		if (cut && starts && ends && !left->q.tight_dash && !left->q.hedged && rounded(s, p, from, end, exact, " %"))
			continue;
		if (exact)
			say(s, p, from, end, "percent", shown_as(s, exact, &p->t.at.at[i + 1]) || scan_same(left->q.bare, p->t.at.at[i + 1].num), starts && ends && !left->q.tight_dash && !left->q.hedged, exact, " %");
	}
}
