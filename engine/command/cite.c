/* Writes the annotation that pins a passage of a source tree. */
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

/* TREE/FILE:LINES, where TREE/FILE lies below --base or here: the annotation that pins what stands there now. */
static int run(struct arena *a, struct options *o)
{
	struct buf out = { 0 };
	int status = command_has_files(o) ? STATUS_HOLDS : STATUS_UNREADABLE;
	for (size_t i = 0; i < o->files.n; i++) {
		struct str given = str_of(o->files.at[i]), bytes, why;
		const char *reason = NULL;
		size_t colon = given.n, slash = str_find_char(given, '/');
		while (colon && given.s[colon - 1] != ':')
			colon--;
		if (!colon || slash == STR_NONE || slash == 0 || slash > colon) {
			command_complain(o->files.at[i], STR("is not TREE/FILE:LINES, such as linux/mm/page_alloc.c:609-613"));
			status = STATUS_UNREADABLE;
			continue;
		}
		struct str path = str_slice(given, 0, colon - 1);
		bool fine = file_read(a, str_format(a, "%s/%.*s", o->base ? o->base : ".", STR_ARG(path)).s, o->limits.file_bytes, &bytes, &why);
		if (fine && !cite_annotation(a, str_slice(path, 0, slash), str_from(path, slash + 1), bytes, str_from(given, colon), STR(""), &out, &reason)) {
			why = str_of(reason);
			fine = false;
		}
		if (!fine) {
			command_complain(o->files.at[i], why);
			status = STATUS_UNREADABLE;
		}
	}
	status = command_worse(status, command_print(buf_str(&out)));
	buf_free(&out);
	return status;
}

const struct command command_cite = { "cite", "TREE/FILE:LINES...", "write the annotation that pins a passage of a source tree", run };
