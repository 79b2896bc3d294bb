/* Puts the report together: edges by line, verdicts, counts, exit status, and its printed form. */
#include "base.h"
#include "diag.h"
#include "source.h"
#include "model.h"
#include "facts.h"
#include "values.h"
#include "claims.h"
#include "graph.h"
#include "rules.h"
#include "report.h"
#include "report/verdict.h"

static const char *const verdict_names[] = { "prose", "holds", "rounded", "undecided", "false", "not-applicable" };
const char *report_verdict_name(enum verdict v)
{
	return verdict_names[v];
}

uint32_t report_finding_line(const struct report *r, const struct finding *f)
{
	return model_line_at(r->model, f->place.at);
}

/* Adds to a list that is kept ascending as long as its callers come in ascending order. */
#define ADD_NEW(arena, list, value) \
	do { \
		if ((list)->n == 0 || (list)->at[(list)->n - 1] != (value)) \
			*vec_add((arena), (list)) = (value); \
	} while (0)

/* The graph's edges are sorted by from, then to, so every list comes out ascending. */
static void edges(struct arena *a, struct report *r)
{
	const struct graph *g = r->graph;
	for (uint32_t i = 0; i < r->lines.n; i++) {
		struct report_line *line = &r->lines.at[i];
		for (uint32_t e = g->first[i]; e < g->first[i + 1]; e++) {
			const struct edge *edge = &g->edges.at[e];
			if (edge->to == i || edge->to >= r->lines.n)
				continue;
			if (edge->kind == EDGE_REFERENCE || edge->kind == EDGE_FROM)
				ADD_NEW(a, &line->refs, edge->to);
			if (edge->kind == EDGE_TERM)
				continue;
			ADD_NEW(a, &line->rests_on, edge->to);
			ADD_NEW(a, &r->lines.at[edge->to].rested_on_by, i);
		}
	}
}

static void claims_of_lines(struct report *r)
{
	for (uint32_t i = 0; i < r->claims->all.n; i++) {
		uint32_t line = r->claims->all.at[i].line;
		if (line >= r->lines.n)
			continue;
		if (r->lines.at[line].claim_count++ == 0)
			r->lines.at[line].first_claim = i;
	}
}

static void count(struct report *r)
{
	struct summary *s = &r->summary;
	s->lines = (uint32_t)r->model->lines.n;
	s->claims = (uint32_t)r->claims->all.n;
	s->unrecognised = (uint32_t)r->claims->unrecognised.n;
	for (size_t i = 0; i < r->claims->all.n; i++)
		switch (r->claims->all.at[i].verdict) {
		case CLAIM_HOLDS: s->hold++; break;
		case CLAIM_ROUNDED: s->rounded++; break;
		case CLAIM_FALSE: s->falses++; break;
		case CLAIM_UNDECIDED: s->undecided++; break;
		}
	for (size_t i = 0; i < r->diag->findings.n; i++) {
		const struct finding *f = &r->diag->findings.at[i];
		if (f->waived)
			s->waived++;
		else if (f->severity == SEVERITY_ERROR)
			s->errors++;
		else if (f->severity == SEVERITY_WARNING)
			s->warnings++;
		else if (f->severity == SEVERITY_NOTE)
			s->notes++;
	}
	s->facts = (uint32_t)r->facts->all.n;
	for (size_t i = 0; i < r->facts->all.n; i++)
		s->facts_good += facts_status_good(r->facts->all.at[i].status);
}

void report_make(struct arena *a, const struct sheet *s, struct report *r)
{
	*r = (struct report){ .text = s->text, .model = s->model, .facts = s->facts, .values = s->values, .claims = s->claims, .figures = s->figures,
		.graph = s->graph, .diag = s->diag, .version = HENCE_VERSION };
	for (uint32_t i = 0; i < s->model->lines.n; i++)
		vec_add(a, &r->lines)->line = i;
	edges(a, r);
	claims_of_lines(r);
	for (size_t i = 0; i < r->lines.n; i++)
		verdict_own(a, r, &r->lines.at[i]);
	verdict_hand_on(a, r);
	count(r);
}

/* A calculation and a check owe a decision of everything they claim; a premise owes its fact, and says so by a finding. */
static bool owes(enum role role)
{
	return role == ROLE_CALCULATION || role == ROLE_CHECK || role == ROLE_INFERENCE;
}

int report_status(const struct report *r, bool allow_undecided)
{
	if (r->summary.lines == 0 && r->summary.claims == 0)
		return 2;
	if (r->summary.errors)
		return 1;
	if (allow_undecided)
		return 0;
	if (r->summary.facts_good < r->summary.facts)
		return 3;
	for (size_t i = 0; i < r->diag->findings.n; i++) {
		const struct finding *f = &r->diag->findings.at[i];
		if (f->kind->undecided && !f->waived && f->severity != SEVERITY_OFF)
			return 3;
	}
	for (size_t i = 0; i < r->lines.n; i++)
		if (r->lines.at[i].verdict == VERDICT_UNDECIDED && owes(r->model->lines.at[i].role))
			return 3;
	return 0;
}

static void dump_list(const struct report *r, struct buf *b, const char *label, const uint32_t *lines, size_t n)
{
	if (n == 0)
		return;
	buf_printf(b, " %s", label);
	for (size_t i = 0; i < n; i++)
		buf_printf(b, "%s%.*s", i ? "," : " ", STR_ARG(r->model->lines.at[lines[i]].id));
}

void report_dump(const struct report *r, struct buf *b)
{
	for (size_t i = 0; i < r->lines.n; i++) {
		const struct report_line *l = &r->lines.at[i];
		buf_printf(b, "line %.*s: %s", STR_ARG(r->model->lines.at[i].id), report_verdict_name(l->verdict));
		if (l->why.n)
			buf_printf(b, " (%.*s)", STR_ARG(l->why));
		dump_list(r, b, "given", l->given.at, l->given.n);
		dump_list(r, b, "rests on", l->rests_on.at, l->rests_on.n);
		dump_list(r, b, "refs", l->refs.at, l->refs.n);
		dump_list(r, b, "carries", l->rested_on_by.at, l->rested_on_by.n);
		if (l->claim_count)
			buf_printf(b, " claims %u", l->claim_count);
		buf_putc(b, '\n');
	}
	const struct summary *s = &r->summary;
	buf_printf(b, "%u lines; %u claims: %u hold, %u rounded, %u false, %u undecided, %u unrecognised; %u errors, %u warnings, "
		"%u notes, %u waived; %u of %u facts\n", s->lines, s->claims, s->hold, s->rounded, s->falses, s->undecided,
		s->unrecognised, s->errors, s->warnings, s->notes, s->waived, s->facts_good, s->facts);
}
