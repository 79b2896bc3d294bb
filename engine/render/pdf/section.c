/* What stands in the document beside the author's text: title, specification table, VIOLATION CHECK, running heads and feet. */
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
#include "render/page.h"
#include "render/sections.h"
#include "render/pdf/style.h"
#include "render/pdf/layout.h"

static const struct page_style *ink(struct layout *l, enum page_face face, int32_t size)
{
	return look(l, face, size, l->style->colour.ink);
}

static const struct page_style *quiet(struct layout *l, enum page_face face, int32_t size)
{
	return look(l, face, size, l->style->colour.quiet);
}

static void centred_rule(struct layout *l, int32_t thickness, uint32_t colour)
{
	page_rect(l->d, l->page, colour, l->left, l->y, l->right - l->left, thickness);
}

static void place(struct layout *l, struct str text, const struct page_style *style, enum page_tag tag, int32_t leading)
{
	struct pieces pieces = { 0 };
	if (!text.n)
		return;
	piece_add(l, &pieces, text, style, page_element(l->d, tag, 0));
	flow_pieces(l, &pieces, l->left, l->right - l->left, leading, style->size);
}

/* What the whole comes to, before anything else is read. */
static void overall(struct layout *l)
{
	struct pieces pieces = { 0 };
	struct section_overall whole = sections_overall(l->report);
	struct verdict_look shown = verdict_look(l, whole.verdict);
	uint32_t colour = shown.mark ? shown.colour : l->style->colour.quiet, element = page_element(l->d, TAG_P, 0);
	int32_t size = l->style->subtitle * 92 / 100, leading = size * 150 / 100;
	piece_add(l, &pieces, str_format(l->arena, "%s\xC2\xA0", whole.mark), look(l, FACE_MARK, size, colour), element);
	piece_add(l, &pieces, sections_word(l->report, WORDS_PAGE_VERDICT, whole.word), look(l, FACE_BOLD, size, colour), element);
	flow_pieces(l, &pieces, l->left, l->right - l->left, leading, size);
}

/* What the marks in the gutter mean, those that are there. */
static void legend(struct layout *l)
{
	struct pieces pieces = { 0 };
	int32_t size = l->style->small * 112 / 100;
	uint32_t element = PAGE_NONE;
	for (enum verdict v = VERDICT_PROSE; v <= VERDICT_NOT_APPLICABLE; v++) {
		struct verdict_look shown = verdict_look(l, v);
		size_t i = 0;
		while (i < l->report->lines.n && l->report->lines.at[i].verdict != v)
			i++;
		if (!shown.mark || i == l->report->lines.n)
			continue;
		if (element == PAGE_NONE)
			element = page_element(l->d, TAG_P, 0);
		piece_add(l, &pieces, str_of(shown.mark), look(l, FACE_MARK, size, shown.colour), element);
		piece_add(l, &pieces, str_format(l->scratch, "\xC2\xA0%.*s\xE2\x80\x83", STR_ARG(shown.name)), quiet(l, FACE_TEXT, size), element);
	}
	if (pieces.all.n)
		flow_pieces(l, &pieces, l->left, l->right - l->left, l->style->small * 155 / 100, size);
}

void section_title(struct layout *l)
{
	const struct settings *s = &l->report->model->settings;
	const struct print_style *style = l->style;
	uint32_t dest = page_dest(l->d, STR("top"));
	struct buf b = { 0 };
	l->d->dests.at[dest].page = 0;
	l->d->dests.at[dest].y = 0;
	*vec_add(l->arena, &l->d->outline) = (struct page_outline){ 1, l->d->title, dest };
	place(l, l->d->title, ink(l, FACE_BOLD, style->title), TAG_H1, style->title * 118 / 100);
	if (s->subtitle.n) {
		l->y += style->subtitle / 4;
		place(l, s->subtitle, quiet(l, FACE_ITALIC, style->subtitle), TAG_P, style->subtitle * 135 / 100);
	}
	for (size_t i = 0; i < s->author.n; i++)
		buf_printf(&b, "%s%.*s", i ? ", " : "", STR_ARG(s->author.at[i]));
	if (s->date.n)
		buf_printf(&b, "%s%.*s", b.n ? " \xC2\xB7 " : "", STR_ARG(s->date));
	if (b.n) {
		l->y += style->text / 2;
		place(l, str_copy(l->scratch, buf_str(&b)), ink(l, FACE_TEXT, style->text), TAG_P, style->leading);
	}
	l->y += style->text;
	centred_rule(l, 900, style->colour.ink);
	l->y += style->text * 45 / 100;
	if (!l->bare && l->edition)
		place(l, sections_word(l->report, WORDS_INSTRUCTOR, 0), look(l, FACE_BOLD, style->small * 112 / 100, style->colour.link), TAG_P, style->small * 155 / 100);
	if (!l->bare)
		overall(l);
	if (!l->bare)
		place(l, l->sections.coverage, ink(l, FACE_TEXT, style->small * 112 / 100), TAG_P, style->small * 155 / 100);
	if (!l->bare)
		legend(l);
	if (!l->bare)
		place(l, l->sections.machine, quiet(l, FACE_TEXT, style->small * 112 / 100), TAG_P, style->small * 155 / 100);
	struct str digest = str_format(l->scratch, "sha256 %.*s", STR_ARG(l->digest));
	place(l, digest, quiet(l, FACE_MONO, style->small * 78 / 100), TAG_P, style->small * 145 / 100);
	l->y += style->text * 55 / 100;
	centred_rule(l, 400, style->colour.rule);
	flow_done(l);
	flow_space(l, style->leading * 9 / 10);
	buf_free(&b);
	if (s->abstract.n) {
		struct pieces pieces = { 0 };
		piece_add(l, &pieces, s->abstract, ink(l, FACE_ITALIC, style->text), page_element(l->d, TAG_P, 0));
		flow_pieces(l, &pieces, l->x, l->width, style->leading, style->text);
		l->y += style->leading;
	}
}

static bool same_words(struct str x, struct str y)
{
	size_t i = 0;
	while (i < x.n && i < y.n && (x.s[i] == y.s[i] || ((x.s[i] | 32) == (y.s[i] | 32) && (x.s[i] | 32) >= 'a' && (x.s[i] | 32) <= 'z')))
		i++;
	return i == x.n && i == y.n;
}

/* Left out where the author has put the same heading right above. */
static void heading(struct layout *l, struct str text, const char *name, uint32_t level, enum page_tag tag)
{
	if (l->head_count && same_words(str_trim(l->heads[l->head_count - 1].title), text)) {
		l->d->dests.at[l->heads[l->head_count - 1].dest].name = str_of(name);
		return;
	}
	struct pieces pieces = { 0 };
	piece_add(l, &pieces, text, ink(l, FACE_BOLD, l->style->heading[level - 1]), page_element(l->d, tag, 0));
	heading_place(l, &pieces, level, text, str_of(name));
}

static struct cell *cell(struct layout *l, struct row *row, uint32_t row_element, struct str text, const struct page_style *style, char align)
{
	struct cell *c = vec_add(l->scratch, &row->cells);
	c->align = align;
	c->element = page_element(l->d, row->header ? TAG_TH : TAG_TD, row_element);
	if (text.n)
		piece_add(l, &c->pieces, text, style, c->element);
	return c;
}

void section_facts(struct layout *l)
{
	struct grid grid = { 0 };
	int32_t size = l->style->text * 92 / 100, leading = l->style->leading * 92 / 100;
	if (l->facts_placed || !l->sections.show_facts)
		return;
	l->facts_placed = true;
	heading(l, l->sections.facts_heading, "facts", 3, TAG_H2);
	uint32_t table = page_element(l->d, TAG_TABLE, 0), element = page_element(l->d, TAG_TR, table);
	struct row *row = vec_add(l->scratch, &grid.rows);
	row->header = true;
	for (size_t i = 0; i < 4; i++)
		cell(l, row, element, sections_word(l->report, WORDS_FACT_HEADS, i), ink(l, FACE_BOLD, size), i == 1 || i == 3 ? 'r' : 'l');
	for (size_t i = 0; i < l->sections.facts.n; i++) {
		const struct section_fact *f = &l->sections.facts.at[i];
		row = vec_add(l->scratch, &grid.rows);
		element = page_element(l->d, TAG_TR, table);
		cell(l, row, element, f->property, ink(l, FACE_TEXT, size), 'l');
		uint32_t colour = f->good ? l->style->colour.value : l->style->colour.undecided;
		const struct page_style *value = look(l, f->good ? FACE_TEXT : FACE_ITALIC, size, colour);
		cell(l, row, element, f->value, value, f->good ? 'r' : 'l');
		struct cell *source = cell(l, row, element, f->source, look(l, FACE_MONO, size * 86 / 100, l->style->colour.quiet), 'l');
		if (f->ran.n)
			piece_add(l, &source->pieces, str_format(l->scratch, ", %.*s", STR_ARG(f->ran)), look(l, FACE_TEXT, size * 86 / 100, l->style->colour.quiet), source->element);
		struct cell *last = cell(l, row, element, STR(""), NULL, 'r');
		if (f->line != LINE_NONE)
			inline_line_link(l, &last->pieces, f->line, size, last->element);
	}
	grid_place(l, &grid, l->x, l->right - l->x, leading, size);
}

static const char *severity_mark(const struct layout *l, const struct section_item *item, uint32_t *colour)
{
	enum severity severity = item->finding->severity;
	*colour = severity == SEVERITY_ERROR ? l->style->colour.wrong : severity == SEVERITY_WARNING ? l->style->colour.rounded : l->style->colour.quiet;
	return severity == SEVERITY_ERROR ? "\xE2\x9C\x97" : severity == SEVERITY_WARNING ? "!" : "\xC2\xB7";
}

static void add_label(struct layout *l, struct pieces *to, const struct section_together *t, int32_t size, uint32_t element)
{
	const struct page_style *bold = look(l, FACE_BOLD, size, l->style->colour.link), *plain = look(l, FACE_BOLD, size, l->style->colour.ink);
	struct str many = str_of(model_words(l->report->model->settings.lang, WORDS_LINES_LABEL)[0]);
	if (!t->lines.n) {
		piece_add(l, to, t->item->label, plain, element);
		return;
	}
	for (size_t i = 0; i < t->lines.n; i++) {
		struct str number = l->report->model->lines.at[t->lines.at[i]].number_text;
		struct str text = t->lines.n == 1 ? t->item->label : i == 0 ? str_format(l->scratch, "%.*s %.*s", STR_ARG(many), STR_ARG(number)) : number;
		if (i)
			piece_add(l, to, STR(", "), plain, element);
		piece_add(l, to, text, bold, page_element(l->d, TAG_LINK, element))->dest = l->line_dest[t->lines.at[i]];
	}
}

static void check_item(struct layout *l, const struct section_together *t, uint32_t list)
{
	struct pieces pieces = { 0 };
	const struct section_item *item = t->item;
	int32_t size = l->style->text * 95 / 100, leading = l->style->leading * 95 / 100, indent = size * 15 / 10;
	uint32_t colour, entry = page_element(l->d, TAG_LI, list), label = page_element(l->d, TAG_LBL, entry);
	uint32_t body = page_element(l->d, TAG_LBODY, entry);
	const char *mark = severity_mark(l, item, &colour);
	add_label(l, &pieces, t, size, body);
	piece_add(l, &pieces, STR(": "), ink(l, FACE_BOLD, size), body);
	piece_add(l, &pieces, item->sentence, ink(l, FACE_TEXT, size), body);
	if (t->mend) {
		piece_add(l, &pieces, STR(" "), ink(l, FACE_TEXT, size), body);
		piece_add(l, &pieces, item->mend, quiet(l, FACE_ITALIC, size), body);
	}
	piece_add(l, &pieces, STR(" "), quiet(l, FACE_TEXT, l->style->small), body);
	piece_add(l, &pieces, str_format(l->scratch, "[%s]", item->finding->kind->id), quiet(l, FACE_TEXT, l->style->small), body)->whole = true;
	struct para *p = para_make(l->shaper, pieces.all.at, (uint32_t)pieces.all.n, l->width - indent, 0);
	flow_space(l, leading / 5);
	flow_need(l, (p->line_count > 3 ? 2 : (int32_t)p->line_count) * leading);
	flow_row(l, leading);
	flow_text(l, str_of(mark), look(l, FACE_MARK, size, colour), label, l->x, leading);
	flow_para(l, p, l->x + indent, leading, size);
}

void section_check(struct layout *l)
{
	if (l->check_placed)
		return;
	l->check_placed = true;
	heading(l, l->sections.check_heading, "violations", 2, TAG_H2);
	for (size_t g = 0; g < l->sections.check.n; g++) {
		const struct section_group *group = &l->sections.check.at[g];
		if (!group->items.n) {
			struct pieces pieces = { 0 };
			piece_add(l, &pieces, group->heading, ink(l, FACE_BOLD, l->style->text), page_element(l->d, TAG_H3, 0));
			struct str nothing = str_format(l->scratch, ": %.*s", STR_ARG(l->sections.nothing));
			piece_add(l, &pieces, nothing, quiet(l, FACE_ITALIC, l->style->text), page_element(l->d, TAG_P, 0));
			struct para *p = para_make(l->shaper, pieces.all.at, 2, l->width, 0);
			flow_space(l, l->style->leading * 4 / 10);
			flow_para(l, p, l->left, l->style->leading, l->style->text);
			continue;
		}
		heading(l, group->heading, "", 3, TAG_H3);
		uint32_t list = page_element(l->d, TAG_L, 0);
		struct section_gathered gathered = { 0 };
		struct arena *own = arena_new();
		sections_gather(own, group, &gathered);
		for (size_t i = 0; i < gathered.all.n; i++) {
			check_item(l, gathered.all.at[i], list);
			flow_part(l);
		}
		arena_free(own);
	}
	section_unchecked(l);
	flow_space(l, l->style->leading / 2);
}

void section_end(struct layout *l)
{
	size_t n;
	const uint32_t *missing = shaper_missing(l->shaper, &n);
	int32_t size = l->style->small, leading = size * 145 / 100;
	struct buf b = { 0 };
	if (l->head_count)
		flow_row(l, l->style->leading);
	if (!n)
		return;
	buf_put(&b, sections_word(l->report, WORDS_NOT_DRAWN, 0));
	for (size_t i = 0; i < n; i++)
		buf_printf(&b, "%s U+%04X", i ? "," : "", (unsigned)missing[i]);
	buf_putc(&b, '.');
	flow_space(l, l->style->leading);
	flow_row(l, 3 * leading);
	centred_rule(l, 400, l->style->colour.rule);
	l->y += leading / 2;
	place(l, str_copy(l->scratch, buf_str(&b)), quiet(l, FACE_TEXT, size), TAG_P, leading);
	buf_free(&b);
}

/* As much of the text as fits, at a word's end. */
static struct str shortened(struct layout *l, struct str text, const struct page_style *style, int32_t width)
{
	if (text_width(l->shaper, text, style) <= width)
		return text;
	while (text.n) {
		text.n--;
		while (text.n && text.s[text.n - 1] != ' ')
			text.n--;
		struct str x = str_format(l->scratch, "%.*s\xE2\x80\xA6", STR_ARG(str_trim(text)));
		if (text_width(l->shaper, x, style) <= width)
			return x;
	}
	return text;
}

static void show_stamp(struct layout *l, uint32_t page, uint32_t stamp)
{
	page_item(l->d, page, PAGE_STAMP, PAGE_NONE, 0)->image = stamp;
}

void section_running(struct layout *l)
{
	const struct print_style *style = l->style;
	const struct page_style *look_text = quiet(l, FACE_TEXT, style->small), *look_italic = quiet(l, FACE_ITALIC, style->small);
	const struct page_style *look_digest = quiet(l, FACE_MONO, style->small * 8 / 10);
	struct str bytes = l->d->title;
	if (bytes.n > 300)              /* a running head shows a hundred characters at most */
		for (bytes.n = 300; bytes.n && ((unsigned char)bytes.s[bytes.n] & 0xC0) == 0x80; )
			bytes.n--;
	struct str title = shortened(l, bytes, look_italic, (l->right - l->left) * 8 / 10);
	struct str machine = l->bare ? STR("") : l->sections.machine, word = sections_word(l->report, WORDS_PAGE_OF, 0), of = sections_word(l->report, WORDS_PAGE_OF, 1);
	struct str foot = str_format(l->arena, "%.*s%s%.*s", STR_ARG(l->d->creator), machine.n ? " \xC2\xB7 " : "", STR_ARG(machine));
	struct str digest = str_format(l->arena, "sha256 %.*s", 16, l->digest.s);
	int32_t foot_y = l->d->height - style->bottom / 2, head_y = style->top / 2 + style->small, room = 0;
	int32_t digest_width = text_width(l->shaper, digest, look_digest);
	uint32_t foot_stamp = 0, head_stamp = 0;
	foot = shortened(l, foot, look_text, (l->right - l->left) / 2);
	for (uint32_t i = 0; i < l->d->pages.n; i++) {
		struct str number = str_format(l->scratch, "%.*s %u %.*s %zu", STR_ARG(word), i + 1, STR_ARG(of), l->d->pages.n);
		int32_t width = text_width(l->shaper, number, look_text);
		/* all pages show the same but for their numbers, and those are of few widths */
		if (width != room) {
			text_place(l->d, i, l->shaper, foot, look_text, PAGE_NONE, l->left, foot_y);
			text_place(l->d, i, l->shaper, digest, look_digest, PAGE_NONE, l->right - width - 30000 - digest_width, foot_y);
			page_rect(l->d, i, style->colour.rule, l->left, foot_y - style->small * 14 / 10, l->right - l->left, 400);
			foot_stamp = flow_stamp(l, i);
			room = width;
		}
		if (i == 1) {
			text_place(l->d, i, l->shaper, title, look_italic, PAGE_NONE, l->left, head_y);
			page_rect(l->d, i, style->colour.rule, l->left, head_y + style->small * 6 / 10, l->right - l->left, 400);
			head_stamp = flow_stamp(l, i);
		}
		section_contents_numbers(l, i);
		show_stamp(l, i, foot_stamp);
		text_place(l->d, i, l->shaper, number, look_text, PAGE_NONE, l->right - width, foot_y);
		if (i > 0)
			show_stamp(l, i, head_stamp);
		flow_written(l, i);
		flow_scratch(l);
	}
}
