/* state.h: the one Lua state of a worksheet; started when the first function of lua/prelude.lua is called. */
#ifndef HENCE_VALUES_STATE_H
#define HENCE_VALUES_STATE_H

/* Calls the global function of the call's name with the call's arguments. false: a finding was added. */
bool state_call(const struct call *, struct value *);
void state_end(struct state *);                         /* NULL is allowed */

#endif
