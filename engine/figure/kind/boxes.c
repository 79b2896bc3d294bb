/* boxes: boxes within boxes and the arrows between them, as a topology, a list or a way that data takes. */
#include "base.h"
#include "diag.h"
#include "source.h"
#include "model.h"
#include "facts.h"
#include "values.h"
#include "figure.h"
#include "figure/kind.h"

enum {
	ROWS_OF_TEXT = 12,
	GAP_ACROSS = 3, GAP_DOWN = 1,   /* cells from border to border of two boxes that no arrow joins */
	ARROW_ACROSS = 5, ARROW_DOWN = 3,
	INSIDE = 2,                     /* columns between a box's border and that of a box in it */
	CHANNEL = 2,                    /* rows between two arrows that go round below all boxes */
};

static const struct key keys[] = {
	{ "boxes figure", "boxes", "list", "the boxes, from left to right" },
	{ "boxes figure", "down", "true or false", "they stand one below the other instead" },
	{ "boxes figure", "arrows", "list", "what leads from one box to another" },
	{ "box", "name", "text", "its first row" },
	{ "box", "id", "a name", "what arrows call it; without it, its name" },
	{ "box", "text", "text or list of texts", "further rows" },
	{ "box", "count", "expression", "how many of them there are: stands behind the name" },
	{ "box", "boxes", "list", "the boxes in it" },
	{ "box", "down", "true or false", "those stand one below the other" },
	{ "box", "mark", "true or false", "set off from the others" },
	{ "box", "hole", "true or false", "not there, or not counted: drawn pale" },
	{ "arrow", "from", "the id or name of a box", "where it begins" },
	{ "arrow", "to", "the id or name of a box", "where it leads" },
	{ "arrow", "text", "text", "stands beside it" },
	{ "arrow", "both", "true or false", "it leads both ways" },
	{ "arrow", "dashed", "true or false", "drawn dashed" },
	{ NULL, NULL, NULL, NULL },
};

#define NO_BOX UINT32_MAX
struct bx {
	struct str name, id, rows[ROWS_OF_TEXT];
	uint32_t row_count, parent;
	VEC(uint32_t) kids;
	VEC(int32_t) gaps;              /* before each kid but the first: cells from border to border */
	bool down, mark, hole;
	int32_t x, y, w, h;
};
struct stretch { int32_t x1, y1, x2, y2; };     /* taken by an arrow or its words */
struct arrow { uint32_t from, to; struct str text; bool both, dashed, level; struct stretch run; };      /* level, run: the part that the text stands beside */
struct scene {
	struct sketch *s;
	VEC(struct bx) all;             /* [0] stands around all of them, and is not drawn */
	VEC(struct arrow) arrows;
	VEC(struct stretch) taken;
	int32_t channel;                /* the next row below all boxes */
};

/* --- reading ------------------------------------------------------------------------------------------------ */
static bool read_boxes(struct scene *c, const struct yaml *map, const char *key, bool needed, uint32_t parent);

static bool read_rows(struct scene *c, const struct yaml *map, struct bx *b)
{
	const struct yaml *y = source_get(map, "text");
	if (y && y->kind == YAML_LIST && b->row_count + y->items.n > ROWS_OF_TEXT) {
		sketch_fail(c->s, &finding_too_big, y->range, "a box has %d rows of text at most", ROWS_OF_TEXT - 1);
		return false;
	}
	for (size_t i = 0; y && y->kind == YAML_LIST && i < y->items.n; i++)
		if (!sketch_words(c->s, y->items.at[i], "text", &b->rows[b->row_count++]))
			return false;
	if (y && y->kind != YAML_LIST)
		sketch_text(c->s, map, "text", true, &b->rows[b->row_count++]);
	return !sketch_stopped(c->s);
}

static bool read_box(struct scene *c, const struct yaml *map, uint32_t parent)
{
	struct sketch *s = c->s;
	struct bx b = { .parent = parent };
	struct value count;
	if (!sketch_keys(s, map, "box"))
		return false;
	sketch_text(s, map, "name", !source_get(map, "boxes") && !source_get(map, "text"), &b.name);
	if (!sketch_text(s, map, "id", false, &b.id))
		b.id = b.name;
	sketch_truth(s, map, "down", &b.down);
	sketch_truth(s, map, "mark", &b.mark);
	sketch_truth(s, map, "hole", &b.hole);
	if (sketch_number(s, map, "count", false, &count))
		b.name = str_format(s->arena, "%.*s × %.*s", STR_ARG(b.name), STR_ARG(sketch_plain(s, &count)));
	if (b.name.n)
		b.rows[b.row_count++] = b.name;
	if (!read_rows(c, map, &b))
		return false;
	if (c->all.n > FIGURE_ITEMS) {
		sketch_fail(s, &finding_too_big, map->range, "a figure has %d boxes at most", FIGURE_ITEMS);
		return false;
	}
	uint32_t index = (uint32_t)c->all.n;
	*vec_add(s->arena, &c->all) = b;
	*vec_add(s->arena, &c->all.at[parent].kids) = index;
	return read_boxes(c, map, "boxes", false, index);
}

/* As deep as the annotation's YAML may be. */
static bool read_boxes(struct scene *c, const struct yaml *map, const char *key, bool needed, uint32_t parent)
{
	const struct yaml *list;
	if (!sketch_list(c->s, map, key, needed, &list))
		return !sketch_stopped(c->s);
	for (size_t i = 0; i < list->items.n; i++)
		if (!read_box(c, list->items.at[i], parent))
			return false;
	return true;
}

static uint32_t find(struct scene *c, const struct yaml *map, const char *key)
{
	struct str id;
	uint32_t found = NO_BOX;
	if (!sketch_text(c->s, map, key, true, &id))
		return NO_BOX;
	struct range place = source_get(map, key)->range;
	for (uint32_t i = 1; i < c->all.n; i++) {
		if (!str_eq(c->all.at[i].id, id))
			continue;
		if (found != NO_BOX) {
			sketch_fail(c->s, &finding_name_twice, place, "two boxes are called %.*s", STR_ARG(id))->help = STR("give each an id of its own");
			return NO_BOX;
		}
		found = i;
	}
	if (found == NO_BOX)
		sketch_fail(c->s, &finding_unknown_name, place, "there is no box %.*s", STR_ARG(id))->found = id;
	return found;
}

static bool within(const struct scene *c, uint32_t box, uint32_t outer)
{
	for (; box != NO_BOX; box = c->all.at[box].parent)
		if (box == outer)
			return true;
	return false;
}

static bool read_arrows(struct scene *c, const struct yaml *map)
{
	const struct yaml *list;
	if (!sketch_list(c->s, map, "arrows", false, &list))
		return !sketch_stopped(c->s);
	for (size_t i = 0; i < list->items.n; i++) {
		const struct yaml *own = list->items.at[i];
		struct arrow a = { 0 };
		if (!sketch_keys(c->s, own, "arrow"))
			return false;
		a.from = find(c, own, "from");
		a.to = sketch_stopped(c->s) ? NO_BOX : find(c, own, "to");
		sketch_text(c->s, own, "text", false, &a.text);
		sketch_truth(c->s, own, "both", &a.both);
		sketch_truth(c->s, own, "dashed", &a.dashed);
		if (sketch_stopped(c->s))
			return false;
		if (within(c, a.from, a.to) || within(c, a.to, a.from)) {
			sketch_fail(c->s, &finding_bad_yaml, own->range, "an arrow joins two boxes of which neither stands in the other");
			return false;
		}
		*vec_add(c->s->arena, &c->arrows) = a;
	}
	return true;
}

/* --- sizes and places ------------------------------------------------------------------------------------------ */
static uint32_t kid_with(const struct scene *c, uint32_t outer, uint32_t box)
{
	for (uint32_t i = 0; i < c->all.at[outer].kids.n; i++)
		if (within(c, box, c->all.at[outer].kids.at[i]))
			return i;
	return NO_BOX;
}

static void gaps(struct scene *c)
{
	for (uint32_t i = 0; i < c->all.n; i++)
		for (size_t k = 0; k < c->all.at[i].kids.n; k++)
			*vec_add(c->s->arena, &c->all.at[i].gaps) = c->all.at[i].down ? GAP_DOWN : GAP_ACROSS;
	for (size_t i = 0; i < c->arrows.n; i++) {
		const struct arrow *a = &c->arrows.at[i];
		uint32_t outer = c->all.at[a->from].parent;
		while (!within(c, a->to, outer))
			outer = c->all.at[outer].parent;
		uint32_t one = kid_with(c, outer, a->from), other = kid_with(c, outer, a->to), first = one < other ? one : other, last = one < other ? other : one;
		struct bx *b = &c->all.at[outer];
		int32_t words = a->text.n && last == first + 1 ? draw_columns(a->text) + 2 : 0;
		for (uint32_t k = first + 1; k <= last; k++) {
			int32_t least = b->down ? ARROW_DOWN : ARROW_ACROSS + words;
			b->gaps.at[k] = b->gaps.at[k] > least ? b->gaps.at[k] : least;
		}
	}
}

/* From the inside out: boxes of one row become equally high, those of one column equally wide. Parents stand before kids. */
static void measure(struct scene *c)
{
	for (uint32_t i = (uint32_t)c->all.n; i-- > 0; ) {
		struct bx *b = &c->all.at[i];
		int32_t along = 0, thick = 0, text = 0;
		for (uint32_t k = 0; k < b->row_count; k++)
			text = draw_columns(b->rows[k]) > text ? draw_columns(b->rows[k]) : text;
		for (size_t k = 0; k < b->kids.n; k++) {
			const struct bx *kid = &c->all.at[b->kids.at[k]];
			along += (b->down ? kid->h : kid->w) + (k ? b->gaps.at[k] : 0);
			thick = (b->down ? kid->w : kid->h) > thick ? (b->down ? kid->w : kid->h) : thick;
		}
		for (size_t k = 0; k < b->kids.n; k++)
			*(b->down ? &c->all.at[b->kids.at[k]].w : &c->all.at[b->kids.at[k]].h) = thick;
		int32_t inner = b->kids.n ? (b->down ? thick : along) + 2 * INSIDE : 0;
		b->w = text + 3 > inner ? text + 3 : inner;
		b->h = (int32_t)b->row_count + 1 + (b->kids.n ? (b->down ? along : thick) + 1 : 0);
	}
}

static void place(struct scene *c)
{
	for (uint32_t i = 0; i < c->all.n; i++) {
		struct bx *b = &c->all.at[i];
		int32_t x = i ? b->x + INSIDE : 0, y = i ? b->y + (int32_t)b->row_count + 1 : 0, along = 0;
		for (size_t k = 0; k < b->kids.n; k++)
			along += (b->down ? c->all.at[b->kids.at[k]].h : c->all.at[b->kids.at[k]].w) + (k ? b->gaps.at[k] : 0);
		/* a box that was made wider than what is in it has it in its middle */
		if (i && !b->down && b->kids.n)
			x += (b->w - 2 * INSIDE - along) / 2;
		for (size_t k = 0; k < b->kids.n; k++) {
			struct bx *kid = &c->all.at[b->kids.at[k]];
			if (k && b->down)
				y += b->gaps.at[k];
			else if (k)
				x += b->gaps.at[k];
			kid->x = x;
			kid->y = y;
			if (b->down && i)
				kid->w = b->w - 2 * INSIDE;
			if (b->down)
				y += kid->h;
			else
				x += kid->w;
		}
	}
}

/* --- arrows: straight where nothing stands between, else with one bend, else round below --------------------------- */
static bool cross(const struct stretch *a, const struct stretch *b)
{
	return a->x1 <= b->x2 && b->x1 <= a->x2 && a->y1 <= b->y2 && b->y1 <= a->y2;
}

static struct stretch from_to(int32_t x1, int32_t y1, int32_t x2, int32_t y2)
{
	return (struct stretch){ x1 < x2 ? x1 : x2, y1 < y2 ? y1 : y2, x1 < x2 ? x2 : x1, y1 < y2 ? y2 : y1 };
}

static bool is_free(const struct scene *c, const struct arrow *a, struct stretch way)
{
	for (uint32_t i = 1; i < c->all.n; i++) {
		const struct bx *b = &c->all.at[i];
		struct stretch body = { b->x, b->y, b->x + b->w, b->y + b->h };
		if (i != a->from && i != a->to && !within(c, a->from, i) && !within(c, a->to, i) && !within(c, i, a->from) && !within(c, i, a->to) && cross(&body, &way))
			return false;
		/* the words of a box around both are not crossed */
		struct stretch words = { b->x + 1, b->y + 1, b->x + b->w - 1, b->y + (int32_t)b->row_count };
		if (i != a->from && i != a->to && b->row_count && b->kids.n && cross(&words, &way) && (within(c, a->from, i) || within(c, a->to, i)))
			return false;
	}
	for (size_t i = 0; i < c->taken.n; i++)
		if (cross(&c->taken.at[i], &way))
			return false;
	return true;
}

static void take(struct scene *c, struct stretch way)
{
	*vec_add(c->s->arena, &c->taken) = way;
}

static struct primitive *shaft(struct scene *c, const struct arrow *a, int32_t x1, int32_t y1, int32_t x2, int32_t y2)
{
	struct primitive *p = draw_line(c->s, LOOK_PLAIN, x1, y1, x2, y2);
	p->dashed = a->dashed;
	p->to_tip = true;
	p->from_tip = a->both;
	take(c, from_to(x1, y1, x2, y2));
	return p;
}

/* Rows or columns from the middle of [low, high] outwards. */
static int32_t outward(int32_t low, int32_t high, int32_t i)
{
	int32_t middle = low + (high - low) / 2;
	return i % 2 ? middle + (i + 1) / 2 : middle - i / 2;
}

/* No border, arrow or other words in the way of words beside an arrow. */
static bool can_stand(const struct scene *c, struct stretch words)
{
	for (uint32_t i = 1; i < c->all.n; i++) {
		const struct bx *b = &c->all.at[i];
		struct stretch body = { b->x, b->y, b->x + b->w, b->y + b->h };
		bool inside = words.x1 > body.x1 && words.x2 < body.x2 && words.y1 > body.y1 + (int32_t)b->row_count && words.y2 < body.y2;
		if (cross(&body, &words) && !(inside && b->kids.n))
			return false;
	}
	for (size_t i = 0; i < c->taken.n; i++)
		if (cross(&c->taken.at[i], &words))
			return false;
	return true;
}

/* Words over a level arrow, as near to its middle as they can stand. */
static void words_over(struct scene *c, struct str text, int32_t from, int32_t to, int32_t y)
{
	int32_t half = draw_columns(text) / 2, x = (from + to) / 2;
	if (!text.n)
		return;
	for (int32_t i = 0; i < 2 * (to - from); i++) {
		int32_t middle = outward(from, to, i);
		if (middle - half >= 0 && can_stand(c, from_to(middle - half, y, middle + half, y))) {
			x = middle;
			break;
		}
	}
	draw_text(c->s, LOOK_QUIET, 'm', x, y, text);
	take(c, from_to(x - half, y, x + half, y));
}

static void words_beside(struct scene *c, struct str text, int32_t x, int32_t from, int32_t to)
{
	int32_t columns = draw_columns(text), y = (from + to) / 2;
	if (!text.n)
		return;
	for (int32_t i = 0; i < 2 * (to - from + 1); i++) {
		int32_t middle = outward(from, to, i);
		if (middle >= from && middle <= to && can_stand(c, from_to(x + 1, middle, x + 1 + columns, middle))) {
			y = middle;
			break;
		}
	}
	draw_text(c->s, LOOK_QUIET, 'l', x + 2, y, text);
	take(c, from_to(x + 1, y, x + 1 + columns, y));
}

/* Words are placed when all arrows are: from and to along the arrow, at across it. */
static void stands_beside(struct arrow *a, bool level, int32_t from, int32_t to, int32_t at)
{
	a->level = level;
	a->run = level ? from_to(from, at, to, at) : from_to(at, from, at, to);
}

static bool straight_across(struct scene *c, struct arrow *a, const struct bx *f, const struct bx *t)
{
	int32_t low = f->y > t->y ? f->y : t->y, high = f->y + f->h < t->y + t->h ? f->y + f->h : t->y + t->h;
	bool right = t->x > f->x + f->w;
	if (!(right || f->x > t->x + t->w) || high - low < 2)
		return false;
	int32_t x1 = right ? f->x + f->w : f->x, x2 = right ? t->x - 1 : t->x + t->w + 1, own = right ? 1 : -1;
	for (int32_t i = 0; i < 2 * (high - low); i++) {
		int32_t y = outward(low + 1, high - 1, i), from = x1 < x2 ? x1 : x2, to = x1 < x2 ? x2 : x1;
		if (y <= low || y >= high || !is_free(c, a, from_to(x1 + own, y, x2, y)))
			continue;
		shaft(c, a, x1 + (a->both ? own : 0), y, x2, y);
		stands_beside(a, true, from, to, y - 1);
		return true;
	}
	return false;
}

static bool straight_down(struct scene *c, struct arrow *a, const struct bx *f, const struct bx *t)
{
	int32_t low = f->x > t->x ? f->x : t->x, high = f->x + f->w < t->x + t->w ? f->x + f->w : t->x + t->w;
	bool down = t->y > f->y + f->h;
	if (!(down || f->y > t->y + t->h) || high - low < 2)
		return false;
	int32_t y1 = down ? f->y + f->h : f->y, y2 = down ? t->y - 1 : t->y + t->h + 1, own = down ? 1 : -1;
	for (int32_t i = 0; i < 2 * (high - low); i++) {
		int32_t x = outward(low + 1, high - 1, i);
		if (x <= low || x >= high || !is_free(c, a, from_to(x, y1 + own, x, y2)))
			continue;
		shaft(c, a, x, y1 + (a->both ? own : 0), x, y2);
		stands_beside(a, false, down ? y1 + 1 : y2, down ? y2 : y1 - 1, x);
		return true;
	}
	return false;
}

/* Out of the side of one, then into the top or bottom of the other. */
static bool bent(struct scene *c, struct arrow *a, const struct bx *f, const struct bx *t)
{
	int32_t x = t->x + t->w / 2, y = f->y + f->h / 2;
	bool right = x > f->x + f->w, below = t->y > y;
	if (!(right || x < f->x) || (!below && y <= t->y + t->h))
		return false;
	int32_t x1 = right ? f->x + f->w : f->x, y2 = below ? t->y - 1 : t->y + t->h + 1, own = right ? 1 : -1;
	if (!is_free(c, a, from_to(x1 + own, y, x, y)) || !is_free(c, a, from_to(x, y, x, y2)))
		return false;
	struct primitive *p = shaft(c, a, x1 + (a->both ? own : 0), y, x, y);
	draw_to(c->s, p, x, y2);
	take(c, from_to(x, y, x, y2));
	stands_beside(a, true, x1 < x ? x1 : x, x1 < x ? x : x1, y - 1);
	return true;
}

static int32_t clear_column(struct scene *c, const struct arrow *a, const struct bx *b)
{
	for (int32_t i = 0; i < 2 * b->w; i++) {
		int32_t x = outward(b->x + 1, b->x + b->w - 1, i);
		if (x > b->x && x < b->x + b->w && is_free(c, a, from_to(x, b->y + b->h + 1, x, c->channel)))
			return x;
	}
	return b->x + b->w / 2;
}

static void round_below(struct scene *c, struct arrow *a, const struct bx *f, const struct bx *t)
{
	int32_t x1 = clear_column(c, a, f), x2 = clear_column(c, a, t), from = x1 < x2 ? x1 : x2, to = x1 < x2 ? x2 : x1;
	struct primitive *p = shaft(c, a, x1, f->y + f->h + a->both, x1, c->channel);
	draw_to(c->s, p, x2, c->channel);
	draw_to(c->s, p, x2, t->y + t->h + 1);
	take(c, from_to(x2, t->y + t->h + 1, x2, c->channel));
	take(c, from_to(from, c->channel, to, c->channel));
	stands_beside(a, true, from, to, c->channel - 1);
	c->channel += CHANNEL;
}

static void draw(struct scene *c)
{
	for (uint32_t i = 1; i < c->all.n; i++) {
		const struct bx *b = &c->all.at[i];
		draw_box(c->s, b->hole ? LOOK_HOLE : b->mark ? LOOK_TINT : LOOK_PLAIN, b->x, b->y, b->w, b->h);
		/* words stand in the middle of a box that was made higher */
		int32_t spare = b->kids.n ? 0 : (b->h - 1 - (int32_t)b->row_count) / 2;
		for (uint32_t k = 0; k < b->row_count; k++)
			draw_middle(c->s, b->hole ? LOOK_QUIET : k == 0 && b->name.n ? LOOK_STRONG : LOOK_PLAIN, b->x, b->w, b->y + 1 + spare + (int32_t)k, b->rows[k]);
	}
	c->channel = c->s->drawing->height + 1;
	for (size_t i = 0; i < c->arrows.n; i++) {
		struct arrow *a = &c->arrows.at[i];
		const struct bx *f = &c->all.at[a->from], *t = &c->all.at[a->to];
		if (!straight_across(c, a, f, t) && !straight_down(c, a, f, t) && !bent(c, a, f, t))
			round_below(c, a, f, t);
	}
	for (size_t i = 0; i < c->arrows.n; i++) {
		const struct arrow *a = &c->arrows.at[i];
		if (a->level)
			words_over(c, a->text, a->run.x1, a->run.x2, a->run.y1);
		else
			words_beside(c, a->text, a->run.x1, a->run.y1, a->run.y2);
	}
}

/* In the order of the word list. */
enum { TOLD_ALL, TOLD_HOLDS, TOLD_FROM, TOLD_BETWEEN, TOLD_NAMELESS };

static struct str called(const struct scene *c, const struct bx *b)
{
	const char *const *words = model_words(c->s->model->settings.lang, WORDS_FIGURE_TOLD_BOXES);
	return b->name.n ? b->name : b->id.n ? b->id : b->row_count ? b->rows[0] : str_of(words[TOLD_NAMELESS]);
}

static void in_words(struct scene *c)
{
	struct buf *alt = &c->s->alt;
	for (uint32_t i = 0; i < c->all.n; i++) {
		const struct bx *b = &c->all.at[i];
		if (!b->kids.n)
			continue;
		struct str name = i ? called(c, b) : STR("");
		buf_puts(alt, i ? " " : "");
		sketch_tell(c->s, WORDS_FIGURE_TOLD_BOXES, i ? TOLD_HOLDS : TOLD_ALL, &name, 1);
		for (size_t k = 0; k < b->kids.n; k++) {
			const struct bx *kid = &c->all.at[b->kids.at[k]];
			buf_printf(alt, "%s %.*s", k ? "," : "", STR_ARG(called(c, kid)));
			uint32_t first = kid->name.n || !kid->id.n ? 1 : 0;
			for (uint32_t row = first; row < kid->row_count; row++)
				buf_printf(alt, "%s%.*s%s", row == first ? " (" : "; ", STR_ARG(kid->rows[row]), row + 1 == kid->row_count ? ")" : "");
		}
		buf_putc(alt, '.');
	}
	for (size_t i = 0; i < c->arrows.n; i++) {
		const struct arrow *a = &c->arrows.at[i];
		struct str ends[] = { called(c, &c->all.at[a->from]), called(c, &c->all.at[a->to]) };
		buf_putc(alt, ' ');
		sketch_tell(c->s, WORDS_FIGURE_TOLD_BOXES, a->both ? TOLD_BETWEEN : TOLD_FROM, ends, 2);
		if (a->text.n)
			buf_printf(alt, ": %.*s", STR_ARG(a->text));
		buf_putc(alt, '.');
	}
}

static void make(struct sketch *s, const struct yaml *map)
{
	struct scene c = { .s = s };
	struct bx *all = vec_add(s->arena, &c.all);
	all->parent = NO_BOX;
	sketch_truth(s, map, "down", &all->down);
	if (!read_boxes(&c, map, "boxes", true, 0) || sketch_stopped(s) || !read_arrows(&c, map))
		return;
	gaps(&c);
	measure(&c);
	place(&c);
	draw(&c);
	in_words(&c);
}

const struct figure_kind figure_boxes = { "boxes", "boxes within boxes, and arrows between them", keys, make };
