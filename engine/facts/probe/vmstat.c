/* vmstat: a counter of /proc/vmstat by its name. */
#include "base.h"
#include "confine.h"
#include "diag.h"
#include "source.h"
#include "model.h"
#include "facts.h"
#include "facts/probe.h"

static bool read_vmstat(struct inquiry *q, struct str *answer)
{
	struct str text;
	q->fact->source = STR("/proc/vmstat");
	if (!probe_ask(q, ASK_READ, q->fact->source, &text))
		return false;
	return probe_field(text, probe_text(q), ' ', answer) || probe_fail(q, FACT_ABSENT, "it has no counter %.*s", STR_ARG(probe_text(q)));
}

const struct probe probe_vmstat = { "vmstat", "the name of a counter of /proc/vmstat such as nr_free_pages", false, false, read_vmstat };
