/* The working: the long-hand steps of an expression, each one an exact statement that a reader can check by hand. */
#include "base.h"
#include "diag.h"
#include "source.h"
#include "model.h"
#include "facts.h"
#include "values.h"
#include "values/tree.h"
#include "values/units.h"
#include "values/eval.h"

enum {
	STEPS_MOST = 200,               /* lines: beyond that nobody reads */
	PLACES_MOST = 12,               /* digits of a factor that is taken apart */
	EXPONENT_MOST = 4096,
	CALLS_MOST = 16,                /* functions within functions */
	LINE_MOST = 400,                /* bytes of a step */
	FUEL = 1000000,                 /* of one span's working; it takes nothing from the worksheet's own */
};

struct steps { struct eval *e; struct working *out; };

static void say(struct steps *s, struct str line)
{
	struct working *w = s->out;
	for (size_t i = 0; i < w->n; i++)
		if (str_eq(w->at[i], line))
			return;
	if (w->n < STEPS_MOST && line.n <= LINE_MOST)
		*vec_add(s->e->arena, w) = line;
}

static struct str shown(struct steps *s, const struct num *x)
{
	struct arena *a = s->e->arena;
	return num_terminates(x) ? num_show(a, x, (struct num_style){ .places = 1000 }) : num_exact(a, x);
}

static struct str hex(struct steps *s, const struct num *x)
{
	return num_show(s->e->arena, x, (struct num_style){ .base = 16 });
}

static void equation(struct steps *s, const struct num *a, const char *op, const struct num *b, const struct num *c)
{
	say(s, str_format(s->e->arena, "%.*s %s %.*s = %.*s", STR_ARG(shown(s, a)), op, STR_ARG(shown(s, b)), STR_ARG(shown(s, c))));
}

static const struct num *apply(struct steps *s, enum num_op op, const struct num *a, const struct num *b)
{
	const struct num *r = a;
	if (!a || !b)
		return NULL;
	return num_apply(s->e->arena, s->e->limits, op, a, b, &r) == NUM_FINE ? r : NULL;
}

static const struct num *of(struct steps *s, int64_t i)
{
	return num_of(s->e->arena, i);
}

/* --- products: by place ------------------------------------------------------------------------------------- */
static size_t places(struct str digits)
{
	size_t n = 0;
	for (size_t i = 0; i < digits.n; i++)
		n += digits.s[i] != '0';
	return n;
}

static void product(struct steps *s, const struct num *a, const struct num *b)
{
	const struct num *c = apply(s, NUM_MUL, a, b), *sum = NULL, *part, *piece;
	if (!c)
		return;
	bool whole = num_is_integer(a) && num_is_integer(b) && num_sign(a) > 0 && num_sign(b) > 0;
	struct str x = shown(s, a), digits = shown(s, b);
	if (whole && (places(x) < places(digits) || (places(x) == places(digits) && x.n < digits.n))) {
		const struct num *swap = a;
		a = b;
		b = swap;
		digits = x;
	}
	size_t n = places(digits);
	if (!whole || n < 2 || n > PLACES_MOST || shown(s, a).n < 2) {
		equation(s, a, "×", b, c);
		return;
	}
	for (size_t i = 0; i < digits.n; i++) {
		if (digits.s[i] == '0')
			continue;
		part = apply(s, NUM_MUL, of(s, digits.s[i] - '0'), apply(s, NUM_POW, of(s, 10), of(s, (int64_t)(digits.n - 1 - i))));
		piece = apply(s, NUM_MUL, a, part);
		equation(s, a, "×", part, piece);
	}
	for (size_t i = 0; i < digits.n; i++) {
		if (digits.s[i] == '0')
			continue;
		part = apply(s, NUM_MUL, of(s, digits.s[i] - '0'), apply(s, NUM_POW, of(s, 10), of(s, (int64_t)(digits.n - 1 - i))));
		piece = apply(s, NUM_MUL, a, part);
		if (sum) {
			const struct num *more = apply(s, NUM_ADD, sum, piece);
			equation(s, sum, "+", piece, more);
			sum = more;
		} else {
			sum = piece;
		}
	}
	say(s, str_format(s->e->arena, "%.*s × %.*s = %.*s", STR_ARG(shown(s, a)), STR_ARG(shown(s, b)), STR_ARG(shown(s, c))));
}

/* --- powers: by doubling the exponent ------------------------------------------------------------------------- */
static void power(struct steps *s, const struct num *base, int64_t n)
{
	const struct num *square = base, *result = NULL;
	struct str b = shown(s, base);
	struct buf names = { 0 }, values = { 0 };
	size_t factors = 0;
	bool bare = num_is_integer(base) && num_sign(base) > 0;
	if (n < 2 || n > EXPONENT_MOST || !bare)
		return;
	for (int64_t bit = 1; bit <= n; bit *= 2) {
		if (bit > 1) {
			const struct num *next = apply(s, NUM_MUL, square, square);
			if (!next)
				break;
			say(s, str_format(s->e->arena, "%.*s^%lld = %.*s × %.*s = %.*s", STR_ARG(b), (long long)bit, STR_ARG(shown(s, square)), STR_ARG(shown(s, square)), STR_ARG(shown(s, next))));
			square = next;
		}
		if (!(n & bit))
			continue;
		buf_printf(&names, "%s%.*s", factors ? " × " : "", STR_ARG(b));
		if (bit > 1)
			buf_printf(&names, "^%lld", (long long)bit);
		buf_printf(&values, "%s%.*s", factors ? " × " : "", STR_ARG(shown(s, square)));
		result = result ? apply(s, NUM_MUL, result, square) : square;
		factors++;
		if (!result)
			break;
	}
	if (factors > 1 && result)
		say(s, str_format(s->e->arena, "%.*s^%lld = %.*s = %.*s = %.*s", STR_ARG(b), (long long)n, STR_ARG(buf_str(&names)), STR_ARG(buf_str(&values)), STR_ARG(shown(s, result))));
	buf_free(&names);
	buf_free(&values);
}

/* --- quotients: by factors, or with what is left over ------------------------------------------------------------ */
/* A factor of d that is easy to divide by, such that the rest is one too; 0: none. */
static int64_t easy_factor(int64_t d)
{
	static const int64_t factors[] = { 1024, 1000, 100, 60, 24, 10 };
	for (size_t i = 0; i < sizeof factors / sizeof *factors; i++)
		if (d > factors[i] && d % factors[i] == 0)
			return factors[i];
	return 0;
}

static void quotient(struct steps *s, const struct num *a, const struct num *b, bool rest_dropped)
{
	const struct num *q = apply(s, NUM_DIV, a, b), *d = b, *x = a;
	int64_t i, f;
	if (!q)
		return;
	if (num_is_integer(q) && num_to_int64(b, &i) && i > 0) {
		/* the small part first, then the rounder ones */
		while (num_to_int64(d, &i) && (f = easy_factor(i)) != 0) {
			const struct num *left = of(s, i / f), *next;
			const struct num *small = i / f < f ? left : of(s, f), *large = i / f < f ? of(s, f) : left;
			next = apply(s, NUM_DIV, x, small);
			equation(s, x, "÷", small, next);
			x = next;
			d = large;
		}
		if (x != a)
			say(s, str_format(s->e->arena, "%.*s ÷ %.*s = %.*s", STR_ARG(shown(s, x)), STR_ARG(shown(s, d)), STR_ARG(shown(s, q))));
		equation(s, a, "÷", b, q);
		return;
	}
	if (!rest_dropped || !num_is_integer(a) || !num_is_integer(b)) {
		equation(s, a, "÷", b, q);
		return;
	}
	const struct num *whole = apply(s, NUM_FLOORDIV, a, b), *part = apply(s, NUM_MUL, whole, b), *rest = apply(s, NUM_SUB, a, part);
	equation(s, whole, "×", b, part);
	equation(s, a, "-", part, rest);
	say(s, str_format(s->e->arena, "%.*s < %.*s", STR_ARG(shown(s, rest)), STR_ARG(shown(s, b))));
}

/* --- bits and bases ------------------------------------------------------------------------------------------------ */
/* 0x152852 = 1 × 16^5 + 5 × 16^4 + ... = 1386578 */
static void in_hex(struct steps *s, const struct num *x)
{
	struct str digits = hex(s, x);
	struct buf b = { 0 };
	size_t n = 0;
	if (!num_is_integer(x) || num_sign(x) <= 0 || digits.n < 4 || digits.n > 18)
		return;
	for (size_t i = 2; i < digits.n; i++) {
		char c = digits.s[i];
		int value = c <= '9' ? c - '0' : c - 'A' + 10;
		size_t place = digits.n - 1 - i;
		if (!value)
			continue;
		buf_puts(&b, n++ ? " + " : "");
		buf_printf(&b, "%d", value);
		if (place)
			buf_printf(&b, " × 16%s", place > 1 ? "^" : "");
		if (place > 1)
			buf_printf(&b, "%zu", place);
	}
	say(s, str_format(s->e->arena, "%.*s = %.*s = %.*s", STR_ARG(digits), STR_ARG(buf_str(&b)), STR_ARG(shown(s, x))));
	buf_free(&b);
}

static void shift(struct steps *s, enum num_op op, const struct value *a, const struct num *n)
{
	const struct num *size = apply(s, NUM_POW, of(s, 2), n), *r = apply(s, op, a->num, n);
	int64_t i;
	if (!size || !r || !num_to_int64(n, &i) || i < 1)
		return;
	struct str x = a->style.base == 16 ? hex(s, a->num) : shown(s, a->num), y = a->style.base == 16 ? hex(s, r) : shown(s, r);
	say(s, str_format(s->e->arena, "2^%.*s = %.*s", STR_ARG(shown(s, n)), STR_ARG(shown(s, size))));
	if (a->style.base == 16 && i % 4 == 0)
		say(s, str_format(s->e->arena, "%.*s %s %.*s = %.*s", STR_ARG(x), op == NUM_SHL ? "<<" : ">>", STR_ARG(shown(s, n)), STR_ARG(y)));
	if (a->style.base == 16)
		in_hex(s, r);
	else if (op == NUM_SHL)
		product(s, a->num, size);
	else
		quotient(s, a->num, size, true);
}

static void field(struct steps *s, const struct num *x, int64_t hi, int64_t lo)
{
	const struct num *shifted = apply(s, NUM_SHR, x, of(s, lo)), *mask = apply(s, NUM_SUB, apply(s, NUM_POW, of(s, 2), of(s, hi - lo + 1)), of(s, 1)), *r;
	if (!shifted || !mask || !(r = apply(s, NUM_AND, shifted, mask)))
		return;
	if (lo)
		say(s, str_format(s->e->arena, "%.*s >> %lld = %.*s", STR_ARG(hex(s, x)), (long long)lo, STR_ARG(hex(s, shifted))));
	say(s, str_format(s->e->arena, "%.*s & %.*s = %.*s = %.*s", STR_ARG(hex(s, shifted)), STR_ARG(hex(s, mask)), STR_ARG(hex(s, r)), STR_ARG(shown(s, r))));
}

static void modular_power(struct steps *s, const struct num *base, const struct num *exponent, const struct num *m)
{
	int64_t n;
	const struct num *square = apply(s, NUM_MOD, base, m), *result = of(s, 1);
	if (!num_to_int64(exponent, &n) || n < 1 || !square)
		return;
	say(s, str_format(s->e->arena, "%.*s %% %.*s = %.*s", STR_ARG(shown(s, base)), STR_ARG(shown(s, m)), STR_ARG(shown(s, square))));
	for (;; n /= 2) {
		const struct num *next;
		if (n & 1) {
			next = apply(s, NUM_MOD, apply(s, NUM_MUL, result, square), m);
			if (!next)
				return;
			say(s, str_format(s->e->arena, "(%.*s × %.*s) %% %.*s = %.*s", STR_ARG(shown(s, result)), STR_ARG(shown(s, square)), STR_ARG(shown(s, m)), STR_ARG(shown(s, next))));
			result = next;
		}
		if (n < 2)
			return;
		next = apply(s, NUM_MOD, apply(s, NUM_MUL, square, square), m);
		if (!next)
			return;
		say(s, str_format(s->e->arena, "(%.*s × %.*s) %% %.*s = %.*s", STR_ARG(shown(s, square)), STR_ARG(shown(s, square)), STR_ARG(shown(s, m)), STR_ARG(shown(s, next))));
		square = next;
	}
}

/* --- along the tree ------------------------------------------------------------------------------------------------- */
static void walk(struct steps *s, const struct tree *t);

static bool number(struct steps *s, const struct tree *t, struct value *v)
{
	return eval_tree(s->e, t, v) && v->kind == VALUE_NUMBER;
}

/* A number in one unit given in another: times or divided by what the one is worth in the other. */
static void convert(struct steps *s, const struct value *v, const struct unit *to, bool rest_dropped)
{
	const struct num *f = apply(s, NUM_DIV, v->unit->factor, to->factor);
	if (!f || !units_same_dimension(v->unit, to) || num_compare(f, of(s, 1)) == 0)
		return;
	if (num_is_integer(f))
		product(s, v->num, f);
	else
		quotient(s, v->num, apply(s, NUM_DIV, of(s, 1), f), rest_dropped);
}

static void builtin(struct steps *s, const struct tree *t)
{
	struct value a, b, c;
	int64_t hi, lo;
	struct str f = t->text;
	if (t->kids.n < 1 || !number(s, t->kids.at[0], &a))
		return;
	if (str_is(f, "to") && t->kids.n == 2 && number(s, t->kids.at[1], &b)) {
		convert(s, &a, b.names ? b.names : b.unit, false);
	} else if (str_is(f, "hex")) {
		in_hex(s, a.num);
	} else if (str_is(f, "log2")) {
		if (eval_tree(s->e, t, &b) && num_to_int64(b.num, &hi))
			power(s, of(s, 2), hi);
	} else if (str_is(f, "bits") && t->kids.n == 3 && number(s, t->kids.at[1], &b) && number(s, t->kids.at[2], &c)) {
		if (num_to_int64(b.num, &hi) && num_to_int64(c.num, &lo) && eval_tree(s->e, t, &b))
			field(s, a.num, hi, lo);
	} else if (str_is(f, "walk")) {
		for (int64_t level = 0; level < 4; level++)
			field(s, a.num, 47 - 9 * level, 39 - 9 * level);
		field(s, a.num, 11, 0);
	} else if (str_is(f, "powmod") && t->kids.n == 3 && number(s, t->kids.at[1], &b) && number(s, t->kids.at[2], &c)) {
		if (num_sign(c.num) > 0)
			modular_power(s, a.num, b.num, c.num);
	}
}

static void call(struct steps *s, const struct tree *t)
{
	struct eval *e = s->e;
	struct name *n = map_get(e->values->names, t->text);
	struct value v;
	/* floor of a conversion: the division with what is left over */
	const struct tree *kid = t->kids.n ? t->kids.at[0] : NULL;
	if (str_is(t->text, "floor") && kid && kid->kind == TREE_CALL && str_is(kid->text, "to") && kid->kids.n == 2) {
		struct value a, b;
		if (number(s, kid->kids.at[0], &a) && number(s, kid->kids.at[1], &b))
			convert(s, &a, b.names ? b.names : b.unit, true);
		return;
	}
	for (size_t i = 0; i < t->kids.n; i++)
		walk(s, t->kids.at[i]);
	if (!n || n->kind != NAME_FUNCTION) {
		builtin(s, t);
		return;
	}
	const struct span *span = n->span < e->model->spans.n ? &e->model->spans.at[n->span] : NULL;
	if (!span || n->failed || !n->tree || span->parameters.n != t->kids.n)
		return;
	struct local *locals = arena_take(e->arena, (t->kids.n + 1) * sizeof *locals);
	for (size_t i = 0; i < t->kids.n; i++) {
		if (!eval_tree(e, t->kids.at[i], &v))
			return;
		locals[i] = (struct local){ span->parameters.at[i], v };
	}
	const struct local *outer = e->locals;
	size_t outer_count = e->local_count;
	e->locals = locals;
	e->local_count = t->kids.n;
	e->calls++;
	walk(s, n->tree);
	e->calls--;
	e->locals = outer;
	e->local_count = outer_count;
}

static void operation(struct steps *s, const struct tree *t)
{
	struct value a, b, r;
	int64_t n;
	if (t->op > OP_XOR || !number(s, t->kids.at[0], &a) || !number(s, t->kids.at[1], &b) || !number(s, t, &r))
		return;
	const struct num *x = a.num, *y = b.num;
	const struct unit *unit;
	switch (t->op) {
	case OP_ADD: case OP_SUB:
		if (quantity_join(s->e->arena, s->e->limits, s->e->values->units, &a, &b, &x, &y, &unit) == QUANTITY_FINE)
			equation(s, x, t->op == OP_ADD ? "+" : "-", y, r.num);
		break;
	case OP_MUL:
		if (!a.names && !b.names && num_compare(apply(s, NUM_MUL, x, y), r.num) == 0)
			product(s, x, y);
		break;
	case OP_DIV: case OP_FLOORDIV: {
		/* kB over bytes: the numbers first come into one unit, which the result already is in */
		const struct num *q = num_sign(y) ? apply(s, t->op == OP_DIV ? NUM_DIV : NUM_FLOORDIV, x, y) : NULL;
		if (q && num_compare(q, r.num) == 0)
			quotient(s, x, y, t->op == OP_FLOORDIV);
		break;
	}
	case OP_MOD:
		if (num_sign(y) && num_compare(apply(s, NUM_MOD, x, y), r.num) == 0)
			quotient(s, x, y, true);
		break;
	case OP_POW:
		if (num_to_int64(y, &n))
			power(s, x, n);
		break;
	case OP_SHL: case OP_SHR:
		shift(s, (enum num_op)t->op, &a, y);
		break;
	case OP_AND: case OP_OR:
		say(s, str_format(s->e->arena, "%.*s %s %.*s = %.*s", STR_ARG(hex(s, x)), tree_op_text(t->op), STR_ARG(hex(s, y)), STR_ARG(hex(s, r.num))));
		break;
	default:
		break;
	}
}

static void walk(struct steps *s, const struct tree *t)
{
	if (s->out->n >= STEPS_MOST || s->e->calls > CALLS_MOST || !eval_charge(s->e, t->place, 1))
		return;
	if (t->kind == TREE_CALL) {
		call(s, t);
		return;
	}
	for (size_t i = 0; i < t->kids.n; i++)
		walk(s, t->kids.at[i]);
	if (t->kind == TREE_BINARY)
		operation(s, t);
}

void eval_steps(struct eval *e, const struct tree *t, struct working *out)
{
	struct steps s = { e, out };
	bool silent = e->silent, spent = e->spent;
	uint64_t fuel = e->fuel;
	e->silent = true;
	e->fuel = FUEL;
	walk(&s, t);
	e->silent = silent;
	e->spent = spent;
	e->fuel = fuel;
}
