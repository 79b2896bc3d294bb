/* An inference that shows no calculation and names none. */
#include "base.h"
#include "diag.h"
#include "source.h"
#include "model.h"
#include "facts.h"
#include "values.h"
#include "claims.h"
#include "graph.h"
#include "rules.h"
#include "rules/words.h"

/* A number that a calculation above gave, and that is no small number which any line may have. */
static bool carries_a_result(const struct sheet *s, uint32_t line)
{
	for (uint32_t e = s->graph->first[line]; e < s->graph->first[line + 1]; e++) {
		const struct edge *edge = &s->graph->edges.at[e];
		enum role role = s->model->lines.at[edge->to].role;
		if ((edge->kind == EDGE_NUMBER || edge->kind == EDGE_NAME) && (role == ROLE_CALCULATION || role == ROLE_CHECK))
			return true;
	}
	return false;
}

/* A formula that could not be evaluated is reported as that; the line did mean to calculate. */
static bool tried(const struct sheet *s, uint32_t line)
{
	const struct line *l = &s->model->lines.at[line];
	for (uint32_t i = l->first_span; i < l->first_span + l->span_count && i < s->values->results.n; i++)
		if (s->values->results.at[i].failed || s->values->results.at[i].value.kind == VALUE_UNDECIDED || s->values->results.at[i].value.kind == VALUE_ABSENT)
			return true;
	return false;
}

static void check(struct sheet *s)
{
	for (uint32_t i = 0; i < s->model->lines.n; i++) {
		const struct line *l = &s->model->lines.at[i];
		bool calculation = l->role == ROLE_CALCULATION || l->role == ROLE_CHECK;
		if ((l->role != ROLE_INFERENCE && !calculation) || words_computed(s, i) || tried(s, i) || words_refers(s, i) || carries_a_result(s, i))
			continue;
		size_t first, end = rules_tokens(s, i, &first), signs = 0, numbers = 0;
		for (size_t k = first; k < end; k++) {
			signs += words_mark(s, k, "=") || words_mark(s, k, "≈");
			numbers += words_at(s, k)->kind == TOKEN_NUMBER;
		}
		if (first == end || (calculation && signs && numbers))
			continue;
		struct finding *f = calculation
			? diag_add(s->diag, &finding_uncalculated_inference, l->kind_range, "calculates nothing")
			: diag_add(s->diag, &finding_uncalculated_inference, l->kind_range, "concludes, and no calculation is shown or named");
		f->help = calculation ? STR("write the calculation, or give the line a kind that claims none")
			: STR("begin with the line it follows from (\"From line ...:\"), or show the calculation before it");
	}
}

const struct rule rule_uncalculated_inference = { "uncalculated-inference", false, check };
