/* Escapes of JSON and XML. The text is valid UTF-8: source refuses any other. */
#include "base.h"
#include "render/quote.h"

void quote_json(struct buf *out, struct str x)
{
	buf_putc(out, '"');
	for (size_t i = 0; i < x.n; i++) {
		unsigned char c = (unsigned char)x.s[i];
		if (c == '"' || c == '\\')
			buf_printf(out, "\\%c", c);
		else if (c == '\n')
			buf_puts(out, "\\n");
		else if (c == '\t')
			buf_puts(out, "\\t");
		else if (c < 0x20 || c == 0x7F)
			buf_printf(out, "\\u%04x", c);
		else
			buf_putc(out, (char)c);
	}
	buf_putc(out, '"');
}

void quote_xml(struct buf *out, struct str x)
{
	for (size_t i = 0; i < x.n; ) {
		size_t start = i;
		uint32_t c = utf8_next(x, &i);
		if (c == '&')
			buf_puts(out, "&amp;");
		else if (c == '<')
			buf_puts(out, "&lt;");
		else if (c == '>')
			buf_puts(out, "&gt;");
		else if (c == '"')
			buf_puts(out, "&quot;");
		else if (c == '\n' || c == '\t')
			buf_printf(out, "&#%u;", (unsigned)c);  /* kept in attributes too */
		else if (c < 0x20 || c == UTF8_BAD || c == 0xFFFE || c == 0xFFFF)
			buf_puts(out, "\xEF\xBF\xBD");
		else
			buf_put(out, str_slice(x, start, i));
	}
}
