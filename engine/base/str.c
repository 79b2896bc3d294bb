/* Slices of bytes, and the buffer that output is written into. */
#include "base.h"

#include <endian.h>
#include <stdlib.h>
#include <string.h>

struct str str_of(const char *z)
{
	return (struct str){ z ? z : "", z ? strlen(z) : 0 };
}

int str_cmp(struct str a, struct str b)
{
	size_t n = a.n < b.n ? a.n : b.n;
	int c = n ? memcmp(a.s, b.s, n) : 0;
	return c ? c : (a.n > b.n) - (a.n < b.n);
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
	struct buf b = { 0 };
	va_list list;
	va_start(list, format);
	buf_vprintf(&b, format, list);
	va_end(list);
	struct str x = str_copy(a, buf_str(&b));
	buf_free(&b);
	return x;
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

/* Multiply and shift down: each byte reaches the low bits, which are what a table uses. The same on machines of either byte
 * order: a PDF carries such a number. */
uint64_t str_hash(struct str a)
{
	const uint64_t odd = UINT64_C(0x9E3779B97F4A7C15);
	uint64_t h = a.n * odd, word;
	for (; a.n > sizeof word; a.s += sizeof word, a.n -= sizeof word) {
		memcpy(&word, a.s, sizeof word);
		h = (h ^ le64toh(word)) * odd;
		h ^= h >> 32;
	}
	/* one to eight bytes: both halves in one read each, which may overlap */
	uint32_t first = 0, last = 0;
	if (a.n >= sizeof first) {
		memcpy(&first, a.s, sizeof first);
		memcpy(&last, a.s + a.n - sizeof last, sizeof last);
	} else if (a.n) {
		first = (uint32_t)(unsigned char)a.s[0] << 16 | (uint32_t)(unsigned char)a.s[a.n / 2] << 8 | (unsigned char)a.s[a.n - 1];
	}
	word = (uint64_t)le32toh(first) << 32 | le32toh(last);
	h = (h ^ word) * odd;
	return h ^ h >> 32;
}
