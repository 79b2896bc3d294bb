/* What a slip of the pen would cost: each number and each reference of a worksheet is changed by one, one at a time, and the worksheet
 * verified again. A change that brings no error or warning is one that nothing guards. */
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

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MUTATIONS_MOST = 20000 };        /* each is a whole run; beyond this a worksheet is better cut in two */

struct mutation { struct range place; uint32_t line; bool reference, guarded; };
struct mutations { struct arena *arena; const struct outcome *o; VEC(struct mutation) all; };

/* --- the machine is asked once ------------------------------------------------------------------------------------- */
struct kept { struct asker otherwise; struct arena *arena; struct map *answers; };

static void ask_once(void *with, const struct question *q, struct arena *a, struct answer *answer)
{
	struct kept *k = with;
	struct buf key = { 0 };
	(void)a;
	buf_printf(&key, "%d %zu:%.*s", (int)q->kind, q->path.n, STR_ARG(q->path));
	for (size_t i = 0; i < q->argc; i++)
		buf_printf(&key, " %zu:%.*s", q->argv[i].n, STR_ARG(q->argv[i]));
	struct answer *known = map_get(k->answers, buf_str(&key));
	if (!known) {
		known = arena_take(k->arena, sizeof *known);
		k->otherwise.ask(k->otherwise.with, q, k->arena, known);
		map_put(k->answers, str_copy(k->arena, buf_str(&key)), known);
	}
	buf_free(&key);
	*answer = *known;
}

/* --- what can be changed ---------------------------------------------------------------------------------------------- */
static bool digit(char c)
{
	return c >= '0' && c <= '9';
}

static void add(struct mutations *c, uint32_t at, size_t n, uint32_t line, bool reference)
{
	*vec_add(c->arena, &c->all) = (struct mutation){ .place = { at, (uint32_t)n }, .line = line, .reference = reference };
}

/* The runs of digits of a reference: "lines 25-26" has two. */
static void references(struct mutations *c)
{
	const struct graph *g = &c->o->graph;
	for (size_t i = 0; i < g->references.n; i++) {
		const struct reference *r = &g->references.at[i];
		struct str x = text_range(c->o->report.text, r->place);
		bool number = r->id.n > 0;
		for (size_t k = 0; k < r->id.n; k++)
			number &= digit(r->id.s[k]);
		for (size_t k = 0; k < x.n && (number || r->number); k++) {
			size_t end = k;
			while (end < x.n && digit(x.s[end]))
				end++;
			if (end > k)
				add(c, r->place.at + (uint32_t)k, end - k, r->from, true);
			k = end > k ? end - 1 : k;
		}
	}
}

static void numbers(struct mutations *c)
{
	const struct graph *g = &c->o->graph;
	for (size_t i = 0; i < g->tokens.n; i++) {
		const struct token *t = &g->tokens.at[i];
		if (t->kind != TOKEN_NUMBER || !t->vocable->num || t->heading || (t->line == LINE_NONE && c->o->model.lines.n))
			continue;
		if (t->line == LINE_NONE || t->place.at >= c->o->model.lines.at[t->line].body_at)
			add(c, t->place.at, t->place.n, t->line, false);
	}
	for (size_t i = 0; i < c->o->values.results.n; i++) {
		const struct span *s = &c->o->model.spans.at[i];
		struct str x = s->expression;
		bool quoted = false;
		/* the numerals of an expression: digits after what is no name, outside texts */
		for (size_t k = 0; k < x.n; k++) {
			size_t end = k;
			if (x.s[k] == '"' || x.s[k] == '\'')
				quoted = !quoted;
			if (quoted || !digit(x.s[k]))
				continue;
			while (end < x.n && (digit(x.s[end]) || (x.s[end] >= 'a' && x.s[end] <= 'z') || (x.s[end] >= 'A' && x.s[end] <= 'Z') || x.s[end] == '.' || x.s[end] == '_'))
				end++;
			bool name = k && (x.s[k - 1] == '_' || x.s[k - 1] == '.' || (x.s[k - 1] >= 'a' && x.s[k - 1] <= 'z') || (x.s[k - 1] >= 'A' && x.s[k - 1] <= 'Z'));
			if (!name)
				add(c, s->expression_at + (uint32_t)k, end - k, s->line, false);
			k = end - 1;
		}
	}
}

static int by_place(const void *x, const void *y)
{
	const struct mutation *a = x, *b = y;
	if (a->place.at != b->place.at)
		return a->place.at < b->place.at ? -1 : 1;
	return a->reference == b->reference ? 0 : a->reference ? -1 : 1;
}

/* In order of place; what is a reference is no number as well. */
static void sort(struct mutations *c)
{
	size_t kept = 0;
	uint32_t end = 0;
	if (c->all.n)
		qsort(c->all.at, c->all.n, sizeof *c->all.at, by_place);
	for (size_t i = 0; i < c->all.n; i++) {
		if (c->all.at[i].place.at < end)
			continue;
		c->all.at[kept++] = c->all.at[i];
		end = c->all.at[i].place.at + c->all.at[i].place.n;
	}
	c->all.n = kept;
}

/* One more, in the same number of digits: 4096 4097, 0xFF 0xFE, 1.5 1.6, 1e6 2e6; all nines become one less. false: there is no digit. */
static bool change(char *s, size_t n)
{
	static const char low[] = "0123456789abcdef", high[] = "0123456789ABCDEF";
	size_t from = 0, base = 10;
	if (n > 2 && s[0] == '0' && strchr("xXbBoO", s[1])) {
		base = s[1] == 'x' || s[1] == 'X' ? 16 : s[1] == 'b' || s[1] == 'B' ? 2 : 8;
		from = 2;
	}
	size_t end = n;
	if (base == 10)
		for (end = from; end < n && s[end] != 'e' && s[end] != 'E'; end++)
			;
	for (int step = 1; step >= -1; step -= 2) {
		char *last = NULL;
		size_t i = end;
		while (i-- > from) {
			const char *found = memchr(low, s[i], base), *upper = memchr(high, s[i], base);
			if (!found && !upper)
				continue;
			last = last ? last : &s[i];
			size_t value = found ? (size_t)(found - low) : (size_t)(upper - high);
			if (step > 0 ? value + 1 < base : value > 0) {
				char *to = &s[i];
				*to = (found ? low : high)[step > 0 ? value + 1 : value - 1];
				for (size_t k = i + 1; step > 0 && k < end; k++)
					if (memchr(low, s[k], base) || memchr(high, s[k], base))
						s[k] = '0';
				return true;
			}
			if (step < 0)
				return false;
		}
		if (!last)
			return false;
	}
	return false;
}

/* --- what guards ------------------------------------------------------------------------------------------------------ */
struct mark { struct str id; uint32_t line; };
struct marks { VEC(struct mark) all; };

static int by_mark(const void *x, const void *y)
{
	const struct mark *a = x, *b = y;
	return a->line != b->line ? a->line < b->line ? -1 : 1 : str_cmp(a->id, b->id);
}

static void gather(struct arena *a, const struct outcome *o, struct marks *m)
{
	for (size_t i = 0; i < o->diag.findings.n; i++) {
		const struct finding *f = &o->diag.findings.at[i];
		if (f->severity >= SEVERITY_WARNING && !f->waived)
			*vec_add(a, &m->all) = (struct mark){ str_of(f->kind->id), report_finding_line(&o->report, f) };
	}
	if (m->all.n)
		qsort(m->all.at, m->all.n, sizeof *m->all.at, by_mark);
}

/* Whether a line has more of a finding than before; the same finding with another number in its words guards nothing. */
static bool is_more(const struct marks *before, const struct marks *after)
{
	size_t i = 0;
	for (size_t k = 0; k < after->all.n; k++) {
		while (i < before->all.n && by_mark(&before->all.at[i], &after->all.at[k]) < 0)
			i++;
		if (i == before->all.n || by_mark(&before->all.at[i], &after->all.at[k]) != 0)
			return true;
		i++;
	}
	return false;
}

static bool guards(const struct job *job, struct str bytes, const struct marks *before)
{
	struct arena *a = arena_new();
	struct job own = *job;
	struct outcome o;
	struct marks after = { 0 };
	own.text = text_new(a, job->text->name, bytes);
	pipeline_run(&own, &o);
	gather(a, &o, &after);
	bool more = is_more(before, &after);
	pipeline_end(&o);
	arena_free(a);
	return more;
}

/* --- the list ------------------------------------------------------------------------------------------------------------ */
static void count(const struct mutations *c, bool references, const char *what, struct buf *out)
{
	size_t n = 0, open = 0;
	for (size_t i = 0; i < c->all.n; i++) {
		n += c->all.at[i].reference == references;
		open += c->all.at[i].reference == references && !c->all.at[i].guarded;
	}
	size_t tenths = n ? (open * 2000 + n) / (2 * n) : 0;
	buf_printf(out, "  %-11s %zu: %zu guarded, %zu not (%zu.%zu %%)\n", what, n, n - open, open, tenths / 10, tenths % 10);
}

static void list(const struct mutations *c, size_t all, struct buf *out)
{
	const struct text *t = c->o->report.text;
	bool any = false;
	diag_escape(out, t->name);
	buf_puts(out, ": each number and each reference changed by one, one at a time\n");
	count(c, false, "numbers", out);
	count(c, true, "references", out);
	if (all > c->all.n)
		buf_printf(out, "  the first %zu of %zu\n", c->all.n, all);
	buf_puts(out, "\nNo error or warning would tell:\n");
	for (size_t i = 0; i < c->all.n; i++) {
		const struct mutation *x = &c->all.at[i];
		struct position p = text_position(t, x->place.at);
		struct str was = text_range(t, x->place), now = str_copy(c->arena, was);
		if (x->guarded)
			continue;
		any = true;
		change((char *)(uintptr_t)now.s, now.n);
		buf_puts(out, "  ");
		diag_escape(out, t->name);
		buf_printf(out, ":%u:%u: ", p.line, p.column);
		if (x->line != LINE_NONE)
			buf_printf(out, "line %.*s: ", STR_ARG(c->o->model.lines.at[x->line].number_text));
		buf_printf(out, "%s %.*s → %.*s\n", x->reference ? "reference" : "number", STR_ARG(was), STR_ARG(now));
	}
	if (!any)
		buf_puts(out, "  nothing: each change is found\n");
}

int command_mutate(struct arena *a, struct options *o, const char *path)
{
	struct page page;
	struct opened x;
	struct outcome outcome;
	bool comparable;
	if (!command_open(a, o, path, &page, &comparable, &x))
		return STATUS_UNREADABLE;
	struct kept kept = { x.asker, a, map_new(a) };
	struct asker once = { ask_once, &kept };
	x.job.asker = &once;
	if (!command_run(a, o, path, &x, &outcome))
		return STATUS_UNREADABLE;
	struct mutations c = { .arena = a, .o = &outcome };
	references(&c);
	numbers(&c);
	sort(&c);
	struct marks before = { 0 };
	gather(a, &outcome, &before);
	struct str bytes = str_copy(a, x.job.text->bytes);
	char *s = (char *)(uintptr_t)bytes.s;
	size_t changed = 0, all = 0;
	for (size_t i = 0; i < c.all.n; i++) {
		struct range place = c.all.at[i].place;
		bool can = change(s + place.at, place.n);
		all += can;
		if (can && changed < MUTATIONS_MOST) {
			c.all.at[i].guarded = guards(&x.job, bytes, &before);
			c.all.at[changed++] = c.all.at[i];
		}
		memcpy(s + place.at, x.job.text->bytes.s + place.at, place.n);
	}
	c.all.n = changed;
	struct buf out = { 0 };
	list(&c, all, &out);
	int status = command_worse(report_status(&outcome.report, o->allow_undecided), command_print(buf_str(&out)));
	buf_free(&out);
	pipeline_end(&outcome);
	return status;
}
