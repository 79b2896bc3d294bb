/* What common commands print, found without running them: getconf, nproc, uname, cat and grep of allowed files, numactl. */
#include "base.h"
#include "confine.h"
#include "diag.h"
#include "source.h"
#include "model.h"
#include "facts.h"
#include "facts/probe.h"
#include "facts/native.h"

enum { MOST_NODES = 1024, MOST_WORDS = 8 };

struct native_call { struct arena *arena; const struct asker *asker; struct str *output, *from, *why; };

static bool ask(const struct native_call *c, enum ask_kind kind, struct str path, struct str *bytes)
{
	struct question question = { .kind = kind, .path = path };
	struct answer answer = { .status = ASK_FAILED };
	c->asker->ask(c->asker->with, &question, c->arena, &answer);
	if (answer.status != ASK_DONE)
		*c->why = answer.why.n ? answer.why : STR("it cannot be read");
	*bytes = answer.bytes;
	return answer.status == ASK_DONE;
}

static struct str unquoted(struct str x)
{
	bool quoted = x.n >= 2 && (x.s[0] == '\'' || x.s[0] == '"') && x.s[x.n - 1] == x.s[0];
	return quoted ? str_slice(x, 1, x.n - 1) : x;
}

/* The words of a command without pipes; quoted blanks are not looked for. 0: too many. */
static size_t words(struct str command, struct str *word)
{
	struct str rest = str_trim(command), piece;
	size_t n = 0;
	while (str_split(&rest, ' ', &piece)) {
		if (!str_trim(piece).n)
			continue;
		if (n == MOST_WORDS)
			return 0;
		word[n++] = unquoted(str_trim(piece));
	}
	return n;
}

/* Lines that hold the word, or begin with it when it begins with ^; other patterns are not guessed at. */
static bool grep(const struct native_call *c, struct str text, struct str pattern)
{
	bool begins = pattern.n && pattern.s[0] == '^';
	struct str plain = begins ? str_from(pattern, 1) : pattern, line;
	struct buf b = { 0 };
	for (size_t i = 0; i < plain.n; i++)
		if (str_find_char(STR("\\.*[]^$+?|(){}"), plain.s[i]) != STR_NONE)
			return false;
	while (probe_line(&text, &line))
		if (begins ? str_starts(line, plain) : str_find(line, plain) != STR_NONE)
			buf_printf(&b, "%.*s\n", STR_ARG(line));
	*c->output = str_copy(c->arena, buf_str(&b));
	buf_free(&b);
	return plain.n > 0;
}

static enum native file(const struct native_call *c, struct str path, struct str pattern)
{
	struct str text;
	*c->from = path;
	if (!ask(c, ASK_READ, path, &text))
		return NATIVE_FAILED;
	*c->output = text;
	return !pattern.s || grep(c, text, pattern) ? NATIVE_DONE : NATIVE_UNKNOWN;
}

static enum native conf(const struct native_call *c, struct str name)
{
	if (str_starts(name, STR("_")))
		name = str_from(name, str_starts(name, STR("_SC_")) ? 4 : 1);
	*c->from = str_format(c->arena, "sysconf %.*s", STR_ARG(name));
	return ask(c, ASK_SYSCONF, name, c->output) ? NATIVE_DONE : NATIVE_FAILED;
}

static enum native uname_of(const struct native_call *c, const char *key)
{
	struct str text;
	*c->from = STR("uname");
	if (!ask(c, ASK_MACHINE, STR(""), &text))
		return NATIVE_FAILED;
	return probe_field(text, str_of(key), ' ', c->output) ? NATIVE_DONE : NATIVE_FAILED;
}

/* --- numactl --hardware ---------------------------------------------------------------------------------------------- */
static bool node_lines(const struct native_call *c, uint64_t node, struct buf *b)
{
	struct str cpus, memory, value, rest, piece;
	uint64_t total, unused;
	struct str folder = str_format(c->arena, "/sys/devices/system/node/node%llu", (unsigned long long)node);
	if (!ask(c, ASK_READ, str_format(c->arena, "%.*s/cpulist", STR_ARG(folder)), &cpus) || !ask(c, ASK_READ, str_format(c->arena, "%.*s/meminfo", STR_ARG(folder)), &memory))
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
	if (!ask(c, ASK_READ, STR("/sys/devices/system/node/online"), &online))
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

enum native native_output(struct arena *a, const struct asker *asker, struct str command, struct str *output, struct str *from, struct str *why)
{
	struct native_call c = { a, asker, output, from, why };
	struct str left[MOST_WORDS], right[MOST_WORDS];
	size_t bar = str_find_char(command, '|');
	size_t n = words(str_slice(command, 0, bar == STR_NONE ? command.n : bar), left);
	size_t m = bar == STR_NONE ? 0 : words(str_from(command, bar + 1), right);
	if (bar != STR_NONE && n == 2 && m == 2 && str_is(left[0], "cat") && str_is(right[0], "grep"))
		return file(&c, left[1], right[1]);
	if (bar != STR_NONE)
		return NATIVE_UNKNOWN;
	if (n == 3 && str_is(left[0], "grep") && str_starts(left[2], STR("/")))
		return file(&c, left[2], left[1]);
	if (n == 2 && str_is(left[0], "cat"))
		return file(&c, left[1], (struct str){ 0 });
	if (n == 2 && str_is(left[0], "getconf"))
		return conf(&c, left[1]);
	if (n == 1 && str_is(left[0], "nproc"))
		return conf(&c, STR("NPROCESSORS_ONLN"));
	if (n == 2 && str_is(left[0], "uname") && (str_is(left[1], "-r") || str_is(left[1], "-m")))
		return uname_of(&c, str_is(left[1], "-r") ? "kernel" : "arch");
	if (n == 2 && str_is(left[0], "numactl") && (str_is(left[1], "--hardware") || str_is(left[1], "-H")))
		return hardware(&c);
	return NATIVE_UNKNOWN;
}
