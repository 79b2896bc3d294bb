/* A figure on the page: its primitives as vectors, at the size of the drawings, and its title below. */
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
#include "render/page.h"
#include "render/sections.h"
#include "render/picture.h"
#include "render/pdf/style.h"
#include "render/pdf/layout.h"

/* from, to: the rows of the drawing that stand on this page, where it goes on over several; x, y: of its first cell, which may lie above the page. */
struct board { struct layout *l; uint32_t element; int32_t x, y, cell, row, size, from, to; bool cut; };

static int32_t x_of(const struct board *b, int32_t x)
{
	return b->x + x * b->cell + b->cell / 2;
}

static int32_t y_of(const struct board *b, int32_t y)
{
	return b->y + y * b->row + b->row / 2;
}

static uint32_t colour_of(const struct board *b, enum draw_look wanted)
{
	switch (wanted) {
	case LOOK_QUIET: case LOOK_HOLE:
		return b->l->style->colour.quiet;
	case LOOK_VALUE:
		return b->l->style->colour.value;
	case LOOK_WRONG:
		return b->l->style->colour.wrong;
	case LOOK_HOLDS:
		return b->l->style->colour.holds;
	case LOOK_DOUBT:
		return b->l->style->colour.undecided;
	case LOOK_PLAIN: case LOOK_STRONG: case LOOK_TINT:
		break;
	}
	return b->l->style->colour.ink;
}

static void path(const struct board *b, const struct page_point *points, uint32_t n, uint32_t colour, int32_t stroke, bool closed, bool dashed)
{
	struct page_item *item = page_item(b->l->d, b->l->page, PAGE_PATH, b->element, colour);
	item->points = points;
	item->point_count = n;
	item->stroke = stroke;
	item->closed = closed;
	item->dashed = dashed;
}

/* The colour in the middle of two. */
static uint32_t between(uint32_t a, uint32_t b)
{
	return ((a >> 1) & 0x7F7F7F) + ((b >> 1) & 0x7F7F7F);
}

static void surface(const struct board *b, const struct primitive *p)
{
	struct page_item *item = page_item(b->l->d, b->l->page, PAGE_RECT, b->element, p->look == LOOK_TINT ? between(b->l->style->colour.value_line, 0xFFFFFF) : b->l->style->colour.ground);
	if (p->kind == DRAW_FILL) {
		item->colour = p->look == LOOK_STRONG ? b->l->style->colour.value : b->l->style->colour.value_line;
		item->x = b->x + p->x * b->cell;
		item->y = b->y + p->y * b->row + b->row / 6;
		item->w = p->w * b->cell + p->eighths * b->cell / 8;
		item->h = b->row - b->row / 3;
		return;
	}
	item->x = x_of(b, p->x);
	item->y = y_of(b, p->y);
	item->w = p->w * b->cell;
	item->h = p->h * b->row;
}

static void border(const struct board *b, const struct primitive *p)
{
	int32_t x = x_of(b, p->x), y = y_of(b, p->y), w = p->w * b->cell, h = p->h * b->row;
	struct page_point *points = arena_take(b->l->scratch, 4 * sizeof *points);
	points[0] = (struct page_point){ x, y };
	points[1] = (struct page_point){ x + w, y };
	points[2] = (struct page_point){ x + w, y + h };
	points[3] = (struct page_point){ x, y + h };
	path(b, points, 4, colour_of(b, p->look), p->look == LOOK_WRONG ? 900 : 500, true, p->dashed);
}

static void tip(const struct board *b, struct draw_point from, struct draw_point to, uint32_t colour)
{
	int32_t dx = (to.x > from.x) - (to.x < from.x), dy = (to.y > from.y) - (to.y < from.y), long_side = b->cell, half = b->cell / 2;
	int32_t x = x_of(b, to.x + dx), y = y_of(b, to.y + dy);
	struct page_point *points = arena_take(b->l->scratch, 3 * sizeof *points);
	points[0] = (struct page_point){ x, y };
	points[1] = (struct page_point){ x - dx * long_side + dy * half, y - dy * long_side + dx * half };
	points[2] = (struct page_point){ x - dx * long_side - dy * half, y - dy * long_side - dx * half };
	path(b, points, 3, colour, 0, true, false);
	struct page_point *shaft = arena_take(b->l->scratch, 2 * sizeof *shaft);
	shaft[0] = (struct page_point){ x_of(b, to.x), y_of(b, to.y) };
	shaft[1] = (struct page_point){ x - dx * long_side, y - dy * long_side };
	path(b, shaft, 2, colour, 500, false, false);
}

static void line(const struct board *b, const struct primitive *p)
{
	size_t n = p->points.n;
	struct page_point *points = arena_take(b->l->scratch, (n + 1) * sizeof *points);
	for (size_t i = 0; i < n; i++)
		points[i] = (struct page_point){ x_of(b, p->points.at[i].x), y_of(b, p->points.at[i].y) };
	path(b, points, (uint32_t)n, colour_of(b, p->look), 500, false, p->dashed);
	if (p->from_tip && n > 1)
		tip(b, p->points.at[1], p->points.at[0], colour_of(b, p->look));
	if (p->to_tip && n > 1)
		tip(b, p->points.at[n - 2], p->points.at[n - 1], colour_of(b, p->look));
}

static bool on_page(const struct board *b, int32_t row)
{
	return row >= b->from && row < b->to;
}

/* Piece by piece, as far as it stands on this page. */
static void line_cut(const struct board *b, const struct primitive *p)
{
	size_t n = p->points.n;
	for (size_t i = 0; i + 1 < n; i++) {
		struct draw_point one = p->points.at[i], two = p->points.at[i + 1];
		bool level = one.y == two.y, down = one.y < two.y;
		struct draw_point high = down ? one : two, low = down ? two : one;
		if (level ? !on_page(b, one.y) : high.y >= b->to || low.y <= b->from)
			continue;
		high.y = high.y < b->from && !level ? b->from : high.y;
		low.y = low.y > b->to && !level ? b->to : low.y;
		struct page_point *points = arena_take(b->l->scratch, 2 * sizeof *points);
		points[0] = (struct page_point){ x_of(b, high.x), y_of(b, high.y) };
		points[1] = (struct page_point){ x_of(b, low.x), y_of(b, low.y) };
		path(b, points, 2, colour_of(b, p->look), 500, false, p->dashed);
	}
	if (p->from_tip && n > 1 && on_page(b, p->points.at[0].y))
		tip(b, p->points.at[1], p->points.at[0], colour_of(b, p->look));
	if (p->to_tip && n > 1 && on_page(b, p->points.at[n - 1].y))
		tip(b, p->points.at[n - 2], p->points.at[n - 1], colour_of(b, p->look));
}

static void words(const struct board *b, const struct primitive *p)
{
	const struct page_style *style = look(b->l, p->look == LOOK_STRONG ? FACE_MONO_BOLD : FACE_MONO, b->size, colour_of(b, p->look));
	int32_t width = text_width(b->l->shaper, p->text, style), x = b->x + p->x * b->cell;
	if (p->anchor == 'm')
		x += (b->cell + p->w * b->cell - width) / 2;
	else if (p->anchor == 'r')
		x += b->cell - width;
	uint32_t element = p->link ? page_element(b->l->d, TAG_LINK, b->element) : b->element;
	text_place(b->l->d, b->l->page, b->l->shaper, p->text, style, element, x, b->y + p->y * b->row + flow_baseline(b->row, b->size));
	if (p->link) {
		struct page_link *link = vec_add(b->l->arena, &b->l->d->pages.at[b->l->page].links);
		*link = (struct page_link){ .x = x_of(b, p->x), .y = b->y + p->y * b->row, .w = p->w * b->cell, .h = b->row, .dest = b->l->line_dest[p->link - 1], .element = element };
	}
}

static void draw(const struct board *b, const struct drawing *d)
{
	for (int pass = 0; pass < 3; pass++)
		for (size_t i = 0; i < d->all.n; i++) {
			const struct primitive *p = &d->all.at[i];
			if (b->cut && (p->kind == DRAW_BOX ? p->y < b->from || p->y + p->h > b->to : p->kind != DRAW_LINE && !on_page(b, p->y)))
				continue;
			if (pass == 0 && (p->kind == DRAW_FILL || (p->kind == DRAW_BOX && (p->look == LOOK_HOLE || p->look == LOOK_TINT))))
				surface(b, p);
			else if (pass == 1 && p->kind == DRAW_BOX)
				border(b, p);
			else if (pass == 1 && p->kind == DRAW_LINE && b->cut)
				line_cut(b, p);
			else if (pass == 1 && p->kind == DRAW_LINE)
				line(b, p);
			else if (pass == 2 && p->kind == DRAW_TEXT)
				words(b, p);
		}
}

static const struct para *caption_para(struct layout *l, struct str title, uint32_t element)
{
	struct pieces pieces = { 0 };
	piece_add(l, &pieces, title, look(l, FACE_ITALIC, l->style->text * 92 / 100, l->style->colour.quiet), element);
	return para_make(l->shaper, pieces.all.at, (uint32_t)pieces.all.n, l->width, 0);
}

/* 0 without a title. */
static int32_t caption_height(struct layout *l, struct str title)
{
	return title.n ? para_height(caption_para(l, title, PAGE_NONE), l->style->leading) + l->style->leading / 4 : 0;
}

static void caption(struct layout *l, struct str title, uint32_t parent)
{
	if (title.n) {
		l->y += l->style->leading / 4;
		flow_para(l, caption_para(l, title, page_element(l->d, TAG_P, parent)), l->x, l->style->leading, l->style->text * 92 / 100);
	}
	flow_done(l);
	flow_space(l, l->style->leading * 70 / 100);
}

/* Smaller than the drawings where it is wider or higher than the page. */
static void fit(struct layout *l, const struct picture *p, struct board *b, int32_t *title)
{
	const struct print_style *style = l->style;
	*title = caption_height(l, p->figure->title);
	int32_t most = l->bottom - l->top - *title - style->leading;
	b->size = style->code;
	b->cell = columns_advance(l->d->fonts, FACE_MONO, b->size);
	b->row = b->size * 16 / 10;
	int32_t room = l->right - l->x, wide = p->drawing->width * b->cell, high = p->drawing->height * b->row;
	if (wide > room)
		b->size = (int32_t)((int64_t)b->size * room / wide);
	if (high > most && (int64_t)style->code * most / high < b->size)
		b->size = (int32_t)((int64_t)style->code * most / high);
	b->cell = columns_advance(l->d->fonts, FACE_MONO, b->size);
	b->row = b->size * 16 / 10;
}

/* A table is one for whoever reads the page by machine too. */
static void table(struct layout *l, const struct draw_table *t, struct str title, uint32_t parent)
{
	struct grid grid = { 0 };
	int32_t size = l->style->text * 92 / 100, leading = l->style->leading * 92 / 100;
	uint32_t element = page_element(l->d, TAG_TABLE, parent);
	for (uint32_t k = 0; k < t->rows; k++) {
		struct row *row = vec_add(l->scratch, &grid.rows);
		uint32_t own = page_element(l->d, TAG_TR, element);
		bool strong = k == 0 || (t->sums && k + 1 == t->rows);
		row->header = k == 0;
		for (uint32_t i = 0; i < t->columns; i++) {
			struct cell *c = vec_add(l->scratch, &row->cells);
			struct str words = t->cells[k * t->columns + i];
			uint32_t colour = t->numbers[i] && k ? l->style->colour.value : l->style->colour.ink;
			c->align = t->numbers[i] ? 'r' : 'l';
			c->element = page_element(l->d, k ? TAG_TD : TAG_TH, own);
			if (words.n)
				piece_add(l, &c->pieces, words, look(l, strong ? FACE_BOLD : FACE_TEXT, size, colour), c->element);
		}
	}
	l->keep_below = caption_height(l, title);
	grid_place(l, &grid, l->x, l->right - l->x, leading, size);
	l->keep_below = 0;
	caption(l, title, parent);
}

/* The last row, at most so many below from, at which no box would be cut in two; 0: none in reach. */
static int32_t next_cut(const struct drawing *d, int32_t from, int32_t most)
{
	if (from + most >= d->height)
		return d->height;
	for (int32_t row = from + most; row > from + most / 2; row--) {
		bool fine = true;
		for (size_t i = 0; i < d->all.n && fine; i++)
			fine = d->all.at[i].kind != DRAW_BOX || d->all.at[i].y >= row || d->all.at[i].y + d->all.at[i].h <= row;
		if (fine)
			return row;
	}
	return 0;
}

static int32_t continued_height(const struct layout *l)
{
	return l->style->small * 2;
}

/* On the pages that it goes on to, as drawings of characters do. */
static void continued(struct layout *l)
{
	struct str text = sections_word(l->report, WORDS_CONTINUED, 0);
	if (l->owner != LINE_NONE)
		text = str_format(l->arena, "%.*s, %.*s", STR_ARG(l->report->model->lines.at[l->owner].number_text), STR_ARG(text));
	flow_row(l, continued_height(l));
	flow_text(l, text, look(l, FACE_ITALIC, l->style->small, l->style->colour.quiet), PAGE_NONE, l->x, l->style->small * 14 / 10);
	l->y += continued_height(l);
	flow_done(l);
}

/* How many pages it takes at the board's size, the first of which may be begun; here, whole: rows of that one and of the others. 0: it cannot be cut. */
static int32_t count_pages(struct layout *l, const struct picture *p, struct board *b, int32_t *here, int32_t *whole)
{
	int32_t n = 0;
	b->cell = columns_advance(l->d->fonts, FACE_MONO, b->size);
	b->row = b->size * 16 / 10;
	*whole = (l->bottom - l->top - continued_height(l)) / b->row - 2;
	*here = (l->bottom - l->y) / b->row - 2;
	if (*here < *whole / 3 || !next_cut(p->drawing, 0, *here))
		*here = *whole;
	for (int32_t from = 0, most = *here; from < p->drawing->height; most = *whole, n++)
		if (!(from = next_cut(p->drawing, from, most)))
			return 0;
	return n;
}

/* What would be too small to read on one page goes on over several, as few as it can at a size that can be read; false: it cannot be cut. */
static bool pages(struct layout *l, const struct picture *p, struct board *b)
{
	int32_t room = l->right - l->x, wide = p->drawing->width * columns_advance(l->d->fonts, FACE_MONO, l->style->code), here, whole;
	int32_t size = l->style->code * 4 / 5, best = 0, fewest = INT32_MAX;
	if (wide > room && (int64_t)l->style->code * room / wide < size)
		size = (int32_t)((int64_t)l->style->code * room / wide);
	for (b->size = size; b->size == size || b->size >= l->style->code_least; b->size -= l->style->code / 20) {
		int32_t n = count_pages(l, p, b, &here, &whole);
		if (n && n < fewest) {
			fewest = n;
			best = b->size;
		}
	}
	if (!best)
		return false;
	b->size = best;
	b->cut = true;
	count_pages(l, p, b, &here, &whole);
	for (b->from = 0; b->from < p->drawing->height; b->from = b->to, here = whole) {
		b->to = next_cut(p->drawing, b->from, here);
		flow_need(l, (b->to - b->from + 1) * b->row);
		flow_row(l, b->row);
		b->y = l->y - b->from * b->row;
		draw(b, p->drawing);
		l->y += (b->to - b->from + 1) * b->row;
		flow_done(l);
		if (b->to < p->drawing->height) {
			flow_new_page(l);
			continued(l);
		}
	}
	return true;
}

/* The same as rows of characters. */
static void rows(struct layout *l, const struct picture *p, uint32_t element)
{
	struct buf text = { 0 };
	struct str rest, row;
	picture_text(p->drawing, true, &text);
	int32_t size = l->style->code, wide = p->drawing->width * columns_advance(l->d->fonts, FACE_MONO, size), room = l->right - l->x;
	size = wide > room ? (int32_t)((int64_t)size * room / wide) : size;
	int32_t leading = (int32_t)((int64_t)size * l->style->code_leading / 1000);
	const struct page_style *style = look(l, FACE_MONO, size, l->style->colour.ink);
	for (rest = str_copy(l->scratch, buf_str(&text)); str_split(&rest, '\n', &row); ) {
		flow_row(l, leading);
		columns_place(l->d, l->page, l->shaper, row, style, element, l->x, l->y + flow_baseline(leading, size));
		l->y += leading;
	}
	buf_free(&text);
}

int32_t figure_height(struct layout *l, uint32_t n)
{
	struct picture p;
	struct board b;
	int32_t title;
	if (!picture_of(l->scratch, l->report, n, &p))
		return 0;
	if (p.drawing->table)
		return grid_start(l, p.drawing->table->rows, l->style->leading * 92 / 100) + caption_height(l, p.figure->title) + l->style->leading;
	fit(l, &p, &b, &title);
	return p.drawing->height * b.row + title + l->style->leading;
}

void figure_place(struct layout *l, uint32_t n, uint32_t parent)
{
	struct picture p;
	int32_t title;
	if (!picture_of(l->scratch, l->report, n, &p))
		return;
	flow_space(l, l->style->leading * 4 / 10);
	if (p.drawing->table) {
		table(l, p.drawing->table, p.figure->title, parent);
		return;
	}
	struct board b = { .l = l, .x = l->x, .element = page_element(l->d, TAG_FIGURE, parent) };
	fit(l, &p, &b, &title);
	l->d->elements.at[b.element].alt = str_copy(l->arena, p.alt);
	if (b.size < l->style->code_least && p.drawing->height > p.drawing->width) {
		if (!pages(l, &p, &b))
			rows(l, &p, b.element);
		caption(l, p.figure->title, parent);
		return;
	}
	flow_need(l, p.drawing->height * b.row + title);
	flow_row(l, b.row);
	b.y = l->y;
	draw(&b, p.drawing);
	l->y += p.drawing->height * b.row;
	caption(l, p.figure->title, parent);
}
