/* What a house rule sees of a worksheet: objects with fields, by one table from which the manual is printed. */
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
#include "rules/house.h"

struct house_lists {
	struct sheet *s;
	size_t findings;                                /* seen: those that stood before house rules began */
	struct { uint32_t *first, *at; } by_line[HOUSE_KINDS];  /* things of line i: at[first[i]] up to at[first[i + 1]] */
	VEC(uint32_t) pool;
};

struct sheet *house_sheet(void *with)
{
	return ((struct house_lists *)with)->s;
}

/* --- which things are a line's ------------------------------------------------------------------------------------- */
static uint32_t line_of(const struct sheet *s, enum house_what what, size_t i)
{
	switch (what) {
	case HOUSE_CLAIM: return s->claims->all.at[i].line;
	case HOUSE_REFERENCE: return s->graph->references.at[i].from;
	case HOUSE_TERM: return s->graph->terms.at[i].line;
	case HOUSE_FINDING: return model_line_at(s->model, s->diag->findings.at[i].place.at);
	case HOUSE_NAME: return ((const struct name *)s->values->names->at[i].value)->line;
	case HOUSE_EDGE: return s->graph->edges.at[i].to;      /* those that rest on it */
	default: return LINE_NONE;
	}
}

static size_t count_of(const struct house_lists *h, enum house_what what)
{
	const struct sheet *s = h->s;
	switch (what) {
	case HOUSE_LINE: return s->model->lines.n;
	case HOUSE_CLAIM: return s->claims->all.n;
	case HOUSE_REFERENCE: return s->graph->references.n;
	case HOUSE_TERM: return s->graph->terms.n;
	case HOUSE_FINDING: return h->findings;
	case HOUSE_NAME: return s->values->names->n;
	case HOUSE_EDGE: return s->graph->edges.n;
	case HOUSE_FACT: return s->facts->all.n;
	case HOUSE_VALUE: return s->values->results.n;
	case HOUSE_TOKEN: return s->graph->tokens.n;
	default: return 0;
	}
}

static void group(struct house_lists *h, enum house_what what)
{
	size_t lines = h->s->model->lines.n, n = count_of(h, what);
	uint32_t *first = arena_take(h->s->arena, (lines + 2) * sizeof *first), *at = arena_take(h->s->arena, (n + 1) * sizeof *at);
	for (size_t i = 0; i < n; i++) {
		uint32_t line = line_of(h->s, what, i);
		if (line < lines)
			first[line + 1]++;
	}
	for (size_t i = 0; i < lines; i++)
		first[i + 1] += first[i];
	uint32_t *next = arena_take(h->s->arena, (lines + 1) * sizeof *next);
	for (size_t i = 0; i < lines; i++)
		next[i] = first[i];
	for (size_t i = 0; i < n; i++) {
		uint32_t line = line_of(h->s, what, i);
		if (line < lines)
			at[next[line]++] = (uint32_t)i;
	}
	h->by_line[what].first = first;
	h->by_line[what].at = at;
}

struct house_lists *house_lists(struct sheet *s)
{
	struct house_lists *h = arena_take(s->arena, sizeof *h);
	h->s = s;
	h->findings = s->diag->findings.n;
	static const enum house_what grouped[] = { HOUSE_CLAIM, HOUSE_REFERENCE, HOUSE_TERM, HOUSE_FINDING, HOUSE_NAME, HOUSE_EDGE };
	for (size_t i = 0; i < sizeof grouped / sizeof *grouped; i++)
		group(h, grouped[i]);
	return h;
}

/* --- what is said of an object ----------------------------------------------------------------------------------------- */
static void say_text(struct seen *out, struct str x)
{
	*out = (struct seen){ .kind = SEEN_TEXT, .text = x };
}
static void say_some(struct seen *out, struct str x)
{
	if (x.n)
		say_text(out, x);
}
static void say_count(struct seen *out, int64_t n)
{
	*out = (struct seen){ .kind = SEEN_COUNT, .count = n };
}
static void say_truth(struct seen *out, bool truth)
{
	*out = (struct seen){ .kind = SEEN_TRUTH, .count = truth };
}
static void say_object(struct seen *out, enum house_what what, uint32_t at, uint32_t n)
{
	*out = (struct seen){ .kind = SEEN_OBJECT, .what = what, .at = at, .n = n };
}
static void say_line(struct seen *out, uint32_t line)
{
	if (line != LINE_NONE)
		say_object(out, HOUSE_LINE, line, 0);
}
static void say_run(struct seen *out, enum house_what what, size_t at, size_t n)
{
	*out = (struct seen){ .kind = SEEN_LIST, .what = what, .at = (uint32_t)at, .n = (uint32_t)n };
}
static void say_grouped(const struct house_lists *h, struct seen *out, enum house_what what, uint32_t line)
{
	uint32_t from = h->by_line[what].first[line];
	*out = (struct seen){ .kind = SEEN_LIST, .what = what | HOUSE_POOL << 1, .at = from, .n = h->by_line[what].first[line + 1] - from };
}
/* The pool begins anew where a list is longer than what is left of sense; it is bounded by the fuel that lists cost. */
static void say_pool(struct seen *out, enum house_what what, size_t from, size_t to)
{
	*out = (struct seen){ .kind = SEEN_LIST, .what = what | HOUSE_POOL, .at = (uint32_t)from, .n = (uint32_t)(to - from) };
}

static struct str tell(const struct house_lists *h, const struct value *v)
{
	struct str yes = STR("true"), no = STR("false");
	return v->kind == VALUE_NUMBER ? num_exact(h->s->arena, v->num) : v->kind == VALUE_TRUTH ? v->truth ? yes : no : values_show(h->s->arena, v);
}

static void say_value(const struct house_lists *h, struct seen *out, const struct value *v)
{
	if (v->kind != VALUE_UNDECIDED && v->kind != VALUE_ABSENT)
		say_text(out, tell(h, v));
}

static void sheet_field(struct house_lists *h, uint32_t i, uint32_t n, int which, struct seen *out)
{
	const struct settings *s = &h->s->model->settings;
	(void)i; (void)n;
	switch (which) {
	case 0: say_text(out, h->s->text->name); break;
	case 1: say_some(out, s->title); break;
	case 2: say_text(out, s->lang.n ? s->lang : STR("en")); break;
	case 3: say_some(out, s->date); break;
	case 4: say_run(out, HOUSE_LINE, 0, count_of(h, HOUSE_LINE)); break;
	case 5: say_run(out, HOUSE_CLAIM, 0, count_of(h, HOUSE_CLAIM)); break;
	case 6: say_run(out, HOUSE_NAME, 0, count_of(h, HOUSE_NAME)); break;
	case 7: say_run(out, HOUSE_FACT, 0, count_of(h, HOUSE_FACT)); break;
	case 8: say_run(out, HOUSE_TERM, 0, count_of(h, HOUSE_TERM)); break;
	case 9: say_run(out, HOUSE_EDGE, 0, count_of(h, HOUSE_EDGE)); break;
	case 10: say_run(out, HOUSE_FINDING, 0, count_of(h, HOUSE_FINDING)); break;
	case 11: say_count(out, (int64_t)h->s->claims->unrecognised.n); break;
	}
}

/* Lines of edges, each once, ascending: graph.edges is sorted by from, then to; those of by_line by to, then from. */
static void neighbours(struct house_lists *h, uint32_t line, bool up, struct seen *out)
{
	const struct graph *g = h->s->graph;
	size_t from = h->pool.n;
	uint32_t last = LINE_NONE;
	uint32_t *first = h->by_line[HOUSE_EDGE].first;
	for (uint32_t e = up ? first[line] : g->first[line]; e < (up ? first[line + 1] : g->first[line + 1]); e++) {
		const struct edge *edge = &g->edges.at[up ? h->by_line[HOUSE_EDGE].at[e] : e];
		uint32_t other = up ? edge->from : edge->to;
		if (edge->kind == EDGE_TERM || other == last)
			continue;
		*vec_add(h->s->arena, &h->pool) = last = other;
	}
	say_pool(out, HOUSE_LINE, from, h->pool.n);
}

static void line_field(struct house_lists *h, uint32_t i, uint32_t n, int which, struct seen *out)
{
	const struct line *l = &h->s->model->lines.at[i];
	const struct graph *g = h->s->graph;
	(void)n;
	switch (which) {
	case 0: say_count(out, l->number); break;
	case 1: say_text(out, l->number_text); break;
	case 2: say_text(out, l->id); break;
	case 3: say_text(out, l->kind); break;
	case 4: say_some(out, l->qualifier); break;
	case 5: say_text(out, str_of(model_role_name(l->role))); break;
	case 6: {
		uint32_t end = l->range.at + l->range.n;
		if (l->annotation && l->annotation_range.at > l->body_at && l->annotation_range.at < end)
			end = l->annotation_range.at;
		say_text(out, str_trim(text_range(h->s->text, (struct range){ l->body_at, end > l->body_at ? end - l->body_at : 0 })));
		break;
	}
	case 7: say_count(out, text_position(h->s->text, l->range.at).line); break;
	case 8: say_some(out, l->source); break;
	case 9: say_some(out, l->when); break;
	case 10: say_truth(out, i >= h->s->values->lines.n || h->s->values->lines.at[i].yes); break;
	case 11: say_truth(out, l->annotation != NULL); break;
	case 12: say_truth(out, l->cite != NULL); break;
	case 13: say_truth(out, l->figure != NULL); break;
	case 14: say_truth(out, l->ask != NULL); break;
	case 15: neighbours(h, i, false, out); break;
	case 16: neighbours(h, i, true, out); break;
	case 17: say_run(out, HOUSE_EDGE, g->first[i], g->first[i + 1] - g->first[i]); break;
	case 18: say_grouped(h, out, HOUSE_REFERENCE, i); break;
	case 19: say_run(out, HOUSE_VALUE, l->first_span, l->first_span < h->s->values->results.n ? l->span_count : 0); break;
	case 20: say_grouped(h, out, HOUSE_NAME, i); break;
	case 21: say_grouped(h, out, HOUSE_CLAIM, i); break;
	case 22: say_grouped(h, out, HOUSE_TERM, i); break;
	case 23: say_run(out, HOUSE_TOKEN, g->token_at[i], g->token_at[i + 1] - g->token_at[i]); break;
	case 24: say_grouped(h, out, HOUSE_FINDING, i); break;
	case 25: *out = (struct seen){ .kind = SEEN_LIST, .what = HOUSE_WAIVER | HOUSE_POOL << 2, .at = i, .n = (uint32_t)l->accepts.n }; break;
	}
}

static void claim_field(struct house_lists *h, uint32_t i, uint32_t n, int which, struct seen *out)
{
	const struct claim *c = &h->s->claims->all.at[i];
	(void)n;
	switch (which) {
	case 0: say_text(out, c->text); break;
	case 1: say_text(out, str_of(c->form)); break;
	case 2: say_text(out, str_of(claims_verdict_name(c->verdict))); break;
	case 3: say_some(out, c->computed); break;
	case 4: say_some(out, c->stated); break;
	case 5: say_some(out, c->why); break;
	case 6: say_line(out, c->line); break;
	case 7: {
		size_t from = h->pool.n;
		for (size_t k = 0; k < c->rests_on.n; k++)
			if (c->rests_on.at[k] < h->s->model->lines.n)
				*vec_add(h->s->arena, &h->pool) = c->rests_on.at[k];
		say_pool(out, HOUSE_LINE, from, h->pool.n);
		break;
	}
	}
}

static void reference_field(struct house_lists *h, uint32_t i, uint32_t n, int which, struct seen *out)
{
	const struct reference *r = &h->s->graph->references.at[i];
	(void)n;
	switch (which) {
	case 0: say_line(out, r->from); break;
	case 1: say_line(out, r->to); break;
	case 2: say_text(out, text_range(h->s->text, r->place)); break;
	case 3: say_some(out, r->worksheet); break;
	case 4: say_some(out, r->carried); break;
	case 5: say_truth(out, r->in_annotation); break;
	case 6: say_truth(out, r->stated); break;
	case 7: say_truth(out, r->mention); break;
	}
}

static void edge_field(struct house_lists *h, uint32_t i, uint32_t n, int which, struct seen *out)
{
	const struct edge *e = &h->s->graph->edges.at[i];
	(void)n;
	switch (which) {
	case 0: say_line(out, e->from); break;
	case 1: say_line(out, e->to); break;
	case 2: say_text(out, str_of(graph_edge_name(e->kind))); break;
	case 3: say_text(out, e->what); break;
	}
}

static void value_field(struct house_lists *h, uint32_t i, uint32_t n, int which, struct seen *out)
{
	static const char *const kinds[] = { "show", "define", "function", "check" };
	const struct span *span = &h->s->model->spans.at[i];
	const struct result *r = &h->s->values->results.at[i];
	(void)n;
	switch (which) {
	case 0: say_text(out, str_of(kinds[span->kind])); break;
	case 1: say_some(out, span->name); break;
	case 2: say_text(out, span->expression); break;
	case 3: say_value(h, out, &r->value); break;
	case 4: if (r->value.kind == VALUE_NUMBER) say_some(out, r->value.unit->name); break;
	case 5: say_text(out, r->shown); break;
	case 6: say_truth(out, r->failed); break;
	case 7: say_some(out, r->value.why); break;
	case 8: say_count(out, r->operations); break;
	case 9: say_line(out, span->line); break;
	}
}

static void name_field(struct house_lists *h, uint32_t i, uint32_t n, int which, struct seen *out)
{
	static const char *const kinds[] = { "fact", "defined", "function", "used" };
	const struct name *x = h->s->values->names->at[i].value;
	(void)n;
	switch (which) {
	case 0: say_text(out, x->name); break;
	case 1: say_text(out, str_of(kinds[x->kind])); break;
	case 2: if (x->kind != NAME_FUNCTION) say_value(h, out, &x->value); break;
	case 3: if (x->kind != NAME_FUNCTION && x->value.kind == VALUE_NUMBER) say_some(out, x->value.unit->name); break;
	case 4: say_some(out, x->expression); break;
	case 5: say_line(out, x->line); break;
	case 6: if (x->fact) say_object(out, HOUSE_FACT, (uint32_t)(x->fact - h->s->facts->all.at), 0); break;
	}
}

static void fact_field(struct house_lists *h, uint32_t i, uint32_t n, int which, struct seen *out)
{
	const struct fact *f = &h->s->facts->all.at[i];
	(void)n;
	switch (which) {
	case 0: say_text(out, f->name); break;
	case 1: say_some(out, f->property); break;
	case 2: say_some(out, f->value); break;
	case 3: say_some(out, f->unit); break;
	case 4: say_some(out, f->source); break;
	case 5: say_text(out, str_of(facts_status_name(f->status))); break;
	case 6: say_some(out, f->why); break;
	case 7: say_some(out, f->note); break;
	case 8: say_some(out, f->varies); break;
	}
}

static void term_field(struct house_lists *h, uint32_t i, uint32_t n, int which, struct seen *out)
{
	const struct term *t = &h->s->graph->terms.at[i];
	(void)n;
	switch (which) {
	case 0: say_text(out, t->word); break;
	case 1: say_line(out, t->line); break;
	case 2: say_count(out, (int64_t)t->uses.n); break;
	}
}

static void token_field(struct house_lists *h, uint32_t i, uint32_t n, int which, struct seen *out)
{
	static const char *const kinds[] = { "word", "number", "mark", "live" };
	const struct token *t = &h->s->graph->tokens.at[i];
	(void)n;
	switch (which) {
	case 0: say_text(out, str_of(kinds[t->kind])); break;
	case 1: say_text(out, t->kind == TOKEN_LIVE && t->vocable->span < h->s->values->results.n ? h->s->values->results.at[t->vocable->span].shown : t->vocable->text); break;
	case 2: if (t->vocable->num) say_text(out, num_exact(h->s->arena, t->vocable->num)); break;
	case 3: say_truth(out, t->code); break;
	case 4: say_truth(out, t->fence); break;
	case 5: say_truth(out, t->programme); break;
	case 6: say_truth(out, t->heading); break;
	case 7: say_truth(out, t->source); break;
	case 8: say_truth(out, t->reference); break;
	}
}

/* at: the line, n: which of its waivers */
static void waiver_field(struct house_lists *h, uint32_t i, uint32_t n, int which, struct seen *out)
{
	const struct waiver *w = &h->s->model->lines.at[i].accepts.at[n];
	switch (which) {
	case 0: say_text(out, w->rule); break;
	case 1: say_text(out, w->reason); break;
	case 2: say_some(out, w->until); break;
	}
}

static void finding_field(struct house_lists *h, uint32_t i, uint32_t n, int which, struct seen *out)
{
	static const char *const severities[] = { "off", "note", "warning", "error" };
	const struct finding *f = &h->s->diag->findings.at[i];
	(void)n;
	switch (which) {
	case 0: say_text(out, str_of(f->kind->id)); break;
	case 1: say_text(out, str_of(severities[f->severity])); break;
	case 2: say_text(out, f->message); break;
	}
}

static void place_field(struct house_lists *h, uint32_t at, uint32_t n, int which, struct seen *out)
{
	struct position p = text_position(h->s->text, at);
	switch (which) {
	case 0: say_text(out, text_range(h->s->text, (struct range){ at, n })); break;
	case 1: say_count(out, p.line); break;
	case 2: say_count(out, p.column); break;
	}
}

/* The fields' order is that of the cases above. */
static const struct { const char *name, *fields; void (*field)(struct house_lists *, uint32_t, uint32_t, int, struct seen *); } kinds[HOUSE_KINDS] = {
	[HOUSE_PLACE] = { "a place", "text text_line column", place_field },
	[HOUSE_SHEET] = { "sheet", "file title lang date lines claims names facts terms edges findings unrecognised", sheet_field },
	[HOUSE_LINE] = { "a line", "number label id kind qualifier role text text_line source when applies annotated cite figure ask rests_on rested_on_by edges "
		"references values names claims terms tokens findings accepts", line_field },
	[HOUSE_CLAIM] = { "a claim", "text form verdict computed stated why line rests_on", claim_field },
	[HOUSE_REFERENCE] = { "a reference", "from to text worksheet carried in_annotation stated mention", reference_field },
	[HOUSE_EDGE] = { "an edge", "from to kind what", edge_field },
	[HOUSE_VALUE] = { "a value", "kind name expression exact unit shown failed why operations line", value_field },
	[HOUSE_NAME] = { "a name", "name kind exact unit expression line fact", name_field },
	[HOUSE_FACT] = { "a fact", "name property value unit source status why note varies", fact_field },
	[HOUSE_TERM] = { "a term", "word line uses", term_field },
	[HOUSE_TOKEN] = { "a token", "kind text exact code fence programme heading source reference", token_field },
	[HOUSE_WAIVER] = { "an accept", "rule reason until", waiver_field },
	[HOUSE_FINDING] = { "a finding", "rule severity message", finding_field },
};

bool house_field(void *with, const struct seen *x, struct str name, struct seen *out, struct str *near)
{
	struct str rest = str_of(kinds[x->what].fields), word;
	size_t least = 4;
	for (int i = 0; str_split(&rest, ' ', &word); i++) {
		if (str_eq(word, name)) {
			kinds[x->what].field(with, x->at, x->n, i, out);
			return true;
		}
		size_t distance = str_distance(word, name);
		if (distance < least) {
			least = distance;
			*near = word;
		}
	}
	return false;
}

void house_item(void *with, const struct seen *list, uint32_t i, struct seen *out)
{
	struct house_lists *h = with;
	enum house_what what = (enum house_what)(list->what & (HOUSE_POOL - 1));
	uint32_t at = list->at + i;
	if (list->what & HOUSE_POOL << 2) {
		say_object(out, what, list->at, i);
		return;
	}
	if (list->what & HOUSE_POOL)
		at = h->pool.at[at];
	else if (list->what & HOUSE_POOL << 1)
		at = h->by_line[what].at[at];
	say_object(out, what, at, 0);
}

bool house_place(void *with, const struct seen *x, struct range *out)
{
	const struct sheet *s = ((struct house_lists *)with)->s;
	const struct line *l;
	const struct name *name;
	if (x->kind != SEEN_OBJECT)
		return false;
	switch ((enum house_what)x->what) {
	case HOUSE_PLACE: *out = (struct range){ x->at, x->n }; break;
	case HOUSE_LINE: *out = s->model->lines.at[x->at].range; break;
	case HOUSE_CLAIM: *out = s->claims->all.at[x->at].range; break;
	case HOUSE_REFERENCE: *out = s->graph->references.at[x->at].place; break;
	case HOUSE_EDGE: *out = s->graph->edges.at[x->at].place; break;
	case HOUSE_VALUE: *out = s->model->spans.at[x->at].range; break;
	case HOUSE_NAME:
		name = s->values->names->at[x->at].value;
		*out = name->place;
		break;
	case HOUSE_FACT: *out = s->facts->all.at[x->at].range; break;
	case HOUSE_TERM: *out = s->graph->terms.at[x->at].place; break;
	case HOUSE_TOKEN: *out = s->graph->tokens.at[x->at].place; break;
	case HOUSE_WAIVER:
		l = &s->model->lines.at[x->at];
		*out = l->accepts.at[x->n].range;
		break;
	case HOUSE_FINDING: *out = s->diag->findings.at[x->at].place; break;
	case HOUSE_SHEET: case HOUSE_KINDS: return false;
	}
	return true;
}

void rules_house_manual(struct buf *out)
{
	for (int i = 0; i < HOUSE_KINDS; i++)
		buf_printf(out, "  %-12s %s\n", kinds[i].name, kinds[i].fields);
}
