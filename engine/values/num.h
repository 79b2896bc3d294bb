/* num.h: the form of a number inside the values room: limbs inline, least significant first, one block without pointers. */
#ifndef HENCE_VALUES_NUM_H
#define HENCE_VALUES_NUM_H

#include <gmp.h>

struct num {
	int32_t n;                      /* limbs of the numerator, negative for a negative number; 0 is zero */
	int32_t d;                      /* limbs of the denominator; 0: it is 1 */
	mp_limb_t limb[];               /* the numerator's, then the denominator's; always in lowest terms */
};

/* Read-only views for GMP; valid as long as the number is. They must never be written or cleared. */
void num_numerator(mpz_ptr view, const struct num *);
void num_denominator(mpz_ptr view, const struct num *);
size_t num_limb_bytes(mpz_srcptr numerator, mpz_srcptr denominator);    /* denominator NULL: 1 */
void num_fill(struct num *, mpz_srcptr numerator, mpz_srcptr denominator); /* room as num_limb_bytes says */
const struct num *num_from(struct arena *, mpz_srcptr numerator, mpz_srcptr denominator); /* in lowest terms already */
bool num_fits(const struct limits *, mpz_srcptr numerator, mpz_srcptr denominator);
/* The work of num_apply; result is an initialised mpq that is left in lowest terms. most_bits: the limit in force. */
enum num_trouble num_work(uint64_t most_bits, enum num_op, const struct num *, const struct num *, mpq_ptr result);
/* Small whole numbers, without GMP; false: it must be done at length. */
bool num_quick(enum num_op, const struct num *, const struct num *, int64_t *result);
uint64_t num_cost(const struct num *, const struct num *);              /* fuel of one operation on the two */

#endif
