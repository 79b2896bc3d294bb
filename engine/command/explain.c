/* The pages of the manual. */
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
#include "manual.h"
#include "command.h"

#include <stdio.h>

static int run(struct arena *a, struct options *o)
{
	struct buf out = { 0 };
	int status = STATUS_HOLDS;
	(void)a;
	if (o->files.n == 0)
		manual_list(&out);
	for (size_t i = 0; i < o->files.n; i++) {
		if (i)
			buf_putc(&out, '\n');
		if (!manual_page(str_of(o->files.at[i]), &out)) {
			fprintf(stderr, "hence: there is nothing to explain as '%s'; hence explain lists what there is\n", o->files.at[i]);
			status = STATUS_UNREADABLE;
		}
	}
	status = command_worse(status, command_print(buf_str(&out)));
	buf_free(&out);
	return status;
}

const struct command command_explain = { "explain", "[TOPIC]", "what a finding means and how to mend it; keys, functions, claims, limits", run };
