/* cmark's tree made into ours: kinds, texts, places; and the two ways of walking one. */
#include "base.h"
#include "diag.h"
#include "source.h"
#include "source/markdown.h"

#include <cmark-gfm.h>
#include <cmark-gfm-core-extensions.h>
#include <cmark-gfm/node.h>
#include <string.h>

struct maker {
	struct arena *arena;
	const struct fed_lines *fed;
	struct walk walk;
	const uint8_t *aligns;          /* of the table that is being read */
	uint32_t columns, column, row_at;
	struct str cells;               /* the rest of the row's line */
	uint32_t cells_at;
};

static const struct fed *line(const struct maker *m, int number)
{
	size_t n = m->fed->at.n;
	size_t i = number < 1 ? 0 : (size_t)number - 1;
	return &m->fed->at.at[i < n ? i : n - 1];
}

static struct str source(const struct maker *m, uint32_t from, uint32_t to)
{
	return str_slice(m->fed->text->bytes, from, to);
}

static uint32_t last_byte(const struct fed *f)
{
	return f->at + f->n;
}

static void end_at(struct node *node, uint32_t at)
{
	node->range.n = at > node->range.at ? at - node->range.at : 0;
}

static struct str literal_of(cmark_node *c)
{
	return str_of(cmark_node_get_literal(c));
}

static struct str unprotected(struct arena *a, const char *text)
{
	struct str x = str_copy(a, str_of(text));
	for (char *c = (char *)x.s; c && *c; c++)
		if (*c == STAR)
			*c = '*';
	return x;
}

/* Only what cannot run, and cannot leave the page unseen. Browsers read "\" as "/" and skip control characters. */
static struct str allowed_url(struct arena *a, const char *text)
{
	static const char *const schemes[] = { "http:", "https:", "mailto:" };
	struct str url = unprotected(a, text);
	for (size_t i = 0; i < url.n; i++)
		if ((unsigned char)url.s[i] < ' ' || url.s[i] == 0x7f || url.s[i] == '\\')
			return STR("");
	if (url.n == 0 || url.s[0] == ' ' || str_starts(url, STR("//")))
		return STR("");
	size_t colon = 0;
	while (colon < url.n && !strchr(":/?#", url.s[colon]))
		colon++;
	if (colon == url.n || url.s[colon] != ':')
		return url;
	for (size_t i = 0; i < sizeof schemes / sizeof *schemes; i++)
		if (colon + 1 == strlen(schemes[i]) && strncasecmp(url.s, schemes[i], colon + 1) == 0)
			return url;
	return STR("");
}

/* The header row is the line above the dashes, wherever the paragraph began that it was the end of. */
static int header_line(cmark_node *table)
{
	cmark_node *second = table->first_child->next;
	return second ? second->start_line - 2 : table->end_line - 1;
}

static void leaf_start(struct maker *m, cmark_node *c, struct node *node)
{
	struct walk *w = &m->walk;
	int first = c->start_line, last = c->end_line;
	if (first < 1 && c->next) {     /* the lines above a table's header, which were one paragraph with it */
		first = c->next->start_line;
		last = header_line(c->next) - 1;
	}
	walk_start(w, c->start_line < 1);
	for (int i = first; i <= last || i == first; i++) {
		const struct fed *f = line(m, i);
		struct str text = str_from(source(m, f->at, last_byte(f)), f->content);
		if (i > first && str_trim(text).n == 0) {
			if (node->kind == NODE_HEADING)         /* the dashes below it, which the parser has read to their end */
				end_at(node, last_byte(f));
			break;
		}
		walk_add(w, text, f->at + f->content);
		walk_line_end(w, last_byte(f) + (f->end_n ? f->end_n - 1 : 0));
	}
	bool above_table = c->start_line < 1, link = c->first_child && c->first_child->type == CMARK_NODE_LINK;
	bool text = c->first_child && c->first_child->type == CMARK_NODE_TEXT;
	if (node->kind == NODE_PARAGRAPH ? !(above_table && link) : c->as.heading.setext)
		walk_skip_definitions(w, above_table && text ? literal_of(c->first_child) : STR(""));
	if (node->kind == NODE_PARAGRAPH)
		node->range.at = walk_source(w, w->at);
}

/* Literal lines of a block against the worksheet's lines, from the line `first` on: each is a line's end, as containers'
 * marks and indentation stand before it. */
static uint32_t lines_match(struct maker *m, struct node *node, struct str literal, int first)
{
	VEC(struct piece) pieces = { 0 };
	struct str text = str_copy(m->arena, literal);
	uint32_t count = 0;
	for (size_t at = 0; at < literal.n; count++) {
		const struct fed *f = line(m, first + (int)count);
		size_t end = str_find_char(str_from(literal, at), '\n');
		end = end == STR_NONE ? literal.n : at + end;
		struct str source_line = source(m, f->at, last_byte(f));
		size_t n = 0;
		while (n < end - at && n < source_line.n) {
			char want = literal.s[end - 1 - n], c = source_line.s[source_line.n - 1 - n];
			if (c != want && !(c == '*' && want == STAR))
				break;
			n++;
		}
		for (size_t i = at; i < end - n; i++)   /* columns of a tab that was cut through */
			*vec_add(m->arena, &pieces) = (struct piece){ (uint32_t)i, last_byte(f) - (uint32_t)n - (n < source_line.n), 0 };
		struct piece new = { (uint32_t)(end - n), last_byte(f) - (uint32_t)n, (uint32_t)n };
		memcpy((char *)text.s + new.text_at, m->fed->text->bytes.s + new.source_at, n);
		bool feed = end < literal.n;
		if (feed && f->end_n == 1 && m->fed->text->bytes.s[last_byte(f)] == '\n') {
			new.n++;
			feed = false;
		}
		struct piece *last = pieces.n ? &pieces.at[pieces.n - 1] : NULL;
		if (last && last->n && last->source_at + last->n == new.source_at && last->text_at + last->n == new.text_at)
			last->n += new.n;
		else if (new.n)
			*vec_add(m->arena, &pieces) = new;
		if (feed) {
			uint32_t at_end = last_byte(f) + (f->end_n ? f->end_n - 1 : 0);
			*vec_add(m->arena, &pieces) = (struct piece){ (uint32_t)end, at_end, f->end_n && m->fed->text->bytes.s[at_end] == '\n' };
		}
		at = end + 1;
	}
	node->text = pieces.n == 1 && pieces.at->n == literal.n ? source(m, pieces.at->source_at, pieces.at->source_at + pieces.at->n) : text;
	node->pieces = pieces.at;
	node->piece_count = (uint32_t)pieces.n;
	return count;
}

/* A line without the marks of the quotes around the block. */
static struct str inside_quotes(const struct maker *m, cmark_node *c, const struct fed *f)
{
	struct str x = source(m, f->at, last_byte(f));
	for (cmark_node *up = c->parent; up; up = up->parent) {
		if (up->type != CMARK_NODE_BLOCK_QUOTE)
			continue;
		struct str rest = x;
		while (rest.n && (*rest.s == ' ' || *rest.s == '\t'))
			rest = str_from(rest, 1);
		if (!rest.n || *rest.s != '>')
			return (struct str){ x.s, 0 };
		x = str_from(rest, 1);
	}
	return x;
}

static bool closes(struct str x, char fence, size_t length)
{
	x = str_trim(x);
	for (size_t i = 0; i < x.n; i++)
		if (x.s[i] != fence)
			return false;
	return x.n >= length;
}

static void code_block(struct maker *m, cmark_node *c, struct node *node)
{
	struct str literal = literal_of(c);
	int first = c->start_line + (c->as.code.fenced ? 1 : 0);
	node->fenced = c->as.code.fenced;
	node->info = unprotected(m->arena, cmark_node_get_fence_info(c));
	uint32_t count = lines_match(m, node, literal, first);
	int last = first + (int)count - 1;
	if (node->fenced) {
		const struct fed *f = (size_t)last < m->fed->at.n ? line(m, last + 1) : NULL;
		cmark_node *after = c;          /* a fence that begins there closes nothing: it stands outside a list that ended */
		while (after && !after->next)
			after = after->parent;
		bool opens = after && after->next->start_line == last + 1;
		node->unclosed = !f || opens || !closes(inside_quotes(m, c, f), (char)c->as.code.fence_char, c->as.code.fence_length);
		last += !node->unclosed;
	}
	end_at(node, last_byte(line(m, last)));
}

static void html_block(struct maker *m, cmark_node *c, struct node *node)
{
	uint32_t count = lines_match(m, node, literal_of(c), c->start_line);
	end_at(node, last_byte(line(m, c->start_line + (int)count - 1)));
}

static void row_start(struct maker *m, cmark_node *c, struct node *node)
{
	node->header = cmark_gfm_extensions_get_table_row_is_header(c) != 0;
	const struct fed *f = line(m, node->header ? header_line(c->parent) : c->start_line);
	struct str text = node->header ? str_from(source(m, f->at, last_byte(f)), f->content) : inside_quotes(m, c, f);
	while (text.n && (*text.s == ' ' || *text.s == '\t'))
		text = str_from(text, 1);
	m->cells = text;
	m->cells_at = m->row_at = last_byte(f) - (uint32_t)text.n;
	node->range = (struct range){ m->cells_at, (uint32_t)str_trim(text).n };
	if (text.n && *text.s == '|') {
		m->cells = str_from(text, 1);
		m->cells_at++;
	}
	m->column = 0;
}

static void cell_start(struct maker *m, struct node *node)
{
	size_t end = 0;
	while (end < m->cells.n && !(m->cells.s[end] == '|' && (end == 0 || m->cells.s[end - 1] != '\\')))
		end++;
	struct str raw = str_slice(m->cells, 0, end), text = raw;
	/* The parser keeps a form feed, but for those that follow a pipe. */
	while (text.n && scan_blank(*text.s) && (m->column || m->cells_at != m->row_at || *text.s == ' ' || *text.s == '\t'))
		text = str_from(text, 1);
	node->range.at = m->cells_at + (uint32_t)(raw.n - text.n);
	text = str_trim(text);
	uint32_t row_end = node->parent->range.at + node->parent->range.n;
	if (node->range.at > row_end)
		node->range.at = row_end;
	node->range.n = (uint32_t)text.n;
	node->align = m->column < m->columns && m->aligns ? (char)m->aligns[m->column] : 0;
	m->column++;
	walk_start(&m->walk, true);
	walk_add(&m->walk, text, node->range.at);
	m->cells_at += (uint32_t)(end < m->cells.n ? end + 1 : end);
	m->cells = str_from(m->cells, end + 1);
}

static bool kind_of(cmark_node *c, enum node_kind *kind)
{
	static const struct { cmark_node_type type; enum node_kind kind; } kinds[] = {
		{ CMARK_NODE_DOCUMENT, NODE_DOCUMENT }, { CMARK_NODE_PARAGRAPH, NODE_PARAGRAPH }, { CMARK_NODE_HEADING, NODE_HEADING },
		{ CMARK_NODE_BLOCK_QUOTE, NODE_QUOTE }, { CMARK_NODE_LIST, NODE_LIST }, { CMARK_NODE_ITEM, NODE_ITEM },
		{ CMARK_NODE_CODE_BLOCK, NODE_CODE_BLOCK }, { CMARK_NODE_HTML_BLOCK, NODE_HTML_BLOCK },
		{ CMARK_NODE_THEMATIC_BREAK, NODE_RULE }, { CMARK_NODE_TEXT, NODE_TEXT }, { CMARK_NODE_CODE, NODE_CODE },
		{ CMARK_NODE_SOFTBREAK, NODE_SOFT_BREAK }, { CMARK_NODE_LINEBREAK, NODE_HARD_BREAK }, { CMARK_NODE_EMPH, NODE_EMPHASIS },
		{ CMARK_NODE_STRONG, NODE_STRONG }, { CMARK_NODE_LINK, NODE_LINK }, { CMARK_NODE_IMAGE, NODE_IMAGE },
		{ CMARK_NODE_HTML_INLINE, NODE_HTML },
	};
	cmark_node_type type = cmark_node_get_type(c);
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
		if (kinds[i].type == type) {
			*kind = kinds[i].kind;
			return true;
		}
	/* The table extension's types are numbered at run time; their names are fixed. */
	const char *name = cmark_node_get_type_string(c);
	*kind = strcmp(name, "table") == 0 ? NODE_TABLE : strcmp(name, "table_cell") == 0 ? NODE_CELL : NODE_ROW;
	return strncmp(name, "table", 5) == 0;
}

static void enter(struct maker *m, cmark_node *c, struct node *node)
{
	if (node->kind >= NODE_TEXT) {
		if (node->kind == NODE_LINK || node->kind == NODE_IMAGE) {
			node->url = allowed_url(m->arena, cmark_node_get_url(c));
			node->title = unprotected(m->arena, cmark_node_get_title(c));
		}
		walk_enter(&m->walk, node, literal_of(c));
		return;
	}
	const struct fed *f = line(m, c->start_line);
	node->range.at = f->at + (uint32_t)(c->start_column > 0 ? c->start_column - 1 : 0);
	end_at(node, last_byte(line(m, c->start_line)));
	switch ((int)node->kind) {
	case NODE_DOCUMENT:
		node->range = m->fed->part;
		break;
	case NODE_HEADING:
		node->level = (uint32_t)cmark_node_get_heading_level(c);
		leaf_start(m, c, node);
		break;
	case NODE_PARAGRAPH:
		leaf_start(m, c, node);
		break;
	case NODE_LIST:
		node->ordered = cmark_node_get_list_type(c) == CMARK_ORDERED_LIST;
		node->level = (uint32_t)cmark_node_get_list_start(c);
		node->tight = cmark_node_get_list_tight(c);
		break;
	case NODE_CODE_BLOCK:
		code_block(m, c, node);
		break;
	case NODE_HTML_BLOCK:
		html_block(m, c, node);
		break;
	case NODE_TABLE:
		m->aligns = cmark_gfm_extensions_get_table_alignments(c);
		m->columns = cmark_gfm_extensions_get_table_columns(c);
		break;
	case NODE_ROW:
		row_start(m, c, node);
		break;
	case NODE_CELL:
		cell_start(m, node);
		break;
	}
}

static void leave(struct maker *m, struct node *node)
{
	switch ((int)node->kind) {
	case NODE_PARAGRAPH:
		if (m->walk.lost)
			end_at(node, walk_source(&m->walk, m->walk.content.n - 1));
		else if (node->last)
			end_at(node, node->last->range.at + node->last->range.n);
		break;
	case NODE_TABLE:
		if (node->first)
			node->range.at = node->first->range.at;
		/* fall through */
	case NODE_QUOTE:
	case NODE_LIST:
	case NODE_ITEM:
		if (node->last)
			end_at(node, node->last->range.at + node->last->range.n);
		break;
	case NODE_EMPHASIS:
	case NODE_STRONG:
	case NODE_LINK:
	case NODE_IMAGE:
		walk_exit(&m->walk, node);
		break;
	}
}

struct node *tree_make(struct arena *a, const struct fed_lines *fed, void *root)
{
	struct maker m = { .arena = a, .fed = fed, .walk = { .arena = a, .text = fed->text } };
	struct node *up = NULL, *top = NULL;
	cmark_iter *iter = cmark_iter_new(root);
	for (cmark_event_type event; (event = cmark_iter_next(iter)) != CMARK_EVENT_DONE;) {
		cmark_node *c = cmark_iter_get_node(iter);
		enum node_kind kind;
		if (!kind_of(c, &kind))
			continue;
		if (event == CMARK_EVENT_EXIT) {
			leave(&m, up);
			up = up->parent;
			continue;
		}
		struct node *node = arena_take(a, sizeof *node);
		node->kind = kind;
		node->parent = up;
		if (up && up->last)
			up->last = up->last->next = node;
		else if (up)
			up->first = up->last = node;
		else
			top = node;
		enter(&m, c, node);
		bool leaf = kind == NODE_TEXT || kind == NODE_CODE || kind == NODE_HTML || kind == NODE_SOFT_BREAK || kind == NODE_HARD_BREAK ||
			kind == NODE_CODE_BLOCK || kind == NODE_HTML_BLOCK || kind == NODE_RULE;
		if (!leaf)
			up = node;
	}
	cmark_iter_free(iter);
	buf_free(&m.walk.content);
	return top;
}

uint32_t source_at(const struct node *n, uint32_t i)
{
	uint32_t low = 0, high = n->piece_count;
	if (high == 0 || n->pieces[0].text_at > i)
		return n->range.at;
	while (high - low > 1) {
		uint32_t mid = low + (high - low) / 2;
		if (n->pieces[mid].text_at <= i)
			low = mid;
		else
			high = mid;
	}
	return source_in(n, low, i);
}

const struct node *source_next(const struct node *n, const struct node *root, bool down)
{
	if (down && n->first)
		return n->first;
	while (n && n != root && !n->next)
		n = n->parent;
	return n && n != root ? n->next : NULL;
}
