/* The stage: each line's figure: is read by its kind, and what it shows is put into words. */
#include "base.h"
#include "diag.h"
#include "source.h"
#include "model.h"
#include "facts.h"
#include "values.h"
#include "figure.h"
#include "figure/kind.h"

const char *figure_look_name(enum draw_look look)
{
	static const char *const names[] = { "plain", "strong", "quiet", "value", "tint", "hole", "wrong", "holds", "doubt" };
	return names[look];
}

const char *figure_kind_name(const struct figure_kind *kind)
{
	return kind ? kind->id : "";
}

/* The keys of a figure itself: its title, and one for each kind. */
static const struct key *own_keys(struct arena *a)
{
	size_t n = 0;
	while (figure_kinds[n])
		n++;
	struct key *keys = arena_take(a, (n + 2) * sizeof *keys);
	keys[0] = (struct key){ "figure", "title", "text", "stands below the drawing" };
	for (size_t i = 0; i < n; i++)
		keys[i + 1] = (struct key){ "figure", figure_kinds[i]->id, "map", figure_kinds[i]->about };
	return keys;
}

static void make(struct sketch *s, const struct key *keys)
{
	struct figure *f = s->figure;
	const struct yaml *map = s->model->lines.at[f->line].figure, *own = NULL;
	for (size_t i = 0; figure_kinds[i]; i++) {
		const struct yaml *y = source_get(map, figure_kinds[i]->id);
		if (y && own) {
			sketch_fail(s, &finding_bad_yaml, y->range, "a figure is of one kind, and here are %s and %s", f->kind->id, figure_kinds[i]->id)->help =
				STR("give each its own line");
			return;
		}
		if (y) {
			own = y;
			f->kind = figure_kinds[i];
		}
	}
	if (!model_check_keys_of(s->diag, keys, map, "figure")) {
		f->failed = true;
		f->why = STR("its description has a fault");
		return;
	}
	if (!own) {
		sketch_fail(s, &finding_bad_yaml, map->range, "a figure says of which kind it is")->help = STR("hence explain figures lists the kinds with their keys");
		return;
	}
	sketch_text(s, map, "title", false, &f->title);
	if (sketch_keys(s, own, str_format(s->arena, "%s figure", f->kind->id).s))
		f->kind->make(s, own);
}

void figure_make(struct arena *a, struct diag *d, const struct limits *l, const struct model *m, const struct facts *facts, struct values *v, struct figures *out)
{
	const struct key *keys = own_keys(a);
	for (uint32_t i = 0; i < m->lines.n && m->settings.annotated; i++) {
		if (!m->lines.at[i].figure)
			continue;
		if (out->all.n == FIGURES_MOST) {
			diag_add(d, &finding_too_big, m->lines.at[i].figure->range, "a worksheet has %d figures at most: this and those below are not read", FIGURES_MOST)->help =
				STR("give it to several worksheets, and let them use each other");
			break;
		}
		struct figure *f = vec_add(a, &out->all);
		f->line = i;
		const struct applies *applies = &v->lines.at[i];
		if (!applies->yes || applies->undecided) {
			f->why = applies->why;
			continue;
		}
		struct sketch s = { .arena = a, .diag = d, .limits = l, .model = m, .facts = facts, .values = v, .figure = f, .drawing = &f->drawing };
		make(&s, keys);
		/* the text backend takes memory for each cell */
		if ((int64_t)f->drawing.width * f->drawing.height > DRAWING_CELLS)
			sketch_fail(&s, &finding_too_big, m->lines.at[i].figure->range, "the drawing has %d × %d cells, and %d is the most", (int)f->drawing.width,
				(int)f->drawing.height, DRAWING_CELLS)->help = STR("show less of it, or cut it into several figures");
		f->drawn = !f->why.n;
		f->alt = str_copy(a, buf_str(&s.alt));
		buf_free(&s.alt);
	}
}

const struct figure *figure_of(const struct figures *figures, uint32_t line)
{
	for (size_t low = 0, high = figures->all.n; low < high; ) {
		size_t middle = low + (high - low) / 2;
		const struct figure *f = &figures->all.at[middle];
		if (f->line == line)
			return f;
		if (f->line < line)
			low = middle + 1;
		else
			high = middle;
	}
	return NULL;
}

static void keys_of(struct buf *out, const struct key *keys)
{
	const char *where = "";
	for (const struct key *k = keys; k->name; k++) {
		if (!str_is(str_of(where), k->where))
			buf_printf(out, "  %s\n", k->where);
		where = k->where;
		buf_printf(out, "    %-10s %-34s %s\n", k->name, k->shape, k->meaning);
	}
}

bool figure_manual_kind(struct str id, struct buf *out)
{
	for (size_t i = 0; figure_kinds[i]; i++) {
		if (!str_is(id, figure_kinds[i]->id))
			continue;
		buf_printf(out, "%s: %s\n", figure_kinds[i]->id, figure_kinds[i]->about);
		keys_of(out, figure_kinds[i]->keys);
		buf_printf(out, "\n%s", figure_examples[i]);
		return true;
	}
	return false;
}

void figure_manual(struct buf *out)
{
	buf_puts(out, "A line's annotation has one figure, as in figure: {title: ..., bits: {width: 64, fields: [...]}}. A number in it is an\n"
		"expression over the names above the line; a text that begins with \"= \" is one too, and \"page {n}\" shows the value of n.\n\n  figure\n"
		"    title      text                               stands below the drawing\n");
	for (size_t i = 0; figure_kinds[i]; i++)
		buf_printf(out, "    %-10s %-34s %s\n", figure_kinds[i]->id, "map", figure_kinds[i]->about);
	for (size_t i = 0; figure_kinds[i]; i++) {
		buf_putc(out, '\n');
		figure_manual_kind(str_of(figure_kinds[i]->id), out);
	}
}

void figure_dump(const struct model *m, const struct figures *figures, struct buf *out)
{
	static const char *const kinds[] = { "box", "fill", "line", "text" };
	for (size_t i = 0; i < figures->all.n; i++) {
		const struct figure *f = &figures->all.at[i];
		buf_printf(out, "line %.*s %s%s%.*s\n", STR_ARG(m->lines.at[f->line].number_text), figure_kind_name(f->kind), f->why.n ? ": not drawn: " : "", STR_ARG(f->why));
		buf_printf(out, "  %u checks, %d × %d cells\n  %.*s\n", f->checks, (int)f->drawing.width, (int)f->drawing.height, STR_ARG(f->alt));
		for (size_t k = 0; k < f->drawing.all.n; k++) {
			const struct primitive *p = &f->drawing.all.at[k];
			buf_printf(out, "  %s %s %d,%d", kinds[p->kind], figure_look_name(p->look), (int)p->x, (int)p->y);
			if (p->kind == DRAW_TEXT)
				buf_printf(out, " %c %.*s\n", p->anchor, STR_ARG(p->text));
			else
				buf_printf(out, " %d,%d\n", (int)p->w, (int)p->h);
		}
	}
}
