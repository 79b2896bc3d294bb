/* Reads the command line by one table of options, from which the help is printed too. */
#include "base.h"
#include "diag.h"
#include "source.h"
#include "model.h"
#include "facts.h"
#include "values.h"
#include "claims.h"
#include "graph.h"
#include "rules.h"
#include "options.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

enum { JOBS_MOST = 64 };        /* processes at a time: each holds a worksheet in memory */
enum shape { FLAG, VALUE, COLOUR, JOBS, SET, TREE, DATE, LIMIT, ONLY, SKIP, RULE };
struct option {
	const char *name, *alias, *argument, *meaning;
	enum shape shape;
	size_t field;
	bool kept;                      /* what a worksheet comes out as depends on it */
};
#define AT(field) offsetof(struct options, field)
static const struct option table[] = {
	{ "--here", NULL, NULL, "ask this machine, also for a plain worksheet", FLAG, AT(here), false },
	{ "--facts", NULL, "FILE", "take every fact from a facts file; compare: repeatable, or a folder of them", VALUE, AT(facts), false },
	{ "--sysroot", NULL, "DIR|TAR", "take every fact from a recorded machine, a folder or a tar archive", VALUE, AT(sysroot), false },
	{ "--set", NULL, "NAME=VALUE", "what if: give a fact another value, in its own unit", SET, 0, true },
	{ "--trust", NULL, NULL, "let facts run their commands this once; facts --trust shows, asks and remembers", FLAG, AT(trust), false },
	{ "--yes", NULL, "DIGEST", "facts --trust: without a terminal, trust exactly the commands that have this digest", VALUE, AT(yes), false },
	{ "--no-exec", NULL, NULL, "run no command, whatever was trusted before", FLAG, AT(no_exec), false },
	{ "--collect", NULL, "OUT.tar", "facts: an archive for --sysroot of what the worksheet asks, or of a whole list", VALUE, AT(collect), false },
	{ "--collect-script", NULL, NULL, "facts: print a script for sh that collects the list where there is no hence", FLAG, AT(collect_script), false },
	{ "--fleet-script", NULL, NULL, "facts: print a script for sh that brings the facts of many hosts here by ssh", FLAG, AT(fleet_script), false },
	{ "--fleet-role", NULL, NULL, "facts: print the same as a playbook for Ansible", FLAG, AT(fleet_role), false },
	{ "--mutate", NULL, NULL, "audit: what no finding guards when it is changed by one", FLAG, AT(mutate), false },
	{ "--names", NULL, NULL, "facts --collect: keep host names, MAC addresses, serial numbers and UUIDs", FLAG, AT(names), false },
	{ "--base", NULL, "DIR", "the course's root: nothing outside it is read (default: the worksheet's folder)", VALUE, AT(base), false },
	{ "--tree", NULL, "NAME=DIR", "a source tree that citations name, such as linux", TREE, 0, false },
	{ "--format", NULL, "ID", "report as text (default), json, ...", VALUE, AT(format), false },
	{ "--to", NULL, "ID,...", "render: the documents to write (default html,pdf,json)", VALUE, AT(to), false },
	{ "--output", "-o", "PATH", "render: the folder; facts: the file, the folder of many, or -", VALUE, AT(output), false },
	{ "--template", NULL, "DIR", "your own look: page.css, page.html, page.js, print.yaml of DIR (hence explain look)", VALUE, AT(template), false },
	{ "--write", NULL, NULL, "rebase, fmt: write the worksheet instead of showing the diff", FLAG, AT(write), false },
	{ "--fix", NULL, NULL, "fmt: replace what findings propose to replace, where that has one reading", FLAG, AT(fix), false },
	{ "--edition", NULL, "NAME", "handout: student (default), instructor or key", VALUE, AT(edition), false },
	{ "--letter", NULL, NULL, "PDF on Letter instead of A4", FLAG, AT(letter), false },
	{ "--date", NULL, "YYYY-MM-DD", "the day on which waivers with an until: are judged; facts -o writes it down", DATE, 0, true },
	{ "--strict", NULL, NULL, "warnings count as errors", FLAG, AT(strict), true },
	{ "--rule", NULL, "ID=SEVERITY", "give a finding another severity: error, warning, note, off", RULE, 0, true },
	{ "--only", NULL, "ID", "only these findings (repeatable)", ONLY, 0, true },
	{ "--skip", NULL, "ID", "not these findings (repeatable)", SKIP, 0, true },
	{ "--coverage", NULL, NULL, "list what looks like a claim and was not understood", FLAG, AT(coverage), false },
	{ "--allow-undecided", NULL, NULL, "undecided is no reason for exit status 3", FLAG, AT(allow_undecided), false },
	{ "--limit", NULL, "NAME=VALUE", "raise or lower a limit", LIMIT, 0, false },
	{ "--dump", NULL, "STAGE", "print a stage: model facts values claims figure graph report", VALUE, AT(dump), false },
	{ "--jobs", "-j", "N", "worksheets at a time, each in a process of its own", JOBS, 0, false },
	{ "--color", NULL, "WHEN", "auto, always or never", COLOUR, 0, false },
	{ "--quiet", "-q", NULL, "errors and the summary only", FLAG, AT(quiet), false },
	{ "--verbose", "-v", NULL, "every line with its verdict and values", FLAG, AT(verbose), false },
	{ "--help", "-h", NULL, "this text", FLAG, AT(help), false },
	{ "--version", NULL, NULL, "the version", FLAG, AT(version), false },
};
enum { OPTIONS = sizeof table / sizeof *table };

static const struct option *find(struct str name)
{
	for (size_t i = 0; i < OPTIONS; i++)
		if (str_is(name, table[i].name) || (table[i].alias && str_is(name, table[i].alias)))
			return &table[i];
	return NULL;
}

/* The option whose name is at most two edits away, or NULL. */
static const char *near_option(struct str name)
{
	const char *best = NULL;
	size_t least = 3;
	for (size_t i = 0; i < OPTIONS; i++) {
		size_t d = str_distance(name, str_of(table[i].name));
		if (d < least) {
			least = d;
			best = table[i].name;
		}
	}
	return best;
}

/* Whether there is such a finding is known when a worksheet's house rules are: command_verify looks. */
static bool is_finding(struct arena *a, struct str id, struct str *why)
{
	bool fine = id.n && id.s[0] >= 'a' && id.s[0] <= 'z';
	for (size_t i = 0; i < id.n; i++)
		fine &= (id.s[i] >= 'a' && id.s[i] <= 'z') || (id.s[i] >= '0' && id.s[i] <= '9') || id.s[i] == '-';
	if (!fine)
		*why = str_format(a, "there is no finding '%.*s'; hence explain lists them", STR_ARG(id));
	return fine;
}

static bool read_severity(struct str word, enum severity *severity)
{
	static const char *const words[] = { "off", "note", "warning", "error" };
	for (int i = 0; i < 4; i++)
		if (str_is(word, words[i])) {
			*severity = (enum severity)i;
			return true;
		}
	return false;
}

static bool pair(struct str x, struct str *name, struct str *value)
{
	size_t i = str_find_char(x, '=');
	if (i == STR_NONE || i == 0)
		return false;
	*name = str_slice(x, 0, i);
	*value = str_from(x, i + 1);
	return true;
}

/* YYYY-MM-DD; days compare as texts. */
static bool is_day(struct str x)
{
	static const char shape[] = "dddd-dd-dd";
	for (size_t i = 0; i < x.n && i < sizeof shape - 1; i++)
		if (shape[i] == 'd' ? x.s[i] < '0' || x.s[i] > '9' : x.s[i] != shape[i])
			return false;
	return x.n == sizeof shape - 1;
}

static bool take(struct arena *a, struct options *o, const struct option *option, const char *argument, struct str *why)
{
	struct str x = str_of(argument), name = x, value = x;
	const char *reason;
	bool paired = pair(x, &name, &value);
	if ((option->shape == SET || option->shape == TREE || option->shape == LIMIT || option->shape == RULE) && !paired) {
		*why = str_format(a, "%s wants %s, not '%s'", option->name, option->argument, argument);
		return false;
	}
	switch (option->shape) {
	case FLAG:
		*(bool *)((char *)o + option->field) = true;
		if (option->field == AT(here))
			*vec_add(a, &o->machines) = (struct chosen_machine){ MACHINE_HERE, NULL };
		return true;
	case VALUE:
		*(const char **)((char *)o + option->field) = argument;
		if (option->field == AT(facts) || option->field == AT(sysroot))
			*vec_add(a, &o->machines) = (struct chosen_machine){ option->field == AT(facts) ? MACHINE_FACTS : MACHINE_SYSROOT, argument };
		return true;
	case COLOUR:
		o->colour = str_is(x, "always") ? COLOUR_ALWAYS : str_is(x, "never") ? COLOUR_NEVER : COLOUR_AUTO;
		if (o->colour == COLOUR_AUTO && !str_is(x, "auto")) {
			*why = str_format(a, "--color is auto, always or never, not '%s'", argument);
			return false;
		}
		return true;
	case JOBS:
		o->jobs = 0;
		for (size_t i = 0; i < x.n && o->jobs <= JOBS_MOST; i++)
			o->jobs = x.s[i] >= '0' && x.s[i] <= '9' ? o->jobs * 10 + (size_t)(x.s[i] - '0') : JOBS_MOST + 1;
		if (o->jobs >= 1 && o->jobs <= JOBS_MOST)
			return true;
		*why = str_format(a, "--jobs wants a number from 1 to %d, not '%s'", JOBS_MOST, argument);
		return false;
	case SET:
		*vec_add(a, &o->sets) = (struct setting){ name, value };
		return true;
	case TREE:
		*vec_add(a, &o->trees) = (struct setting){ name, value };
		return true;
	case DATE:
		o->choices.date = x;
		if (is_day(x))
			return true;
		*why = str_format(a, "--date wants a day such as 2027-01-31, not '%s'", argument);
		return false;
	case LIMIT:
		if (limits_set(&o->limits, name, value, &reason))
			return true;
		*why = str_format(a, "--limit %s: %s", argument, reason);
		return false;
	case ONLY:
		*vec_add(a, &o->choices.only) = x;
		return is_finding(a, x, why);
	case SKIP:
		*vec_add(a, &o->choices.skip) = x;
		return is_finding(a, x, why);
	case RULE: {
		struct choice choice = { .id = name, .set = true };
		if (!read_severity(value, &choice.severity)) {
			*why = str_format(a, "--rule %s: a severity is error, warning, note or off", argument);
			return false;
		}
		*vec_add(a, &o->choices.all) = choice;
		return is_finding(a, name, why);
	}
	}
	return false;
}

static bool read_option(struct arena *a, int argc, char **argv, int *i, struct options *o, struct str *why)
{
	struct str word = str_of(argv[*i]), name = word;
	const char *value = NULL;
	size_t equals = str_find_char(word, '=');
	if (str_starts(word, STR("--")) && equals != STR_NONE) {
		name = str_slice(word, 0, equals);
		value = argv[*i] + equals + 1;
	}
	if (str_starts(word, STR("-j")) && word.n > 2) {
		name = STR("-j");
		value = argv[*i] + 2;
	}
	const struct option *option = find(name);
	if (!option) {
		const char *close = near_option(name);
		*why = close ? str_format(a, "unknown option %.*s; did you mean %s?", STR_ARG(name), close)
			     : str_format(a, "unknown option %.*s; hence --help lists them", STR_ARG(name));
		return false;
	}
	if (option->shape == FLAG && value) {
		*why = str_format(a, "%s takes no value", option->name);
		return false;
	}
	if (option->shape != FLAG && !value) {
		if (*i + 1 >= argc) {
			*why = str_format(a, "%s wants %s", option->name, option->argument);
			return false;
		}
		value = argv[++*i];
	}
	if (option->kept)
		*vec_add(a, &o->kept) = value ? str_format(a, "%s=%s", option->name, value) : str_of(option->name);
	return take(a, o, option, value, why);
}

bool options_keeps(struct str word)
{
	size_t equals = str_find_char(word, '=');
	const struct option *option = find(equals == STR_NONE ? word : str_slice(word, 0, equals));
	return option && option->kept;
}

bool options_read(struct arena *a, int argc, char **argv, struct options *o, struct str *why)
{
	bool only_files = false;
	*o = (struct options){ .limits = limits_default };
	for (int i = 1; i < argc; i++) {
		if (!only_files && strcmp(argv[i], "--") == 0)
			only_files = true;
		else if (!only_files && argv[i][0] == '-' && argv[i][1]) {
			if (!read_option(a, argc, argv, &i, o, why))
				return false;
		} else if (!o->command) {
			o->command = argv[i];
		} else {
			*vec_add(a, &o->files) = argv[i];
		}
	}
	o->choices.strict = o->strict;
	return true;
}

void options_help(const char *command, struct buf *out)
{
	for (size_t i = 0; commands[i]; i++)
		if (!command || strcmp(command, commands[i]->name) == 0)
			buf_printf(out, "%s hence %-8s %-12s %s\n", i && !command ? "      " : "usage:", commands[i]->name, commands[i]->arguments, commands[i]->summary);
	buf_puts(out, "\n");
	for (size_t i = 0; i < OPTIONS; i++) {
		const struct option *o = &table[i];
		struct buf left = { 0 };
		buf_printf(&left, "%s%s%s %s", o->alias ? o->alias : "", o->alias ? ", " : "", o->name, o->argument ? o->argument : "");
		buf_printf(out, "  %-24.*s %s\n", STR_ARG(buf_str(&left)), o->meaning);
		buf_free(&left);
	}
	buf_puts(out, "\nExit status: 0 all holds; 1 an error; 3 something undecided; 2 a file could not be read or written.\n");
}

struct style options_style(const struct options *o)
{
	if (o->style)
		return *o->style;
	const char *no_colour = getenv("NO_COLOR"), *term = getenv("TERM");
	bool terminal = isatty(STDOUT_FILENO);
	bool colour = o->colour == COLOUR_ALWAYS
		|| (o->colour == COLOUR_AUTO && terminal && !(no_colour && *no_colour) && !(term && strcmp(term, "dumb") == 0));
	struct style style = colour ? style_colour : style_plain;
	struct winsize size;
	if (terminal && ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col >= 40)
		style.columns = size.ws_col < 120 ? size.ws_col : 120;
	const char *locale = getenv("LC_ALL");
	if (!locale || !*locale)
		locale = getenv("LC_CTYPE");
	if (!locale || !*locale)
		locale = getenv("LANG");
	style.unicode = !terminal || !locale || !*locale || strstr(locale, "UTF-8") || strstr(locale, "utf8") || strstr(locale, "utf-8");
	return style;
}
