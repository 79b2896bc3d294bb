/* The commands: each reads its files, runs the pipeline, and writes what was asked for. */
#include "base.h"
#include "confine.h"
#include "diag.h"
#include "source.h"
#include "model.h"
#include "facts.h"
#include "values.h"
#include "claims.h"
#include "graph.h"
#include "rules.h"
#include "report.h"
#include "render.h"
#include "pipeline.h"
#include "options.h"
#include "manual.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define DOCUMENTS "html,pdf,json"        /* what render writes unless --to says otherwise */
enum { STATUS_HOLDS = 0, STATUS_ERROR = 1, STATUS_UNREADABLE = 2, STATUS_UNDECIDED = 3 };

/* 2 wins over 1 over 3 over 0. */
static int worse(int a, int b)
{
	static const int rank[] = { [STATUS_HOLDS] = 0, [STATUS_UNDECIDED] = 1, [STATUS_ERROR] = 2, [STATUS_UNREADABLE] = 3 };
	return rank[a] >= rank[b] ? a : b;
}

static void complain(const char *path, struct str why)
{
	struct buf line = { 0 };
	buf_puts(&line, "hence: ");
	diag_escape(&line, str_of(path));
	buf_printf(&line, " %.*s\n", STR_ARG(why));
	fwrite(line.s, 1, line.n, stderr);
	buf_free(&line);
}

/* Standard output, checked: a full disk or a closed pipe must not look like success. */
static int print(struct str x)
{
	if (fwrite(x.s, 1, x.n, stdout) == x.n && fflush(stdout) == 0)
		return STATUS_HOLDS;
	if (errno != EPIPE)
		complain("standard output", str_of(strerror(errno)));
	return STATUS_UNREADABLE;
}

/* A worksheet is UTF-8 text: says where it is not, and guesses what it is instead. */
static bool is_text(struct arena *a, struct text *text, struct str *why)
{
	struct str x = text->bytes;
	size_t bad = str_find_char(x, '\0');
	bool wide = x.n >= 2 && ((x.s[0] == '\xFF' && x.s[1] == '\xFE') || (x.s[0] == '\xFE' && x.s[1] == '\xFF'));
	if (!wide && bad == STR_NONE && utf8_valid(x, &bad))
		return true;
	if (wide) {
		*why = STR("is UTF-16 text; save it as UTF-8");
		return false;
	}
	struct position p = text_position(text, (uint32_t)bad);
	*why = x.s[bad] == '\0'
		? str_format(a, "is not a text file: there is a NUL byte at line %u, column %u", (unsigned)p.line, (unsigned)p.column)
		: str_format(a, "is not UTF-8: byte 0x%02X at line %u, column %u", (unsigned char)x.s[bad], (unsigned)p.line, (unsigned)p.column);
	return false;
}

static struct text *read_worksheet(struct arena *a, const struct options *o, const char *path)
{
	struct str bytes, why;
	const char *name = strcmp(path, "-") == 0 ? "<stdin>" : path;
	if (!file_read(a, path, o->limits.file_bytes < UINT32_MAX ? o->limits.file_bytes : UINT32_MAX - 1, &bytes, &why)) {
		complain(name, why);
		return NULL;
	}
	if (str_trim(bytes).n == 0) {
		complain(name, STR("is empty: there is neither a numbered line nor a claim in it"));
		return NULL;
	}
	struct text *text = text_new(a, str_of(name), bytes);
	if (!is_text(a, text, &why)) {
		complain(name, why);
		return NULL;
	}
	return text;
}

/* The machine that answers: this one, a recorded tree, or a facts file. */
static struct machine *open_machine(struct arena *a, const struct options *o, const char *path)
{
	struct machine *machine;
	struct str bytes, why;
	struct stat st;
	if (o->facts && o->sysroot) {
		complain("--facts and --sysroot:", STR("facts come from one machine; give one of the two"));
		return NULL;
	}
	if (o->facts) {
		if (!file_read(a, o->facts, o->limits.file_bytes, &bytes, &why)) {
			complain(o->facts, why);
			return NULL;
		}
		struct text *text = text_new(a, str_of(o->facts), bytes);
		struct diag diag = { .arena = a, .text = text };
		size_t bad;
		machine = utf8_valid(bytes, &bad) ? machine_record(a, &diag, &o->limits, text) : NULL;
		for (size_t i = 0; i < diag.findings.n; i++) {
			struct buf out = { 0 };
			diag_print(&out, &style_plain, text, &diag.findings.at[i], STR(""), STR(""));
			fwrite(out.s, 1, out.n, stderr);
			buf_free(&out);
		}
		if (!machine) {
			complain(o->facts, STR("is not a facts file"));
			return NULL;
		}
	} else if (o->sysroot) {
		if (stat(o->sysroot, &st) != 0 || !S_ISDIR(st.st_mode)) {
			complain(o->sysroot, STR("is not a folder: --sysroot wants a recorded machine"));
			return NULL;
		}
		machine = machine_sysroot(a, str_of(o->sysroot));
	} else {
		machine = machine_here(a);
	}
	struct str folder = str_of(path);
	while (folder.n && folder.s[folder.n - 1] != '/')
		folder.n--;
	machine_base(machine, o->base ? str_of(o->base) : folder.n ? folder : STR("."));
	for (size_t i = 0; i < o->trees.n; i++)
		machine_tree(machine, o->trees.at[i].name, o->trees.at[i].value);
	machine_trust(machine, o->trust && !o->no_exec);
	if (!o->no_exec && strcmp(path, "-") != 0) {
		machine_worksheet(machine, str_of(path));
		machine_remembered(machine);
	}
	return machine;
}

/* One worksheet through the pipeline; false: a complaint is printed. outcome must be ended by the caller. */
static bool verify(struct arena *a, const struct options *o, const char *path, struct outcome *outcome)
{
	struct text *text = read_worksheet(a, o, path);
	struct machine *machine = text ? open_machine(a, o, path) : NULL;
	if (!machine)
		return false;
	struct asker asker = { machine_ask, machine };
	struct job job = {
		.text = text, .limits = &o->limits, .asker = &asker, .sets = o->sets.at, .set_count = o->sets.n,
		.choices = &o->choices, .origin = machine_origin(machine), .ask_machine = o->here || o->facts || o->sysroot,
	};
	pipeline_run(&job, outcome);
	return true;
}

static struct render_options render_options(const struct options *o, const char *path)
{
	return (struct render_options){
		.style = options_style(o), .quiet = o->quiet, .verbose = o->verbose, .coverage = o->coverage, .letter = o->letter,
		.origin = str_of(path), .own = o->own,
	};
}

static const struct renderer *pick_renderer(struct str id)
{
	const struct renderer *r = render_find(id);
	if (r)
		return r;
	fprintf(stderr, "hence: there is no format '%.*s'; there are", STR_ARG(id));
	for (size_t i = 0; renderers[i]; i++)
		fprintf(stderr, " %s", renderers[i]->id);
	fputc('\n', stderr);
	return NULL;
}

static bool has_files(const struct options *o)
{
	if (!o->files.n)
		fprintf(stderr, "hence: %s wants a file; - is standard input\n", o->command);
	return o->files.n > 0;
}

static const struct str nothing_in_it = { "has neither a numbered line nor a claim in it", 45 };

/* --- check ------------------------------------------------------------------------------------------------ */
static int check_file(const struct options *o, const struct renderer *r, const char *path)
{
	struct arena *a = arena_new();
	struct outcome outcome;
	int status = STATUS_UNREADABLE;
	if (verify(a, o, path, &outcome)) {
		struct buf out = { 0 };
		struct str why;
		struct render_options options = render_options(o, path);
		status = report_status(&outcome.report, o->allow_undecided);
		if (o->dump && !pipeline_dump(&outcome, str_of(o->dump), &out)) {
			fprintf(stderr, "hence: there is no stage '%s'; there are model facts values claims graph report\n", o->dump);
			status = STATUS_UNREADABLE;
		} else if (!o->dump && !r->render(a, &outcome.report, &options, &out, &why)) {
			complain(path, why);
			status = STATUS_UNREADABLE;
		} else {
			/* one line says it all; other programs still get the report they asked for */
			bool barren = !o->dump && status == STATUS_UNREADABLE;
			if (barren)
				complain(path, nothing_in_it);
			if (!barren || strcmp(r->id, "text") != 0)
				status = worse(status, print(buf_str(&out)));
		}
		buf_free(&out);
		pipeline_end(&outcome);
	}
	arena_free(a);
	return status;
}

/* Reads the parts of a look that --template names; at least one must be there. */
static bool read_templates(struct arena *a, struct options *o)
{
	static const char *const parts[] = { "page.css", "page.html", "page.js" };
	enum { TEMPLATE_BYTES = 1 << 20 };      /* written by hand */
	size_t n = 0;
	for (size_t i = 0; o->template && i < sizeof parts / sizeof *parts; i++) {
		struct str path = str_format(a, "%s/%s", o->template, parts[i]), bytes, why;
		if (access(path.s, F_OK) != 0)
			continue;
		if (!file_read(a, path.s, TEMPLATE_BYTES, &bytes, &why)) {
			complain(path.s, why);
			return false;
		}
		o->own[n++] = (struct embedded){ str_format(a, "templates/%s", parts[i]).s, bytes.s, bytes.n };
	}
	if (o->template && n == 0)
		complain(o->template, STR("has none of page.css, page.html and page.js"));
	return !o->template || n > 0;
}

static int check(struct arena *a, struct options *o)
{
	const struct renderer *r = pick_renderer(str_of(o->format ? o->format : "text"));
	int status = r && has_files(o) && read_templates(a, o) ? STATUS_HOLDS : STATUS_UNREADABLE;
	if (status == STATUS_UNREADABLE)
		return status;
	if (r && r->prepare)
		r->prepare();
	for (size_t i = 0; r && i < o->files.n; i++)
		status = worse(status, check_file(o, r, o->files.at[i]));
	return status;
}

/* --- render ----------------------------------------------------------------------------------------------- */
/* FOLDER/NAME.suffix, NAME without its .md. */
static struct str output_path(struct arena *a, const char *folder, const char *path, const char *suffix)
{
	const char *slash = strrchr(path, '/');
	struct str name = str_of(strcmp(path, "-") == 0 ? "worksheet" : slash ? slash + 1 : path);
	if (str_ends(name, STR(".md")))
		name.n -= 3;
	return str_format(a, "%s/%.*s%s", folder, STR_ARG(name), suffix);
}

static bool same_file(const char *x, const char *y)
{
	struct stat a, b;
	return stat(x, &a) == 0 && stat(y, &b) == 0 && a.st_dev == b.st_dev && a.st_ino == b.st_ino;
}

/* All documents are made before the first is written, so that a set on disk belongs together. */
static int write_documents(struct arena *a, const struct options *o, const struct report *report, const char *path)
{
	enum { MOST = 16 };
	struct buf made[MOST] = { { 0 } };
	struct str target[MOST], why, id, list = str_of(o->to ? o->to : DOCUMENTS);
	struct render_options options = render_options(o, path);
	int status = STATUS_HOLDS;
	size_t n = 0;
	while (status == STATUS_HOLDS && n < MOST && str_split(&list, ',', &id)) {
		const struct renderer *r = pick_renderer(str_trim(id));
		target[n] = r ? output_path(a, o->output ? o->output : ".", path, r->suffix) : STR("");
		if (!r) {
			status = STATUS_UNREADABLE;
		} else if (same_file(target[n].s, path)) {
			complain(target[n].s, STR("is the worksheet itself; it is not overwritten"));
			status = STATUS_UNREADABLE;
		} else if (!r->render(a, report, &options, &made[n], &why)) {
			complain(target[n].s, str_format(a, "was not written: %.*s", STR_ARG(why)));
			status = STATUS_UNREADABLE;
		}
		n++;
	}
	for (size_t i = 0; i < n; i++) {
		if (status == STATUS_HOLDS && !file_write(a, target[i].s, buf_str(&made[i]), &why)) {
			complain(target[i].s, why);
			status = STATUS_UNREADABLE;
		}
		buf_free(&made[i]);
	}
	return status;
}

static int render_file(const struct options *o, const struct renderer *summary, const char *path)
{
	struct arena *a = arena_new();
	struct outcome outcome;
	int status = STATUS_UNREADABLE;
	if (verify(a, o, path, &outcome)) {
		struct buf out = { 0 };
		struct str why;
		struct render_options options = render_options(o, path);
		status = report_status(&outcome.report, o->allow_undecided);
		if (status == STATUS_UNREADABLE) {
			complain(path, nothing_in_it);
		} else {
			if (summary->render(a, &outcome.report, &options, &out, &why))
				status = worse(status, print(buf_str(&out)));
			status = worse(status, write_documents(a, o, &outcome.report, path));
		}
		buf_free(&out);
		pipeline_end(&outcome);
	}
	arena_free(a);
	return status;
}

static int render(struct arena *a, struct options *o)
{
	struct str why;
	const struct renderer *summary = pick_renderer(str_of(o->format ? o->format : "text"));
	int status = summary && has_files(o) && read_templates(a, o) ? STATUS_HOLDS : STATUS_UNREADABLE;
	if (status == STATUS_UNREADABLE)
		return status;
	if (o->output && mkdir(o->output, 0777) != 0 && errno != EEXIST) {
		why = str_format(a, "cannot be made: %s", strerror(errno));
		complain(o->output, why);
		return STATUS_UNREADABLE;
	}
	for (size_t i = 0; renderers[i]; i++)
		if (renderers[i]->prepare && strstr(o->to ? o->to : DOCUMENTS, renderers[i]->id))
			renderers[i]->prepare();
	for (size_t i = 0; summary && i < o->files.n; i++)
		status = worse(status, render_file(o, summary, o->files.at[i]));
	return status;
}

/* --- facts ------------------------------------------------------------------------------------------------ */
/* facts --trust: shows what the worksheet would run, asks for each, and remembers. */
static bool ask_for_trust(const struct options *o, const char *path)
{
	struct arena *a = arena_new();
	struct options none = *o;
	struct outcome outcome;
	struct wishes wishes;
	struct str why;
	none.trust = false;
	none.no_exec = true;
	bool fine = strcmp(path, "-") != 0 && verify(a, &none, path, &outcome);
	if (strcmp(path, "-") == 0)
		complain("<stdin>", STR("has no path that could be trusted"));
	if (fine) {
		trust_list(a, &outcome.model, str_of(path), &wishes);
		if (wishes.all.n && (!trust_ask(a, str_of(path), &wishes, &why) || !trust_remember(a, &wishes, &why))) {
			complain(path, str_format(a, "was not trusted: %.*s", STR_ARG(why)));
			fine = false;
		}
		pipeline_end(&outcome);
	}
	arena_free(a);
	return fine;
}

static int facts_file(const struct options *asked, const char *path)
{
	struct options with = *asked, *o = &with;
	if (o->trust && !o->no_exec && !o->facts && !o->sysroot) {
		if (!ask_for_trust(o, path))
			return STATUS_UNREADABLE;
		o->trust = false;
	}
	struct arena *a = arena_new();
	struct outcome outcome;
	int status = STATUS_UNREADABLE;
	if (verify(a, o, path, &outcome)) {
		struct buf out = { 0 };
		struct str why;
		status = STATUS_HOLDS;
		for (size_t i = 0; i < outcome.facts.all.n; i++)
			if (!facts_status_good(outcome.facts.all.at[i].status))
				status = STATUS_UNDECIDED;
		if (o->output)
			facts_write(&outcome.facts, &out);
		else
			facts_dump(&outcome.facts, &out);
		if (!o->output)
			status = worse(status, print(buf_str(&out)));
		else if (!file_write(a, o->output, buf_str(&out), &why)) {
			complain(o->output, why);
			status = STATUS_UNREADABLE;
		}
		buf_free(&out);
		pipeline_end(&outcome);
	}
	arena_free(a);
	return status;
}

static int facts(struct arena *a, struct options *o)
{
	(void)a;
	if (!has_files(o))
		return STATUS_UNREADABLE;
	if (o->output && o->files.n > 1) {
		complain(o->output, STR("is one facts file; give one worksheet"));
		return STATUS_UNREADABLE;
	}
	if (o->output && same_file(o->output, o->files.at[0])) {
		complain(o->output, STR("is the worksheet itself; it is not overwritten"));
		return STATUS_UNREADABLE;
	}
	int status = STATUS_HOLDS;
	for (size_t i = 0; i < o->files.n; i++)
		status = worse(status, facts_file(o, o->files.at[i]));
	return status;
}

/* --- why, audit ------------------------------------------------------------------------------------------- */
static int tell(struct arena *a, struct options *o, const char *what)
{
	struct outcome outcome;
	struct buf out = { 0 };
	int status = STATUS_UNREADABLE;
	if (!verify(a, o, o->files.at[0], &outcome))
		return status;
	uint32_t line = what ? report_find(&outcome.report, str_of(what)) : LINE_NONE;
	if (what && line == LINE_NONE) {
		complain(o->files.at[0], str_format(a, "has no line, name or number '%s'", what));
	} else {
		if (what)
			report_why(a, &outcome.report, line, &out);
		else
			report_audit(a, &outcome.report, &out);
		status = worse(report_status(&outcome.report, o->allow_undecided), print(buf_str(&out)));
	}
	buf_free(&out);
	pipeline_end(&outcome);
	return status;
}

static int why(struct arena *a, struct options *o)
{
	if (o->files.n != 2) {
		fputs("hence: why wants a worksheet and a line, by its number, id, name or a number it states\n", stderr);
		return STATUS_UNREADABLE;
	}
	return tell(a, o, o->files.at[1]);
}

static int audit(struct arena *a, struct options *o)
{
	if (o->files.n != 1) {
		fputs("hence: audit wants one worksheet\n", stderr);
		return STATUS_UNREADABLE;
	}
	return tell(a, o, NULL);
}

/* --- cite ------------------------------------------------------------------------------------------------- */
/* TREE/FILE:LINES, where TREE/FILE lies below --base or here: the annotation that pins what stands there now. */
static int cite(struct arena *a, struct options *o)
{
	struct buf out = { 0 };
	int status = has_files(o) ? STATUS_HOLDS : STATUS_UNREADABLE;
	for (size_t i = 0; i < o->files.n; i++) {
		struct str given = str_of(o->files.at[i]), bytes, why;
		const char *reason = NULL;
		size_t colon = given.n, slash = str_find_char(given, '/');
		while (colon && given.s[colon - 1] != ':')
			colon--;
		if (!colon || slash == STR_NONE || slash == 0 || slash > colon) {
			complain(o->files.at[i], STR("is not TREE/FILE:LINES, such as linux/mm/page_alloc.c:609-613"));
			status = STATUS_UNREADABLE;
			continue;
		}
		struct str path = str_slice(given, 0, colon - 1);
		bool fine = file_read(a, str_format(a, "%s/%.*s", o->base ? o->base : ".", STR_ARG(path)).s, o->limits.file_bytes, &bytes, &why);
		if (fine && !cite_annotation(a, str_slice(path, 0, slash), str_from(path, slash + 1), bytes, str_from(given, colon), STR(""), &out, &reason)) {
			why = str_of(reason);
			fine = false;
		}
		if (!fine) {
			complain(o->files.at[i], why);
			status = STATUS_UNREADABLE;
		}
	}
	status = worse(status, print(buf_str(&out)));
	buf_free(&out);
	return status;
}

/* --- explain ---------------------------------------------------------------------------------------------- */
static int explain(struct arena *a, struct options *o)
{
	struct buf out = { 0 };
	int status = STATUS_HOLDS;
	(void)a;
	if (o->files.n == 0)
		manual_list(&out);
	for (size_t i = 0; i < o->files.n; i++) {
		if (i)
			buf_putc(&out, '\n');
		if (!manual_page(str_of(o->files.at[i]), &out)) {
			fprintf(stderr, "hence: there is nothing to explain as '%s'; hence explain lists what there is\n", o->files.at[i]);
			status = STATUS_UNREADABLE;
		}
	}
	status = worse(status, print(buf_str(&out)));
	buf_free(&out);
	return status;
}

const struct command commands[] = {
	{ "check", "FILE...", "verify worksheets and report", check },
	{ "render", "FILE...", "verify worksheets and write their documents", render },
	{ "facts", "FILE", "show, or record with -o, what a worksheet asks of the machine", facts },
	{ "why", "FILE WHAT", "what a line, name or number rests on, down to the axioms", why },
	{ "audit", "FILE", "every premise with its source, and all that rests on it", audit },
	{ "cite", "TREE/FILE:LINES...", "write the annotation that pins a passage of a source tree", cite },
	{ "explain", "[TOPIC]", "what a finding means and how to mend it; keys, functions, claims, limits", explain },
	{ NULL, NULL, NULL, NULL },
};

static const struct command *find_command(const char *name)
{
	const char *best = NULL;
	size_t least = 3;
	for (size_t i = 0; commands[i].name; i++) {
		size_t d = str_distance(str_of(name), str_of(commands[i].name));
		if (d == 0)
			return &commands[i];
		if (d < least) {
			least = d;
			best = commands[i].name;
		}
	}
	fprintf(stderr, "hence: unknown command '%s'%s%s%s\n", name, best ? "; did you mean '" : "; hence --help lists them", best ? best : "", best ? "'?" : "");
	return NULL;
}

int main(int argc, char **argv)
{
	/* A closed 0, 1 or 2 would be taken by the next file opened. */
	int fd;
	do
		fd = open("/dev/null", O_RDWR);
	while (fd >= 0 && fd <= STDERR_FILENO);
	if (fd >= 0)
		close(fd);
	signal(SIGPIPE, SIG_IGN);

	struct arena *a = arena_new();
	struct options o;
	struct str why;
	struct buf help = { 0 };
	int status = STATUS_UNREADABLE;
	if (!options_read(a, argc, argv, &o, &why)) {
		fprintf(stderr, "hence: %.*s\n", STR_ARG(why));
	} else if (o.version) {
		status = print(STR("hence " HENCE_VERSION "\n"));
	} else if (o.help || !o.command) {
		options_help(o.command, &help);
		status = o.help ? print(buf_str(&help)) : STATUS_UNREADABLE;
		if (!o.help)
			fwrite(help.s, 1, help.n, stderr);
		buf_free(&help);
	} else {
		const struct command *command = find_command(o.command);
		if (command)
			status = command->run(a, &o);
	}
	arena_free(a);
	return status;
}
