/* keep.h: results that outlive the work on them. */
#ifndef HENCE_CLAIMS_KEEP_H
#define HENCE_CLAIMS_KEEP_H

/* Copies all that claims point to into the arena. */
void keep_claims(struct arena *, struct claims *);
/* The same for the texts of findings from that index on. */
void keep_findings(struct diag *, size_t from);

#endif
