/* The stages in their order, each given what stands to its left. */
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
#include "pipeline.h"

/* --- uses: another worksheet is run whole, so that a line of it that is false is not used unseen -------------- */
enum {
	USES_MOST = 8,          /* worksheets that use each other, one below the other: each is a pipeline on this stack */
	OPENED_MOST = 64,       /* in all: what two worksheets use in common is run for each of them */
};
struct using { const struct job *job; struct outcome *outcome; struct using *above; struct str path; uint32_t depth, *opened; bool circular; };

/* path names the worksheet that u is about; the first one's path is the one on the command line, with its folder. */
static bool is_same(const struct using *u, struct str path)
{
	struct str own = u->path;
	return str_eq(own, path) || (!u->above && str_ends(own, path) && own.n > path.n && own.s[own.n - path.n - 1] == '/');
}

static void add_names(struct arena *a, const struct outcome *used, struct used_sheet *out)
{
	for (size_t i = 0; i < used->values.names->n; i++) {
		const struct name *n = used->values.names->at[i].value;
		struct used_name *x = vec_add(a, &out->names);
		x->name = n;
		if (n->line == LINE_NONE)
			continue;
		const struct report_line *line = &used->report.lines.at[n->line];
		x->line = used->model.lines.at[n->line].id;
		if (line->verdict == VERDICT_FALSE)
			x->why = str_format(a, "its line %.*s is false", STR_ARG(x->line));
		else if (line->verdict == VERDICT_UNDECIDED)
			x->why = str_format(a, "its line %.*s could not be decided", STR_ARG(x->line));
	}
}

static void open_used(void *with, struct arena *a, struct str path, struct used_sheet *out)
{
	struct using *own = with;
	struct using below = { .above = own, .path = path, .depth = own->depth + 1, .opened = own->opened };
	struct question question = { .kind = ASK_WORKSHEET, .path = path };
	struct answer answer = { 0 };
	struct job job = *own->job;
	size_t bad;
	struct using *same = own;
	while (same && !is_same(same, path))
		same = same->above;
	if (same) {
		for (struct using *u = own; u != same; u = u->above)
			u->circular = true;
		out->why = STR("it uses this worksheet in turn");
		return;
	}
	if (below.depth > USES_MOST) {
		out->why = STR("worksheets use worksheets more than 8 deep");
		return;
	}
	if (++*own->opened > OPENED_MOST) {
		out->why = STR("more than 64 worksheets are used in all");
		return;
	}
	own->job->asker->ask(own->job->asker->with, &question, a, &answer);
	if (answer.status != ASK_DONE) {
		out->why = answer.why.n ? answer.why : STR("it cannot be read");
		return;
	}
	if (!utf8_valid(answer.bytes, &bad)) {
		out->why = STR("it is not UTF-8");
		return;
	}
	job.text = text_new(a, path, answer.bytes);
	job.using = &below;
	struct outcome *used = arena_take(a, sizeof *used);
	pipeline_run(&job, used);
	*vec_add(own->outcome->arena, &own->outcome->used) = used;
	if (below.circular)
		out->why = STR("it uses this worksheet in turn");
	else
		add_names(a, used, out);
}

void pipeline_run(const struct job *job, struct outcome *o)
{
	*o = (struct outcome){ .arena = arena_new() };
	o->diag.arena = o->arena;
	o->diag.text = job->text;
	struct sheet sheet = { o->arena, job->limits, job->text, &o->model, &o->facts, &o->values, &o->claims, &o->figures, &o->graph, &o->diag, job->asker };

	model_read(o->arena, &o->diag, job->limits, job->text, &o->model);
	model_images(o->arena, &o->diag, &o->model, job->asker);
	facts_gather(o->arena, &o->diag, job->limits, &o->model, job->asker, job->sets, job->set_count, &o->facts);
	if (!o->model.settings.annotated && job->ask_machine)
		facts_compare(o->arena, &o->diag, job->limits, job->asker, &o->facts);
	o->facts.origin = str_of(o->model.settings.annotated ? job->origin : "as-written");
	uint32_t opened = 0;
	struct using first = { .path = job->text->name, .opened = &opened }, *own = job->using ? job->using : &first;
	own->job = job;
	own->outcome = o;
	struct opener opener = { open_used, own };
	o->values.opener = &opener;
	values_run(o->arena, &o->diag, job->limits, &o->model, &o->facts, job->asker, &o->values);
	o->values.opener = NULL;
	claims_read(o->arena, &o->diag, job->limits, &o->model, &o->values, &o->claims);
	figure_make(o->arena, &o->diag, job->limits, &o->model, &o->facts, &o->values, &o->figures);
	graph_build(o->arena, &o->model, &o->values, &o->claims, &o->graph);
	rules_check(&sheet, job->choices);
	report_make(o->arena, &sheet, &o->report);
}

void pipeline_end(struct outcome *o)
{
	for (size_t i = 0; i < o->used.n; i++)
		pipeline_end(o->used.at[i]);
	values_end(&o->values);
	arena_free(o->arena);
}

bool pipeline_dump(const struct outcome *o, struct str stage, struct buf *out)
{
	if (str_is(stage, "model"))
		model_dump(&o->model, out);
	else if (str_is(stage, "facts"))
		facts_dump(&o->facts, out);
	else if (str_is(stage, "values"))
		values_dump(&o->model, &o->values, out);
	else if (str_is(stage, "claims"))
		claims_dump(&o->model, &o->claims, out);
	else if (str_is(stage, "figure"))
		figure_dump(&o->model, &o->figures, out);
	else if (str_is(stage, "graph"))
		graph_dump(&o->model, &o->graph, out);
	else if (str_is(stage, "report"))
		report_dump(&o->report, out);
	else
		return false;
	return true;
}
