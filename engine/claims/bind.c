/* What binds a name: n = 12, total pages = 16 × 4 = 64, f(x) = x >> 12, a row of a table of properties. */
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
#include "claims/measure.h"

enum { MOST_WORDS = 5, MOST_TOKENS = 64 };      /* of a name; of its value */

static struct str bytes_of(const struct reading *r, const struct token *t)
{
	return str_slice(r->text, t->at, t->at + t->n);
}

static bool in_words(const struct reading *r, const struct token *t, const char *const *words)
{
	for (; *words; words++)
		if (str_is(bytes_of(r, t), *words))
			return true;
	return false;
}

/* Before a name these are no part of it; behind "if" it is a supposition. */
static const char *const before[] = { "the", "The", "let", "Let", "Given", "given", "with", "With", "so", "So", "where", "Where", "and", "And", "now", "Now", "then", "Then", "EXAMPLE", "Example", NULL };
static const char *const supposes[] = { "if", "If", "when", "When", "for", "For", "suppose", "Suppose", "assume", "Assume", "say", "Say", "unless", "until", "while", NULL };

/* What is said behind these leaves a value as it is. */
static const char *const beside[] = { "of", "on", "in", "for", "at", "from", "as", "with", "which", "that", "so", "because", "since", "when", "where", "a", "an", "by", "here", "above", NULL };

static bool only_words(const struct token *t, uint32_t from, uint32_t to)
{
	for (uint32_t i = from; i < to; i++)
		if (t[i].kind != T_WORD)
			return false;
	return true;
}

/* What may stand between a name and its value without being part of either: nothing. One word that measures is a unit. */
static bool is_unit(const struct context *c, struct str word)
{
	bool ambiguous;
	const struct unit *u = expression_unit(c, word, judge_ways[0], &ambiguous);
	for (uint32_t i = 0; u && i < u->dims; i++)
		if (u->dim[i].base <= 1)
			return true;
	return false;
}

static struct binding *new_binding(struct context *c, const struct reading *r, const struct token *t, uint32_t from, uint32_t to)
{
	struct binding *b = arena_take(c->arena, sizeof *b);
	const struct token *first = &t[from], *last = &t[to - 1];
	b->name = str_copy(c->arena, str_slice(r->text, first->at, last->at + last->n));
	b->place = reading_range(r, first->at, last->at + last->n - first->at);
	b->line = r->line;
	b->r = r;
	return b;
}

static void take_value(struct context *c, struct binding *b, const struct token *t, uint32_t from, uint32_t to)
{
	struct token *copy = arena_take(c->arena, (to - from + 1) * sizeof *copy);
	for (uint32_t i = from; i < to; i++)
		copy[i - from] = t[i];
	copy[to - from].kind = T_END;
	copy[to - from].at = t[to - 1].at + t[to - 1].n;
	b->t = copy;
	b->count = to - from;
}

/* w × h: names, numbers and operators in turn, to the end. */
bool names_formula(const struct token *t, uint32_t from, uint32_t to)
{
	bool operators = false, value = false, word = false;
	if (to - from > MOST_TOKENS)
		return false;
	for (uint32_t i = from; i < to; i++) {
		enum token_kind k = t[i].kind;
		if (k == T_OPERATOR) {
			if (!value && t[i].op != NUM_SUB)
				return false;
			operators = true;
			value = false;
		} else if (k == T_WORD || k == T_NUMBER) {
			if (value && !word)
				return false;
			value = true;
			word = k == T_WORD;
		} else if (k == T_CLOSE) {
			word = false;
		} else if (k == T_OPEN) {
			if (value && t[i].space)
				return false;
			value = false;
		} else {
			return false;
		}
	}
	return operators && value;
}

/* f(x, y): a word, and words in a parenthesis that touches it. */
static bool parameters(const struct context *c, const struct reading *r, const struct token *t, uint32_t from, uint32_t to, struct binding *b)
{
	uint32_t n = 0;
	if (to < from + 4 || t[from].kind != T_WORD || t[from + 1].kind != T_OPEN || t[from + 1].space || t[to - 1].kind != T_CLOSE)
		return false;
	for (uint32_t i = from + 2; i < to - 1; i++) {
		bool comma = (i - from) % 2 == 1;
		if (comma ? t[i].kind != T_STOP : t[i].kind != T_WORD)
			return false;
		if (!comma && n == NAME_PARAMETERS)
			return false;
		if (!comma)
			b->parameter[n++] = str_copy(c->arena, bytes_of(r, &t[i]));
	}
	b->parameters = n;
	return n > 0;
}

void names_bind(struct context *c, const struct reading *r, const struct token *t, uint32_t from, const uint32_t *relation, uint32_t relations, uint32_t to, bool tentative)
{
	uint32_t end = relation[0];
	bool supposed = false, cut = tentative;
	while (from < end && (in_words(r, &t[from], before) || in_words(r, &t[from], supposes))) {
		supposed |= in_words(r, &t[from], supposes);
		from++;
	}
	tentative |= supposed;
	/* 1 page = 4096 bytes */
	bool one = from + 1 < end && t[from].kind == T_NUMBER && num_compare(t[from].num, num_of(c->arena, 1)) == 0;
	from += one;
	if (from == end || t[from].kind != T_WORD || t[relation[0]].relation != R_EQUAL)
		return;
	struct binding *b = new_binding(c, r, t, from, end);
	/* In i = i × 2 the second i is not the first. */
	b->at = reading_from(r, t[to - 1].at);
	bool function = t[end - 1].kind == T_CLOSE;
	if (function) {
		if (!parameters(c, r, t, from, end, b))
			return;
		b->key = str_format(c->arena, "%.*s(", STR_ARG(names_key(c->arena, r, t, from, from + 1)));
		uint32_t stop = relations > 1 ? relation[1] : to;
		if (!names_formula(t, end + 1, stop) || stop - end > MOST_TOKENS)
			return;
		take_value(c, b, t, end + 1, stop);
		b->tentative = tentative;
		names_add(c, b);
		return;
	}
	/* w = 7 and h = 9 are a width and a height; MB = 2^20 and h = 3600 s are units. */
	bool unit = end - from == 1 && is_unit(c, bytes_of(r, &t[from]));
	if (end - from > MOST_WORDS || (unit && t[from].n > 1))
		return;
	for (uint32_t i = from; i < end; i++)
		if (t[i].kind != T_WORD && (t[i].kind != T_NUMBER || t[i].n == 0))
			return;
	b->key = names_key(c->arena, r, t, from, end);
	/* Prose gives no Lua name another value: it says the same, or it is wrong. */
	struct found lua;
	if (names_by_key(c, b->key, b->at, &lua) && !lua.binding->r)
		return;
	const struct num *first = NULL;
	uint32_t formula = 0;
	for (uint32_t k = 0; k < relations; k++) {
		uint32_t start = relation[k] + 1, stop = k + 1 < relations ? relation[k + 1] : to;
		if (t[relation[k]].relation != R_EQUAL || start == stop || stop - start > MOST_TOKENS)
			break;
		struct side side;
		expression_read(c, r, t, start, stop, judge_ways[0], &side);
		if (side.kind != SIDE_CLOSED && !first && t[start].kind == T_NUMBER && start + 1 < stop && in_words(r, &t[start + 1], beside)) {
			/* n = 12 as the sheet with 3 × 4 has it: the number, and what is said of it may change it */
			expression_read(c, r, t, start, start + 1, judge_ways[0], &side);
			b->tentative = true;
			stop = start + 1;
		}
		if (side.kind != SIDE_CLOSED) {
			bool is_formula = !first && names_formula(t, start, stop);
			formula = is_formula ? k + 1 : formula;
			if (!is_formula && !only_words(t, start, stop))
				break;
			continue;
		}
		if (side.q.hedged || side.q.tight_dash || side.q.trouble || side.q.prefix || (unit && side.q.has_unit))
			break;
		if (first) {
			/* n = 3 × 4 = 13: which of the two n is cannot be known */
			b->tentative |= !side.q.base || num_compare(first, side.q.base) != 0;
			continue;
		}
		first = side.q.base;
		/* 65536 bytes of raster are 65536 bytes; 12 or more are not 12 */
		if (side.suffix) {
			b->tentative |= !in_words(r, &t[side.end], beside);
			stop = side.end;
			expression_read(c, r, t, start, stop, judge_ways[0], &side);
		}
		/* 3 we need shares × 60: the words are no unit */
		b->tentative |= side.q.loose || (side.q.operators && side.q.noun);
		take_value(c, b, t, start, stop);
	}
	if (!first && formula) {
		uint32_t k = formula - 1;
		take_value(c, b, t, relation[k] + 1, k + 1 < relations ? relation[k + 1] : to);
		b->formula = true;
	}
	b->supposed = supposed && !b->tentative && !cut;
	b->tentative |= tentative;
	if (!first && !b->formula)
		return;
	/* it says how large a page is; what "page" stands for elsewhere is another matter */
	if (!one)
		names_add(c, b);
	measure_bind(c, b);
}

void names_bind_cell(struct context *c, const struct model *m, const struct reading *property, const struct tokens *words, const struct reading *value, const struct tokens *t)
{
	struct names *n = c->names;
	if (property->header) {
		struct str lang = m->settings.lang;
		n->table = words->at.n > 1 && (in_words(property, &words->at.at[0], model_words(lang, WORDS_PROPERTY_HEAD)) || in_words(property, &words->at.at[0], model_words(lang, WORDS_NAME_HEAD))) && t->at.n > 1
			&& in_words(value, &t->at.at[0], model_words(lang, WORDS_VALUE_HEAD));
		if (n->table)
			*vec_add(c->arena, &n->tables) = value->block;
		return;
	}
	uint32_t end = (uint32_t)words->at.n - 1, stop = (uint32_t)t->at.n - 1;
	if (!n->table || end == 0 || end > MOST_WORDS || stop == 0 || stop > MOST_TOKENS || words->at.at[0].kind != T_WORD)
		return;
	for (uint32_t i = 0; i < end; i++)
		if (words->at.at[i].kind != T_WORD && (words->at.at[i].kind != T_NUMBER || words->at.at[i].n == 0))
			return;
	struct side side;
	expression_read(c, value, t->at.at, 0, stop, judge_ways[0], &side);
	if (side.kind != SIDE_CLOSED || side.q.hedged || side.q.tight_dash || side.q.prefix || side.suffix)
		return;
	struct binding *b = new_binding(c, property, words->at.at, 0, end);
	b->key = names_key(c->arena, property, words->at.at, 0, end);
	b->r = value;
	b->at = reading_from(value, 0);
	take_value(c, b, t->at.at, 0, stop);
	names_add(c, b);
	measure_bind(c, b);
}
