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

/* --- diff: most edits keep every line where it is, so the first line near that is the same again ends a difference -------- */
struct row { struct str text; };
struct side { VEC(struct row) rows; };
struct hunk { size_t x, x_end, y, y_end; };     /* rows of one text that stand where those of the other stood */

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

/* Where both go on alike behind rows i and k: as many rows further in each, or the fewest more in one. */
static void meet(const struct side *x, const struct side *y, size_t i, size_t k, struct hunk *h)
{
	enum { FAR = 200 };
	for (size_t far = 1; far < FAR; far++)
		for (size_t less = 0; less <= far; less++)
			for (int turn = 0; turn < 2; turn++) {
				size_t p = i + (turn ? far - less : far), q = k + (turn ? far : far - less);
				bool ends = p == x->rows.n && q == y->rows.n;
				if (ends || (p < x->rows.n && q < y->rows.n && str_eq(x->rows.at[p].text, y->rows.at[q].text))) {
					*h = (struct hunk){ i, p, k, q };
					return;
				}
			}
	*h = (struct hunk){ i, x->rows.n, k, y->rows.n };
}

void edit_diff(struct str name, struct str was, struct str is, struct buf *out)
{
	enum { CONTEXT = 3 };
	struct arena *a = arena_new();
	struct side x = { 0 }, y = { 0 };
	VEC(struct hunk) hunks = { 0 };
	rows(a, was, &x);
	rows(a, is, &y);
	for (size_t i = 0, k = 0; i < x.rows.n || k < y.rows.n; ) {
		if (i < x.rows.n && k < y.rows.n && str_eq(x.rows.at[i].text, y.rows.at[k].text)) {
			i++, k++;
			continue;
		}
		struct hunk h;
		meet(&x, &y, i, k, &h);
		*vec_add(a, &hunks) = h;
		i = h.x_end, k = h.y_end;
	}
	for (size_t i = 0, last; i < hunks.n; i = last) {
		for (last = i + 1; last < hunks.n && hunks.at[last].x - hunks.at[last - 1].x_end <= 2 * CONTEXT; last++)
			;
		const struct hunk *first = &hunks.at[i], *final = &hunks.at[last - 1];
		size_t before = first->x < CONTEXT ? first->x : CONTEXT, after = x.rows.n - final->x_end < CONTEXT ? x.rows.n - final->x_end : CONTEXT;
		if (i == 0)
			buf_printf(out, "--- %.*s\n+++ %.*s\n", STR_ARG(name), STR_ARG(name));
		buf_printf(out, "@@ -%zu,%zu +%zu,%zu @@\n", first->x - before + 1, final->x_end + after - first->x + before,
			first->y - before + 1, final->y_end + after - first->y + before);
		size_t shown = first->x - before;
		for (const struct hunk *h = first; h <= final; h++) {
			while (shown < h->x)
				row(out, ' ', x.rows.at[shown++].text);
			for (; shown < h->x_end; shown++)
				row(out, '-', x.rows.at[shown].text);
			for (size_t r = h->y; r < h->y_end; r++)
				row(out, '+', y.rows.at[r].text);
		}
		while (shown < final->x_end + after)
			row(out, ' ', x.rows.at[shown++].text);
	}
	arena_free(a);
}
