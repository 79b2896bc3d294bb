/* Inside source: the limits that keep the Markdown parser's time linear, asked around each line that it gets. */
#ifndef HENCE_SOURCE_GUARD_H
#define HENCE_SOURCE_GUARD_H

struct cmark_parser;
struct guard {
	const struct limits *limits;
	uint64_t columns, cells;        /* of the table that may have begun; cells that its rows leave out */
	uint64_t marks;                 /* [ < * _ of the paragraph */
	bool defines;                   /* the line that last began with "[" holds "]:" */
	uint64_t brackets, definition, open;    /* each "[" may repeat the address of the longest definition */
	const char *what, *limit;       /* when refused: of what there is too much, and the limit's name */
	uint64_t most;
};
bool guard_before(struct guard *, const struct cmark_parser *, struct str line);      /* false: refused */
bool guard_after(struct guard *, const struct cmark_parser *, struct str line);
bool guard_cuts(const struct guard *, const struct cmark_parser *, struct str line);

#endif
