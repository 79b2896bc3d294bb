/* Inside source: how a part of the worksheet was handed to the Markdown parser, and how its tree finds the way back. */
#ifndef HENCE_SOURCE_MARKDOWN_H
#define HENCE_SOURCE_MARKDOWN_H

#define CMARK_NO_SHORT_NAMES    /* cmark would take NODE_TEXT and its like */

/* `*` between digits is multiplication: the parser gets this byte instead, which no rule of Markdown looks at. */
#define STAR '\001'

/* One line as the parser got it. */
struct fed {
	uint32_t at, n;         /* its bytes in the worksheet, without "12. " and without the line end */
	uint32_t content;       /* where the parser found the line's content to begin, counted from at */
	uint32_t end_n;         /* bytes of the line end: 0, 1, 2 */
};
struct fed_lines { const struct text *text; struct range part; VEC(struct fed) at; };

/* A stretch of a block's content and where it stands in the worksheet. */
struct stretch { uint32_t at, source_at, n; };

/* Walks along the content of one paragraph, heading or cell while the parser's inlines are read in order. */
struct walk {
	struct arena *arena;
	const struct text *text;
	struct buf content;             /* as the parser saw it: "\n" between lines, containers' marks left out */
	VEC(struct stretch) stretches;
	size_t stretch;                 /* the one that `at` was last found in */
	size_t at;
	bool cell;                      /* in a table `\|` is `|` everywhere */
	bool lost;                      /* the tree did not fit the text: no places from here to the block's end */
	VEC(struct piece) pieces;
};
void walk_start(struct walk *, bool cell);
void walk_add(struct walk *, struct str bytes, uint32_t source_at);
void walk_line_end(struct walk *, uint32_t source_at);
void walk_skip_definitions(struct walk *, struct str first);    /* [label]: url "title" at the start of a paragraph */
/* Each moves on over what belongs to the node and gives it its range; text nodes their text and pieces, too. */
void walk_enter(struct walk *, struct node *, struct str literal);
void walk_exit(struct walk *, struct node *);
uint32_t walk_source(struct walk *, size_t at);

/* The whole of it through the parser, with no way around it: what source_parse must agree with. first_skip and skip: bytes
 * left out of the first line, blanks at most of the others. */
struct node *markdown_parse(struct arena *, struct diag *, const struct limits *, const struct text *, struct range part,
	uint32_t first_skip, uint32_t skip);

struct node *markdown_plain(struct arena *, const struct text *, struct range part, uint32_t first_skip, uint32_t skip);   /* words alone */
void markdown_adopt(struct node *top, const struct node *own);          /* takes over the children of a tree parsed on its own */
void markdown_too_big(struct diag *, struct range place, const char *what, uint64_t most, const char *limit);

/* cmark's tree made into ours; root is its struct cmark_node. */
struct node *tree_make(struct arena *, const struct fed_lines *, void *root);

/* The parts of Markdown's syntax that leave no node behind. Each returns the offset behind what it names, or 0. */
size_t scan_link_tail(struct str, size_t at);           /* (url "title"), [label], [] or nothing: returns >= at */
size_t scan_definition(struct str, size_t at);          /* [label]: url "title" to the line's end */
size_t scan_entity(struct arena *, struct str, size_t at, struct str *character); /* &amp; &#38; */
bool scan_punctuation(char);
bool scan_blank(char);                                  /* as the parser trims: blank, tab, LF, VT, FF, CR */

#endif
