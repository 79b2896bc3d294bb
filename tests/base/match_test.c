/* The matcher against a table of answers, against a slow backtracking oracle on random patterns, and in time. */
#include "base.h"

#include <setjmp.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <cmocka.h>

static const struct { const char *pattern, *line, *want; } cases[] = {
	{ "MemTotal: *(\\d+) kB", "MemTotal:       15776276 kB", "15776276" },
	{ "MemTotal: *(\\d+) kB", "MemFree:        15776276 kB", NULL },
	{ "node 0 size: (\\d+) MB", "node 0 size: 15406 MB", "15406" },
	{ "TLB size\\s*: (\\d+) 4K pages", "TLB size\t: 3072 4K pages", "3072" },
	{ "^(\\d+)", "10 20 20", "10" },
	{ "(\\d+)$", "10 20 21", "21" },
	{ "^$", "", "" },
	{ "^a", "ba", NULL },
	{ "a|b", "xb", "b" },
	{ "(?:a|b)+c", "xababc", "ababc" },
	{ "(?:x)(y)", "xy", "y" },
	{ "(a)|(b)", "b", "b" },
	{ "ab?c", "ac", "ac" },
	{ "a.c", "abc", "abc" },
	{ "[a-c]+", "xxabcd", "abc" },
	{ "[^a-c ]+", "ab xyz", "xyz" },
	{ "[]a]+", "x]a]", "]a]" },
	{ "[a\\]]+", "x]a]", "]a]" },
	{ "[\\d.]+", "v1.25b", "1.25" },
	{ "\\D+", "12ab3", "ab" },
	{ "\\S+", "  ab  ", "ab" },
	{ "\\w+\\W", "ab_1-", "ab_1-" },
	{ "\\.", "a.b", "." },
	{ "a*", "baa", "" },
	{ "a+", "baab", "aa" },
	{ "(a*)(b)", "aab", "aa" },
	{ "\\(x\\)", "f(x)", "(x)" },
	{ "(x|xy)(z)?", "xyz", "x" },
	{ "(?:x|xy)z", "xyz", "xyz" },
	{ "(a|ab)(?:c|bcd)", "abcd", "a" },
	{ "(?:a*)*b", "aaab", "aaab" },
	{ "(?:)*a", "a", "a" },
	{ "\xC3\xA9+", "caf\xC3\xA9", "\xC3\xA9" },
};

static void table(void **state)
{
	(void)state;
	struct arena *a = arena_new();
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		const char *why = NULL;
		struct str capture;
		struct match *m = match_compile(a, str_of(cases[i].pattern), &why);
		if (!m)
			fail_msg("%s: %s", cases[i].pattern, why);
		bool found = match_line(m, str_of(cases[i].line), &capture);
		if (found != (cases[i].want != NULL))
			fail_msg("%s on '%s': %s", cases[i].pattern, cases[i].line, found ? "matched" : "did not match");
		if (found && !str_is(capture, cases[i].want))
			fail_msg("%s on '%s' gives '%.*s', not '%s'", cases[i].pattern, cases[i].line, STR_ARG(capture), cases[i].want);
	}
	arena_free(a);
}

static void refused(void **state)
{
	(void)state;
	static const char *const bad[] = { "(", "a)", "[a", "*a", "a\\", "[z-a]", "(?:", "+", "a|*" };
	struct arena *a = arena_new();
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		const char *why = NULL;
		assert_null(match_compile(a, str_of(bad[i]), &why));
		assert_non_null(why);
	}
	/* Too long at every length around the limit, with an alternative or a repeat as the last straw. */
	for (int n = 1000; n < 1050; n++) {
		struct buf b = { 0 };
		const char *why = NULL;
		buf_pad(&b, 'a', (size_t)n);
		buf_puts(&b, n % 3 == 0 ? "||||" : n % 3 == 1 ? "*|b*" : "(b|c)+");
		match_compile(a, buf_str(&b), &why);
		if (n > 1030)
			assert_non_null(why);
		buf_free(&b);
	}
	struct buf deep = { 0 };
	const char *why = NULL;
	buf_pad(&deep, '(', 1000);
	assert_null(match_compile(a, buf_str(&deep), &why));
	assert_non_null(why);
	buf_free(&deep);
	arena_free(a);
}

/* --- an oracle: the pattern as a tree, matched by trying every way in order --------------------------------- */
enum { CHAR, ANY, CAT, ALT, STAR, PLUS, MAYBE, EMPTY };
struct tree { int kind; char c; struct tree *one, *two; };
struct rng { uint64_t x; };
static unsigned roll(struct rng *r, unsigned n)
{
	r->x = r->x * 6364136223846793005u + 1442695040888963407u;
	return (unsigned)(r->x >> 33) % n;
}

static struct tree *grow(struct arena *a, struct rng *r, int depth)
{
	struct tree *t = arena_take(a, sizeof *t);
	unsigned k = roll(r, depth ? 8 : 3);
	t->kind = k < 2 ? CHAR : k == 2 ? ANY : k == 3 ? ALT : k == 4 ? (int)(STAR + roll(r, 3)) : CAT;
	t->c = "ab"[roll(r, 2)];
	if (t->kind >= CAT && t->kind <= MAYBE)
		t->one = grow(a, r, depth - 1);
	if (t->kind == CAT || t->kind == ALT)
		t->two = grow(a, r, depth - 1);
	return t;
}

static void print(const struct tree *t, struct buf *b)
{
	if (t->kind == CHAR || t->kind == ANY) {
		buf_putc(b, t->kind == ANY ? '.' : t->c);
		return;
	}
	buf_puts(b, "(?:");
	print(t->one, b);
	if (t->kind == ALT)
		buf_puts(b, "|");
	if (t->two)
		print(t->two, b);
	buf_puts(b, t->kind == STAR ? ")" : ")");
	if (t->kind >= STAR && t->kind <= MAYBE)
		buf_putc(b, "*+?"[t->kind - STAR]);
}

/* All ends reachable from `at`, as a bit set: which spans match is the question here. */
static uint32_t ends(const struct tree *t, struct str s, size_t at)
{
	uint32_t set = 0, more;
	switch (t->kind) {
	case CHAR:
	case ANY: return at < s.n && (t->kind == ANY || s.s[at] == t->c) ? 1u << (at + 1) : 0;
	case ALT: return ends(t->one, s, at) | ends(t->two, s, at);
	case CAT:
		more = ends(t->one, s, at);
		for (size_t i = 0; i <= s.n; i++)
			if (more >> i & 1)
				set |= ends(t->two, s, i);
		return set;
	case MAYBE: return 1u << at | ends(t->one, s, at);
	default:
		set = t->kind == STAR ? 1u << at : 0;
		more = ends(t->one, s, at);
		for (uint32_t seen = 0; more != seen;) {
			seen = more;
			for (size_t i = 0; i <= s.n; i++)
				if (seen >> i & 1)
					more |= ends(t->one, s, i);
		}
		return set | more;
	}
}

static void oracle(void **state)
{
	(void)state;
	struct rng r = { 42 };
	unsigned matched = 0, not_matched = 0;
	for (int round = 0; round < 20000; round++) {
		struct arena *a = arena_new();
		struct tree *t = grow(a, &r, 4);
		struct buf b = { 0 };
		char line[9];
		struct str s = { line, roll(&r, 9) }, capture;
		const char *why = NULL;
		for (size_t i = 0; i < s.n; i++)
			line[i] = "abc"[roll(&r, 3)];
		print(t, &b);
		struct match *m = match_compile(a, buf_str(&b), &why);
		if (!m)
			fail_msg("%.*s: %s", STR_ARG(buf_str(&b)), why);
		bool any = false;
		size_t from = 0;
		for (; from <= s.n && !any; from += !any)
			any = ends(t, s, from) != 0;
		bool found = match_line(m, s, &capture);
		if (found != any)
			fail_msg("%.*s on '%.*s': %d, the oracle says %d", STR_ARG(buf_str(&b)), STR_ARG(s), found, any);
		if (found) {
			size_t at = (size_t)(capture.s - s.s), end = at + capture.n;
			if (at != from || !(ends(t, s, at) >> end & 1))
				fail_msg("%.*s on '%.*s' gives [%zu, %zu)", STR_ARG(buf_str(&b)), STR_ARG(s), at, end);
		}
		*(found ? &matched : &not_matched) += 1;
		buf_free(&b);
		arena_free(a);
	}
	assert_true(matched > 1000 && not_matched > 1000);
}

static double seconds(const char *pattern, size_t n)
{
	struct arena *a = arena_new();
	struct buf line = { 0 };
	const char *why = NULL;
	struct str capture;
	struct timespec from, to;
	buf_pad(&line, 'a', n);
	struct match *m = match_compile(a, str_of(pattern), &why);
	assert_non_null(m);
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &from);
	assert_false(match_line(m, buf_str(&line), &capture));
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &to);
	buf_free(&line);
	arena_free(a);
	return (double)(to.tv_sec - from.tv_sec) + (double)(to.tv_nsec - from.tv_nsec) / 1e9;
}

/* Patterns that take a backtracking matcher exponential or quadratic time: here ten times the text is ten times the work. */
static void linear(void **state)
{
	(void)state;
	static const char *const slow[] = { "(?:a*)*b", "(?:a|a)*b", "(?:a?a?a?a?a?a?a?a?a?a?aaaaaaaaaa)+b", ".*.*.*b" };
	for (size_t i = 0; i < sizeof slow / sizeof *slow; i++) {
		double small = seconds(slow[i], 20000), large = seconds(slow[i], 200000);
		if (large > 30 * small + 0.05)
			fail_msg("%s: %.3f s, then %.3f s for ten times as much", slow[i], small, large);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(table), cmocka_unit_test(refused), cmocka_unit_test(oracle), cmocka_unit_test(linear) };
	return cmocka_run_group_tests(tests, NULL, NULL);
}
