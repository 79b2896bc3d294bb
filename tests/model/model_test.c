/* The model of whole worksheets: the same whatever ends a line, every line found, looked up and in its place. */
#include "base.h"
#include "diag.h"
#include "source.h"
#include "model.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <cmocka.h>

struct sheet { struct arena *arena; struct text *text; struct diag diag; struct model model; };

static void read(struct sheet *s, struct str bytes)
{
	memset(s, 0, sizeof *s);
	s->arena = arena_new();
	s->text = text_new(s->arena, STR("x.md"), bytes);
	s->diag = (struct diag){ .arena = s->arena, .text = s->text };
	model_read(s->arena, &s->diag, &limits_default, s->text, &s->model);
}

/* The model and the findings, by lines and columns alone. */
static void dump(struct sheet *s, struct buf *b)
{
	model_dump(&s->model, b);
	for (size_t i = 0; i < s->diag.findings.n; i++) {
		const struct finding *f = &s->diag.findings.at[i];
		struct position p = text_position(s->text, f->place.at);
		buf_printf(b, "%u:%u %s %.*s\n", p.line, p.column, f->kind->id, STR_ARG(f->message));
	}
}

static void with_ends(struct str bytes, const char *end, struct buf *b)
{
	for (size_t i = 0; i < bytes.n; i++) {
		if (bytes.s[i] == '\n')
			buf_puts(b, end);
		else
			buf_putc(b, bytes.s[i]);
	}
}

static void same_with_all_ends(struct str bytes)
{
	static const char *const ends[] = { "\n", "\r\n", "\r" };
	struct buf want = { 0 };
	for (size_t i = 0; i < 3; i++) {
		struct buf text = { 0 }, got = { 0 };
		struct sheet s;
		with_ends(bytes, ends[i], &text);
		read(&s, buf_str(&text));
		dump(&s, i ? &got : &want);
		if (i && !str_eq(buf_str(&want), buf_str(&got))) {
			print_error("differs with other line ends:\n%.*s\n--- LF:\n%.*s\n--- other:\n%.*s\n", STR_ARG(bytes), STR_ARG(buf_str(&want)), STR_ARG(buf_str(&got)));
			fail();
		}
		buf_free(&text);
		buf_free(&got);
		arena_free(s.arena);
	}
	buf_free(&want);
}

static uint32_t seed = 7;
static uint32_t draw(uint32_t below)
{
	seed = seed * 1664525u + 1013904223u;
	return (seed >> 8) % below;
}

static void line_ends(void **state)
{
	(void)state;
	static const char *const bits[] = { "1. AXIOM: x\n", "2. DRAW (a): y\n", "3. ZONE CHECK: `? a < b` NO.\n", "```\n", "   ```\n", "~~~\n", "    ``` yaml\n",
		"    id: a\n", "    from: [1, 2]\n", "    ```\n", "\n", "\n", "words\n", "    more words\n", "- item\n", "> quote `= a +\n", "> b` end\n", "---\n", "# H\n",
		"| Property | Value | Source |\n|---|---|---|\n| RAM | 1 kB | `x` |\n", "Source: `cmd` → output: `text`\n", "2*3*4\n", "x `total := 3` y\n",
		"<!-- VIOLATION CHECK -->\n", "44. `a", " b`\n", "4. x\n", "5. y\n", "&amp; é \\* *z*\n" };
	for (int i = 0; i < 4000; i++) {
		struct buf b = { 0 };
		if (i % 2)
			buf_puts(&b, i % 4 == 1 ? "---\nhence: 1\n---\n" : "---\nhence: 1\ntitel: x\nkinds: {A: b}\n---\n");
		for (uint32_t n = 1 + draw(14); n; n--)
			buf_puts(&b, bits[draw(sizeof bits / sizeof *bits)]);
		same_with_all_ends(buf_str(&b));
		buf_free(&b);
	}
}

static void lookups(void **state)
{
	(void)state;
	struct sheet s;
	read(&s, STR("---\nhence: 1\n---\nText.\n\n01. AXIOM: a\n    ``` yaml\n    id: first\n    ```\n\n02. RULE: b\n02. RULE: c\n\n# H\n"));
	const struct model *m = &s.model;
	assert_int_equal(m->lines.n, 3);
	assert_int_equal(model_line_numbered(m, 1), 0);
	assert_int_equal(model_line_numbered(m, 2), 1);
	assert_int_equal(model_line_numbered(m, 3), LINE_NONE);
	assert_int_equal(model_line_named(m, STR("first")), 0);
	assert_int_equal(model_line_named(m, STR("1")), LINE_NONE);
	assert_int_equal(model_line_named(m, STR("2")), 1);
	for (size_t i = 0; i < m->lines.n; i++) {
		struct range r = m->lines.at[i].range;
		assert_int_equal(model_line_at(m, r.at), i);
		assert_int_equal(model_line_at(m, r.at + r.n - 1), i);
	}
	assert_int_equal(model_line_at(m, 0), LINE_NONE);
	assert_int_equal(model_line_at(m, m->lines.at[0].range.at + m->lines.at[0].range.n), LINE_NONE);
	assert_int_equal(model_line_at(m, (uint32_t)s.text->bytes.n), LINE_NONE);
	arena_free(s.arena);
}

static void drawings(void **state)
{
	(void)state;
	/* A fence at column 1 keeps its indentation, one that is indented loses as much as its own. */
	struct sheet s;
	read(&s, STR("01. DRAW:\n```\n      a\n    b\nc\n```\n02. DRAW:\n    ```\n      a\n    b\n  c\n    ```\n"));
	struct node *first = s.model.lines.at[0].tree->last, *second = s.model.lines.at[1].tree->last;
	assert_true(str_is(first->text, "      a\n    b\nc\n"));
	assert_true(str_is(second->text, "  a\nb\nc\n"));
	arena_free(s.arena);
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
	struct sheet s;
	read(&s, bytes);
	assert_int_equal(s.model.lines.n, 343);
	assert_int_equal(s.model.in_fences, 45);
	assert_int_equal(s.diag.findings.n, 0);
	arena_free(s.arena);
	same_with_all_ends(bytes);
	arena_free(a);
}

static double seconds(void)
{
	struct timespec t;
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

/* Ten times the text takes about ten times as long: 30 leaves room for a busy machine, a quadratic reader needs 100. */
static void linear(void **state)
{
	(void)state;
	double took[2];
	for (int big = 0; big < 2; big++) {
		struct buf b = { 0 };
		for (int i = 1; b.n < (big ? 10u << 20 : 1u << 20); i++)
			buf_printf(&b, "%d. CALCULATION: Step: %d × 4096 = %d. *So* `x` it is, from line %d.\n```\n| a | b |\n```\n\n# Heading\n\nWords of a paragraph.\n\n", i, i, i * 4096, i);
		struct sheet s;
		double start = seconds();
		read(&s, buf_str(&b));
		took[big] = seconds() - start;
		assert_true(s.model.lines.n > 1000);
		arena_free(s.arena);
		buf_free(&b);
	}
	if (took[1] > 30 * took[0] + 0.1)
		print_error("1 MB %.3f s, 10 MB %.3f s\n", took[0], took[1]);
	assert_true(took[1] <= 30 * took[0] + 0.1);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(line_ends), cmocka_unit_test(lookups), cmocka_unit_test(drawings),
		cmocka_unit_test(a_worksheet), cmocka_unit_test(linear) };
	return cmocka_run_group_tests(tests, NULL, NULL);
}
