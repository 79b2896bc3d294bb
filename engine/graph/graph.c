/* Which line rests on which: edges are collected by kind, then sorted once. */
#include "base.h"
#include "diag.h"
#include "source.h"
#include "model.h"
#include "facts.h"
#include "values.h"
#include "claims.h"
#include "graph.h"
#include "graph/tokens.h"

#include <stdlib.h>

const char *graph_edge_name(enum edge_kind k)
{
	static const char *const names[] = { "reference", "from", "name", "term", "number", "unit" };
	return names[k];
}

void graph_edge(struct build *b, uint32_t from, uint32_t to, enum edge_kind kind, struct range place, struct str what)
{
	if (from == LINE_NONE || to == LINE_NONE || from == to)
		return;
	*vec_add(b->arena, &b->graph->edges) = (struct edge){ from, to, kind, place, what };
}

void graph_outside_edge(struct build *b, uint32_t from, const struct used *used, const struct used_line *to, enum edge_kind kind, struct range place, struct str what)
{
	if (from != LINE_NONE && used && to)
		*vec_add(b->arena, &b->graph->outside) = (struct outside){ from, kind, used, to, place, what };
}

static void name_edge(struct build *b, uint32_t line, struct name *name, struct range place)
{
	graph_outside_edge(b, line, name->used, name->used_line, EDGE_NAME, place, name->name);
	graph_edge(b, line, name->line, EDGE_NAME, place, name->name);
}

static bool by_name(const struct claim *c, uint32_t line)
{
	for (size_t i = 0; i < c->names.n; i++)
		if (c->names.at[i].line == line)
			return true;
	return false;
}

/* "16 MB", said again: below 100 two lines may well have the same number, as numbers.c has it. */
static bool by_chance(const struct claim *c)
{
	size_t digits = 0;
	while (digits < c->text.n && c->text.s[digits] >= '0' && c->text.s[digits] <= '9')
		digits++;
	bool whole = digits == c->text.n || c->text.s[digits] == ' ';
	return str_is(str_of(c->form), "again") && whole && digits < 3;
}

/* A span rests on the lines of the names it reads; a line on those of its condition and its figure; a claim on those it was filled from. */
void graph_names(struct build *b)
{
	const struct model *m = b->model;
	for (size_t i = 0; i < b->values->results.n && i < m->spans.n; i++)
		for (size_t k = 0; k < b->values->results.at[i].reads.n; k++)
			name_edge(b, m->spans.at[i].line, b->values->results.at[i].reads.at[k], m->spans.at[i].range);
	for (uint32_t i = 0; i < b->values->lines.n && i < m->lines.n; i++) {
		const struct line *line = &m->lines.at[i];
		struct range place = line->when.n ? (struct range){ line->when_at, (uint32_t)line->when.n } : line->annotation_range;
		for (size_t k = 0; k < b->values->lines.at[i].reads.n; k++)
			name_edge(b, i, b->values->lines.at[i].reads.at[k], place);
	}
	for (size_t i = 0; i < b->claims->all.n; i++) {
		const struct claim *c = &b->claims->all.at[i];
		for (size_t k = 0; k < c->names.n; k++)
			graph_edge(b, c->line, c->names.at[k].line, EDGE_NAME, c->range, c->names.at[k].name);
		for (size_t k = 0; k < c->rests_on.n && !by_chance(c); k++)
			if (c->rests_on.at[k] < m->lines.n && !by_name(c, c->rests_on.at[k]))
				graph_edge(b, c->line, c->rests_on.at[k], EDGE_NUMBER, c->range, c->text);
	}
}

static int by_lines(const void *x, const void *y)
{
	const struct edge *a = x, *b = y;
	if (a->from != b->from)
		return a->from < b->from ? -1 : 1;
	if (a->to != b->to)
		return a->to < b->to ? -1 : 1;
	if (a->kind != b->kind)
		return a->kind < b->kind ? -1 : 1;
	if (a->place.at != b->place.at)
		return a->place.at < b->place.at ? -1 : 1;
	return str_cmp(a->what, b->what);
}

/* Worksheets in order of their names, which are keys of one map; lines in their order there. */
static int by_outside(const void *x, const void *y)
{
	const struct outside *a = x, *b = y;
	if (a->from != b->from)
		return a->from < b->from ? -1 : 1;
	int c = a->used == b->used ? 0 : str_cmp(a->used->name, b->used->name);
	if (c)
		return c;
	if (a->to != b->to)
		return a->to->text_line < b->to->text_line ? -1 : 1;
	if (a->kind != b->kind)
		return a->kind < b->kind ? -1 : 1;
	if (a->place.at != b->place.at)
		return a->place.at < b->place.at ? -1 : 1;
	return str_cmp(a->what, b->what);
}

static void sort_outside(struct graph *g)
{
	size_t kept = 0;
	if (g->outside.n)
		qsort(g->outside.at, g->outside.n, sizeof *g->outside.at, by_outside);
	for (size_t i = 0; i < g->outside.n; i++)
		if (kept == 0 || by_outside(&g->outside.at[kept - 1], &g->outside.at[i]) != 0)
			g->outside.at[kept++] = g->outside.at[i];
	g->outside.n = kept;
}

size_t graph_outside(const struct graph *g, uint32_t line, const struct outside **first)
{
	size_t low = 0, high = g->outside.n, n = 0;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (g->outside.at[middle].from < line)
			low = middle + 1;
		else
			high = middle;
	}
	*first = g->outside.n ? g->outside.at + low : NULL;
	while (low + n < g->outside.n && g->outside.at[low + n].from == line)
		n++;
	return n;
}

static void sort(struct build *b)
{
	struct graph *g = b->graph;
	size_t lines = b->model->lines.n, kept = 0;
	if (g->edges.n)
		qsort(g->edges.at, g->edges.n, sizeof *g->edges.at, by_lines);
	for (size_t i = 0; i < g->edges.n; i++)
		if (kept == 0 || by_lines(&g->edges.at[kept - 1], &g->edges.at[i]) != 0)
			g->edges.at[kept++] = g->edges.at[i];
	g->edges.n = kept;
	uint32_t *first = arena_take(b->arena, (lines + 1) * sizeof *first);
	for (size_t i = 0, e = 0; i <= lines; i++) {
		while (e < kept && g->edges.at[e].from < i)
			e++;
		first[i] = (uint32_t)e;
	}
	g->first = first;
}

void graph_build(struct arena *a, const struct model *m, const struct values *v, const struct claims *c, struct graph *g)
{
	struct build b = { .arena = a, .model = m, .values = v, .claims = c, .graph = g };
	*g = (struct graph){ .first = NULL };
	graph_tokens(&b);
	graph_terms(&b);
	graph_references(&b);
	graph_numbers(&b);
	graph_names(&b);
	sort(&b);
	sort_outside(g);
}

size_t graph_rests_on(const struct graph *g, uint32_t line, uint32_t *lines, size_t most)
{
	size_t n = 0;
	for (uint32_t e = g->first[line]; e < g->first[line + 1] && n < most; e++)
		if (g->edges.at[e].kind != EDGE_TERM && (n == 0 || lines[n - 1] != g->edges.at[e].to))
			lines[n++] = g->edges.at[e].to;
	return n;
}

static void dump_place(const struct model *m, struct range r, struct buf *b)
{
	struct position p = text_position(m->text, r.at);
	buf_printf(b, " %u:%u", p.line, p.column);
}

void graph_dump(const struct model *m, const struct graph *g, struct buf *b)
{
	for (size_t i = 0; i < g->edges.n; i++) {
		const struct edge *e = &g->edges.at[i];
		buf_printf(b, "%.*s rests on %.*s: %s", STR_ARG(m->lines.at[e->from].number_text), STR_ARG(m->lines.at[e->to].number_text),
			graph_edge_name(e->kind));
		dump_place(m, e->place, b);
		buf_putc(b, ' ');
		diag_escape(b, e->what);
		buf_putc(b, '\n');
	}
	for (size_t i = 0; i < g->outside.n; i++) {
		const struct outside *e = &g->outside.at[i];
		buf_printf(b, "%.*s rests on %.*s:%.*s: %s", STR_ARG(m->lines.at[e->from].number_text), STR_ARG(e->used->name), STR_ARG(e->to->label), graph_edge_name(e->kind));
		dump_place(m, e->place, b);
		buf_putc(b, ' ');
		diag_escape(b, e->what);
		buf_putc(b, '\n');
	}
	for (size_t i = 0; i < g->references.n; i++) {
		const struct reference *r = &g->references.at[i];
		buf_printf(b, "reference from %.*s to %.*s%s%u%s%s", STR_ARG(m->lines.at[r->from].number_text), STR_ARG(r->worksheet),
			r->worksheet.n ? ":" : "", r->number, r->to == LINE_NONE && r->worksheet.n == 0 ? " (no such line)" : "",
			r->in_annotation ? " annotated" : r->mention ? " mentioned" : r->stated ? " stated" : "");
		dump_place(m, r->place, b);
		if (r->carried.n) {
			buf_puts(b, " carries ");
			diag_escape(b, r->carried);
		}
		buf_putc(b, '\n');
	}
	for (size_t i = 0; i < g->terms.n; i++) {
		const struct term *t = &g->terms.at[i];
		buf_puts(b, "term ");
		diag_escape(b, t->word);
		if (t->line != LINE_NONE)
			buf_printf(b, " of line %.*s", STR_ARG(m->lines.at[t->line].number_text));
		dump_place(m, t->place, b);
		buf_printf(b, " used %zu times\n", t->uses.n);
	}
}
