/* node: the memory, processors and distances of a NUMA node, from /sys/devices/system/node. */
#include "base.h"
#include "confine.h"
#include "diag.h"
#include "source.h"
#include "model.h"
#include "facts.h"
#include "facts/probe.h"

/* The number at position `to` of "10 21 21". */
static bool distance(struct inquiry *q, struct str text, struct str to, struct str *answer)
{
	uint64_t at, i = 0;
	struct str rest = str_trim(text), word;
	if (!probe_number(to, &at))
		return probe_wrong(q, q->value->range, "node: with field: distance wants to: and the number of a node");
	while (str_split(&rest, ' ', &word)) {
		if (!word.n)
			continue;
		if (i++ == at) {
			*answer = word;
			return true;
		}
	}
	return probe_fail(q, FACT_ABSENT, "it gives no distance to a node %.*s", STR_ARG(to));
}

static bool distances(struct inquiry *q, struct str text)
{
	struct str rest = str_trim(text), word;
	uint64_t n;
	q->fact->type = FACT_LIST;
	while (str_split(&rest, ' ', &word))
		if (word.n && !probe_number(word, &n))
			return probe_fail(q, FACT_GARBLED, "it is no list of distances: '%.*s'", STR_ARG(str_trim(text)));
	return true;
}

static bool read_node(struct inquiry *q, struct str *answer)
{
	static const char *const names[] = { "node", "field", "to", NULL };
	struct str part[3] = { STR("0"), { 0 }, STR("0") }, text;
	uint64_t number;
	if (!probe_parts(q, names, part))
		return false;
	bool size = str_is(part[1], "size"), free = str_is(part[1], "free"), cpus = str_is(part[1], "cpus"), all = str_is(part[1], "distances");
	if (!probe_number(part[0], &number) || (!size && !free && !cpus && !all && !str_is(part[1], "distance")))
		return probe_wrong(q, q->value->range, "node: wants node: a number, and field: size, free, cpus, distance or distances");
	q->fact->source = str_format(q->arena, "/sys/devices/system/node/node%llu/%s", (unsigned long long)number, size || free ? "meminfo" : cpus ? "cpulist" : "distance");
	if (!probe_ask(q, ASK_READ, q->fact->source, &text))
		return false;
	if (cpus || all)
		*answer = text;
	if (all)
		return distances(q, text);
	if (cpus)
		return true;
	if (!size && !free)
		return distance(q, text, part[2], answer);
	struct str name = str_format(q->arena, "Node %llu %s", (unsigned long long)number, size ? "MemTotal" : "MemFree");
	if (!probe_field(text, name, ':', answer))
		return probe_fail(q, FACT_ABSENT, "it has no field %.*s", STR_ARG(name));
	if (str_ends(*answer, STR(" kB")))
		answer->n -= 3;
	return true;
}

const struct probe probe_node = { "node", "a map such as {node: 0, field: size}", true, false, read_node };
