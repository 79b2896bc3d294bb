/* render/page: a laid-out document as plain data, the tools that lay text out, and the writer that makes a PDF of it.
 * Layout (render/pdf) fills a struct page_document; the writer reads nothing else and knows nothing of worksheets.
 * Lengths are in thousandths of a point, whole numbers; x grows to the right, y downwards from the page's top left corner. */
#ifndef HENCE_RENDER_PAGE_H
#define HENCE_RENDER_PAGE_H

#define PAGE_NONE UINT32_MAX

/* --- the document --------------------------------------------------------------------------------------------- */
/* One glyph of a run. Glyphs stand in visual order; cluster is the byte in the run's text that it comes from, so that
 * copying gives the text back: a run has less than 64 KB. advance, dx, dy are in the font's own units. */
struct page_glyph { uint16_t cluster, id; int16_t dx, dy, advance; };
/* A picture: a JPEG file as it is, or samples of eight bits, with their opacity where something shines through. */
struct page_image { uint32_t width, height; uint8_t components; struct str jpeg, samples, alpha; };
/* Of a PNG or JPEG file. false: *why is one clause. Its texts lie in the arena, or in the file's bytes. */
bool page_image_read(struct arena *, struct str file, struct page_image *, struct str *why);
struct page_point { int32_t x, y; };
enum page_item_kind { PAGE_TEXT, PAGE_RECT, PAGE_PATH, PAGE_IMAGE, PAGE_STAMP };
struct page_item {
	enum page_item_kind kind;
	uint32_t element;               /* in elements: what the reader's machine reads; PAGE_NONE: decoration */
	uint32_t colour;                /* 0xRRGGBB */
	int32_t x, y;                   /* TEXT: start of the baseline; RECT: top left corner */
	int32_t w, h;                   /* TEXT: width in w; RECT */
	uint16_t font;                  /* TEXT: in the fonts */
	int32_t size;
	const struct page_glyph *glyphs; uint32_t glyph_count;
	struct str text;                /* TEXT: the run's UTF-8 in logical order */
	const struct page_point *points; uint32_t point_count;  /* PATH */
	int32_t stroke;                 /* PATH: line width; 0 fills */
	bool closed, dashed;            /* PATH */
	uint32_t image;                 /* IMAGE: in images; it fills RECT's place. STAMP: what page_stamp gave */
};
/* A place that can be clicked: within the document (dest) or a URI. */
struct page_link { int32_t x, y, w, h; uint32_t dest; struct str uri; uint32_t element; };
struct page {
	VEC(struct page_item) items;
	VEC(struct page_link) links;
};

enum page_tag {
	TAG_DOCUMENT, TAG_SECTION, TAG_H1, TAG_H2, TAG_H3, TAG_H4, TAG_H5, TAG_H6, TAG_P, TAG_L, TAG_LI, TAG_LBL, TAG_LBODY,
	TAG_TABLE, TAG_TR, TAG_TH, TAG_TD, TAG_FIGURE, TAG_CODE, TAG_LINK, TAG_QUOTE, TAG_SPAN, TAG_TOC, TAG_TOCI,
};
/* The structure tree. Children are read in the order in which their first item stands; an element without items is left out. */
struct page_element { enum page_tag tag : 8; bool numbered; uint32_t parent; struct str alt; };    /* numbered: a list's labels are numbers */
struct page_dest { struct str name, title; uint32_t page; int32_t y; };      /* title: what a link to it says; empty: its name */
struct page_outline { uint32_t level; struct str title; uint32_t dest; };       /* level from 1 */
struct page_document {
	struct arena *arena;
	const struct fonts *fonts;
	int32_t width, height;
	struct str title, author, subject, keywords, lang, creator;
	VEC(struct page) pages;
	struct page spare;                      /* room for the items of the next page */
	VEC(struct page_element) elements;      /* [0] is the root */
	VEC(struct page_dest) dests;
	VEC(struct page_image) images;
	VEC(struct page_outline) outline;
};
struct page_document *page_new(struct arena *, const struct fonts *);
struct page *page_add(struct page_document *);
void page_clear(struct page_document *, uint32_t page);                         /* nothing stands on it any more */
struct page_item *page_item(struct page_document *, uint32_t page, enum page_item_kind, uint32_t element, uint32_t colour);
void page_rect(struct page_document *, uint32_t page, uint32_t colour, int32_t x, int32_t y, int32_t w, int32_t h);
uint32_t page_element(struct page_document *, enum page_tag, uint32_t parent);
uint32_t page_dest(struct page_document *, struct str name);                    /* its place is set later */

/* --- fonts: opened once, before a stranger's text is read; never changed after that ------------------------------- */
/* A face is a chain of fonts: the first that has a glyph draws it. */
#define FACE_COUNT 8
enum page_face { FACE_TEXT, FACE_ITALIC, FACE_BOLD, FACE_BOLD_ITALIC, FACE_CAPITALS, FACE_MONO, FACE_MONO_BOLD, FACE_MARK };
struct font_chain {
	struct str files[8];            /* "charis/CharisSIL-Regular.ttf": looked for below the folders, then by its last part */
	uint32_t file_count;
	bool small_capitals, no_ligatures;
};
struct fonts;
/* NULL: *why names the file that is missing and the package that has it. */
struct fonts *fonts_open(struct arena *, const struct font_chain chains[FACE_COUNT], const char *const *folders, struct str *why);
void fonts_close(struct fonts *);

/* --- text: words shaped and cached, paragraphs broken into lines ------------------------------------------------- */
struct shaper;                          /* one a document; ended by shaper_end */
struct shaper *shaper_new(struct arena *, const struct fonts *);
void shaper_end(struct shaper *);
/* Paragraphs and rows made from here on lie in that arena, and what is placed of them until their page is written; before: in the shaper's own. */
void shaper_use(struct shaper *, struct arena *);
/* The code points that no font could draw, in order of first use; each stands in the text as [U+XXXX]. */
const uint32_t *shaper_missing(const struct shaper *, size_t *n);

struct page_style {
	enum page_face face;
	int32_t size, rise;
	uint32_t colour;
	uint32_t ground, underline;     /* colours; PAGE_NONE: none */
};
/* A stretch of a paragraph in one style; newline and tab count as blanks. */
struct para_piece {
	struct str text;
	const struct page_style *style;
	uint32_t element;
	uint32_t dest;                  /* a link within the document, or PAGE_NONE */
	struct str uri;                 /* a link outside, or empty */
	bool whole;                     /* is not broken where it fits on a line of its own */
	bool new_line;                  /* begins a new line */
};
struct para_run { uint32_t piece; uint16_t font; int32_t x, w; const struct page_glyph *glyphs; uint32_t glyph_count; struct str text; };
struct para_line { struct para_run *runs; uint32_t run_count; int32_t width; };
struct para { struct para_line *lines; uint32_t line_count; const struct para_piece *pieces; uint32_t piece_count; int32_t width, hang; bool from_right; };
/* Every byte of every piece stands in exactly one run of the result. hang: the first line begins so much to the right. */
struct para *para_make(struct shaper *, const struct para_piece *, uint32_t n, int32_t width, int32_t hang);
/* Puts one line on a page, baseline at y. */
void para_place(struct page_document *, uint32_t page, const struct para *, uint32_t line, int32_t x, int32_t y);
int32_t para_widest(const struct para *);
int32_t text_width(struct shaper *, struct str, const struct page_style *);
/* One line of text, not broken; returns its width. */
int32_t text_place(struct page_document *, uint32_t page, struct shaper *, struct str, const struct page_style *, uint32_t element, int32_t x, int32_t y);

/* --- columns: text whose every character keeps its column, for drawings and code ------------------------------------ */
uint32_t columns_count(struct str line);                /* tabs go to the next multiple of 8, wide characters take two */
uint32_t columns_count_from(struct str, uint32_t column);        /* of text that begins in that column */
int32_t columns_advance(const struct fonts *, enum page_face, int32_t size);    /* the width of one column */
/* Places line[from, to) (bytes) so that its first character stands at x. */
void columns_place(struct page_document *, uint32_t page, struct shaper *, struct str line, const struct page_style *, uint32_t element, int32_t x, int32_t y);

/* --- the writer ------------------------------------------------------------------------------------------------------ */
/* A page is written when it is full, and what stands on it given up: no long document is there as a whole. What is placed on it after
 * that stands in a stream of its own: decoration that only all pages could tell. The same document gives the same bytes. */
struct page_writer;
struct page_writer *page_writer_new(struct page_document *, struct buf *out);
void page_write(struct page_writer *, uint32_t page);           /* pages are written for the first time in their order, and once more at most */
/* What is placed on a page, decoration all of it, is written as a stamp and not there any more: many pages show it and have it once. */
uint32_t page_stamp(struct page_writer *, uint32_t page);
bool page_write_rest(struct page_writer *, struct str *why);    /* all that was not written; false: *why is one clause: a font cannot be cut down */
void page_writer_end(struct page_writer *);

#endif
