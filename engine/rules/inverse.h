/* rules, inside the room: a_to_b and b_to_a. */
#ifndef HENCE_RULES_INVERSE_H
#define HENCE_RULES_INVERSE_H

/* "a_to_b(x) = x × 4 + base" and "b_to_a(y) = (y - base) / 8" are named as each other's undoing, and are not: tried with numbers, both ways. */
void inverse_search(struct sheet *);

#endif
