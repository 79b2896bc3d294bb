/* rules, inside the room: small questions about tokens that several rules ask. */
#ifndef HENCE_RULES_WORDS_H
#define HENCE_RULES_WORDS_H

const struct token *words_at(const struct sheet *, size_t i);
bool words_mark(const struct sheet *, size_t i, const char *mark);
bool words_says(const struct sheet *, size_t i, enum word_list list);        /* a word of lua/lang under key */
bool words_among(const struct sheet *, struct str word, enum word_list list);
bool words_ends_sentence(const struct sheet *, size_t i);
/* Whether the line names a line above in its text or in from:. */
bool words_refers(const struct sheet *, uint32_t line);
/* Whether something in the line was computed: a claim decided, or a live span with a value. */
bool words_computed(const struct sheet *, uint32_t line);

/* The first claim that begins at the place or after it, in claims.all. */
size_t words_claims(const struct sheet *, struct range place);
/* Whether the worksheet undertakes to say where things are from: annotated, a specification, or a premise with a source.
 * A plain text of sums that names no source anywhere is asked for none. */
bool words_sourced(const struct sheet *);

/* Whether the line is the solution to a problem that the line above states: it proposes, and concludes nothing. */
bool words_proposes(const struct sheet *, uint32_t line);

#endif
