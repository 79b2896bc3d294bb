/* A reference to a line that the worksheet does not have. */
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
		if (r->to != LINE_NONE || r->worksheet.n)
			continue;
		bool named = r->id.n && r->number == 0;
		struct str what = named ? str_format(s->arena, "line with the id %.*s", STR_ARG(r->id)) : str_format(s->arena, "line %u", r->number);
		struct finding *f = diag_add(s->diag, &finding_missing_line, r->place, "there is no %.*s", STR_ARG(what));
		f->found = named ? r->id : str_format(s->arena, "%u", r->number);
		if (s->model->lines.n) {
			const struct line *first = &s->model->lines.at[0], *last = &s->model->lines.at[s->model->lines.n - 1];
			f->help = str_format(s->arena, "the lines run from %.*s to %.*s; name the one that is meant, or write the line that is missing",
				STR_ARG(first->number_text), STR_ARG(last->number_text));
		}
	}
}

const struct rule rule_missing_line = { "missing-line", false, check };
