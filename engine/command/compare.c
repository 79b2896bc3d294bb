/* One worksheet on several machines: is it the machine, or the reasoning? */
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

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MACHINES = 1000 };               /* a report each is held in memory: some 1.3 MB for a worksheet of 70 lines */

/* The options that lead to one machine. */
static struct options one_of(const struct options *o, const struct chosen_machine *machine)
{
	struct options own = *o;
	own.facts = own.sysroot = NULL;
	own.here = false;
	if (machine && machine->kind == MACHINE_FACTS)
		own.facts = machine->path;
	else if (machine && machine->kind == MACHINE_SYSROOT)
		own.sysroot = machine->path;
	else
		own.here = machine != NULL;
	return own;
}

/* Who is compared: what the command line names, the first being the one that the others are held against. One machine alone is
 * held against this one; --set alone says what if, here. */
static bool choose(const struct options *o, struct options *all, struct str *labels, size_t *n)
{
	*n = 0;
	if (o->machines.n == 0 && o->sets.n == 0) {
		fputs("hence: compare wants another machine: --facts FILE, --sysroot DIR or --here; or --set NAME=VALUE\n", stderr);
		return false;
	}
	if (o->machines.n < 2) {
		/* what the worksheet itself says: an annotated one asks here, a plain one has its machine written in it */
		bool what_if = o->sets.n > 0;
		const struct chosen_machine *same = o->machines.n ? &o->machines.at[0] : NULL;
		all[*n] = one_of(o, what_if ? same : NULL);
		all[*n].sets.n = 0;
		labels[(*n)++] = !what_if ? STR("the worksheet as it stands here") : same && same->path ? str_of(same->path) : STR("here");
		if (what_if) {
			all[*n] = one_of(o, same);
			labels[(*n)++] = STR("the same with --set");
			return true;
		}
	}
	for (size_t i = 0; i < o->machines.n; i++) {
		const struct chosen_machine *m = &o->machines.at[i];
		if (*n == MACHINES) {
			fprintf(stderr, "hence: compare takes %d machines at most\n", MACHINES);
			return false;
		}
		all[*n] = one_of(o, m);
		labels[(*n)++] = m->kind == MACHINE_HERE ? STR("here") : str_of(m->path);
	}
	return true;
}

static int is_facts_file(const struct dirent *entry)
{
	struct str name = str_of(entry->d_name);
	return name.n > 5 && name.s[0] != '.' && str_ends(name, STR(".yaml"));
}

static int by_bytes(const struct dirent **a, const struct dirent **b)
{
	return strcmp((*a)->d_name, (*b)->d_name);
}

/* --facts FOLDER: every facts file in it, by name, as a fleet's folder holds them. */
static bool expand(struct arena *a, struct options *o)
{
	struct options was = *o;
	memset(&o->machines, 0, sizeof o->machines);
	for (size_t i = 0; i < was.machines.n; i++) {
		const struct chosen_machine *m = &was.machines.at[i];
		struct dirent **files;
		int n = m->kind == MACHINE_FACTS ? scandir(m->path, &files, is_facts_file, by_bytes) : -1;
		if (n < 0)
			*vec_add(a, &o->machines) = *m;         /* a file, or nothing: who opens it says so */
		for (int k = 0; k < n; k++) {
			*vec_add(a, &o->machines) = (struct chosen_machine){ MACHINE_FACTS, str_format(a, "%s/%s", m->path, files[k]->d_name).s };
			free(files[k]);
		}
		if (n >= 0)
			free(files);
		if (n == 0) {
			command_complain(m->path, STR("has no facts file in it: no name there ends in .yaml"));
			return false;
		}
	}
	return true;
}

typedef void print_machines(struct arena *, const struct machines *, const struct render_options *, struct buf *);

static print_machines *format(const struct options *o)
{
	static const struct { const char *id; print_machines *print; } formats[] = {
		{ "text", render_machines_text }, { "json", render_machines_json }, { "html", render_machines_html },
	};
	struct str wanted = str_of(o->format ? o->format : "text");
	for (size_t i = 0; i < sizeof formats / sizeof *formats; i++)
		if (str_is(wanted, formats[i].id))
			return formats[i].print;
	fputs("hence: compare prints text, json or html\n", stderr);
	return NULL;
}

static void ways(struct machines *m)
{
	for (size_t i = 0; i < m->n; i++) {
		m->way[i] = i;
		for (size_t k = 0; k < i && m->way[i] == i; k++)
			if (m->way[k] == k && m->at[k].status == m->at[i].status && report_compare_alike(k ? &m->at[k].comparison : NULL, &m->at[i].comparison))
				m->way[i] = k;
		m->ways += m->way[i] == i;
	}
}

static int run(struct arena *a, struct options *o)
{
	struct options *all = arena_take(a, MACHINES * sizeof *all);
	struct str *labels = arena_take(a, MACHINES * sizeof *labels);
	struct outcome *outcomes = arena_take(a, MACHINES * sizeof *outcomes);
	struct machines m = { .at = arena_take(a, MACHINES * sizeof *m.at), .way = arena_take(a, MACHINES * sizeof *m.way) };
	print_machines *print = format(o);
	size_t n, open = 0;
	if (o->files.n != 1) {
		fputs("hence: compare wants one worksheet\n", stderr);
		return STATUS_UNREADABLE;
	}
	if (!print || !command_templates(a, o) || !expand(a, o) || !choose(o, all, labels, &n))
		return STATUS_UNREADABLE;
	int status = STATUS_HOLDS;
	for (; open < n && command_verify(a, &all[open], o->files.at[0], &outcomes[open]); open++) {
		m.at[open] = (struct machine_report){ .label = labels[open], .report = &outcomes[open].report, .status = report_status(&outcomes[open].report, o->allow_undecided) };
		if (open)
			report_compare(a, m.at[0].report, m.at[open].report, &m.at[open].comparison);
		status = command_worse(status, m.at[open].status);
	}
	if (open < n || status == STATUS_UNREADABLE) {
		if (open == n)
			command_complain(o->files.at[0], NOTHING_IN_IT);
		status = STATUS_UNREADABLE;
	} else {
		struct render_options options = command_render_options(o, o->files.at[0]);
		struct buf out = { 0 };
		struct str why;
		m.worksheet = m.at[0].report->text->name;
		m.n = n;
		ways(&m);
		print(a, &m, &options, &out);
		if (!o->output)
			status = command_worse(status, command_print(buf_str(&out)));
		else if (!file_write(a, o->output, buf_str(&out), &why)) {
			command_complain(o->output, why);
			status = STATUS_UNREADABLE;
		}
		buf_free(&out);
	}
	while (open-- > 0)
		pipeline_end(&outcomes[open]);
	return status;
}

const struct command command_compare = { "compare", "FILE", "the worksheet on several machines, line by line", run };
