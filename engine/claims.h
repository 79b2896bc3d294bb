/* claims: what the prose, tables, drawings and code comments assert, found, recomputed and judged.
 * Called by the pipeline; graph, rules and report read its claims. Exact arithmetic is values'. */
#ifndef HENCE_CLAIMS_H
#define HENCE_CLAIMS_H

enum claim_verdict { CLAIM_HOLDS, CLAIM_ROUNDED, CLAIM_FALSE, CLAIM_UNDECIDED };
const char *claims_verdict_name(enum claim_verdict);    /* "holds", "rounded", "false", "undecided" */
/* A name as it is bound: n = 12 in line 04; line: LINE_NONE outside numbered lines. */
struct claim_name { struct str name, value; uint32_t line; struct range place; };
struct claim {
	struct range range;             /* the relation itself, in the worksheet's bytes (with live spans in place) */
	struct str text;                /* as the reader sees it, values filled in */
	uint32_t line;                  /* in model.lines, or LINE_NONE */
	const char *form;               /* the construct that recognised it: "equation", "chain", "question", "bit-range", ... */
	enum claim_verdict verdict;
	struct str computed;            /* the exact value the statement should have, or empty */
	struct str stated;
	struct str why;                 /* undecided: why; rounded: "cut" or "rounded" with the exact value */
	VEC(struct claim_name) names;   /* what it read by a name that the worksheet binds, each once */
	VEC(uint32_t) rests_on;         /* lines whose values it used */
	uint32_t root;                  /* index of the false claim that spoilt this one, or UINT32_MAX */
};
struct leftover { struct range range; struct str text; };       /* looks like a claim, was not understood */
struct claims {
	VEC(struct claim) all;          /* in order of the text */
	VEC(struct leftover) unrecognised;
};
/* Requires: model and values. Provides: every claim with its verdict; findings (wrong-calculation,
 * wrong-answer, wrong-rounding, rounded-as-exact, unit-mismatch, count-mismatch, size-mismatch, field-overlap, field-gap).
 * Leaves alone: whether a number was allowed to be there. Linear in the length of the text. */
void claims_read(struct arena *, struct diag *, const struct limits *, const struct model *, const struct values *, struct claims *);
void claims_dump(const struct model *, const struct claims *, struct buf *);

/* The grammar as the manual has it: a construct a line, with what it looks like. */
void claims_manual(struct buf *);

#endif
