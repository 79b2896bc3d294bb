/* The generated word lists of lua/lang. */
#ifndef HENCE_MODEL_WORDS_H
#define HENCE_MODEL_WORDS_H

enum { WORD_BUCKETS = 1024 };   /* engine/words.awk orders the words by the same hash */
struct language {
	struct str name;
	const char *const *const *lists;        /* by enum word_list; words end in NULL */
	const char *letters;                    /* of all words, one behind the other */
	const struct word *words;
	const uint16_t *buckets;                /* words of bucket b: words[buckets[b] .. buckets[b + 1]) */
};
extern const struct language languages[];       /* English first; an empty name ends it */

#endif
