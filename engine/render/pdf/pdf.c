/* The PDF renderer: opens the style and fonts, lays the report out from top to bottom, has it written. */
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
#include "render/page.h"
#include "render/sections.h"
#include "render/pdf/style.h"
#include "render/pdf/layout.h"

/* Opened once, before a worksheet is read, and only read after that. */
static struct opened { bool tried; struct arena *arena; struct print_style style; struct fonts *fonts; struct str why; } opened;

static void prepare(const struct render_options *options)
{
	static const char *const folders[] = { "/usr/share/fonts/truetype", "/usr/share/fonts", "/usr/local/share/fonts", NULL };
	if (opened.tried)
		return;
	opened.tried = true;
	opened.arena = arena_new();
	if (!print_style_read(opened.arena, embedded_find("templates/print.yaml"), &opened.style, &opened.why))
		return;
	struct str own = options ? render_template(options, "templates/print.yaml") : STR("");
	if (own.n && !print_style_change(opened.arena, own, &opened.style, &opened.why))
		return;
	opened.fonts = fonts_open(opened.arena, opened.style.chains, folders, &opened.why);
	if (!opened.fonts)
		opened.why = str_format(opened.arena, "%.*s (Debian: fonts-sil-charis, fonts-dejavu)", STR_ARG(opened.why));
}

/* The first heading is the title when the worksheet gives no other, or the same. Returns the part that is used up. */
static size_t find_title(struct layout *l, struct str otherwise)
{
	const struct model *m = l->report->model;
	size_t i = 0;
	while (i < m->parts.n && m->parts.at[i].kind != PART_HEADING && m->parts.at[i].kind != PART_LINE)
		i++;
	const struct node *h = i < m->parts.n ? heading_of(&m->parts.at[i]) : NULL;
	struct str words = h && h->kind == NODE_HEADING && h->level == 1 ? heading_words(l->arena, h) : STR("");
	l->d->title = m->settings.title.n ? m->settings.title : words;
	while (str_find_char(otherwise, '/') != STR_NONE)       /* the same bytes from any folder */
		otherwise = str_from(otherwise, str_find_char(otherwise, '/') + 1);
	if (!l->d->title.n)
		l->d->title = otherwise.n ? otherwise : STR("Worksheet");
	if (words.n && str_eq(l->d->title, words))
		return i;
	return SIZE_MAX;
}

static void make_dests(struct layout *l)
{
	const struct report *r = l->report;
	l->line_dest = arena_take(l->arena, (r->model->lines.n + 1) * sizeof *l->line_dest);
	l->errors = arena_take(l->arena, (r->model->lines.n + 1) * sizeof *l->errors);
	l->named = map_new(l->arena);
	l->pictures = map_new(l->arena);
	for (uint32_t i = 0; i < r->model->lines.n; i++) {
		struct str name = str_format(l->arena, "L%.*s", STR_ARG(r->model->lines.at[i].id));
		l->line_dest[i] = page_dest(l->d, name);
		l->d->dests.at[l->line_dest[i]].title = str_format(l->arena, "%.*s %.*s", STR_ARG(sections_word(r, WORDS_LINE_LABEL, 0)), STR_ARG(r->model->lines.at[i].number_text));
		if (!map_get(l->named, name))
			map_put(l->named, name, &l->line_dest[i]);
	}
	for (size_t g = 0; g < l->sections.check.n; g++) {
		for (size_t i = 0; i < l->sections.check.at[g].items.n; i++) {
			const struct section_item *item = &l->sections.check.at[g].items.at[i];
			if (item->line != LINE_NONE && item->finding->severity == SEVERITY_ERROR)
				*vec_add(l->arena, &l->errors[item->line]) = item;
		}
	}
}

static bool begins_with_facts(const struct model *m)
{
	for (size_t i = 0; i < m->parts.n; i++) {
		const struct node *tree = m->parts.at[i].kind == PART_TEXT ? m->parts.at[i].tree : NULL;
		for (const struct node *n = tree ? tree->first : NULL; n; n = n->next)
			if (n->kind == NODE_HTML_BLOCK && str_is(str_trim(n->text), "<!-- FACTS -->"))
				return false;
	}
	return true;
}

/* As the style has it, wider where numbers are long: a verdict's mark, the number and what is between them stand in it. */
static int32_t gutter_width(struct layout *l)
{
	const struct print_style *style = l->style;
	struct str longest = STR("");
	for (size_t i = 0; i < l->report->model->lines.n; i++)
		if (l->report->model->lines.at[i].number_text.n > longest.n)
			longest = l->report->model->lines.at[i].number_text;
	int32_t need = text_width(l->shaper, longest, look(l, FACE_BOLD, style->number, style->colour.quiet)) + style->number * 24 / 10;
	int32_t most = (l->right - l->left) / 4;
	return need < style->gutter ? style->gutter : need < most ? need : most;
}

/* Beside another one, or with text or lines on both sides. */
static bool rule_counts(const struct model *m, size_t i, int side)
{
	size_t other = i + (size_t)side;
	bool first = i == 0 || i + 1 == m->parts.n;
	if (other < m->parts.n && m->parts.at[other].kind == PART_RULE)
		return true;
	return !first && m->parts.at[i - 1].kind != PART_HEADING && m->parts.at[i + 1].kind != PART_HEADING;
}

static void lay_out(struct layout *l, struct str origin)
{
	const struct model *m = l->report->model;
	size_t title = find_title(l, origin);
	uint32_t list = PAGE_NONE, entry = 0;
	flow_new_page(l);
	section_title(l);
	if (m->settings.toc)
		section_contents(l, title);
	if (begins_with_facts(m))
		section_facts(l);
	for (size_t i = 0; i < m->parts.n; i++) {
		const struct part *part = &m->parts.at[i];
		if (i == title)
			continue;
		if (part->kind == PART_LINE) {
			list = list == PAGE_NONE ? page_element(l->d, TAG_L, 0) : list;
			l->d->elements.at[list].numbered = true;
			l->following = i + 1 < m->parts.n && m->parts.at[i + 1].kind == PART_LINE ? m->parts.at[i + 1].line : LINE_NONE;
			line_place(l, part->line, list);
			continue;
		}
		list = PAGE_NONE;
		if (part->kind == PART_HEADING && heading_of(part) && entry < l->contents.n)
			l->next_dest = l->contents.at[entry++].dest;
		/* a heading says itself that something new begins */
		if (part->kind == PART_RULE && (rule_counts(m, i, -1) || rule_counts(m, i, 1)))
			block_rule(l);
		else if (part->kind == PART_HEADING && heading_of(part))
			block_heading(l, heading_of(part), 0);
		else if (part->kind == PART_TEXT && part->tree) {
			flow_space(l, l->style->leading / 2);
			block_children(l, part->tree, l->x, l->width, 0);
			flow_space(l, l->style->leading / 2);
		}
	}
	if (!l->bare)
		section_check(l);
	section_end(l);
	flow_written(l, l->page);
	section_running(l);
}

/* What the pages show and what stands beside them, before it is compressed: a value that the edition withholds is in none of it. */
static bool leaks(const struct layout *l, const struct render_options *options, struct str *why)
{
	struct buf b = { 0 };
	uint32_t line;
	const struct page_document *d = l->d;
	if (!l->told)
		return false;
	const struct str beside[] = { d->title, d->author, d->subject, d->keywords, d->creator };
	for (size_t i = 0; i < sizeof beside / sizeof *beside; i++)
		buf_printf(&b, "%.*s\n", STR_ARG(beside[i]));
	for (size_t i = 0; i < d->elements.n; i++)
		buf_printf(&b, "%.*s\n", STR_ARG(d->elements.at[i].alt));
	for (size_t i = 0; i < d->outline.n; i++)
		buf_printf(&b, "%.*s\n", STR_ARG(d->outline.at[i].title));
	buf_put(&b, buf_str(l->told));
	bool found = render_leaks(options, buf_str(&b), &line);
	if (found)
		*why = str_format(l->arena, "it would show the answer of line %u", (unsigned)line + 1);
	buf_free(&b);
	return found;
}

static bool render(struct arena *a, const struct report *r, const struct render_options *options, struct buf *out, struct str *why)
{
	prepare(options);
	if (!opened.fonts) {
		*why = opened.why;
		return false;
	}
	const struct print_style *style = &opened.style;
	struct buf told = { 0 };
	struct layout l = { .arena = a, .report = r, .style = style, .owner = LINE_NONE, .next_dest = PAGE_NONE, .bare = options->bare };
	l.edition = options->blanks ? NULL : options->edition;
	l.shaper = shaper_new(a, opened.fonts);
	flow_scratch(&l);
	l.d = page_new(a, opened.fonts);
	l.d->width = options->letter ? style->letter[0] : style->a4[0];
	l.d->height = options->letter ? style->letter[1] : style->a4[1];
	l.d->lang = r->model->settings.lang.n ? r->model->settings.lang : STR("en");
	l.d->creator = str_format(a, "hence %s", r->version ? r->version : "");
	l.d->subject = r->model->settings.subtitle;
	for (size_t i = 0; i < r->model->settings.author.n; i++)
		l.d->author = str_format(a, "%.*s%s%.*s", STR_ARG(l.d->author), i ? ", " : "", STR_ARG(r->model->settings.author.at[i]));
	for (size_t i = 0; i < r->model->settings.keywords.n; i++)
		l.d->keywords = str_format(a, "%.*s%s%.*s", STR_ARG(l.d->keywords), i ? ", " : "", STR_ARG(r->model->settings.keywords.at[i]));
	l.top = style->top;
	l.bottom = l.d->height - style->bottom;
	l.left = style->left;
	l.right = l.d->width - style->right;
	l.x = l.left + gutter_width(&l);
	l.width = l.right - style->aside - l.x;
	l.digest = base_digest(a, r->text->bytes);
	sections_make(a, r, &l.sections);
	make_dests(&l);
	inline_marks(&l);
	l.writer = page_writer_new(l.d, out);
	l.told = options->edition && options->blanks ? &told : NULL;
	lay_out(&l, options->origin);
	bool fine = !leaks(&l, options, why) && page_write_rest(l.writer, why);
	page_writer_end(l.writer);
	shaper_end(l.shaper);
	arena_free(l.before);
	arena_free(l.scratch);
	buf_free(&told);
	return fine;
}

const struct renderer render_pdf = { .id = "pdf", .suffix = ".pdf", .render = render, .prepare = prepare, .streams = true };
