/* Lines that rest on each other, so that none of them has a ground. */
#include "base.h"
#include "diag.h"
#include "source.h"
#include "model.h"
#include "facts.h"
#include "values.h"
#include "claims.h"
#include "graph.h"
#include "rules.h"

/* Tarjan's components, with a stack of our own: a chain of 100,000 lines is a worksheet like any other. */
struct walk {
	struct sheet *sheet;
	uint32_t *index, *low, *next, *stack, *path;
	bool *open;
	size_t stacked, deep;
	uint32_t counter;
};

static bool carries(const struct edge *e)
{
	return e->kind != EDGE_TERM;
}

static void report(struct walk *w, const uint32_t *lines, size_t n)
{
	struct sheet *s = w->sheet;
	uint32_t from = lines[0];
	for (size_t i = 1; i < n; i++)
		from = lines[i] < from ? lines[i] : from;
	/* the place is the edge that points down the page, or at itself */
	const struct edge *at = NULL;
	for (uint32_t e = s->graph->first[from]; e < s->graph->first[from + 1] && !at; e++)
		if (carries(&s->graph->edges.at[e]) && s->graph->edges.at[e].to > from && w->low[s->graph->edges.at[e].to] == w->low[from])
			at = &s->graph->edges.at[e];
	if (!at)
		return;
	struct finding *f = diag_add(s->diag, &finding_circular, at->place, "rests on line %.*s, which rests on this line",
		STR_ARG(s->model->lines.at[at->to].number_text));
	f->help = STR("find the line that can be shown without the other, and let the other follow from it");
	diag_note(s->diag, f, s->model->lines.at[at->to].number_range, "%zu lines take part in the circle", n);
}

static void enter(struct walk *w, uint32_t line)
{
	w->index[line] = w->low[line] = ++w->counter;
	w->next[line] = w->sheet->graph->first[line];
	w->stack[w->stacked++] = line;
	w->path[w->deep++] = line;
	w->open[line] = true;
}

static void leave(struct walk *w, uint32_t line)
{
	w->deep--;
	if (w->deep && w->low[line] < w->low[w->path[w->deep - 1]])
		w->low[w->path[w->deep - 1]] = w->low[line];
	if (w->low[line] != w->index[line])
		return;
	size_t n = 0;
	do {
		n++;
		w->open[w->stack[w->stacked - n]] = false;
		w->low[w->stack[w->stacked - n]] = w->index[line];
	} while (w->stack[w->stacked - n] != line);
	if (n > 1)
		report(w, &w->stack[w->stacked - n], n);
	w->stacked -= n;
}

static void component(struct walk *w, uint32_t root)
{
	const struct graph *g = w->sheet->graph;
	enter(w, root);
	while (w->deep) {
		uint32_t line = w->path[w->deep - 1];
		if (w->next[line] == g->first[line + 1]) {
			leave(w, line);
			continue;
		}
		const struct edge *e = &g->edges.at[w->next[line]++];
		if (!carries(e))
			continue;
		if (!w->index[e->to])
			enter(w, e->to);
		else if (w->open[e->to] && w->index[e->to] < w->low[line])
			w->low[line] = w->index[e->to];
	}
}

static void itself(struct sheet *s)
{
	for (size_t i = 0; i < s->graph->references.n; i++) {
		const struct reference *r = &s->graph->references.at[i];
		if (r->to != r->from || !r->stated)
			continue;
		struct finding *f = diag_add(s->diag, &finding_circular, r->place, "rests on itself");
		f->found = s->model->lines.at[r->from].number_text;
		f->help = STR("name the line that it follows from");
	}
}

static void check(struct sheet *s)
{
	size_t n = s->model->lines.n + 1;
	struct walk w = { .sheet = s };
	w.index = arena_take(s->arena, n * sizeof *w.index);
	w.low = arena_take(s->arena, n * sizeof *w.low);
	w.next = arena_take(s->arena, n * sizeof *w.next);
	w.stack = arena_take(s->arena, n * sizeof *w.stack);
	w.path = arena_take(s->arena, n * sizeof *w.path);
	w.open = arena_take(s->arena, n);
	for (uint32_t i = 0; i < s->model->lines.n; i++)
		if (!w.index[i])
			component(&w, i);
	itself(s);
}

const struct rule rule_circular = { "circular", false, check };
