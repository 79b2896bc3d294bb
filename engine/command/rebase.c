/* A plain worksheet rewritten for another machine, from its derivation; shown as a diff, and written when asked to. */
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

enum { ROUNDS = 20000 };                /* a line or two each: a worksheet of 10,000 lines that all change is rebased */

/* The edited text, as it is written, through the pipeline: nothing is asked of a machine but files of the course. */
static void look(const struct options *o, struct text *text, struct machine *machine, bool ask, struct outcome *outcome)
{
	struct asker asker = { machine_ask, machine };
	struct job job = { .text = text, .limits = &o->limits, .asker = &asker, .choices = &o->choices, .origin = machine_origin(machine), .ask_machine = ask };
	pipeline_run(&job, outcome);
}

static int finish(struct arena *a, const struct options *o, const char *path, struct str was, struct str is)
{
	struct buf diff = { 0 };
	struct str why;
	int status = STATUS_HOLDS;
	if (o->write && !str_eq(was, is)) {
		if (!file_write(a, path, is, &why)) {
			command_complain(path, why);
			status = STATUS_UNREADABLE;
		}
	} else if (!o->write) {
		edit_diff(str_of(path), was, is, &diff);
		status = command_print(buf_str(&diff));
	}
	buf_free(&diff);
	return status;
}

static int rebase(struct arena *a, const struct options *o, const char *path, struct machine *machine, struct outcome *first)
{
	struct asker asker = { machine_ask, machine };
	struct facts measured = first->facts;
	struct outcome now, there;
	struct buf trouble = { 0 };
	struct str was = first->report.text->bytes, is = was;
	int status = STATUS_HOLDS;
	measured.all.at = arena_take(a, (first->facts.all.n + 1) * sizeof *measured.all.at);
	if (first->facts.all.n)
		memcpy(measured.all.at, first->facts.all.at, first->facts.all.n * sizeof *measured.all.at);
	facts_measure(a, &o->limits, &asker, &measured);
	for (size_t i = 0; i < measured.all.n; i++)
		if (!facts_status_good(measured.all.at[i].status)) {
			command_complain(path, str_format(a, "cannot be rebased: %.*s: %.*s", STR_ARG(measured.all.at[i].name), STR_ARG(measured.all.at[i].why)));
			return STATUS_UNDECIDED;
		}
	struct rebase *r = edit_rebase_new(a, &first->report, &measured);
	for (int round = 0; round < ROUNDS; round++) {
		is = edit_apply(a, was, edit_rebase_edits(r));
		look(o, text_new(a, first->report.text->name, is), machine, false, &now);
		bool more = edit_rebase_round(r, &now.report);
		bool bad = !more && edit_rebase_trouble(r, &now.report, &trouble);
		pipeline_end(&now);
		if (bad)
			status = STATUS_ERROR;
		if (!more)
			break;
	}
	/* the machine itself has the last word */
	look(o, text_new(a, first->report.text->name, is), machine, true, &there);
	for (size_t i = 0; i < there.diag.findings.n; i++)
		if (there.diag.findings.at[i].kind == &finding_fact_differs) {
			buf_printf(&trouble, "%.*s\n", STR_ARG(there.diag.findings.at[i].message));
			status = STATUS_ERROR;
		}
	pipeline_end(&there);
	if (status == STATUS_HOLDS) {
		status = finish(a, o, path, was, is);
	} else {
		struct str rest = buf_str(&trouble), line;
		command_complain(path, STR("is not rebased: its numbers for that machine do not all follow"));
		while (str_split(&rest, '\n', &line))
			if (line.n)
				command_complain(path, line);
		edit_diff(str_of(path), was, is, &trouble);
	}
	buf_free(&trouble);
	return status;
}

static int run(struct arena *a, struct options *o)
{
	struct outcome outcome;
	struct machine *machine;
	if (o->files.n != 1 || strcmp(o->files.at[0], "-") == 0 || o->machines.n != 1) {
		fputs("hence: rebase wants one worksheet that is a file, and one machine: --facts FILE, --sysroot DIR or --here\n", stderr);
		return STATUS_UNREADABLE;
	}
	struct options plain = *o;
	plain.facts = plain.sysroot = NULL;
	plain.here = false;
	const char *path = o->files.at[0];
	if (!command_verify(a, &plain, path, &outcome))
		return STATUS_UNREADABLE;
	int status = STATUS_UNREADABLE;
	if (outcome.model.settings.annotated)
		command_complain(path, STR("is annotated: its numbers follow the machine by themselves (check --facts, --sysroot)"));
	else if (report_status(&outcome.report, true) == STATUS_UNREADABLE)
		command_complain(path, NOTHING_IN_IT);
	else if ((machine = command_machine(a, o, path)))
		status = rebase(a, o, path, machine, &outcome);
	pipeline_end(&outcome);
	return status;
}

const struct command command_rebase = { "rebase", "FILE", "a plain worksheet's numbers for another machine, as a diff or with --write", run };
