/* tests/values/semantics.md, row by row: each table is a worksheet, its rows are lines. A row that differs is printed.
 * With a file: each of its lines is an expression, and what it gives is printed. */
#include "base.h"
#include "diag.h"
#include "source.h"
#include "model.h"
#include "facts.h"
#include "values.h"

#include <stdio.h>
#include <string.h>

static struct arena *a;

static void add_fact(struct facts *f, const char *name, const char *value, const char *unit, enum fact_type type)
{
	struct fact *x = vec_add(a, &f->all);
	x->name = str_of(name);
	x->value = str_of(value);
	x->unit = str_of(unit);
	x->type = type;
	x->status = FACT_READ;
}

static struct facts machine(void)
{
	struct facts f = { 0 };
	add_fact(&f, "ram", "15776276", "kB", FACT_NUMBER);
	add_fact(&f, "page", "4096", "byte/page", FACT_NUMBER);
	add_fact(&f, "nodes", "1", "node", FACT_NUMBER);
	add_fact(&f, "cpus", "12", "CPU", FACT_NUMBER);
	add_fact(&f, "near", "10", "", FACT_NUMBER);
	add_fact(&f, "arch", "x86_64", "", FACT_TEXT);
	add_fact(&f, "online", "", "", FACT_LIST);
	static const char *const items[] = { "0", "1", "2", "3" };
	for (size_t i = 0; i < 4; i++)
		*vec_add(a, &f.all.at[6].items) = str_of(items[i]);
	add_fact(&f, "lost", "", "", FACT_NUMBER);
	f.all.at[7].status = FACT_ABSENT;
	f.all.at[7].why = STR("no such file");
	return f;
}

struct row { struct str expression, want; uint32_t line; };

/* "| `x` | y |": \| inside is a bar */
static bool read_row(struct str line, struct row *row)
{
	struct buf plain = { 0 };
	size_t from = str_find(line, STR("| `"));
	if (from != 0)
		return false;
	size_t end = str_find(str_from(line, 3), STR("` | "));
	if (end == STR_NONE)
		return false;
	for (size_t i = 0; i < end; i++)
		if (line.s[3 + i] != '\\' || line.s[4 + i] != '|')
			buf_putc(&plain, line.s[3 + i]);
	row->expression = str_copy(a, buf_str(&plain));
	buf_free(&plain);
	struct str rest = str_from(line, 3 + end + 4);
	row->want = str_trim(str_slice(rest, 0, rest.n - 1));
	return true;
}

static struct str describe(const struct result *r)
{
	struct str shown = r->shown;
	const struct value *v = &r->value;
	if (v->kind == VALUE_UNDECIDED)
		return str_format(a, "undecided: %.*s", STR_ARG(v->why));
	if (v->kind == VALUE_TEXT && str_find(shown, STR(" = ")) == STR_NONE)  /* a function shows itself */
		return str_format(a, "\"%.*s\"", STR_ARG(v->text));
	if (v->kind == VALUE_NUMBER && v->unit->dims)
		return str_format(a, "%.*s %.*s", STR_ARG(shown), STR_ARG(v->unit->name));
	return shown;
}

/* print: say what each row gives; otherwise compare */
static size_t run_table(const struct row *rows, size_t n, bool print)
{
	struct limits limits = limits_default;
	limits.fuel = UINT32_MAX;
	struct buf b = { 0 };
	size_t wrong = 0;
	buf_puts(&b, "---\nhence: 1\nunits: {kB: 1024 byte, MB: 1024 kB, GiBs: 1 GiB/s}\n---\n\n");
	for (size_t i = 0; i < n; i++) {
		bool defines = str_find(rows[i].expression, STR(":=")) != STR_NONE;
		buf_printf(&b, "%02zu. CALCULATION: `%s%.*s`\n", i + 1, defines ? "" : "= ", STR_ARG(rows[i].expression));
	}
	struct text *text = text_new(a, STR("semantics"), str_copy(a, buf_str(&b)));
	buf_free(&b);
	struct diag d = { .arena = a, .text = text };
	struct model m = { 0 };
	struct facts f = machine();
	struct values v = { 0 };
	model_read(a, &d, &limits, text, &m);
	values_run(a, &d, &limits, &m, &f, NULL, &v);
	if (m.spans.n != n)
		printf("%zu spans for %zu rows\n", m.spans.n, n);
	size_t *first = arena_take(a, (n + 1) * sizeof *first), *next = arena_take(a, (d.findings.n + 1) * sizeof *next);
	for (size_t k = d.findings.n; k-- > 0;) {
		uint32_t line = model_line_at(&m, d.findings.at[k].place.at);
		if (line < n) {
			next[k] = first[line];
			first[line] = k + 1;
		}
	}
	for (size_t i = 0; i < n; i++) {
		struct str got = { 0 };
		size_t findings = 0;
		for (size_t k = first[i]; k; k = next[k - 1]) {
			const struct finding *x = &d.findings.at[k - 1];
			got = str_format(a, "%s: %.*s", x->kind->id, STR_ARG(x->message));
			findings++;
		}
		if (!findings && i < m.spans.n)
			got = describe(&v.results.at[i]);
		if (findings > 1)
			got = str_format(a, "%zu findings, the last %.*s", findings, STR_ARG(got));
		if (print) {
			printf("%.*s\n", STR_ARG(got));
		} else if (!str_eq(got, rows[i].want)) {
			printf("line %u: `%.*s`\n  want %.*s\n  got  %.*s\n", (unsigned)rows[i].line, STR_ARG(rows[i].expression), STR_ARG(rows[i].want), STR_ARG(got));
			wrong++;
		}
	}
	for (size_t k = 0; k < d.findings.n; k++) {
		if (model_line_at(&m, d.findings.at[k].place.at) == LINE_NONE) {
			printf("outside any line: %s: %.*s\n", d.findings.at[k].kind->id, STR_ARG(d.findings.at[k].message));
			wrong++;
		}
	}
	values_end(&v);
	return wrong;
}

/* Every function has a row that it serves and one that it refuses. */
static size_t check_coverage(const struct row *rows, size_t n)
{
	struct function functions[200];
	size_t count = values_functions(functions, 200), missing = 0;
	for (size_t i = 0; i < count && i < 200; i++) {
		struct str usage = functions[i].usage, name;
		size_t open = str_find_char(usage, '('), good = 0, bad = 0;
		name = str_starts(usage, STR("x:")) ? str_slice(usage, 2, open) : str_slice(usage, 0, open);
		struct str call = str_format(a, "%.*s(", STR_ARG(name));
		for (size_t k = 0; k < n; k++) {
			size_t at = str_find(rows[k].expression, call);
			if (at == STR_NONE || (at && rows[k].expression.s[at - 1] == '_'))
				continue;
			bool refused = str_starts(rows[k].want, STR("bad-lua: ")) || str_starts(rows[k].want, STR("unit-mismatch: "));
			good += !refused;
			bad += refused;
		}
		if (!good || !bad) {
			printf("%.*s: %zu good rows, %zu bad rows\n", STR_ARG(usage), good, bad);
			missing++;
		}
	}
	return missing + (count < 40 || count > 200);
}

static int run_file(const char *path)
{
	struct str bytes, why, line;
	VEC(struct row) rows = { 0 };
	if (!file_read(a, path, 1 << 28, &bytes, &why))
		return 1;
	while (str_split(&bytes, '\n', &line))
		if (line.n)
			vec_add(a, &rows)->expression = line;
	run_table(rows.at, rows.n, true);
	arena_free(a);
	return 0;
}

int main(int argc, char **argv)
{
	struct str bytes, why, line;
	VEC(struct row) rows = { 0 };
	VEC(struct row) all = { 0 };
	size_t wrong = 0, count = 0;
	uint32_t number = 0;
	a = arena_new();
	if (argc > 1)
		return run_file(argv[1]);
	if (!file_read(a, "tests/values/semantics.md", 1 << 20, &bytes, &why)) {
		printf("tests/values/semantics.md %.*s\n", STR_ARG(why));
		return 1;
	}
	while (str_split(&bytes, '\n', &line)) {
		struct row row;
		number++;
		if (read_row(line, &row)) {
			row.line = number;
			*vec_add(a, &rows) = row;
			*vec_add(a, &all) = row;
			count++;
		} else if (rows.n && !line.n) {
			wrong += run_table(rows.at, rows.n, false);
			rows.n = 0;
		}
	}
	if (rows.n)
		wrong += run_table(rows.at, rows.n, false);
	wrong += check_coverage(all.at, all.n);
	printf("%zu rows, %zu wrong\n", count, wrong);
	arena_free(a);
	return wrong != 0 || count < 100;
}
