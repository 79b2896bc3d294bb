/* What the findings propose as the text that mends them, and the blanks at the ends of lines. */
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

#include <stdlib.h>

static int by_place(const void *x, const void *y)
{
	const struct edit *a = x, *b = y;
	if (a->place.at != b->place.at)
		return a->place.at < b->place.at ? -1 : 1;
	return (a->place.n > b->place.n) - (a->place.n < b->place.n);
}

void edit_fixes(struct arena *a, const struct report *r, struct edits *out)
{
	size_t kept = 0;
	for (size_t i = 0; i < r->diag->findings.n; i++) {
		const struct finding *f = &r->diag->findings.at[i];
		if (f->fix.s && f->severity != SEVERITY_OFF && !f->waived && !f->file)
			*vec_add(a, &out->all) = (struct edit){ f->fix_place, f->fix };
	}
	if (out->all.n)
		qsort(out->all.at, out->all.n, sizeof *out->all.at, by_place);
	/* Of two that meet, the first: the other is proposed again, or is no longer, once the first is made. */
	for (size_t i = 0; i < out->all.n; i++) {
		struct edit e = out->all.at[i];
		const struct edit *last = kept ? &out->all.at[kept - 1] : NULL;
		if (!last || e.place.at >= last->place.at + last->place.n + (last->place.n == 0 && last->place.at == e.place.at))
			out->all.at[kept++] = e;
	}
	out->all.n = kept;
}

void edit_tidy(struct arena *a, struct str text, struct edits *out)
{
	struct fence fence = { 0 };
	bool inside = false;
	size_t at = 0, written = 0;             /* written: behind the last line that has something in it */
	while (at < text.n) {
		size_t end = str_find_char(str_from(text, at), '\n');
		end = end == STR_NONE ? text.n : at + end;
		size_t stop = end > at && text.s[end - 1] == '\r' ? end - 1 : end, last = stop;
		struct str line = str_slice(text, at, stop);
		while (last > at && (text.s[last - 1] == ' ' || text.s[last - 1] == '\t'))
			last--;
		bool fenced = inside;
		if (inside ? source_fence_ends(line, &fence) : source_fence_in_item(line, &fence))
			inside = !inside;
		/* Two blanks break a line; a drawing keeps what it has. */
		bool breaks = !fenced && !inside && last > at && stop - last >= 2 && text.s[last] == ' ' && text.s[last + 1] == ' ';
		if (!(fenced && inside) && last < stop && !(breaks && stop - last == 2))
			*vec_add(a, &out->all) = (struct edit){ { (uint32_t)last, (uint32_t)(stop - last) }, breaks ? STR("  ") : STR("") };
		if (last > at || (fenced && inside))
			written = end < text.n ? end + 1 : end;
		at = end + 1;
	}
	/* One line end at the end, and no blank line before it. */
	while (out->all.n && out->all.at[out->all.n - 1].place.at >= written)
		out->all.n--;
	if (written && text.s[written - 1] != '\n')
		*vec_add(a, &out->all) = (struct edit){ { (uint32_t)text.n, 0 }, STR("\n") };
	else if (written && written < text.n)
		*vec_add(a, &out->all) = (struct edit){ { (uint32_t)written, (uint32_t)(text.n - written) }, STR("") };
}
