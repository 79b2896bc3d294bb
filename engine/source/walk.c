/* Finds each inline of a block in the block's own bytes: the parser's columns are not exact, the order of its nodes is. */
#include "base.h"
#include "diag.h"
#include "source.h"
#include "source/markdown.h"

#include <string.h>

void walk_start(struct walk *w, bool cell)
{
	w->content.n = 0;
	w->stretches.n = 0;
	w->stretch = w->at = 0;
	w->cell = cell;
	w->lost = false;
}

void walk_add(struct walk *w, struct str bytes, uint32_t source_at)
{
	for (size_t from = 0; from < bytes.n;) {
		size_t to = w->cell ? from + 1 : bytes.n;       /* in a table the parser drops the backslash of "\|" first */
		while (to < bytes.n && !(bytes.s[to] == '\\' && to + 1 < bytes.n && bytes.s[to + 1] == '|'))
			to++;
		if (w->cell && from == 0 && bytes.n > 1 && bytes.s[0] == '\\' && bytes.s[1] == '|')
			to = 0;
		if (to > from) {
			*vec_add(w->arena, &w->stretches) = (struct stretch){ (uint32_t)w->content.n, source_at + (uint32_t)from, (uint32_t)(to - from) };
			buf_put(&w->content, str_slice(bytes, from, to));
		}
		from = to < bytes.n ? to + 1 : to;
	}
}

void walk_line_end(struct walk *w, uint32_t source_at)
{
	walk_add(w, STR("\n"), source_at);
}

static struct str content(const struct walk *w)
{
	return buf_str(&w->content);
}

static char here(const struct walk *w, size_t ahead)
{
	return w->at + ahead < w->content.n ? w->content.s[w->at + ahead] : 0;
}

/* The worksheet's byte of a content byte; behind the end: the byte behind the last one. */
uint32_t walk_source(struct walk *w, size_t at)
{
	if (w->stretches.n == 0)
		return 0;
	while (w->stretch && w->stretches.at[w->stretch].at > at)
		w->stretch--;
	while (w->stretch + 1 < w->stretches.n && w->stretches.at[w->stretch + 1].at <= at)
		w->stretch++;
	const struct stretch *s = &w->stretches.at[w->stretch];
	return s->source_at + ((uint32_t)at - s->at < s->n ? (uint32_t)at - s->at : s->n);
}

/* How many bytes from here on are neighbours in the worksheet, too. */
static size_t stretch_rest(struct walk *w)
{
	walk_source(w, w->at);
	return w->stretches.at[w->stretch].at + w->stretches.at[w->stretch].n - w->at;
}

static struct range source_range(struct walk *w, size_t from, size_t to)
{
	if (to <= from)
		return (struct range){ walk_source(w, from), 0 };
	uint32_t at = walk_source(w, from);
	return (struct range){ at, walk_source(w, to - 1) + 1 - at };
}

/* Above a table the parser leaves some of them standing: first is the text that it found first. */
void walk_skip_definitions(struct walk *w, struct str first)
{
	for (size_t end; here(w, 0) == '[' && (end = scan_definition(content(w), w->at)) != 0; w->at = end) {
		struct str rest = str_from(content(w), w->at);
		size_t colon = str_find(rest, STR("]:"));
		if (colon != STR_NONE && str_starts(first, str_slice(rest, 0, colon + 2)))
			break;
	}
}

static void piece_add(struct walk *w, size_t text_at, uint32_t n)
{
	uint32_t source_at = walk_source(w, w->at);
	struct piece *last = w->pieces.n ? &w->pieces.at[w->pieces.n - 1] : NULL;
	if (n && last && last->n && last->text_at + last->n == text_at && last->source_at + last->n == source_at)
		last->n += n;
	else
		*vec_add(w->arena, &w->pieces) = (struct piece){ (uint32_t)text_at, source_at, n };
}

/* Text is taken from the worksheet: a protected `*` is itself again, and a text of one piece is not copied. */
static void set_text(struct walk *w, struct node *node, struct str literal)
{
	struct str bytes = w->text->bytes;
	size_t n = w->pieces.n;
	const struct piece *p = w->pieces.at;
	if (n == 1 && p->text_at == 0 && p->n == literal.n) {
		node->text = str_slice(bytes, p->source_at, (size_t)p->source_at + p->n);
	} else {
		node->text = str_copy(w->arena, literal);
		for (size_t i = 0; i < n; i++)
			memcpy((char *)node->text.s + p[i].text_at, bytes.s + p[i].source_at, p[i].n);
	}
	if (n) {
		struct piece *pieces = arena_take(w->arena, n * sizeof *p);
		memcpy(pieces, p, n * sizeof *p);
		node->pieces = pieces;
		node->piece_count = (uint32_t)n;
	}
}

static bool same(char content_byte, char literal_byte)
{
	return content_byte == literal_byte || (content_byte == '*' && literal_byte == STAR);
}

/* For how many bytes, at most so many, the content says what the literal says and means itself; the first one was compared. */
static size_t alike(const struct walk *w, size_t most, struct str literal)
{
	struct str x = str_from(content(w), w->at);
	size_t n = 1;
	most = most < literal.n ? most : literal.n;
	most = most < x.n ? most : x.n;
	for (; most >= n + BASE_BLOCK; n += BASE_BLOCK) {
		base_block b = base_block_at(x, n);
		if (base_block_any((base_block)((b != base_block_at(literal, n)) | (b == '\\') | (b == '&'))))
			break;
	}
	while (n < most && same(x.s[n], literal.s[n]) && x.s[n] != '\\' && x.s[n] != '&')
		n++;
	return n;
}

enum manner { PROSE, ENTITIES, VERBATIM, IN_CODE };

/* Moves along the content while it says what literal says. */
static void follow(struct walk *w, struct str literal, enum manner manner)
{
	for (size_t i = 0; i < literal.n && !w->lost;) {
		char c = here(w, 0), want = literal.s[i];
		struct str character = { 0 };
		size_t end;
		if (w->at >= w->content.n) {
			w->lost = true;
		} else if (want == ' ' && (w->at == 0 || w->content.s[w->at - 1] == '\n') && c != ' ' && c != '\n' && (c != '&' || manner > ENTITIES)) {
			piece_add(w, i++, 0);   /* a column of a tab that a container cut through */
		} else if (c == '\\' && manner == PROSE && scan_punctuation(here(w, 1))) {
			w->at++;
			if (!same(here(w, 0), want)) {
				w->lost = true;
				break;
			}
			piece_add(w, i++, 1);
			w->at++;
		} else if (c == '&' && manner <= ENTITIES && (end = scan_entity(w->arena, content(w), w->at, &character)) != 0 &&
			   str_starts(str_from(literal, i), character)) {
			piece_add(w, i, 0);
			i += character.n;
			w->at = end;
		} else if (c == '\n' && manner == IN_CODE && want == ' ') {
			piece_add(w, i++, 0);
			w->at++;
		} else if (same(c, want)) {
			size_t run = alike(w, stretch_rest(w), str_from(literal, i));
			piece_add(w, i, (uint32_t)run);
			i += run;
			w->at += run;
		} else {
			w->lost = true;
		}
	}
}

static size_t ticks(const struct walk *w, size_t at)
{
	size_t n = 0;
	while (at + n < w->content.n && w->content.s[at + n] == '`')
		n++;
	return n;
}

static void code(struct walk *w, struct node *node, struct str literal)
{
	size_t from = w->at, open = ticks(w, from), close = from + open, run = 0;
	while (open && close < w->content.n) {
		const char *next = memchr(w->content.s + close, '`', w->content.n - close);
		if (!next)
			break;
		close = (size_t)(next - w->content.s);
		if ((run = ticks(w, close)) == open)
			break;
		close += run;
	}
	if (!open || run != open) {
		w->lost = true;
		return;
	}
	w->at = from + open + (close - from - open == literal.n + 2);
	follow(w, literal, IN_CODE);
	w->at = close + open;
	node->range = source_range(w, from, w->at);
}

static void take(struct walk *w, const char *marks, size_t n)
{
	for (size_t i = 0; i < n; i++, w->at++)
		if (!here(w, 0) || !strchr(marks, here(w, 0)))
			w->lost = true;
}

static void line_break(struct walk *w)
{
	if (here(w, 0) == '\\' && here(w, 1) == '\n') {
		w->at += 2;
		return;
	}
	while (here(w, 0) != '\n' && scan_blank(here(w, 0)))
		w->at++;
	take(w, "\n", 1);
	while (here(w, 0) == ' ' || here(w, 0) == '\t')
		w->at++;
}

void walk_enter(struct walk *w, struct node *node, struct str literal)
{
	size_t from = w->at;
	w->pieces.n = 0;
	node->range.at = walk_source(w, from);
	if (!w->lost) {
		bool in_autolink = node->parent->kind == NODE_LINK && node->parent->mark;
		switch ((int)node->kind) {
		case NODE_TEXT:
			follow(w, literal, in_autolink ? ENTITIES : PROSE);
			break;
		case NODE_HTML:
			follow(w, literal, VERBATIM);
			break;
		case NODE_CODE:
			code(w, node, literal);
			break;
		case NODE_SOFT_BREAK:
		case NODE_HARD_BREAK:
			line_break(w);
			break;
		case NODE_EMPHASIS:
			take(w, "*_", 1);
			break;
		case NODE_STRONG:
			take(w, "*_", 2);
			break;
		case NODE_LINK:
			if (here(w, 0) == '<')
				node->mark = w;         /* an autolink; taken off at its end */
			take(w, "<[", 1);
			break;
		case NODE_IMAGE:
			take(w, "!", 1);
			take(w, "[", 1);
			break;
		}
	}
	if (node->kind == NODE_TEXT || node->kind == NODE_HTML || node->kind == NODE_CODE) {
		if (w->lost)
			w->pieces.n = 0;
		set_text(w, node, literal);
	}
	if (!w->lost && node->kind != NODE_CODE)
		node->range = source_range(w, from, w->at);
}

void walk_exit(struct walk *w, struct node *node)
{
	bool autolink = node->mark != NULL;
	node->mark = NULL;
	if (w->lost)
		return;
	switch ((int)node->kind) {
	case NODE_EMPHASIS:
		take(w, "*_", 1);
		break;
	case NODE_STRONG:
		take(w, "*_", 2);
		break;
	case NODE_LINK:
	case NODE_IMAGE:
		take(w, autolink ? ">" : "]", 1);
		if (!autolink && !w->lost)
			w->at = scan_link_tail(content(w), w->at);
		break;
	}
	if (!w->lost)
		node->range.n = walk_source(w, w->at - 1) + 1 - node->range.at;
}
