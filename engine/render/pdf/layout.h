/* render/pdf/layout: a report made into pages. Each file places one kind of thing; all share this state. */
#ifndef HENCE_RENDER_PDF_LAYOUT_H
#define HENCE_RENDER_PDF_LAYOUT_H

/* Blocks within blocks are followed this far; what lies deeper is set as the text it is. */
enum { NESTING = 12 };
/* Heights beyond this are only ever compared: no page is as high. */
enum { FLOW_MOST = INT32_MAX / 8 };

/* A stretch of the source that looks different: sorted, not overlapping. index: line, claim or span. */
struct mark { uint32_t at, end, index; };
struct marks { VEC(struct mark) all; };
struct label { struct str text; uint32_t element; int32_t x; };
/* A heading that waits for the first row under it: they stand on one page. */
struct head { const struct para *para; struct str title; int32_t size, leading, space; uint32_t dest; };
enum { HEADS = 8 };
/* A quotation under way: where the rule beside it stands, and begins on this page. */
struct quote { int32_t x, top; };
struct contents_entry { uint32_t dest, page; int32_t y, size; };
struct pieces { VEC(struct para_piece) all; };

struct layout {
	struct arena *arena;            /* of what lasts as long as the document */
	struct arena *scratch, *before; /* of what is needed until the page it stands on is written: now, and up to scratch_page */
	uint32_t scratch_page;
	const struct report *report;
	const struct print_style *style;
	struct sections sections;
	struct shaper *shaper;
	struct page_document *d;
	struct page_writer *writer;
	struct buf *told;               /* the words of the pages, where they are looked through; or NULL */
	uint32_t page;
	int32_t y;                      /* top of what comes next */
	int32_t filled;                 /* bottom of what stands last; the spaces after and before do not add up */
	int32_t top, bottom;            /* of the pages' text area */
	int32_t x, width;               /* the column of prose */
	int32_t left, right;            /* what drawings and tables may use when they are wide */
	VEC(const struct page_style *) looks;
	struct marks references, claims, answers, kinds;
	uint32_t *line_dest;            /* by line, in dests */
	const struct edition *edition;  /* its exercises are marked; NULL: none */
	int32_t ruled;                  /* where the last rule stood, on its page */
	bool bare;                      /* the text alone: no verdicts, counts and findings */
	struct map *pictures;           /* an image's path to its index in the document */
	struct map *named;              /* the name of a line's place to the entry of line_dest */
	VEC(const struct section_item *) *errors;       /* by line */
	uint32_t owner;                 /* the numbered line being placed, or LINE_NONE */
	struct head heads[HEADS];
	uint32_t head_count;
	struct label labels[NESTING + 1]; /* marks of list items that wait for their first row */
	uint32_t label_count;
	struct quote quotes[NESTING];
	uint32_t quote_count;
	uint32_t following;             /* the numbered line right below it, or LINE_NONE */
	bool gutter_waits;              /* its number and verdict are placed with its first row */
	int32_t keep_below;             /* what must stand on one page with the paragraph's last lines */
	bool given_waits;               /* its conditions end its first paragraph */
	uint32_t gutter_element;
	uint32_t depth;                 /* of blocks within blocks */
	bool facts_placed, check_placed;
	VEC(struct contents_entry) contents;
	size_t numbered;                /* so many of them have their page's number */
	uint32_t next_dest;             /* of the heading that comes next, where the contents already point to it; else PAGE_NONE */
	struct str digest;
};

/* --- looks: one struct page_style for equal wishes, so that runs can be joined ---------------------------------- */
const struct page_style *look(struct layout *, enum page_face, int32_t size, uint32_t colour);
const struct page_style *look_full(struct layout *, struct page_style);

/* --- flow: pages are filled from top to bottom ------------------------------------------------------------------- */
int32_t flow_baseline(int32_t leading, int32_t size);           /* below the top of a row */
void flow_new_page(struct layout *);
void flow_written(struct layout *, uint32_t page);             /* what is placed on a page so far is written */
uint32_t flow_stamp(struct layout *, uint32_t page);           /* becomes a stamp */
void flow_quote(struct layout *, uint32_t, int32_t bottom);     /* the rule beside a quotation under way, down to there */
void flow_scratch(struct layout *);                            /* a new scratch; what the one before the last holds is given up */
void flow_part(struct layout *);                               /* a part of the text is done, and nothing that was made for it is used again */
void flow_space(struct layout *, int32_t);                      /* at least so much since what stands last; nothing at the top of a page */
void flow_done(struct layout *);                                /* what stands last ends at y */
bool flow_fits(const struct layout *, int32_t height);
void flow_need(struct layout *, int32_t height);                /* a new page when there is less */
void flow_row(struct layout *, int32_t leading);                /* makes room for one row at y and places what waits for it */
int32_t flow_waiting(const struct layout *);                    /* the height of the headings that wait */
void flow_para(struct layout *, const struct para *, int32_t x, int32_t leading, int32_t size);
void flow_pieces(struct layout *, const struct pieces *, int32_t x, int32_t width, int32_t leading, int32_t size);
/* One text in the row that begins at y. */
void flow_text(struct layout *, struct str, const struct page_style *, uint32_t element, int32_t x, int32_t leading);
int32_t para_height(const struct para *, int32_t leading);

/* --- inline text --------------------------------------------------------------------------------------------------- */
struct para_piece *piece_add(struct layout *, struct pieces *, struct str, const struct page_style *, uint32_t element);
/* The pieces of a block's inline nodes; element: the block's. size and face are the block's own. */
void inline_pieces(struct layout *, struct pieces *, const struct node *block, enum page_face, int32_t size, uint32_t colour, uint32_t element);
void inline_marks(struct layout *);                             /* gathers references, claims, answers, kinds */
/* A link to a numbered line, as "02". */
void inline_line_link(struct layout *, struct pieces *, uint32_t line, int32_t size, uint32_t element);

/* --- blocks ---------------------------------------------------------------------------------------------------------- */
void block_children(struct layout *, const struct node *, int32_t x, int32_t width, uint32_t element);
void block_rule(struct layout *);
void block_heading(struct layout *, const struct node *, uint32_t element);
void heading_place(struct layout *, struct pieces *, uint32_t level, struct str title, struct str name);
void code_place(struct layout *, const struct node *, int32_t x, uint32_t element);
/* What must stand on one page with the text above it: all of a small one, else its first rows. */
int32_t code_start(struct layout *, const struct node *, int32_t x);
/* false: the paragraph is no image that a PDF can show. */
bool picture_place(struct layout *, const struct node *paragraph, int32_t x, int32_t width, uint32_t parent);
int32_t figure_height(struct layout *, uint32_t line);          /* 0: the line has no figure */
void figure_place(struct layout *, uint32_t line, uint32_t parent);    /* the figure of a numbered line, if it has one */
/* How a verdict shows in the gutter; mark NULL: not at all. */
struct verdict_look { const char *mark; struct str name; uint32_t colour; };
struct verdict_look verdict_look(const struct layout *, enum verdict);
void line_place(struct layout *, uint32_t line, uint32_t list);
void line_given(struct layout *, struct pieces *, uint32_t element);
void gutter_place(struct layout *, int32_t baseline);

/* --- tables: cells are pieces ------------------------------------------------------------------------------------------ */
struct cell { struct pieces pieces; char align; uint32_t element; struct para *para; };
struct row { VEC(struct cell) cells; bool header; };
struct grid { VEC(struct row) rows; };
/* What a table of so many rows, none of which wraps, must have on the page to begin there. */
int32_t grid_start(const struct layout *, size_t rows, int32_t leading);
void grid_place(struct layout *, struct grid *, int32_t x, int32_t width, int32_t leading, int32_t size);
void grid_of_table(struct layout *, const struct node *table, struct grid *, uint32_t element);

/* --- what is not the author's ------------------------------------------------------------------------------------------- */
const struct node *heading_of(const struct part *);
struct str heading_words(struct arena *, const struct node *);
void section_title(struct layout *);
void section_contents(struct layout *, size_t title);          /* title: the part that is the title */
void section_contents_numbers(struct layout *, uint32_t page); /* those of a page, when all pages are there */
void section_facts(struct layout *);
void section_check(struct layout *);
void section_unchecked(struct layout *);                        /* below it: what was not checked */
void section_end(struct layout *);
void section_running(struct layout *);                          /* running heads and feet, when all pages are there */

#endif
