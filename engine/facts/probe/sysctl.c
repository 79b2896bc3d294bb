/* sysctl: a setting of the running kernel, a file below /proc/sys, by its name with dots. */
#include "base.h"
#include "confine.h"
#include "diag.h"
#include "source.h"
#include "model.h"
#include "facts.h"
#include "facts/probe.h"

/* As sysctl(8) has it: whichever of . and / comes first parts the names, the other one stands for what looks like it in a name. */
static struct str path_of(struct arena *a, struct str name)
{
	size_t dot = str_find_char(name, '.'), slash = str_find_char(name, '/');
	struct buf b = { 0 };
	buf_puts(&b, "/proc/sys/");
	for (size_t i = 0; i < name.n; i++)
		buf_putc(&b, slash < dot ? name.s[i] : name.s[i] == '.' ? '/' : name.s[i] == '/' ? '.' : name.s[i]);
	struct str path = str_copy(a, buf_str(&b));
	buf_free(&b);
	return path;
}

static bool read_sysctl(struct inquiry *q, struct str *answer)
{
	q->fact->source = path_of(q->arena, probe_text(q));
	return probe_ask(q, ASK_READ, q->fact->source, answer);
}

const struct probe probe_sysctl = { "sysctl", "a name such as vm.max_map_count", false, false, read_sysctl };
