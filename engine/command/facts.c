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

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

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

/* -o: one worksheet's file, or the folder of many; NULL: none was asked for. */
static const char *target(struct arena *a, const struct options *o, const char *path, bool folder)
{
	const char *slash = strrchr(path, '/');
	struct str name = str_of(strcmp(path, "-") == 0 ? "worksheet" : slash ? slash + 1 : path);
	if (str_ends(name, STR(".md")))
		name.n -= 3;
	return o->output && folder ? str_format(a, "%s/%.*s.yaml", o->output, STR_ARG(name)).s : o->output;
}

static int facts_file(const struct options *o, const void *with, const char *path, struct buf *row)
{
	const bool *folder = with;
	struct arena *a = arena_new();
	struct outcome outcome;
	int status = STATUS_UNREADABLE;
	(void)row;
	const char *to = target(a, o, path, *folder);
	if (to && command_same_file(to, path)) {
		command_complain(to, STR("is the worksheet itself; it is not overwritten"));
	} else if (command_verify(a, o, path, &outcome)) {
		struct buf out = { 0 };
		bool plain = !outcome.model.settings.annotated && (o->here || o->sysroot || o->facts);
		struct machine *machine = plain ? command_machine(a, o, path) : NULL;
		if (machine)
			facts_measure(a, &o->limits, &(struct asker){ machine_ask, machine }, &outcome.facts);
		status = plain && !machine ? STATUS_UNREADABLE : STATUS_HOLDS;
		for (size_t i = 0; status != STATUS_UNREADABLE && i < outcome.facts.all.n; i++)
			if (!facts_status_good(outcome.facts.all.at[i].status))
				status = STATUS_UNDECIDED;
		if (to)
			facts_write(&outcome.facts, &out);
		if (to && o->choices.date.n)    /* no day unless it was asked for: two records differ where the machines do */
			buf_printf(&out, "recorded: \"%.*s\"\n", STR_ARG(o->choices.date));
		if (!to)
			facts_dump(&outcome.facts, &out);
		if (!write_out(to ? to : "-", buf_str(&out)))
			status = STATUS_UNREADABLE;
		buf_free(&out);
		pipeline_end(&outcome);
	}
	arena_free(a);
	return status;
}

/* --- facts --collect --------------------------------------------------------------------------------------------- */
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
		struct machine *machine = command_machine(a, &o, "-");
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

/* Trust is asked for one worksheet after the other, before any of them runs; what was refused is taken off the list. */
static int ask_for_all(struct options *o)
{
	int status = STATUS_HOLDS;
	size_t n = 0;
	for (size_t i = 0; i < o->files.n; i++) {
		if (ask_for_trust(o, o->files.at[i]))
			o->files.at[n++] = o->files.at[i];
		else
			status = STATUS_UNREADABLE;
	}
	o->files.n = n;
	o->trust = false;
	return status;
}

/* Whether -o is a folder, made when it is not there; false: a complaint is printed. */
static bool is_folder(struct arena *a, const struct options *o, bool *folder)
{
	struct stat st;
	*folder = o->output && strcmp(o->output, "-") != 0 && (o->files.n > 1 || (stat(o->output, &st) == 0 && S_ISDIR(st.st_mode)));
	if (*folder && mkdir(o->output, 0777) != 0 && errno != EEXIST) {
		command_complain(o->output, str_format(a, "cannot be made: %s", strerror(errno)));
		return false;
	}
	if (o->output && strcmp(o->output, "-") == 0 && o->files.n > 1) {
		command_complain("-o -", STR("is one facts file; give one worksheet"));
		return false;
	}
	for (size_t i = 0; *folder && i < o->files.n; i++)
		for (size_t k = 0; k < i; k++)
			if (strcmp(target(a, o, o->files.at[i], true), target(a, o, o->files.at[k], true)) == 0) {
				command_complain(target(a, o, o->files.at[i], true), STR("would be written for two worksheets of one name"));
				return false;
			}
	return true;
}

static int run(struct arena *a, struct options *o)
{
	bool folder;
	if (o->collect_script || o->fleet_script || o->fleet_role) {
		struct buf text = { 0 };
		if (o->collect_script)
			collection_script(&text);
		else
			buf_put(&text, embedded_find(o->fleet_script ? "templates/fleet.sh" : "templates/fleet.yml"));
		bool fine = write_out(o->output ? o->output : "-", buf_str(&text));
		buf_free(&text);
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
	if (!is_folder(a, o, &folder))
		return STATUS_UNREADABLE;
	int status = o->trust && !o->no_exec && !o->facts && !o->sysroot ? ask_for_all(o) : STATUS_HOLDS;
	struct command_one one = { facts_file, &folder };
	return command_worse(status, command_each(o, &one, NULL));
}

const struct command command_facts = { "facts", "FILE...", "show, or record with -o, what a worksheet asks of the machine", run };
