/* A drawing as rows of characters. Borders and lines mark in each cell which of its four sides they leave it by, so that
 * where they meet the right joint stands; text is written over them. */
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
#include "render/picture.h"

enum { NORTH = 1, EAST = 2, SOUTH = 4, WEST = 8, DASHED = 16 };
struct cell { struct str text; uint8_t sides, eighths; char tip; bool taken; };        /* taken: the second half of a wide character */
struct canvas { struct cell *cells; int32_t width, height; };

static struct cell *at(struct canvas *c, int32_t x, int32_t y)
{
	return x >= 0 && y >= 0 && x < c->width && y < c->height ? &c->cells[(size_t)y * (size_t)c->width + (size_t)x] : NULL;
}

static void side(struct canvas *c, int32_t x, int32_t y, uint8_t sides)
{
	struct cell *cell = at(c, x, y);
	if (cell)
		cell->sides |= sides;
}

static void stroke(struct canvas *c, int32_t x1, int32_t y1, int32_t x2, int32_t y2, uint8_t more)
{
	for (int32_t x = x1; x < x2; x++) {
		side(c, x, y1, EAST | more);
		side(c, x + 1, y1, WEST | more);
	}
	for (int32_t x = x2; x < x1; x++) {
		side(c, x, y1, EAST | more);
		side(c, x + 1, y1, WEST | more);
	}
	for (int32_t y = y1 < y2 ? y1 : y2; y < (y1 < y2 ? y2 : y1); y++) {
		side(c, x2, y, SOUTH | more);
		side(c, x2, y + 1, NORTH | more);
	}
}

static void box(struct canvas *c, const struct primitive *p)
{
	uint8_t more = p->dashed ? DASHED : 0;
	stroke(c, p->x, p->y, p->x + p->w, p->y, more);
	stroke(c, p->x, p->y + p->h, p->x + p->w, p->y + p->h, more);
	stroke(c, p->x, p->y, p->x, p->y + p->h, more);
	stroke(c, p->x + p->w, p->y, p->x + p->w, p->y + p->h, more);
	for (int32_t y = p->y + 1; p->look == LOOK_HOLE && y < p->y + p->h; y++)
		for (int32_t x = p->x + 1; x < p->x + p->w; x++)
			if (at(c, x, y) && !at(c, x, y)->sides)
				at(c, x, y)->text = STR("·");
}

static char tip(struct draw_point from, struct draw_point to)
{
	return from.x < to.x ? '>' : from.x > to.x ? '<' : from.y < to.y ? 'v' : '^';
}

static void line(struct canvas *c, const struct primitive *p)
{
	size_t n = p->points.n;
	for (size_t i = 0; i + 1 < n; i++)
		stroke(c, p->points.at[i].x, p->points.at[i].y, p->points.at[i + 1].x, p->points.at[i + 1].y, p->dashed ? DASHED : 0);
	struct cell *first = n > 1 ? at(c, p->points.at[0].x, p->points.at[0].y) : NULL, *last = n > 1 ? at(c, p->points.at[n - 1].x, p->points.at[n - 1].y) : NULL;
	if (p->from_tip && first)
		first->tip = tip(p->points.at[1], p->points.at[0]);
	if (p->to_tip && last)
		last->tip = tip(p->points.at[n - 2], p->points.at[n - 1]);
}

static void words(struct canvas *c, const struct primitive *p)
{
	int32_t columns = (int32_t)utf8_columns(p->text), x = p->anchor == 'l' ? p->x : p->anchor == 'm' ? p->x + 1 + (p->w - 1 - columns) / 2 : p->x - columns + 1;
	struct cell *before = NULL;
	/* a text in a hatched box stands free of it */
	for (int32_t i = x - 1; i <= x + columns; i += columns + 1)
		if (at(c, i, p->y) && str_is(at(c, i, p->y)->text, "·"))
			at(c, i, p->y)->text = STR(" ");
	for (size_t i = 0; i < p->text.n; ) {
		size_t from = i;
		utf8_next(p->text, &i);
		int32_t own = (int32_t)utf8_columns(str_slice(p->text, from, i));
		if (own == 0 && before) {       /* a mark on the character before it */
			before->text.n += i - from;
			continue;
		}
		struct cell *cell = at(c, x, p->y);
		if (cell) {
			*cell = (struct cell){ .text = str_slice(p->text, from, i) };
			if (own == 2 && at(c, x + 1, p->y))
				*at(c, x + 1, p->y) = (struct cell){ .taken = true };
		}
		before = cell;
		x += own;
	}
}

static void fill(struct canvas *c, const struct primitive *p)
{
	for (int32_t x = p->x; x <= p->x + p->w; x++) {
		struct cell *cell = at(c, x, p->y);
		if (cell)
			cell->eighths = x < p->x + p->w ? 8 : p->eighths;
	}
}

static void put_cell(const struct cell *cell, bool unicode, struct buf *out)
{
	static const char *const joints[] = { " ", "│", "─", "└", "│", "│", "┌", "├", "─", "┘", "─", "┴", "┐", "┤", "┬", "┼" };
	static const char *const plain[] = { " ", "|", "-", "+", "|", "|", "+", "+", "-", "+", "-", "+", "+", "+", "+", "+" };
	static const char *const blocks[] = { " ", "▏", "▎", "▍", "▌", "▋", "▊", "▉", "█" };
	uint8_t sides = cell->sides & 15;
	if (cell->taken)
		return;
	if (cell->text.n)
		buf_put(out, cell->text);
	else if (cell->tip && unicode)
		buf_puts(out, cell->tip == '>' ? "▶" : cell->tip == '<' ? "◀" : cell->tip == 'v' ? "▼" : "▲");
	else if (cell->tip)
		buf_putc(out, cell->tip);
	else if (cell->eighths)
		buf_puts(out, unicode ? blocks[cell->eighths] : "#");
	else if (unicode && cell->sides == (DASHED | EAST | WEST))
		buf_puts(out, "╌");
	else if (unicode && cell->sides == (DASHED | NORTH | SOUTH))
		buf_puts(out, "╎");
	else
		buf_puts(out, (unicode ? joints : plain)[sides]);
}

void picture_text(const struct drawing *d, bool unicode, struct buf *out)
{
	struct arena *own = arena_new();        /* many figures do not add up */
	struct canvas c = { arena_take(own, (size_t)d->width * (size_t)d->height * sizeof *c.cells + 1), d->width, d->height };
	for (int pass = 0; pass < 2; pass++)
		for (size_t i = 0; i < d->all.n; i++) {
			const struct primitive *p = &d->all.at[i];
			if (pass == 0 && p->kind == DRAW_BOX)
				box(&c, p);
			else if (pass == 0 && p->kind == DRAW_LINE)
				line(&c, p);
			else if (pass == 0 && p->kind == DRAW_FILL)
				fill(&c, p);
			else if (pass == 1 && p->kind == DRAW_TEXT)
				words(&c, p);
		}
	for (int32_t y = 0; y < d->height; y++) {
		size_t row = out->n, end = out->n;
		for (int32_t x = 0; x < d->width; x++) {
			size_t before = out->n;
			put_cell(at(&c, x, y), unicode, out);
			if (out->n > before && !(out->n == before + 1 && out->s[before] == ' '))
				end = out->n;
		}
		out->n = end > row ? end : row;
		buf_putc(out, '\n');
	}
	arena_free(own);
}
