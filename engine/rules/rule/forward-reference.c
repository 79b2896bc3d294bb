/* A line that says it takes something from a line below it. */
#include "base.h"
#include "diag.h"
#include "source.h"
#include "model.h"
#include "facts.h"
#include "values.h"
#include "claims.h"
#include "graph.h"
#include "rules.h"

static void check(struct sheet *s)
{
	for (size_t i = 0; i < s->graph->references.n; i++) {
		const struct reference *r = &s->graph->references.at[i];
		if (r->to == LINE_NONE || !r->stated || r->to <= r->from)
			continue;
		struct finding *f = diag_add(s->diag, &finding_forward_reference, r->place, "rests on line %.*s, which comes after it",
			STR_ARG(s->model->lines.at[r->to].number_text));
		f->found = s->model->lines.at[r->to].number_text;
		f->help = str_format(s->arena, "move line %.*s above this one, or rest on a line that stands above",
			STR_ARG(s->model->lines.at[r->to].number_text));
		diag_note(s->diag, f, s->model->lines.at[r->to].number_range, "the line it names is here");
	}
}

const struct rule rule_forward_reference = { "forward-reference", false, check };
