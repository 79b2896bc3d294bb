/* Verifies worksheets and writes their documents. */
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

#define DOCUMENTS "html,pdf,json"        /* what is written unless --to says otherwise */

enum { MOST = 16 };                     /* documents of one worksheet; there are fewer renderers */
#define INDEX "index"

/* A worksheet's file name without its folder and .md. */
static struct str stem(const char *path)
{
	const char *slash = strrchr(path, '/');
	struct str name = str_of(strcmp(path, "-") == 0 ? "worksheet" : slash ? slash + 1 : path);
	if (str_ends(name, STR(".md")))
		name.n -= 3;
	return name;
}

/* FOLDER/NAME.suffix */
static struct str output_path(struct arena *a, const char *folder, struct str name, const char *suffix)
{
	return str_format(a, "%s/%.*s%s", folder ? folder : ".", STR_ARG(name), suffix);
}

/* All documents are made before the first is seen, so that a set on disk belongs together. */
static int write_documents(struct arena *a, const struct options *o, const struct report *report, const char *path)
{
	struct buf made[MOST] = { { 0 } };
	struct file_stream file[MOST];
	struct str target[MOST], why, id, list = str_of(o->to ? o->to : DOCUMENTS);
	struct render_options options = command_render_options(o, path);
	int status = STATUS_HOLDS;
	size_t n = 0;
	options.carry = true;
	while (status == STATUS_HOLDS && n < MOST && str_split(&list, ',', &id)) {
		const struct renderer *r = command_renderer(str_trim(id));
		target[n] = r ? output_path(a, o->output, stem(path), r->suffix) : STR("");
		file[n] = (struct file_stream){ .path = target[n].s, .fd = -1 };
		made[n].to = r && r->streams ? &file[n] : NULL;
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
		if (status == STATUS_HOLDS && !file_stream_end(a, &file[i], buf_str(&made[i]), &why)) {
			command_complain(target[i].s, why);
			status = STATUS_UNREADABLE;
		}
		file_stream_drop(&file[i]);
		buf_free(&made[i]);
	}
	return status;
}

/* The renderers that --to names. */
static size_t chosen(const struct options *o, const struct renderer **documents)
{
	struct str id, list = str_of(o->to ? o->to : DOCUMENTS);
	size_t n = 0;
	while (n < MOST && str_split(&list, ',', &id))
		if ((documents[n] = render_find(str_trim(id))))
			n++;
	return n;
}

/* Several worksheets with pages get an index beside them, unless one of them has its name. */
static int write_index(struct arena *a, const struct options *o, struct str rows)
{
	const struct renderer *documents[MOST];
	struct render_options options = command_render_options(o, INDEX);
	struct buf out = { 0 };
	struct str why, target = output_path(a, o->output, STR(INDEX), ".html");
	bool pages = false;
	int status = STATUS_HOLDS;
	for (size_t i = chosen(o, documents); i-- > 0; )
		pages |= strcmp(documents[i]->id, "html") == 0;
	for (size_t i = 0; i < o->files.n; i++)
		pages &= !str_is(stem(o->files.at[i]), INDEX);
	if (!pages || o->files.n < 2 || !rows.n)
		return status;
	render_index(a, &options, o->files.n, HENCE_VERSION, rows, &out);
	if (!file_write(a, target.s, buf_str(&out), &why)) {
		command_complain(target.s, why);
		status = STATUS_UNREADABLE;
	}
	buf_free(&out);
	return status;
}

static int render_file(const struct options *o, const void *with, const char *path, struct buf *row)
{
	const struct renderer *summary = with, *documents[MOST];
	struct arena *a = arena_new();
	struct outcome outcome;
	int status = STATUS_UNREADABLE;
	size_t before = row->n;
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
			render_index_row(a, &outcome.report, stem(path), documents, chosen(o, documents), row);
		}
		buf_free(&out);
		pipeline_end(&outcome);
	}
	if (row->n == before)
		render_index_unread(str_of(path), row);
	arena_free(a);
	return status;
}

/* Two worksheets of one name would write the same documents, and the second would be all that is left. */
static bool names_differ(struct arena *a, const struct options *o)
{
	struct map *seen = map_new(a);
	for (size_t i = 0; i < o->files.n; i++) {
		const char *path = o->files.at[i], *other = map_get(seen, stem(path));
		if (other && strcmp(other, path) != 0 && !command_same_file(other, path)) {
			command_complain(path, str_format(a, "would write the same documents as %s; give them folders of their own", other));
			return false;
		}
		map_put(seen, stem(path), (void *)path);
	}
	return true;
}

static int run(struct arena *a, struct options *o)
{
	struct str why;
	const struct renderer *summary = command_renderer(str_of(o->format ? o->format : "text"));
	int status = summary && command_has_files(o) && names_differ(a, o) && command_templates(a, o) ? STATUS_HOLDS : STATUS_UNREADABLE;
	if (status == STATUS_UNREADABLE)
		return status;
	if (o->output && mkdir(o->output, 0777) != 0 && errno != EEXIST) {
		why = str_format(a, "cannot be made: %s", strerror(errno));
		command_complain(o->output, why);
		return STATUS_UNREADABLE;
	}
	struct render_options looks = command_render_options(o, "");
	for (size_t i = 0; renderers[i]; i++)
		if (renderers[i]->prepare && strstr(o->to ? o->to : DOCUMENTS, renderers[i]->id))
			renderers[i]->prepare(&looks);
	struct command_one one = { render_file, summary };
	struct buf rows = { 0 };
	status = command_each(o, &one, &rows);
	status = command_worse(status, write_index(a, o, buf_str(&rows)));
	buf_free(&rows);
	return status;
}

const struct command command_render = { "render", "FILE...", "verify worksheets and write their documents", run };
