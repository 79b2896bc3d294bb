/* Quantities: numbers with units. What may stand beside what, and in which unit the result is. */
#include "base.h"
#include "diag.h"
#include "source.h"
#include "model.h"
#include "facts.h"
#include "values.h"
#include "values/tree.h"
#include "values/units.h"
#include "values/eval.h"

struct value quantity_of(struct units *u, const struct num *x)
{
	return (struct value){ .kind = VALUE_NUMBER, .num = x, .unit = units_plain(u) };
}

/* x in unit from, as a number in unit to; both of one dimension */
static bool convert(struct arena *a, const struct limits *l, const struct num *x, const struct unit *from, const struct unit *to, const struct num **out)
{
	*out = x;
	if (from == to || num_compare(from->factor, to->factor) == 0)
		return true;
	return num_apply(a, l, NUM_MUL, x, from->factor, out) == NUM_FINE && num_apply(a, l, NUM_DIV, *out, to->factor, out) == NUM_FINE;
}

static bool plain(const struct value *v)
{
	return v->unit->dims == 0;
}

enum quantity quantity_join(struct arena *a, const struct limits *l, struct units *u, const struct value *p, const struct value *q,
	const struct num **x, const struct num **y, const struct unit **unit)
{
	(void)u;
	*x = p->num;
	*y = q->num;
	*unit = p->unit;
	if (units_same_dimension(p->unit, q->unit))
		return convert(a, l, q->num, q->unit, p->unit, y) ? QUANTITY_FINE : QUANTITY_NUMBER;
	/* A plain number beside pages counts pages, and nothing is nothing in every unit. */
	if (plain(q) && (units_counts(p->unit) || num_sign(q->num) == 0))
		return QUANTITY_FINE;
	if (plain(p) && (units_counts(q->unit) || num_sign(p->num) == 0)) {
		*unit = q->unit;
		return QUANTITY_FINE;
	}
	return p->unit->ambiguous || q->unit->ambiguous ? QUANTITY_AMBIGUOUS : QUANTITY_UNITS;
}

enum quantity quantity_to(struct arena *a, const struct limits *l, struct units *u, const struct value *v, const struct unit *to, struct value *out)
{
	(void)u;
	*out = *v;
	out->unit = to;
	out->names = NULL;
	if (!units_same_dimension(v->unit, to) && !(plain(v) && units_counts(to)))
		return v->unit->ambiguous || to->ambiguous ? QUANTITY_AMBIGUOUS : QUANTITY_UNITS;
	if (plain(v))
		return QUANTITY_FINE;
	return convert(a, l, v->num, v->unit, to, &out->num) ? QUANTITY_FINE : QUANTITY_NUMBER;
}

/* A name such as kB stands in products for its unit, so that 100 * MB is a hundred MB. */
static struct value as_factor(struct arena *a, const struct value *v)
{
	struct value r = *v;
	if (v->names) {
		r.num = num_of(a, 1);
		r.unit = v->names;
		r.names = NULL;
	}
	return r;
}

static enum quantity multiply(struct arena *a, const struct limits *l, struct units *u, enum num_op op, struct value p, struct value q,
	struct value *out, enum num_trouble *t)
{
	int power = op == NUM_MUL ? 1 : -1;
	p = as_factor(a, &p);
	q = as_factor(a, &q);
	out->unit = units_product(u, p.unit, q.unit, power);
	if (!out->unit)
		return QUANTITY_DIMENSIONS;
	const struct num *x = p.num, *fold;
	if (q.unit->dims && (p.unit->dims || power < 0)) {
		fold = units_fold(u, p.unit, q.unit, power, out->unit);
		*t = num_apply(a, l, NUM_MUL, x, fold, &x);
		if (*t != NUM_FINE)
			return QUANTITY_NUMBER;
	}
	*t = num_apply(a, l, op, x, q.num, &out->num);
	return *t == NUM_FINE ? QUANTITY_FINE : QUANTITY_NUMBER;
}

static enum quantity raise(struct arena *a, const struct limits *l, struct units *u, const struct value *p, const struct value *q,
	struct value *out, enum num_trouble *t)
{
	struct value base = as_factor(a, p);
	int64_t power;
	if (!plain(q))
		return QUANTITY_EXPONENT;
	out->unit = base.unit;
	if (!plain(&base)) {
		if (!num_to_int64(q->num, &power)) {
			*t = num_is_integer(q->num) ? NUM_TOO_BIG : NUM_NOT_INTEGER;
			return QUANTITY_NUMBER;
		}
		if (power > INT32_MAX || power < -INT32_MAX)
			return QUANTITY_DIMENSIONS;
		out->unit = power == 1 ? base.unit : units_product(u, units_plain(u), base.unit, (int)power);
		if (!out->unit)
			return QUANTITY_DIMENSIONS;
	}
	*t = num_apply(a, l, NUM_POW, base.num, q->num, &out->num);
	if (*t == NUM_FINE && out->unit != base.unit) {
		const struct num *fold = units_fold(u, units_plain(u), base.unit, (int)power, out->unit);
		*t = num_apply(a, l, NUM_MUL, out->num, fold, &out->num);
	}
	return *t == NUM_FINE ? QUANTITY_FINE : QUANTITY_NUMBER;
}

enum quantity quantity_apply(struct arena *a, const struct limits *l, struct units *u, enum num_op op, const struct value *p, const struct value *q,
	struct value *out, enum num_trouble *t)
{
	const struct num *x, *y;
	enum quantity result;
	*out = (struct value){ .kind = VALUE_NUMBER, .unit = p->unit };
	*t = NUM_TOO_BIG;
	if (plain(p) && plain(q)) {
		*t = num_apply(a, l, op, p->num, q->num, &out->num);
		return *t == NUM_FINE ? QUANTITY_FINE : QUANTITY_NUMBER;
	}
	switch (op) {
	case NUM_ADD: case NUM_SUB:
		result = quantity_join(a, l, u, p, q, &x, &y, &out->unit);
		if (result != QUANTITY_FINE)
			return result;
		*t = num_apply(a, l, op, x, y, &out->num);
		return *t == NUM_FINE ? QUANTITY_FINE : QUANTITY_NUMBER;
	case NUM_MUL: case NUM_DIV:
		return multiply(a, l, u, op, *p, *q, out, t);
	case NUM_FLOORDIV: case NUM_MOD:
		result = multiply(a, l, u, NUM_DIV, *p, *q, out, t);
		if (result != QUANTITY_FINE)
			return result;
		out->num = num_floor(a, out->num);
		if (op == NUM_FLOORDIV)
			return QUANTITY_FINE;
		/* What is left over: in the unit of what was divided. */
		{
			struct value whole, quotient = *out;
			result = multiply(a, l, u, NUM_MUL, quotient, *q, &whole, t);
			whole.kind = VALUE_NUMBER;
			return result == QUANTITY_FINE ? quantity_apply(a, l, u, NUM_SUB, p, &whole, out, t) : result;
		}
	case NUM_POW:
		return raise(a, l, u, p, q, out, t);
	case NUM_SHL: case NUM_SHR: case NUM_AND: case NUM_OR: case NUM_XOR:
		if (!plain(p) || !plain(q))
			return QUANTITY_BITS;
		*t = num_apply(a, l, op, p->num, q->num, &out->num);
		return *t == NUM_FINE ? QUANTITY_FINE : QUANTITY_NUMBER;
	}
	return QUANTITY_NUMBER;
}
