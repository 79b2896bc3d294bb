/* zone: where a zone of a node begins and how many pages it spans, has and gives out, from /proc/zoneinfo. */
#include "base.h"
#include "confine.h"
#include "diag.h"
#include "source.h"
#include "model.h"
#include "facts.h"
#include "facts/probe.h"

static bool is_field(struct str x)
{
	return str_is(x, "start_pfn") || str_is(x, "spanned") || str_is(x, "present") || str_is(x, "managed") || str_is(x, "free")
		|| str_is(x, "min") || str_is(x, "low") || str_is(x, "high");
}

/* "Node 0, zone    DMA32" */
static bool is_head(struct str line, struct str node, struct str zone)
{
	if (!str_starts(line, STR("Node ")))
		return false;
	size_t comma = str_find_char(line, ','), at = str_find(line, STR("zone"));
	return comma != STR_NONE && at != STR_NONE && at > comma && str_eq(str_slice(line, 5, comma), node) && str_eq(str_trim(str_from(line, at + 4)), zone);
}

static bool read_zone(struct inquiry *q, struct str *answer)
{
	static const char *const names[] = { "node", "zone", "field", NULL };
	struct str part[3] = { STR("0"), { 0 }, { 0 } }, text, line;
	bool here = false;
	if (!probe_parts(q, names, part))
		return false;
	if (!part[1].n || !is_field(part[2]))
		return probe_wrong(q, q->value->range, "zone: wants zone: DMA, DMA32, Normal, ... and field: start_pfn, spanned, present, managed, free, min, low or high");
	q->fact->source = STR("/proc/zoneinfo");
	if (!probe_ask(q, ASK_READ, q->fact->source, &text))
		return false;
	while (probe_line(&text, &line)) {
		if (str_starts(line, STR("Node "))) {
			if (here)
				break;
			here = is_head(line, part[0], part[1]);
			continue;
		}
		line = str_trim(line);
		if (str_starts(line, STR("pages ")))
			line = str_trim(str_from(line, 6));
		if (!here || !str_starts(line, part[2]) || line.n == part[2].n || (line.s[part[2].n] != ' ' && line.s[part[2].n] != ':'))
			continue;
		*answer = str_trim(str_from(line, part[2].n + 1));
		return true;
	}
	if (here && !str_is(part[2], "start_pfn"))
		return probe_fail(q, FACT_ABSENT, "it gives no %.*s of node %.*s's zone %.*s", STR_ARG(part[2]), STR_ARG(part[0]), STR_ARG(part[1]));
	return here ? probe_fail(q, FACT_ABSENT, "node %.*s's zone %.*s is empty on this machine: it has no %.*s", STR_ARG(part[0]), STR_ARG(part[1]), STR_ARG(part[2]))
		    : probe_fail(q, FACT_ABSENT, "node %.*s has no zone %.*s on this machine", STR_ARG(part[0]), STR_ARG(part[1]));
}

const struct probe probe_zone = { "zone", "a map such as {node: 0, zone: DMA32, field: spanned}", true, false, read_zone };
