/* The list of contents: placed first, its page numbers when all pages are there. */
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

/* The plain text of a heading. */
struct str heading_words(struct arena *a, const struct node *n)
{
	struct buf b = { 0 };
	for (const struct node *k = source_next(n, n, true); k; k = source_next(k, n, true)) {
		if (k->kind == NODE_TEXT || k->kind == NODE_CODE)
			buf_put(&b, k->text);
		else if (k->kind == NODE_SOFT_BREAK || k->kind == NODE_HARD_BREAK)
			buf_putc(&b, ' ');
	}
	struct str x = str_copy(a, buf_str(&b));
	buf_free(&b);
	return x;
}

const struct node *heading_of(const struct part *part)
{
	const struct node *n = part->kind == PART_HEADING ? part->tree : NULL;
	return n && n->kind == NODE_DOCUMENT ? n->first : n;
}

void section_contents(struct layout *l, size_t title)
{
	const struct model *m = l->report->model;
	uint32_t list = page_element(l->d, TAG_TOC, 0);
	const struct page_style *style = look(l, FACE_TEXT, l->style->text, l->style->colour.ink);
	int32_t leading = l->style->leading, number_room = l->style->text * 3;
	uint32_t highest = 6;
	for (size_t i = 0; i < m->parts.n; i++) {
		const struct node *h = i == title ? NULL : heading_of(&m->parts.at[i]);
		highest = h && h->level < highest ? h->level : highest;
	}
	for (size_t i = 0; i < m->parts.n; i++) {
		const struct node *h = i == title ? NULL : heading_of(&m->parts.at[i]);
		if (!h)
			continue;
		struct pieces pieces = { 0 };
		flow_part(l);
		uint32_t deeper = h->level - highest > 3 ? 3 : h->level - highest, dest = page_dest(l->d, STR(""));
		int32_t indent = (int32_t)deeper * l->style->text * 12 / 10;
		uint32_t element = page_element(l->d, TAG_LINK, page_element(l->d, TAG_TOCI, list));
		piece_add(l, &pieces, heading_words(l->scratch, h), style, element)->dest = dest;
		struct para *p = para_make(l->shaper, pieces.all.at, 1, l->width - indent - number_room, 0);
		flow_para(l, p, l->x + indent, leading, l->style->text);
		int32_t end = indent + p->lines[p->line_count - 1].width;
		*vec_add(l->arena, &l->contents) = (struct contents_entry){ dest, l->page, l->y - leading, end };
	}
	flow_done(l);
	flow_space(l, leading);
}

void section_contents_numbers(struct layout *l, uint32_t page)
{
	const struct page_style *style = look(l, FACE_TEXT, l->style->text, l->style->colour.ink);
	for (; l->numbered < l->contents.n && l->contents.at[l->numbered].page == page; l->numbered++) {
		const struct contents_entry *e = &l->contents.at[l->numbered];
		struct str number = str_format(l->scratch, "%u", l->d->dests.at[e->dest].page + 1);
		int32_t width = text_width(l->shaper, number, style), right = l->x + l->width;
		int32_t y = e->y + flow_baseline(l->style->leading, l->style->text);
		struct page_point *points = arena_take(l->scratch, 2 * sizeof *points);
		points[0] = (struct page_point){ l->x + e->size + 4000, y };
		points[1] = (struct page_point){ right - width - 4000, y };
		text_place(l->d, e->page, l->shaper, number, style, PAGE_NONE, right - width, y);
		if (points[0].x >= points[1].x)
			continue;
		struct page_item *item = page_item(l->d, e->page, PAGE_PATH, PAGE_NONE, l->style->colour.rule);
		item->points = points;
		item->point_count = 2;
		item->stroke = 600;
		item->dashed = true;
	}
}
