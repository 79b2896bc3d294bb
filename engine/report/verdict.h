/* report, inside the room: own verdicts, what is handed on along the edges, counts. */
#ifndef HENCE_REPORT_VERDICT_H
#define HENCE_REPORT_VERDICT_H

/* What the line itself says, before the lines it rests on are looked at. */
void verdict_own(struct arena *, const struct report *, struct report_line *);
/* Falsehood, doubt and "does not apply" handed on from each line to those that rest on it; and what each comes down to. */
void verdict_hand_on(struct arena *, struct report *);

#endif
