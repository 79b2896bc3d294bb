/* The report as JSON: the contract other tools build on; keys are added, never changed. */
#include "base.h"
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
#include "render/quote.h"
#include "render/picture.h"

struct json { struct buf *out; const struct report *r; struct arena *arena; bool first; };

static void string(struct json *j, struct str x)
{
	quote_json(j->out, x);
}

/* Begins a member or element: the comma between it and the one before. */
static void next(struct json *j)
{
	if (!j->first)
		buf_puts(j->out, ", ");
	j->first = false;
}

static void key(struct json *j, const char *name)
{
	next(j);
	buf_printf(j->out, "\"%s\": ", name);
}

static void open(struct json *j, char bracket)
{
	buf_putc(j->out, bracket);
	j->first = true;
}

static void close(struct json *j, char bracket)
{
	buf_putc(j->out, bracket);
	j->first = false;
}

static void text(struct json *j, const char *name, struct str value)
{
	key(j, name);
	string(j, value);
}

/* Left out when empty. */
static void some_text(struct json *j, const char *name, struct str value)
{
	if (value.n)
		text(j, name, value);
}

static void number(struct json *j, const char *name, uint64_t value)
{
	key(j, name);
	buf_printf(j->out, "%llu", (unsigned long long)value);
}

static void truth(struct json *j, const char *name, bool value)
{
	key(j, name);
	buf_puts(j->out, value ? "true" : "false");
}

static void place(struct json *j, struct range range)
{
	struct position p = text_position(j->r->text, range.at);
	number(j, "text_line", p.line);
	number(j, "column", p.column);
}

static void line_number(struct json *j, const char *name, uint32_t line)
{
	key(j, name);
	if (line == LINE_NONE)
		buf_puts(j->out, "null");
	else
		buf_printf(j->out, "%u", (unsigned)j->r->model->lines.at[line].number);
}

static void line_numbers(struct json *j, const char *name, const uint32_t *at, size_t n)
{
	key(j, name);
	open(j, '[');
	for (size_t i = 0; i < n; i++) {
		next(j);
		buf_printf(j->out, "%u", (unsigned)j->r->model->lines.at[at[i]].number);
	}
	close(j, ']');
}

/* A new element of a list on a line of its own, so that reports can be compared by eye. */
static void element(struct json *j, int indent)
{
	buf_puts(j->out, j->first ? "\n" : ",\n");
	buf_pad(j->out, ' ', (size_t)indent);
	open(j, '{');
}

static void claim_names(struct json *j, const struct claim *c)
{
	key(j, "names");
	open(j, '[');
	for (size_t i = 0; i < c->names.n; i++) {
		const struct claim_name *n = &c->names.at[i];
		next(j);
		open(j, '{');
		text(j, "name", n->name);
		text(j, "value", n->value);
		line_number(j, "line", n->line);
		place(j, n->place);
		close(j, '}');
	}
	close(j, ']');
}

static void claim(struct json *j, const struct claim *c, int indent)
{
	element(j, indent);
	place(j, c->range);
	text(j, "text", c->text);
	text(j, "verdict", str_of(claims_verdict_name(c->verdict)));
	some_text(j, "form", str_of(c->form));
	some_text(j, "computed", c->computed);
	some_text(j, "stated", c->stated);
	some_text(j, "why", c->why);
	if (c->rests_on.n)
		line_numbers(j, "rests_on", c->rests_on.at, c->rests_on.n);
	if (c->names.n)
		claim_names(j, c);
	close(j, '}');
}

static void value_members(struct json *j, const struct value *v)
{
	switch (v->kind) {
	case VALUE_NUMBER:
		text(j, "value", num_exact(j->arena, v->num));
		some_text(j, "unit", v->unit ? v->unit->name : STR(""));
		break;
	case VALUE_TEXT:
		text(j, "value", v->text);
		break;
	case VALUE_TRUTH:
		truth(j, "value", v->truth);
		break;
	case VALUE_LIST:
		text(j, "value", values_show(j->arena, v));
		break;
	case VALUE_UNDECIDED:
	case VALUE_ABSENT:
		key(j, "value");
		buf_puts(j->out, "null");
		text(j, "why", v->why);
		truth(j, "applies", v->kind != VALUE_ABSENT);
		break;
	}
}

static struct str span_name(const struct span *s)
{
	return s->kind == SPAN_DEFINE || s->kind == SPAN_FUNCTION ? s->name : str_trim(s->expression);
}

static void values(struct json *j, const struct line *line)
{
	static const char *const kinds[] = { "show", "define", "function", "check" };
	key(j, "values");
	open(j, '[');
	for (uint32_t i = line->first_span; i < line->first_span + line->span_count && i < j->r->values->results.n; i++) {
		const struct span *s = &j->r->model->spans.at[i];
		const struct result *result = &j->r->values->results.at[i];
		element(j, 8);
		text(j, "name", span_name(s));
		if (s->kind != SPAN_FUNCTION)
			value_members(j, &result->value);
		else
			text(j, "value", result->shown);
		place(j, s->range);
		text(j, "kind", str_of(kinds[s->kind]));
		text(j, "expression", s->expression);
		text(j, "shown", result->shown);
		key(j, "reads");
		open(j, '[');
		for (size_t k = 0; k < result->reads.n; k++) {
			next(j);
			string(j, result->reads.at[k]->name);
		}
		close(j, ']');
		if (result->steps.n) {
			key(j, "steps");
			open(j, '[');
			for (size_t k = 0; k < result->steps.n; k++) {
				next(j);
				string(j, result->steps.at[k]);
			}
			close(j, ']');
		}
		close(j, '}');
	}
	close(j, ']');
}

static void edges(struct json *j, uint32_t line)
{
	const struct graph *g = j->r->graph;
	key(j, "edges");
	open(j, '[');
	for (uint32_t i = g->first ? g->first[line] : 0; g->first && i < g->first[line + 1]; i++) {
		const struct edge *e = &g->edges.at[i];
		element(j, 8);
		line_number(j, "to", e->to);
		text(j, "kind", str_of(graph_edge_name(e->kind)));
		text(j, "what", e->what);
		place(j, e->place);
		close(j, '}');
	}
	close(j, ']');
}

static void figure(struct json *j, uint32_t line)
{
	const struct figure *f = figure_of(j->r->figures, line);
	struct picture picture;
	if (!f)
		return;
	key(j, "figure");
	open(j, '{');
	text(j, "kind", str_of(figure_kind_name(f->kind)));
	some_text(j, "title", f->title);
	truth(j, "drawn", f->drawn);
	some_text(j, "why", f->why);
	picture_of(j->arena, j->r, line, &picture);
	some_text(j, "alt", picture.alt);
	number(j, "checks", f->checks);
	key(j, "values");
	open(j, '[');
	for (size_t i = 0; i < f->values.n; i++) {
		const struct figure_value *v = &f->values.at[i];
		element(j, 8);
		text(j, "key", v->key);
		value_members(j, &v->value);
		place(j, v->place);
		text(j, "expression", v->expression);
		key(j, "reads");
		open(j, '[');
		for (size_t k = 0; k < v->reads.n; k++) {
			next(j);
			string(j, v->reads.at[k]->name);
		}
		close(j, ']');
		close(j, '}');
	}
	close(j, ']');
	close(j, '}');
}

/* ["zones:09"]: lines of other worksheets. */
static void rests_elsewhere(struct json *j, uint32_t line)
{
	const struct outside *x;
	size_t n = graph_outside(j->r->graph, line, &x);
	if (!n)
		return;
	key(j, "rests_on_used");
	open(j, '[');
	for (size_t i = 0; i < n; i++) {
		if (i && x[i].to == x[i - 1].to && x[i].used == x[i - 1].used)
			continue;
		struct buf said = { 0 };
		buf_printf(&said, "%.*s:%.*s", STR_ARG(x[i].used->name), STR_ARG(x[i].to->label));
		next(j);
		string(j, buf_str(&said));
		buf_free(&said);
	}
	close(j, ']');
}

static void lines(struct json *j)
{
	key(j, "lines");
	open(j, '[');
	for (uint32_t i = 0; i < j->r->lines.n; i++) {
		const struct line *line = &j->r->model->lines.at[i];
		const struct report_line *verdict = &j->r->lines.at[i];
		element(j, 4);
		number(j, "line", line->number);
		text(j, "id", line->id);
		text(j, "kind", line->kind);
		text(j, "role", str_of(model_role_name(line->role)));
		number(j, "text_line", text_position(j->r->text, line->range.at).line);
		text(j, "verdict", str_of(report_verdict_name(verdict->verdict)));
		some_text(j, "why", verdict->why);
		line_numbers(j, "given", verdict->given.at, verdict->given.n);
		line_numbers(j, "rests_on", verdict->rests_on.at, verdict->rests_on.n);
		rests_elsewhere(j, verdict->line);
		line_numbers(j, "refs", verdict->refs.at, verdict->refs.n);
		values(j, line);
		key(j, "claims");
		open(j, '[');
		for (uint32_t k = verdict->first_claim; k < verdict->first_claim + verdict->claim_count; k++)
			claim(j, &j->r->claims->all.at[k], 8);
		close(j, ']');
		edges(j, i);
		figure(j, i);
		close(j, '}');
	}
	close(j, ']');
}

static void facts(struct json *j)
{
	key(j, "facts");
	open(j, '[');
	for (size_t i = 0; i < j->r->facts->all.n; i++) {
		const struct fact *f = &j->r->facts->all.at[i];
		element(j, 4);
		text(j, "name", f->name);
		some_text(j, "property", f->property);
		key(j, "value");
		if (!facts_status_good(f->status)) {
			buf_puts(j->out, "null");
		} else if (f->type == FACT_LIST) {
			open(j, '[');
			for (size_t k = 0; k < f->items.n; k++) {
				next(j);
				string(j, f->items.at[k]);
			}
			close(j, ']');
		} else {
			string(j, f->value);
		}
		text(j, "unit", f->unit);
		text(j, "raw", f->raw);
		text(j, "source", f->source);
		text(j, "status", str_of(facts_status_name(f->status)));
		some_text(j, "why", f->why);
		some_text(j, "confined", f->confined);
		some_text(j, "varies", f->varies);
		some_text(j, "note", f->note);
		close(j, '}');
	}
	close(j, ']');
}

static void diagnostics(struct json *j)
{
	static const char *const severities[] = { "off", "note", "warning", "error" };
	const struct diag *d = j->r->diag;
	key(j, "diagnostics");
	open(j, '[');
	for (size_t i = 0; i < d->findings.n; i++) {
		const struct finding *f = &d->findings.at[i];
		if (f->severity == SEVERITY_OFF)
			continue;
		element(j, 4);
		text(j, "rule", str_of(f->kind->id));
		text(j, "severity", str_of(severities[f->severity]));
		line_number(j, "line", report_finding_line(j->r, f));
		place(j, f->place);
		number(j, "length", utf8_count(text_range(j->r->text, f->place)));
		if (f->file) {
			struct position p = text_position(f->file, f->file_place.at);
			text(j, "file", f->file->name);
			number(j, "file_line", p.line);
			number(j, "file_column", p.column);
		}
		text(j, "message", f->message);
		some_text(j, "found", f->found);
		some_text(j, "expected", f->expected);
		line_numbers(j, "rests_on", f->rests_on.at, f->rests_on.n);
		some_text(j, "help", f->help);
		if (f->fix.s)
			text(j, "fix", f->fix);
		if (f->waived)
			text(j, "waived", f->waiver);
		if (f->notes.n) {
			key(j, "notes");
			open(j, '[');
			for (size_t k = 0; k < f->notes.n; k++) {
				next(j);
				string(j, f->notes.at[k].text);
			}
			close(j, ']');
		}
		close(j, '}');
	}
	close(j, ']');
}

static void summary(struct json *j)
{
	const struct summary *s = &j->r->summary;
	key(j, "summary");
	open(j, '{');
	number(j, "lines", s->lines);
	number(j, "claims", s->claims);
	number(j, "hold", s->hold);
	number(j, "rounded", s->rounded);
	number(j, "false", s->falses);
	number(j, "undecided", s->undecided);
	number(j, "unrecognised", s->unrecognised);
	number(j, "errors", s->errors);
	number(j, "warnings", s->warnings);
	number(j, "notes", s->notes);
	number(j, "waived", s->waived);
	close(j, '}');
}

static bool render(struct arena *a, const struct report *r, const struct render_options *options, struct buf *out, struct str *why)
{
	struct json j = { out, r, a, true };
	(void)why;
	open(&j, '{');
	number(&j, "format", 1);
	text(&j, "hence", str_of(r->version));
	text(&j, "worksheet", r->text->name);
	text(&j, "digest", options->digest.n ? options->digest : base_digest(a, r->text->bytes));
	some_text(&j, "title", r->model->settings.title);
	key(&j, "machine");
	open(&j, '{');
	text(&j, "kernel", r->facts->kernel);
	some_text(&j, "arch", r->facts->arch);
	some_text(&j, "kind", r->facts->machine_kind);
	text(&j, "facts", r->facts->origin);
	close(&j, '}');
	buf_puts(out, ",\n ");
	j.first = true;
	summary(&j);
	buf_puts(out, ",\n ");
	j.first = true;
	facts(&j);
	buf_puts(out, ",\n ");
	j.first = true;
	lines(&j);
	buf_puts(out, ",\n ");
	j.first = true;
	key(&j, "claims");
	open(&j, '[');
	for (size_t i = 0; i < r->claims->all.n; i++)
		if (r->claims->all.at[i].line == LINE_NONE)
			claim(&j, &r->claims->all.at[i], 4);
	close(&j, ']');
	buf_puts(out, ",\n ");
	j.first = true;
	key(&j, "unrecognised");
	open(&j, '[');
	for (size_t i = 0; i < r->claims->unrecognised.n; i++) {
		element(&j, 4);
		place(&j, r->claims->unrecognised.at[i].range);
		text(&j, "text", r->claims->unrecognised.at[i].text);
		close(&j, '}');
	}
	close(&j, ']');
	buf_puts(out, ",\n ");
	j.first = true;
	diagnostics(&j);
	buf_puts(out, "}\n");
	return true;
}

const struct renderer render_json = { "json", ".json", render, NULL };
