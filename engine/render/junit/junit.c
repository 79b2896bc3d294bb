/* The report as JUnit XML: a case for each numbered line, and one for the text outside them. */
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
#include "render.h"
#include "render/quote.h"

struct cases { struct arena *arena; const struct report *r; struct buf *out; uint32_t tests, failures, skipped; };

static bool is_of(const struct report *r, const struct finding *f, uint32_t line)
{
	return f->severity == SEVERITY_ERROR && !f->waived && report_finding_line(r, f) == line;
}

static void attribute(struct cases *c, const char *name, struct str value)
{
	buf_printf(c->out, " %s=\"", name);
	quote_xml(c->out, value);
	buf_putc(c->out, '"');
}

static void skipped(struct cases *c, const char *verdict, struct str why)
{
	c->skipped++;
	buf_puts(c->out, "<skipped");
	attribute(c, "message", why.n ? str_format(c->arena, "%s: %.*s", verdict, STR_ARG(why)) : str_of(verdict));
	buf_puts(c->out, "/>");
}

/* All errors of a line are one failure: its message is the first, its text has each with its place. */
static void failure(struct cases *c, const struct finding *first, struct str why, uint32_t line, size_t from)
{
	c->failures++;
	buf_puts(c->out, "<failure");
	attribute(c, "message", first ? first->message : why);
	attribute(c, "type", first ? str_of(first->kind->id) : STR("false"));
	buf_puts(c->out, ">");
	for (size_t i = from; first && i < c->r->diag->findings.n; i++) {
		const struct finding *f = &c->r->diag->findings.at[i];
		struct range place;
		const struct text *where = diag_where(c->r->text, f, &place);
		struct position p = text_position(where, place.at);
		if (line != LINE_NONE && f->place.at > c->r->model->lines.at[line].range.at + c->r->model->lines.at[line].range.n)
			break;          /* findings stand in order of place */
		if (!is_of(c->r, f, line))
			continue;
		quote_xml(c->out, str_format(c->arena, "%.*s:%u:%u: %.*s [%s]\n", STR_ARG(where->name), (unsigned)p.line, (unsigned)p.column,
			STR_ARG(f->message), f->kind->id));
	}
	buf_puts(c->out, "</failure>");
}

/* first_of[line]: the index of its first error, plus one. */
static void one(struct cases *c, uint32_t index, const uint32_t *first_of)
{
	const struct line *line = &c->r->model->lines.at[index];
	const struct report_line *verdict = &c->r->lines.at[index];
	const struct finding *error = first_of[index] ? &c->r->diag->findings.at[first_of[index] - 1] : NULL;
	c->tests++;
	buf_puts(c->out, "    <testcase");
	attribute(c, "classname", c->r->text->name);
	attribute(c, "name", str_format(c->arena, "%.*s %.*s", STR_ARG(line->number_text), STR_ARG(line->kind)));
	attribute(c, "file", c->r->text->name);
	buf_printf(c->out, " line=\"%u\">", (unsigned)text_position(c->r->text, line->range.at).line);
	if (error || (verdict->verdict == VERDICT_FALSE && line->role != ROLE_FALSE))
		failure(c, error, verdict->why, index, first_of[index] ? first_of[index] - 1 : 0);
	else if (verdict->verdict == VERDICT_UNDECIDED)
		skipped(c, "could not be decided", verdict->why);
	else if (verdict->verdict == VERDICT_NOT_APPLICABLE)
		skipped(c, "does not apply here", verdict->why);
	else if (verdict->verdict == VERDICT_PROSE)
		skipped(c, "prose: nothing in it to verify", STR(""));
	buf_puts(c->out, "</testcase>\n");
}

static void outside(struct cases *c, size_t first)
{
	c->tests++;
	buf_puts(c->out, "    <testcase");
	attribute(c, "classname", c->r->text->name);
	attribute(c, "name", STR("outside the lines"));
	attribute(c, "file", c->r->text->name);
	buf_puts(c->out, ">");
	if (first)
		failure(c, &c->r->diag->findings.at[first - 1], STR(""), LINE_NONE, first - 1);
	buf_puts(c->out, "</testcase>\n");
}

static bool render(struct arena *a, const struct report *r, const struct render_options *options, struct buf *out, struct str *why)
{
	struct buf body = { 0 };
	struct cases c = { a, r, &body, 0, 0, 0 };
	uint32_t *first_of = arena_take(a, (r->lines.n + 1) * sizeof *first_of), first_outside = 0;
	bool claims_outside = false;
	(void)options;
	(void)why;
	for (size_t i = 0; i < r->diag->findings.n; i++) {
		const struct finding *f = &r->diag->findings.at[i];
		uint32_t line = report_finding_line(r, f), *first = line == LINE_NONE ? &first_outside : &first_of[line];
		if (!*first && is_of(r, f, line))
			*first = (uint32_t)i + 1;
	}
	for (size_t i = 0; i < r->claims->all.n && !claims_outside; i++)
		claims_outside = r->claims->all.at[i].line == LINE_NONE;
	for (uint32_t i = 0; i < r->lines.n; i++)
		one(&c, i, first_of);
	if (claims_outside || first_outside)
		outside(&c, first_outside);
	buf_printf(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"hence\" tests=\"%u\" failures=\"%u\" errors=\"0\" skipped=\"%u\">\n  <testsuite",
		(unsigned)c.tests, (unsigned)c.failures, (unsigned)c.skipped);
	c.out = out;
	attribute(&c, "name", r->text->name);
	buf_printf(out, " tests=\"%u\" failures=\"%u\" errors=\"0\" skipped=\"%u\">\n", (unsigned)c.tests, (unsigned)c.failures, (unsigned)c.skipped);
	buf_put(out, buf_str(&body));
	buf_puts(out, "  </testsuite>\n</testsuites>\n");
	buf_free(&body);
	return true;
}

const struct renderer render_junit = { "junit", ".junit.xml", render, NULL, false };
