/* What a line rests on. */
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
	if (o->files.n != 2) {
		fputs("hence: why wants a worksheet and a line, by its number, id, name or a number it states\n", stderr);
		return STATUS_UNREADABLE;
	}
	if (!command_verify(a, o, o->files.at[0], &outcome))
		return STATUS_UNREADABLE;
	int status = STATUS_UNREADABLE;
	uint32_t line = report_find(&outcome.report, str_of(o->files.at[1]));
	if (line == LINE_NONE) {
		command_complain(o->files.at[0], str_format(a, "has no line, name or number '%s'", o->files.at[1]));
	} else {
		report_why(a, &outcome.report, line, &out);
		status = command_worse(report_status(&outcome.report, o->allow_undecided), command_print(buf_str(&out)));
	}
	buf_free(&out);
	pipeline_end(&outcome);
	return status;
}

const struct command command_why = { "why", "FILE WHAT", "what a line, name or number rests on, down to the axioms", run };
