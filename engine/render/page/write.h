/* render/page/write: the parts of the PDF writer. */
#ifndef HENCE_RENDER_PAGE_WRITE_H
#define HENCE_RENDER_PAGE_WRITE_H

struct kept;
/* Where an object stands: at a byte of the file, or in an object stream. */
struct pdf_place { bool packed; uint32_t stream, index; size_t at; };
struct pdf_font {
	bool used;
	uint32_t object;
	uint8_t *glyphs;                /* used, by glyph */
	uint16_t *renumbered;
	struct str *meaning;            /* the text one glyph stands for, wherever it stands alone */
	int32_t *natural;               /* advances */
};
/* What an element consists of, in reading order. */
struct pdf_kid { enum { KID_MARK, KID_ELEMENT, KID_LINK } kind; uint32_t value, page; };
struct pdf_element { bool listed; uint32_t object; VEC(struct pdf_kid) kids; };
struct pdf {
	const struct page_document *d;
	struct arena *arena;
	struct buf *out;
	VEC(struct pdf_place) objects;          /* [0] is not used */
	struct buf packed;                      /* small objects that wait for their stream */
	VEC(uint32_t) packed_numbers;
	VEC(size_t) packed_at;
	struct pdf_font *fonts;
	struct pdf_element *elements;
	uint32_t *pages;                        /* objects */
	VEC(uint32_t) *marks;                   /* a page: the element of each marked stretch */
	VEC(struct pdf_parent { uint32_t element; }) link_parents;
	uint32_t resources;
	uint32_t *images;                       /* objects */
};

uint32_t pdf_number(struct pdf *);                              /* a new object's number */
struct buf *pdf_begin(struct pdf *, uint32_t number);           /* a small object; write it, then pdf_end */
void pdf_end(struct pdf *);
void pdf_stream(struct pdf *, uint32_t number, const char *entries, struct str bytes, bool deflate);
void pdf_deflate(struct kept *, struct buf *, struct str bytes);
void pdf_deflate_end(struct kept *);                           /* what pdf_deflate holds is given back */
void pdf_deflated(struct pdf *, uint32_t number, const char *entries, struct str squeezed);       /* a stream of what pdf_deflate made */
void pdf_length(struct buf *, int64_t thousandths);             /* 12.35, without needless digits */
void pdf_count(struct buf *, uint64_t);
void pdf_reference(struct buf *, uint32_t object);               /* 12 0 R */
void pdf_text(struct buf *, struct str);                        /* a text string: ASCII, else UTF-16 */
void pdf_bytes(struct buf *, struct str);                       /* (...) with what must be escaped */

void pdf_note_glyphs(struct pdf *);                             /* which glyphs are used, and what they mean */
bool pdf_fonts(struct pdf *, struct str *why);                  /* cut down and embedded; needs pdf_note_glyphs */
void pdf_images(struct pdf *);                                  /* every picture of the document */
void pdf_page(struct pdf *, uint32_t page);                     /* its streams, links, and the marks for the structure */
/* What is the document's own on every page stands in a stream of its own: the other one may be that of another document. */
static inline uint32_t pdf_streams(const struct page *p)
{
	return p->running && p->running < p->items.n ? 2 : 1;
}
uint32_t pdf_structure(struct pdf *);                           /* the structure tree; needs all pages */
/* The bytes of text that the glyph group [i, *end) of an item stands for; s is NULL where it is not to be shown. rtl: pdf_runs_left of it. */
struct str pdf_long_cluster(const struct page_item *, bool rtl, uint32_t i, uint32_t *end);
static inline struct str pdf_cluster(const struct page_item *item, bool rtl, uint32_t i, uint32_t *end)
{
	uint32_t from = item->glyphs[i].cluster, next = i + 1;
	/* most glyphs stand for one byte, and the next one for the next */
	if (!rtl && next < item->glyph_count && item->glyphs[next].cluster == from + 1 && from + 1 < item->text.n && item->text.s[from] > ' ' && item->text.s[from] < 0x7F) {
		*end = next;
		return (struct str){ item->text.s + from, 1 };
	}
	return pdf_long_cluster(item, rtl, i, end);
}
bool pdf_runs_left(const struct page_item *);

#endif
