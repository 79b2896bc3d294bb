/* Every key of front matter, annotations and facts: the one table that reading, messages and the manual share. */
#include "base.h"
#include "diag.h"
#include "source.h"
#include "model.h"
#include "model/reading.h"

#include <string.h>

const struct key model_keys[] = {
	{ "front matter", "hence", "1", "makes the worksheet an annotated one: code spans that begin with = or ? or hold := are live" },
	{ "front matter", "title", "text", "the worksheet's name" },
	{ "front matter", "subtitle", "text", "a line below the title" },
	{ "front matter", "author", "text or list", "who wrote it" },
	{ "front matter", "date", "text", "printed as written" },
	{ "front matter", "lang", "a language such as en", "the language of the text, of headings and of words such as YES and From line" },
	{ "front matter", "abstract", "text", "a paragraph above the worksheet" },
	{ "front matter", "keywords", "list", "for catalogues; kept in the PDF" },
	{ "front matter", "toc", "true or false", "whether a table of contents is made" },
	{ "front matter", "facts", "map of facts", "the quantities that are read from a machine" },
	{ "front matter", "units", "map: name: expression", "units of this worksheet, such as MB: 1024 kB" },
	{ "front matter", "kinds", "map: KIND: role", "further kinds of lines and the role each has" },
	{ "front matter", "assumes", "list", "terms that the reader knows" },
	{ "front matter", "uses", "map: name: file", "other worksheets whose names and lines are used here; at most 10000 in all, each opened once" },
	{ "front matter", "rules", "map: id: severity", "severities in this worksheet: off, note, warning, error" },
	{ "front matter", "house", "file or list of files", "rules of the house, written in Lua: hence explain house" },
	{ "front matter", "numbers", "map: display: plain or grouped", "how spans show numbers: in full, or with their digits in groups of three" },
	{ "front matter", "step-budget", "number", "the most steps that one line may take before big-step notes it" },
	{ "front matter", "params", "map: name: value", "names with values that --set can change" },
	{ "front matter", "handout", "map", "how a handout is made from it" },
	{ "line", "id", "a name", "a name for the line that stays when lines are numbered anew" },
	{ "line", "from", "list of lines", "the lines it rests on, where the text does not say so" },
	{ "line", "source", "text", "where a premise comes from" },
	{ "line", "cite", "map", "a passage of a source tree that the line quotes" },
	{ "line", "figure", "map", "a figure drawn from data: hence explain figures" },
	{ "line", "when", "a condition", "where it fails, the line does not apply" },
	{ "line", "steps", "true or false", "whether the working is written out" },
	{ "line", "ask", "true or map", "makes the line an exercise" },
	{ "line", "accept", "map: id: reason", "findings that are meant, and why" },
	{ "cite", "tree", "a name", "the source tree, as given to hence cite" },
	{ "cite", "file", "a path in the tree", "the file" },
	{ "cite", "lines", "a range such as 10-20", "the lines that are quoted" },
	{ "cite", "version", "text", "the tree's version when it was quoted" },
	{ "cite", "digest", "text", "the digest of the quoted lines" },
	{ "ask", "points", "number", "what the exercise is worth" },
	{ "ask", "hint", "text", "printed below the line" },
	{ "ask", "tolerance", "text", "how far an answer may be off" },
	{ "ask", "space", "number", "so many ruled rows below it, for the working" },
	{ "accept", "because", "text", "the reason" },
	{ "accept", "until", "a date such as 2027-01-01", "when the waiver ends" },
	{ "fact", "property", "text", "its name in the table of facts" },
	{ "fact", "unit", "a unit such as byte/page", "the unit of the value; without one it is a plain number" },
	{ "fact", "shown", "a unit", "what the tool calls the unit, where it means another" },
	{ "fact", "note", "text", "printed beside it" },
	{ "fact", "same", "the name of a fact", "another source of the same quantity: the two must agree" },
	{ "fact", "varies", "architecture, boot or volatile", "what it may differ with" },
	{ "fact", "compare", "exact, within N %, at least or ignore", "how two machines are compared" },
	{ "fact", "read", "a file below /proc, /sys or /boot", "the file it is read from" },
	{ "fact", "sysfs", "a path below /sys", "the same, from /sys" },
	{ "fact", "sysconf", "a name such as PAGESIZE", "asked of the system" },
	{ "fact", "meminfo", "a field such as MemTotal", "a field of /proc/meminfo" },
	{ "fact", "cpuinfo", "a field such as TLB size", "a field of /proc/cpuinfo, of the first processor that has it" },
	{ "fact", "vmstat", "a counter such as nr_free_pages", "a counter of /proc/vmstat" },
	{ "fact", "sysctl", "a name such as vm.max_map_count", "a setting of the running kernel, from /proc/sys" },
	{ "fact", "kernel", "release, major, minor or arch", "what the running kernel is called: a text, or a number of its release" },
	{ "fact", "zone", "{node: 0, zone: DMA32, field: spanned}", "start_pfn, spanned, present, managed, free, or the marks min, low and high, of a zone, in pages" },
	{ "fact", "node", "{node: 0, field: size}", "size or free (kB), cpus, distance (with to: 1) or the list of distances of a NUMA node" },
	{ "fact", "cache", "{level: 1, type: Data, field: size}", "size (bytes), ways, sets, line (bytes) or shared (a list) of a cache" },
	{ "fact", "topology", "cpus, cores, sockets, nodes or threads", "how many are in use; threads: of each core" },
	{ "fact", "statfs", "{mount: /, field: size}", "size, free or block of a mounted file system, in bytes" },
	{ "fact", "block", "{disk: sda, field: size}", "size, logical or physical block (bytes), rotational, removable, readonly, scheduler of a disk; or the list of disks" },
	{ "fact", "net", "{link: eth0, field: mtu}", "mtu (bytes), speed (Mbit/s), state or duplex of a network link; or the list of links" },
	{ "fact", "cgroup", "memory, swap, pids, quota or period", "the least limit of the groups that this process lies in: bytes, processes, or microseconds of processor time in a period" },
	{ "fact", "maps", "{name: '[stack]', field: size}", "start, end, size (bytes) or permissions of a mapping of the process that asks" },
	{ "fact", "pagemap", "pfn, address, entry, present, ...", "a page of the process that asks: its address, its entry in the pagemap, its frame where the kernel shows it" },
	{ "fact", "kconfig", "a name such as CONFIG_NUMA", "an option of the running kernel: a truth, a number or a text" },
	{ "fact", "btf", "{struct: page, field: flags}", "the running kernel's types: size of a struct, offset of a field (want: size for its size), value: of an enumerator" },
	{ "fact", "run", "list: program and arguments", "a command, run only when it is trusted" },
	{ "fact", "shell", "text", "a command line for sh, run only when it is trusted" },
	{ "fact", "match", "a pattern", "which part of a line is the value: the first group" },
	{ "fact", "count", "true or distinct", "the value is how many: members of a list such as 0-3,7, lines that match, or different captures" },
	{ "fact", "lines", "true or false", "the value is how many lines there are" },
	{ "fact", "list", "true or false", "the value is a list: every capture, the members of 0-3,7, or words" },
	{ "fact", "text", "true or false", "the value is a text" },
	{ "fact", "truth", "true or false", "the value is true or false: y, 1, on or n, 0, off" },
	{ NULL, NULL, NULL, NULL },
};

bool model_check_keys(struct diag *d, const struct yaml *map, const char *where)
{
	return model_check_keys_of(d, model_keys, map, where);
}

bool model_check_keys_of(struct diag *d, const struct key *table, const struct yaml *map, const char *where)
{
	bool fine = true;
	for (size_t i = 0; map && map->kind == YAML_MAP && i < map->keys.n; i++) {
		const struct yaml_key *key = &map->keys.at[i];
		const struct key *near = NULL, *known = NULL;
		size_t best = STR_NONE;
		for (const struct key *k = table; k->name && !known; k++) {
			if (strcmp(k->where, where) != 0)
				continue;
			if (str_is(key->name, k->name))
				known = k;
			size_t distance = str_distance(key->name, str_of(k->name));
			if (distance < best) {
				best = distance;
				near = k;
			}
		}
		if (known)
			continue;
		fine = false;
		struct finding *f = diag_add(d, &finding_unknown_key, key->range, "%.*s is not a key of %s %s", STR_ARG(key->name),
			strchr("aeiou", *where) ? "an" : strcmp(where, "front matter") == 0 ? "the" : "a", where);
		f->found = key->name;
		if (near && best <= 1 + key->name.n / 3) {
			f->expected = str_of(near->name);
			f->help = str_format(d->arena, "did you mean %s: (%s)?", near->name, near->meaning);
			f->fix = f->expected;
			f->fix_place = key->range;
		} else {
			struct buf b = { 0 };
			buf_puts(&b, "the keys here are");
			for (const struct key *k = table; k->name; k++)
				if (strcmp(k->where, where) == 0)
					buf_printf(&b, " %s", k->name);
			f->help = str_copy(d->arena, buf_str(&b));
			buf_free(&b);
		}
	}
	return fine;
}

void keys_wrong(struct reading *r, const struct yaml *y, const char *key, const char *expected)
{
	static const char *const names[] = { "a text", "a list", "a map" };
	struct finding *f = diag_add(r->diag, &finding_bad_yaml, y->range, "%s: wants %s, and here is %s", key, expected, names[y->kind]);
	f->expected = str_of(expected);
	if (y->kind == YAML_SCALAR) {
		f->found = y->text;
		f->message = str_format(r->arena, "%s: wants %s, and here is \"%.*s\"", key, expected, STR_ARG(y->text));
	}
}

bool keys_text(struct reading *r, const struct yaml *y, const char *key, struct str *text)
{
	if (!y)
		return false;
	if (y->kind != YAML_SCALAR) {
		keys_wrong(r, y, key, "a text");
		return false;
	}
	*text = y->text;
	return true;
}

bool keys_truth(struct reading *r, const struct yaml *y, const char *key, bool *truth)
{
	if (!y)
		return false;
	bool yes = y->kind == YAML_SCALAR && str_is(y->text, "true"), no = y->kind == YAML_SCALAR && str_is(y->text, "false");
	if (!yes && !no) {
		keys_wrong(r, y, key, "true or false");
		return false;
	}
	*truth = yes;
	return true;
}
