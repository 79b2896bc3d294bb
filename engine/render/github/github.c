/* The findings as workflow commands of GitHub: each one is an annotation at its place in a change. */
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

/* In a property a comma and a colon would end it. Control bytes and direction marks are shown, not obeyed. */
static void escape(struct buf *out, struct str x, bool property)
{
	struct buf safe = { 0 };
	struct str rest = x, piece;
	for (bool first = true; str_split(&rest, '\n', &piece); first = false) {
		if (!first)
			buf_putc(&safe, '\n');
		diag_escape(&safe, piece);
	}
	for (size_t i = 0; i < safe.n; i++) {
		char c = safe.s[i];
		if (c == '%' || c == '\n' || (property && (c == ',' || c == ':')))
			buf_printf(out, "%%%02X", (unsigned)c);
		else
			buf_putc(out, c);
	}
	buf_free(&safe);
}

static void annotation(struct arena *a, const struct report *r, const struct finding *f, struct buf *out)
{
	static const char *const commands[] = { "debug", "notice", "warning", "error" };
	struct range place;
	const struct text *where = diag_where(r->text, f, &place);
	struct position from = text_position(where, place.at), to = text_position(where, place.at + place.n);
	uint32_t line = report_finding_line(r, f);
	buf_printf(out, "::%s file=", commands[f->severity]);
	escape(out, where->name, true);
	buf_printf(out, ",line=%u", (unsigned)from.line);
	if (to.line != from.line)               /* columns are only for one line */
		buf_printf(out, ",endLine=%u", (unsigned)to.line);
	else
		buf_printf(out, ",col=%u,endColumn=%u", (unsigned)from.column, (unsigned)to.column);
	buf_puts(out, ",title=");
	escape(out, line == LINE_NONE ? str_of(f->kind->id)
		: str_format(a, "line %.*s, %s", STR_ARG(r->model->lines.at[line].number_text), f->kind->id), true);
	buf_puts(out, "::");
	escape(out, f->message, false);
	for (size_t i = 0; i < f->notes.n; i++) {
		buf_puts(out, "%0A");
		escape(out, f->notes.at[i].text, false);
	}
	if (f->help.n) {
		buf_puts(out, "%0Ahelp: ");
		escape(out, f->help, false);
	}
	buf_putc(out, '\n');
}

static bool render(struct arena *a, const struct report *r, const struct render_options *options, struct buf *out, struct str *why)
{
	const struct summary *s = &r->summary;
	(void)options;
	(void)why;
	for (size_t i = 0; i < r->diag->findings.n; i++)
		if (r->diag->findings.at[i].severity != SEVERITY_OFF && !r->diag->findings.at[i].waived)
			annotation(a, r, &r->diag->findings.at[i], out);
	escape(out, r->text->name, false);
	buf_printf(out, ": %u lines, %u claims: %u hold, %u rounded, %u false, %u undecided; %u not understood; %u errors, %u warnings, %u notes, %u waived\n",
		s->lines, s->claims, s->hold, s->rounded, s->falses, s->undecided, s->unrecognised, s->errors, s->warnings, s->notes, s->waived);
	return true;
}

const struct renderer render_github = { "github", ".github.txt", render, NULL, false };
