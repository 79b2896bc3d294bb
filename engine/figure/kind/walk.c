/* walk: an address cut into indices and an offset, and the tables that they lead through to a page. */
#include "base.h"
#include "diag.h"
#include "source.h"
#include "model.h"
#include "facts.h"
#include "values.h"
#include "figure.h"
#include "figure/kind.h"

enum { LEVELS = 8, BITS_MOST = 128 };   /* no processor has more than five levels, no address more than 64 bits */

static const struct key keys[] = {
	{ "walk figure", "address", "expression", "the address that is translated" },
	{ "walk figure", "offset", "number of bits", "the offset within a page" },
	{ "walk figure", "levels", "list, from the top", "the tables" },
	{ "walk figure", "width", "number of bits", "how many bits are translated: those of levels and offset must come to it" },
	{ "walk figure", "start", "text", "what points to the first table, such as CR3" },
	{ "walk figure", "frame", "expression", "the number of the page that the last entry holds" },
	{ "walk figure", "physical", "expression", "the address it ends at: compared with frame and offset" },
	{ "walk level", "name", "text", "the table" },
	{ "walk level", "bits", "number of bits", "how many bits of the address are its index" },
	{ "walk level", "index", "expression", "the index: compared with the address" },
	{ "walk level", "entry", "text", "what the entry holds" },
	{ NULL, NULL, NULL, NULL },
};

struct step { struct str name, index, entry; int64_t high, low; int32_t x, w; };
struct route { struct step at[LEVELS + 1]; size_t n; struct str start, rest, page, physical; int64_t width, offset; };

static const struct num *cut(struct sketch *s, const struct num *address, int64_t high, int64_t low)
{
	const struct num *x, *one = num_of(s->arena, 1), *mask;
	num_apply(s->arena, s->limits, NUM_SHR, address, num_of(s->arena, low), &x);
	num_apply(s->arena, s->limits, NUM_SHL, one, num_of(s->arena, high - low + 1), &mask);
	num_apply(s->arena, s->limits, NUM_SUB, mask, one, &mask);
	num_apply(s->arena, s->limits, NUM_AND, x, mask, &x);
	return x;
}

static struct str hex(struct sketch *s, const struct num *n)
{
	return num_show(s->arena, n, (struct num_style){ .base = 16 });
}

static bool read_levels(struct sketch *s, const struct yaml *list, const struct num *address, struct route *r)
{
	int64_t bits[LEVELS], high = r->offset;
	for (size_t i = 0; i < list->items.n; i++) {
		if (!sketch_keys(s, list->items.at[i], "walk level") || !sketch_integer(s, list->items.at[i], "bits", true, 1, 64, &bits[i]))
			return false;
		high += bits[i];
	}
	r->n = list->items.n;
	if (high > BITS_MOST) {
		sketch_fail(s, &finding_too_big, list->range, "levels and offset have %lld bits, and a walk shows %d at most", (long long)high, BITS_MOST);
		return false;
	}
	if (r->width) {
		s->figure->checks++;
		if (high != r->width) {
			struct finding *f = sketch_wrong(s, &finding_size_mismatch, list->range, "levels and offset have %lld bits, and the width is %lld", (long long)high, (long long)r->width);
			f->found = str_format(s->arena, "%lld", (long long)high);
			f->expected = str_format(s->arena, "%lld", (long long)r->width);
		}
	}
	r->width = high;
	for (size_t i = 0; i < r->n; i++) {
		const struct yaml *map = list->items.at[i];
		struct step *step = &r->at[i];
		struct value said;
		sketch_text(s, map, "name", true, &step->name);
		sketch_text(s, map, "entry", false, &step->entry);
		step->high = high - 1;
		step->low = high -= bits[i];
		const struct num *index = cut(s, address, step->high, step->low);
		step->index = num_show(s->arena, index, (struct num_style){ 0 });
		bool has = sketch_number(s, map, "index", false, &said);
		if (sketch_stopped(s))
			return false;
		s->figure->checks += has;
		if (has && num_compare(said.num, index) != 0) {
			struct finding *f = sketch_wrong(s, &finding_wrong_calculation, source_get(map, "index")->range, "bits %lld to %lld of the address are %.*s, and here is %.*s",
				(long long)step->high, (long long)step->low, STR_ARG(step->index), STR_ARG(values_show(s->arena, &said)));
			f->found = values_show(s->arena, &said);
			f->expected = step->index;
		}
	}
	return true;
}

/* The address may have more bits than are translated when all of them repeat the highest that is. */
static bool canonical(struct sketch *s, const struct yaml *map, const struct value *address, const struct route *r)
{
	size_t bits = num_bits(address->num);
	if (num_sign(address->num) == 0 || (int64_t)bits <= r->width)
		return true;
	const struct num *above = cut(s, address->num, 63, r->width - 1), *ones = cut(s, num_negate(s->arena, num_of(s->arena, 1)), 63, r->width - 1);
	if (bits <= 64 && r->width < 64 && num_compare(above, ones) == 0)
		return true;
	struct finding *f = sketch_wrong(s, &finding_too_wide, source_get(map, "address")->range, "the address has %zu bits, of which %lld are translated, and those above do not all repeat bit %lld",
		bits, (long long)r->width, (long long)r->width - 1);
	f->help = STR("such an address is not valid: mend it, or the widths of the levels");
	return false;
}

static bool read_end(struct sketch *s, const struct yaml *map, const struct num *address, struct route *r)
{
	struct value frame, said;
	const struct num *offset = cut(s, address, r->offset - 1, 0), *x;
	r->rest = hex(s, offset);
	bool has = sketch_number(s, map, "frame", false, &frame), has_physical = sketch_number(s, map, "physical", false, &said);
	if (sketch_stopped(s))
		return false;
	if (has) {
		if (num_apply(s->arena, s->limits, NUM_SHL, frame.num, num_of(s->arena, r->offset), &x) != NUM_FINE || num_apply(s->arena, s->limits, NUM_ADD, x, offset, &x) != NUM_FINE) {
			sketch_fail(s, &finding_bad_yaml, source_get(map, "frame")->range, "frame: wants the number of a page: a whole number of 0 or more");
			return false;
		}
		r->page = str_format(s->arena, "%.*s %.*s", STR_ARG(sketch_say(s, WORDS_FIGURE_PAGE, false)), STR_ARG(values_show(s->arena, &frame)));
		r->physical = hex(s, x);
	}
	if (has && has_physical) {
		s->figure->checks++;
		said.style.base = 16;
		if (num_compare(x, said.num) != 0) {
			struct finding *f = sketch_wrong(s, &finding_wrong_calculation, source_get(map, "physical")->range, "%.*s with offset %.*s is the address %.*s, and here is %.*s", STR_ARG(r->page), STR_ARG(r->rest),
				STR_ARG(r->physical), STR_ARG(values_show(s->arena, &said)));
			f->found = values_show(s->arena, &said);
			f->expected = r->physical;
		}
	} else if (has_physical) {
		sketch_fail(s, &finding_bad_yaml, source_get(map, "physical")->range, "physical: follows from the frame, and there is none");
		return false;
	}
	return true;
}

static int32_t wider(int32_t w, struct str text, int32_t more)
{
	return draw_columns(text) + more > w ? draw_columns(text) + more : w;
}

static void draw(struct sketch *s, struct route *r, struct str address)
{
	enum { TABLE = 7, GAP = 4 };    /* rows from the address down to the tables; columns between two tables */
	int32_t start = r->start.n ? draw_columns(r->start) + 4 : 0, x = start;
	struct step *last = &r->at[r->n];
	*last = (struct step){ .name = sketch_say(s, WORDS_FIGURE_OFFSET, false), .index = r->rest, .high = r->offset - 1 };
	draw_text(s, LOOK_VALUE, 'l', start, 0, address);
	for (size_t i = 0; i <= r->n; i++) {
		struct step *step = &r->at[i];
		step->w = wider(wider(wider(10, step->name, 4), step->index, 4), step->entry, 4);
		step->w = wider(step->w, str_format(s->arena, "[%.*s]", STR_ARG(step->index)), 4);
		if (i == r->n)
			step->w = wider(wider(step->w, r->page, 4), r->physical, 4);
		step->x = x;
		x += step->w + GAP;
	}
	for (size_t i = 0; i <= r->n; i++) {
		struct step *step = &r->at[i];
		/* the parts of the address join, so each reaches over the gap behind it */
		int32_t w = step->w + (i < r->n ? GAP : 0), middle = step->x + step->w / 2;
		draw_text(s, LOOK_QUIET, 'l', step->x + 1, 1, str_format(s->arena, "%lld", (long long)step->high));
		if (step->high != step->low)
			draw_text(s, LOOK_QUIET, 'r', step->x + w - 1, 1, str_format(s->arena, "%lld", (long long)step->low));
		draw_box(s, i == r->n ? LOOK_TINT : LOOK_PLAIN, step->x, 2, w, 3);
		draw_middle(s, LOOK_STRONG, step->x, step->w, 3, step->name);
		draw_middle(s, LOOK_VALUE, step->x, step->w, 4, step->index);
		draw_line(s, LOOK_QUIET, middle, 5, middle, TABLE - 1)->to_tip = true;
		struct str name = i < r->n ? step->name : r->page.n ? r->page : sketch_say(s, WORDS_FIGURE_PAGE, false);
		int32_t h = i < r->n ? step->entry.n ? 4 : 3 : r->physical.n ? 3 : 2;
		draw_box(s, i == r->n ? LOOK_TINT : LOOK_PLAIN, step->x, TABLE, step->w, h);
		draw_middle(s, LOOK_STRONG, step->x, step->w, TABLE + 1, name);
		if (i < r->n)
			draw_middle(s, LOOK_VALUE, step->x, step->w, TABLE + 2, str_format(s->arena, "[%.*s]", STR_ARG(step->index)));
		draw_middle(s, LOOK_VALUE, step->x, step->w, i < r->n ? TABLE + 3 : TABLE + 2, i < r->n ? step->entry : r->physical);
		if (i)
			draw_line(s, LOOK_PLAIN, r->at[i - 1].x + r->at[i - 1].w, TABLE + 1, step->x - 1, TABLE + 1)->to_tip = true;
	}
	if (r->start.n) {
		draw_text(s, LOOK_STRONG, 'l', 0, TABLE + 1, r->start);
		draw_line(s, LOOK_PLAIN, draw_columns(r->start) + 1, TABLE + 1, start - 1, TABLE + 1)->to_tip = true;
	}
}

/* In the order of the word list. */
enum { TOLD_ADDRESS, TOLD_START, TOLD_STEP, TOLD_ENTRY, TOLD_OFFSET, TOLD_PHYSICAL };

static void in_words(struct sketch *s, const struct route *r, struct str address)
{
	struct buf *alt = &s->alt;
	sketch_tell(s, WORDS_FIGURE_TOLD_WALK, TOLD_ADDRESS, &address, 1);
	buf_puts(alt, r->start.n ? ", " : "");
	if (r->start.n)
		sketch_tell(s, WORDS_FIGURE_TOLD_WALK, TOLD_START, &r->start, 1);
	buf_putc(alt, ':');
	for (size_t i = 0; i < r->n; i++) {
		const struct step *step = &r->at[i];
		struct str high = str_format(s->arena, "%lld", (long long)step->high), low = str_format(s->arena, "%lld", (long long)step->low);
		buf_putc(alt, ' ');
		sketch_tell(s, WORDS_FIGURE_TOLD_WALK, TOLD_STEP, (struct str[]){ high, low, step->index, step->name }, 4);
		buf_puts(alt, step->entry.n ? ", " : "");
		if (step->entry.n)
			sketch_tell(s, WORDS_FIGURE_TOLD_WALK, TOLD_ENTRY, &step->entry, 1);
		buf_putc(alt, ';');
	}
	buf_putc(alt, ' ');
	sketch_tell(s, WORDS_FIGURE_TOLD_WALK, TOLD_OFFSET, (struct str[]){ str_format(s->arena, "%lld", (long long)r->offset - 1), r->rest }, 2);
	buf_puts(alt, r->physical.n ? "; " : "");
	if (r->physical.n)
		sketch_tell(s, WORDS_FIGURE_TOLD_WALK, TOLD_PHYSICAL, (struct str[]){ r->page, r->physical }, 2);
	buf_putc(alt, '.');
}

static void make(struct sketch *s, const struct yaml *map)
{
	const struct yaml *list;
	struct value address;
	struct route *r = arena_take(s->arena, sizeof *r);
	sketch_text(s, map, "start", false, &r->start);
	sketch_integer(s, map, "width", false, 1, BITS_MOST, &r->width);
	if (!sketch_integer(s, map, "offset", true, 1, 63, &r->offset) || !sketch_list(s, map, "levels", true, &list) || !sketch_number(s, map, "address", true, &address))
		return;
	if (list->items.n > LEVELS) {
		sketch_fail(s, &finding_too_big, list->range, "%zu levels, and a walk shows %d at most", list->items.n, LEVELS);
		return;
	}
	if (!num_is_integer(address.num) || num_sign(address.num) < 0) {
		sketch_fail(s, &finding_bad_yaml, source_get(map, "address")->range, "address: wants a whole number of 0 or more");
		return;
	}
	s->figure->checks++;
	if (!read_levels(s, list, address.num, r) || !canonical(s, map, &address, r) || !read_end(s, map, address.num, r) || sketch_stopped(s))
		return;
	struct str shown = hex(s, address.num);
	draw(s, r, shown);
	in_words(s, r, shown);
}

const struct figure_kind figure_walk = { "walk", "an address cut into indices and offset, and the tables they lead through", keys, make };
