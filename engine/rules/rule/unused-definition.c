/* A definition, name or fact that nothing in the worksheet uses. */
#include "base.h"
#include "diag.h"
#include "source.h"
#include "model.h"
#include "facts.h"
#include "values.h"
#include "claims.h"
#include "graph.h"
#include "rules.h"
#include "rules/words.h"

/* Names that a span or a condition reads. */
static struct map *names_read(struct sheet *s)
{
	struct map *read = map_new(s->arena);
	for (size_t i = 0; i < s->values->results.n; i++)
		for (size_t k = 0; k < s->values->results.at[i].reads.n; k++)
			map_put(read, s->values->results.at[i].reads.at[k]->name, s);
	for (size_t i = 0; i < s->values->lines.n; i++)
		for (size_t k = 0; k < s->values->lines.at[i].reads.n; k++)
			map_put(read, s->values->lines.at[i].reads.at[k]->name, s);
	return read;
}

static void names(struct sheet *s, const struct map *read)
{
	for (size_t i = 0; i < s->facts->all.n; i++) {
		const struct fact *f = &s->facts->all.at[i];
		if (map_get(read, f->name) || f->status == FACT_WRITTEN)
			continue;
		struct finding *x = diag_add(s->diag, &finding_unused_definition, f->range, "the fact %.*s is shown by no line", STR_ARG(f->name));
		x->found = f->name;
		x->help = str_format(s->arena, "show it where it is needed: `= %.*s`; or take it out of facts:", STR_ARG(f->name));
	}
}

static void terms(struct sheet *s, const struct map *read)
{
	bool *rested = arena_take(s->arena, s->model->lines.n + 1);
	for (size_t e = 0; e < s->graph->edges.n; e++)
		rested[s->graph->edges.at[e].to] = true;
	for (size_t i = 0; i < s->graph->terms.n; i++) {
		const struct term *t = &s->graph->terms.at[i];
		if (t->line == LINE_NONE || s->model->lines.at[t->line].role != ROLE_DEFINITION || model_line_at(s->model, t->place.at) != t->line)
			continue;
		const struct range line = s->model->lines.at[t->line].range;
		bool used = false;
		for (size_t k = 0; k < t->uses.n && !used; k++)
			used = t->uses.at[k].at < line.at || t->uses.at[k].at >= line.at + line.n;
		/* a function may be used on its own line: it is defined, and shown at work */
		if (used || map_get(read, t->word))
			continue;
		/* the line may be used for another of its terms, for its number or by reference */
		if (rested[t->line])
			continue;
		struct finding *f = diag_add(s->diag, &finding_unused_definition, t->place, "%.*s is defined and never used", STR_ARG(t->word));
		f->found = t->word;
		f->help = STR("use the term where it is meant, or leave the definition out");
	}
}

static void check(struct sheet *s)
{
	const struct map *read = names_read(s);
	names(s, read);
	terms(s, read);
}

const struct rule rule_unused_definition = { "unused-definition", false, check };
