/* One side of a relation: words before it, an expression with units and counted nouns, words after it. */
#include "base.h"
#include "diag.h"
#include "source.h"
#include "model.h"
#include "facts.h"
#include "values.h"
#include "claims/reading.h"
#include "claims/lex.h"
#include "claims/expression.h"
#include "claims/names.h"

#include <string.h>

enum { MOST_DEPTH = 40, MOST_READINGS = 6, MOST_NOUNS = 4 };

struct parser {
	const struct context *c;
	const struct reading *r;
	const struct token *t;
	uint32_t at, to;
	struct way way;
	struct quantity *whole;         /* collects what holds for the side as a whole */
	uint32_t start;
	uint32_t said;                  /* end of the last number or unit, without the nouns behind it */
	int depth;
	bool failed;
};

static struct str text_of(const struct parser *p, uint32_t i)
{
	return str_slice(p->r->text, p->t[i].at, p->t[i].at + p->t[i].n);
}

static bool in_list(struct str word, const char *const *list)
{
	for (; *list; list++)
		if (str_is(word, *list))
			return true;
	return false;
}

/* Words that do not belong to the noun phrase of a number: "16 MB in total", "8 for each". */
static const char *const connectors[] = {
	"in", "for", "of", "to", "at", "per", "by", "from", "is", "are", "was", "has", "have", "on", "and", "or", "the", "a", "an", "as", "with", "which",
	"that", "so", "because", "since", "just", "only", "exactly", "when", "if", "then", "not", "but", "than", "before", "after", "where", "while", "plus",
	"minus", "times", "over", "mod", "into", "between", "until", "without", "becomes", "gives", "means", "equals", NULL,
};
/* After these a computed side is complete, whatever follows. */
static const char *const closers[] = { "a", "an", "per", "each", "in", "for", "on", "at", "which", "that", "so", "because", "since", "just", "only", "exactly", "when", "where", "as", NULL };
/* "65536 of them" is complete as well. */
static const char *const backward[] = { "them", "these", "those", "which", NULL };
/* Before an expression these take nothing from it. */
static const char *const leaders[] = {
	"is", "are", "was", "so", "then", "thus", "hence", "therefore", "gives", "and", "because", "since", "means", "has", "have", "address", "total", NULL,
};

const struct unit *expression_unit(const struct context *c, struct str word, struct way way, bool *ambiguous)
{
	const struct unit *readings[MOST_READINGS];
	*ambiguous = false;
	if (!c->units || !word.n)
		return NULL;
	size_t n = units_readings(c->units, word, readings, MOST_READINGS);
	if (n == 0)
		return NULL;
	const struct num *bits = c->bound ? map_get(c->bound, word) : NULL;
	if (bits) {
		struct unit *own = arena_take(c->arena, sizeof *own);
		*own = *readings[0];
		own->factor = bits;
		return own;
	}
	*ambiguous = n > 1;
	return readings[n > 1 && way.base < n ? way.base : 0];
}

static const struct num *apply(struct parser *p, enum num_op op, const struct num *a, const struct num *b)
{
	const struct num *result = NULL;
	if (!a || !b)
		return NULL;
	enum num_trouble trouble = num_apply(p->c->arena, p->c->limits, op, a, b, &result);
	if (trouble != NUM_FINE) {
		p->whole->trouble = num_trouble_text(trouble);
		return NULL;
	}
	return result;
}

static void dimensions(const struct unit *u, int power, struct quantity *q)
{
	for (uint32_t i = 0; i < u->dims; i++) {
		if (u->dim[i].base == 0)
			q->info += power * u->dim[i].power;
		else if (u->dim[i].base == 1)
			q->time += power * u->dim[i].power;
	}
}

/* Whether a unit has information or time in it; a counted noun changes no number. */
static bool measures(const struct unit *u)
{
	struct quantity q = { 0 };
	dimensions(u, 1, &q);
	return q.info || q.time;
}

static void take_unit(struct parser *p, struct quantity *q, const struct unit *u, int power, bool ambiguous, struct str word)
{
	const struct num *factor = num_of(p->c->arena, 1);
	dimensions(u, power, q);
	q->base = apply(p, power > 0 ? NUM_MUL : NUM_DIV, q->base, u->factor);
	factor = apply(p, power > 0 ? NUM_MUL : NUM_DIV, q->factor ? q->factor : factor, u->factor);
	q->factor = factor;
	q->has_unit = true;
	q->ambiguous |= ambiguous;
	if (!q->unit_word.n)
		q->unit_word = word;
}

/* 4K, 16M: a letter glued to the number. */
static bool count_suffix(struct parser *p, struct quantity *q)
{
	struct str word = text_of(p, p->at);
	if (p->t[p->at].space || word.n != 1)
		return false;
	static const char letters[] = "kMGT";
	char c = word.s[0] == 'K' ? 'k' : word.s[0];
	const char *which = strchr(letters, c);
	if (!which || !*which)
		return false;
	const struct num *step = num_of(p->c->arena, p->way.base ? 1024 : 1000), *scale = apply(p, NUM_POW, step, num_of(p->c->arena, which - letters + 1));
	q->base = apply(p, NUM_MUL, q->base, scale);
	q->bare = apply(p, NUM_MUL, q->bare, scale);
	q->ambiguous = true;
	q->factor = scale;
	q->unit_word = word;
	p->at++;
	return true;
}

/* adjusted_value, windowBits, irq7: a name of something else, not what a number counts. */
static bool identifier(struct str word)
{
	for (size_t i = 0; i < word.n; i++) {
		char c = word.s[i];
		bool after_lower = i > 0 && word.s[i - 1] >= 'a' && word.s[i - 1] <= 'z';
		if (c == '_' || (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z' && after_lower))
			return true;
	}
	return false;
}

/* 10 million: the word is part of the number. */
static bool scale_word(struct parser *p, struct quantity *q)
{
	static const struct { const char *word; int64_t scale; } words[] = {
		{ "thousand", 1000 }, { "million", 1000000 }, { "billion", 1000000000 }, { "trillion", INT64_C(1000000000000) },
	};
	for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
		if (!str_is(text_of(p, p->at), words[i].word))
			continue;
		const struct num *scale = num_of(p->c->arena, words[i].scale);
		q->base = apply(p, NUM_MUL, q->base, scale);
		q->bare = apply(p, NUM_MUL, q->bare, scale);
		q->factor = scale;
		q->unit_word = text_of(p, p->at++);
		if (p->whole->numbers == 1)
			p->whole->first = q->bare;
		return true;
	}
	return false;
}

/* The words after a number: its unit, or what it counts. */
static void noun_phrase(struct parser *p, struct quantity *q)
{
	p->said = p->at;
	if (p->at < p->to && p->t[p->at].kind == T_WORD && (count_suffix(p, q) || scale_word(p, q)))
		p->said = p->at;
	for (uint32_t n = 0; n < MOST_NOUNS && p->at + n < p->to && p->t[p->at + n].kind == T_WORD; n++) {
		struct str word = text_of(p, p->at + n);
		bool ambiguous;
		const struct unit *u = expression_unit(p->c, word, p->way, &ambiguous);
		if (!u || !measures(u)) {
			if (in_list(word, connectors))
				break;
			continue;
		}
		take_unit(p, q, u, 1, ambiguous, word);
		p->at += n + 1;
		p->said = p->at;
		/* MB/s, bytes/page; a number behind the stroke is a division */
		while (p->at + 1 < p->to && p->t[p->at].kind == T_OPERATOR && p->t[p->at].op == NUM_DIV && p->t[p->at + 1].kind == T_WORD) {
			const struct unit *below = expression_unit(p->c, text_of(p, p->at + 1), p->way, &ambiguous);
			if (below && measures(below))
				take_unit(p, q, below, -1, ambiguous, STR(""));
			p->at += 2;
		}
		break;
	}
	/* 1Gib, 5GT: a suffix that nobody knows can change the number. */
	if (p->at < p->to && p->at > 0 && p->t[p->at].kind == T_WORD && !p->t[p->at].space && p->t[p->at - 1].kind == T_NUMBER)
		p->whole->loose = true;
	uint32_t first = p->at;
	for (uint32_t n = 0; n < MOST_NOUNS && p->at < p->to && p->t[p->at].kind == T_WORD; n++) {
		if (in_list(text_of(p, p->at), connectors))
			break;
		p->whole->loose |= identifier(text_of(p, p->at));
		q->noun |= !q->has_unit;
		p->at++;
	}
	if (p->at > first && !q->has_unit)
		p->whole->counts = str_slice(p->r->text, p->t[first].at, p->t[p->at - 1].at + p->t[p->at - 1].n);
}

static void expression(struct parser *p, int least, struct quantity *q);

/* --- names --------------------------------------------------------------------------------------------------------- */
static const struct quantity *argument(const struct parser *p, uint32_t i)
{
	const struct frame *f = p->c->frame;
	for (uint32_t k = 0; f && k < f->of->parameters; k++)
		if (p->t[i].kind == T_WORD && str_eq(text_of(p, i), f->of->parameter[k]))
			return &f->argument[k];
	return NULL;
}

static bool starts_name(const struct parser *p, uint32_t i)
{
	struct found f;
	return argument(p, i) || (i + 1 < p->to && names_function(p->c, p->r, p->t, i, &f)) || names_find(p->c, p->r, p->t, i, p->to, &f);
}

/* n bytes, total pages: behind a name stands its unit or a plural of what it counts; else the words are another name. */
static void after_name(struct parser *p, struct quantity *q)
{
	p->said = p->at;
	if (p->at >= p->to || p->t[p->at].kind != T_WORD)
		return;
	struct str word = text_of(p, p->at);
	bool ambiguous;
	const struct unit *u = expression_unit(p->c, word, p->way, &ambiguous);
	if (u && measures(u)) {
		if (q->info == 0 && q->time == 0)
			take_unit(p, q, u, 1, ambiguous, word);
		p->said = ++p->at;
	} else if (!in_list(word, connectors)) {
		p->failed = word.n < 4 || word.s[word.n - 1] != 's' || identifier(word);
		p->whole->loose = true;
		p->at++;
	}
}

static bool arguments(struct parser *p, const struct found *f, struct quantity *to)
{
	p->at += 2;
	for (uint32_t k = 0; k < f->binding->parameters && !p->failed; k++) {
		expression(p, 0, &to[k]);
		bool last = k + 1 == f->binding->parameters;
		if (p->failed || p->at >= p->to || p->t[p->at].kind != (last ? T_CLOSE : T_STOP))
			return false;
		p->at++;
	}
	return !p->failed;
}

/* A name that the worksheet binds, or a parameter of the function that is read. */
static bool name(struct parser *p, struct quantity *q)
{
	const struct quantity *given = argument(p, p->at);
	struct quantity to[NAME_PARAMETERS] = { 0 };
	struct found f;
	uint32_t at = p->at;
	if (given) {
		*q = *given;
		p->at++;
		return true;
	}
	bool function = at + 1 < p->to && names_function(p->c, p->r, p->t, at, &f);
	if (!function && !names_find(p->c, p->r, p->t, at, p->to, &f))
		return false;
	if (function && !arguments(p, &f, to))
		return false;
	uint32_t use_at = p->c->as_of ? p->c->as_of : p->r->from[p->t[at].at];
	if (!names_value(p->c, &f, use_at, to, p->way, q))
		return false;
	struct quantity *whole = p->whole;
	if (f.lost)
		whole->trouble = "a name in it has several values above";
	whole->unsure |= !f.sure || q->unsure;
	whole->loose |= q->loose;
	whole->hedged |= q->hedged;
	whole->divisions += q->divisions;
	if (q->trouble)
		whole->trouble = q->trouble;
	if (whole->names < MOST_USED)
		whole->used[whole->names] = f.binding;
	whole->names++;
	whole->alone = at == p->start && !function;
	whole->operators += function || f.binding->formula;
	if (!whole->first)
		whole->first = q->bare;
	if (!function)
		p->at += f.tokens;
	after_name(p, q);
	return true;
}

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
		if (p->whole->numbers++ == 0 && !p->whole->first)
			p->whole->first = t->num;
		p->at++;
		noun_phrase(p, q);
	} else if (t->kind == T_OPEN) {
		p->at++;
		expression(p, 0, q);
		if (p->at < p->to && p->t[p->at].kind == T_CLOSE)
			p->at++;
		else
			p->failed = true;
		q->factor = NULL;
		if (!p->failed)
			noun_phrase(p, q);
	} else if (t->kind == T_OPERATOR && t->op == NUM_SUB && p->at + 1 < p->to && (p->t[p->at + 1].kind == T_NUMBER || p->t[p->at + 1].kind == T_OPEN) && !p->t[p->at + 1].space) {
		p->at++;
		/* -2^2 is -(2^2) */
		expression(p, 6, q);
		if (q->base && q->bare) {
			q->base = num_negate(p->c->arena, q->base);
			q->bare = num_negate(p->c->arena, q->bare);
		}
		if (p->whole->numbers == 1)
			p->whole->first = q->bare;
	} else if (t->kind != T_WORD || !name(p, q)) {
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
	enum num_op used = stroke && p->way.floors ? NUM_FLOORDIV : (enum num_op)op;
	a->bare = apply(p, used, a->bare, b->bare);
	switch (op) {
	case NUM_MUL:
	case NUM_DIV:
		a->info += op == NUM_MUL ? b->info : -b->info;
		a->time += op == NUM_MUL ? b->time : -b->time;
		a->base = apply(p, used, a->base, b->base);
		break;
	case NUM_ADD:
	case NUM_SUB:
		if (a->info != b->info || a->time != b->time)
			p->whole->loose = true;
		a->base = apply(p, used, a->base, b->base);
		break;
	case NUM_FLOORDIV:
	case NUM_MOD:
		if (op == NUM_FLOORDIV) {
			a->info -= b->info;
			a->time -= b->time;
		}
		a->base = apply(p, used, a->base, b->base);
		break;
	default:
		/* Powers, shifts and masks of measured quantities are not what was meant. */
		p->whole->loose |= !plain(b) || (op == NUM_POW && !plain(a));
		a->base = apply(p, used, a->base, b->bare);
	}
	a->has_unit |= b->has_unit;
	a->ambiguous |= b->ambiguous;
	a->noun |= b->noun;
	if (!a->unit_word.n)
		a->unit_word = b->unit_word;
	a->factor = NULL;
	if (op == NUM_SUB && p->whole->operators == 1 && left && right)
		p->whole->range = apply(p, NUM_SUB, right, left);
	else
		p->whole->range = NULL;
}

static void expression(struct parser *p, int least, struct quantity *q)
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
		p->at++;
		expression(p, t->op == NUM_POW ? level : level + 1, &right);
		if (!p->failed)
			combine(p, t->op, t->op == NUM_DIV && t->n == 1, q, &right);
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
	expression(&p, 0, &q);
	if (p.failed || (!whole.trouble && (!q.base || !q.bare)))
		return false;
	uint32_t end = p.at;
	/* "8 bytes for node+zone": what it is for takes nothing from it, as long as no number comes with it. */
	bool purpose = p.at < to && t[p.at].kind == T_WORD && str_is(text_of(&p, p.at), "for");
	while (p.at < to && (t[p.at].kind == T_WORD || (purpose && t[p.at].kind == T_OPERATOR))) {
		whole.loose |= t[p.at].kind == T_WORD && identifier(text_of(&p, p.at));
		p.at++;
	}
	if (p.at < to)
		return false;
	/* "15406 MB in bytes" says what the other side is in; "in pages" asks for a conversion that only a name can give. */
	bool ambiguous, converts = p.at == end + 2 && str_is(text_of(&p, end), "in") && expression_unit(c, text_of(&p, end + 1), way, &ambiguous);
	q.hedged = whole.hedged;
	q.loose = whole.loose;
	q.tight_dash = whole.tight_dash;
	q.trouble = whole.trouble;
	q.numbers = whole.numbers;
	q.operators = whole.operators;
	q.divisions = whole.divisions;
	q.first = whole.first;
	q.range = whole.range;
	q.names = whole.names;
	q.unsure = whole.unsure;
	q.counts = whole.counts;
	if (p.at == end + 2 && str_is(text_of(&p, end), "in"))
		q.asked = text_of(&p, end + 1);
	q.alone = whole.alone;
	memcpy(q.used, whole.used, sizeof q.used);
	q.from = start;
	q.to = p.said > start ? p.said : end;
	q.prefix = start - from;
	scientific(&p, start, end, &q);
	side->end = end;
	side->suffix = p.at > end && !converts && !purpose;
	if (q.prefix && !in_list(text_of(&p, start - 1), leaders))
		q.loose |= q.tight_dash || q.operators == 0;
	side->clean_end = end == to || in_list(text_of(&p, end), closers) || (str_is(text_of(&p, end), "of") && end + 1 < to && in_list(text_of(&p, end + 1), backward));
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
		bool begins = start == from || in_list(text_of(&p, start - 1), leaders);
		if (begins && starts_name(&p, start) && read_from(c, r, t, from, start, to, way, side))
			return;
	}
	side->kind = start == to ? SIDE_WORDS : SIDE_OPEN;
	if (start < to && starts_expression(&t[start]))
		read_from(c, r, t, from, start, to, way, side);
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
		if (t[i - 1].kind != T_WORD || (!starts_expression(&t[i]) && !(in_list(text_of(&p, i - 1), opens) && starts_name(&p, i))))
			continue;
		starts++;
		*side = (struct side){ .has_number = true };
		if (!read_from(c, r, t, from, i, to, way, side) || side->suffix)
			continue;
		side->q.cut = !in_list(text_of(&p, i - 1), opens);
		return true;
	}
	*side = (struct side){ .kind = SIDE_OPEN };
	return false;
}
