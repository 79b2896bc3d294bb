/* Verifies worksheets and prints a report of each. */
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
#include <string.h>

/* What the page itself shows: a difference is an error; what is as it should be stands in the report for people only. */
static int compare_page(struct arena *a, const struct page *page, const struct outcome *outcome, const struct options *o, bool comparable, const char *path, bool people)
{
	struct str said;
	int status = command_page_compare(a, page, outcome, o, comparable, &said);
	if (status != STATUS_HOLDS)
		command_complain(path, said);
	else if (people)
		status = command_print(str_format(a, "%s %.*s\n", path, STR_ARG(said)));
	return status;
}

static int check_file(const struct options *asked, const void *with, const char *path, struct buf *row)
{
	const struct renderer *r = with;
	struct arena *a = arena_new();
	struct options own = *asked, *o = &own;
	struct outcome outcome;
	struct page page;
	bool comparable;
	int status = STATUS_UNREADABLE;
	(void)row;
	if (command_verify_page(a, o, path, &page, &comparable, &outcome)) {
		struct buf out = { 0 };
		struct str why;
		struct render_options options = command_render_options(o, path);
		status = report_status(&outcome.report, o->allow_undecided);
		if (o->dump && !pipeline_dump(&outcome, str_of(o->dump), &out)) {
			fprintf(stderr, "hence: there is no stage '%s'; there are model facts values claims figure graph report\n", o->dump);
			status = STATUS_UNREADABLE;
		} else if (!o->dump && !r->render(a, &outcome.report, &options, &out, &why)) {
			command_complain(path, why);
			status = STATUS_UNREADABLE;
		} else {
			/* one line says it all; other programs still get the report they asked for */
			bool barren = !o->dump && status == STATUS_UNREADABLE;
			if (barren)
				command_complain(path, NOTHING_IN_IT);
			if (!barren || strcmp(r->id, "text") != 0)
				status = command_worse(status, command_print(buf_str(&out)));
		}
		if (page.bytes.n && status != STATUS_UNREADABLE && !o->dump)
			status = command_worse(status, compare_page(a, &page, &outcome, o, comparable, path, strcmp(r->id, "text") == 0));
		buf_free(&out);
		pipeline_end(&outcome);
	}
	arena_free(a);
	return status;
}

static int run(struct arena *a, struct options *o)
{
	const struct renderer *r = command_renderer(str_of(o->format ? o->format : "text"));
	int status = r && command_has_files(o) && command_templates(a, o) ? STATUS_HOLDS : STATUS_UNREADABLE;
	if (status == STATUS_UNREADABLE)
		return status;
	struct render_options looks = command_render_options(o, "");
	if (r && r->prepare)
		r->prepare(&looks);
	struct command_one one = { check_file, r };
	return command_each(o, &one, NULL);
}

const struct command command_check = { "check", "FILE...", "verify worksheets and report", run };
