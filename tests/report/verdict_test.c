/* What is handed on along the edges, on graphs made by hand; also on a chain no recursion would survive. */
#include "base.h"
#include "diag.h"
#include "source.h"
#include "model.h"
#include "facts.h"
#include "values.h"
#include "claims.h"
#include "figure.h"
#include "graph.h"
#include "rules.h"
#include "report.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <cmocka.h>

struct bench {
	struct arena *arena;
	struct model model; struct facts facts; struct values values; struct claims claims; struct figures figures; struct graph graph;
	struct diag diag;
	struct sheet sheet;
	struct report report;
};

static void start(struct bench *b, uint32_t lines)
{
	*b = (struct bench){ .arena = arena_new() };
	for (uint32_t i = 0; i < lines; i++) {
		struct line *l = vec_add(b->arena, &b->model.lines);
		l->number = i + 1;
		l->number_text = l->id = str_format(b->arena, "%u", i + 1);
		l->role = ROLE_CALCULATION;
		l->range = (struct range){ i * 10, 10 };
	}
	const struct text *text = text_new(b->arena, STR("test.md"), STR(""));
	b->diag = (struct diag){ .arena = b->arena, .text = text };
	b->sheet = (struct sheet){ b->arena, &limits_default, text, &b->model, &b->facts, &b->values, &b->claims, &b->figures, &b->graph, &b->diag, NULL, NULL, NULL };
}

static void claim(struct bench *b, uint32_t line, enum claim_verdict v)
{
	struct claim *c = vec_add(b->arena, &b->claims.all);
	c->line = line;
	c->verdict = v;
	c->root = UINT32_MAX;
	c->computed = v == CLAIM_FALSE ? STR("3943936") : STR("");
}

/* Edges must come in order of their first line. */
static void edge(struct bench *b, uint32_t from, uint32_t to)
{
	*vec_add(b->arena, &b->graph.edges) = (struct edge){ .from = from, .to = to, .kind = EDGE_FROM };
}

static void make(struct bench *b)
{
	uint32_t *first = arena_take(b->arena, (b->model.lines.n + 1) * sizeof *first);
	for (size_t e = 0; e < b->graph.edges.n; e++)
		first[b->graph.edges.at[e].from + 1]++;
	for (size_t i = 0; i < b->model.lines.n; i++)
		first[i + 1] += first[i];
	b->graph.first = first;
	report_make(b->arena, &b->sheet, &b->report);
}

static void is(struct bench *b, uint32_t line, enum verdict v, const char *why)
{
	const struct report_line *l = &b->report.lines.at[line];
	assert_string_equal(report_verdict_name(l->verdict), report_verdict_name(v));
	assert_string_equal(str_copy(b->arena, l->why).s, why);
}

static void on_a_false_line(void **state)
{
	(void)state;
	struct bench b;
	start(&b, 4);
	claim(&b, 0, CLAIM_FALSE);
	claim(&b, 1, CLAIM_HOLDS);
	claim(&b, 2, CLAIM_HOLDS);
	claim(&b, 3, CLAIM_HOLDS);
	edge(&b, 1, 0);
	edge(&b, 2, 1);
	make(&b);
	is(&b, 0, VERDICT_FALSE, "computed 3943936");
	is(&b, 1, VERDICT_UNDECIDED, "rests on line 1, which is false");
	is(&b, 2, VERDICT_UNDECIDED, "rests on line 2, and so on line 1, which is false");
	is(&b, 3, VERDICT_HOLDS, "");
	assert_int_equal(report_status(&b.report, false), 3);
	assert_int_equal(report_status(&b.report, true), 0);
	arena_free(b.arena);
}

static void on_a_deliberate_mistake(void **state)
{
	(void)state;
	struct bench b;
	start(&b, 2);
	b.model.lines.at[0].role = ROLE_FALSE;
	claim(&b, 0, CLAIM_FALSE);
	claim(&b, 1, CLAIM_HOLDS);
	edge(&b, 1, 0);
	make(&b);
	is(&b, 1, VERDICT_HOLDS, "");
	assert_int_equal(report_status(&b.report, false), 0);
	arena_free(b.arena);
}

static void nothing_was_checked(void **state)
{
	(void)state;
	struct bench b;
	start(&b, 2);
	b.model.lines.at[1].role = ROLE_CHECK;
	make(&b);
	is(&b, 0, VERDICT_PROSE, "");
	is(&b, 1, VERDICT_UNDECIDED, "nothing in it was understood as a claim");
	assert_int_equal(report_status(&b.report, false), 3);
	arena_free(b.arena);
}

static void what_it_comes_down_to(void **state)
{
	(void)state;
	struct bench b;
	start(&b, 5);
	b.model.lines.at[0].role = b.model.lines.at[1].role = ROLE_PREMISE;
	for (uint32_t i = 0; i < 5; i++)
		claim(&b, i, CLAIM_HOLDS);
	edge(&b, 2, 0);
	edge(&b, 3, 1);
	edge(&b, 3, 2);
	edge(&b, 4, 3);
	make(&b);
	assert_int_equal(b.report.lines.at[4].given.n, 2);
	assert_int_equal(b.report.lines.at[4].given.at[0], 0);
	assert_int_equal(b.report.lines.at[4].given.at[1], 1);
	assert_int_equal(b.report.lines.at[4].rests_on.n, 1);
	arena_free(b.arena);
}

static void a_cycle_ends(void **state)
{
	(void)state;
	struct bench b;
	start(&b, 2);
	claim(&b, 0, CLAIM_HOLDS);
	claim(&b, 1, CLAIM_HOLDS);
	edge(&b, 0, 1);
	edge(&b, 1, 0);
	make(&b);
	is(&b, 0, VERDICT_HOLDS, "");
	arena_free(b.arena);
}

/* The chain runs upwards, so that no order of the text helps. */
static void a_long_chain(void **state)
{
	(void)state;
	struct bench b;
	const uint32_t n = 100000;
	start(&b, n);
	for (uint32_t i = 0; i < n; i++)
		claim(&b, i, i == n - 1 ? CLAIM_FALSE : CLAIM_HOLDS);
	for (uint32_t i = 0; i + 1 < n; i++)
		edge(&b, i, i + 1);
	make(&b);
	is(&b, 0, VERDICT_UNDECIDED, "rests on line 2, and so on line 100000, which is false");
	assert_int_equal(b.report.lines.at[0].given.n, 1);
	assert_true(arena_bytes(b.arena) < 200u << 20);
	arena_free(b.arena);
}

/* Every line rests on a premise of its own and on the line before: the lists stay bounded, and say so. */
static void many_premises(void **state)
{
	(void)state;
	struct bench b;
	const uint32_t n = 10000;
	start(&b, n);
	for (uint32_t i = 0; i < n; i++)
		b.model.lines.at[i].role = i % 2 ? ROLE_CALCULATION : ROLE_PREMISE;
	for (uint32_t i = 3; i < n; i += 2) {
		edge(&b, i, i - 2);
		edge(&b, i, i - 1);
	}
	make(&b);
	assert_int_equal(b.report.lines.at[n - 1].given.n, 1000);
	assert_true(b.report.lines.at[n - 1].given_cut);
	assert_false(b.report.lines.at[9].given_cut);
	arena_free(b.arena);
}

static void empty(void **state)
{
	(void)state;
	struct bench b;
	start(&b, 0);
	make(&b);
	assert_int_equal(report_status(&b.report, false), 2);
	arena_free(b.arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(on_a_false_line), cmocka_unit_test(on_a_deliberate_mistake), cmocka_unit_test(nothing_was_checked),
		cmocka_unit_test(what_it_comes_down_to), cmocka_unit_test(a_cycle_ends), cmocka_unit_test(a_long_chain),
		cmocka_unit_test(many_premises), cmocka_unit_test(empty),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
