/* source: Markdown and YAML text turned into trees whose every character knows its byte in the worksheet.
 * Called by model (trees of lines, front matter, annotations), facts (facts files) and the renderers (walking trees).
 * Nothing here knows what a numbered line is. cmark and libyaml are used here and nowhere else. */
#ifndef HENCE_SOURCE_H
#define HENCE_SOURCE_H

enum node_kind {
	/* blocks */
	NODE_DOCUMENT, NODE_PARAGRAPH, NODE_HEADING, NODE_QUOTE, NODE_LIST, NODE_ITEM, NODE_CODE_BLOCK, NODE_HTML_BLOCK,
	NODE_RULE, NODE_TABLE, NODE_ROW, NODE_CELL,
	/* inlines */
	NODE_TEXT, NODE_CODE, NODE_SOFT_BREAK, NODE_HARD_BREAK, NODE_EMPHASIS, NODE_STRONG, NODE_LINK, NODE_IMAGE, NODE_HTML,
};

/* text[text_at, +n) of a node is source[source_at, +n) of the worksheet, byte for byte. */
struct piece { uint32_t text_at, source_at, n; };

struct node {
	enum node_kind kind;
	struct node *parent, *first, *last, *next;
	struct str text;                /* TEXT, CODE, CODE_BLOCK, HTML: what the reader sees, escapes and entities resolved */
	const struct piece *pieces;     /* where text comes from, ascending; gaps are escapes, entities, stripped indentation */
	uint32_t piece_count;
	struct range range;             /* the node's own bytes in the worksheet: a code span with its backticks,
	                                 * a fence with its fence lines, a block's lines, a cell without its pipes */
	struct str info;                /* CODE_BLOCK: the info string ("yaml", "draw"); empty when indented or bare */
	struct str url, title;          /* LINK, IMAGE; a URL that is not http, https, mailto, #... or relative is empty */
	uint32_t level;                 /* HEADING 1-6; LIST: its start number */
	bool ordered, tight;            /* LIST */
	bool fenced, unclosed;          /* CODE_BLOCK */
	bool header;                    /* ROW */
	char align;                     /* CELL: 'l' 'c' 'r' or 0 */
	void *mark;                     /* one pointer for the next room: model hangs its struct span or struct image here */
};

/* Parses text[part] as Markdown. skip bytes at the start of the first line (a line's "12. ") are left out, and up to skip
 * blanks at the start of each further line; within a fence as many as stood before the fence, so that a drawing keeps its
 * shape. Requires valid UTF-8. Provides a tree in the arena, never NULL.
 * Leaves diag alone, but for too-big when part is over the limit: then the tree is one paragraph of plain text. */
struct node *source_parse(struct arena *, struct diag *, const struct limits *, const struct text *, struct range part,
	uint32_t skip);
/* Does the line open a fence (three or more ` or ~, info behind it)? blanks before it count as indent. */
struct fence { char mark; uint32_t length, indent; struct str info; };
bool source_fence(struct str line, struct fence *);
bool source_fence_in_item(struct str line, struct fence *);     /* the same, also behind list marks: "- ```" */
/* Is the `*` at that byte a multiplication: between digits, or beside a parenthesis as in (1+2)*(3+4)? Never emphasis then. */
bool source_multiplies(struct str line, size_t at);
bool source_fence_ends(struct str line, const struct fence *);  /* marks alone, as many at least, indented by 3 more at most */
/* The worksheet byte that text byte i of the node comes from; for a byte made by an escape, the escape's own. */
uint32_t source_at(const struct node *, uint32_t i);
/* The same for a reader that goes on: the byte stands in that piece or in the gap behind it. */
static inline uint32_t source_in(const struct node *n, uint32_t piece, uint32_t i)
{
	const struct piece *p = &n->pieces[piece];
	return i < p->text_at ? n->range.at : p->source_at + (i - p->text_at < p->n ? i - p->text_at : p->n);
}
/* The node after this one in document order within root; NULL at the end. down: also into its children. */
const struct node *source_next(const struct node *, const struct node *root, bool down);

/* --- YAML: maps, lists and texts; no anchors, aliases, tags, merge keys, directives or duplicate keys ---------- */
struct yaml_key { struct str name; struct range range; };
enum yaml_kind { YAML_SCALAR, YAML_LIST, YAML_MAP };
struct yaml {
	enum yaml_kind kind;
	struct str text;                /* SCALAR, as the author means it */
	bool quoted;                    /* SCALAR: '...' or "..." */
	struct range range;             /* in the text that was handed over */
	VEC(struct yaml *) items;       /* LIST, and MAP's values */
	VEC(struct yaml_key) keys;      /* MAP: keys.n == items.n, in order of the file */
};
/* Parses text[part]; indentation common to its lines is ignored. NULL: a bad-yaml or too-big finding says why. Empty: an empty MAP. */
struct yaml *source_yaml(struct arena *, struct diag *, const struct limits *, const struct text *, struct range part);
struct yaml *source_get(const struct yaml *map, const char *key);       /* NULL when absent or not a map */

#endif
