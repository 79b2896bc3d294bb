/* lua.h: what the two users of a Lua state, the prelude and house rules, share. */
#ifndef HENCE_VALUES_LUA_H
#define HENCE_VALUES_LUA_H

#include <lauxlib.h>
#include <lua.h>

struct state {
	lua_State *lua;
	struct eval *eval;              /* of the call that runs */
	const struct tree *tree;        /* that call */
	size_t used, most;
	size_t text_most;               /* bytes of one text; 0: only most counts */
	uint64_t flow;                  /* with text_most: bytes that may yet be allocated, freed or not */
	bool long_text, flooded;        /* a longer text, or more than flow, was wanted */
	const struct unit *plain;
	bool reported;                  /* a finding about the error that is under way has been added */
	mpq_t work;
	struct house *house;
};

static inline struct state *state_of(lua_State *l)
{
	return *(struct state **)lua_getextraspace(l);
}

struct state *state_start(struct eval *);               /* NULL: not within the limit of lua-bytes */
int state_fail_reported(lua_State *);                   /* raises an error about which a finding was added */
void state_charge(lua_State *, uint64_t fuel);          /* may raise an error */

#endif
