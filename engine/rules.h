/* rules: one file a rule, engine/rules/rule/<id>.c, each a const struct; the table is made from the file names.
 * A rule reads everything to its left and adds findings of its own id; it changes nothing else. */
#ifndef HENCE_RULES_H
#define HENCE_RULES_H

struct sheet {                          /* what a rule sees */
	struct arena *arena;
	const struct limits *limits;
	const struct text *text;
	const struct model *model;
	const struct facts *facts;
	const struct values *values;
	const struct claims *claims;
	const struct figures *figures;
	const struct graph *graph;
	struct diag *diag;
	const struct asker *asker;      /* for the files of house rules; NULL: none can be read */
	const struct rows *rows;        /* of the tokens; made by rules_check */
	struct wrong *wrong;            /* what rules_wrong_within has seen; made by rules_check */
};
struct rule {
	const char *id;                 /* the finding it adds */
	bool annotated_only;            /* asks for things that a plain worksheet cannot say */
	void (*check)(struct sheet *);
};
extern const struct rule *const rules[];        /* sorted by id, NULL ends it */

/* Severities from the worksheet's rules:, then the command line; --only and --skip. */
struct choice { struct str id; enum severity severity; bool set; };
struct choices {
	VEC(struct choice) all;
	VEC(struct str) only, skip;
	bool strict;
	struct str date;                /* "2027-01-01": a waiver with an earlier `until` no longer counts; empty: not known, none ends */
};
/* A word of --only, --skip or --rule that is neither a finding of hence nor declared by this worksheet's house rules; empty: none. */
struct str rules_unknown(const struct choices *, const struct diag *);
/* Requires: all stages to its left. Provides: the findings of the rules and of house rules (bad-lua, missing-file and the like where
 * those cannot be read), then waivers applied, severities set, consequences
 * of one root folded under it, everything sorted. Leaves alone: verdicts (report makes them). */
void rules_check(struct sheet *, const struct choices *);

/* What a house rule sees: the kinds of objects and their fields. */
void rules_house_manual(struct buf *);

/* --- for rules ------------------------------------------------------------------------------------------------------ */
/* The label of a line in a sentence: "line 04". */
struct str rules_line(struct sheet *, uint32_t line);
/* The tokens of a line's own words, without its number and kind: *first up to the returned end. */
size_t rules_tokens(const struct sheet *, uint32_t line, size_t *first);
/* Whether an error about arithmetic, or one that means the text could not be read, already stands within the place. */
bool rules_wrong_within(const struct sheet *, struct range place);

#endif
