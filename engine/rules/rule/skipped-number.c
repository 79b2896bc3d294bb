/* A gap in the numbering, and a number that stands for nothing. */
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
	const struct model *m = s->model;
	for (uint32_t i = 0; i < m->lines.n; i++) {
		const struct line *l = &m->lines.at[i];
		uint32_t before = i ? m->lines.at[i - 1].number : 0;
		if (i && l->number > before + 1) {
			struct finding *f = l->number == before + 2
				? diag_add(s->diag, &finding_skipped_number, l->number_range, "there is no line %u", before + 1)
				: diag_add(s->diag, &finding_skipped_number, l->number_range, "there are no lines %u to %u", before + 1, l->number - 1);
			f->found = l->number_text;
			f->expected = str_format(s->arena, "%u", before + 1);
			f->help = STR("a reader will look for what is missing: number without gaps, and give a line that others name an id");
		} else if (i && l->number < before && model_line_numbered(m, l->number) == i) {
			struct finding *f = diag_add(s->diag, &finding_skipped_number, l->number_range, "stands after line %u", before);
			f->found = l->number_text;
			f->help = STR("put the lines in the order of their numbers, or number them in the order they stand");
		}
		size_t first, end = rules_tokens(s, i, &first);
		if (first == end && !l->annotation && l->kind.n) {
			struct finding *f = diag_add(s->diag, &finding_skipped_number, l->kind_range, "the line has a kind and no statement");
			f->help = STR("say what the line states, or make it a heading without a number");
		}
	}
}

const struct rule rule_skipped_number = { "skipped-number", false, check };
