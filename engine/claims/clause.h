/* Inside claims: the clauses of a reading and the relations in them. */
#ifndef HENCE_CLAIMS_CLAUSE_H
#define HENCE_CLAIMS_CLAUSE_H

struct clauses {
	struct context context;
	const struct model *model;
	struct diag *diag;
	struct claims *claims;
	bool binding;                   /* first pass: only units that the prose defines */
	struct map *conflicts;          /* unit words with two definitions */
	struct side previous[WAYS];     /* the last side of the line above, for a line that begins with = */
	bool has_previous;
};
void clause_each(struct clauses *, const struct reading *);

#endif
