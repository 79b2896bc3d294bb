/* The commands. */
#include "base.h"
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

#include <string.h>

int main(int argc, char **argv)
{
	struct arena *a = arena_new();
	struct str bytes, why;
	const char *dump = NULL, *format = "text", *path = NULL;
	struct machine *m = machine_here(a);
	for (int i = 1; i < argc; i++) {
		if (!strcmp(argv[i], "--dump") && i + 1 < argc)
			dump = argv[++i];
		else if (!strcmp(argv[i], "--format") && i + 1 < argc)
			format = argv[++i];
		else if (!strcmp(argv[i], "--sysroot") && i + 1 < argc)
			m = machine_sysroot(a, str_of(argv[++i]));
		else if (strcmp(argv[i], "check"))
			path = argv[i];
	}
	if (!path)
		fatal("usage: hence check [--dump STAGE] [--format ID] [--sysroot DIR] FILE");
	if (!file_read(a, path, limits_default.file_bytes, &bytes, &why))
		fatal("%s: %.*s", path, STR_ARG(why));
	struct text *text = text_new(a, str_of(path), bytes);
	struct asker asker = { machine_ask, m };
	struct choices choices = { 0 };
	struct job job = { text, &limits_default, &asker, NULL, 0, &choices, "here" };
	struct outcome o;
	pipeline_run(&job, &o);
	struct buf out = { 0 };
	const struct renderer *r = render_find(str_of(format));
	struct render_options options = { .style = style_plain, .origin = str_of(path) };
	if (dump)
		pipeline_dump(&o, str_of(dump), &out);
	else if (r)
		r->render(a, &o.report, &options, &out, &why);
	if (!dump && !r)
		for (size_t i = 0; i < o.diag.findings.n; i++)
			diag_print(&out, &style_plain, text, &o.diag.findings.at[i], STR(""), STR(""));
	fwrite(out.s, 1, out.n, stdout);
	buf_free(&out);
	int status = report_status(&o.report, false);
	pipeline_end(&o);
	arena_free(a);
	return status;
}
