/* Why does a line hold: the tree of what it rests on, down to the premises and their sources. */
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
#include "report/ledger.h"

/* From this depth on the branches are no longer drawn: the depth is written, so that a chain's tree stays linear. */
enum { DRAWN = 30, EXCERPT = 72 };

static bool digits(struct str x)
{
	for (size_t i = 0; i < x.n; i++)
		if (x.s[i] < '0' || x.s[i] > '9')
			return false;
	return x.n > 0;
}

/* The line in which a number first stands, after an equals sign if it does anywhere. */
static uint32_t stating(const struct report *r, struct str what)
{
	struct arena *a = arena_new();
	const struct num *n;
	uint32_t first = LINE_NONE, result = LINE_NONE;
	if (num_read(a, &limits_default, what, &n))
		for (size_t i = 0; i < r->graph->tokens.n && result == LINE_NONE; i++) {
			const struct token *t = &r->graph->tokens.at[i];
			const struct num *m = t->vocable->num;
			bool live = t->kind == TOKEN_LIVE && t->vocable->span < r->values->results.n;
			if (live && r->values->results.at[t->vocable->span].value.kind == VALUE_NUMBER)
				m = r->values->results.at[t->vocable->span].value.num;
			if (!m || t->line == LINE_NONE || t->reference || num_compare(m, n) != 0)
				continue;
			if (first == LINE_NONE)
				first = t->line;
			if ((i && str_is(t[-1].vocable->text, "=")) || (live && r->model->spans.at[t->vocable->span].kind == SPAN_DEFINE))
				result = t->line;
		}
	arena_free(a);
	return result == LINE_NONE ? first : result;
}

uint32_t report_find(const struct report *r, struct str what)
{
	what = str_trim(what);
	if (str_starts(what, STR("line ")))
		what = str_trim(str_from(what, 5));
	uint32_t line = model_line_named(r->model, what);
	if (line == LINE_NONE && digits(what) && what.n < 7) {
		uint32_t n = 0;
		for (size_t i = 0; i < what.n; i++)
			n = n * 10 + (uint32_t)(what.s[i] - '0');
		line = model_line_numbered(r->model, n);
	}
	const struct name *name = line == LINE_NONE && r->values->names ? values_name(r->values, what) : NULL;
	if (name)
		line = name->line;
	return line == LINE_NONE ? stating(r, what) : line;
}

/* The first text line as the reader sees it, values in the place of spans. */
void report_statement(const struct report *r, uint32_t line, struct buf *b)
{
	const struct line *l = &r->model->lines.at[line];
	uint32_t end = l->range.at + l->range.n, at = l->body_at;
	if (at >= end)
		return;
	size_t stop = str_find_char(text_range(r->text, (struct range){ at, end - at }), '\n');
	end = stop == STR_NONE ? end : at + (uint32_t)stop;
	struct buf seen = { 0 };
	for (uint32_t k = l->first_span; k < l->first_span + l->span_count && k < r->values->results.n; k++) {
		const struct span *span = &r->model->spans.at[k];
		if (span->range.at < at || span->range.at + span->range.n > end || !r->values->results.at[k].shown.n)
			continue;
		buf_put(&seen, text_range(r->text, (struct range){ at, span->range.at - at }));
		buf_put(&seen, r->values->results.at[k].shown);
		at = span->range.at + span->range.n;
	}
	buf_put(&seen, text_range(r->text, (struct range){ at, end - at }));
	struct str x = str_trim(buf_str(&seen));
	size_t cut = 0;
	for (size_t columns = 0; cut < x.n && columns < EXCERPT; columns++)
		utf8_next(x, &cut);
	diag_escape(b, str_slice(x, 0, cut));
	if (cut < x.n)
		buf_puts(b, "…");
	buf_free(&seen);
}

void ledger_source(const struct report *r, uint32_t line, struct buf *b)
{
	const struct line *l = &r->model->lines.at[line];
	size_t n = 0;
	const struct fact *before = NULL;
	for (uint32_t k = l->first_span; k < l->first_span + l->span_count && k < r->values->results.n; k++)
		for (size_t i = 0; i < r->values->results.at[k].reads.n; i++) {
			const struct name *name = r->values->results.at[k].reads.at[i];
			const struct fact *f = name->fact;
			if (!f || name->line != line || f == before)
				continue;
			before = f;
			buf_puts(b, n++ ? "; " : "");
			diag_escape(b, f->source.n ? f->source : f->name);
			if (facts_status_good(f->status))
				buf_printf(b, " (%s)", facts_status_name(f->status));
			else
				buf_printf(b, " (%s: %.*s)", facts_status_name(f->status), STR_ARG(f->why));
		}
	for (size_t i = 0; i < r->model->as_written.n; i++)
		if (r->model->as_written.at[i].line == line && r->model->as_written.at[i].source.n) {
			buf_puts(b, n++ ? "; " : "");
			diag_escape(b, r->model->as_written.at[i].source);
			buf_puts(b, " (as written)");
		}
	if (l->source.n) {
		buf_puts(b, n++ ? "; " : "");
		diag_escape(b, l->source);
	}
	const struct yaml *file = source_get(l->cite, "file"), *lines = source_get(l->cite, "lines");
	if (file) {
		buf_puts(b, n++ ? "; " : "");
		diag_escape(b, file->text);
		if (lines) {
			buf_puts(b, " lines ");
			diag_escape(b, lines->text);
		}
	}
}

/* "by name total, from: and the number 1024": why an edge is there, each reason once. */
static void reasons(const struct report *r, uint32_t from, uint32_t to, struct buf *b)
{
	const struct graph *g = r->graph;
	size_t n = 0;
	const struct edge *last = NULL;
	for (uint32_t e = g->first[from]; e < g->first[from + 1]; e++) {
		const struct edge *edge = &g->edges.at[e];
		if (edge->to != to || edge->kind == EDGE_TERM || (last && last->kind == edge->kind && str_eq(last->what, edge->what)))
			continue;
		last = edge;
		buf_puts(b, n++ ? ", " : " by ");
		buf_puts(b, graph_edge_name(edge->kind));
		if (edge->kind == EDGE_NAME || edge->kind == EDGE_NUMBER || edge->kind == EDGE_UNIT) {
			buf_putc(b, ' ');
			diag_escape(b, edge->what);
		}
	}
}

struct visit { uint32_t line, next; bool last; };

static void branches(const struct visit *path, size_t depth, bool children, struct buf *b)
{
	if (depth >= DRAWN) {
		buf_printf(b, "[%zu deep] ", depth);
		return;
	}
	for (size_t i = 1; i < depth; i++)
		buf_puts(b, path[i].last ? "   " : "│  ");
	if (depth && !children)
		buf_puts(b, path[depth].last ? "└─ " : "├─ ");
}

/* Lines of other worksheets are leaves: their own trees are those of their own worksheets. */
static void elsewhere(const struct report *r, struct visit *path, size_t depth, bool more, struct buf *b)
{
	const struct outside *x;
	size_t n = graph_outside(r->graph, path[depth].line, &x);
	for (size_t i = 0; i < n; i++) {
		if (i && x[i].to == x[i - 1].to && x[i].used == x[i - 1].used)
			continue;
		size_t end = i + 1;
		while (end < n && x[end].to == x[i].to && x[end].used == x[i].used)
			end++;
		path[depth + 1] = (struct visit){ .line = path[depth].line, .last = end == n && !more };
		branches(path, depth + 1, false, b);
		diag_escape(b, x[i].used->name);
		buf_printf(b, ":%.*s", STR_ARG(x[i].to->label));
		for (size_t k = i; k < end; k++) {
			if (k > i && x[k].kind == x[k - 1].kind && str_eq(x[k].what, x[k - 1].what))
				continue;
			buf_printf(b, "%s%s", k == i ? " by " : ", ", graph_edge_name(x[k].kind));
			if (x[k].kind == EDGE_NAME) {
				buf_putc(b, ' ');
				diag_escape(b, x[k].what);
			}
		}
		buf_printf(b, ": %.*s  ", STR_ARG(x[i].to->verdict));
		diag_escape(b, x[i].used->path);
		buf_printf(b, ":%u\n", x[i].to->text_line);
		if (x[i].to->statement.n && depth + 1 < DRAWN) {
			branches(path, depth + 2, true, b);
			buf_printf(b, "%.*s%s%.*s\n", STR_ARG(x[i].to->kind), x[i].to->kind.n ? ": " : "", STR_ARG(x[i].to->statement));
		}
	}
}

void report_why(struct arena *a, const struct report *r, uint32_t root, struct buf *b)
{
	size_t n = r->lines.n + 1, depth = 0;
	bool *seen = arena_take(a, n);
	struct visit *path = arena_take(a, (n + 3) * sizeof *path);
	path[0] = (struct visit){ .line = root, .last = true };
	for (bool down = true; ; ) {
		struct visit *v = &path[depth];
		const struct report_line *l = &r->lines.at[v->line];
		if (down) {
			const struct line *line = &r->model->lines.at[v->line];
			branches(path, depth, false, b);
			buf_printf(b, "line %.*s", STR_ARG(line->number_text));
			if (depth)
				reasons(r, path[depth - 1].line, v->line, b);
			if (seen[v->line]) {
				buf_puts(b, ": as above\n");
				v->next = (uint32_t)l->rests_on.n;
			} else {
				buf_printf(b, ": %s", report_verdict_name(l->verdict));
				if (l->why.n) {
					buf_puts(b, ", ");
					diag_escape(b, l->why);
				}
				buf_puts(b, "  ");
				diag_escape(b, r->text->name);
				buf_printf(b, ":%u\n", text_position(r->text, line->range.at).line);
				struct buf said = { 0 }, source = { 0 };
				report_statement(r, v->line, &said);
				ledger_source(r, v->line, &source);
				if (said.n && depth < DRAWN) {
					branches(path, depth + 1, true, b);
					buf_put(b, line->kind);
					buf_printf(b, "%s%.*s\n", line->kind.n ? ": " : "", STR_ARG(buf_str(&said)));
				}
				if (source.n) {
					branches(path, depth + 1, true, b);
					buf_printf(b, "from %.*s\n", STR_ARG(buf_str(&source)));
				}
				buf_free(&said);
				buf_free(&source);
				elsewhere(r, path, depth, l->rests_on.n > 0, b);
				seen[v->line] = true;
			}
		}
		if (v->next < l->rests_on.n) {
			uint32_t to = l->rests_on.at[v->next++];
			path[++depth] = (struct visit){ .line = to, .last = v->next == l->rests_on.n };
			down = true;
		} else if (depth == 0) {
			break;
		} else {
			depth--;
			down = false;
		}
	}
}
