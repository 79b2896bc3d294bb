/* Exact rationals: from text and to text, and rounding. */
#include "base.h"
#include "diag.h"
#include "source.h"
#include "model.h"
#include "facts.h"
#include "values.h"
#include "values/num.h"

#include <stdlib.h>
#include <string.h>

enum { PLACES = 12 };           /* decimals of a fraction unless the style says otherwise */

/* --- reading -------------------------------------------------------------------------------------------- */
static int digit(char c)
{
	return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : c >= 'A' && c <= 'F' ? c - 'A' + 10 : 99;
}

/* The digits of text in base, without its point, into z; *after: how many stood behind the point. */
static bool read_digits(const struct limits *l, struct str *text, int base, mpz_ptr z, size_t *after, bool point_allowed)
{
	struct buf digits = { 0 };
	bool point = false;
	size_t i = 0;
	*after = 0;
	for (; i < text->n; i++) {
		char c = text->s[i];
		if (c == '.' && point_allowed && !point) {
			point = true;
		} else if (digit(c) < base) {
			if (digits.n || c != '0')
				buf_putc(&digits, c);
			*after += point;
		} else {
			break;
		}
	}
	bool any = i > point, fine = any && !(point && i == 1);
	/* A digit carries more than a bit; so this bounds the work before GMP is asked for it. */
	fine = fine && digits.n <= l->number_bits;
	if (fine) {
		buf_putc(&digits, '\0');
		fine = digits.n == 1 ? (mpz_set_ui(z, 0), true) : mpz_set_str(z, digits.s, base) == 0;
	}
	*text = str_from(*text, i);
	buf_free(&digits);
	return fine;
}

/* [eE][+-]digits, all that is left of text, or nothing. */
static bool read_exponent(struct str text, char small, int64_t *e)
{
	*e = 0;
	if (!text.n)
		return true;
	if ((text.s[0] | 0x20) != small)
		return false;
	text = str_from(text, 1);
	bool minus = text.n && text.s[0] == '-';
	if (text.n && (text.s[0] == '-' || text.s[0] == '+'))
		text = str_from(text, 1);
	if (!text.n)
		return false;
	for (size_t i = 0; i < text.n; i++) {
		if (text.s[i] < '0' || text.s[i] > '9')
			return false;
		if (*e < INT32_MAX)
			*e = *e * 10 + (text.s[i] - '0');
	}
	if (minus)
		*e = -*e;
	return true;
}

bool num_read(struct arena *a, const struct limits *l, struct str text, const struct num **out)
{
	int base = 10, scale = 10;
	int64_t e = 0, i = 0;
	if (text.n && text.n <= 17 && l->number_bits >= 64) {
		/* most numerals are short and plain */
		bool hex = text.n > 2 && text.s[0] == '0' && (text.s[1] | 0x20) == 'x';
		int most = hex ? 16 : 10, d;
		size_t k = hex ? 2 : 0;
		while (k < text.n && (d = digit(text.s[k])) < most) {
			i = i * most + d;
			k++;
		}
		if (k == text.n) {
			*out = num_of(a, i);
			return true;
		}
	}
	if (text.n > 2 && text.s[0] == '0') {
		char c = (char)(text.s[1] | 0x20);
		base = c == 'x' ? 16 : c == 'b' ? 2 : c == 'o' ? 8 : 10;
		if (base != 10) {
			text = str_from(text, 2);
			scale = 2;
		}
	}
	mpq_t q;
	mpz_t power;
	size_t after;
	mpq_init(q);
	mpz_init(power);
	bool fine = read_digits(l, &text, base, mpq_numref(q), &after, base == 10 || base == 16)
		&& (base == 10 || base == 16 ? read_exponent(text, base == 16 ? 'p' : 'e', &e) : text.n == 0);
	if (fine) {
		e -= (int64_t)after * (base == 16 ? 4 : 1);
		uint64_t u = (uint64_t)(e < 0 ? -e : e);
		if (mpz_sgn(mpq_numref(q)) == 0)
			u = 0;
		fine = u <= l->number_bits;
		if (fine) {
			mpz_ui_pow_ui(power, (unsigned long)scale, (unsigned long)u);
			if (e >= 0)
				mpz_mul(mpq_numref(q), mpq_numref(q), power);
			else
				mpz_set(mpq_denref(q), power);
			mpq_canonicalize(q);
			fine = num_fits(l, mpq_numref(q), mpq_denref(q));
		}
	}
	if (fine)
		*out = num_from(a, mpq_numref(q), mpq_denref(q));
	mpz_clear(power);
	mpq_clear(q);
	return fine;
}

/* --- rounding ------------------------------------------------------------------------------------------- */
/* x times 10^places, rounded half away from zero or cut: *z. places must be bearable. */
static void scaled(const struct num *x, int64_t places, bool cut, mpz_ptr z)
{
	mpz_t n, d, p, den;
	num_numerator(n, x);
	num_denominator(d, x);
	mpz_init(p);
	mpz_init_set(den, d);
	mpz_ui_pow_ui(p, 10, (unsigned long)(places < 0 ? -places : places));
	if (places >= 0) {
		mpz_mul(z, n, p);
	} else {
		mpz_set(z, n);
		mpz_mul(den, den, p);
	}
	if (!cut) {
		mpz_mul_2exp(z, z, 1);
		if (mpz_sgn(z) < 0)
			mpz_sub(z, z, den);
		else
			mpz_add(z, z, den);
		mpz_mul_2exp(den, den, 1);
	}
	mpz_tdiv_q(z, z, den);
	mpz_clear(den);
	mpz_clear(p);
}

const struct num *num_round(struct arena *a, const struct num *x, int places, bool cut)
{
	/* Beyond this many places nothing is left to round, or nothing left at all. */
	int64_t most = (int64_t)num_bits(x) + 2, at = places > most ? most : places < -most ? -most : places;
	mpq_t q;
	mpz_t p;
	if (x->d == 0 && at >= 0)
		return x;
	mpq_init(q);
	mpz_init(p);
	scaled(x, at, cut, mpq_numref(q));
	mpz_ui_pow_ui(p, 10, (unsigned long)(at < 0 ? -at : at));
	if (at >= 0)
		mpz_set(mpq_denref(q), p);
	else
		mpz_mul(mpq_numref(q), mpq_numref(q), p);
	mpq_canonicalize(q);
	const struct num *r = num_from(a, mpq_numref(q), mpq_denref(q));
	mpz_clear(p);
	mpq_clear(q);
	return r;
}

/* How many decimals x has; false: they never end. */
static bool decimals(const struct num *x, size_t *count)
{
	mpz_t d, rest, five;
	num_denominator(d, x);
	mpz_init(rest);
	mpz_init_set_ui(five, 5);
	mp_bitcnt_t twos = mpz_scan1(d, 0);
	mpz_tdiv_q_2exp(rest, d, twos);
	mp_bitcnt_t fives = mpz_remove(rest, rest, five);
	bool ends = mpz_cmp_ui(rest, 1) == 0;
	*count = twos > fives ? twos : fives;
	mpz_clear(five);
	mpz_clear(rest);
	return ends;
}

bool num_terminates(const struct num *x)
{
	size_t n;
	return x->d == 0 || decimals(x, &n);
}

/* --- writing -------------------------------------------------------------------------------------------- */
static void put_written(struct buf *b, struct str digits, bool minus, unsigned base, size_t width, bool group)
{
	size_t step = base == 10 ? 3 : 4, zeros = width > digits.n ? width - digits.n : 0;
	if (minus)
		buf_putc(b, '-');
	buf_puts(b, base == 16 ? "0x" : base == 8 ? "0o" : base == 2 ? "0b" : "");
	if (!group) {
		buf_pad(b, '0', zeros);
		buf_put(b, digits);
		return;
	}
	for (size_t i = 0; i < zeros + digits.n; i++) {
		if (i && (zeros + digits.n - i) % step == 0)
			buf_putc(b, base == 10 ? ',' : '_');
		buf_putc(b, i < zeros ? '0' : digits.s[i - zeros]);
	}
}

static void put_digits(struct buf *b, mpz_srcptr z, unsigned base, size_t width, bool group)
{
	size_t room = mpz_sizeinbase(z, (int)base) + 2;
	char *digits = malloc(room);
	if (!digits)
		fatal("out of memory (%zu bytes wanted)", room);
	mpz_get_str(digits, -(int)base, z);     /* negative base: capital letters */
	bool minus = digits[0] == '-';
	put_written(b, str_of(digits + minus), minus, base, width, group);
	free(digits);
}

enum { SMALL_DIGITS = 64 };             /* of an int64_t in base 2 */

static struct str small_digits(char room[SMALL_DIGITS], int64_t x, unsigned base)
{
	size_t at = SMALL_DIGITS;
	uint64_t u = x < 0 ? -(uint64_t)x : (uint64_t)x;
	do
		room[--at] = "0123456789ABCDEF"[u % base];
	while (u /= base);
	return (struct str){ room + at, SMALL_DIGITS - at };
}

/* z / 10^places as a decimal */
static void put_decimal(struct buf *b, mpz_srcptr z, size_t places, bool group)
{
	mpz_t whole, part, p;
	mpz_init(whole);
	mpz_init(part);
	mpz_init(p);
	mpz_ui_pow_ui(p, 10, places);
	mpz_abs(part, z);
	mpz_tdiv_qr(whole, part, part, p);
	if (mpz_sgn(z) < 0)
		buf_putc(b, '-');
	put_digits(b, whole, 10, 0, group);
	if (places) {
		buf_putc(b, '.');
		put_digits(b, part, 10, places, false);
	}
	mpz_clear(p);
	mpz_clear(part);
	mpz_clear(whole);
}

static void put_fraction(struct buf *b, const struct num *x, bool group)
{
	mpz_t n, d;
	num_numerator(n, x);
	num_denominator(d, x);
	put_digits(b, n, 10, 0, group);
	if (x->d) {
		buf_putc(b, '/');
		put_digits(b, d, 10, 0, group);
	}
}

static struct str small_text(struct arena *a, int64_t x)
{
	char room[1 + SMALL_DIGITS];
	struct str digits = small_digits(room + 1, x, 10);
	if (x < 0) {
		digits = (struct str){ digits.s - 1, digits.n + 1 };
		room[digits.s - room] = '-';
	}
	return str_copy(a, digits);
}

struct str num_show(struct arena *a, const struct num *x, struct num_style s)
{
	struct buf b = { 0 };
	size_t places = s.places ? s.places : PLACES, has;
	int64_t i;
	mpz_t n, z;
	num_numerator(n, x);
	if (s.base <= 10 && s.base != 2 && s.base != 8 && !s.group && num_to_int64(x, &i) && s.width == 0)
		return small_text(a, i);
	if (num_to_int64(x, &i)) {
		char room[SMALL_DIGITS];
		unsigned base = s.base ? s.base : 10;
		put_written(&b, small_digits(room, i, base), i < 0, base, s.width, s.group);
	} else if (x->d == 0) {
		put_digits(&b, n, s.base ? s.base : 10, s.width, s.group);
	} else {
		mpz_init(z);
		if (decimals(x, &has) && has <= places) {
			scaled(x, (int64_t)has, true, z);
			put_decimal(&b, z, has, s.group);
		} else {
			/* A small fraction keeps as many digits as a large one: the zeros behind the point are not counted. */
			size_t top = (size_t)(x->n < 0 ? -x->n : x->n), zeros = 0;
			mpz_t d;
			num_denominator(d, x);
			if ((size_t)x->d >= top && mpz_sizeinbase(d, 10) > mpz_sizeinbase(n, 10) + 1)
				zeros = mpz_sizeinbase(d, 10) - mpz_sizeinbase(n, 10);
			put_fraction(&b, x, s.group);
			buf_puts(&b, " ≈ ");
			scaled(x, (int64_t)(places + zeros), false, z);
			put_decimal(&b, z, places + zeros, s.group);
		}
		mpz_clear(z);
	}
	struct str r = str_copy(a, buf_str(&b));
	buf_free(&b);
	return r;
}

struct str num_exact(struct arena *a, const struct num *x)
{
	int64_t i;
	if (num_to_int64(x, &i))
		return small_text(a, i);
	struct buf b = { 0 };
	put_fraction(&b, x, false);
	struct str r = str_copy(a, buf_str(&b));
	buf_free(&b);
	return r;
}
