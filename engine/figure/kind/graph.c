/* graph: what a line rests on, or the whole sheet; which lines those are is known only when the report is made. */
#include "base.h"
#include "diag.h"
#include "source.h"
#include "model.h"
#include "facts.h"
#include "values.h"
#include "figure.h"
#include "figure/kind.h"

enum { DEPTH_MOST = 64 };

static const struct key keys[] = {
	{ "graph figure", "of", "a line's number or id, or sheet", "whose derivation is drawn; without it, that of the line it stands in" },
	{ "graph figure", "depth", "number", "how many steps back it goes at most" },
	{ NULL, NULL, NULL, NULL },
};

static void make(struct sketch *s, const struct yaml *map)
{
	struct figure *f = s->figure;
	struct str of;
	int64_t depth = DEPTH_MOST;
	f->derivation = true;
	f->of = f->line;
	if (sketch_text(s, map, "of", false, &of)) {
		const struct num *number;
		int64_t n;
		f->of = model_line_named(s->model, of);
		if (f->of == LINE_NONE && num_read(s->arena, s->limits, of, &number) && num_to_int64(number, &n) && n < UINT32_MAX)
			f->of = model_line_numbered(s->model, (uint32_t)n);
		if (f->of == LINE_NONE && !str_is(of, "sheet")) {
			sketch_fail(s, &finding_missing_line, source_get(map, "of")->range, "there is no line %.*s", STR_ARG(of))->found = of;
			return;
		}
	}
	sketch_integer(s, map, "depth", false, 1, DEPTH_MOST, &depth);
	f->depth = (uint32_t)depth;
}

const struct figure_kind figure_graph = { "graph", "what a line rests on, in layers, premises on top", keys, make };
