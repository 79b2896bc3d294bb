/* Every character of a Markdown tree stands where it says it does. */
#include "base.h"
#include "diag.h"
#include "source.h"
#include "source/markdown.h"
#include "places.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

static void parse_and_check(const char *name, struct str bytes, uint32_t skip)
{
	struct arena *a = arena_new();
	struct text *t = text_new(a, str_of(name), bytes);
	struct diag d = { .arena = a, .text = t };
	struct node *root = source_parse(a, &d, &limits_default, t, (struct range){ 0, (uint32_t)bytes.n }, skip);
	struct trouble trouble;
	if (!places_check(t, root, &trouble)) {
		struct position p = text_position(t, trouble.at);
		print_error("%s: %s at %u:%u\n-----\n%.*s\n-----\n", name, trouble.what, p.line, p.column, (int)(bytes.n < 2000 ? bytes.n : 2000), bytes.s);
		arena_free(a);
		fail();
	}
	arena_free(a);
}

/* The tree in one line: kinds and texts. */
static void outline(const struct node *n, struct buf *b)
{
	static const char *const names[] = { "doc", "p", "h", "quote", "list", "item", "pre", "htmlblock", "rule", "table", "row", "cell",
		"", "code", "soft", "hard", "em", "strong", "link", "img", "html" };
	buf_printf(b, "%s", names[n->kind]);
	if (n->text.s && n->kind == NODE_TEXT)
		buf_printf(b, "'%.*s'", STR_ARG(n->text));
	else if (n->text.s)
		buf_printf(b, "<%.*s>", STR_ARG(n->text));
	if (n->kind == NODE_LINK || n->kind == NODE_IMAGE)
		buf_printf(b, "=%.*s", STR_ARG(n->url));
	if (!n->first)
		return;
	buf_puts(b, "(");
	for (const struct node *c = n->first; c; c = c->next) {
		outline(c, b);
		if (c->next)
			buf_puts(b, " ");
	}
	buf_puts(b, ")");
}

static void same_outline(const char *text, const char *want)
{
	struct arena *a = arena_new();
	struct text *t = text_new(a, STR("x.md"), str_of(text));
	struct diag d = { .arena = a, .text = t };
	struct node *root = source_parse(a, &d, &limits_default, t, (struct range){ 0, (uint32_t)strlen(text) }, 0);
	struct buf b = { 0 };
	outline(root, &b);
	buf_putc(&b, 0);
	assert_string_equal(b.s, want);
	buf_free(&b);
	arena_free(a);
	parse_and_check("outline", str_of(text), 0);
}

static void trees(void **state)
{
	(void)state;
	same_outline("a *b* `c`", "doc(p('a ' em('b') ' ' code<c>))");
	same_outline("2*3*4 = 24, 2**3**2, (1+2)*(3)*(4)", "doc(p('2*3*4 = 24, 2**3**2, (1+2)*(3)*(4)'))");
	same_outline("`2*3*4`", "doc(p(code<2*3*4>))");
	same_outline("    2*3*4", "doc(pre<2*3*4\n>)");
	same_outline("**bold** and *2*", "doc(p(strong('bold') ' and ' em('2')))");
	same_outline("a\\*b &amp; c", "doc(p('a*b & c'))");
	same_outline("| a | b\\|c |\n|--|--|\n| `x\\|y` | 2*3*4 |\n", "doc(table(row(cell('a') cell('b|c')) row(cell(code<x|y>) cell('2*3*4'))))");
	same_outline("[t](javascript:alert(1)) [u](http://x/2*3*4)", "doc(p(link=('t') ' ' link=http://x/2*3*4('u')))");
	same_outline("> - a\n>   b\n> - c", "doc(quote(list(item(p('a' soft 'b')) item(p('c')))))");
	same_outline("[a]: http://x/ \"t\"\nsee [a] or [b][a]", "doc(p('see ' link=http://x/('a') ' or ' link=http://x/('b')))");
	same_outline("<http://a/?b=1&amp;c=2>", "doc(p(link=http://a/?b=1&c=2('http://a/?b=1&c=2')))");
}

static void urls(void **state)
{
	(void)state;
	static const char *const bad[] = { "javascript:x", "JaVaScript:x", "&#106;avascript:x", "data:text/html,x", "feed:javascript:x",
		"view-source:x", "//evil/x", "vbscript:x", "file:///etc/passwd", "/\\\\evil", "<java\tscript:x>", "<  javascript:x>" };
	static const char *const good[] = { "http://a/b", "HTTPS://a", "mailto:a@b", "#line-5", "other.md", "../a/b:c", "a?b:c" };
	for (int which = 0; which < 2; which++)
		for (size_t i = 0; i < (which ? sizeof good / sizeof *good : sizeof bad / sizeof *bad); i++) {
			struct arena *a = arena_new();
			struct str x = str_format(a, "[t](%s)", which ? good[i] : bad[i]);
			struct text *t = text_new(a, STR("x.md"), x);
			struct diag d = { .arena = a, .text = t };
			struct node *link = source_parse(a, &d, &limits_default, t, (struct range){ 0, (uint32_t)x.n }, 0)->first->first;
			if (link->kind == NODE_LINK || which) {
				assert_int_equal(link->kind, NODE_LINK);
				assert_true(str_is(link->url, which ? good[i] : ""));
			}
			arena_free(a);
		}
}

/* With and without the ways around the parser: the same tree, place by place. */
static void same_tree(const char *name, struct str bytes, uint32_t skip)
{
	struct arena *a = arena_new();
	struct text *t = text_new(a, str_of(name), bytes);
	struct diag d = { .arena = a, .text = t };
	struct range all = { 0, (uint32_t)bytes.n };
	struct node *quick = source_parse(a, &d, &limits_default, t, all, skip), *slow = markdown_parse(a, &d, &limits_default, t, all, skip, skip);
	const struct node *x = quick, *y = slow;
	for (; x && y; x = source_next(x, quick, true), y = source_next(y, slow, true)) {
		bool same = x->kind == y->kind && str_eq(x->text, y->text) && x->range.at == y->range.at && x->range.n == y->range.n &&
			x->piece_count == y->piece_count && str_eq(x->info, y->info) && x->unclosed == y->unclosed && x->fenced == y->fenced;
		for (uint32_t i = 0; same && i < x->piece_count; i++)
			same = memcmp(&x->pieces[i], &y->pieces[i], sizeof x->pieces[i]) == 0;
		if (!same)
			break;
	}
	if (x || y) {
		struct buf b = { 0 };
		outline(quick, &b);
		buf_puts(&b, "\n");
		outline(slow, &b);
		if (x && y)
			buf_printf(&b, "\nkinds %d %d, ranges %u+%u %u+%u, pieces %u %u\n", (int)x->kind, (int)y->kind, x->range.at, x->range.n, y->range.at, y->range.n,
				x->piece_count, y->piece_count);
		print_error("%s, skip %u:\n-----\n%.*s\n-----\n%.*s\n", name, skip, STR_ARG(bytes), STR_ARG(buf_str(&b)));
		buf_free(&b);
		fail();
	}
	arena_free(a);
}

static uint32_t seed = 1;
static uint32_t draw(uint32_t below)
{
	seed = seed * 1664525u + 1013904223u;
	return (seed >> 8) % below;
}

static void anything(void **state)
{
	(void)state;
	static const char *const bits[] = { "a", "b c", " ", "  ", "\n", "\n", "\n\n", "\t", "*", "**", "_", "`", "``", "```", "~~~\n", "\\", "\\|", "|",
		"| a | b |\n|---|---|\n", "|", "[", "]", "(", ")", "](x)", "](<a b> \"t\")", "![", "<", ">", "> ", "- ", "1. ", "    ", "# ", "---\n", "===\n",
		"&amp;", "&lt;", "&#42;", "&bogus;", "&", "<b>", "<!-- x -->", "<http://a.b/?x&amp;y>", "[a]: /u 't'\n", "[a]", "[a][]", "é", "×", "2*3", "\r\n", "12. ",
		"`a\\|b`", "\\`", ":", "\"", "'", "!", ";", "<div>\n", "  \n", "\\\n", "**x**", "*y*", "\xEF\xBB\xBF", "\f", "\001" };
	int rounds = getenv("HENCE_ROUNDS") ? atoi(getenv("HENCE_ROUNDS")) : 20000;
	for (int i = 0; i < rounds; i++) {
		struct buf b = { 0 };
		uint32_t round_seed = seed;
		for (uint32_t n = 1 + draw(i % 2 ? 12 : 40); n; n--)
			buf_puts(&b, bits[draw(sizeof bits / sizeof *bits)]);
		char name[40];
		snprintf(name, sizeof name, "round %d, seed %u", i, round_seed);
		parse_and_check(name, buf_str(&b), draw(4) == 0 ? 3 : 0);
		buf_free(&b);
	}
}

static void a_worksheet(void **state)
{
	(void)state;
	struct arena *a = arena_new();
	struct str bytes, why;
	if (!file_read(a, "../shared/seed/numa-zone-layout.md", 1 << 20, &bytes, &why)) {
		arena_free(a);
		skip();
	}
	parse_and_check("worksheet", bytes, 0);
	arena_free(a);
}

static void ways_around(void **state)
{
	(void)state;
	static const char *const bits[] = { "Words of a line.\n", "a_b c\n", "_a b_\n", "Words & more\n", "x <b> y\n", "1. one\n", "- two\n", "   three\n", "    four\n",
		"     five\n", "\n", "\n", "```\n", "``` c d\n", "   ```\n", "    ```\n", "     ```\n", "~~~~\n", "~~~\n", "`` ` ``\n", "---\n", "----", "===\n", "<div>\n",
		"> quote\n", "| a | b |\n", "|--|--|\n", "[a]: b\n", "``` a&amp;\n", "\t```\n", "  code  \n", "2*3 x\n", "word", "```", "\\\n", "x\r\n", "# H\n" };
	int rounds = getenv("HENCE_ROUNDS") ? atoi(getenv("HENCE_ROUNDS")) : 20000;
	for (int i = 0; i < rounds; i++) {
		struct buf b = { 0 };
		uint32_t skip = draw(3) ? 0 : 3 + draw(3);
		if (skip)
			buf_printf(&b, "%.*s", (int)skip, "12345. ");
		char name[40];
		snprintf(name, sizeof name, "round %d, seed %u", i, seed);
		for (uint32_t n = 1 + draw(8); n; n--)
			buf_puts(&b, bits[draw(sizeof bits / sizeof *bits)]);
		same_tree(name, buf_str(&b), skip);
		buf_free(&b);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(trees), cmocka_unit_test(urls), cmocka_unit_test(anything), cmocka_unit_test(ways_around), cmocka_unit_test(a_worksheet),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
