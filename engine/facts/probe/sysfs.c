/* sysfs: a file by its path below /sys. */
#include "base.h"
#include "confine.h"
#include "diag.h"
#include "source.h"
#include "model.h"
#include "facts.h"
#include "facts/probe.h"

static bool read_sysfs(struct inquiry *q, struct str *answer)
{
	struct str path = probe_text(q);
	q->fact->source = str_starts(path, STR("/sys/")) ? path : str_format(q->arena, "/sys/%.*s", STR_ARG(path));
	return probe_ask(q, ASK_READ, q->fact->source, answer);
}

const struct probe probe_sysfs = { "sysfs", "a path below /sys such as devices/system/node/online", false, false, read_sysfs };
