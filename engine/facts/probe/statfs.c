/* statfs: size, free space and block size of a mounted file system, in bytes. */
#include "base.h"
#include "confine.h"
#include "diag.h"
#include "source.h"
#include "model.h"
#include "facts.h"
#include "facts/probe.h"

static bool field(struct str text, const char *name, uint64_t *value)
{
	struct str rest;
	return probe_field(text, str_of(name), ' ', &rest) && probe_number(rest, value);
}

static bool read_statfs(struct inquiry *q, struct str *answer)
{
	static const char *const names[] = { "mount", "field", NULL };
	struct str part[2] = { STR("/"), { 0 } }, text;
	uint64_t size, blocks, unused, value;
	if (!probe_parts(q, names, part))
		return false;
	bool block = str_is(part[1], "block"), all = str_is(part[1], "size");
	if (!block && !all && !str_is(part[1], "free"))
		return probe_wrong(q, q->value->range, "statfs: wants field: size, free or block");
	q->fact->source = str_format(q->arena, "statvfs %.*s", STR_ARG(part[0]));
	if (!probe_ask(q, ASK_STATFS, part[0], &text))
		return false;
	if (!field(text, "block-size", &size) || !field(text, "blocks", &blocks) || !field(text, "free", &unused))
		return probe_fail(q, FACT_GARBLED, "the answer lacks a number");
	if (__builtin_mul_overflow(block ? 1 : all ? blocks : unused, size, &value))
		return probe_fail(q, FACT_GARBLED, "the size is beyond 64 bits");
	*answer = str_format(q->arena, "%llu", (unsigned long long)value);
	return true;
}

const struct probe probe_statfs = { "statfs", "a map such as {mount: /, field: size}", true, false, read_statfs };
