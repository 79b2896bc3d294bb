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
		if (rank(f) == SIZE_MAX)
			continue;
		if (!open || !overlap(open->place, f->place) || open->kind == f->kind) {
			open = f;
			continue;
		}
		struct finding *keep = rank(f) < rank(open) ? f : open, *drop = keep == f ? open : f;
		gone[drop - s->diag->findings.at] = true;
		diag_note(s->diag, keep, drop->place, "so, too: %.*s [%s]", STR_ARG(drop->message), drop->kind->id);
		open = keep;
	}
}

void rules_fold(struct sheet *s)
{
	if (s->diag->findings.n == 0)
		return;
	diag_sort(s->diag);
	bool *gone = arena_take(s->arena, s->diag->findings.n);
	same_place(s, gone);
	size_t kept = 0;
	for (size_t i = 0; i < s->diag->findings.n; i++)
		if (!gone[i])
			s->diag->findings.at[kept++] = s->diag->findings.at[i];
	s->diag->findings.n = kept;
}
