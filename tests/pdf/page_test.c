/* Pages made by hand, through the shaper and the writer: every byte placed, every glyph there, bounded time. */
#include "base.h"
#include "render/page.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

static const char *const folders[] = { "/usr/share/fonts", NULL };
static struct arena *arena;
static struct fonts *fonts;

static int setup(void **state)
{
	struct font_chain chains[FACE_COUNT] = { { .file_count = 0 } };
	struct str why;
	(void)state;
	for (int i = 0; i < FACE_COUNT; i++) {
		chains[i].files[0] = i == FACE_MONO ? STR("dejavu/DejaVuSansMono.ttf") : STR("charis/CharisSIL-Regular.ttf");
		chains[i].files[1] = STR("dejavu/DejaVuSans.ttf");
		chains[i].file_count = 2;
	}
	arena = arena_new();
	fonts = fonts_open(arena, chains, folders, &why);
	if (!fonts)
		fprintf(stderr, "skipped: %.*s\n", STR_ARG(why));
	return fonts ? 0 : 77;
}

static int teardown(void **state)
{
	(void)state;
	fonts_close(fonts);
	arena_free(arena);
	return 0;
}

static const struct page_style prose = { FACE_TEXT, 10000, 0, 0, PAGE_NONE, PAGE_NONE }, code = { FACE_MONO, 8000, 0, 0, PAGE_NONE, PAGE_NONE };

static struct para *paragraph(struct shaper *s, struct str text, const struct page_style *style, int32_t width)
{
	struct para_piece *piece = arena_take(arena, sizeof *piece);
	*piece = (struct para_piece){ .text = text, .style = style, .element = PAGE_NONE, .dest = PAGE_NONE };
	return para_make(s, piece, 1, width, 0);
}

static struct str all_text(const struct para *p)
{
	struct buf b = { 0 };
	for (size_t i = 0; i < p->line_count; i++)
		for (uint32_t r = 0; r < p->lines[i].run_count; r++)
			buf_put(&b, p->lines[i].runs[r].text);
	struct str x = str_copy(arena, buf_str(&b));
	buf_free(&b);
	return x;
}

static struct str repeated(const char *what, size_t bytes)
{
	struct buf b = { 0 };
	while (b.n < bytes)
		buf_puts(&b, what);
	struct str x = str_copy(arena, buf_str(&b));
	buf_free(&b);
	return x;
}

static void lines_fit(void **state)
{
	struct shaper *s = shaper_new(arena, fonts);
	struct str text = repeated("Total bytes = 15776276 \xC3\x97 1024, from line 04 (see there). ", 4000);
	struct para *p = paragraph(s, text, &prose, 300000);
	(void)state;
	assert_true(p->line_count > 50);
	for (size_t i = 0; i < p->line_count; i++) {
		assert_true(p->lines[i].width <= 300000);
		assert_true(i + 1 == p->line_count || p->lines[i].width > 200000);
	}
	assert_true(str_eq(all_text(p), text));
	shaper_end(s);
}

static void long_word_is_cut(void **state)
{
	struct shaper *s = shaper_new(arena, fonts);
	struct str text = repeated("0123456789abcdef", 100000);
	struct para *p = paragraph(s, text, &prose, 300000);
	(void)state;
	for (size_t i = 0; i < p->line_count; i++)
		assert_true(p->lines[i].width <= 300000);
	assert_true(str_eq(all_text(p), text));
	shaper_end(s);
}

static void narrow_column_ends(void **state)
{
	struct shaper *s = shaper_new(arena, fonts);
	struct para *p = paragraph(s, STR("wide words in a column of nothing"), &prose, 1);
	(void)state;
	assert_true(p->line_count >= 20);
	shaper_end(s);
}

/* What took other engines a minute: each must stay below two seconds even in a slow build. */
static void hostile_text_is_bounded(void **state)
{
	static const char *const patterns[] = {
		"a", "\xCC\x81", "\xD8\xA7\xD9\x84\xD8\xB9\xD8\xB1\xD8\xA8", "\xD8\xA7\xD9\x84\xD8\xB9 \xD8\xB1\xD8\xA8\n", "x\xCC\x81", "\n", " ",
		"\xE4\xB8\xAD", "\xF0\x9F\x91\xA9\xE2\x80\x8D", "\xE2\x80\xAE", "\xE0\xA4\x95\xE0\xA5\x8D", "a\xD7\x90", "\x01" };
	(void)state;
	for (size_t i = 0; i < sizeof patterns / sizeof *patterns; i++) {
		struct shaper *s = shaper_new(arena, fonts);
		struct str text = repeated(patterns[i], 200000);
		clock_t start = clock();
		struct para *p = paragraph(s, text, &prose, 400000);
		struct page_document *d = page_new(arena, fonts);
		page_add(d);
		columns_place(d, 0, s, text, &code, PAGE_NONE, 0, 100000);
		assert_true((double)(clock() - start) / CLOCKS_PER_SEC < 2.0);
		size_t bytes = 0, placed = 0;
		for (size_t k = 0; k < p->line_count; k++)
			for (uint32_t r = 0; r < p->lines[k].run_count; r++)
				bytes += p->lines[k].runs[r].text.n;
		for (size_t k = 0; k < p->line_count; k++)
			for (uint32_t r = 0; r < p->lines[k].run_count; r++)
				for (uint32_t g = 0; g < p->lines[k].runs[r].glyph_count; g++)
					assert_int_not_equal(p->lines[k].runs[r].glyphs[g].id, 0);      /* no empty box stands for a character */
		for (size_t k = 0; k < d->pages.at[0].items.n; k++)
			placed += d->pages.at[0].items.at[k].text.n;
		assert_int_equal(bytes, text.n);
		assert_int_equal(placed, text.n);
		shaper_end(s);
	}
}

static void missing_is_named(void **state)
{
	struct shaper *s = shaper_new(arena, fonts);
	size_t n;
	paragraph(s, STR("\xF0\x93\x80\x80 and \xE2\x80\xAE"), &prose, 300000);
	const uint32_t *missing = shaper_missing(s, &n);
	(void)state;
	assert_int_equal(n, 2);
	assert_int_equal(missing[0], 0x13000);
	assert_int_equal(missing[1], 0x202E);
	shaper_end(s);
}

static void columns_are_kept(void **state)
{
	struct shaper *s = shaper_new(arena, fonts);
	struct page_document *d = page_new(arena, fonts);
	int32_t step = columns_advance(fonts, FACE_MONO, 8000);
	(void)state;
	page_add(d);
	columns_place(d, 0, s, STR("|\xE4\xB8\xAD\xF0\x93\x80\x80\xCC\x81|"), &code, PAGE_NONE, 5000, 0);
	for (size_t i = 0, bytes = 0; i < d->pages.at[0].items.n; i++) {
		const struct page_item *item = &d->pages.at[0].items.at[i];
		bytes += item->text.n;
		if (i + 1 == d->pages.at[0].items.n) {
			assert_int_equal(bytes, 11);
			assert_int_equal(item->x + item->w, 5000 + 5 * step);   /* two bars, a wide box, a narrow one */
		}
	}
	d->pages.at[0].items.n = 0;
	assert_int_equal(columns_count(STR("a\tb\xE2\x94\x82\xE4\xB8\xAD")), 12);
	columns_place(d, 0, s, STR("\xE2\x94\x8C\xE2\x94\x80\xE2\x86\x92 \xE2\x9C\x93 |"), &code, PAGE_NONE, 5000, 0);
	for (size_t i = 0; i < d->pages.at[0].items.n; i++) {
		const struct page_item *item = &d->pages.at[0].items.at[i];
		int64_t units = 0;
		for (uint32_t g = 0; g < item->glyph_count; g++)
			units += item->glyphs[g].advance;
		assert_int_equal((item->x - 5000) % step, 0);
		assert_true(units * 8000 / 2048 >= item->w - 10 && units * 8000 / 2048 <= item->w + 10);
	}
	shaper_end(s);
}

static void build(struct buf *out, struct str uri)
{
	struct shaper *s = shaper_new(arena, fonts);
	struct page_document *d = page_new(arena, fonts);
	struct str why;
	d->width = 595276;
	d->height = 841890;
	d->title = STR("Caf\xC3\xA9 (test)");
	d->lang = STR("en");
	page_add(d);
	uint32_t h = page_element(d, TAG_H1, 0), q = page_element(d, TAG_P, 0), f = page_element(d, TAG_FIGURE, 0), l = page_element(d, TAG_LINK, q);
	d->elements.at[f].alt = STR("a box (with a bracket)");
	text_place(d, 0, s, STR("Every glyph"), &prose, h, 50000, 50000);
	text_place(d, 0, s, STR("\xE2\x86\x92 \xE2\x9C\x93 \xE2\x9C\x97 \xC3\x97 \xC3\xB7 \xE2\x88\x92 \xE2\x89\x88 "
		"\xE2\x89\xA4 \xE2\x89\xA5 \xE2\x89\xA0 \xE2\x88\xB4 \xE2\x86\x94 \xE2\x81\xB0\xC2\xB9\xC2\xB2 office AVAT"),
		&prose, q, 50000, 70000);
	columns_place(d, 0, s, STR("\xE2\x94\x8C\xE2\x94\x80\xE2\x94\xAC\xE2\x94\x90\xE2\x94\x82"
		"\xE2\x94\x9C\xE2\x94\xBC\xE2\x94\xA4\xE2\x94\x94\xE2\x94\xB4\xE2\x94\x98"), &code, f, 50000, 90000);
	text_place(d, 0, s, STR("\xD8\xA7\xD9\x84\xD8\xB9\xD8\xB1\xD8\xA8\xD9\x8A\xD8\xA9 e\xCC\x81 \xF0\x93\x80\x80"), &prose, q, 50000, 110000);
	text_place(d, 0, s, STR("a link"), &prose, l, 50000, 130000);
	*vec_add(arena, &d->pages.at[0].links) = (struct page_link){ 50000, 120000, 30000, 12000, PAGE_NONE, uri, l };
	uint32_t dest = page_dest(d, STR("L1"));
	d->dests.at[dest].page = 0;
	*vec_add(arena, &d->outline) = (struct page_outline){ 1, STR("Every glyph"), dest };
	struct page_writer *w = page_writer_new(d, out);
	assert_true(page_write_rest(w, &why));
	page_writer_end(w);
	shaper_end(s);
}

static void same_bytes(void **state)
{
	struct buf one = { 0 }, two = { 0 };
	(void)state;
	build(&one, STR("https://example.org/"));
	build(&two, STR("https://example.org/"));
	assert_int_equal(one.n, two.n);
	assert_memory_equal(one.s, two.s, one.n);
	const char *path = getenv("PAGE_TEST_OUT");
	FILE *file = path ? fopen(path, "w") : NULL;
	if (file) {
		assert_int_equal(fwrite(one.s, 1, one.n, file), one.n);
		fclose(file);
	}
	buf_free(&one);
	buf_free(&two);
}

/* A URI that tries to leave its string stays one URI. */
static void uri_is_encoded(void **state)
{
	struct page_document *d = page_new(arena, fonts);
	struct buf out = { 0 };
	(void)state;
	(void)d;
	build(&out, STR("x' rect=[0 0 595 842] uri='http://evil/)>>"));
	assert_true(out.n > 1000);
	buf_free(&out);
}

static void missing_font_is_named(void **state)
{
	struct font_chain chains[FACE_COUNT] = { { .files = { STR("no/NoSuchFont.ttf") }, .file_count = 1 } };
	struct str why;
	(void)state;
	assert_null(fonts_open(arena, chains, folders, &why));
	assert_true(str_find(why, STR("NoSuchFont.ttf")) != STR_NONE);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(lines_fit), cmocka_unit_test(long_word_is_cut), cmocka_unit_test(narrow_column_ends),
		cmocka_unit_test(hostile_text_is_bounded),
		cmocka_unit_test(missing_is_named), cmocka_unit_test(columns_are_kept), cmocka_unit_test(same_bytes), cmocka_unit_test(uri_is_encoded),
		cmocka_unit_test(missing_font_is_named),
	};
	return cmocka_run_group_tests(tests, setup, teardown);
}
