#include "base.h"
#include "diag.h"
#include "source.h"
#include "model.h"
#include "facts.h"
#include "values.h"
#include "claims.h"
#include "graph.h"
#include "rules.h"
#include "report.h"
#include "pipeline.h"

void pipeline_run(const struct job *job, struct outcome *o)
{
	*o = (struct outcome){ .arena = arena_new() };
	o->diag.arena = o->arena;
	o->diag.text = job->text;
	struct sheet sheet = { o->arena, job->limits, job->text, &o->model, &o->facts, &o->values, &o->claims, &o->graph, &o->diag };

	model_read(o->arena, &o->diag, job->limits, job->text, &o->model);
	facts_gather(o->arena, &o->diag, job->limits, &o->model, job->asker, job->sets, job->set_count, &o->facts);
	if (!o->model.settings.annotated && job->ask_machine)
		facts_compare(o->arena, &o->diag, job->limits, job->asker, &o->facts);
	o->facts.origin = str_of(o->model.settings.annotated ? job->origin : "as-written");
	values_run(o->arena, &o->diag, job->limits, &o->model, &o->facts, job->asker, &o->values);
	claims_read(o->arena, &o->diag, job->limits, &o->model, &o->values, &o->claims);
	graph_build(o->arena, &o->model, &o->values, &o->claims, &o->graph);
	rules_check(&sheet, job->choices);
	report_make(o->arena, &sheet, &o->report);
}

void pipeline_end(struct outcome *o)
{
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
	else if (str_is(stage, "graph"))
		graph_dump(&o->model, &o->graph, out);
	else if (str_is(stage, "report"))
		report_dump(&o->report, out);
	else
		return false;
	return true;
}
