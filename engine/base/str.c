/* Slices of bytes, and the buffer that output is written into. */
#include "base.h"

#include <stdlib.h>
#include <string.h>

struct str str_of(const char *z)
{
	return (struct str){ z ? z : "", z ? strlen(z) : 0 };
}

bool str_same(struct str a, const char *z)
{
	for (size_t i = 0; i < a.n; i++)
		if (z[i] != a.s[i] || !z[i])
			return false;
	return !z[a.n];
}

int str_cmp(struct str a, struct str b)
{
	size_t n = a.n < b.n ? a.n : b.n;
	int c = n ? memcmp(a.s, b.s, n) : 0;
	return c ? c : (a.n > b.n) - (a.n < b.n);
}

bool str_starts(struct str a, struct str prefix)
{
	return a.n >= prefix.n && str_eq(str_slice(a, 0, prefix.n), prefix);
}

bool str_ends(struct str a, struct str suffix)
{
	return a.n >= suffix.n && str_eq(str_from(a, a.n - suffix.n), suffix);
}

struct str str_from(struct str a, size_t from)
{
	if (from > a.n)
		from = a.n;
	return (struct str){ a.s ? a.s + from : "", a.n - from };
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

struct str str_trim(struct str a)
{
	while (a.n && is_blank(a.s[a.n - 1]))
		a.n--;
	while (a.n && is_blank(a.s[0])) {
		a.s++;
		a.n--;
	}
	return a;
}

size_t str_find(struct str a, struct str what)
{
	if (what.n == 0)
		return 0;
	const char *p = a.n ? memmem(a.s, a.n, what.s, what.n) : NULL;
	return p ? (size_t)(p - a.s) : STR_NONE;
}

size_t str_find_char(struct str a, char c)
{
	const char *p = a.n ? memchr(a.s, c, a.n) : NULL;
	return p ? (size_t)(p - a.s) : STR_NONE;
}

bool str_split(struct str *rest, char at, struct str *piece)
{
	if (!rest->s)
		return false;
	size_t i = str_find_char(*rest, at);
	if (i == STR_NONE) {
		*piece = *rest;
		*rest = (struct str){ NULL, 0 };
	} else {
		*piece = str_slice(*rest, 0, i);
		*rest = str_from(*rest, i + 1);
	}
	return true;
}

struct str str_copy(struct arena *a, struct str x)
{
	char *p = arena_take(a, x.n + 1);
	if (x.n)
		memcpy(p, x.s, x.n);
	return (struct str){ p, x.n };
}

struct str str_format(struct arena *a, const char *format, ...)
{
	va_list list, again;
	va_start(list, format);
	va_copy(again, list);
	char brief[256];        /* most texts are short: they are written once */
	int n = vsnprintf(brief, sizeof brief, format, list);
	va_end(list);
	if (n < 0)
		fatal("a message could not be formatted");
	char *p = arena_take(a, (size_t)n + 1);
	if ((size_t)n < sizeof brief)
		memcpy(p, brief, (size_t)n + 1);
	else
		vsnprintf(p, (size_t)n + 1, format, again);
	va_end(again);
	return (struct str){ p, (size_t)n };
}

size_t str_distance(struct str a, struct str b)
{
	enum { MOST = 64 };
	size_t row[MOST + 1];
	if (a.n > MOST || b.n > MOST)
		return STR_NONE;
	for (size_t j = 0; j <= b.n; j++)
		row[j] = j;
	for (size_t i = 1; i <= a.n; i++) {
		size_t corner = row[0];
		row[0] = i;
		for (size_t j = 1; j <= b.n; j++) {
			size_t change = corner + (a.s[i - 1] != b.s[j - 1]);
			corner = row[j];
			size_t least = row[j] + 1 < row[j - 1] + 1 ? row[j] + 1 : row[j - 1] + 1;
			row[j] = least < change ? least : change;
		}
	}
	return row[b.n];
}

uint64_t str_hash(struct str a)
{
	uint64_t h = 14695981039346656037u;
	for (size_t i = 0; i < a.n; i++)
		h = (h ^ (unsigned char)a.s[i]) * 1099511628211u;
	return h;
}

/* --- buf ------------------------------------------------------------------------------------------ */
static void buf_need(struct buf *b, size_t more)
{
	if (b->room - b->n > more)
		return;
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

void buf_put(struct buf *b, struct str x)
{
	if (!x.n)
		return;
	buf_need(b, x.n);
	memcpy(b->s + b->n, x.s, x.n);
	b->n += x.n;
}

void buf_puts(struct buf *b, const char *z)
{
	buf_put(b, str_of(z));
}

void buf_putc(struct buf *b, char c)
{
	buf_need(b, 1);
	b->s[b->n++] = c;
}

void buf_pad(struct buf *b, char c, size_t times)
{
	buf_need(b, times);
	memset(b->s + b->n, c, times);
	b->n += times;
}

void buf_vprintf(struct buf *b, const char *format, va_list list)
{
	va_list again;
	va_copy(again, list);
	/* most messages are short: they are written at the first try */
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
