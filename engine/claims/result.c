/* Results: what a line's steps gave, a premise's value in the output it quotes, values stated again. */
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

enum { MOST_BACK = 64, FAR = 8 };

static bool ends(enum token_kind k)
{
	return k == T_STOP || k == T_QUESTION || k == T_TICK || k == T_CROSS || k == T_DIRTY || k == T_END;
}

static struct side *sides(struct scan *s, const struct passage *p, uint32_t from, uint32_t to)
{
	struct side *side = arena_take(s->context.arena, WAYS * sizeof *side);
	for (size_t i = 0; i < WAYS; i++)
		expression_read(&s->context, &p->r, p->t.at.at, from, to, judge_ways[i], &side[i]);
	return side;
}

/* The value that stands from token i to the end of its clause, behind words and an equals sign. */
static struct side *stated(struct scan *s, const struct passage *p, uint32_t i, uint32_t *from, uint32_t *to)
{
	uint32_t end = i;
	*from = i;
	while (!ends(scan_kind(p, end)) && scan_kind(p, end) != T_OPEN) {
		if (scan_kind(p, end) == T_RELATION)
			*from = end + 1;
		end++;
	}
	if (scan_kind(p, end) == T_DIRTY)
		return NULL;
	struct side *side = sides(s, p, *from, end);
	*to = side->q.to;
	return side->kind == SIDE_CLOSED && side->q.numbers == 1 && side->q.operators == 0 && !side->q.prefix ? side : NULL;
}

static bool is_result(const struct passage *p, uint32_t i)
{
	return scan_kind(p, i) == T_WORD && scan_in(p, i, WORDS_RESULT_WORD) && scan_is(p, i + 1, ":");
}

/* "Result: 96 pages" says that this is the result: a value straight behind the label is claimed with it. */
static uint32_t with_label(uint32_t label, uint32_t from)
{
	return from == label + 2 ? label : from;
}

/* Total bytes = 15776276 × 1024. Step: ... Result: 16154906624 bytes. */
void result_worked_find(struct scan *s, struct passage *p)
{
	if (p->r.line == LINE_NONE)
		return;
	uint32_t result = 0, relation = 0, end = 0;
	while (result < p->t.at.n && !is_result(p, result))
		result++;
	if (result >= p->t.at.n)
		return;
	uint32_t start = 0;
	/* The first clause behind the kind: words, an equals sign, an expression, and nothing else. */
	for (uint32_t i = 0; i < result; i++) {
		if (!ends(scan_kind(p, i)) && i + 1 < result) {
			if (scan_kind(p, i) == T_RELATION)
				relation = relation ? UINT32_MAX : i;
			continue;
		}
		end = i;
		if (relation && relation != UINT32_MAX && relation > start && relation - start <= FAR)
			break;
		start = i + 1;
		relation = 0;
	}
	if (!relation || relation == UINT32_MAX || p->t.at.at[relation].relation != R_EQUAL || end <= relation)
		return;
	for (uint32_t i = start; i < relation; i++)
		if (scan_kind(p, i) != T_WORD)
			return;
	struct side *work = sides(s, p, relation + 1, end);
	uint32_t from, to;
	struct side *value = stated(s, p, result + 2, &from, &to);
	if (work->kind != SIDE_CLOSED || work->q.operators == 0 || !value)
		return;
	struct link link = { work, value, false };
	struct judgement j;
	judge_equal(&s->context, &link, &j);
	if (j.verdict == CLAIM_HOLDS) {
		scan_claim(s, p, start, work->q.to, "worked", CLAIM_HOLDS);
		scan_claim(s, p, with_label(result, from), to, "worked", CLAIM_HOLDS);
	} else if (j.verdict == CLAIM_FALSE) {
		struct claim *c = scan_claim(s, p, from, to, "worked", CLAIM_FALSE);
		c->stated = c->text;
		struct finding *f = scan_false(s, p, c, &finding_wrong_calculation, j.computed);
		if (f)
			diag_note(s->diag, f, reading_range(&p->r, p->t.at.at[start].at, 1), "the line computes %.*s",
				STR_ARG(str_slice(p->r.text, p->t.at.at[start].at, p->t.at.at[work->q.to - 1].at + p->t.at.at[work->q.to - 1].n)));
	}
}

/* Whether a claim of this line has computed the value; *last: the value of its last one. */
static bool computed_here(const struct scan *s, const struct passage *p, const struct num *x, const struct num *bytes, const struct num **last)
{
	*last = NULL;
	for (size_t i = s->settled.n, n = 0; i-- > 0 && n < MOST_BACK && s->settled.at[i].line == p->r.line && (p->r.line != LINE_NONE || s->settled.at[i].passage == s->now); n++) {
		if (!*last)
			*last = s->settled.at[i].num;
		if (scan_same(s->settled.at[i].num, x) || scan_same(s->settled.at[i].num, bytes))
			return true;
	}
	return false;
}

void result_stated_find(struct scan *s, struct passage *p)
{
	for (uint32_t i = 0; i + 2 < p->t.at.n; i++) {
		if (!is_result(p, i))
			continue;
		uint32_t from, to;
		const struct num *last;
		struct stretch x;
		/* Result: PFN 0 to PFN 4095, where 4096 was computed. */
		for (uint32_t k = i + 2; k < i + 2 + FAR && !ends(scan_kind(p, k)); k++) {
			if (!scan_stretch(s, p, k, &x))
				continue;
			if (computed_here(s, p, scan_plus(s, x.to, 1), NULL, &last) || computed_here(s, p, scan_plus(s, scan_apply(s, NUM_SUB, x.to, x.from), 1), NULL, &last))
				scan_claim(s, p, scan_kind(p, k - 1) == T_WORD ? k - 1 : k, x.end, "result", CLAIM_HOLDS);
			break;
		}
		struct side *value = stated(s, p, i + 2, &from, &to);
		if (!value || scan_claimed(s, p, from, to))
			continue;
		const struct num *bytes = value->q.info == 1 ? scan_apply(s, NUM_DIV, value->q.base, num_of(s->context.arena, 8)) : NULL;
		if (computed_here(s, p, value->q.bare, bytes, &last))
			scan_claim(s, p, with_label(i, from), to, "result", CLAIM_HOLDS);
		else if (last)
			scan_undecided(scan_claim(s, p, with_label(i, from), to, "result", CLAIM_UNDECIDED), "no step of the line gives this value");
	}
}

/* --- premises and what they quote ---------------------------------------------------------------------------------------- */
static bool singular_same(struct str a, struct str b)
{
	size_t n = a.n < b.n ? a.n : b.n;
	return n && str_eq(str_slice(a, 0, n), str_slice(b, 0, n)) && a.n + b.n - 2 * n <= 1 && (a.n == b.n || (a.n > b.n ? a : b).s[n] == 's');
}

void result_quoted_find(struct scan *s, struct passage *p)
{
	if (p->r.line == LINE_NONE || s->model->lines.at[p->r.line].role != ROLE_PREMISE || s->model->settings.annotated)
		return;
	uint32_t out = 0;
	while (out < p->t.at.n && !(scan_kind(p, out) == T_WORD && scan_in(p, out, WORDS_OUTPUT_WORD) && scan_is(p, out + 1, ":")))
		out++;
	if (out >= p->t.at.n)
		return;
	/* How many numbers the quoted output lists behind its last colon. */
	int64_t listed = 0;
	for (uint32_t i = out + 2; i < p->t.at.n; i++) {
		bool code = p->t.at.at[i].mark & MARK_CODE;
		if (code && scan_is(p, i, ":"))
			listed = 0;
		else if (code && scan_kind(p, i) == T_NUMBER)
			listed++;
		else if (code && scan_kind(p, i) == T_WORD)
			listed = INT64_MIN / 2;
	}
	for (uint32_t i = 0; i < out; i++) {
		if (scan_kind(p, i) != T_NUMBER || p->t.at.at[i].mark & MARK_CODE || (scan_kind(p, i + 1) != T_WORD && scan_kind(p, i + 1) != T_STOP))
			continue;
		/* Node 0 has: a number that names is no quantity. */
		if (i > 1 && scan_kind(p, i - 1) == T_WORD && scan_kind(p, i - 2) == T_STOP)
			continue;
		bool found = false, noun = false;
		for (uint32_t k = out + 2; k < p->t.at.n && !noun; k++) {
			if (scan_kind(p, k) != T_NUMBER || !scan_same(p->t.at.at[k].num, p->t.at.at[i].num))
				continue;
			found = true;
			noun = scan_kind(p, k + 1) == T_WORD && singular_same(scan_text(p, k + 1), scan_text(p, i + 1));
		}
		bool distinct = scan_small(p->t.at.at[i].num) < 0 || scan_small(p->t.at.at[i].num) > 99;
		uint32_t end = i + 1 + (scan_kind(p, i + 1) == T_WORD);
		if ((found && (noun || distinct || listed == 1)) || (listed > 1 && scan_same(num_of(s->context.arena, listed), p->t.at.at[i].num))) {
			scan_claim(s, p, i, end, "quoted", CLAIM_HOLDS);
			scan_settle(s, p->t.at.at[i].num, scan_text(p, i + 1), p->t.at.at[i].at, true, (uint32_t)s->claims->all.n - 1);
		} else {
			scan_undecided(scan_claim(s, p, i, end + (scan_kind(p, end) == T_WORD), "quoted", CLAIM_UNDECIDED),
				found ? "the output that is quoted counts something else" : "the output that is quoted does not say it");
		}
		return;
	}
}

/* --- stated again ----------------------------------------------------------------------------------------------------------- */
/* Six digits that carry meaning are no coincidence; fewer need the noun as well. */
static unsigned digits(const struct passage *p, uint32_t i)
{
	struct str x = scan_text(p, i);
	unsigned n = 0, zeros = 0;
	for (size_t k = p->t.at.at[i].base == 16 ? 2 : 0; k < x.n; k++) {
		if (x.s[k] == ',' || x.s[k] == '_' || (x.s[k] == '0' && n == 0))
			continue;
		zeros = x.s[k] == '0' ? zeros + 1 : 0;
		n++;
	}
	return n - zeros;
}

struct str scan_again_key(const struct scan *s, const struct num *num, struct str noun)
{
	if (noun.n > 1 && noun.s[noun.n - 1] == 's')
		noun.n--;
	struct str exact = num_exact(s->context.arena, num);
	return noun.n ? str_format(s->context.arena, "%.*s %.*s", STR_ARG(exact), STR_ARG(noun)) : exact;
}

/* A size with its unit that this line of the worksheet has worked out, or in a larger unit any above; NULL: none. */
static const struct settled *size_here(const struct scan *s, const struct passage *p, uint32_t i)
{
	const struct num *bits;
	uint32_t end;
	if (p->r.line == LINE_NONE || p->t.at.at[i].n < 2 || p->t.at.at[i].base != 10 || !scan_size(s, p, i, &bits, &end))
		return NULL;
	const struct settled *x = map_get(s->known, scan_again_key(s, p->t.at.at[i].num, scan_text(p, i + 1)));
	const struct num *byte = num_of(s->context.arena, 8), *one = scan_apply(s, NUM_DIV, bits, p->t.at.at[i].num);
	return x && (x->line == p->r.line || (one && num_compare(one, byte) > 0)) ? x : NULL;
}

void result_again_find(struct scan *s, struct passage *p)
{
	for (uint32_t i = 0; i < p->t.at.n; i++) {
		if (scan_kind(p, i) != T_NUMBER || p->t.at.at[i].n == 0 || !num_is_integer(p->t.at.at[i].num))
			continue;
		unsigned n = digits(p, i);
		bool noun = scan_kind(p, i + 1) == T_WORD && p->t.at.at[i].n >= 4;
		/* 240 MB, worked out in the same line */
		const struct settled *size = size_here(s, p, i);
		if (size)
			noun = true;
		if (n < 6 && !noun)
			continue;
		const struct settled *x = size ? size : noun ? map_get(s->known, scan_again_key(s, p->t.at.at[i].num, scan_text(p, i + 1))) : NULL;
		bool with = x;
		if (!x && n >= 6)
			x = map_get(s->known, scan_again_key(s, p->t.at.at[i].num, STR("")));
		uint32_t end = i + 1 + with;
		if (!x || (x->passage == s->now && x->at >= p->t.at.at[i].at) || scan_claimed(s, p, i, end))
			continue;
		struct claim *c = scan_claim(s, p, i, end, "again", x->holds ? CLAIM_HOLDS : CLAIM_UNDECIDED);
		if (x->line != LINE_NONE && x->line != p->r.line)
			*vec_add(s->context.arena, &c->rests_on) = x->line;
		if (size && x->claim < s->claims->all.n && s->claims->all.at[x->claim].verdict == CLAIM_ROUNDED) {
			c->verdict = CLAIM_ROUNDED;
			c->why = STR("it repeats a value that is rounded where it arises");
		}
		if (!x->holds) {
			c->root = x->claim;
			c->why = STR("it repeats a value that is false where it arises");
		}
	}
}
