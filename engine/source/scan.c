/* The parts of Markdown's inline syntax that leave no node behind: destinations, titles, labels, entities. */
#include "base.h"
#include "diag.h"
#include "source.h"
#include "source/markdown.h"

#include <cmark-gfm.h>
#include <string.h>

enum { LABEL_MOST = 1000, PARENTHESES_MOST = 32, ENTITY_MOST = 40 };

static char byte(struct str s, size_t i)
{
	return i < s.n ? s.s[i] : 0;
}

bool scan_punctuation(char c)
{
	return (c > ' ' && c < '0') || (c > '9' && c < 'A') || (c > 'Z' && c < 'a') || (c > 'z' && c < 0x7f);
}

bool scan_blank(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

static size_t blanks(struct str s, size_t i)
{
	while (i < s.n && scan_blank(s.s[i]))
		i++;
	return i;
}

static size_t url(struct str s, size_t i)
{
	if (byte(s, i) == '<') {
		for (i++; i < s.n && s.s[i] != '\n' && s.s[i] != '<'; i++) {
			if (s.s[i] == '>')
				return i + 1;
			if (s.s[i] == '\\')
				i++;
		}
		return 0;
	}
	size_t open = 0;
	for (; i < s.n; i++) {
		if (s.s[i] == '\\' && scan_punctuation(byte(s, i + 1))) {
			i++;
		} else if (s.s[i] == '(') {
			if (++open > PARENTHESES_MOST)
				return 0;
		} else if (s.s[i] == ')') {
			if (open == 0)
				break;
			open--;
		} else if (scan_blank(s.s[i])) {
			break;
		}
	}
	return i < s.n ? i : 0;         /* the parser does not mind one that stays open */
}

static size_t title(struct str s, size_t i)
{
	char open = byte(s, i), close = open == '(' ? ')' : open;
	if (open != '"' && open != '\'' && open != '(')
		return 0;
	for (i++; i < s.n; i++) {
		if (s.s[i] == close)
			return i + 1;
		if (s.s[i] == '\\')
			i++;
		else if (open == '(' && s.s[i] == '(')
			return 0;
	}
	return 0;
}

static size_t label(struct str s, size_t i)
{
	if (byte(s, i) != '[')
		return 0;
	size_t from = i + 1;
	for (i++; i < s.n && i - from <= LABEL_MOST; i++) {
		if (s.s[i] == ']')
			return i + 1;
		if (s.s[i] == '[')
			return 0;
		if (s.s[i] == '\\' && scan_punctuation(byte(s, i + 1)))
			i++;
	}
	return 0;
}

size_t scan_link_tail(struct str s, size_t at)
{
	if (byte(s, at) == '(') {
		size_t i = url(s, blanks(s, at + 1));
		if (i) {
			size_t after = blanks(s, i), end = after > i ? title(s, after) : 0;
			after = blanks(s, end ? end : i);
			if (byte(s, after) == ')')
				return after + 1;
		}
	}
	size_t end = label(s, at);
	return end ? end : at;
}

/* Blanks up to the line's end; 0 when something else stands there. */
static size_t line_end(struct str s, size_t i)
{
	while (i < s.n && (s.s[i] == ' ' || s.s[i] == '\t'))
		i++;
	return i >= s.n ? s.n : s.s[i] == '\n' ? i + 1 : 0;
}

size_t scan_definition(struct str s, size_t at)
{
	size_t i = label(s, at);
	if (!i || byte(s, i) != ':' || str_trim(str_slice(s, at + 1, i - 1)).n == 0)
		return 0;
	i = blanks(s, i + 1);
	size_t to = i < s.n ? url(s, i) : 0;
	if (!to || to == i)
		return 0;
	size_t after = blanks(s, to), end = after > to ? title(s, after) : 0;
	if (end && line_end(s, end))
		return line_end(s, end);
	return line_end(s, to);
}

size_t scan_entity(struct arena *a, struct str s, size_t at, struct str *character)
{
	size_t i = at + 1;
	while (i < s.n && i - at < ENTITY_MOST && s.s[i] != ';' && (s.s[i] == '#' || !scan_punctuation(s.s[i])) && !scan_blank(s.s[i]))
		i++;
	if (byte(s, i) != ';' || i == at + 1)
		return 0;
	static const struct { struct str name; struct str character; } usual[] = {
		{ { "&amp", 4 }, { "&", 1 } }, { { "&lt", 3 }, { "<", 1 } }, { { "&gt", 3 }, { ">", 1 } }, { { "&quot", 5 }, { "\"", 1 } },
	};
	for (size_t k = 0; k < sizeof usual / sizeof *usual; k++)
		if (str_eq(str_slice(s, at, i), usual[k].name)) {
			*character = usual[k].character;
			return i + 1;
		}
	/* The parser has the table of the 2125 names; it is asked about this one alone. */
	cmark_node *root = cmark_parse_document(s.s + at, i + 1 - at, CMARK_OPT_DEFAULT);
	cmark_node *node = cmark_node_first_child(root);
	node = node ? cmark_node_first_child(node) : NULL;
	const char *text = node ? cmark_node_get_literal(node) : NULL;
	struct str got = str_copy(a, str_of(text));
	cmark_node_free(root);
	/* A name that it does not know comes back as it is. "&amp;" never does. */
	if (got.n == 0 || str_eq(got, str_slice(s, at, i + 1)))
		return 0;
	*character = got;
	return i + 1;
}

bool source_fence(struct str line, struct fence *f)
{
	size_t i = 0, n = 0;
	while (byte(line, i) == ' ')
		i++;
	char mark = byte(line, i);
	if (mark != '`' && mark != '~')
		return false;
	while (byte(line, i + n) == mark)
		n++;
	struct str info = str_trim(str_from(line, i + n));
	if (n < 3 || (mark == '`' && str_find_char(info, '`') != STR_NONE))
		return false;
	*f = (struct fence){ mark, (uint32_t)n, (uint32_t)i, info };
	return true;
}

bool source_fence_in_item(struct str line, struct fence *f)
{
	size_t i = 0;
	for (;;) {
		while (byte(line, i) == ' ')
			i++;
		size_t mark = i;
		while (byte(line, i) >= '0' && byte(line, i) <= '9')
			i++;
		char c = byte(line, i);
		bool item = i > mark ? c == '.' || c == ')' : c == '-' || c == '+' || c == '*';
		if (!item || byte(line, i + 1) != ' ') {
			if (!source_fence(str_from(line, mark), f))
				return false;
			f->indent += (uint32_t)mark;
			return true;
		}
		i++;
	}
}

bool source_fence_ends(struct str line, const struct fence *f)
{
	size_t i = 0, n = 0;
	while (byte(line, i) == ' ')
		i++;
	while (byte(line, i + n) == f->mark)
		n++;
	return i <= f->indent + 3 && n >= f->length && str_trim(str_from(line, i + n)).n == 0;
}
