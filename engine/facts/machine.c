/* The machine that answers: this one, a recorded tree, or a facts file; every question is judged here before it is asked. */
#include "base.h"
#include "confine.h"
#include "diag.h"
#include "source.h"
#include "model.h"
#include "facts.h"
#include "facts/probe.h"
#include "facts/machine.h"
#include "facts/collect.h"
#include "facts/native.h"
#include "facts/tar.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/statvfs.h>
#include <sys/utsname.h>
#include <unistd.h>

enum {
	MOST_ANSWER = 4 << 20,          /* of a file or command */
	MOST_BTF = 64 << 20,            /* /sys/kernel/btf/vmlinux has some 6 MB */
	MOST_FILE = 64 << 20,           /* a worksheet, a cited source file */
	MOST_IMAGE = 8 << 20,
};

static struct machine *new(struct arena *a, enum machine_origin origin)
{
	struct machine *m = arena_take(a, sizeof *m);
	*m = (struct machine){ .arena = a, .origin = origin, .base = STR("."), .cache = map_new(a) };
	return m;
}

struct machine *machine_here(struct arena *a)
{
	return new(a, ORIGIN_HERE);
}

struct machine *machine_sysroot(struct arena *a, struct str directory)
{
	struct machine *m = new(a, ORIGIN_SYSROOT);
	m->root = str_copy(a, directory);
	return m;
}

struct machine *machine_archive(struct arena *a, struct str bytes, const char **why)
{
	struct map *files = tar_read(a, bytes, why);
	struct machine *m = files ? new(a, ORIGIN_SYSROOT) : NULL;
	if (m)
		m->archive = files;
	return m;
}

void machine_collect(struct machine *m, struct collection *c)
{
	struct question host = { .kind = ASK_READ, .path = STR("/proc/sys/kernel/hostname") };
	struct answer answer;
	m->collection = NULL;
	if (c && !c->names && !c->host.n && m->origin != ORIGIN_FILE) {
		machine_ask(m, &host, m->arena, &answer);
		c->host = answer.status == ASK_DONE ? str_copy(c->arena, str_trim(answer.bytes)) : STR("");
	}
	m->collection = c;
}

void machine_base(struct machine *m, struct str directory)
{
	m->base = str_copy(m->arena, directory);
}

void machine_tree(struct machine *m, struct str name, struct str directory)
{
	*vec_add(m->arena, &m->trees) = (struct tree){ str_copy(m->arena, name), str_copy(m->arena, directory) };
}

void machine_trust(struct machine *m, bool run_commands)
{
	m->trust = run_commands;
}

const char *machine_origin(const struct machine *m)
{
	static const char *const names[] = { "here", "sysroot", "file" };
	return names[m->origin];
}

/* --- sysconf ---------------------------------------------------------------------------------------------------------- */
const struct sysconf_name machine_sysconf[] = {
	{ "PAGESIZE", _SC_PAGESIZE }, { "PAGE_SIZE", _SC_PAGESIZE }, { "NPROCESSORS_ONLN", _SC_NPROCESSORS_ONLN },
	{ "NPROCESSORS_CONF", _SC_NPROCESSORS_CONF }, { "PHYS_PAGES", _SC_PHYS_PAGES }, { "AVPHYS_PAGES", _SC_AVPHYS_PAGES },
	{ "CLK_TCK", _SC_CLK_TCK }, { "OPEN_MAX", _SC_OPEN_MAX }, { "CHILD_MAX", _SC_CHILD_MAX }, { "ARG_MAX", _SC_ARG_MAX },
	{ "NGROUPS_MAX", _SC_NGROUPS_MAX }, { "IOV_MAX", _SC_IOV_MAX }, { "LOGIN_NAME_MAX", _SC_LOGIN_NAME_MAX },
	{ "HOST_NAME_MAX", _SC_HOST_NAME_MAX }, { "SYMLOOP_MAX", _SC_SYMLOOP_MAX }, { "THREAD_STACK_MIN", _SC_THREAD_STACK_MIN },
	{ "THREAD_KEYS_MAX", _SC_THREAD_KEYS_MAX }, { "RTSIG_MAX", _SC_RTSIG_MAX }, { "SIGQUEUE_MAX", _SC_SIGQUEUE_MAX },
	{ "LONG_BIT", _SC_LONG_BIT }, { "WORD_BIT", _SC_WORD_BIT }, { "CHAR_BIT", _SC_CHAR_BIT }, { "INT_MAX", _SC_INT_MAX },
	{ "LEVEL1_ICACHE_SIZE", _SC_LEVEL1_ICACHE_SIZE }, { "LEVEL1_ICACHE_LINESIZE", _SC_LEVEL1_ICACHE_LINESIZE },
	{ "LEVEL1_DCACHE_SIZE", _SC_LEVEL1_DCACHE_SIZE }, { "LEVEL1_DCACHE_ASSOC", _SC_LEVEL1_DCACHE_ASSOC },
	{ "LEVEL1_DCACHE_LINESIZE", _SC_LEVEL1_DCACHE_LINESIZE }, { "LEVEL2_CACHE_SIZE", _SC_LEVEL2_CACHE_SIZE },
	{ "LEVEL2_CACHE_ASSOC", _SC_LEVEL2_CACHE_ASSOC }, { "LEVEL2_CACHE_LINESIZE", _SC_LEVEL2_CACHE_LINESIZE },
	{ "LEVEL3_CACHE_SIZE", _SC_LEVEL3_CACHE_SIZE }, { "LEVEL3_CACHE_ASSOC", _SC_LEVEL3_CACHE_ASSOC },
	{ "LEVEL3_CACHE_LINESIZE", _SC_LEVEL3_CACHE_LINESIZE }, { NULL, 0 },
};

static void ask_sysconf(struct machine *m, const struct question *q, struct arena *a, struct answer *answer)
{
	(void)m;
	for (size_t i = 0; machine_sysconf[i].name; i++) {
		if (!str_is(q->path, machine_sysconf[i].name))
			continue;
		errno = 0;
		long n = sysconf(machine_sysconf[i].number);
		if (n < 0)
			machine_say(answer, ASK_ABSENT, STR("the system sets no such limit"));
		else
			answer->bytes = str_format(a, "%ld", n);
		return;
	}
	machine_say(answer, ASK_ABSENT, STR("sysconf knows no such name"));
}

/* --- the kind of machine ------------------------------------------------------------------------------------------------ */
static struct str peek(struct arena *a, const char *path)
{
	struct answer answer = { .status = ASK_DONE };
	struct reading r = { STR("/"), str_of(path), true, false, MOST_ANSWER };
	machine_read(a, &r, &answer);
	return answer.status == ASK_DONE ? answer.bytes : STR("");
}

static struct str machine_kind(struct arena *a)
{
	static const char *const container[] = { "docker", "lxc", "kubepods", "containerd", "libpod", "crio", NULL };
	struct str groups = peek(a, "proc/self/cgroup"), flags, line, cpu;
	for (size_t i = 0; container[i]; i++)
		if (str_find(groups, str_of(container[i])) != STR_NONE)
			return STR("container");
	if (access("/.dockerenv", F_OK) == 0 || access("/run/.containerenv", F_OK) == 0)
		return STR("container");
	if (access("/sys/hypervisor/type", F_OK) == 0 || access("/sys/firmware/devicetree/base/hypervisor", F_OK) == 0)
		return STR("virtual machine");
	cpu = peek(a, "proc/cpuinfo");
	if (probe_field(cpu, STR("flags"), ':', &flags))
		while (str_split(&flags, ' ', &line))
			if (str_is(line, "hypervisor"))
				return STR("virtual machine");
	return STR("");
}

static void ask_machine(struct machine *m, const struct question *q, struct arena *a, struct answer *answer)
{
	(void)m;
	(void)q;
	struct utsname u;
	if (uname(&u) != 0) {
		machine_say(answer, ASK_FAILED, STR("uname failed"));
		return;
	}
	answer->bytes = str_format(a, "kernel %s\narch %s\nkind %.*s\n", u.release, u.machine, STR_ARG(machine_kind(a)));
}

/* --- file systems ----------------------------------------------------------------------------------------------------------- */
/* Only a mount point is examined: the path of any other file would say whether it is there. */
static void ask_statfs(struct machine *m, const struct question *q, struct arena *a, struct answer *answer)
{
	(void)m;
	struct str mounts = peek(a, "proc/self/mountinfo"), line, word;
	bool mounted = false;
	while (!mounted && probe_line(&mounts, &line)) {
		for (int i = 0; i < 5 && str_split(&line, ' ', &word);)
			i++;
		mounted = str_eq(word, q->path);
	}
	struct statvfs s;
	if (!mounted)
		machine_say(answer, ASK_ABSENT, STR("nothing is mounted there"));
	else if (statvfs(str_copy(a, q->path).s, &s) != 0)
		machine_say(answer, errno == EACCES ? ASK_DENIED : ASK_FAILED, str_of(strerror(errno)));
	else
		answer->bytes = str_format(a, "block-size %llu\nblocks %llu\nfree %llu\n", (unsigned long long)(s.f_frsize ? s.f_frsize : s.f_bsize),
			(unsigned long long)s.f_blocks, (unsigned long long)s.f_bfree);
}

/* --- files --------------------------------------------------------------------------------------------------------------------- */
static bool in_recorded_tree(const struct machine *m)
{
	return m->origin == ORIGIN_SYSROOT;
}

/* --- a recorded tree: a folder, or an archive --- */
static int by_name(const void *x, const void *y)
{
	return str_cmp(*(const struct str *)x, *(const struct str *)y);
}

/* The names directly below the path, once each and in order. */
static void archive_list(const struct map *files, struct str path, struct arena *a, struct answer *answer)
{
	struct map *seen = map_new(a);
	VEC(struct str) names = { 0 };
	struct buf b = { 0 };
	for (size_t i = 0; i < files->n; i++) {
		struct str key = files->at[i].key, name;
		if (!str_starts(key, path) || key.n <= path.n + 1 || key.s[path.n] != '/')
			continue;
		name = str_from(key, path.n + 1);
		name = str_slice(name, 0, str_find_char(name, '/'));
		if (!map_get(seen, name))
			*vec_add(a, &names) = name;
		map_put(seen, name, seen);
	}
	if (names.n)
		qsort(names.at, names.n, sizeof *names.at, by_name);
	for (size_t i = 0; i < names.n; i++)
		buf_printf(&b, "%.*s\n", STR_ARG(names.at[i]));
	if (!names.n && !map_get(files, path))
		machine_say(answer, ASK_ABSENT, STR("no such file on this machine"));
	answer->bytes = str_copy(a, buf_str(&b));
	buf_free(&b);
}

static void read_archive(const struct map *files, const struct reading *r, struct arena *a, struct answer *answer)
{
	const struct str *file = map_get(files, r->path);
	if (r->list)
		archive_list(files, r->path, a, answer);
	else if (!file)
		machine_say(answer, ASK_ABSENT, STR("no such file on this machine"));
	else if (!file->s)
		machine_say(answer, ASK_FAILED, MACHINE_FOLDER);
	else if (file->n > r->most)
		machine_say(answer, ASK_TOO_BIG, str_format(a, "it is larger than %llu bytes", (unsigned long long)r->most));
	else
		answer->bytes = str_copy(a, *file);
}

/* A file that was there and gave nothing when the tree was made is no absent one. */
static void read_root(struct machine *m, struct reading *r, struct arena *a, struct answer *answer)
{
	static const struct { const char *word; enum ask_status status; } said[] = {
		{ "denied", ASK_DENIED }, { "timeout", ASK_TIMEOUT }, { "too-big", ASK_TOO_BIG }, { "failed", ASK_FAILED },
	};
	struct reading list = { m->root, STR("unread"), true, false, MOST_ANSWER };
	struct answer unread = { .status = ASK_DONE };
	struct str rest;
	r->directory = m->root;
	r->links = true;
	if (m->archive)
		read_archive(m->archive, r, a, answer);
	else
		machine_read(a, r, answer);
	if (answer->status != ASK_ABSENT || (!str_starts(r->path, STR("proc/")) && !str_starts(r->path, STR("sys/")) && !str_starts(r->path, STR("boot/"))))
		return;
	if (m->archive)
		read_archive(m->archive, &list, a, &unread);
	else
		machine_read(a, &list, &unread);
	if (unread.status != ASK_DONE || !probe_field(unread.bytes, str_format(a, "/%.*s", STR_ARG(r->path)), ' ', &rest))
		return;
	for (size_t i = 0; i < sizeof said / sizeof *said; i++)
		if (str_starts(rest, str_of(said[i].word)))
			machine_say(answer, said[i].status, facts_safe(a, str_trim(str_from(rest, str_of(said[i].word).n)), 200));
}

/* "/proc/self/maps" without a link: our own number. /proc/net is a link to self/net. */
static struct str own_path(struct arena *a, struct str path)
{
	if (str_starts(path, STR("/proc/self/")))
		return str_format(a, "proc/%ld/%.*s", (long)getpid(), STR_ARG(str_from(path, 11)));
	if (str_starts(path, STR("/proc/net/")))
		return str_format(a, "proc/%ld/net/%.*s", (long)getpid(), STR_ARG(str_from(path, 10)));
	return str_from(path, 1);
}

static void ask_file(struct machine *m, const struct question *q, struct arena *a, struct answer *answer)
{
	const char *why;
	struct str key = str_format(a, "%d %.*s", (int)q->kind, STR_ARG(q->path));
	struct answer *known = map_get(m->cache, key);
	if (known) {
		*answer = *known;
		answer->bytes = str_copy(a, known->bytes);
		return;
	}
	if (!machine_allowed(q->path, &why)) {
		machine_say(answer, ASK_REFUSED, str_format(a, "refused: %s", why));
		return;
	}
	bool btf = str_starts(q->path, STR("/sys/kernel/btf/"));
	/* sysfs is made of links; /proc and /boot are read as they stand. */
	struct reading r = { .directory = STR("/"), .path = own_path(a, q->path), .links = false, .list = q->kind == ASK_LIST, .most = btf ? MOST_BTF : MOST_ANSWER };
	if (in_recorded_tree(m)) {
		r.path = str_from(q->path, 1);
	} else if (str_starts(q->path, STR("/sys/"))) {
		r.directory = STR("/sys");
		r.path = str_from(q->path, 5);
		r.links = true;
	}
	if (in_recorded_tree(m))
		read_root(m, &r, m->arena, answer);
	else
		machine_read(m->arena, &r, answer);
	known = arena_take(m->arena, sizeof *known);
	*known = *answer;
	map_put(m->cache, str_copy(m->arena, key), known);
	answer->bytes = str_copy(a, known->bytes);
	answer->why = str_copy(a, known->why);
}

/* Worksheets, images and house rules: below the course's root, whatever the path says. */
static void ask_course(struct machine *m, const struct question *q, struct arena *a, struct answer *answer)
{
	struct reading r = { m->base, q->path, true, false, q->kind == ASK_IMAGE ? MOST_IMAGE : MOST_FILE };
	if (!q->path.n || q->path.s[0] == '/')
		machine_say(answer, ASK_REFUSED, STR("refused: a path is relative to the worksheet, below the course's root"));
	else
		machine_read(a, &r, answer);
	if (answer->status == ASK_REFUSED)
		answer->why = STR("refused: it lies outside the course's root (--base DIR sets it)");
}

/* TREE/FILE: in the tree of that name, or a folder of that name in the course. */
static void ask_cite(struct machine *m, const struct question *q, struct arena *a, struct answer *answer)
{
	size_t slash = str_find_char(q->path, '/');
	for (size_t i = 0; slash != STR_NONE && i < m->trees.n; i++) {
		if (!str_eq(str_slice(q->path, 0, slash), m->trees.at[i].name))
			continue;
		struct reading r = { m->trees.at[i].directory, str_from(q->path, slash + 1), true, false, MOST_FILE };
		machine_read(a, &r, answer);
		return;
	}
	ask_course(m, q, a, answer);
}

/* --- a recorded tree's small files --------------------------------------------------------------------------------------------- */
static struct str recorded_text(struct machine *m, struct arena *a, const char *name, struct answer *answer)
{
	struct reading r = { m->root, str_of(name), true, false, MOST_ANSWER };
	read_root(m, &r, a, answer);
	return answer->status == ASK_DONE ? answer->bytes : STR("");
}

static void recorded_line(struct machine *m, const struct question *q, struct arena *a, struct answer *answer)
{
	bool conf = q->kind == ASK_SYSCONF;
	struct str text = recorded_text(m, a, conf ? "sysconf" : "statfs", answer), rest, word;
	/* Two names of one number. */
	struct str name = conf && str_is(q->path, "PAGE_SIZE") ? STR("PAGESIZE") : q->path;
	if (!probe_field(text, name, ' ', &rest)) {
		machine_say(answer, ASK_ABSENT, STR("it was not recorded"));
		return;
	}
	answer->bytes = str_copy(a, rest);
	if (conf)
		return;
	struct buf b = { 0 };
	for (int i = 0; str_split(&rest, ' ', &word); i++)
		buf_printf(&b, "%.*s%c", STR_ARG(word), i % 2 ? '\n' : ' ');
	answer->bytes = str_copy(a, buf_str(&b));
	buf_free(&b);
}

/* What was not recorded may follow from the files that were: numactl --hardware prints what stands in /sys. */
static bool follows(struct machine *m, const struct question *q, struct arena *a, struct answer *answer)
{
	struct asker asker = { machine_ask, m };
	struct str command = q->path, output = { 0 }, from = { 0 }, why = { 0 };
	struct buf line = { 0 };
	for (size_t i = 0; q->kind == ASK_RUN && i < q->argc; i++) {
		if (str_find_char(q->argv[i], '\'') != STR_NONE) {
			buf_free(&line);
			return false;
		}
		buf_printf(&line, "%s'%.*s'", i ? " " : "", STR_ARG(q->argv[i]));
	}
	if (q->kind == ASK_RUN)
		command = str_copy(a, buf_str(&line));
	buf_free(&line);
	bool done = native_output(a, &asker, command, &output, &from, &why) == NATIVE_DONE;
	if (done)
		*answer = (struct answer){ .status = ASK_DONE, .bytes = str_copy(a, output), .why = str_copy(a, from) };
	return done;
}

static void recorded_command(struct machine *m, const struct question *q, struct arena *a, struct answer *answer)
{
	struct str path = str_format(a, "run/%.*s", STR_ARG(machine_command_name(a, q))), line, rest;
	uint64_t status;
	struct reading r = { m->root, path, true, false, MOST_ANSWER };
	read_root(m, &r, a, answer);
	bool missing = answer->status == ASK_ABSENT || (answer->status == ASK_FAILED && path.n > 250);
	if (missing && follows(m, q, a, answer))
		return;
	if (missing)
		machine_say(answer, ASK_ABSENT, STR("its output was not recorded"));
	rest = answer->bytes;
	if (answer->status != ASK_DONE || !str_starts(rest, STR("#exit ")) || !probe_line(&rest, &line) || !probe_number(str_from(line, 6), &status))
		return;
	answer->bytes = rest;
	answer->exit_status = (int)(status & 0xFF);
	if (answer->exit_status)
		machine_say(answer, ASK_FAILED, str_format(a, "it ended with status %d", answer->exit_status));
}

static void recorded_machine(struct machine *m, const struct question *q, struct arena *a, struct answer *answer)
{
	(void)q;
	answer->bytes = recorded_text(m, a, "machine", answer);
}

static void recorded_page(struct machine *m, const struct question *q, struct arena *a, struct answer *answer)
{
	(void)q;
	answer->bytes = recorded_text(m, a, "page", answer);
}

/* --- a facts file: it answers for facts alone ------------------------------------------------------------------------------------- */
static void file_fact(struct machine *m, const struct question *q, struct arena *a, struct answer *answer)
{
	const struct yaml *fact = map_get(m->facts, q->path);
	if (!fact) {
		machine_say(answer, ASK_ABSENT, STR("the facts file does not hold it"));
		return;
	}
	struct buf b = { 0 };
	for (size_t i = 0; i < fact->keys.n; i++) {
		buf_printf(&b, "%.*s: ", STR_ARG(fact->keys.at[i].name));
		const struct yaml *v = fact->items.at[i];
		if (v->kind == YAML_SCALAR)
			facts_quote(&b, v->text);
		else
			buf_puts(&b, "[");
		for (size_t k = 0; v->kind == YAML_LIST && k < v->items.n; k++) {
			buf_puts(&b, k ? ", " : "");
			facts_quote(&b, v->items.at[k]->kind == YAML_SCALAR ? v->items.at[k]->text : STR(""));
		}
		buf_puts(&b, v->kind == YAML_SCALAR ? "\n" : "]\n");
	}
	answer->bytes = str_copy(a, buf_str(&b));
	buf_free(&b);
}

static void file_machine(struct machine *m, const struct question *q, struct arena *a, struct answer *answer)
{
	(void)q;
	const struct yaml *of = source_get(m->record, "machine");
	struct buf b = { 0 };
	for (size_t i = 0; of && of->kind == YAML_MAP && i < of->keys.n; i++)
		if (of->items.at[i]->kind == YAML_SCALAR && str_find_char(of->items.at[i]->text, '\n') == STR_NONE)
			buf_printf(&b, "%.*s %.*s\n", STR_ARG(of->keys.at[i].name), STR_ARG(of->items.at[i]->text));
	answer->bytes = str_copy(a, buf_str(&b));
	buf_free(&b);
}

static void not_in_file(struct machine *m, const struct question *q, struct arena *a, struct answer *answer)
{
	(void)m;
	(void)q;
	(void)a;
	machine_say(answer, ASK_ABSENT, STR("the facts file does not hold it"));
}

static void no_fact(struct machine *m, const struct question *q, struct arena *a, struct answer *answer)
{
	(void)m;
	(void)q;
	(void)a;
	machine_say(answer, ASK_ABSENT, STR("this is not a facts file"));
}

/* --- who answers what ---------------------------------------------------------------------------------------------------------------- */
typedef void ask_function(struct machine *, const struct question *, struct arena *, struct answer *);
static ask_function *const table[][3] = {
	[ASK_FACT] = { no_fact, no_fact, file_fact },
	[ASK_READ] = { ask_file, ask_file, not_in_file },
	[ASK_LIST] = { ask_file, ask_file, not_in_file },
	[ASK_SYSCONF] = { ask_sysconf, recorded_line, not_in_file },
	[ASK_STATFS] = { ask_statfs, recorded_line, not_in_file },
	[ASK_RUN] = { machine_run, recorded_command, not_in_file },
	[ASK_SHELL] = { machine_run, recorded_command, not_in_file },
	[ASK_MACHINE] = { ask_machine, recorded_machine, file_machine },
	[ASK_PAGE] = { machine_page, recorded_page, not_in_file },
	[ASK_CITE] = { ask_cite, ask_cite, ask_cite },
	[ASK_WORKSHEET] = { ask_course, ask_course, ask_course },
	[ASK_HOUSE] = { ask_course, ask_course, ask_course },
	[ASK_IMAGE] = { ask_course, ask_course, ask_course },
};

void machine_ask(void *with, const struct question *q, struct arena *a, struct answer *answer)
{
	struct machine *m = with;
	*answer = (struct answer){ .status = ASK_DONE };
	table[q->kind][m->origin](m, q, a, answer);
	if (m->collection)
		collect_keep(m->collection, q, q->kind == ASK_RUN || q->kind == ASK_SHELL ? machine_command_name(a, q) : STR(""), answer);
}
