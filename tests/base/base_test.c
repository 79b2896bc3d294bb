/* Arenas, slices, buffers, maps, UTF-8, places in a text, files, limits: what their door promises. */
#include "base.h"

#include <setjmp.h>
#include <stdlib.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>
#include <cmocka.h>

static bool is(struct str x, const char *want)
{
	if (str_is(x, want))
		return true;
	print_error("got \"%.*s\", expected \"%s\"\n", STR_ARG(x), want);
	return false;
}

/* --- arena ---------------------------------------------------------------------------------------------- */
static void arena_gives_zeroed_aligned_memory(void **state)
{
	(void)state;
	struct arena *a = arena_new();
	size_t before = arena_bytes(a), sum = 0;
	for (size_t n = 0; n < 3000; n = n * 3 / 2 + 1) {
		for (int times = 0; times < 20; times++) {
			char *p = arena_take(a, n);
			assert_non_null(p);
			assert_int_equal((uintptr_t)p % _Alignof(max_align_t), 0);
			for (size_t i = 0; i < n; i++)
				assert_int_equal(p[i], 0);
			memset(p, 0xA5, n);
			sum += n;
		}
	}
	char *large = arena_take(a, 30u << 20), *small = arena_take(a, 1);
	assert_true(large[0] == 0 && large[(30u << 20) - 1] == 0 && small[0] == 0);
	assert_true(arena_bytes(a) - before >= sum + (30u << 20));
	arena_free(a);
	arena_free(NULL);
}

/* What was taken before is not seen in what is taken after, in a block of any kind. */
static void a_reset_arena_is_zero_again(void **state)
{
	(void)state;
	struct arena *a = arena_new();
	static const size_t sizes[] = { 1, 100, 16 << 10, 300 << 10, 3u << 20, 9u << 20 };
	for (int round = 0; round < 3; round++) {
		for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
			char *p = arena_take(a, sizes[i]);
			for (size_t k = 0; k < sizes[i]; k += 97)
				assert_int_equal(p[k], 0);
			memset(p, 'x', sizes[i]);
		}
		struct { VEC(uint32_t) all; } list = { { 0 } };
		for (uint32_t i = 0; i < 400000; i++)
			*vec_add(a, &list.all) = i;
		for (uint32_t i = 0; i < 400000; i++)
			assert_int_equal(list.all.at[i], i);
		arena_reset(a);
		assert_int_equal(arena_bytes(a), 0);
	}
	arena_free(a);
}

static void vec_keeps_what_it_has(void **state)
{
	(void)state;
	struct arena *a = arena_new();
	VEC(uint32_t) list = { 0 };
	for (uint32_t i = 0; i < 10000; i++) {
		uint32_t *new = vec_add(a, &list);
		assert_int_equal(*new, 0);
		*new = i * 7;
	}
	for (uint32_t i = 0; i < list.n; i++)
		assert_int_equal(list.at[i], i * 7);
	arena_free(a);
}

/* A wish that no machine can meet ends the process with status 2 and one line, never with a NULL that is used. */
static void no_memory_is_fatal(void **state)
{
	(void)state;
	size_t wishes[] = { SIZE_MAX, SIZE_MAX / 2 + 1, SIZE_MAX / 2 - 64 };
	for (size_t i = 0; i < 3; i++) {
		int pipes[2], status;
		char said[200] = "";
		assert_int_equal(pipe(pipes), 0);
		pid_t child = fork();
		if (child == 0) {
			dup2(pipes[1], 2);
			arena_take(arena_new(), wishes[i]);
			_exit(0);
		}
		close(pipes[1]);
		ssize_t n, all = 0;
		while ((n = read(pipes[0], said + all, sizeof said - 1 - (size_t)all)) > 0)
			all += n;
		close(pipes[0]);
		assert_int_equal(waitpid(child, &status, 0), child);
		assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 2);
		assert_non_null(strstr(said, "hence: out of memory"));
	}
}

/* --- str ------------------------------------------------------------------------------------------------- */
static void slices(void **state)
{
	(void)state;
	struct str x = STR("hello world");
	assert_true(is(str_slice(x, 6, 99), "world") && is(str_slice(x, 4, 2), "") && is(str_from(x, 99), ""));
	assert_true(is(str_from(STR(""), 0), "") && is(str_of(NULL), "") && is(str_slice((struct str){ NULL, 0 }, 0, 3), ""));
	assert_true(is(str_trim(STR(" \t\r\n a b \n")), "a b") && is(str_trim(STR(" \n")), ""));
	assert_true(str_starts(x, STR("hell")) && !str_starts(STR("he"), STR("hell")) && str_starts(x, STR("")));
	assert_true(str_ends(x, STR("world")) && !str_ends(STR("ld"), STR("world")) && str_ends(x, STR("")));
	assert_int_equal(str_find(x, STR("o w")), 4);
	assert_int_equal(str_find(x, STR("")), 0);
	assert_int_equal(str_find(x, STR("worlds")), STR_NONE);
	assert_int_equal(str_find_char(x, 'z'), STR_NONE);
	assert_true(str_cmp(STR("ab"), STR("abc")) < 0 && str_cmp(STR("b"), STR("abc")) > 0 && str_cmp(x, x) == 0 && str_cmp(STR("\xff"), STR("a")) > 0);
	assert_false(str_eq(STR("a"), STR("a\0")));
}

static void splitting(void **state)
{
	(void)state;
	struct str rest = STR("a,,b,"), piece;
	const char *want[] = { "a", "", "b", "" };
	size_t n = 0;
	while (str_split(&rest, ',', &piece))
		assert_true(n < 4 && is(piece, want[n++]));
	assert_int_equal(n, 4);
	rest = STR("");
	assert_true(str_split(&rest, ',', &piece) && piece.n == 0 && !str_split(&rest, ',', &piece));
}

static void distances(void **state)
{
	(void)state;
	assert_int_equal(str_distance(STR("kitten"), STR("sitting")), 3);
	assert_int_equal(str_distance(STR(""), STR("abc")), 3);
	assert_int_equal(str_distance(STR("--strict"), STR("--strcit")), 2);
	struct str wide = str_of("0123456789012345678901234567890123456789012345678901234567890123456789");
	assert_int_equal(str_distance(wide, STR("x")), STR_NONE);
	assert_int_equal(str_distance(str_slice(wide, 0, 64), str_slice(wide, 0, 64)), 0);
}

/* What buf_vprintf writes itself is what the C library writes. */
#define SAME(...) do { \
	char expected[200]; \
	snprintf(expected, sizeof expected, __VA_ARGS__); \
	assert_string_equal(str_format(a, __VA_ARGS__).s, expected); \
} while (0)
static void formats_as_the_c_library(void **state)
{
	(void)state;
	struct arena *a = arena_new();
	SAME("%s", "");
	SAME("only text");
	SAME("%d|%d|%d|%d", 0, -1, INT_MIN, INT_MAX);
	SAME("%u|%u|%zu|%zu", 0u, UINT_MAX, (size_t)0, SIZE_MAX);
	SAME("%lld|%lld|%lld|%llu", LLONG_MIN, LLONG_MAX, -7LL, ULLONG_MAX);
	SAME("100%% of %s%c%s", "a", '%', "b");
	SAME("%.*s|%.*s|%.*s", 3, "abcdef", 0, "abc", 9, "abc");
	SAME("%s %04x then %s and %-6s| %ld %u", "first", 0xabu, "second", "wide", -5L, 9u);
	SAME("%.3s %s %5d %d", "abcdef", "x", 42, 43);
	arena_free(a);
}

static void formats_and_buffers(void **state)
{
	(void)state;
	struct arena *a = arena_new();
	struct str long_one = str_format(a, "%01000d|%s", 7, "end"), copy = str_copy(a, long_one);
	assert_int_equal(long_one.n, 1004);
	assert_true(str_eq(long_one, copy) && copy.s != long_one.s && copy.s[copy.n] == '\0');
	struct buf b = { 0 };
	assert_true(is(buf_str(&b), ""));
	for (int i = 0; i < 1000; i++)
		buf_printf(&b, "%d,", i);
	buf_pad(&b, '-', 3);
	buf_pad(&b, '-', 0);
	buf_putc(&b, '\0');
	buf_put(&b, STR("x\0y"));
	assert_int_equal(b.n, 3890 + 3 + 1 + 3);
	assert_memory_equal(b.s + b.n - 7, "---\0x\0y", 7);
	buf_free(&b);
	assert_true(b.n == 0 && !b.s);
	arena_free(a);
}

/* --- map -------------------------------------------------------------------------------------------------- */
static void map_keeps_order(void **state)
{
	(void)state;
	struct arena *a = arena_new();
	struct map *m = map_new(a);
	assert_null(map_get(m, STR("none")));
	for (size_t i = 0; i < 5000; i++)
		map_put(m, str_format(a, "key %zu", i * 7919 % 5000), (void *)(i + 1));
	map_put(m, STR("key 0"), a);
	assert_int_equal(m->n, 5000);
	for (size_t i = 0; i < m->n; i++) {
		assert_true(str_eq(m->at[i].key, str_format(a, "key %zu", i * 7919 % 5000)));
		assert_ptr_equal(map_get(m, m->at[i].key), i ? (void *)(i + 1) : a);
	}
	assert_null(map_get(m, STR("key 5000")));
	assert_null(map_get(m, STR("")));
	map_put(m, STR(""), a);
	assert_ptr_equal(map_get(m, STR("")), a);
	arena_free(a);
}

/* --- UTF-8 ------------------------------------------------------------------------------------------------- */
static void every_code_point(void **state)
{
	(void)state;
	char out[4];
	for (uint32_t c = 0; c <= 0x10FFFF; c++) {
		if (c >= 0xD800 && c <= 0xDFFF)
			continue;
		struct str x = { out, utf8_put(out, c) };
		size_t at = 0;
		if (utf8_next(x, &at) != c || at != x.n || utf8_before(x, x.n) != c || utf16_units(x) != (c > 0xFFFF ? 2 : 1))
			fail_msg("U+%04X", (unsigned)c);
	}
}

static void bad_bytes_are_found(void **state)
{
	(void)state;
	static const struct { const char *text; size_t n, bad; } cases[] = {
		{ "ab\xFF\xFE", 4, 2 }, { "\xC0\x80", 2, 0 }, { "a\xED\xA0\x80", 4, 1 }, { "\xF4\x90\x80\x80", 4, 0 }, { "\xE2\x82", 2, 0 },
		{ "x\x80", 2, 1 }, { "\xC3", 1, 0 }, { "\xE0\x9F\xBF", 3, 0 }, { "\xF0\x8F\xBF\xBF", 4, 0 }, { "\xF5\x80\x80\x80", 4, 0 }, { "\xC3\xA9\xC3", 3, 2 },
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		size_t bad = 99, at = cases[i].bad;
		struct str x = { cases[i].text, cases[i].n };
		assert_false(utf8_valid(x, &bad));
		assert_int_equal(bad, cases[i].bad);
		assert_int_equal(utf8_next(x, &at), UTF8_BAD);
		assert_int_equal(at, cases[i].bad + 1);
	}
	size_t bad;
	assert_true(utf8_valid(STR("\xC3\xA9 \xE2\x82\xAC \xF0\x9F\x98\x80 \xEF\xBF\xBD"), &bad));
}

static void widths(void **state)
{
	(void)state;
	assert_int_equal(utf8_columns(STR("abc")), 3);
	assert_int_equal(utf8_columns(STR("\xE4\xB8\xAD\xE6\x96\x87")), 4);     /* two wide ones */
	assert_int_equal(utf8_columns(STR("e\xCC\x81")), 1);                    /* e and a combining accent */
	assert_int_equal(utf8_columns(STR("\xE2\x9C\x93\xE2\x9C\x97\xE2\x86\x92")), 3); /* tick, cross, arrow */
	assert_int_equal(utf8_columns(STR("\xF0\x9F\x98\x80")), 2);
	assert_int_equal(utf8_count(STR("e\xCC\x81\xE4\xB8\xAD")), 3);
	assert_int_equal(utf16_units(STR("a\xF0\x9F\x98\x80")), 3);
}

/* --- text ---------------------------------------------------------------------------------------------------- */
static void places(void **state)
{
	(void)state;
	struct arena *a = arena_new();
	struct str bytes = STR("one\ntw\xC3\xB6x\r\nthree\rfour\n\nsix");
	struct text *t = text_new(a, STR("t.md"), bytes);
	const char *lines[] = { "one", "tw\xC3\xB6x", "three", "four", "", "six" };
	assert_int_equal(t->lines, 6);
	for (uint32_t i = 0; i < 6; i++)
		assert_true(is(text_line(t, i + 1), lines[i]));
	assert_true(is(text_line(t, 0), "") && is(text_line(t, 7), ""));
	struct position p = text_position(t, (uint32_t)str_find(bytes, STR("x\r")));
	assert_true(p.line == 2 && p.column == 4);
	p = text_position(t, 0);
	assert_true(p.line == 1 && p.column == 1);
	p = text_position(t, (uint32_t)bytes.n);
	assert_true(p.line == 6 && p.column == 4);
	assert_true(is(text_range(t, (struct range){ 4, 3 }), "tw\xC3") && is(text_range(t, (struct range){ 4000, 3 }), ""));
	assert_int_equal(text_new(a, STR(""), STR(""))->lines, 1);
	assert_int_equal(text_new(a, STR(""), STR("a\n"))->lines, 1);
	arena_free(a);
}

/* --- files ----------------------------------------------------------------------------------------------------- */
static void files(void **state)
{
	(void)state;
	struct arena *a = arena_new();
	char folder[] = "/tmp/hence-base-XXXXXX";
	assert_non_null(mkdtemp(folder));
	struct str path = str_format(a, "%s/file", folder), link = str_format(a, "%s/link", folder), fifo = str_format(a, "%s/fifo", folder);
	struct str bytes, why = { 0 };
	struct stat st;

	assert_false(file_read(a, path.s, 100, &bytes, &why));
	assert_true(is(why, "cannot be opened: No such file or directory"));
	assert_true(file_write(a, path.s, STR("0123456789"), &why));
	assert_true(file_read(a, path.s, 10, &bytes, &why) && is(bytes, "0123456789"));
	assert_false(file_read(a, path.s, 9, &bytes, &why));
	assert_true(str_find(why, STR("larger than 9 bytes")) != STR_NONE);

	/* a second writing keeps the mode, and a shorter text leaves nothing of the longer */
	assert_int_equal(chmod(path.s, 0640), 0);
	assert_true(file_write(a, path.s, STR("ab"), &why));
	assert_true(file_read(a, path.s, 10, &bytes, &why) && is(bytes, "ab"));
	assert_true(stat(path.s, &st) == 0 && (st.st_mode & 07777) == 0640);

	/* a link, a FIFO, a folder, a folder that is not there: refused, and what was there stays */
	assert_int_equal(symlink(path.s, link.s), 0);
	assert_false(file_write(a, link.s, STR("x"), &why));
	assert_true(file_read(a, link.s, 10, &bytes, &why) && is(bytes, "ab"));
	assert_int_equal(mkfifo(fifo.s, 0600), 0);
	assert_false(file_read(a, fifo.s, 10, &bytes, &why));
	assert_true(is(why, "is not a regular file"));
	assert_false(file_write(a, fifo.s, STR("x"), &why));
	assert_false(file_read(a, folder, 10, &bytes, &why));
	assert_true(is(why, "is a directory, not a file"));
	assert_false(file_write(a, folder, STR("x"), &why));
	assert_false(file_write(a, str_format(a, "%s/none/file", folder).s, STR("x"), &why));
	assert_false(file_read(a, "/dev/zero", 10, &bytes, &why));

	assert_int_equal(unlink(path.s) | unlink(link.s) | unlink(fifo.s), 0);
	assert_int_equal(rmdir(folder), 0);             /* no temporary file is left */
	arena_free(a);
}

/* --- limits ------------------------------------------------------------------------------------------------------ */
static void every_limit_can_be_set(void **state)
{
	(void)state;
	struct limits l = limits_default;
	const char *why = NULL;
#define X(field, name, value, reason) \
	assert_true(l.field == (value) && sizeof(reason) > 10); \
	assert_true(limits_set(&l, STR(name), STR("123456789012345678"), &why) && l.field == 123456789012345678u); \
	assert_true(limits_set(&l, STR(name), STR("0"), &why) && l.field == 0);
	LIMITS(X)
#undef X
	const char *bad[] = { "", "-1", "1k", "0x10", "1234567890123456789", " 1" };
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		why = NULL;
		assert_false(limits_set(&l, STR("fuel"), str_of(bad[i]), &why));
		assert_non_null(why);
	}
	assert_false(limits_set(&l, STR("feul"), STR("1"), &why));
}

/* --- embedded ------------------------------------------------------------------------------------------------------ */
static void embedded_files_are_sorted(void **state)
{
	(void)state;
	struct arena *a = arena_new();
	assert_non_null(embedded_files[0].path);
	for (size_t i = 0; embedded_files[i].path; i++) {
		struct str x = embedded_find(embedded_files[i].path);
		assert_true(x.s == embedded_files[i].bytes && x.n == embedded_files[i].n && x.s[x.n] == '\0');
		assert_true(i == 0 || strcmp(embedded_files[i - 1].path, embedded_files[i].path) < 0);
		assert_true(str_eq(base_digest(a, x), embedded_digest(a, x)) && str_is(base_digest(a, x), embedded_files[i].digest));
	}
	/* another text, even a part of one of them, has its own */
	struct str part = str_slice(embedded_find("templates/page.css"), 0, 100);
	assert_true(str_eq(base_digest(a, part), embedded_digest(a, part)));
	/* they stand in elements of a page that would end there */
	assert_true(str_find(embedded_find("templates/page.css"), STR("</")) == STR_NONE && str_find(embedded_find("templates/page.js"), STR("</")) == STR_NONE);
	arena_free(a);
	assert_null(embedded_find("lua/none.lua").s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(formats_as_the_c_library),
		cmocka_unit_test(arena_gives_zeroed_aligned_memory), cmocka_unit_test(a_reset_arena_is_zero_again), cmocka_unit_test(vec_keeps_what_it_has), cmocka_unit_test(no_memory_is_fatal),
		cmocka_unit_test(slices), cmocka_unit_test(splitting), cmocka_unit_test(distances), cmocka_unit_test(formats_and_buffers),
		cmocka_unit_test(map_keeps_order), cmocka_unit_test(every_code_point), cmocka_unit_test(bad_bytes_are_found), cmocka_unit_test(widths),
		cmocka_unit_test(places), cmocka_unit_test(files), cmocka_unit_test(every_limit_can_be_set), cmocka_unit_test(embedded_files_are_sorted),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
