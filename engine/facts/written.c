/* A plain worksheet's machine as written: its specification table and its Source: lines made into facts, none of them probed. */
#include "base.h"
#include "confine.h"
#include "diag.h"
#include "source.h"
#include "model.h"
#include "facts.h"
#include "facts/probe.h"

/* "NUMA Nodes" is numa_nodes; what is no letter or digit parts words. */
static struct str name_of(struct arena *a, struct str property)
{
	struct buf b = { 0 };
	bool gap = false;
	for (size_t i = 0; i < property.n; i++) {
		char c = property.s[i], lower = (char)(c | 0x20);
		bool letter = lower >= 'a' && lower <= 'z', digit = c >= '0' && c <= '9';
		if (!letter && !digit) {
			gap = b.n > 0;
			continue;
		}
		if (digit && !b.n)
			buf_putc(&b, 'n');
		if (gap)
			buf_putc(&b, '_');
		gap = false;
		buf_putc(&b, letter ? lower : c);
	}
	struct str name = str_copy(a, buf_str(&b));
	buf_free(&b);
	return name;
}

/* The number that the text begins with, and what stands after it: "15776276 kB". */
static bool leading_number(struct str text, struct str *number, struct str *rest)
{
	size_t n = 0;
	while (n < text.n && text.s[n] != ' ' && text.s[n] != '\t')
		n++;
	*number = str_slice(text, 0, n);
	*rest = str_trim(str_from(text, n));
	return facts_is_number(*number);
}

void facts_value(struct fact *f, struct str text)
{
	struct str number, unit;
	f->type = FACT_TEXT;
	f->value = text;
	f->unit = STR("");
	if (leading_number(text, &number, &unit)) {
		f->type = FACT_NUMBER;
		f->value = number;
		f->unit = unit;
	}
}

void facts_written(struct arena *a, const struct model *m, struct facts *f)
{
	/* Names that are taken, each with the number that the next of that name may have. */
	struct map *taken = map_new(a);
	for (size_t i = 0; i < m->as_written.n; i++) {
		const struct as_written *w = &m->as_written.at[i];
		struct str name = name_of(a, w->property.n ? w->property : w->source), base = name;
		struct str value = str_trim(w->value);
		if (!name.n || !value.n)
			continue;
		unsigned *next = map_get(taken, base);
		while (map_get(taken, name))
			name = str_format(a, "%.*s_%u", STR_ARG(base), (*next)++);
		next = arena_take(a, sizeof *next);
		*next = 2;
		map_put(taken, name, next);
		struct fact *fact = vec_add(a, &f->all);
		*fact = (struct fact){ .name = name, .property = w->property, .source = w->source, .status = FACT_WRITTEN,
			.raw = value, .range = w->range };
		facts_value(fact, value);
		if (fact->type == FACT_NUMBER)
			fact->unit_range = w->range;
	}
}
