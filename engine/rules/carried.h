/* rules, inside the room: an end of a range that is said to come from the line which states the range. */
#ifndef HENCE_RULES_CARRIED_H
#define HENCE_RULES_CARRIED_H

/* value, name: tokens of "4096 (from line 33, end of LOW)"; given: the end as the line has it; want: the same, with the "+ 1" behind the name. */
struct carried_end { size_t value, name; const struct token *given; const struct num *want; bool last; };
/* Whether the reference carries an end of a range, and another value than the line gives. */
bool carried_end_differs(struct sheet *, const struct reference *, struct carried_end *);

#endif
