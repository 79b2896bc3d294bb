/* The list of findings: adding, finding an id, putting in order. */
#include "base.h"
#include "diag.h"

#include <stdlib.h>

const struct finding_kind *finding_find(struct str id)
{
	for (size_t i = 0; finding_kinds[i]; i++)
		if (str_is(id, finding_kinds[i]->id))
			return finding_kinds[i];
	return NULL;
}

const struct finding_kind *diag_kind(const struct diag *d, struct str id)
{
	for (size_t i = 0; i < d->house.n; i++)
		if (str_is(id, d->house.at[i]->id))
			return d->house.at[i];
	return finding_find(id);
}

const struct text *diag_where(const struct text *worksheet, const struct finding *f, struct range *place)
{
	*place = f->file ? f->file_place : f->place;
	return f->file ? f->file : worksheet;
}

static struct str format(struct arena *a, const char *text, va_list list)
{
	struct buf b = { 0 };
	buf_vprintf(&b, text, list);
	struct str x = str_copy(a, buf_str(&b));
	buf_free(&b);
	return x;
}

struct finding *diag_vadd(struct diag *d, const struct finding_kind *kind, struct range place, const char *text, va_list list)
{
	struct finding *f = vec_add(d->arena, &d->findings);
	f->kind = kind;
	f->severity = kind->severity;
	f->place = place;
	f->message = format(d->arena, text, list);
	return f;
}

struct finding *diag_add(struct diag *d, const struct finding_kind *kind, struct range place, const char *text, ...)
{
	va_list list;
	va_start(list, text);
	struct finding *f = diag_vadd(d, kind, place, text, list);
	va_end(list);
	return f;
}

void diag_note(struct diag *d, struct finding *f, struct range place, const char *text, ...)
{
	struct finding_note *note = vec_add(d->arena, &f->notes);
	va_list list;
	va_start(list, text);
	note->place = place;
	note->text = format(d->arena, text, list);
	va_end(list);
}

static int by_place(const void *x, const void *y)
{
	const struct finding *a = x, *b = y;
	if (a->place.at != b->place.at)
		return a->place.at < b->place.at ? -1 : 1;
	int c = str_cmp(str_of(a->kind->id), str_of(b->kind->id));
	if (c == 0)
		c = str_cmp(a->message, b->message);
	if (c == 0 && a->file_place.at != b->file_place.at)
		c = a->file_place.at < b->file_place.at ? -1 : 1;
	return c;
}

void diag_sort(struct diag *d)
{
	if (d->findings.n == 0)
		return;
	qsort(d->findings.at, d->findings.n, sizeof *d->findings.at, by_place);
	size_t kept = 1;
	for (size_t i = 1; i < d->findings.n; i++)
		if (by_place(&d->findings.at[kept - 1], &d->findings.at[i]) != 0)
			d->findings.at[kept++] = d->findings.at[i];
	d->findings.n = kept;
}
