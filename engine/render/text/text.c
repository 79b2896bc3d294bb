/* The report on a terminal: findings with their excerpts, what is undecided, coverage, and the counts. */
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
#include "render/picture.h"
#include "render/sections.h"

#include <string.h>

struct page { struct arena *arena; const struct report *r; const struct render_options *o; const struct style *s; struct buf *out; };

static const char *word(struct page *p, enum word_list list, size_t i)
{
	return model_phrase(p->r->model->settings.lang, list, i).s;
}

static void tell(struct page *p, enum word_list list, size_t i, struct str first, struct str second, struct str third)
{
	model_tell(p->out, p->r->model->settings.lang, list, i, (const struct str[]){ first, second, third }, 3);
}

static struct str number(struct page *p, uint64_t n)
{
	return str_format(p->arena, "%llu", (unsigned long long)n);
}

static struct str line_label(struct page *p, uint32_t line)
{
	if (line == LINE_NONE)
		return STR("");
	return str_format(p->arena, "%s %.*s", word(p, WORDS_LINE_LABEL, 1), STR_ARG(p->r->model->lines.at[line].number_text));
}

/* "lines 06, 21": the lines a finding rests on. */
static struct str rests_on(struct page *p, const struct finding *f)
{
	struct buf b = { 0 };
	for (size_t i = 0; i < f->rests_on.n; i++)
		buf_printf(&b, "%s%s%.*s", i ? ", " : word(p, f->rests_on.n > 1 ? WORDS_COUNT_WORDS : WORDS_LINE_LABEL, 1), i ? "" : " ",
			STR_ARG(p->r->model->lines.at[f->rests_on.at[i]].number_text));
	struct str x = str_copy(p->arena, buf_str(&b));
	buf_free(&b);
	return x;
}

static bool shown(struct page *p, const struct finding *f)
{
	if (f->severity == SEVERITY_OFF || f->waived)
		return p->o->verbose && f->waived;
	return !p->o->quiet || f->severity == SEVERITY_ERROR;
}

/* Words made safe for a terminal, broken at blanks; the first begins at column `at`, the next lines at `indent`. */
static void wrapped(struct page *p, size_t at, size_t indent, struct str words)
{
	size_t room = p->s->columns > 40 ? (size_t)p->s->columns : 40;
	struct str rest = words, word;
	for (bool first = true; str_split(&rest, ' ', &word); first = false) {
		struct buf safe = { 0 };
		diag_escape(&safe, word);
		size_t columns = utf8_columns(buf_str(&safe));
		if (!first && at + 1 + columns > room) {
			buf_putc(p->out, '\n');
			buf_pad(p->out, ' ', at = indent);
		} else if (!first) {
			buf_putc(p->out, ' ');
			at++;
		}
		buf_put(p->out, buf_str(&safe));
		at += columns;
		buf_free(&safe);
	}
}

static void findings(struct page *p)
{
	const struct diag *d = p->r->diag;
	for (size_t i = 0; i < d->findings.n; i++) {
		const struct finding *f = &d->findings.at[i];
		if (!shown(p, f))
			continue;
		diag_print(p->out, p->s, p->r->text, f, line_label(p, report_finding_line(p->r, f)), rests_on(p, f),
			model_words(p->r->model->settings.lang, WORDS_FINDING_WORDS));
		if (f->waived) {
			buf_printf(p->out, "        %s ", word(p, WORDS_TEXT_SHOWN, 0));
			wrapped(p, 9 + utf8_columns(str_of(word(p, WORDS_TEXT_SHOWN, 0))), 14, f->waiver);
			buf_putc(p->out, '\n');
		}
		buf_putc(p->out, '\n');
	}
}

static const char *verdict_colour(struct page *p, enum verdict v)
{
	switch (v) {
	case VERDICT_HOLDS: return p->s->green;
	case VERDICT_ROUNDED: case VERDICT_UNDECIDED: return p->s->yellow;
	case VERDICT_FALSE: return p->s->red;
	case VERDICT_PROSE: case VERDICT_NOT_APPLICABLE: break;
	}
	return p->s->dim;
}

static const char *verdict_sign(struct page *p, enum verdict v)
{
	static const char *const plain[] = { " ", "+", "~", "?", "X", "-" }, *const drawn[] = { " ", "✓", "≈", "?", "✗", "–" };
	return p->s->unicode ? drawn[v] : plain[v];
}

/* The first words of a line's text, cut at the terminal's width. */
static void first_words(struct page *p, const struct line *line, size_t used)
{
	struct str body = text_line(p->r->text, text_position(p->r->text, line->range.at).line);
	size_t at = line->body_at - line->range.at, room = p->s->columns > (int)used + 10 ? (size_t)p->s->columns - used - 1 : 10, end, columns = 0;
	body = str_from(body, at);
	size_t kept = 0;
	for (end = 0; end < body.n && columns < room; columns++) {
		kept = end;
		utf8_next(body, &end);
	}
	diag_escape(p->out, str_slice(body, 0, end < body.n ? kept : end));
	if (end < body.n)
		buf_puts(p->out, p->s->unicode ? "…" : "~");
}

static void numbers(struct page *p, const char *head, const uint32_t *at, size_t n)
{
	for (size_t i = 0; i < n; i++)
		buf_printf(p->out, "%s%.*s", i ? " " : head, STR_ARG(p->r->model->lines.at[at[i]].number_text));
}

static void figure(struct page *p, uint32_t line)
{
	struct picture picture;
	struct buf rows = { 0 };
	struct str rest, row;
	if (!picture_of(p->arena, p->r, line, &picture)) {
		if (picture.why.n && !str_eq(picture.why, p->r->lines.at[line].why)) {
			buf_printf(p->out, "       %s ", word(p, WORDS_TEXT_SHOWN, 1));
			wrapped(p, 8 + utf8_columns(str_of(word(p, WORDS_TEXT_SHOWN, 1))), 14, picture.why);
			buf_putc(p->out, '\n');
		}
		return;
	}
	picture_text(picture.drawing, p->s->unicode, &rows);
	for (rest = str_slice(buf_str(&rows), 0, rows.n - 1); str_split(&rest, '\n', &row); ) {
		buf_pad(p->out, ' ', row.n ? 7 : 0);
		diag_escape(p->out, row);
		buf_putc(p->out, '\n');
	}
	if (picture.figure->title.n) {
		buf_pad(p->out, ' ', 7);
		diag_escape(p->out, picture.figure->title);
		buf_putc(p->out, '\n');
	}
	buf_free(&rows);
}

static void every_line(struct page *p)
{
	for (uint32_t i = 0; i < p->r->lines.n; i++) {
		const struct line *line = &p->r->model->lines.at[i];
		const struct report_line *verdict = &p->r->lines.at[i];
		buf_printf(p->out, "%s%s%s %s%4.*s%s %s%.*s%s ", verdict_colour(p, verdict->verdict), verdict_sign(p, verdict->verdict), p->s->off,
			p->s->dim, STR_ARG(line->number_text), p->s->off, p->s->bold, STR_ARG(line->kind), p->s->off);
		first_words(p, line, 8 + utf8_columns(line->kind));
		buf_putc(p->out, '\n');
		for (uint32_t k = line->first_span; k < line->first_span + line->span_count && k < p->r->values->results.n; k++) {
			const struct span *s = &p->r->model->spans.at[k];
			const struct result *result = &p->r->values->results.at[k];
			if (s->kind != SPAN_DEFINE && s->kind != SPAN_CHECK)
				continue;
			buf_pad(p->out, ' ', 7);
			if (s->kind == SPAN_CHECK)
				buf_printf(p->out, "%s ", word(p, WORDS_TEXT_SHOWN, 2));
			diag_escape(p->out, s->kind == SPAN_CHECK ? str_trim(s->expression) : s->name);
			buf_puts(p->out, " = ");
			diag_escape(p->out, result->shown);
			if (result->value.kind == VALUE_NUMBER && result->value.unit && result->value.unit->name.n)
				buf_printf(p->out, " %.*s", STR_ARG(result->value.unit->name));
			else if (result->value.kind == VALUE_TRUTH)
				buf_printf(p->out, " %s %s", word(p, WORDS_PAGE_VALUE, 0), word(p, WORDS_TEXT_SHOWN, result->value.truth ? 3 : 4));
			buf_putc(p->out, '\n');
		}
		figure(p, i);
		if (verdict->given.n || verdict->why.n) {
			buf_printf(p->out, "       %s%.*s", p->s->dim, STR_ARG(sections_verdict(p->r, verdict->verdict)));
			numbers(p, str_format(p->arena, ", %s ", word(p, WORDS_TEXT_SHOWN, 5)).s, verdict->given.at, verdict->given.n);
			if (verdict->why.n) {
				buf_puts(p->out, ": ");
				diag_escape(p->out, verdict->why);
			}
			buf_printf(p->out, "%s\n", p->s->off);
		}
	}
	buf_putc(p->out, '\n');
}

/* What owes a decision and has none: a silence would look like a pass. */
static void undecided(struct page *p)
{
	size_t n = 0;
	for (uint32_t i = 0; i < p->r->lines.n; i++)
		n += p->r->lines.at[i].verdict == VERDICT_UNDECIDED || p->r->lines.at[i].verdict == VERDICT_NOT_APPLICABLE;
	if (n == 0 || p->o->quiet)
		return;
	for (uint32_t i = 0; i < p->r->lines.n; i++) {
		const struct report_line *verdict = &p->r->lines.at[i];
		if (verdict->verdict != VERDICT_UNDECIDED && verdict->verdict != VERDICT_NOT_APPLICABLE)
			continue;
		buf_printf(p->out, "%s%s%s ", verdict_colour(p, verdict->verdict), verdict_sign(p, verdict->verdict), p->s->off);
		struct buf said = { 0 };
		model_tell(&said, p->r->model->settings.lang, WORDS_TEXT_LINES, verdict->verdict != VERDICT_UNDECIDED, &p->r->model->lines.at[i].number_text, 1);
		buf_printf(&said, "%s%.*s", verdict->why.n ? ": " : "", STR_ARG(verdict->why));
		wrapped(p, 2, 2, buf_str(&said));
		buf_free(&said);
		buf_putc(p->out, '\n');
	}
	buf_putc(p->out, '\n');
}

static void coverage(struct page *p)
{
	for (size_t i = 0; i < p->r->claims->unrecognised.n; i++) {
		const struct leftover *l = &p->r->claims->unrecognised.at[i];
		struct position at = text_position(p->r->text, l->range.at);
		diag_escape(p->out, p->r->text->name);
		buf_printf(p->out, ":%u:%u: %s ", (unsigned)at.line, (unsigned)at.column, word(p, WORDS_TEXT_SHOWN, 6));
		diag_escape(p->out, l->text);
		buf_putc(p->out, '\n');
	}
	for (size_t i = 0; i < p->r->claims->all.n; i++) {
		const struct claim *c = &p->r->claims->all.at[i];
		struct position at = text_position(p->r->text, c->range.at);
		if (c->verdict != CLAIM_UNDECIDED)
			continue;
		diag_escape(p->out, p->r->text->name);
		buf_printf(p->out, ":%u:%u: %s ", (unsigned)at.line, (unsigned)at.column, word(p, WORDS_TEXT_SHOWN, 7));
		diag_escape(p->out, c->text);
		if (c->why.n) {
			buf_puts(p->out, ": ");
			diag_escape(p->out, c->why);
		}
		for (size_t k = 0; k < c->names.n; k++) {
			if (k)
				buf_puts(p->out, ", ");
			else
				buf_printf(p->out, "; %s ", word(p, WORDS_TEXT_SHOWN, 8));
			diag_escape(p->out, c->names.at[k].name);
			buf_puts(p->out, " = ");
			diag_escape(p->out, c->names.at[k].value);
			if (c->names.at[k].line != LINE_NONE) {
				buf_putc(p->out, ' ');
				tell(p, WORDS_TEXT_SHOWN, 9, p->r->model->lines.at[c->names.at[k].line].number_text, STR(""), STR(""));
			}
		}
		buf_putc(p->out, '\n');
	}
	buf_putc(p->out, '\n');
}

static void count(struct page *p, uint64_t n, const char *what, const char *colour, const char *after)
{
	buf_printf(p->out, "%s%llu %s%s%s", n ? colour : p->s->dim, (unsigned long long)n, what, p->s->off, after);
}

/* "  lines   ", the words behind it from the tenth column on. */
static void head(struct page *p, size_t i)
{
	struct str x = str_of(word(p, WORDS_TEXT_HEADS, i));
	size_t columns = utf8_columns(x);
	buf_printf(p->out, "  %.*s", STR_ARG(x));
	buf_pad(p->out, ' ', columns < 8 ? 8 - columns : 1);
}

static void machine(struct page *p)
{
	const struct facts *f = p->r->facts;
	const struct summary *s = &p->r->summary;
	head(p, 2);
	if (str_is(f->origin, "as-written")) {
		tell(p, WORDS_TEXT_FACTS, s->facts == 1, number(p, s->facts), STR(""), STR(""));
		buf_putc(p->out, '\n');
		return;
	}
	size_t from = str_is(f->origin, "here") ? 3 : str_is(f->origin, "file") ? 4 : 5;
	tell(p, WORDS_TEXT_FACTS, 2, number(p, s->facts_good), number(p, s->facts), str_of(word(p, WORDS_TEXT_FACTS, from)));
	if (f->kernel.n || f->arch.n)
		buf_puts(p->out, " (");
	diag_escape(p->out, f->kernel);
	if (f->arch.n) {
		buf_puts(p->out, f->kernel.n ? " " : "");
		diag_escape(p->out, f->arch);
	}
	buf_puts(p->out, f->kernel.n || f->arch.n ? ")" : "");
	struct buf confined = { 0 };
	unsigned ran = 0;
	for (size_t i = 0; i < f->all.n; i++) {
		ran += f->all.at[i].confined.n > 0;
		if (f->all.at[i].confined.n) {
			confined.n = 0;
			diag_escape(&confined, f->all.at[i].confined);
		}
	}
	if (ran) {
		buf_puts(p->out, "\n          ");
		tell(p, WORDS_TEXT_FACTS, ran == 1 ? 7 : 6, number(p, ran), buf_str(&confined), STR(""));
	}
	buf_free(&confined);
	buf_puts(p->out, "\n");
}

static void summary(struct page *p)
{
	const struct summary *s = &p->r->summary;
	uint32_t lines[VERDICT_NOT_APPLICABLE + 1] = { 0 };
	for (size_t i = 0; i < p->r->lines.n; i++)
		lines[p->r->lines.at[i].verdict]++;
	struct section_overall overall = sections_overall(p->r);
	const char *hold = word(p, WORDS_VERDICTS_MANY, 0), *rounded = word(p, WORDS_VERDICTS_MANY, 1), *wrong = word(p, WORDS_VERDICTS_MANY, 2), *doubt = word(p, WORDS_VERDICTS_MANY, 3);

	buf_puts(p->out, p->s->bold);
	diag_escape(p->out, p->r->text->name);
	buf_printf(p->out, "%s %s%s%s\n", p->s->off, verdict_colour(p, overall.verdict), word(p, WORDS_TEXT_OVERALL, overall.word), p->s->off);
	head(p, 0);
	buf_printf(p->out, "%u: ", s->lines);
	count(p, lines[VERDICT_HOLDS], hold, p->s->green, ", ");
	count(p, lines[VERDICT_ROUNDED], rounded, p->s->yellow, ", ");
	count(p, lines[VERDICT_FALSE], wrong, p->s->red, ", ");
	count(p, lines[VERDICT_UNDECIDED], doubt, p->s->yellow, ",\n          ");
	count(p, lines[VERDICT_NOT_APPLICABLE], word(p, lines[VERDICT_NOT_APPLICABLE] == 1 ? WORDS_VERDICTS_ONE : WORDS_VERDICTS_MANY, 4), "", ", ");
	count(p, lines[VERDICT_PROSE], word(p, WORDS_VERDICTS_MANY, 5), "", "\n");
	head(p, 1);
	buf_printf(p->out, "%u: ", s->claims);
	count(p, s->hold, hold, p->s->green, ", ");
	count(p, s->rounded, rounded, p->s->yellow, ", ");
	count(p, s->falses, wrong, p->s->red, ", ");
	count(p, s->undecided, doubt, p->s->yellow, ",\n          ");
	count(p, s->unrecognised, word(p, WORDS_TEXT_COUNTS, 0), p->s->yellow, s->unrecognised && !p->o->coverage ? " (--coverage)\n" : "\n");
	machine(p);
	head(p, 3);
	count(p, s->errors, word(p, WORDS_COUNT_WORDS, 5 + (s->errors != 1)), p->s->red, ", ");
	count(p, s->warnings, word(p, WORDS_COUNT_WORDS, 7 + (s->warnings != 1)), p->s->yellow, ", ");
	count(p, s->notes, word(p, WORDS_TEXT_COUNTS, 1 + (s->notes != 1)), p->s->blue, ", ");
	count(p, s->waived, word(p, WORDS_TEXT_COUNTS, 3), "", "\n");
}

static bool render(struct arena *a, const struct report *r, const struct render_options *o, struct buf *out, struct str *why)
{
	struct page p = { a, r, o, &o->style, out };
	(void)why;
	findings(&p);
	if (o->verbose)
		every_line(&p);
	else
		undecided(&p);
	if (o->coverage)
		coverage(&p);
	summary(&p);
	return true;
}

const struct renderer render_text = { "text", ".txt", render, NULL, false };
