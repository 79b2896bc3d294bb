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

/* --- uses: another worksheet is run whole, so that a line of it that is false is not used unseen. Each is opened once, whoever uses it,
 * after those that it uses itself: a walk with a stack of its own, so that a chain of a thousand needs no more than a fan of them. -- */
enum { OPENED_MOST = 10000 };           /* in all: each takes a hundred kilobytes and more of memory until the first one is ended */

struct sheet_node {
	struct str path;
	struct outcome *outcome;
	size_t index, low, next;                /* Tarjan's numbers; the entry of uses: that is looked at next */
	bool closed;                            /* run, and in no circle with one that is not */
	struct str why;                         /* it cannot be opened */
};
struct forest {
	const struct job *job;
	struct outcome *first;
	struct sheet_node *root, *now;
	struct map *by_path;
	VEC(struct sheet_node *) under_way, circle;     /* from the first worksheet down; those that are not closed */
	size_t opened;
};

/* The path without "./", by which a worksheet is known. */
static struct str plain_path(struct str path)
{
	while (str_starts(path, STR("./")))
		path = str_from(path, 2);
	return path;
}

/* The first one's path is the one on the command line, with its folder. */
static struct sheet_node *known(const struct forest *f, struct str path)
{
	struct str own = f->root->path;
	path = plain_path(path);
	if (str_eq(own, path) || (str_ends(own, path) && own.n > path.n && own.s[own.n - path.n - 1] == '/'))
		return f->root;
	return map_get(f->by_path, path);
}

static void add_names(struct outcome *o)
{
	struct used_sheet *out = &o->brought;
	for (size_t i = 0; i < o->model.lines.n; i++) {
		const struct line *l = &o->model.lines.at[i];
		const struct report_line *r = &o->report.lines.at[i];
		struct buf said = { 0 };
		report_statement(&o->report, (uint32_t)i, &said);
		*vec_add(o->arena, &out->lines) = (struct used_line){ .id = l->id, .label = l->number_text, .kind = l->kind,
			.statement = str_copy(o->arena, buf_str(&said)), .verdict = str_of(report_verdict_name(r->verdict)), .why = r->why, .number = l->number,
			.text_line = text_position(o->report.text, l->range.at).line };
		buf_free(&said);
	}
	for (size_t i = 0; i < o->values.names->n; i++) {
		const struct name *n = o->values.names->at[i].value;
		if (n->kind != NAME_FACT && n->kind != NAME_DEFINED)
			continue;
		struct used_name *x = vec_add(o->arena, &out->names);
		x->name = n;
		if (n->line == LINE_NONE)
			continue;
		const struct report_line *line = &o->report.lines.at[n->line];
		x->line = o->model.lines.at[n->line].id;
		if (line->verdict == VERDICT_FALSE)
			x->why = str_format(o->arena, "its line %.*s is false", STR_ARG(x->line));
		else if (line->verdict == VERDICT_UNDECIDED)
			x->why = str_format(o->arena, "its line %.*s could not be decided", STR_ARG(x->line));
	}
}

/* values asks for what has been run already. */
static void open_used(void *with, struct arena *a, struct str path, struct used_sheet *out)
{
	const struct forest *f = with;
	const struct sheet_node *node = known(f, path);
	(void)a;
	if (!node)
		out->why = str_format(f->first->arena, "more than %d worksheets are used in all", OPENED_MOST);
	else if (!node->closed)
		out->why = node->why.n ? node->why : STR("it uses this worksheet in turn");
	else
		*out = node->outcome->brought;
}

static void begin(const struct job *job, const struct text *text, struct outcome *o)
{
	*o = (struct outcome){ .arena = arena_new() };
	o->diag.arena = o->arena;
	o->diag.text = text;
	model_read(o->arena, &o->diag, job->limits, text, &o->model);
}

static void run(struct forest *f, struct outcome *o)
{
	const struct job *job = f->job;
	const struct text *text = o->diag.text;
	struct sheet sheet = { o->arena, job->limits, text, &o->model, &o->facts, &o->values, &o->claims, &o->figures, &o->graph, &o->diag, job->asker, NULL, NULL };
	model_images(o->arena, &o->diag, &o->model, job->asker);
	facts_gather(o->arena, &o->diag, job->limits, &o->model, job->asker, job->sets, job->set_count, &o->facts);
	if (!o->model.settings.annotated && job->ask_machine)
		facts_compare(o->arena, &o->diag, job->limits, job->asker, &o->facts);
	o->facts.origin = str_of(o->model.settings.annotated ? job->origin : "as-written");
	struct opener opener = { open_used, f };
	o->values.opener = &opener;
	values_run(o->arena, &o->diag, job->limits, &o->model, &o->facts, job->asker, &o->values);
	o->values.opener = NULL;
	claims_read(o->arena, &o->diag, job->limits, &o->model, &o->values, &o->claims);
	figure_make(o->arena, &o->diag, job->limits, &o->model, &o->facts, &o->values, &o->figures);
	graph_build(o->arena, &o->model, &o->values, &o->claims, &o->graph);
	rules_check(&sheet, job->choices);
	report_make(o->arena, &sheet, &o->report);
}

static void enter(struct forest *f, struct sheet_node *node)
{
	struct arena *a = f->first->arena;
	node->index = node->low = f->opened++;
	*vec_add(a, &f->under_way) = node;
	*vec_add(a, &f->circle) = node;
}

/* Asks for a worksheet that is used for the first time. */
static void open_new(struct forest *f, struct str path)
{
	struct arena *a = f->first->arena;
	struct question question = { .kind = ASK_WORKSHEET, .path = path };
	struct answer answer = { 0 };
	size_t bad;
	if (f->opened >= OPENED_MOST)
		return;
	struct sheet_node *node = arena_take(a, sizeof *node);
	node->path = plain_path(path);
	map_put(f->by_path, node->path, node);
	f->job->asker->ask(f->job->asker->with, &question, a, &answer);
	if (answer.status != ASK_DONE) {
		node->why = answer.why.n ? answer.why : STR("it cannot be read");
		return;
	}
	if (!utf8_valid(answer.bytes, &bad)) {
		node->why = STR("it is not UTF-8");
		return;
	}
	node->outcome = arena_take(a, sizeof *node->outcome);
	*vec_add(a, &f->first->used) = node->outcome;
	begin(f->job, text_new(a, path, answer.bytes), node->outcome);
	enter(f, node);
}

/* All that it uses is done: it is run, and closed with those that use each other in a circle with it. */
static void leave(struct forest *f, struct sheet_node *node)
{
	f->under_way.n--;
	run(f, node->outcome);
	if (node != f->root)
		add_names(node->outcome);
	if (f->under_way.n && f->under_way.at[f->under_way.n - 1]->low > node->low)
		f->under_way.at[f->under_way.n - 1]->low = node->low;
	for (bool more = node->low == node->index; more; ) {
		struct sheet_node *last = f->circle.at[--f->circle.n];
		last->closed = true;
		more = last != node;
	}
}

void pipeline_run(const struct job *job, struct outcome *o)
{
	struct sheet_node root = { .path = job->text->name, .outcome = o };
	begin(job, job->text, o);
	struct forest f = { .job = job, .first = o, .root = &root, .by_path = map_new(o->arena) };
	enter(&f, &root);
	while (f.under_way.n) {
		struct sheet_node *node = f.under_way.at[f.under_way.n - 1], *other;
		const struct settings *s = &node->outcome->model.settings;
		if (!s->annotated || !s->uses || s->uses->kind != YAML_MAP || node->next >= s->uses->items.n) {
			leave(&f, node);
			continue;
		}
		const struct yaml *path = s->uses->items.at[node->next++];
		if (path->kind != YAML_SCALAR)
			continue;
		other = known(&f, path->text);
		if (!other)
			open_new(&f, path->text);
		else if (!other->closed && !other->why.n && other->index < node->low)
			node->low = other->index;
	}
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
