/* buf: bytes being written, and written by a format. */
#include "base.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { DIGITS = 20 };                   /* of 2^64 - 1 */

enum { STREAMED = 1 << 20 };            /* the cost of a file without a name is nothing beside that of a megabyte */

void buf_grow(struct buf *b, size_t more)
{
	if (b->to && b->n >= STREAMED) {
		if (!file_stream_put(b->to, buf_str(b)))
			b->to = NULL;
		else
			b->n = 0;
		if (b->room - b->n > more)
			return;
	}
	size_t room = b->room ? b->room : 256;
	while (room - b->n <= more) {
		if (room > SIZE_MAX / 2)
			fatal("out of memory (%zu bytes wanted)", more);
		room *= 2;
	}
	char *s = realloc(b->s, room);
	if (!s)
		fatal("out of memory (%zu bytes wanted)", room);
	b->s = s;
	b->room = room;
}

static inline void buf_need(struct buf *b, size_t more)
{
	if (b->room - b->n <= more)
		buf_grow(b, more);
}

void buf_pad(struct buf *b, char c, size_t times)
{
	buf_need(b, times);
	memset(b->s + b->n, c, times);
	b->n += times;
}

static void put_decimal(struct buf *b, uint64_t value, bool minus)
{
	char digits[DIGITS + 1];
	size_t at = sizeof digits;
	do
		digits[--at] = (char)('0' + value % 10);
	while (value /= 10);
	if (minus)
		digits[--at] = '-';
	buf_put(b, (struct str){ digits + at, sizeof digits - at });
}

void buf_decimal(struct buf *b, uint64_t value)
{
	put_decimal(b, value, false);
}

/* What the C library makes of the format; most messages are short: they are written at the first try. */
static void put_rest(struct buf *b, const char *format, va_list list)
{
	va_list again;
	va_copy(again, list);
	buf_need(b, 128);
	size_t room = b->room - b->n;
	int n = vsnprintf(b->s + b->n, room, format, list);
	if (n < 0)
		fatal("a message could not be formatted");
	if ((size_t)n >= room) {
		buf_need(b, (size_t)n + 1);
		vsnprintf(b->s + b->n, (size_t)n + 1, format, again);
	}
	va_end(again);
	b->n += (size_t)n;
}

/* The conversions that documents are full of are written here: the C library takes four times as long. */
void buf_vprintf(struct buf *b, const char *format, va_list list)
{
	buf_need(b, 1);
	while (*format) {
		const char *mark = strchrnul(format, '%');
		buf_put(b, (struct str){ format, (size_t)(mark - format) });
		if (!*mark)
			break;
		format = mark + 2;
		if (mark[1] == '%') {
			buf_putc(b, '%');
		} else if (mark[1] == 'c') {
			buf_putc(b, (char)va_arg(list, int));
		} else if (mark[1] == 's') {
			buf_puts(b, va_arg(list, const char *));
		} else if (mark[1] == 'u') {
			put_decimal(b, va_arg(list, unsigned), false);
		} else if (mark[1] == 'd') {
			int value = va_arg(list, int);
			put_decimal(b, value < 0 ? 0 - (uint64_t)value : (uint64_t)value, value < 0);
		} else if (mark[1] == 'z' && mark[2] == 'u') {
			put_decimal(b, va_arg(list, size_t), false);
			format = mark + 3;
		} else if (mark[1] == '.' && mark[2] == '*' && mark[3] == 's') {
			int n = va_arg(list, int);
			const char *s = va_arg(list, const char *);
			buf_put(b, (struct str){ s, n > 0 ? strnlen(s, (size_t)n) : 0 });
			format = mark + 4;
		} else if (mark[1] == 'l' && mark[2] == 'l' && (mark[3] == 'u' || mark[3] == 'd')) {
			uint64_t value = va_arg(list, unsigned long long);
			bool minus = mark[3] == 'd' && value >> 63;
			put_decimal(b, minus ? 0 - value : value, minus);
			format = mark + 4;
		} else {
			put_rest(b, mark, list);
			return;
		}
	}
	b->s[b->n] = '\0';             /* buf_need leaves room for it */
}

void buf_printf(struct buf *b, const char *format, ...)
{
	va_list list;
	va_start(list, format);
	buf_vprintf(b, format, list);
	va_end(list);
}

struct str buf_str(const struct buf *b)
{
	return (struct str){ b->s ? b->s : "", b->n };
}

void buf_free(struct buf *b)
{
	free(b->s);
	*b = (struct buf){ 0 };
}
