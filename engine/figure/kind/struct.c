/* struct: the fields of a record, one below the other, with offsets, sizes and the holes between them. */
#include "base.h"
#include "diag.h"
#include "source.h"
#include "model.h"
#include "facts.h"
#include "values.h"
#include "figure.h"
#include "figure/kind.h"

enum { BYTES_MOST = 1 << 30 };  /* of one record: an offset within it is a count a reader can follow */

static const struct key keys[] = {
	{ "struct figure", "name", "text", "stands above it" },
	{ "struct figure", "size", "number of bytes", "the whole record: the fields must fill it" },
	{ "struct figure", "fields", "list, from the first", "the fields" },
	{ "struct figure", "holes", "true or false", "what lies between fields is padding: drawn, and no finding" },
	{ "struct figure", "between", "text", "what lies between the fields, where not all are shown: stands there, and is no finding" },
	{ "struct figure", "line", "number of bytes", "the size of a cache line: where one begins is marked" },
	{ "struct field", "name", "text", "its name" },
	{ "struct field", "type", "text", "its type, before the name" },
	{ "struct field", "offset", "number of bytes", "where it stands; without it, it follows the field above" },
	{ "struct field", "size", "number of bytes", "how many bytes it has" },
	{ "struct field", "value", "text", "what it holds, where the record is that of one thing" },
	{ "struct field", "note", "text", "stands beside it" },
	{ "struct field", "over", "true or false", "a member of a union: it begins where the field above begins" },
	{ "struct field", "hole", "true or false", "padding: drawn pale" },
	{ "struct field", "mark", "true or false", "set off from the others" },
	{ NULL, NULL, NULL, NULL },
};

struct member { struct str name, type, note, value; int64_t offset, size; bool over, hole, mark; };
struct record { VEC(struct member) all; int64_t size, line; bool holes; struct str between; };

/* A number of bytes: plain, or a quantity in bytes. */
static bool bytes(struct sketch *s, const struct yaml *map, const char *key, bool needed, int64_t least, int64_t *out)
{
	struct value v;
	const struct num *n;
	if (!sketch_number(s, map, key, needed, &v))
		return false;
	n = v.num;
	bool information = v.unit->dims == 1 && v.unit->dim[0].base == 0 && v.unit->dim[0].power == 1;
	if (information) {
		num_apply(s->arena, s->limits, NUM_MUL, n, v.unit->factor, &n);
		num_apply(s->arena, s->limits, NUM_DIV, n, num_of(s->arena, 8), &n);
	}
	if ((v.unit->dims == 0 || information) && num_to_int64(n, out) && *out >= least && *out <= BYTES_MOST)
		return true;
	sketch_fail(s, &finding_bad_yaml, source_get(map, key)->range, "%s: wants a whole number of bytes, and here is %.*s", key, STR_ARG(sketch_show(s, &v, NULL)));
	return false;
}

static void hole(struct sketch *s, struct record *r, int64_t from, int64_t to, struct range place, const char *where, struct str name)
{
	*vec_add(s->arena, &r->all) = (struct member){ .name = r->between, .offset = from, .size = to - from, .hole = true };
	if (r->holes || r->between.n)
		return;
	struct finding *f = sketch_wrong(s, &finding_field_gap, place, "%lld byte%s at offset %lld, %s %.*s, belong%s to no field", (long long)(to - from), to - from == 1 ? "" : "s",
		(long long)from, where, STR_ARG(name), to - from == 1 ? "s" : "");
	f->help = STR("name them as a field with hole: true, or say holes: true where the compiler pads");
}

static bool read_member(struct sketch *s, const struct yaml *map, struct record *r, int64_t begins, int64_t *end)
{
	struct member m = { 0 };
	if (!sketch_keys(s, map, "struct field"))
		return false;
	sketch_truth(s, map, "hole", &m.hole);
	sketch_text(s, map, "name", !m.hole, &m.name);
	sketch_text(s, map, "type", false, &m.type);
	sketch_text(s, map, "note", false, &m.note);
	sketch_text(s, map, "value", false, &m.value);
	sketch_truth(s, map, "over", &m.over);
	sketch_truth(s, map, "mark", &m.mark);
	m.offset = m.over ? begins : *end;
	bool said = bytes(s, map, "offset", false, 0, &m.offset);
	bytes(s, map, "size", true, 1, &m.size);
	if (sketch_stopped(s))
		return false;
	if (m.over && said && m.offset != begins)
		sketch_wrong(s, &finding_field_overlap, source_get(map, "offset")->range, "%.*s lies over the field above, which begins at offset %lld", STR_ARG(m.name), (long long)begins)->expected =
			str_format(s->arena, "%lld", (long long)begins);
	s->figure->checks++;
	if (!m.over && m.offset < *end) {
		struct finding *f = sketch_wrong(s, &finding_field_overlap, source_get(map, "offset")->range, "%.*s begins at offset %lld, and the field above it ends at %lld", STR_ARG(m.name),
			(long long)m.offset, (long long)*end);
		f->expected = str_format(s->arena, "%lld", (long long)*end);
		f->help = STR("mend the offset, or say over: true where the two share their place");
		s->figure->why = STR("two of its fields overlap");
		return false;
	}
	if (!m.over && m.offset > *end)
		hole(s, r, *end, m.offset, map->range, "before", m.name);
	*vec_add(s->arena, &r->all) = m;
	if (m.offset + m.size > *end)
		*end = m.offset + m.size;
	return true;
}

static bool read_members(struct sketch *s, const struct yaml *map, struct record *r)
{
	const struct yaml *list;
	int64_t end = 0;
	sketch_truth(s, map, "holes", &r->holes);
	sketch_text(s, map, "between", false, &r->between);
	bytes(s, map, "line", false, 1, &r->line);
	bool sized = bytes(s, map, "size", false, 1, &r->size);
	if (!sketch_list(s, map, "fields", true, &list) || sketch_stopped(s))
		return false;
	for (size_t i = 0; i < list->items.n; i++)
		if (!read_member(s, list->items.at[i], r, r->all.n ? r->all.at[r->all.n - 1].offset : 0, &end))
			return false;
	if (sized) {
		s->figure->checks++;
		if (end < r->size && (r->holes || r->between.n))
			hole(s, r, end, r->size, map->range, "behind", r->all.at[r->all.n - 1].name);
		else if (end != r->size) {
			struct finding *f = sketch_wrong(s, &finding_size_mismatch, source_get(map, "size")->range, "the fields end at offset %lld, and the record has %lld bytes", (long long)end, (long long)r->size);
			f->expected = str_format(s->arena, "%lld", (long long)end);
			f->found = str_format(s->arena, "%lld", (long long)r->size);
		}
	} else {
		r->size = end;
	}
	return !sketch_stopped(s);
}

static struct str count(struct sketch *s, int64_t n)
{
	return str_format(s->arena, "%lld %.*s", (long long)n, STR_ARG(sketch_say(s, WORDS_FIGURE_BYTE, n != 1)));
}

static int32_t longest(int32_t so_far, struct str x)
{
	return draw_columns(x) > so_far ? draw_columns(x) : so_far;
}

static struct str title_of(struct sketch *s, const struct member *m)
{
	return m->type.n ? str_format(s->arena, "%.*s %.*s", STR_ARG(m->type), STR_ARG(m->name)) : m->name;
}

static void draw(struct sketch *s, const struct record *r, struct str name)
{
	int32_t offsets = 0, names = 8, sizes = 0, values = 0, y = 0;
	for (size_t i = 0; i < r->all.n; i++) {
		const struct member *m = &r->all.at[i];
		offsets = longest(offsets, str_format(s->arena, "+%lld", (long long)m->offset));
		names = longest(names, title_of(s, m));
		sizes = longest(sizes, count(s, m->size));
		values = longest(values, m->value);
	}
	int32_t x = offsets + 1, w = names + 3, sizes_at = x + w + 2, values_at = x + w + (values ? values + 3 : 0);
	if (values)
		sizes_at = values_at + 2;
	int32_t notes_at = sizes_at + sizes + 2, room = FIGURE_COLUMNS - notes_at > 20 ? FIGURE_COLUMNS - notes_at : 20;
	if (name.n)
		draw_text(s, LOOK_STRONG, 'l', x, y++, name);
	for (size_t i = 0; i < r->all.n; i++) {
		const struct member *m = &r->all.at[i];
		struct str note = m->note;
		if (m->over)
			note = note.n ? str_format(s->arena, "%.*s: %.*s", STR_ARG(sketch_say(s, WORDS_FIGURE_OVER, false)), STR_ARG(note)) : sketch_say(s, WORDS_FIGURE_OVER, false);
		int32_t rows = draw_words(s, LOOK_QUIET, notes_at, y + 1, room, note);
		int32_t h = rows > 1 ? rows + 1 : 2;
		enum draw_look look = m->hole ? LOOK_HOLE : m->mark ? LOOK_TINT : LOOK_PLAIN;
		draw_box(s, look, x, y, w, h)->dashed = m->over;
		if (values) {
			draw_box(s, look, x + w, y, values + 3, h)->dashed = m->over;
			draw_text(s, LOOK_VALUE, 'l', x + w + 2, y + 1, m->value);
		}
		draw_text(s, m->hole ? LOOK_QUIET : LOOK_STRONG, 'l', x + 2, y + 1, m->name.n ? title_of(s, m) : sketch_say(s, WORDS_FIGURE_HOLE, false));
		draw_text(s, LOOK_VALUE, 'r', x - 2, y + 1, str_format(s->arena, "+%lld", (long long)m->offset));
		draw_text(s, LOOK_QUIET, 'r', sizes_at + sizes - 1, y + 1, count(s, m->size));
		if (r->line && m->offset && m->offset % r->line == 0 && !m->over)
			draw_text(s, LOOK_VALUE, 'l', values ? values_at + 2 : x + w + 2, y, str_format(s->arena, "%.*s %lld", STR_ARG(sketch_say(s, WORDS_FIGURE_CACHE_LINE, false)), (long long)(m->offset / r->line)));
		y += h;
	}
	draw_text(s, LOOK_QUIET, 'r', x - 2, y, str_format(s->arena, "%lld", (long long)r->size));
}

/* In the order of the word list. */
enum { TOLD_SIZE, TOLD_RECORD, TOLD_MEMBER, TOLD_HOLE, TOLD_HOLDS, TOLD_OVER };

static void in_words(struct sketch *s, const struct record *r, struct str name)
{
	const char *const *words = model_words(s->model->settings.lang, WORDS_FIGURE_TOLD_STRUCT);
	sketch_tell(s, WORDS_FIGURE_TOLD_STRUCT, TOLD_SIZE, (struct str[]){ name.n ? name : str_of(words[TOLD_RECORD]), count(s, r->size) }, 2);
	for (size_t i = 0; i < r->all.n; i++) {
		const struct member *m = &r->all.at[i];
		struct str offset = str_format(s->arena, "%lld", (long long)m->offset);
		buf_puts(&s->alt, i ? "; " : " ");
		sketch_tell(s, WORDS_FIGURE_TOLD_STRUCT, TOLD_MEMBER, (struct str[]){ offset, m->name.n ? title_of(s, m) : str_of(words[TOLD_HOLE]), count(s, m->size) }, 3);
		buf_puts(&s->alt, m->value.n ? ", " : "");
		if (m->value.n)
			sketch_tell(s, WORDS_FIGURE_TOLD_STRUCT, TOLD_HOLDS, &m->value, 1);
		if (m->over)
			buf_printf(&s->alt, ", %s", words[TOLD_OVER]);
		if (m->note.n)
			buf_printf(&s->alt, " (%.*s)", STR_ARG(m->note));
	}
	buf_putc(&s->alt, '.');
}

static void make(struct sketch *s, const struct yaml *map)
{
	struct record r = { 0 };
	struct str name;
	sketch_text(s, map, "name", false, &name);
	if (!read_members(s, map, &r))
		return;
	draw(s, &r, name);
	in_words(s, &r, name);
}

const struct figure_kind figure_struct = { "struct", "the fields of a record with offsets, sizes and holes", keys, make };
