/* Numbers carried: a value that an earlier line gave and this line uses, in whatever base or grouping it is written. */
#include "base.h"
#include "diag.h"
#include "source.h"
#include "model.h"
#include "facts.h"
#include "values.h"
#include "claims.h"
#include "graph.h"
#include "graph/tokens.h"

/* Below this, two lines may well have the same number by chance. */
enum { TELLING = 100 };

static const struct token *token(const struct build *b, size_t i)
{
	return i < b->graph->tokens.n ? &b->graph->tokens.at[i] : NULL;
}
static bool mark(const struct build *b, size_t i, const char *text)
{
	const struct token *t = token(b, i);
	return t && t->kind == TOKEN_MARK && str_is(t->vocable->text, text);
}

/* A token that shows a value which can tell where it comes from. */
struct shown { size_t at; struct str exact; };

static bool shows(const struct build *b, size_t i, struct str *exact)
{
	const struct token *t = token(b, i);
	const struct num *n = NULL;
	if ((t->kind != TOKEN_NUMBER && t->kind != TOKEN_LIVE) || t->line == LINE_NONE || t->programme || t->heading || t->place.at < b->model->lines.at[t->line].body_at)
		return false;
	if (t->kind == TOKEN_NUMBER)
		n = t->vocable->num;
	else if (t->vocable->span < b->values->results.n && b->values->results.at[t->vocable->span].value.kind == VALUE_NUMBER)
		n = b->values->results.at[t->vocable->span].value.num;
	int64_t small;
	if (!n || mark(b, i - 1, "^") || (num_to_int64(n, &small) && small < TELLING && small > -TELLING))
		return false;
	*exact = t->kind == TOKEN_NUMBER ? t->vocable->exact : num_exact(b->arena, n);
	return true;
}

static bool in_reference(const struct build *b, size_t *at, struct range place)
{
	const struct graph *g = b->graph;
	while (*at < g->references.n && !g->references.at[*at].in_annotation &&
		g->references.at[*at].place.at + g->references.at[*at].place.n <= place.at)
		(*at)++;
	return *at < g->references.n && !g->references.at[*at].in_annotation && g->references.at[*at].place.at <= place.at;
}

/* given[value] is the latest line above that gives it after an equals sign, or by :=, or else the first that has it. */
struct origin { uint32_t line; bool result; };

void graph_numbers(struct build *b)
{
	struct map *given = map_new(b->arena);
	const struct model *m = b->model;
	size_t reference = 0;
	VEC(struct shown) all = { 0 };          /* of one line */
	for (uint32_t line = 0; line < m->lines.n; line++) {
		all.n = 0;
		for (size_t i = b->graph->token_at[line]; i < b->graph->token_at[line + 1]; i++) {
			struct shown x = { .at = i };
			if (shows(b, i, &x.exact))
				*vec_add(b->arena, &all) = x;
		}
		for (size_t k = 0; k < all.n; k++) {
			size_t i = all.at[k].at;
			const struct token *t = token(b, i);
			if (in_reference(b, &reference, t->place))
				continue;
			bool live = t->kind == TOKEN_LIVE, result = mark(b, i - 1, "=") || (live && m->spans.at[t->vocable->span].kind == SPAN_DEFINE);
			const struct origin *o = map_get(given, all.at[k].exact);
			/* what a span shows comes by its names, and what stands after = comes from what stands before it */
			if (o && o->line < line && !live && (!result || mark(b, i + 1, "=")))
				graph_edge(b, line, o->line, EDGE_NUMBER, t->place, t->vocable->text);
		}
		for (size_t k = 0; k < all.n; k++) {
			size_t i = all.at[k].at;
			const struct token *t = token(b, i);
			bool live = t->kind == TOKEN_LIVE;
			if (live && m->spans.at[t->vocable->span].kind != SPAN_DEFINE)
				continue;
			struct origin *o = map_get(given, all.at[k].exact);
			bool result = mark(b, i - 1, "=") || live;
			if (o && (!result || o->line == line))
				continue;
			if (!o) {
				o = arena_take(b->arena, sizeof *o);
				map_put(given, all.at[k].exact, o);
			}
			*o = (struct origin){ line, result };
		}
	}
}
