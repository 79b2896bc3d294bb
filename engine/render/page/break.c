/* Where a line may end: after blanks, between ideographs, and, when a word is too long, at its joints. */
#include "base.h"
#include "render/page.h"

#include "render/page/break.h"

bool break_blank(uint32_t c)
{
	return c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == 0x2028 || c == 0x2029 || (c >= 0x2000 && c <= 0x200A && c != 0x2007);
}

static bool ideograph(uint32_t c)
{
	return (c >= 0x2E80 && c <= 0x2FFF) || (c >= 0x3003 && c <= 0x3007) || (c >= 0x3020 && c <= 0x33FF) || (c >= 0x3400 && c <= 0x4DBF)
		|| (c >= 0x4E00 && c <= 0x9FFF) || (c >= 0xAC00 && c <= 0xD7A3) || (c >= 0xF900 && c <= 0xFAFF) || (c >= 0x20000 && c <= 0x3FFFF);
}

static bool digit(uint32_t c) { return c >= '0' && c <= '9'; }
static bool letter(uint32_t c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= 0xC0 && c < 0x2000); }

static bool mark(uint32_t c) { return c == 0x2713 || c == 0x2714 || c == 0x2717 || c == 0x2718; }

/* Marks and joiners belong to the character before them. */
bool break_clings(uint32_t c)
{
	return (c >= 0x300 && c <= 0x36F) || (c >= 0x483 && c <= 0x489) || (c >= 0x591 && c <= 0x5BD) || (c >= 0x610 && c <= 0x61A)
		|| (c >= 0x64B && c <= 0x65F) || (c >= 0x1AB0 && c <= 0x1AFF) || (c >= 0x1DC0 && c <= 0x1DFF) || c == 0x200C || c == 0x200D
		|| c == 0x2060 || (c >= 0x20D0 && c <= 0x20FF) || (c >= 0xFE00 && c <= 0xFE0F) || (c >= 0xFE20 && c <= 0xFE2F)
		|| (c >= 0x1F3FB && c <= 0x1F3FF) || (c >= 0xE0100 && c <= 0xE01EF);
}

enum break_kind break_between(uint32_t before, uint32_t c, uint32_t after)
{
	if (before < 0x80 && c < 0x80 && (letter(before) || digit(before)) && (letter(c) || digit(c)))
		return BREAK_NONE;      /* within a word, as most are */
	if (break_clings(c))
		return BREAK_NONE;
	/* a blank to fill in stays with what names it, and a mark that ends a sentence with the sentence */
	if (break_blank(before) && ((c == '_' && after == '_') || (mark(c) && (after == 0 || break_blank(after)))))
		return BREAK_NONE;
	if (break_blank(before))
		return break_blank(c) ? BREAK_NONE : BREAK_SPACE;
	if (break_blank(c))
		return BREAK_WORD;
	if (before == 0x200B)
		return BREAK_SPACE;
	if (ideograph(before) || ideograph(c))
		return c == ',' || c == '.' || c == ')' || c == 0x3001 || c == 0x3002 || before == '(' ? BREAK_NONE : BREAK_SPACE;
	if ((before == '-' || before == 0x2010) && letter(c) && c < 0x2000)
		return BREAK_SPACE;
	if (before == 0x2013 || before == 0x2014)
		return BREAK_SPACE;
	/* joints of what is one word otherwise: after an arrow or a separator, before an operator */
	switch (before) {
	case 0x2192: case 0x21D2: case ',': case ';': case '/': case '_': case '=': case '|': case '&': case '?': case '#': case '%':
		return BREAK_JOINT;
	case '.': case ':':
		return digit(c) ? BREAK_NONE : BREAK_JOINT;
	case ')': case ']': case '}':
		return letter(c) || c == '-' ? BREAK_JOINT : BREAK_NONE;
	}
	switch (c) {
	case 0xD7: case 0xF7: case '*': case '+': case '(': case '[': case '{': case '<': case 0x2248: case 0x2264: case 0x2265:
		return digit(after) || letter(after) || after == ' ' ? BREAK_JOINT : BREAK_NONE;
	}
	return BREAK_NONE;
}

bool break_unit(struct str text)
{
	static const char *const units[] = { "B", "iB", "s", "Hz", "bit", "V", "W" };
	struct str prefixes = STR("kKMGTPnum");
	size_t end = 0;
	while (end < text.n && (unsigned char)text.s[end] < 0x80 && letter((unsigned char)text.s[end]))
		end++;
	struct str word = str_slice(text, 0, end), rest = str_from(word, 1);
	for (size_t i = 0; i < sizeof units / sizeof *units && word.n; i++)
		if ((word.n > 1 && str_find_char(prefixes, word.s[0]) != STR_NONE && str_is(rest, units[i])) || (i != 1 && i != 4 && str_is(word, units[i])))
			return true;
	return false;
}
