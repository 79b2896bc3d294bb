/* Text that is meant to hurt: each is read within a second, and refused where it must be. */
#include "base.h"
#include "diag.h"
#include "source.h"
#include "model.h"
#include "places.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <time.h>
#include <cmocka.h>

static double seconds(void)
{
	struct timespec t;
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

/* Builds before + piece * times + after, reads it as a worksheet, and wants too-big or not. */
static void hurts(const char *name, const char *before, const char *piece, size_t times, const char *after, bool too_big)
{
	struct buf b = { 0 };
	buf_puts(&b, before);
	for (size_t i = 0; i < times; i++)
		buf_puts(&b, piece);
	buf_puts(&b, after);
	struct arena *a = arena_new();
	struct text *t = text_new(a, STR("x.md"), buf_str(&b));
	struct diag d = { .arena = a, .text = t };
	struct model m;
	double start = seconds();
	model_read(a, &d, &limits_default, t, &m);
	double took = seconds() - start;
	bool found = false;
	for (size_t i = 0; i < d.findings.n; i++)
		found |= d.findings.at[i].kind == &finding_too_big;
	struct trouble trouble = { "", 0 };
	bool places = true;
	for (size_t i = 0; i < m.parts.n && places; i++)
		places = places_check(t, m.parts.at[i].tree, &trouble);
	size_t bytes = b.n;
	buf_free(&b);
	arena_free(a);
	/* A second for each megabyte is twenty times what the slowest of them takes. A sanitizer's allocator takes several times as long. */
#ifdef __SANITIZE_ADDRESS__
	took /= 5;
#endif
	if (took > 1 + (double)bytes / 1e6 || found != too_big || !places) {
		print_error("%s: %.2f s for %zu bytes, too-big %d, %s\n", name, took, bytes, found, places ? "places right" : trouble.what);
		fail();
	}
}

static void blocks(void **state)
{
	(void)state;
	hurts("lists in one line", "", "- ", 80000, "\n", true);
	hurts("quotes in one line", "", ">", 1000000, "\n", true);
	hurts("quotes and lists", "", "> - ", 10000, "\n", true);
	hurts("ordered lists", "", "1. ", 10000, "\n", true);
	hurts("lists, then blank lines", "- - - - - - - - - - - - - - - - - - - - a\n", "\n", 200000, "- b\n", false);
	hurts("hundred quotes", "", "> > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > a\n", 5000, "", false);
	hurts("two lists in turn", "1. x\n", "- a\n+ b\n", 50000, "", false);
	hurts("HTML that never ends", "", "<div>\n", 50000, "", false);
	hurts("numbers", "", "1. a\n", 100000, "", false);
	hurts("headings", "", "# a\n", 100000, "", false);
	hurts("rules", "", "---\n", 100000, "", false);
	hurts("fences", "", "```\n1. a\n", 50000, "", false);
	hurts("one line of a megabyte", "", "word ", 200000, "\n", true);
	hurts("two megabytes without a blank line", "", "words and words\n", 130000, "", false);
	hurts("a line of nine megabytes", "1. AXIOM:\n", "words and words\n", 600000, "", true);
	hurts("text with blank lines", "", "words and words\n\n", 130000, "", false);
}

static void tables(void **state)
{
	(void)state;
	struct buf b = { 0 };
	for (int row = 0; row < 2; row++) {
		for (int i = 0; i < 8000; i++)
			buf_puts(&b, row ? "|-" : "|a");
		buf_puts(&b, "|\n");
	}
	buf_putc(&b, 0);
	hurts("columns", b.s, "a\n", 80000, "", true);
	buf_free(&b);
	hurts("pipes", "", "|", 65536, "\n", true);
	hurts("a long table", "|a|b|\n|-|-|\n", "| 1 | 2 |\n", 50000, "", false);
	hurts("cells", "|a|b|c|d|e|f|g|h|\n|-|-|-|-|-|-|-|-|\n", "a\n", 80000, "", true);
	hurts("headers without tables", "a\n", "-|-|-\n", 5000, "", false);
	hurts("a long table", "|a|b|\n|-|-|\n", "| 1 | 2 |\n", 5000, "", false);
}

static void inlines(void **state)
{
	(void)state;
	static const char *const pieces[] = { "[", "![[]()", "<![CDATA[", "<!A ", "<? ", "*a _a*_ ", "[a](<b", "[a](b", "**a *b ", "a**b c* ", "_a __b " };
	for (size_t i = 0; i < sizeof pieces / sizeof *pieces; i++) {
		hurts(pieces[i], "a ", pieces[i], 80000, "\n", true);
		struct buf b = { 0 };
		for (size_t k = 0; k < 200; k++)
			buf_puts(&b, pieces[i]);
		buf_puts(&b, "\n\n");
		buf_putc(&b, 0);
		hurts(pieces[i], "", b.s, 200, "", false);
		buf_free(&b);
	}
	hurts("entities", "", "&lt;", 4000, "\n", false);
	hurts("entities that are none", "", "&aaaaaaa", 2000, "\n", false);
	hurts("backquotes", "", "` `` ``` ```` ````` ", 800, "\n", false);
	hurts("escapes", "", "\\-", 8000, "\n", false);
	hurts("products", "", "2*3 ", 900, "\n", false);
	hurts("spans in a drawing", "---\nhence: 1\n---\n1. DRAW:\n```\n", "`= x`` ", 20000, "\n```\n", false);
	hurts("backquotes in a drawing", "---\nhence: 1\n---\n1. DRAW:\n```\n", "` `` ``` ", 50000, "\n```\n", false);
}

static void references(void **state)
{
	(void)state;
	struct buf b = { 0 };
	buf_puts(&b, "[a]: ");
	buf_pad(&b, 'u', 15000);
	buf_puts(&b, "\n\n");
	buf_putc(&b, 0);
	hurts("an address used often", b.s, "[a] [a] [a] [a] [a] [a] [a]\n\n", 5000, "", true);
	buf_free(&b);
	for (int i = 0; i < 25000; i++)
		buf_printf(&b, "[l%d]: x\n%s", i, i % 500 ? "" : "\n");
	buf_putc(&b, 0);
	hurts("many labels", b.s, "[l1]\n\n", 10, "", false);
	buf_free(&b);
}

static void yaml(void **state)
{
	(void)state;
	hurts("brackets in front matter", "---\nhence: 1\na: ", "[", 200000, "\n---\n1. x\n", true);
	hurts("annotations", "---\nhence: 1\n---\n", "1. AXIOM: a\n    ``` yaml\n    source: b\n    ```\n", 20000, "", false);
	hurts("one line of keys", "---\nhence: 1\nparams: {", "'\xC3\xA9', ", 6000, "}\n---\n1. x\n", false);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(blocks), cmocka_unit_test(tables), cmocka_unit_test(inlines), cmocka_unit_test(references),
		cmocka_unit_test(yaml) };
	return cmocka_run_group_tests(tests, NULL, NULL);
}
