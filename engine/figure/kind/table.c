/* table: columns of values, each given or computed by a formula over the columns before it; every cell is checked. */
#include "base.h"
#include "diag.h"
#include "source.h"
#include "model.h"
#include "facts.h"
#include "values.h"
#include "figure.h"
#include "figure/kind.h"

enum {
	COLUMNS = 16, ROWS = 128,       /* more is no figure but a listing */
	CELL_COLUMNS = 40,              /* of one cell: longer text goes on in the next row */
};

static const struct key keys[] = {
	{ "table figure", "columns", "list, from the left", "the columns; a formula may use those before it by their names" },
	{ "table column", "name", "a name such as order", "how formulas of later columns call it" },
	{ "table column", "head", "text", "stands above it; without it, the name" },
	{ "table column", "values", "list of expressions", "its cells" },
	{ "table column", "texts", "list of texts", "its cells, where they are words" },
	{ "table column", "formula", "expression", "computes each cell; where values are given too, they must agree" },
	{ "table column", "unit", "a unit such as MiB", "the unit that its numbers are written in" },
	{ "table column", "shown", "dec, hex or bin", "how its numbers are written" },
	{ "table column", "sum", "true, or an expression", "added up in a last row; an expression must be the sum" },
	{ NULL, NULL, NULL, NULL },
};

struct column { struct str name, head, shown; const struct unit *unit; struct value *cells; struct str *words; struct str sum; bool text, summed; int32_t width; };
struct sheet_table { struct column columns[COLUMNS]; size_t column_count, rows; bool known; };

static struct str written(struct sketch *s, const struct column *c, const struct value *v)
{
	struct value x = *v;
	if (c->shown.n && x.kind == VALUE_NUMBER)
		x.style.base = str_is(c->shown, "hex") ? 16 : str_is(c->shown, "bin") ? 2 : 10;
	if (x.kind == VALUE_NUMBER && c->unit)
		return sketch_show(s, &x, c->unit);
	if (x.kind == VALUE_TRUTH)
		return x.truth ? STR("✓") : STR("✗");
	return sketch_plain(s, &x);
}

static bool same(struct sketch *s, const struct value *a, const struct value *b)
{
	if (a->kind != b->kind)
		return false;
	if (a->kind == VALUE_TRUTH)
		return a->truth == b->truth;
	if (a->kind != VALUE_NUMBER)
		return str_eq(values_show(s->arena, a), values_show(s->arena, b));
	/* a plain number beside a unit is the number written in it */
	if (units_same_dimension(a->unit, b->unit))
		return sketch_compare(s, a, b) == 0;
	return (a->unit->dims == 0 || b->unit->dims == 0) && num_compare(a->num, b->num) == 0;
}

/* The cells as the author gives them; rows is set by the first column that has any. */
static bool given(struct sketch *s, struct sheet_table *t, const struct yaml *map, const char *key, const struct yaml **list)
{
	if (!sketch_list(s, map, key, false, list))
		return false;
	if (!t->known) {
		t->rows = (*list)->items.n;
		t->known = true;
		if (t->rows > ROWS) {
			sketch_fail(s, &finding_too_big, (*list)->range, "%zu rows, and a table shows %d at most", t->rows, ROWS);
			return false;
		}
	}
	if ((*list)->items.n != t->rows) {
		sketch_fail(s, &finding_size_mismatch, (*list)->range, "this column has %zu cells, and the first %zu", (*list)->items.n, t->rows)->expected =
			str_format(s->arena, "%zu", t->rows);
		return false;
	}
	return true;
}

static bool compute(struct sketch *s, const struct sheet_table *t, const struct yaml *formula, size_t row, struct value *out)
{
	struct local locals[COLUMNS];
	size_t n = 0;
	for (size_t i = 0; i + 1 < t->column_count; i++)
		if (t->columns[i].name.n)
			locals[n++] = (struct local){ t->columns[i].name, t->columns[i].cells[row] };
	s->locals = locals;
	s->local_count = n;
	bool fine = sketch_scalar(s, formula, "formula", out);
	s->locals = NULL;
	s->local_count = 0;
	return fine;
}

static bool is_name(struct str x)
{
	for (size_t i = 0; i < x.n; i++) {
		char c = x.s[i];
		if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || (i && c >= '0' && c <= '9')))
			return false;
	}
	return x.n > 0;
}

static bool read_cells(struct sketch *s, struct sheet_table *t, const struct yaml *map, struct column *c)
{
	const struct yaml *values = NULL, *texts = NULL, *formula = source_get(map, "formula");
	bool has_values = given(s, t, map, "values", &values), has_texts = !sketch_stopped(s) && given(s, t, map, "texts", &texts);
	if (sketch_stopped(s))
		return false;
	if (!has_values && !has_texts && !formula) {
		sketch_fail(s, &finding_bad_yaml, map->range, "a column has values, texts or a formula");
		return false;
	}
	if (!t->known) {
		sketch_fail(s, &finding_bad_yaml, map->range, "the first column says how many rows there are: give it values or texts");
		return false;
	}
	c->cells = arena_take(s->arena, t->rows * sizeof *c->cells);
	c->words = arena_take(s->arena, t->rows * sizeof *c->words);
	c->text = has_texts;
	for (size_t i = 0; i < t->rows; i++) {
		struct value computed;
		if (has_texts) {
			c->cells[i].kind = VALUE_TEXT;
			if (!sketch_words(s, texts->items.at[i], "texts", &c->cells[i].text))
				return false;
		} else if (has_values && !sketch_scalar(s, values->items.at[i], "values", &c->cells[i])) {
			return false;
		}
		if (formula && !compute(s, t, formula, i, &computed))
			return false;
		if (formula && (has_values || has_texts)) {
			const struct yaml *cell = (has_values ? values : texts)->items.at[i];
			s->figure->checks++;
			if (!same(s, &c->cells[i], &computed)) {
				struct finding *f = sketch_wrong(s, &finding_wrong_calculation, cell->range, "row %zu of the column %.*s is false: computed %.*s", i + 1, STR_ARG(c->head),
					STR_ARG(written(s, c, &computed)));
				f->found = written(s, c, &c->cells[i]);
				f->expected = written(s, c, &computed);
			}
		} else if (formula) {
			c->cells[i] = computed;
		}
		c->words[i] = written(s, c, &c->cells[i]);
	}
	return true;
}

static bool read_sum(struct sketch *s, const struct sheet_table *t, const struct yaml *map, struct column *c)
{
	const struct yaml *y = source_get(map, "sum");
	if (!y || (y->kind == YAML_SCALAR && str_is(y->text, "false")))
		return true;
	struct value sum = c->cells[0], said;
	for (size_t i = 0; i < t->rows; i++) {
		if (c->cells[i].kind != VALUE_NUMBER) {
			sketch_fail(s, &finding_bad_yaml, y->range, "a column that is added up has numbers only");
			return false;
		}
		if (i && (!sketch_alike(s, y->range, &sum, &c->cells[i]) || !sketch_apply(s, NUM_ADD, &sum, &c->cells[i], &sum)))
			return false;
	}
	c->summed = true;
	c->sum = written(s, c, &sum);
	if (y->kind == YAML_SCALAR && str_is(y->text, "true"))
		return true;
	if (!sketch_number(s, map, "sum", true, &said))
		return false;
	s->figure->checks++;
	if (!same(s, &sum, &said)) {
		struct finding *f = sketch_wrong(s, &finding_wrong_calculation, y->range, "the column %.*s adds up to %.*s, and here is %.*s", STR_ARG(c->head), STR_ARG(c->sum), STR_ARG(written(s, c, &said)));
		f->found = written(s, c, &said);
		f->expected = c->sum;
	}
	return true;
}

static bool read_column(struct sketch *s, struct sheet_table *t, const struct yaml *map)
{
	struct column *c = &t->columns[t->column_count++];
	if (!sketch_keys(s, map, "table column"))
		return false;
	sketch_text(s, map, "name", !source_get(map, "head"), &c->name);
	sketch_text(s, map, "head", false, &c->head);
	sketch_text(s, map, "shown", false, &c->shown);
	sketch_unit(s, map, "unit", &c->unit);
	if (c->shown.n && !str_is(c->shown, "dec") && !str_is(c->shown, "hex") && !str_is(c->shown, "bin"))
		sketch_fail(s, &finding_bad_yaml, source_get(map, "shown")->range, "shown: wants dec, hex or bin, and here is \"%.*s\"", STR_ARG(c->shown));
	if (c->name.n && !is_name(c->name))
		sketch_fail(s, &finding_bad_yaml, source_get(map, "name")->range, "name: wants a word that formulas can use, and here is \"%.*s\"", STR_ARG(c->name))->help =
			STR("words for the reader go under head:");
	if (!c->head.n)
		c->head = c->name;
	return !sketch_stopped(s) && read_cells(s, t, map, c) && read_sum(s, t, map, c) && !sketch_stopped(s);
}

static void draw_cell(struct sketch *s, const struct column *c, int32_t x, int32_t y, struct str words, bool number, enum draw_look look)
{
	if (number)
		draw_text(s, look, 'r', x + c->width + 1, y, words);
	else
		draw_words(s, look, x + 2, y, c->width, words);
}

static int32_t rows_of(struct sketch *s, struct str words, int32_t width)
{
	struct drawing scratch = { 0 }, *own = s->drawing;
	s->drawing = &scratch;
	int32_t rows = draw_words(s, LOOK_PLAIN, 0, 0, width, words);
	s->drawing = own;
	return rows;
}

static void draw(struct sketch *s, struct sheet_table *t)
{
	int32_t y = 0, x = 0;
	bool sums = false;
	for (size_t i = 0; i < t->column_count; i++) {
		struct column *c = &t->columns[i];
		c->width = draw_columns(c->head);
		for (size_t k = 0; k < t->rows; k++)
			c->width = draw_columns(c->words[k]) > c->width ? draw_columns(c->words[k]) : c->width;
		c->width = draw_columns(c->sum) > c->width ? draw_columns(c->sum) : c->width;
		if (c->text && c->width > CELL_COLUMNS)
			c->width = CELL_COLUMNS;
		sums |= c->summed;
	}
	int32_t *high = arena_take(s->arena, (t->rows + 1) * sizeof *high), most = 1, all = 0;
	for (size_t k = 0; k < t->rows + sums; k++) {
		high[k] = 1;
		for (size_t i = 0; i < t->column_count && k < t->rows; i++) {
			int32_t own = t->columns[i].text ? rows_of(s, t->columns[i].words[k], t->columns[i].width) : 1;
			high[k] = own > high[k] ? own : high[k];
		}
		most = high[k] > most ? high[k] : most;
	}
	/* rules stand between rows only where one goes on below itself */
	int32_t rule = most > 1;
	for (size_t k = 0; k < t->rows; k++)
		all += high[k] + rule;
	for (size_t i = 0; i < t->column_count; x += t->columns[i++].width + 3) {
		const struct column *c = &t->columns[i];
		bool number = c->cells[0].kind == VALUE_NUMBER;
		draw_box(s, LOOK_TINT, x, 0, c->width + 3, 2);
		draw_cell(s, c, x, 1, c->head, number, LOOK_STRONG);
		if (!rule)
			draw_box(s, LOOK_PLAIN, x, 2, c->width + 3, all + 1);
		y = 2;
		for (size_t k = 0; k < t->rows; y += high[k++] + rule) {
			if (rule)
				draw_box(s, LOOK_PLAIN, x, y, c->width + 3, high[k] + 1);
			draw_cell(s, c, x, y + 1, c->words[k], number, number ? LOOK_VALUE : LOOK_PLAIN);
		}
		y += !rule;
		if (sums)
			draw_box(s, LOOK_PLAIN, x, y, c->width + 3, 2);
		draw_cell(s, c, x, y + 1, c->sum, number, LOOK_STRONG);
	}
}

static void as_table(struct sketch *s, const struct sheet_table *t)
{
	struct draw_table *out = arena_take(s->arena, sizeof *out);
	bool *numbers = arena_take(s->arena, t->column_count);
	for (size_t i = 0; i < t->column_count; i++) {
		out->sums |= t->columns[i].summed;
		numbers[i] = t->columns[i].cells[0].kind == VALUE_NUMBER;
	}
	out->columns = (uint32_t)t->column_count;
	out->rows = (uint32_t)t->rows + 1 + out->sums;
	struct str *cells = arena_take(s->arena, out->columns * out->rows * sizeof *cells);
	for (uint32_t k = 0; k < out->rows; k++)
		for (uint32_t i = 0; i < out->columns; i++)
			cells[k * out->columns + i] = k == 0 ? t->columns[i].head : k <= t->rows ? t->columns[i].words[k - 1] : t->columns[i].sum;
	out->cells = cells;
	out->numbers = numbers;
	s->drawing->table = out;
}

static void in_words(struct sketch *s, const struct sheet_table *t)
{
	struct str size[] = { str_format(s->arena, "%zu", t->column_count), str_format(s->arena, "%zu", t->rows) };
	sketch_tell(s, WORDS_FIGURE_TOLD_TABLE, (size_t)(t->column_count == 1) * 2 + (t->rows == 1), size, 2);
	for (size_t k = 0; k < t->rows; k++) {
		for (size_t i = 0; i < t->column_count; i++)
			buf_printf(&s->alt, "%s %.*s: %.*s", i ? "," : "", STR_ARG(t->columns[i].head), STR_ARG(t->columns[i].words[k]));
		buf_putc(&s->alt, '.');
	}
	for (size_t i = 0; i < t->column_count; i++)
		if (t->columns[i].summed) {
			buf_putc(&s->alt, ' ');
			sketch_tell(s, WORDS_FIGURE_TOLD_TABLE, 4, (struct str[]){ t->columns[i].head, t->columns[i].sum }, 2);
		}
}

static void make(struct sketch *s, const struct yaml *map)
{
	const struct yaml *list;
	if (!sketch_list(s, map, "columns", true, &list))
		return;
	if (list->items.n > COLUMNS) {
		sketch_fail(s, &finding_too_big, list->range, "%zu columns, and a table shows %d at most", list->items.n, COLUMNS);
		return;
	}
	struct sheet_table *t = arena_take(s->arena, sizeof *t);
	for (size_t i = 0; i < list->items.n; i++)
		if (!read_column(s, t, list->items.at[i]))
			return;
	draw(s, t);
	as_table(s, t);
	in_words(s, t);
}

const struct figure_kind figure_table = { "table", "columns that are given or computed, every cell checked", keys, make };
