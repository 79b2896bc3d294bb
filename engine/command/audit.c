/* The ledger of premises. */
#include "base.h"
#include "confine.h"
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
#include "render.h"
#include "pipeline.h"
#include "options.h"
#include "command.h"

#include <stdio.h>

static int run(struct arena *a, struct options *o)
{
	struct outcome outcome;
	struct buf out = { 0 };
	if (o->files.n != 1) {
		fputs("hence: audit wants one worksheet\n", stderr);
		return STATUS_UNREADABLE;
	}
	if (o->mutate)
		return command_mutate(a, o, o->files.at[0]);
	if (!command_verify(a, o, o->files.at[0], &outcome))
		return STATUS_UNREADABLE;
	report_audit(a, &outcome.report, &out);
	int status = command_worse(report_status(&outcome.report, o->allow_undecided), command_print(buf_str(&out)));
	buf_free(&out);
	pipeline_end(&outcome);
	return status;
}

const struct command command_audit = { "audit", "FILE", "every premise with its source, and all that rests on it", run };
