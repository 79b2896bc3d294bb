/* The structure tree: what a screen reader walks, and which marked stretch of a page belongs to which element. */
#include "base.h"
#include "render/page.h"

#include <hb.h>
#include <string.h>

#include "render/page/tags.h"
#include "render/page/write.h"

const char *const tag_names[] = {
	[TAG_DOCUMENT] = "Document", [TAG_SECTION] = "Sect", [TAG_H1] = "H1", [TAG_H2] = "H2", [TAG_H3] = "H3", [TAG_H4] = "H4", [TAG_H5] = "H5",
	[TAG_H6] = "H6", [TAG_P] = "P", [TAG_L] = "L", [TAG_LI] = "LI", [TAG_LBL] = "Lbl", [TAG_LBODY] = "LBody", [TAG_TABLE] = "Table",
	[TAG_TR] = "TR", [TAG_TH] = "TH", [TAG_TD] = "TD", [TAG_FIGURE] = "Figure", [TAG_CODE] = "Code", [TAG_LINK] = "Link",
	[TAG_QUOTE] = "BlockQuote", [TAG_SPAN] = "Span", [TAG_TOC] = "TOC", [TAG_TOCI] = "TOCI",
};

/* A figure says where it is; everything its element shows on its first page. */
static void put_box(struct pdf *p, struct buf *b, uint32_t element)
{
	int32_t left = INT32_MAX, right = INT32_MIN, top = INT32_MAX, bottom = INT32_MIN;
	const struct pdf_kid *kid = p->elements[element].kids.at;
	const struct page *page = &p->d->pages.at[kid->page];
	for (size_t i = 0; i < page->items.n; i++) {
		const struct page_item *item = &page->items.at[i];
		if (item->element != element)
			continue;
		int32_t up = item->kind == PAGE_TEXT ? item->size : 0, h = item->kind == PAGE_TEXT ? item->size / 4 : item->h;
		left = item->x < left ? item->x : left;
		right = item->x + item->w > right ? item->x + item->w : right;
		top = item->y - up < top ? item->y - up : top;
		bottom = item->y + h > bottom ? item->y + h : bottom;
	}
	if (left > right)
		return;
	buf_puts(b, "/A<</O/Layout/Placement/Block/BBox[");
	pdf_length(b, left);
	buf_putc(b, ' ');
	pdf_length(b, p->d->height - bottom);
	buf_putc(b, ' ');
	pdf_length(b, right);
	buf_putc(b, ' ');
	pdf_length(b, p->d->height - top);
	buf_puts(b, "]>>");
}

static void put_element(struct pdf *p, uint32_t i, uint32_t root)
{
	const struct page_element *e = &p->d->elements.at[i];
	struct pdf_element *own = &p->elements[i];
	struct buf *b = pdf_begin(p, own->object);
	uint32_t page = PAGE_NONE;
	buf_put(b, STR("<</Type/StructElem/S/"));
	buf_puts(b, tag_names[e->tag]);
	buf_put(b, STR("/P "));
	pdf_reference(b, e->parent == PAGE_NONE ? root : p->elements[e->parent].object);
	for (size_t k = 0; k < own->kids.n && page == PAGE_NONE; k++)
		if (own->kids.at[k].kind != KID_ELEMENT)
			page = own->kids.at[k].page;
	if (page != PAGE_NONE) {
		buf_put(b, STR("/Pg "));
		pdf_reference(b, p->pages[page]);
	}
	if (e->alt.n) {
		buf_puts(b, "/Alt");
		pdf_text(b, e->alt);
	}
	if (e->lang.n) {
		buf_puts(b, "/Lang");
		pdf_text(b, e->lang);
	}
	if (e->tag == TAG_TH)
		buf_puts(b, "/A<</O/Table/Scope/Column>>");
	if (e->tag == TAG_L && e->numbered)
		buf_puts(b, "/A<</O/List/ListNumbering/Decimal>>");
	if (e->tag == TAG_FIGURE && own->kids.n && own->kids.at[0].kind == KID_MARK)
		put_box(p, b, i);
	buf_puts(b, "/K[");
	for (size_t k = 0; k < own->kids.n; k++) {
		const struct pdf_kid *kid = &own->kids.at[k];
		if (k)
			buf_putc(b, ' ');
		if (kid->kind == KID_ELEMENT)
			pdf_reference(b, p->elements[kid->value].object);
		else if (kid->kind == KID_LINK)
			buf_printf(b, "<</Type/OBJR/Obj %u 0 R/Pg %u 0 R>>", kid->value, p->pages[kid->page]);
		else if (kid->page == page)
			pdf_count(b, kid->value);
		else
			buf_printf(b, "<</Type/MCR/MCID %u/Pg %u 0 R>>", kid->value, p->pages[kid->page]);
	}
	buf_puts(b, "]>>");
	pdf_end(p);
}

uint32_t pdf_structure(struct pdf *p)
{
	uint32_t root = pdf_number(p), parents = pdf_number(p), n = (uint32_t)p->d->elements.n;
	p->elements[0].listed = true;
	for (uint32_t i = 0; i < n; i++)
		if (p->elements[i].listed)
			p->elements[i].object = pdf_number(p);
	for (uint32_t i = 0; i < n; i++)
		if (p->elements[i].listed)
			put_element(p, i, root);
	struct buf *b = pdf_begin(p, parents);
	buf_puts(b, "<</Nums[");
	for (uint32_t i = 0; i < p->d->pages.n; i++) {
		buf_printf(b, "%u[", i);
		for (size_t k = 0; k < p->marks[i].n; k++) {
			if (k)
				buf_putc(b, ' ');
			pdf_reference(b, p->elements[p->marks[i].at[k]].object);
		}
		buf_putc(b, ']');
	}
	for (size_t i = 0; i < p->link_parents.n; i++)
		buf_printf(b, "%zu %u 0 R ", p->d->pages.n + i, p->elements[p->link_parents.at[i].element].object);
	buf_puts(b, "]>>");
	pdf_end(p);
	b = pdf_begin(p, root);
	buf_printf(b, "<</Type/StructTreeRoot/K %u 0 R/ParentTree %u 0 R/ParentTreeNextKey %zu>>", p->elements[0].object, parents,
		p->d->pages.n + p->link_parents.n);
	pdf_end(p);
	return root;
}
