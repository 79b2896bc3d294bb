/* The print style: what is in the binary reads; an entry that is missing or wrong is named. */
#include "base.h"
#include "diag.h"
#include "source.h"
#include "render/page.h"
#include "render/pdf/style.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void own_style_reads(void **state)
{
	struct arena *a = arena_new();
	struct print_style style;
	struct str why = { 0 };
	(void)state;
	assert_true(print_style_read(a, embedded_find("templates/print.yaml"), &style, &why));
	assert_int_equal(style.a4[0], 595276);
	assert_int_equal(style.a4[1], 841890);
	assert_int_equal(style.letter[0], 612000);
	assert_int_equal(style.heading[5], style.heading[2]);
	assert_true(style.chains[FACE_CAPITALS].small_capitals);
	assert_int_equal(style.chains[FACE_TEXT].file_count, 3);
	arena_free(a);
}

/* The style with one place changed. */
static void refused(const char *from, const char *to, const char *named)
{
	struct arena *a = arena_new();
	struct print_style style;
	struct str why = { 0 }, yaml = embedded_find("templates/print.yaml");
	size_t at = str_find(yaml, str_of(from));
	assert_true(at != STR_NONE);
	struct str changed = str_format(a, "%.*s%s%.*s", (int)at, yaml.s, to, STR_ARG(str_from(yaml, at + strlen(from))));
	assert_false(print_style_read(a, changed, &style, &why));
	assert_true(str_find(why, str_of(named)) != STR_NONE);
	arena_free(a);
}

static void wrong_entries_are_named(void **state)
{
	(void)state;
	refused("  leading: 13.4\n", "", "sizes: leading");
	refused("leading: 13.4", "leading: thick", "sizes: leading");
	refused("leading: 13.4", "leading: 1.2.3", "sizes: leading");
	refused("rule: '#c9c9c4'", "rule: grey", "colours: rule");
	refused("rule: '#c9c9c4'", "rule: '#c9c9c'", "colours: rule");
	refused("letter: 612 792", "letter: 612", "paper: letter");
	refused("  mono: dejavu/DejaVuSansMono.ttf dejavu/DejaVuSans.ttf\n", "", "fonts: mono");
	refused("paper:", "paper: [", "cannot be read");
}

static bool changed(const char *yaml, struct print_style *style, struct str *why, struct arena *a)
{
	assert_true(print_style_read(a, embedded_find("templates/print.yaml"), style, why));
	return print_style_change(a, str_of(yaml), style, why);
}

static void a_part_is_replaced(void **state)
{
	struct arena *a = arena_new();
	struct print_style style;
	struct str why = { 0 };
	(void)state;
	assert_true(changed("colours:\n  ink: '#102030'\nsizes:\n  text: 11\n", &style, &why, a));
	assert_int_equal(style.colour.ink, 0x102030);
	assert_int_equal(style.text, 11000);
	assert_int_equal(style.leading, 13400);
	assert_true(changed("fonts:\n  text: dejavu/DejaVuSans.ttf\npaper:\n  a4: 400 600\n", &style, &why, a));
	assert_int_equal(style.chains[FACE_TEXT].file_count, 1);
	assert_int_equal(style.a4[1], 600000);
	arena_free(a);
}

static void a_part_that_cannot_be_is_refused(void **state)
{
	static const char *const bad[][2] = {
		{ "colours:\n  ink: black\n", "colours: ink" }, { "colours:\n  inc: '#102030'\n", "not known" }, { "color:\n  ink: '#102030'\n", "not known" },
		{ "margins:\n  left: 400\n", "no room" }, { "margins:\n  top: 800\n", "no room" }, { "sizes:\n  text: 0\n", "sizes: text" },
		{ "sizes:\n  text: 500\n", "sizes: text" }, { "sizes:\n  code-leading: 0\n", "code-leading" }, { "paper:\n  a4: 99999 99999\n", "paper: a4" },
		{ "sizes: 3\n", "not known" }, { "fonts:\n  text: ''\n", "fonts: text" }, { "colours:\n  ink: [a]\n", "colours: ink" }, { "\xff", "not UTF-8" },
	};
	struct print_style style;
	(void)state;
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		struct arena *a = arena_new();
		struct str why = { 0 };
		assert_false(changed(bad[i][0], &style, &why, a));
		if (str_find(why, str_of(bad[i][1])) == STR_NONE)
			fail_msg("%s: %.*s", bad[i][0], STR_ARG(why));
		arena_free(a);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(own_style_reads), cmocka_unit_test(wrong_entries_are_named), cmocka_unit_test(a_part_is_replaced), cmocka_unit_test(a_part_that_cannot_be_is_refused) };
	return cmocka_run_group_tests(tests, NULL, NULL);
}
