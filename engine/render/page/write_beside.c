/* What stands beside the pages: outline, named places, metadata. */
#include "base.h"
#include "render/page.h"

#include <stdlib.h>

#include "render/page/write.h"

/* --- outline: a tree of linked entries from a list with levels ---------------------------------------------------- */
enum { OUTLINE_DEPTH = 8, OUTLINE_OPEN = 2 };

/* The nearest entry above of a smaller level; last: the last entry of each level so far, counted from 1. */
static uint32_t outline_parent(const uint32_t last[OUTLINE_DEPTH + 1], uint32_t level)
{
	uint32_t nearest = 0;
	for (uint32_t i = 0; i < level; i++)
		nearest = last[i] > nearest ? last[i] : nearest;
	return nearest ? nearest - 1 : PAGE_NONE;
}

uint32_t pdf_outline(struct page_writer *p)
{
	const struct page_document *d = p->d;
	uint32_t last[OUTLINE_DEPTH + 1] = { 0 };
	uint32_t n = (uint32_t)d->outline.n, root = pdf_number(p), first_object = root + 1;
	struct tree { uint32_t parent, first, last, previous, next, open; } *at = arena_take(p->arena, (n + 1) * sizeof *at), *top = &at[n];
	for (uint32_t i = 0; i <= n; i++)
		at[i] = (struct tree){ PAGE_NONE, PAGE_NONE, PAGE_NONE, PAGE_NONE, PAGE_NONE, 0 };
	for (uint32_t i = 0; i < n; i++) {
		pdf_number(p);
		uint32_t level = d->outline.at[i].level < OUTLINE_DEPTH ? d->outline.at[i].level : OUTLINE_DEPTH;
		at[i].parent = outline_parent(last, level);
		last[level] = i + 1;
		struct tree *parent = at[i].parent == PAGE_NONE ? top : &at[at[i].parent];
		if (parent->last == PAGE_NONE) {
			parent->first = i;
		} else {
			at[parent->last].next = i;
			at[i].previous = parent->last;
		}
		parent->last = i;
		parent->open++;
	}
	for (uint32_t i = 0; i < n; i++) {
		struct buf *b = pdf_begin(p, first_object + i);
		const struct page_outline *o = &d->outline.at[i];
		buf_puts(b, "<</Title");
		pdf_text(b, o->title);
		buf_printf(b, "/Parent %u 0 R/Dest", at[i].parent == PAGE_NONE ? root : first_object + at[i].parent);
		pdf_dest(p, b, &d->dests.at[o->dest]);
		if (at[i].previous != PAGE_NONE)
			buf_printf(b, "/Prev %u 0 R", first_object + at[i].previous);
		if (at[i].next != PAGE_NONE)
			buf_printf(b, "/Next %u 0 R", first_object + at[i].next);
		if (at[i].first != PAGE_NONE)
			buf_printf(b, "/First %u 0 R/Last %u 0 R/Count %d", first_object + at[i].first, first_object + at[i].last,
				o->level < OUTLINE_OPEN ? (int)at[i].open : -(int)at[i].open);
		buf_puts(b, ">>");
		pdf_end(p);
	}
	struct buf *b = pdf_begin(p, root);
	buf_puts(b, "<</Type/Outlines");
	if (n)
		buf_printf(b, "/First %u 0 R/Last %u 0 R/Count %u", first_object + top->first, first_object + top->last, top->open);
	buf_puts(b, ">>");
	pdf_end(p);
	return root;
}

/* --- named destinations, sorted by name as the format wants ------------------------------------------------------- */
static int by_name(const void *x, const void *y)
{
	return str_cmp((*(const struct page_dest *const *)x)->name, (*(const struct page_dest *const *)y)->name);
}

uint32_t pdf_names(struct page_writer *p)
{
	const struct page_document *d = p->d;
	const struct page_dest **sorted = arena_take(p->arena, (d->dests.n + 1) * sizeof *sorted);
	size_t n = 0;
	for (size_t i = 0; i < d->dests.n; i++)
		if (d->dests.at[i].name.n && d->dests.at[i].page != PAGE_NONE)
			sorted[n++] = &d->dests.at[i];
	qsort(sorted, n, sizeof *sorted, by_name);
	uint32_t number = pdf_number(p);
	struct buf *b = pdf_begin(p, number);
	buf_puts(b, "<</Names[");
	for (size_t i = 0; i < n; i++) {
		if (i && str_eq(sorted[i]->name, sorted[i - 1]->name))
			continue;
		pdf_bytes(b, sorted[i]->name);
		pdf_dest(p, b, sorted[i]);
	}
	buf_puts(b, "]>>");
	pdf_end(p);
	return number;
}

static void xml(struct buf *out, struct str x)
{
	for (size_t i = 0; i < x.n; i++) {
		if (x.s[i] == '<')
			buf_puts(out, "&lt;");
		else if (x.s[i] == '&')
			buf_puts(out, "&amp;");
		else if (x.s[i] == '>')
			buf_puts(out, "&gt;");
		else
			buf_putc(out, (unsigned char)x.s[i] < 0x20 ? ' ' : x.s[i]);
	}
}

uint32_t pdf_metadata(struct page_writer *p)
{
	const struct page_document *d = p->d;
	struct buf b = { 0 };
	uint32_t number = pdf_number(p);
	buf_puts(&b, "<?xpacket begin=\"\xEF\xBB\xBF\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n<x:xmpmeta xmlns:x=\"adobe:ns:meta/\">"
		"<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\"><rdf:Description rdf:about=\"\""
		" xmlns:dc=\"http://purl.org/dc/elements/1.1/\" xmlns:xmp=\"http://ns.adobe.com/xap/1.0/\">"
		"<dc:format>application/pdf</dc:format><dc:title><rdf:Alt><rdf:li xml:lang=\"x-default\">");
	xml(&b, d->title);
	buf_puts(&b, "</rdf:li></rdf:Alt></dc:title><dc:language><rdf:Bag><rdf:li>");
	xml(&b, d->lang);
	buf_puts(&b, "</rdf:li></rdf:Bag></dc:language>");
	if (d->author.n) {
		buf_puts(&b, "<dc:creator><rdf:Seq><rdf:li>");
		xml(&b, d->author);
		buf_puts(&b, "</rdf:li></rdf:Seq></dc:creator>");
	}
	buf_puts(&b, "<xmp:CreatorTool>");
	xml(&b, d->creator);
	buf_puts(&b, "</xmp:CreatorTool></rdf:Description></rdf:RDF></x:xmpmeta>\n<?xpacket end=\"r\"?>");
	pdf_stream(p, number, "/Type/Metadata/Subtype/XML", buf_str(&b), false);
	buf_free(&b);
	return number;
}

uint32_t pdf_info(struct page_writer *p)
{
	const struct page_document *d = p->d;
	uint32_t number = pdf_number(p);
	struct buf *b = pdf_begin(p, number);
	const struct { const char *key; struct str value; } entries[] = {
		{ "/Title", d->title }, { "/Author", d->author }, { "/Subject", d->subject }, { "/Keywords", d->keywords },
		{ "/Creator", d->creator }, { "/Producer", d->creator },
	};
	buf_puts(b, "<<");
	for (size_t i = 0; i < sizeof entries / sizeof *entries; i++) {
		if (entries[i].value.n) {
			buf_puts(b, entries[i].key);
			pdf_text(b, entries[i].value);
		}
	}
	buf_puts(b, ">>");
	pdf_end(p);
	return number;
}
