/* What is true of every report, whatever the worksheet said. Shared by the harness and the tests of the pipeline. */
#ifndef TESTS_INVARIANTS_H
#define TESTS_INVARIANTS_H

#include <assert.h>

static inline void inside(struct range r, const struct text *t)
{
	assert((size_t)r.at + r.n <= t->bytes.n);
}

static inline void invariants(const struct outcome *o, const struct text *text)
{
	const struct report *r = &o->report;
	const struct model *m = &o->model;
	uint32_t verdicts[4] = { 0 }, end = 0;
	size_t bad;
	for (size_t i = 0; i < m->lines.n; i++) {
		const struct line *l = &m->lines.at[i];
		inside(l->range, text);
		inside(l->number_range, text);
		assert(l->range.at >= end);
		end = l->range.at + l->range.n;
		assert(l->tree && l->body_at >= l->range.at && l->body_at <= end);
		assert((size_t)l->first_span + l->span_count <= m->spans.n);
	}
	for (size_t i = 0; i < m->spans.n; i++)
		inside(m->spans.at[i].range, text);
	for (size_t i = 0; i < o->claims.all.n; i++) {
		const struct claim *c = &o->claims.all.at[i];
		inside(c->range, text);
		assert(c->line == LINE_NONE || c->line < m->lines.n);
		assert(c->text.n && utf8_valid(c->text, &bad));
		assert(i == 0 || o->claims.all.at[i - 1].range.at <= c->range.at);
		verdicts[c->verdict]++;
	}
	for (size_t i = 0; i < o->claims.unrecognised.n; i++)
		inside(o->claims.unrecognised.at[i].range, text);
	for (size_t i = 0; i < o->diag.findings.n; i++) {
		const struct finding *f = &o->diag.findings.at[i];
		inside(f->place, text);
		assert(f->message.n && utf8_valid(f->message, &bad));
		for (size_t k = 0; k < f->notes.n; k++)
			inside(f->notes.at[k].place, text);
		for (size_t k = 0; k < f->rests_on.n; k++)
			assert(f->rests_on.at[k] < m->lines.n);
	}
	for (size_t i = 0; i < o->graph.edges.n; i++)
		assert(o->graph.edges.at[i].from < m->lines.n && o->graph.edges.at[i].to < m->lines.n);
	assert(r->summary.lines == m->lines.n && r->summary.claims == o->claims.all.n);
	assert(r->summary.hold == verdicts[CLAIM_HOLDS] && r->summary.rounded == verdicts[CLAIM_ROUNDED]);
	assert(r->summary.falses == verdicts[CLAIM_FALSE] && r->summary.undecided == verdicts[CLAIM_UNDECIDED]);
	assert(r->lines.n == m->lines.n);
}

#endif
