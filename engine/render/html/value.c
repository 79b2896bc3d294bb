/* A live value: what it shows, and on hover or focus where it comes from. */
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
#include "render/sections.h"
#include "render/html/html.h"

struct str html_line_anchor(struct html *h, uint32_t line)
{
	const struct line *l = &h->r->model->lines.at[line];
	if (!h->anchors)
		h->anchors = arena_take(h->arena, h->r->model->lines.n * sizeof *h->anchors);
	struct str *anchor = &h->anchors[line];
	if (anchor->s)
		return *anchor;
	if (model_line_numbered(h->r->model, l->number) == line)
		*anchor = str_format(h->arena, "L%u", (unsigned)l->number);
	else
		*anchor = str_format(h->arena, "L%u-at-%u", (unsigned)l->number, (unsigned)text_position(h->r->text, l->range.at).line);
	return *anchor;
}

void html_line_link(struct html *h, uint32_t line, const char *before)
{
	struct str number = h->r->model->lines.at[line].number_text;
	buf_puts(h->out, before);
	buf_puts(h->out, "<a class=\"ref\" href=\"#");
	buf_put(h->out, html_line_anchor(h, line));
	buf_puts(h->out, "\">");
	buf_put(h->out, number);
	buf_puts(h->out, "</a>");
}

void html_named_line(struct html *h, const char *before, uint32_t line, const char *after)
{
	buf_puts(h->out, before);
	buf_puts(h->out, html_word(h, WORDS_LINE_LABEL, 1));
	html_line_link(h, line, " ");
	buf_puts(h->out, after);
}

/* In the order of the word list. */
enum { ROW_IS, ROW_ASKS, ROW_SHOWS, ROW_EXACT, ROW_HEX, ROW_BINARY, ROW_FACT, ROW_SOURCE, ROW_FROM, ROW_MISSING, ROW_TRUE, ROW_NOT_TRUE };

static void row_name(struct html *h, size_t name)
{
	buf_puts(h->out, "<span class=\"k\">");
	buf_puts(h->out, html_word(h, WORDS_PAGE_VALUE, name));
	buf_puts(h->out, "</span> <span class=\"d\">");
}

static void row(struct html *h, size_t name, struct str value)
{
	if (!value.n)
		return;
	row_name(h, name);
	html_escape(h->out, value);
	buf_puts(h->out, "</span>");
}

static void number_rows(struct html *h, const struct value *v)
{
	struct str unit = v->unit ? v->unit->name : STR("");
	struct str exact = num_exact(h->arena, v->num);
	row(h, ROW_EXACT, unit.n ? str_format(h->arena, "%.*s %.*s", STR_ARG(exact), STR_ARG(unit)) : exact);
	if (num_is_integer(v->num) && num_sign(v->num) >= 0 && num_bits(v->num) <= 64 && num_bits(v->num) > 1) {
		row(h, ROW_HEX, num_show(h->arena, v->num, (struct num_style){ .base = 16 }));
		if (num_bits(v->num) <= 32)
			row(h, ROW_BINARY, num_show(h->arena, v->num, (struct num_style){ .base = 2 }));
	}
}

static void origin(struct html *h, const struct name *name)
{
	if (name->kind != NAME_FACT || !name->fact)
		return;
	row(h, ROW_FACT, name->fact->property.n ? name->fact->property : name->name);
	row(h, ROW_SOURCE, name->fact->source);
}

static void reads(struct html *h, const struct result *result)
{
	if (!result->reads.n)
		return;
	row_name(h, ROW_FROM);
	for (size_t i = 0; i < result->reads.n; i++) {
		const struct name *name = result->reads.at[i];
		if (i)
			buf_puts(h->out, ", ");
		html_escape(h->out, name->name);
		if (name->line != LINE_NONE)
			html_named_line(h, " (", name->line, ")");
	}
	buf_puts(h->out, "</span>");
}

/* The lines that name what is defined here; a few, since the line has all that rests on it. */
static void used(struct html *h, const struct span *s)
{
	enum { SHOWN = 8 };
	const struct graph *g = h->r->graph;
	size_t n = 0;
	if (s->kind == SPAN_SHOW || s->kind == SPAN_CHECK || s->line == LINE_NONE)
		return;
	const struct report_line *l = &h->r->lines.at[s->line];
	for (size_t i = 0; i < l->rested_on_by.n && n <= SHOWN; i++) {
		uint32_t from = l->rested_on_by.at[i], k = g->first[from];
		while (k < g->first[from + 1] && (g->edges.at[k].to != s->line || g->edges.at[k].kind != EDGE_NAME || !str_eq(g->edges.at[k].what, s->name)))
			k++;
		if (k == g->first[from + 1])
			continue;
		if (n == 0)
			html_printf(h, "<span class=\"k\">%s</span> <span class=\"d\">", html_word(h, WORDS_PAGE_TRACE, 0));
		if (n++ == SHOWN)
			buf_puts(h->out, ", …");
		else
			html_line_link(h, from, n > 1 ? ", " : "");
	}
	buf_puts(h->out, n ? "</span>" : "");
}

void html_value(struct html *h, const struct span *s)
{
	const struct result *result = s->index < h->r->values->results.n ? &h->r->values->results.at[s->index] : NULL;
	if (!result) {
		buf_puts(h->out, "<code>");
		html_escape(h->out, text_range(h->r->text, s->range));
		buf_puts(h->out, "</code>");
		return;
	}
	bool had = !result->failed && result->value.kind != VALUE_UNDECIDED && result->value.kind != VALUE_ABSENT;
	bool check = s->kind == SPAN_CHECK, held = had && check && result->value.truth;
	bool agrees = held == (s->answer != ANSWER_NO);        /* a condition that is not true is no fault where the answer is NO */
	uint32_t tip = ++h->tips;
	html_printf(h, "<span class=\"value%s%s\" tabindex=\"0\" aria-describedby=\"t%u\">", check ? " check" : s->kind == SPAN_FUNCTION ? " function" : "",
		had || s->kind == SPAN_FUNCTION ? "" : " missing", (unsigned)tip);
	if (s->kind == SPAN_FUNCTION) {
		html_escape(h->out, str_trim(text_range(h->r->text, (struct range){ s->range.at + 1, s->range.n - 2 })));
	} else if (had) {
		html_escape(h->out, result->shown);
	} else {
		buf_puts(h->out, "?");
	}
	if (had && check)
		html_printf(h, " <span class=\"earned %s%s\">%s<span class=\"quiet-word\"> %s</span></span>", held ? "yes" : "no", agrees ? "" : " wrong", held ? "✓" : "✗",
			html_word(h, WORDS_PAGE_VALUE, held ? ROW_TRUE : ROW_NOT_TRUE));
	html_printf(h, "<span class=\"tip\" role=\"tooltip\" id=\"t%u\">", (unsigned)tip);
	if (s->kind != SPAN_SHOW || !str_eq(str_trim(s->expression), result->shown))
		row(h, s->kind == SPAN_DEFINE || s->kind == SPAN_FUNCTION ? ROW_IS : check ? ROW_ASKS : ROW_SHOWS,
			s->kind == SPAN_DEFINE ? str_format(h->arena, "%.*s := %.*s", STR_ARG(s->name), STR_ARG(str_trim(s->expression))) : str_trim(s->expression));
	if (had && result->value.kind == VALUE_NUMBER)
		number_rows(h, &result->value);
	if (!had && s->kind != SPAN_FUNCTION)
		row(h, ROW_MISSING, result->value.why);
	for (size_t i = 0; i < result->reads.n && result->reads.n == 1; i++)
		origin(h, result->reads.at[i]);
	reads(h, result);
	used(h, s);
	buf_puts(h->out, "</span></span>");
}
