/* Edits applied, undone, and shown as a diff. */
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
#include "edit.h"

#include <assert.h>

struct str edit_apply(struct arena *a, struct str bytes, const struct edits *edits)
{
	struct buf b = { 0 };
	size_t done = 0;
	for (size_t i = 0; i < edits->all.n; i++) {
		const struct edit *e = &edits->all.at[i];
		assert(e->place.at >= done && e->place.at + e->place.n <= bytes.n);
		buf_put(&b, str_slice(bytes, done, e->place.at));
		buf_put(&b, e->text);
		done = e->place.at + e->place.n;
	}
	buf_put(&b, str_from(bytes, done));
	struct str x = str_copy(a, buf_str(&b));
	buf_free(&b);
	return x;
}

uint32_t edit_back(const struct edits *edits, uint32_t at)
{
	int64_t shift = 0;
	for (size_t i = 0; i < edits->all.n; i++) {
		const struct edit *e = &edits->all.at[i];
		int64_t begins = (int64_t)e->place.at + shift, ends = begins + (int64_t)e->text.n;
		if ((int64_t)at < begins)
			break;
		if ((int64_t)at < ends)
			return e->place.at;
		shift += (int64_t)e->text.n - (int64_t)e->place.n;
	}
	return (uint32_t)((int64_t)at - shift);
}

/* --- diff: edits keep every line where it is unless a number moves it, so lines are compared by their numbers ------------ */
struct row { struct str text; };
struct side { VEC(struct row) rows; };

static void rows(struct arena *a, struct str text, struct side *side)
{
	while (text.n) {
		size_t end = str_find_char(text, '\n');
		end = end == STR_NONE ? text.n : end + 1;
		vec_add(a, &side->rows)->text = str_slice(text, 0, end);
		text = str_from(text, end);
	}
}

static void row(struct buf *out, char sign, struct str text)
{
	bool ended = text.n && text.s[text.n - 1] == '\n';
	buf_putc(out, sign);
	buf_put(out, text);
	if (!ended)
		buf_puts(out, "\n\\ No newline at end of file\n");
}

void edit_diff(struct str name, struct str was, struct str is, struct buf *out)
{
	enum { CONTEXT = 3 };
	struct arena *a = arena_new();
	struct side x = { 0 }, y = { 0 };
	rows(a, was, &x);
	rows(a, is, &y);
	size_t n = x.rows.n;
	assert(n == y.rows.n);  /* an edit holds no line end */
	bool named = false;
	for (size_t i = 0; i < n; ) {
		if (str_eq(x.rows.at[i].text, y.rows.at[i].text)) {
			i++;
			continue;
		}
		size_t from = i > CONTEXT ? i - CONTEXT : 0, to = i, same = 0;
		for (size_t k = i; k < n && same <= 2 * CONTEXT; k++) {
			bool equal = str_eq(x.rows.at[k].text, y.rows.at[k].text);
			same = equal ? same + 1 : 0;
			to = equal ? to : k + 1;
		}
		size_t end = to + CONTEXT < n ? to + CONTEXT : n;
		if (!named)
			buf_printf(out, "--- %.*s\n+++ %.*s\n", STR_ARG(name), STR_ARG(name));
		named = true;
		buf_printf(out, "@@ -%zu,%zu +%zu,%zu @@\n", from + 1, end - from, from + 1, end - from);
		for (size_t k = from; k < end; ) {
			if (str_eq(x.rows.at[k].text, y.rows.at[k].text)) {
				row(out, ' ', x.rows.at[k++].text);
				continue;
			}
			size_t last = k;
			while (last < end && !str_eq(x.rows.at[last].text, y.rows.at[last].text))
				last++;
			for (size_t r = k; r < last; r++)
				row(out, '-', x.rows.at[r].text);
			for (size_t r = k; r < last; r++)
				row(out, '+', y.rows.at[r].text);
			k = last;
		}
		i = end;
	}
	arena_free(a);
}
