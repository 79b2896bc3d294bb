/* One operand of an expression: a number with its unit or what it counts, a name or a call with its value. */
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
#include "claims/operand.h"

#include <string.h>

enum { MOST_READINGS = 6, MOST_NOUNS = 4 };

struct str operand_text(const struct parser *p, uint32_t i)
{
	return str_slice(p->r->text, p->t[i].at, p->t[i].at + p->t[i].n);
}

bool operand_in(struct str word, const char *const *list)
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
	if (n > 1)
		expression_by_way(c);
	return readings[n > 1 && way.base < n ? way.base : 0];
}

const struct num *operand_apply(struct parser *p, enum num_op op, const struct num *a, const struct num *b)
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
	q->base = operand_apply(p, power > 0 ? NUM_MUL : NUM_DIV, q->base, u->factor);
	factor = operand_apply(p, power > 0 ? NUM_MUL : NUM_DIV, q->factor ? q->factor : factor, u->factor);
	q->factor = factor;
	q->has_unit = true;
	q->ambiguous |= ambiguous;
	if (!q->unit_word.n)
		q->unit_word = word;
	else if (power < 0 && word.s > q->unit_word.s)  /* MB/s is one word for what it is */
		q->unit_word.n = (size_t)(word.s + word.n - q->unit_word.s);
}

/* 4K, 16M: a letter glued to the number. */
static bool count_suffix(struct parser *p, struct quantity *q)
{
	struct str word = operand_text(p, p->at);
	if (p->t[p->at].space || word.n != 1)
		return false;
	static const char letters[] = "kMGT";
	char c = word.s[0] == 'K' ? 'k' : word.s[0];
	const char *which = strchr(letters, c);
	if (!which || !*which)
		return false;
	expression_by_way(p->c);
	const struct num *step = num_of(p->c->arena, p->way.base ? 1024 : 1000), *scale = operand_apply(p, NUM_POW, step, num_of(p->c->arena, which - letters + 1));
	q->base = operand_apply(p, NUM_MUL, q->base, scale);
	q->bare = operand_apply(p, NUM_MUL, q->bare, scale);
	q->ambiguous = true;
	q->factor = scale;
	q->unit_word = word;
	p->at++;
	return true;
}

/* adjusted_value, windowBits, irq7: a name of something else, not what a number counts. */
bool operand_identifier(struct str word)
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
		if (!str_is(operand_text(p, p->at), words[i].word))
			continue;
		const struct num *scale = num_of(p->c->arena, words[i].scale);
		q->base = operand_apply(p, NUM_MUL, q->base, scale);
		q->bare = operand_apply(p, NUM_MUL, q->bare, scale);
		q->factor = scale;
		q->unit_word = operand_text(p, p->at++);
		if (p->whole->numbers == 1)
			p->whole->first = q->bare;
		return true;
	}
	return false;
}

/* 2 MP, 3 kW: a short word that nobody knows can begin with a thousand or a million. */
static bool prefixed(struct str word)
{
	enum { MOST_LETTERS = 3 };
	return word.n > 1 && word.n <= MOST_LETTERS && strchr("kKMGTmun", word.s[0]) != NULL;
}

/* The words after a number: its unit, or what it counts. */
void operand_nouns(struct parser *p, struct quantity *q)
{
	p->said = p->at;
	if (p->at < p->to && p->t[p->at].kind == T_WORD && (count_suffix(p, q) || scale_word(p, q)))
		p->said = p->at;
	for (uint32_t n = 0; n < MOST_NOUNS && p->at + n < p->to && p->t[p->at + n].kind == T_WORD; n++) {
		struct str word = operand_text(p, p->at + n);
		bool ambiguous;
		const struct unit *u = expression_unit(p->c, word, p->way, &ambiguous);
		if (!u || !measures(u)) {
			if (operand_in(word, connectors))
				break;
			continue;
		}
		take_unit(p, q, u, 1, ambiguous, word);
		p->at += n + 1;
		p->said = p->at;
		/* MB/s, bytes/page; a number behind the stroke is a division */
		while (p->at + 1 < p->to && p->t[p->at].kind == T_OPERATOR && p->t[p->at].op == NUM_DIV && p->t[p->at + 1].kind == T_WORD) {
			const struct unit *below = expression_unit(p->c, operand_text(p, p->at + 1), p->way, &ambiguous);
			if (below && measures(below)) {
				take_unit(p, q, below, -1, ambiguous, operand_text(p, p->at + 1));
				p->said = p->at + 2;
			}
			p->at += 2;
		}
		break;
	}
	/* 1Gib, 5GT: a suffix that nobody knows can change the number. */
	if (p->at < p->to && p->at > 0 && p->t[p->at].kind == T_WORD && !p->t[p->at].space && p->t[p->at - 1].kind == T_NUMBER)
		p->whole->loose = true;
	uint32_t first = p->at;
	for (uint32_t n = 0; n < MOST_NOUNS && p->at < p->to && p->t[p->at].kind == T_WORD; n++) {
		if (operand_in(operand_text(p, p->at), connectors))
			break;
		p->whole->loose |= operand_identifier(operand_text(p, p->at)) || prefixed(operand_text(p, p->at));
		q->noun |= !q->has_unit;
		p->at++;
	}
	if (p->at > first && !q->has_unit)
		p->whole->counts = str_slice(p->r->text, p->t[first].at, p->t[p->at - 1].at + p->t[p->at - 1].n);
}

/* --- names --------------------------------------------------------------------------------------------------------- */
static const struct quantity *argument(const struct parser *p, uint32_t i)
{
	const struct frame *f = p->c->frame;
	for (uint32_t k = 0; f && k < f->of->parameters; k++)
		if (p->t[i].kind == T_WORD && str_eq(operand_text(p, i), f->of->parameter[k]))
			return &f->argument[k];
	return NULL;
}

bool operand_starts_name(const struct parser *p, uint32_t i)
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
	struct str word = operand_text(p, p->at);
	bool ambiguous;
	const struct unit *u = expression_unit(p->c, word, p->way, &ambiguous);
	if (u && measures(u)) {
		if (q->info == 0 && q->time == 0)
			take_unit(p, q, u, 1, ambiguous, word);
		p->said = ++p->at;
	} else if (!operand_in(word, connectors)) {
		p->failed = word.n < 4 || word.s[word.n - 1] != 's' || operand_identifier(word);
		p->whole->loose = true;
		p->at++;
	}
}

static bool arguments(struct parser *p, const struct found *f, struct quantity *to)
{
	p->at += 2;
	for (uint32_t k = 0; k < f->binding->parameters && !p->failed; k++) {
		expression_parse(p, 0, &to[k]);
		bool last = k + 1 == f->binding->parameters;
		if (p->failed || p->at >= p->to || p->t[p->at].kind != (last ? T_CLOSE : T_STOP))
			return false;
		p->at++;
	}
	return !p->failed;
}

/* A name that the worksheet binds, or a parameter of the function that is read. */
bool operand_name(struct parser *p, struct quantity *q)
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
	uint32_t use_at = p->c->as_of ? p->c->as_of : reading_from(p->r, p->t[at].at);
	if (!names_value(p->c, &f, use_at, to, p->way, q))
		return false;
	struct quantity *whole = p->whole;
	if (f.lost)
		whole->trouble = "a name in it has several values above";
	whole->unsure |= !f.sure || q->unsure;
	whole->loose |= q->loose;
	whole->shown = q->shown ? q->shown : q->decimals && !q->operators ? q->bare : whole->shown;
	whole->shown_places = q->shown_places ? q->shown_places : q->decimals && !q->operators ? q->decimals : whole->shown_places;
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
