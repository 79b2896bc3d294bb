/* bits: the fields of a word, side by side from its highest bit down, with what each holds. */
#include "base.h"
#include "diag.h"
#include "source.h"
#include "model.h"
#include "facts.h"
#include "values.h"
#include "figure.h"
#include "figure/kind.h"

enum { WORD_MOST = 1024 };      /* bits: sixteen registers side by side; a number's limit lies far above */

static const struct key keys[] = {
	{ "bits figure", "width", "number of bits", "the width of the word; without it, what the fields come to" },
	{ "bits figure", "value", "expression", "a word whose fields are shown with what they hold" },
	{ "bits figure", "fields", "list, from the highest bit down", "the fields" },
	{ "bits field", "name", "text", "its name" },
	{ "bits field", "width", "number of bits", "how many bits it has; it follows the field above" },
	{ "bits field", "bits", "[high, low], or one bit", "where it stands; with width, both must agree" },
	{ "bits field", "is", "expression", "what the field holds: compared with what value says" },
	{ "bits field", "shown", "dec, hex or bin", "how its value is written" },
	{ "bits field", "note", "text", "stands below the drawing" },
	{ "bits field", "unused", "true or false", "reserved bits: drawn pale" },
	{ NULL, NULL, NULL, NULL },
};

struct field {
	struct str name, note, shown, place;
	int64_t high, low;
	bool unused;
	const struct yaml *map;
	int32_t columns;
};

static bool place_of(struct sketch *s, const struct yaml *map, int64_t *high, int64_t *low)
{
	const struct yaml *y = source_get(map, "bits");
	if (y->kind != YAML_LIST) {
		if (!sketch_whole(s, y, "bits", 0, WORD_MOST - 1, low))
			return false;
		*high = *low;
		return true;
	}
	if (y->items.n != 2) {
		sketch_fail(s, &finding_bad_yaml, y->range, "bits: wants the highest and the lowest bit, as in [15, 8]");
		return false;
	}
	if (!sketch_whole(s, y->items.at[0], "bits", 0, WORD_MOST - 1, high) || !sketch_whole(s, y->items.at[1], "bits", 0, WORD_MOST - 1, low))
		return false;
	if (*low > *high) {
		struct finding *f = sketch_fail(s, &finding_bad_yaml, y->range, "bits: the highest bit stands first, and here is [%lld, %lld]", (long long)*high, (long long)*low);
		f->expected = str_format(s->arena, "[%lld, %lld]", (long long)*low, (long long)*high);
		return false;
	}
	return true;
}

/* above: the lowest bit of the field above, or the width of the word; -1: not known yet. */
static bool read_field(struct sketch *s, const struct yaml *map, int64_t above, struct field *f)
{
	int64_t width = 0;
	if (!sketch_keys(s, map, "bits field"))
		return false;
	f->map = map;
	sketch_text(s, map, "name", true, &f->name);
	sketch_text(s, map, "note", false, &f->note);
	sketch_truth(s, map, "unused", &f->unused);
	bool has_width = sketch_integer(s, map, "width", !source_get(map, "bits"), 1, WORD_MOST, &width);
	if (sketch_stopped(s))
		return false;
	if (!source_get(map, "bits")) {
		f->high = above - 1;
		f->low = above - width;
		return true;
	}
	if (!place_of(s, map, &f->high, &f->low))
		return false;
	s->figure->checks++;
	if (has_width && width != f->high - f->low + 1) {
		struct finding *found = sketch_wrong(s, &finding_size_mismatch, source_get(map, "width")->range, "bits %lld to %lld are %lld bits, and its width says %lld",
			(long long)f->high, (long long)f->low, (long long)(f->high - f->low + 1), (long long)width);
		found->expected = str_format(s->arena, "%lld", (long long)(f->high - f->low + 1));
	}
	if (above >= 0 && f->high >= above) {
		struct finding *found = sketch_wrong(s, &finding_field_overlap, source_get(map, "bits")->range, "%.*s begins at bit %lld, and the field above it ends at bit %lld",
			STR_ARG(f->name), (long long)f->high, (long long)above);
		if (above > 0)
			found->expected = str_format(s->arena, "%lld", (long long)(above - 1));
		found->help = above > 0 ? str_format(s->arena, "its highest bit is %lld when it follows the field above", (long long)(above - 1))
			: STR("the fields are listed from the highest bit down, and those above it leave no bit");
		s->figure->why = STR("two of its fields overlap");
		return false;
	}
	return true;
}

static struct str bit_range(struct sketch *s, int64_t high, int64_t low)
{
	return high == low ? str_format(s->arena, "bit %lld", (long long)high) : str_format(s->arena, "bits %lld to %lld", (long long)high, (long long)low);
}

static struct field *add_field(struct sketch *s, struct field *list, size_t *n, int64_t high, int64_t low, struct str name)
{
	list[*n] = (struct field){ .name = name, .high = high, .low = low, .unused = true };
	(void)s;
	return &list[(*n)++];
}

/* All fields from the top down, with unused ones where the description leaves a gap. */
static size_t read_fields(struct sketch *s, const struct yaml *list, int64_t width, struct field *fields)
{
	int64_t above = width, sum = 0;
	size_t n = 0;
	for (size_t i = 0; i < list->items.n; i++) {
		struct field f = { 0 };
		if (!read_field(s, list->items.at[i], above, &f))
			return 0;
		if (f.low < 0) {
			struct finding *found = sketch_wrong(s, &finding_size_mismatch, list->items.at[i]->range, "%.*s does not fit: %lld of its bits would stand below bit 0",
				STR_ARG(f.name), (long long)-f.low);
			found->help = str_format(s->arena, "the fields above it leave %lld of the %lld bits", (long long)above, (long long)width);
			s->figure->why = STR("its fields have more bits than the word");
			return 0;
		}
		if (above - 1 > f.high && !(i == 0 && width < 0)) {
			struct finding *found = sketch_wrong(s, &finding_field_gap, list->items.at[i]->range, "%.*s above %.*s %s to no field",
				STR_ARG(bit_range(s, above - 1, f.high + 1)), STR_ARG(f.name), above - 2 == f.high ? "belongs" : "belong");
			found->help = STR("add a field that says unused: true, or mend the bits");
			add_field(s, fields, &n, above - 1, f.high + 1, STR(""));
		}
		sum += f.high - f.low + 1;
		above = f.low;
		fields[n++] = f;
	}
	s->figure->checks++;
	if (above > 0) {
		bool only_widths = sum == width - above;
		struct finding *found = sketch_wrong(s, only_widths ? &finding_size_mismatch : &finding_field_gap, list->range,
			only_widths ? "the fields have %lld bits, and the word %lld" : "the fields have %lld bits, the word %lld, and the lowest are left over", (long long)sum, (long long)width);
		found->expected = str_format(s->arena, "%lld", (long long)width);
		found->found = str_format(s->arena, "%lld", (long long)sum);
		found->help = str_format(s->arena, "%.*s %s to no field", STR_ARG(bit_range(s, above - 1, 0)), above == 1 ? "belongs" : "belong");
		add_field(s, fields, &n, above - 1, 0, STR(""));
	}
	return n;
}

/* The value's bits high to low. */
static const struct num *held(struct sketch *s, const struct num *word, const struct field *f)
{
	const struct num *x, *mask;
	num_apply(s->arena, s->limits, NUM_SHR, word, num_of(s->arena, f->low), &x);
	num_apply(s->arena, s->limits, NUM_SHL, num_of(s->arena, 1), num_of(s->arena, f->high - f->low + 1), &mask);
	num_apply(s->arena, s->limits, NUM_SUB, mask, num_of(s->arena, 1), &mask);
	num_apply(s->arena, s->limits, NUM_AND, x, mask, &x);
	return x;
}

static bool show_held(struct sketch *s, const struct num *word, struct field *f)
{
	const struct num *x = held(s, word, f);
	struct str style = STR("");
	struct num_style shown = { 0 };
	if (f->map && sketch_text(s, f->map, "shown", false, &style) && !str_is(style, "dec") && !str_is(style, "hex") && !str_is(style, "bin"))
		sketch_fail(s, &finding_bad_yaml, source_get(f->map, "shown")->range, "shown: wants dec, hex or bin, and here is \"%.*s\"", STR_ARG(style));
	shown.base = str_is(style, "hex") ? 16 : str_is(style, "bin") ? 2 : 10;
	shown.width = shown.base == 2 ? (uint16_t)(f->high - f->low + 1) : 0;
	f->shown = num_show(s->arena, x, shown);
	struct value is;
	if (!f->map || !sketch_number(s, f->map, "is", false, &is))
		return !sketch_stopped(s);
	s->figure->checks++;
	if (num_compare(is.num, x) != 0) {
		struct finding *found = sketch_wrong(s, &finding_wrong_calculation, source_get(f->map, "is")->range, "%.*s holds %.*s, and here is %.*s",
			STR_ARG(f->name), STR_ARG(f->shown), STR_ARG(values_show(s->arena, &is)));
		found->expected = f->shown;
		found->found = values_show(s->arena, &is);
	}
	return !sketch_stopped(s);
}

/* The columns that a field's box needs between its borders. */
static int32_t needs(const struct field *f, bool values)
{
	int32_t n = draw_columns(f->name) + 2, numbers = (int32_t)f->place.n + 1;
	if (values && draw_columns(f->shown) + 2 > n)
		n = draw_columns(f->shown) + 2;
	return n > numbers ? n : numbers;
}

static void draw_row(struct sketch *s, struct field *fields, size_t n, int32_t y, bool values)
{
	int64_t bits = 0;
	int32_t columns = 1, x = 0;
	for (size_t i = 0; i < n; i++) {
		columns += fields[i].columns + 1;
		bits += fields[i].high - fields[i].low + 1;
	}
	/* what is left over goes to the widest fields, so that the picture looks like the word */
	int32_t spare = 64 - columns;
	for (size_t i = 0; i < n && spare > 0; i++) {
		int64_t share = (fields[i].high - fields[i].low + 1) * spare / bits;
		fields[i].columns += (int32_t)share;
	}
	for (size_t i = 0; i < n; i++) {
		struct field *f = &fields[i];
		int32_t w = f->columns + 1;
		draw_box(s, f->unused ? LOOK_HOLE : LOOK_PLAIN, x, y + 1, w, values ? 3 : 2);
		if (f->high == f->low) {
			draw_middle(s, LOOK_QUIET, x, w, y, str_format(s->arena, "%lld", (long long)f->high));
		} else {
			draw_text(s, LOOK_QUIET, 'l', x + 1, y, str_format(s->arena, "%lld", (long long)f->high));
			draw_text(s, LOOK_QUIET, 'r', x + w - 1, y, str_format(s->arena, "%lld", (long long)f->low));
		}
		draw_middle(s, f->unused ? LOOK_QUIET : LOOK_STRONG, x, w, y + 2, f->name);
		if (values)
			draw_middle(s, LOOK_VALUE, x, w, y + 3, f->shown);
		x += w;
	}
}

static void draw(struct sketch *s, struct field *fields, size_t n, bool values)
{
	int32_t y = 0;
	for (size_t i = 0; i < n; ) {
		int32_t columns = 1;
		size_t from = i;
		for (; i < n; i++) {
			struct field *f = &fields[i];
			f->place = f->high == f->low ? str_format(s->arena, "%lld", (long long)f->high)
				: str_format(s->arena, "%lld %lld", (long long)f->high, (long long)f->low);
			f->columns = needs(f, values);
			if (i > from && columns + f->columns + 1 > FIGURE_COLUMNS)
				break;
			columns += f->columns + 1;
		}
		draw_row(s, fields + from, i - from, y, values);
		y += values ? 6 : 5;
	}
	int32_t longest = 0;
	for (size_t i = 0; i < n; i++)
		if (fields[i].note.n && draw_columns(fields[i].name) > longest)
			longest = draw_columns(fields[i].name);
	y -= longest ? 0 : 1;
	for (size_t i = 0; i < n; i++) {
		if (!fields[i].note.n)
			continue;
		draw_text(s, LOOK_STRONG, 'l', 1, y, fields[i].name);
		y += draw_words(s, LOOK_QUIET, longest + 3, y, FIGURE_COLUMNS - longest - 3, fields[i].note);
	}
}

/* In the order of the word list. */
enum { TOLD_WIDTH, TOLD_ONE_BIT, TOLD_BITS, TOLD_BIT, TOLD_HOLDS, TOLD_UNUSED };

static void in_words(struct sketch *s, const struct field *fields, size_t n, int64_t width, bool values)
{
	struct str bits = str_format(s->arena, "%lld", (long long)width);
	sketch_tell(s, WORDS_FIGURE_TOLD_BITS, width == 1 ? TOLD_ONE_BIT : TOLD_WIDTH, &bits, 1);
	for (size_t i = 0; i < n; i++) {
		const struct field *f = &fields[i];
		struct str ends[] = { str_format(s->arena, "%lld", (long long)f->high), str_format(s->arena, "%lld", (long long)f->low) };
		buf_puts(&s->alt, i ? "; " : " ");
		buf_put(&s->alt, f->name);
		if (!f->name.n)
			sketch_tell(s, WORDS_FIGURE_TOLD_BITS, TOLD_UNUSED, NULL, 0);
		buf_puts(&s->alt, ", ");
		sketch_tell(s, WORDS_FIGURE_TOLD_BITS, f->high == f->low ? TOLD_BIT : TOLD_BITS, ends, 2);
		if (values) {
			buf_puts(&s->alt, ", ");
			sketch_tell(s, WORDS_FIGURE_TOLD_BITS, TOLD_HOLDS, &f->shown, 1);
		}
		if (f->note.n)
			buf_printf(&s->alt, " (%.*s)", STR_ARG(f->note));
	}
	buf_putc(&s->alt, '.');
}

/* Without a width: the highest bit of the first field, or all widths together. */
static int64_t width_of(struct sketch *s, const struct yaml *list)
{
	int64_t sum = 0, high, low, width;
	const struct yaml *first = list->items.at[0];
	if (first->kind == YAML_MAP && source_get(first, "bits"))
		return place_of(s, first, &high, &low) ? high + 1 : 0;
	for (size_t i = 0; i < list->items.n; i++) {
		const struct yaml *map = list->items.at[i];
		if (map->kind == YAML_MAP && source_get(map, "bits"))
			return place_of(s, map, &high, &low) ? high + 1 + sum : 0;
		if (map->kind != YAML_MAP || !sketch_integer(s, map, "width", true, 1, WORD_MOST, &width))
			return 0;
		sum += width;
	}
	return sum;
}

static void make(struct sketch *s, const struct yaml *map)
{
	const struct yaml *list;
	struct value word = { 0 };
	int64_t width = 0;
	if (!sketch_list(s, map, "fields", true, &list))
		return;
	if (!sketch_integer(s, map, "width", false, 1, WORD_MOST, &width) && !sketch_stopped(s))
		width = width_of(s, list);
	bool has = sketch_number(s, map, "value", false, &word);
	if (sketch_stopped(s))
		return;
	if (has && (!num_is_integer(word.num) || num_sign(word.num) < 0)) {
		sketch_fail(s, &finding_bad_yaml, source_get(map, "value")->range, "value: wants a whole number of 0 or more");
		return;
	}
	struct field *fields = arena_take(s->arena, (2 * list->items.n + 1) * sizeof *fields);
	size_t n = read_fields(s, list, width, fields);
	if (has)
		s->figure->checks++;
	if (has && (int64_t)num_bits(word.num) > width) {
		struct finding *f = sketch_wrong(s, &finding_too_wide, source_get(map, "value")->range, "the value has %zu bits, and the word %lld", num_bits(word.num), (long long)width);
		f->found = values_show(s->arena, &word);
	}
	for (size_t i = 0; i < n && has; i++)
		if (!show_held(s, word.num, &fields[i]))
			return;
	if (sketch_stopped(s) || !n)
		return;
	draw(s, fields, n, has);
	in_words(s, fields, n, width, has);
}

const struct figure_kind figure_bits = { "bits", "the fields of a word, which add up to its width", keys, make };
