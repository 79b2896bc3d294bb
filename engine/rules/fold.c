/* One root, one error: a finding that another one explains becomes a note under it. */
#include "base.h"
#include "diag.h"
#include "source.h"
#include "model.h"
#include "facts.h"
#include "values.h"
#include "claims.h"
#include "graph.h"
#include "rules.h"
#include "rules/fold.h"

#include <string.h>

static bool overlap(struct range x, struct range y)
{
	return x.at < y.at + (y.n ? y.n : 1) && y.at < x.at + (x.n ? x.n : 1);
}

/* The kinds that say the same of one place, the one that explains most first. */
static const struct finding_kind *const weight[] = {
	&finding_bad_lua, &finding_unknown_name, &finding_unit_mismatch, &finding_wrong_calculation, &finding_wrong_answer, &finding_wrong_rounding,
	&finding_fact_differs, &finding_missing_line, &finding_circular, &finding_forward_reference, &finding_wrong_carry, &finding_contradiction,
	&finding_used_before_defined, &finding_orphan_number, NULL,
};

static size_t rank(const struct finding *f)
{
	size_t i = 0;
	while (weight[i] && weight[i] != f->kind)
		i++;
	return weight[i] ? i : SIZE_MAX;
}

/* Sorted by place, findings that overlap stand near each other: only the open one is compared. */
static void same_place(struct sheet *s, bool *gone)
{
	struct finding *open = NULL;
	for (size_t i = 0; i < s->diag->findings.n; i++) {
		struct finding *f = &s->diag->findings.at[i];
		/* a note says of another place that it contradicts this one */
		if (rank(f) == SIZE_MAX || f->severity == SEVERITY_NOTE)
			continue;
		/* the links of one chain overlap: what is wrong in the middle is wrong on both sides */
		bool chain = open && open->kind == f->kind && f->kind == &finding_wrong_calculation;
		if (!open || !overlap(open->place, f->place) || (open->kind == f->kind && !chain)) {
			open = f;
			continue;
		}
		struct finding *keep = rank(f) < rank(open) ? f : open, *drop = keep == f ? open : f;
		gone[drop - s->diag->findings.at] = true;
		diag_note(s->diag, keep, drop->place, "so, too: %.*s [%s]", STR_ARG(drop->message), drop->kind->id);
		open = keep;
	}
}

/* --- what a faulty name spoils ------------------------------------------------------------------------------------ */
/* Names by their place in values.names, and for each the finding that explains what is wrong with it. */
struct taint { struct sheet *s; size_t n; struct finding **by; size_t *index; struct map *at; };

static void taint_start(struct taint *t, struct sheet *s)
{
	const struct map *names = s->values->names;
	*t = (struct taint){ .s = s, .n = names ? names->n : 0, .at = map_new(s->arena) };
	t->by = arena_take(s->arena, (t->n + 1) * sizeof *t->by);
	t->index = arena_take(s->arena, (t->n + 1) * sizeof *t->index);
	for (size_t i = 0; i < t->n; i++) {
		t->index[i] = i;
		map_put(t->at, names->at[i].key, &t->index[i]);
	}
}

static struct finding *taint_of(const struct taint *t, struct str name)
{
	const size_t *i = map_get(t->at, name);
	return i ? t->by[*i] : NULL;
}

/* A name is read below its definition, so one pass down carries the fault on. */
static void taint_spread(struct taint *t)
{
	for (size_t i = 0; i < t->n; i++) {
		const struct name *name = t->s->values->names->at[i].value;
		for (size_t k = 0; k < name->reads.n && !t->by[i]; k++)
			t->by[i] = taint_of(t, name->reads.at[k]->name);
	}
}

static bool taint_put(struct taint *t, struct str name, struct finding *f)
{
	const size_t *i = map_get(t->at, name);
	if (!i || t->by[*i])
		return false;
	t->by[*i] = f;
	return true;
}

/* Kinds after which a name's value, or the lack of one, is not what its author meant. */
static bool spoils(const struct finding *f)
{
	static const struct finding_kind *const kinds[] = {
		&finding_unit_mismatch, &finding_bad_lua, &finding_unknown_name, &finding_unknown_key, &finding_bad_yaml, &finding_too_big,
		&finding_out_of_fuel, &finding_fact_missing, &finding_fact_refused, &finding_fact_garbled, &finding_used_before_defined,
	};
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
		if (f->kind == kinds[i])
			return true;
	return false;
}

enum { UNIT_WORD_NEAR = 2 };    /* bytes between a span and the unit or answer word behind it */

static bool concerns(const struct finding *f, const struct span *span)
{
	uint32_t end = span->range.at + span->range.n;
	return overlap(f->place, span->range)
		|| ((f->kind == &finding_unit_mismatch || f->kind == &finding_wrong_answer) && f->place.at >= end && f->place.at - end <= UNIT_WORD_NEAR);
}

/* The finding that explains f: something it computes with is already known to be faulty. */
static struct finding *explained_by(const struct taint *t, const struct finding *f, uint32_t line)
{
	const struct model *m = t->s->model;
	/* an entry of from: is judged by all that its line computes */
	bool whole = f->kind == &finding_wrong_carry;
	for (uint32_t i = m->lines.at[line].first_span; i < m->lines.at[line].first_span + m->lines.at[line].span_count; i++) {
		const struct span *span = &m->spans.at[i];
		if (i >= t->s->values->results.n || (!whole && !concerns(f, span)))
			continue;
		const struct result *r = &t->s->values->results.at[i];
		for (size_t k = 0; k < r->reads.n; k++)
			if (taint_of(t, r->reads.at[k]->name))
				return taint_of(t, r->reads.at[k]->name);
		/* the definition of a unit comes too late for a fact that is in the wrong unit */
		for (size_t k = 0; f->kind == &finding_used_before_defined && k < t->s->facts->all.n; k++) {
			const struct fact *fact = &t->s->facts->all.at[k];
			if (span->name.n && str_find(fact->unit, span->name) != STR_NONE && taint_of(t, fact->name))
				return taint_of(t, fact->name);
		}
	}
	return NULL;
}

/* The names that f makes faulty: what its span shows or defines, or the fact it stands in. */
static bool spoil(struct taint *t, struct finding *f, uint32_t line)
{
	const struct model *m = t->s->model;
	bool any = false;
	if (line == LINE_NONE) {
		/* a fact's annotation goes on to where the next one begins */
		const struct fact *fact = NULL;
		for (size_t i = 0; i < t->s->facts->all.n && t->s->facts->all.at[i].range.at <= f->place.at; i++)
			fact = &t->s->facts->all.at[i];
		return fact && overlap(f->place, m->settings.range) && taint_put(t, fact->name, f);
	}
	for (uint32_t i = m->lines.at[line].first_span; i < m->lines.at[line].first_span + m->lines.at[line].span_count; i++) {
		const struct span *span = &m->spans.at[i];
		if (!concerns(f, span))
			continue;
		any |= taint_put(t, span->kind == SPAN_DEFINE ? span->name : str_trim(span->expression), f);
	}
	return any;
}

static void consequences(struct sheet *s, bool *gone)
{
	struct taint t;
	taint_start(&t, s);
	for (size_t i = 0; t.n && i < s->diag->findings.n; i++) {
		struct finding *f = &s->diag->findings.at[i];
		if (gone[i] || (f->severity != SEVERITY_ERROR && !f->kind->undecided))
			continue;
		uint32_t line = model_line_at(s->model, f->place.at);
		struct finding *root = line == LINE_NONE ? NULL : explained_by(&t, f, line);
		if (root && root != f) {
			gone[i] = true;
			diag_note(s->diag, root, f->place, "so, too: %.*s [%s]", STR_ARG(f->message), f->kind->id);
		} else if (spoils(f) && spoil(&t, f, line)) {
			taint_spread(&t);
		}
	}
}

void rules_fold(struct sheet *s)
{
	if (s->diag->findings.n == 0)
		return;
	diag_sort(s->diag);
	bool *gone = arena_take(s->arena, s->diag->findings.n);
	same_place(s, gone);
	consequences(s, gone);
	size_t kept = 0;
	for (size_t i = 0; i < s->diag->findings.n; i++)
		if (!gone[i])
			s->diag->findings.at[kept++] = s->diag->findings.at[i];
	s->diag->findings.n = kept;
}
