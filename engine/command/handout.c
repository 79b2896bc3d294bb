/* Editions of one worksheet: the student's copy with blanks, the instructor's with the exercises marked, and the key. */
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

struct copy { struct arena *a; const struct options *o; const char *path; const struct report *report; struct edition edition; const char *name; };

static struct str target(const struct copy *c, const char *suffix)
{
	const char *slash = strrchr(c->path, '/');
	struct str stem = str_of(strcmp(c->path, "-") == 0 ? "worksheet" : slash ? slash + 1 : c->path);
	if (str_ends(stem, STR(".md")))
		stem.n -= 3;
	return str_format(c->a, "%s/%.*s-%s%s", c->o->output ? c->o->output : ".", STR_ARG(stem), c->name, suffix);
}

/* --- texts ------------------------------------------------------------------------------------------------------------------ */
static void yaml(struct buf *out, const char *key, struct str value)
{
	if (!value.n)
		return;
	buf_printf(out, "%s: '", key);
	for (size_t i = 0; i < value.n; i++) {
		if (value.s[i] == '\'')
			buf_putc(out, '\'');
		buf_putc(out, value.s[i] == '\n' || value.s[i] == '\r' ? ' ' : value.s[i]);
	}
	buf_puts(out, "'\n");
}

static void head(const struct copy *c, const char *kind, struct buf *out)
{
	const struct settings *s = &c->report->model->settings;
	buf_puts(out, "---\n");
	yaml(out, "title", s->title);
	yaml(out, "subtitle", s->subtitle.n && *kind ? str_format(c->a, "%.*s \xE2\x80\x94 %s", STR_ARG(s->subtitle), kind) : *kind ? str_of(kind) : s->subtitle);
	yaml(out, "date", s->date);
	yaml(out, "lang", s->lang);
	buf_puts(out, "---\n\n");
}

static const struct line *line_of(const struct copy *c, const struct asked *q)
{
	return &c->report->model->lines.at[q->line];
}

/* The answers, a line an exercise. */
static void key_text(const struct copy *c, struct buf *out)
{
	head(c, "key", out);
	for (size_t i = 0; i < c->edition.asked.n; i++) {
		const struct asked *q = &c->edition.asked.at[i];
		buf_printf(out, "- Line %.*s", STR_ARG(line_of(c, q)->number_text));
		if (q->points.n)
			buf_printf(out, " (%.*s point%s)", STR_ARG(q->points), str_is(q->points, "1") ? "" : "s");
		for (size_t k = 0; k < q->spans.n; k++) {
			const struct result *x = &c->report->values->results.at[q->spans.at[k]];
			const struct span *s = &c->report->model->spans.at[q->spans.at[k]];
			buf_printf(out, "%s blank %u%s%.*s%s = %.*s", k ? "; " : ":", (unsigned)c->edition.spans[q->spans.at[k]], s->name.n ? ", `" : "", STR_ARG(s->name), s->name.n ? "`" : "", STR_ARG(x->shown));
			if (x->value.kind == VALUE_NUMBER && x->value.unit->name.n)
				buf_printf(out, " %.*s", STR_ARG(x->value.unit->name));
		}
		if (q->tolerance.n)
			buf_printf(out, ", tolerance %.*s", STR_ARG(q->tolerance));
		buf_puts(out, "\n");
	}
}

/* Numbers of the text that are withheld, in any base or grouping, become blanks: prose and drawings carry answers too. */
static struct str blanked(const struct copy *c, struct str text)
{
	struct buf b = { 0 };
	struct render_options options = { .edition = &c->edition, .blanks = true };
	uint32_t line;
	for (size_t i = 0; i < text.n; ) {
		char ch = text.s[i];
		bool starts = ch >= '0' && ch <= '9' && (i == 0 || !((text.s[i - 1] | 0x20) >= 'a' && (text.s[i - 1] | 0x20) <= 'z'));
		size_t n = 0;
		/* the longest stretch that is one spelling */
		for (size_t k = 0; starts && k < c->edition.spellings.n; k++) {
			struct str s = c->edition.spellings.at[k].text, here = str_from(text, i);
			if (s.n > n && str_starts(here, s) && render_leaks(&options, str_slice(here, 0, s.n + 1), &line))
				n = s.n;
		}
		if (n) {
			buf_pad(&b, '_', n);
			i += n;
		} else {
			buf_putc(&b, ch);
			i++;
		}
	}
	struct str x = str_copy(c->a, buf_str(&b));
	buf_free(&b);
	return x;
}

static bool student_text(const struct copy *c, struct buf *out, struct str *why)
{
	const struct renderer *markdown = render_find(STR("markdown"));
	struct render_options options = command_render_options(c->o, c->path);
	struct buf body = { 0 };
	options.edition = &c->edition;
	options.blanks = true;
	bool fine = markdown && markdown->render(c->a, c->report, &options, &body, why);
	if (fine) {
		struct str text = buf_str(&body);
		/* the subtitle stands in the front matter */
		size_t end = str_starts(text, STR("*")) ? str_find(text, STR("*\n\n")) : STR_NONE;
		head(c, "", out);
		buf_put(out, blanked(c, end == STR_NONE ? text : str_from(text, end + 3)));
	}
	buf_free(&body);
	return fine;
}

/* --- documents -------------------------------------------------------------------------------------------------------------- */
/* The text alone: nothing that a check of the copy, with its blanks, would say. */
static void silence(struct outcome *o)
{
	o->diag.findings.n = 0;
	o->claims.all.n = 0;
	o->claims.unrecognised.n = 0;
	for (size_t i = 0; i < o->report.lines.n; i++) {
		struct report_line *l = &o->report.lines.at[i];
		*l = (struct report_line){ .line = l->line, .verdict = VERDICT_PROSE };
	}
}

/* HTML without its marks: a value cut in two by them is still a value. */
static struct str unmarked(struct arena *a, struct str html)
{
	struct buf b = { 0 };
	bool mark = false;
	for (size_t i = 0; i < html.n; i++) {
		mark = html.s[i] == '<' ? true : mark;
		if (!mark)
			buf_putc(&b, html.s[i]);
		mark = html.s[i] == '>' ? false : mark;
	}
	struct str x = str_copy(a, buf_str(&b));
	buf_free(&b);
	return x;
}

static bool leaks(const struct copy *c, const struct render_options *options, const char *id, struct str document, const char *path)
{
	uint32_t line;
	if (strcmp(id, "pdf") == 0 || (!render_leaks(options, document, &line) && !(strcmp(id, "html") == 0 && render_leaks(options, unmarked(c->a, document), &line))))
		return false;
	command_complain(path, str_format(c->a, "is not written: it would show the answer of line %.*s", STR_ARG(c->report->model->lines.at[line].number_text)));
	return true;
}

/* One document of a text, or of the report itself when text is empty. */
static int write_one(const struct copy *c, const struct renderer *r, struct str text, bool withhold)
{
	struct str path = target(c, strcmp(r->id, "markdown") == 0 ? ".md" : r->suffix), why = { 0 };
	struct render_options options = command_render_options(c->o, c->path);
	struct buf out = { 0 };
	struct outcome outcome;
	bool own = text.n > 0, opened = false, fine = true;
	options.edition = &c->edition;
	options.blanks = withhold;
	options.bare = own;
	if (own && strcmp(r->id, "markdown") == 0) {
		buf_put(&out, text);
	} else if (own) {
		struct machine *machine = machine_here(c->a);
		struct asker asker = { machine_ask, machine };
		struct str folder = str_of(c->path);
		while (folder.n && folder.s[folder.n - 1] != '/')
			folder.n--;
		machine_base(machine, c->o->base ? str_of(c->o->base) : folder.n ? folder : STR("."));
		struct job job = { .text = text_new(c->a, STR("handout"), text), .limits = &c->o->limits, .asker = &asker, .choices = &c->o->choices, .origin = "as-written" };
		pipeline_run(&job, &outcome);
		silence(&outcome);
		opened = true;
		fine = r->render(c->a, &outcome.report, &options, &out, &why);
	} else {
		fine = r->render(c->a, c->report, &options, &out, &why);
	}
	if (!fine)
		command_complain(path.s, str_format(c->a, "is not written: %.*s", STR_ARG(why)));
	else if (withhold && leaks(c, &options, r->id, buf_str(&out), path.s))
		fine = false;
	else if (!file_write(c->a, path.s, buf_str(&out), &why)) {
		command_complain(path.s, why);
		fine = false;
	}
	if (opened)
		pipeline_end(&outcome);
	buf_free(&out);
	return fine ? STATUS_HOLDS : STATUS_UNREADABLE;
}

static int summary(const struct copy *c)
{
	struct buf b = { 0 };
	uint32_t exempt = 0;
	for (size_t i = 0; i < c->edition.values.n; i++)
		exempt += c->edition.values.at[i].exempt.n > 0;
	buf_printf(&b, "%s: %s edition, %zu exercise%s with %u blank%s; %zu value%s withheld, %u exempt\n", c->path, c->name, c->edition.asked.n, c->edition.asked.n == 1 ? "" : "s",
		(unsigned)c->edition.blanks, c->edition.blanks == 1 ? "" : "s", c->edition.values.n - exempt, c->edition.values.n - exempt == 1 ? "" : "s", (unsigned)exempt);
	for (size_t i = 0; i < c->edition.values.n; i++)
		if (c->edition.values.at[i].exempt.n) {
			buf_printf(&b, "  line %.*s, ", STR_ARG(c->report->model->lines.at[c->edition.values.at[i].line].number_text));
			diag_escape(&b, c->edition.values.at[i].shown);
			buf_printf(&b, ": %.*s\n", STR_ARG(c->edition.values.at[i].exempt));
		}
	int status = command_print(buf_str(&b));
	buf_free(&b);
	return status;
}

static int write_all(struct copy *c)
{
	struct str list = str_of(c->o->to ? c->o->to : "html,pdf,markdown"), id, why;
	struct buf text = { 0 };
	int status = STATUS_HOLDS;
	bool student = strcmp(c->name, "student") == 0, key = strcmp(c->name, "key") == 0;
	report_edition(c->a, c->report, &c->edition);
	report_edition_spellings(c->a, &c->edition);
	if (!c->edition.asked.n) {
		command_complain(c->path, STR("has no line with ask: in its annotation, so there is nothing to hand out"));
		return STATUS_UNREADABLE;
	}
	if (student && !student_text(c, &text, &why)) {
		command_complain(c->path, why);
		status = STATUS_UNREADABLE;
	}
	if (key)
		key_text(c, &text);
	while (status == STATUS_HOLDS && str_split(&list, ',', &id)) {
		const struct renderer *r = command_renderer(str_trim(id));
		status = r ? write_one(c, r, buf_str(&text), student) : STATUS_UNREADABLE;
	}
	buf_free(&text);
	return status == STATUS_HOLDS ? summary(c) : status;
}

static int run(struct arena *a, struct options *o)
{
	static const char *const editions[] = { "student", "instructor", "key" };
	struct outcome outcome;
	struct copy c = { .a = a, .o = o };
	for (size_t i = 0; i < sizeof editions / sizeof *editions; i++)
		if (strcmp(o->edition ? o->edition : "student", editions[i]) == 0)
			c.name = editions[i];
	if (o->files.n != 1 || !c.name) {
		fputs("hence: handout wants one worksheet, and --edition student, instructor or key\n", stderr);
		return STATUS_UNREADABLE;
	}
	c.path = o->files.at[0];
	if (o->output && mkdir(o->output, 0777) != 0 && errno != EEXIST) {
		command_complain(o->output, str_format(a, "cannot be made: %s", strerror(errno)));
		return STATUS_UNREADABLE;
	}
	if (!command_templates(a, o) || !command_verify(a, o, c.path, &outcome))
		return STATUS_UNREADABLE;
	c.report = &outcome.report;
	int status = report_status(&outcome.report, o->allow_undecided);
	/* a worksheet that does not hold is no exercise */
	if (status == STATUS_ERROR)
		command_complain(c.path, STR("does not hold; hence check says why"));
	else if (status == STATUS_UNREADABLE)
		command_complain(c.path, NOTHING_IN_IT);
	else
		status = command_worse(status, write_all(&c));
	pipeline_end(&outcome);
	return status;
}

const struct command command_handout = { "handout", "FILE", "a worksheet's copy for students, with blanks; for the instructor; or the key", run };
