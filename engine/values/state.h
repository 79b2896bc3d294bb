/* state.h: the one Lua state of a worksheet; started when the first function of lua/prelude.lua is called. */
#ifndef HENCE_VALUES_STATE_H
#define HENCE_VALUES_STATE_H

/* Calls the global function of the call's name with the call's arguments. false: a finding was added. */
bool state_call(const struct call *, struct value *);
/* Runs a chunk of Lua text, given no argument; out is what it returns. tree gives the place of findings. */
bool state_run(struct eval *, const struct tree *, struct str code, struct value *out);
void state_end(struct state *);                         /* NULL is allowed */

#endif
