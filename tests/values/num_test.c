/* Exact numbers and units through their door. */
#include "base.h"
#include "diag.h"
#include "source.h"
#include "model.h"
#include "facts.h"
#include "values.h"
#include "values/units.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
#include <cmocka.h>

static struct arena *a;

static const struct num *n(const char *text)
{
	const struct num *x = NULL;
	bool minus = *text == '-';
	assert_true(num_read(a, &limits_default, str_of(text + minus), &x));
	return minus ? num_negate(a, x) : x;
}

static void shows(const struct num *x, struct num_style s, const char *text)
{
	assert_string_equal(num_show(a, x, s).s, text);
}

static void reading(void **state)
{
	(void)state;
	static const char *const good[][2] = {
		{ "0", "0" }, { "12", "12" }, { "0x1F", "31" }, { "0b101", "5" }, { "0o17", "15" }, { "1.25", "5/4" }, { "1e6", "1000000" },
		{ "1e-3", "1/1000" }, { ".5", "1/2" }, { "0xFFFF888000000000", "18446612682070032384" }, { "0x1.8p1", "3" },
		{ "99999999999999999999", "99999999999999999999" }, { "000", "0" }, { "0.10", "1/10" }, { "0e99999999", "0" },
	};
	static const char *const bad[] = { "", "x", "1_000", "1,000", "0x", "0b2", "0o8", "1e", "1e+", "1.2.3", "-1", "+1", ".", "1 ", "1e999999999", "0x.", "1p3" };
	for (size_t i = 0; i < sizeof good / sizeof *good; i++)
		assert_string_equal(num_exact(a, n(good[i][0])).s, good[i][1]);
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		const struct num *x;
		assert_false(num_read(a, &limits_default, str_of(bad[i]), &x));
	}
}

static void showing(void **state)
{
	(void)state;
	shows(n("1234567"), (struct num_style){ .group = true }, "1,234,567");
	shows(n("-1234567.5"), (struct num_style){ .group = true }, "-1,234,567.5");
	shows(n("255"), (struct num_style){ .base = 16, .width = 4 }, "0x00FF");
	shows(n("-255"), (struct num_style){ .base = 16 }, "-0xFF");
	shows(n("5"), (struct num_style){ .base = 2, .width = 8 }, "0b00000101");
	shows(n("8"), (struct num_style){ .base = 8 }, "0o10");
	shows(n("0.1"), (struct num_style){ 0 }, "0.1");
	const struct num *third = NULL, *small = NULL;
	assert_int_equal(num_apply(a, &limits_default, NUM_DIV, n("1"), n("3"), &third), NUM_FINE);
	shows(third, (struct num_style){ 0 }, "1/3 ≈ 0.333333333333");
	shows(third, (struct num_style){ .places = 2 }, "1/3 ≈ 0.33");
	assert_int_equal(num_apply(a, &limits_default, NUM_POW, n("2"), n("-40"), &small), NUM_FINE);
	shows(small, (struct num_style){ 0 }, "1/1099511627776 ≈ 0.000000000000909494701773");
	assert_true(num_terminates(small));
	assert_false(num_terminates(third));
}

static void rounding(void **state)
{
	(void)state;
	static const struct { const char *x; int places; bool cut; const char *want; } all[] = {
		{ "2.5", 0, false, "3" }, { "-2.5", 0, false, "-3" }, { "2.5", 0, true, "2" }, { "-2.5", 0, true, "-2" },
		{ "1250", -2, false, "1300" }, { "1250", -2, true, "1200" }, { "0.125", 2, false, "13/100" }, { "7", 5, false, "7" },
		{ "49", -2, false, "0" }, { "50", -2, false, "100" }, { "1", -1000000, false, "0" }, { "0.5", 1000000, false, "1/2" },
	};
	for (size_t i = 0; i < sizeof all / sizeof *all; i++)
		assert_string_equal(num_exact(a, num_round(a, n(all[i].x), all[i].places, all[i].cut)).s, all[i].want);
	assert_string_equal(num_exact(a, num_floor(a, n("-0.5"))).s, "-1");
}

static void applying(void **state)
{
	(void)state;
	static const struct { const char *x; enum num_op op; const char *y; enum num_trouble t; const char *want; } all[] = {
		{ "9223372036854775807", NUM_ADD, "1", NUM_FINE, "9223372036854775808" },
		{ "-9223372036854775808", NUM_SUB, "1", NUM_FINE, "-9223372036854775809" },
		{ "-9223372036854775808", NUM_FLOORDIV, "-1", NUM_FINE, "9223372036854775808" },
		{ "-9223372036854775808", NUM_MOD, "-1", NUM_FINE, "0" },
		{ "-9223372036854775808", NUM_DIV, "-1", NUM_FINE, "9223372036854775808" },
		{ "7", NUM_DIV, "2", NUM_FINE, "7/2" }, { "-7", NUM_FLOORDIV, "2", NUM_FINE, "-4" }, { "-7", NUM_MOD, "2", NUM_FINE, "1" },
		{ "7", NUM_MOD, "-2", NUM_FINE, "-1" }, { "7.5", NUM_MOD, "2", NUM_FINE, "3/2" }, { "-7.5", NUM_FLOORDIV, "2", NUM_FINE, "-4" },
		{ "1", NUM_DIV, "0", NUM_BY_ZERO, "" }, { "1", NUM_MOD, "0", NUM_BY_ZERO, "" }, { "0", NUM_POW, "-1", NUM_BY_ZERO, "" },
		{ "0", NUM_POW, "0", NUM_FINE, "1" }, { "-1", NUM_POW, "99999999999999999999", NUM_FINE, "-1" },
		{ "2", NUM_POW, "64", NUM_FINE, "18446744073709551616" }, { "2", NUM_POW, "0.5", NUM_NOT_INTEGER, "" },
		{ "2", NUM_POW, "1099511627776", NUM_TOO_BIG, "" }, { "2", NUM_POW, "16383", NUM_FINE, NULL },
		{ "2", NUM_POW, "16384", NUM_TOO_BIG, "" }, { "1", NUM_SHL, "1099511627776", NUM_TOO_BIG, "" },
		{ "0", NUM_SHL, "1099511627776", NUM_FINE, "0" }, { "1", NUM_SHL, "64", NUM_FINE, "18446744073709551616" },
		{ "1", NUM_SHL, "-1", NUM_NEGATIVE, "" }, { "-1", NUM_SHR, "1099511627776", NUM_FINE, "-1" }, { "-5", NUM_SHR, "1", NUM_FINE, "-3" },
		{ "5682577408", NUM_SHR, "12", NUM_FINE, "1387348" }, { "1.5", NUM_SHL, "1", NUM_NOT_INTEGER, "" },
		{ "-1", NUM_AND, "0xFFFFFFFFFFFFFFFFFF", NUM_FINE, "4722366482869645213695" }, { "12", NUM_XOR, "10", NUM_FINE, "6" },
		{ "0.333", NUM_POW, "20000", NUM_TOO_BIG, "" },
	};
	for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
		const struct num *r = NULL;
		assert_int_equal(num_apply(a, &limits_default, all[i].op, n(all[i].x), n(all[i].y), &r), all[i].t);
		if (all[i].t == NUM_FINE && all[i].want)
			assert_string_equal(num_exact(a, r).s, all[i].want);
	}
	assert_int_equal(num_compare(n("0.1"), n("0.10")), 0);
	assert_int_equal(num_compare(n("0xFFFFFFFFFFFFFFFFFF"), n("3")), 1);
	int64_t i;
	assert_true(num_to_int64(n("-9223372036854775808"), &i));
	assert_false(num_to_int64(n("9223372036854775808"), &i));
}

static const char *fails(struct units *u, const char *words)
{
	struct str why = { 0 };
	assert_null(units_read(u, str_of(words), false, NULL, &why));
	return why.s;
}

static void units(void **state)
{
	(void)state;
	struct units *u = units_new(a, &limits_default);
	struct str why;
	bool ambiguous;
	const struct unit *readings[8];
	const struct unit *byte = units_read(u, STR("Bytes"), false, &ambiguous, &why);
	assert_string_equal(num_exact(a, byte->factor).s, "8");
	const struct unit *page = units_read(u, STR("byte/page"), true, &ambiguous, &why);
	assert_false(ambiguous);
	assert_string_equal(page->name.s, "byte/page");
	assert_false(units_counts(page));
	const struct unit *count = units_product(u, byte, page, -1);
	assert_string_equal(count->name.s, "page");
	assert_true(units_counts(count));
	assert_true(units_same_dimension(count, units_read(u, STR("Pages"), true, &ambiguous, &why)));
	assert_true(units_same_dimension(units_read(u, STR("TLB entries"), true, NULL, &why), units_read(u, STR("TLB entry"), true, NULL, &why)));
	assert_true(units_product(u, page, page, -1) == units_plain(u));
	const struct unit *kb = units_read(u, STR("kB"), false, &ambiguous, &why);
	assert_true(ambiguous && kb->ambiguous);
	assert_int_equal(units_readings(u, STR("kB"), readings, 8), 2);
	assert_string_equal(num_exact(a, readings[1]->factor).s, "8192");
	units_define(u, STR("kB"), n("1024"), byte);
	kb = units_read(u, STR("kB"), false, &ambiguous, &why);
	assert_false(ambiguous);
	assert_int_equal(units_readings(u, STR("kB"), readings, 8), 1);
	assert_true(units_same_dimension(kb, byte));
	count = units_product(u, kb, page, -1);
	assert_string_equal(num_exact(a, units_fold(u, kb, page, -1, count)).s, "1024");
	const struct unit *hz = units_read(u, STR("GHz"), false, NULL, &why);
	assert_true(units_product(u, hz, units_read(u, STR("ns"), false, NULL, &why), 1) == units_plain(u));
	assert_string_equal(num_exact(a, units_fold(u, hz, units_read(u, STR("ns"), false, NULL, &why), 1, units_plain(u))).s, "1");
	assert_string_equal(units_read(u, STR("bytes per second"), false, NULL, &why)->name.s, "bytes per second");
	assert_string_equal(fails(u, "bytess"), "bytess is no unit; bytes is one");
	assert_string_equal(fails(u, "flurb"), "flurb is no unit that is known here");
	fails(u, "byte//s");
	fails(u, "byte^999");
	assert_int_equal(units_readings(u, STR("flurb"), readings, 8), 0);
}

static int begin(void **state) { (void)state; a = arena_new(); return 0; }
static int end(void **state) { (void)state; arena_free(a); return 0; }

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(reading, begin, end), cmocka_unit_test_setup_teardown(showing, begin, end),
		cmocka_unit_test_setup_teardown(rounding, begin, end), cmocka_unit_test_setup_teardown(applying, begin, end),
		cmocka_unit_test_setup_teardown(units, begin, end),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
