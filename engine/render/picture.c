/* A line's figure as a picture: what the figure room has laid out, or the derivation, whose edges only the report knows. */
#include "base.h"
#include "diag.h"
#include "source.h"
#include "model.h"
#include "facts.h"
#include "values.h"
#include "claims.h"
#include "figure.h"
#include "graph.h"
#include "rules.h"
#include "report.h"
#include "render/picture.h"

enum {
	NODES_MOST = 48,                /* more cannot be followed by eye */
	NAME_COLUMNS = 16,
};

/* The lines that it shows: marked with 1 + the steps from where it begins. */
static void collect(const struct report *r, const struct figure *f, uint32_t *marks, uint32_t *queue)
{
	size_t n = r->lines.n;
	if (f->of == LINE_NONE) {
		for (size_t i = 0; i < n; i++)
			marks[i] = i != f->line && (r->lines.at[i].rests_on.n || r->lines.at[i].rested_on_by.n);
		return;
	}
	size_t end = 0;
	marks[f->of] = 1;
	queue[end++] = f->of;
	for (size_t i = 0; i < end && marks[queue[i]] <= f->depth; i++)
		for (size_t k = 0; k < r->lines.at[queue[i]].rests_on.n; k++) {
			uint32_t on = r->lines.at[queue[i]].rests_on.at[k];
			if (marks[on])
				continue;
			marks[on] = marks[queue[i]] + 1;
			queue[end++] = on;
		}
}

/* The name that a line gives first, else its kind. */
static struct str name_of(struct arena *a, const struct report *r, uint32_t line)
{
	const struct line *l = &r->model->lines.at[line];
	struct str name = l->kind;
	for (uint32_t i = l->first_span + l->span_count; i-- > l->first_span; )
		if (r->model->spans.at[i].kind == SPAN_DEFINE || r->model->spans.at[i].kind == SPAN_FUNCTION)
			name = r->model->spans.at[i].name;
	size_t end = 0;
	for (int columns = 0; end < name.n && columns < NAME_COLUMNS; columns++)
		utf8_next(name, &end);
	return end < name.n ? str_format(a, "%.*s…", (int)end, name.s) : name;
}

static enum draw_look look_of(enum verdict v)
{
	switch (v) {
	case VERDICT_HOLDS:
		return LOOK_HOLDS;
	case VERDICT_FALSE:
		return LOOK_WRONG;
	case VERDICT_ROUNDED: case VERDICT_UNDECIDED:
		return LOOK_DOUBT;
	case VERDICT_PROSE: case VERDICT_NOT_APPLICABLE:
		break;
	}
	return LOOK_QUIET;
}

/* What does not hold is marked, not by its colour alone. */
static struct str label_of(struct arena *a, const struct report *r, uint32_t line)
{
	static const char *const marks[] = { "", "", " ≈", " ?", " ✗", " –" };
	return str_format(a, "%.*s%s", STR_ARG(r->model->lines.at[line].number_text), marks[r->lines.at[line].verdict]);
}

static bool derivation(struct arena *a, const struct report *r, struct picture *p)
{
	size_t n = r->lines.n, count = 0;
	struct arena *own = arena_new();        /* as long as the sheet: many figures do not add up */
	uint32_t *marks = arena_take(own, (n + 1) * sizeof *marks), *index = arena_take(own, (n + 1) * sizeof *index);
	struct layered_node nodes[NODES_MOST];
	VEC(struct layered_edge) edges = { 0 };
	struct buf alt = { 0 }, under = { 0 };
	collect(r, p->figure, marks, index);
	for (uint32_t i = 0; i < n; i++)
		count += marks[i] > 0;
	if (count > NODES_MOST) {
		p->why = str_format(a, "it shows %zu lines, and a figure shows %d at most: say of: which line, or depth:", count, NODES_MOST);
		arena_free(own);
		return false;
	}
	count = 0;
	for (uint32_t i = 0; i < n; i++) {
		const struct report_line *l = &r->lines.at[i];
		if (!marks[i])
			continue;
		index[i] = (uint32_t)count;
		nodes[count++] = (struct layered_node){ label_of(a, r, i), name_of(a, r, i), look_of(l->verdict), i + 1 };
		under.n = 0;
		for (size_t k = 0; k < l->rests_on.n; k++) {
			uint32_t on = l->rests_on.at[k];
			if (!marks[on] || on >= i)
				continue;
			*vec_add(own, &edges) = (struct layered_edge){ index[on], index[i], false };
			buf_puts(&under, under.n ? ", " : "");
			buf_put(&under, r->model->lines.at[on].number_text);
		}
		buf_puts(&alt, under.n && alt.n ? " " : "");
		if (under.n)
			model_tell(&alt, r->model->settings.lang, WORDS_FIGURE_TOLD_GRAPH, 0, (struct str[]){ r->model->lines.at[i].number_text, buf_str(&under) }, 2);
	}
	if (!alt.n)
		model_tell(&alt, r->model->settings.lang, WORDS_FIGURE_TOLD_GRAPH, 1, NULL, 0);
	buf_free(&under);
	p->alt = str_copy(a, buf_str(&alt));
	buf_free(&alt);
	struct drawing *d = arena_take(a, sizeof *d);
	figure_layered(a, nodes, count, edges.at, edges.n, d);
	p->drawing = d;
	arena_free(own);
	return d->all.n > 0;
}

bool picture_of(struct arena *a, const struct report *r, uint32_t line, struct picture *p)
{
	*p = (struct picture){ .figure = figure_of(r->figures, line) };
	if (!p->figure)
		return false;
	p->why = p->figure->why;
	if (!p->figure->drawn)
		return false;
	if (p->figure->derivation)
		return derivation(a, r, p);
	p->drawing = &p->figure->drawing;
	p->alt = p->figure->alt;
	return p->drawing->all.n > 0;
}
