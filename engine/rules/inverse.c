/* a_to_b and b_to_a: two formulas that by their names undo each other. */
#include "base.h"
#include "diag.h"
#include "source.h"
#include "model.h"
#include "facts.h"
#include "values.h"
#include "claims.h"
#include "graph.h"
#include "rules.h"
#include "rules/words.h"
#include "rules/clash.h"
#include "rules/inverse.h"

/* A formula has so many tokens at most, and brackets so deep. */
enum { BODY_MOST = 32, DEEP_MOST = 8, FORMULAS_MOST = 256 };
/* What is put in: any number would do, this one is no power of two; another name stands for one that is far from it. */
enum { TRIAL = 1000, FAR = 7340033 };

struct formula { size_t at, first, end; struct str name, parameter; };
struct trial { struct sheet *s; const struct formula *f; const struct num *x; size_t at, depth; bool failed; };

static const struct num *failed(struct trial *t)
{
	t->failed = true;
	return t->x;
}

static const struct num *apply(struct trial *t, enum num_op op, const struct num *a, const struct num *b)
{
	const struct num *x;
	return !t->failed && num_apply(t->s->arena, t->s->limits, op, a, b, &x) == NUM_FINE ? x : failed(t);
}

static const struct num *sum(struct trial *t);

/* A number, the parameter, another name, or brackets. A name stands for a number of its own, the same in both formulas. */
static const struct num *atom(struct trial *t)
{
	const struct token *k = words_at(t->s, t->at);
	if (t->failed || t->at >= t->f->end)
		return failed(t);
	t->at++;
	if (k->kind == TOKEN_NUMBER && k->vocable->num)
		return k->vocable->num;
	if (k->kind == TOKEN_WORD && !words_mark(t->s, t->at, "(")) {
		int64_t n = FAR;
		if (str_eq(k->vocable->text, t->f->parameter))
			return t->x;
		for (size_t i = 0; i < k->vocable->text.n; i++)
			n = (n * 31 + (unsigned char)k->vocable->text.s[i]) % 1000003;
		return num_of(t->s->arena, FAR + n * 4096);
	}
	if (k->kind != TOKEN_MARK || !str_is(k->vocable->text, "(") || ++t->depth > DEEP_MOST)
		return failed(t);
	const struct num *x = sum(t);
	t->depth--;
	return words_mark(t->s, t->at++, ")") ? x : failed(t);
}

static const struct num *product(struct trial *t)
{
	const struct num *x = atom(t);
	while (!t->failed && t->at < t->f->end) {
		bool times = words_mark(t->s, t->at, "×") || words_mark(t->s, t->at, "*") || words_mark(t->s, t->at, "·");
		bool by = words_mark(t->s, t->at, "÷") || words_mark(t->s, t->at, "/");
		bool left = words_mark(t->s, t->at, "<") && words_mark(t->s, t->at + 1, "<"), right = words_mark(t->s, t->at, ">") && words_mark(t->s, t->at + 1, ">");
		if (!times && !by && !left && !right)
			break;
		t->at += left || right ? 2 : 1;
		const struct num *y = atom(t);
		x = apply(t, times ? NUM_MUL : by ? NUM_DIV : left ? NUM_SHL : NUM_SHR, x, y);
	}
	return x;
}

static const struct num *sum(struct trial *t)
{
	const struct num *x = product(t);
	while (!t->failed && t->at < t->f->end && (words_mark(t->s, t->at, "+") || words_mark(t->s, t->at, "-") || words_mark(t->s, t->at, "−"))) {
		bool plus = words_mark(t->s, t->at++, "+");
		const struct num *y = product(t);
		x = apply(t, plus ? NUM_ADD : NUM_SUB, x, y);
	}
	return x;
}

/* What the formula makes of x; NULL: not all of it is understood. */
static const struct num *value(struct sheet *s, const struct formula *f, const struct num *x)
{
	struct trial t = { s, f, x, f->first, 0, false };
	const struct num *y = sum(&t);
	return t.failed || t.at != f->end ? NULL : y;
}

/* NAME(PARAMETER) = ... up to the end of the sentence; of several bodies the last that is understood. */
static bool formula_at(struct sheet *s, size_t i, struct formula *f)
{
	const struct token *t = words_at(s, i), *p = words_at(s, i + 2);
	if (!words_mark(s, i + 1, "(") || t->line == LINE_NONE || t->programme || str_find(t->vocable->text, STR("_to_")) == STR_NONE || !p ||
		p->kind != TOKEN_WORD || !words_mark(s, i + 3, ")") || !words_mark(s, i + 4, "=") || clash_disowned(s, i))
		return false;
	bool found = false;
	for (size_t first = i + 5, k = first; k < i + BODY_MOST && words_at(s, k - 1) && words_at(s, k - 1)->line == t->line; k++) {
		bool over = !words_at(s, k) || words_at(s, k)->starts || words_at(s, k)->line != t->line || words_ends_sentence(s, k) || words_mark(s, k, ";") || words_mark(s, k, ",");
		if (!over && !words_mark(s, k, "="))
			continue;
		struct formula x = { i, first, k, t->vocable->text, p->vocable->text };
		if (k > first && value(s, &x, num_of(s->arena, TRIAL))) {
			*f = x;
			found = true;
		}
		first = k + 1;
		if (over)
			break;
	}
	return found;
}

static bool undoes(struct sheet *s, const struct formula *f, const struct formula *g)
{
	const struct num *x = num_of(s->arena, TRIAL), *y = value(s, f, x), *z = y ? value(s, g, y) : NULL;
	return !z || num_compare(x, z) == 0;
}

static struct str body(const struct sheet *s, const struct formula *f)
{
	const struct token *first = words_at(s, f->first), *last = words_at(s, f->end - 1);
	return text_range(s->text, (struct range){ first->place.at, last->place.at + last->place.n - first->place.at });
}

void inverse_search(struct sheet *s)
{
	struct map *known = map_new(s->arena);
	struct places words = s->rows->code_words;
	for (size_t w = 0, n = 0; w < words.n && n < FORMULAS_MOST; w++) {
		size_t i = words.at[w];
		struct formula f;
		if (!formula_at(s, i, &f))
			continue;
		n++;
		size_t to = str_find(f.name, STR("_to_"));
		const struct formula *g = map_get(known, str_format(s->arena, "%.*s_to_%.*s", STR_ARG(str_from(f.name, to + 4)), STR_ARG(str_slice(f.name, 0, to))));
		if (g && !undoes(s, &f, g) && !undoes(s, g, &f))
			clash_add(s, CLASH_SAID, f.first, body(s, &f), g->first, body(s, g),
				str_format(s->arena, "%.*s and %.*s do not undo each other:", STR_ARG(f.name), STR_ARG(g->name)));
		if (map_get(known, f.name))
			continue;
		struct formula *x = arena_take(s->arena, sizeof *x);
		*x = f;
		map_put(known, f.name, x);
	}
}
