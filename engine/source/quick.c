/* source_parse: what needs no parser is made here, as most of a worksheet is drawings and single lines of words. */
#include "base.h"
#include "diag.h"
#include "source.h"
#include "source/markdown.h"

#include <string.h>

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

/* The byte behind a code span in single backticks that shows all that stands in it; 0: the parser must look. *marks: what it counts. */
static size_t code_end(struct str x, size_t at, uint64_t *marks)
{
	size_t end = at + 1;
	for (; end < x.n && x.s[end] != '`'; end++)
		*marks += x.s[end] == '[' || x.s[end] == '<' || x.s[end] == '*' || x.s[end] == '_';
	bool ends = end < x.n && (end + 1 == x.n || x.s[end + 1] != '`');
	return ends && end > at + 1 && x.s[at + 1] != ' ' && x.s[end - 1] != ' ' ? end + 1 : 0;
}

/* Whether nothing but code spans in it means anything to Markdown. */
static bool plain_words(const struct limits *limits, struct str x)
{
	uint64_t marks = 0;
	for (size_t i = 0; i < x.n; ) {
		for (base_block b; x.n - i >= BASE_BLOCK; i += BASE_BLOCK) {
			b = base_block_at(x, i);
			if (base_block_any((base_block)((b == '_') | (b == '\\') | (b == '`') | (b == '*') | (b == '[') | (b == ']') | (b == '<') | (b == '&'))))
				break;
		}
		for (size_t end = x.n - i < BASE_BLOCK ? x.n : i + BASE_BLOCK; i < end; ) {
			char c = x.s[i];
			if (c == '\\' || c == '*' || c == '[' || c == ']' || c == '<' || c == '&')
				return false;
			if (c == '_' && (!word_byte(x.s[i - 1]) || i + 1 == x.n || !word_byte(x.s[i + 1])))
				return false;
			i = c == '`' ? code_end(x, i, &marks) : i + 1;
			if (!i)
				return false;
		}
	}
	return marks <= limits->paragraph_marks;
}

/* A single line of words and code, or a rule. */
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
	if (!x.n || !word_byte(x.s[0]) || (x.s[0] >= '0' && x.s[0] <= '9') || x.n > limits->paragraph_bytes || memchr(x.s, '\n', x.n) || memchr(x.s, '\r', x.n)
	    || !plain_words(limits, x))
		return false;
	struct node *paragraph = child(a, top, NODE_PARAGRAPH, (struct range){ at, (uint32_t)x.n });
	for (size_t from = 0; from < x.n; ) {
		const char *mark = memchr(x.s + from, '`', x.n - from), *close = mark ? memchr(mark + 1, '`', (size_t)(x.s + x.n - mark) - 1) : NULL;
		size_t to = mark ? (size_t)(mark - x.s) : x.n, behind = close ? (size_t)(close - x.s) + 1 : x.n;
		if (to > from) {
			struct range words = { at + (uint32_t)from, (uint32_t)(to - from) };
			one_piece(a, t, child(a, paragraph, NODE_TEXT, words), words.at, words.n);
		}
		if (mark)
			one_piece(a, t, child(a, paragraph, NODE_CODE, (struct range){ at + (uint32_t)to, (uint32_t)(behind - to) }), at + (uint32_t)to + 1, (uint32_t)(behind - to) - 2);
		from = mark ? behind : x.n;
	}
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
	markdown_adopt(top, own);
}

struct node *source_parse(struct arena *a, struct diag *d, const struct limits *limits, const struct text *t, struct range part,
	uint32_t skip)
{
	struct str bytes = t->bytes;
	uint32_t end = part.at + part.n, start = part.at, first_skip = skip;
	if (end > bytes.n)
		end = (uint32_t)bytes.n;
	if (part.n > limits->block_bytes) {
		markdown_too_big(d, (struct range){ part.at, 0 }, "bytes in one part", limits->block_bytes, "block-bytes");
		return markdown_plain(a, t, part, skip, skip);
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
