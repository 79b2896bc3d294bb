/* What makes the Markdown parser slow, seen before it is: nesting, wide tables, long paragraphs, repeated addresses. */
#include "base.h"
#include "diag.h"
#include "source.h"
#include "source/markdown.h"
#include "source/guard.h"

#include <cmark-gfm.h>
#include <cmark-gfm/parser.h>
#include <string.h>

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

static uint64_t count(struct str x, char c)
{
	uint64_t n = 0;
	for (const char *at = x.s, *end = x.s + x.n; at < end && (at = memchr(at, c, (size_t)(end - at))); at++)
		n++;
	return n;
}

/* How many columns the line has as a row of a table; 0: it is blank. dashes: it can be the line below the header. */
static uint64_t columns(struct str x, bool *dashes)
{
	x = str_trim(x);
	*dashes = false;
	if (!x.n)
		return 0;
	size_t i = 0;
	while (i < x.n && strchr("|-: \t>", x.s[i]))
		*dashes |= x.s[i++] == '-';
	*dashes &= i == x.n;
	return 1 + (x.n > 2 ? count(str_slice(x, 1, x.n - 1), '|') : 0);
}

static bool over(struct guard *g, const char *what, uint64_t most, const char *limit)
{
	g->what = what;
	g->limit = limit;
	g->most = most;
	return false;
}

bool guard_before(struct guard *g, const cmark_parser *p, struct str x)
{
	const struct limits *l = g->limits;
	if (p->current && (p->current->type == CMARK_NODE_CODE_BLOCK || p->current->type == CMARK_NODE_HTML_BLOCK))
		return true;
	if (marks(x) > l->container_marks)
		return over(g, "quotes and lists within each other", l->container_marks, "container-marks");
	bool dashes;
	uint64_t n = columns(x, &dashes);
	if (dashes) {
		if (n > l->table_columns)
			return over(g, "columns in a table", l->table_columns, "table-columns");
		g->columns = n;
	} else if (n == 0) {
		g->columns = 0;
	} else if (n < g->columns) {
		g->cells += g->columns - n;
	}
	return g->cells <= l->table_cells || over(g, "cells that rows of tables leave out", l->table_cells, "table-cells");
}

/* What the parser tries against the others of its paragraph. */
static uint64_t inline_marks(struct str x)
{
	return count(x, '[') + count(x, '<') + count(x, '*') + count(x, '_');
}

bool guard_after(struct guard *g, const cmark_parser *p, struct str x)
{
	const struct limits *l = g->limits;
	const cmark_node *c = p->current;
	if (c->type == CMARK_NODE_CODE_BLOCK || c->type == CMARK_NODE_HTML_BLOCK)
		return true;
	uint64_t depth = 0;
	for (const cmark_node *up = c; up; up = up->parent)
		depth++;
	if (depth > 2 * l->container_marks + 4)         /* an item is two levels: the list and the item */
		return over(g, "quotes and lists within each other", l->container_marks, "container-marks");
	uint64_t size = (uint64_t)c->content.size;
	if (size > l->paragraph_bytes || x.n > l->paragraph_bytes)
		return over(g, "bytes in a paragraph", l->paragraph_bytes, "paragraph-bytes");
	bool paragraph = c->type == CMARK_NODE_PARAGRAPH && size > 0, fresh = !paragraph || size <= x.n + 1;
	if (fresh)
		g->marks = 0;
	g->marks += inline_marks(x);
	if (g->marks > l->paragraph_marks)
		return over(g, "marks in a paragraph ([ < * _)", l->paragraph_marks, "paragraph-marks");
	g->brackets += count(x, '[');
	if (paragraph && c->content.ptr[0] == '[') {
		struct str start = str_trim(x);
		bool starts = fresh || (start.n && *start.s == '[');
		if (starts)
			g->defines = str_find(x, STR("]:")) != STR_NONE;
		g->open = starts ? x.n : g->open + x.n;
		if (g->defines && g->open > g->definition)
			g->definition = g->open;
	}
	return g->brackets * g->definition <= ADDRESSES || over(g, "bytes in repeated addresses", ADDRESSES, NULL);
}

/* A paragraph at the top that grows over a limit goes on as a further paragraph: nothing but emphasis across the cut is
 * lost. Lines that are over it alone, and paragraphs in lists, are refused by after_line. */
bool guard_cuts(const struct guard *g, const cmark_parser *p, struct str x)
{
	const cmark_node *c = p->current;
	if (!c || c->type != CMARK_NODE_PARAGRAPH || c->parent != p->root || c->content.size == 0 || str_trim(x).n == 0)
		return false;
	return (uint64_t)c->content.size + x.n > g->limits->paragraph_bytes || g->marks + inline_marks(x) > g->limits->paragraph_marks;
}
