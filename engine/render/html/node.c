/* Markdown trees as HTML: every byte of the worksheet escaped, links by scheme, live spans as value elements. */
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
#include "render/sections.h"
#include "render/html/html.h"

#include <string.h>

void html_escape(struct buf *out, struct str x)
{
	quote_xml(out, x);
}

void html_printf(struct html *h, const char *format, ...)
{
	va_list list;
	va_start(list, format);
	buf_vprintf(h->out, format, list);
	va_end(list);
}

/* Part of a node's text, with what is false or rounded in it marked. */
static void words(struct html *h, const struct node *n, size_t from, size_t to)
{
	while (from < to) {
		uint32_t at = source_at(n, (uint32_t)from), last = source_at(n, (uint32_t)to - 1);
		while (h->next_wrong < h->wrong_count && h->wrong[h->next_wrong]->range.at + h->wrong[h->next_wrong]->range.n <= at)
			h->next_wrong++;
		if (h->next_wrong == h->wrong_count || h->wrong[h->next_wrong]->range.at > last)
			break;
		const struct claim *claim = h->wrong[h->next_wrong];
		size_t begin = from, end;
		while (begin < to && source_at(n, (uint32_t)begin) < claim->range.at)
			begin++;
		for (end = begin; end < to && source_at(n, (uint32_t)end) < claim->range.at + claim->range.n; )
			end++;
		html_escape(h->out, str_slice(n->text, from, begin));
		if (end > begin) {
			html_printf(h, "<mark class=\"claim %s\">", claims_verdict_name(claim->verdict));
			html_escape(h->out, str_slice(n->text, begin, end));
			buf_puts(h->out, "</mark>");
		}
		if (end < to)
			h->next_wrong++;
		from = end;
	}
	html_escape(h->out, str_slice(n->text, from, to));
}

/* A text with the references in it made into links: the number alone is the link. */
static void text(struct html *h, const struct node *node)
{
	size_t done = 0;
	while (h->reference < h->reference_count) {
		const struct reference *ref = h->references[h->reference];
		if (node->text.n == 0 || ref->place.at >= source_at(node, (uint32_t)node->text.n - 1) + 1)
			break;
		h->reference++;
		if (ref->to == LINE_NONE || ref->in_annotation || ref->place.at < source_at(node, (uint32_t)done))
			continue;
		size_t from = done;
		while (from < node->text.n && source_at(node, (uint32_t)from) < ref->place.at)
			from++;
		size_t to = from + ref->place.n;
		if (to > node->text.n || to <= from)
			continue;
		words(h, node, done, from);
		html_printf(h, "<a class=\"ref\" href=\"#%s\">", html_line_anchor(h, ref->to).s);
		html_escape(h->out, str_slice(node->text, from, to));
		buf_puts(h->out, "</a>");
		done = to;
	}
	words(h, node, done, node->text.n);
}

static void inline_node(struct html *h, const struct node *n);

static void children(struct html *h, const struct node *n)
{
	for (const struct node *c = n->first; c; c = c->next)
		inline_node(h, c);
}

static void wrap(struct html *h, const struct node *n, const char *tag)
{
	html_printf(h, "<%s>", tag);
	children(h, n);
	html_printf(h, "</%s>", tag);
}

/* The file is within the page; its words are there for who does not see it. data-file is where `check PAGE` finds it again. */
static void picture(struct html *h, const struct node *n)
{
	static const char *const types[] = { [IMAGE_PNG] = "png", [IMAGE_JPEG] = "jpeg", [IMAGE_GIF] = "gif", [IMAGE_WEBP] = "webp", [IMAGE_SVG] = "svg+xml" };
	const struct image *image = n->mark;
	buf_puts(h->out, "<img class=\"picture\" data-file=\"");
	render_address(h->out, image->path);
	html_printf(h, "\" src=\"data:image/%s;base64,", types[image->kind]);
	html_base64(h->out, image->bytes);
	buf_puts(h->out, "\" alt=\"");
	html_escape(h->out, html_words(h->arena, n));
	if (image->width)
		html_printf(h, "\" width=\"%u\" height=\"%u", (unsigned)image->width, (unsigned)image->height);
	buf_puts(h->out, "\">");
}

/* Recursion is bounded: source limits how deep inlines and containers nest. */
static void inline_node(struct html *h, const struct node *n)
{
	switch (n->kind) {
	case NODE_TEXT:
		text(h, n);
		break;
	case NODE_CODE:
		if (n->mark) {
			html_value(h, n->mark);
		} else {
			buf_puts(h->out, "<code>");
			words(h, n, 0, n->text.n);
			buf_puts(h->out, "</code>");
		}
		break;
	case NODE_SOFT_BREAK: buf_putc(h->out, '\n'); break;
	case NODE_HARD_BREAK: buf_puts(h->out, "<br>\n"); break;
	case NODE_EMPHASIS: wrap(h, n, "em"); break;
	case NODE_STRONG: wrap(h, n, "strong"); break;
	case NODE_LINK:
		if (!n->url.n) {
			children(h, n);
			break;
		}
		buf_puts(h->out, "<a rel=\"noreferrer\" href=\"");
		html_escape(h->out, n->url);
		buf_puts(h->out, "\">");
		children(h, n);
		buf_puts(h->out, "</a>");
		break;
	case NODE_IMAGE:
		if (n->mark) {
			picture(h, n);
			break;
		}
		/* Nothing is fetched: the picture's words stand for it. */
		buf_puts(h->out, "<span class=\"picture\">[");
		children(h, n);
		buf_puts(h->out, "]</span>");
		break;
	default:
		break;
	}
}

void html_inlines(struct html *h, const struct node *block)
{
	children(h, block);
}

static void block(struct html *h, const struct node *n);

static void blocks(struct html *h, const struct node *n)
{
	for (const struct node *c = n->first; c; c = c->next)
		block(h, c);
}

static void list(struct html *h, const struct node *n)
{
	if (n->ordered && n->level != 1)
		html_printf(h, "<ol start=\"%u\">\n", (unsigned)n->level);
	else
		html_printf(h, "<%s>\n", n->ordered ? "ol" : "ul");
	for (const struct node *item = n->first; item; item = item->next) {
		buf_puts(h->out, "<li>");
		for (const struct node *c = item->first; c; c = c->next) {
			if (n->tight && c->kind == NODE_PARAGRAPH)
				children(h, c);
			else
				block(h, c);
		}
		buf_puts(h->out, "</li>\n");
	}
	html_printf(h, "</%s>\n", n->ordered ? "ol" : "ul");
}

static void table(struct html *h, const struct node *n)
{
	bool body = false;
	buf_puts(h->out, "<div class=\"scroll\" tabindex=\"0\" role=\"group\" aria-label=\"");
	html_printf(h, "%s\"><table>\n", html_word(h, WORDS_PAGE_LABELS, 3));
	for (const struct node *row = n->first; row; row = row->next) {
		if (row->header)
			buf_puts(h->out, "<thead>");
		else if (!body)
			buf_puts(h->out, "<tbody>\n");
		body |= !row->header;
		buf_puts(h->out, "<tr>");
		for (const struct node *cell = row->first; cell; cell = cell->next) {
			const char *align = cell->align == 'r' ? " class=\"right\"" : cell->align == 'c' ? " class=\"centre\"" : "";
			html_printf(h, row->header ? "<th scope=\"col\"%s>" : "<td%s>", align);
			children(h, cell);
			buf_puts(h->out, row->header ? "</th>" : "</td>");
		}
		buf_puts(h->out, row->header ? "</tr></thead>\n" : "</tr>\n");
	}
	buf_puts(h->out, body ? "</tbody></table></div>\n" : "</table></div>\n");
}

static void raw(struct html *h, const struct node *n)
{
	struct str x = str_trim(n->text);
	if (str_is(x, "<!-- FACTS -->")) {
		html_facts(h);
	} else if (str_is(x, "<!-- VIOLATION CHECK -->")) {
		html_check(h);
	} else if (!str_starts(x, STR("<!--"))) {
		html_printf(h, "<p class=\"left-out\">%s</p><pre class=\"scroll\" tabindex=\"0\">", html_word(h, WORDS_PAGE_RAW, 0));
		html_escape(h->out, x);
		buf_puts(h->out, "</pre>\n");
	}
}

static void block(struct html *h, const struct node *n)
{
	switch (n->kind) {
	case NODE_PARAGRAPH:
		buf_puts(h->out, "<p>");
		children(h, n);
		buf_puts(h->out, "</p>\n");
		break;
	case NODE_HEADING:
		/* A heading within a line is a part of it, not of the page's outline. */
		buf_puts(h->out, "<p class=\"inner-heading\">");
		children(h, n);
		buf_puts(h->out, "</p>\n");
		break;
	case NODE_QUOTE:
		buf_puts(h->out, "<blockquote>\n");
		blocks(h, n);
		buf_puts(h->out, "</blockquote>\n");
		break;
	case NODE_LIST: list(h, n); break;
	case NODE_CODE_BLOCK: html_figure(h, n); break;
	case NODE_HTML_BLOCK: raw(h, n); break;
	case NODE_RULE: buf_puts(h->out, "<hr>\n"); break;
	case NODE_TABLE: table(h, n); break;
	default: blocks(h, n);
	}
}

void html_tree(struct html *h, const struct node *document)
{
	blocks(h, document);
}

/* A value in a drawing keeps its columns; it leads to the line that gives it. */
static void figure_value(struct html *h, const struct span *span, size_t columns)
{
	const struct result *result = &h->r->values->results.at[span->index];
	struct str shown = str_trim(result->shown);
	size_t own = utf8_columns(shown);
	bool left = result->value.kind == VALUE_TEXT;
	uint32_t line = LINE_NONE;
	for (size_t i = 0; i < result->reads.n && line == LINE_NONE; i++)
		line = result->reads.at[i]->line;
	if (!left && own < columns)
		buf_pad(h->out, ' ', columns - own);
	if (line != LINE_NONE)
		html_printf(h, "<a class=\"value\" href=\"#%s\" title=\"", html_line_anchor(h, line).s);
	else
		buf_puts(h->out, "<span class=\"value\" title=\"");
	html_escape(h->out, str_trim(span->expression));
	if (result->value.kind == VALUE_NUMBER && result->value.unit && result->value.unit->name.n) {
		buf_puts(h->out, ", in ");
		html_escape(h->out, result->value.unit->name);
	}
	buf_puts(h->out, "\">");
	html_escape(h->out, shown);
	buf_puts(h->out, line != LINE_NONE ? "</a>" : "</span>");
	if (left && own < columns)
		buf_pad(h->out, ' ', columns - own);
}

void html_figure(struct html *h, const struct node *n)
{
	size_t done = 0, from;
	buf_puts(h->out, "<pre class=\"scroll\" tabindex=\"0\" role=\"group\" aria-label=\"");
	html_printf(h, "%s\">", html_word(h, WORDS_DRAWING, 0));
	if (n->text.n && n->text.s[0] == '\n')
		buf_putc(h->out, '\n');         /* a reader of HTML drops the first */
	for (uint32_t i = sections_span_at(h->r->model, n->range.at); sections_figure_next(h->r, n, done, &i, &from); i++) {
		size_t end = from + h->r->model->spans.at[i].range.n;
		words(h, n, done, from);
		figure_value(h, &h->r->model->spans.at[i], utf8_columns(str_slice(n->text, from, end)));
		done = end;
	}
	words(h, n, done, n->text.n);
	buf_puts(h->out, "</pre>\n");
}
