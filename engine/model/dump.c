/* The model as text, one fact a line: what --dump model prints and the goldens hold. */
#include "base.h"
#include "diag.h"
#include "source.h"
#include "model.h"

static void place(const struct model *m, struct buf *b, struct range r)
{
	struct position from = text_position(m->text, r.at), to = text_position(m->text, r.at + r.n);
	if (from.line == to.line)
		buf_printf(b, "%u:%u-%u", from.line, from.column, to.column);
	else
		buf_printf(b, "%u:%u-%u:%u", from.line, from.column, to.line, to.column);
}

static void quoted(struct buf *b, struct str x)
{
	buf_putc(b, '"');
	diag_escape(b, x);
	buf_putc(b, '"');
}

static void setting(struct buf *b, const char *name, struct str value)
{
	if (!value.n)
		return;
	buf_printf(b, "%s ", name);
	quoted(b, value);
	buf_putc(b, '\n');
}

static void keys(struct buf *b, const char *name, const struct yaml *map)
{
	if (!map)
		return;
	buf_printf(b, "%s", name);
	for (size_t i = 0; i < map->keys.n; i++)
		buf_printf(b, " %.*s", STR_ARG(map->keys.at[i].name));
	buf_putc(b, '\n');
}

static void span(const struct model *m, struct buf *b, const struct span *s)
{
	static const char *const kinds[] = { "show", "define", "function", "check" }, *const answers[] = { "", " answer yes", " answer no" };
	buf_printf(b, "  span %s ", kinds[s->kind]);
	place(m, b, s->range);
	if (s->name.n) {
		buf_printf(b, " %.*s", STR_ARG(s->name));
		for (size_t i = 0; i < s->parameters.n; i++)
			buf_printf(b, "%s%.*s", i ? ", " : "(", STR_ARG(s->parameters.at[i]));
		if (s->kind == SPAN_FUNCTION)
			buf_puts(b, s->parameters.n ? ")" : "()");
	}
	buf_putc(b, ' ');
	quoted(b, s->expression);
	buf_printf(b, "%s%s\n", answers[s->answer], s->in_figure ? " in figure" : "");
}

static void annotation(const struct model *m, struct buf *b, const struct line *l)
{
	for (size_t i = 0; i < l->from.n; i++) {
		const struct ref *r = &l->from.at[i];
		buf_printf(b, "  from %.*s%s%.*s\n", STR_ARG(r->worksheet), r->worksheet.n ? ":" : "", STR_ARG(r->id));
	}
	setting(b, "  source", l->source);
	setting(b, "  when", l->when);
	keys(b, "  cite", l->cite);
	keys(b, "  figure", l->figure);
	if (l->ask)
		buf_puts(b, "  ask\n");
	if (l->steps)
		buf_puts(b, "  steps\n");
	for (size_t i = 0; i < l->accepts.n; i++) {
		buf_printf(b, "  accept %.*s ", STR_ARG(l->accepts.at[i].rule));
		quoted(b, l->accepts.at[i].reason);
		buf_printf(b, "%s%.*s\n", l->accepts.at[i].until.n ? " until " : "", STR_ARG(l->accepts.at[i].until));
	}
	for (uint32_t i = 0; i < l->span_count; i++)
		span(m, b, &m->spans.at[l->first_span + i]);
}

void model_dump(const struct model *m, struct buf *b)
{
	static const char *const kinds[] = { "heading", "rule", "text" };
	const struct settings *s = &m->settings;
	buf_printf(b, "worksheet %s, %zu lines, %zu spans, %u in fences\n", s->annotated ? "annotated" : "plain", m->lines.n, m->spans.n, m->in_fences);
	setting(b, "title", s->title);
	setting(b, "subtitle", s->subtitle);
	setting(b, "date", s->date);
	setting(b, "lang", s->lang);
	keys(b, "facts", s->facts);
	keys(b, "units", s->units);
	keys(b, "uses", s->uses);
	for (size_t i = 0; i < s->assumes.n; i++)
		setting(b, "assumes", s->assumes.at[i]);
	uint32_t next_span = 0;
	for (size_t i = 0; i < m->parts.n; i++) {
		const struct part *p = &m->parts.at[i];
		if (p->kind != PART_LINE) {
			buf_printf(b, "%s ", kinds[p->kind]);
			place(m, b, p->range);
			buf_putc(b, '\n');
			for (; next_span < m->spans.n && m->spans.at[next_span].range.at < p->range.at + p->range.n; next_span++)
				span(m, b, &m->spans.at[next_span]);
			continue;
		}
		const struct line *l = &m->lines.at[p->line];
		buf_printf(b, "line %.*s ", STR_ARG(l->number_text));
		place(m, b, l->range);
		buf_printf(b, " %s", model_role_name(l->role));
		if (l->kind.n)
			buf_printf(b, " [%.*s]", STR_ARG(l->kind));
		if (l->qualifier.n)
			buf_printf(b, " (%.*s)", STR_ARG(l->qualifier));
		if (source_get(l->annotation, "id"))
			buf_printf(b, " id %.*s", STR_ARG(l->id));
		buf_putc(b, '\n');
		annotation(m, b, l);
		next_span = l->first_span + l->span_count;
	}
	for (size_t i = 0; i < m->as_written.n; i++) {
		const struct as_written *w = &m->as_written.at[i];
		buf_puts(b, "as written ");
		place(m, b, w->range);
		buf_putc(b, ' ');
		quoted(b, w->property);
		buf_putc(b, ' ');
		quoted(b, w->value);
		buf_putc(b, ' ');
		quoted(b, w->source);
		buf_putc(b, '\n');
	}
}
