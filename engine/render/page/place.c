/* Builds a document: pages, elements, destinations; puts lines of text, columns and rectangles on pages. */
#include "base.h"
#include "render/page.h"

#include <assert.h>
#include <hb.h>
#include <string.h>

#include "render/page/break.h"
#include "render/page/fonts.h"
#include "render/page/late.h"
#include "render/page/shape.h"

struct page_document *page_new(struct arena *a, const struct fonts *fonts)
{
	struct page_document *d = arena_take(a, sizeof *d);
	d->arena = a;
	d->fonts = fonts;
	*vec_add(a, &d->elements) = (struct page_element){ .tag = TAG_DOCUMENT, .parent = PAGE_NONE };
	return d;
}

struct page *page_add(struct page_document *d)
{
	struct page *page = vec_add(d->arena, &d->pages);
	*page = d->spare;
	d->spare = (struct page){ .items = { .n = 0 } };
	return page;
}

void page_clear(struct page_document *d, uint32_t page)
{
	if (!d->pages.at[page].items.room)
		return;
	d->spare = d->pages.at[page];
	d->spare.items.n = d->spare.links.n = 0;
	d->pages.at[page] = (struct page){ .items = { .n = 0 } };
}

struct page_item *page_item(struct page_document *d, uint32_t page, enum page_item_kind kind, uint32_t element, uint32_t colour)
{
	struct page *own = &d->pages.at[page];
	if (!own->items.room) {
		own->items = d->spare.items;
		d->spare = (struct page){ .items = { .n = 0 } };
	}
	struct page_item *item = vec_add(d->arena, &own->items);
	item->kind = kind;
	item->element = element;
	item->colour = colour;
	return item;
}

void page_rect(struct page_document *d, uint32_t page, uint32_t colour, int32_t x, int32_t y, int32_t w, int32_t h)
{
	struct page_item *item = page_item(d, page, PAGE_RECT, PAGE_NONE, colour);
	item->x = x;
	item->y = y;
	item->w = w;
	item->h = h;
}

uint32_t page_element(struct page_document *d, enum page_tag tag, uint32_t parent)
{
	*vec_add(d->arena, &d->elements) = (struct page_element){ .tag = tag, .parent = parent };
	return (uint32_t)d->elements.n - 1;
}

uint32_t page_dest(struct page_document *d, struct str name)
{
	*vec_add(d->arena, &d->dests) = (struct page_dest){ .name = name, .page = PAGE_NONE };
	return (uint32_t)d->dests.n - 1;
}

static void put_run(struct page_document *d, uint32_t page, const struct para_run *run, const struct page_style *style, uint32_t element,
	int32_t x, int32_t y)
{
	struct page_item *item = page_item(d, page, PAGE_TEXT, element, style->colour);
	item->x = x;
	item->y = y - style->rise;
	item->w = run->w;
	item->font = run->font;
	item->size = style->size;
	item->glyphs = run->glyphs;
	item->glyph_count = run->glyph_count;
	item->text = run->text;
}

/* The ends of what one piece covers on a line, without the blanks at the line's end. */
static int32_t inked(const struct para_line *line, uint32_t r)
{
	const struct para_run *run = &line->runs[r];
	int32_t over = run->x + run->w - line->width;
	return over > 0 && run->w > over ? run->w - over : run->w;
}

static void decorate(struct page_document *d, uint32_t page, const struct para_line *line, const struct para *p, int32_t x, int32_t y)
{
	for (uint32_t i = 0, end; i < line->run_count; i = end) {
		const struct para_piece *piece = &p->pieces[line->runs[i].piece];
		const struct page_style *style = piece->style;
		int32_t from = line->runs[i].x, to = from;
		for (end = i; end < line->run_count && line->runs[end].piece == line->runs[i].piece; end++)
			to = line->runs[end].x + inked(line, end);
		if (style->ground != PAGE_NONE)
			page_rect(d, page, style->ground, x + from - style->size / 10, y - style->size * 82 / 100, to - from + style->size / 5,
				style->size * 106 / 100);
		if (style->underline != PAGE_NONE)
			page_rect(d, page, style->underline, x + from, y + style->size * 16 / 100, to - from, style->size / 20);
		if (piece->dest != PAGE_NONE || piece->uri.n) {
			struct page_link *link = vec_add(d->arena, &d->pages.at[page].links);
			*link = (struct page_link){ .x = x + from, .y = y - style->size * 80 / 100, .w = to - from, .h = style->size * 108 / 100,
				.dest = piece->dest, .uri = piece->uri, .element = piece->element };
		}
	}
}

void para_place(struct page_document *d, uint32_t page, const struct para *p, uint32_t n, int32_t x, int32_t y)
{
	const struct para_line *line = &p->lines[n];
	x += n == 0 ? p->hang : 0;
	if (p->from_right)
		x += p->width - (n == 0 ? p->hang : 0) - line->width;
	decorate(d, page, line, p, x, y);
	for (uint32_t i = 0; i < line->run_count; i++) {
		const struct para_piece *piece = &p->pieces[line->runs[i].piece];
		put_run(d, page, &line->runs[i], piece->style, piece->element, x + line->runs[i].x, y);
	}
}

int32_t text_width(struct shaper *s, struct str text, const struct page_style *style)
{
	struct para_piece piece = { .text = text, .style = style, .element = PAGE_NONE, .dest = PAGE_NONE };
	return para_make(s, &piece, 1, INT32_MAX / 4, 0)->lines[0].width;
}

int32_t text_place(struct page_document *d, uint32_t page, struct shaper *s, struct str text, const struct page_style *style,
	uint32_t element, int32_t x, int32_t y)
{
	struct para_piece *piece = arena_take(shaper_scratch(s), sizeof *piece);
	*piece = (struct para_piece){ .text = text, .style = style, .element = element, .dest = PAGE_NONE };
	struct para *p = para_make(s, piece, 1, INT32_MAX / 4, 0);
	p->from_right = false;
	para_place(d, page, p, 0, x, y);
	return p->lines[0].width;
}

/* --- columns ---------------------------------------------------------------------------------------------------- */
enum { TAB = 8, RUN_BYTES = 60000, BOX = 0x25A1 };

static uint32_t columns_of(uint32_t c, uint32_t column)
{
	char bytes[4];
	size_t n;
	if (c >= ' ' && c < 0x7F)
		return 1;
	if (c == '\t')
		return TAB - column % TAB;
	if (shape_spelled(c))
		return 8;               /* [U+00XX] */
	if (c < 0x300)
		return 1;
	if (break_clings(c))
		return 0;
	n = utf8_put(bytes, c);
	return (uint32_t)utf8_columns((struct str){ bytes, n });
}

uint32_t columns_count_from(struct str line, uint32_t column)
{
	uint32_t columns = column;
	for (size_t at = 0; at < line.n; )
		columns += columns_of(utf8_next(line, &at), columns);
	return columns - column;
}

uint32_t columns_count(struct str line)
{
	return columns_count_from(line, 0);
}

int32_t columns_advance(const struct fonts *fonts, enum page_face face, int32_t size)
{
	const struct chain *chain = &fonts->chains[face];
	hb_codepoint_t id = 0;
	hb.font_get_nominal_glyph(chain->at[0]->font, '0', &id);
	return font_length(fonts, chain->index[0], hb.font_get_glyph_h_advance(chain->at[0]->font, id), size);
}

struct column_run { struct page_document *d; const struct page_style *style; uint32_t page, element; int32_t y; };

static void flush(struct column_run *c, struct str text, uint16_t font, struct page_glyph *glyphs, uint32_t n, int32_t x, int32_t w)
{
	struct para_run run = { .font = font, .w = w, .glyphs = glyphs, .glyph_count = n, .text = text };
	if (n)
		put_run(c->d, c->page, &run, c->style, c->element, x, c->y);
}

/* What the table of glyphs cannot place column by column: marks, joined scripts, characters that no font has. */
static bool plain(uint32_t c)
{
	return c == '\t' || (c >= 0x20 && c < 0x7F) || (c >= 0xA0 && c < 0x300 && c != 0xAD) || (c >= 0x370 && c < 0x483) || (c >= 0x2010 && c < 0x2028)
		|| (c >= 0x2030 && c < 0x2060) || (c >= 0x2070 && c < 0x20D0) || (c >= 0x2100 && c < 0x2C00);
}

/* A line far wider than any paper stops at a bound instead of running over. */
static int32_t columns_wide(uint32_t columns, int32_t step)
{
	int64_t wide = (int64_t)columns * step;
	return wide < INT32_MAX / 4 ? (int32_t)wide : INT32_MAX / 4;
}

void columns_place(struct page_document *d, uint32_t page, struct shaper *s, struct str line, const struct page_style *style,
	uint32_t element, int32_t x, int32_t y)
{
	struct column_run at = { d, style, page, element, y };
	const struct fonts *fonts = shaper_fonts(s);
	int32_t step = columns_advance(fonts, style->face, style->size), start_x = x;
	struct page_glyph *glyphs = arena_take(shaper_scratch(s), (line.n ? line.n : 1) * sizeof *glyphs);
	uint32_t n = 0, first = 0, column = 0, start_column = 0;
	uint16_t font = 0, own = 0, glyph = 0;
	size_t start = 0;
	for (size_t i = 0; i < line.n; ) {
		size_t from = i;
		uint32_t c = utf8_next(line, &i), columns = columns_of(c, column);
		size_t end = i;
		while (end < line.n && (unsigned char)line.s[end] >= 0x80) {
			size_t next = end;
			if (!break_clings(utf8_next(line, &next)))
				break;
			end = next;
		}
		int32_t natural;
		bool drawn = shape_has_wide(s, c == '\t' ? ' ' : c, style->face, &own, &glyph, &natural);
		/* a box stands in the columns of what no font has; the text under it stays what it is */
		bool boxed = !drawn && c >= 0xA0 && !shape_spelled(c) && shape_has_wide(s, BOX, style->face, &own, &glyph, &natural);
		if (boxed)
			shape_missing(s, c);
		if (boxed || (plain(c) && end == i && drawn)) {
			if (n > first && (own != font || from - start > RUN_BYTES)) {
				flush(&at, str_slice(line, start, from), font, glyphs + first, n - first, start_x,
					columns_wide(column - start_column, step));
				first = n;
			}
			if (n == first) {
				start = from;
				start_column = column;
				start_x = x + columns_wide(column, step);
				font = own;
			}
			const struct font *f = &fonts->at[font];
			int32_t cell = (int32_t)(((int64_t)columns * step * f->units + style->size / 2) / style->size);
			bool fits = natural >= cell - 2 && natural <= cell + 2;
			glyphs[n++] = (struct page_glyph){ .cluster = (uint16_t)(from - start), .id = glyph, .advance = (int16_t)(fits ? natural : cell),
				.dx = (int16_t)(fits || c == '\t' || natural > cell ? 0 : (cell - natural) / 2) };
			i = boxed ? end : i;
		} else {
			flush(&at, str_slice(line, start, from), font, glyphs + first, n - first, start_x, columns_wide(column - start_column, step));
			first = n;
			/* a stretch of such characters is shaped as a whole and keeps its columns as a whole */
			while (end < line.n && end - from < WORD_BYTES - 8) {
				size_t next = end;
				uint32_t more = utf8_next(line, &next);
				bool has = shape_has(s, more, style->face, &own, &glyph);
				if (plain(more) || (more < 0x300 && !break_clings(more)) || (!has && !shape_spelled(more)))
					break;
				columns += columns_of(more, column + columns);
				end = next;
			}
			while (end - from > WORD_BYTES)
				for (end--; ((unsigned char)line.s[end] & 0xC0) == 0x80; )
					end--;
			text_place(d, page, s, str_slice(line, from, end), style, element, x + columns_wide(column, step), y);
			i = end;
		}
		column += columns;
	}
	flush(&at, str_slice(line, start, line.n), font, glyphs + first, n - first, start_x, columns_wide(column - start_column, step));
}
