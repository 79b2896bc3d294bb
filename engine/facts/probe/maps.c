/* maps: where a mapping of this process lies in its address space: where the names of a lesson become addresses. */
#include "base.h"
#include "confine.h"
#include "diag.h"
#include "source.h"
#include "model.h"
#include "facts.h"
#include "facts/probe.h"

/* The words of "start-end perms offset dev inode   name"; the name may hold blanks. */
static bool mapping(struct str line, struct str *from, struct str *to, struct str *permissions, struct str *name)
{
	struct str rest = line, word;
	size_t dash;
	if (!str_split(&rest, ' ', &word) || (dash = str_find_char(word, '-')) == STR_NONE || !str_split(&rest, ' ', permissions))
		return false;
	*from = str_slice(word, 0, dash);
	*to = str_from(word, dash + 1);
	for (int i = 0; i < 3; i++)
		if (!str_split(&rest, ' ', &word))
			return false;
	*name = rest.s ? str_trim(rest) : STR("");
	return true;
}

static bool is_named(struct str name, struct str asked)
{
	return str_eq(name, asked) || (str_ends(name, asked) && name.n > asked.n && name.s[name.n - asked.n - 1] == '/');
}

/* Sixteen hex digits at most. */
static bool address(struct str hex, uint64_t *value)
{
	*value = 0;
	for (size_t i = 0; i < hex.n; i++) {
		char c = hex.s[i], low = (char)(c | 0x20);
		bool digit = c >= '0' && c <= '9';
		if ((!digit && (low < 'a' || low > 'f')) || i >= 16)
			return false;
		*value = *value * 16 + (uint64_t)(digit ? c - '0' : low - 'a' + 10);
	}
	return hex.n > 0;
}

static bool read_maps(struct inquiry *q, struct str *answer)
{
	static const char *const names[] = { "name", "permissions", "field", NULL };
	struct str part[3] = { { 0 }, { 0 }, { 0 } }, text, line, from, to, permissions, name;
	uint64_t start, end;
	if (!probe_parts(q, names, part))
		return false;
	bool size = str_is(part[2], "size"), first = str_is(part[2], "start"), last = str_is(part[2], "end");
	if (!part[0].n || (!size && !first && !last && !str_is(part[2], "permissions")))
		return probe_wrong(q, q->value->range, "maps: wants name: a mapping such as [stack] or hence, and field: start, end, size or permissions");
	q->fact->source = STR("/proc/self/maps");
	if (!probe_ask(q, ASK_READ, q->fact->source, &text))
		return false;
	while (probe_line(&text, &line)) {
		if (!mapping(line, &from, &to, &permissions, &name) || !is_named(name, part[0]) || (part[1].n && !str_eq(permissions, part[1])))
			continue;
		if (!address(from, &start) || !address(to, &end) || end < start)
			return probe_fail(q, FACT_GARBLED, "its line cannot be read: '%.*s'", STR_ARG(line));
		if (size)
			*answer = str_format(q->arena, "%llu", (unsigned long long)(end - start));
		else if (first || last)
			*answer = str_format(q->arena, "0x%llx", (unsigned long long)(first ? start : end));
		else
			*answer = permissions;
		if (!size && !first && !last)
			q->fact->type = FACT_TEXT;
		return true;
	}
	return probe_fail(q, FACT_ABSENT, "it has no mapping %.*s", STR_ARG(part[0]));
}

const struct probe probe_maps = { "maps", "a map such as {name: '[stack]', field: size}", true, false, read_maps };
