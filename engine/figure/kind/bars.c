/* bars: quantities of one kind side by side, each bar as long as its quantity. */
#include "base.h"
#include "diag.h"
#include "source.h"
#include "model.h"
#include "facts.h"
#include "values.h"
#include "figure.h"
#include "figure/kind.h"

enum { BAR_COLUMNS = 44, NAME_COLUMNS = 24 };

static const struct key keys[] = {
	{ "bars figure", "items", "list", "the bars, from the top" },
	{ "bars figure", "total", "expression", "what they are parts of: the bars must add up to it" },
	{ "bars figure", "unit", "a unit such as MiB", "the unit that the numbers are written in; else each in its own" },
	{ "bars item", "name", "text", "stands before the bar" },
	{ "bars item", "value", "expression", "how long it is: 0 or more" },
	{ "bars item", "note", "text", "stands behind the number" },
	{ "bars item", "mark", "true or false", "the bar is set off from the others" },
	{ NULL, NULL, NULL, NULL },
};

struct bar { struct str name, note, shown; struct value value; bool mark; };

static bool read_bar(struct sketch *s, const struct yaml *map, const struct unit *unit, const struct value *first, struct bar *bar)
{
	if (!sketch_keys(s, map, "bars item"))
		return false;
	sketch_text(s, map, "name", true, &bar->name);
	sketch_text(s, map, "note", false, &bar->note);
	sketch_truth(s, map, "mark", &bar->mark);
	if (!sketch_number(s, map, "value", true, &bar->value))
		return false;
	struct range place = source_get(map, "value")->range;
	if (num_sign(bar->value.num) < 0) {
		sketch_fail(s, &finding_bad_yaml, place, "value: wants a quantity of 0 or more, and here is %.*s", STR_ARG(sketch_show(s, &bar->value, unit)));
		return false;
	}
	struct value scale = { .kind = VALUE_NUMBER, .unit = unit };
	if ((first && !sketch_alike(s, place, first, &bar->value)) || (unit && !sketch_alike(s, place, &scale, &bar->value)))
		return false;
	bar->shown = sketch_show(s, &bar->value, unit);
	return !sketch_stopped(s);
}

static bool check_total(struct sketch *s, const struct yaml *map, const struct bar *bars, size_t n, const struct unit *unit, struct value *total)
{
	struct value sum = bars[0].value;
	struct range place = source_get(map, "total")->range;
	for (size_t i = 1; i < n; i++)
		if (!sketch_apply(s, NUM_ADD, &sum, &bars[i].value, &sum))
			return false;
	if (!sketch_alike(s, place, &sum, total))
		return false;
	s->figure->checks++;
	if (sketch_compare(s, &sum, total) != 0) {
		struct finding *f = sketch_wrong(s, &finding_size_mismatch, place, "the bars add up to %.*s, and the total is %.*s",
			STR_ARG(sketch_show(s, &sum, unit)), STR_ARG(sketch_show(s, total, unit)));
		f->expected = sketch_show(s, &sum, unit);
		f->found = sketch_show(s, total, unit);
		f->help = STR("name what is left over as a bar of its own, or mend the total");
	}
	return true;
}

static void draw(struct sketch *s, const struct bar *bars, size_t n, const struct value *most)
{
	int32_t names = 0;
	struct value zero = *most;
	zero.num = num_of(s->arena, 0);
	for (size_t i = 0; i < n; i++)
		if (draw_columns(bars[i].name) > names)
			names = draw_columns(bars[i].name);
	names = names > NAME_COLUMNS ? NAME_COLUMNS : names;
	int32_t x = names + 2, y = 0;
	for (size_t i = 0; i < n; i++) {
		const struct bar *b = &bars[i];
		struct value v;
		/* in the unit of the longest */
		sketch_apply(s, NUM_ADD, &zero, &b->value, &v);
		int64_t eighths = draw_scaled(s, v.num, most->num, BAR_COLUMNS * 8);
		struct str words = b->note.n ? str_format(s->arena, "%.*s  %.*s", STR_ARG(b->shown), STR_ARG(b->note)) : b->shown;
		int32_t rows = draw_words(s, LOOK_PLAIN, 0, y, names, b->name);
		if (!eighths && num_sign(v.num) > 0)
			eighths = 1;
		if (eighths)
			draw_fill(s, b->mark ? LOOK_STRONG : LOOK_TINT, x, y, eighths);
		int32_t end = x + (int32_t)((eighths + 7) / 8) + 1;
		draw_text(s, LOOK_VALUE, 'l', end, y, words);
		y += rows > 1 ? rows : 1;
	}
}

static void make(struct sketch *s, const struct yaml *map)
{
	const struct yaml *list;
	const struct unit *unit = NULL;
	struct value total = { 0 };
	if (!sketch_list(s, map, "items", true, &list))
		return;
	sketch_unit(s, map, "unit", &unit);
	struct bar *bars = arena_take(s->arena, list->items.n * sizeof *bars);
	size_t n = list->items.n, most = 0;
	for (size_t i = 0; i < n && !sketch_stopped(s); i++) {
		if (!read_bar(s, list->items.at[i], unit, i ? &bars[0].value : NULL, &bars[i]))
			return;
		if (sketch_compare(s, &bars[i].value, &bars[most].value) > 0)
			most = i;
	}
	bool has_total = sketch_number(s, map, "total", false, &total);
	if (sketch_stopped(s) || (has_total && !check_total(s, map, bars, n, unit, &total)))
		return;
	draw(s, bars, n, &bars[most].value);
	sketch_tell(s, WORDS_FIGURE_TOLD_BARS, 0, NULL, 0);
	for (size_t i = 0; i < n; i++) {
		buf_printf(&s->alt, "%s %.*s %.*s", i ? ";" : "", STR_ARG(bars[i].name), STR_ARG(bars[i].shown));
		if (bars[i].note.n)
			buf_printf(&s->alt, " (%.*s)", STR_ARG(bars[i].note));
	}
	if (has_total) {
		struct str shown = sketch_show(s, &total, unit);
		buf_puts(&s->alt, "; ");
		sketch_tell(s, WORDS_FIGURE_TOLD_BARS, 1, &shown, 1);
	}
	buf_putc(&s->alt, '.');
}

const struct figure_kind figure_bars = { "bars", "quantities side by side, to scale", keys, make };
