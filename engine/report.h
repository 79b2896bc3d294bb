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
/* The first text line of a line, as the reader sees it, values in the place of spans; cut, escaped. */
void report_statement(const struct report *, uint32_t line, struct buf *);
/* Why a line holds: the tree of what it rests on, down to the premises and their sources, each line once, with places. */
void report_why(struct arena *, const struct report *, uint32_t line, struct buf *);
/* The ledger: premises with source, status and what rests on them; waivers; unused definitions; counts, also when zero. */
void report_audit(struct arena *, const struct report *, struct buf *);
/* --- two machines ---------------------------------------------------------------------------------------------------
 * One worksheet's report on another machine, held against the report on the first. FLIPS: decided on both, and otherwise, or
 * it applies on one of them only; DIFFERS: the values are others and the derivation stands; UNDECIDED: cannot be decided there. */
enum change { CHANGE_PROSE, CHANGE_SAME, CHANGE_DIFFERS, CHANGE_FLIPS, CHANGE_UNDECIDED, CHANGE_NOT_APPLICABLE };
enum { CHANGES = CHANGE_NOT_APPLICABLE + 1 };
const char *report_change_name(enum change);    /* "prose", "same", "differs", "flips", "undecided", "not-applicable" */
/* excused: other, as the fact's `compare` allows; missing: it has no value there. */
struct compared_fact {
	struct str name, was, is, policy;
	bool differs, excused, missing;
	uint32_t written_at;                            /* a plain worksheet: the line that states it; else LINE_NONE */
};
struct changed_value { struct str was, is; };
struct compared_line {
	enum change change;
	struct str why;                                 /* undecided, flips: what the line says there */
	VEC(struct changed_value) values;               /* each pair once, in order of the line */
	VEC(const struct compared_fact *) because;      /* flips, undecided: the nearest facts that differ */
};
struct comparison {
	const struct report *was, *is;
	VEC(struct compared_fact) facts;                /* in order of the worksheet */
	VEC(struct compared_line) lines;                /* same index as model.lines */
	uint32_t counts[CHANGES], first_flip;           /* LINE_NONE: none flips */
};
/* Every line comes out the same way on both, because of the same facts; values may be others. NULL: the machine held against. */
bool report_compare_alike(const struct comparison *, const struct comparison *);
/* Both reports are of the same text. Everything lives in the arena; the reports must live as long. */
void report_compare(struct arena *, const struct report *was, const struct report *is, struct comparison *);
/* --- editions: exercises, and what a student's copy withholds ------------------------------------------------------------ */
struct asked { uint32_t line; VEC(uint32_t) spans; struct str points, hint, tolerance, space; };
/* exempt: why the value may stand elsewhere in the text; empty: it stands nowhere. */
struct withheld { uint32_t line; struct str shown; const struct num *num; struct str exempt; };
struct spelling { struct str text; uint32_t line; };
#define BLANK_CARRIED UINT32_MAX
struct edition {
	VEC(struct asked) asked;                        /* in order of the lines */
	VEC(struct withheld) values;                    /* each once */
	VEC(struct spelling) spellings;
	uint32_t *spans;                                /* by span: 0 shown, else the number of its blank, or BLANK_CARRIED */
	uint32_t blanks;
};
void report_edition(struct arena *, const struct report *, struct edition *);
/* How a withheld value may be written: decimal, grouped, hex, binary, as it is shown. */
void report_edition_spellings(struct arena *, struct edition *);
void report_dump(const struct report *, struct buf *);

#endif
