/* A page's streams: text with its meaning, rectangles, paths, each stretch marked for the structure tree; its links. */
#include "base.h"
#include "render/page.h"

#include <assert.h>
#include <hb.h>
#include <string.h>

#include "render/page/fonts.h"
#include "render/page/tags.h"
#include "render/page/write.h"

enum { SHORT = 256 };                   /* so few bytes would hardly be fewer compressed */

struct stream {
	struct page_writer *writer;
	struct buf *b;
	size_t opened;                  /* where the string of glyphs that is being written begins */
	uint32_t page, element;
	bool marked, text, adjusted, showing;
	int32_t font, size;
	uint32_t colour;
	int64_t x, y;                   /* of the text line, in hundredths of a point */
};

static void end_text(struct stream *s)
{
	if (s->text)
		buf_puts(s->b, "ET\n");
	s->text = false;
}

void pdf_kid(struct page_writer *p, uint32_t element, struct pdf_kid kid)
{
	uint32_t new = (uint32_t)p->kids.n;
	*vec_add(p->arena, &p->kids) = kid;
	if (p->elements.at[element].last)
		p->kids.at[p->elements.at[element].last].next = new;
	else
		p->elements.at[element].first = new;
	p->elements.at[element].last = new;
}

/* An element comes into its parent's list when the first of its items is met. */
static void list_element(struct page_writer *p, uint32_t element)
{
	for (uint32_t depth = 0; element != PAGE_NONE && !p->elements.at[element].object && depth < 64; depth++) {
		uint32_t parent = p->d->elements.at[element].parent;
		p->elements.at[element].object = pdf_number(p);
		if (parent != PAGE_NONE)
			pdf_kid(p, parent, (struct pdf_kid){ .kind = KID_ELEMENT, .value = element });
		element = parent;
	}
}

static void mark(struct stream *s, uint32_t element)
{
	struct page_writer *p = s->writer;
	if (s->marked && s->element == element)
		return;
	end_text(s);
	if (s->marked)
		buf_puts(s->b, "EMC\n");
	if (element == PAGE_NONE) {
		buf_puts(s->b, "/Artifact BMC\n");
	} else {
		uint32_t id = (uint32_t)p->marks.n - p->pages.at[s->page].marks;
		*vec_add(p->arena, &p->marks) = element;
		list_element(p, element);
		pdf_kid(p, element, (struct pdf_kid){ .kind = KID_MARK, .value = id, .page = s->page & PAGE_MOST });
		buf_putc(s->b, '/');
		buf_puts(s->b, tag_names[p->d->elements.at[element].tag]);
		buf_puts(s->b, "<</MCID ");
		pdf_count(s->b, id);
		buf_puts(s->b, ">>BDC\n");
	}
	s->marked = true;
	s->element = element;
}

static void set_colour(struct stream *s, uint32_t colour, bool stroke)
{
	if (!stroke && s->colour == colour)
		return;
	for (int shift = 16; shift >= 0; shift -= 8) {
		pdf_length(s->b, (int64_t)(colour >> shift & 0xFF) * 1000 / 255);
		buf_putc(s->b, ' ');
	}
	buf_puts(s->b, stroke ? "RG\n" : "rg\n");
	if (!stroke)
		s->colour = colour;
}

static void put_hundredths(struct buf *b, int64_t x)
{
	pdf_length(b, x * 10);
}

static void start_text(struct stream *s, const struct page_item *item)
{
	int64_t x = (item->x + 5) / 10, y = (s->writer->d->height - item->y + 5) / 10;
	set_colour(s, item->colour, false);
	if (!s->text) {
		buf_puts(s->b, "BT\n");
		s->text = true;
		s->x = s->y = 0;
	}
	if (s->font != item->font || s->size != item->size) {
		buf_puts(s->b, "/F");
		pdf_count(s->b, item->font);
		buf_putc(s->b, ' ');
		pdf_length(s->b, item->size);
		buf_puts(s->b, " Tf ");
		s->font = item->font;
		s->size = item->size;
	}
	put_hundredths(s->b, x - s->x);
	buf_putc(s->b, ' ');
	put_hundredths(s->b, y - s->y);
	buf_puts(s->b, " Td\n");
	s->x = x;
	s->y = y;
}

/* Whether it is adjusted is known at its end only; most are not. */
static void open_string(struct stream *s)
{
	s->opened = s->b->n;
	s->showing = true;
	s->adjusted = false;
	buf_put(s->b, STR("[("));
}

static void show(struct stream *s)
{
	struct buf *b = s->b;
	if (!s->showing)
		return;
	s->showing = false;
	if (s->adjusted) {
		buf_put(b, STR(")]TJ\n"));
		return;
	}
	memmove(b->s + s->opened, b->s + s->opened + 1, b->n - s->opened - 1);
	b->n--;
	buf_put(b, STR(")Tj\n"));
}

static inline void put_byte(struct buf *b, unsigned c)
{
	if (c == '\r') {
		buf_put(b, STR("\\r"));
		return;
	}
	if (c == '(' || c == ')' || c == '\\')
		buf_putc(b, '\\');
	buf_putc(b, (char)c);
}

static void move(struct stream *s, int64_t units, int32_t em)
{
	buf_putc(s->b, ')');
	pdf_length(s->b, -units * 1000000 / em);
	buf_putc(s->b, '(');
	s->adjusted = true;
}

static void rise(struct stream *s, int64_t length)
{
	pdf_length(s->b, length);
	buf_puts(s->b, " Ts\n");
}

/* Text whose glyphs do not say it themselves is said beside them. A glyph says what it stood for where it first stood alone. */
static bool says_itself(struct page_writer *p, const struct pdf_font *font, uint16_t id, struct str text)
{
	struct pdf_glyph *glyph = &font->glyphs[id];
	if (!glyph->meaning_bytes && text.n <= UINT16_MAX) {
		glyph->meaning = (uint32_t)p->meanings.n;
		glyph->meaning_bytes = (uint16_t)text.n;
		buf_put(&p->meanings, text);
	}
	return text.n && str_eq((struct str){ p->meanings.s + glyph->meaning, glyph->meaning_bytes }, text);
}

/* As far as each glyph stands for one byte, has said so before and stands where it would by itself: most do. Returns the first that does not. */
static uint32_t put_plain(struct stream *s, const struct page_item *item, uint32_t i)
{
	const struct pdf_glyph *known = s->writer->fonts[item->font].glyphs;
	const char *meanings = s->writer->meanings.s;
	for (; i + 1 < item->glyph_count; i++) {
		const struct page_glyph *glyph = &item->glyphs[i];
		const struct pdf_glyph *own = &known[glyph->id];
		uint32_t at = glyph->cluster;
		if (glyph[1].cluster != at + 1 || at + 1 >= item->text.n || !own->used || own->meaning_bytes != 1 || meanings[own->meaning] != item->text.s[at]
				|| item->text.s[at] < ' ' || glyph->dx || glyph->dy || glyph->advance != own->natural)
			break;
		put_byte(s->b, glyph->id >> 8);
		put_byte(s->b, glyph->id & 0xFF);
	}
	return i;
}

static void put_text(struct stream *s, const struct page_item *item)
{
	struct page_writer *p = s->writer;
	const struct pdf_font *font = &p->fonts[item->font];
	int32_t em = p->d->fonts->at[item->font].units, raised = 0;
	bool spoken = false, rtl = pdf_runs_left(item);
	int64_t pending = 0;
	if (!font->glyphs)
		pdf_font(p, item->font);
	start_text(s, item);
	for (uint32_t i = 0, end; i < item->glyph_count; i = end) {
		if (s->showing && !rtl && !spoken && !raised && !pending)
			i = put_plain(s, item, i);
		struct str text = pdf_cluster(item, rtl, i, &end);
		for (uint32_t g = i; !text.s && g < end; g++)
			pending += item->glyphs[g].advance;
		if (!text.s)
			continue;
		bool itself = end == i + 1 && says_itself(p, font, item->glyphs[i].id, text);
		if (spoken || !itself)
			show(s);
		if (spoken)
			buf_puts(s->b, "EMC\n");
		spoken = !itself;
		if (spoken) {
			buf_puts(s->b, "/Span<</ActualText");
			pdf_text(s->b, text);
			buf_puts(s->b, ">>BDC\n");
		}
		for (uint32_t g = i; g < end; g++) {
			const struct page_glyph *glyph = &item->glyphs[g];
			if (!font->glyphs[glyph->id].used)
				pdf_note(p, item->font, glyph->id);
			if (glyph->dy != raised) {
				show(s);
				rise(s, (int64_t)glyph->dy * item->size / em);
				raised = glyph->dy;
			}
			if (!s->showing)
				open_string(s);
			if (pending + glyph->dx)
				move(s, pending + glyph->dx, em);
			put_byte(s->b, glyph->id >> 8);
			put_byte(s->b, glyph->id & 0xFF);
			pending = (int64_t)glyph->advance - font->glyphs[glyph->id].natural - glyph->dx;
		}
	}
	show(s);
	if (spoken)
		buf_puts(s->b, "EMC\n");
	if (raised)
		rise(s, 0);
}

static void put_point(struct stream *s, int32_t x, int32_t y, const char *operator)
{
	pdf_length(s->b, x);
	buf_putc(s->b, ' ');
	pdf_length(s->b, s->writer->d->height - y);
	buf_puts(s->b, operator);
}

static void put_shape(struct stream *s, const struct page_item *item)
{
	end_text(s);
	if (item->kind == PAGE_STAMP) {
		buf_printf(s->b, "/X%u Do\n", (unsigned)item->image);
		return;
	}
	if (item->kind == PAGE_IMAGE) {
		buf_puts(s->b, "q ");
		pdf_length(s->b, item->w);
		buf_puts(s->b, " 0 0 ");
		pdf_length(s->b, item->h);
		buf_putc(s->b, ' ');
		put_point(s, item->x, item->y + item->h, " cm ");
		buf_printf(s->b, "/I%u Do Q\n", (unsigned)item->image);
		return;
	}
	if (item->kind == PAGE_RECT) {
		set_colour(s, item->colour, false);
		put_point(s, item->x, item->y + item->h, " ");
		pdf_length(s->b, item->w);
		buf_putc(s->b, ' ');
		pdf_length(s->b, item->h);
		buf_puts(s->b, " re f\n");
		return;
	}
	set_colour(s, item->colour, item->stroke != 0);
	if (item->stroke) {
		pdf_length(s->b, item->stroke);
		buf_puts(s->b, item->dashed ? " w [0.8 2.4] 0 d\n" : " w [] 0 d\n");
	}
	for (uint32_t i = 0; i < item->point_count; i++)
		put_point(s, item->points[i].x, item->points[i].y, i ? " l\n" : " m\n");
	buf_puts(s->b, item->stroke == 0 ? "f\n" : item->closed ? "s\n" : "S\n");
}

/* What RFC 3986 does not allow in a URI is percent-encoded. */
static void put_uri(struct buf *b, struct str uri)
{
	buf_putc(b, '(');
	for (size_t i = 0; i < uri.n; i++) {
		unsigned char c = (unsigned char)uri.s[i];
		if (c > 0x20 && c < 0x7F && !strchr("\"<>\\^`{|}'()", c))
			buf_putc(b, (char)c);
		else
			buf_printf(b, "%%%02X", c);
	}
	buf_putc(b, ')');
}

static void put_link(struct page_writer *p, const struct pdf_link *own, size_t parent)
{
	const struct page_link *link = &own->at;
	struct buf *b = pdf_begin(p, own->object);
	buf_puts(b, "<</Type/Annot/Subtype/Link/Border[0 0 0]/F 4/Rect[");
	pdf_length(b, link->x);
	buf_putc(b, ' ');
	pdf_length(b, p->d->height - link->y - link->h);
	buf_putc(b, ' ');
	pdf_length(b, link->x + link->w);
	buf_putc(b, ' ');
	pdf_length(b, p->d->height - link->y);
	buf_putc(b, ']');
	if (link->element != PAGE_NONE)
		buf_printf(b, "/StructParent %zu", parent);
	if (link->uri.n) {
		buf_puts(b, "/Contents");
		pdf_text(b, link->uri);
		buf_puts(b, "/A<</S/URI/URI");
		put_uri(b, link->uri);
		buf_puts(b, ">>");
	} else {
		const struct page_dest *dest = &p->d->dests.at[link->dest];
		buf_puts(b, "/Contents");
		pdf_text(b, dest->title.n ? dest->title : dest->name);
		buf_puts(b, "/Dest");
		pdf_dest(p, b, dest);
	}
	buf_puts(b, ">>");
	pdf_end(p);
}

void pdf_links(struct page_writer *p)
{
	for (size_t i = 0; i < p->links.n; i++)
		put_link(p, &p->links.at[i], p->pages.n + i);
}

static void close(struct stream *s)
{
	end_text(s);
	if (s->marked)
		buf_puts(s->b, "EMC\n");
	s->marked = false;
}

/* A figure says where it is: everything it shows on its first page. */
static void note_box(struct page_writer *p, uint32_t n, const struct page_item *item)
{
	uint32_t *own = &p->elements.at[item->element].box;
	if (!*own) {
		*vec_add(p->arena, &p->boxes) = (struct pdf_box){ n, INT32_MAX, INT32_MAX, INT32_MIN, INT32_MIN };
		*own = (uint32_t)p->boxes.n;
	}
	struct pdf_box *box = &p->boxes.at[*own - 1];
	if (box->page != n)
		return;
	int32_t up = item->kind == PAGE_TEXT ? item->size : 0, h = item->kind == PAGE_TEXT ? item->size / 4 : item->h;
	box->left = item->x < box->left ? item->x : box->left;
	box->right = item->x + item->w > box->right ? item->x + item->w : box->right;
	box->top = item->y - up < box->top ? item->y - up : box->top;
	box->bottom = item->y + h > box->bottom ? item->y + h : box->bottom;
}

/* colour: what a page begins with; PAGE_NONE: a stamp, which begins with that of where it is shown, and is marked there. */
static void put_items(struct page_writer *p, uint32_t n, uint32_t colour)
{
	const struct page *page = &p->d->pages.at[n];
	struct stream s = { .writer = p, .b = &p->content, .page = n, .element = PAGE_NONE, .font = -1, .colour = colour };
	p->content.n = 0;
	while (p->elements.n < p->d->elements.n)
		vec_add(p->arena, &p->elements);
	for (size_t i = 0; i < page->items.n; i++) {
		const struct page_item *item = &page->items.at[i];
		if (colour != PAGE_NONE)
			mark(&s, item->element);
		if (item->element != PAGE_NONE && p->d->elements.at[item->element].tag == TAG_FIGURE)
			note_box(p, n, item);
		if (item->kind == PAGE_TEXT)
			put_text(&s, item);
		else
			put_shape(&s, item);
	}
	close(&s);
}

uint32_t page_stamp(struct page_writer *p, uint32_t n)
{
	uint32_t number = pdf_number(p);
	struct buf entries = { 0 };
	put_items(p, n, PAGE_NONE);
	buf_puts(&entries, "/Type/XObject/Subtype/Form/BBox[0 0 ");
	pdf_length(&entries, p->d->width);
	buf_putc(&entries, ' ');
	pdf_length(&entries, p->d->height);
	buf_printf(&entries, "]/Resources %u 0 R", p->resources);
	pdf_stream(p, number, entries.s, buf_str(&p->content), true);
	buf_free(&entries);
	page_clear(p->d, n);
	*vec_add(p->arena, &p->stamps) = number;
	return (uint32_t)p->stamps.n - 1;
}

/* Its place is numbered here, so that what follows in the file can lead to it. */
static void put_first(struct page_writer *p, uint32_t n)
{
	struct page *page = &p->d->pages.at[n];
	uint32_t number = pdf_number(p), stream = pdf_number(p);
	*vec_add(p->arena, &p->pages) = (struct pdf_page){ .object = number, .marks = (uint32_t)p->marks.n };
	put_items(p, n, 0);
	pdf_stream(p, stream, "", buf_str(&p->content), true);
	for (size_t i = 0; i < page->links.n; i++) {
		const struct page_link *link = &page->links.at[i];
		*vec_add(p->arena, &p->links) = (struct pdf_link){ *link, n, pdf_number(p) };
		if (link->element != PAGE_NONE)
			pdf_kid(p, link->element, (struct pdf_kid){ .kind = KID_LINK, .value = p->links.at[p->links.n - 1].object, .page = n & PAGE_MOST });
	}
}

void page_write(struct page_writer *p, uint32_t n)
{
	struct page *page = &p->d->pages.at[n];
	if (n == p->pages.n) {
		put_first(p, n);
	} else if (page->items.n) {
		assert(n < p->pages.n && !p->pages.at[n].late);
		p->pages.at[n].late = pdf_number(p);
		put_items(p, n, 0);
		pdf_stream(p, p->pages.at[n].late, "", buf_str(&p->content), p->content.n > SHORT);
	}
	page_clear(p->d, n);
}
