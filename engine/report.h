/* report: verdicts, findings, coverage and counts as plain data; what every renderer, editor and exit status is made of.
 * What is not here, and so not in the JSON, is in no document. Called by the pipeline; read by render, edit, serve, main. */
#ifndef HENCE_REPORT_H
#define HENCE_REPORT_H

enum verdict { VERDICT_PROSE, VERDICT_HOLDS, VERDICT_ROUNDED, VERDICT_UNDECIDED, VERDICT_FALSE, VERDICT_NOT_APPLICABLE };
const char *report_verdict_name(enum verdict);  /* "prose", "holds", "rounded", "undecided", "false", "not-applicable" */
struct report_line {
	uint32_t line;                  /* in model.lines */
	enum verdict verdict;
	struct str why;                 /* undecided, not applicable, false: one clause */
	VEC(uint32_t) rests_on;         /* direct, ascending line indices */
	VEC(uint32_t) given;            /* the premises it comes down to, ascending; may be shared between lines: read only */
	bool given_cut;                 /* there are more than are listed */
	VEC(uint32_t) refs;             /* lines named in the text or in from:, ascending */
	VEC(uint32_t) rested_on_by;
	uint32_t first_claim, claim_count;      /* claims.all is sorted by place: a line's claims are consecutive */
};
struct summary { uint32_t lines, claims, hold, rounded, falses, undecided, unrecognised, errors, warnings, notes, waived; uint32_t facts, facts_good; };
struct report {
	const struct text *text;
	const struct model *model;
	const struct facts *facts;
	const struct values *values;
	const struct claims *claims;
	const struct figures *figures;
	const struct graph *graph;
	const struct diag *diag;        /* final findings, sorted; severity OFF and waived ones are not counted */
	VEC(struct report_line) lines;  /* same index as model.lines */
	struct summary summary;
	const char *version;
};
/* Requires: rules_check is done. Provides: the report. A line that rests on a false one is not "holds". */
void report_make(struct arena *, const struct sheet *, struct report *);
/* 0 all holds, 1 an error, 3 something undecided that was owed or a fact not to be had, 2 neither line nor claim. */
int report_status(const struct report *, bool allow_undecided);
uint32_t report_finding_line(const struct report *, const struct finding *);   /* index, or LINE_NONE */
/* The line meant by "45", "line 45", an id, a name that a line gives, or a number that a line states; else LINE_NONE. */
uint32_t report_find(const struct report *, struct str what);
/* Why a line holds: the tree of what it rests on, down to the premises and their sources, each line once, with places. */
void report_why(struct arena *, const struct report *, uint32_t line, struct buf *);
/* The ledger: premises with source, status and what rests on them; waivers; unused definitions; counts, also when zero. */
void report_audit(struct arena *, const struct report *, struct buf *);
void report_dump(const struct report *, struct buf *);

#endif
