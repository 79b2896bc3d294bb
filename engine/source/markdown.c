/* Hands a part of the worksheet to the Markdown parser line by line, and stops before it can get slow. */
#include "base.h"
#include "diag.h"
#include "source.h"
#include "source/markdown.h"

#include <cmark-gfm.h>
#include <cmark-gfm-core-extensions.h>
#include <cmark-gfm/parser.h>
#include <stdlib.h>
#include <string.h>

/* cmark asks for memory and cannot bear a no. */
static void *get(size_t n, size_t size)
{
	void *p = calloc(n, size);
	if (!p)
		fatal("out of memory (%zu bytes wanted)", n * size);
	return p;
}

static void *resize(void *old, size_t size)
{
	void *p = realloc(old, size);
	if (!p)
		fatal("out of memory (%zu bytes wanted)", size);
	return p;
}

/* The library registers its extensions, too, with what it takes for malloc: the one table that it has is set to ours. */
static cmark_parser *new_parser(void)
{
	*cmark_get_default_mem_allocator() = (cmark_mem){ get, resize, free };
	cmark_gfm_core_extensions_ensure_registered();
	cmark_parser *p = cmark_parser_new(CMARK_OPT_DEFAULT);
	cmark_parser_attach_syntax_extension(p, cmark_find_syntax_extension("table"));
	return p;
}

/* The same text without the parser: one paragraph, a text a line. */
static struct node *plain(struct arena *a, const struct fed_lines *fed)
{
	struct node *top = arena_take(a, sizeof *top), *paragraph = arena_take(a, sizeof *paragraph);
	top->range = paragraph->range = fed->part;
	top->kind = NODE_DOCUMENT;
	top->first = top->last = paragraph;
	paragraph->kind = NODE_PARAGRAPH;
	paragraph->parent = top;
	for (size_t i = 0; i < fed->at.n; i++) {
		const struct fed *f = &fed->at.at[i];
		for (int end = 0; end <= (i + 1 < fed->at.n); end++) {
			struct node *node = arena_take(a, sizeof *node);
			node->parent = paragraph;
			if (paragraph->last)
				paragraph->last = paragraph->last->next = node;
			else
				paragraph->first = paragraph->last = node;
			node->kind = end ? NODE_SOFT_BREAK : NODE_TEXT;
			node->range = end ? (struct range){ f->at + f->n, f->end_n } : (struct range){ f->at, f->n };
			if (end || f->n == 0)
				continue;
			node->text = str_slice(fed->text->bytes, f->at, (size_t)f->at + f->n);
			struct piece *piece = arena_take(a, sizeof *piece);
			*piece = (struct piece){ 0, f->at, f->n };
			node->pieces = piece;
			node->piece_count = 1;
		}
	}
	return top;
}

static struct fed_lines split(struct arena *a, const struct text *t, struct range part, uint32_t first_skip, uint32_t skip)
{
	struct fed_lines fed = { .text = t, .part = part };
	struct str bytes = t->bytes;
	size_t end = (size_t)part.at + part.n, at = part.at;
	if (end > bytes.n)
		end = bytes.n;
	struct fence fence = { 0 };
	for (bool first = true; at < end; first = false) {
		size_t stop = at;
		while (stop < end && bytes.s[stop] != '\n' && bytes.s[stop] != '\r')
			stop++;
		size_t next = stop < end ? stop + 1 : stop;
		if (next < end && bytes.s[stop] == '\r' && bytes.s[next] == '\n')
			next++;
		size_t from = at;
		if (first && first_skip) {
			from = at + first_skip < stop ? at + first_skip : stop;
		} else {
			uint32_t most = fence.mark && fence.indent < skip ? fence.indent : skip;
			while (from < stop && from - at < most && bytes.s[from] == ' ')
				from++;
			struct str line = str_slice(bytes, at, stop);
			if (fence.mark && source_fence_ends(line, &fence))
				fence.mark = 0;
			else if (!fence.mark && !source_fence_in_item(line, &fence))
				fence.mark = 0;
		}
		if (first && str_starts(str_slice(bytes, from, stop), STR("\xEF\xBB\xBF")))
			from += 3;      /* the parser would drop it unseen */
		*vec_add(a, &fed.at) = (struct fed){ (uint32_t)from, (uint32_t)(stop - from), 0, (uint32_t)(next - stop) };
		at = next;
	}
	if (fed.at.n == 0)
		*vec_add(a, &fed.at) = (struct fed){ part.at, 0, 0, 0 };
	return fed;
}

/* 2*3*4, (1+2)*(3+4), 2**10 */
bool source_multiplies(struct str x, size_t i)
{
	size_t from = i, to = i + 1;
	while (from && x.s[from - 1] == '*')
		from--;
	while (to < x.n && x.s[to] == '*')
		to++;
	if (from == 0 || to == x.n || to - from > 2)
		return false;
	char before = x.s[from - 1], after = x.s[to];
	bool digits = before >= '0' && before <= '9' && after >= '0' && after <= '9';
	return digits || (to - from == 1 && ((before >= '0' && before <= '9') || before == ')') && ((after >= '0' && after <= '9') || after == '('));
}

static struct str protect(struct buf *b, struct str x)
{
	if (!memchr(x.s, '*', x.n))
		return x;
	b->n = 0;
	for (size_t i = 0; i < x.n; i++)
		buf_putc(b, x.s[i] == '*' && source_multiplies(x, i) ? STAR : x.s[i]);
	return buf_str(b);
}

/* --- what makes the parser slow, seen before it is ------------------------------------------------------------ */
struct guard {
	const struct limits *limits;
	uint64_t columns, cells;        /* of the table that may have begun; cells that its rows leave out */
	uint64_t marks;                 /* [ < * _ of the paragraph */
	bool defines;                   /* the line that last began with "[" holds "]:" */
	uint64_t brackets, definition, open;    /* each "[" of the part may repeat the address of its longest definition */
};
enum { ADDRESSES = 16 << 20 };           /* bytes that repeated addresses may fill: a link's is copied to each use */

/* Marks of quotes and items at the line's start: each opens a level at once. */
static uint64_t marks(struct str x)
{
	uint64_t n = 0;
	for (size_t i = 0; i < x.n; i++) {
		char c = x.s[i], next = i + 1 < x.n ? x.s[i + 1] : '\n';
		bool after = next == ' ' || next == '\t' || next == '\n';
		if (c == '>' || ((c == '-' || c == '+' || c == '*' || c == '.' || c == ')') && after))
			n++;
		else if (c != ' ' && c != '\t' && !(c >= '0' && c <= '9'))
			break;
	}
	return n;
}

/* How many columns the line has as a row of a table; 0: it is blank. dashes: it can be the line below the header. */
static uint64_t columns(struct str x, bool *dashes)
{
	x = str_trim(x);
	uint64_t n = x.n > 0;
	*dashes = false;
	bool other = false;
	for (size_t i = 0; i < x.n; i++) {
		n += x.s[i] == '|' && i && i + 1 < x.n;
		*dashes |= x.s[i] == '-';
		other |= !strchr("|-: \t>", x.s[i]);
	}
	*dashes &= !other;
	return n;
}

static const char *before_line(struct guard *g, const cmark_parser *p, struct str x, uint64_t *most)
{
	if (p->current && (p->current->type == CMARK_NODE_CODE_BLOCK || p->current->type == CMARK_NODE_HTML_BLOCK))
		return NULL;
	*most = g->limits->container_marks;
	if (marks(x) > *most)
		return "quotes and lists within each other";
	bool dashes;
	uint64_t n = columns(x, &dashes);
	if (dashes) {
		*most = g->limits->table_columns;
		if (n > *most)
			return "columns in a table";
		g->columns = n;
	} else if (n == 0) {
		g->columns = 0;
	} else if (n < g->columns) {
		g->cells += g->columns - n;
	}
	*most = g->limits->table_cells;
	return g->cells > *most ? "cells that rows of tables leave out" : NULL;
}

/* What the parser tries against the others of its paragraph. */
static uint64_t inline_marks(struct str x)
{
	uint64_t n = 0;
	for (size_t i = 0; i < x.n; i++)
		n += x.s[i] == '[' || x.s[i] == '<' || x.s[i] == '*' || x.s[i] == '_';
	return n;
}

static const char *after_line(struct guard *g, const cmark_parser *p, struct str x, uint64_t *most)
{
	if (p->current->type == CMARK_NODE_CODE_BLOCK || p->current->type == CMARK_NODE_HTML_BLOCK)
		return NULL;
	uint64_t depth = 0;
	for (const cmark_node *c = p->current; c; c = c->parent)
		depth++;
	*most = g->limits->container_marks;
	if (depth > 2 * *most + 4)      /* an item is two levels: the list and the item */
		return "quotes and lists within each other";
	*most = g->limits->paragraph_bytes;
	if (p->current->content.size > (int64_t)*most || x.n > *most)
		return "bytes in a paragraph";
	bool paragraph = p->current->type == CMARK_NODE_PARAGRAPH && p->current->content.size > 0;
	bool fresh = !paragraph || (uint64_t)p->current->content.size <= x.n + 1;
	if (fresh)
		g->marks = 0;
	g->marks += inline_marks(x);
	for (size_t i = 0; i < x.n; i++)
		g->brackets += x.s[i] == '[';
	*most = g->limits->paragraph_marks;
	if (g->marks > *most)
		return "marks in a paragraph ([ < * _)";
	if (paragraph && p->current->content.ptr[0] == '[') {
		struct str start = str_trim(x);
		bool starts = fresh || (start.n && *start.s == '[');
		if (starts)
			g->defines = str_find(x, STR("]:")) != STR_NONE;
		g->open = starts ? x.n : g->open + x.n;
		if (g->defines && g->open > g->definition)
			g->definition = g->open;
	}
	*most = ADDRESSES;
	return g->brackets * g->definition > *most ? "bytes in repeated addresses" : NULL;
}

static void too_big(struct diag *d, const struct fed *f, const char *what, uint64_t most, const char *limit)
{
	struct finding *found = diag_add(d, &finding_too_big, (struct range){ f->at, f->n },
		"more than %llu %s: this text is read as plain words", (unsigned long long)most, what);
	found->help = limit ? str_format(d->arena, "divide it, or raise the limit with --limit %s=NUMBER", limit) : STR("write the addresses where they are used");
}

/* A paragraph at the top that grows over a limit goes on as a further paragraph: nothing but emphasis across the cut is
 * lost. Lines that are over it alone, and paragraphs in lists, are refused by after_line. */
static bool cut_here(const struct guard *g, const cmark_parser *p, struct str x)
{
	const cmark_node *c = p->current;
	if (!c || c->type != CMARK_NODE_PARAGRAPH || c->parent != p->root || c->content.size == 0 || str_trim(x).n == 0)
		return false;
	return (uint64_t)c->content.size + x.n > g->limits->paragraph_bytes || g->marks + inline_marks(x) > g->limits->paragraph_marks;
}

/* Takes over the children of a tree that was parsed on its own. */
static void adopt(struct node *top, const struct node *own)
{
	for (struct node *n = own->first; n; n = n->next)
		n->parent = top;
	if (!own->first)
		return;
	if (top->last)
		top->last->next = own->first;
	else
		top->first = own->first;
	top->last = own->last;
}

/* Lines from *next on through one parser, up to the end or a cut; *next: the first that is left. NULL: too much, *what says of what. */
static struct node *run(struct arena *a, const struct limits *limits, struct fed_lines fed, size_t *next, const char **what, uint64_t *most)
{
	cmark_parser *p = new_parser();
	struct guard guard = { .limits = limits };
	struct buf b = { 0 };
	size_t i = *next;
	for (*what = NULL; i < fed.at.n; i++) {
		struct fed *f = &fed.at.at[i];
		struct str x = str_slice(fed.text->bytes, f->at, (size_t)f->at + f->n);
		if (i > *next && cut_here(&guard, p, x))
			break;
		if ((*what = before_line(&guard, p, x, most)) != NULL)
			break;
		bool code = p->current && p->current->type == CMARK_NODE_CODE_BLOCK;
		struct str safe = code ? x : protect(&b, x);
		if (safe.s == x.s && f->end_n == 1 && x.s[x.n] == '\n') {
			cmark_parser_feed(p, x.s, x.n + 1);
		} else {
			cmark_parser_feed(p, safe.s, safe.n);
			cmark_parser_feed(p, "\n", 1);
		}
		f->content = p->offset < 0 ? 0 : (uint32_t)p->offset < f->n ? (uint32_t)p->offset : f->n;
		if ((*what = after_line(&guard, p, x, most)) != NULL)
			break;
	}
	cmark_node *root = *what ? NULL : cmark_parser_finish(p);
	cmark_parser_free(p);
	buf_free(&b);
	struct node *top = NULL;
	if (root) {
		fed.at.at += *next;
		fed.at.n = i - *next;
		top = tree_make(a, &fed, root);
		cmark_node_free(root);
	}
	*next = i;
	return top;
}

struct node *markdown_parse(struct arena *a, struct diag *d, const struct limits *limits, const struct text *t, struct range part,
	uint32_t first_skip, uint32_t skip)
{
	struct fed_lines fed = split(a, t, part, first_skip, skip);
	struct node *top = NULL;
	const char *what;
	uint64_t most = 0;
	for (size_t next = 0; next < fed.at.n;) {
		struct node *own = run(a, limits, fed, &next, &what, &most);
		if (what) {
			too_big(d, &fed.at.at[next], what, most, strstr(what, "quotes") ? "container-marks" :
				strstr(what, "columns") ? "table-columns" : strstr(what, "cells") ? "table-cells" :
				strstr(what, "marks") ? "paragraph-marks" : strstr(what, "addresses") ? NULL : "paragraph-bytes");
			return plain(a, &fed);
		}
		if (top)
			adopt(top, own);
		else
			top = own;
	}
	return top;
}

/* --- what needs no parser: most of a worksheet is drawings and single lines of words ---------------------------- */
static struct node *child(struct arena *a, struct node *parent, enum node_kind kind, struct range range)
{
	struct node *node = arena_take(a, sizeof *node);
	node->kind = kind;
	node->range = range;
	node->parent = parent;
	if (parent->last)
		parent->last = parent->last->next = node;
	else
		parent->first = parent->last = node;
	return node;
}

static void one_piece(struct arena *a, const struct text *t, struct node *node, uint32_t at, uint32_t n)
{
	struct piece *piece = arena_take(a, sizeof *piece);
	*piece = (struct piece){ 0, at, n };
	node->pieces = piece;
	node->piece_count = 1;
	node->text = str_slice(t->bytes, at, (size_t)at + n);
}

static bool word_byte(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

/* A single line of plain words, or a rule: no byte in it means anything to Markdown. */
static bool single(struct arena *a, const struct limits *limits, const struct text *t, struct node *top, uint32_t at, uint32_t end)
{
	struct str x = str_slice(t->bytes, at, end);
	while (x.n && scan_blank(x.s[x.n - 1]))
		x.n--;
	if (x.n >= 3 && x.s[0] == '-') {
		for (size_t i = 0; i < x.n; i++)
			if (x.s[i] != '-')
				return false;
		child(a, top, NODE_RULE, (struct range){ at, (uint32_t)x.n });
		return true;
	}
	if (!x.n || !word_byte(x.s[0]) || (x.s[0] >= '0' && x.s[0] <= '9') || x.n > limits->paragraph_bytes)
		return false;
	for (size_t i = 0; i < x.n; i++) {
		char c = x.s[i];
		if (c == '_' ? !word_byte(x.s[i - 1]) || i + 1 == x.n || !word_byte(x.s[i + 1])
			     : c == '\\' || c == '`' || c == '*' || c == '[' || c == ']' || c == '<' || c == '&' || c == '\n' || c == '\r')
			return false;
	}
	struct node *paragraph = child(a, top, NODE_PARAGRAPH, (struct range){ at, (uint32_t)x.n });
	one_piece(a, t, child(a, paragraph, NODE_TEXT, paragraph->range), at, (uint32_t)x.n);
	return true;
}

/* A fence that begins at its text's own column stands in no list: its lines are its text. Returns the byte behind it. */
static uint32_t fence_block(struct arena *a, const struct text *t, struct node *top, const struct fence *fence, uint32_t at, uint32_t end)
{
	struct str bytes = t->bytes;
	struct node *node = child(a, top, NODE_CODE_BLOCK, (struct range){ at + fence->indent, 0 });
	VEC(struct piece) pieces = { 0 };
	uint32_t n = 0, next = at, stop = at;
	node->fenced = node->unclosed = true;
	node->info = fence->info;
	for (bool first = true; next < end; first = false) {
		uint32_t from = next;
		const char *feed = memchr(bytes.s + from, '\n', end - from);
		stop = feed ? (uint32_t)(feed - bytes.s) : end;
		next = feed ? stop + 1 : end;
		if (first)
			continue;
		struct str line = str_slice(bytes, from, stop);
		if (source_fence_ends(line, fence)) {
			node->unclosed = false;
			break;
		}
		uint32_t strip = 0;
		while (strip < fence->indent && strip < line.n && line.s[strip] == ' ')
			strip++;
		from += strip;
		struct piece *last = pieces.n ? &pieces.at[pieces.n - 1] : NULL;
		if (last && last->source_at + last->n == from)
			last->n += next - from;
		else
			*vec_add(a, &pieces) = (struct piece){ n, from, next - from };
		n += next - from;
		if (!feed) {
			*vec_add(a, &pieces) = (struct piece){ n, end, 0 };     /* a text ends in a line end, also where the file does not */
			n++;
		}
	}
	node->range.n = stop - node->range.at;
	node->pieces = pieces.at;
	node->piece_count = (uint32_t)pieces.n;
	if (pieces.n == 1) {
		node->text = str_slice(bytes, pieces.at->source_at, (size_t)pieces.at->source_at + pieces.at->n);
	} else if (n) {
		char *text = arena_take(a, n + 1);
		for (size_t i = 0; i < pieces.n; i++)
			memcpy(text + pieces.at[i].text_at, bytes.s + pieces.at[i].source_at, pieces.at[i].n);
		if (pieces.at[pieces.n - 1].n == 0)
			text[n - 1] = '\n';
		node->text = (struct str){ text, n };
	}
	return next;
}

static void stretch_parse(struct arena *a, struct diag *d, const struct limits *limits, const struct text *t, struct node *top,
	struct range part, uint32_t first_skip, uint32_t skip)
{
	struct str bytes = t->bytes;
	uint32_t end = part.at + part.n, at = part.at + (first_skip < part.n ? first_skip : part.n);
	if (!first_skip) {
		for (uint32_t i = at; i < end && (bytes.s[i] == ' ' || bytes.s[i] == '\t' || bytes.s[i] == '\n'); i++)
			if (bytes.s[i] == '\n')
				part = (struct range){ at = i + 1, end - i - 1 };
		for (uint32_t n = 0; n < skip && at < end && bytes.s[at] == ' '; n++)
			at++;
	}
	if (str_trim(str_slice(bytes, at, end)).n == 0 || single(a, limits, t, top, at, end))
		return;
	struct node *own = markdown_parse(a, d, limits, t, part, first_skip, skip);
	adopt(top, own);
}

struct node *source_parse(struct arena *a, struct diag *d, const struct limits *limits, const struct text *t, struct range part,
	uint32_t skip)
{
	struct str bytes = t->bytes;
	uint32_t end = part.at + part.n, start = part.at, first_skip = skip;
	if (end > bytes.n)
		end = (uint32_t)bytes.n;
	if (part.n > limits->block_bytes) {
		struct fed_lines fed = split(a, t, part, skip, skip);
		too_big(d, &fed.at.at[0], "bytes in one part", limits->block_bytes, "block-bytes");
		return plain(a, &fed);
	}
	struct node *top = arena_take(a, sizeof *top);
	top->kind = NODE_DOCUMENT;
	top->range = part;
	struct str all = str_slice(bytes, part.at, end);
	/* HTML can hold what looks like a fence, a definition is for the whole part, and a lone CR ends a line: then all of it
	 * goes through the parser. */
	size_t bracket = str_find_char(all, ']');
	bool whole = str_find_char(all, '\r') != STR_NONE || (bracket != STR_NONE && str_find(str_from(all, bracket), STR("]:")) != STR_NONE);
	for (uint32_t at = start; at < end && !whole;) {
		const char *feed = memchr(bytes.s + at, '\n', end - at);
		uint32_t stop = feed ? (uint32_t)(feed - bytes.s) : end;
		struct str line = str_slice(bytes, at, stop);
		struct fence fence;
		if (at == part.at)
			line = str_from(line, skip);
		if (source_fence(line, &fence) && at == part.at) {
			whole = true;
		} else if (source_fence(line, &fence)) {
			whole = fence.indent > skip || str_find_char(fence.info, '\\') != STR_NONE || str_find_char(fence.info, '&') != STR_NONE;
			if (whole)
				break;
			stretch_parse(a, d, limits, t, top, (struct range){ start, at - start }, first_skip, skip);
			at = start = fence_block(a, t, top, &fence, at, end);
			first_skip = 0;
			continue;
		} else if (str_starts(str_trim(line), STR("<")) || source_fence_in_item(line, &fence)) {
			whole = true;
		}
		at = feed ? stop + 1 : end;
	}
	if (start < end)
		stretch_parse(a, d, limits, t, top, (struct range){ start, end - start }, first_skip, skip);
	return top;
}
