/* sysconf: a limit of the system by its POSIX name. */
#include "base.h"
#include "confine.h"
#include "diag.h"
#include "source.h"
#include "model.h"
#include "facts.h"
#include "facts/probe.h"

static bool read_sysconf(struct inquiry *q, struct str *answer)
{
	struct str name = probe_text(q);
	if (str_starts(name, STR("_SC_")))
		name = str_from(name, 4);
	q->fact->source = str_format(q->arena, "sysconf %.*s", STR_ARG(name));
	return probe_ask(q, ASK_SYSCONF, name, answer);
}

const struct probe probe_sysconf = { "sysconf", "a name such as PAGESIZE", false, false, read_sysconf };
