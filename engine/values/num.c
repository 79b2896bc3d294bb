/* Exact rationals: arithmetic. Operands are bounded, so only powers and shifts can ask for more memory than is bearable;
 * their size is estimated before GMP is called, every other result is measured after it. */
#include "base.h"
#include "diag.h"
#include "source.h"
#include "model.h"
#include "facts.h"
#include "values.h"
#include "values/num.h"

#include <stdlib.h>
#include <string.h>

static const mp_limb_t one_limb = 1;

/* GMP asks for memory, and its own answer to a no is to abort. */
static void *get(size_t n)
{
	void *p = malloc(n);
	if (!p)
		fatal("out of memory (%zu bytes wanted)", n);
	return p;
}

static void *resize(void *old, size_t had, size_t n)
{
	(void)had;
	void *p = realloc(old, n);
	if (!p)
		fatal("out of memory (%zu bytes wanted)", n);
	return p;
}

static void give_back(void *p, size_t had)
{
	(void)had;
	free(p);
}

__attribute__((constructor)) static void own_memory(void)
{
	mp_set_memory_functions(get, resize, give_back);
}

const char *num_trouble_text(enum num_trouble t)
{
	switch (t) {
	case NUM_FINE: return "fine";
	case NUM_BY_ZERO: return "division by zero";
	case NUM_TOO_BIG: return "the result is over the limit of number-bits";
	case NUM_NOT_INTEGER: return "a whole number is wanted";
	case NUM_NEGATIVE: return "a number that is not negative is wanted";
	}
	return "";
}

void num_numerator(mpz_ptr view, const struct num *x)
{
	mpz_roinit_n(view, x->limb, x->n);
}

void num_denominator(mpz_ptr view, const struct num *x)
{
	if (x->d)
		mpz_roinit_n(view, x->limb + (x->n < 0 ? -x->n : x->n), x->d);
	else
		mpz_roinit_n(view, &one_limb, 1);
}

static void view(mpq_ptr q, const struct num *x)
{
	num_numerator(mpq_numref(q), x);
	num_denominator(mpq_denref(q), x);
}

static bool is_one(mpz_srcptr z)
{
	return mpz_cmp_ui(z, 1) == 0;
}

size_t num_limb_bytes(mpz_srcptr n, mpz_srcptr d)
{
	return sizeof(struct num) + (mpz_size(n) + (d && !is_one(d) ? mpz_size(d) : 0)) * sizeof(mp_limb_t);
}

void num_fill(struct num *x, mpz_srcptr n, mpz_srcptr d)
{
	size_t nn = mpz_size(n);
	x->n = (int32_t)(mpz_sgn(n) < 0 ? -(int32_t)nn : (int32_t)nn);
	if (nn)
		memcpy(x->limb, mpz_limbs_read(n), nn * sizeof(mp_limb_t));
	x->d = 0;
	if (d && !is_one(d)) {
		x->d = (int32_t)mpz_size(d);
		memcpy(x->limb + nn, mpz_limbs_read(d), mpz_size(d) * sizeof(mp_limb_t));
	}
}

const struct num *num_from(struct arena *a, mpz_srcptr n, mpz_srcptr d)
{
	struct num *x = arena_take(a, num_limb_bytes(n, d));
	num_fill(x, n, d);
	return x;
}

const struct num *num_of(struct arena *a, int64_t i)
{
	struct num *x = arena_take(a, sizeof *x + sizeof(mp_limb_t));
	x->n = i < 0 ? -1 : i > 0;
	x->limb[0] = i < 0 ? -(uint64_t)i : (uint64_t)i;
	return x;
}

static size_t bits(mpz_srcptr z)
{
	return mpz_sgn(z) == 0 ? 0 : mpz_sizeinbase(z, 2);
}

bool num_fits(const struct limits *l, mpz_srcptr n, mpz_srcptr d)
{
	return bits(n) <= l->number_bits && (!d || bits(d) <= l->number_bits);
}

size_t num_bits(const struct num *x)
{
	mpz_t n, d;
	num_numerator(n, x);
	num_denominator(d, x);
	return bits(n) > bits(d) ? bits(n) : bits(d);
}

uint64_t num_cost(const struct num *x, const struct num *y)
{
	/* Sixteen bits a unit bounds both the time and the limbs that a run can ever take. A fraction pays for its gcd. */
	uint64_t limbs = (uint64_t)(x->n < 0 ? -(int64_t)x->n : x->n) + (uint64_t)x->d;
	if (y)
		limbs += (uint64_t)(y->n < 0 ? -(int64_t)y->n : y->n) + (uint64_t)y->d;
	return 1 + limbs * (x->d || (y && y->d) ? 16 : 4);
}

int num_sign(const struct num *x)
{
	return (x->n > 0) - (x->n < 0);
}

bool num_is_integer(const struct num *x)
{
	return x->d == 0;
}

bool num_to_int64(const struct num *x, int64_t *out)
{
	if (x->d || x->n > 1 || x->n < -1)
		return false;
	uint64_t u = x->n ? x->limb[0] : 0;
	if (x->n >= 0 ? u > INT64_MAX : u > (uint64_t)INT64_MAX + 1)
		return false;
	*out = x->n >= 0 ? (int64_t)u : u == (uint64_t)INT64_MAX + 1 ? INT64_MIN : -(int64_t)u;
	return true;
}

int num_compare(const struct num *x, const struct num *y)
{
	int64_t i, j;
	if (num_to_int64(x, &i) && num_to_int64(y, &j))
		return (i > j) - (i < j);
	mpq_t p, q;
	view(p, x);
	view(q, y);
	int c = mpq_cmp(p, q);
	return (c > 0) - (c < 0);
}

/* Small whole numbers, without GMP; false: it must be done at length. */
static bool quick(enum num_op op, int64_t a, int64_t b, int64_t *out)
{
	switch (op) {
	case NUM_ADD: return !__builtin_add_overflow(a, b, out);
	case NUM_SUB: return !__builtin_sub_overflow(a, b, out);
	case NUM_MUL: return !__builtin_mul_overflow(a, b, out);
	case NUM_DIV:
		if (b == 0 || (a == INT64_MIN && b == -1) || a % b != 0)
			return false;
		*out = a / b;
		return true;
	case NUM_FLOORDIV:
		if (b == 0 || (a == INT64_MIN && b == -1))
			return false;
		*out = a / b - (a % b != 0 && (a < 0) != (b < 0));
		return true;
	case NUM_MOD:
		if (b == 0 || b == -1)
			return false;
		*out = a % b;
		if (*out && (*out < 0) != (b < 0))
			*out += b;
		return true;
	case NUM_AND: *out = a & b; return true;
	case NUM_OR: *out = a | b; return true;
	case NUM_XOR: *out = a ^ b; return true;
	case NUM_SHR:
		if (b < 0)
			return false;
		*out = b > 63 ? (a < 0 ? -1 : 0) : a >= 0 ? a >> b : ~(~a >> b);
		return true;
	case NUM_SHL:
		if (b < 0 || b > 62 || a < 0 || a > INT64_MAX >> b)
			return false;
		*out = a << b;
		return true;
	case NUM_POW:
		return false;
	}
	return false;
}

static enum num_trouble power(uint64_t most, const struct num *x, const struct num *y, mpq_ptr r)
{
	int64_t e;
	mpz_t n, d;
	num_numerator(n, x);
	num_denominator(d, x);
	if (y->d)
		return NUM_NOT_INTEGER;
	if (x->n == 0 && y->n < 0)
		return NUM_BY_ZERO;
	if (bits(n) <= 1 && x->d == 0) {
		/* 0, 1 and -1 have every power */
		bool odd = y->n && (y->limb[0] & 1);
		mpq_set_si(r, y->n == 0 ? 1 : x->n == 0 ? 0 : x->n < 0 && odd ? -1 : 1, 1);
		return NUM_FINE;
	}
	if (!num_to_int64(y, &e) || e > INT32_MAX || e < -INT32_MAX)
		return NUM_TOO_BIG;
	unsigned long u = (unsigned long)(e < 0 ? -e : e);
	uint64_t least = (bits(n) > bits(d) ? bits(n) : bits(d)) - 1;   /* the power has at least least * u bits */
	if (least * u > most)
		return NUM_TOO_BIG;
	mpz_pow_ui(mpq_numref(r), n, u);
	mpz_pow_ui(mpq_denref(r), d, u);
	if (e < 0)
		mpq_inv(r, r);
	return NUM_FINE;
}

static enum num_trouble shift(uint64_t most, enum num_op op, mpz_srcptr a, const struct num *y, mpz_ptr r)
{
	int64_t s;
	if (y->n < 0)
		return NUM_NEGATIVE;
	bool small = num_to_int64(y, &s) && s <= INT32_MAX;
	if (op == NUM_SHR) {
		if (small)
			mpz_fdiv_q_2exp(r, a, (mp_bitcnt_t)s);
		else
			mpz_set_si(r, mpz_sgn(a) < 0 ? -1 : 0);
		return NUM_FINE;
	}
	if (mpz_sgn(a) == 0) {
		mpz_set_ui(r, 0);
		return NUM_FINE;
	}
	if (!small || bits(a) + (uint64_t)s > most)
		return NUM_TOO_BIG;
	mpz_mul_2exp(r, a, (mp_bitcnt_t)s);
	return NUM_FINE;
}

/* floor(x / y) and x - y * floor(x / y) for fractions */
static void floor_parts(mpq_srcptr p, mpq_srcptr q, bool rest, mpq_ptr r)
{
	mpz_t f;
	mpq_t t;
	mpz_init(f);
	mpq_div(r, p, q);
	mpz_fdiv_q(f, mpq_numref(r), mpq_denref(r));
	if (!rest) {
		mpq_set_z(r, f);
	} else {
		mpq_init(t);
		mpq_set_z(t, f);
		mpq_mul(t, t, q);
		mpq_sub(r, p, t);
		mpq_clear(t);
	}
	mpz_clear(f);
}

enum num_trouble num_work(uint64_t most, enum num_op op, const struct num *x, const struct num *y, mpq_ptr r)
{
	mpq_t p, q;
	view(p, x);
	view(q, y);
	mpz_srcptr a = mpq_numref(p), b = mpq_numref(q);
	bool whole = x->d == 0 && y->d == 0;
	mpz_ptr n = mpq_numref(r);
	enum num_trouble t = NUM_FINE;
	mpz_set_ui(mpq_denref(r), 1);
	if ((op == NUM_DIV || op == NUM_FLOORDIV || op == NUM_MOD) && y->n == 0)
		return NUM_BY_ZERO;
	if (op >= NUM_SHL && !whole)
		return NUM_NOT_INTEGER;
	switch (op) {
	case NUM_ADD: whole ? mpz_add(n, a, b) : mpq_add(r, p, q); break;
	case NUM_SUB: whole ? mpz_sub(n, a, b) : mpq_sub(r, p, q); break;
	case NUM_MUL: whole ? mpz_mul(n, a, b) : mpq_mul(r, p, q); break;
	case NUM_DIV: mpq_div(r, p, q); break;
	case NUM_FLOORDIV: whole ? mpz_fdiv_q(n, a, b) : floor_parts(p, q, false, r); break;
	case NUM_MOD: whole ? mpz_fdiv_r(n, a, b) : floor_parts(p, q, true, r); break;
	case NUM_POW: t = power(most, x, y, r); break;
	case NUM_SHL: case NUM_SHR: t = shift(most, op, a, y, n); break;
	case NUM_AND: mpz_and(n, a, b); break;
	case NUM_OR: mpz_ior(n, a, b); break;
	case NUM_XOR: mpz_xor(n, a, b); break;
	}
	if (t == NUM_FINE && (bits(n) > most || bits(mpq_denref(r)) > most))
		t = NUM_TOO_BIG;
	return t;
}

bool num_quick(enum num_op op, const struct num *x, const struct num *y, int64_t *result)
{
	int64_t i, j;
	return num_to_int64(x, &i) && num_to_int64(y, &j) && quick(op, i, j, result);
}

enum num_trouble num_apply(struct arena *a, const struct limits *l, enum num_op op, const struct num *x, const struct num *y,
	const struct num **out)
{
	int64_t k;
	if (l->number_bits >= 64 && num_quick(op, x, y, &k)) {
		*out = num_of(a, k);
		return NUM_FINE;
	}
	mpq_t r;
	mpq_init(r);
	enum num_trouble t = num_work(l->number_bits, op, x, y, r);
	if (t == NUM_FINE)
		*out = num_from(a, mpq_numref(r), mpq_denref(r));
	mpq_clear(r);
	return t;
}

const struct num *num_copy(struct arena *a, const struct num *x)
{
	size_t size = sizeof *x + ((size_t)(x->n < 0 ? -x->n : x->n) + (size_t)x->d) * sizeof(mp_limb_t);
	return memcpy(arena_take(a, size), x, size);
}

const struct num *num_negate(struct arena *a, const struct num *x)
{
	size_t size = sizeof *x + ((size_t)(x->n < 0 ? -x->n : x->n) + (size_t)x->d) * sizeof(mp_limb_t);
	struct num *r = arena_take(a, size);
	memcpy(r, x, size);
	r->n = -x->n;
	return r;
}

const struct num *num_floor(struct arena *a, const struct num *x)
{
	if (x->d == 0)
		return x;
	mpz_t n, d, f;
	num_numerator(n, x);
	num_denominator(d, x);
	mpz_init(f);
	mpz_fdiv_q(f, n, d);
	const struct num *r = num_from(a, f, NULL);
	mpz_clear(f);
	return r;
}
