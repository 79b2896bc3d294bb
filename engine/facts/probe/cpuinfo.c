/* cpuinfo: a field of /proc/cpuinfo, of the first processor that has it. */
#include "base.h"
#include "confine.h"
#include "diag.h"
#include "source.h"
#include "model.h"
#include "facts.h"
#include "facts/probe.h"

static bool read_cpuinfo(struct inquiry *q, struct str *answer)
{
	struct str text;
	q->fact->source = STR("/proc/cpuinfo");
	if (!probe_ask(q, ASK_READ, q->fact->source, &text))
		return false;
	return probe_field(text, probe_text(q), ':', answer) || probe_fail(q, FACT_ABSENT, "it has no field %.*s", STR_ARG(probe_text(q)));
}

const struct probe probe_cpuinfo = { "cpuinfo", "the name of a field of /proc/cpuinfo such as TLB size", false, false, read_cpuinfo };
