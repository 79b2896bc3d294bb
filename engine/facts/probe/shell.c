/* shell: a command line for sh, where a pipe is really wanted; needs trust. */
#include "base.h"
#include "confine.h"
#include "diag.h"
#include "source.h"
#include "model.h"
#include "facts.h"
#include "facts/probe.h"

static bool read_shell(struct inquiry *q, struct str *answer)
{
	q->fact->source = facts_safe(q->arena, probe_text(q), 4096);
	return probe_ask(q, ASK_SHELL, probe_text(q), answer);
}

const struct probe probe_shell = { "shell", "a command line for sh", false, false, read_shell };
