/* kernel: what the running kernel is called, and on what it runs. */
#include "base.h"
#include "confine.h"
#include "diag.h"
#include "source.h"
#include "model.h"
#include "facts.h"
#include "facts/probe.h"

static bool part(struct inquiry *q, struct str release, bool minor, struct str *answer)
{
	uint64_t n;
	size_t dot = str_find_char(release, '.');
	struct str x = minor ? str_from(release, dot == STR_NONE ? release.n : dot + 1) : release;
	size_t end = 0;
	while (end < x.n && x.s[end] >= '0' && x.s[end] <= '9')
		end++;
	*answer = str_slice(x, 0, end);
	return probe_number(*answer, &n) || probe_fail(q, FACT_GARBLED, "its release has no such number: '%.*s'", STR_ARG(release));
}

static bool read_kernel(struct inquiry *q, struct str *answer)
{
	struct str what = probe_text(q), text;
	bool major = str_is(what, "major"), minor = str_is(what, "minor"), arch = str_is(what, "arch");
	if (!major && !minor && !arch && !str_is(what, "release"))
		return probe_wrong(q, q->value->range, "kernel: is release, major, minor or arch, not '%.*s'", STR_ARG(what));
	q->fact->source = STR("uname");
	if (!probe_ask(q, ASK_MACHINE, STR(""), &text))
		return false;
	if (!probe_field(text, arch ? STR("arch") : STR("kernel"), ' ', answer) || !answer->n)
		return probe_fail(q, FACT_ABSENT, "it is not known");
	if (major || minor)
		return part(q, *answer, minor, answer);
	q->fact->type = FACT_TEXT;
	return true;
}

const struct probe probe_kernel = { "kernel", "release, major, minor or arch", false, false, read_kernel };
