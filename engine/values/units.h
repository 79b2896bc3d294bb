/* units.h: what the rest of the values room needs of the table of units. */
#ifndef HENCE_VALUES_UNITS_H
#define HENCE_VALUES_UNITS_H

struct units *units_new(struct arena *, const struct limits *);
/* The worksheet says what a word means; from then on it has this one reading. */
void units_define(struct units *, struct str word, const struct num *factor, const struct unit *of);
bool units_defined(const struct units *, struct str word);      /* by the worksheet */
/* A word that may stand in an expression: a unit of the table, or a noun that the worksheet has declared. */
const struct unit *units_word(struct units *, struct str word, bool *ambiguous);
/* The known word that was probably meant, or empty. */
struct str units_near(struct units *, struct str word);
/* The product of factors that turns a number in a (times b^power) into one in their units_product. */
const struct num *units_fold(struct units *, const struct unit *a, const struct unit *b, int power, const struct unit *product);

#endif
