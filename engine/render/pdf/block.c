/* Blocks: paragraphs, headings, lists, quotes, rules, tables, and the places of the sections. */
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

static int32_t gap(const struct layout *l)
{
	return l->style->leading * 40 / 100;
}

static bool is_annotation(const struct layout *l, const struct node *n)
{
	if (n->kind != NODE_CODE_BLOCK || l->owner == LINE_NONE)
		return false;
	struct range r = l->report->model->lines.at[l->owner].annotation_range;
	return r.n && n->range.at >= r.at && n->range.at < r.at + r.n;
}

/* What must stand on one page with a paragraph: the start of the drawing under it, or all of a small one. */
static void keep_with_code(struct layout *l, const struct para *p, const struct node *next, int32_t x)
{
	int32_t own = para_height(p, l->style->leading) + gap(l);
	if (own < (l->bottom - l->top) / 4)
		flow_need(l, own + code_start(l, next, x));
	else
		flow_need(l, 2 * l->style->leading);
}

static void keep_with_table(struct layout *l, const struct para *p, const struct node *table)
{
	size_t rows = 0;
	for (const struct node *r = table->first; r; r = r->next)
		rows++;
	flow_need(l, para_height(p, l->style->leading) + gap(l) + grid_start(l, rows, l->style->leading * 92 / 100));
}

static void paragraph(struct layout *l, const struct node *n, int32_t x, int32_t width, uint32_t element)
{
	struct pieces pieces = { 0 };
	if (picture_place(l, n, x, width, element))
		return;
	uint32_t own = page_element(l->d, TAG_P, element);
	inline_pieces(l, &pieces, n, FACE_TEXT, l->style->text, l->style->colour.ink, own);
	if (!pieces.all.n)
		return;
	line_given(l, &pieces, own);
	struct para *p = para_make(l->shaper, pieces.all.at, (uint32_t)pieces.all.n, width, 0);
	if (n->next && n->next->kind == NODE_CODE_BLOCK && !is_annotation(l, n->next))
		keep_with_code(l, p, n->next, x);
	if (n->next && n->next->kind == NODE_TABLE && p->line_count <= 3)
		keep_with_table(l, p, n->next);
	/* the line's last words do not begin a page of their own */
	int32_t below = l->keep_below;
	if (l->owner != LINE_NONE && n->next && n->next->kind == NODE_PARAGRAPH && below < 2 * l->style->leading)
		l->keep_below = 2 * l->style->leading;
	flow_para(l, p, x, l->style->leading, l->style->text);
	l->keep_below = below;
}

static void list(struct layout *l, const struct node *n, int32_t x, int32_t width, uint32_t element)
{
	uint32_t own = page_element(l->d, TAG_L, element), number = n->level;
	l->d->elements.at[own].numbered = n->ordered;
	const struct page_style *style = look(l, FACE_TEXT, l->style->text, l->style->colour.quiet);
	int32_t indent = l->style->text * 17 / 10;
	if (n->ordered) {
		uint32_t count = 0;
		for (const struct node *item = n->first; item; item = item->next)
			count++;
		struct str widest = str_format(l->scratch, "%u. ", number + (count ? count - 1 : 0));
		int32_t wide = text_width(l->shaper, widest, style) + l->style->text * 7 / 10;
		indent = wide > indent ? wide : indent;
	}
	for (const struct node *item = n->first; item; item = item->next, number++) {
		uint32_t entry = page_element(l->d, TAG_LI, own), label = page_element(l->d, TAG_LBL, entry);
		uint32_t body = page_element(l->d, TAG_LBODY, entry);
		struct str mark = n->ordered ? str_format(l->scratch, "%u.", number) : STR("\xE2\x80\xA2");
		if (item != n->first && !n->tight)
			flow_space(l, gap(l));
		if (l->label_count <= NESTING)
			l->labels[l->label_count++] = (struct label){ mark, label, x + (n->ordered ? 0 : l->style->text * 4 / 10) };
		if (item->first)
			block_children(l, item, x + indent, width - indent, body);
		if (l->label_count) {
			flow_row(l, l->style->leading);
			l->y += l->style->leading;
			flow_done(l);
		}
	}
}

static void quote(struct layout *l, const struct node *n, int32_t x, int32_t width, uint32_t element)
{
	flow_row(l, l->style->leading);
	int32_t indent = l->style->text * 14 / 10;
	l->quotes[l->quote_count++] = (struct quote){ x + indent / 4, l->y };
	block_children(l, n, x + indent, width - indent, page_element(l->d, TAG_QUOTE, element));
	flow_quote(l, --l->quote_count, l->filled);
}

static void html(struct layout *l, const struct node *n, int32_t x, int32_t width, uint32_t element)
{
	struct str text = str_trim(n->text);
	if (str_is(text, "<!-- FACTS -->")) {
		section_facts(l);
	} else if (str_is(text, "<!-- VIOLATION CHECK -->")) {
		section_check(l);
	} else if (!str_starts(text, STR("<!--"))) {
		struct para_piece *piece = arena_take(l->scratch, sizeof *piece);
		*piece = (struct para_piece){ .text = text, .style = look(l, FACE_MONO, l->style->code, l->style->colour.quiet),
			.element = page_element(l->d, TAG_P, element), .dest = PAGE_NONE };
		flow_para(l, para_make(l->shaper, piece, 1, width, 0), x, l->style->leading, l->style->code);
	}
}

void block_rule(struct layout *l)
{
	/* one below another they are rows to write on */
	bool row = l->ruled && l->filled == l->ruled;
	flow_space(l, row ? l->style->leading * 17 / 10 : l->style->leading / 2);
	flow_row(l, l->style->leading);
	page_rect(l->d, l->page, l->style->colour.rule, l->x, l->y, l->width, 500);
	l->y += 500;
	flow_done(l);
	l->ruled = l->filled;
	flow_space(l, l->style->leading / 2);
}

/* Deeper than a reader would follow: the words, without their structure. */
static void flat(struct layout *l, const struct node *n, int32_t x, int32_t width, uint32_t element)
{
	struct pieces pieces = { 0 };
	inline_pieces(l, &pieces, n, FACE_TEXT, l->style->text, l->style->colour.ink, page_element(l->d, TAG_P, element));
	if (pieces.all.n)
		flow_pieces(l, &pieces, x, width, l->style->leading, l->style->text);
}

static void block(struct layout *l, const struct node *n, int32_t x, int32_t width, uint32_t element)
{
	struct grid grid = { 0 };
	switch (n->kind) {
	case NODE_PARAGRAPH:
		paragraph(l, n, x, width, element);
		break;
	case NODE_HEADING:
		block_heading(l, n, element);
		break;
	case NODE_LIST:
		list(l, n, x, width, element);
		break;
	case NODE_QUOTE:
		quote(l, n, x, width, element);
		break;
	case NODE_CODE_BLOCK:
		code_place(l, n, x, element);
		break;
	case NODE_HTML_BLOCK:
		html(l, n, x, width, element);
		break;
	case NODE_RULE:
		block_rule(l);
		break;
	case NODE_TABLE:
		grid_of_table(l, n, &grid, page_element(l->d, TAG_TABLE, element));
		flow_space(l, gap(l));
		grid_place(l, &grid, x, l->right - x, l->style->leading * 92 / 100, l->style->text * 92 / 100);
		break;
	default:
		flat(l, n, x, width, element);
	}
}

void block_children(struct layout *l, const struct node *parent, int32_t x, int32_t width, uint32_t element)
{
	bool any = false;
	l->depth++;
	for (const struct node *n = parent->first; n; n = n->next) {
		if (is_annotation(l, n))
			continue;
		flow_part(l);
		if (any && !(parent->kind == NODE_ITEM && n->kind == NODE_LIST))
			flow_space(l, gap(l));
		if (l->depth < NESTING)
			block(l, n, x, width, element);
		else
			flat(l, n, x, width, element);
		any = true;
	}
	l->depth--;
}

void heading_place(struct layout *l, struct pieces *pieces, uint32_t level, struct str title, struct str name)
{
	int32_t size = l->style->heading[level - 1], leading = size * 128 / 100;
	struct para *p = para_make(l->shaper, pieces->all.at, (uint32_t)pieces->all.n, l->x + l->width - l->left, 0);
	uint32_t dest = l->next_dest != PAGE_NONE ? l->next_dest : page_dest(l->d, name);
	l->next_dest = PAGE_NONE;
	l->d->dests.at[dest].title = title;
	if (l->head_count == HEADS)
		flow_row(l, l->style->leading);
	l->heads[l->head_count++] = (struct head){ p, title, size, leading, level == 1 ? size * 14 / 10 : size * 11 / 10, dest };
	*vec_add(l->arena, &l->d->outline) = (struct page_outline){ level, title, dest };
}

void block_heading(struct layout *l, const struct node *n, uint32_t element)
{
	struct pieces pieces = { 0 };
	struct buf title = { 0 };
	uint32_t level = n->level < 1 ? 1 : n->level > 6 ? 6 : n->level;
	element = page_element(l->d, (enum page_tag)(TAG_H1 + level - 1), element);
	inline_pieces(l, &pieces, n, FACE_BOLD, l->style->heading[level - 1], l->style->colour.ink, element);
	if (!pieces.all.n)
		return;
	for (size_t i = 0; i < pieces.all.n; i++)
		buf_put(&title, pieces.all.at[i].text);
	heading_place(l, &pieces, level, str_copy(l->arena, buf_str(&title)), STR(""));
	buf_free(&title);
}
