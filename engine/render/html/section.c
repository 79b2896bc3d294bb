/* A numbered line with its gutter; the specification table; the VIOLATION CHECK. */
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
#include "render/quote.h"
#include "render/sections.h"
#include "render/picture.h"
#include "render/html/html.h"

enum { LINES_NAMED = 24 };      /* in one list of lines; the report has them all */

static const char *const severities[] = { "off", "note", "warning", "error" };         /* classes; the words are FINDING_WORDS */
static const struct look { const char *mark; size_t name; } looks[] = {         /* name: of WORDS_VERDICT_NAMES */
	[VERDICT_PROSE] = { "", 5 }, [VERDICT_HOLDS] = { "✓", 0 }, [VERDICT_ROUNDED] = { "≈", 1 },
	[VERDICT_UNDECIDED] = { "?", 3 }, [VERDICT_FALSE] = { "✗", 2 }, [VERDICT_NOT_APPLICABLE] = { "–", 4 },
};

static void line_list(struct html *h, const char *head, const uint32_t *at, size_t n)
{
	if (n == 0)
		return;
	html_printf(h, "<span>%s ", head);
	for (size_t i = 0; i < n && i < LINES_NAMED; i++)
		html_line_link(h, at[i], i ? ", " : "");
	buf_puts(h->out, n > LINES_NAMED ? ", …</span> " : "</span> ");
}

/* What a finding says, the lines it names as links; a number that is a part of something else is none. */
static void told(struct html *h, struct str x)
{
	static const struct str label = { "line ", 5 };
	for (size_t at; (at = str_find(x, label)) != STR_NONE; ) {
		size_t end = at + label.n, digits = 0;
		uint32_t number = 0;
		for (; end < x.n && x.s[end] >= '0' && x.s[end] <= '9' && digits < 9; end++, digits++)
			number = number * 10 + (uint32_t)(x.s[end] - '0');
		uint32_t line = digits ? model_line_numbered(h->r->model, number) : LINE_NONE;
		bool whole = line != LINE_NONE && line != h->line && (at == 0 || x.s[at - 1] == ' ') && str_eq(str_slice(x, end - digits, end), h->r->model->lines.at[line].number_text);
		html_escape(h->out, str_slice(x, 0, whole ? end - digits : end));
		if (whole)
			html_line_link(h, line, "");
		x = str_from(x, end);
	}
	html_escape(h->out, x);
}

static void finding(struct html *h, const struct finding *f, size_t index)
{
	html_printf(h, "<div class=\"finding %s%s\" id=\"F%zu\"><p><b>%s</b> ", severities[f->severity], f->waived ? " waived" : "", index,
		f->waived ? html_word(h, WORDS_PAGE_FINDING, 0) : html_word(h, WORDS_FINDING_WORDS, f->severity));
	told(h, f->message);
	html_printf(h, " <span class=\"rule\">%s</span></p>", f->kind->id);
	for (size_t i = 0; i < f->notes.n; i++) {
		const struct finding_note *note = &f->notes.at[i];
		uint32_t line = note->place.n ? model_line_at(h->r->model, note->place.at) : LINE_NONE;
		buf_puts(h->out, "<p class=\"more\">");
		html_escape(h->out, note->text);
		if (line != LINE_NONE && line != h->line)
			html_named_line(h, ": ", line, "");
		buf_puts(h->out, "</p>");
	}
	if (f->help.n || f->waived) {
		buf_puts(h->out, "<p class=\"more\">");
		html_printf(h, "%s ", html_word(h, WORDS_PAGE_FINDING, f->waived ? 1 : 2));
		html_escape(h->out, f->waived ? f->waiver : f->help);
		buf_puts(h->out, "</p>");
	}
	buf_puts(h->out, "</div>\n");
}

void html_findings(struct html *h, uint32_t end)
{
	const struct diag *d = h->r->diag;
	if (h->bare)
		return;
	for (; h->finding < d->findings.n && d->findings.at[h->finding].place.at < end; h->finding++)
		if (d->findings.at[h->finding].severity != SEVERITY_OFF)
			finding(h, &d->findings.at[h->finding], h->finding);
}

/* The kind's words at the start of the first paragraph are set by us; the rest is the author's. */
static bool starts_with_kind(const struct line *line, const struct node *paragraph)
{
	return line->kind.n && paragraph && paragraph->kind == NODE_PARAGRAPH && paragraph->first && paragraph->first->kind == NODE_TEXT
		&& line->kind_range.n && source_at(paragraph->first, 0) >= line->kind_range.at
		&& source_at(paragraph->first, 0) < line->kind_range.at + line->kind_range.n;
}

static void body(struct html *h, const struct line *line)
{
	const struct node *first = line->tree->first;
	if (!starts_with_kind(line, first)) {
		html_tree(h, line->tree);
		return;
	}
	buf_puts(h->out, "<p><span class=\"kind\">");
	struct node words = *first->first;
	size_t end = 0;
	while (end < words.text.n && source_at(&words, (uint32_t)end) < line->kind_range.at + line->kind_range.n)
		end++;
	html_escape(h->out, str_slice(words.text, 0, end));
	buf_puts(h->out, "</span>");
	/* the rest of that text with its references, then its siblings */
	struct node rest = words, paragraph = *first;
	struct piece *moved = arena_take(h->arena, (words.piece_count + 1) * sizeof *moved);
	uint32_t kept = 0;
	for (uint32_t i = 0; i < words.piece_count; i++) {
		struct piece p = words.pieces[i];
		if (p.text_at + p.n <= end)
			continue;
		uint32_t cut = p.text_at < end ? (uint32_t)end - p.text_at : 0;
		moved[kept++] = (struct piece){ p.text_at + cut - (uint32_t)end, p.source_at + cut, p.n - cut };
	}
	rest.text = str_from(words.text, end);
	rest.pieces = moved;
	rest.piece_count = kept;
	paragraph.first = &rest;
	html_inlines(h, &paragraph);
	buf_puts(h->out, "</p>\n");
	struct node others = *line->tree;
	others.first = first->next;
	html_tree(h, &others);
}

static void table(struct html *h, const struct draw_table *t)
{
	buf_puts(h->out, "<table>\n<thead><tr>");
	for (uint32_t k = 0; k < t->rows; k++) {
		bool sum = t->sums && k + 1 == t->rows;
		buf_puts(h->out, k == 0 ? "" : sum ? "<tr class=\"sum\">" : "<tr>");
		for (uint32_t i = 0; i < t->columns; i++) {
			buf_puts(h->out, k == 0 ? "<th scope=\"col\"" : "<td");
			buf_puts(h->out, t->numbers[i] ? " class=\"right\">" : ">");
			html_escape(h->out, t->cells[k * t->columns + i]);
			buf_puts(h->out, k == 0 ? "</th>" : "</td>");
		}
		buf_puts(h->out, k == 0 ? "</tr></thead>\n<tbody>\n" : "</tr>\n");
	}
	buf_puts(h->out, "</tbody></table>");
}

static struct str anchor_of(void *with, uint32_t line)
{
	return html_line_anchor(with, line);
}

/* The names that its values come from, with the lines that give them. */
static void origins(struct html *h, const struct figure *f)
{
	struct map *said = map_new(h->arena);
	for (size_t i = 0; i < f->values.n; i++)
		for (size_t k = 0; k < f->values.at[i].reads.n; k++) {
			const struct name *n = f->values.at[i].reads.at[k];
			if (n->line == LINE_NONE || map_get(said, n->name))
				continue;
			if (said->n)
				buf_puts(h->out, ", ");
			else
				html_printf(h, "<p class=\"trace\"><span>%s ", html_word(h, WORDS_PAGE_TRACE, 2));
			map_put(said, n->name, (void *)n);
			html_escape(h->out, n->name);
			html_named_line(h, " (", n->line, ")");
		}
	buf_puts(h->out, said->n ? "</span></p>\n" : "");
}

/* The figure that its annotation describes. */
static void drawing(struct html *h, uint32_t index)
{
	struct anchors anchors = { anchor_of, h, h->r };
	struct picture p;
	if (!picture_of(h->arena, h->r, index, &p)) {
		if (p.why.n && !str_eq(p.why, h->r->lines.at[index].why)) {
			html_printf(h, "<p class=\"why\">%s ", html_word(h, WORDS_PAGE_NOT_DRAWN, 0));
			html_escape(h->out, p.why);
			buf_puts(h->out, "</p>\n");
		}
		return;
	}
	html_printf(h, "<figure class=\"figure\"><div class=\"scroll\" tabindex=\"0\" role=\"group\" aria-label=\"%s\">\n", html_word(h, WORDS_PAGE_LABELS, 2));
	if (p.drawing->table)
		table(h, p.drawing->table);
	else
		picture_svg(&p, str_format(h->arena, "%s-figure", html_line_anchor(h, index).s), &anchors, h->out);
	buf_puts(h->out, "</div>\n");
	if (p.figure->title.n) {
		buf_puts(h->out, "<figcaption>");
		html_escape(h->out, p.figure->title);
		buf_puts(h->out, "</figcaption>\n");
	}
	buf_puts(h->out, "</figure>\n");
	origins(h, p.figure);
}

/* The working of a line with `steps: true`, folded. */
static void working(struct html *h, const struct line *line)
{
	for (uint32_t i = line->first_span; i < line->first_span + line->span_count && i < h->r->values->results.n; i++) {
		const struct working *steps = &h->r->values->results.at[i].steps;
		if (!steps->n)
			continue;
		html_printf(h, "<details class=\"steps\"><summary>%s ", html_word(h, WORDS_PAGE_TRACE, 3));
		html_escape(h->out, h->r->model->spans.at[i].name.n ? h->r->model->spans.at[i].name : str_trim(h->r->model->spans.at[i].expression));
		buf_puts(h->out, "</summary><ol>\n");
		for (size_t k = 0; k < steps->n; k++) {
			buf_puts(h->out, "<li>");
			html_escape(h->out, steps->at[k]);
			buf_puts(h->out, "</li>\n");
		}
		buf_puts(h->out, "</ol></details>\n");
	}
}

/* What the instructor sees below an exercise. */
static void exercise(struct html *h, uint32_t index)
{
	struct section_exercise e;
	if (!sections_exercise(h->arena, h->r, h->edition, index, &e))
		return;
	buf_puts(h->out, "<p class=\"exercise\"><b>");
	html_escape(h->out, e.title);
	buf_puts(h->out, "</b>");
	html_escape(h->out, e.rest);
	buf_puts(h->out, "</p>\n");
}

void html_line(struct html *h, uint32_t index)
{
	const struct line *line = &h->r->model->lines.at[index];
	const struct report_line *verdict = &h->r->lines.at[index];
	const struct look *look = &looks[verdict->verdict];
	const char *name = html_word(h, WORDS_VERDICT_NAMES, look->name);
	struct str anchor = html_line_anchor(h, index), number = line->number_text;
	h->line = index;
	if (h->bare) {
		html_printf(h, "<section class=\"line prose\" id=\"%s\" aria-label=\"%s %.*s\">\n<div class=\"gutter\"><a href=\"#%s\">%.*s</a></div>\n<div class=\"body\">\n",
			anchor.s, html_word(h, WORDS_LINE_LABEL, 0), STR_ARG(number), anchor.s, STR_ARG(number));
		body(h, line);
		drawing(h, index);
		buf_puts(h->out, "</div>\n</section>\n");
		h->line = LINE_NONE;
		return;
	}
	buf_puts(h->out, "<section class=\"line ");
	buf_puts(h->out, report_verdict_name(verdict->verdict));
	buf_puts(h->out, "\" id=\"");
	buf_put(h->out, anchor);
	buf_puts(h->out, "\" aria-label=\"");
	buf_puts(h->out, html_word(h, WORDS_LINE_LABEL, 0));
	buf_putc(h->out, ' ');
	buf_put(h->out, number);
	buf_puts(h->out, ", ");
	buf_puts(h->out, name);
	buf_puts(h->out, "\">\n<div class=\"gutter\"><a href=\"#");
	buf_put(h->out, anchor);
	buf_puts(h->out, "\">");
	buf_put(h->out, number);
	buf_puts(h->out, "</a><span class=\"mark\" title=\"");
	buf_puts(h->out, name);
	buf_puts(h->out, "\" aria-hidden=\"true\">");
	buf_puts(h->out, look->mark);
	buf_puts(h->out, "</span></div>\n<div class=\"body\">\n");
	body(h, line);
	drawing(h, index);
	working(h, line);
	if (verdict->verdict != VERDICT_HOLDS && verdict->why.n && verdict->verdict != VERDICT_FALSE) {
		html_printf(h, "<p class=\"why\">%s %s: ", look->mark, name);
		html_escape(h->out, verdict->why);
		buf_puts(h->out, "</p>\n");
	}
	exercise(h, index);
	html_findings(h, line->range.at + line->range.n);
	bool given = verdict->given.n && (verdict->verdict == VERDICT_HOLDS || verdict->verdict == VERDICT_ROUNDED);
	if (given || verdict->rested_on_by.n || line->source.n) {
		buf_puts(h->out, "<p class=\"trace\">");
		if (given)
			line_list(h, html_word(h, WORDS_GIVEN, 0), verdict->given.at, verdict->given.n);
		line_list(h, html_word(h, WORDS_PAGE_TRACE, 0), verdict->rested_on_by.at, verdict->rested_on_by.n);
		if (line->source.n) {
			html_printf(h, "<span>%s ", html_word(h, WORDS_PAGE_TRACE, 1));
			html_escape(h->out, line->source);
			buf_puts(h->out, "</span>");
		}
		buf_puts(h->out, "</p>\n");
	}
	buf_puts(h->out, "</div>\n</section>\n");
	h->line = LINE_NONE;
}

void html_facts(struct html *h)
{
	if (h->facts_done || !h->sections.show_facts)
		return;
	h->facts_done = true;
	html_printf(h, "<div class=\"scroll facts\" tabindex=\"0\" role=\"group\" aria-label=\"%.*s\"><table>\n<caption>", STR_ARG(h->sections.facts_heading));
	html_escape(h->out, h->sections.facts_heading);
	html_printf(h, "</caption>\n<thead><tr><th scope=\"col\">%s</th><th scope=\"col\" class=\"right\">%s</th><th scope=\"col\">%s</th><th scope=\"col\">%s</th></tr></thead>\n<tbody>\n",
		html_word(h, WORDS_FACT_HEADS, 0), html_word(h, WORDS_FACT_HEADS, 1), html_word(h, WORDS_FACT_HEADS, 2), html_word(h, WORDS_FACT_HEADS, 3));
	for (size_t i = 0; i < h->sections.facts.n; i++) {
		const struct section_fact *f = &h->sections.facts.at[i];
		buf_puts(h->out, "<tr><th scope=\"row\">");
		html_escape(h->out, f->property);
		if (f->fact->note.n) {
			buf_puts(h->out, "<small>");
			html_escape(h->out, f->fact->note);
			buf_puts(h->out, "</small>");
		}
		html_printf(h, "</th><td class=\"right%s\">", f->good ? "" : " missing");
		html_escape(h->out, f->value);
		buf_puts(h->out, "</td><td><code>");
		struct str rest = f->source, step;
		for (bool first = true; str_split(&rest, '/', &step); first = false) {
			buf_puts(h->out, first ? "" : "/<wbr>");        /* a long path may break where a step ends */
			html_escape(h->out, step);
		}
		buf_puts(h->out, "</code>");
		struct str raw = str_trim(f->fact->raw);
		if (raw.n && raw.n < 200) {
			buf_puts(h->out, " <small>");
			html_escape(h->out, raw);
			buf_puts(h->out, "</small>");
		}
		if (f->ran.n) {
			buf_puts(h->out, " <small>");
			html_escape(h->out, f->ran);
			buf_puts(h->out, "</small>");
		}
		buf_puts(h->out, "</td><td>");
		if (f->line != LINE_NONE)
			html_line_link(h, f->line, "");
		buf_puts(h->out, "</td></tr>\n");
	}
	buf_puts(h->out, "</tbody></table></div>\n");
}

static void item(struct html *h, const struct section_together *t)
{
	const struct section_item *item = t->item;
	enum severity severity = item->finding->severity;
	html_printf(h, "<li class=\"%s\"><b class=\"severity\">%s</b> ", severities[severity], html_word(h, WORDS_FINDING_WORDS, severity));
	if (!t->lines.n)
		html_escape(h->out, item->label);
	for (size_t i = 0; i < t->lines.n; i++) {
		const struct line *line = &h->r->model->lines.at[t->lines.at[i]];
		html_printf(h, "%s<a class=\"ref\" href=\"#%s\">", i ? ", " : "", html_line_anchor(h, t->lines.at[i]).s);
		if (i == 0) {
			const char *const *many = model_words(h->r->model->settings.lang, WORDS_LINES_LABEL);
			html_escape(h->out, t->lines.n == 1 ? item->label
				: str_format(h->arena, "%s %.*s", many[0] ? many[0] : "Lines", STR_ARG(line->number_text)));
		} else {
			html_escape(h->out, line->number_text);
		}
		buf_puts(h->out, "</a>");
	}
	buf_puts(h->out, ": ");
	html_escape(h->out, item->sentence);
	if (t->mend) {
		buf_puts(h->out, " <span class=\"mend\">");
		html_escape(h->out, item->mend);
		buf_puts(h->out, "</span>");
	}
	html_printf(h, " <span class=\"rule\">%s</span></li>\n", item->finding->kind->id);
}

void html_unchecked(struct html *h, const char *before, const char *after)
{
	struct str numbers[] = { str_format(h->arena, "%zu", h->r->claims->unrecognised.n), str_format(h->arena, "%u", (unsigned)h->r->summary.undecided) };
	buf_puts(h->out, before);
	model_tell(h->out, h->r->model->settings.lang, WORDS_PAGE_UNCHECKED, 0, numbers, 2);
	buf_puts(h->out, after);
}

/* What looks like a claim and was not understood, or not decided: the reader sees where nothing was checked. */
static void left_over(struct html *h)
{
	const struct report *r = h->r;
	size_t n = r->claims->unrecognised.n;
	if (n + r->summary.undecided == 0)
		return;
	const char *in_line = str_format(h->arena, "<li>%s ", html_word(h, WORDS_LINE_LABEL, 0)).s, *in_text = html_word(h, WORDS_TEXT_LINE_LABEL, 0);
	html_unchecked(h, "<details class=\"uncovered\" id=\"not-checked\"><summary>", "</summary><ul>\n");
	for (size_t i = 0; i < n; i++) {
		const struct leftover *l = &r->claims->unrecognised.at[i];
		uint32_t line = model_line_at(r->model, l->range.at);
		if (line != LINE_NONE)
			html_line_link(h, line, in_line);
		else
			html_printf(h, "<li>%s %u", in_text, (unsigned)text_position(r->text, l->range.at).line);
		buf_puts(h->out, ": <q>");
		html_escape(h->out, l->text);
		buf_puts(h->out, "</q></li>\n");
	}
	for (size_t i = 0; i < r->claims->all.n; i++) {
		const struct claim *c = &r->claims->all.at[i];
		if (c->verdict != CLAIM_UNDECIDED)
			continue;
		if (c->line != LINE_NONE)
			html_line_link(h, c->line, in_line);
		else
			html_printf(h, "<li>%s %u", in_text, (unsigned)text_position(r->text, c->range.at).line);
		buf_puts(h->out, ": <q>");
		html_escape(h->out, c->text);
		html_printf(h, "</q> %s", html_word(h, WORDS_PAGE_UNCHECKED, 1));
		buf_puts(h->out, c->why.n ? ": " : "");
		html_escape(h->out, c->why);
		buf_puts(h->out, "</li>\n");
	}
	buf_puts(h->out, "</ul></details>\n");
}

void html_check(struct html *h)
{
	if (h->check_done)
		return;
	h->check_done = true;
	buf_puts(h->out, "<section class=\"violations\" id=\"violation-check\" aria-labelledby=\"violation-heading\">\n<h2 id=\"violation-heading\">");
	html_escape(h->out, h->sections.check_heading);
	buf_puts(h->out, "</h2>\n");
	for (size_t g = 0; g < h->sections.check.n; g++) {
		const struct section_group *group = &h->sections.check.at[g];
		buf_puts(h->out, "<h3>");
		html_escape(h->out, group->heading);
		buf_puts(h->out, "</h3>\n");
		if (!group->items.n) {
			buf_puts(h->out, "<p>");
			html_escape(h->out, h->sections.nothing);
			buf_puts(h->out, "</p>\n");
			continue;
		}
		buf_puts(h->out, "<ul>\n");
		struct section_gathered gathered = { 0 };
		sections_gather(h->arena, group, &gathered);
		for (size_t i = 0; i < gathered.all.n; i++)
			item(h, gathered.all.at[i]);
		buf_puts(h->out, "</ul>\n");
	}
	buf_puts(h->out, "<p class=\"coverage\">");
	html_escape(h->out, h->sections.coverage);
	buf_puts(h->out, "</p>\n");
	left_over(h);
	buf_puts(h->out, "</section>\n");
}
