#include "base.h"
#include "diag.h"
#include "source.h"
#include "model.h"
#include "facts.h"
#include "values.h"
#include "claims.h"
#include "graph.h"

const char *graph_edge_name(enum edge_kind k) { (void)k; return "reference"; }
void graph_build(struct arena *a, const struct model *m, const struct values *v, const struct claims *c, struct graph *g) { (void)v; (void)c; g->first = arena_take(a, (m->lines.n + 1) * sizeof *g->first); }
size_t graph_rests_on(const struct graph *g, uint32_t line, uint32_t *lines, size_t most) { (void)g; (void)line; (void)lines; (void)most; return 0; }
void graph_dump(const struct model *m, const struct graph *g, struct buf *b) { (void)m; (void)g; (void)b; }
