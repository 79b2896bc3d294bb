/* Verifies worksheets and writes their documents. */
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

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#define DOCUMENTS "html,pdf,json"        /* what is written unless --to says otherwise */

/* FOLDER/NAME.suffix, NAME without its .md. */
static struct str output_path(struct arena *a, const char *folder, const char *path, const char *suffix)
{
	const char *slash = strrchr(path, '/');
	struct str name = str_of(strcmp(path, "-") == 0 ? "worksheet" : slash ? slash + 1 : path);
	if (str_ends(name, STR(".md")))
		name.n -= 3;
	return str_format(a, "%s/%.*s%s", folder, STR_ARG(name), suffix);
}

/* All documents are made before the first is written, so that a set on disk belongs together. */
static int write_documents(struct arena *a, const struct options *o, const struct report *report, const char *path)
{
	enum { MOST = 16 };
	struct buf made[MOST] = { { 0 } };
	struct str target[MOST], why, id, list = str_of(o->to ? o->to : DOCUMENTS);
	struct render_options options = command_render_options(o, path);
	int status = STATUS_HOLDS;
	size_t n = 0;
	options.carry = true;
	while (status == STATUS_HOLDS && n < MOST && str_split(&list, ',', &id)) {
		const struct renderer *r = command_renderer(str_trim(id));
		target[n] = r ? output_path(a, o->output ? o->output : ".", path, r->suffix) : STR("");
		if (!r) {
			status = STATUS_UNREADABLE;
		} else if (command_same_file(target[n].s, path)) {
			command_complain(target[n].s, STR("is the worksheet itself; it is not overwritten"));
			status = STATUS_UNREADABLE;
		} else if (!r->render(a, report, &options, &made[n], &why)) {
			command_complain(target[n].s, str_format(a, "was not written: %.*s", STR_ARG(why)));
			status = STATUS_UNREADABLE;
		}
		n++;
	}
	for (size_t i = 0; i < n; i++) {
		if (status == STATUS_HOLDS && !file_write(a, target[i].s, buf_str(&made[i]), &why)) {
			command_complain(target[i].s, why);
			status = STATUS_UNREADABLE;
		}
		buf_free(&made[i]);
	}
	return status;
}

static int render_file(const struct options *o, const struct renderer *summary, const char *path)
{
	struct arena *a = arena_new();
	struct outcome outcome;
	int status = STATUS_UNREADABLE;
	if (command_verify(a, o, path, &outcome)) {
		struct buf out = { 0 };
		struct str why;
		struct render_options options = command_render_options(o, path);
		status = report_status(&outcome.report, o->allow_undecided);
		if (status == STATUS_UNREADABLE) {
			command_complain(path, NOTHING_IN_IT);
		} else {
			if (summary->render(a, &outcome.report, &options, &out, &why))
				status = command_worse(status, command_print(buf_str(&out)));
			status = command_worse(status, write_documents(a, o, &outcome.report, path));
		}
		buf_free(&out);
		pipeline_end(&outcome);
	}
	arena_free(a);
	return status;
}

static int run(struct arena *a, struct options *o)
{
	struct str why;
	const struct renderer *summary = command_renderer(str_of(o->format ? o->format : "text"));
	int status = summary && command_has_files(o) && command_templates(a, o) ? STATUS_HOLDS : STATUS_UNREADABLE;
	if (status == STATUS_UNREADABLE)
		return status;
	if (o->output && mkdir(o->output, 0777) != 0 && errno != EEXIST) {
		why = str_format(a, "cannot be made: %s", strerror(errno));
		command_complain(o->output, why);
		return STATUS_UNREADABLE;
	}
	for (size_t i = 0; renderers[i]; i++)
		if (renderers[i]->prepare && strstr(o->to ? o->to : DOCUMENTS, renderers[i]->id))
			renderers[i]->prepare();
	for (size_t i = 0; summary && i < o->files.n; i++)
		status = command_worse(status, render_file(o, summary, o->files.at[i]));
	return status;
}

const struct command command_render = { "render", "FILE...", "verify worksheets and write their documents", run };
