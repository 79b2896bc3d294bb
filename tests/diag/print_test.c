/* A finding on the terminal: its place, the caret under wide and combined characters, tabs, escapes, long lines, colour. */
#include "base.h"
#include "diag.h"

#include <setjmp.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

static struct arena *a;
static const char *const words[] = { "off", "note", "warning", "error", "rests on", "help", "the worksheet names this file here", NULL };

static struct str printed(const struct style *style, struct str bytes, const char *marked, void (*more)(struct diag *, struct finding *))
{
	struct text *text = text_new(a, STR("w.md"), bytes);
	struct diag d = { .arena = a, .text = text };
	size_t at = marked ? str_find(bytes, str_of(marked)) : bytes.n;
	struct finding *f = diag_add(&d, &finding_wrong_calculation, (struct range){ (uint32_t)at, (uint32_t)(marked ? strlen(marked) : 0) }, "computed %d", 12);
	if (more)
		more(&d, f);
	struct buf out = { 0 };
	diag_print(&out, style, text, f, STR("line 22"), more ? STR("lines 4 and 6") : STR(""), words);
	struct str x = str_copy(a, buf_str(&out));
	buf_free(&out);
	return x;
}

static void same(struct str got, const char *want)
{
	if (!str_is(got, want))
		print_error("%.*s", STR_ARG(got));
	assert_string_equal(got.s, want);
}

static void caret_stands_under_its_text(void **state)
{
	(void)state;
	same(printed(&style_plain, STR("first\nso 3 * 4 = 13 here\n"), "3 * 4 = 13", NULL),
		"w.md:2:4: error: line 22: computed 12 [wrong-calculation]\n"
		"     2 | so 3 * 4 = 13 here\n"
		"       |    ^~~~~~~~~~\n");
	/* a wide character takes two columns, a combining one none; the column in the place is a count of code points */
	same(printed(&style_plain, STR("\xE4\xB8\xAD" "e\xCC\x81 1 = \xE4\xB8\xAD."), "1 = \xE4\xB8\xAD", NULL),
		"w.md:1:5: error: line 22: computed 12 [wrong-calculation]\n"
		"     1 | \xE4\xB8\xAD" "e\xCC\x81 1 = \xE4\xB8\xAD.\n"
		"       |     ^~~~~~\n");
	/* an empty place at the very end */
	same(printed(&style_plain, STR("ab"), NULL, NULL),
		"w.md:1:3: error: line 22: computed 12 [wrong-calculation]\n     1 | ab\n       |   ^\n");
	/* a place of several lines is marked on its first */
	same(printed(&style_plain, STR("ab\ncd\n"), "b\ncd", NULL),
		"w.md:1:2: error: line 22: computed 12 [wrong-calculation]\n     1 | ab\n       |  ^\n");
}

static void what_steers_a_terminal_is_spelled_out(void **state)
{
	(void)state;
	struct str got = printed(&style_plain, STR("a\x1B[31m\x07\xE2\x80\xAE\xE2\x80\x8B\xC2\x9B x = 1"), "x = 1", NULL);
	same(got, "w.md:1:12: error: line 22: computed 12 [wrong-calculation]\n"
		"     1 | a\\x1b[31m\\x07\\u{202E}\\u{200B}\\u{9B} x = 1\n"
		"       |                                     ^~~~~\n");
	struct buf out = { 0 };
	diag_escape(&out, STR("\x7F\xFF\t\xE2\x81\xA6\xEF\xBB\xBF ok \xC3\xA9"));
	buf_putc(&out, '\0');
	assert_string_equal(out.s, "\\x7f\\xff\\x09\\u{2066}\\u{FEFF} ok \xC3\xA9");
	buf_free(&out);
}

static bool wider_than(struct str x, size_t columns)
{
	struct str line;
	while (str_split(&x, '\n', &line))
		if (utf8_columns(line) > columns) {
			print_error("%zu columns: %.*s\n", utf8_columns(line), STR_ARG(line));
			return true;
		}
	return false;
}

static void long_lines_are_cut_around_the_place(void **state)
{
	(void)state;
	for (size_t before = 0; before < 200; before += 7)
		for (size_t after = 0; after < 200; after += 31)
			for (int columns = 40; columns <= 120; columns += 40) {
				struct buf b = { 0 };
				struct style style = style_plain;
				style.columns = columns;
				for (size_t i = 0; i < before; i++)
					buf_puts(&b, i % 3 ? "x" : "\xE4\xB8\xAD");
				buf_puts(&b, "1 + 1 = 3");
				for (size_t i = 0; i < after; i++)
					buf_puts(&b, i % 5 ? "y" : "\x01");
				struct str got = printed(&style, str_copy(a, buf_str(&b)), "1 + 1 = 3", NULL);
				struct str excerpt = str_from(got, str_find_char(got, '\n') + 1);
				assert_false(wider_than(excerpt, (size_t)columns));
				/* the caret stands in the column of the place */
				struct str source = str_slice(excerpt, 0, str_find_char(excerpt, '\n'));
				struct str mark = str_from(excerpt, source.n + 1);
				size_t at = str_find(source, STR("1 + 1 = 3")), caret = str_find_char(mark, '^');
				assert_true(at != STR_NONE && caret != STR_NONE);
				assert_int_equal(utf8_columns(str_slice(source, 0, at)), caret);
				buf_free(&b);
			}
}

/* A place wider than the terminal is cut too, in whole characters. */
static void long_places_are_cut(void **state)
{
	(void)state;
	struct buf b = { 0 };
	for (int i = 0; i < 300; i++)
		buf_puts(&b, i % 7 ? "\xE4\xB8\xAD" : "\x1B");
	buf_putc(&b, '\0');
	struct str got = printed(&style_plain, (struct str){ b.s, b.n - 1 }, b.s, NULL);
	size_t bad;
	assert_true(utf8_valid(got, &bad) && !wider_than(got, 80));
	buf_free(&b);
}

static void with_notes(struct diag *d, struct finding *f)
{
	diag_note(d, f, (struct range){ 0, 0 }, "%s", "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen");
	diag_note(d, f, (struct range){ 0, 2 }, "it stands here");
	f->help = STR("write 12");
}

static void notes_rests_and_help(void **state)
{
	(void)state;
	same(printed(&style_plain, STR("so 3 * 4 = 13\n"), "3 * 4 = 13", with_notes),
		"w.md:1:4: error: line 22: computed 12 [wrong-calculation]\n"
		"     1 | so 3 * 4 = 13\n"
		"       |    ^~~~~~~~~~\n"
		"        note: one two three four five six seven eight nine ten eleven twelve\n"
		"              thirteen fourteen fifteen sixteen\n"
		"        note: it stands here\n"
		"     1 | so 3 * 4 = 13\n"
		"       | ^~\n"
		"        rests on: lines 4 and 6\n"
		"        help: write 12\n");
}

/* Colour changes nothing but colour. */
static void colour_is_only_colour(void **state)
{
	(void)state;
	struct str bytes = STR("so 3 * 4 = 13\n");
	struct str plain = printed(&style_plain, bytes, "3 * 4 = 13", with_notes), colour = printed(&style_colour, bytes, "3 * 4 = 13", with_notes);
	struct buf stripped = { 0 };
	size_t sequences = 0;
	for (size_t i = 0; i < colour.n; i++) {
		if (colour.s[i] != '\033') {
			buf_putc(&stripped, colour.s[i]);
			continue;
		}
		sequences++;
		while (colour.s[i] != 'm')
			i++;
	}
	assert_true(sequences > 4);
	assert_true(str_eq(buf_str(&stripped), plain));
	buf_free(&stripped);
	struct str line, rest = colour;
	while (str_split(&rest, '\n', &line)) {         /* no line leaves its colour to the next */
		size_t on = STR_NONE, off = 0;
		for (size_t i = 0; i + 3 < line.n; i++)
			if (line.s[i] == '\033') {
				bool ends = line.s[i + 2] == '0';
				on = ends ? on : i;
				off = ends ? i : off;
			}
		assert_true(on == STR_NONE || off > on);
	}
}

static void sorting(void **state)
{
	(void)state;
	struct text *text = text_new(a, STR("w.md"), STR("0123456789"));
	struct diag d = { .arena = a, .text = text };
	diag_sort(&d);
	diag_add(&d, &finding_wrong_calculation, (struct range){ 5, 1 }, "b");
	diag_add(&d, &finding_bad_yaml, (struct range){ 5, 1 }, "z");
	diag_add(&d, &finding_wrong_calculation, (struct range){ 2, 1 }, "c");
	diag_add(&d, &finding_wrong_calculation, (struct range){ 5, 1 }, "a");
	diag_add(&d, &finding_wrong_calculation, (struct range){ 5, 1 }, "b");
	diag_sort(&d);
	const char *want[] = { "c", "z", "a", "b" };
	assert_int_equal(d.findings.n, 4);
	for (size_t i = 0; i < 4; i++)
		assert_true(str_is(d.findings.at[i].message, want[i]));
}

static void every_finding_is_found_by_its_id(void **state)
{
	(void)state;
	for (size_t i = 0; finding_kinds[i]; i++) {
		assert_ptr_equal(finding_find(str_of(finding_kinds[i]->id)), finding_kinds[i]);
		assert_true(i == 0 || strcmp(finding_kinds[i - 1]->id, finding_kinds[i]->id) < 0);
		assert_true(*finding_kinds[i]->title && *finding_kinds[i]->group);
	}
	assert_null(finding_find(STR("wrong")));
}

static int setup(void **state)
{
	(void)state;
	a = arena_new();
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	arena_free(a);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(caret_stands_under_its_text), cmocka_unit_test(what_steers_a_terminal_is_spelled_out),
		cmocka_unit_test(long_lines_are_cut_around_the_place), cmocka_unit_test(notes_rests_and_help), cmocka_unit_test(colour_is_only_colour),
		cmocka_unit_test(long_places_are_cut), cmocka_unit_test(sorting), cmocka_unit_test(every_finding_is_found_by_its_id),
	};
	return cmocka_run_group_tests(tests, setup, teardown);
}
