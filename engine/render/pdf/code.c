/* Drawings and code: every character keeps its column; too wide, it is set smaller; too long, it goes on overleaf. */
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

struct code_row { struct str text; bool goes_on; };     /* goes_on: the rest of a row that was too wide */
struct code {
	VEC(struct code_row) rows;
	uint32_t columns;
	int32_t size, leading, x, pad, indent;
	bool drawing, cut;
};

/* The bytes of the first so many columns, marks with what they stand on; at least one character. */
static size_t head_of(struct str row, uint32_t columns)
{
	size_t at = 0;
	uint32_t done = 0;
	while (at < row.n) {
		size_t next = at;
		utf8_next(row, &next);
		uint32_t more = columns_count_from(str_slice(row, at, next), done);
		if (at && done + more > columns)
			break;
		done += more;
		at = next;
	}
	return at;
}

/* Lines, boxes and arrows make a drawing; code has few of them. */
static bool is_drawing(const struct node *n, struct str text)
{
	uint32_t strokes = 0, others = 0;
	struct str word = n->info;
	if (word.n >= 4 && str_starts(word, STR("draw")))
		return true;
	if (word.n && !str_is(word, "text"))
		return false;
	for (size_t at = 0; at < text.n; ) {
		uint32_t c = utf8_next(text, &at);
		bool stroke = c == '|' || c == '+' || c == '-' || c == '=' || c == '_' || c == '<' || c == '>' || c == '#' || c == '^'
			|| (c >= 0x2190 && c <= 0x21FF) || (c >= 0x2500 && c <= 0x25FF);
		strokes += stroke;
		others += !stroke && c > ' ';
	}
	return strokes * 6 > others;
}

static void make_code(struct layout *l, const struct node *n, int32_t x, struct code *code)
{
	const struct print_style *style = l->style;
	struct str text = sections_figure(l->scratch, l->report, n), rest = text, row;
	int32_t from_x = l->right - x, whole = l->right - l->left;
	*code = (struct code){ .size = style->code, .x = x, .pad = 5000 };
	code->drawing = is_drawing(n, text);
	while (str_split(&rest, '\n', &row)) {
		if (!rest.s && !row.n)
			break;          /* the end of the last line is not a row */
		if (row.n && row.s[row.n - 1] == '\r')
			row.n--;
		uint32_t columns = columns_count(row);
		code->columns = columns > code->columns ? columns : code->columns;
		vec_add(l->scratch, &code->rows)->text = row;
	}
	/* at its own size, else from the left margin, else smaller, else cut */
	int64_t step = columns_advance(l->d->fonts, FACE_MONO, code->size), room = whole - 2 * code->pad;
	if (code->columns * step > from_x - 2 * code->pad) {
		code->x = l->left;
		if (code->columns * step > room)
			code->size = (int32_t)(code->size * room / (code->columns * step));
		if (code->size < style->code_least) {
			code->size = style->code_least;
			code->cut = true;
		}
	}
	step = columns_advance(l->d->fonts, FACE_MONO, code->size);
	while (code->columns * step > room && code->size > style->code_least)
		step = columns_advance(l->d->fonts, FACE_MONO, --code->size);
	code->leading = (int32_t)((int64_t)code->size * style->code_leading / 1000);
	if (!code->cut)
		return;
	uint32_t most = (uint32_t)(room / step);
	code->columns = most;
	struct code whole_code = *code;
	code->rows = (struct code){ .size = 0 }.rows;
	code->indent = 3 * (int32_t)step;
	for (size_t i = 0; i < whole_code.rows.n; i++) {
		struct str left = whole_code.rows.at[i].text;
		bool goes_on = false;
		do {
			size_t head = head_of(left, most - (goes_on ? 3 : 0));
			*vec_add(l->scratch, &code->rows) = (struct code_row){ str_slice(left, 0, head), goes_on };
			left = str_from(left, head);
			goes_on = true;
		} while (left.n);
	}
}

static int32_t height_of(const struct code *code, size_t rows)
{
	int64_t height = (int64_t)rows * code->leading + 2 * code->pad;
	return height < FLOW_MOST ? (int32_t)height : FLOW_MOST;
}

/* A drawing that fills less than half a page is not split; the note that says what is wrong with it, or what it shows, stands below it. */
static int32_t whole_height(const struct layout *l, const struct code *code, const struct node *n)
{
	int32_t height = height_of(code, code->rows.n), most = (l->bottom - l->top) / 2, note = l->keep_below < 6 * l->style->leading ? l->keep_below : 0;
	if (l->owner != LINE_NONE && n->next && n->next->kind == NODE_PARAGRAPH)
		note += l->style->leading;
	return height < most ? height + (note ? note + l->style->leading : 0) : 0;
}

int32_t code_start(struct layout *l, const struct node *n, int32_t x)
{
	struct code code;
	make_code(l, n, x, &code);
	int32_t whole = whole_height(l, &code, n);
	return whole ? whole : 6 * l->style->leading;
}

/* wordless: strokes alone; upright: and those all down the page; arrow: one of them leads down; border: a box's edge in ASCII, which may be
 * upper or lower; top, foot: a corner of either, as only Unicode tells them apart */
struct row_look { bool wordless, upright, arrow, border, top, foot; };

static struct row_look look_of_row(struct str row)
{
	struct row_look x = { .wordless = true, .upright = true };
	uint32_t corners = 0, strokes = 0;
	for (size_t at = 0; at < row.n; ) {
		uint32_t c = utf8_next(row, &at);
		bool arrow = c == 'v' || c == 'V' || c == 0x2193 || c == 0x25BC, drawn = c >= 0x2500 && c <= 0x25FF;
		x.arrow |= arrow;
		x.wordless &= arrow || drawn || (c >= 0x2190 && c <= 0x21FF) || (c < 0x7F && str_find_char(STR(" |^+-=<>"), (char)c) != STR_NONE);
		x.upright &= arrow || c == ' ' || c == '|' || c == '^' || c == 0x2191 || c == 0x2195 || c == 0x2502 || c == 0x2503 || c == 0x2551 || c == 0x25B2;
		x.top |= (c >= 0x250C && c <= 0x2513) || (c >= 0x2552 && c <= 0x2557) || c == 0x256D || c == 0x256E;
		x.foot |= (c >= 0x2514 && c <= 0x251B) || (c >= 0x2558 && c <= 0x255D) || c == 0x256F || c == 0x2570;
		corners += c == '+';
		strokes += c == '-' || c == '=';
	}
	x.border = corners >= 2 && strokes >= 2;
	return x;
}

/* Whether a drawing may be cut above the row: behind a box, or before one that an arrow leads to. */
static bool cuts_well(const struct code *code, size_t row)
{
	struct row_look above = look_of_row(code->rows.at[row - 1].text), here = look_of_row(code->rows.at[row].text);
	if (!above.wordless || !here.wordless)
		return false;
	return (above.border && here.upright) || (above.upright && above.arrow && here.border) || (above.foot && !above.border) || (above.arrow && here.top);
}

/* How many of the rows from `from` on stand on this page: all, or up to a blank row, or to a box's end, or what fits. */
static size_t rows_here(const struct layout *l, const struct code *code, size_t from)
{
	int32_t room = l->bottom - l->y - flow_waiting(l) - 2 * code->pad;
	size_t fit = room > 0 ? (size_t)(room / code->leading) : 0, rest = code->rows.n - from;
	if (rest <= fit)
		return rest;
	if (fit < 3)
		return 0;
	if (rest - fit < 3 && fit > 6)
		fit -= 3;
	for (size_t k = fit; k > fit - fit / 3; k--)
		if (str_trim(code->rows.at[from + k].text).n == 0)
			return k;
	for (size_t k = fit; code->drawing && k > fit / 2; k--)
		if (cuts_well(code, from + k))
			return k;
	return fit;
}

/* What a drawing says to those who do not see it: its words. */
static struct str spoken(struct layout *l, const struct code *code)
{
	enum { MOST = 1500 };           /* a listener will not hear out more */
	struct buf b = { 0 };
	struct line *line = l->owner != LINE_NONE ? &l->report->model->lines.at[l->owner] : NULL;
	if (line)
		buf_printf(&b, "%.*s %.*s: ", STR_ARG(sections_word(l->report, WORDS_DRAWING, 1)), STR_ARG(line->number_text));
	else
		buf_printf(&b, "%.*s: ", STR_ARG(sections_word(l->report, WORDS_DRAWING, 0)));
	for (size_t i = 0; i < code->rows.n && b.n < MOST; i++) {
		struct str row = code->rows.at[i].text;
		bool gap = i > 0;
		for (size_t at = 0; at < row.n && b.n < MOST; ) {
			size_t from = at;
			uint32_t c = utf8_next(row, &at);
			bool edge = at >= row.n || str_find_char(STR(" -=+|.<>"), row.s[at]) != STR_NONE;
			bool stroke = c <= ' ' || c == '|' || c == '_' || c == '#' || (c >= 0x2500 && c <= 0x25FF)
				|| (edge && c < 0x7F && str_find_char(STR("-=+.<>"), (char)c) != STR_NONE);
			if (!stroke && gap && b.n && b.s[b.n - 1] != ' ')
				buf_putc(&b, ' ');
			if (!stroke)
				buf_put(&b, str_slice(row, from, at));
			gap = stroke;
		}
	}
	if (b.n >= MOST)
		buf_puts(&b, " \xE2\x80\xA6");
	struct str x = str_copy(l->arena, buf_str(&b));
	buf_free(&b);
	return x;
}

static void note(struct layout *l, struct str text, int32_t x, uint32_t element)
{
	int32_t size = l->style->small, leading = size * 14 / 10;
	flow_row(l, leading);
	flow_text(l, text, look(l, FACE_ITALIC, size, l->style->colour.quiet), element, x, leading);
	l->y += leading;
	flow_done(l);
}

static void continued(struct layout *l, const struct code *code)
{
	struct str text = sections_word(l->report, WORDS_CONTINUED, 0);
	if (l->owner != LINE_NONE)
		text = str_format(l->scratch, "%.*s, %.*s", STR_ARG(l->report->model->lines.at[l->owner].number_text), STR_ARG(text));
	note(l, text, code->x, PAGE_NONE);
}

static uint32_t count_pages(struct layout *l, const struct code *code)
{
	int32_t y = l->y;
	uint32_t n = 0;
	size_t i = 0, here = 1;
	for (; i < code->rows.n && (here || n < 2); n++) {
		here = rows_here(l, code, i);
		i += here;
		l->y = l->top + l->style->small * 14 / 10;
	}
	l->y = y;
	return n;
}

/* A drawing of several pages is set smaller, but not much, where that saves one. */
static void make_fewer_pages(struct layout *l, struct code *code)
{
	uint32_t fewest = code->drawing && !code->cut ? count_pages(l, code) : 1;
	struct code small = *code, best = *code;
	while (fewest > 1 && small.size - code->size / 20 >= l->style->code_least && small.size > code->size * 3 / 4) {
		small.size -= code->size / 20;
		small.leading = (int32_t)((int64_t)small.size * l->style->code_leading / 1000);
		uint32_t n = count_pages(l, &small);
		if (n < fewest) {
			fewest = n;
			best = small;
		}
	}
	*code = best;
}

void code_place(struct layout *l, const struct node *n, int32_t x, uint32_t parent)
{
	struct code code;
	make_code(l, n, x, &code);
	if (!code.rows.n)
		return;
	uint32_t element = page_element(l->d, code.drawing ? TAG_FIGURE : TAG_CODE, code.drawing ? parent : page_element(l->d, TAG_P, parent));
	if (code.drawing)
		l->d->elements.at[element].alt = spoken(l, &code);
	flow_need(l, whole_height(l, &code, n));
	make_fewer_pages(l, &code);
	const struct page_style *style = look(l, FACE_MONO, code.size, l->style->colour.ink);
	int32_t panel = (int32_t)code.columns * columns_advance(l->d->fonts, FACE_MONO, code.size) + 2 * code.pad;
	int32_t least = l->x + l->width - code.x;
	panel = panel < least ? least : panel > l->right - code.x ? l->right - code.x : panel;
	for (size_t i = 0; i < code.rows.n; ) {
		size_t here = rows_here(l, &code, i);
		if (here == 0) {
			flow_new_page(l);
			if (i)
				continued(l, &code);
			here = rows_here(l, &code, i);
		}
		flow_row(l, code.leading);
		page_rect(l->d, l->page, l->style->colour.ground, code.x, l->y, panel, height_of(&code, here));
		l->y += code.pad;
		for (size_t end = i + here; i < end; i++) {
			int32_t y = l->y + flow_baseline(code.leading, code.size), row_x = code.x + code.pad;
			if (code.rows.at[i].goes_on) {
				flow_text(l, STR("\xE2\x86\xB3"), look(l, FACE_MONO, code.size, l->style->colour.quiet), PAGE_NONE, row_x, code.leading);
				row_x += code.indent;
			}
			columns_place(l->d, l->page, l->shaper, code.rows.at[i].text, style, element, row_x, y);
			l->y += code.leading;
		}
		l->y += code.pad;
		if (i < code.rows.n) {
			flow_new_page(l);
			continued(l, &code);
		}
	}
	if (code.cut)
		note(l, str_format(l->scratch, "%.*s \xE2\x86\xB3.", STR_ARG(sections_word(l->report, WORDS_TOO_WIDE, 0))), code.x, PAGE_NONE);
	flow_done(l);
	flow_space(l, l->style->leading * 70 / 100);
}
