/* Two reports of one worksheet held against each other, line by line: is it the machine, or the reasoning? */
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

const char *report_change_name(enum change change)
{
	static const char *const names[] = { "prose", "same", "differs", "flips", "undecided", "not-applicable" };
	return names[change];
}

/* --- facts -------------------------------------------------------------------------------------------------------- */
static const struct num *number(struct arena *a, const struct fact *f)
{
	const struct num *n = NULL;
	return f->type == FACT_NUMBER && facts_status_good(f->status) && num_read(a, &limits_default, f->value, &n) ? n : NULL;
}

/* "within 5 %": the gap in hundredths of the reference, exactly. */
static bool within(struct arena *a, struct str policy, const struct num *was, const struct num *is)
{
	const struct num *percent, *gap, *most;
	struct str rest = str_from(policy, sizeof "within " - 1);
	size_t n = 0;
	while (n < rest.n && ((rest.s[n] >= '0' && rest.s[n] <= '9') || rest.s[n] == '.'))
		n++;
	if (!was || !is || !num_read(a, &limits_default, str_slice(rest, 0, n), &percent) || num_apply(a, &limits_default, NUM_SUB, is, was, &gap) != NUM_FINE ||
	    num_apply(a, &limits_default, NUM_MUL, was, percent, &most) != NUM_FINE || num_apply(a, &limits_default, NUM_MUL, gap, num_of(a, 100), &gap) != NUM_FINE)
		return false;
	gap = num_sign(gap) < 0 ? num_negate(a, gap) : gap;
	most = num_sign(most) < 0 ? num_negate(a, most) : most;
	return num_compare(gap, most) <= 0;
}

static struct str fact_text(struct arena *a, const struct fact *f)
{
	struct buf b = { 0 };
	if (!facts_status_good(f->status))
		return f->why.n ? f->why : str_of(facts_status_name(f->status));
	for (size_t i = 0; f->type == FACT_LIST && i < f->items.n; i++)
		buf_printf(&b, "%s%.*s", i ? ", " : "", STR_ARG(f->items.at[i]));
	buf_put(&b, f->value);
	if (f->unit.n)
		buf_printf(&b, " %.*s", STR_ARG(f->unit));
	struct str x = str_copy(a, buf_str(&b));
	buf_free(&b);
	return x;
}

static void compare_facts(struct arena *a, const struct report *was, const struct report *is, struct comparison *c)
{
	for (size_t i = 0; i < was->facts->all.n; i++) {
		const struct fact *f = &was->facts->all.at[i], *g = facts_find(is->facts, f->name);
		if (!g)
			continue;
		struct compared_fact *x = vec_add(a, &c->facts);
		const struct num *m = number(a, f), *n = number(a, g);
		bool good = facts_status_good(f->status) && facts_status_good(g->status);
		*x = (struct compared_fact){ .name = f->name, .was = fact_text(a, f), .is = fact_text(a, g), .policy = f->compare, .written_at = LINE_NONE };
		bool equal = good && (m && n && str_eq(f->unit, g->unit) ? num_compare(m, n) == 0 : str_eq(x->was, x->is));
		x->differs = !equal;
		x->missing = !facts_status_good(g->status);
		x->excused = !equal && good && (str_is(f->compare, "ignore") || (str_starts(f->compare, STR("within ")) && within(a, f->compare, m, n)) ||
			(str_is(f->compare, "at least") && m && n && num_compare(n, m) >= 0));
	}
}

/* What a plain worksheet's machine is otherwise: the findings of facts_compare, by the lines that they stand on. */
static void compare_written(struct arena *a, const struct report *is, struct comparison *c)
{
	for (size_t i = 0; i < is->diag->findings.n; i++) {
		const struct finding *f = &is->diag->findings.at[i];
		uint32_t line = report_finding_line(is, f);
		if (f->kind != &finding_fact_differs)
			continue;
		struct str name = line == LINE_NONE ? STR("the specification") : str_format(a, "line %.*s", STR_ARG(is->model->lines.at[line].number_text));
		*vec_add(a, &c->facts) = (struct compared_fact){ .name = name, .was = f->found, .is = f->expected, .differs = true, .written_at = line };
	}
}

static const struct compared_fact *fact_named(const struct comparison *c, struct str name)
{
	for (size_t i = 0; i < c->facts.n; i++)
		if (str_eq(c->facts.at[i].name, name))
			return &c->facts.at[i];
	return NULL;
}

/* --- why: the facts that differ, the nearest first ----------------------------------------------------------------- */
struct search { struct arena *arena; const struct report *r; const struct comparison *c; struct compared_line *line; struct map *names; bool *lines; };

static void read_name(struct search *s, const struct name *name)
{
	VEC(const struct name *) open = { 0 };
	*vec_add(s->arena, &open) = name;
	for (size_t i = 0; i < open.n; i++) {
		const struct name *n = open.at[i];
		if (map_get(s->names, n->name))
			continue;
		map_put(s->names, n->name, (void *)n);
		const struct compared_fact *f = n->kind == NAME_FACT ? fact_named(s->c, n->name) : NULL;
		if (f && f->differs)
			*vec_add(s->arena, &s->line->because) = f;
		for (size_t k = 0; k < n->reads.n; k++)
			*vec_add(s->arena, &open) = n->reads.at[k];
	}
}

static void read_line(struct search *s, uint32_t line)
{
	const struct values *v = s->r->values;
	const struct line *l = &s->r->model->lines.at[line];
	for (uint32_t k = l->first_span; k < l->first_span + l->span_count && k < v->results.n; k++)
		for (size_t i = 0; i < v->results.at[k].reads.n; i++)
			read_name(s, v->results.at[k].reads.at[i]);
	for (size_t i = 0; line < v->lines.n && i < v->lines.at[line].reads.n; i++)
		read_name(s, v->lines.at[line].reads.at[i]);
	for (size_t i = 0; i < s->c->facts.n; i++)
		if (s->c->facts.at[i].differs && s->c->facts.at[i].written_at == line)
			*vec_add(s->arena, &s->line->because) = &s->c->facts.at[i];
}

/* Lines in order of their distance from the one that changed; the first distance at which a fact differs explains it. */
static void explain(struct arena *a, const struct report *r, const struct comparison *c, uint32_t line, struct compared_line *out)
{
	struct search s = { a, r, c, out, map_new(a), arena_take(a, r->lines.n * sizeof(bool)) };
	VEC(uint32_t) near = { 0 };
	*vec_add(a, &near) = line;
	s.lines[line] = true;
	for (size_t from = 0; from < near.n && !out->because.n; ) {
		size_t end = near.n;
		for (; from < end; from++) {
			const struct report_line *l = &r->lines.at[near.at[from]];
			read_line(&s, near.at[from]);
			for (size_t k = 0; k < l->rests_on.n; k++)
				if (!s.lines[l->rests_on.at[k]]) {
					s.lines[l->rests_on.at[k]] = true;
					*vec_add(a, &near) = l->rests_on.at[k];
				}
		}
	}
}

/* --- lines ---------------------------------------------------------------------------------------------------------- */
static void changed(struct arena *a, struct compared_line *out, struct str was, struct str is)
{
	if (str_eq(was, is))
		return;
	for (size_t i = 0; i < out->values.n; i++)
		if (str_eq(out->values.at[i].was, was) && str_eq(out->values.at[i].is, is))
			return;
	*vec_add(a, &out->values) = (struct changed_value){ was, is };
}

/* A value that only a fact within its policy moved has not changed in a way that anybody asked about. */
static bool excused(const struct comparison *c, const struct name *name)
{
	const struct compared_fact *f = name->kind == NAME_FACT ? fact_named(c, name->name) : NULL;
	return f && f->excused;
}

static void compare_values(struct arena *a, const struct report *was, const struct report *is, const struct comparison *c, uint32_t line, struct compared_line *out)
{
	const struct line *l = &was->model->lines.at[line];
	for (uint32_t k = l->first_span; k < l->first_span + l->span_count; k++) {
		const struct result *x = &was->values->results.at[k], *y = &is->values->results.at[k];
		if (!(x->reads.n == 1 && excused(c, x->reads.at[0])))
			changed(a, out, x->shown, y->shown);
	}
	const struct figure *f = figure_of(was->figures, line), *g = figure_of(is->figures, line);
	for (size_t k = 0; f && g && f->drawn && g->drawn && k < f->values.n && k < g->values.n; k++)
		changed(a, out, values_show(a, &f->values.at[k].value), values_show(a, &g->values.at[k].value));
	for (size_t i = 0; i < c->facts.n; i++)
		if (c->facts.at[i].written_at == line)
			changed(a, out, c->facts.at[i].was, c->facts.at[i].is);
}

/* stated: what the line says of its machine, as written, is other there. */
static enum change change_of(const struct report_line *was, const struct report_line *is, const struct compared_line *line, bool stated)
{
	bool decided = was->verdict != VERDICT_UNDECIDED;
	if (stated && is->verdict == VERDICT_FALSE)
		return CHANGE_DIFFERS;
	if (is->verdict == VERDICT_UNDECIDED)
		return CHANGE_UNDECIDED;
	if (was->verdict != is->verdict && decided)
		return CHANGE_FLIPS;
	if (is->verdict == VERDICT_NOT_APPLICABLE)
		return CHANGE_NOT_APPLICABLE;
	if (line->values.n)
		return CHANGE_DIFFERS;
	return is->verdict == VERDICT_PROSE ? CHANGE_PROSE : CHANGE_SAME;
}

void report_compare(struct arena *a, const struct report *was, const struct report *is, struct comparison *c)
{
	*c = (struct comparison){ .was = was, .is = is, .first_flip = LINE_NONE };
	if (was->model->settings.annotated)
		compare_facts(a, was, is, c);
	else
		compare_written(a, is, c);
	for (uint32_t i = 0; i < was->lines.n && i < is->lines.n; i++) {
		struct compared_line *line = vec_add(a, &c->lines);
		const struct report_line *x = &was->lines.at[i], *y = &is->lines.at[i];
		compare_values(a, was, is, c, i, line);
		bool stated = false;
		for (size_t k = 0; k < c->facts.n; k++)
			stated |= c->facts.at[k].written_at == i;
		line->change = change_of(x, y, line, stated);
		if (line->change == CHANGE_FLIPS || line->change == CHANGE_UNDECIDED)
			explain(a, was, c, i, line);
		if (!line->why.n && line->change != CHANGE_SAME && line->change != CHANGE_DIFFERS)
			line->why = y->why;
		if (line->change == CHANGE_FLIPS && c->first_flip == LINE_NONE)
			c->first_flip = i;
		c->counts[line->change]++;
	}
}

static bool unchanged(const struct comparison *c)
{
	return !c || c->counts[CHANGE_DIFFERS] + c->counts[CHANGE_FLIPS] + c->counts[CHANGE_UNDECIDED] == 0;
}

bool report_compare_alike(const struct comparison *a, const struct comparison *b)
{
	if (!a || !b || unchanged(a) || unchanged(b))
		return unchanged(a) && unchanged(b);
	for (size_t i = 0; i < a->lines.n; i++) {
		const struct compared_line *x = &a->lines.at[i], *y = &b->lines.at[i];
		if (x->change != y->change || x->because.n != y->because.n)
			return false;
		for (size_t k = 0; k < x->because.n; k++)
			if (!str_eq(x->because.at[k]->name, y->because.at[k]->name))
				return false;
	}
	return true;
}
