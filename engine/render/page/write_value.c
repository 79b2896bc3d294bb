/* Values as the format writes them: numbers, lengths, texts, places. */
#include "base.h"
#include "render/page.h"


#include "render/page/write.h"

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

void pdf_hex(struct buf *out, uint32_t x)
{
	char digits[4];
	for (int i = 3; i >= 0; i--, x >>= 4)
		digits[i] = "0123456789ABCDEF"[x & 0xF];
	buf_put(out, (struct str){ digits, sizeof digits });
}

void pdf_utf16(struct buf *out, struct str x)
{
	for (size_t at = 0; at < x.n; ) {
		uint32_t c = utf8_next(x, &at);
		c = c == UTF8_BAD ? 0xFFFD : c;
		if (c >= 0x10000)
			pdf_hex(out, 0xD800 + ((c - 0x10000) >> 10));
		pdf_hex(out, c >= 0x10000 ? 0xDC00 + ((c - 0x10000) & 0x3FF) : c);
	}
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
	pdf_utf16(out, x);
	buf_putc(out, '>');
}

void pdf_dest(struct page_writer *p, struct buf *b, const struct page_dest *dest)
{
	uint32_t page = dest->page == PAGE_NONE ? 0 : dest->page;
	buf_printf(b, "[%u 0 R/XYZ null ", p->pages.at[page].object);
	pdf_length(b, p->d->height - dest->y);
	buf_puts(b, " null]");
}
