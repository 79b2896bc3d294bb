/* One side of a relation: words before it, an expression with units and counted nouns, words after it. */
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
#include "claims/operand.h"

#include <string.h>

enum { MOST_DEPTH = 40 };

/* After these a computed side is complete, whatever follows. */
static const char *const closers[] = { "a", "an", "per", "each", "in", "for", "on", "at", "which", "that", "so", "because", "since", "just", "only", "exactly", "when", "where", "as", NULL };
/* "65536 of them" is complete as well. */
static const char *const backward[] = { "them", "these", "those", "which", NULL };
/* Before an expression these take nothing from it. */
static const char *const leaders[] = {
	"is", "are", "was", "so", "then", "thus", "hence", "therefore", "gives", "and", "because", "since", "means", "has", "have", "address", "total", NULL,
};

static void primary(struct parser *p, struct quantity *q)
{
	*q = (struct quantity){ 0 };
	if (p->at >= p->to || ++p->depth > MOST_DEPTH) {
		p->failed = true;
		return;
	}
	const struct token *t = &p->t[p->at];
	if (t->kind == T_HEDGE) {
		p->whole->hedged = true;
		p->at++;
		primary(p, q);
	} else if (t->kind == T_NUMBER) {
		q->base = q->bare = t->num;
		q->decimals = t->decimals;
		q->number_base = t->base;
		q->grouped = t->grouped;
		if (p->whole->numbers++ == 0 && !p->whole->first)
			p->whole->first = t->num;
		p->at++;
		operand_nouns(p, q);
	} else if (t->kind == T_OPEN) {
		p->at++;
		expression_parse(p, 0, q);
		if (p->at < p->to && p->t[p->at].kind == T_CLOSE)
			p->at++;
		else
			p->failed = true;
		q->factor = NULL;
		if (!p->failed)
			operand_nouns(p, q);
	} else if (t->kind == T_OPERATOR && t->op == NUM_SUB && p->at + 1 < p->to && (p->t[p->at + 1].kind == T_NUMBER || p->t[p->at + 1].kind == T_OPEN) && !p->t[p->at + 1].space) {
		p->at++;
		/* -2^2 is -(2^2) */
		expression_parse(p, 6, q);
		if (q->base && q->bare) {
			q->base = num_negate(p->c->arena, q->base);
			q->bare = num_negate(p->c->arena, q->bare);
		}
		if (p->whole->numbers == 1)
			p->whole->first = q->bare;
	} else if (t->kind != T_WORD || !operand_name(p, q)) {
		p->failed = true;
	}
	p->depth--;
}

static int precedence(int op)
{
	switch (op) {
	case NUM_OR: return 1;
	case NUM_AND: return 2;
	case NUM_SHL: case NUM_SHR: return 3;
	case NUM_ADD: case NUM_SUB: return 4;
	case NUM_MUL: case NUM_DIV: case NUM_FLOORDIV: case NUM_MOD: return 5;
	case NUM_POW: return 7;
	default: return 0;
	}
}

static bool plain(const struct quantity *q)
{
	return q->info == 0 && q->time == 0;
}

static void combine(struct parser *p, int op, bool stroke, struct quantity *a, const struct quantity *b)
{
	const struct num *left = a->bare, *right = b->bare;
	p->whole->operators++;
	p->whole->alone = false;
	/* A stroke may drop the rest, as it does in programs; ÷ never does. */
	p->whole->divisions += stroke;
	if (stroke)
		expression_by_way(p->c);
	enum num_op used = stroke && p->way.floors ? NUM_FLOORDIV : (enum num_op)op;
	a->bare = operand_apply(p, used, a->bare, b->bare);
	switch (op) {
	case NUM_MUL:
	case NUM_DIV:
		a->info += op == NUM_MUL ? b->info : -b->info;
		a->time += op == NUM_MUL ? b->time : -b->time;
		a->base = operand_apply(p, used, a->base, b->base);
		break;
	case NUM_ADD:
	case NUM_SUB:
		if (a->info != b->info || a->time != b->time)
			p->whole->loose = true;
		p->whole->mixed |= (a->info == 1 && a->time == 0 && b->info == 0 && b->time == 1) || (a->info == 0 && a->time == 1 && b->info == 1 && b->time == 0);
		a->base = operand_apply(p, used, a->base, b->base);
		break;
	case NUM_FLOORDIV:
	case NUM_MOD:
		if (op == NUM_FLOORDIV) {
			a->info -= b->info;
			a->time -= b->time;
		}
		a->base = operand_apply(p, used, a->base, b->base);
		break;
	case NUM_POW: case NUM_SHL: case NUM_SHR:
		/* 2^20 bytes are so many bytes, and not 2 to the 20 bytes */
		if (plain(a) && !plain(b) && b->factor) {
			a->info = b->info;
			a->time = b->time;
			a->base = operand_apply(p, NUM_MUL, a->bare, b->factor);
			break;
		}
		/* fall through */
	default:
		/* Powers, shifts and masks of measured quantities are not what was meant. */
		p->whole->loose |= !plain(b) || (op == NUM_POW && !plain(a));
		a->base = operand_apply(p, used, a->base, b->bare);
	}
	a->has_unit |= b->has_unit;
	a->ambiguous |= b->ambiguous;
	a->noun |= b->noun;
	if (!a->unit_word.n)
		a->unit_word = b->unit_word;
	a->factor = NULL;
	if (op == NUM_SUB && p->whole->operators == 1 && left && right)
		p->whole->range = operand_apply(p, NUM_SUB, right, left);
	else
		p->whole->range = NULL;
}

void expression_parse(struct parser *p, int least, struct quantity *q)
{
	primary(p, q);
	while (!p->failed && p->at < p->to && p->t[p->at].kind == T_OPERATOR) {
		const struct token *t = &p->t[p->at];
		int level = precedence(t->op);
		if (level == 0 || level < least)
			break;
		/* 15 % of 240 and 36 %: a percent sign that nothing follows is no remainder. */
		if (t->op == NUM_MOD && (p->at + 1 >= p->to || p->t[p->at + 1].kind == T_WORD || !t->space || !t->space_after)) {
			p->failed = true;
			return;
		}
		/* 5 -3 after words is a list; 10-20 a range as likely as a difference. */
		if (t->op == NUM_SUB && t->space != t->space_after)
			p->whole->loose |= t->space;
		if (t->op == NUM_SUB && !t->space && !t->space_after)
			p->whole->tight_dash = true;
		struct quantity right;
		bool literal = ++p->at < p->to && p->t[p->at].kind == T_NUMBER;
		expression_parse(p, t->op == NUM_POW ? level : level + 1, &right);
		if (p->failed)
			return;
		/* 1/500 s is a five hundredth of a second, and not one by 500 seconds */
		bool fraction = literal && t->op == NUM_DIV && t->n == 1 && !t->space && !t->space_after && plain(q) && !plain(&right) && right.factor;
		struct quantity unit = right;
		if (fraction) {
			right.base = right.bare;
			right.info = right.time = 0;
		}
		combine(p, t->op, t->op == NUM_DIV && t->n == 1, q, &right);
		if (fraction) {
			q->info = unit.info;
			q->time = unit.time;
			q->base = operand_apply(p, NUM_MUL, q->base, unit.factor);
		}
	}
}

static bool starts_expression(const struct token *t)
{
	return t->kind == T_NUMBER || t->kind == T_OPEN || t->kind == T_HEDGE || (t->kind == T_OPERATOR && t->op == NUM_SUB);
}

/* Reads from token start to the end of the side; false: it is not one expression. */
/* NUMBER × 10^k, written as one number: its digits are those of the first. */
static void scientific(const struct parser *p, uint32_t start, uint32_t end, struct quantity *q)
{
	const struct token *t = p->t + start;
	uint32_t n = end - start;
	while (n > 5 && t[n - 1].kind == T_WORD)
		n--;
	bool minus = n == 6 && t[4].kind == T_OPERATOR && t[4].op == NUM_SUB;
	int64_t ten, k;
	if ((n != 5 && !minus) || t[0].kind != T_NUMBER || t[1].kind != T_OPERATOR || t[1].op != NUM_MUL || t[2].kind != T_NUMBER || t[3].kind != T_OPERATOR ||
	    t[3].op != NUM_POW || t[n - 1].kind != T_NUMBER || t[0].base != 10 || !num_to_int64(t[2].num, &ten) || ten != 10 || !num_to_int64(t[n - 1].num, &k))
		return;
	if (num_apply(p->c->arena, p->c->limits, NUM_POW, num_of(p->c->arena, 10), num_of(p->c->arena, minus ? -k : k), &q->power) != NUM_FINE)
		q->power = NULL;
	q->decimals = t[0].decimals;
	q->number_base = 10;
}

static bool read_from(const struct context *c, const struct reading *r, const struct token *t, uint32_t from, uint32_t start, uint32_t to, struct way way, struct side *side)
{
	struct quantity whole = { 0 };
	struct parser p = { .c = c, .r = r, .t = t, .at = start, .to = to, .way = way, .whole = &whole, .start = start };
	struct quantity q;
	expression_parse(&p, 0, &q);
	if (p.failed || (!whole.trouble && (!q.base || !q.bare)))
		return false;
	uint32_t end = p.at;
	/* "8 bytes for node+zone": what it is for takes nothing from it, as long as no number comes with it. */
	bool purpose = p.at < to && t[p.at].kind == T_WORD && str_is(operand_text(&p, p.at), "for");
	while (p.at < to && (t[p.at].kind == T_WORD || (purpose && t[p.at].kind == T_OPERATOR))) {
		whole.loose |= t[p.at].kind == T_WORD && operand_identifier(operand_text(&p, p.at));
		p.at++;
	}
	if (p.at < to)
		return false;
	/* "15406 MB in bytes" says what the other side is in; "in pages" asks for a conversion that only a name can give. */
	bool ambiguous, converts = p.at == end + 2 && str_is(operand_text(&p, end), "in") && expression_unit(c, operand_text(&p, end + 1), way, &ambiguous);
	q.hedged = whole.hedged;
	q.loose = whole.loose;
	q.mixed = whole.mixed;
	q.tight_dash = whole.tight_dash;
	q.trouble = whole.trouble;
	q.numbers = whole.numbers;
	q.operators = whole.operators;
	q.divisions = whole.divisions;
	q.first = whole.first;
	q.range = whole.range;
	q.names = whole.names;
	q.unsure = whole.unsure;
	q.shown = whole.shown;
	q.shown_places = whole.shown_places;
	q.counts = whole.counts;
	if (p.at == end + 2 && str_is(operand_text(&p, end), "in"))
		q.asked = operand_text(&p, end + 1);
	q.alone = whole.alone;
	memcpy(q.used, whole.used, sizeof q.used);
	q.from = start;
	q.to = p.said > start ? p.said : end;
	q.prefix = start - from;
	scientific(&p, start, end, &q);
	side->end = end;
	side->suffix = p.at > end && !converts && !purpose;
	if (q.prefix && !operand_in(operand_text(&p, start - 1), leaders))
		q.loose |= q.tight_dash || q.operators == 0;
	side->clean_end = end == to || operand_in(operand_text(&p, end), closers) || (str_is(operand_text(&p, end), "of") && end + 1 < to && operand_in(operand_text(&p, end + 1), backward));
	side->kind = SIDE_CLOSED;
	side->q = q;
	return true;
}

void expression_read(const struct context *c, const struct reading *r, const struct token *t, uint32_t from, uint32_t to, struct way way, struct side *side)
{
	*side = (struct side){ 0 };
	if (from == to)
		return;
	uint32_t start = from;
	struct parser p = { .c = c, .r = r, .t = t, .to = to };
	for (uint32_t i = from; i < to; i++)
		side->has_number |= t[i].kind == T_NUMBER;
	for (; start < to && t[start].kind == T_WORD; start++) {
		/* A name begins the side, or stands behind words that take nothing from it. */
		bool begins = start == from || operand_in(operand_text(&p, start - 1), leaders);
		if (begins && operand_starts_name(&p, start) && read_from(c, r, t, from, start, to, way, side))
			return;
	}
	side->kind = start == to ? SIDE_WORDS : SIDE_OPEN;
	if (start < to && starts_expression(&t[start]))
		read_from(c, r, t, from, start, to, way, side);
}

void expression_by_way(const struct context *c)
{
	if (c->by_way)
		*c->by_way = true;
}

void expression_read_ways(const struct context *c, const struct reading *r, const struct token *t, uint32_t from, uint32_t to, struct side *side)
{
	bool by_way = false;
	struct context asking = *c;
	asking.by_way = &by_way;
	for (size_t w = 0; w < WAYS; w++) {
		if (w == 0 || by_way)
			expression_read(&asking, r, t, from, to, judge_ways[w], &side[w]);
		else
			side[w] = side[0];
	}
}

/* Behind these an expression begins, whatever numbers stand further left: shows node 0 with 11 × 2 = 22. */
static const char *const opens[] = {
	"is", "are", "with", "so", "then", "thus", "hence", "therefore", "gives", "shows", "has", "have", "since", "because", "means",
	"holds", "hold", "makes", "make", "needs", "need", "takes", "take", "costs", NULL,
};

bool expression_read_end(const struct context *c, const struct reading *r, const struct token *t, uint32_t from, uint32_t to, struct way way, struct side *side)
{
	enum { MOST_STARTS = 8 };       /* a clause with more words before numbers is a sentence */
	struct parser p = { .c = c, .r = r, .t = t, .to = to };
	uint32_t starts = 0;
	for (uint32_t i = from + 1; i < to && starts < MOST_STARTS; i++) {
		if (t[i - 1].kind != T_WORD || (!starts_expression(&t[i]) && !(operand_in(operand_text(&p, i - 1), opens) && operand_starts_name(&p, i))))
			continue;
		starts++;
		*side = (struct side){ .has_number = true };
		if (!read_from(c, r, t, from, i, to, way, side) || side->suffix)
			continue;
		side->q.cut = !operand_in(operand_text(&p, i - 1), opens);
		return true;
	}
	*side = (struct side){ .kind = SIDE_OPEN };
	return false;
}

bool expression_read_end_ways(const struct context *c, const struct reading *r, const struct token *t, uint32_t from, uint32_t to, struct side *side)
{
	bool by_way = false, found = true;
	struct context asking = *c;
	asking.by_way = &by_way;
	for (size_t w = 0; w < WAYS && found; w++) {
		if (w == 0 || by_way)
			found = expression_read_end(&asking, r, t, from, to, judge_ways[w], &side[w]);
		else
			side[w] = side[0];
	}
	return found;
}
