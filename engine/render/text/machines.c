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
#include "render/sections.h"

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

static struct str word(const struct sheet_text *t, enum word_list list, size_t i)
{
	return model_phrase(t->m->at[0].report->model->settings.lang, list, i);
}

/* A phrase with texts in it, which may be from outside. */
static void tell(struct sheet_text *t, enum word_list list, size_t i, struct str first, struct str second)
{
	struct buf b = { 0 };
	model_tell(&b, t->m->at[0].report->model->settings.lang, list, i, (const struct str[]){ first, second }, 2);
	diag_escape(t->out, buf_str(&b));
	buf_free(&b);
}

static void tell_count(struct sheet_text *t, enum word_list list, size_t i, size_t n)
{
	tell(t, list, i, str_format(t->a, "%zu", n), STR(""));
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
	buf_puts(t->out, "     ");
	tell_count(t, WORDS_COMPARE_TEXT, 3, n);
	buf_putc(t->out, ' ');
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
	tell(t, WORDS_COMPARE_TEXT, 0, m->worksheet, str_format(t->a, "%zu", m->n));
	buf_putc(t->out, '\n');
	if (m->n > MACHINES_APART) {
		tell_count(t, WORDS_COMPARE_TEXT, m->ways == 1 ? 2 : 1, m->ways);
		buf_putc(t->out, '\n');
	}
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
		buf_puts(t->out, ": ");
		tell_count(t, WORDS_COMPARE_TEXT, 4, (size_t)m->at[i].status);
		buf_putc(t->out, '\n');
		list_others(t, i);
		if (i == 0)
			continue;
		const uint32_t *n = m->at[i].comparison.counts;
		const struct { enum change change; size_t word; } counts[] = { { CHANGE_SAME, 0 }, { CHANGE_DIFFERS, 1 }, { CHANGE_FLIPS, n[CHANGE_FLIPS] == 1 ? 2 : 3 },
			{ CHANGE_UNDECIDED, 4 }, { CHANGE_NOT_APPLICABLE, 5 }, { CHANGE_PROSE, 6 } };
		for (size_t k = 0; k < sizeof counts / sizeof *counts; k++) {
			bool flips = counts[k].change == CHANGE_FLIPS && n[CHANGE_FLIPS];
			buf_printf(t->out, "%s%s", k ? ", " : "     ", flips ? t->s->red : "");
			tell_count(t, WORDS_COMPARE_COUNTS, counts[k].word, n[counts[k].change]);
			buf_puts(t->out, flips ? t->s->off : "");
		}
		buf_putc(t->out, '\n');
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
		if (values > 1) {
			buf_putc(t->out, ' ');
			tell_count(t, WORDS_COMPARE_TEXT, values == 2 ? 6 : 5, values - 1);
		}
		if (f->excused) {
			buf_putc(t->out, ' ');
			tell(t, WORDS_COMPARE_TEXT, 7, f->policy, STR(""));
		}
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
	buf_printf(t->out, "     %s%.*s %.*s%s ", t->s->red, STR_ARG(word(t, WORDS_LINE_LABEL, 1)), STR_ARG(l->number_text), t->s->off);
	escape(t, l->kind);
	buf_printf(t->out, ": %.*s → %.*s", STR_ARG(sections_verdict(c->was, c->was->lines.at[line].verdict)), STR_ARG(sections_verdict(c->is, c->is->lines.at[line].verdict)));
	if (x->because.n) {
		buf_printf(t->out, ", %.*s ", STR_ARG(word(t, WORDS_COMPARE_TOLD, 4)));
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
		buf_printf(t->out, "%.*s\n", STR_ARG(word(t, WORDS_COMPARE_TOLD, !other)));
		facts(t, i);
		if (c->counts[CHANGE_FLIPS])
			buf_printf(t->out, "     %.*s\n", STR_ARG(word(t, WORDS_COMPARE_TOLD, c->counts[CHANGE_FLIPS] == 1 ? 2 : 3)));
		for (uint32_t line = 0; line < c->lines.n && shown < SHOWN; line++)
			if (c->lines.at[line].change == CHANGE_FLIPS) {
				flip(t, c, line);
				shown++;
			}
		/* the first line that cannot be decided has no such line below it */
		for (uint32_t line = 0; line < c->lines.n; line++)
			if (c->lines.at[line].change == CHANGE_UNDECIDED) {
				buf_puts(t->out, "     ");
				tell(t, WORDS_COMPARE_TOLD, 5, c->was->model->lines.at[line].number_text, STR(""));
				buf_putc(t->out, ' ');
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
	static const enum change marked[] = { CHANGE_SAME, CHANGE_DIFFERS, CHANGE_FLIPS, CHANGE_UNDECIDED, CHANGE_NOT_APPLICABLE };
	for (size_t i = 0; i < sizeof marked / sizeof *marked; i++)
		buf_printf(t->out, "%s%s %.*s", i ? "   " : "\n  ", mark[marked[i]], STR_ARG(word(t, WORDS_COMPARE_MARKS, i)));
	buf_printf(t->out, "\n\n  %-6.*s %-14s", STR_ARG(word(t, WORDS_LINE_LABEL, 1)), "");
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
			if (first->values.n > 1) {
				buf_putc(t->out, ' ');
				tell_count(t, WORDS_COMPARE_TOLD, 6, first->values.n - 1);
			}
		}
		buf_putc(t->out, '\n');
	}
	if (left) {
		buf_puts(t->out, "  ");
		tell_count(t, WORDS_COMPARE_TOLD, left == 1 ? 8 : 7, left);
		buf_putc(t->out, '\n');
	}
}

void render_machines_text(struct arena *a, const struct machines *m, const struct render_options *o, struct buf *out)
{
	struct sheet_text t = { a, m, &o->style, out };
	legend(&t);
	machines(&t);
	if (!o->quiet)
		grid(&t, o->verbose);
}
