/* graph: which line rests on which, and why: references, from:, names, terms, numbers carried, units, uses.
 * Called by the pipeline; rules walk it, report and `why` print it. */
#ifndef HENCE_GRAPH_H
#define HENCE_GRAPH_H

enum edge_kind { EDGE_REFERENCE, EDGE_FROM, EDGE_NAME, EDGE_TERM, EDGE_NUMBER, EDGE_UNIT };
const char *graph_edge_name(enum edge_kind);    /* "reference", "from", "name", "term", "number", "unit" */
/* from rests on to; both in model.lines. */
struct edge { uint32_t from, to; enum edge_kind kind; struct range place; struct str what; };
/* A reference as written: "From line 04", "(line 25-26)", "from 33"; to: LINE_NONE when there is no such line. */
struct reference { uint32_t from, to; uint32_t number; struct str worksheet, id; struct range place; struct str carried; bool in_annotation; };
struct term { struct str word; struct range place; uint32_t line; VEC(struct range) uses; };
struct graph {
	VEC(struct edge) edges;         /* sorted by from, to, kind, place */
	const uint32_t *first;          /* edges of line i: edges.at[first[i] .. first[i + 1]) */
	VEC(struct reference) references;
	VEC(struct term) terms;
};
/* Requires: model, values, claims. Provides: all edges and references; adds no finding. Linear; no recursion. */
void graph_build(struct arena *, const struct model *, const struct values *, const struct claims *, struct graph *);
/* The lines that line rests on directly, ascending, each once: by name, number carried, unit, from: or reference. */
size_t graph_rests_on(const struct graph *, uint32_t line, uint32_t *lines, size_t most);
void graph_dump(const struct model *, const struct graph *, struct buf *);

#endif
