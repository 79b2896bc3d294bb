/* What rests on what: the lines in layers, premises on top, as a drawing whose boxes lead to their lines, and in words. */
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

#include <stdlib.h>

/* A layer wider than the page's column goes on in a row below it. */
enum { ROW_BOXES = 12, BOX_WIDTH = 46, BOX_HEIGHT = 24, STEP_X = 60, STEP_Y = 62, MARGIN = 8 };

struct box { uint32_t line, depth, key; int x, y; bool drawn; };

static int by_layer(const void *x, const void *y)
{
	const struct box *a = *(struct box *const *)x, *b = *(struct box *const *)y;
	if (a->depth != b->depth)
		return a->depth < b->depth ? -1 : 1;
	return (a->line > b->line) - (a->line < b->line);
}

static int by_parents(const void *x, const void *y)
{
	const struct box *a = *(struct box *const *)x, *b = *(struct box *const *)y;
	if (a->key != b->key)
		return a->key < b->key ? -1 : 1;
	return (a->line > b->line) - (a->line < b->line);
}

/* Where the middle of the lines above it is: a box stands near what it rests on. */
static uint32_t middle(const struct report *r, const struct box *boxes, uint32_t line)
{
	const struct report_line *l = &r->lines.at[line];
	uint64_t sum = 0, n = 0;
	for (size_t i = 0; i < l->rests_on.n; i++) {
		const struct box *b = &boxes[l->rests_on.at[i]];
		if (b->drawn && b->depth < boxes[line].depth) {
			sum += (uint64_t)b->x;
			n++;
		}
	}
	return n ? (uint32_t)(sum / n) : line;
}

/* Gives every box its place; returns the rows used. */
static int place(struct html *h, struct box *boxes, struct box **order, size_t n, int *width)
{
	int row = 0;
	for (size_t from = 0, to; from < n; from = to) {
		for (to = from; to < n && order[to]->depth == order[from]->depth; to++)
			order[to]->key = middle(h->r, boxes, order[to]->line);
		qsort(order + from, to - from, sizeof *order, by_parents);
		size_t count = to - from, rows = (count + ROW_BOXES - 1) / ROW_BOXES, each = (count + rows - 1) / rows;
		for (size_t i = from; i < to; i++) {
			size_t in_row = (i - from) % each, in_this = count - (i - from - in_row) < each ? count - (i - from - in_row) : each;
			int indent = (int)(ROW_BOXES - in_this) * STEP_X / 2;
			order[i]->x = MARGIN + indent + (int)in_row * STEP_X;
			order[i]->y = MARGIN + (row + (int)((i - from) / each)) * STEP_Y;
			if (order[i]->x + BOX_WIDTH + MARGIN > *width)
				*width = order[i]->x + BOX_WIDTH + MARGIN;
		}
		row += (int)rows;
	}
	return row;
}

/* From the first of four points to the last, bent towards the two between. */
static void path(struct buf *out, const int at[8])
{
	static const char before[] = "M C     ";
	buf_puts(out, "<path d=\"");
	for (int i = 0; i < 8; i++) {
		buf_putc(out, before[i]);
		if (at[i] < 0)
			buf_putc(out, '-');
		buf_decimal(out, (uint64_t)(at[i] < 0 ? -at[i] : at[i]));
	}
	buf_puts(out, "\"/>\n");
}

static void edges(struct html *h, const struct box *boxes)
{
	buf_puts(h->out, "<g aria-hidden=\"true\">\n");
	for (uint32_t i = 0; i < h->r->lines.n; i++)
		for (size_t k = 0; k < h->r->lines.at[i].rests_on.n; k++) {
			const struct box *to = &boxes[i], *from = &boxes[h->r->lines.at[i].rests_on.at[k]];
			int x1 = from->x + BOX_WIDTH / 2, y1 = from->y + BOX_HEIGHT, x2 = to->x + BOX_WIDTH / 2, bend = (to->y - y1) / 2;
			if (from != to)
				path(h->out, (const int[]){ x1, y1, x1, y1 + bend, x2, to->y - bend, x2, to->y });
		}
	buf_puts(h->out, "</g>\n");
}

static void drawing(struct html *h, const struct box *boxes, struct box **order, size_t n, int rows, int width)
{
	static const char *const marks[] = { "", " ✓", " ≈", " ?", " ✗", " –" };
	int height = rows * STEP_Y - (STEP_Y - BOX_HEIGHT) + 2 * MARGIN;
	html_printf(h, "<div class=\"scroll\" tabindex=\"0\" role=\"group\" aria-label=\"%s\">\n"
		"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" viewBox=\"0 0 %d %d\">\n", html_word(h, WORDS_PAGE_LABELS, 4), width, height, width, height);
	edges(h, boxes);
	for (size_t i = 0; i < n; i++) {
		const struct box *b = order[i];
		const struct line *line = &h->r->model->lines.at[b->line];
		enum verdict v = h->r->lines.at[b->line].verdict;
		buf_puts(h->out, "<a class=\"");
		buf_puts(h->out, report_verdict_name(v));
		buf_puts(h->out, "\" href=\"#");
		buf_put(h->out, html_line_anchor(h, b->line));
		buf_puts(h->out, "\" aria-label=\"");
		buf_puts(h->out, html_word(h, WORDS_LINE_LABEL, 0));
		buf_putc(h->out, ' ');
		buf_put(h->out, line->number_text);
		buf_puts(h->out, ", ");
		buf_puts(h->out, report_verdict_name(v));
		buf_puts(h->out, "\"><title>");
		html_escape(h->out, line->kind);
		html_printf(h, "</title><rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" rx=\"4\"/><text x=\"%d\" y=\"%d\">%.*s%s</text></a>\n",
			b->x, b->y, BOX_WIDTH, BOX_HEIGHT, b->x + BOX_WIDTH / 2, b->y + 17, STR_ARG(line->number_text), marks[v]);
	}
	buf_puts(h->out, "</svg></div>\n");
}

static void in_words(struct html *h)
{
	const char *in_line = str_format(h->arena, "<li>%s ", html_word(h, WORDS_LINE_LABEL, 0)).s, *rests = str_format(h->arena, " %s ", html_word(h, WORDS_PAGE_DERIVATION, 2)).s;
	html_printf(h, "<details><summary>%s</summary><ul>\n", html_word(h, WORDS_PAGE_DERIVATION, 1));
	for (uint32_t i = 0; i < h->r->lines.n; i++) {
		const struct report_line *l = &h->r->lines.at[i];
		if (!l->rests_on.n)
			continue;
		html_line_link(h, i, in_line);
		buf_puts(h->out, rests);
		for (size_t k = 0; k < l->rests_on.n; k++)
			html_line_link(h, l->rests_on.at[k], k ? ", " : "");
		buf_puts(h->out, "</li>\n");
	}
	buf_puts(h->out, "</ul></details>\n");
}

void html_derivation(struct html *h)
{
	size_t lines = h->r->lines.n, n = 0;
	struct box *boxes = arena_take(h->arena, (lines + 1) * sizeof *boxes);
	struct box **order = arena_take(h->arena, (lines + 1) * sizeof *order);
	const char *const *heading = model_words(h->r->model->settings.lang, WORDS_DERIVATION);
	int width = 0, rows;
	for (uint32_t i = 0; i < lines; i++) {
		const struct report_line *l = &h->r->lines.at[i];
		boxes[i].line = i;
		boxes[i].drawn = l->rests_on.n || l->rested_on_by.n;
		for (size_t k = 0; k < l->rests_on.n; k++)
			if (l->rests_on.at[k] < i && boxes[l->rests_on.at[k]].depth + 1 > boxes[i].depth)
				boxes[i].depth = boxes[l->rests_on.at[k]].depth + 1;
		if (boxes[i].drawn)
			order[n++] = &boxes[i];
	}
	if (!n)
		return;
	qsort(order, n, sizeof *order, by_layer);
	rows = place(h, boxes, order, n, &width);
	buf_puts(h->out, "<section class=\"derivation\" id=\"derivation\" aria-labelledby=\"derivation-heading\">\n<h2 id=\"derivation-heading\">");
	html_escape(h->out, str_of(heading[0] ? heading[0] : "Derivation"));
	struct str counts[] = { str_format(h->arena, "%zu", n), str_format(h->arena, "%zu", lines) };
	buf_puts(h->out, "</h2>\n<details><summary>");
	model_tell(h->out, h->r->model->settings.lang, WORDS_PAGE_DERIVATION, 0, counts, 2);
	buf_puts(h->out, "</summary>\n");
	drawing(h, boxes, order, n, rows, width);
	buf_puts(h->out, "</details>\n");
	in_words(h);
	buf_puts(h->out, "</section>\n");
}
