/* rules, inside the room: two places of the text that say opposite things. */
#ifndef HENCE_RULES_CLASH_H
#define HENCE_RULES_CLASH_H

/* DRAWN: two drawings; DENIED: here is what the text itself calls wrong. */
enum clash { CLASH_SAID, CLASH_DRAWN, CLASH_DENIED };

/* A contradiction between two places in different lines, told at the one that is less well founded: a premise or definition
 * stands before a calculation, that before an inference, a figure and other text; of two alike the later is told.
 * of, here and there read as a sentence: "order goes", "up to 10", "up to 11". Nothing where one of them is disowned; nor where it is an error in
 * itself, unless both are drawn: a frame may have a column too many and its fields another order. */
void clash_add(struct sheet *, enum clash, size_t here, struct str says, size_t there, struct str says_there, struct str of);
/* At both places a note that the other one shows the same exact value otherwise: one of them is an error already. */
void clash_both(struct sheet *, struct range here, uint32_t line, struct str shown, struct range there, uint32_t line_there, struct str shown_there,
	struct str exact);
/* What contradicts a place is told there, too: a note, unless one of the kind stands there. */
void clash_note(struct sheet *, struct range place, const char *format, ...) __attribute__((format(printf, 3, 4)));
/* Whether the words around token i belong to what the text itself calls wrong. */
bool clash_disowned(const struct sheet *, size_t i);
/* The end of the row that token i stands in: the next token that starts a line of a fence, a cell or a paragraph. */
size_t clash_row_end(const struct sheet *, size_t i);

/* One record drawn twice: other fields at an offset, other fields in a row, an entry that is empty in one and not in the other. */
void clash_drawings(struct sheet *);
/* One thing told twice: a size, a range, the answer to a question, a statement that is also called wrong. */
void clash_sayings(struct sheet *);
/* One place in two ranges: NAME = PAGE 0 to PAGE 99, and PAGE 120 in NAME; one name with two ranges. */
void clash_places(struct sheet *);

/* One thing with two values: a flag at two bits, one conclusion from two thresholds, one exact amount shown as two. */
void clash_values(struct sheet *);

#endif
