/* rules, inside the room: one root, one error. */
#ifndef HENCE_RULES_FOLD_H
#define HENCE_RULES_FOLD_H

/* Takes consequences of another finding out of the list and leaves a note under that one. */
void rules_fold(struct sheet *);

#endif
