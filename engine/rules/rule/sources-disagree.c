/* Two facts that are one quantity, and differ by more than the coarser of the two shows. */
#include "base.h"
#include "diag.h"
#include "source.h"
#include "model.h"
#include "facts.h"
#include "values.h"
#include "claims.h"
#include "graph.h"
#include "rules.h"

static const struct value *number_of(const struct sheet *s, const struct fact *f)
{
	const struct name *name = facts_status_good(f->status) && f->type == FACT_NUMBER ? values_name(s->values, f->name) : NULL;
	return name && name->value.kind == VALUE_NUMBER && name->value.unit ? &name->value : NULL;
}

/* What one step of the last digit is worth, in base units: 15406 MB says nothing below a MB. */
static const struct num *step(struct sheet *s, const struct fact *f, const struct value *v)
{
	size_t point = str_find_char(f->value, '.'), places = point == STR_NONE ? 0 : f->value.n - point - 1;
	const struct num *size = v->unit->factor, *ten = num_of(s->arena, 10);
	for (; places; places--)
		if (num_apply(s->arena, s->limits, NUM_DIV, size, ten, &size) != NUM_FINE)
			return NULL;
	return size;
}

static bool apart(struct sheet *s, const struct fact *a, const struct fact *b, const struct value *x, const struct value *y)
{
	const struct num *left, *right, *gap, *one = step(s, a, x), *two = step(s, b, y);
	if (!one || !two || num_apply(s->arena, s->limits, NUM_MUL, x->num, x->unit->factor, &left) != NUM_FINE
		|| num_apply(s->arena, s->limits, NUM_MUL, y->num, y->unit->factor, &right) != NUM_FINE
		|| num_apply(s->arena, s->limits, NUM_SUB, left, right, &gap) != NUM_FINE)
		return false;
	if (num_sign(gap) < 0)
		gap = num_negate(s->arena, gap);
	return num_compare(gap, num_compare(one, two) < 0 ? two : one) >= 0;
}

static struct str shown(struct sheet *s, const struct fact *f)
{
	return str_format(s->arena, "%.*s%s%.*s", STR_ARG(f->value), f->unit.n ? " " : "", STR_ARG(f->unit));
}

static void compare(struct sheet *s, const struct fact *a, const struct fact *b)
{
	const struct value *x = number_of(s, a), *y = number_of(s, b);
	if (!x || !y || a == b || str_is(a->compare, "ignore") || str_is(b->compare, "ignore"))
		return;
	bool same = units_same_dimension(x->unit, y->unit);
	if (same && (x->unit->ambiguous || y->unit->ambiguous || !apart(s, a, b, x, y)))
		return;
	struct str one = shown(s, a), two = shown(s, b);
	struct finding *f = diag_add(s->diag, &finding_sources_disagree, b->range, same ? "%.*s is %.*s by %.*s, and %.*s by %.*s"
		: "%.*s is %.*s by %.*s, and %.*s by %.*s, which is another kind of quantity", STR_ARG(a->property.n ? a->property : a->name), STR_ARG(one),
		STR_ARG(a->source), STR_ARG(two), STR_ARG(b->source));
	f->found = two;
	f->expected = one;
	f->help = STR("find out which of the two is misread; if they are two quantities, give them two properties");
	diag_note(s->diag, f, a->range, "the first source");
}

/* Facts of one property are held against the first of them, and a fact with same: against the one it names. */
static void check(struct sheet *s)
{
	struct map *first = map_new(s->arena);
	for (size_t i = 0; i < s->facts->all.n; i++) {
		struct fact *f = &s->facts->all.at[i];
		struct fact *other = f->property.n ? map_get(first, f->property) : NULL;
		if (f->property.n && !other)
			map_put(first, f->property, f);
		if (other && f->status != FACT_WRITTEN)
			compare(s, other, f);
		const struct fact *named = f->same.n ? facts_find(s->facts, f->same) : NULL;
		if (named && named != other)
			compare(s, named, f);
		if (f->same.n && !named)
			diag_add(s->diag, &finding_unknown_name, f->range, "same: of the fact %.*s names %.*s, which is no fact", STR_ARG(f->name), STR_ARG(f->same));
	}
}

const struct rule rule_sources_disagree = { "sources-disagree", false, check };
