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

static void count(struct buf *out, uint32_t n, const char *class)
{
	buf_printf(out, "<td class=\"right%s%s\">%u</td>", n ? " " : "", n ? class : "", (unsigned)n);
}

void render_index_row(struct arena *a, const struct report *r, struct str stem, const struct renderer *const *documents, size_t n, struct buf *row)
{
	const struct summary *s = &r->summary;
	int status = report_status(r, false);
	uint32_t holds = 0, falses = 0, undecided = 0;
	for (size_t i = 0; i < r->lines.n; i++) {
		enum verdict v = r->lines.at[i].verdict;
		holds += v == VERDICT_HOLDS;
		falses += v == VERDICT_FALSE;
		undecided += v == VERDICT_UNDECIDED;
	}
	const char *class = s->errors ? "false" : status ? "undecided" : "holds";
	buf_puts(row, "<tr><th scope=\"row\"><a href=\"");
	buf_puts(row, "./");
	render_address(row, stem);
	buf_puts(row, ".html");
	buf_puts(row, "\">");
	html_escape(row, html_title(a, r));
	buf_puts(row, "</a>");
	if (r->model->settings.subtitle.n) {
		buf_puts(row, "<small>");
		html_escape(row, r->model->settings.subtitle);
		buf_puts(row, "</small>");
	}
	buf_puts(row, "</th>");
	buf_printf(row, "<td class=\"verdict %s\">%s</td>", class, s->errors ? "✗ does not hold" : status == 0 ? "✓ holds" : status == 3 ? "? as far as decided" : "? nothing to verify");
	buf_printf(row, "<td class=\"right\">%zu</td>", r->lines.n);
	count(row, holds, "holds");
	count(row, falses, "false");
	count(row, undecided, "undecided");
	buf_printf(row, "<td class=\"right\">%u of %u</td>", (unsigned)s->hold, (unsigned)s->claims);
	buf_printf(row, "<td class=\"right\">%u of %u</td>", (unsigned)s->facts_good, (unsigned)s->facts);
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

void render_index(struct arena *a, const struct render_options *options, size_t n, const char *version, struct str rows, struct buf *out)
{
	static const char *const heads[] = { "Lines", "hold", "false", "undecided", "Claims that hold", "Facts had", "Errors", "Warnings" };
	struct str css = render_style(a, options);
	buf_puts(out, "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
		"<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'sha256-");
	html_base64_of_hex(out, embedded_digest(a, css));
	buf_printf(out, "'; base-uri 'none'; form-action 'none'\">\n<meta name=\"generator\" content=\"hence %s\">\n<title>Worksheets</title>\n<style>", version);
	buf_put(out, css);
	buf_printf(out, "</style>\n</head>\n<body class=\"index\">\n<a class=\"skip\" href=\"#main\">Skip to the text</a>\n<div class=\"page\">\n<main id=\"main\">\n<h1>Worksheets</h1>\n<p class=\"by\">%zu checked</p>\n"
		"<div class=\"scroll\" tabindex=\"0\">\n<table>\n<thead><tr><th>Worksheet</th><th>Verdict</th>", n);
	for (size_t i = 0; i < sizeof heads / sizeof *heads; i++)
		buf_printf(out, "<th class=\"right\">%s</th>", heads[i]);
	buf_puts(out, "<th>Documents</th></tr></thead>\n<tbody>\n");
	buf_put(out, rows);
	buf_printf(out, "</tbody>\n</table>\n</div>\n</main>\n<footer><p>Checked by hence %s</p></footer>\n</div>\n</body>\n</html>\n", version);
}
