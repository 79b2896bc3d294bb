/* The ledger of a worksheet: what it takes as given, what rests on that, and what was waived. */
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
#include "report/ledger.h"

struct list { VEC(uint32_t) lines; };

/* 5, 9, 45-48 */
static void list(const struct report *r, const uint32_t *lines, size_t n, struct buf *b)
{
	for (size_t i = 0; i < n;) {
		size_t end = i;
		while (end + 1 < n && lines[end + 1] == lines[end] + 1)
			end++;
		buf_printf(b, "%s%.*s", i ? ", " : "", STR_ARG(r->model->lines.at[lines[i]].number_text));
		if (end > i)
			buf_printf(b, "%s%.*s", end > i + 1 ? "-" : ", ", STR_ARG(r->model->lines.at[lines[end]].number_text));
		i = end + 1;
	}
}

static void head(const struct report *r, uint32_t line, struct buf *b)
{
	const struct line *l = &r->model->lines.at[line];
	buf_printf(b, "  line %.*s  %.*s  ", STR_ARG(l->number_text), STR_ARG(l->kind));
	diag_escape(b, r->text->name);
	buf_printf(b, ":%u\n    ", text_position(r->text, l->range.at).line);
	report_statement(r, line, b);
	buf_putc(b, '\n');
}

static void premises(struct arena *a, const struct report *r, struct buf *b)
{
	size_t n = r->lines.n, count = 0, sourced = 0;
	struct list *on = arena_take(a, (n + 1) * sizeof *on);
	bool cut = false;
	for (uint32_t i = 0; i < n; i++) {
		count += r->model->lines.at[i].role == ROLE_PREMISE;
		cut |= r->lines.at[i].given_cut;
		for (size_t k = 0; k < r->lines.at[i].given.n; k++)
			*vec_add(a, &on[r->lines.at[i].given.at[k]].lines) = i;
	}
	buf_printf(b, "Premises: %zu\n", count);
	for (uint32_t i = 0; i < n; i++) {
		if (r->model->lines.at[i].role != ROLE_PREMISE)
			continue;
		struct buf source = { 0 };
		head(r, i, b);
		ledger_source(r, i, &source);
		sourced += source.n > 0;
		buf_printf(b, "    source: %.*s\n", STR_ARG(source.n ? buf_str(&source) : STR("none is named")));
		buf_printf(b, "    status: %s", report_verdict_name(r->lines.at[i].verdict));
		if (r->lines.at[i].why.n) {
			buf_puts(b, ", ");
			diag_escape(b, r->lines.at[i].why);
		}
		buf_printf(b, "\n    carries: %zu", on[i].lines.n);
		if (on[i].lines.n) {
			buf_puts(b, on[i].lines.n == 1 ? " line, " : " lines, ");
			list(r, on[i].lines.at, on[i].lines.n, b);
		} else {
			buf_puts(b, " lines");
		}
		buf_putc(b, '\n');
		buf_free(&source);
	}
	buf_printf(b, "  %zu of %zu name a source\n", sourced, count);
	if (cut)
		buf_puts(b, "  lines that come down to very many premises are counted under the first of them\n");
}

static void facts(const struct report *r, struct buf *b)
{
	buf_printf(b, "\nFacts: %zu\n", r->facts->all.n);
	for (size_t i = 0; i < r->facts->all.n; i++) {
		const struct fact *f = &r->facts->all.at[i];
		buf_puts(b, "  ");
		diag_escape(b, f->name.n ? f->name : f->property);
		if (facts_status_good(f->status)) {
			buf_puts(b, " = ");
			diag_escape(b, f->value);
			buf_puts(b, f->unit.n ? " " : "");
			diag_escape(b, f->unit);
		}
		buf_printf(b, "  %s", facts_status_name(f->status));
		if (f->why.n) {
			buf_puts(b, ": ");
			diag_escape(b, f->why);
		}
		if (f->source.n) {
			buf_puts(b, "  from ");
			diag_escape(b, f->source);
		}
		if (f->confined.n) {
			buf_puts(b, "  ran confined: ");
			diag_escape(b, f->confined);
		}
		buf_putc(b, '\n');
	}
}

static void waivers(const struct report *r, struct buf *b)
{
	size_t count = 0;
	for (size_t i = 0; i < r->model->lines.n; i++)
		count += r->model->lines.at[i].accepts.n;
	buf_printf(b, "\nWaivers: %zu\n", count);
	for (size_t i = 0; i < r->model->lines.n; i++)
		for (size_t k = 0; k < r->model->lines.at[i].accepts.n; k++) {
			const struct waiver *w = &r->model->lines.at[i].accepts.at[k];
			buf_printf(b, "  line %.*s accepts ", STR_ARG(r->model->lines.at[i].number_text));
			diag_escape(b, w->rule);
			buf_puts(b, ": ");
			diag_escape(b, w->reason);
			if (w->until.n) {
				buf_puts(b, ", until ");
				diag_escape(b, w->until);
			}
			buf_puts(b, w->used ? "\n" : " (there is nothing to accept)\n");
		}
}

static void findings(const struct report *r, const struct finding_kind *kind, const char *title, struct buf *b)
{
	size_t count = 0;
	for (size_t i = 0; i < r->diag->findings.n; i++)
		count += r->diag->findings.at[i].kind == kind && !r->diag->findings.at[i].waived;
	buf_printf(b, "\n%s: %zu\n", title, count);
	for (size_t i = 0; i < r->diag->findings.n; i++) {
		const struct finding *f = &r->diag->findings.at[i];
		if (f->kind != kind || f->waived)
			continue;
		uint32_t line = report_finding_line(r, f);
		buf_puts(b, "  ");
		if (line != LINE_NONE)
			buf_printf(b, "line %.*s: ", STR_ARG(r->model->lines.at[line].number_text));
		diag_escape(b, f->message);
		buf_putc(b, '\n');
	}
}

void report_audit(struct arena *a, const struct report *r, struct buf *b)
{
	diag_escape(b, r->text->name);
	buf_puts(b, ": what it rests on\n\n");
	premises(a, r, b);
	facts(r, b);
	waivers(r, b);
	findings(r, &finding_unsourced_axiom, "Premises without a good source", b);
	findings(r, &finding_orphan_number, "Numbers of no origin", b);
	findings(r, &finding_unused_definition, "Unused definitions", b);
	const struct summary *s = &r->summary;
	buf_printf(b, "\n%u lines; %u claims: %u hold, %u rounded, %u false, %u undecided; %u not understood\n", s->lines, s->claims, s->hold,
		s->rounded, s->falses, s->undecided, s->unrecognised);
}
