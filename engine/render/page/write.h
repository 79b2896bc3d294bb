/* render/page/write: the parts of the PDF writer. */
#ifndef HENCE_RENDER_PAGE_WRITE_H
#define HENCE_RENDER_PAGE_WRITE_H

struct kept;
/* Where an object stands: at a byte of the file, or packed: as the index-th of an object stream. */
struct pdf_place { uint32_t at; uint16_t index; bool packed; };
/* What is known of a font's glyph: meaning: the text that it stands for wherever it stands alone, a place in the writer's meanings. */
struct pdf_glyph { uint32_t meaning; uint16_t meaning_bytes; bool used; int32_t natural; };
struct pdf_font { uint32_t object, count; struct pdf_glyph *glyphs; };  /* glyphs: by the font's own numbers; NULL: none is used */
/* What an element consists of, in reading order; next: the place of the next one among all, 0 ends them. */
enum pdf_kid_kind { KID_MARK, KID_ELEMENT, KID_LINK };
struct pdf_kid { uint32_t kind : 2, page : 30, value, next; };
enum { PAGE_MOST = (1 << 30) - 1 };     /* of which a kid can tell */
struct pdf_element { uint32_t object, first, last, box; };      /* object 0: nothing of it stands on a page so far; box: that of a figure, from 1 */
/* late: the stream of what was placed when all pages were there, or 0; marks: which of all is its first. */
struct pdf_page { uint32_t object, late, marks; };
struct pdf_link { struct page_link at; uint32_t page, object; };
/* What an element shows on its first page. */
struct pdf_box { uint32_t page; int32_t left, top, right, bottom; };
struct page_writer {
	struct page_document *d;
	struct arena *arena;
	struct buf *out;
	uint64_t at, hash;                      /* bytes of the file so far, and what they come to */
	VEC(struct pdf_place) objects;          /* [0] is not used */
	struct buf packed;                      /* small objects that wait for their stream */
	VEC(uint32_t) packed_numbers, packed_at;
	struct buf content, head, squeezed;     /* of the stream being made */
	struct pdf_font *fonts;
	struct buf meanings;
	VEC(struct pdf_element) elements;
	VEC(struct pdf_kid) kids;               /* [0] is not used */
	VEC(struct pdf_page) pages;
	VEC(uint32_t) marks;                    /* the element of each marked stretch */
	VEC(struct pdf_link) links;
	VEC(struct pdf_box) boxes;              /* of figures */
	VEC(uint32_t) stamps;                   /* objects */
	uint32_t resources, *images;            /* objects */
};

/* --- objects ----------------------------------------------------------------------------------------------------------- */
uint32_t pdf_number(struct page_writer *);                      /* a new object's number */
struct buf *pdf_begin(struct page_writer *, uint32_t number);   /* a small object; write it, then pdf_end */
void pdf_end(struct page_writer *);
void pdf_stream(struct page_writer *, uint32_t number, const char *entries, struct str bytes, bool deflate);
void pdf_deflate(struct kept *, struct buf *, struct str bytes);
void pdf_deflate_end(struct kept *);                            /* what pdf_deflate holds is given back */
void pdf_deflated(struct page_writer *, uint32_t number, const char *entries, struct str squeezed);     /* a stream of what pdf_deflate made */
void pdf_plain(struct page_writer *, struct str);               /* bytes of the file between its objects */
void pdf_references(struct page_writer *, uint32_t catalogue, uint32_t info);   /* where each object stands, and the file's end */

/* --- values -------------------------------------------------------------------------------------------------------------- */
void pdf_length(struct buf *, int64_t thousandths);             /* 12.35, without needless digits */
void pdf_count(struct buf *, uint64_t);
void pdf_reference(struct buf *, uint32_t object);              /* 12 0 R */
void pdf_text(struct buf *, struct str);                        /* a text string: ASCII, else UTF-16 */
void pdf_hex(struct buf *, uint32_t);                           /* four digits */
void pdf_utf16(struct buf *, struct str);                       /* in hexadecimal digits */
void pdf_bytes(struct buf *, struct str);                       /* (...) with what must be escaped */
void pdf_dest(struct page_writer *, struct buf *, const struct page_dest *);

/* --- parts; those below the first two need all pages ------------------------------------------------------------------------ */
void pdf_font(struct page_writer *, uint16_t font);             /* a font is used for the first time */
void pdf_note(struct page_writer *, uint16_t font, uint16_t glyph);     /* a glyph is used for the first time */
void pdf_kid(struct page_writer *, uint32_t element, struct pdf_kid);   /* one more, the last */
bool pdf_fonts(struct page_writer *, struct str *why);          /* cut down and embedded, and the resources */
void pdf_links(struct page_writer *);
uint32_t pdf_structure(struct page_writer *);                   /* the structure tree */
uint32_t pdf_outline(struct page_writer *);
uint32_t pdf_names(struct page_writer *);                       /* named destinations */
uint32_t pdf_metadata(struct page_writer *);
uint32_t pdf_info(struct page_writer *);

/* --- text of glyphs ------------------------------------------------------------------------------------------------------------ */
/* The bytes of text that the glyph group [i, *end) of an item stands for; s is NULL where it is not to be shown. rtl: pdf_runs_left of it. */
struct str pdf_long_cluster(const struct page_item *, bool rtl, uint32_t i, uint32_t *end);
static inline struct str pdf_cluster(const struct page_item *item, bool rtl, uint32_t i, uint32_t *end)
{
	uint32_t from = item->glyphs[i].cluster, next = i + 1;
	/* most glyphs stand for one byte, and the next one for the next */
	if (!rtl && next < item->glyph_count && item->glyphs[next].cluster == from + 1 && from + 1 < item->text.n && item->text.s[from] >= ' ' && item->text.s[from] < 0x7F) {
		*end = next;
		return (struct str){ item->text.s + from, 1 };
	}
	return pdf_long_cluster(item, rtl, i, end);
}
bool pdf_runs_left(const struct page_item *);

#endif
