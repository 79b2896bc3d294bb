/* The objects of a PDF: streams, small ones packed into streams, and the table of where each stands. */
#include "base.h"
#include "render/page.h"

#include <hb.h>
#include <limits.h>
#include <string.h>
#include <zlib.h>

#include "render/page/fonts.h"
#include "render/page/write.h"

/* Level 3 makes files 8 % larger than 6 and takes half its time. A page is some 10 kB: tables for more would be cleared for each in vain. */
enum { DEFLATE_LEVEL = 3, WINDOW_BITS = 14, MEMORY_LEVEL = 7, PACKED_OBJECTS = 200 };

uint32_t pdf_number(struct page_writer *p)
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
		if (deflateInit2(z, DEFLATE_LEVEL, Z_DEFLATED, WINDOW_BITS, MEMORY_LEVEL, Z_DEFAULT_STRATEGY) != Z_OK)
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

void pdf_plain(struct page_writer *p, struct str x)
{
	const uint64_t odd = 0x9E3779B97F4A7C15u;      /* the order of the parts counts */
	buf_put(p->out, x);
	p->at += x.n;
	p->hash = (p->hash ^ str_hash(x)) * odd;
}

static void put_stream(struct page_writer *p, uint32_t number, const char *entries, const char *filter, struct str body)
{
	p->objects.at[number] = (struct pdf_place){ .at = (uint32_t)p->at };
	p->head.n = 0;
	buf_printf(&p->head, "%u 0 obj\n<<%s%s/Length %zu>>\nstream\n", number, entries, filter, body.n);
	pdf_plain(p, buf_str(&p->head));
	pdf_plain(p, body);
	pdf_plain(p, STR("\nendstream\nendobj\n"));
}

void pdf_deflated(struct page_writer *p, uint32_t number, const char *entries, struct str squeezed)
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

void pdf_stream(struct page_writer *p, uint32_t number, const char *entries, struct str bytes, bool deflate)
{
	const struct squeezed *kept = deflate ? kept_stream(p->d->fonts->kept, bytes) : NULL;
	if (kept) {
		pdf_deflated(p, number, entries, buf_str(&kept->deflated));
	} else if (deflate) {
		p->squeezed.n = 0;
		pdf_deflate(p->d->fonts->kept, &p->squeezed, bytes);
		pdf_deflated(p, number, entries, buf_str(&p->squeezed));
	} else {
		put_stream(p, number, entries, "", bytes);
	}
}

static void flush_packed(struct page_writer *p)
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
		p->objects.at[p->packed_numbers.at[i]] = (struct pdf_place){ .packed = true, .at = number, .index = (uint16_t)i };
	pdf_stream(p, number, entries, buf_str(&body), true);
	buf_free(&body);
	p->packed.n = 0;
	p->packed_numbers.n = p->packed_at.n = 0;
}

struct buf *pdf_begin(struct page_writer *p, uint32_t number)
{
	if (p->packed_numbers.n >= PACKED_OBJECTS)
		flush_packed(p);
	*vec_add(p->arena, &p->packed_numbers) = number;
	*vec_add(p->arena, &p->packed_at) = (uint32_t)p->packed.n;
	return &p->packed;
}

void pdf_end(struct page_writer *p)
{
	buf_putc(&p->packed, '\n');
}

/* The cross-reference stream: type, place, index of every object, each row as what it is more than the one above: most are alike. */
void pdf_references(struct page_writer *p, uint32_t catalogue, uint32_t info)
{
	enum { ROW = 7, UP = 2 };       /* bytes; a filter of PNG */
	struct buf table = { 0 }, entries = { 0 };
	flush_packed(p);
	uint32_t number = pdf_number(p);
	uint64_t start = p->at, id[2] = { p->hash, p->hash >> 32 ^ p->at };
	p->objects.at[number] = (struct pdf_place){ .at = (uint32_t)start };
	uint8_t above[ROW] = { 0 };
	buf_grow(&table, p->objects.n * (ROW + 1));
	for (size_t i = 0; i < p->objects.n; i++) {
		const struct pdf_place *place = &p->objects.at[i];
		const uint8_t row[ROW] = { i == 0 ? 0 : place->packed ? 2 : 1, (uint8_t)(place->at >> 24), (uint8_t)(place->at >> 16), (uint8_t)(place->at >> 8),
			(uint8_t)place->at, (uint8_t)(place->index >> 8), (uint8_t)place->index };
		buf_putc(&table, UP);
		for (int k = 0; k < ROW; k++)
			buf_putc(&table, (char)(uint8_t)(row[k] - above[k]));
		memcpy(above, row, ROW);
	}
	buf_printf(&entries, "/Type/XRef/DecodeParms<</Predictor 12/Columns 7>>/Size %zu/W[1 4 2]/Root %u 0 R/Info %u 0 R/ID[<%016llX%016llX><%016llX%016llX>]", p->objects.n, catalogue,
		info, (unsigned long long)id[0], (unsigned long long)id[1], (unsigned long long)id[0], (unsigned long long)id[1]);
	buf_putc(&entries, '\0');
	pdf_stream(p, number, entries.s, buf_str(&table), true);
	buf_printf(p->out, "startxref\n%llu\n%%%%EOF\n", (unsigned long long)start);
	buf_free(&table);
	buf_free(&entries);
}
