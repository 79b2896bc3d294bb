/* Cuts the text that the reader sees into words, numbers and marks. */
#include "base.h"
#include "diag.h"
#include "source.h"
#include "model.h"
#include "facts.h"
#include "values.h"
#include "claims.h"
#include "graph.h"
#include "graph/tokens.h"

#include <string.h>

bool graph_says(const struct model *m, struct str text, enum word_list list)
{
	return model_in(model_word(m->settings.lang, text), list);
}

/* What ASCII characters are. */
enum { LETTER = 1, DIGIT = 2, BLANK = 4 };
#define ROW(of) of, of, of, of, of, of, of, of, of, of, of, of, of, of, of, of, of, of, of, of, of, of, of, of, of, of
static const uint8_t classes[128] = {
	[' '] = BLANK, ['\t'] = BLANK, ['\n'] = BLANK, ['\r'] = BLANK, ['_'] = LETTER,
	['0'] = DIGIT, DIGIT, DIGIT, DIGIT, DIGIT, DIGIT, DIGIT, DIGIT, DIGIT, DIGIT,
	['A'] = ROW(LETTER), ['a'] = ROW(LETTER),
};

static bool digit(uint32_t c)
{
	return c >= '0' && c <= '9';
}

static bool letter(uint32_t c)
{
	if (c < 0x80)
		return classes[c] & LETTER;
	return c >= 0xC0 && c < 0x2000 && c != 0xD7 && c != 0xF7;
}

static bool blank(uint32_t c)
{
	return c < 0x80 ? (classes[c] & BLANK) != 0 : c == 0xA0 || (c >= 0x2000 && c <= 0x200B) || c == 0x202F;
}

static uint32_t peek(struct str x, size_t at)
{
	return at < x.n ? utf8_next(x, &at) : 0;
}

/* 0x3E8000, 15,776,276, 2.5: the end of the numeral; letters glued to it are the next word. */
static size_t numeral(struct str x, size_t at)
{
	if (x.s[at] == '0' && at + 2 < x.n && strchr("xXbBoO", x.s[at + 1])) {
		size_t end = at + 2;
		while (end < x.n && (digit((unsigned char)x.s[end]) || (strchr("xX", x.s[at + 1]) && strchr("abcdefABCDEF", x.s[end]) && x.s[end])))
			end++;
		if (end > at + 2)
			return end;
	}
	size_t end = at;
	while (end < x.n) {
		if (digit((unsigned char)x.s[end]))
			end++;
		else if ((x.s[end] == ',' || x.s[end] == '_') && end + 3 < x.n && digit((unsigned char)x.s[end + 1]) &&
			digit((unsigned char)x.s[end + 2]) && digit((unsigned char)x.s[end + 3]) && !digit(peek(x, end + 4)) && end > at)
			end += 4;
		else if (x.s[end] == '.' && end + 1 < x.n && digit((unsigned char)x.s[end + 1]))
			end++;
		else
			break;
	}
	return end;
}

/* A kernel's identifier takes its arrows and dots along: zone->name; a word keeps its apostrophe out. */
static size_t word(struct str x, size_t at)
{
	size_t end = at;
	while (end < x.n) {
		while (end < x.n && (unsigned char)x.s[end] < 0x80 && classes[(unsigned char)x.s[end]] & (LETTER | DIGIT))
			end++;
		if (end == x.n)
			break;
		size_t next = end;
		uint32_t c = utf8_next(x, &next);
		if (letter(c) || digit(c))
			end = next;
		else if (c == '-' && next < x.n && x.s[next] == '>' && letter(peek(x, next + 1)))
			end = next + 1;
		else
			break;
	}
	return end;
}

static const struct num *read_number(struct arena *a, struct str x)
{
	char digits[256];
	size_t n = 0, dots = 0;
	for (size_t i = 0; i < x.n; i++) {
		if (x.s[i] == ',' || x.s[i] == '_')
			continue;
		dots += x.s[i] == '.';
		if (n == sizeof digits)
			return NULL;
		digits[n++] = x.s[i];
	}
	const struct num *num = NULL;
	if (dots > 1 || !num_read(a, &limits_default, (struct str){ digits, n }, &num))
		return NULL;
	return num;
}

/* The end of a line that is drawn with one sign, at least so many times; else of the one mark. Carets point at what stands above them. */
static size_t drawn(struct str x, size_t at, size_t next)
{
	enum { DRAWN_LEAST = 4 };
	size_t one = next - at, end = next;
	if (x.s[at] == '^')
		return next;
	while (end + one <= x.n && memcmp(x.s + at, x.s + end, one) == 0)
		end += one;
	return end - at >= DRAWN_LEAST * one ? end : next;
}

/* The number of the first vocable with this key. Most are their own key, and are found by their text. */
static uint32_t number_of(struct build *b, const struct vocable *v)
{
	uintptr_t known = (uintptr_t)map_get(b->keys, v->key);
	if (known)
		return (uint32_t)known - 1;
	const struct vocable *own = v->key.s == v->text.s && v->key.n == v->text.n ? NULL : map_get(b->vocables, v->key);
	if (own && str_eq(own->key, v->key))
		return own->number;
	if (!str_eq(v->key, v->text))
		map_put(b->keys, v->key, (void *)((uintptr_t)b->graph->keys + 1));
	return b->graph->keys++;
}

static const struct vocable *vocable_new(struct build *b, struct str text, enum token_kind kind)
{
	struct vocable *v = arena_take(b->arena, sizeof *v);
	v->text = text;
	v->key = graph_term_key(b->arena, text);
	if (kind == TOKEN_WORD) {
		v->word = model_word(b->model->settings.lang, text);
		v->code_word = graph_code_word(text);
		v->acronym = graph_acronym(text);
	} else if (kind == TOKEN_NUMBER) {
		v->num = read_number(b->arena, text);
		v->exact = v->num ? num_exact(b->arena, v->num) : STR("");
	} else if (text.n == 1 && (unsigned char)*text.s < 0x80) {
		v->sign = *text.s;
		b->signs[(unsigned char)*text.s] = v;
	}
	v->number = number_of(b, v);
	map_put(b->vocables, text, v);
	return v;
}

/* What a text is says its first byte: no word begins as a number does. */
static const struct vocable *vocable(struct build *b, struct str text, enum token_kind kind)
{
	unsigned char first = (unsigned char)*text.s;
	const struct vocable *v = text.n == 1 && first < 0x80 && b->signs[first] ? b->signs[first] : map_get(b->vocables, text);
	return v ? v : vocable_new(b, text, kind);
}

static const struct vocable *live_span(struct build *b, struct str text, uint32_t span)
{
	struct vocable *v = arena_take(b->arena, sizeof *v);
	v->text = v->key = text;
	v->span = span;
	return v;
}

/* next: what the next token has from where it stands. piece: of the node, at or before the byte asked for last: what is asked for
 * comes in order. */
struct where { struct token next; uint32_t piece; };

static uint32_t place_of(struct where *w, const struct node *n, size_t i)
{
	while (w->piece + 1 < n->piece_count && n->pieces[w->piece + 1].text_at <= i)
		w->piece++;
	return w->piece < n->piece_count ? source_in(n, w->piece, (uint32_t)i) : n->range.at;
}

static struct token *add(struct build *b, struct where *w, const struct node *n, size_t from, size_t to, enum token_kind kind)
{
	uint32_t at = place_of(w, n, from), last;
	const struct piece *p = w->piece < n->piece_count ? &n->pieces[w->piece] : NULL;
	last = p && from >= p->text_at && to - p->text_at <= p->n ? at + (uint32_t)(to - 1 - from) : place_of(w, n, to - 1);
	struct token *t = vec_add(b->arena, &b->graph->tokens);
	*t = w->next;
	t->kind = kind;
	t->place = (struct range){ at, last + 1 - at };
	if (kind != TOKEN_LIVE)
		t->vocable = vocable(b, str_slice(n->text, from, to), kind);
	w->next.spaced = w->next.starts = false;
	return t;
}

/* Spans that stand in a fence have no node of their own; they are found by their place. */
static const struct span *span_at(const struct model *m, uint32_t line, uint32_t at)
{
	if (line == LINE_NONE)
		return NULL;
	const struct line *l = &m->lines.at[line];
	for (uint32_t i = l->first_span; i < l->first_span + l->span_count; i++) {
		const struct span *s = &m->spans.at[i];
		if (s->in_figure && at >= s->range.at && at < s->range.at + s->range.n)
			return s;
	}
	return NULL;
}

static void cut(struct build *b, struct where *w, const struct node *n, bool live)
{
	struct str x = n->text;
	w->next.spaced |= w->next.starts;
	w->piece = 0;
	for (size_t at = 0; at < x.n;) {
		size_t next = at;
		uint32_t c = utf8_next(x, &next);
		if (blank(c)) {
			w->next.spaced = true;
			if (w->next.fence && c == '\n')
				w->next.starts = true;
			at = next;
			continue;
		}
		const struct span *span = live ? span_at(b->model, w->next.line, source_at(n, (uint32_t)at)) : NULL;
		if (span) {
			while (next < x.n && source_at(n, (uint32_t)next) < span->range.at + span->range.n)
				next++;
			struct token *t = add(b, w, n, at, next, TOKEN_LIVE);
			t->vocable = live_span(b, str_slice(x, at, next), span->index);
		} else if (digit(c)) {
			next = numeral(x, at);
			add(b, w, n, at, next, TOKEN_NUMBER);
		} else if (letter(c)) {
			next = word(x, at);
			add(b, w, n, at, next, TOKEN_WORD);
		} else {
			next = drawn(x, at, next);
			add(b, w, n, at, next, TOKEN_MARK);
		}
		at = next;
	}
}

/* A bare fence whose lines end in semicolons or braces is code all the same. */
static bool reads_as_code(struct str x)
{
	size_t lines = 0, code = 0;
	struct str piece;
	while (str_split(&x, '\n', &piece)) {
		piece = str_trim(piece);
		if (piece.n == 0)
			continue;
		lines++;
		char last = piece.s[piece.n - 1];
		code += last == ';' || last == '{' || last == '}' || str_starts(piece, STR("//")) || str_starts(piece, STR("/*")) ||
			str_starts(piece, STR("#define"));
	}
	return lines > 0 && code * 2 >= lines;
}

static bool drawing(struct str info)
{
	static const char *const names[] = { "", "text", "txt", "draw", "figure", "trace", "steps", "table", "calc" };
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (str_is(info, names[i]))
			return true;
	return false;
}

static bool is_block(enum node_kind k)
{
	return k <= NODE_CELL;
}

static void tree(struct build *b, const struct node *root, uint32_t line, bool heading)
{
	struct where w = { .next = { .line = line, .starts = true, .heading = heading } };
	struct range skip = line == LINE_NONE ? (struct range){ 0, 0 } : b->model->lines.at[line].annotation_range;
	for (const struct node *n = root; n; n = source_next(n, root, true)) {
		if (is_block(n->kind))
			w.next.starts = true;
		if (skip.n && n->range.at >= skip.at && n->range.at < skip.at + skip.n && n->kind == NODE_CODE_BLOCK)
			continue;
		w.next.code = n->kind == NODE_CODE;
		w.next.fence = n->kind == NODE_CODE_BLOCK;
		w.next.programme = w.next.fence && (!drawing(n->info) || reads_as_code(n->text));
		if (n->kind == NODE_SOFT_BREAK || n->kind == NODE_HARD_BREAK) {
			w.next.spaced = true;
		} else if (n->kind == NODE_CODE && n->mark) {
			const struct span *span = n->mark;
			struct token *t = vec_add(b->arena, &b->graph->tokens);
			*t = (struct token){ .kind = TOKEN_LIVE, .line = line, .spaced = w.next.spaced || w.next.starts, .starts = w.next.starts, .place = span->range,
				.vocable = live_span(b, STR(""), span->index) };
			w.next.starts = w.next.spaced = false;
		} else if (n->kind == NODE_TEXT || n->kind == NODE_CODE || n->kind == NODE_CODE_BLOCK) {
			if (n->text.n)
				cut(b, &w, n, b->model->settings.annotated && w.next.fence);
		}
	}
}

/* "Source: ..." up to the full stop that ends it. */
static void mark_sources(struct build *b)
{
	bool inside = false;
	for (size_t i = 0; i < b->graph->tokens.n; i++) {
		struct token *t = &b->graph->tokens.at[i], *next = i + 1 < b->graph->tokens.n ? t + 1 : NULL;
		if (t->starts)
			inside = false;
		if (t->kind == TOKEN_WORD && !t->code && next && str_is(next->vocable->text, ":") && !next->spaced && model_in(t->vocable->word, WORDS_SOURCE))
			inside = true;
		t->source = inside;
		if (inside && !t->code && str_is(t->vocable->text, ".") && (!next || next->spaced || next->starts))
			inside = false;
	}
}

void graph_tokens(struct build *b)
{
	const struct model *m = b->model;
	b->vocables = map_new(b->arena);
	b->keys = map_new(b->arena);
	uint32_t *at = arena_take(b->arena, (m->lines.n + 1) * sizeof *at), filled = 0;
	for (size_t i = 0; i < m->parts.n; i++) {
		const struct part *p = &m->parts.at[i];
		uint32_t line = p->kind == PART_LINE ? p->line : LINE_NONE;
		while (line != LINE_NONE && filled <= line)
			at[filled++] = (uint32_t)b->graph->tokens.n;
		if (p->tree)
			tree(b, p->tree, line, p->kind == PART_HEADING);
	}
	while (filled <= m->lines.n)
		at[filled++] = (uint32_t)b->graph->tokens.n;
	b->graph->token_at = at;
	mark_sources(b);
}
