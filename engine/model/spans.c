/* Live code spans of an annotated worksheet: what begins with = or ?, or defines with :=, in text and in figures. */
#include "base.h"
#include "diag.h"
#include "source.h"
#include "model.h"
#include "model/reading.h"

#include <string.h>

static bool letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

static bool alnum(char c)
{
	return letter(c) || (c >= '0' && c <= '9');
}

static char at(struct str x, size_t i)
{
	return i < x.n ? x.s[i] : 0;
}

static size_t word(struct str x, size_t i)
{
	if (!letter(at(x, i)))
		return i;
	while (alnum(at(x, i)))
		i++;
	return i;
}

static size_t blanks(struct str x, size_t i)
{
	while (at(x, i) == ' ' || at(x, i) == '\t' || at(x, i) == '\n' || at(x, i) == '\r')
		i++;
	return i;
}

/* Reads what stands between the backticks. *from: where the expression begins. */
static bool live(struct reading *r, struct str x, struct span *s, size_t *from)
{
	char next = at(x, 1);
	if (at(x, 0) == '=' && next && !strchr("=><~", next)) {
		s->kind = SPAN_SHOW;
		*from = blanks(x, 1);
	} else if (at(x, 0) == '?' && (next == ' ' || next == '(' || alnum(next))) {
		s->kind = SPAN_CHECK;
		*from = blanks(x, 1);
	} else {
		size_t end = word(x, 0), i = blanks(x, end);
		if (end == 0)
			return false;
		s->kind = SPAN_DEFINE;
		s->name = str_slice(x, 0, end);
		if (at(x, i) == '(') {
			s->kind = SPAN_FUNCTION;
			for (i = blanks(x, i + 1); at(x, i) != ')'; i = blanks(x, i)) {
				size_t to = word(x, i);
				if (to == i)
					return false;
				*vec_add(r->arena, &s->parameters) = str_slice(x, i, to);
				i = blanks(x, to);
				if (at(x, i) == ',')
					i++;
				else if (at(x, i) != ')')
					return false;
			}
			i = blanks(x, i + 1);
		}
		if (at(x, i) != ':' || at(x, i + 1) != '=')
			return false;
		*from = blanks(x, i + 2);
	}
	return true;
}

/* The author's answer right behind a check: YES, NO, a tick or a cross; blanks and a colon or arrow may stand between. */
static size_t answer_in(struct reading *r, struct str x, enum answer_word *answer, size_t *from)
{
	static const char *const ticks[] = { "✓", "✔", "✅", "☑" }, *const crosses[] = { "✗", "✘", "❌", "☒", "✖" };
	static const char *const between[] = { " ", "\t", ":", "→", "*", "_" };
	size_t i = 0;
	for (size_t k = 0; k < sizeof between / sizeof *between;) {
		struct str b = str_of(between[k++]);
		if (str_starts(str_from(x, i), b)) {
			i += b.n;
			k = 0;
		}
	}
	*from = i;
	struct str rest = str_from(x, i);
	for (int no = 0; no < 2; no++) {
		for (size_t k = 0; k < (no ? sizeof crosses / sizeof *crosses : sizeof ticks / sizeof *ticks); k++) {
			struct str tick = str_of(no ? crosses[k] : ticks[k]);
			if (str_starts(rest, tick)) {
				*answer = no ? ANSWER_NO : ANSWER_YES;
				return tick.n;
			}
		}
		for (const char *const *w = model_words(r->model->settings.lang, no ? WORDS_NO : WORDS_YES); *w; w++) {
			struct str said = str_of(*w);
			char after = at(rest, said.n);
			if (!str_starts(rest, said) || alnum(after) || after < 0)
				continue;
			/* "no" in small letters before a further word is a word of a sentence: "no other page" */
			bool capitals = said.s[0] >= 'A' && said.s[0] <= 'Z';
			size_t next = blanks(rest, said.n);
			if (!capitals && next > said.n && alnum(at(rest, next)))
				continue;
			*answer = no ? ANSWER_NO : ANSWER_YES;
			return said.n;
		}
	}
	return 0;
}

static void answer_after(struct reading *r, struct span *s, struct str text, uint32_t text_at)
{
	size_t from, n = answer_in(r, text, &s->answer, &from);
	if (n)
		s->answer_range = (struct range){ text_at + (uint32_t)from, (uint32_t)n };
}

static struct span *span_add(struct reading *r, const struct span *s)
{
	struct span *new = vec_add(r->arena, &r->model->spans);
	*new = *s;
	new->index = (uint32_t)r->model->spans.n - 1;
	return new;
}

/* In a table `\|` is `|`, and where lines join, indentation and a quote's mark stand within: then the parser's text is
 * read and not the bytes. */
static bool mixed(const struct node *n, struct str inner)
{
	if (n->piece_count == 1)
		return false;
	bool cell = false;
	for (const struct node *up = n->parent; up; up = up->parent)
		cell |= up->kind == NODE_CELL;
	return cell || str_find_char(inner, '\n') != STR_NONE || str_find_char(inner, '\r') != STR_NONE;
}

static void code_span(struct reading *r, struct node *n, uint32_t line)
{
	struct str raw = text_range(r->text, n->range);
	size_t ticks = 0, from;
	while (at(raw, ticks) == '`')
		ticks++;
	if (ticks == 0 || raw.n < 2 * ticks)
		return;
	struct str inner = str_slice(raw, ticks, raw.n - ticks);
	uint32_t inner_at = n->range.at + (uint32_t)ticks;
	bool copied = mixed(n, inner) && at(inner, 0) != ' ';
	struct str x = copied ? n->text : inner;
	struct span s = { .range = n->range, .node = n, .line = line };
	if (!live(r, x, &s, &from))
		return;
	s.name_range = (struct range){ inner_at, (uint32_t)s.name.n };
	s.expression = str_trim(str_from(x, from));
	s.expression_at = copied ? source_at(n, (uint32_t)(from < n->text.n ? from : n->text.n - 1)) : inner_at + (uint32_t)from;
	if (s.kind == SPAN_CHECK) {
		const struct node *next = n->next;
		struct str after = next && next->kind == NODE_TEXT ? next->text : STR("");
		if (next && next->kind == NODE_TEXT && str_trim(after).n == 0)
			next = next->next;
		if (next && next->kind != NODE_TEXT && (next->kind == NODE_EMPHASIS || next->kind == NODE_STRONG))
			next = next->first;
		if (next && next->kind == NODE_TEXT && next->piece_count)
			answer_after(r, &s, next->text, source_at(next, 0));
	}
	n->mark = span_add(r, &s);
}

/* In a figure's fence: spans in single or doubled backticks, each on one line. */
static void figure_spans(struct reading *r, struct node *n, uint32_t line)
{
	struct str x = text_range(r->text, n->range);
	bool none[3] = { false, false, false };         /* no run of so many backticks is left on this line */
	for (size_t i = 0; i < x.n;) {
		if (x.s[i] != '`') {
			if (x.s[i] == '\n' || x.s[i] == '\r')
				none[1] = none[2] = false;
			i++;
			continue;
		}
		size_t ticks = 0, from, close, run = 0;
		while (at(x, i + ticks) == '`')
			ticks++;
		if (ticks > 2 || none[ticks]) {
			i += ticks;
			continue;
		}
		for (close = i + ticks; close < x.n && x.s[close] != '\n' && x.s[close] != '\r'; close += run ? run : 1) {
			for (run = 0; at(x, close + run) == '`';)
				run++;
			if (run == ticks)
				break;
		}
		struct span s = { .node = n, .line = line, .in_figure = true };
		if (close >= x.n || x.s[close] != '`') {
			none[ticks] = true;
			i += ticks;
			continue;
		}
		struct str inner = str_slice(x, i + ticks, close);
		uint32_t inner_at = n->range.at + (uint32_t)(i + ticks);
		s.range = (struct range){ n->range.at + (uint32_t)i, (uint32_t)(close + ticks - i) };
		i = close + ticks;
		if (!live(r, inner, &s, &from))
			continue;
		s.name_range = (struct range){ inner_at, (uint32_t)s.name.n };
		s.expression = str_trim(str_from(inner, from));
		s.expression_at = inner_at + (uint32_t)from;
		if (s.kind == SPAN_CHECK) {
			size_t end = i;
			while (end < x.n && x.s[end] != '\n' && x.s[end] != '\r' && x.s[end] != '`')
				end++;
			answer_after(r, &s, str_slice(x, i, end), n->range.at + (uint32_t)i);
		}
		span_add(r, &s);
	}
}

void spans_read(struct reading *r, struct node *tree, uint32_t line)
{
	bool figure = line != LINE_NONE && r->model->lines.at[line].role == ROLE_FIGURE;
	for (const struct node *n = tree; n; n = source_next(n, tree, true)) {
		if (n->kind == NODE_CODE && n->piece_count)
			code_span(r, (struct node *)n, line);
		else if (n->kind == NODE_CODE_BLOCK && n->fenced && figure)
			figure_spans(r, (struct node *)n, line);
	}
}
