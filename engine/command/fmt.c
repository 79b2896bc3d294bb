/* A worksheet's text put right: blanks at the ends of lines, or with --fix what findings propose; as a diff, or written. */
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
#include "edit.h"
#include "pipeline.h"
#include "options.h"
#include "command.h"

#include <stdio.h>
#include <string.h>

/* A fix can bring out what another finding hid, once or twice; more is two findings that undo one another. */
enum { FIX_ROUNDS = 8 };

/* Fixes, checks again, and fixes what that finds: until nothing is proposed. */
static int fix(struct arena *a, struct options *o, const char *path, struct str was, struct str *is)
{
	struct page page = { 0 };
	struct opened opened;
	struct outcome now;
	bool comparable = false;
	if (!command_open(a, o, path, &page, &comparable, &opened))
		return STATUS_UNREADABLE;
	if (page.bytes.n) {
		command_complain(path, STR("is a page, and its text is the worksheet's: fix that"));
		return STATUS_UNREADABLE;
	}
	uint32_t errors = 0;
	*is = was;
	for (int round = 0; ; round++) {
		struct edits edits = { 0 };
		opened.job.text = text_new(a, opened.job.text->name, *is);
		if (!command_run(a, o, path, &opened, &now))
			return STATUS_UNREADABLE;
		errors = round ? errors : now.report.summary.errors;
		edit_fixes(a, &now.report, &edits);
		bool last = edits.all.n == 0 || round == FIX_ROUNDS;
		int status = report_status(&now.report, o->allow_undecided);
		if (last && now.report.summary.errors > errors) {
			command_complain(path, STR("is not fixed: what the findings propose leads to more of them"));
			*is = was;
			status = STATUS_ERROR;
		}
		if (!last)
			*is = edit_apply(a, *is, &edits);
		pipeline_end(&now);
		if (last)
			return status;
	}
}

static int one(const struct options *asked, const void *with, const char *path, struct buf *row)
{
	(void)with, (void)row;
	struct arena *a = arena_new();
	struct options own = *asked, *o = &own;
	struct str was, is, why;
	int status = STATUS_HOLDS;
	if (strcmp(path, "-") == 0) {
		why = STR("fmt wants a file, and standard input is none");
		status = STATUS_UNREADABLE;
	} else if (!file_read(a, path, o->limits.file_bytes, &was, &why)) {
		status = STATUS_UNREADABLE;
	}
	if (status != STATUS_HOLDS) {
		command_complain(path, why);
	} else if (o->fix) {
		status = fix(a, o, path, was, &is);
	} else {
		struct edits edits = { 0 };
		edit_tidy(a, was, &edits);
		is = edit_apply(a, was, &edits);
	}
	if (status != STATUS_UNREADABLE && !str_eq(was, is)) {
		struct buf diff = { 0 };
		if (!o->write) {
			edit_diff(str_of(path), was, is, &diff);
			status = command_worse(status, command_print(buf_str(&diff)));
		} else if (!file_write(a, path, is, &why)) {
			command_complain(path, why);
			status = STATUS_UNREADABLE;
		}
		buf_free(&diff);
	}
	arena_free(a);
	return status;
}

static int run(struct arena *a, struct options *o)
{
	(void)a;
	struct command_one each = { one, NULL };
	struct buf rows = { 0 };
	int status = command_has_files(o) ? command_each(o, &each, &rows) : STATUS_UNREADABLE;
	buf_free(&rows);
	return status;
}

const struct command command_fmt = { "fmt", "FILE...", "blanks at line ends, or --fix: what findings propose; a diff, or --write", run };
