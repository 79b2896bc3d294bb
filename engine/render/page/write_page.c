/* One page's stream: text with its meaning, rectangles, paths, each stretch marked for the structure tree; its links. */
#include "base.h"
#include "render/page.h"

#include <assert.h>
#include <hb.h>
#include <string.h>

#include "render/page/fonts.h"
#include "render/page/tags.h"
#include "render/page/write.h"

struct stream {
	struct pdf *pdf;
	struct buf b;
	struct buf glyphs;              /* of the TJ being collected */
	uint32_t page, element;
	bool marked, text, adjusted;
	int32_t font, size;
	uint32_t colour;
	int64_t x, y;                   /* of the text line, in hundredths of a point */
};

static void end_text(struct stream *s)
{
	if (s->text)
		buf_puts(&s->b, "ET\n");
	s->text = false;
}

/* An element comes into its parent's list when the first of its items is met. */
static void list_element(struct pdf *p, uint32_t element)
{
	for (uint32_t depth = 0; element != PAGE_NONE && !p->elements[element].listed && depth < 64; depth++) {
		uint32_t parent = p->d->elements.at[element].parent;
		p->elements[element].listed = true;
		if (parent != PAGE_NONE)
			*vec_add(p->arena, &p->elements[parent].kids) = (struct pdf_kid){ .kind = KID_ELEMENT, .value = element };
		element = parent;
	}
}

static void mark(struct stream *s, uint32_t element)
{
	struct pdf *p = s->pdf;
	if (s->marked && s->element == element)
		return;
	end_text(s);
	if (s->marked)
		buf_puts(&s->b, "EMC\n");
	if (element == PAGE_NONE) {
		buf_puts(&s->b, "/Artifact BMC\n");
	} else {
		uint32_t id = (uint32_t)p->marks[s->page].n;
		*vec_add(p->arena, &p->marks[s->page]) = element;
		list_element(p, element);
		*vec_add(p->arena, &p->elements[element].kids) = (struct pdf_kid){ .kind = KID_MARK, .value = id, .page = s->page };
		buf_putc(&s->b, '/');
		buf_puts(&s->b, tag_names[p->d->elements.at[element].tag]);
		buf_puts(&s->b, "<</MCID ");
		pdf_count(&s->b, id);
		buf_puts(&s->b, ">>BDC\n");
	}
	s->marked = true;
	s->element = element;
}

static void set_colour(struct stream *s, uint32_t colour, bool stroke)
{
	if (!stroke && s->colour == colour)
		return;
	for (int shift = 16; shift >= 0; shift -= 8) {
		pdf_length(&s->b, (int64_t)(colour >> shift & 0xFF) * 1000 / 255);
		buf_putc(&s->b, ' ');
	}
	buf_puts(&s->b, stroke ? "RG\n" : "rg\n");
	if (!stroke)
		s->colour = colour;
}

static void put_hundredths(struct buf *b, int64_t x)
{
	pdf_length(b, x * 10);
}

static void start_text(struct stream *s, const struct page_item *item)
{
	int64_t x = (item->x + 5) / 10, y = (s->pdf->d->height - item->y + 5) / 10;
	set_colour(s, item->colour, false);
	if (!s->text) {
		buf_puts(&s->b, "BT\n");
		s->text = true;
		s->x = s->y = 0;
	}
	if (s->font != item->font || s->size != item->size) {
		buf_puts(&s->b, "/F");
		pdf_count(&s->b, item->font);
		buf_putc(&s->b, ' ');
		pdf_length(&s->b, item->size);
		buf_puts(&s->b, " Tf ");
		s->font = item->font;
		s->size = item->size;
	}
	put_hundredths(&s->b, x - s->x);
	buf_putc(&s->b, ' ');
	put_hundredths(&s->b, y - s->y);
	buf_puts(&s->b, " Td\n");
	s->x = x;
	s->y = y;
}

static void show(struct stream *s)
{
	if (s->glyphs.n) {
		buf_puts(&s->b, s->adjusted ? "[(" : "(");
		buf_put(&s->b, buf_str(&s->glyphs));
		buf_puts(&s->b, s->adjusted ? ")]TJ\n" : ")Tj\n");
	}
	s->glyphs.n = 0;
	s->adjusted = false;
}

static void put_byte(struct buf *b, unsigned c)
{
	if (c == '\r') {
		buf_puts(b, "\\r");
		return;
	}
	if (c == '(' || c == ')' || c == '\\')
		buf_putc(b, '\\');
	buf_putc(b, (char)c);
}

static void move(struct stream *s, int64_t units, int32_t em)
{
	if (units == 0)
		return;
	buf_puts(&s->glyphs, ")");
	pdf_length(&s->glyphs, -units * 1000000 / em);
	buf_puts(&s->glyphs, "(");
	s->adjusted = true;
}

static void rise(struct stream *s, int64_t length)
{
	pdf_length(&s->b, length);
	buf_puts(&s->b, " Ts\n");
}

/* Text whose glyphs do not say it themselves is said beside them. */
static bool says_itself(const struct pdf_font *font, const struct page_item *item, uint32_t i, uint32_t end, struct str text)
{
	return end == i + 1 && str_eq(font->meaning[item->glyphs[i].id], text);
}

static void put_text(struct stream *s, const struct page_item *item)
{
	const struct pdf_font *font = &s->pdf->fonts[item->font];
	int32_t em = s->pdf->d->fonts->at[item->font].units, raised = 0;
	bool spoken = false, rtl = pdf_runs_left(item);
	int64_t pending = 0;
	start_text(s, item);
	for (uint32_t i = 0, end; i < item->glyph_count; i = end) {
		struct str text = pdf_cluster(item, rtl, i, &end);
		for (uint32_t g = i; !text.s && g < end; g++)
			pending += item->glyphs[g].advance;
		if (!text.s)
			continue;
		bool itself = says_itself(font, item, i, end, text);
		if (spoken || !itself)
			show(s);
		if (spoken)
			buf_puts(&s->b, "EMC\n");
		spoken = !itself;
		if (spoken) {
			buf_puts(&s->b, "/Span<</ActualText");
			pdf_text(&s->b, text);
			buf_puts(&s->b, ">>BDC\n");
		}
		for (uint32_t g = i; g < end; g++) {
			const struct page_glyph *glyph = &item->glyphs[g];
			if (glyph->dy != raised) {
				show(s);
				rise(s, (int64_t)glyph->dy * item->size / em);
				raised = glyph->dy;
			}
			move(s, pending + glyph->dx, em);
			put_byte(&s->glyphs, font->renumbered[glyph->id] >> 8);
			put_byte(&s->glyphs, font->renumbered[glyph->id] & 0xFF);
			pending = (int64_t)glyph->advance - font->natural[glyph->id] - glyph->dx;
		}
	}
	show(s);
	if (spoken)
		buf_puts(&s->b, "EMC\n");
	if (raised)
		rise(s, 0);
}

static void put_point(struct stream *s, int32_t x, int32_t y, const char *operator)
{
	pdf_length(&s->b, x);
	buf_putc(&s->b, ' ');
	pdf_length(&s->b, s->pdf->d->height - y);
	buf_puts(&s->b, operator);
}

static void put_shape(struct stream *s, const struct page_item *item)
{
	end_text(s);
	if (item->kind == PAGE_IMAGE) {
		buf_puts(&s->b, "q ");
		pdf_length(&s->b, item->w);
		buf_puts(&s->b, " 0 0 ");
		pdf_length(&s->b, item->h);
		buf_putc(&s->b, ' ');
		put_point(s, item->x, item->y + item->h, " cm ");
		buf_printf(&s->b, "/I%u Do Q\n", (unsigned)item->image);
		return;
	}
	if (item->kind == PAGE_RECT) {
		set_colour(s, item->colour, false);
		put_point(s, item->x, item->y + item->h, " ");
		pdf_length(&s->b, item->w);
		buf_putc(&s->b, ' ');
		pdf_length(&s->b, item->h);
		buf_puts(&s->b, " re f\n");
		return;
	}
	set_colour(s, item->colour, item->stroke != 0);
	if (item->stroke) {
		pdf_length(&s->b, item->stroke);
		buf_puts(&s->b, item->dashed ? " w [0.8 2.4] 0 d\n" : " w [] 0 d\n");
	}
	for (uint32_t i = 0; i < item->point_count; i++)
		put_point(s, item->points[i].x, item->points[i].y, i ? " l\n" : " m\n");
	buf_puts(&s->b, item->stroke == 0 ? "f\n" : item->closed ? "s\n" : "S\n");
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

static void put_link(struct pdf *p, uint32_t page, uint32_t k)
{
	const struct page_link *link = &p->d->pages.at[page].links.at[k];
	uint32_t number = p->pages[page] + 1 + pdf_streams(&p->d->pages.at[page]) + k;
	struct buf *b = pdf_begin(p, number);
	buf_puts(b, "<</Type/Annot/Subtype/Link/Border[0 0 0]/F 4/Rect[");
	pdf_length(b, link->x);
	buf_putc(b, ' ');
	pdf_length(b, p->d->height - link->y - link->h);
	buf_putc(b, ' ');
	pdf_length(b, link->x + link->w);
	buf_putc(b, ' ');
	pdf_length(b, p->d->height - link->y);
	buf_putc(b, ']');
	if (link->element != PAGE_NONE) {
		buf_printf(b, "/StructParent %zu", p->d->pages.n + p->link_parents.n);
		vec_add(p->arena, &p->link_parents)->element = link->element;
		*vec_add(p->arena, &p->elements[link->element].kids) = (struct pdf_kid){ .kind = KID_LINK, .value = number, .page = page };
	}
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
		buf_printf(b, "/Dest[%u 0 R/XYZ null ", p->pages[dest->page == PAGE_NONE ? 0 : dest->page]);
		pdf_length(b, p->d->height - dest->y);
		buf_puts(b, " null]");
	}
	buf_puts(b, ">>");
	pdf_end(p);
}

static void close(struct stream *s)
{
	end_text(s);
	if (s->marked)
		buf_puts(&s->b, "EMC\n");
	s->marked = false;
}

void pdf_page(struct pdf *p, uint32_t n)
{
	const struct page *page = &p->d->pages.at[n];
	struct stream s = { .pdf = p, .page = n, .element = PAGE_NONE, .font = -1, .colour = 0 };
	bool apart = pdf_streams(page) > 1;
	for (size_t i = 0; i < page->items.n; i++) {
		const struct page_item *item = &page->items.at[i];
		if (apart && i == page->running) {
			close(&s);
			pdf_stream(p, p->pages[n] + 1, "", buf_str(&s.b), true);
			s.b.n = 0;
		}
		mark(&s, item->element);
		if (item->kind == PAGE_TEXT)
			put_text(&s, item);
		else
			put_shape(&s, item);
	}
	close(&s);
	pdf_stream(p, p->pages[n] + (apart ? 2 : 1), "", buf_str(&s.b), true);
	for (uint32_t k = 0; k < page->links.n; k++)
		put_link(p, n, k);
	buf_free(&s.b);
	buf_free(&s.glyphs);
}
