/* memory: ranges of addresses or of page numbers with their boundaries, one above the other, or side by side in strips. */
#include "base.h"
#include "diag.h"
#include "source.h"
#include "model.h"
#include "facts.h"
#include "values.h"
#include "figure.h"
#include "figure/kind.h"

enum {
	STRIPS = 16,                    /* more do not stand on a page */
	SCALE_ROWS = 20, SCALE_COLUMNS = 72,    /* what a whole strip takes when it is drawn to scale */
	LEAST_ROWS = 2,
};

static const struct key keys[] = {
	{ "memory figure", "ranges", "list, from the lowest", "the ranges of one strip" },
	{ "memory figure", "strips", "list", "several strips, each with ranges of its own" },
	{ "memory figure", "from", "expression", "where the strip begins: 0, unless the first range says" },
	{ "memory figure", "to", "expression", "where it ends, exclusive: the ranges must reach it" },
	{ "memory figure", "unit", "a unit such as MiB", "the unit that boundaries are written in; else each in its own" },
	{ "memory figure", "shown", "dec or hex", "how boundaries are written" },
	{ "memory figure", "scale", "true or false", "ranges are as long as they are large, where they can be; else all are alike" },
	{ "memory figure", "across", "true or false", "a strip runs from left to right; several strips always do" },
	{ "memory figure", "aligned", "true or false", "a boundary that several strips have stands in one column" },
	{ "memory figure", "lowest", "top or bottom", "where the lowest address of an upright strip stands: at the top, if it is not said" },
	{ "memory strip", "name", "text", "stands above it" },
	{ "memory strip", "ranges", "list, from the lowest", "its ranges" },
	{ "memory strip", "from", "expression", "where it begins" },
	{ "memory strip", "to", "expression", "where it ends, exclusive" },
	{ "memory range", "name", "text", "its name" },
	{ "memory range", "from", "expression", "its first address; without it, where the range before ends" },
	{ "memory range", "to", "expression", "its end, exclusive" },
	{ "memory range", "last", "expression", "its last page or byte, in place of to" },
	{ "memory range", "size", "expression", "its size; with an end, both must agree" },
	{ "memory range", "note", "text", "stands beside it" },
	{ "memory range", "hole", "true or false", "nothing lies there: drawn pale" },
	{ "memory range", "mark", "true or false", "set off from the others" },
	{ NULL, NULL, NULL, NULL },
};

struct region { struct str name, note, size, begins; struct value from, to; bool hole, mark, enlarged; int32_t length; };
struct strip { struct str name; VEC(struct region) all; struct str ends; struct range place; int32_t indent; };
struct memory { struct sketch *s; const struct unit *unit; bool scale, across, upwards, hex, aligned, enlarged; };

static struct str boundary(struct memory *m, const struct value *v)
{
	struct value shown = *v;
	if (m->hex)
		shown.style.base = 16;
	return sketch_show(m->s, &shown, m->unit);
}

/* The smallest step from one last to the next first: a byte among bytes, else one of what is counted. */
static struct value one_of(struct memory *m, const struct value *v)
{
	struct value one = *v;
	one.num = num_of(m->s->arena, 1);
	if (v->unit->dims == 1 && v->unit->dim[0].base == 0)
		num_apply(m->s->arena, m->s->limits, NUM_DIV, num_of(m->s->arena, 8), v->unit->factor, &one.num);
	return one;
}

static bool alike(struct memory *m, const struct yaml *map, const char *key, const struct value *with, const struct value *v)
{
	struct value scale = { .kind = VALUE_NUMBER, .unit = m->unit };
	struct range place = source_get(map, key)->range;
	return (!with || sketch_alike(m->s, place, with, v)) && (!m->unit || sketch_alike(m->s, place, &scale, v));
}

/* The end of a range from its keys; false: none is said, or something is wrong. */
static bool read_end(struct memory *m, const struct yaml *map, struct region *r)
{
	struct sketch *s = m->s;
	struct value size, end, last;
	bool has_size = sketch_number(s, map, "size", false, &size);
	bool has_last = sketch_number(s, map, "last", false, &last);
	bool has_to = sketch_number(s, map, "to", !source_get(map, "size") && !source_get(map, "last"), &r->to);
	if (sketch_stopped(s))
		return false;
	if ((has_size && !alike(m, map, "size", &r->from, &size)) || (has_last && !alike(m, map, "last", &r->from, &last)) || (has_to && !alike(m, map, "to", &r->from, &r->to)))
		return false;
	if (has_last) {
		struct value one = one_of(m, &last);
		if (!sketch_apply(s, NUM_ADD, &last, &one, &end))
			return false;
		if (has_to) {
			s->figure->checks++;
			if (sketch_compare(s, &end, &r->to) != 0)
				sketch_wrong(s, &finding_size_mismatch, source_get(map, "last")->range, "%.*s ends at %.*s, and its last is %.*s", STR_ARG(r->name),
					STR_ARG(boundary(m, &r->to)), STR_ARG(boundary(m, &last)))->help = STR("the end is one more than the last");
		}
		r->to = has_to ? r->to : end;
	}
	if (has_size) {
		if (!sketch_apply(s, NUM_ADD, &r->from, &size, &end))
			return false;
		if (has_to || has_last) {
			s->figure->checks++;
			struct value own;
			if (sketch_compare(s, &end, &r->to) != 0 && sketch_apply(s, NUM_SUB, &r->to, &r->from, &own)) {
				struct finding *f = sketch_wrong(s, &finding_size_mismatch, source_get(map, "size")->range, "%.*s from %.*s to %.*s has a size of %.*s, and here it is %.*s",
					STR_ARG(r->name), STR_ARG(boundary(m, &r->from)), STR_ARG(boundary(m, &r->to)), STR_ARG(sketch_show(s, &own, size.unit)), STR_ARG(sketch_show(s, &size, NULL)));
				f->expected = sketch_show(s, &own, size.unit);
			}
		} else {
			r->to = end;
		}
		r->size = sketch_show(s, &size, NULL);
	}
	return true;
}

static bool read_range(struct memory *m, const struct yaml *map, const struct value *above, struct region *r)
{
	struct sketch *s = m->s;
	if (!sketch_keys(s, map, "memory range"))
		return false;
	sketch_text(s, map, "name", true, &r->name);
	sketch_text(s, map, "note", false, &r->note);
	sketch_truth(s, map, "hole", &r->hole);
	sketch_truth(s, map, "mark", &r->mark);
	bool has_from = sketch_number(s, map, "from", false, &r->from);
	if (sketch_stopped(s))
		return false;
	if (has_from && !alike(m, map, "from", above, &r->from))
		return false;
	if (!has_from && above)
		r->from = *above;
	if (!has_from && !above) {
		/* 0, in the unit of the end */
		const char *key = source_get(map, "to") ? "to" : source_get(map, "last") ? "last" : "size";
		size_t before = s->figure->values.n;
		if (!sketch_number(s, map, key, false, &r->from)) {
			if (!sketch_stopped(s))
				sketch_fail(s, &finding_bad_yaml, map->range, "a range says where it ends: to, last or size");
			return false;
		}
		s->figure->values.n = before;
		r->from.num = num_of(s->arena, 0);
		r->from.names = NULL;
	}
	if (!read_end(m, map, r))
		return false;
	if (sketch_compare(s, &r->from, &r->to) >= 0) {
		sketch_fail(s, &finding_bad_yaml, map->range, "%.*s ends at %.*s, where it begins or before: %.*s", STR_ARG(r->name), STR_ARG(boundary(m, &r->to)), STR_ARG(boundary(m, &r->from)));
		return false;
	}
	s->figure->checks++;
	if (above && sketch_compare(s, &r->from, above) < 0) {
		struct finding *f = sketch_wrong(s, &finding_field_overlap, source_get(map, "from")->range, "%.*s begins at %.*s, and the range before it ends at %.*s", STR_ARG(r->name),
			STR_ARG(boundary(m, &r->from)), STR_ARG(boundary(m, above)));
		f->expected = boundary(m, above);
		s->figure->why = STR("two of its ranges overlap");
		return false;
	}
	return true;
}

static void add_gap(struct memory *m, struct strip *strip, const struct value *from, const struct value *to, struct range place, struct str before)
{
	struct region *gap = vec_add(m->s->arena, &strip->all);
	*gap = (struct region){ .from = *from, .to = *to, .hole = true };
	struct finding *f = sketch_wrong(m->s, &finding_field_gap, place, "from %.*s to %.*s, %.*s, nothing is said to lie", STR_ARG(boundary(m, from)), STR_ARG(boundary(m, to)), STR_ARG(before));
	f->help = STR("name it as a range, with hole: true where nothing lies");
}

static bool read_strip(struct memory *m, const struct yaml *map, struct strip *strip)
{
	struct sketch *s = m->s;
	const struct yaml *list;
	struct value from, to, *above = NULL, end;
	if (!sketch_list(s, map, "ranges", true, &list))
		return false;
	bool has_from = sketch_number(s, map, "from", false, &from), has_to = sketch_number(s, map, "to", false, &to);
	if (sketch_stopped(s) || (has_from && has_to && !sketch_alike(s, source_get(map, "to")->range, &from, &to)))
		return false;
	if (has_from)
		above = &from;
	for (size_t i = 0; i < list->items.n; i++) {
		struct region r = { 0 };
		if (!read_range(m, list->items.at[i], above, &r))
			return false;
		if (above && sketch_compare(s, &r.from, above) > 0)
			add_gap(m, strip, above, &r.from, list->items.at[i]->range, str_format(s->arena, "before %.*s", STR_ARG(r.name)));
		*vec_add(s->arena, &strip->all) = r;
		end = r.to;
		above = &end;
	}
	if (has_to) {
		if (!sketch_alike(s, source_get(map, "to")->range, &end, &to))
			return false;
		s->figure->checks++;
		int order = sketch_compare(s, &end, &to);
		if (order < 0)
			add_gap(m, strip, &end, &to, source_get(map, "to")->range, STR("behind the last range"));
		else if (order > 0)
			sketch_wrong(s, &finding_size_mismatch, source_get(map, "to")->range, "the ranges reach %.*s, and the strip ends at %.*s", STR_ARG(boundary(m, &end)),
				STR_ARG(boundary(m, &to)))->expected = boundary(m, &end);
		if (order < 0)
			end = to;
	}
	strip->place = list->range;
	strip->ends = boundary(m, &end);
	for (size_t i = 0; i < strip->all.n; i++)
		strip->all.at[i].begins = boundary(m, &strip->all.at[i].from);
	return !sketch_stopped(s);
}

/* Lengths along the strip, least at least; to scale they share whole, and one that is drawn longer than it is says so. */
static void measure(struct memory *m, struct strip *strip, int32_t whole)
{
	struct value all, own;
	size_t n = strip->all.n;
	if (!m->scale || !sketch_apply(m->s, NUM_SUB, &strip->all.at[n - 1].to, &strip->all.at[0].from, &all))
		return;
	for (size_t i = 0; i < n; i++) {
		struct region *r = &strip->all.at[i];
		struct value zero = all;
		if (!sketch_apply(m->s, NUM_SUB, &r->to, &r->from, &own))
			continue;
		zero.num = num_of(m->s->arena, 0);
		sketch_apply(m->s, NUM_ADD, &zero, &own, &own);
		int32_t length = (int32_t)draw_scaled(m->s, own.num, all.num, whole);
		if (length < r->length) {
			r->enlarged = m->enlarged = true;
		} else {
			r->length = length;
		}
	}
}

/* The columns that a range takes at least: its words, and its first boundary below it. */
static int32_t needs(const struct region *r)
{
	int32_t name = draw_columns(r->name) + 3, number = draw_columns(r->begins) + 2, words = draw_columns(r->note.n ? r->note : r->size) + 3;
	int32_t most = name > number ? name : number;
	return words > most ? words : most;
}

/* Which of the sorted boundaries it is. */
static size_t boundary_index(struct memory *m, const struct value *all, size_t n, const struct value *v)
{
	size_t i = 0;
	while (i < n && sketch_compare(m->s, &all[i], v) < 0)
		i++;
	return i;
}

/* Every stretch between two boundaries is as wide as the ranges over it ask: what a range lacks, its last stretch gives. */
static bool align(struct memory *m, struct strip *strips, size_t n)
{
	size_t count = 0, room = 0;
	for (size_t i = 0; i < n; i++)
		room += strips[i].all.n + 1;
	if (room > FIGURE_ITEMS) {
		sketch_fail(m->s, &finding_too_big, strips[0].place, "aligned strips have %zu boundaries, and a figure shows %d at most", room, FIGURE_ITEMS);
		return false;
	}
	struct value *all = arena_take(m->s->arena, room * sizeof *all);
	int32_t *width = arena_take(m->s->arena, room * sizeof *width);
	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; k <= strips[i].all.n; k++) {
			const struct value *v = k < strips[i].all.n ? &strips[i].all.at[k].from : &strips[i].all.at[k - 1].to;
			if (!sketch_alike(m->s, strips[i].place, &strips[0].all.at[0].from, v))
				return false;
			size_t at = boundary_index(m, all, count, v);
			if (at < count && sketch_compare(m->s, &all[at], v) == 0)
				continue;
			for (size_t j = count; j > at; j--)
				all[j] = all[j - 1];
			all[at] = *v;
			count++;
		}
	for (int pass = 0; pass < 2; pass++)
		for (size_t i = 0; i < n; i++)
			for (size_t k = 0; k < strips[i].all.n; k++) {
				struct region *r = &strips[i].all.at[k];
				size_t from = boundary_index(m, all, count, &r->from), to = boundary_index(m, all, count, &r->to);
				int32_t sum = 0;
				for (size_t j = from; j < to; j++)
					sum += width[j];
				if (pass == 0 && sum < needs(r))
					width[to - 1] += needs(r) - sum;
				r->length = sum;
			}
	for (size_t i = 0; i < n; i++)
		for (size_t j = boundary_index(m, all, count, &strips[i].all.at[0].from); j-- > 0; )
			strips[i].indent += width[j];
	return true;
}

static enum draw_look look_of(const struct region *r)
{
	return r->hole ? LOOK_HOLE : r->mark ? LOOK_TINT : LOOK_PLAIN;
}

static struct str label(struct memory *m, const struct region *r)
{
	return r->enlarged ? str_format(m->s->arena, "%.*s *", STR_ARG(r->name)) : r->name;
}

static void across(struct memory *m, struct strip *strip, int32_t *y)
{
	struct sketch *s = m->s;
	size_t n = strip->all.n;
	bool notes = false;
	for (size_t i = 0; i < n; i++) {
		struct region *r = &strip->all.at[i];
		if (!m->aligned)
			r->length = needs(r);
		notes |= r->note.n || r->size.n;
	}
	if (!m->aligned)
		measure(m, strip, SCALE_COLUMNS);
	if (strip->name.n)
		draw_text(s, LOOK_STRONG, 'l', strip->indent, (*y)++, strip->name);
	for (size_t i = 0; i < n; ) {
		int32_t x = strip->indent, bottom = *y + (notes ? 3 : 2);
		size_t from = i;
		for (; i < n && (i == from || m->aligned || x + strip->all.at[i].length <= FIGURE_COLUMNS + 4); i++) {
			const struct region *r = &strip->all.at[i];
			draw_box(s, look_of(r), x, *y, r->length, bottom - *y);
			draw_middle(s, r->hole ? LOOK_QUIET : LOOK_STRONG, x, r->length, *y + 1, label(m, r));
			draw_middle(s, LOOK_QUIET, x, r->length, *y + 2, r->note.n ? r->note : r->size);
			draw_text(s, LOOK_VALUE, 'l', x, bottom + 1, r->begins);
			x += r->length;
		}
		struct str end = i < n ? strip->all.at[i].begins : strip->ends;
		draw_text(s, LOOK_VALUE, 'l', x, bottom + 1, end);
		*y = bottom + 3;
	}
}

static void upright(struct memory *m, struct strip *strip, int32_t *y)
{
	struct sketch *s = m->s;
	size_t n = strip->all.n;
	int32_t numbers = draw_columns(strip->ends), names = 12;
	for (size_t i = 0; i < n; i++) {
		struct region *r = &strip->all.at[i];
		numbers = draw_columns(r->begins) > numbers ? draw_columns(r->begins) : numbers;
		names = draw_columns(r->name) + 2 > names ? draw_columns(r->name) + 2 : names;
		r->length = LEAST_ROWS;
	}
	measure(m, strip, SCALE_ROWS);
	int32_t x = numbers + 1, w = names + 5;
	for (size_t k = 0; k < n; k++) {
		const struct region *r = &strip->all.at[m->upwards ? n - 1 - k : k];
		int32_t h = r->length, middle = *y + h / 2;
		struct str words = r->note.n && r->size.n ? str_format(s->arena, "%.*s  %.*s", STR_ARG(r->size), STR_ARG(r->note)) : r->note.n ? r->note : r->size;
		int32_t room = FIGURE_COLUMNS - x - w - 2 > 16 ? FIGURE_COLUMNS - x - w - 2 : 16;
		/* words beside it that need more rows make it higher, unless it is drawn to scale */
		int32_t before = (int32_t)s->drawing->all.n, rows = draw_words(s, LOOK_QUIET, x + w + 2, middle, room, words);
		if (rows + 1 > h && !m->scale)
			h = rows + 1;
		for (size_t i = (size_t)before; i < s->drawing->all.n; i++)
			s->drawing->all.at[i].y += *y + (h - rows) / 2 + (h > rows) - middle > 0 ? *y + 1 + (h - 1 - rows) / 2 - middle : *y + 1 - middle;
		draw_box(s, look_of(r), x, *y, w, h);
		draw_middle(s, r->hole ? LOOK_QUIET : LOOK_STRONG, x, w, *y + h / 2, label(m, r));
		draw_text(s, LOOK_VALUE, 'r', x - 2, *y, m->upwards ? k ? strip->all.at[n - k].begins : strip->ends : r->begins);
		*y += h;
	}
	draw_text(s, LOOK_VALUE, 'r', x - 2, *y, m->upwards ? strip->all.at[0].begins : strip->ends);
	*y += 2;
}

/* In the order of the word list. */
enum { TOLD_REGION, TOLD_MEMORY, TOLD_GAP, TOLD_HOLE };

static struct str told(struct memory *m, int i)
{
	return str_of(model_words(m->s->model->settings.lang, WORDS_FIGURE_TOLD_MEMORY)[i]);
}

static void in_words(struct memory *m, const struct strip *strip)
{
	struct buf *alt = &m->s->alt;
	buf_puts(alt, alt->n ? " " : "");
	sketch_tell(m->s, WORDS_FIGURE_TOLD_MEMORY, TOLD_REGION, (struct str[]){ strip->name.n ? strip->name : told(m, TOLD_MEMORY), strip->all.at[0].begins, strip->ends }, 3);
	buf_putc(alt, ':');
	for (size_t i = 0; i < strip->all.n; i++) {
		const struct region *r = &strip->all.at[i];
		struct str end = i + 1 < strip->all.n ? strip->all.at[i + 1].begins : strip->ends;
		buf_puts(alt, i ? "; " : " ");
		sketch_tell(m->s, WORDS_FIGURE_TOLD_MEMORY, TOLD_REGION, (struct str[]){ r->name.n ? r->name : told(m, TOLD_GAP), r->begins, end }, 3);
		if (r->size.n)
			buf_printf(alt, ", %.*s", STR_ARG(r->size));
		if (r->hole && r->name.n)
			buf_printf(alt, ", %.*s", STR_ARG(told(m, TOLD_HOLE)));
		if (r->note.n)
			buf_printf(alt, " (%.*s)", STR_ARG(r->note));
	}
	buf_putc(alt, '.');
}

static bool options(struct memory *m, const struct yaml *map)
{
	struct sketch *s = m->s;
	struct str word;
	sketch_unit(s, map, "unit", &m->unit);
	sketch_truth(s, map, "scale", &m->scale);
	sketch_truth(s, map, "across", &m->across);
	sketch_truth(s, map, "aligned", &m->aligned);
	if (m->aligned && m->scale)
		sketch_fail(s, &finding_bad_yaml, source_get(map, "aligned")->range, "aligned: strips are aligned or to scale, not both");
	if (sketch_text(s, map, "shown", false, &word)) {
		m->hex = str_is(word, "hex");
		if (!m->hex && !str_is(word, "dec"))
			sketch_fail(s, &finding_bad_yaml, source_get(map, "shown")->range, "shown: wants dec or hex, and here is \"%.*s\"", STR_ARG(word));
	}
	if (sketch_text(s, map, "lowest", false, &word)) {
		m->upwards = str_is(word, "bottom");
		if (!m->upwards && !str_is(word, "top"))
			sketch_fail(s, &finding_bad_yaml, source_get(map, "lowest")->range, "lowest: wants top or bottom, and here is \"%.*s\"", STR_ARG(word));
	}
	return !sketch_stopped(s);
}

static void make(struct sketch *s, const struct yaml *map)
{
	struct memory m = { .s = s };
	const struct yaml *list = NULL;
	if (!options(&m, map))
		return;
	bool several = source_get(map, "strips") != NULL;
	if (several && !sketch_list(s, map, "strips", true, &list))
		return;
	if (several && (source_get(map, "ranges") || list->items.n > STRIPS)) {
		sketch_fail(s, &finding_bad_yaml, list->range, "give strips or ranges, and %d strips at most", STRIPS);
		return;
	}
	size_t n = several ? list->items.n : 1;
	struct strip *strips = arena_take(s->arena, n * sizeof *strips);
	for (size_t i = 0; i < n; i++) {
		const struct yaml *own = several ? list->items.at[i] : map;
		if (several && (!sketch_keys(s, own, "memory strip") || (sketch_text(s, own, "name", false, &strips[i].name), false)))
			return;
		if (!read_strip(&m, own, &strips[i]))
			return;
	}
	int32_t y = 0;
	if (m.aligned && !align(&m, strips, n))
		return;
	for (size_t i = 0; i < n; i++) {
		if (m.across || several)
			across(&m, &strips[i], &y);
		else
			upright(&m, &strips[i], &y);
		in_words(&m, &strips[i]);
	}
	if (m.scale)
		draw_text(s, LOOK_QUIET, 'l', 0, y, sketch_say(s, WORDS_FIGURE_SCALE, m.enlarged));
}

const struct figure_kind figure_memory = { "memory", "ranges of memory with their boundaries, to scale or not", keys, make };
