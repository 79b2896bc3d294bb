/* Inside claims: whether two sides are equal, under every reading that is admitted. */
#ifndef HENCE_CLAIMS_JUDGE_H
#define HENCE_CLAIMS_JUDGE_H

extern const struct way judge_ways[WAYS];
/* The same two sides read in each of judge_ways. */
struct link { const struct side *left, *right; bool about; };
struct judgement {
	enum claim_verdict verdict;
	struct str computed;            /* what the right side should say, in its own unit */
	struct str why;
	bool running;                   /* true when read as a running total: 60 * 24 = 1440 * 30 */
};
void judge_equal(const struct context *, const struct link *, struct judgement *);
/* true, false, or undecided by the way; -1, 0, 1 of left against right. */
bool judge_compare(const struct context *, const struct link *, int *order);
/* Why the two cannot be equal though their numbers are: a size is added to a time, or equated with one; NULL: no such thing. */
const char *judge_units(const struct link *);
bool judge_satisfies(enum relation, int order);

#endif
