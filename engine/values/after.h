/* after.h: checks of a finished value against what stands around its span. */
#ifndef HENCE_VALUES_AFTER_H
#define HENCE_VALUES_AFTER_H

/* A unit word right after the span must be the value's unit. */
void after_check_unit(struct eval *, const struct span *, const struct value *);
/* In a figure the shown text takes exactly the columns of its span: padded, or a finding. */
struct str after_fit(struct eval *, const struct span *, const struct value *, struct str shown);

#endif
