/* The functions of the prelude that look into a value: its unit, its form, its bits. The others are written in lua/prelude.lua. */
#include "base.h"
#include "diag.h"
#include "source.h"
#include "model.h"
#include "facts.h"
#include "values.h"
#include "values/num.h"
#include "values/tree.h"
#include "values/units.h"
#include "values/eval.h"
#include "values/state.h"

enum { WIDTH_MOST = 4096, PLACES_MOST = 1000 };         /* digits that a span may ask for */

/* --- arguments -------------------------------------------------------------------------------------------- */
static const struct tree *argument(const struct call *c, size_t i)
{
	return c->tree->kids.at[i];
}

static bool bad(const struct call *c, size_t i, const char *wanted)
{
	struct eval *e = c->eval;
	return eval_fail(e, &finding_bad_lua, argument(c, i)->place, NULL, "%.*s wants %s: %.*s", STR_ARG(c->tree->text), wanted,
		STR_ARG(eval_origin(e, argument(c, i), &c->args[i])));
}

static bool number(const struct call *c, size_t i)
{
	return c->args[i].kind == VALUE_NUMBER || bad(c, i, "a number");
}

static bool whole(const struct call *c, size_t i)
{
	return number(c, i) && (num_is_integer(c->args[i].num) || bad(c, i, "a whole number"));
}

static bool plain_whole(const struct call *c, size_t i)
{
	if (!whole(c, i))
		return false;
	if (c->args[i].unit->dims == 0)
		return true;
	return eval_fail(c->eval, &finding_unit_mismatch, argument(c, i)->place, "take the bare number with num(x)", "%.*s wants a plain number: %.*s",
		STR_ARG(c->tree->text), STR_ARG(eval_origin(c->eval, argument(c, i), &c->args[i])));
}

static bool small(const struct call *c, size_t i, int64_t least, int64_t most, int64_t *out)
{
	if (!plain_whole(c, i))
		return false;
	if (num_to_int64(c->args[i].num, out) && *out >= least && *out <= most)
		return true;
	return bad(c, i, str_format(c->eval->arena, "a whole number from %lld to %lld", (long long)least, (long long)most).s);
}

static bool mismatch(const struct call *c, const struct tree *x, const struct value *a, const struct tree *y, const struct value *b)
{
	struct eval *e = c->eval;
	return eval_fail(e, &finding_unit_mismatch, c->tree->place, "convert one of the two", "two quantities of different kinds meet in %.*s: %.*s and %.*s",
		STR_ARG(c->tree->text), STR_ARG(eval_origin(e, x, a)), STR_ARG(eval_origin(e, y, b)));
}

/* Both in one unit; reports when they have none in common. */
static bool joined(const struct call *c, const struct tree *tx, const struct value *a, const struct tree *ty, const struct value *b, const struct num **x, const struct num **y, const struct unit **unit)
{
	struct eval *e = c->eval;
	return quantity_join(e->arena, e->limits, e->values->units, a, b, x, y, unit) == QUANTITY_FINE || mismatch(c, tx, a, ty, b);
}

static bool apply(const struct call *c, enum num_op op, const struct num *x, const struct num *y, const struct num **out)
{
	struct eval *e = c->eval;
	enum num_trouble t = num_apply(e->arena, e->limits, op, x, y, out);
	if (t == NUM_FINE)
		return eval_charge(e, c->tree->place, num_cost(x, y));
	return eval_fail(e, t == NUM_TOO_BIG ? &finding_too_big : &finding_bad_lua, c->tree->place, NULL, "%.*s: %s", STR_ARG(eval_source(e, c->tree)), num_trouble_text(t));
}

static bool gives(const struct call *c, const struct num *x, const struct unit *unit, struct value *out)
{
	*out = quantity_of(c->eval->values->units, x);
	if (unit)
		out->unit = unit;
	return true;
}

/* --- units and form ----------------------------------------------------------------------------------------- */
static bool run_to(const struct call *c, struct value *out)
{
	struct eval *e = c->eval;
	const struct value *v = &c->args[0], *u = &c->args[1];
	int64_t one;
	if (!number(c, 0) || !number(c, 1))
		return false;
	const struct unit *unit = u->names ? u->names : u->unit;
	if (!u->names && (unit->dims == 0 || !num_to_int64(u->num, &one) || one != 1))
		return bad(c, 1, "a unit such as byte or MB/s");
	switch (quantity_to(e->arena, e->limits, e->values->units, v, unit, out)) {
	case QUANTITY_FINE:
		return true;
	case QUANTITY_AMBIGUOUS: {
		struct str word = v->unit->ambiguous ? v->unit->name : unit->name;
		return eval_fail(e, &finding_ambiguous_unit, c->tree->place, str_format(e->arena, "define it above, as `%.*s := 1024 * byte`", STR_ARG(word)).s,
			"%.*s has more than one meaning, and this worksheet does not say which", STR_ARG(word));
	}
	case QUANTITY_NUMBER:
		return eval_fail(e, &finding_too_big, c->tree->place, NULL, "the result of %.*s is over the limit of number-bits", STR_ARG(eval_source(e, c->tree)));
	default:
		return eval_fail(e, &finding_unit_mismatch, c->tree->place, NULL, "%.*s cannot be given in %.*s", STR_ARG(eval_origin(e, argument(c, 0), v)), STR_ARG(unit->name));
	}
}

static bool run_num(const struct call *c, struct value *out)
{
	if (!number(c, 0))
		return false;
	gives(c, c->args[0].num, NULL, out);
	out->style = c->args[0].style;
	return true;
}

static bool styled(const struct call *c, uint8_t base, struct value *out)
{
	int64_t width = 0;
	if (!whole(c, 0) || (c->n > 1 && !small(c, 1, 0, WIDTH_MOST, &width)))
		return false;
	*out = c->args[0];
	out->names = NULL;
	out->style = (struct num_style){ .base = base, .width = (uint16_t)width };
	return true;
}
static bool run_hex(const struct call *c, struct value *out) { return styled(c, 16, out); }
static bool run_bin(const struct call *c, struct value *out) { return styled(c, 2, out); }
static bool run_oct(const struct call *c, struct value *out) { return styled(c, 8, out); }

static bool run_dec(const struct call *c, struct value *out)
{
	int64_t places = 0;
	if (!number(c, 0) || (c->n > 1 && !small(c, 1, 1, PLACES_MOST, &places)))
		return false;
	*out = c->args[0];
	out->names = NULL;
	out->style = (struct num_style){ .base = 10, .places = (uint16_t)places };
	return true;
}

static bool run_pad(const struct call *c, struct value *out)
{
	return styled(c, 10, out);
}

static bool run_group(const struct call *c, struct value *out)
{
	if (!number(c, 0))
		return false;
	*out = c->args[0];
	out->names = NULL;
	out->style.group = true;
	return true;
}

/* --- rounding ------------------------------------------------------------------------------------------------- */
static bool run_floor(const struct call *c, struct value *out)
{
	return number(c, 0) && gives(c, num_floor(c->eval->arena, c->args[0].num), c->args[0].unit, out);
}

static bool run_ceil(const struct call *c, struct value *out)
{
	struct arena *a = c->eval->arena;
	return number(c, 0) && gives(c, num_negate(a, num_floor(a, num_negate(a, c->args[0].num))), c->args[0].unit, out);
}

static bool rounded(const struct call *c, bool cut, struct value *out)
{
	int64_t places = 0;
	if (!number(c, 0) || (c->n > 1 && !small(c, 1, -PLACES_MOST, PLACES_MOST, &places)))
		return false;
	return gives(c, num_round(c->eval->arena, c->args[0].num, (int)places, cut), c->args[0].unit, out);
}
static bool run_round(const struct call *c, struct value *out) { return rounded(c, false, out); }
static bool run_cut(const struct call *c, struct value *out) { return rounded(c, true, out); }

static bool run_abs(const struct call *c, struct value *out)
{
	if (!number(c, 0))
		return false;
	const struct num *x = c->args[0].num;
	return gives(c, num_sign(x) < 0 ? num_negate(c->eval->arena, x) : x, c->args[0].unit, out);
}

/* --- several numbers ------------------------------------------------------------------------------------------ */
/* min, max, sum take numbers, or one list of them. */
static bool folded(const struct call *c, char how, struct value *out)
{
	const struct value *items = c->args;
	size_t n = c->n;
	bool list = n == 1 && items[0].kind == VALUE_LIST;
	if (list) {
		n = items[0].item_count;
		items = items[0].items;
	}
	if (n == 0)
		return how == 's' ? gives(c, num_of(c->eval->arena, 0), NULL, out) : bad(c, 0, "at least one number");
	for (size_t i = 0; i < n; i++) {
		const struct tree *here = list ? argument(c, 0) : argument(c, i);
		const struct num *x, *y;
		const struct unit *unit;
		if (items[i].kind != VALUE_NUMBER)
			return bad(c, list ? 0 : i, "numbers");
		if (i == 0) {
			gives(c, items[0].num, items[0].unit, out);
			continue;
		}
		if (!joined(c, list ? here : argument(c, 0), out, here, &items[i], &x, &y, &unit))
			return false;
		if (how == 's') {
			if (!apply(c, NUM_ADD, x, y, &out->num))
				return false;
			out->unit = unit;
		} else if ((how == '<' && num_compare(y, x) < 0) || (how == '>' && num_compare(y, x) > 0)) {
			gives(c, items[i].num, items[i].unit, out);
		}
	}
	return true;
}
static bool run_min(const struct call *c, struct value *out) { return folded(c, '<', out); }
static bool run_max(const struct call *c, struct value *out) { return folded(c, '>', out); }
static bool run_sum(const struct call *c, struct value *out) { return folded(c, 's', out); }

/* pick and lookup: pairs, then what holds otherwise */
static bool pair(const struct call *c, size_t i, const struct value **key, const struct value **result)
{
	const struct value *v = &c->args[i];
	if (v->kind != VALUE_LIST || v->item_count != 2)
		return bad(c, i, "pairs such as {4096, \"low\"}");
	*key = &v->items[0];
	*result = &v->items[1];
	return true;
}

static bool run_pick(const struct call *c, struct value *out)
{
	const struct value *limit = NULL, *result = NULL;
	const struct num *x, *y;
	const struct unit *unit;
	if (!number(c, 0))
		return false;
	for (size_t i = 1; i + 1 < c->n; i++) {
		if (!pair(c, i, &limit, &result))
			return false;
		if (limit->kind != VALUE_NUMBER)
			return bad(c, i, "a number as the limit of each pair");
		if (!joined(c, argument(c, 0), &c->args[0], argument(c, i), limit, &x, &y, &unit))
			return false;
		if (num_compare(x, y) < 0) {
			*out = *result;
			return true;
		}
	}
	*out = c->args[c->n - 1];
	return true;
}

static bool run_lookup(const struct call *c, struct value *out)
{
	const struct value *key = NULL, *result = NULL, *v = &c->args[0];
	size_t pairs = c->n;
	while (pairs > 1 && !(c->args[pairs - 1].kind == VALUE_LIST && c->args[pairs - 1].item_count == 2))
		pairs--;
	for (size_t i = 1; i < pairs; i++) {
		const struct num *x, *y;
		const struct unit *unit;
		if (!pair(c, i, &key, &result))
			return false;
		if (key->kind != v->kind || (key->kind != VALUE_NUMBER && key->kind != VALUE_TEXT))
			return bad(c, i, "keys of the kind of what is looked up");
		if (key->kind == VALUE_NUMBER && !joined(c, argument(c, 0), v, argument(c, i), key, &x, &y, &unit))
			return false;
		if (key->kind == VALUE_NUMBER ? num_compare(x, y) == 0 : str_eq(key->text, v->text)) {
			*out = *result;
			return true;
		}
	}
	if (pairs == c->n)
		return bad(c, 0, "a key that one of the pairs has, or a last argument for all others");
	*out = c->args[c->n - 1];
	return true;
}

/* --- powers of two, bits and alignment ---------------------------------------------------------------------- */
static bool run_log2(const struct call *c, struct value *out)
{
	if (!number(c, 0))
		return false;
	const struct value *v = &c->args[0];
	mpz_t n, d;
	if (v->unit->dims)
		return eval_fail(c->eval, &finding_unit_mismatch, argument(c, 0)->place, "take the bare number with num(x)", "log2 wants a plain number: %.*s",
			STR_ARG(eval_origin(c->eval, argument(c, 0), v)));
	num_numerator(n, v->num);
	num_denominator(d, v->num);
	if (num_sign(v->num) <= 0 || mpz_popcount(n) != 1 || mpz_popcount(d) != 1)
		return bad(c, 0, "a power of two");
	return gives(c, num_of(c->eval->arena, (int64_t)mpz_scan1(n, 0) - (int64_t)mpz_scan1(d, 0)), NULL, out);
}

static bool run_bit_length(const struct call *c, struct value *out)
{
	return plain_whole(c, 0) && (num_sign(c->args[0].num) >= 0 || bad(c, 0, "a number that is not negative"))
		&& gives(c, num_of(c->eval->arena, num_sign(c->args[0].num) ? (int64_t)num_bits(c->args[0].num) : 0), NULL, out);
}

static bool run_bits(const struct call *c, struct value *out)
{
	struct eval *e = c->eval;
	int64_t hi, lo, most = (int64_t)e->limits->number_bits - 1;
	const struct num *x, *mask;
	if (!plain_whole(c, 0) || !small(c, 1, 0, most, &hi) || !small(c, 2, 0, most, &lo))
		return false;
	if (num_sign(c->args[0].num) < 0)
		return bad(c, 0, "a number that is not negative");
	if (hi < lo)
		return bad(c, 1, "the higher bit first");
	return apply(c, NUM_SHR, c->args[0].num, c->args[2].num, &x)
		&& apply(c, NUM_SHL, num_of(e->arena, 1), num_of(e->arena, hi - lo + 1), &mask)
		&& apply(c, NUM_MOD, x, mask, &x) && gives(c, x, NULL, out);
}

static bool aligned(const struct call *c, bool up, struct value *out)
{
	const struct num *x, *n, *q;
	const struct unit *unit;
	struct arena *a = c->eval->arena;
	if (!number(c, 0) || !number(c, 1))
		return false;
	if (num_sign(c->args[1].num) <= 0)
		return bad(c, 1, "a positive step");
	if (!joined(c, argument(c, 0), &c->args[0], argument(c, 1), &c->args[1], &x, &n, &unit) || !apply(c, NUM_FLOORDIV, up ? num_negate(a, x) : x, n, &q))
		return false;
	if (up)
		q = num_negate(a, q);
	return apply(c, NUM_MUL, q, n, &x) && gives(c, x, unit, out);
}
static bool run_align(const struct call *c, struct value *out) { return aligned(c, true, out); }
static bool run_align_down(const struct call *c, struct value *out) { return aligned(c, false, out); }

/* --- whole numbers ---------------------------------------------------------------------------------------------- */
static bool run_gcd(const struct call *c, struct value *out)
{
	mpz_t x, y, r;
	if (!plain_whole(c, 0) || !plain_whole(c, 1))
		return false;
	num_numerator(x, c->args[0].num);
	num_numerator(y, c->args[1].num);
	mpz_init(r);
	mpz_gcd(r, x, y);
	gives(c, num_from(c->eval->arena, r, NULL), NULL, out);
	mpz_clear(r);
	return true;
}

static bool run_powmod(const struct call *c, struct value *out)
{
	mpz_t x, y, m, r;
	if (!plain_whole(c, 0) || !plain_whole(c, 1) || !plain_whole(c, 2))
		return false;
	if (num_sign(c->args[1].num) < 0)
		return bad(c, 1, "an exponent that is not negative");
	if (num_sign(c->args[2].num) <= 0)
		return bad(c, 2, "a positive modulus");
	/* One multiplication for each bit of the exponent, each quadratic in the modulus. */
	uint64_t limbs = num_bits(c->args[2].num) / 64 + 1;
	if (!eval_charge(c->eval, c->tree->place, num_bits(c->args[1].num) * limbs * (limbs / 16 + 1)))
		return false;
	num_numerator(x, c->args[0].num);
	num_numerator(y, c->args[1].num);
	num_numerator(m, c->args[2].num);
	mpz_init(r);
	mpz_powm(r, x, y, m);
	gives(c, num_from(c->eval->arena, r, NULL), NULL, out);
	mpz_clear(r);
	return true;
}

static bool run_inverse(const struct call *c, struct value *out)
{
	mpz_t x, m, r;
	if (!plain_whole(c, 0) || !plain_whole(c, 1))
		return false;
	if (num_sign(c->args[1].num) <= 0)
		return bad(c, 1, "a positive modulus");
	num_numerator(x, c->args[0].num);
	num_numerator(m, c->args[1].num);
	mpz_init(r);
	bool fine = mpz_cmp_ui(m, 1) != 0 && mpz_invert(r, x, m) != 0;
	if (fine)
		gives(c, num_from(c->eval->arena, r, NULL), NULL, out);
	mpz_clear(r);
	return fine || bad(c, 0, "a number without a common factor with the modulus");
}

static bool run_isqrt(const struct call *c, struct value *out)
{
	mpz_t x, r;
	if (!plain_whole(c, 0))
		return false;
	if (num_sign(c->args[0].num) < 0)
		return bad(c, 0, "a number that is not negative");
	num_numerator(x, c->args[0].num);
	mpz_init(r);
	mpz_sqrt(r, x);
	gives(c, num_from(c->eval->arena, r, NULL), NULL, out);
	mpz_clear(r);
	return true;
}

const struct builtin builtins[] = {
	{ "to", "x:to(unit)", "x in that unit, exactly; the unit must be of x's kind", 2, 2, run_to },
	{ "num", "num(x)", "the bare number of x in the unit it has", 1, 1, run_num },
	{ "hex", "hex(x, width)", "x shown in hex, with at least width digits; x is a whole number", 1, 2, run_hex },
	{ "bin", "bin(x, width)", "x shown in binary, with at least width digits; x is a whole number", 1, 2, run_bin },
	{ "oct", "oct(x, width)", "x shown in octal, with at least width digits; x is a whole number", 1, 2, run_oct },
	{ "dec", "dec(x, places)", "x shown in decimal, as a fraction beyond that many places", 1, 2, run_dec },
	{ "pad", "pad(x, width)", "x shown in decimal, with zeros before it up to width digits; x is a whole number", 2, 2, run_pad },
	{ "group", "group(x)", "x shown with its digits in groups of three", 1, 1, run_group },
	{ "floor", "floor(x)", "the largest whole number not above x, in x's unit", 1, 1, run_floor },
	{ "ceil", "ceil(x)", "the smallest whole number not below x, in x's unit", 1, 1, run_ceil },
	{ "round", "round(x, places)", "x rounded at that many decimals, halves away from zero", 1, 2, run_round },
	{ "cut", "cut(x, places)", "x cut off after that many decimals", 1, 2, run_cut },
	{ "abs", "abs(x)", "x without its sign", 1, 1, run_abs },
	{ "min", "min(x, y, ...)", "the smallest of some numbers of one kind, or of a list", 1, UINT8_MAX, run_min },
	{ "max", "max(x, y, ...)", "the largest of some numbers of one kind, or of a list", 1, UINT8_MAX, run_max },
	{ "sum", "sum(x, y, ...)", "the sum of some numbers of one kind, or of a list", 1, UINT8_MAX, run_sum },
	{ "pick", "pick(x, {limit, result}, ..., otherwise)", "the result of the first pair whose limit x is below", 2, UINT8_MAX, run_pick },
	{ "lookup", "lookup(x, {key, result}, ..., otherwise)", "the result of the pair whose key x is; without otherwise, x must be one", 2, UINT8_MAX, run_lookup },
	{ "log2", "log2(x)", "n where x is 2^n; x must be a power of two", 1, 1, run_log2 },
	{ "bit_length", "bit_length(x)", "how many binary digits x has, which is not negative", 1, 1, run_bit_length },
	{ "bits", "bits(x, hi, lo)", "the number in bits hi to lo of x, which is not negative; the lowest bit is 0", 3, 3, run_bits },
	{ "align", "align(x, step)", "the smallest multiple of step not below x; step is positive", 2, 2, run_align },
	{ "align_down", "align_down(x, step)", "the largest multiple of step not above x; step is positive", 2, 2, run_align_down },
	{ "gcd", "gcd(x, y)", "the greatest common divisor of two whole numbers", 2, 2, run_gcd },
	{ "powmod", "powmod(x, n, m)", "x^n modulo m; n is not negative, m positive", 3, 3, run_powmod },
	{ "inverse", "inverse(x, m)", "the number below m that gives 1 modulo m when multiplied by x; they must have no common factor", 2, 2, run_inverse },
	{ "isqrt", "isqrt(x)", "the largest whole number whose square is not above x", 1, 1, run_isqrt },
	{ NULL, NULL, NULL, 0, 0, NULL },
};

/* "--- lcm(x, y): the least ..." above "function lcm": usage, name and text of one function of lua/prelude.lua */
static bool read_entry(struct str line, struct str *usage, struct str *name, struct str *about)
{
	if (!str_starts(line, STR("--- ")))
		return false;
	line = str_from(line, 4);
	size_t open = str_find_char(line, '('), close = str_find(line, STR("): "));
	if (open == STR_NONE || close == STR_NONE)
		return false;
	*name = str_slice(line, 0, open);
	*usage = str_slice(line, 0, close + 1);
	*about = str_from(line, close + 3);
	return true;
}

/* How many arguments a usage names. */
static uint8_t count_arguments(struct str usage)
{
	uint8_t n = 1;
	for (size_t i = 0; i < usage.n; i++)
		n = (uint8_t)(n + (usage.s[i] == ','));
	return n;
}

static void read_prelude(struct eval *e)
{
	struct str text = embedded_find("lua/prelude.lua"), line, usage, name, about;
	e->prelude = map_new(e->arena);
	while (str_split(&text, '\n', &line)) {
		if (!read_entry(line, &usage, &name, &about))
			continue;
		struct builtin *b = arena_take(e->arena, sizeof *b);
		b->name = str_copy(e->arena, name).s;
		b->usage = str_copy(e->arena, usage).s;
		b->about = str_copy(e->arena, about).s;
		b->most = count_arguments(usage);
		b->least = str_find(about, STR("may be left out")) == STR_NONE ? b->most : (uint8_t)(b->most - 3);
		b->run = state_call;
		map_put(e->prelude, name, b);
	}
}

const struct builtin *builtin_find(struct eval *e, struct str name)
{
	for (const struct builtin *b = builtins; b->name; b++)
		if (str_is(name, b->name))
			return b;
	if (!e->prelude)
		read_prelude(e);
	return map_get(e->prelude, name);
}

size_t values_functions(struct function *list, size_t most)
{
	struct str text = embedded_find("lua/prelude.lua"), line, usage, name, about;
	size_t n = 0;
	for (const struct builtin *b = builtins; b->name; b++, n++)
		if (n < most)
			list[n] = (struct function){ str_of(b->usage), str_of(b->about) };
	while (str_split(&text, '\n', &line)) {
		if (!read_entry(line, &usage, &name, &about))
			continue;
		if (n < most)
			list[n] = (struct function){ usage, about };
		n++;
	}
	return n;
}
