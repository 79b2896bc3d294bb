/* Machines side by side as a page: lines down, machines across. */
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
#include "render/html/html.h"

/* Where a change stands in CHANGE_NAMES; prose has no word. */
static const size_t change_words[] = { [CHANGE_SAME] = 0, [CHANGE_DIFFERS] = 1, [CHANGE_FLIPS] = 2, [CHANGE_UNDECIDED] = 3, [CHANGE_NOT_APPLICABLE] = 4 };

static void cell(struct buf *out, const struct comparison *c, uint32_t line)
{
	static const char *const marks[] = { [CHANGE_PROSE] = "", [CHANGE_SAME] = "=", [CHANGE_DIFFERS] = "≠", [CHANGE_FLIPS] = "✗", [CHANGE_UNDECIDED] = "?", [CHANGE_NOT_APPLICABLE] = "–" };
	const struct compared_line *l = &c->lines.at[line];
	buf_printf(out, "<td class=\"%s\">", report_change_name(l->change));
	if (l->change != CHANGE_PROSE)
		buf_printf(out, "<span aria-hidden=\"true\">%s</span> <span class=\"quiet-word\">%.*s</span>", marks[l->change],
			STR_ARG(sections_word(c->was, WORDS_CHANGE_NAMES, change_words[l->change])));
	for (size_t i = 0; i < l->values.n; i++) {
		buf_puts(out, "<span class=\"change\"><del>");
		html_escape(out, l->values.at[i].was);
		buf_puts(out, "</del> → <ins>");
		html_escape(out, l->values.at[i].is);
		buf_puts(out, "</ins></span>");
	}
	if (l->change == CHANGE_FLIPS)
		buf_printf(out, "<small>%.*s → %.*s</small>", STR_ARG(sections_verdict(c->was, c->was->lines.at[line].verdict)), STR_ARG(sections_verdict(c->is, c->is->lines.at[line].verdict)));
	for (size_t i = 0; i < l->because.n; i++) {
		buf_puts(out, "<small>");
		html_escape(out, l->because.at[i]->name);
		buf_puts(out, ": ");
		html_escape(out, l->because.at[i]->was);
		buf_puts(out, " → ");
		html_escape(out, l->because.at[i]->is);
		buf_puts(out, "</small>");
	}
	if (l->why.n && !l->because.n && l->change != CHANGE_PROSE) {
		buf_puts(out, "<small>");
		html_escape(out, l->why);
		buf_puts(out, "</small>");
	}
	buf_puts(out, "</td>");
}

static void machine_row(struct arena *a, const struct machines *m, size_t i, struct buf *out)
{
	const struct report *r = m->at[i].report;
	const struct comparison *c = &m->at[i].comparison;
	size_t column;
	if (!render_machine_column(m, i, &column))
		render_machine_column(m, m->way[i], &column);
	buf_printf(out, "<tr><th scope=\"row\">%.*s</th><td>", STR_ARG(render_machine_name(a, column)));
	html_escape(out, m->at[i].label);
	buf_puts(out, "<small>");
	html_escape(out, str_format(a, "%.*s %.*s %.*s", STR_ARG(r->facts->kernel), STR_ARG(r->facts->arch), STR_ARG(r->facts->machine_kind)));
	buf_printf(out, "</small></td><td class=\"right\">%d</td>", m->at[i].status);
	static const enum change shown[] = { CHANGE_SAME, CHANGE_DIFFERS, CHANGE_FLIPS, CHANGE_UNDECIDED, CHANGE_NOT_APPLICABLE };
	for (size_t k = 0; k < sizeof shown / sizeof *shown; k++) {
		if (i == 0)
			buf_puts(out, "<td></td>");
		else
			buf_printf(out, "<td class=\"right%s%s\">%u</td>", c->counts[shown[k]] ? " " : "", c->counts[shown[k]] ? report_change_name(shown[k]) : "", (unsigned)c->counts[shown[k]]);
	}
	buf_puts(out, "<td>");
	for (size_t k = 0, n = 0; i && k < c->facts.n; k++)
		if (c->facts.at[k].differs) {
			buf_puts(out, n++ ? "<br>" : "");
			html_escape(out, str_format(a, "%.*s: %.*s → %.*s", STR_ARG(c->facts.at[k].name), STR_ARG(c->facts.at[k].was), STR_ARG(c->facts.at[k].is)));
		}
	buf_puts(out, "</td></tr>\n");
}

static void told(struct arena *a, struct buf *out, const struct report *r, size_t i, const struct str *texts, size_t n)
{
	struct buf b = { 0 };
	model_tell(&b, r->model->settings.lang, WORDS_COMPARE_PAGE, i, texts, n);
	html_escape(out, str_copy(a, buf_str(&b)));
	buf_free(&b);
}

void render_machines_html(struct arena *a, const struct machines *m, const struct render_options *o, struct buf *out)
{
	const struct report *first = m->at[0].report;
	struct str css = render_style(a, o), title = html_title(a, first);
	struct str lang = first->model->settings.lang, version = str_of(first->version);
	struct str numbers[] = { str_format(a, "%zu", m->n), str_format(a, "%zu", m->ways) };
	buf_puts(out, "<!DOCTYPE html>\n<html lang=\"");
	html_escape(out, lang.n ? lang : STR("en"));
	buf_puts(out, "\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
		"<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'sha256-");
	html_base64_of_hex(out, embedded_digest(a, css));
	buf_printf(out, "'; base-uri 'none'; form-action 'none'\">\n<meta name=\"generator\" content=\"hence %s\">\n<title>", first->version);
	told(a, out, first, 0, &title, 1);
	buf_puts(out, "</title>\n<style>");
	buf_put(out, css);
	buf_printf(out, "</style>\n</head>\n<body class=\"index machines\">\n<a class=\"skip\" href=\"#main\">%.*s</a>\n<div class=\"page\">\n<header><h1>", STR_ARG(sections_word(first, WORDS_COMPARE_PAGE, 1)));
	html_escape(out, title);
	buf_puts(out, "</h1>\n<p class=\"by\">");
	told(a, out, first, m->n <= MACHINES_APART ? 2 : m->ways == 1 ? 4 : 3, numbers, 2);
	const char *const *heads = model_words(lang, WORDS_COMPARE_MACHINES);
	buf_printf(out, "</p></header>\n<div class=\"scroll\" tabindex=\"0\">\n<table>\n<caption>%s</caption>\n<thead><tr><td></td>", heads[0]);
	for (size_t i = 1; heads[i]; i++)
		buf_printf(out, "<th%s>%s</th>", i == 1 || !heads[i + 1] ? "" : " class=\"right\"", heads[i]);
	buf_puts(out, "</tr></thead>\n<tbody>\n");
	for (size_t i = 0; i < m->n; i++)
		machine_row(a, m, i, out);
	heads = model_words(lang, WORDS_COMPARE_LINES);
	buf_printf(out, "</tbody>\n</table>\n</div>\n<main id=\"main\">\n<div class=\"scroll\" tabindex=\"0\">\n<table>\n<caption>%s</caption>\n<thead><tr><th>%s</th><th>%s</th>", heads[0], heads[1], heads[2]);
	size_t column;
	for (size_t i = 0; i < m->n; i++)
		if (render_machine_column(m, i, &column))
			buf_printf(out, "<th>%.*s</th>", STR_ARG(render_machine_name(a, column)));
	buf_puts(out, "</tr></thead>\n<tbody>\n");
	for (uint32_t i = 0; i < first->lines.n; i++) {
		const struct line *l = &first->model->lines.at[i];
		buf_printf(out, "<tr id=\"L%.*s\"><th scope=\"row\">%.*s</th><td class=\"kind\">", STR_ARG(l->id), STR_ARG(l->number_text));
		html_escape(out, l->kind);
		buf_printf(out, "</td><td class=\"verdict %s\">%.*s</td>", report_verdict_name(first->lines.at[i].verdict), STR_ARG(sections_verdict(first, first->lines.at[i].verdict)));
		for (size_t k = 1; k < m->n; k++)
			if (render_machine_column(m, k, &column))
				cell(out, &m->at[k].comparison, i);
		buf_puts(out, "</tr>\n");
	}
	buf_puts(out, "</tbody>\n</table>\n</div>\n</main>\n<footer><p>");
	told(a, out, first, 5, &version, 1);
	buf_printf(out, " · %.*s <span class=\"digest\">sha256 %.*s</span></p></footer>\n</div>\n</body>\n</html>\n",
		STR_ARG(sections_word(first, WORDS_COMPARE_PAGE, 6)), STR_ARG(base_digest(a, first->text->bytes)));
}
