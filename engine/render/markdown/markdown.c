/* The worksheet as Markdown with its values filled in, as one publishes it on a forge: the author's bytes, but for live
 * spans (their results stand in their place), annotations (left out), front matter (its title stays), and the two sections
 * that documents add. */
#include "base.h"
#include "diag.h"
#include "source.h"
#include "model.h"
#include "facts.h"
#include "values.h"
#include "claims.h"
#include "figure.h"
#include "graph.h"
#include "rules.h"
#include "report.h"
#include "render.h"
#include "render/picture.h"
#include "render/sections.h"

#include <string.h>

struct md { struct arena *arena; const struct report *r; const struct render_options *o; struct buf *out; struct sections sections; bool facts_done, check_done; };

/* What Markdown would read as a mark is read as itself. */
static void plain(struct buf *out, struct str x)
{
	for (size_t i = 0; i < x.n; i++) {
		char c = x.s[i];
		if (strchr("\\`*_[]<>|~&#", c) && c)
			buf_putc(out, '\\');
		buf_putc(out, c == '\n' || c == '\r' ? ' ' : c);
	}
}

/* Within a table's row a bar ends the cell, also between backticks. */
static void code(struct buf *out, struct str x)
{
	size_t longest = 0, here = 0;
	for (size_t i = 0; i < x.n; i++) {
		here = x.s[i] == '`' ? here + 1 : 0;
		longest = here > longest ? here : longest;
	}
	bool ticks_at_ends = x.n && (x.s[0] == '`' || x.s[x.n - 1] == '`');
	if (!x.n)
		return;
	buf_pad(out, '`', longest + 1);
	buf_puts(out, ticks_at_ends ? " " : "");
	for (size_t i = 0; i < x.n; i++) {
		if (x.s[i] == '|')
			buf_putc(out, '\\');
		buf_putc(out, x.s[i] == '\n' || x.s[i] == '\r' ? ' ' : x.s[i]);
	}
	buf_puts(out, ticks_at_ends ? " " : "");
	buf_pad(out, '`', longest + 1);
}

/* A figure's value takes the columns of its span: numbers to the right, text to the left. */
static void in_figure(struct md *m, const struct span *s, const struct result *result, struct str shown)
{
	size_t columns = utf8_columns(text_range(m->r->text, s->range)), own = utf8_columns(shown);
	bool left = result->value.kind == VALUE_TEXT;
	if (!left && own < columns)
		buf_pad(m->out, ' ', columns - own);
	buf_put(m->out, shown);
	if (left && own < columns)
		buf_pad(m->out, ' ', columns - own);
}

/* "[3: ________]": room for an answer, about as long as it, in steps of four. A value that would give it away has no number. */
static void blank(struct md *m, const struct span *s, struct str shown)
{
	uint32_t number = m->o->edition->spans[s->index];
	size_t room = (utf8_columns(shown) + 7) / 4 * 4;
	if (s->in_figure) {
		size_t columns = utf8_columns(text_range(m->r->text, s->range));
		buf_pad(m->out, '_', columns);
		return;
	}
	if (number != BLANK_CARRIED)
		buf_printf(m->out, "[%u: ", (unsigned)number);
	/* behind the blank of "[3: " underscores open no emphasis; elsewhere they are escaped */
	for (size_t i = 0; i < room; i++)
		buf_puts(m->out, number != BLANK_CARRIED ? "_" : "\\_");
	buf_puts(m->out, number != BLANK_CARRIED ? "]" : "");
}

static void value(struct md *m, const struct span *s)
{
	const struct result *result = s->index < m->r->values->results.n ? &m->r->values->results.at[s->index] : NULL;
	if (!result || s->kind == SPAN_FUNCTION) {
		struct str words = text_range(m->r->text, s->range);
		if (s->in_figure)
			buf_put(m->out, words);
		else
			code(m->out, str_trim(str_slice(words, 1, words.n - 1)));
		return;
	}
	bool had = !result->failed && result->value.kind != VALUE_UNDECIDED && result->value.kind != VALUE_ABSENT;
	struct str shown = had ? result->shown : STR("?");
	if (m->o->blanks && m->o->edition && m->o->edition->spans[s->index]) {
		blank(m, s, shown);
		return;
	}
	if (s->in_figure) {
		in_figure(m, s, result, shown);
		return;
	}
	plain(m->out, shown);
	/* an answer that the author wrote stands behind it anyway */
	if (had && s->kind == SPAN_CHECK && s->answer == ANSWER_NONE)
		buf_puts(m->out, result->value.truth ? " ✓" : " ✗");
}

static void facts(struct md *m)
{
	if (m->facts_done || !m->sections.show_facts)
		return;
	m->facts_done = true;
	buf_printf(m->out, "| %.*s | %.*s | %.*s |\n|---|---:|---|\n", STR_ARG(sections_word(m->r, WORDS_FACT_HEADS, 0)), STR_ARG(sections_word(m->r, WORDS_FACT_HEADS, 1)),
		STR_ARG(sections_word(m->r, WORDS_FACT_HEADS, 2)));
	for (size_t i = 0; i < m->sections.facts.n; i++) {
		const struct section_fact *f = &m->sections.facts.at[i];
		buf_puts(m->out, "| ");
		plain(m->out, f->property);
		buf_puts(m->out, " | ");
		if (!f->good)
			buf_printf(m->out, "%.*s: ", STR_ARG(sections_word(m->r, WORDS_PAGE_VALUE, 9)));
		plain(m->out, f->value);
		buf_puts(m->out, " | ");
		code(m->out, f->source);
		buf_puts(m->out, f->ran.n ? ", " : "");
		plain(m->out, f->ran);
		buf_puts(m->out, " |\n");
	}
}

static void item(struct md *m, const struct section_together *t)
{
	buf_puts(m->out, "- ");
	if (t->lines.n < 2)
		plain(m->out, t->item->label);
	for (size_t i = 0; t->lines.n > 1 && i < t->lines.n; i++) {
		const char *const *many = model_words(m->r->model->settings.lang, WORDS_LINES_LABEL);
		buf_printf(m->out, "%s%s%.*s", i ? ", " : many[0] ? many[0] : "Lines", i ? "" : " ", STR_ARG(m->r->model->lines.at[t->lines.at[i]].number_text));
	}
	buf_puts(m->out, ": ");
	plain(m->out, t->item->sentence);
	if (t->mend) {
		buf_putc(m->out, ' ');
		plain(m->out, t->item->mend);
	}
	buf_putc(m->out, '\n');
}

static void check(struct md *m)
{
	if (m->check_done || m->o->blanks)
		return;
	m->check_done = true;
	buf_printf(m->out, "## %.*s\n", STR_ARG(m->sections.check_heading));
	for (size_t g = 0; g < m->sections.check.n; g++) {
		const struct section_group *group = &m->sections.check.at[g];
		buf_printf(m->out, "\n### %.*s\n\n", STR_ARG(group->heading));
		if (!group->items.n)
			buf_printf(m->out, "%.*s.\n", STR_ARG(m->sections.nothing));
		struct section_gathered gathered = { 0 };
		sections_gather(m->arena, group, &gathered);
		for (size_t i = 0; i < gathered.all.n; i++)
			item(m, gathered.all.at[i]);
	}
	buf_puts(m->out, "\n");
	plain(m->out, m->sections.coverage);
	buf_puts(m->out, ".");
	if (m->sections.machine.n) {
		buf_puts(m->out, " ");
		plain(m->out, m->sections.machine);
		buf_puts(m->out, ".");
	}
	buf_puts(m->out, "\n");
}

static const struct node *first_heading(const struct model *model)
{
	for (size_t i = 0; i < model->parts.n; i++)
		if (model->parts.at[i].kind == PART_HEADING && model->parts.at[i].tree && model->parts.at[i].tree->first)
			return model->parts.at[i].tree->first;
	return NULL;
}

static void front(struct md *m)
{
	const struct settings *s = &m->r->model->settings;
	const struct node *head = first_heading(m->r->model);
	if (s->title.n && !(head && head->kind == NODE_HEADING && head->level == 1)) {
		buf_puts(m->out, "# ");
		plain(m->out, s->title);
		buf_puts(m->out, "\n\n");
	}
	if (s->subtitle.n) {
		buf_puts(m->out, "*");
		plain(m->out, s->subtitle);
		buf_puts(m->out, "*\n\n");
	}
}

/* A stretch of the author's bytes between two spans or annotations; the marks for our sections are in it. */
static void stretch(struct md *m, struct str x)
{
	static const struct str marks[] = { { "<!-- FACTS -->", 14 }, { "<!-- VIOLATION CHECK -->", 24 } };
	for (;;) {
		size_t first = STR_NONE, which = 0;
		for (size_t i = 0; i < 2; i++) {
			size_t at = str_find(x, marks[i]);
			bool alone = at != STR_NONE && (at == 0 || x.s[at - 1] == '\n') && (at + marks[i].n == x.n || strchr("\r\n", x.s[at + marks[i].n]));
			if (alone && (first == STR_NONE || at < first)) {
				first = at;
				which = i;
			}
		}
		if (first == STR_NONE)
			break;
		buf_put(m->out, str_slice(x, 0, first));
		if (which)
			check(m);
		else
			facts(m);
		x = str_from(x, first + marks[which].n);
		if (m->out->n && m->out->s[m->out->n - 1] == '\n' && x.n && x.s[0] == '\n')
			x = str_from(x, 1);
	}
	buf_put(m->out, x);
}

/* An annotation with its indentation and the end of its last line. */
static struct range whole_lines(const struct text *text, struct range r)
{
	uint32_t at = r.at, end = r.at + r.n;
	while (at > 0 && (text->bytes.s[at - 1] == ' ' || text->bytes.s[at - 1] == '\t'))
		at--;
	while (end < text->bytes.n && (text->bytes.s[end] == ' ' || text->bytes.s[end] == '\t'))
		end++;
	if (end < text->bytes.n && text->bytes.s[end] == '\r')
		end++;
	if (end < text->bytes.n && text->bytes.s[end] == '\n')
		end++;
	return (struct range){ at, end - at };
}

/* Blank lines around it, so that it is no part of a paragraph. */
static void table(struct md *m, const struct draw_table *t, size_t indent)
{
	buf_putc(m->out, '\n');
	for (uint32_t k = 0; k < t->rows; k++) {
		buf_pad(m->out, ' ', indent);
		for (uint32_t i = 0; i < t->columns; i++) {
			buf_puts(m->out, i ? " | " : "| ");
			plain(m->out, t->cells[k * t->columns + i]);
		}
		buf_puts(m->out, " |\n");
		buf_pad(m->out, ' ', k ? 0 : indent);
		for (uint32_t i = 0; i < t->columns && !k; i++)
			buf_puts(m->out, t->numbers[i] ? "|---:" : "|---");
		buf_puts(m->out, k ? "" : "|\n");
	}
	buf_putc(m->out, '\n');
}

/* The figure of an annotation stands in its place, as far indented. */
static void figure(struct md *m, uint32_t line)
{
	struct picture p;
	struct buf rows = { 0 };
	struct str rest, row;
	if (!picture_of(m->arena, m->r, line, &p))
		return;
	size_t at = m->r->model->lines.at[line].annotation_range.at, indent = 0;
	while (at + indent < m->r->text->bytes.n && m->r->text->bytes.s[at + indent] == ' ')
		indent++;
	if (p.drawing->table) {
		table(m, p.drawing->table, indent);
	} else {
		picture_text(p.drawing, true, &rows);
		buf_pad(m->out, ' ', indent);
		buf_puts(m->out, "``` text\n");
		for (rest = str_slice(buf_str(&rows), 0, rows.n - 1); str_split(&rest, '\n', &row); ) {
			buf_pad(m->out, ' ', row.n ? indent : 0);
			buf_put(m->out, row);
			buf_putc(m->out, '\n');
		}
		buf_pad(m->out, ' ', indent);
		buf_puts(m->out, "```\n");
	}
	if (p.figure->title.n) {
		buf_putc(m->out, '\n');
		buf_pad(m->out, ' ', indent);
		plain(m->out, p.figure->title);
		buf_puts(m->out, "\n\n");
	}
	buf_free(&rows);
}

/* What students see below an exercise: what it is worth, how to begin, and rows to write on. */
static void exercise(struct md *m, uint32_t line)
{
	enum { ROWS_MOST = 40 };        /* a page has no more */
	const struct edition *e = m->o->blanks ? m->o->edition : NULL;
	size_t at = m->r->model->lines.at[line].annotation_range.at, indent = 0, i = 0;
	int64_t rows = 0;
	while (e && i < e->asked.n && e->asked.at[i].line != line)
		i++;
	if (!e || i == e->asked.n)
		return;
	const struct asked *q = &e->asked.at[i];
	while (at + indent < m->r->text->bytes.n && m->r->text->bytes.s[at + indent] == ' ')
		indent++;
	buf_putc(m->out, '\n');
	buf_pad(m->out, ' ', indent);
	buf_printf(m->out, "*%.*s %zu", STR_ARG(sections_word(m->r, WORDS_EXERCISE, 0)), i + 1);
	if (q->points.n) {
		buf_puts(m->out, " · ");
		plain(m->out, q->points);
		buf_printf(m->out, " %.*s", STR_ARG(sections_word(m->r, WORDS_EXERCISE, str_is(q->points, "1") ? 1 : 2)));
	}
	if (q->hint.n) {
		buf_printf(m->out, " · %.*s: ", STR_ARG(sections_word(m->r, WORDS_EXERCISE, 4)));
		plain(m->out, q->hint);
	}
	buf_puts(m->out, "*\n\n");
	for (size_t k = 0; k < q->space.n && q->space.s[k] >= '0' && q->space.s[k] <= '9' && rows < ROWS_MOST; k++)
		rows = rows * 10 + (q->space.s[k] - '0');
	for (int64_t k = 0; k < rows && k < ROWS_MOST; k++) {
		buf_pad(m->out, ' ', indent);
		buf_puts(m->out, "___\n");
	}
	buf_puts(m->out, rows ? "\n" : "");
}

static void body(struct md *m)
{
	const struct model *model = m->r->model;
	const struct text *text = m->r->text;
	uint32_t at = model->settings.range.at + model->settings.range.n, span = 0, line = 0;
	while (at < text->bytes.n && (text->bytes.s[at] == '\n' || text->bytes.s[at] == '\r'))
		at++;
	while (at < text->bytes.n) {
		while (span < model->spans.n && model->spans.at[span].range.at < at)
			span++;
		while (line < model->lines.n && (!model->lines.at[line].annotation || model->lines.at[line].annotation_range.at < at))
			line++;
		struct range next_span = span < model->spans.n ? model->spans.at[span].range : (struct range){ (uint32_t)text->bytes.n, 0 };
		struct range note = line < model->lines.n ? whole_lines(text, model->lines.at[line].annotation_range) : (struct range){ (uint32_t)text->bytes.n, 0 };
		struct range next = note.at <= next_span.at ? note : next_span;
		if (next.at > at)
			stretch(m, str_slice(text->bytes, at, next.at));
		if (next.at == next_span.at && next.n && next.at != note.at)
			value(m, &model->spans.at[span]);
		if (next.n && next.at == note.at) {
			figure(m, line);
			exercise(m, line);
		}
		at = next.at + next.n > at ? next.at + next.n : (uint32_t)text->bytes.n;
	}
}

static bool render(struct arena *a, const struct report *r, const struct render_options *options, struct buf *out, struct str *why)
{
	struct md m = { .arena = a, .r = r, .o = options, .out = out };
	(void)why;
	sections_make(a, r, &m.sections);
	if (!r->model->settings.annotated) {    /* nothing in it is live: the author's own bytes, and what was found */
		buf_put(out, r->text->bytes);
	} else {
		if (str_find(r->text->bytes, STR("<!-- FACTS -->")) == STR_NONE) {
			front(&m);
			facts(&m);
			buf_puts(out, m.facts_done ? "\n" : "");
			m.facts_done = true;
		} else {
			front(&m);
		}
		body(&m);
	}
	if (!m.check_done && !options->blanks) {
		buf_puts(out, out->n && out->s[out->n - 1] == '\n' ? "\n" : "\n\n");
		check(&m);
	}
	return true;
}

const struct renderer render_markdown = { "markdown", ".markdown", render, NULL, false };
