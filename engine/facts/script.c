/* The script for sh that collects a machine: templates/collect.sh with the lists of collect.c and files.c in it. */
#include "base.h"
#include "confine.h"
#include "diag.h"
#include "source.h"
#include "model.h"
#include "facts.h"
#include "facts/probe.h"
#include "facts/machine.h"
#include "facts/collect.h"

static void words(struct buf *b, const char *const *list)
{
	for (size_t i = 0; list[i]; i++)
		buf_printf(b, "%s\n", list[i]);
}

/* A case that succeeds for a path one of whose parts matches. */
static void cases(struct buf *b, const char *const *list)
{
	for (size_t i = 0; list[i]; i++)
		buf_printf(b, "\t*/%s/*) return 0 ;;\n", list[i]);
}

static void conf(struct buf *b)
{
	for (size_t i = 0; machine_sysconf[i].name; i++)
		buf_printf(b, "%s\n", machine_sysconf[i].name);
}

void collection_script(struct buf *b)
{
	struct str rest = embedded_find("templates/collect.sh"), line;
	while (probe_line(&rest, &line)) {
		if (str_is(line, "@paths@'")) {
			words(b, collect_paths);
			buf_puts(b, "'\n");
		} else if (str_is(line, "@conf@'")) {
			conf(b);
			buf_puts(b, "'\n");
		} else if (str_is(line, "@names@")) {
			cases(b, collect_names);
		} else if (str_is(line, "@keys@")) {
			cases(b, machine_never);
		} else {
			buf_printf(b, "%.*s\n", STR_ARG(line));
		}
	}
}
