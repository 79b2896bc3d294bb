/* Tables: columns as wide as they need, or shared out when that is too much; the head is repeated overleaf. */
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
#include "render/page.h"
#include "render/sections.h"
#include "render/pdf/style.h"
#include "render/pdf/layout.h"

enum { PAD_X = 5000, PAD_Y = 2300 };

/* Narrow columns get what they need; what is left is shared by the others in proportion to what they want. */
static void share(const int32_t *wanted, int32_t *got, size_t n, int32_t room)
{
	bool settled = false;
	int64_t left = room, want = 0;
	size_t open = n;
	for (size_t i = 0; i < n; i++) {
		got[i] = 0;
		want += wanted[i];
	}
	if (want <= room) {
		for (size_t i = 0; i < n; i++)
			got[i] = wanted[i];
		return;
	}
	while (!settled && open) {
		int64_t fair = left / (int64_t)open;
		settled = true;
		for (size_t i = 0; i < n; i++) {
			if (!got[i] && wanted[i] <= fair) {
				got[i] = wanted[i] ? wanted[i] : 1;
				left -= got[i];
				want -= wanted[i];
				open--;
				settled = false;
			}
		}
	}
	for (size_t i = 0; i < n; i++) {
		if (!got[i]) {
			/* no column gets less than half of an equal share */
			int64_t equal = left / (int64_t)open / 2, part = equal + (left - equal * (int64_t)open) * wanted[i] / (want ? want : 1);
			got[i] = (int32_t)(part > 1000 ? part : 1000);
		}
	}
}

static void rule(struct layout *l, int32_t x, int32_t width, int32_t thickness, uint32_t colour)
{
	page_rect(l->d, l->page, colour, x, l->y - thickness / 2, width, thickness);
}

static size_t row_lines(const struct row *row)
{
	size_t most = 1;
	for (size_t c = 0; c < row->cells.n; c++)
		most = row->cells.at[c].para->line_count > most ? row->cells.at[c].para->line_count : most;
	return most;
}

static int32_t row_height(const struct row *row, int32_t leading)
{
	size_t lines = row_lines(row) < 10000 ? row_lines(row) : 10000;        /* more than any page has */
	return (int32_t)lines * leading + 2 * PAD_Y;
}

/* A table below this is not split. */
static int32_t small(const struct layout *l)
{
	return (l->bottom - l->top) / 3;
}

int32_t grid_start(const struct layout *l, size_t rows, int32_t leading)
{
	int64_t whole = (int64_t)rows * (leading + 2 * PAD_Y);
	return whole < small(l) ? (int32_t)whole : 3 * (leading + 2 * PAD_Y);
}

/* Line i of a cell, whose row of lines begins at y. */
static void place_cell(struct layout *l, const struct cell *cell, size_t i, int32_t x, int32_t width, int32_t y, bool again)
{
	struct page *page = &l->d->pages.at[l->page];
	int32_t free_room = width - 2 * PAD_X - cell->para->lines[i].width;
	int32_t shift = cell->align == 'r' ? free_room : cell->align == 'c' ? free_room / 2 : 0;
	size_t links = page->links.n, items = page->items.n;
	para_place(l->d, l->page, cell->para, (uint32_t)i, x + PAD_X + (shift > 0 ? shift : 0), y);
	/* a head that is repeated is for the eye alone */
	for (size_t k = items; again && k < page->items.n; k++)
		page->items.at[k].element = PAGE_NONE;
	if (again)
		page->links.n = links;
}

/* Cell after cell where the row fits on the page, so that whoever copies it gets each whole; else line by line. */
static void place_row(struct layout *l, const struct row *row, const int32_t *widths, int32_t x, int32_t leading, int32_t size, bool again)
{
	size_t lines = row_lines(row), step;
	l->y += PAD_Y;
	for (size_t from = 0; from < lines; from += step) {
		int32_t cell_x = x;
		flow_row(l, leading);
		step = from == 0 && l->y + (int64_t)lines * leading <= l->bottom ? lines : 1;
		for (size_t c = 0; c < row->cells.n; cell_x += widths[c++])
			for (size_t i = from; i < from + step && i < row->cells.at[c].para->line_count; i++)
				place_cell(l, &row->cells.at[c], i, cell_x, widths[c], l->y + (int32_t)(i - from) * leading + flow_baseline(leading, size), again);
		l->y += (int32_t)step * leading;
	}
	l->y += PAD_Y;
}

void grid_place(struct layout *l, struct grid *grid, int32_t x, int32_t width, int32_t leading, int32_t size)
{
	size_t columns = 0;
	for (size_t r = 0; r < grid->rows.n; r++)
		columns = grid->rows.at[r].cells.n > columns ? grid->rows.at[r].cells.n : columns;
	if (!columns)
		return;
	int32_t *wanted = arena_take(l->scratch, columns * sizeof *wanted), *widths = arena_take(l->scratch, columns * sizeof *widths), total = 0, whole = 0;
	for (size_t r = 0; r < grid->rows.n; r++) {
		for (size_t c = 0; c < grid->rows.at[r].cells.n; c++) {
			struct cell *cell = &grid->rows.at[r].cells.at[c];
			cell->para = para_make(l->shaper, cell->pieces.all.at, (uint32_t)cell->pieces.all.n, INT32_MAX / 4, 0);
			int32_t want = para_widest(cell->para) + 2 * PAD_X + 10;
			wanted[c] = want > wanted[c] ? want : wanted[c];
		}
	}
	share(wanted, widths, columns, width);
	for (size_t c = 0; c < columns; c++)
		total += widths[c];
	for (size_t r = 0; r < grid->rows.n; r++) {
		for (size_t c = 0; c < grid->rows.at[r].cells.n; c++) {
			struct cell *cell = &grid->rows.at[r].cells.at[c];
			int32_t inner = widths[c] - 2 * PAD_X;
			if (para_widest(cell->para) > inner)
				cell->para = para_make(l->shaper, cell->pieces.all.at, (uint32_t)cell->pieces.all.n, inner > 1 ? inner : 1, 0);
		}
	}
	for (size_t r = 0; r < grid->rows.n && whole < FLOW_MOST; r++)
		whole += row_height(&grid->rows.at[r], leading);
	if (whole < small(l))
		flow_need(l, whole + (l->keep_below < 6 * leading ? l->keep_below : 0));
	const struct row *head = grid->rows.n && grid->rows.at[0].header ? &grid->rows.at[0] : NULL;
	for (size_t r = 0; r < grid->rows.n; r++) {
		const struct row *row = &grid->rows.at[r];
		/* a row that fits on a page is not split; the head keeps a row with it, and so does the last row, and what stands below that */
		int32_t below = r + 2 >= grid->rows.n && l->keep_below < 6 * leading ? l->keep_below : 0;
		int32_t need = row_height(row, leading) + (r == 0 ? 2 * leading : 0) + (r + 2 == grid->rows.n ? row_height(row + 1, leading) : 0) + below;
		if (need < l->bottom - l->top - 4 * leading && !flow_fits(l, need)) {
			if (r > 0)
				rule(l, x, total, 350, l->style->colour.rule);
			flow_new_page(l);
			if (r > 0 && head) {
				rule(l, x, total, 900, l->style->colour.ink);
				place_row(l, head, widths, x, leading, size, true);
				rule(l, x, total, 500, l->style->colour.ink);
			}
		}
		if (r == 0)
			flow_row(l, leading);
		if (r == 0)
			rule(l, x, total, 900, l->style->colour.ink);
		else
			rule(l, x, total, row[-1].header ? 500 : 350, row[-1].header ? l->style->colour.ink : l->style->colour.rule);
		place_row(l, row, widths, x, leading, size, false);
	}
	rule(l, x, total, 900, l->style->colour.ink);
	flow_done(l);
	flow_space(l, leading * 8 / 10);
}

void grid_of_table(struct layout *l, const struct node *table, struct grid *grid, uint32_t element)
{
	int32_t size = l->style->text * 92 / 100;
	for (const struct node *r = table->first; r; r = r->next) {
		struct row *row = vec_add(l->scratch, &grid->rows);
		uint32_t row_element = page_element(l->d, TAG_TR, element);
		row->header = r->header;
		for (const struct node *c = r->first; c; c = c->next) {
			struct cell *cell = vec_add(l->scratch, &row->cells);
			cell->align = c->align;
			cell->element = page_element(l->d, r->header ? TAG_TH : TAG_TD, row_element);
			inline_pieces(l, &cell->pieces, c, r->header ? FACE_BOLD : FACE_TEXT, size, l->style->colour.ink, cell->element);
		}
	}
}
