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

struct json { struct buf *out; const struct report *r; struct arena *arena; bool first, in_script; };

/* A member's name as it stands behind another. */
#define KEY(name) STR(", \"" name "\": ")

static void string(struct json *j, struct str x)
{
	if (j->in_script)
		quote_script(j->out, x);
	else
		quote_json(j->out, x);
}

/* Begins an element: the comma between it and the one before. */
static void next(struct json *j)
{
	if (!j->first)
		buf_puts(j->out, ", ");
	j->first = false;
}

static void key(struct json *j, struct str name)
{
	buf_put(j->out, j->first ? str_from(name, 2) : name);
	j->first = false;
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

static void text(struct json *j, struct str name, struct str value)
{
	key(j, name);
	string(j, value);
}

/* One of our own words, in which nothing is escaped. */
static void word(struct json *j, struct str name, const char *value)
{
	key(j, name);
	buf_putc(j->out, '"');
	buf_puts(j->out, value);
	buf_putc(j->out, '"');
}

/* Left out when empty. */
static void some_text(struct json *j, struct str name, struct str value)
{
	if (value.n)
		text(j, name, value);
}

static void number(struct json *j, struct str name, uint64_t value)
{
	key(j, name);
	buf_decimal(j->out, value);
}

static void truth(struct json *j, struct str name, bool value)
{
	key(j, name);
	buf_puts(j->out, value ? "true" : "false");
}

static void place(struct json *j, struct range range)
{
	struct position p = text_position(j->r->text, range.at);
	number(j, KEY("text_line"), p.line);
	number(j, KEY("column"), p.column);
}

static void line_number(struct json *j, struct str name, uint32_t line)
{
	key(j, name);
	if (line == LINE_NONE)
		buf_puts(j->out, "null");
	else
		buf_decimal(j->out, j->r->model->lines.at[line].number);
}

static void line_numbers(struct json *j, struct str name, const uint32_t *at, size_t n)
{
	key(j, name);
	open(j, '[');
	for (size_t i = 0; i < n; i++) {
		next(j);
		buf_decimal(j->out, j->r->model->lines.at[at[i]].number);
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
	key(j, KEY("names"));
	open(j, '[');
	for (size_t i = 0; i < c->names.n; i++) {
		const struct claim_name *n = &c->names.at[i];
		next(j);
		open(j, '{');
		text(j, KEY("name"), n->name);
		text(j, KEY("value"), n->value);
		line_number(j, KEY("line"), n->line);
		place(j, n->place);
		close(j, '}');
	}
	close(j, ']');
}

static void claim(struct json *j, const struct claim *c, int indent)
{
	element(j, indent);
	place(j, c->range);
	text(j, KEY("text"), c->text);
	word(j, KEY("verdict"), claims_verdict_name(c->verdict));
	some_text(j, KEY("form"), str_of(c->form));
	some_text(j, KEY("computed"), c->computed);
	some_text(j, KEY("stated"), c->stated);
	some_text(j, KEY("why"), c->why);
	if (c->rests_on.n)
		line_numbers(j, KEY("rests_on"), c->rests_on.at, c->rests_on.n);
	if (c->names.n)
		claim_names(j, c);
	close(j, '}');
}

static void value_members(struct json *j, const struct value *v)
{
	switch (v->kind) {
	case VALUE_NUMBER:
		text(j, KEY("value"), num_exact(j->arena, v->num));
		some_text(j, KEY("unit"), v->unit ? v->unit->name : STR(""));
		break;
	case VALUE_TEXT:
		text(j, KEY("value"), v->text);
		break;
	case VALUE_TRUTH:
		truth(j, KEY("value"), v->truth);
		break;
	case VALUE_LIST:
		text(j, KEY("value"), values_show(j->arena, v));
		break;
	case VALUE_UNDECIDED:
	case VALUE_ABSENT:
		key(j, KEY("value"));
		buf_puts(j->out, "null");
		text(j, KEY("why"), v->why);
		truth(j, KEY("applies"), v->kind != VALUE_ABSENT);
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
	key(j, KEY("values"));
	open(j, '[');
	for (uint32_t i = line->first_span; i < line->first_span + line->span_count && i < j->r->values->results.n; i++) {
		const struct span *s = &j->r->model->spans.at[i];
		const struct result *result = &j->r->values->results.at[i];
		element(j, 8);
		text(j, KEY("name"), span_name(s));
		if (s->kind != SPAN_FUNCTION)
			value_members(j, &result->value);
		else
			text(j, KEY("value"), result->shown);
		place(j, s->range);
		word(j, KEY("kind"), kinds[s->kind]);
		text(j, KEY("expression"), s->expression);
		text(j, KEY("shown"), result->shown);
		key(j, KEY("reads"));
		open(j, '[');
		for (size_t k = 0; k < result->reads.n; k++) {
			next(j);
			string(j, result->reads.at[k]->name);
		}
		close(j, ']');
		if (result->steps.n) {
			key(j, KEY("steps"));
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
	key(j, KEY("edges"));
	open(j, '[');
	for (uint32_t i = g->first ? g->first[line] : 0; g->first && i < g->first[line + 1]; i++) {
		const struct edge *e = &g->edges.at[i];
		element(j, 8);
		line_number(j, KEY("to"), e->to);
		word(j, KEY("kind"), graph_edge_name(e->kind));
		text(j, KEY("what"), e->what);
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
	key(j, KEY("figure"));
	open(j, '{');
	word(j, KEY("kind"), figure_kind_name(f->kind));
	some_text(j, KEY("title"), f->title);
	truth(j, KEY("drawn"), f->drawn);
	some_text(j, KEY("why"), f->why);
	picture_of(j->arena, j->r, line, &picture);
	some_text(j, KEY("alt"), picture.alt);
	number(j, KEY("checks"), f->checks);
	key(j, KEY("values"));
	open(j, '[');
	for (size_t i = 0; i < f->values.n; i++) {
		const struct figure_value *v = &f->values.at[i];
		element(j, 8);
		text(j, KEY("key"), v->key);
		value_members(j, &v->value);
		place(j, v->place);
		text(j, KEY("expression"), v->expression);
		key(j, KEY("reads"));
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
	key(j, KEY("rests_on_used"));
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
	key(j, KEY("lines"));
	open(j, '[');
	for (uint32_t i = 0; i < j->r->lines.n; i++) {
		const struct line *line = &j->r->model->lines.at[i];
		const struct report_line *verdict = &j->r->lines.at[i];
		element(j, 4);
		number(j, KEY("line"), line->number);
		text(j, KEY("id"), line->id);
		text(j, KEY("kind"), line->kind);
		word(j, KEY("role"), model_role_name(line->role));
		number(j, KEY("text_line"), text_position(j->r->text, line->range.at).line);
		word(j, KEY("verdict"), report_verdict_name(verdict->verdict));
		some_text(j, KEY("why"), verdict->why);
		line_numbers(j, KEY("given"), verdict->given.at, verdict->given.n);
		line_numbers(j, KEY("rests_on"), verdict->rests_on.at, verdict->rests_on.n);
		rests_elsewhere(j, verdict->line);
		line_numbers(j, KEY("refs"), verdict->refs.at, verdict->refs.n);
		values(j, line);
		key(j, KEY("claims"));
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
	key(j, KEY("facts"));
	open(j, '[');
	for (size_t i = 0; i < j->r->facts->all.n; i++) {
		const struct fact *f = &j->r->facts->all.at[i];
		element(j, 4);
		text(j, KEY("name"), f->name);
		some_text(j, KEY("property"), f->property);
		key(j, KEY("value"));
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
		text(j, KEY("unit"), f->unit);
		text(j, KEY("raw"), f->raw);
		text(j, KEY("source"), f->source);
		word(j, KEY("status"), facts_status_name(f->status));
		some_text(j, KEY("why"), f->why);
		some_text(j, KEY("confined"), f->confined);
		some_text(j, KEY("varies"), f->varies);
		some_text(j, KEY("note"), f->note);
		close(j, '}');
	}
	close(j, ']');
}

static void diagnostics(struct json *j)
{
	static const char *const severities[] = { "off", "note", "warning", "error" };
	const struct diag *d = j->r->diag;
	key(j, KEY("diagnostics"));
	open(j, '[');
	for (size_t i = 0; i < d->findings.n; i++) {
		const struct finding *f = &d->findings.at[i];
		if (f->severity == SEVERITY_OFF)
			continue;
		element(j, 4);
		text(j, KEY("rule"), str_of(f->kind->id));
		word(j, KEY("severity"), severities[f->severity]);
		line_number(j, KEY("line"), report_finding_line(j->r, f));
		place(j, f->place);
		number(j, KEY("length"), utf8_count(text_range(j->r->text, f->place)));
		if (f->file) {
			struct position p = text_position(f->file, f->file_place.at);
			text(j, KEY("file"), f->file->name);
			number(j, KEY("file_line"), p.line);
			number(j, KEY("file_column"), p.column);
		}
		text(j, KEY("message"), f->message);
		some_text(j, KEY("found"), f->found);
		some_text(j, KEY("expected"), f->expected);
		line_numbers(j, KEY("rests_on"), f->rests_on.at, f->rests_on.n);
		some_text(j, KEY("help"), f->help);
		if (f->fix.s)
			text(j, KEY("fix"), f->fix);
		if (f->waived)
			text(j, KEY("waived"), f->waiver);
		if (f->notes.n) {
			key(j, KEY("notes"));
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
	key(j, KEY("summary"));
	open(j, '{');
	number(j, KEY("lines"), s->lines);
	number(j, KEY("claims"), s->claims);
	number(j, KEY("hold"), s->hold);
	number(j, KEY("rounded"), s->rounded);
	number(j, KEY("false"), s->falses);
	number(j, KEY("undecided"), s->undecided);
	number(j, KEY("unrecognised"), s->unrecognised);
	number(j, KEY("errors"), s->errors);
	number(j, KEY("warnings"), s->warnings);
	number(j, KEY("notes"), s->notes);
	number(j, KEY("waived"), s->waived);
	close(j, '}');
}

static bool render(struct arena *a, const struct report *r, const struct render_options *options, struct buf *out, struct str *why)
{
	struct json j = { out, r, a, true, options->in_script };
	(void)why;
	open(&j, '{');
	number(&j, KEY("format"), 1);
	word(&j, KEY("hence"), r->version);
	text(&j, KEY("worksheet"), r->text->name);
	text(&j, KEY("digest"), options->digest.n ? options->digest : base_digest(a, r->text->bytes));
	some_text(&j, KEY("title"), r->model->settings.title);
	key(&j, KEY("machine"));
	open(&j, '{');
	text(&j, KEY("kernel"), r->facts->kernel);
	some_text(&j, KEY("arch"), r->facts->arch);
	some_text(&j, KEY("kind"), r->facts->machine_kind);
	text(&j, KEY("facts"), r->facts->origin);
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
	key(&j, KEY("claims"));
	open(&j, '[');
	for (size_t i = 0; i < r->claims->all.n; i++)
		if (r->claims->all.at[i].line == LINE_NONE)
			claim(&j, &r->claims->all.at[i], 4);
	close(&j, ']');
	buf_puts(out, ",\n ");
	j.first = true;
	key(&j, KEY("unrecognised"));
	open(&j, '[');
	for (size_t i = 0; i < r->claims->unrecognised.n; i++) {
		element(&j, 4);
		place(&j, r->claims->unrecognised.at[i].range);
		text(&j, KEY("text"), r->claims->unrecognised.at[i].text);
		close(&j, '}');
	}
	close(&j, ']');
	buf_puts(out, ",\n ");
	j.first = true;
	diagnostics(&j);
	buf_puts(out, "}\n");
	return true;
}

const struct renderer render_json = { "json", ".json", render, NULL, true };
