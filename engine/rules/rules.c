#include "base.h"
#include "diag.h"
#include "source.h"
#include "model.h"
#include "facts.h"
#include "values.h"
#include "claims.h"
#include "graph.h"
#include "rules.h"

void rules_check(struct sheet *s, const struct choices *c)
{
	(void)c;
	for (size_t i = 0; rules[i]; i++)
		rules[i]->check(s);
	diag_sort(s->diag);
}
