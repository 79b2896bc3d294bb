/* topology: how many processors, cores, sockets and nodes are in use, and threads of each core, counted from /sys. */
#include "base.h"
#include "confine.h"
#include "diag.h"
#include "source.h"
#include "model.h"
#include "facts.h"
#include "facts/probe.h"

enum { MOST_CPUS = 65536 };

/* How many different texts the file has over all processors that are online. */
static bool different(struct inquiry *q, struct str online, const char *file, uint64_t *count)
{
	struct map *seen = map_new(q->arena);
	struct str rest = str_trim(online), piece, text;
	while (str_split(&rest, ',', &piece)) {
		size_t dash = str_find_char(piece, '-');
		uint64_t from, to;
		if (!probe_number(str_slice(piece, 0, dash == STR_NONE ? piece.n : dash), &from))
			return probe_fail(q, FACT_GARBLED, "the list of processors cannot be read");
		to = from;
		if ((dash != STR_NONE && !probe_number(str_from(piece, dash + 1), &to)) || to < from || to > MOST_CPUS)
			return probe_fail(q, FACT_GARBLED, "the list of processors cannot be read");
		for (; from <= to; from++) {
			struct str path = str_format(q->arena, "/sys/devices/system/cpu/cpu%llu/topology/%s", (unsigned long long)from, file);
			if (!probe_ask(q, ASK_READ, path, &text))
				return false;
			/* Where the firmware does not say, the kernel writes -1: that is no socket. */
			if (str_is(str_trim(text), "-1"))
				return probe_fail(q, FACT_ABSENT, "the firmware does not tell: %.*s says -1", STR_ARG(path));
			map_put(seen, str_trim(text), seen);
		}
	}
	*count = seen->n;
	return true;
}

/* The threads of each core, where all cores in use have as many. */
static bool threads_of(struct inquiry *q, uint64_t cpus, uint64_t cores, struct str *answer)
{
	struct str text;
	uint64_t threads;
	if (!probe_ask(q, ASK_READ, STR("/sys/devices/system/cpu/cpu0/topology/thread_siblings_list"), &text))
		return false;
	if (!probe_members(text, &threads) || !threads)
		return probe_fail(q, FACT_GARBLED, "it is not a list such as 0-3,7");
	if (threads * cores != cpus)
		return probe_fail(q, FACT_ABSENT, "not all cores have as many: %llu CPUs in %llu cores", (unsigned long long)cpus, (unsigned long long)cores);
	*answer = str_format(q->arena, "%llu", (unsigned long long)threads);
	return true;
}

static bool read_topology(struct inquiry *q, struct str *answer)
{
	struct str what = probe_text(q), online;
	bool sockets = str_is(what, "sockets"), cores = str_is(what, "cores"), nodes = str_is(what, "nodes"), threads = str_is(what, "threads");
	uint64_t count, cpus;
	if (!sockets && !cores && !nodes && !threads && !str_is(what, "cpus"))
		return probe_wrong(q, q->value->range, "topology: is cpus, cores, sockets, nodes or threads, not '%.*s'", STR_ARG(what));
	q->fact->source = nodes ? STR("/sys/devices/system/node/online") : STR("/sys/devices/system/cpu/online");
	if (!probe_ask(q, ASK_READ, q->fact->source, &online))
		return false;
	if (!probe_members(online, &count) || !count)
		return probe_fail(q, FACT_GARBLED, "it is not a list such as 0-3,7");
	cpus = count;
	if (sockets || cores || threads) {
		q->fact->source = sockets ? STR("/sys/devices/system/cpu/cpu*/topology/physical_package_id") : STR("/sys/devices/system/cpu/cpu*/topology/thread_siblings_list");
		if (!different(q, online, sockets ? "physical_package_id" : "thread_siblings_list", &count))
			return false;
	}
	if (threads)
		return threads_of(q, cpus, count, answer);
	*answer = str_format(q->arena, "%llu", (unsigned long long)count);
	return true;
}

const struct probe probe_topology = { "topology", "cpus, cores, sockets, nodes or threads", false, false, read_topology };
