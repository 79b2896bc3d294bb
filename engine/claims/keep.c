/* What is left of the work on claims: the claims themselves, copied out of the arena in which they were found, which is freed. */
#include "base.h"
#include "diag.h"
#include "source.h"
#include "model.h"
#include "facts.h"
#include "values.h"
#include "claims.h"
#include "claims/keep.h"

#include <string.h>

static void keep_text(struct arena *a, struct str *x)
{
	if (x->n)
		*x = str_copy(a, *x);
}

#define KEEP_LIST(a, list) \
	do { \
		void *kept = arena_take((a), ((list)->n + 1) * sizeof *(list)->at); \
		if ((list)->n) \
			memcpy(kept, (list)->at, (list)->n * sizeof *(list)->at); \
		(list)->at = kept; \
		(list)->room = (list)->n; \
	} while (0)

void keep_claims(struct arena *a, struct claims *c)
{
	KEEP_LIST(a, &c->all);
	KEEP_LIST(a, &c->unrecognised);
	for (size_t i = 0; i < c->all.n; i++) {
		struct claim *x = &c->all.at[i];
		keep_text(a, &x->text);
		keep_text(a, &x->computed);
		keep_text(a, &x->stated);
		keep_text(a, &x->why);
		if (x->rests_on.n)
			KEEP_LIST(a, &x->rests_on);
		if (x->names.n)
			KEEP_LIST(a, &x->names);
		for (size_t k = 0; k < x->names.n; k++) {
			keep_text(a, &x->names.at[k].name);
			keep_text(a, &x->names.at[k].value);
		}
	}
	for (size_t i = 0; i < c->unrecognised.n; i++)
		keep_text(a, &c->unrecognised.at[i].text);
}

void keep_findings(struct diag *d, size_t from)
{
	for (size_t i = from; i < d->findings.n; i++) {
		struct finding *f = &d->findings.at[i];
		keep_text(d->arena, &f->message);
		keep_text(d->arena, &f->found);
		keep_text(d->arena, &f->expected);
		keep_text(d->arena, &f->help);
		keep_text(d->arena, &f->fix);
		if (f->rests_on.n)
			KEEP_LIST(d->arena, &f->rests_on);
	}
}
