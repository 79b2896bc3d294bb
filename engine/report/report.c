/* Verdicts and counts from what the rooms to the left found; one pass down the lines, no recursion. */
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

#include <stdlib.h>
#include <string.h>

const char *report_verdict_name(enum verdict v)
{
	static const char *const names[] = { "prose", "holds", "rounded", "undecided", "false", "not-applicable" };
	return names[v];
}

uint32_t report_finding_line(const struct report *r, const struct finding *f)
{
	return model_line_at(r->model, f->place.at);
}

static bool counts(const struct finding *f)
{
	return f->severity != SEVERITY_OFF && !f->waived;
}

static int by_number(const void *x, const void *y)
{
	uint32_t a = *(const uint32_t *)x, b = *(const uint32_t *)y;
	return (a > b) - (a < b);
}

static size_t sort_unique(uint32_t *at, size_t n)
{
	if (n == 0)
		return 0;
	qsort(at, n, sizeof *at, by_number);
	size_t kept = 1;
	for (size_t i = 1; i < n; i++)
		if (at[i] != at[kept - 1])
			at[kept++] = at[i];
	return kept;
}

/* --- who rests on whom ---------------------------------------------------------------------------------------- */
static void collect_edges(struct arena *a, struct report *r)
{
	const struct graph *g = r->graph;
	size_t lines = r->model->lines.n;
	uint32_t *found = arena_take(a, (lines + 1) * sizeof *found);
	for (uint32_t i = 0; i < lines; i++) {
		size_t n = graph_rests_on(g, i, found, lines);
		for (size_t k = 0; k < n; k++) {
			*vec_add(a, &r->lines.at[i].rests_on) = found[k];
			*vec_add(a, &r->lines.at[found[k]].rested_on_by) = i;
		}
	}
	for (size_t i = 0; i < g->references.n; i++) {
		const struct reference *ref = &g->references.at[i];
		if (ref->to != LINE_NONE && ref->from != LINE_NONE)
			*vec_add(a, &r->lines.at[ref->from].refs) = ref->to;
	}
	for (size_t i = 0; i < lines; i++)
		r->lines.at[i].refs.n = sort_unique(r->lines.at[i].refs.at, r->lines.at[i].refs.n);
}

/* The premises a line comes down to. A line that rests on one other shares its list, so a chain stays linear. */
static void collect_given(struct arena *a, struct report *r, uint32_t i)
{
	struct report_line *line = &r->lines.at[i];
	bool premise = r->model->lines.at[i].role == ROLE_PREMISE;
	size_t above = 0;
	for (size_t k = 0; k < line->rests_on.n; k++)
		above += line->rests_on.at[k] < i;
	if (above == 1 && !premise) {
		for (size_t k = 0; k < line->rests_on.n; k++)
			if (line->rests_on.at[k] < i && r->model->lines.at[line->rests_on.at[k]].role != ROLE_PREMISE) {
				memcpy(&line->given, &r->lines.at[line->rests_on.at[k]].given, sizeof line->given);
				return;
			}
	}
	for (size_t k = 0; k < line->rests_on.n; k++) {
		uint32_t on = line->rests_on.at[k];
		if (on >= i)
			continue;
		if (r->model->lines.at[on].role == ROLE_PREMISE)
			*vec_add(a, &line->given) = on;
		for (size_t m = 0; m < r->lines.at[on].given.n; m++)
			*vec_add(a, &line->given) = r->lines.at[on].given.at[m];
	}
	line->given.n = sort_unique(line->given.at, line->given.n);
}

/* --- verdicts --------------------------------------------------------------------------------------------------- */
/* Findings that say that something on the line is not so; the other errors leave it undecided. */
static bool says_false(const struct finding *f)
{
	const char *group = f->kind->group;
	return strcmp(group, "arithmetic") == 0 || strcmp(group, "layout") == 0 || f->kind == &finding_contradiction
		|| f->kind == &finding_fact_differs || f->kind == &finding_false_line_holds;
}

static void raise(struct report_line *line, enum verdict v, struct str why)
{
	if (v > line->verdict) {
		line->verdict = v;
		line->why = why;
	}
}

static bool owes(enum role role)
{
	return role == ROLE_CALCULATION || role == ROLE_CHECK || role == ROLE_PREMISE || role == ROLE_INFERENCE || role == ROLE_DEFINITION;
}

static void judge_claims(struct report *r, uint32_t i)
{
	struct report_line *line = &r->lines.at[i];
	enum role role = r->model->lines.at[i].role;
	for (uint32_t k = line->first_claim; k < line->first_claim + line->claim_count; k++) {
		const struct claim *c = &r->claims->all.at[k];
		if (c->verdict == CLAIM_HOLDS)
			raise(line, VERDICT_HOLDS, STR(""));
		else if (c->verdict == CLAIM_ROUNDED)
			raise(line, VERDICT_ROUNDED, c->why);
		else if (c->verdict == CLAIM_FALSE)
			raise(line, role == ROLE_FALSE ? VERDICT_HOLDS : VERDICT_FALSE, c->why);
		else if (role == ROLE_CALCULATION || role == ROLE_CHECK)
			raise(line, VERDICT_UNDECIDED, c->why);
	}
}

static void judge_spans(struct report *r, uint32_t i)
{
	const struct line *source = &r->model->lines.at[i];
	struct report_line *line = &r->lines.at[i];
	for (uint32_t k = source->first_span; k < source->first_span + source->span_count && k < r->values->results.n; k++) {
		const struct result *result = &r->values->results.at[k];
		if (result->failed || result->value.kind == VALUE_UNDECIDED)
			raise(line, VERDICT_UNDECIDED, result->value.why);
		else if (result->value.kind == VALUE_ABSENT)
			raise(line, VERDICT_UNDECIDED, result->value.why);
		else
			raise(line, VERDICT_HOLDS, STR(""));
	}
}

/* A line that rests on a false or undecided one holds nothing. */
static void judge_ground(struct arena *a, struct report *r, uint32_t i)
{
	struct report_line *line = &r->lines.at[i];
	for (size_t k = 0; k < line->rests_on.n && line->verdict <= VERDICT_ROUNDED; k++) {
		uint32_t on = line->rests_on.at[k];
		enum verdict v = on < i ? r->lines.at[on].verdict : VERDICT_PROSE;
		struct str number = r->model->lines.at[on].number_text;
		if (v == VERDICT_FALSE)
			raise(line, VERDICT_UNDECIDED, str_format(a, "rests on line %.*s, which is false", STR_ARG(number)));
		else if (v == VERDICT_UNDECIDED && line->verdict != VERDICT_PROSE)
			raise(line, VERDICT_UNDECIDED, str_format(a, "rests on line %.*s, which is undecided", STR_ARG(number)));
		else if (v == VERDICT_NOT_APPLICABLE && line->verdict != VERDICT_PROSE)
			raise(line, VERDICT_NOT_APPLICABLE, str_format(a, "rests on line %.*s, which does not apply here", STR_ARG(number)));
	}
}

static void judge(struct arena *a, struct report *r)
{
	for (uint32_t i = 0; i < r->lines.n; i++) {
		struct report_line *line = &r->lines.at[i];
		if (i < r->values->lines.n && !r->values->lines.at[i].yes) {
			const struct applies *applies = &r->values->lines.at[i];
			raise(line, applies->undecided ? VERDICT_UNDECIDED : VERDICT_NOT_APPLICABLE, applies->why);
			collect_given(a, r, i);
			continue;
		}
		judge_claims(r, i);
		judge_spans(r, i);
		judge_ground(a, r, i);
		collect_given(a, r, i);
		/* A premise or definition without anything to compute is taken as it stands. */
		enum role role = r->model->lines.at[i].role;
		if (line->verdict == VERDICT_PROSE && (role == ROLE_PREMISE || role == ROLE_DEFINITION || role == ROLE_INFERENCE))
			raise(line, VERDICT_HOLDS, STR(""));
	}
}

/* Findings come before the ground is judged, so that what rests on a faulty line learns of it. */
static void judge_findings(struct report *r)
{
	for (size_t i = 0; i < r->diag->findings.n; i++) {
		const struct finding *f = &r->diag->findings.at[i];
		uint32_t at = report_finding_line(r, f);
		if (at == LINE_NONE || !counts(f))
			continue;
		if (f->severity == SEVERITY_ERROR)
			raise(&r->lines.at[at], says_false(f) ? VERDICT_FALSE : VERDICT_UNDECIDED, f->message);
		else if (f->kind->undecided)
			raise(&r->lines.at[at], VERDICT_UNDECIDED, f->message);
	}
}

static void summarise(struct report *r)
{
	struct summary *s = &r->summary;
	s->lines = (uint32_t)r->lines.n;
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
		s->waived += f->waived;
		s->errors += counts(f) && f->severity == SEVERITY_ERROR;
		s->warnings += counts(f) && f->severity == SEVERITY_WARNING;
		s->notes += counts(f) && f->severity == SEVERITY_NOTE;
	}
	s->facts = (uint32_t)r->facts->all.n;
	for (size_t i = 0; i < r->facts->all.n; i++)
		s->facts_good += facts_status_good(r->facts->all.at[i].status);
}

void report_make(struct arena *a, const struct sheet *sheet, struct report *r)
{
	*r = (struct report){
		.text = sheet->text, .model = sheet->model, .facts = sheet->facts, .values = sheet->values, .claims = sheet->claims,
		.graph = sheet->graph, .diag = sheet->diag, .version = HENCE_VERSION,
	};
	for (uint32_t i = 0; i < sheet->model->lines.n; i++)
		vec_add(a, &r->lines)->line = i;
	for (uint32_t k = 0; k < sheet->claims->all.n; k++) {
		uint32_t at = sheet->claims->all.at[k].line;
		if (at == LINE_NONE)
			continue;
		if (r->lines.at[at].claim_count++ == 0)
			r->lines.at[at].first_claim = k;
	}
	collect_edges(a, r);
	judge_findings(r);
	judge(a, r);
	summarise(r);
}

int report_status(const struct report *r, bool allow_undecided)
{
	if (r->summary.lines == 0 && r->summary.claims == 0)
		return 2;
	if (r->summary.errors)
		return 1;
	bool undecided = r->summary.facts_good < r->summary.facts;
	for (size_t i = 0; i < r->lines.n && !undecided; i++)
		undecided = r->lines.at[i].verdict == VERDICT_UNDECIDED && owes(r->model->lines.at[i].role);
	return undecided && !allow_undecided ? 3 : 0;
}

void report_dump(const struct report *r, struct buf *out)
{
	for (size_t i = 0; i < r->lines.n; i++) {
		const struct report_line *l = &r->lines.at[i];
		buf_printf(out, "line %.*s %s", STR_ARG(r->model->lines.at[i].number_text), report_verdict_name(l->verdict));
		for (size_t k = 0; k < l->rests_on.n; k++)
			buf_printf(out, "%s%.*s", k ? "," : " rests-on=", STR_ARG(r->model->lines.at[l->rests_on.at[k]].number_text));
		for (size_t k = 0; k < l->given.n; k++)
			buf_printf(out, "%s%.*s", k ? "," : " given=", STR_ARG(r->model->lines.at[l->given.at[k]].number_text));
		if (l->why.n) {
			buf_puts(out, " why=");
			diag_escape(out, l->why);
		}
		buf_putc(out, '\n');
	}
	const struct summary *s = &r->summary;
	buf_printf(out, "summary lines=%u claims=%u hold=%u rounded=%u false=%u undecided=%u unrecognised=%u errors=%u warnings=%u notes=%u waived=%u facts=%u/%u\n",
		s->lines, s->claims, s->hold, s->rounded, s->falses, s->undecided, s->unrecognised, s->errors, s->warnings, s->notes, s->waived,
		s->facts_good, s->facts);
}
