/* The tools that worksheets name as their sources, by what they read: getconf, nproc, uname, cat, sysctl, numactl, lscpu, pahole. */
#include "base.h"
#include "confine.h"
#include "diag.h"
#include "source.h"
#include "model.h"
#include "facts.h"
#include "facts/probe.h"
#include "facts/btf.h"
#include "facts/native.h"

enum { MOST_NODES = 1024, MOST_CPUS = 4096 };

static enum native file(const struct native_call *c, struct str path, bool packed)
{
	struct str text;
	*c->from = path;
	if (!native_ask(c, ASK_READ, path, &text))
		return NATIVE_FAILED;
	*c->output = text;
	*c->why = STR("it is no gzip file");
	return !packed || facts_unpack(c->arena, text, c->output) ? NATIVE_DONE : NATIVE_FAILED;
}

static enum native conf(const struct native_call *c, struct str name)
{
	if (str_starts(name, STR("_")))
		name = str_from(name, str_starts(name, STR("_SC_")) ? 4 : 1);
	*c->from = str_format(c->arena, "sysconf %.*s", STR_ARG(name));
	return native_ask(c, ASK_SYSCONF, name, c->output) ? NATIVE_DONE : NATIVE_FAILED;
}

static enum native uname_of(const struct native_call *c, const char *key)
{
	struct str text;
	*c->from = STR("uname");
	if (!native_ask(c, ASK_MACHINE, STR(""), &text))
		return NATIVE_FAILED;
	*c->why = str_format(c->arena, "the machine does not tell its %s", key);
	return probe_field(text, str_of(key), ' ', c->output) ? NATIVE_DONE : NATIVE_FAILED;
}

/* sysctl vm.swappiness prints the name too, with -n it does not. */
static enum native sysctl(const struct native_call *c, struct str name, bool bare)
{
	struct buf path = { 0 };
	struct str text;
	buf_puts(&path, "/proc/sys/");
	for (size_t i = 0; i < name.n; i++)
		buf_putc(&path, name.s[i] == '.' ? '/' : name.s[i]);
	*c->from = str_copy(c->arena, buf_str(&path));
	buf_free(&path);
	if (!native_ask(c, ASK_READ, *c->from, &text))
		return NATIVE_FAILED;
	*c->output = bare ? text : str_format(c->arena, "%.*s = %.*s\n", STR_ARG(name), STR_ARG(str_trim(text)));
	return NATIVE_DONE;
}

/* --- numactl --hardware ---------------------------------------------------------------------------------------------- */
static bool node_lines(const struct native_call *c, uint64_t node, struct buf *b)
{
	struct str cpus, memory, value, rest, piece;
	uint64_t total, unused;
	struct str folder = str_format(c->arena, "/sys/devices/system/node/node%llu", (unsigned long long)node);
	if (!native_ask(c, ASK_READ, str_format(c->arena, "%.*s/cpulist", STR_ARG(folder)), &cpus) || !native_ask(c, ASK_READ, str_format(c->arena, "%.*s/meminfo", STR_ARG(folder)), &memory))
		return false;
	buf_printf(b, "node %llu cpus:", (unsigned long long)node);
	rest = str_trim(cpus);
	while (rest.n && str_split(&rest, ',', &piece)) {
		size_t dash = str_find_char(piece, '-');
		uint64_t from, to;
		if (!probe_number(str_slice(piece, 0, dash == STR_NONE ? piece.n : dash), &from))
			return false;
		to = from;
		if ((dash != STR_NONE && !probe_number(str_from(piece, dash + 1), &to)) || to - from > 65536)
			return false;
		for (; from <= to; from++)
			buf_printf(b, " %llu", (unsigned long long)from);
	}
	for (int i = 0; i < 2; i++) {
		if (!probe_field(memory, str_format(c->arena, "Node %llu %s", (unsigned long long)node, i ? "MemFree" : "MemTotal"), ':', &value))
			return false;
		value = str_ends(value, STR(" kB")) ? str_slice(value, 0, value.n - 3) : value;
		if (!probe_number(value, i ? &unused : &total))
			return false;
	}
	/* numactl's MB is 2^20 bytes, cut down. */
	buf_printf(b, "\nnode %llu size: %llu MB\nnode %llu free: %llu MB\n", (unsigned long long)node, (unsigned long long)(total / 1024),
		(unsigned long long)node, (unsigned long long)(unused / 1024));
	return true;
}

static enum native hardware(const struct native_call *c)
{
	struct str online, rest, piece;
	uint64_t count;
	struct buf b = { 0 };
	bool fine = true;
	*c->from = STR("/sys/devices/system/node");
	if (!native_ask(c, ASK_READ, STR("/sys/devices/system/node/online"), &online))
		return NATIVE_FAILED;
	*c->why = STR("the list of nodes cannot be read");
	online = rest = str_trim(online);
	if (!probe_members(online, &count) || !count || count > MOST_NODES)
		return NATIVE_FAILED;
	buf_printf(&b, "available: %llu nodes (%.*s)\n", (unsigned long long)count, STR_ARG(online));
	while (fine && str_split(&rest, ',', &piece)) {
		size_t dash = str_find_char(piece, '-');
		uint64_t from = 0, to;
		probe_number(str_slice(piece, 0, dash == STR_NONE ? piece.n : dash), &from);
		to = from;
		if (dash != STR_NONE)
			probe_number(str_from(piece, dash + 1), &to);
		for (; fine && from <= to; from++)
			fine = node_lines(c, from, &b);
	}
	*c->output = str_copy(c->arena, buf_str(&b));
	buf_free(&b);
	return fine ? NATIVE_DONE : NATIVE_FAILED;
}

/* --- lscpu ------------------------------------------------------------------------------------------------------------ */
static bool read_text(const struct native_call *c, struct str path, struct str *text)
{
	bool fine = native_ask(c, ASK_READ, path, text);
	*text = fine ? str_trim(*text) : STR("");
	return fine;
}

/* How many different texts the file has over the processors 0 to count - 1; 0: one of them is not there, or says -1. */
static uint64_t different(const struct native_call *c, uint64_t count, const char *name)
{
	struct map *seen = map_new(c->arena);
	struct str text;
	for (uint64_t i = 0; i < count; i++) {
		if (!read_text(c, str_format(c->arena, "/sys/devices/system/cpu/cpu%llu/topology/%s", (unsigned long long)i, name), &text) || str_is(text, "-1"))
			return 0;
		map_put(seen, text, seen);
	}
	return seen->n;
}

static void lscpu_line(struct buf *b, const char *name, struct str value)
{
	if (value.n)
		buf_printf(b, "%s: %.*s\n", name, STR_ARG(value));
}

static void lscpu_topology(const struct native_call *c, uint64_t count, struct buf *b)
{
	struct str siblings;
	uint64_t threads, cores = different(c, count, "thread_siblings_list"), sockets = different(c, count, "physical_package_id");
	/* Only where every core has as many threads and every socket as many cores does one number tell it. */
	if (!read_text(c, STR("/sys/devices/system/cpu/cpu0/topology/thread_siblings_list"), &siblings) || !probe_members(siblings, &threads)
		|| !threads || !cores || !sockets || cores * threads != count || cores % sockets)
		return;
	buf_printf(b, "Thread(s) per core: %llu\nCore(s) per socket: %llu\nSocket(s): %llu\n", (unsigned long long)threads, (unsigned long long)(cores / sockets),
		(unsigned long long)sockets);
}

static void lscpu_nodes(const struct native_call *c, struct buf *b)
{
	struct str online, cpus;
	uint64_t count;
	if (!read_text(c, STR("/sys/devices/system/node/online"), &online) || !probe_members(online, &count) || !count || count > MOST_NODES)
		return;
	buf_printf(b, "NUMA node(s): %llu\n", (unsigned long long)count);
	for (uint64_t i = 0; i < count; i++)
		if (read_text(c, str_format(c->arena, "/sys/devices/system/node/node%llu/cpulist", (unsigned long long)i), &cpus))
			buf_printf(b, "NUMA node%llu CPU(s): %.*s\n", (unsigned long long)i, STR_ARG(cpus));
}

static enum native lscpu(const struct native_call *c)
{
	static const char *const fields[][2] = { { "Vendor ID", "vendor_id" }, { "Model name", "model name" }, { "CPU family", "cpu family" }, { "Model", "model" },
		{ "Stepping", "stepping" }, { "BogoMIPS", "bogomips" }, { "Address sizes", "address sizes" } };
	struct str present, online, info, machine, value;
	uint64_t count, on;
	struct buf b = { 0 };
	*c->from = STR("/sys/devices/system/cpu, /proc/cpuinfo");
	if (!read_text(c, STR("/sys/devices/system/cpu/present"), &present) && !read_text(c, STR("/sys/devices/system/cpu/online"), &present))
		return NATIVE_FAILED;
	*c->why = STR("the list of processors cannot be read");
	if (!probe_members(present, &count) || !count || count > MOST_CPUS)
		return NATIVE_FAILED;
	if (native_ask(c, ASK_MACHINE, STR(""), &machine) && probe_field(machine, STR("arch"), ' ', &value))
		lscpu_line(&b, "Architecture", value);
	buf_printf(&b, "CPU(s): %llu\n", (unsigned long long)count);
	if (read_text(c, STR("/sys/devices/system/cpu/online"), &online))
		lscpu_line(&b, "On-line CPU(s) list", online);
	if (native_ask(c, ASK_READ, STR("/proc/cpuinfo"), &info))
		for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
			if (probe_field(info, str_of(fields[i][1]), ':', &value))
				lscpu_line(&b, fields[i][0], value);
	/* With processors that are off, the others are not 0 to count - 1. */
	if (probe_members(online, &on) && on == count)
		lscpu_topology(c, count, &b);
	lscpu_nodes(c, &b);
	*c->output = str_copy(c->arena, buf_str(&b));
	buf_free(&b);
	return NATIVE_PART;
}

/* --- pahole -C "struct page" vmlinux: its size alone --------------------------------------------------------------------- */
static enum native pahole(const struct native_call *c, struct str name)
{
	struct str bytes, size;
	const char *why;
	struct btf_asked asked = { .kind = BTF_NAME_STRUCT, .name = str_starts(name, STR("struct ")) ? str_trim(str_from(name, 7)) : name, .size = true };
	*c->from = STR("/sys/kernel/btf/vmlinux");
	if (!native_ask(c, ASK_READ, *c->from, &bytes))
		return NATIVE_FAILED;
	struct btf *btf = btf_open(c->arena, bytes, &why);
	*c->why = str_format(c->arena, "this kernel's types tell no size of %.*s", STR_ARG(asked.name));
	if (!btf || btf_find(c->arena, btf, &asked, &size) != BTF_FOUND)
		return NATIVE_FAILED;
	*c->output = str_format(c->arena, "size: %.*s bytes\n", STR_ARG(size));
	return NATIVE_PART;
}

/* --- by their words ---------------------------------------------------------------------------------------------------------- */
static const struct { const char *words; const char *key; enum ask_kind kind; } plain[] = {
	{ "nproc", "NPROCESSORS_ONLN", ASK_SYSCONF }, { "nproc --all", "NPROCESSORS_CONF", ASK_SYSCONF },
	{ "uname -r", "kernel", ASK_MACHINE }, { "uname -m", "arch", ASK_MACHINE }, { "arch", "arch", ASK_MACHINE },
};

enum native native_tool(const struct native_call *c, const struct str *word, size_t n)
{
	struct str whole = n == 2 ? str_format(c->arena, "%.*s %.*s", STR_ARG(word[0]), STR_ARG(word[1])) : n == 1 ? word[0] : STR("");
	for (size_t i = 0; i < sizeof plain / sizeof *plain; i++)
		if (str_is(whole, plain[i].words))
			return plain[i].kind == ASK_SYSCONF ? conf(c, str_of(plain[i].key)) : uname_of(c, plain[i].key);
	if (str_is(whole, "numactl --hardware") || str_is(whole, "numactl -H"))
		return hardware(c);
	if (str_is(whole, "lscpu"))
		return lscpu(c);
	if (n == 1 && (str_starts(word[0], STR("/proc/")) || str_starts(word[0], STR("/sys/"))))
		return file(c, word[0], false);
	if (n == 2 && str_is(word[0], "cat"))
		return file(c, word[1], false);
	if (n == 2 && str_is(word[0], "zcat"))
		return file(c, word[1], true);
	if (n == 2 && str_is(word[0], "getconf"))
		return conf(c, word[1]);
	if (n == 2 && str_is(word[0], "sysctl") && !str_starts(word[1], STR("-")))
		return sysctl(c, word[1], false);
	if (n == 3 && str_is(word[0], "sysctl") && str_is(word[1], "-n"))
		return sysctl(c, word[2], true);
	if ((n == 3 || n == 4) && str_is(word[0], "pahole") && str_is(word[1], "-C"))
		return pahole(c, word[2]);
	return NATIVE_UNKNOWN;
}
