/* Writes a document as PDF 1.7, page by page while it is laid out. Same document, same bytes. */
#include "base.h"
#include "render/page.h"

#include <hb.h>

#include "render/page/fonts.h"
#include "render/page/write.h"

struct page_writer *page_writer_new(struct page_document *d, struct buf *out)
{
	struct page_writer *p = arena_take(d->arena, sizeof *p);
	struct kept *kept = d->fonts->kept;
	*p = (struct page_writer){ .d = d, .arena = d->arena, .out = out };
	/* what a single document has is of use to no other */
	if (kept->documents++ == 1)
		kept->streams = arena_take(kept->arena, STREAMS_KEPT * sizeof *kept->streams);
	p->fonts = arena_take(p->arena, (d->fonts->n + 1) * sizeof *p->fonts);
	vec_add(p->arena, &p->objects);
	vec_add(p->arena, &p->kids);
	p->resources = pdf_number(p);
	pdf_plain(p, STR("%PDF-1.7\n%\xE2\xE3\xCF\xD3\n"));
	return p;
}

void page_writer_end(struct page_writer *p)
{
	buf_free(&p->packed);
	buf_free(&p->content);
	buf_free(&p->head);
	buf_free(&p->squeezed);
	buf_free(&p->meanings);
}

static void put_images(struct page_writer *p)
{
	p->images = arena_take(p->arena, (p->d->images.n + 1) * sizeof *p->images);
	for (uint32_t i = 0; i < p->d->images.n; i++) {
		const struct page_image *image = &p->d->images.at[i];
		uint32_t mask = image->alpha.n ? pdf_number(p) : 0;
		struct str shape = str_format(p->arena, "/Type/XObject/Subtype/Image/Width %u/Height %u/BitsPerComponent 8", (unsigned)image->width, (unsigned)image->height);
		if (mask)
			pdf_stream(p, mask, str_format(p->arena, "%.*s/ColorSpace/DeviceGray", STR_ARG(shape)).s, image->alpha, true);
		struct str more = mask ? str_format(p->arena, "/SMask %u 0 R", mask) : STR("");
		struct str all = str_format(p->arena, "%.*s/ColorSpace/%s%.*s%s", STR_ARG(shape), image->components == 1 ? "DeviceGray" : "DeviceRGB", STR_ARG(more),
			image->jpeg.n ? "/Filter/DCTDecode" : "");
		p->images[i] = pdf_number(p);
		pdf_stream(p, p->images[i], all.s, image->jpeg.n ? image->jpeg : image->samples, !image->jpeg.n);
	}
}

/* The objects of the pages, and that of all of them. */
static uint32_t put_pages(struct page_writer *p)
{
	const struct page_document *d = p->d;
	uint32_t tree = pdf_number(p), links = 0;
	for (uint32_t i = 0; i < p->pages.n; i++) {
		const struct pdf_page *page = &p->pages.at[i];
		struct buf *b = pdf_begin(p, page->object);
		buf_printf(b, "<</Type/Page/Parent %u 0 R/MediaBox[0 0 ", tree);
		pdf_length(b, d->width);
		buf_putc(b, ' ');
		pdf_length(b, d->height);
		buf_printf(b, "]/Resources %u 0 R/Contents", p->resources);
		if (page->late)
			buf_printf(b, "[%u 0 R %u 0 R]", page->object + 1, page->late);
		else
			buf_printf(b, " %u 0 R", page->object + 1);
		buf_printf(b, "/StructParents %u/Tabs/S", i);
		uint32_t first = links;
		for (; links < p->links.n && p->links.at[links].page == i; links++)
			buf_printf(b, links == first ? "/Annots[%u 0 R" : " %u 0 R", p->links.at[links].object);
		buf_puts(b, links > first ? "]>>" : ">>");
		pdf_end(p);
	}
	struct buf *b = pdf_begin(p, tree);
	buf_printf(b, "<</Type/Pages/Count %zu/Kids[", p->pages.n);
	for (uint32_t i = 0; i < p->pages.n; i++)
		buf_printf(b, "%s%u 0 R", i ? " " : "", p->pages.at[i].object);
	buf_puts(b, "]>>");
	pdf_end(p);
	return tree;
}

static uint32_t put_catalogue(struct page_writer *p)
{
	const struct page_document *d = p->d;
	uint32_t catalogue = pdf_number(p), tree = put_pages(p), structure = pdf_structure(p), outline = pdf_outline(p), names = pdf_names(p);
	uint32_t metadata = pdf_metadata(p);
	struct buf *b = pdf_begin(p, catalogue);
	buf_printf(b, "<</Type/Catalog/Pages %u 0 R/MarkInfo<</Marked true>>/StructTreeRoot %u 0 R/Names<</Dests %u 0 R>>/Metadata %u 0 R/Lang",
		tree, structure, names, metadata);
	pdf_text(b, d->lang);
	if (d->outline.n)
		buf_printf(b, "/Outlines %u 0 R/PageMode/UseOutlines", outline);
	buf_puts(b, "/ViewerPreferences<</DisplayDocTitle true>>>>");
	pdf_end(p);
	return catalogue;
}

bool page_write_rest(struct page_writer *p, struct str *why)
{
	for (uint32_t i = 0; i < p->d->pages.n; i++)
		page_write(p, i);
	put_images(p);
	if (!pdf_fonts(p, why))
		return false;
	pdf_links(p);
	uint32_t catalogue = put_catalogue(p);
	pdf_references(p, catalogue, pdf_info(p));
	if (p->at <= UINT32_MAX)
		return true;
	*why = STR("it would be larger than 4 GB");
	return false;
}
