/* cache: size in bytes, ways, sets and line of one cache of a processor, from /sys/devices/system/cpu. */
#include "base.h"
#include "confine.h"
#include "diag.h"
#include "source.h"
#include "model.h"
#include "facts.h"
#include "facts/probe.h"

enum { MOST_CACHES = 16 };      /* of one processor; real ones have four or five */
static const struct { const char *field, *file; } files[] = {
	{ "size", "size" }, { "ways", "ways_of_associativity" }, { "sets", "number_of_sets" }, { "line", "coherency_line_size" }, { "shared", "shared_cpu_list" },
};

static bool one_file(struct inquiry *q, struct str folder, unsigned index, const char *file, struct str *text)
{
	struct str path = str_format(q->arena, "%.*s/index%u/%s", STR_ARG(folder), index, file);
	bool fine = probe_ask(q, ASK_READ, path, text);
	*text = fine ? str_trim(*text) : *text;
	return fine;
}

/* "32K" in bytes. */
static bool in_bytes(struct inquiry *q, struct str text, struct str *answer)
{
	uint64_t n, unit = 1;
	if (text.n && (text.s[text.n - 1] == 'K' || text.s[text.n - 1] == 'M')) {
		unit = text.s[text.n - 1] == 'K' ? 1024 : 1024 * 1024;
		text.n--;
	}
	if (!probe_number(text, &n) || n > UINT64_MAX / unit)
		return probe_fail(q, FACT_GARBLED, "its size is no number: '%.*s'", STR_ARG(text));
	*answer = str_format(q->arena, "%llu", (unsigned long long)(n * unit));
	return true;
}

static bool read_cache(struct inquiry *q, struct str *answer)
{
	static const char *const names[] = { "cpu", "level", "type", "field", NULL };
	struct str part[4] = { STR("0"), { 0 }, { 0 }, STR("size") }, level, type, text;
	const char *file = NULL;
	uint64_t cpu;
	if (!probe_parts(q, names, part))
		return false;
	for (size_t i = 0; i < sizeof files / sizeof *files; i++)
		file = str_is(part[3], files[i].field) ? files[i].file : file;
	bool known = !part[2].n || str_is(part[2], "Data") || str_is(part[2], "Instruction") || str_is(part[2], "Unified");
	if (!file || !part[1].n || !known || !probe_number(part[0], &cpu))
		return probe_wrong(q, q->value->range, "cache: wants level: a number, type: Data, Instruction or Unified, field: size, ways, sets, line or shared");
	struct str folder = str_format(q->arena, "/sys/devices/system/cpu/cpu%llu/cache", (unsigned long long)cpu);
	q->fact->source = folder;
	for (unsigned i = 0; i < MOST_CACHES; i++) {
		if (!one_file(q, folder, i, "level", &level))
			return i && q->fact->status == FACT_ABSENT ? probe_fail(q, FACT_ABSENT, "there is no such cache") : false;
		if (!str_eq(level, part[1]) || !one_file(q, folder, i, "type", &type) || (part[2].n && !str_eq(type, part[2])))
			continue;
		q->fact->source = str_format(q->arena, "%.*s/index%u/%s", STR_ARG(folder), i, file);
		if (!one_file(q, folder, i, file, &text))
			return false;
		*answer = text;
		return str_is(part[3], "size") ? in_bytes(q, text, answer) : true;
	}
	return probe_fail(q, FACT_ABSENT, "there is no such cache");
}

const struct probe probe_cache = { "cache", "a map such as {level: 1, type: Data, field: size}", true, false, read_cache };
