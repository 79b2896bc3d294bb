/* house.h: rules that a course writes in Lua. */
#ifndef HENCE_RULES_HOUSE_H
#define HENCE_RULES_HOUSE_H

/* Reads the files that `house:` names and calls their rules. false: a file could not be read or run to its end, so that not every
 * rule that it declares is known. */
bool rules_house(struct sheet *);

/* What a rule sees, in seen.what. */
enum house_what {
	HOUSE_PLACE = SEEN_PLACE, HOUSE_SHEET, HOUSE_LINE, HOUSE_CLAIM, HOUSE_REFERENCE, HOUSE_EDGE, HOUSE_VALUE, HOUSE_NAME, HOUSE_FACT, HOUSE_TERM,
	HOUSE_TOKEN, HOUSE_WAIVER, HOUSE_FINDING, HOUSE_KINDS,
};
/* Lists: at and n are a run of things in their own table; those that are no run are listed in pool. */
enum { HOUSE_POOL = 1 << 8 };           /* added to what: items are pool[at + i] */
struct house_lists;
struct house_lists *house_lists(struct sheet *);
bool house_field(void *with, const struct seen *, struct str name, struct seen *out, struct str *near);
void house_item(void *with, const struct seen *list, uint32_t i, struct seen *out);
bool house_place(void *with, const struct seen *, struct range *);
struct sheet *house_sheet(void *with);

#endif
