/* Collecting a machine: what it answers, or all of a list, as a recorded tree in an archive. */
#include "base.h"
#include "confine.h"
#include "diag.h"
#include "source.h"
#include "model.h"
#include "facts.h"
#include "facts/machine.h"
#include "facts/collect.h"
#include "facts/tar.h"

#include <stdlib.h>

enum { MOST_FILES = 200000 };   /* 4096 processors have some 150000 */

const char *const collect_paths[] = {
	"proc/buddyinfo", "proc/cgroups", "proc/config.gz", "proc/cpuinfo", "proc/devices", "proc/diskstats", "proc/filesystems", "proc/interrupts",
	"proc/iomem", "proc/loadavg", "proc/meminfo", "proc/misc", "proc/mtrr", "proc/pagetypeinfo", "proc/partitions",
	"proc/pressure/cpu", "proc/pressure/io", "proc/pressure/memory", "proc/self/limits", "proc/slabinfo", "proc/softirqs", "proc/stat", "proc/swaps",
	"proc/sys/fs/*", "proc/sys/kernel/*", "proc/sys/net/core/*", "proc/sys/net/ipv4/*", "proc/sys/vm/*",
	"proc/uptime", "proc/vmstat", "proc/zoneinfo",
	"sys/block/*/*", "sys/block/*/queue/*",
	"sys/class/net/*/*",
	"sys/devices/system/clocksource/clocksource0/*",
	"sys/devices/system/cpu/*", "sys/devices/system/cpu/cpu*/*", "sys/devices/system/cpu/cpu*/cache/index*/*", "sys/devices/system/cpu/cpu*/cpufreq/*",
	"sys/devices/system/cpu/cpu*/topology/*", "sys/devices/system/cpu/smt/*", "sys/devices/system/cpu/vulnerabilities/*",
	"sys/devices/system/memory/*",
	"sys/devices/system/node/*", "sys/devices/system/node/node*/*", "sys/devices/system/node/node*/hugepages/hugepages-*/*",
	"sys/fs/cgroup/*.controllers", "sys/fs/cgroup/cpu.*", "sys/fs/cgroup/cpuset.*", "sys/fs/cgroup/memory.*", "sys/fs/cgroup/pids.*",
	"sys/fs/cgroup/cpu/cpu.*", "sys/fs/cgroup/memory/memory.*",
	"sys/kernel/btf/vmlinux",
	"sys/kernel/mm/*/*", "sys/kernel/mm/hugepages/hugepages-*/*", "sys/kernel/mm/transparent_hugepage/*/*",
	NULL,
};

/* enx0011..., wlx... and wwx... are interfaces named after their MAC address. */
const char *const collect_names[] = {
	"hostname", "domainname", "boot_id", "random", "*serial*", "*uuid*", "wwid", "wwn", "eui", "nguid", "unique_id", "*asset_tag",
	"address", "addresses", "broadcast", "perm_hwaddr", "macaddress", "*mac_address*", "*mac-address*", "*_mac", "phys_port_id", "phys_switch_id",
	"ifalias", "enx*", "wlx*", "wwx*", "mountinfo", NULL,
};

struct collection *collection_new(struct arena *a, bool names)
{
	struct collection *c = arena_take(a, sizeof *c);
	*c = (struct collection){ .arena = a, .names = names, .files = map_new(a), .conf = map_new(a), .mounts = map_new(a), .unread = map_new(a) };
	return c;
}

/* --- what is left out ------------------------------------------------------------------------------------------------ */
bool collect_matches(struct str name, struct str pattern)
{
	size_t i = 0, p = 0, star = STR_NONE, from = 0;
	while (i < name.n) {
		if (p < pattern.n && pattern.s[p] == '*') {
			star = p++;
			from = i;
		} else if (p < pattern.n && pattern.s[p] == name.s[i]) {
			p++;
			i++;
		} else if (star != STR_NONE) {
			p = star + 1;
			i = ++from;
		} else {
			return false;
		}
	}
	while (p < pattern.n && pattern.s[p] == '*')
		p++;
	return p == pattern.n;
}

static bool is_hex(char c)
{
	return (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'f');
}

static bool is_letter(char c)
{
	return (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z') || c == '_';
}

/* Six pairs of hex digits between colons, standing alone. */
static bool holds_mac(struct str x)
{
	enum { LENGTH = 17 };
	for (size_t i = 2; i + 1 < x.n; i++) {
		if (x.s[i] != ':' || i + LENGTH - 2 > x.n)
			continue;
		size_t from = i - 2, k = 0;
		while (k < LENGTH && (k % 3 == 2 ? x.s[from + k] == ':' : is_hex(x.s[from + k])))
			k++;
		bool before = from && (is_hex(x.s[from - 1]) || x.s[from - 1] == ':');
		bool after = from + LENGTH < x.n && (is_hex(x.s[from + LENGTH]) || x.s[from + LENGTH] == ':');
		if (k == LENGTH && !before && !after)
			return true;
	}
	return false;
}

const char *collect_against(struct str path, struct str bytes)
{
	struct str rest = path, piece;
	while (str_split(&rest, '/', &piece))
		for (size_t i = 0; collect_names[i]; i++)
			if (collect_matches(piece, str_of(collect_names[i])))
				return "it names the machine";
	bool binary = str_starts(path, STR("sys/kernel/btf/")) || str_is(path, "proc/config.gz");
	return !binary && holds_mac(bytes) ? "it holds a MAC address" : NULL;
}

static bool holds_word(struct str text, struct str word)
{
	for (size_t i = 0; word.n && i + word.n <= text.n; i++) {
		char before = i ? text.s[i - 1] : ' ', after = i + word.n < text.n ? text.s[i + word.n] : ' ';
		bool alone = !is_letter(before) && !is_letter(after);
		if (alone && str_eq(str_slice(text, i, i + word.n), word))
			return true;
	}
	return false;
}

/* ARM boards print their serial number among the processors; where the kernel lies is for it to know. */
static struct str cleaned(struct arena *a, struct str path, struct str text)
{
	bool serial = str_is(path, "proc/cpuinfo"), kernel = str_is(path, "proc/iomem");
	struct buf b = { 0 };
	if (!serial && !kernel)
		return text;
	while (text.n) {
		size_t end = str_find_char(text, '\n');
		struct str line = str_slice(text, 0, end == STR_NONE ? text.n : end + 1);
		if (!(serial && str_starts(line, STR("Serial"))) && !(kernel && str_find(line, STR(" : Kernel ")) != STR_NONE))
			buf_put(&b, line);
		text = str_from(text, line.n);
	}
	struct str copy = str_copy(a, buf_str(&b));
	buf_free(&b);
	return copy;
}

/* --- keeping ---------------------------------------------------------------------------------------------------------- */
static void put(struct collection *c, struct map *map, struct str key, struct str text)
{
	struct str *kept = arena_take(c->arena, sizeof *kept);
	*kept = text.s ? str_copy(c->arena, text) : text;
	map_put(map, str_copy(c->arena, key), kept);
}

static void leave_out(struct collection *c, struct str path, const char *why)
{
	for (size_t i = 0; i < c->left_out.n; i++)
		if (str_eq(c->left_out.at[i].path, path))
			return;
	*vec_add(c->arena, &c->left_out) = (struct left_out){ str_copy(c->arena, path), str_of(why) };
}

static void keep_file(struct collection *c, struct str path, struct str bytes)
{
	const char *why = c->names ? NULL : collect_against(path, bytes);
	/* Free text, in which the machine's own name may stand: who built the kernel where, and what commands print. */
	bool free_text = str_is(path, "proc/version") || str_starts(path, STR("run/"));
	if (!why && !c->names && free_text && holds_word(bytes, c->host))
		why = "it holds the host's name";
	if (map_get(c->files, path))
		return;
	if (!why && c->files->n >= MOST_FILES)
		why = "there are too many files";
	if (why && !str_trim(bytes).n)
		return;                 /* an empty name names nobody */
	if (why)
		leave_out(c, path, why);
	else
		put(c, c->files, path, c->names ? bytes : cleaned(c->arena, path, bytes));
}

/* A folder whose names were asked for holds them, be it as empty folders. */
static void keep_names(struct collection *c, struct str path, struct str names)
{
	struct str name;
	while (names.n && str_split(&names, '\n', &name)) {
		struct str below = str_format(c->arena, "%.*s/%.*s/", STR_ARG(path), STR_ARG(name));
		if (name.n && (c->names || !collect_against(below, STR(""))))
			put(c, c->files, below, (struct str){ 0 });
	}
}

static void keep_unread(struct collection *c, struct str path, const struct answer *answer)
{
	static const char *const words[] = { [ASK_DENIED] = "denied", [ASK_TIMEOUT] = "timeout", [ASK_TOO_BIG] = "too-big", [ASK_FAILED] = "failed" };
	bool told = answer->status == ASK_DENIED || answer->status == ASK_TIMEOUT || answer->status == ASK_TOO_BIG || answer->status == ASK_FAILED;
	if (told && (c->names || !collect_against(str_from(path, 1), STR(""))))
		put(c, c->unread, path, str_format(c->arena, "%s %.*s", words[answer->status], STR_ARG(answer->why)));
}

void collect_keep(struct collection *c, const struct question *q, struct str command, const struct answer *answer)
{
	struct str text = answer->bytes;
	bool done = answer->status == ASK_DONE;
	switch (q->kind) {
	case ASK_READ:
		if (done)
			keep_file(c, str_from(q->path, 1), text);
		else
			keep_unread(c, q->path, answer);
		return;
	case ASK_LIST:
		if (done)
			keep_names(c, str_from(q->path, 1), text);
		return;
	case ASK_SYSCONF:
		if (done)
			put(c, c->conf, q->path, text);
		return;
	case ASK_STATFS:
		if (done)
			put(c, c->mounts, q->path, text);
		return;
	case ASK_MACHINE:
		if (done)
			put(c, c->files, STR("machine"), text);
		return;
	case ASK_PAGE:
		if (done)
			put(c, c->files, STR("page"), text);
		return;
	case ASK_RUN:
	case ASK_SHELL:
		if (done && answer->why.n)
			return;         /* it follows from files, which are kept */
		if (done)
			keep_file(c, str_format(c->arena, "run/%.*s", STR_ARG(command)), text);
		else if (answer->exit_status)
			keep_file(c, str_format(c->arena, "run/%.*s", STR_ARG(command)), str_format(c->arena, "#exit %d\n", answer->exit_status));
		return;
	case ASK_FACT:
	case ASK_CITE:
	case ASK_WORKSHEET:
	case ASK_HOUSE:
	case ASK_IMAGE:
		return;
	}
}

/* --- all of the list ----------------------------------------------------------------------------------------------------- */
static void ask(struct machine *m, enum ask_kind kind, struct str path, struct answer *answer)
{
	struct question q = { .kind = kind, .path = path };
	struct arena *own = arena_new();
	struct collection *c = m->collection;
	m->collection = NULL;
	machine_ask(m, &q, own, answer);
	m->collection = c;
	/* A folder among the files of a folder is nothing that could not be read. */
	if (answer->status != ASK_FAILED || !str_eq(answer->why, MACHINE_FOLDER))
		collect_keep(c, &q, STR(""), answer);
	arena_free(own);
}

/* done is a folder that is there, pattern what is below it. */
static void walk(struct collection *c, struct machine *m, struct str done, struct str pattern)
{
	size_t slash = str_find_char(pattern, '/');
	struct str piece = str_slice(pattern, 0, slash), rest = slash == STR_NONE ? (struct str){ 0 } : str_from(pattern, slash + 1), names, name;
	struct answer answer;
	if (str_find_char(piece, '*') == STR_NONE) {
		struct str path = str_format(c->arena, "%.*s/%.*s", STR_ARG(done), STR_ARG(piece));
		if (rest.s)
			walk(c, m, path, rest);
		else
			ask(m, ASK_READ, path, &answer);
		return;
	}
	struct question q = { .kind = ASK_LIST, .path = done };
	machine_collect(m, NULL);
	machine_ask(m, &q, c->arena, &answer);
	machine_collect(m, c);
	names = answer.status == ASK_DONE ? answer.bytes : STR("");
	while (names.n && str_split(&names, '\n', &name)) {
		if (!name.n || !collect_matches(name, piece))
			continue;
		struct str path = str_format(c->arena, "%.*s/%.*s", STR_ARG(done), STR_ARG(name));
		if (rest.s)
			walk(c, m, path, rest);
		else
			ask(m, ASK_READ, path, &answer);
	}
}

void collection_all(struct collection *c, struct machine *m)
{
	struct answer answer;
	struct question machine = { .kind = ASK_MACHINE };
	struct str kernel;
	machine_collect(m, c);
	machine_ask(m, &machine, c->arena, &answer);
	for (size_t i = 0; machine_sysconf[i].name; i++)
		ask(m, ASK_SYSCONF, str_of(machine_sysconf[i].name), &answer);
	ask(m, ASK_STATFS, STR("/"), &answer);
	for (size_t i = 0; collect_paths[i]; i++)
		walk(c, m, STR(""), str_of(collect_paths[i]));
	const struct str *text = map_get(c->files, STR("machine"));
	if (text && str_starts(*text, STR("kernel "))) {
		kernel = str_from(*text, 7);
		ask(m, ASK_READ, str_format(c->arena, "/boot/config-%.*s", STR_ARG(str_slice(kernel, 0, str_find_char(kernel, '\n')))), &answer);
	}
}

/* --- the archive ----------------------------------------------------------------------------------------------------------- */
static int by_key(const void *x, const void *y)
{
	return str_cmp(((const struct map_entry *)x)->key, ((const struct map_entry *)y)->key);
}

static struct map_entry *sorted(struct collection *c, const struct map *map)
{
	struct map_entry *all = arena_take(c->arena, (map->n + 1) * sizeof *all);
	for (size_t i = 0; i < map->n; i++)
		all[i] = map->at[i];
	qsort(all, map->n, sizeof *all, by_key);
	return all;
}

/* "PAGESIZE 4096", a line a name; what has several lines is made one. */
static void add_lines(struct collection *c, const char *name, const struct map *map)
{
	struct map_entry *all = sorted(c, map);
	struct buf b = { 0 };
	for (size_t i = 0; i < map->n; i++) {
		struct str text = str_trim(*(struct str *)all[i].value);
		buf_printf(&b, "%.*s ", STR_ARG(all[i].key));
		for (size_t k = 0; k < text.n; k++)
			buf_putc(&b, text.s[k] == '\n' ? ' ' : text.s[k]);
		buf_puts(&b, "\n");
	}
	if (map->n)
		put(c, c->files, str_of(name), buf_str(&b));
	buf_free(&b);
}

void collection_write(struct collection *c, struct buf *b)
{
	add_lines(c, "sysconf", c->conf);
	add_lines(c, "statfs", c->mounts);
	add_lines(c, "unread", c->unread);
	struct map_entry *all = sorted(c, c->files);
	for (size_t i = 0; i < c->files->n; i++) {
		struct str path = all[i].key, *bytes = all[i].value;
		/* A folder that another entry goes into, or that proved to be a file, needs no entry of its own. */
		bool folder = path.s[path.n - 1] == '/';
		bool more = folder && (map_get(c->files, str_slice(path, 0, path.n - 1)) || (i + 1 < c->files->n && str_starts(all[i + 1].key, path)));
		if (!more && !tar_add(b, path, *bytes))
			leave_out(c, path, "its path is too long for an archive");
	}
	tar_end(b);
}
