/* A numbered line: number and earned verdict in the gutter, its text and drawings, what it rests on, what is wrong with it. */
#include "base.h"
#include "diag.h"
#include "source.h"
#include "model.h"
#include "facts.h"
#include "values.h"
#include "claims.h"
#include "graph.h"
#include "rules.h"
#include "report.h"
#include "render/page.h"
#include "render/sections.h"
#include "render/pdf/style.h"
#include "render/pdf/layout.h"

enum {
	GIVEN_SHOWN = 12,               /* premises named on the page; the report has them all */
	STEPS_TWO_COLUMNS = 40,         /* more would fill a page, and are read row by row */
};

struct verdict_look verdict_look(const struct layout *l, enum verdict v)
{
	switch (v) {
	case VERDICT_HOLDS:
		return (struct verdict_look){ "\xE2\x9C\x93", sections_word(l->report, WORDS_VERDICT_NAMES, 0), l->style->colour.holds };
	case VERDICT_ROUNDED:
		return (struct verdict_look){ "\xE2\x89\x88", sections_word(l->report, WORDS_VERDICT_NAMES, 1), l->style->colour.rounded };
	case VERDICT_FALSE:
		return (struct verdict_look){ "\xE2\x9C\x97", sections_word(l->report, WORDS_VERDICT_NAMES, 2), l->style->colour.wrong };
	case VERDICT_UNDECIDED:
		return (struct verdict_look){ "?", sections_word(l->report, WORDS_VERDICT_NAMES, 3), l->style->colour.undecided };
	case VERDICT_NOT_APPLICABLE:
		return (struct verdict_look){ "\xE2\x80\x93", sections_word(l->report, WORDS_VERDICT_NAMES, 4), l->style->colour.quiet };
	case VERDICT_PROSE:
		break;
	}
	return (struct verdict_look){ NULL, STR(""), 0 };
}

void gutter_place(struct layout *l, int32_t baseline)
{
	const struct line *line = &l->report->model->lines.at[l->owner];
	const struct report_line *report = &l->report->lines.at[l->owner];
	const struct page_style *number = look(l, FACE_BOLD, l->style->number, l->style->colour.quiet);
	struct verdict_look v = verdict_look(l, report->verdict);
	struct str text = str_format(l->scratch, "%.*s.", STR_ARG(line->number_text));
	struct page_dest *dest = &l->d->dests.at[l->line_dest[l->owner]];
	int32_t width = text_width(l->shaper, text, number), x = l->x - l->style->number * 8 / 10 - width;
	if (v.mark) {
		uint32_t span = page_element(l->d, TAG_SPAN, l->gutter_element);
		const struct page_style *mark = look(l, FACE_MARK, l->style->number, v.colour);
		int32_t mark_x = l->left;
		l->d->elements.at[span].alt = v.name;
		if (mark_x + l->style->number * 12 / 10 > x)
			mark_x = x - l->style->number * 12 / 10;
		text_place(l->d, l->page, l->shaper, str_of(v.mark), mark, span, mark_x, baseline);
	}
	text_place(l->d, l->page, l->shaper, text, number, l->gutter_element, x, baseline);
	dest->page = l->page;
	dest->y = baseline - l->style->leading;
}

static bool owes(enum role role)
{
	return role == ROLE_CALCULATION || role == ROLE_CHECK || role == ROLE_INFERENCE;
}

/* "given 02, 06": the verdict's conditions, each a link. */
static void add_given(struct layout *l, struct pieces *to, const struct report_line *report, uint32_t element)
{
	const struct page_style *quiet = look(l, FACE_ITALIC, l->style->small, l->style->colour.quiet);
	/* a short list is not torn apart */
	struct str comma = report->given.n <= 6 ? STR(",\xC2\xA0") : STR(", ");
	if (!report->given.n || (report->verdict != VERDICT_HOLDS && report->verdict != VERDICT_ROUNDED))
		return;
	piece_add(l, to, str_format(l->scratch, "\xE2\x80\x83%.*s\xC2\xA0", STR_ARG(sections_word(l->report, WORDS_GIVEN, 0))), quiet, element);
	for (size_t i = 0; i < report->given.n && i < GIVEN_SHOWN; i++) {
		if (i)
			piece_add(l, to, comma, quiet, element);
		inline_line_link(l, to, report->given.at[i], l->style->small, element);
	}
	if (report->given.n > GIVEN_SHOWN)
		piece_add(l, to, str_format(l->scratch, " %.*s %zu %.*s", STR_ARG(sections_word(l->report, WORDS_GIVEN, 1)), report->given.n - GIVEN_SHOWN,
			STR_ARG(sections_word(l->report, WORDS_GIVEN, 2))), quiet, element);
}

static void note(struct layout *l, struct str text, const char *mark, uint32_t colour, uint32_t element)
{
	struct pieces pieces = { 0 };
	int32_t size = l->style->small * 108 / 100, leading = size * 14 / 10, indent = size * 14 / 10;
	uint32_t own = page_element(l->d, TAG_P, element);
	piece_add(l, &pieces, text, look(l, FACE_ITALIC, size, colour), own);
	struct para *p = para_make(l->shaper, pieces.all.at, (uint32_t)pieces.all.n, l->width - indent, 0);
	flow_space(l, leading / 4);
	flow_need(l, para_height(p, leading));
	flow_row(l, leading);
	flow_text(l, str_of(mark), look(l, FACE_MARK, size, colour), own, l->x, leading);
	flow_para(l, p, l->x + indent, leading, size);
}

static bool has_notes(const struct layout *l, uint32_t n)
{
	const struct report_line *report = &l->report->lines.at[n];
	enum verdict v = report->verdict;
	return l->errors[n].n || (report->why.n && (v == VERDICT_UNDECIDED || v == VERDICT_NOT_APPLICABLE || v == VERDICT_FALSE));
}

static void add_notes(struct layout *l, uint32_t n, uint32_t element)
{
	const struct report_line *report = &l->report->lines.at[n];
	struct verdict_look v = verdict_look(l, report->verdict);
	size_t errors = l->errors[n].n;
	for (size_t i = 0; i < errors; i++) {
		const struct section_item *item = l->errors[n].at[i];
		struct str text = str_format(l->scratch, "%.*s [%s]", STR_ARG(item->sentence), item->finding->kind->id);
		note(l, text, "\xE2\x9C\x97", l->style->colour.wrong, element);
	}
	if (!errors && has_notes(l, n))
		note(l, str_format(l->scratch, "%.*s: %.*s", STR_ARG(v.name), STR_ARG(report->why)), v.mark, v.colour, element);
}

/* The working of one span but for what stands under the line already, a statement a row; short statements stand in two columns, read downwards. */
static void add_steps(struct layout *l, const struct working *all, struct map *shown, uint32_t element)
{
	struct working own = { 0 }, *steps = &own;
	for (size_t i = 0; i < all->n; i++)
		if (!map_get(shown, all->at[i])) {
			map_put(shown, all->at[i], shown);
			*vec_add(l->scratch, &own) = all->at[i];
		}
	if (!own.n)
		return;

	int32_t size = l->style->small * 112 / 100, leading = size * 145 / 100, indent = size, column = (l->width - indent) / 2;
	const struct page_style *style = look(l, FACE_TEXT, size, l->style->colour.ink);
	struct para **made = arena_take(l->scratch, steps->n * sizeof *made);
	uint32_t list = page_element(l->d, TAG_L, element);
	int32_t widest = 0, rows = 0;
	for (size_t i = 0; i < steps->n; i++) {
		struct pieces pieces = { 0 };
		piece_add(l, &pieces, steps->at[i], style, page_element(l->d, TAG_LBODY, page_element(l->d, TAG_LI, list)));
		made[i] = para_make(l->shaper, pieces.all.at, 1, l->width - indent, 0);
		int32_t width = made[i]->line_count > 1 ? l->width : para_widest(made[i]);
		widest = width > widest ? width : widest;
	}
	flow_space(l, leading * 3 / 10);
	if (steps->n >= 4 && steps->n <= STEPS_TWO_COLUMNS && widest < column - size)
		rows = (int32_t)(steps->n + 1) / 2;
	flow_need(l, rows ? rows * leading : 2 * leading);
	flow_row(l, leading);
	int32_t top = l->y;
	for (int32_t i = 0; i < (rows ? (int32_t)steps->n : 0); i++)
		para_place(l->d, l->page, made[i], 0, l->x + indent + i / rows * column,
			top + i % rows * leading + flow_baseline(leading, size));
	l->y += rows * leading;
	uint32_t page = l->page;
	for (size_t i = 0; i < (rows ? 0 : steps->n); i++) {
		flow_para(l, made[i], l->x + indent, leading, size);
		if (l->page != page) {
			page = l->page;
			top = l->top;
		}
	}
	flow_done(l);
	page_rect(l->d, l->page, l->style->colour.value_line, l->x, top + leading / 6, 800, l->y - top - leading / 6);
}

static void add_working(struct layout *l, uint32_t n, uint32_t element)
{
	const struct line *line = &l->report->model->lines.at[n];
	struct map *shown = map_new(l->scratch);
	for (uint32_t i = line->first_span; i < line->first_span + line->span_count; i++)
		if (l->report->values->results.at[i].steps.n)
			add_steps(l, &l->report->values->results.at[i].steps, shown, element);
}

/* What the instructor sees below an exercise. */
static void add_exercise(struct layout *l, uint32_t n, uint32_t element)
{
	struct section_exercise e;
	struct pieces pieces = { 0 };
	int32_t size = l->style->small * 108 / 100, leading = size * 15 / 10, indent = size;
	if (l->bare || !sections_exercise(l->scratch, l->report, l->edition, n, &e))
		return;
	uint32_t own = page_element(l->d, TAG_P, element);
	piece_add(l, &pieces, e.title, look(l, FACE_BOLD, size, l->style->colour.link), own);
	piece_add(l, &pieces, e.rest, look(l, FACE_TEXT, size, l->style->colour.link), own);
	struct para *p = para_make(l->shaper, pieces.all.at, (uint32_t)pieces.all.n, l->width - 2 * indent, 0);
	flow_space(l, leading / 2);
	flow_need(l, para_height(p, leading) + leading / 2);
	flow_row(l, leading);
	if (flow_fits(l, para_height(p, leading) + leading / 2))
		page_rect(l->d, l->page, l->style->colour.ground, l->x, l->y, l->width, para_height(p, leading) + leading / 2);
	l->y += leading / 4;
	flow_para(l, p, l->x + indent, leading, size);
	l->y += leading / 4;
	flow_done(l);
}

/* What should stand on the page where the line's text ends: a figure, the first working, or a note. */
static int32_t below(struct layout *l, uint32_t n)
{
	int32_t figure = figure_height(l, n), page = l->bottom - l->top;
	if (figure)             /* what is as high as the page begins on this one when a third of it is left */
		return figure < page * 8 / 10 ? figure : page * 4 / 10;
	const struct line *line = &l->report->model->lines.at[n];
	for (uint32_t i = line->first_span; i < line->first_span + line->span_count; i++) {
		size_t steps = l->report->values->results.at[i].steps.n, rows = steps < 4 ? steps : (steps + 1) / 2;
		if (rows)
			return (int32_t)(rows < 8 ? rows + 1 : 8) * l->style->small * 17 / 10;
	}
	return has_notes(l, n) ? l->style->small * 2 : 0;
}

/* Of a line that only announces the next one: what the next one must have on the page to begin there. */
static int32_t announced(struct layout *l, const struct line *line)
{
	const struct node *only = line->tree ? line->tree->first : NULL, *last = only ? only->first : NULL;
	if (!only || only->next || only->kind != NODE_PARAGRAPH || l->following == LINE_NONE)
		return 0;
	while (last && last->next)
		last = last->next;
	if (!last || last->kind != NODE_TEXT || !str_ends(str_trim(last->text), STR(":")))
		return 0;
	const struct line *next = &l->report->model->lines.at[l->following];
	const struct node *first = next->tree ? next->tree->first : NULL, *code = first ? first->next : NULL;
	bool drawn = code && code->kind == NODE_CODE_BLOCK && !(next->annotation_range.n && code->range.at >= next->annotation_range.at);
	return 2 * l->style->leading + (drawn ? l->style->leading + code_start(l, code, l->x) : 0);
}

void line_place(struct layout *l, uint32_t n, uint32_t list)
{
	const struct line *line = &l->report->model->lines.at[n];
	uint32_t entry = page_element(l->d, TAG_LI, list), body;
	flow_space(l, l->style->leading * 42 / 100);
	l->owner = n;
	l->gutter_waits = true;
	l->gutter_element = page_element(l->d, TAG_LBL, entry);
	body = page_element(l->d, TAG_LBODY, entry);
	l->given_waits = owes(line->role) && l->report->lines.at[n].given.n > 0;
	l->keep_below = below(l, n);
	if (!l->keep_below)
		l->keep_below = announced(l, line);
	if (line->tree)
		block_children(l, line->tree, l->x, l->width, body);
	l->keep_below = 0;
	if (l->gutter_waits) {
		flow_row(l, l->style->leading);
		l->y += l->style->leading;
		flow_done(l);
	}
	figure_place(l, n, body);
	add_working(l, n, body);
	add_exercise(l, n, body);
	add_notes(l, n, body);
	l->owner = LINE_NONE;
}

void line_given(struct layout *l, struct pieces *to, uint32_t element)
{
	if (l->given_waits && l->owner != LINE_NONE)
		add_given(l, to, &l->report->lines.at[l->owner], element);
	l->given_waits = false;
}
