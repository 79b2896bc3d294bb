/* edit: every writer of source text. An edit is a place in the worksheet's bytes and the text that goes there; nothing else
 * changes by a byte. Called by the commands; reads reports, never writes a file. */
#ifndef HENCE_EDIT_H
#define HENCE_EDIT_H

struct edit { struct range place; struct str text; };
struct edits { VEC(struct edit) all; };         /* ascending, none within another */
/* The bytes with all edits made. */
struct str edit_apply(struct arena *, struct str bytes, const struct edits *);
/* A place in the edited bytes back to where it stood; within an edit: the edit's own beginning. */
uint32_t edit_back(const struct edits *, uint32_t at);
/* What the findings of a report propose, as edits of its text; of two that meet, the first. */
void edit_fixes(struct arena *, const struct report *, struct edits *);
/* Blanks at the ends of lines (two that break a line stay; nothing within a fence), blank lines at the end, the last line end. */
void edit_tidy(struct arena *, struct str text, struct edits *);
/* Both texts as a unified diff with three lines of context; nothing when they are the same. */
void edit_diff(struct str name, struct str was, struct str is, struct buf *);

/* --- rebase: a plain worksheet's literal numbers for another machine -------------------------------------------------
 * In rounds: first what it says of its machine is replaced by what that machine says. Then each round reads the report on
 * the text so far: a number that a changed line gave is carried, a result that has become false is replaced by the computed
 * one, in its own base, grouping and rounding. When no round changes anything, what is still other than it was is listed. */
struct rebase;
/* was: the report on the worksheet as it is; measured: its facts as the other machine has them (facts_measure). */
struct rebase *edit_rebase_new(struct arena *, const struct report *was, const struct facts *measured);
const struct edits *edit_rebase_edits(const struct rebase *);
/* is: the report on the text with the edits so far. false: nothing is left to change. */
bool edit_rebase_round(struct rebase *, const struct report *is);
/* Lines that held and do not on the text with all edits, and facts the machine does not have; a clause a line. false: none. */
bool edit_rebase_trouble(const struct rebase *, const struct report *is, struct buf *);

#endif
