/* A problem or an inference whose opening rests on nothing above. */
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

/* Before this many lines there is nothing that a first problem could rest on. */
enum { OPENING = 3 };

static bool problem(const struct sheet *s, const struct line *l)
{
	return words_among(s, l->kind, "problem");
}

/* Whether the words from first to end use a term that a line above defines, or carry one of its numbers. */
static bool tied(const struct sheet *s, uint32_t line, struct range place)
{
	for (uint32_t e = s->graph->first[line]; e < s->graph->first[line + 1]; e++) {
		const struct edge *edge = &s->graph->edges.at[e];
		if (edge->kind == EDGE_REFERENCE || edge->kind == EDGE_FROM || edge->kind == EDGE_NAME)
			return true;
		if (edge->place.at >= place.at && edge->place.at < place.at + place.n)
			return true;
	}
	return false;
}

static void check(struct sheet *s)
{
	for (uint32_t i = OPENING; i < s->model->lines.n; i++) {
		const struct line *l = &s->model->lines.at[i];
		bool opens = problem(s, l);
		if (!opens && l->role != ROLE_INFERENCE)
			continue;
		size_t first, end = rules_tokens(s, i, &first), stop = first;
		if (first == end || words_computed(s, i))
			continue;
		/* a problem is judged by its opening sentence, an inference by all of it */
		while (stop < end && !(opens && words_ends_sentence(s, stop)))
			stop++;
		const struct token *last = words_at(s, stop < end ? stop : end - 1);
		struct range place = { words_at(s, first)->place.at, last->place.at - words_at(s, first)->place.at };
		if (tied(s, i, place))
			continue;
		struct finding *f = opens ? diag_add(s->diag, &finding_jump, place, "opens with something that no line above leads to")
			: diag_add(s->diag, &finding_jump, l->kind_range, "concludes from nothing that stands above");
		f->help = STR("write the line between: what it has to do with the lines above, or a definition of what is new");
	}
}

const struct rule rule_jump = { "jump", false, check };
