/* report, inside the room: how why and audit say what a line states and where it is from. */
#ifndef HENCE_REPORT_LEDGER_H
#define HENCE_REPORT_LEDGER_H

void report_statement(const struct report *, uint32_t line, struct buf *);      /* its first words, without number and kind */
void ledger_source(const struct report *, uint32_t line, struct buf *);         /* nothing when it names none */

#endif
