/* A source taken for something that it does not say: a table of known traps, each with where it is written. */
#include "base.h"
#include "diag.h"
#include "source.h"
#include "model.h"
#include "facts.h"
#include "values.h"
#include "claims.h"
#include "graph.h"
#include "rules.h"
#include "rules/words.h"

/* One trap: the fact is read so (asked, source or raw text holds `from`), and its words hold one of `words`, none of `unless`. */
static const struct trap { const char *from, *words, *unless, *says, *written; } traps[] = {
	{ "MemTotal", "installed motherboard", "not minus without", "MemTotal is what the kernel has left to give out, not the memory installed",
		"Documentation/filesystems/proc.rst: total usable RAM, physical RAM minus reserved bits and the kernel's code" },
	{ "MemFree", "available usable", "not", "MemFree is memory that nobody uses at all; what a program can have is MemAvailable", "Documentation/filesystems/proc.rst" },
	{ "available:", "socket sockets", "not node nodes", "numactl counts nodes, and a node is not a socket: one socket can hold several nodes, and a node none",
		"numactl(8); /proc/cpuinfo's physical id counts sockets" },
	{ "devices/system/node", "socket sockets", "not node nodes", "a node is not a socket: one socket can hold several nodes, and a node none",
		"Documentation/admin-guide/mm/numaperf.rst; topology: sockets counts them" },
	{ "topology: nodes", "socket sockets", "not node nodes", "a node is not a socket: one socket can hold several nodes, and a node none", "Documentation/admin-guide/mm/numaperf.rst" },
	{ "cpu cores", "machine total all", "not socket each per", "cpu cores of /proc/cpuinfo are those of one socket", "Documentation/arch/x86/topology.rst" },
	{ "siblings", "machine total all", "not socket each per", "siblings of /proc/cpuinfo are those of one socket", "Documentation/arch/x86/topology.rst" },
	{ "cpu MHz", "maximum max base nominal rated", "not now current", "cpu MHz of /proc/cpuinfo is the present frequency, which changes from reading to reading", "proc_cpuinfo(5)" },
	{ "bogomips", "speed frequency performance", "not", "BogoMIPS measures a delay loop, not the processor's speed", "Documentation/admin-guide/kernel-parameters.rst: lpj" },
	{ "BogoMIPS", "speed frequency performance", "not", "BogoMIPS measures a delay loop, not the processor's speed", "Documentation/admin-guide/kernel-parameters.rst: lpj" },
	{ "L1d cache", "core", "all sum", "lscpu's cache sizes are sums over all caches of a kind since util-linux 2.37", "lscpu(1); cache: reads the size of one" },
	{ "L2 cache", "core", "all sum", "lscpu's cache sizes are sums over all caches of a kind since util-linux 2.37", "lscpu(1); cache: reads the size of one" },
	{ "/proc/meminfo", "container container's", "host host's not", "/proc/meminfo is the host's, also inside a container; the limit is /sys/fs/cgroup/memory.max", "Documentation/admin-guide/cgroup-v2.rst" },
	{ "/proc/cpuinfo", "container container's", "host host's not", "/proc/cpuinfo is the host's, also inside a container; the limit is /sys/fs/cgroup/cpu.max", "Documentation/admin-guide/cgroup-v2.rst" },
};
#define DECIMAL_MB 8000000      /* bits */

static bool listed(const char *list, struct str word)
{
	struct str rest = str_of(list), piece;
	while (str_split(&rest, ' ', &piece))
		if (piece.n == word.n) {
			bool same = true;
			for (size_t i = 0; i < word.n; i++)
				same &= (word.s[i] >= 'A' && word.s[i] <= 'Z' ? word.s[i] | 0x20 : word.s[i]) == piece.s[i];
			if (same)
				return true;
		}
	return false;
}

/* Whether one of the words stands in the fact's property, or, as written, in what its line says before the source. */
static bool speaks_of(struct sheet *s, const struct fact *f, const char *words)
{
	struct str rest = f->property, piece;
	while (str_split(&rest, ' ', &piece))
		if (listed(words, str_trim(piece)))
			return true;
	uint32_t line = f->status == FACT_WRITTEN && !f->property.n ? model_line_at(s->model, f->range.at) : LINE_NONE;
	if (line == LINE_NONE)
		return false;
	for (uint32_t i = s->graph->token_at[line]; i < s->graph->token_at[line + 1]; i++) {
		const struct token *t = words_at(s, i);
		if (t->kind == TOKEN_WORD && !t->source && !t->code && listed(words, t->text))
			return true;
	}
	return false;
}

static bool read_from(const struct fact *f, const char *from)
{
	struct str x = str_of(from);
	return str_find(f->asked, x) != STR_NONE || str_find(f->source, x) != STR_NONE || (f->status == FACT_WRITTEN && str_starts(f->raw, x));
}

/* numactl's MB with a unit that is not 2^20 bytes. */
static void numactl_unit(struct sheet *s, const struct fact *f)
{
	const struct name *name = str_starts(f->source, STR("numactl")) ? values_name(s->values, f->name) : NULL;
	if (!name || name->value.kind != VALUE_NUMBER || !name->value.unit || num_compare(name->value.unit->factor, num_of(s->arena, DECIMAL_MB)) != 0)
		return;
	struct finding *x = diag_add(s->diag, &finding_misread_fact, f->unit_range, "numactl's MB are 2^20 bytes, cut down, and %.*s is read as 10^6", STR_ARG(f->unit));
	x->help = STR("write unit: MiB, shown: MB");
}

static void check(struct sheet *s)
{
	for (size_t i = 0; i < s->facts->all.n; i++) {
		const struct fact *f = &s->facts->all.at[i];
		numactl_unit(s, f);
		for (size_t k = 0; k < sizeof traps / sizeof *traps; k++) {
			const struct trap *t = &traps[k];
			if (!read_from(f, t->from) || !speaks_of(s, f, t->words) || speaks_of(s, f, t->unless))
				continue;
			struct finding *x = diag_add(s->diag, &finding_misread_fact, f->range, "%s", t->says);
			diag_note(s->diag, x, (struct range){ 0, 0 }, "see %s", t->written);
			break;
		}
	}
}

const struct rule rule_misread_fact = { "misread-fact", false, check };
