/* Writes a document as PDF 1.7: objects, object streams, cross-references, outline, destinations. Same document, same bytes. */
#include "base.h"
#include "render/page.h"

#include <hb.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include "render/page/fonts.h"
#include "render/page/write.h"

/* Level 3 makes files 8 % larger than 6 and takes half its time. */
enum { DEFLATE_LEVEL = 3, PACKED_OBJECTS = 200 };

uint32_t pdf_number(struct pdf *p)
{
	vec_add(p->arena, &p->objects);
	return (uint32_t)p->objects.n - 1;
}

/* To start anew with what is there already takes a tenth of the time of a new one: a page's foot is 300 bytes. */
void pdf_deflate(struct kept *kept, struct buf *out, struct str bytes)
{
	size_t before = out->n;
	z_stream *z = kept->deflater;
	if (!z) {
		z = kept->deflater = arena_take(kept->arena, sizeof *z);
		if (deflateInit(z, DEFLATE_LEVEL) != Z_OK)
			fatal("no memory to compress anything");
	}
	deflateReset(z);
	uLong n = deflateBound(z, bytes.n);
	buf_grow(out, n);
	z->next_in = (Bytef *)bytes.s;
	z->avail_in = (uInt)bytes.n;
	z->next_out = (Bytef *)out->s + before;
	z->avail_out = (uInt)n;
	/* there is room for all of it */
	if (bytes.n > UINT_MAX || n > UINT_MAX || deflate(z, Z_FINISH) != Z_STREAM_END)
		fatal("%zu bytes cannot be compressed", bytes.n);
	out->n = before + z->total_out;
}

void pdf_deflate_end(struct kept *kept)
{
	if (kept->deflater)
		deflateEnd(kept->deflater);
	kept->deflater = NULL;
}

static void put_stream(struct pdf *p, uint32_t number, const char *entries, const char *filter, struct str body)
{
	p->objects.at[number] = (struct pdf_place){ .at = p->out->n };
	buf_printf(p->out, "%u 0 obj\n<<%s%s/Length %zu>>\nstream\n", number, entries, filter, body.n);
	buf_put(p->out, body);
	buf_puts(p->out, "\nendstream\nendobj\n");
}

void pdf_deflated(struct pdf *p, uint32_t number, const char *entries, struct str squeezed)
{
	put_stream(p, number, entries, "/Filter/FlateDecode", squeezed);
}

/* The same bytes deflated before; NULL: such are not kept. */
static const struct squeezed *kept_stream(struct kept *kept, struct str bytes)
{
	if (!kept->streams || bytes.n < STREAM_LEAST || bytes.n > STREAM_MOST)
		return NULL;
	struct squeezed *x = &kept->streams[str_hash(bytes) % STREAMS_KEPT];
	if (str_eq(buf_str(&x->raw), bytes))
		return x;
	x->raw.n = x->deflated.n = 0;
	buf_put(&x->raw, bytes);
	pdf_deflate(kept, &x->deflated, bytes);
	return x;
}

void pdf_stream(struct pdf *p, uint32_t number, const char *entries, struct str bytes, bool deflate)
{
	struct buf squeezed = { 0 };
	const struct squeezed *kept = deflate ? kept_stream(p->d->fonts->kept, bytes) : NULL;
	if (kept) {
		pdf_deflated(p, number, entries, buf_str(&kept->deflated));
	} else if (deflate) {
		pdf_deflate(p->d->fonts->kept, &squeezed, bytes);
		pdf_deflated(p, number, entries, buf_str(&squeezed));
	} else {
		put_stream(p, number, entries, "", bytes);
	}
	buf_free(&squeezed);
}

static void flush_packed(struct pdf *p)
{
	struct buf body = { 0 };
	char entries[96];
	if (!p->packed_numbers.n)
		return;
	for (size_t i = 0; i < p->packed_numbers.n; i++) {
		pdf_count(&body, p->packed_numbers.at[i]);
		buf_putc(&body, ' ');
		pdf_count(&body, p->packed_at.at[i]);
		buf_putc(&body, ' ');
	}
	snprintf(entries, sizeof entries, "/Type/ObjStm/N %zu/First %zu", p->packed_numbers.n, body.n);
	buf_put(&body, buf_str(&p->packed));
	uint32_t number = pdf_number(p);
	for (size_t i = 0; i < p->packed_numbers.n; i++)
		p->objects.at[p->packed_numbers.at[i]] = (struct pdf_place){ .packed = true, .stream = number, .index = (uint32_t)i };
	pdf_stream(p, number, entries, buf_str(&body), true);
	buf_free(&body);
	p->packed.n = 0;
	p->packed_numbers.n = p->packed_at.n = 0;
}

struct buf *pdf_begin(struct pdf *p, uint32_t number)
{
	if (p->packed_numbers.n >= PACKED_OBJECTS)
		flush_packed(p);
	*vec_add(p->arena, &p->packed_numbers) = number;
	*vec_add(p->arena, &p->packed_at) = p->packed.n;
	return &p->packed;
}

void pdf_end(struct pdf *p)
{
	buf_putc(&p->packed, '\n');
}

void pdf_count(struct buf *out, uint64_t x)
{
	char digits[24];
	size_t n = sizeof digits;
	do
		digits[--n] = (char)('0' + x % 10);
	while (x /= 10);
	buf_put(out, (struct str){ digits + n, sizeof digits - n });
}

void pdf_reference(struct buf *out, uint32_t object)
{
	pdf_count(out, object);
	buf_put(out, STR(" 0 R"));
}

void pdf_length(struct buf *out, int64_t x)
{
	char digits[32];
	int64_t hundredths = (x >= 0 ? x + 5 : x - 5) / 10;
	uint64_t size = (uint64_t)(hundredths < 0 ? -hundredths : hundredths), whole = size / 100;
	size_t n = sizeof digits;
	if (size % 10)
		digits[--n] = (char)('0' + size % 10);
	if (size % 100) {
		digits[--n] = (char)('0' + size / 10 % 10);
		digits[--n] = '.';
	}
	do
		digits[--n] = (char)('0' + whole % 10);
	while (whole /= 10);
	if (hundredths < 0)
		digits[--n] = '-';
	buf_put(out, (struct str){ digits + n, sizeof digits - n });
}

void pdf_bytes(struct buf *out, struct str x)
{
	buf_putc(out, '(');
	for (size_t i = 0; i < x.n; i++) {
		char c = x.s[i];
		if (c == '\r') {
			buf_puts(out, "\\r");
			continue;
		}
		if (c == '(' || c == ')' || c == '\\')
			buf_putc(out, '\\');
		buf_putc(out, c);
	}
	buf_putc(out, ')');
}

void pdf_text(struct buf *out, struct str x)
{
	bool ascii = true;
	for (size_t i = 0; i < x.n; i++)
		ascii &= x.s[i] >= 0x20 && x.s[i] < 0x7F;
	if (ascii) {
		pdf_bytes(out, x);
		return;
	}
	buf_puts(out, "<FEFF");
	for (size_t at = 0; at < x.n; ) {
		uint32_t c = utf8_next(x, &at);
		c = c == UTF8_BAD ? 0xFFFD : c;
		if (c >= 0x10000)
			buf_printf(out, "%04X%04X", 0xD800 + ((c - 0x10000) >> 10), 0xDC00 + ((c - 0x10000) & 0x3FF));
		else
			buf_printf(out, "%04X", c);
	}
	buf_putc(out, '>');
}

static void put_dest(struct pdf *p, struct buf *b, const struct page_dest *dest)
{
	uint32_t page = dest->page == PAGE_NONE ? 0 : dest->page;
	buf_printf(b, "[%u 0 R/XYZ null ", p->pages[page]);
	pdf_length(b, p->d->height - dest->y);
	buf_puts(b, " null]");
}

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

static uint32_t put_outline(struct pdf *p)
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
		put_dest(p, b, &d->dests.at[o->dest]);
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

static uint32_t put_names(struct pdf *p)
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
		put_dest(p, b, sorted[i]);
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

static uint32_t put_metadata(struct pdf *p)
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

static uint32_t put_info(struct pdf *p)
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

/* The cross-reference stream: type, place, index of every object. */
static void put_references(struct pdf *p, uint32_t catalogue, uint32_t info)
{
	struct buf table = { 0 }, entries = { 0 };
	uint32_t number = pdf_number(p);
	size_t start = p->out->n;
	uint64_t id[2] = { str_hash(buf_str(p->out)), str_hash((struct str){ p->out->s, p->out->n / 2 }) ^ p->out->n };
	p->objects.at[number] = (struct pdf_place){ .at = start };
	for (size_t i = 0; i < p->objects.n; i++) {
		const struct pdf_place *place = &p->objects.at[i];
		uint64_t at = i == 0 ? 0 : place->packed ? place->stream : place->at;
		buf_putc(&table, i == 0 ? 0 : place->packed ? 2 : 1);
		for (int shift = 24; shift >= 0; shift -= 8)
			buf_putc(&table, (char)(at >> shift & 0xFF));
		buf_putc(&table, (char)(place->index >> 8 & 0xFF));
		buf_putc(&table, (char)(place->index & 0xFF));
	}
	buf_printf(&entries, "/Type/XRef/Size %zu/W[1 4 2]/Root %u 0 R/Info %u 0 R/ID[<%016llX%016llX><%016llX%016llX>]", p->objects.n, catalogue,
		info, (unsigned long long)id[0], (unsigned long long)id[1], (unsigned long long)id[0], (unsigned long long)id[1]);
	buf_putc(&entries, '\0');
	pdf_stream(p, number, entries.s, buf_str(&table), true);
	buf_printf(p->out, "startxref\n%zu\n%%%%EOF\n", start);
	buf_free(&table);
	buf_free(&entries);
}

static void put_catalogue(struct pdf *p)
{
	const struct page_document *d = p->d;
	uint32_t tree = pdf_number(p), catalogue = pdf_number(p);
	for (uint32_t i = 0; i < d->pages.n; i++)
		pdf_page(p, i);
	for (uint32_t i = 0; i < d->pages.n; i++) {
		struct buf *b = pdf_begin(p, p->pages[i]);
		buf_printf(b, "<</Type/Page/Parent %u 0 R/MediaBox[0 0 ", tree);
		pdf_length(b, d->width);
		buf_putc(b, ' ');
		pdf_length(b, d->height);
		buf_printf(b, pdf_streams(&d->pages.at[i]) > 1 ? "]/Resources %u 0 R/Contents[%u 0 R %u 0 R]" : "]/Resources %u 0 R/Contents %u 0 R", p->resources, p->pages[i] + 1, p->pages[i] + 2);
		buf_printf(b, "/StructParents %u/Tabs/S", i);
		if (d->pages.at[i].links.n) {
			buf_puts(b, "/Annots[");
			for (uint32_t k = 0; k < d->pages.at[i].links.n; k++)
				buf_printf(b, "%s%u 0 R", k ? " " : "", p->pages[i] + 1 + pdf_streams(&d->pages.at[i]) + k);
			buf_putc(b, ']');
		}
		buf_puts(b, ">>");
		pdf_end(p);
	}
	struct buf *b = pdf_begin(p, tree);
	buf_printf(b, "<</Type/Pages/Count %zu/Kids[", d->pages.n);
	for (uint32_t i = 0; i < d->pages.n; i++)
		buf_printf(b, "%s%u 0 R", i ? " " : "", p->pages[i]);
	buf_puts(b, "]>>");
	pdf_end(p);
	uint32_t structure = pdf_structure(p), outline = put_outline(p), names = put_names(p), metadata = put_metadata(p), info = put_info(p);
	b = pdf_begin(p, catalogue);
	buf_printf(b, "<</Type/Catalog/Pages %u 0 R/MarkInfo<</Marked true>>/StructTreeRoot %u 0 R/Names<</Dests %u 0 R>>/Metadata %u 0 R/Lang",
		tree, structure, names, metadata);
	pdf_text(b, d->lang);
	if (d->outline.n)
		buf_printf(b, "/Outlines %u 0 R/PageMode/UseOutlines", outline);
	buf_puts(b, "/ViewerPreferences<</DisplayDocTitle true>>>>");
	pdf_end(p);
	flush_packed(p);
	put_references(p, catalogue, info);
}

void pdf_images(struct pdf *p)
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

bool page_write(const struct page_document *d, struct buf *out, struct str *why)
{
	struct pdf p = { .d = d, .arena = d->arena, .out = out };
	struct kept *kept = d->fonts->kept;
	/* what a single document has is of use to no other */
	if (kept->documents++ == 1)
		kept->streams = arena_take(kept->arena, STREAMS_KEPT * sizeof *kept->streams);
	vec_add(p.arena, &p.objects);
	buf_puts(out, "%PDF-1.7\n%\xE2\xE3\xCF\xD3\n");
	p.pages = arena_take(p.arena, (d->pages.n + 1) * sizeof *p.pages);
	p.marks = arena_take(p.arena, (d->pages.n + 1) * sizeof *p.marks);
	p.elements = arena_take(p.arena, (d->elements.n + 1) * sizeof *p.elements);
	for (uint32_t i = 0; i < d->pages.n; i++) {
		p.pages[i] = pdf_number(&p);
		for (size_t k = 0; k < pdf_streams(&d->pages.at[i]) + d->pages.at[i].links.n; k++)
			pdf_number(&p);         /* its streams, then its links, follow it */
	}
	pdf_images(&p);
	pdf_note_glyphs(&p);
	bool fine = pdf_fonts(&p, why);
	if (fine)
		put_catalogue(&p);
	buf_free(&p.packed);
	return fine;
}
