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

/* zones:09: of a worksheet that uses: does not name, or that has no such line; one that cannot be opened is a finding already. */
static void elsewhere(struct sheet *s, const struct reference *r)
{
	const struct used *used = values_used(s->values, r->worksheet);
	if (r->outside || (used && used->sheet.why.n))
		return;
	struct str line = r->number ? str_format(s->arena, "%u", r->number) : r->id;
	struct finding *f = used
		? diag_add(s->diag, &finding_missing_line, r->place, "%.*s has no line %.*s", STR_ARG(used->path), STR_ARG(line))
		: diag_add(s->diag, &finding_missing_line, r->place, "uses: names no worksheet %.*s", STR_ARG(r->worksheet));
	f->found = str_format(s->arena, "%.*s:%.*s", STR_ARG(r->worksheet), STR_ARG(line));
}

static void check(struct sheet *s)
{
	for (size_t i = 0; i < s->graph->references.n; i++) {
		const struct reference *r = &s->graph->references.at[i];
		if (r->worksheet.n)
			elsewhere(s, r);
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
