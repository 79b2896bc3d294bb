/* One place in two ranges: NAME = PAGE 0 to PAGE 99 here, and PAGE 120 in NAME there. */
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

/* "PAGE 120 lies within the NAME": so many words at most between the number and the name. */
enum { BETWEEN_MOST = 3 };
/* Of more named ranges than this only the first are held against places: each place may be held against all of them. */
enum { RANGES_MOST = 256 };

struct place_range { size_t at; struct str name, what; const struct num *from, *to; };
struct place_ranges { VEC(struct place_range) all; struct map *by_name; };

static bool said(const struct sheet *s, size_t i)
{
	const struct token *t = words_at(s, i);
	return t && t->line != LINE_NONE && !t->source && !t->programme && !t->heading && t->place.at >= s->model->lines.at[t->line].body_at;
}

static bool name_at(const struct sheet *s, size_t i)
{
	const struct token *t = words_at(s, i);
	return t && t->vocable->text.n > 1 && (t->vocable->code_word || t->vocable->acronym);
}

static bool number_at(const struct sheet *s, size_t i)
{
	const struct token *t = words_at(s, i);
	return t && !t->starts && t->kind == TOKEN_NUMBER && t->vocable->num;
}

/* NAME = WHAT from to [WHAT] to; the name stands at token i, and a sign behind it. */
static bool range_at(struct sheet *s, size_t i, struct place_range *r)
{
	const struct token *what = words_at(s, i + 2);
	size_t k = i + 4;
	if (!name_at(s, i) || !said(s, i) || !what || what->kind != TOKEN_WORD || what->starts || !number_at(s, i + 3) ||
		(!words_says(s, k, WORDS_UP_TO) && !words_mark(s, k, "-") && !words_mark(s, k, "–")))
		return false;
	k++;
	if (words_at(s, k) && words_at(s, k)->kind == TOKEN_WORD && str_eq(words_at(s, k)->vocable->text, what->vocable->text))
		k++;
	if (!number_at(s, k) || num_compare(words_at(s, i + 3)->vocable->num, words_at(s, k)->vocable->num) > 0)
		return false;
	/* up to 4096 - 1 */
	if (words_mark(s, k + 1, "-") || words_mark(s, k + 1, "+") || words_mark(s, k + 1, "×") || words_mark(s, k + 1, "^") || words_mark(s, k + 1, "*"))
		return false;
	*r = (struct place_range){ i, words_at(s, i)->vocable->text, what->vocable->key, words_at(s, i + 3)->vocable->num, words_at(s, k)->vocable->num };
	return true;
}

static bool within(const struct place_range *r, const struct num *n)
{
	return num_compare(r->from, n) <= 0 && num_compare(n, r->to) <= 0;
}

/* WHAT number is in NAME; the word for what stands at token i. */
static void place(struct sheet *s, const struct place_ranges *known, size_t i)
{
	const struct token *t = words_at(s, i);
	if (t->kind != TOKEN_WORD || !number_at(s, i + 1) || !said(s, i))
		return;
	size_t k = i + 2, n = 0;
	bool in = false;
	for (; n < BETWEEN_MOST && words_at(s, k) && !words_at(s, k)->starts && !name_at(s, k); k++, n++) {
		bool here = words_says(s, k, WORDS_WITHIN);
		if (!here && !words_says(s, k, WORDS_AUXILIARY) && !(in && words_says(s, k, WORDS_ARTICLE)))
			return;
		in |= here;
	}
	if (!in || !name_at(s, k) || words_at(s, k)->starts || words_mark(s, k + 1, "?"))
		return;
	size_t at = (size_t)(uintptr_t)map_get(known->by_name, words_at(s, k)->vocable->text);
	const struct num *number = words_at(s, i + 1)->vocable->num;
	const struct place_range *r = at ? &known->all.at[at - 1] : NULL;
	if (!r || !str_eq(r->what, t->vocable->key) || within(r, number))
		return;
	struct str there = str_format(s->arena, "outside it");
	for (size_t o = 0; o < known->all.n; o++)
		if (str_eq(known->all.at[o].what, r->what) && within(&known->all.at[o], number)) {
			r = &known->all.at[o];
			there = str_format(s->arena, "in %.*s", STR_ARG(r->name));
			break;
		}
	clash_add(s, CLASH_SAID, i + 1, str_format(s->arena, "in %.*s", STR_ARG(words_at(s, k)->vocable->text)), r->at, there,
		str_format(s->arena, "%.*s %.*s lies", STR_ARG(t->vocable->text), STR_ARG(words_at(s, i + 1)->vocable->text)));
}

void clash_places(struct sheet *s)
{
	struct place_ranges known = { .by_name = map_new(s->arena) };
	struct places signs = words_signs(s, '=');
	for (size_t e = 0; e < signs.n; e++) {
		struct place_range r;
		size_t i = signs.at[e] - 1;
		if (signs.at[e] == 0 || known.all.n == RANGES_MOST || !range_at(s, i, &r) || clash_disowned(s, i))
			continue;
		size_t at = (size_t)(uintptr_t)map_get(known.by_name, r.name);
		const struct place_range *q = at ? &known.all.at[at - 1] : NULL;
		if (!q) {
			*vec_add(s->arena, &known.all) = r;
			map_put(known.by_name, r.name, (void *)(uintptr_t)known.all.n);
		} else if (str_eq(q->what, r.what) && (num_compare(q->from, r.from) != 0 || num_compare(q->to, r.to) != 0)) {
			clash_add(s, CLASH_SAID, i, str_format(s->arena, "from %.*s to %.*s", STR_ARG(num_exact(s->arena, r.from)), STR_ARG(num_exact(s->arena, r.to))), q->at,
				str_format(s->arena, "from %.*s to %.*s", STR_ARG(num_exact(s->arena, q->from)), STR_ARG(num_exact(s->arena, q->to))), str_format(s->arena, "%.*s goes", STR_ARG(r.name)));
		}
	}
	for (size_t i = 0; known.all.n && i < s->graph->tokens.n; i++)
		place(s, &known, i);
}
