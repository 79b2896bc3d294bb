/* What is refused, and where the worksheet says it stands; what is read, and that it is text. */
#include "base.h"
#include "diag.h"
#include "source.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>
#include <cmocka.h>

struct sheet { struct arena *arena; struct text *text; struct diag diag; struct yaml *top; };

static void read(struct sheet *s, const char *before, struct str yaml)
{
	*s = (struct sheet){ .arena = arena_new() };
	struct buf b = { 0 };
	buf_puts(&b, before);
	buf_put(&b, yaml);
	s->text = text_new(s->arena, STR("x.md"), str_copy(s->arena, buf_str(&b)));
	s->diag = (struct diag){ .arena = s->arena, .text = s->text };
	s->top = source_yaml(s->arena, &s->diag, &limits_default, s->text, (struct range){ (uint32_t)strlen(before), (uint32_t)yaml.n });
	buf_free(&b);
}

/* The yaml stands below two lines, indented by four: the place must be the worksheet's. */
static void refused(const char *yaml, const char *id, uint32_t line, uint32_t column)
{
	struct sheet s;
	read(&s, "01. é\n", str_of(yaml));
	if (s.top || s.diag.findings.n != 1)
		print_error("%s: %zu findings\n", yaml, s.diag.findings.n);
	assert_null(s.top);
	assert_int_equal(s.diag.findings.n, 1);
	const struct finding *f = s.diag.findings.at;
	struct position p = text_position(s.text, f->place.at);
	if (!str_is(str_of(f->kind->id), id) || p.line != line || p.column != column)
		print_error("%s: %s at %u:%u: %.*s\n", yaml, f->kind->id, p.line, p.column, STR_ARG(f->message));
	assert_string_equal(f->kind->id, id);
	assert_int_equal(p.line, line);
	assert_int_equal(p.column, column);
	assert_true(f->help.n > 0);
	arena_free(s.arena);
}

static void refusals(void **state)
{
	(void)state;
	refused("    a: &x 1\n    b: *x\n", "bad-yaml", 2, 8);
	refused("    a: 1\n    b: *x\n", "bad-yaml", 3, 8);
	refused("    &a [*a, *a]\n", "bad-yaml", 2, 5);
	refused("    a: 1\n    b: é\n    \"a\": 2\n", "bad-yaml", 4, 5);
	refused("    a: {b: 1, c: 2, b: 3}\n", "bad-yaml", 2, 21);
	refused("    a: !!python/object/apply:os.system [ls]\n", "bad-yaml", 2, 8);
	refused("    a: !!int 3\n", "bad-yaml", 2, 8);
	refused("    a: ! x\n", "bad-yaml", 2, 8);
	refused("    <<: {a: 1}\n", "bad-yaml", 2, 5);
	refused("    %TAG ! x:\n    ---\n    a: 1\n", "bad-yaml", 2, 5);
	refused("    %YAML 1.1\n    ---\n    a: 1\n", "bad-yaml", 2, 5);
	refused("    a: 1\n    ---\n    b: 2\n", "bad-yaml", 3, 5);
	refused("    a: 1\n    ...\n    b: 2\n", "bad-yaml", 4, 5);
	refused("    a:\n    \tb: 1\n", "bad-yaml", 3, 5);
	refused("    a: b: c\n", "bad-yaml", 2, 9);
	refused("    é: \"x\\0y\"\n", "bad-yaml", 2, 8);
	refused("    [a]: 1\n", "bad-yaml", 2, 5);
	refused("    ? {a: 1}\n    : 2\n", "bad-yaml", 2, 7);
	refused("    a: [1, 2\n", "bad-yaml", 2, 13);
	refused("    a: \x01\n", "bad-yaml", 2, 8);
	refused("    a: @x\n", "bad-yaml", 2, 8);
	refused("    a: [[[[[[[[[[[[[[[[[[[[x]]]]]]]]]]]]]]]]]]]]\n", "too-big", 2, 23);
}

static void repeated(const char *piece, size_t times, const char *id)
{
	struct sheet s;
	struct buf b = { 0 };
	for (size_t i = 0; i < times; i++)
		buf_puts(&b, piece);
	read(&s, "", buf_str(&b));
	assert_null(s.top);
	assert_int_equal(s.diag.findings.n, 1);
	assert_string_equal(s.diag.findings.at->kind->id, id);
	buf_free(&b);
	arena_free(s.arena);
}

static void bombs(void **state)
{
	(void)state;
	repeated("[", 60000, "too-big");
	repeated("{a: ", 15000, "too-big");
	repeated("- ", 20000, "too-big");
	repeated("%TAG ! x\n", 7000, "bad-yaml");
	repeated("- &a x\n", 9000, "bad-yaml");
	repeated("[", 200000, "too-big");
	repeated("- a\n", 16000, "too-big");
}

static void values(void **state)
{
	(void)state;
	struct sheet s;
	read(&s, "", STR("a: no\nb: 0777\nc: 12:30\nd: ~\ne: 1_000\nf: 'it''s'\ng: [x, \"y\\n\"]\nh: |\n  two\n  lines\ni: >-\n  one\n  line\nj:\nk: .inf\n"));
	assert_non_null(s.top);
	static const char *const want[][2] = { { "a", "no" }, { "b", "0777" }, { "c", "12:30" }, { "d", "~" }, { "e", "1_000" }, { "f", "it's" },
		{ "h", "two\nlines\n" }, { "i", "one line" }, { "j", "" }, { "k", ".inf" } };
	for (size_t i = 0; i < sizeof want / sizeof *want; i++) {
		const struct yaml *y = source_get(s.top, want[i][0]);
		assert_non_null(y);
		assert_int_equal(y->kind, YAML_SCALAR);
		assert_true(str_is(y->text, want[i][1]));
		assert_int_equal(y->quoted, want[i][0][0] == 'f');
	}
	const struct yaml *list = source_get(s.top, "g");
	assert_int_equal(list->kind, YAML_LIST);
	assert_int_equal(list->items.n, 2);
	assert_true(str_is(text_range(s.text, list->range), "[x, \"y\\n\"]"));
	assert_true(str_is(text_range(s.text, list->items.at[1]->range), "\"y\\n\""));
	assert_null(source_get(s.top, "z"));
	assert_null(source_get(list, "a"));
	arena_free(s.arena);
	read(&s, "", STR(""));
	assert_int_equal(s.top->kind, YAML_MAP);
	assert_int_equal(s.top->keys.n, 0);
	arena_free(s.arena);
	read(&s, "", STR("# nothing\r\n\r\n"));
	assert_int_equal(s.top->keys.n, 0);
	arena_free(s.arena);
	/* U+2028 ends a line for the parser and not for the worksheet */
	read(&s, "x\n", STR("  a: 'x\xE2\x80\xA8y'\r\n  b: c\r\n"));
	assert_non_null(s.top);
	assert_true(str_is(text_range(s.text, source_get(s.top, "b")->range), "c"));
	arena_free(s.arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(refusals), cmocka_unit_test(bombs), cmocka_unit_test(values) };
	return cmocka_run_group_tests(tests, NULL, NULL);
}
