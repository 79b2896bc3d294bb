/* Machines side by side on a terminal: which lines are other there, what flips, and because of which fact. */
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

#include <stdio.h>

struct sheet_text { struct arena *a; const struct machines *m; const struct style *s; struct buf *out; };

/* A, B, ... Z, A1, ...: short names for columns. */
struct str render_machine_name(struct arena *a, size_t i)
{
	return i < 26 ? str_format(a, "%c", (char)('A' + i)) : str_format(a, "%c%zu", (char)('A' + i % 26), i / 26);
}

bool render_machine_column(const struct machines *m, size_t i, size_t *column)
{
	bool apart = m->n <= MACHINES_APART;
	*column = 0;
	for (size_t k = 0; k < i; k++)
		*column += apart || m->way[k] == k;
	return apart || m->way[i] == i;
}

static void escape(struct sheet_text *t, struct str x)
{
	diag_escape(t->out, x);
}

/* The others that come out as machine i does, where machines are shown way by way. */
static size_t others(const struct machines *m, size_t i)
{
	size_t n = 0;
	for (size_t k = i + 1; k < m->n && m->n > MACHINES_APART; k++)
		n += m->way[k] == i;
	return n;
}

static struct str file_part(struct str path)
{
	size_t at = path.n;
	while (at && path.s[at - 1] != '/')
		at--;
	return str_from(path, at);
}

static void list_others(struct sheet_text *t, size_t i)
{
	enum { NAMED = 4 };
	size_t n = others(t->m, i), named = 0;
	if (!n)
		return;
	buf_printf(t->out, "     and %zu more come out so: ", n);
	for (size_t k = i + 1; k < t->m->n && named < NAMED; k++)
		if (t->m->way[k] == i) {
			buf_puts(t->out, named++ ? ", " : "");
			escape(t, file_part(t->m->at[k].label));
		}
	buf_puts(t->out, n > named ? ", ...\n" : "\n");
}

static void legend(struct sheet_text *t)
{
	const struct machines *m = t->m;
	escape(t, m->worksheet);
	buf_printf(t->out, " on %zu machines; the others are held against A\n", m->n);
	if (m->n > MACHINES_APART)
		buf_printf(t->out, "they come out in %zu way%s (each machine by itself: --format json, html)\n", m->ways, m->ways == 1 ? "" : "s");
	buf_putc(t->out, '\n');
	for (size_t i = 0, column; i < m->n; i++) {
		const struct report *r = m->at[i].report;
		if (!render_machine_column(m, i, &column))
			continue;
		struct str name = render_machine_name(t->a, column);
		buf_printf(t->out, "  %s%.*s%s  ", t->s->bold, STR_ARG(name), t->s->off);
		escape(t, m->at[i].label);
		if (r->facts->kernel.n) {
			buf_puts(t->out, " (");
			escape(t, str_format(t->a, "%.*s %.*s%s%.*s", STR_ARG(r->facts->kernel), STR_ARG(r->facts->arch), r->facts->machine_kind.n ? ", " : "", STR_ARG(r->facts->machine_kind)));
			buf_putc(t->out, ')');
		}
		buf_printf(t->out, ": exit %d\n", m->at[i].status);
		list_others(t, i);
		if (i == 0)
			continue;
		const struct comparison *c = &m->at[i].comparison;
		buf_printf(t->out, "     %u same, %u with other values, %s%u flip%s%s, %u cannot be decided, %u do not apply, %u prose\n", (unsigned)c->counts[CHANGE_SAME],
			(unsigned)c->counts[CHANGE_DIFFERS], c->counts[CHANGE_FLIPS] ? t->s->red : "", (unsigned)c->counts[CHANGE_FLIPS], c->counts[CHANGE_FLIPS] == 1 ? "s" : "",
			c->counts[CHANGE_FLIPS] ? t->s->off : "", (unsigned)c->counts[CHANGE_UNDECIDED], (unsigned)c->counts[CHANGE_NOT_APPLICABLE], (unsigned)c->counts[CHANGE_PROSE]);
	}
}

/* How many values the fact has on the machines that come out as i does. */
static size_t values_of(const struct machines *m, size_t i, size_t fact)
{
	size_t n = 1;
	for (size_t k = i + 1; k < m->n && m->n > MACHINES_APART; k++) {
		bool seen = m->way[k] != i || fact >= m->at[k].comparison.facts.n;
		for (size_t before = i; before < k && !seen; before++)
			seen = m->way[before] == i && before && str_eq(m->at[before].comparison.facts.at[fact].is, m->at[k].comparison.facts.at[fact].is);
		n += !seen;
	}
	return n;
}

static void facts(struct sheet_text *t, size_t machine)
{
	const struct comparison *c = &t->m->at[machine].comparison;
	for (size_t i = 0; i < c->facts.n; i++) {
		const struct compared_fact *f = &c->facts.at[i];
		if (!f->differs)
			continue;
		buf_puts(t->out, "     ");
		escape(t, str_format(t->a, "%.*s: %.*s → %.*s", STR_ARG(f->name), STR_ARG(f->was), STR_ARG(f->is)));
		size_t values = values_of(t->m, machine, i);
		if (values > 1)
			buf_printf(t->out, " and %zu other value%s", values - 1, values == 2 ? "" : "s");
		if (f->excused)
			escape(t, str_format(t->a, " (as compare: %.*s allows)", STR_ARG(f->policy)));
		buf_putc(t->out, '\n');
	}
}

static struct str because(struct sheet_text *t, const struct compared_line *l)
{
	struct buf b = { 0 };
	for (size_t i = 0; i < l->because.n; i++)
		buf_printf(&b, "%s%.*s: %.*s → %.*s", i ? "; " : "", STR_ARG(l->because.at[i]->name), STR_ARG(l->because.at[i]->was), STR_ARG(l->because.at[i]->is));
	struct str x = str_copy(t->a, buf_str(&b));
	buf_free(&b);
	return x;
}

static void flip(struct sheet_text *t, const struct comparison *c, uint32_t line)
{
	const struct line *l = &c->was->model->lines.at[line];
	const struct compared_line *x = &c->lines.at[line];
	buf_printf(t->out, "     %sline %.*s%s ", t->s->red, STR_ARG(l->number_text), t->s->off);
	escape(t, l->kind);
	buf_printf(t->out, ": %s → %s", report_verdict_name(c->was->lines.at[line].verdict), report_verdict_name(c->is->lines.at[line].verdict));
	if (x->because.n) {
		buf_puts(t->out, ", because of ");
		escape(t, because(t, x));
	}
	buf_putc(t->out, '\n');
	if (x->why.n) {
		buf_puts(t->out, "        ");
		escape(t, x->why);
		buf_putc(t->out, '\n');
	}
}

static void machines(struct sheet_text *t)
{
	enum { SHOWN = 5 };
	for (size_t i = 1, column; i < t->m->n; i++) {
		const struct comparison *c = &t->m->at[i].comparison;
		uint32_t shown = 0;
		if (!render_machine_column(t->m, i, &column))
			continue;
		bool other = false;
		for (size_t k = 0; k < c->facts.n; k++)
			other |= c->facts.at[k].differs;
		buf_printf(t->out, "\n  %s%.*s%s  ", t->s->bold, STR_ARG(render_machine_name(t->a, column)), t->s->off);
		buf_puts(t->out, other ? "facts that are other there\n" : "every fact is the same\n");
		facts(t, i);
		if (c->counts[CHANGE_FLIPS])
			buf_printf(t->out, "     the conclusion that flips%s\n", c->counts[CHANGE_FLIPS] == 1 ? "" : ", the first ones");
		for (uint32_t line = 0; line < c->lines.n && shown < SHOWN; line++)
			if (c->lines.at[line].change == CHANGE_FLIPS) {
				flip(t, c, line);
				shown++;
			}
		/* the first line that cannot be decided has no such line below it */
		for (uint32_t line = 0; line < c->lines.n; line++)
			if (c->lines.at[line].change == CHANGE_UNDECIDED) {
				buf_printf(t->out, "     from line %.*s on it cannot be decided: ", STR_ARG(c->was->model->lines.at[line].number_text));
				escape(t, c->lines.at[line].why);
				buf_putc(t->out, '\n');
				break;
			}
	}
}

static bool interesting(const struct machines *m, uint32_t line, bool all)
{
	for (size_t i = 1; i < m->n; i++) {
		enum change change = m->at[i].comparison.lines.at[line].change;
		if (change == CHANGE_DIFFERS || change == CHANGE_FLIPS || change == CHANGE_UNDECIDED || change == CHANGE_NOT_APPLICABLE || all)
			return true;
	}
	return false;
}

static void grid(struct sheet_text *t, bool all)
{
	static const char *const marks[] = { [CHANGE_PROSE] = " ", [CHANGE_SAME] = "=", [CHANGE_DIFFERS] = "≠", [CHANGE_FLIPS] = "✗", [CHANGE_UNDECIDED] = "?", [CHANGE_NOT_APPLICABLE] = "–" };
	static const char *const plain[] = { [CHANGE_PROSE] = " ", [CHANGE_SAME] = "=", [CHANGE_DIFFERS] = "~", [CHANGE_FLIPS] = "X", [CHANGE_UNDECIDED] = "?", [CHANGE_NOT_APPLICABLE] = "-" };
	const struct machines *m = t->m;
	const struct model *model = m->at[0].report->model;
	const char *const *mark = t->s->unicode ? marks : plain;
	buf_printf(t->out, "\n  %s same   %s other value, and it still follows   %s flips   %s cannot be decided   %s does not apply\n\n  %-6s %-14s", mark[CHANGE_SAME],
		mark[CHANGE_DIFFERS], mark[CHANGE_FLIPS], mark[CHANGE_UNDECIDED], mark[CHANGE_NOT_APPLICABLE], "line", "");
	for (size_t i = 1, column; i < m->n; i++)
		if (render_machine_column(m, i, &column))
			buf_printf(t->out, " %-2.*s", STR_ARG(render_machine_name(t->a, column)));
	buf_putc(t->out, '\n');
	uint32_t left = 0;
	for (uint32_t line = 0; line < model->lines.n; line++) {
		if (!interesting(m, line, all)) {
			left++;
			continue;
		}
		struct str kind = str_slice(model->lines.at[line].kind, 0, 14);
		while (kind.n && ((unsigned char)kind.s[kind.n - 1] & 0x80))
			kind.n--;
		buf_printf(t->out, "  %-6.*s ", STR_ARG(model->lines.at[line].number_text));
		escape(t, kind);
		buf_pad(t->out, ' ', 14 - kind.n);
		for (size_t i = 1, column; i < m->n; i++) {
			enum change change = m->at[i].comparison.lines.at[line].change;
			if (!render_machine_column(m, i, &column))
				continue;
			const char *colour = change == CHANGE_FLIPS ? t->s->red : change == CHANGE_UNDECIDED ? t->s->yellow : change == CHANGE_DIFFERS ? t->s->cyan : "";
			buf_printf(t->out, " %s%s%s ", colour, mark[change], *colour ? t->s->off : "");
		}
		const struct compared_line *first = &m->at[1].comparison.lines.at[line];
		if (m->n == 2 && first->values.n) {
			escape(t, str_format(t->a, " %.*s → %.*s", STR_ARG(first->values.at[0].was), STR_ARG(first->values.at[0].is)));
			if (first->values.n > 1)
				buf_printf(t->out, " and %zu more", first->values.n - 1);
		}
		buf_putc(t->out, '\n');
	}
	if (left)
		buf_printf(t->out, "  %u line%s more %s the same everywhere (-v)\n", (unsigned)left, left == 1 ? "" : "s", left == 1 ? "is" : "are");
}

void render_machines_text(struct arena *a, const struct machines *m, const struct render_options *o, struct buf *out)
{
	struct sheet_text t = { a, m, &o->style, out };
	legend(&t);
	machines(&t);
	if (!o->quiet)
		grid(&t, o->verbose);
}
