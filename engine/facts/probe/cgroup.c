/* cgroup: what the group of this process may use: the least of the limits of all groups that it lies in. */
#include "base.h"
#include "confine.h"
#include "diag.h"
#include "source.h"
#include "model.h"
#include "facts.h"
#include "facts/probe.h"

/* In the first version a number that no machine has means no limit, and -1 does. */
#define NO_LIMIT (UINT64_C(1) << 62)
enum { MOST_GROUPS = 64 };      /* one in the other */
static const struct { const char *field, *file, *controller, *old_file; } fields[] = {
	{ "memory", "memory.max", "memory", "memory.limit_in_bytes" }, { "swap", "memory.swap.max", "memory", NULL }, { "pids", "pids.max", "pids", "pids.max" },
	{ "quota", "cpu.max", "cpu", "cpu.cfs_quota_us" }, { "period", "cpu.max", "cpu", "cpu.cfs_period_us" },
};
enum { FIELDS = sizeof fields / sizeof *fields };
struct limit { uint64_t value, period; bool seen, set; struct str path; };

/* The path of the group under this controller, from /proc/self/cgroup: "0::/a/b", "4:cpu,cpuacct:/a/b"; "/" where it is not told. */
static struct str group(struct str text, struct str controller)
{
	struct str line, number, names, one;
	while (probe_line(&text, &line)) {
		if (!str_split(&line, ':', &number) || !str_split(&line, ':', &names) || !line.s)
			continue;
		if (!controller.n && !names.n)
			return line;
		while (controller.n && str_split(&names, ',', &one))
			if (str_eq(one, controller))
				return line;
	}
	return STR("/");
}

static bool quietly(struct inquiry *q, struct str path, struct str *text)
{
	struct question question = { .kind = ASK_READ, .path = path };
	struct answer answer = { .status = ASK_FAILED };
	q->asker->ask(q->asker->with, &question, q->arena, &answer);
	*text = str_trim(answer.bytes);
	return answer.status == ASK_DONE;
}

/* One group's limit taken into the least; of processor time, the least share. */
static bool take(struct limit *least, struct str path, struct str text, struct str period)
{
	uint64_t value, of = 1;
	size_t blank = str_find_char(text, ' ');
	struct str first = str_slice(text, 0, blank);
	least->seen = true;
	if (str_is(first, "max") || str_is(first, "-1"))
		return true;
	if (!probe_number(first, &value) || (blank != STR_NONE && !probe_number(str_trim(str_from(text, blank)), &of)) || (period.n && !probe_number(period, &of)) || !of)
		return false;
	if (value >= NO_LIMIT)
		return true;
	if (!least->set || (unsigned __int128)value * least->period < (unsigned __int128)least->value * of)
		*least = (struct limit){ value, of, true, true, path };
	return true;
}

static bool walk(struct inquiry *q, struct str root, struct str group_path, const char *file, bool share, struct limit *least)
{
	struct str path = group_path, text, period = STR("");
	for (int i = 0; i < MOST_GROUPS; i++) {
		while (path.n && path.s[path.n - 1] == '/')
			path.n--;
		struct str at = str_format(q->arena, "%.*s%.*s/%s", STR_ARG(root), STR_ARG(path), file);
		if (quietly(q, at, &text)) {
			if (share)
				quietly(q, str_format(q->arena, "%.*s%.*s/cpu.cfs_period_us", STR_ARG(root), STR_ARG(path)), &period);
			if (!take(least, at, text, period))
				return probe_fail(q, FACT_GARBLED, "%.*s holds no limit: '%.*s'", STR_ARG(at), STR_ARG(text));
		}
		if (!path.n)
			return true;
		while (path.n && path.s[path.n - 1] != '/')
			path.n--;
	}
	return true;
}

static bool read_cgroup(struct inquiry *q, struct str *answer)
{
	struct str what = probe_text(q), groups;
	struct limit least = { 0 };
	size_t i = 0;
	while (i < FIELDS && !str_is(what, fields[i].field))
		i++;
	if (i == FIELDS)
		return probe_wrong(q, q->value->range, "cgroup: is memory, swap, pids, quota or period, not '%.*s'", STR_ARG(what));
	bool period = str_is(what, "period"), share = period || str_is(what, "quota");
	q->fact->source = STR("/sys/fs/cgroup");
	if (!quietly(q, STR("/proc/self/cgroup"), &groups))
		groups = STR("");
	if (!walk(q, STR("/sys/fs/cgroup"), group(groups, STR("")), fields[i].file, false, &least))
		return false;
	struct str old = str_format(q->arena, "/sys/fs/cgroup/%s", fields[i].controller);
	if (!least.seen && fields[i].old_file
		&& !walk(q, old, group(groups, str_of(fields[i].controller)), share ? "cpu.cfs_quota_us" : fields[i].old_file, share, &least))
		return false;
	if (!least.set)
		return probe_fail(q, FACT_ABSENT, least.seen ? "no limit is set" : "no control group tells one");
	q->fact->source = least.path;
	*answer = str_format(q->arena, "%llu", (unsigned long long)(period ? least.period : least.value));
	return true;
}

const struct probe probe_cgroup = { "cgroup", "memory, swap, pids, quota or period", false, false, read_cgroup };
