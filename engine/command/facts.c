/* What a worksheet asks of a machine: shown, recorded, or trusted. */
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

/* --yes: the commands are shown, and trusted when their digest is the one that was read and approved somewhere. */
static bool agreed(struct arena *a, const struct options *o, const char *path, struct wishes *wishes)
{
	if (str_eq(trust_digest(a, wishes), str_of(o->yes))) {
		trust_all(wishes);
		return true;
	}
	struct buf shown = { 0 };
	command_complain(path, STR("was not trusted: its commands have another digest than --yes names"));
	trust_show(a, wishes, &shown);
	fwrite(shown.s, 1, shown.n, stderr);
	buf_free(&shown);
	return false;
}

static bool asked(struct arena *a, const char *path, struct wishes *wishes)
{
	struct str why;
	struct buf shown = { 0 };
	if (trust_ask(a, str_of(path), wishes, &why))
		return true;
	command_complain(path, str_format(a, "was not trusted: %.*s, or by --yes and the digest of what it runs", STR_ARG(why)));
	trust_show(a, wishes, &shown);
	fwrite(shown.s, 1, shown.n, stderr);
	buf_free(&shown);
	return false;
}

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
		fine = !wishes.all.n || (o->yes ? agreed(a, o, path, &wishes) : asked(a, path, &wishes));
		if (fine && wishes.all.n && !trust_remember(a, &wishes, &why)) {
			command_complain(path, str_format(a, "was not trusted: %.*s", STR_ARG(why)));
			fine = false;
		}
		pipeline_end(&outcome);
	}
	arena_free(a);
	return fine;
}

static int facts_file(const struct options *given, const char *path)
{
	struct options with = *given, *o = &with;
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

/* --- facts --collect --------------------------------------------------------------------------------------------- */
static bool write_out(const char *path, struct str bytes)
{
	struct str why;
	struct arena *a = arena_new();
	bool fine = strcmp(path, "-") == 0 ? command_print(bytes) == STATUS_HOLDS : file_write(a, path, bytes, &why);
	if (!fine && strcmp(path, "-") != 0)
		command_complain(path, why);
	arena_free(a);
	return fine;
}

/* What the worksheets ask, of one machine; with no worksheet, the list. */
static int collect(struct arena *a, const struct options *given)
{
	struct options o = *given;
	struct outcome outcome;
	struct buf out = { 0 };
	int status = STATUS_HOLDS;
	struct collection *c = o.collection = collection_new(a, o.names);
	o.here = true;                  /* a plain worksheet asks, too */
	if (o.facts) {
		command_complain(o.facts, STR("is a facts file: it holds facts, not the files they were read from"));
		return STATUS_UNREADABLE;
	}
	if (!o.files.n) {
		struct machine *machine = command_machine(a, &o);
		if (!machine)
			return STATUS_UNREADABLE;
		collection_all(c, machine);
	}
	for (size_t i = 0; i < o.files.n; i++) {
		if (!command_verify(a, &o, o.files.at[i], &outcome)) {
			status = STATUS_UNREADABLE;
			continue;
		}
		for (size_t k = 0; k < outcome.facts.all.n; k++)
			if (!facts_status_good(outcome.facts.all.at[k].status))
				status = command_worse(status, STATUS_UNDECIDED);
		pipeline_end(&outcome);
	}
	collection_write(c, &out);
	if (!write_out(o.collect, buf_str(&out)))
		status = STATUS_UNREADABLE;
	out.n = 0;
	for (size_t i = 0; i < c->left_out.n; i++) {
		buf_puts(&out, "left out: /");
		diag_escape(&out, c->left_out.at[i].path);
		buf_printf(&out, " (%.*s)\n", STR_ARG(c->left_out.at[i].why));
	}
	buf_puts(&out, c->left_out.n ? "--names keeps what names the machine.\n" : "");
	if (!o.quiet)
		fwrite(out.s, 1, out.n, stderr);
	buf_free(&out);
	return status;
}

static int run(struct arena *a, struct options *o)
{
	if (o->collect_script) {
		struct buf script = { 0 };
		collection_script(&script);
		bool fine = write_out(o->output ? o->output : "-", buf_str(&script));
		buf_free(&script);
		return fine ? STATUS_HOLDS : STATUS_UNREADABLE;
	}
	if (o->collect)
		return collect(a, o);
	if (!command_has_files(o))
		return STATUS_UNREADABLE;
	if (o->yes && (!o->trust || o->no_exec || o->facts || o->sysroot || o->files.n > 1)) {
		command_complain("--yes", STR("goes with facts --trust and one worksheet, on the machine that runs its commands"));
		return STATUS_UNREADABLE;
	}
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
