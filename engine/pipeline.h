/* pipeline: bytes and one ask callback in, a report and finished outputs out. Re-entrant; no global state; two
 * worksheets can be open at once. Called by the commands and, as a callback, by serve. */
#ifndef HENCE_PIPELINE_H
#define HENCE_PIPELINE_H

struct job {
	const struct text *text;
	const struct limits *limits;
	const struct asker *asker;
	const struct setting *sets; size_t set_count;
	const struct choices *choices;
	const char *origin;             /* whose answers the asker gives: "here", "sysroot", "file" */
	bool ask_machine;               /* a plain worksheet's machine as written is compared with the asker's */
};
struct outcome {
	VEC(struct outcome *) used;     /* worksheets opened for `uses:`, each once, also those that these use; ended with this one */
	struct used_sheet brought;      /* what a worksheet that uses this one gets */
	struct arena *arena;
	struct diag diag;
	struct model model; struct facts facts; struct values values; struct claims claims; struct figures figures; struct graph graph;
	struct report report;
};
/* Everything in outcome lives in one new arena; pipeline_end frees it. */
void pipeline_run(const struct job *, struct outcome *);
void pipeline_end(struct outcome *);
/* One stage's result as text: model facts values claims figure graph report; false: no such stage. */
bool pipeline_dump(const struct outcome *, struct str stage, struct buf *);

#endif
