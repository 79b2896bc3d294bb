/* Where a forge would show something else than what is read here: each trap with its mend. */
#include "base.h"
#include "diag.h"
#include "source.h"
#include "model.h"
#include "model/reading.h"

#include <string.h>

static struct finding *trap(struct reading *r, struct range place, const char *help, const char *format, ...)
	__attribute__((format(printf, 4, 5)));
static struct finding *trap(struct reading *r, struct range place, const char *help, const char *format, ...)
{
	va_list list;
	va_start(list, format);
	struct finding *f = diag_vadd(r->diag, &finding_markdown_trap, place, format, list);
	va_end(list);
	f->help = str_copy(r->arena, str_of(help));
	return f;
}

static bool digit(char c)
{
	return c >= '0' && c <= '9';
}

static uint32_t column_of(const struct text *t, uint32_t at)
{
	return text_position(t, at).column;
}

static uint32_t line_of(const struct text *t, uint32_t at)
{
	return text_position(t, at).line;
}

/* A fence that the forge takes for words of the paragraph above: a list item's own text begins behind its number. */
static void fence_indent(struct reading *r, struct range fence, uint32_t width, const char *what)
{
	uint32_t indent = column_of(r->text, fence.at) - 1;
	if (str_starts(text_range(r->text, fence), STR(" ")))
		for (struct str x = text_range(r->text, fence); x.n && *x.s == ' '; x = str_from(x, 1))
			indent++;
	if (indent < 4 || (indent >= width && indent < width + 4))
		return;
	char help[80];
	snprintf(help, sizeof help, "indent it by %u blanks, or not at all", width);
	struct str first = text_line(r->text, line_of(r->text, fence.at));
	struct range place = { r->text->starts[line_of(r->text, fence.at) - 1] + indent, (uint32_t)first.n - indent };
	trap(r, place, help, "%s is indented by %u blanks where the line's own text begins at column %u: a forge shows it as words of the paragraph",
		what, indent, width + 1);
}

static bool all_line_keys(const struct yaml *y)
{
	for (size_t i = 0; y && y->kind == YAML_MAP && i < y->keys.n; i++) {
		bool known = false;
		for (const struct key *k = model_keys; k->name; k++)
			known |= strcmp(k->where, "line") == 0 && str_is(y->keys.at[i].name, k->name);
		if (!known)
			return false;
	}
	return y && y->kind == YAML_MAP && y->keys.n;
}

static void fences(struct reading *r, const struct line *l, uint32_t width)
{
	for (const struct node *n = l->tree->first; n; n = n->next) {
		if (n->kind != NODE_CODE_BLOCK || !n->fenced)
			continue;
		fence_indent(r, n->range, width, "this block");
		if (!r->model->settings.annotated || !str_is(n->info, "yaml") || n->piece_count == 0)
			continue;
		struct diag quiet = { .arena = r->arena, .text = r->text };
		struct range inner = { source_at(n, 0), (uint32_t)n->text.n };
		if (inner.at + inner.n <= n->range.at + n->range.n && all_line_keys(source_yaml(r->arena, &quiet, r->limits, r->text, inner)))
			trap(r, (struct range){ n->range.at, 3 }, "move it to the end of the line",
				"this looks like the annotation of line %.*s, and more of the line stands below it: it is shown as text", STR_ARG(l->number_text));
	}
	if (l->annotation_range.n)
		fence_indent(r, l->annotation_range, width, "the annotation");
}

/* Only "1." can end a paragraph; any other number right below one is words of it. */
static void swallowed(struct reading *r, const struct part *above, const struct line *l)
{
	const struct node *last = above->tree ? above->tree->last : NULL;
	if (l->number == 1 || !last || (last->kind != NODE_PARAGRAPH && last->kind != NODE_HTML_BLOCK))
		return;
	if (above->kind == PART_LINE) {
		const struct line *before = &r->model->lines.at[above->line];
		uint32_t width = before->number_range.n + 2;
		if (last == above->tree->first || before->annotation_range.n || column_of(r->text, last->range.at) > width)
			return;
	} else if (above->kind != PART_TEXT) {
		return;
	}
	if (line_of(r->text, above->range.at + above->range.n) + 1 != line_of(r->text, l->range.at))
		return;
	bool html = last->kind == NODE_HTML_BLOCK && last->text.n > 1 && last->text.s[0] == '<' && last->text.s[1] != '!' && last->text.s[1] != '?';
	if (last->kind != NODE_PARAGRAPH && !html)
		return;
	struct finding *f =
		trap(r, (struct range){ l->number_range.at, l->number_range.n + 1 }, "put a blank line above it",
			"a forge shows line %.*s as words of the %s above it", STR_ARG(l->number_text), html ? "HTML" : "paragraph");
	f->fix = STR("\n");
	f->fix_place = (struct range){ l->range.at, 0 };
}

enum { WRAPPED = 50 };          /* columns: a shorter line was not wrapped */

/* "... is\n4096. Then": a number that a wrapped sentence has brought to column 1. */
static bool wrapped_number(struct reading *r, const struct part *above, const struct line *l)
{
	if (l->kind.n || !above || above->kind == PART_HEADING || above->kind == PART_RULE)
		return false;
	uint32_t first_line = line_of(r->text, l->range.at);
	uint32_t before = above->kind == PART_LINE ? r->model->lines.at[above->line].number : 0;
	struct str x = text_line(r->text, first_line - 1), trimmed = str_trim(x);
	if (utf8_count(x) < WRAPPED || l->number == before + 1 || l->number < 2 || strchr(".!?:;`|)\"", trimmed.s[trimmed.n - 1]) || str_ends(trimmed, STR("✓")))
		return false;
	uint32_t number, n;
	if (above->kind == PART_TEXT && lines_number(trimmed, &number, &n))
		return false;
	trap(r, l->number_range, "move the number to the line above, or indent it",
		"this begins a line %.*s, and reads like the wrapped end of the sentence above", STR_ARG(l->number_text));
	return true;
}

static bool leaf_block(const struct node *n)
{
	return n->kind == NODE_PARAGRAPH || n->kind == NODE_HEADING || n->kind == NODE_CELL;
}

static bool blank_at(struct str bytes, uint32_t at)
{
	return at >= bytes.n || strchr(" \t\r\n", bytes.s[at]);
}

/* A multiplication and another star in one paragraph are a pair of emphasis marks elsewhere: the first has something
 * right behind it, the second right before it. */
static void stars(struct reading *r, const struct node *block)
{
	struct str bytes = r->text->bytes;
	uint32_t first[2] = { 0, 0 };
	bool open[2] = { false, false }, product[2] = { false, false };
	for (const struct node *n = block; n; n = source_next(n, block, true)) {
		if (n->kind != NODE_TEXT || !n->text.n || !memchr(n->text.s, '*', n->text.n))
			continue;
		for (uint32_t p = 0; p < n->piece_count; p++)
			for (uint32_t at = n->pieces[p].source_at, end = at + n->pieces[p].n; at < end; at++) {
				if (bytes.s[at] != '*' || (at && (bytes.s[at - 1] == '*' || bytes.s[at - 1] == '\\')))
					continue;
				uint32_t from = at > 8 ? at - 8 : 0;
				bool multiplies = source_multiplies(str_slice(bytes, from, (size_t)at + 8), at - from);
				bool power = at + 1 < bytes.n && bytes.s[at + 1] == '*';
				if (open[power] && at && !blank_at(bytes, at - 1) && (multiplies || product[power])) {
					struct finding *f = trap(r, (struct range){ first[power], at + 1 + power - first[power] },
						"write × for *, or put it in backquotes, or write \\*",
						"a forge takes these two %s for marks of %s and shows neither", power ? "**" : "*",
						power ? "strong words" : "emphasis");
					if (!power && multiplies && product[0]) {
						struct str between = str_slice(bytes, (size_t)first[0] + 1, at);
						f->fix = str_format(r->arena, "×%.*s×", STR_ARG(between));
						f->fix_place = f->place;
					}
					return;
				}
				if (!open[power] && !blank_at(bytes, at + 1 + power)) {
					open[power] = true;
					product[power] = multiplies;
					first[power] = at;
				}
			}
	}
}

/* Emphasis within a word: pfn*4096*2 has lost its signs, here as on a forge. */
static void emphasis(struct reading *r, const struct node *n)
{
	struct str bytes = r->text->bytes;
	uint32_t from = n->range.at, to = n->range.at + n->range.n;
	if (n->range.n < 3 || from == 0 || to >= bytes.n || bytes.s[from] != '*')
		return;
	char before = bytes.s[from - 1], inside = bytes.s[from + 1], last = bytes.s[to - 2], after = bytes.s[to];
	bool word_before = digit(before) || before == ')' || before == '_' || (before >= 'A' && before <= 'Z') || (before >= 'a' && before <= 'z');
	bool word_after = digit(after) || after == '(' || after == '_' || (after >= 'A' && after <= 'Z') || (after >= 'a' && after <= 'z');
	if (word_before && word_after && (digit(before) || digit(inside) || digit(last) || digit(after)))
		trap(r, n->range, "write × for *, or put it in backquotes, or write \\*", "these * are read as marks of emphasis, and reach into a formula");
}

/* "... = 5\n- 3 = 2": a minus that a wrapped line has made a bullet of. */
static void bullet(struct reading *r, const struct node *before, const struct node *list)
{
	const struct node *item = list->first;
	if (list->ordered || !item || item->next || !before || before->kind != NODE_PARAGRAPH || !item->first)
		return;
	struct str above = str_trim(text_range(r->text, before->range)), text = text_range(r->text, item->first->range);
	if (line_of(r->text, before->range.at + before->range.n) + 1 != line_of(r->text, list->range.at) || !above.n || !text.n)
		return;
	char last = above.s[above.n - 1];
	bool formula = str_find_char(text, '=') != STR_NONE || str_find_char(above, '=') != STR_NONE;
	if (formula && (digit(last) || last == ')') && (digit(*text.s) || *text.s == '('))
		trap(r, (struct range){ item->range.at, 1 }, "end the line above with the sign instead",
			"this %c is read as a bullet, and the formula above goes on with it", r->text->bytes.s[item->range.at]);
}

void traps_read(struct reading *r)
{
	const struct model *m = r->model;
	bool worksheet = m->settings.annotated;         /* elsewhere a numbered list is a list, and no line of a derivation */
	for (size_t i = 0; i < m->lines.n && !worksheet; i++)
		worksheet = m->lines.at[i].kind.n > 0;
	for (size_t i = 0; i < m->parts.n; i++) {
		const struct part *p = &m->parts.at[i], *above = i ? p - 1 : NULL;
		if (p->kind == PART_LINE) {
			const struct line *l = &m->lines.at[p->line];
			if (worksheet && !wrapped_number(r, above, l) && above)
				swallowed(r, above, l);
			fences(r, l, l->number_range.n + 2);
		}
		for (const struct node *n = p->tree; n; n = source_next(n, p->tree, true)) {
			if (leaf_block(n))
				stars(r, n);
			else if (n->kind == NODE_EMPHASIS)
				emphasis(r, n);
			for (const struct node *before = n->first; before; before = before->next)
				if (before->next && before->next->kind == NODE_LIST)
					bullet(r, before, before->next);
		}
	}
}
