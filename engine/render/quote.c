/* Escapes of JSON and XML. The text is valid UTF-8: source refuses any other. What needs no escape is copied run by run. */
#include "base.h"
#include "render/quote.h"

/* Of a character that has one. */
static const char *json_escape(unsigned char c, char room[8])
{
	static const char digits[] = "0123456789abcdef";
	if (c == '"' || c == '\\') {
		room[0] = '\\', room[1] = (char)c, room[2] = '\0';
		return room;
	}
	if (c == '\n' || c == '\t')
		return c == '\n' ? "\\n" : "\\t";
	room[0] = '\\', room[1] = 'u', room[2] = room[3] = '0', room[4] = digits[c >> 4], room[5] = digits[c & 15], room[6] = '\0';
	return room;
}

/* also: one more character that is escaped, or '"' again */
static inline void quote(struct buf *out, struct str x, unsigned char also)
{
	char room[8];
	size_t done = 0, i = 0;
	buf_putc(out, '"');
	while (i < x.n) {
		for (base_block b; x.n - i >= BASE_BLOCK; i += BASE_BLOCK) {
			b = base_block_at(x, i);
			if (base_block_any((base_block)((b < 0x20) | (b == '"') | (b == '\\') | (b == 0x7F) | (b == also))))
				break;
		}
		for (size_t end = x.n - i < BASE_BLOCK ? x.n : i + BASE_BLOCK; i < end; i++) {
			unsigned char c = (unsigned char)x.s[i];
			if (c >= 0x20 && c != '"' && c != '\\' && c != 0x7F && c != also)
				continue;
			buf_put(out, str_slice(x, done, i));
			buf_puts(out, json_escape(c, room));
			done = i + 1;
		}
	}
	buf_put(out, str_from(x, done));
	buf_putc(out, '"');
}

void quote_json(struct buf *out, struct str x)
{
	quote(out, x, '"');
}

void quote_script(struct buf *out, struct str x)
{
	quote(out, x, '<');
}

/* NULL: as it is. A byte above 0x7F stands for its whole character, which ends at *end. */
static const char *xml_escape(struct str x, size_t i, size_t *end)
{
	unsigned char c = (unsigned char)x.s[i];
	*end = i + 1;
	switch (c) {
	case '&': return "&amp;";
	case '<': return "&lt;";
	case '>': return "&gt;";
	case '"': return "&quot;";
	case '\n': return "&#10;";              /* kept in attributes too */
	case '\t': return "&#9;";
	}
	if (c >= 0x20 && c < 0x80)
		return NULL;
	uint32_t wide = utf8_next(x, &i);
	*end = i;
	return wide < 0x20 || wide == UTF8_BAD || wide == 0xFFFE || wide == 0xFFFF ? "\xEF\xBF\xBD" : NULL;
}

void quote_xml(struct buf *out, struct str x)
{
	size_t done = 0, i = 0;
	while (i < x.n) {
		for (base_block b; x.n - i >= BASE_BLOCK; i += BASE_BLOCK) {
			b = base_block_at(x, i);
			if (base_block_any((base_block)((b < 0x20) | (b >= 0x80) | (b == '"') | (b == '&') | (b == '<') | (b == '>'))))
				break;
		}
		for (size_t stop = x.n - i < BASE_BLOCK ? x.n : i + BASE_BLOCK, end; i < stop; i = end) {
			/* small letters and blanks are most of any text */
			end = i + 1;
			if ((x.s[i] >= 'a' && x.s[i] <= 'z') || x.s[i] == ' ')
				continue;
			const char *escape = xml_escape(x, i, &end);
			if (!escape)
				continue;
			buf_put(out, str_slice(x, done, i));
			buf_puts(out, escape);
			done = end;
		}
	}
	buf_put(out, str_from(x, done));
}
