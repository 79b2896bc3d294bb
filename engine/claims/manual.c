/* The grammar of claims as one page, from the table that finds them. */
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
#include "claims/names.h"
#include "claims/judge.h"
#include "claims/scan.h"

void claims_manual(struct buf *out)
{
	for (const struct construct *c = constructs; c->id; c++)
		buf_printf(out, "%-14s %s\n", c->id, c->about);
}
