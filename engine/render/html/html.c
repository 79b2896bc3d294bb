/* The page: one file with everything in it, which works without its script and asks the network for nothing. */
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
#include "render/quote.h"
#include "render/sections.h"
#include "render/html/html.h"

#include <stdlib.h>

static int by_place(const void *x, const void *y)
{
	const struct reference *a = *(const struct reference *const *)x, *b = *(const struct reference *const *)y;
	return (a->place.at > b->place.at) - (a->place.at < b->place.at);
}

static void sort_references(struct html *h)
{
	size_t n = h->r->graph->references.n;
	h->references = arena_take(h->arena, (n + 1) * sizeof *h->references);
	h->reference_count = n;
	for (size_t i = 0; i < n; i++)
		h->references[i] = &h->r->graph->references.at[i];
	if (n)
		qsort(h->references, n, sizeof *h->references, by_place);
}

static void find_wrong(struct html *h)
{
	size_t n = h->r->claims->all.n;
	h->wrong = arena_take(h->arena, (n + 1) * sizeof *h->wrong);
	for (size_t i = 0; i < n; i++) {
		const struct claim *c = &h->r->claims->all.at[i];
		if (c->verdict == CLAIM_FALSE || c->verdict == CLAIM_ROUNDED)
			h->wrong[h->wrong_count++] = c;
	}
}

/* The words of a heading as plain text. */
struct str html_words(struct arena *a, const struct node *root)
{
	struct buf b = { 0 };
	for (const struct node *n = root; n; n = source_next(n, root, true)) {
		if (n->kind == NODE_TEXT || n->kind == NODE_CODE)
			buf_put(&b, n->text);
		else if (n->kind == NODE_SOFT_BREAK)
			buf_putc(&b, ' ');
	}
	struct str x = str_copy(a, buf_str(&b));
	buf_free(&b);
	return x;
}

static const struct node *heading_of(const struct part *part)
{
	const struct node *n = part->tree ? part->tree->first : NULL;
	return n && n->kind == NODE_HEADING ? n : NULL;
}

static void heading(struct html *h, const struct part *part, size_t index)
{
	const struct node *n = heading_of(part);
	if (!n)
		return;
	/* the title is the page's h1 */
	unsigned level = n->level < 2 ? 2 : n->level;
	html_printf(h, "<h%u id=\"H%zu\">", level, index);
	html_inlines(h, n);
	html_printf(h, "</h%u>\n", level);
}

/* A long list of contents is folded at first. */
enum { CONTENTS_OPEN = 32 };
static void contents(struct html *h)
{
	const struct model *m = h->r->model;
	size_t headings = 0;
	for (size_t i = 0; i < m->parts.n; i++)
		headings += m->parts.at[i].kind == PART_HEADING;
	if (headings < 3)
		return;
	html_printf(h, "<nav class=\"contents\" aria-label=\"%s\"><details%s><summary>%s</summary><ol>\n", html_word(h, WORDS_PAGE_LABELS, 0), headings > CONTENTS_OPEN ? "" : " open",
		html_word(h, WORDS_PAGE_LABELS, 0));
	for (size_t i = 0; i < m->parts.n; i++) {
		const struct node *n = m->parts.at[i].kind == PART_HEADING ? heading_of(&m->parts.at[i]) : NULL;
		if (!n)
			continue;
		html_printf(h, "<li class=\"level%u\"><a href=\"#H%zu\">", (unsigned)n->level, i);
		html_escape(h->out, html_words(h->arena, n));
		buf_puts(h->out, "</a></li>\n");
	}
	if (!h->bare)
		html_printf(h, "<li class=\"level2\"><a href=\"#violation-check\">%.*s</a></li>\n", STR_ARG(h->sections.check_heading));
	buf_puts(h->out, "</ol></details></nav>\n");
}

const char *html_word(struct html *h, enum word_list list, size_t i)
{
	const char **words = h->words[list];
	if (!words) {
		const char *const *plain = model_words(h->r->model->settings.lang, list);
		size_t n = 0;
		while (plain[n])
			n++;
		words = h->words[list] = arena_take(h->arena, (n + 1) * sizeof *words);
		for (n = 0; plain[n]; n++) {
			struct buf b = { 0 };
			html_escape(&b, str_of(plain[n]));
			words[n] = str_copy(h->arena, buf_str(&b)).s;
			buf_free(&b);
		}
	}
	for (; i && *words; i--)
		words++;
	return *words ? *words : "";
}

struct str html_title(struct arena *a, const struct report *r)
{
	const struct model *m = r->model;
	if (m->settings.title.n)
		return m->settings.title;
	for (size_t i = 0; i < m->parts.n; i++)
		if (m->parts.at[i].kind == PART_HEADING && heading_of(&m->parts.at[i]))
			return html_words(a, heading_of(&m->parts.at[i]));
	return r->text->name;
}

/* The first error and warning are a jump away. */
static void jumps(struct html *h)
{
	static const struct { enum severity severity; size_t name; } kinds[] = { { SEVERITY_ERROR, 5 }, { SEVERITY_WARNING, 7 } };       /* of WORDS_COUNT_WORDS */
	const struct diag *d = h->r->diag;
	for (size_t k = 0; k < 2; k++) {
		size_t n = 0, shown = 0;
		for (size_t i = 0; i < d->findings.n; i++)
			n += d->findings.at[i].severity == kinds[k].severity && !d->findings.at[i].waived;
		if (n == 0)
			continue;
		html_printf(h, "<details class=\"jump\"><summary>%zu %s</summary><ul>\n", n, html_word(h, WORDS_COUNT_WORDS, kinds[k].name + (n != 1)));
		for (size_t i = 0; i < d->findings.n && shown < 200; i++) {
			const struct finding *f = &d->findings.at[i];
			if (f->severity != kinds[k].severity || f->waived)
				continue;
			shown++;
			uint32_t line = report_finding_line(h->r, f);
			html_printf(h, "<li><a href=\"#F%zu\">", i);
			if (line != LINE_NONE)
				html_printf(h, "%s %.*s: ", html_word(h, WORDS_LINE_LABEL, 1), STR_ARG(h->r->model->lines.at[line].number_text));
			html_escape(h->out, f->message);
			buf_puts(h->out, "</a></li>\n");
		}
		buf_puts(h->out, "</ul></details>\n");
	}
}

static void verdict_bar(struct html *h)
{
	/* in the order of the words */
	static const struct { enum verdict v; const char *mark; } shown[] = {
		{ VERDICT_HOLDS, "✓" }, { VERDICT_ROUNDED, "≈" }, { VERDICT_FALSE, "✗" }, { VERDICT_UNDECIDED, "?" }, { VERDICT_NOT_APPLICABLE, "–" }, { VERDICT_PROSE, "" },
	};
	uint32_t count[VERDICT_NOT_APPLICABLE + 1] = { 0 };
	for (size_t i = 0; i < h->r->lines.n; i++)
		count[h->r->lines.at[i].verdict]++;
	struct section_overall overall = sections_overall(h->r);
	buf_puts(h->out, "<div class=\"verdicts\" role=\"group\" aria-label=\"");
	html_printf(h, "%s\">\n", html_word(h, WORDS_PAGE_LABELS, 1));
	html_printf(h, "<p class=\"overall %s\">%s %s</p>\n<ul class=\"counts\">", report_verdict_name(overall.verdict), overall.mark, html_word(h, WORDS_PAGE_VERDICT, overall.word));
	html_printf(h, "<li><b>%u</b> %s</li>", (unsigned)h->r->summary.lines, html_word(h, WORDS_COUNT_WORDS, 1));
	for (size_t i = 0; i < sizeof shown / sizeof *shown; i++)
		html_printf(h, "<li class=\"%s%s\"><span aria-hidden=\"true\">%s</span> <b>%u</b> %s</li>", report_verdict_name(shown[i].v), count[shown[i].v] ? "" : " zero",
			shown[i].mark, (unsigned)count[shown[i].v], html_word(h, count[shown[i].v] == 1 ? WORDS_VERDICTS_ONE : WORDS_VERDICTS_MANY, i));
	/* the lines are counted right above */
	buf_puts(h->out, "</ul>\n<p>");
	html_escape(h->out, str_from(h->sections.coverage, h->sections.coverage_claims));
	buf_puts(h->out, "</p>\n");
	jumps(h);
	if (h->r->claims->unrecognised.n + h->r->summary.undecided)
		html_unchecked(h, "<p class=\"jump\"><a href=\"#not-checked\">", "</a></p>\n");
	buf_puts(h->out, "</div>\n");
}

static void front(struct html *h)
{
	const struct settings *s = &h->r->model->settings;
	buf_puts(h->out, "<header>\n<h1>");
	html_escape(h->out, html_title(h->arena, h->r));
	buf_puts(h->out, "</h1>\n");
	if (s->subtitle.n) {
		buf_puts(h->out, "<p class=\"subtitle\">");
		html_escape(h->out, s->subtitle);
		buf_puts(h->out, "</p>\n");
	}
	if (h->edition && !h->bare)
		html_printf(h, "<p class=\"by\"><b>%s</b></p>\n", html_word(h, WORDS_INSTRUCTOR, 0));
	buf_puts(h->out, "<p class=\"by\">");
	for (size_t i = 0; i < s->author.n; i++) {
		buf_puts(h->out, i ? ", " : "");
		html_escape(h->out, s->author.at[i]);
	}
	buf_puts(h->out, s->author.n && s->date.n ? " · " : "");
	html_escape(h->out, s->date);
	buf_puts(h->out, s->author.n || s->date.n ? " · " : "");
	if (!h->bare)
		html_escape(h->out, h->sections.machine);
	buf_puts(h->out, "</p>\n");
	if (!h->bare)
		verdict_bar(h);
	buf_puts(h->out, "</header>\n");
}

/* A heading that repeats the page's title adds nothing below it. */
static bool repeats_title(struct html *h, const struct part *part)
{
	return part->kind == PART_HEADING && heading_of(part) && heading_of(part)->level == 1 && str_eq(html_words(h->arena, heading_of(part)), html_title(h->arena, h->r));
}

static void body(struct html *h)
{
	const struct model *m = h->r->model;
	bool placed = false;
	size_t first = str_find_char(h->r->text->bytes, '<') == STR_NONE ? m->parts.n : 0;      /* most have none */
	for (size_t i = first; i < m->parts.n && !placed; i++)
		placed = str_find(text_range(h->r->text, m->parts.at[i].range), STR("<!-- FACTS -->")) != STR_NONE;
	buf_puts(h->out, "<main id=\"main\">\n");
	if (!placed)
		html_facts(h);
	for (size_t i = 0; i < m->parts.n; i++) {
		const struct part *part = &m->parts.at[i];
		switch (part->kind) {
		case PART_HEADING:
			if (!repeats_title(h, part))
				heading(h, part, i);
			else
				html_printf(h, "<span id=\"H%zu\"></span>\n", i);
			break;
		case PART_RULE: buf_puts(h->out, "<hr>\n"); break;
		case PART_TEXT:
			buf_puts(h->out, "<div class=\"text\">\n");
			html_tree(h, part->tree);
			buf_puts(h->out, "</div>\n");
			break;
		case PART_LINE: html_line(h, part->line); break;
		}
		html_findings(h, part->range.at + part->range.n);
	}
	html_findings(h, UINT32_MAX);
	if (!h->bare) {
		html_check(h);
		html_derivation(h);
	}
	buf_puts(h->out, "</main>\n");
}

static void embed_report(struct html *h, const struct render_options *options)
{
	const struct renderer *json = render_find(STR("json"));
	struct render_options here = *options;
	struct str why;
	here.in_script = true;
	if (h->bare || !json || !json->render(h->arena, h->r, &here, h->out, &why))
		buf_puts(h->out, "{}");
}

/* What the page was made from, read again by `hence check PAGE`: engine/command/page.c. */
static void embed_source(struct html *h, const struct render_options *options)
{
	const struct facts *f = h->r->facts;
	struct buf facts = { 0 }, words = { 0 };
	if (!options->carry) {
		buf_puts(h->out, "{}");
		return;
	}
	bool own = h->r->model->settings.annotated;
	if (own)
		facts_write(f, &facts);
	for (size_t i = 0; i < options->kept_count; i++)
		buf_printf(&words, "%s%.*s", i ? "\n" : "", STR_ARG(options->kept[i]));
	const struct { const char *key; struct str value; } members[] = {
		{ "{\"hence\": ", str_of(h->r->version) }, { ", \"name\": ", h->r->text->name },
		{ ", \"machine\": ", options->compared && !own ? STR("compared") : f->origin }, { ", \"options\": ", buf_str(&words) },
		{ ",\n\"facts\": ", buf_str(&facts) }, { ",\n\"worksheet\": ", h->r->text->bytes },
	};
	for (size_t i = 0; i < sizeof members / sizeof *members; i++) {
		buf_puts(h->out, members[i].key);
		quote_script(h->out, members[i].value);
	}
	buf_putc(h->out, '}');
	buf_free(&words);
	buf_free(&facts);
}

void html_base64(struct buf *out, struct str x)
{
	static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
	for (size_t i = 0; i < x.n; i += 3) {
		const unsigned char *s = (const unsigned char *)x.s + i;
		unsigned group = (unsigned)s[0] << 16 | (i + 1 < x.n ? (unsigned)s[1] << 8 : 0) | (i + 2 < x.n ? s[2] : 0);
		buf_putc(out, digits[group >> 18 & 63]);
		buf_putc(out, digits[group >> 12 & 63]);
		buf_putc(out, i + 1 < x.n ? digits[group >> 6 & 63] : '=');
		buf_putc(out, i + 2 < x.n ? digits[group & 63] : '=');
	}
}

/* The digest as a content security policy wants it: base64 of the bytes, from their hex. */
void html_base64_of_hex(struct buf *out, struct str hex)
{
	char bytes[64];
	size_t n = hex.n / 2 < sizeof bytes ? hex.n / 2 : sizeof bytes;
	for (size_t i = 0; i < n; i++) {
		unsigned value = 0;
		for (int k = 0; k < 2; k++) {
			char c = hex.s[2 * i + (size_t)k];
			value = value * 16 + (unsigned)(c <= '9' ? c - '0' : c - 'a' + 10);
		}
		bytes[i] = (char)value;
	}
	html_base64(out, (struct str){ bytes, n });
}

static void slot(struct html *h, struct str name, const struct render_options *options)
{
	if (str_is(name, "title"))
		html_escape(h->out, html_title(h->arena, h->r));
	else if (str_is(name, "lang"))
		html_escape(h->out, h->r->model->settings.lang.n ? h->r->model->settings.lang : STR("en"));
	else if (str_is(name, "version"))
		html_escape(h->out, str_of(h->r->version));
	else if (str_is(name, "digest"))
		buf_put(h->out, options->digest);
	else if (str_is(name, "skip"))
		buf_puts(h->out, html_word(h, WORDS_PAGE_WORDS, 0));
	else if (str_is(name, "find"))
		buf_puts(h->out, html_word(h, WORDS_PAGE_WORDS, 1));
	else if (str_is(name, "found"))
		buf_puts(h->out, html_word(h, WORDS_PAGE_WORDS, 2));
	else if (str_is(name, "checked"))
		buf_puts(h->out, html_word(h, WORDS_PAGE_WORDS, 3));
	else if (str_is(name, "worksheet"))
		buf_puts(h->out, html_word(h, WORDS_PAGE_WORDS, 4));
	else if (str_is(name, "style"))
		buf_put(h->out, render_style(h->arena, options));
	else if (str_is(name, "script"))
		buf_put(h->out, render_template(options, "templates/page.js"));
	else if (str_is(name, "style-digest"))
		html_base64_of_hex(h->out, embedded_digest(h->arena, render_style(h->arena, options)));
	else if (str_is(name, "script-digest"))
		html_base64_of_hex(h->out, embedded_digest(h->arena, render_template(options, "templates/page.js")));
	else if (str_is(name, "front"))
		front(h);
	else if (str_is(name, "contents"))
		contents(h);
	else if (str_is(name, "body"))
		body(h);
	else if (str_is(name, "report"))
		embed_report(h, options);
	else if (str_is(name, "source"))
		embed_source(h, options);
}

/* The template with its {{slots}} filled; nothing that fills one is looked at again. */
static bool render(struct arena *a, const struct report *r, const struct render_options *options, struct buf *out, struct str *why)
{
	struct render_options known = *options;
	struct html h = { .arena = a, .r = r, .out = out, .line = LINE_NONE, .bare = options->bare, .edition = options->edition };
	struct str page = render_template(options, "templates/page.html");
	if (!page.s) {
		*why = STR("templates/page.html is missing");
		return false;
	}
	/* its own element would end there, and the rest would be read as the page; ours are looked at by a test */
	if (options->own && options->own->path && (str_find(render_template(options, "templates/page.css"), STR("</")) != STR_NONE || str_find(render_template(options, "templates/page.js"), STR("</")) != STR_NONE)) {
		*why = STR("there is \"</\" in page.css or page.js; write \"<\\/\"");
		return false;
	}
	known.digest = base_digest(a, r->text->bytes);          /* the page shows it, and the report in the page */
	sections_make(a, r, &h.sections);
	sort_references(&h);
	if (!options->bare)
		find_wrong(&h);
	for (size_t at; (at = str_find(page, STR("{{"))) != STR_NONE; ) {
		size_t end = str_find(str_from(page, at), STR("}}"));
		if (end == STR_NONE)
			break;
		buf_put(out, str_slice(page, 0, at));
		slot(&h, str_slice(page, at + 2, at + end), &known);
		page = str_from(page, at + end + 2);
	}
	buf_put(out, page);
	return true;
}

const struct renderer render_html = { "html", ".html", render, NULL, true };
