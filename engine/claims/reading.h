/* Inside claims: the worksheet's text as its reader sees it, block by block, each byte with its place in the source. */
#ifndef HENCE_CLAIMS_READING_H
#define HENCE_CLAIMS_READING_H

enum where { WHERE_PROSE, WHERE_CELL, WHERE_FENCE };
enum { MARK_CODE = 1, MARK_LIVE = 2, MARK_SKIP = 4 };  /* SKIP: a check or a function, decided elsewhere */
struct reading {
	struct str text;
	const uint32_t *from, *to;      /* text byte i is source [from[i], to[i]); a live span's bytes all have the span's range */
	const uint8_t *mark;
	uint32_t line;                  /* in model.lines, or LINE_NONE */
	enum where where;
	bool follows;                   /* a fence's line, a cell or a list's item after another of the same block */
	uint32_t block;                 /* one fence, table or list has one number */
	uint32_t row, column;           /* of a cell */
	bool header;                    /* a cell of the header's row */
};
/* Calls each for every paragraph, heading, cell and line of a drawing, in order of the text. */
void reading_each(struct arena *, const struct model *, const struct values *, void (*each)(void *, const struct reading *), void *with);
struct range reading_range(const struct reading *, size_t at, size_t n);

#endif
