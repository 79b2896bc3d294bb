/* UTF-8 as RFC 3629 has it: no overlong forms, no surrogates, nothing above 10FFFF. */
#include "base.h"

#include <string.h>

uint32_t utf8_long(struct str x, size_t *at)
{
	size_t i = *at, more;
	unsigned char c = (unsigned char)x.s[i];
	uint32_t code, least;
	*at = i + 1;
	if (c < 0x80)
		return c;
	if (c >= 0xC2 && c <= 0xDF) {
		more = 1, code = c & 0x1F, least = 0x80;
	} else if ((c & 0xF0) == 0xE0) {
		more = 2, code = c & 0x0F, least = 0x800;
	} else if (c >= 0xF0 && c <= 0xF4) {
		more = 3, code = c & 0x07, least = 0x10000;
	} else {
		return UTF8_BAD;
	}
	if (x.n - i <= more)
		return UTF8_BAD;
	for (size_t k = 1; k <= more; k++) {
		unsigned char d = (unsigned char)x.s[i + k];
		if ((d & 0xC0) != 0x80)
			return UTF8_BAD;
		code = code << 6 | (d & 0x3F);
	}
	if (code < least || code > 0x10FFFF || (code >= 0xD800 && code <= 0xDFFF))
		return UTF8_BAD;
	*at = i + more + 1;
	return code;
}

uint32_t utf8_before(struct str x, size_t at)
{
	if (at == 0 || at > x.n)
		return 0;
	size_t i = at - 1;
	while (i > 0 && at - i < 4 && ((unsigned char)x.s[i] & 0xC0) == 0x80)
		i--;
	return utf8_next(x, &i);
}

bool utf8_valid(struct str x, size_t *bad)
{
	const uint64_t high = UINT64_C(0x8080808080808080);
	for (size_t i = 0; i < x.n; ) {
		uint64_t word;
		size_t start = i;
		if (x.n - i >= sizeof word && (memcpy(&word, x.s + i, sizeof word), word & high) == 0) {
			i += sizeof word;       /* ASCII throughout */
			continue;
		}
		if (utf8_next(x, &i) == UTF8_BAD) {
			*bad = start;
			return false;
		}
	}
	return true;
}

size_t utf8_count(struct str x)
{
	enum { WORD = sizeof(uint64_t) };
	size_t n = 0, i = 0;
	/* eight bytes at a time: a continuation byte has its high bit and not the next one */
	for (uint64_t word; i + WORD <= x.n; i += WORD) {
		memcpy(&word, x.s + i, WORD);
		word = (word >> 7) & ~(word >> 6) & UINT64_C(0x0101010101010101);
		n += WORD - (size_t)((word * UINT64_C(0x0101010101010101)) >> 56);
	}
	for (; i < x.n; i++)
		n += ((unsigned char)x.s[i] & 0xC0) != 0x80;
	return n;
}

struct span { uint32_t from, to; };

static bool within(const struct span *table, size_t n, uint32_t c)
{
	size_t low = 0, high = n;
	while (low < high) {
		size_t mid = (low + high) / 2;
		if (c > table[mid].to)
			low = mid + 1;
		else if (c < table[mid].from)
			high = mid;
		else
			return true;
	}
	return false;
}

/* The blocks whose characters take no column, and two (Unicode 15, East Asian Width W and F, whole blocks). */
static const struct span narrowest[] = {
	{ 0x0300, 0x036F }, { 0x0483, 0x0489 }, { 0x0591, 0x05BD }, { 0x064B, 0x065F }, { 0x0E31, 0x0E31 }, { 0x0E34, 0x0E3A },
	{ 0x1AB0, 0x1AFF }, { 0x1DC0, 0x1DFF }, { 0x200B, 0x200F }, { 0x202A, 0x202E }, { 0x2060, 0x2064 }, { 0x20D0, 0x20FF },
	{ 0xFE00, 0xFE0F }, { 0xFE20, 0xFE2F }, { 0xFEFF, 0xFEFF }, { 0xE0100, 0xE01EF },
};
static const struct span widest[] = {
	{ 0x1100, 0x115F }, { 0x231A, 0x231B }, { 0x2329, 0x232A }, { 0x23E9, 0x23EC }, { 0x25FD, 0x25FE }, { 0x2614, 0x2615 },
	{ 0x267F, 0x267F }, { 0x26A1, 0x26A1 }, { 0x2705, 0x2705 }, { 0x270A, 0x270B }, { 0x2728, 0x2728 }, { 0x274C, 0x274C },
	{ 0x274E, 0x274E }, { 0x2753, 0x2755 }, { 0x2757, 0x2757 }, { 0x2795, 0x2797 }, { 0x2B50, 0x2B50 }, { 0x2B55, 0x2B55 },
	{ 0x2E80, 0x303E }, { 0x3041, 0x33FF }, { 0x3400, 0x4DBF }, { 0x4E00, 0x9FFF }, { 0xA000, 0xA4CF }, { 0xAC00, 0xD7A3 },
	{ 0xF900, 0xFAFF }, { 0xFE30, 0xFE6F }, { 0xFF01, 0xFF60 }, { 0xFFE0, 0xFFE6 }, { 0x1F300, 0x1F64F }, { 0x1F680, 0x1F6FF },
	{ 0x1F900, 0x1F9FF }, { 0x20000, 0x3FFFD },
};

size_t utf8_columns(struct str x)
{
	size_t columns = 0;
	for (size_t i = 0; i < x.n; ) {
		uint32_t c = utf8_next(x, &i);
		if (c >= 0x300 && within(narrowest, sizeof narrowest / sizeof *narrowest, c))
			continue;
		columns += 1 + (c >= 0x1100 && c != UTF8_BAD && within(widest, sizeof widest / sizeof *widest, c));
	}
	return columns;
}

size_t utf8_put(char out[4], uint32_t c)
{
	if (c < 0x80) {
		out[0] = (char)c;
		return 1;
	}
	size_t n = c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
	static const unsigned char lead[] = { 0, 0, 0xC0, 0xE0, 0xF0 };
	for (size_t k = n - 1; k > 0; k--, c >>= 6)
		out[k] = (char)(0x80 | (c & 0x3F));
	out[0] = (char)(lead[n] | c);
	return n;
}

size_t utf16_units(struct str x)
{
	size_t n = 0;
	for (size_t i = 0; i < x.n; ) {
		uint32_t c = utf8_next(x, &i);
		n += 1 + (c >= 0x10000 && c != UTF8_BAD);
	}
	return n;
}
