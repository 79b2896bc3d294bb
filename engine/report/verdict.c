/* Verdicts: what a line says by itself, then what is handed on to the lines that rest on it. */
#include "base.h"
#include "diag.h"
#include "source.h"
#include "model.h"
#include "facts.h"
#include "values.h"
#include "claims.h"
#include "figure.h"
#include "graph.h"
#include "rules.h"
#include "report.h"
#include "report/verdict.h"

#include <string.h>

static void settle(struct report_line *l, enum verdict v, struct str why)
{
	l->verdict = v;
	l->why = why;
}

/* What the live spans of the line say. */
static void own_spans(const struct report *r, struct report_line *l, bool *decided)
{
	const struct line *line = &r->model->lines.at[l->line];
	for (uint32_t i = line->first_span; i < line->first_span + line->span_count && i < r->values->results.n; i++) {
		const struct result *x = &r->values->results.at[i];
		const struct span *span = &r->model->spans.at[i];
		if (x->failed) {
			settle(l, VERDICT_UNDECIDED, STR("a formula in it could not be evaluated"));
			return;
		}
		if (x->value.kind == VALUE_UNDECIDED && l->verdict != VERDICT_UNDECIDED)
			settle(l, VERDICT_UNDECIDED, x->value.why.n ? x->value.why : STR("a value in it is not known"));
		if (x->value.kind == VALUE_ABSENT && l->verdict == VERDICT_PROSE)
			settle(l, VERDICT_NOT_APPLICABLE, x->value.why);
		if (x->value.kind == VALUE_TRUTH && span->kind == SPAN_CHECK && x->value.truth == (span->answer == ANSWER_NO)) {
			settle(l, VERDICT_FALSE, STR("a check in it fails"));
			return;
		}
		if (x->value.kind != VALUE_UNDECIDED && x->value.kind != VALUE_ABSENT)
			*decided = true;
	}
}

static void own_claims(struct arena *a, const struct report *r, struct report_line *l, bool *decided, bool *rounded)
{
	for (uint32_t i = l->first_claim; i < l->first_claim + l->claim_count; i++) {
		const struct claim *c = &r->claims->all.at[i];
		switch (c->verdict) {
		case CLAIM_HOLDS:
			*decided = true;
			break;
		case CLAIM_ROUNDED:
			*rounded = *decided = true;
			break;
		case CLAIM_FALSE:
			if (c->computed.n)
				settle(l, VERDICT_FALSE, str_format(a, "computed %.*s", STR_ARG(c->computed)));
			else
				settle(l, VERDICT_FALSE, STR("a claim in it is false"));
			return;
		case CLAIM_UNDECIDED:
			if (l->verdict != VERDICT_UNDECIDED)
				settle(l, VERDICT_UNDECIDED, c->why.n ? c->why : STR("a claim in it could not be decided"));
			break;
		}
	}
}

/* A figure that states something that was checked decides; what is wrong in it is a finding of its own. */
static void own_figure(const struct report *r, struct report_line *l, bool *decided)
{
	const struct figure *f = r->model->lines.at[l->line].figure ? figure_of(r->figures, l->line) : NULL;
	if (f && f->drawn && !f->failed && f->checks)
		*decided = true;
	else if (f && !f->drawn && !f->failed && l->verdict == VERDICT_PROSE)
		settle(l, VERDICT_UNDECIDED, f->why);
}

/* A plain worksheet's premise whose source stands beside it was checked against its own quotation. */
static bool as_written(const struct report *r, uint32_t line)
{
	for (size_t i = 0; i < r->model->as_written.n; i++)
		if (r->model->as_written.at[i].line == line && r->model->as_written.at[i].source.n)
			return true;
	return false;
}

void verdict_own(struct arena *a, const struct report *r, struct report_line *l)
{
	const struct line *line = &r->model->lines.at[l->line];
	if (l->line < r->values->lines.n) {
		const struct applies *applies = &r->values->lines.at[l->line];
		if (applies->undecided) {
			settle(l, VERDICT_UNDECIDED, applies->why);
			return;
		}
		if (!applies->yes) {
			settle(l, VERDICT_NOT_APPLICABLE, applies->why);
			return;
		}
	}
	bool decided = false, rounded = false;
	own_spans(r, l, &decided);
	if (l->verdict != VERDICT_FALSE && l->verdict != VERDICT_NOT_APPLICABLE)
		own_claims(a, r, l, &decided, &rounded);
	if (l->verdict != VERDICT_PROSE)
		return;
	own_figure(r, l, &decided);
	if (!decided && line->role == ROLE_PREMISE)
		decided = as_written(r, l->line);
	if (decided)
		l->verdict = rounded ? VERDICT_ROUNDED : VERDICT_HOLDS;
	else if (line->role == ROLE_CHECK)
		settle(l, VERDICT_UNDECIDED, STR("nothing in it was understood as a claim"));
}

/* A line that a finding calls wrong does not hold, whatever its claims say. What a house rule finds is an error of the worksheet; it
 * says nothing about whether a line is true. */
static void findings(const struct report *r, bool *deliberate)
{
	for (size_t i = 0; i < r->diag->findings.n; i++) {
		const struct finding *f = &r->diag->findings.at[i];
		uint32_t line = model_line_at(r->model, f->place.at);
		if (line == LINE_NONE || f->waived || f->severity == SEVERITY_OFF || strcmp(f->kind->group, "house") == 0 || (f->kind->severity != SEVERITY_ERROR && !f->kind->undecided))
			continue;
		/* two places that may speak of two cases: neither is false for it */
		if (f->kind == &finding_contradiction && f->severity != SEVERITY_ERROR)
			continue;
		/* where a true value is from is one question, whether it is true another */
		if (f->kind == &finding_wrong_carry && f->severity != SEVERITY_ERROR)
			continue;
		struct report_line *l = &r->lines.at[line];
		if (l->verdict == VERDICT_FALSE || l->verdict == VERDICT_NOT_APPLICABLE)
			continue;
		bool arithmetic = strcmp(f->kind->group, "arithmetic") == 0 || strcmp(f->kind->group, "layout") == 0;
		if (arithmetic || f->kind == &finding_fact_differs || f->kind == &finding_contradiction)
			settle(l, VERDICT_FALSE, f->message);
		else if (l->verdict != VERDICT_UNDECIDED)
			settle(l, VERDICT_UNDECIDED, f->message);
	}
	/* A mistake shown on purpose is false, as it says; what comes after corrects it and is not spoilt by it. */
	for (size_t i = 0; i < r->lines.n; i++)
		deliberate[i] = r->model->lines.at[i].role == ROLE_FALSE;
}

/* Every line after the lines it rests on, as far as they are no cycle: depth first, with a stack of our own. */
static uint32_t *order(struct arena *a, const struct report *r)
{
	size_t n = r->lines.n;
	uint32_t *out = arena_take(a, (n + 1) * sizeof *out), *stack = arena_take(a, (n + 1) * sizeof *stack);
	uint32_t *next = arena_take(a, (n + 1) * sizeof *next);
	bool *seen = arena_take(a, n + 1);
	size_t filled = 0;
	for (uint32_t i = 0; i < n; i++) {
		size_t depth = 0;
		if (!seen[i]) {
			seen[i] = true;
			stack[depth++] = i;
		}
		while (depth) {
			const struct report_line *l = &r->lines.at[stack[depth - 1]];
			if (next[l->line] == l->rests_on.n) {
				out[filled++] = l->line;
				depth--;
				continue;
			}
			uint32_t to = l->rests_on.at[next[l->line]++];
			if (!seen[to]) {
				seen[to] = true;
				stack[depth++] = to;
			}
		}
	}
	return out;
}

/* More premises than this are not listed for one line: the lists of all lines together stay linear in the worksheet. */
enum { GIVEN_MOST = 1000 };

static bool within(const uint32_t *part, size_t n, const uint32_t *whole, size_t m)
{
	size_t j = 0;
	for (size_t i = 0; i < n; i++) {
		while (j < m && whole[j] < part[i])
			j++;
		if (j == m || whole[j] != part[i])
			return false;
	}
	return true;
}

/* Unites a sorted list into the line's; a list that has all of the other is shared, not copied. */
static void unite(struct arena *a, struct report_line *l, uint32_t *other, size_t n)
{
	if (n == 0 || within(other, n, l->given.at, l->given.n))
		return;
	if (within(l->given.at, l->given.n, other, n)) {
		l->given.at = other;
		l->given.n = l->given.room = n;
		return;
	}
	uint32_t *both = arena_take(a, (l->given.n + n) * sizeof *both);
	size_t i = 0, j = 0, filled = 0;
	while ((i < l->given.n || j < n) && filled < GIVEN_MOST) {
		if (j == n || (i < l->given.n && l->given.at[i] < other[j]))
			both[filled++] = l->given.at[i++];
		else if (i == l->given.n || other[j] < l->given.at[i])
			both[filled++] = other[j++];
		else
			both[filled++] = other[j++], i++;
	}
	l->given_cut |= i < l->given.n || j < n;
	l->given.at = both;
	l->given.n = l->given.room = filled;
}

static void come_down(struct arena *a, struct report *r, struct report_line *l)
{
	for (size_t i = 0; i < l->rests_on.n; i++) {
		struct report_line *to = &r->lines.at[l->rests_on.at[i]];
		bool leaf = to->given.n == 0 || r->model->lines.at[to->line].role == ROLE_PREMISE;
		l->given_cut |= to->given_cut;
		unite(a, l, to->given.at, to->given.n);
		if (leaf)
			unite(a, l, &to->line, 1);
	}
}

/* Whether a verdict of the lines below is handed on to this one: prose that only mentions a line stays prose. */
static bool affected(const struct report *r, const struct report_line *l)
{
	return l->verdict == VERDICT_HOLDS || l->verdict == VERDICT_ROUNDED ||
		(l->verdict == VERDICT_PROSE && r->model->lines.at[l->line].role == ROLE_INFERENCE);
}

/* root[i]: the line at which the trouble of line i began, or LINE_NONE. */
static void hand_on(struct arena *a, struct report *r, struct report_line *l, uint32_t *root, const bool *deliberate)
{
	const struct line *lines = r->model->lines.at;
	if (l->verdict == VERDICT_FALSE || l->verdict == VERDICT_NOT_APPLICABLE) {
		root[l->line] = l->line;
		return;
	}
	const struct outside *outside;
	for (size_t i = 0, n = graph_outside(r->graph, l->line, &outside); i < n && affected(r, l); i++) {
		const struct used_line *used = outside[i].to;
		bool wrong = str_is(used->verdict, "false");
		if (!wrong && !str_is(used->verdict, "undecided"))
			continue;
		root[l->line] = l->line;
		settle(l, VERDICT_UNDECIDED, str_format(a, "rests on line %.*s of %.*s, which %s", STR_ARG(used->label), STR_ARG(outside[i].used->path),
			wrong ? "is false" : "could not be decided"));
		return;
	}
	const struct report_line *absent = NULL, *worst = NULL;
	for (size_t i = 0; i < l->rests_on.n; i++) {
		const struct report_line *to = &r->lines.at[l->rests_on.at[i]];
		if (root[to->line] == LINE_NONE || deliberate[root[to->line]])
			continue;
		enum verdict began = r->lines.at[root[to->line]].verdict;
		if (began == VERDICT_NOT_APPLICABLE)
			absent = absent ? absent : to;
		else if (worst == NULL || (began == VERDICT_FALSE && r->lines.at[root[worst->line]].verdict != VERDICT_FALSE))
			worst = to;
	}
	const struct report_line *to = worst ? worst : absent;
	if (to)
		root[l->line] = root[to->line];
	else if (l->verdict == VERDICT_UNDECIDED)
		root[l->line] = l->line;
	if (!to || !affected(r, l))
		return;
	const struct report_line *began = &r->lines.at[root[to->line]];
	const char *what = began->verdict == VERDICT_FALSE ? "is false" :
		began->verdict == VERDICT_NOT_APPLICABLE ? "does not apply here" : "could not be decided";
	struct str why = to == began ? str_format(a, "rests on line %.*s, which %s", STR_ARG(lines[to->line].number_text), what) :
		str_format(a, "rests on line %.*s, and so on line %.*s, which %s", STR_ARG(lines[to->line].number_text),
			STR_ARG(lines[began->line].number_text), what);
	settle(l, worst ? VERDICT_UNDECIDED : VERDICT_NOT_APPLICABLE, why);
}

void verdict_hand_on(struct arena *a, struct report *r)
{
	size_t n = r->lines.n;
	bool *deliberate = arena_take(a, n + 1);
	findings(r, deliberate);
	uint32_t *sorted = order(a, r), *root = arena_take(a, (n + 1) * sizeof *root);
	for (size_t i = 0; i < n; i++)
		root[i] = LINE_NONE;
	for (size_t i = 0; i < n; i++) {
		struct report_line *l = &r->lines.at[sorted[i]];
		come_down(a, r, l);
		hand_on(a, r, l, root, deliberate);
	}
}
