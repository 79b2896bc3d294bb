/* The stage as text: every name, every span's result, every line that does not apply. */
#include "base.h"
#include "diag.h"
#include "source.h"
#include "model.h"
#include "facts.h"
#include "values.h"

static void put_value(struct arena *a, const struct value *v, struct buf *b)
{
	if (v->kind == VALUE_UNDECIDED || v->kind == VALUE_ABSENT) {
		buf_printf(b, "%s: %.*s", v->kind == VALUE_ABSENT ? "does not apply" : "undecided", STR_ARG(v->why));
		return;
	}
	struct str shown = values_show(a, v);
	buf_printf(b, v->kind == VALUE_TEXT ? "\"%.*s\"" : "%.*s", STR_ARG(shown));
	if (v->kind == VALUE_NUMBER && v->unit->dims)
		buf_printf(b, " %.*s", STR_ARG(v->unit->name));
}

static void put_reads(const struct name *const *at, size_t n, struct buf *b)
{
	for (size_t i = 0; i < n; i++)
		buf_printf(b, "%s%.*s", i ? ", " : " <- ", STR_ARG(at[i]->name));
}

static void put_line(const struct model *m, uint32_t line, struct buf *b)
{
	if (line != LINE_NONE)
		buf_printf(b, "line %.*s", STR_ARG(m->lines.at[line].number_text));
	else
		buf_puts(b, "no line");
}

void values_dump(const struct model *m, const struct values *v, struct buf *b)
{
	static const char *const kinds[] = { "fact", "name", "function", "used" };
	struct arena *a = arena_new();
	for (size_t i = 0; i < v->names->n; i++) {
		const struct name *n = v->names->at[i].value;
		buf_printf(b, "%s %.*s ", kinds[n->kind], STR_ARG(n->name));
		put_line(m, n->line, b);
		buf_puts(b, ": ");
		if (n->kind == NAME_FUNCTION)
			buf_put(b, n->expression);
		else
			put_value(a, &n->value, b);
		put_reads((const struct name *const *)n->reads.at, n->reads.n, b);
		buf_putc(b, '\n');
	}
	for (size_t i = 0; i < v->results.n; i++) {
		static const char *const sigils[] = { "=", ":=", "f()", "?" };
		const struct span *s = &m->spans.at[i];
		const struct result *r = &v->results.at[i];
		buf_printf(b, "span %zu ", i);
		put_line(m, s->line, b);
		buf_printf(b, ": %s %.*s -> ", sigils[s->kind], STR_ARG(s->expression));
		put_value(a, &r->value, b);
		buf_printf(b, " [%.*s]%s", STR_ARG(r->shown), r->failed ? " failed" : "");
		put_reads((const struct name *const *)r->reads.at, r->reads.n, b);
		buf_putc(b, '\n');
		for (size_t k = 0; k < r->steps.n; k++)
			buf_printf(b, "  step %.*s\n", STR_ARG(r->steps.at[k]));
	}
	for (size_t i = 0; i < v->lines.n; i++) {
		const struct applies *l = &v->lines.at[i];
		if (l->yes && !l->undecided)
			continue;
		put_line(m, (uint32_t)i, b);
		buf_printf(b, ": %s: %.*s\n", l->yes ? "undecided" : "does not apply", STR_ARG(l->why));
	}
	arena_free(a);
}
