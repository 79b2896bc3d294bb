/* Inside claims: a size and a count of things that each have a size. */
#ifndef HENCE_CLAIMS_MEASURE_H
#define HENCE_CLAIMS_MEASURE_H

/* The name says how large one of something is: PAGE_SIZE, size of a page, page = 4096 bytes. In the first pass. */
void measure_bind(struct context *, const struct binding *);
/* Each entry covers 512 GB; a page holds 4096 bytes. In the first pass. */
void measure_bind_each(struct context *, const struct reading *, const struct tokens *);
/* The size of one of what the words count, by all of them; false: none is known above. */
bool measure_find(const struct context *, struct str words, uint32_t at, struct found *);
bool measure_bits(const struct context *, const struct quantity *bits, const struct quantity *power);   /* 24 bits = 2^24 things */
/* Decides j where one side measures and the other counts; false: no size of what it counts is known. */
bool measure_equal(const struct context *, const struct reading *, const struct link *, uint32_t at, struct judgement *, const struct binding **);

#endif
