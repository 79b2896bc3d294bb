/* rules, inside the room: what the text says of a quantity that has a name and a known value. */
#ifndef HENCE_RULES_QUANTITY_H
#define HENCE_RULES_QUANTITY_H

struct quantity {
	struct str name;                /* as written where it is given */
	const struct num *num;
	const struct unit *unit;        /* NULL: no unit was written */
	struct str word;                /* unit NULL: the unit as written, of which there are several readings; or empty */
	uint32_t line;                  /* where it is given, or LINE_NONE */
	struct range place;
	const struct fact *fact;
};
struct quantities { struct map *by_key, *begins; size_t longest; };       /* begins: the first words of the keys, which are few */
void quantity_add(struct sheet *, struct quantities *, struct str name, const struct quantity *);
/* "kB", "bytes"; NULL: no unit that is known without doubt. */
const struct unit *quantity_unit(const struct sheet *, struct str word);
/* The number that starts at token i with its unit; false: none that could be read. */
bool quantity_read(const struct sheet *, size_t i, const struct num **, const struct unit **, size_t *end);
/* Calls found for every "NAME = number unit" whose value is another than the known one. Rounded and hedged values agree. */
void quantity_search(struct sheet *, const struct quantities *, bool brackets,
	void (*found)(struct sheet *, const struct quantity *, size_t name, size_t value, size_t end));

#endif
