/* read: a file of the allow-list below /proc, /sys or /boot. */
#include "base.h"
#include "confine.h"
#include "diag.h"
#include "source.h"
#include "model.h"
#include "facts.h"
#include "facts/probe.h"

static bool read_file(struct inquiry *q, struct str *answer)
{
	q->fact->source = probe_text(q);
	return probe_ask(q, ASK_READ, q->fact->source, answer);
}

const struct probe probe_read = { "read", "a path below /proc, /sys or /boot", false, false, read_file };
