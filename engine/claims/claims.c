/* Reads the worksheet twice: first for the units its prose defines, then for its claims; checks join them at the end. */
#include "base.h"
#include "diag.h"
#include "source.h"
#include "model.h"
#include "facts.h"
#include "values.h"
#include "claims.h"
#include "claims/reading.h"
#include "claims/lex.h"
#include "claims/expression.h"
#include "claims/judge.h"
#include "claims/clause.h"

#include <stdlib.h>

const char *claims_verdict_name(enum claim_verdict v)
{
	static const char *const names[] = { "holds", "rounded", "false", "undecided" };
	return names[v];
}

static void each(void *with, const struct reading *r)
{
	clause_each(with, r);
}

/* A live check is a claim that values has decided. */
static void checks(struct arena *a, const struct model *m, const struct values *v, struct claims *out)
{
	for (size_t i = 0; i < m->spans.n && i < v->results.n; i++) {
		const struct span *s = &m->spans.at[i];
		const struct result *r = &v->results.at[i];
		if (s->kind != SPAN_CHECK || r->value.kind == VALUE_ABSENT || !r->applies)
			continue;
		struct claim *c = vec_add(a, &out->all);
		c->range = s->range;
		c->text = r->shown.n ? r->shown : str_trim(s->expression);
		c->line = s->line;
		c->form = "check";
		c->root = UINT32_MAX;
		if (s->answer != ANSWER_NONE) {
			c->range.n = s->answer_range.at + s->answer_range.n - s->range.at;
			c->text = str_format(a, "%.*s %s", STR_ARG(c->text), s->answer == ANSWER_YES ? "YES" : "NO");
		}
		if (r->failed || r->value.kind != VALUE_TRUTH) {
			c->verdict = CLAIM_UNDECIDED;
			c->why = r->value.why;
		} else {
			c->verdict = r->value.truth == (s->answer != ANSWER_NO) ? CLAIM_HOLDS : CLAIM_FALSE;
		}
	}
}

static int by_place(const void *x, const void *y)
{
	const struct claim *a = x, *b = y;
	if (a->range.at != b->range.at)
		return a->range.at < b->range.at ? -1 : 1;
	return (a->range.n > b->range.n) - (a->range.n < b->range.n);
}

void claims_read(struct arena *a, struct diag *d, const struct limits *l, const struct model *m, const struct values *v, struct claims *out)
{
	struct clauses all = {
		.context = { a, l, v->units, map_new(a), m->settings.annotated }, .model = m, .diag = d, .claims = out,
		.conflicts = map_new(a),
	};
	if (!m->settings.annotated) {
		struct map *none = map_new(a);
		all.binding = true;
		reading_each(a, m, v, each, &all);
		/* Two definitions of one word leave it ambiguous. */
		for (size_t i = 0; i < all.context.bound->n; i++)
			if (!map_get(all.conflicts, all.context.bound->at[i].key))
				map_put(none, all.context.bound->at[i].key, all.context.bound->at[i].value);
		all.context.bound = none;
		all.binding = false;
	}
	reading_each(a, m, v, each, &all);
	checks(a, m, v, out);
	if (out->all.n)
		qsort(out->all.at, out->all.n, sizeof *out->all.at, by_place);
}

void claims_dump(const struct model *m, const struct claims *c, struct buf *out)
{
	for (size_t i = 0; i < c->all.n; i++) {
		const struct claim *x = &c->all.at[i];
		struct position p = text_position(m->text, x->range.at);
		buf_printf(out, "%u:%u %s %s: ", (unsigned)p.line, (unsigned)p.column, claims_verdict_name(x->verdict), x->form);
		diag_escape(out, x->text);
		if (x->computed.n)
			buf_printf(out, " [computed %.*s]", STR_ARG(x->computed));
		if (x->why.n)
			buf_printf(out, " (%.*s)", STR_ARG(x->why));
		buf_putc(out, '\n');
	}
	for (size_t i = 0; i < c->unrecognised.n; i++) {
		struct position p = text_position(m->text, c->unrecognised.at[i].range.at);
		buf_printf(out, "%u:%u not understood: ", (unsigned)p.line, (unsigned)p.column);
		diag_escape(out, c->unrecognised.at[i].text);
		buf_putc(out, '\n');
	}
}
