/* A page that `render` wrote carries its worksheet, the facts it was checked with, and the options that mattered: it can be
 * checked again, and compared with what it shows. */
#include "base.h"
#include "confine.h"
#include "diag.h"
#include "source.h"
#include "model.h"
#include "facts.h"
#include "values.h"
#include "claims.h"
#include "figure.h"
#include "graph.h"
#include "rules.h"
#include "report.h"
#include "render.h"
#include "pipeline.h"
#include "options.h"
#include "command.h"

#include <stdio.h>
#include <string.h>

static const struct str begins = { "<script type=\"application/json\" id=\"source\">", 44 }, ends = { "</script>", 9 };

/* One JSON string from its first quotation mark on; *at is then behind it. Knows what quote_json writes, and \u below 0x10000. */
static bool read_string(struct str json, size_t *at, struct buf *out)
{
	size_t i = *at;
	if (i >= json.n || json.s[i] != '"')
		return false;
	for (i++; i < json.n && json.s[i] != '"'; i++) {
		if (json.s[i] != '\\') {
			buf_putc(out, json.s[i]);
			continue;
		}
		char c = ++i < json.n ? json.s[i] : '\0';
		uint32_t code = 0;
		switch (c) {
		case '"': case '\\': case '/': buf_putc(out, c); break;
		case 'n': buf_putc(out, '\n'); break;
		case 't': buf_putc(out, '\t'); break;
		case 'u':
			for (int k = 0; k < 4; k++) {
				char d = ++i < json.n ? json.s[i] : '\0';
				int digit = d >= '0' && d <= '9' ? d - '0' : d >= 'a' && d <= 'f' ? d - 'a' + 10 : -1;
				if (digit < 0)
					return false;
				code = code * 16 + (uint32_t)digit;
			}
			if (code == 0 || code > 0x7F)
				return false;
			buf_putc(out, (char)code);
			break;
		default: return false;
		}
	}
	*at = i + 1;
	return i < json.n;
}

static bool is_page(struct str bytes, size_t *at)
{
	struct str head = str_slice(bytes, 0, 15);
	*at = str_is(head, "<!DOCTYPE html>") ? str_find(bytes, begins) : STR_NONE;
	return *at != STR_NONE;
}

enum page_found command_page_read(struct arena *a, struct str bytes, struct page *page)
{
	size_t at, end;
	*page = (struct page){ 0 };
	if (!is_page(bytes, &at))
		return str_starts(bytes, STR("<!DOCTYPE html>")) ? PAGE_BROKEN : PAGE_NO;
	struct str json = str_from(bytes, at + begins.n);
	end = str_find(json, ends);
	json = str_slice(json, 0, end == STR_NONE ? 0 : end);
	struct { const char *key; struct str *value; } fields[] = {
		{ "hence", &page->version }, { "name", &page->name }, { "machine", &page->machine }, { "options", &page->options },
		{ "facts", &page->facts }, { "worksheet", &page->worksheet },
	};
	size_t i = 0;
	struct buf key = { 0 }, value = { 0 };
	bool fine = true;
	while (fine && (i = i + str_find_char(str_from(json, i), '"')) < json.n) {
		key.n = value.n = 0;
		fine = read_string(json, &i, &key) && str_starts(str_from(json, i), STR(": "));
		i += 2;
		fine = fine && read_string(json, &i, &value);
		for (size_t k = 0; fine && k < sizeof fields / sizeof *fields; k++)
			if (str_is(buf_str(&key), fields[k].key))
				*fields[k].value = str_copy(a, buf_str(&value));
		if (str_find_char(str_from(json, i), '"') == STR_NONE)
			break;
	}
	buf_free(&key);
	buf_free(&value);
	page->bytes = bytes;
	return fine && page->worksheet.n ? PAGE_FOUND : PAGE_BROKEN;
}

/* The choices that the page was made with, unless the command line makes its own. */
bool command_page_options(struct arena *a, const struct page *page, struct options *o)
{
	enum { MOST = 256 };
	char *words[MOST + 2] = { "hence", "check" };
	int n = 2;
	struct str rest = page->options, word, why;
	struct options own;
	if (o->kept.n || o->here || o->facts || o->sysroot)
		return false;
	while (n < MOST && str_split(&rest, '\n', &word))
		if (options_keeps(word))
			words[n++] = (char *)str_copy(a, word).s;
	if (!options_read(a, n, words, &own, &why))
		return false;
	o->choices = own.choices;
	memcpy(&o->sets, &own.sets, sizeof o->sets);
	memcpy(&o->kept, &own.kept, sizeof o->kept);
	return true;
}

/* base64 without line ends, as html_base64 writes it; false: it is something else. */
static bool decode(struct str x, struct buf *out)
{
	static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
	uint32_t group = 0, n = 0;
	for (size_t i = 0; i < x.n && x.s[i] != '='; i++) {
		size_t value = str_find_char(STR(digits), x.s[i]);
		if (value == STR_NONE)
			return false;
		group = group << 6 | (uint32_t)value;
		n += 6;
		if (n >= 8) {
			n -= 8;
			buf_putc(out, (char)(group >> n & 0xFF));
		}
	}
	return true;
}

void command_page_ask(void *with, const struct question *q, struct arena *a, struct answer *answer)
{
	struct page_asker *own = with;
	struct buf mark = { 0 }, bytes = { 0 };
	size_t at = STR_NONE;
	if (q->kind == ASK_IMAGE) {
		buf_puts(&mark, "<img class=\"picture\" data-file=\"");
		render_address(&mark, q->path);
		buf_puts(&mark, "\" src=\"data:");
		at = str_find(own->page->bytes, buf_str(&mark));
	}
	struct str data = at == STR_NONE ? STR("") : str_from(own->page->bytes, at + mark.n);
	size_t comma = str_find_char(str_slice(data, 0, 64), ','), end = str_find_char(data, '"');
	buf_free(&mark);
	if (comma == STR_NONE || end == STR_NONE || end < comma || !decode(str_slice(data, comma + 1, end), &bytes)) {
		own->otherwise.ask(own->otherwise.with, q, a, answer);
	} else {
		answer->status = ASK_DONE;
		answer->bytes = str_copy(a, buf_str(&bytes));
	}
	buf_free(&bytes);
}

static struct str between(struct str x, struct str from, struct str to)
{
	size_t at = str_find(x, from);
	if (at == STR_NONE)
		return STR("");
	size_t n = str_find(str_from(x, at), to);
	return n == STR_NONE ? STR("") : str_slice(x, at, at + n + to.n);
}

/* "at line 214: it has "...3943937 pages", its worksheet gives "...3943936 pages"". */
static struct str difference(struct arena *a, struct str page, struct str fresh)
{
	enum { BEFORE = 24, SHOWN = 48 };
	size_t i = 0, lines = 1, from;
	while (i < page.n && i < fresh.n && page.s[i] == fresh.s[i])
		lines += page.s[i++] == '\n';
	for (from = i; from > 0 && i - from < BEFORE && page.s[from - 1] != '\n'; )
		from--;
	struct str shown[2] = { str_slice(page, from, from + SHOWN), str_slice(fresh, from, from + SHOWN) };
	for (int k = 0; k < 2; k++) {
		size_t end = str_find_char(shown[k], '\n');
		shown[k] = end == STR_NONE ? shown[k] : str_slice(shown[k], 0, end);
		while (shown[k].n && ((unsigned char)shown[k].s[0] & 0xC0) == 0x80)
			shown[k] = str_from(shown[k], 1);
		while (shown[k].n && ((unsigned char)shown[k].s[shown[k].n - 1] & 0x80))
			shown[k].n--;
	}
	struct buf b = { 0 };
	buf_printf(&b, "differs from what its worksheet gives, at line %zu: it has \"", lines);
	diag_escape(&b, shown[0]);
	buf_puts(&b, "\", expected \"");
	diag_escape(&b, shown[1]);
	buf_puts(&b, "\"");
	struct str x = str_copy(a, buf_str(&b));
	buf_free(&b);
	return x;
}

/* STATUS_HOLDS: the page shows what its worksheet gives, or why that was not compared is said. */
int command_page_compare(struct arena *a, const struct page *page, const struct outcome *outcome, const struct options *o, bool compared, struct str *said)
{
	const struct renderer *html = render_find(STR("html"));
	struct render_options options = command_render_options(o, page->name.s);
	struct buf out = { 0 };
	struct str why;
	int status = STATUS_HOLDS;
	const char *facts = page->facts.n ? "; its facts are those that it carries (--here asks this machine)" : "";
	*said = STR("");
	if (str_is(page->machine, "compared")) {
		*said = STR("was made against a machine that it does not carry; checked as written, its text was not compared");
		return status;
	}
	if (!compared) {
		*said = STR("is checked with options of your own; its text was not compared");
		return status;
	}
	if (!str_is(page->version, HENCE_VERSION)) {
		*said = str_format(a, "was made by hence %.*s, this is " HENCE_VERSION "; its worksheet is checked, its text was not compared", STR_ARG(page->version));
		return status;
	}
	options.carry = true;
	options.kept = o->kept.at;
	options.kept_count = o->kept.n;
	if (!html || !html->render(a, &outcome->report, &options, &out, &why)) {
		*said = STR("could not be made again");
		return STATUS_UNREADABLE;
	}
	struct str fresh = buf_str(&out), head = between(fresh, STR("<header>"), STR("</header>")), main = between(fresh, STR("<main id=\"main\">"), STR("</main>"));
	if (str_eq(fresh, page->bytes)) {
		*said = str_format(a, "shows what its worksheet gives, byte for byte%s", facts);
	} else if (str_find(page->bytes, head) != STR_NONE && str_find(page->bytes, main) != STR_NONE) {
		*said = str_format(a, "shows the text that its worksheet gives; what stands around the text is not ours%s", facts);
	} else {
		*said = difference(a, page->bytes, fresh);
		status = STATUS_ERROR;
	}
	buf_free(&out);
	return status;
}
