/* What the commands have in common: opening a worksheet and its machine, running it, printing and complaining. */
#include "base.h"
#include "confine.h"
#include "diag.h"
#include "source.h"
#include "model.h"
#include "facts.h"
#include "values.h"
#include "claims.h"
#include "figure.h"
#include "graph.h"
#include "rules.h"
#include "report.h"
#include "render.h"
#include "pipeline.h"
#include "options.h"
#include "command.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* 2 wins over 1 over 3 over 0. */
int command_worse(int a, int b)
{
	static const int rank[] = { [STATUS_HOLDS] = 0, [STATUS_UNDECIDED] = 1, [STATUS_ERROR] = 2, [STATUS_UNREADABLE] = 3 };
	return rank[a] >= rank[b] ? a : b;
}

void command_complain(const char *path, struct str why)
{
	struct buf line = { 0 };
	buf_puts(&line, "hence: ");
	diag_escape(&line, str_of(path));
	buf_printf(&line, " %.*s\n", STR_ARG(why));
	fwrite(line.s, 1, line.n, stderr);
	buf_free(&line);
}

/* Standard output, checked: a full disk or a closed pipe must not look like success. */
int command_print(struct str x)
{
	if (fwrite(x.s, 1, x.n, stdout) == x.n && fflush(stdout) == 0)
		return STATUS_HOLDS;
	if (errno != EPIPE)
		command_complain("standard output", str_of(strerror(errno)));
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

static struct text *read_worksheet(struct arena *a, const struct options *o, const char *path, struct page *page)
{
	struct str bytes, why;
	*page = (struct page){ 0 };
	const char *name = strcmp(path, "-") == 0 ? "<stdin>" : path;
	if (!file_read(a, path, o->limits.file_bytes < UINT32_MAX ? o->limits.file_bytes : UINT32_MAX - 1, &bytes, &why)) {
		command_complain(name, why);
		return NULL;
	}
	if (str_trim(bytes).n == 0) {
		command_complain(name, STR("is empty: there is neither a numbered line nor a claim in it"));
		return NULL;
	}
	struct text *text = text_new(a, str_of(name), bytes);
	if (!is_text(a, text, &why)) {
		command_complain(name, why);
		return NULL;
	}
	switch (command_page_read(a, bytes, page)) {
	case PAGE_BROKEN: command_complain(name, STR("is a page that carries no worksheet")); return NULL;
	case PAGE_FOUND: return text_new(a, page->name, page->worksheet);
	case PAGE_NO: break;
	}
	return text;
}

static struct machine *open_record(struct arena *a, const struct options *o, const char *path, struct str bytes)
{
	struct text *text = text_new(a, str_of(path), bytes);
	struct diag diag = { .arena = a, .text = text };
	size_t bad;
	struct machine *machine = utf8_valid(bytes, &bad) ? machine_record(a, &diag, &o->limits, text) : NULL;
	for (size_t i = 0; i < diag.findings.n; i++) {
		struct buf out = { 0 };
		diag_print(&out, &style_plain, text, &diag.findings.at[i], STR(""), STR(""), model_words(STR("en"), WORDS_FINDING_WORDS));
		fwrite(out.s, 1, out.n, stderr);
		buf_free(&out);
	}
	if (!machine)
		command_complain(path, STR("is not a facts file"));
	return machine;
}

enum { ARCHIVE_BYTES = 1 << 30 };       /* a recorded machine of 4096 processors has some 150 MB */

/* The machine that answers: this one, a recorded tree, or a facts file. */
static struct machine *open_machine(struct arena *a, const struct options *o, const char *path, const struct page *page)
{
	struct machine *machine;
	struct str bytes, why;
	struct stat st;
	if (o->facts && o->sysroot) {
		command_complain("--facts and --sysroot:", STR("facts come from one machine; give one of the two"));
		return NULL;
	}
	if (page->facts.n && !o->facts && !o->sysroot && !o->here) {
		machine = open_record(a, o, path, page->facts);
		if (!machine)
			return NULL;
	} else if (o->facts) {
		if (!file_read(a, o->facts, o->limits.file_bytes, &bytes, &why)) {
			command_complain(o->facts, why);
			return NULL;
		}
		machine = open_record(a, o, o->facts, bytes);
		if (!machine)
			return NULL;
	} else if (o->sysroot) {
		const char *reason = "is neither a folder nor an archive: --sysroot wants a recorded machine";
		bool there = stat(o->sysroot, &st) == 0;
		if (there && S_ISREG(st.st_mode) && !file_read(a, o->sysroot, ARCHIVE_BYTES, &bytes, &why)) {
			command_complain(o->sysroot, why);
			return NULL;
		}
		machine = there && S_ISDIR(st.st_mode) ? machine_sysroot(a, str_of(o->sysroot))
			: there && S_ISREG(st.st_mode) ? machine_archive(a, bytes, &reason) : NULL;
		if (!machine) {
			command_complain(o->sysroot, str_of(reason));
			return NULL;
		}
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
	machine_collect(machine, o->collection);
	if (!o->no_exec && strcmp(path, "-") != 0) {
		machine_worksheet(machine, str_of(path));
		machine_remembered(machine);
	}
	return machine;
}

struct machine *command_machine(struct arena *a, const struct options *o, const char *path)
{
	struct page none = { 0 };
	return open_machine(a, o, path, &none);
}

/* A word of --only, --skip or --rule that is no finding, nor one of the worksheet's house rules. */
static void complain_unknown(struct arena *a, const char *path, const struct diag *d, struct str id)
{
	const char *best = "";
	size_t least = 4;
	for (size_t i = 0; finding_kinds[i]; i++)
		if (str_distance(id, str_of(finding_kinds[i]->id)) < least) {
			best = finding_kinds[i]->id;
			least = str_distance(id, str_of(best));
		}
	for (size_t i = 0; i < d->house.n; i++)
		if (str_distance(id, str_of(d->house.at[i]->id)) < least) {
			best = d->house.at[i]->id;
			least = str_distance(id, str_of(best));
		}
	command_complain(path, str_format(a, "was not reported: there is no finding '%.*s'%s%s%s%s", STR_ARG(id), d->house.n ? ", also among its house rules" : "",
		*best ? "; did you mean '" : "", best, *best ? "'?" : ""));
}

bool command_open(struct arena *a, struct options *o, const char *path, struct page *page, bool *comparable, struct opened *x)
{
	struct text *text = read_worksheet(a, o, path, page);
	*comparable = text && page->bytes.n && command_page_options(a, page, o);
	struct machine *machine = text ? open_machine(a, o, path, page) : NULL;
	if (!machine)
		return false;
	/* the facts that a page carries are those that its maker read */
	static const char *const origins[] = { "here", "sysroot", "file", "as-written" };
	const char *origin = machine_origin(machine);
	for (size_t i = 0; *comparable && i < sizeof origins / sizeof *origins; i++)
		if (str_is(page->machine, origins[i]))
			origin = origins[i];
	x->carried = (struct page_asker){ page, { machine_ask, machine } };
	x->asker = *comparable ? (struct asker){ command_page_ask, &x->carried } : x->carried.otherwise;
	x->job = (struct job){
		.text = text, .limits = &o->limits, .asker = &x->asker, .sets = o->sets.at, .set_count = o->sets.n,
		.choices = &o->choices, .origin = origin, .ask_machine = o->here || o->facts || o->sysroot,
	};
	return true;
}

bool command_run(struct arena *a, const struct options *o, const char *path, const struct opened *x, struct outcome *outcome)
{
	pipeline_run(&x->job, outcome);
	struct str unknown = rules_unknown(&o->choices, &outcome->diag);
	if (!unknown.n)
		return true;
	complain_unknown(a, path, &outcome->diag, unknown);
	pipeline_end(outcome);
	return false;
}

bool command_verify_page(struct arena *a, struct options *o, const char *path, struct page *page, bool *comparable, struct outcome *outcome)
{
	struct opened x;
	return command_open(a, o, path, page, comparable, &x) && command_run(a, o, path, &x, outcome);
}

/* One worksheet through the pipeline; false: a complaint is printed. outcome must be ended by the caller. */
bool command_verify(struct arena *a, const struct options *asked, const char *path, struct outcome *outcome)
{
	struct options own = *asked;
	struct page page;
	bool comparable;
	return command_verify_page(a, &own, path, &page, &comparable, outcome);
}

struct render_options command_render_options(const struct options *o, const char *path)
{
	return (struct render_options){
		.style = options_style(o), .quiet = o->quiet, .verbose = o->verbose, .coverage = o->coverage, .letter = o->letter,
		.origin = str_of(path), .own = o->own, .compared = o->here || o->facts || o->sysroot, .kept = o->kept.at, .kept_count = o->kept.n,
	};
}

const struct renderer *command_renderer(struct str id)
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

bool command_has_files(const struct options *o)
{
	if (!o->files.n)
		fprintf(stderr, "hence: %s wants a file; - is standard input\n", o->command);
	return o->files.n > 0;
}

bool command_same_file(const char *x, const char *y)
{
	struct stat a, b;
	return stat(x, &a) == 0 && stat(y, &b) == 0 && a.st_dev == b.st_dev && a.st_ino == b.st_ino;
}

/* Reads the parts of a look that --template names; at least one must be there. */
bool command_templates(struct arena *a, struct options *o)
{
	static const char *const parts[] = { "page.css", "page.html", "page.js", "print.yaml" };
	enum { TEMPLATE_BYTES = 1 << 20 };      /* written by hand */
	size_t n = 0;
	for (size_t i = 0; o->template && i < sizeof parts / sizeof *parts; i++) {
		struct str path = str_format(a, "%s/%s", o->template, parts[i]), bytes, why;
		if (access(path.s, F_OK) != 0)
			continue;
		if (!file_read(a, path.s, TEMPLATE_BYTES, &bytes, &why)) {
			command_complain(path.s, why);
			return false;
		}
		o->own[n++] = (struct embedded){ str_format(a, "templates/%s", parts[i]).s, bytes.s, bytes.n, NULL };
	}
	if (o->template && n == 0)
		command_complain(o->template, access(o->template, F_OK) != 0 ? str_of(strerror(errno)) : STR("has none of page.css, page.html, page.js and print.yaml"));
	return !o->template || n > 0;
}
