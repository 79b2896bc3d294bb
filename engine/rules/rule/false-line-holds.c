/* A line that is meant to be wrong, and all of it is true. */
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
	uint32_t next = 0;
	for (uint32_t i = 0; i < s->model->lines.n; i++) {
		const struct line *l = &s->model->lines.at[i];
		while (next < s->claims->all.n && s->claims->all.at[next].range.at < l->range.at)
			next++;
		if (l->role != ROLE_FALSE)
			continue;
		size_t decided = 0;
		bool open = i < s->values->lines.n && !s->values->lines.at[i].yes;
		for (uint32_t k = next; k < s->claims->all.n && s->claims->all.at[k].line == i; k++) {
			decided++;
			open |= s->claims->all.at[k].verdict == CLAIM_FALSE || s->claims->all.at[k].verdict == CLAIM_UNDECIDED;
		}
		for (uint32_t k = l->first_span; k < l->first_span + l->span_count && k < s->values->results.n; k++) {
			const struct result *r = &s->values->results.at[k];
			const struct span *span = &s->model->spans.at[k];
			if (span->kind != SPAN_CHECK)
				continue;
			decided++;
			open |= r->failed || r->value.kind != VALUE_TRUTH || r->value.truth == (span->answer == ANSWER_NO);
		}
		if (decided == 0 || open)
			continue;
		struct finding *f = diag_add(s->diag, &finding_false_line_holds, l->kind_range, "is marked as wrong, and everything it claims is true");
		f->found = l->kind;
		f->help = STR("show the mistake in the line, or give the line a kind that means what it says");
	}
}

const struct rule rule_false_line_holds = { "false-line-holds", true, check };
