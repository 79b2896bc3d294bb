/* What a machine said, kept to be asked again elsewhere. Private to the room. */
#ifndef HENCE_FACTS_COLLECT_H
#define HENCE_FACTS_COLLECT_H

/* The files that are collected when no worksheet says which: paths without their first /, * stands for any part of one name. */
extern const char *const collect_paths[];
/* Names, with *, of files and folders that name a machine or its owner; left out unless the user wants them. */
extern const char *const collect_names[];
/* "it names the machine" and so on; NULL: nothing against it. */
const char *collect_against(struct str path, struct str bytes);
bool collect_matches(struct str name, struct str pattern);      /* * stands for any bytes */
/* Keeps the answer to a question. */
void collect_keep(struct collection *, const struct question *, struct str command, const struct answer *);

#endif
