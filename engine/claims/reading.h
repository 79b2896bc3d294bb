/* Inside claims: the worksheet's text as its reader sees it, block by block, each byte with its place in the source. */
#ifndef HENCE_CLAIMS_READING_H
#define HENCE_CLAIMS_READING_H

enum where { WHERE_PROSE, WHERE_CELL, WHERE_FENCE };
enum { MARK_CODE = 1, MARK_LIVE = 2, MARK_SKIP = 4 };  /* SKIP: a check or a function, decided elsewhere */
/* Text bytes from at on, up to the next piece: whole, they all stand for source [from, to); else each for one byte from from on. */
struct placed { uint32_t at, from, to; uint8_t mark; bool whole; };
struct reading {
	struct str text;
	const struct placed *placed;    /* ascending; the first begins at 0 */
	uint32_t placed_count;
	uint32_t line;                  /* in model.lines, or LINE_NONE */
	enum where where;
	bool follows;                   /* a fence's line, a cell or a list's item after another of the same block */
	uint32_t block;                 /* one fence, table or list has one number */
	uint32_t row, column;           /* of a cell */
	bool header;                    /* a cell of the header's row */
};
/* Calls each for every paragraph, heading, cell and line of a drawing, in order of the text. */
void reading_each(struct arena *, const struct model *, const struct values *, void (*each)(void *, const struct reading *), void *with);
uint32_t reading_from(const struct reading *, size_t at);               /* the source byte where text byte at begins */
uint8_t reading_mark(const struct reading *, size_t at);                /* enum of MARK_ bits; 0 behind the end */
struct range reading_range(const struct reading *, size_t at, size_t n);

#endif
