/* What a worksheet asks of a machine: shown, recorded, or trusted. */
#include "base.h"
#include "confine.h"
#include "diag.h"
#include "source.h"
#include "model.h"
#include "facts.h"
#include "values.h"
#include "claims.h"
#include "graph.h"
#include "rules.h"
#include "report.h"
#include "render.h"
#include "pipeline.h"
#include "options.h"
#include "command.h"

#include <stdio.h>
#include <string.h>

/* facts --trust: shows what the worksheet would run, asks for each, and remembers. */
static bool ask_for_trust(const struct options *o, const char *path)
{
	struct arena *a = arena_new();
	struct options none = *o;
	struct outcome outcome;
	struct wishes wishes;
	struct str why;
	none.trust = false;
	none.no_exec = true;
	bool fine = strcmp(path, "-") != 0 && command_verify(a, &none, path, &outcome);
	if (strcmp(path, "-") == 0)
		command_complain("<stdin>", STR("has no path that could be trusted"));
	if (fine) {
		trust_list(a, &outcome.model, str_of(path), &wishes);
		if (wishes.all.n && (!trust_ask(a, str_of(path), &wishes, &why) || !trust_remember(a, &wishes, &why))) {
			command_complain(path, str_format(a, "was not trusted: %.*s", STR_ARG(why)));
			fine = false;
		}
		pipeline_end(&outcome);
	}
	arena_free(a);
	return fine;
}

static int facts_file(const struct options *asked, const char *path)
{
	struct options with = *asked, *o = &with;
	if (o->trust && !o->no_exec && !o->facts && !o->sysroot) {
		if (!ask_for_trust(o, path))
			return STATUS_UNREADABLE;
		o->trust = false;
	}
	struct arena *a = arena_new();
	struct outcome outcome;
	int status = STATUS_UNREADABLE;
	if (command_verify(a, o, path, &outcome)) {
		struct buf out = { 0 };
		struct str why;
		status = STATUS_HOLDS;
		for (size_t i = 0; i < outcome.facts.all.n; i++)
			if (!facts_status_good(outcome.facts.all.at[i].status))
				status = STATUS_UNDECIDED;
		if (o->output)
			facts_write(&outcome.facts, &out);
		else
			facts_dump(&outcome.facts, &out);
		if (!o->output)
			status = command_worse(status, command_print(buf_str(&out)));
		else if (!file_write(a, o->output, buf_str(&out), &why)) {
			command_complain(o->output, why);
			status = STATUS_UNREADABLE;
		}
		buf_free(&out);
		pipeline_end(&outcome);
	}
	arena_free(a);
	return status;
}

static int run(struct arena *a, struct options *o)
{
	(void)a;
	if (!command_has_files(o))
		return STATUS_UNREADABLE;
	if (o->output && o->files.n > 1) {
		command_complain(o->output, STR("is one facts file; give one worksheet"));
		return STATUS_UNREADABLE;
	}
	if (o->output && command_same_file(o->output, o->files.at[0])) {
		command_complain(o->output, STR("is the worksheet itself; it is not overwritten"));
		return STATUS_UNREADABLE;
	}
	int status = STATUS_HOLDS;
	for (size_t i = 0; i < o->files.n; i++)
		status = command_worse(status, facts_file(o, o->files.at[i]));
	return status;
}

const struct command command_facts = { "facts", "FILE", "show, or record with -o, what a worksheet asks of the machine", run };
