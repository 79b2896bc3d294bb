/* The index: one row a worksheet with its verdict, its counts and its documents. */
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
#include "render.h"
#include "render/sections.h"
#include "render/html/html.h"

#include <stdio.h>

static struct str word(enum word_list list, size_t i)
{
	return model_phrase(STR("en"), list, i);        /* the page is of many worksheets, and has the words of no one's language */
}

static void of(struct buf *out, uint32_t n, uint32_t all)
{
	char some[16], whole[16];
	struct str numbers[] = { { some, (size_t)snprintf(some, sizeof some, "%u", (unsigned)n) }, { whole, (size_t)snprintf(whole, sizeof whole, "%u", (unsigned)all) } };
	buf_puts(out, "<td class=\"right\">");
	model_tell(out, STR("en"), WORDS_INDEX_WORDS, 4, numbers, 2);
	buf_puts(out, "</td>");
}

static void count(struct buf *out, uint32_t n, const char *class)
{
	buf_printf(out, "<td class=\"right%s%s\">%u</td>", n ? " " : "", n ? class : "", (unsigned)n);
}

void render_index_row(struct arena *a, const struct report *r, struct str stem, const struct renderer *const *documents, size_t n, struct buf *row)
{
	const struct summary *s = &r->summary;
	struct section_overall overall = sections_overall(r);
	uint32_t holds = 0, falses = 0, undecided = 0;
	for (size_t i = 0; i < r->lines.n; i++) {
		enum verdict v = r->lines.at[i].verdict;
		holds += v == VERDICT_HOLDS;
		falses += v == VERDICT_FALSE;
		undecided += v == VERDICT_UNDECIDED;
	}
	buf_puts(row, "<tr><th scope=\"row\"><a href=\"");
	buf_puts(row, "./");
	render_address(row, stem);
	buf_puts(row, ".html\"");
	if (r->model->settings.lang.n && !str_is(r->model->settings.lang, "en")) {
		buf_puts(row, " lang=\"");
		html_escape(row, r->model->settings.lang);
		buf_putc(row, '"');
	}
	buf_putc(row, '>');
	html_escape(row, html_title(a, r));
	buf_puts(row, "</a>");
	if (r->model->settings.subtitle.n) {
		buf_puts(row, "<small>");
		html_escape(row, r->model->settings.subtitle);
		buf_puts(row, "</small>");
	}
	buf_puts(row, "</th>");
	buf_printf(row, "<td class=\"verdict %s\">%s %.*s</td>", report_verdict_name(overall.verdict), overall.mark, STR_ARG(word(WORDS_INDEX_VERDICTS, overall.word)));
	buf_printf(row, "<td class=\"right\">%zu</td>", r->lines.n);
	count(row, holds, "holds");
	count(row, falses, "false");
	count(row, undecided, "undecided");
	of(row, s->hold, s->claims);
	of(row, s->facts_good, s->facts);
	count(row, s->errors, "false");
	count(row, s->warnings, "undecided");
	buf_puts(row, "<td>");
	for (size_t i = 0; i < n; i++) {
		buf_puts(row, i ? " <a href=\"" : "<a href=\"");
		buf_puts(row, "./");
		render_address(row, stem);
		buf_puts(row, documents[i]->suffix);
		buf_puts(row, "\">");
		html_escape(row, str_of(documents[i]->suffix + 1));
		buf_puts(row, "</a>");
	}
	buf_puts(row, "</td></tr>\n");
}

/* One that is missing from the list would look like one that nobody asked for. */
void render_index_unread(struct str path, struct buf *row)
{
	buf_puts(row, "<tr><th scope=\"row\">");
	html_escape(row, path);
	buf_printf(row, "</th><td class=\"verdict false\" colspan=\"10\">✗ %.*s</td></tr>\n", STR_ARG(word(WORDS_INDEX_VERDICTS, 4)));
}

void render_index(struct arena *a, const struct render_options *options, size_t n, const char *version, struct str rows, struct buf *out)
{
	struct str css = render_style(a, options), title = word(WORDS_INDEX_WORDS, 0), many = str_format(a, "%zu", n), ours = str_of(version);
	const char *const *heads = model_words(STR("en"), WORDS_INDEX_HEADS);
	buf_puts(out, "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
		"<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'sha256-");
	html_base64_of_hex(out, embedded_digest(a, css));
	buf_printf(out, "'; base-uri 'none'; form-action 'none'\">\n<meta name=\"generator\" content=\"hence %s\">\n<title>%.*s</title>\n<style>", version, STR_ARG(title));
	buf_put(out, css);
	buf_printf(out, "</style>\n</head>\n<body class=\"index\">\n<a class=\"skip\" href=\"#main\">%.*s</a>\n<div class=\"page\">\n<main id=\"main\">\n<h1>%.*s</h1>\n<p class=\"by\">",
		STR_ARG(word(WORDS_INDEX_WORDS, 2)), STR_ARG(title));
	model_tell(out, STR("en"), WORDS_INDEX_WORDS, 1, &many, 1);
	buf_puts(out, "</p>\n<div class=\"scroll\" tabindex=\"0\">\n<table>\n<thead><tr>");
	for (size_t i = 0; heads[i]; i++)
		buf_printf(out, "<th%s>%s</th>", i < 2 || !heads[i + 1] ? "" : " class=\"right\"", heads[i]);
	buf_puts(out, "</tr></thead>\n<tbody>\n");
	buf_put(out, rows);
	buf_puts(out, "</tbody>\n</table>\n</div>\n</main>\n<footer><p>");
	model_tell(out, STR("en"), WORDS_INDEX_WORDS, 3, &ours, 1);
	buf_puts(out, "</p></footer>\n</div>\n</body>\n</html>\n");
}
