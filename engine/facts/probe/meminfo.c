/* meminfo: a field of /proc/meminfo by its name. */
#include "base.h"
#include "confine.h"
#include "diag.h"
#include "source.h"
#include "model.h"
#include "facts.h"
#include "facts/probe.h"

static bool read_meminfo(struct inquiry *q, struct str *answer)
{
	struct str text, rest;
	q->fact->source = STR("/proc/meminfo");
	if (!probe_ask(q, ASK_READ, q->fact->source, &text))
		return false;
	if (!probe_field(text, probe_text(q), ':', &rest))
		return probe_fail(q, FACT_ABSENT, "it has no field %.*s", STR_ARG(probe_text(q)));
	/* The unit stands in the annotation; here it is always kB, or nothing for a count. */
	*answer = str_ends(rest, STR(" kB")) ? str_slice(rest, 0, rest.n - 3) : rest;
	return true;
}

const struct probe probe_meminfo = { "meminfo", "the name of a field of /proc/meminfo such as MemTotal", false, false, read_meminfo };
