/* Any text through the whole pipeline and the text and JSON renderers, on a machine that answers the same always. */
#include "base.h"
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

#include "invariants.h"

static void answer(void *with, const struct question *q, struct arena *a, struct answer *out)
{
	(void)with;
	(void)a;
	*out = (struct answer){ .status = ASK_ABSENT };
	if (q->kind == ASK_READ && str_is(q->path, "/proc/meminfo"))
		*out = (struct answer){ .bytes = STR("MemTotal:       15776276 kB\nMemFree:         9000000 kB\nHugepagesize:       2048 kB\n") };
	else if (q->kind == ASK_SYSCONF)
		*out = (struct answer){ .bytes = STR("4096") };
	else if (q->kind == ASK_MACHINE)
		*out = (struct answer){ .bytes = STR("kernel 6.1.0\narch x86_64\nkind \n") };
	else if (q->kind == ASK_RUN || q->kind == ASK_SHELL)
		*out = (struct answer){ .status = ASK_REFUSED, .why = STR("commands need --trust") };
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char *const ids[] = { "text", "json" };
	struct str bytes = { (const char *)data, size };
	size_t bad;
	if (!utf8_valid(bytes, &bad) || str_find_char(bytes, '\0') != STR_NONE)
		return 0;
	struct arena *a = arena_new();
	struct choices choices = { 0 };
	struct asker asker = { answer, NULL };
	struct job job = {
		.text = text_new(a, STR("fuzz.md"), bytes), .limits = &limits_default, .asker = &asker, .choices = &choices,
		.origin = "here", .ask_machine = true,
	};
	struct outcome o;
	pipeline_run(&job, &o);
	invariants(&o, job.text);
	for (size_t i = 0; i < sizeof ids / sizeof *ids; i++) {
		const struct renderer *r = render_find(str_of(ids[i]));
		struct render_options options = { .style = style_plain, .verbose = true, .coverage = true, .origin = STR("fuzz.md") };
		struct buf out = { 0 };
		struct str why;
		assert(r && r->render(a, &o.report, &options, &out, &why));
		assert(utf8_valid(buf_str(&out), &bad));
		buf_free(&out);
	}
	pipeline_end(&o);
	arena_free(a);
	return 0;
}
