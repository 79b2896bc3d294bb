/* The half that touches a stranger's text needs nothing from outside but the answers to `ask`: with every opening of files
 * denied by seccomp, the pipeline and the renderers give the same bytes from the recorded answers. */
#include "base.h"
#include "confine.h"
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
#include "render.h"
#include "pipeline.h"

#include <setjmp.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>
#include <cmocka.h>

struct tape { struct arena *arena; struct machine *machine; struct map *answers; uint32_t asked, unknown; };

static struct str key_of(struct arena *a, const struct question *q)
{
	struct buf b = { 0 };
	buf_printf(&b, "%d %.*s", (int)q->kind, STR_ARG(q->path));
	for (size_t i = 0; i < q->argc; i++)
		buf_printf(&b, "\n%.*s", STR_ARG(q->argv[i]));
	struct str key = str_copy(a, buf_str(&b));
	buf_free(&b);
	return key;
}

static void record(void *with, const struct question *q, struct arena *a, struct answer *out)
{
	struct tape *t = with;
	struct answer *kept = arena_take(t->arena, sizeof *kept);
	machine_ask(t->machine, q, a, out);
	*kept = *out;
	kept->bytes = str_copy(t->arena, out->bytes);
	kept->why = str_copy(t->arena, out->why);
	map_put(t->answers, key_of(t->arena, q), kept);
	t->asked++;
}

static void play(void *with, const struct question *q, struct arena *a, struct answer *out)
{
	struct tape *t = with;
	const struct answer *kept = map_get(t->answers, key_of(a, q));
	*out = kept ? *kept : (struct answer){ .status = ASK_FAILED, .why = STR("it was not asked before") };
	t->unknown += !kept;
}

static void verify(struct arena *a, const struct text *text, const struct asker *asker, struct buf *out)
{
	struct choices choices = { 0 };
	struct job job = { .text = text, .limits = &limits_default, .asker = asker, .choices = &choices, .origin = "here" };
	struct outcome o;
	pipeline_run(&job, &o);
	for (size_t i = 0; renderers[i]; i++) {
		struct render_options options = { .style = style_plain, .verbose = true, .coverage = true, .origin = text->name };
		struct str why = { 0 };
		buf_printf(out, "\n== %s\n", renderers[i]->id);
		if (!renderers[i]->render(a, &o.report, &options, out, &why))
			buf_printf(out, "not written: %.*s\n", STR_ARG(why));
	}
	pipeline_end(&o);
}

static const char *const sheets[] = { "worksheets/numa-zones.md", "tests/pipeline/corpus/annotated.md", "tests/pipeline/corpus/plain.md" };

static void same_bytes_without_files(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof sheets / sizeof *sheets; i++) {
		struct arena *a = arena_new();
		struct str bytes, why;
		assert_true(file_read(a, sheets[i], 1u << 24, &bytes, &why));
		struct text *text = text_new(a, str_of(sheets[i]), bytes);
		struct tape tape = { .arena = a, .machine = machine_here(a), .answers = map_new(a) };
		machine_base(tape.machine, STR("."));
		struct buf live = { 0 }, again = { 0 };
		struct asker recorder = { record, &tape }, player = { play, &tape };
		for (size_t r = 0; renderers[r]; r++)
			if (renderers[r]->prepare)
				renderers[r]->prepare(NULL);
		verify(a, text, &recorder, &live);
		assert_true(live.n > 500);

		int pipes[2], status;
		assert_int_equal(pipe(pipes), 0);
		pid_t child = fork();
		assert_true(child >= 0);
		if (child == 0) {
			const char *lacks = "";
			close(pipes[0]);
			if (!confine_no_open(&lacks))
				_exit(77);
			verify(a, text, &player, &again);
			for (size_t done = 0; done < again.n; ) {
				ssize_t n = write(pipes[1], again.s + done, again.n - done);
				if (n < 0)
					_exit(3);
				done += (size_t)n;
			}
			_exit(tape.unknown ? 4 : 0);
		}
		close(pipes[1]);
		char piece[65536];
		ssize_t n;
		while ((n = read(pipes[0], piece, sizeof piece)) > 0)
			buf_put(&again, (struct str){ piece, (size_t)n });
		close(pipes[0]);
		assert_int_equal(waitpid(child, &status, 0), child);
		assert_true(WIFEXITED(status));
		if (WEXITSTATUS(status) == 77)
			skip();
		assert_int_equal(WEXITSTATUS(status), 0);
		assert_int_equal(again.n, live.n);
		assert_memory_equal(again.s, live.s, live.n);
		buf_free(&live);
		buf_free(&again);
		arena_free(a);
	}
}

/* Two worksheets open at once, stage by stage in turn, are as two alone: nothing is kept between them. */
static void twice_in_one_process(void **state)
{
	(void)state;
	struct arena *a = arena_new();
	struct buf out[3] = { { 0 } };
	for (int i = 0; i < 3; i++) {
		struct str bytes, why;
		const char *path = sheets[i == 1 ? 1 : 0];
		assert_true(file_read(a, path, 1u << 24, &bytes, &why));
		struct asker asker = { machine_ask, machine_sysroot(a, STR("tests/facts/roots/seed-laptop")) };
		verify(a, text_new(a, str_of(path), bytes), &asker, &out[i]);
	}
	assert_true(str_eq(buf_str(&out[0]), buf_str(&out[2])) && !str_eq(buf_str(&out[0]), buf_str(&out[1])));
	for (int i = 0; i < 3; i++)
		buf_free(&out[i]);
	arena_free(a);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(same_bytes_without_files), cmocka_unit_test(twice_in_one_process) };
	return cmocka_run_group_tests(tests, NULL, NULL);
}
