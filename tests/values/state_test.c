/* Lua code that means harm, or merely much, in the state: each ends in its finding, and the state goes on.
 * With the word bench: how long operations on numbers take, from Lua and from C. */
#include "base.h"
#include "diag.h"
#include "source.h"
#include "model.h"
#include "facts.h"
#include "values.h"
#include "values/num.h"
#include "values/tree.h"
#include "values/units.h"
#include "values/eval.h"
#include "values/state.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <cmocka.h>

struct room {
	struct arena *a;
	struct text *text;
	struct diag d;
	struct model m;
	struct facts f;
	struct values v;
	struct limits limits;
	struct eval e;
	struct tree tree;
};

static void open_room(struct room *r)
{
	memset(r, 0, sizeof *r);
	r->a = arena_new();
	r->text = text_new(r->a, STR("x"), STR("code\n"));
	r->d.arena = r->a;
	r->d.text = r->text;
	r->limits = limits_default;
	r->v.names = map_new(r->a);
	r->v.units = units_new(r->a, &r->limits);
	r->e = (struct eval){ .arena = r->a, .diag = &r->d, .limits = &r->limits, .model = &r->m, .facts = &r->f, .values = &r->v,
		.later = map_new(r->a), .said = map_new(r->a), .fuel = r->limits.fuel };
	r->tree = (struct tree){ .kind = TREE_CALL, .text = STR("code"), .place = { 0, 4 } };
}

static void close_room(struct room *r)
{
	values_end(&r->v);
	arena_free(r->a);
}

/* What the code gives, or "id: message" of its one finding. */
static struct str run(struct room *r, const char *code)
{
	struct value v;
	size_t before = r->d.findings.n;
	r->e.fuel = r->limits.fuel;
	r->e.spent = false;
	bool fine = state_run(&r->e, &r->tree, str_of(code), &v);
	assert_int_equal(r->d.findings.n, before + !fine);
	if (fine)
		return values_show(r->a, &v);
	const struct finding *f = &r->d.findings.at[before];
	return str_format(r->a, "%s: %.*s", f->kind->id, STR_ARG(f->message));
}

static void hostile(void **state)
{
	(void)state;
	static const char *const cases[][2] = {
		{ "while true do end", "out-of-fuel: " }, { "::a:: goto a", "out-of-fuel: " }, { "local function f() return f() end return f()", "out-of-fuel: " },
		{ "local function f() return 1 + f() end return f()", "" }, { "local s = 'x' while true do s = s .. s end", "too-big: " },
		{ "local t = {} while true do t[#t + 1] = {} end", "too-big: " }, { "local x = N(3) while true do x = x * x end", "too-big: " },
		{ "local s = N(0) for i = 1, 1000000 do s = s + N(1) / i end return s", "out-of-fuel: " },
		{ "local s = N(0) for i = 1, 100000000 do s = s + 1 end return s", "out-of-fuel: " },
		{ "return N(2)^(N(2)^40)", "too-big: " }, { "return N(1) << (N(1) << 62)", "too-big: " }, { "return N(1) / 0", "bad-lua: " },
		{ "return os.execute('true')", "bad-lua: " }, { "return io.open('/etc/passwd')", "bad-lua: " }, { "return load('return 1')()", "bad-lua: " },
		{ "return require('os')", "bad-lua: " }, { "return ('x'):rep(9)", "bad-lua: " }, { "return string.rep('x', 9)", "bad-lua: " },
		{ "return pcall(error)", "bad-lua: " }, { "return setmetatable({}, {})", "bad-lua: " }, { "return debug.getinfo(1)", "bad-lua: " },
		{ "return collectgarbage()", "bad-lua: " }, { "return dofile('/etc/passwd')", "bad-lua: " }, { "return coroutine.create(N)", "bad-lua: " },
		{ "\x1bLua", "bad-lua: " }, { "return 0.5", "bad-lua: " }, { "return nil", "bad-lua: " }, { "return N", "bad-lua: " }, { "return (", "bad-lua: " },
		{ "return N('0.5.5')", "bad-lua: " }, { "return N({})", "bad-lua: " }, { "return N(1) + 'x'", "bad-lua: " }, { "return N(1) < {}", "bad-lua: " },
		{ "return N(1) + 0.5", "bad-lua: " }, { "return unit('s') + unit('byte')", "unit-mismatch: " }, { "return unit('s') < unit('byte')", "unit-mismatch: " },
		{ "local t = {} t[1] = t return t", "bad-lua: " }, { "local t = {} for i = 1, 200000 do t[i] = i end return t", "" }, { "return floor()", "bad-lua: " },
		{ "return bits(N(1), 1e9, 0)", "bad-lua: " }, { "return '\\xFF'", "bad-lua: " },
	};
	struct room r;
	open_room(&r);
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		clock_t start = clock();
		struct str got = run(&r, cases[i][0]);
		double seconds = (double)(clock() - start) / CLOCKS_PER_SEC;
		if (!str_starts(got, str_of(cases[i][1])) || (!cases[i][1][0] && !str_starts(got, STR("bad-lua: ")) && !str_starts(got, STR("too-big: "))))
			fail_msg("%s\n  wanted %s\n  got %.*s", cases[i][0], cases[i][1], STR_ARG(got));
		if (seconds > 20)
			fail_msg("%s took %.1f s", cases[i][0], seconds);
		assert_string_equal(run(&r, "return N(6) * 7").s, "42");        /* the state goes on */
	}
	close_room(&r);
}

static void arithmetic(void **state)
{
	(void)state;
	static const char *const cases[][2] = {
		{ "return N(2)^64 - 1 == N('0xFFFFFFFFFFFFFFFF')", "true" }, { "return N('0.1') + N('0.2') == N('0.3')", "true" }, { "return N(7) / 2 * 2", "7" },
		{ "return N(-7) // 2", "-4" }, { "return -N(5) % 3", "1" }, { "return ~N(0)", "-1" }, { "return N(12) & 10 | 1 ~ 3", "10" },
		{ "return N(9007199254740993) - 9007199254740992", "1" }, { "return 'a' .. N(5) .. 'b'", "a5b" }, { "return 12 < N('12.5')", "true" },
		{ "return (N(10)^100 + 1) - N(10)^100", "1" }, { "return {1, N(2), 'x', true}", "1, 2, x, true" }, { "return (unit('KiB') * 3):to(unit('byte'))", "3072" },
		{ "return hex(N(255), 4)", "0x00FF" }, { "return 5", "5" },
	};
	struct room r;
	open_room(&r);
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		assert_string_equal(run(&r, cases[i][0]).s, cases[i][1]);
	close_room(&r);
}

/* Memory that runs out at any point of the start, or of the work, is a finding and loses nothing. */
static void memory(void **state)
{
	(void)state;
	size_t refused = 0, went = 0;
	for (uint64_t bytes = 500; bytes < 200000; bytes += bytes / 30 + 1) {
		struct room r;
		open_room(&r);
		r.limits.lua_bytes = bytes;
		struct str got = run(&r, "local t = {} for i = 1, 100 do t[i] = N(3)^i / 7 end return t[100] * 7 == N(3)^100");
		if (str_is(got, "true"))
			went++;
		else if (str_starts(got, STR("too-big: ")))
			refused++;
		else
			fail_msg("with %llu bytes: %.*s", (unsigned long long)bytes, STR_ARG(got));
		close_room(&r);
	}
	assert_true(refused > 10 && went > 5);
}

/* --- bench ---------------------------------------------------------------------------------------------------- */
static double now(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec * 1e9 + (double)t.tv_nsec;
}

static double lua_time(const char *set_up, const char *operation, unsigned count)
{
	struct room r;
	struct value v;
	open_room(&r);
	r.e.fuel = UINT64_MAX / 2;
	struct str code = str_format(r.a, "%s local x for i = 1, %u do x = %s end return N(0)", set_up, count, operation);
	struct str empty = str_format(r.a, "%s local x for i = 1, %u do x = i end return N(0)", set_up, count);
	state_run(&r.e, &r.tree, STR("return N(0)"), &v);
	double start = now(), loop, all;
	state_run(&r.e, &r.tree, empty, &v);
	loop = now() - start;
	start = now();
	if (!state_run(&r.e, &r.tree, code, &v))
		printf("%.*s\n", STR_ARG(r.d.findings.at[0].message));
	all = now() - start;
	close_room(&r);
	return (all - loop) / count;
}

static double gmp_time(const char *x, const char *y, char op, unsigned count)
{
	mpq_t a, b, r;
	mpq_init(a);
	mpq_init(b);
	mpq_set_str(a, x, 10);
	mpq_set_str(b, y, 10);
	bool whole = mpz_cmp_ui(mpq_denref(a), 1) == 0 && mpz_cmp_ui(mpq_denref(b), 1) == 0;
	double start = now();
	for (unsigned i = 0; i < count; i++) {
		if (whole) {
			mpz_t z;
			mpz_init(z);
			op == '*' ? mpz_mul(z, mpq_numref(a), mpq_numref(b)) : mpz_add(z, mpq_numref(a), mpq_numref(b));
			mpz_clear(z);
		} else {
			mpq_init(r);
			op == '*' ? mpq_mul(r, a, b) : mpq_add(r, a, b);
			mpq_clear(r);
		}
	}
	double t = (now() - start) / count;
	mpq_clear(a);
	mpq_clear(b);
	return t;
}

static int bench(void)
{
	static char digits[2][1001];
	for (int i = 0; i < 2; i++)
		for (int k = 0; k < 1000; k++)
			digits[i][k] = (char)('1' + (k * 7 + i * 3) % 9);
	const struct { const char *name, *x, *y; char op; unsigned count; } rows[] = {
		{ "integer mul, 64 bits", "15776276123456789", "4611686018427387905", '*', 1000000 }, { "integer add, small", "15776276", "1024", '+', 1000000 },
		{ "integer mul, small", "15776276", "1024", '*', 1000000 }, { "rational mul", "355/113", "22/7", '*', 1000000 }, { "rational add", "355/113", "22/7", '+', 1000000 },
		{ "1000-digit mul", digits[0], digits[1], '*', 100000 },
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		char set_up[2200], operation[8];
		const char *slash = strchr(rows[i].x, '/');
		if (slash)
			snprintf(set_up, sizeof set_up, "local a, b = N(355) / 113, N(22) / 7");
		else
			snprintf(set_up, sizeof set_up, "local a, b = N('%s'), N('%s')", rows[i].x, rows[i].y);
		snprintf(operation, sizeof operation, "a %c b", rows[i].op);
		double best_lua = 1e18, best_gmp = 1e18;
		for (int k = 0; k < 7; k++) {
			double l = lua_time(set_up, operation, rows[i].count), g = gmp_time(rows[i].x, rows[i].y, rows[i].op, rows[i].count);
			best_lua = l < best_lua ? l : best_lua;
			best_gmp = g < best_gmp ? g : best_gmp;
		}
		printf("%-22s lua %7.1f ns  gmp %7.1f ns  ratio %.2f\n", rows[i].name, best_lua, best_gmp, best_lua / best_gmp);
	}
	return 0;
}

int main(int argc, char **argv)
{
	if (argc > 1 && strcmp(argv[1], "bench") == 0)
		return bench();
	const struct CMUnitTest tests[] = { cmocka_unit_test(hostile), cmocka_unit_test(arithmetic), cmocka_unit_test(memory) };
	return cmocka_run_group_tests(tests, NULL, NULL);
}
