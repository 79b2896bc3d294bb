/* figure: figures given as data, checked, and laid out as plain drawings that the backends of render draw.
 * A kind is one file engine/figure/kind/<id>.c, a const struct; the table is made from the file names. Called by the
 * pipeline; report and render read it. */
#ifndef HENCE_FIGURE_H
#define HENCE_FIGURE_H

/* --- drawings: primitives on a grid of cells, x to the right, y downwards ------------------------------------------
 * A cell is one character of a terminal, which is what the text backend draws it with; the others draw the same cells as
 * vectors. Borders and lines run through the middle of their cells; boxes side by side share the cells of their border. */
enum draw_kind { DRAW_BOX, DRAW_FILL, DRAW_LINE, DRAW_TEXT };
enum draw_look { LOOK_PLAIN, LOOK_STRONG, LOOK_QUIET, LOOK_VALUE, LOOK_TINT, LOOK_HOLE, LOOK_WRONG, LOOK_HOLDS, LOOK_DOUBT };
enum { LOOKS = LOOK_DOUBT + 1 };
const char *figure_look_name(enum draw_look);                /* "plain", ...: the classes of templates/page.css */
struct draw_point { int32_t x, y; };
struct primitive {
	enum draw_kind kind;
	enum draw_look look;
	int32_t x, y, w, h;             /* BOX: from (x, y) to (x + w, y + h); FILL: cells x to x + w - 1 of row y; TEXT: the anchor's cell */
	uint8_t eighths;                /* FILL: further eighths of a cell at its end, 0 to 7 */
	char anchor;                    /* TEXT: 'l' begins at x, 'm' has its middle in that of x to x + w, 'r' ends at x */
	bool dashed, from_tip, to_tip;  /* BOX, LINE; LINE: an arrow at its first, its last point */
	uint32_t link;                  /* BOX and its TEXT: 1 + the line that it leads to; 0: none */
	struct str text;                /* TEXT: one line, no control bytes */
	VEC(struct draw_point) points;  /* LINE: across and down only */
};
/* What is a table: cells row by row, the heads first; a backend that has tables of its own shows this in place of the drawing. */
struct draw_table { uint32_t columns, rows; const struct str *cells; const bool *numbers; bool sums; }; /* rows: with heads and sums */
struct drawing {
	int32_t width, height;          /* in cells, all primitives within */
	VEC(struct primitive) all;      /* in order of drawing */
	const struct draw_table *table; /* or NULL */
};

/* Nodes in layers, each below all that lead to it. An edge leads from a node to a later one; others, and those that follow
 * from the rest, are left out. */
struct layered_node { struct str label, below; enum draw_look look; uint32_t link; };   /* below: a second row, or empty; link: as of a primitive */
struct layered_edge { uint32_t from, to; bool dashed; };                /* from stands above to */
void figure_layered(struct arena *, const struct layered_node *, size_t nodes, const struct layered_edge *, size_t edges, struct drawing *);

/* --- figures ------------------------------------------------------------------------------------------------------ */
struct figure_kind;
struct figure_value { struct str key, expression; struct value value; struct range place; struct names_read reads; };
struct figure {
	uint32_t line;                  /* in model.lines */
	const struct figure_kind *kind; /* NULL: none could be read */
	struct str title;               /* may be empty */
	struct str alt;                 /* what it shows, in words, made from the data */
	struct str why;                 /* not drawn: why, one clause */
	bool drawn;
	bool failed;                    /* a finding says what is wrong with it */
	uint32_t checks;                /* statements of it that were decided, whatever came out */
	struct drawing drawing;         /* drawn; of a derivation only when render has laid it out */
	VEC(struct figure_value) values;/* every expression of it, in order of reading */
	bool derivation;                /* it shows what rests on what: */
	uint32_t of, depth;             /* of a line, or LINE_NONE for the sheet; so many steps at most */
};
struct figures { VEC(struct figure) all; };     /* in order of the lines */
/* Requires: values. Provides: every line's figure, checked and laid out; findings (unknown-key, bad-yaml, field-overlap,
 * field-gap, size-mismatch, wrong-calculation, unit-mismatch, too-wide, too-big, and those of its expressions); names that a
 * figure reads are added to its line's. Leaves alone: lines that do not apply, and fences that hold a drawing. */
void figure_make(struct arena *, struct diag *, const struct limits *, const struct model *, const struct facts *, struct values *, struct figures *);
const struct figure *figure_of(const struct figures *, uint32_t line);  /* NULL: the line has none */
const char *figure_kind_name(const struct figure_kind *);               /* "bits" */
void figure_manual(struct buf *);               /* every kind with its keys and an example */
bool figure_manual_kind(struct str id, struct buf *);  /* one of them; false: there is no such kind */
void figure_dump(const struct model *, const struct figures *, struct buf *);

#endif
