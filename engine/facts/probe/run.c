/* run: a command and its arguments, without a shell; needs trust. */
#include "base.h"
#include "confine.h"
#include "diag.h"
#include "source.h"
#include "model.h"
#include "facts.h"
#include "facts/probe.h"

static bool read_run(struct inquiry *q, struct str *answer)
{
	struct buf shown = { 0 };
	for (size_t i = 0; i < q->value->items.n; i++) {
		if (q->value->items.at[i]->kind != YAML_SCALAR) {
			buf_free(&shown);
			return probe_wrong(q, q->value->items.at[i]->range, "run: is a list of words");
		}
		buf_printf(&shown, "%s%.*s", i ? " " : "", STR_ARG(q->value->items.at[i]->text));
	}
	q->fact->source = facts_safe(q->arena, buf_str(&shown), 4096);
	buf_free(&shown);
	return probe_ask(q, ASK_RUN, STR(""), answer);
}

const struct probe probe_run = { "run", "a list: the command and its arguments, as in [numactl, --hardware]", false, true, read_run };
