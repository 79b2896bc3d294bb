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

static void put_box(struct page_writer *p, struct buf *b, const struct pdf_box *box)
{
	buf_puts(b, "/A<</O/Layout/Placement/Block/BBox[");
	pdf_length(b, box->left);
	buf_putc(b, ' ');
	pdf_length(b, p->d->height - box->bottom);
	buf_putc(b, ' ');
	pdf_length(b, box->right);
	buf_putc(b, ' ');
	pdf_length(b, p->d->height - box->top);
	buf_puts(b, "]>>");
}

static void put_element(struct page_writer *p, uint32_t i, uint32_t root)
{
	const struct page_element *e = &p->d->elements.at[i];
	const struct pdf_element *own = &p->elements.at[i];
	struct buf *b = pdf_begin(p, own->object);
	uint32_t page = PAGE_NONE;
	buf_put(b, STR("<</Type/StructElem/S/"));
	buf_puts(b, tag_names[e->tag]);
	buf_put(b, STR("/P "));
	pdf_reference(b, e->parent == PAGE_NONE ? root : p->elements.at[e->parent].object);
	for (uint32_t k = own->first; k && page == PAGE_NONE; k = p->kids.at[k].next)
		if (p->kids.at[k].kind != KID_ELEMENT)
			page = p->kids.at[k].page;
	if (page != PAGE_NONE) {
		buf_put(b, STR("/Pg "));
		pdf_reference(b, p->pages.at[page].object);
	}
	if (e->alt.n) {
		buf_puts(b, "/Alt");
		pdf_text(b, e->alt);
	}
	if (e->tag == TAG_TH)
		buf_puts(b, "/A<</O/Table/Scope/Column>>");
	if (e->tag == TAG_L && e->numbered)
		buf_puts(b, "/A<</O/List/ListNumbering/Decimal>>");
	if (own->box && p->kids.at[own->first].kind == KID_MARK)
		put_box(p, b, &p->boxes.at[own->box - 1]);
	buf_puts(b, "/K[");
	for (uint32_t k = own->first; k; k = p->kids.at[k].next) {
		const struct pdf_kid *kid = &p->kids.at[k];
		if (k != own->first)
			buf_putc(b, ' ');
		if (kid->kind == KID_ELEMENT)
			pdf_reference(b, p->elements.at[kid->value].object);
		else if (kid->kind == KID_LINK)
			buf_printf(b, "<</Type/OBJR/Obj %u 0 R/Pg %u 0 R>>", kid->value, p->pages.at[kid->page].object);
		else if (kid->page == page)
			pdf_count(b, kid->value);
		else
			buf_printf(b, "<</Type/MCR/MCID %u/Pg %u 0 R>>", kid->value, p->pages.at[kid->page].object);
	}
	buf_puts(b, "]>>");
	pdf_end(p);
}

uint32_t pdf_structure(struct page_writer *p)
{
	uint32_t root = pdf_number(p), parents = pdf_number(p);
	if (!p->elements.at[0].object)
		p->elements.at[0].object = pdf_number(p);
	for (uint32_t i = 0; i < p->elements.n; i++)
		if (p->elements.at[i].object)
			put_element(p, i, root);
	struct buf *b = pdf_begin(p, parents);
	buf_puts(b, "<</Nums[");
	for (uint32_t i = 0, mark = 0; i < p->pages.n; i++) {
		uint32_t first = mark, end = i + 1 < p->pages.n ? p->pages.at[i + 1].marks : (uint32_t)p->marks.n;
		buf_printf(b, "%u[", i);
		for (; mark < end; mark++) {
			if (mark > first)
				buf_putc(b, ' ');
			pdf_reference(b, p->elements.at[p->marks.at[mark]].object);
		}
		buf_putc(b, ']');
	}
	for (size_t i = 0; i < p->links.n; i++)
		if (p->links.at[i].at.element != PAGE_NONE)
			buf_printf(b, "%zu %u 0 R ", p->pages.n + i, p->elements.at[p->links.at[i].at.element].object);
	buf_puts(b, "]>>");
	pdf_end(p);
	b = pdf_begin(p, root);
	buf_printf(b, "<</Type/StructTreeRoot/K %u 0 R/ParentTree %u 0 R/ParentTreeNextKey %zu>>", p->elements.at[0].object, parents, p->pages.n + p->links.n);
	pdf_end(p);
	return root;
}
