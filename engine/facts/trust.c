/* Which commands may run: the exact bytes of each are remembered by their digest, per worksheet. */
#include "base.h"
#include "confine.h"
#include "diag.h"
#include "source.h"
#include "model.h"
#include "facts.h"
#include "facts/probe.h"
#include "facts/machine.h"

bool machine_trusts(struct machine *m, struct arena *a, const struct question *q)
{
	if (m->trust)
		return true;
	return m->trusted && m->worksheet.n && map_get(m->trusted, machine_command_digest(a, m->worksheet, q));
}

/* Version, worksheet, kind and words, each with its length, so that no two lists of words give the same bytes. */
struct str machine_command_digest(struct arena *a, struct str worksheet, const struct question *q)
{
	struct buf b = { 0 };
	buf_printf(&b, "hence trust 1\n%zu %.*s\n%s\n", worksheet.n, STR_ARG(worksheet), q->kind == ASK_SHELL ? "shell" : "run");
	if (q->kind == ASK_SHELL) {
		buf_printf(&b, "%zu ", q->path.n);
		buf_put(&b, q->path);
	}
	for (size_t i = 0; q->kind == ASK_RUN && i < q->argc; i++) {
		buf_printf(&b, "%zu ", q->argv[i].n);
		buf_put(&b, q->argv[i]);
		buf_puts(&b, "\n");
	}
	struct str digest = base_digest(a, buf_str(&b));
	buf_free(&b);
	return digest;
}
