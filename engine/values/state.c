/* The Lua state: no standard library, capped memory, counted instructions. A number is a userdata with its limbs inline and
 * no finalizer; a native number of Lua is a count. Whatever GMP needs beyond the limbs belongs to the state, so that an
 * error that jumps out of C loses nothing. */
#include "base.h"
#include "diag.h"
#include "source.h"
#include "model.h"
#include "facts.h"
#include "values.h"
#include "values/num.h"
#include "values/tree.h"
#include "values/units.h"
#include "values/eval.h"
#include "values/state.h"
#include "values/lua.h"

#include <stdlib.h>
#include <string.h>

enum {
	HOOK_STEP = 1000,               /* instructions between two looks at the fuel */
	ARGS_MOST = 32,                 /* of a function called from Lua */
	LIST_MOST = 100000,             /* items of a list that comes back */
	LIST_DEPTH = 8,
	TEXT_HEAD = 64,                 /* what Lua keeps beside a text's bytes, at most */
};

struct box {
	const struct unit *unit;
	struct num_style style;
	struct num num;
};

/* --- memory and fuel -------------------------------------------------------------------------------------- */
static void *allocate(void *with, void *old, size_t had, size_t wanted)
{
	struct state *s = with;
	bool text = !old && had == LUA_TSTRING;
	if (!old)
		had = 0;
	if (wanted == 0) {
		free(old);
		s->used -= had;
		return NULL;
	}
	if (wanted > had && s->used - had + wanted > s->most)
		return NULL;
	if (s->text_most && ((text && wanted > s->text_most + TEXT_HEAD) || wanted > s->flow)) {
		s->flooded |= wanted > s->flow;
		s->long_text |= wanted <= s->flow;
		return NULL;
	}
	s->flow -= s->text_most ? wanted : 0;
	void *new = realloc(old, wanted);
	if (!new)
		fatal("out of memory");         /* the machine's fault, not the worksheet's */
	s->used = s->used - had + wanted;
	return new;
}

int state_fail_reported(lua_State *l)
{
	state_of(l)->reported = true;
	lua_pushnil(l);
	return lua_error(l);
}

void state_charge(lua_State *l, uint64_t fuel)
{
	struct state *s = state_of(l);
	if (!eval_charge(s->eval, s->tree->place, fuel))
		state_fail_reported(l);
}

static void hook(lua_State *l, lua_Debug *event)
{
	(void)event;
	state_charge(l, HOOK_STEP);
}

/* --- numbers ------------------------------------------------------------------------------------------------ */
static const char box_name[] = "number";

static struct box *raw_box(lua_State *l, size_t limbs)
{
	struct box *b = lua_newuserdatauv(l, sizeof *b + limbs * sizeof(mp_limb_t), 0);
	b->unit = state_of(l)->plain;
	b->style = (struct num_style){ 0 };
	b->num.n = b->num.d = 0;
	return b;
}

static struct box *new_box(lua_State *l, size_t limbs)
{
	struct box *b = raw_box(l, limbs);
	luaL_setmetatable(l, box_name);
	return b;
}

/* What house rules see is a userdata too, and smaller: the size tells. */
static struct box *get_box(lua_State *l, int index)
{
	return lua_type(l, index) == LUA_TUSERDATA && lua_rawlen(l, index) >= sizeof(struct box) ? lua_touserdata(l, index) : NULL;
}

static void push_integer(lua_State *l, int64_t i)
{
	struct box *b = new_box(l, 1);
	b->num.n = i < 0 ? -1 : i > 0;
	b->num.limb[0] = i < 0 ? -(uint64_t)i : (uint64_t)i;
}

static size_t limbs_of(const struct num *x)
{
	return (size_t)(x->n < 0 ? -x->n : x->n) + (size_t)x->d;
}

static void copy_num(struct num *to, const struct num *from)
{
	to->n = from->n;
	to->d = from->d;
	if (limbs_of(from))
		memcpy(to->limb, from->limb, limbs_of(from) * sizeof(mp_limb_t));
}

static bool push_value(lua_State *l, const struct value *v, int depth)
{
	struct box *b;
	if (!lua_checkstack(l, 4) || depth > LIST_DEPTH)
		return false;
	switch (v->kind) {
	case VALUE_NUMBER:
		b = new_box(l, limbs_of(v->num) + 1);
		copy_num(&b->num, v->num);
		b->unit = v->unit;
		b->style = v->style;
		return true;
	case VALUE_TEXT:
		lua_pushlstring(l, v->text.s ? v->text.s : "", v->text.n);
		return true;
	case VALUE_TRUTH:
		lua_pushboolean(l, v->truth);
		return true;
	case VALUE_LIST:
		lua_createtable(l, (int)v->item_count, 0);
		for (size_t i = 0; i < v->item_count; i++) {
			if (!push_value(l, &v->items[i], depth + 1))
				return false;
			lua_rawseti(l, -2, (lua_Integer)i + 1);
		}
		return true;
	case VALUE_UNDECIDED: case VALUE_ABSENT:
		break;
	}
	return false;
}

/* The value at the index, its limbs in the arena; false: it is nothing that a worksheet can hold. */
static bool get_value(lua_State *l, int index, struct value *out, int depth)
{
	struct eval *e = state_of(l)->eval;
	struct box *b;
	size_t n;
	index = lua_absindex(l, index);
	*out = (struct value){ .kind = VALUE_TEXT };
	switch (lua_type(l, index)) {
	case LUA_TUSERDATA:
		b = get_box(l, index);
		if (!b)
			return false;
		struct num *x = arena_take(e->arena, sizeof *x + (limbs_of(&b->num) + 1) * sizeof(mp_limb_t));
		copy_num(x, &b->num);
		*out = (struct value){ .kind = VALUE_NUMBER, .num = x, .unit = b->unit, .style = b->style };
		return true;
	case LUA_TNUMBER:
		if (!lua_isinteger(l, index))
			return false;
		*out = quantity_of(e->values->units, num_of(e->arena, lua_tointeger(l, index)));
		return true;
	case LUA_TSTRING:
		out->text.s = lua_tolstring(l, index, &n);
		out->text = str_copy(e->arena, (struct str){ out->text.s, n });
		return utf8_valid(out->text, &n);
	case LUA_TBOOLEAN:
		*out = (struct value){ .kind = VALUE_TRUTH, .truth = lua_toboolean(l, index) };
		return true;
	case LUA_TTABLE: {
		n = lua_rawlen(l, index);
		if (n > LIST_MOST || depth > LIST_DEPTH || !lua_checkstack(l, 4))
			return false;
		state_charge(l, n * 16);
		struct value *items = arena_take(e->arena, (n + 1) * sizeof *items);
		for (size_t i = 0; i < n; i++) {
			lua_rawgeti(l, index, (lua_Integer)i + 1);
			if (!get_value(l, -1, &items[i], depth + 1))
				return false;
			lua_pop(l, 1);
		}
		return eval_list(e, state_of(l)->tree->place, items, n, out) || state_fail_reported(l);
	}
	default:
		return false;
	}
}

/* --- operators ------------------------------------------------------------------------------------------------ */
union small { struct num num; struct { int32_t n, d; mp_limb_t limb; } room; };

/* The operand's number and unit; a native count is made a number in small. */
static const struct num *operand(lua_State *l, int index, union small *small, const struct unit **unit)
{
	struct box *b = get_box(l, index);
	if (b) {
		*unit = b->unit;
		return &b->num;
	}
	if (lua_isinteger(l, index)) {
		int64_t i = lua_tointeger(l, index);
		small->num.n = i < 0 ? -1 : i > 0;
		small->num.d = 0;
		small->num.limb[0] = i < 0 ? -(uint64_t)i : (uint64_t)i;
		*unit = state_of(l)->plain;
		return &small->num;
	}
	luaL_error(l, "a number is wanted, and this is %s", lua_type(l, index) == LUA_TNUMBER ? "a native fraction" : luaL_typename(l, index));
	return NULL;
}

static int trouble(lua_State *l, enum num_trouble t)
{
	struct state *s = state_of(l);
	eval_fail(s->eval, t == NUM_TOO_BIG ? &finding_too_big : &finding_bad_lua, s->tree->place, NULL, "%.*s: %s",
		STR_ARG(s->tree->text), num_trouble_text(t));
	return state_fail_reported(l);
}

/* With units, through the same rules as in a span. */
static int slow(lua_State *l, enum num_op op)
{
	struct state *s = state_of(l);
	struct eval *e = s->eval;
	struct value a, b, out;
	enum num_trouble t;
	if (!get_value(l, 1, &a, 0) || !get_value(l, 2, &b, 0) || a.kind != VALUE_NUMBER || b.kind != VALUE_NUMBER)
		return luaL_error(l, "numbers are wanted");
	state_charge(l, 64);
	enum quantity q = quantity_apply(e->arena, e->limits, e->values->units, op, &a, &b, &out, &t);
	if (q == QUANTITY_NUMBER)
		return trouble(l, t);
	if (q != QUANTITY_FINE) {
		eval_fail(e, &finding_unit_mismatch, s->tree->place, "take the bare number with num(x), or convert one of the two",
			"two quantities of different kinds meet in %.*s: %.*s in %.*s and %.*s in %.*s", STR_ARG(s->tree->text), STR_ARG(values_show(e->arena, &a)),
			STR_ARG(a.unit->dims ? a.unit->name : STR("no unit")), STR_ARG(values_show(e->arena, &b)), STR_ARG(b.unit->dims ? b.unit->name : STR("no unit")));
		return state_fail_reported(l);
	}
	push_value(l, &out, 0);
	return 1;
}

static int operate(lua_State *l)
{
	struct state *s = state_of(l);
	enum num_op op = (enum num_op)lua_tointeger(l, lua_upvalueindex(1));
	union small x, y;
	const struct unit *ux, *uy;
	const struct num *a = operand(l, 1, &x, &ux), *b = operand(l, 2, &y, &uy);
	state_charge(l, num_cost(a, b));
	if (ux->dims || uy->dims)
		return slow(l, op);
	int64_t i;
	if (num_quick(op, a, b, &i)) {
		struct box *r = raw_box(l, 1);
		r->num.n = i < 0 ? -1 : i > 0;
		r->num.limb[0] = i < 0 ? -(uint64_t)i : (uint64_t)i;
		lua_pushvalue(l, lua_upvalueindex(2));
		lua_setmetatable(l, -2);
		return 1;
	}
	enum num_trouble t = num_work(s->eval->limits->number_bits, op, a, b, s->work);
	if (t != NUM_FINE)
		return trouble(l, t);
	size_t limbs = mpz_size(mpq_numref(s->work)) + mpz_size(mpq_denref(s->work));
	struct box *r = raw_box(l, limbs);
	num_fill(&r->num, mpq_numref(s->work), mpq_denref(s->work));
	lua_pushvalue(l, lua_upvalueindex(2));
	lua_setmetatable(l, -2);
	return 1;
}

static int negate(lua_State *l)
{
	struct box *b = get_box(l, 1), *r;
	if (!b)
		return luaL_error(l, "a number is wanted");
	r = new_box(l, limbs_of(&b->num) + 1);
	copy_num(&r->num, &b->num);
	r->num.n = -r->num.n;
	r->unit = b->unit;
	return 1;
}

static int invert(lua_State *l)
{
	lua_settop(l, 1);
	lua_pushinteger(l, -1);
	lua_insert(l, 1);
	lua_pushinteger(l, NUM_SUB);            /* ~x is -1 - x */
	luaL_getmetatable(l, box_name);
	lua_pushcclosure(l, operate, 2);
	lua_insert(l, 1);
	lua_call(l, 2, 1);
	return 1;
}

static int compare(lua_State *l)
{
	struct state *s = state_of(l);
	struct eval *e = s->eval;
	enum tree_op op = (enum tree_op)lua_tointeger(l, lua_upvalueindex(1));
	union small x, y;
	const struct unit *ux, *uy, *unit;
	const struct num *a = operand(l, 1, &x, &ux), *b = operand(l, 2, &y, &uy);
	state_charge(l, num_cost(a, b));
	if (ux->dims || uy->dims) {
		struct value v, w;
		get_value(l, 1, &v, 0);
		get_value(l, 2, &w, 0);
		state_charge(l, 64);
		if (quantity_join(e->arena, e->limits, e->values->units, &v, &w, &a, &b, &unit) != QUANTITY_FINE) {
			eval_fail(e, &finding_unit_mismatch, s->tree->place, "take the bare number with num(x), or convert one of the two",
				"two quantities of different kinds are compared in %.*s", STR_ARG(s->tree->text));
			return state_fail_reported(l);
		}
	}
	int c = num_compare(a, b);
	lua_pushboolean(l, op == OP_LT ? c < 0 : op == OP_LE ? c <= 0 : c == 0);
	return 1;
}

static int concat(lua_State *l)
{
	struct eval *e = state_of(l)->eval;
	struct value a, b;
	if (!get_value(l, 1, &a, 0) || !get_value(l, 2, &b, 0))
		return luaL_error(l, "only texts and numbers can be joined");
	struct str x = values_show(e->arena, &a), y = values_show(e->arena, &b);
	state_charge(l, 16 + (x.n + y.n) / 2);
	lua_pushlstring(l, x.s, x.n);
	lua_pushlstring(l, y.s, y.n);
	lua_concat(l, 2);
	return 1;
}

/* --- what Lua may call ---------------------------------------------------------------------------------------- */
static int call_builtin(lua_State *l)
{
	struct state *s = state_of(l);
	struct eval *e = s->eval;
	const struct builtin *b = &builtins[lua_tointeger(l, lua_upvalueindex(1))];
	struct value *args, out;
	int n = lua_gettop(l);
	if (n < b->least || n > ARGS_MOST || (b->most != UINT8_MAX && n > b->most))
		return luaL_error(l, "%s has the wrong number of arguments", b->name);
	state_charge(l, 64 + (uint64_t)n * 16);
	args = arena_take(e->arena, ((size_t)n + 1) * sizeof *args);
	/* Messages of the function speak of the call in the worksheet, which is what its author can see. */
	struct tree *tree = arena_take(e->arena, sizeof *tree);
	*tree = *s->tree;
	tree->text = str_of(b->name);
	tree->kids.at = NULL;
	tree->kids.n = tree->kids.room = 0;
	for (int i = 0; i < n; i++) {
		*vec_add(e->arena, &tree->kids) = (struct tree *)(uintptr_t)s->tree;
		if (!get_value(l, i + 1, &args[i], 0))
			return luaL_error(l, "%s is given what is no value", b->name);
	}
	struct call c = { e, tree, args, (size_t)n };
	if (!b->run(&c, &out))
		return state_fail_reported(l);
	if (!push_value(l, &out, 0))
		return luaL_error(l, "%s gives no value", b->name);
	return 1;
}

/* N(12), N("0.1"): an exact number from a native count or a numeral */
static int make_number(lua_State *l)
{
	struct eval *e = state_of(l)->eval;
	struct value v;
	if (!get_value(l, 1, &v, 0) || (v.kind != VALUE_NUMBER && v.kind != VALUE_TEXT))
		return luaL_error(l, "N wants a whole number or a numeral");
	if (v.kind == VALUE_TEXT) {
		struct str text = v.text;
		if (!num_read(e->arena, e->limits, text, &v.num))
			return luaL_error(l, "N wants a numeral");
		v = quantity_of(e->values->units, v.num);
	}
	push_value(l, &v, 0);
	return 1;
}

/* refuse("wants ..."): the function is called with what it cannot take */
static int refuse(lua_State *l)
{
	struct state *s = state_of(l);
	size_t n;
	const char *text = luaL_checklstring(l, 1, &n);
	eval_fail(s->eval, &finding_bad_lua, s->tree->place, NULL, "%.*s %.*s", STR_ARG(s->tree->text), (int)n, text);
	return state_fail_reported(l);
}

/* unit("s"): one of a unit of the table */
static int make_unit(lua_State *l)
{
	struct eval *e = state_of(l)->eval;
	size_t n;
	const char *words = luaL_checklstring(l, 1, &n);
	struct str why;
	const struct unit *u = units_read(e->values->units, (struct str){ words, n }, false, NULL, &why);
	if (!u)
		return luaL_error(l, "unit wants a unit of the table");
	push_integer(l, 1);
	((struct box *)lua_touserdata(l, -1))->unit = u;
	return 1;
}

static int has_unit(lua_State *l)
{
	struct box *b = get_box(l, 1);
	lua_pushboolean(l, b && b->unit->dims);
	return 1;
}

static int is_number(lua_State *l)
{
	lua_pushboolean(l, get_box(l, 1) != NULL || lua_isinteger(l, 1));
	return 1;
}

static int is_text(lua_State *l)
{
	lua_pushboolean(l, lua_type(l, 1) == LUA_TSTRING);
	return 1;
}

/* --- start ------------------------------------------------------------------------------------------------------ */
static void add_operators(lua_State *l)
{
	static const struct { const char *event; int op; lua_CFunction run; } events[] = {
		{ "__add", NUM_ADD, operate }, { "__sub", NUM_SUB, operate }, { "__mul", NUM_MUL, operate }, { "__div", NUM_DIV, operate },
		{ "__idiv", NUM_FLOORDIV, operate }, { "__mod", NUM_MOD, operate }, { "__pow", NUM_POW, operate }, { "__shl", NUM_SHL, operate },
		{ "__shr", NUM_SHR, operate }, { "__band", NUM_AND, operate }, { "__bor", NUM_OR, operate }, { "__bxor", NUM_XOR, operate },
		{ "__lt", OP_LT, compare }, { "__le", OP_LE, compare }, { "__eq", OP_EQ, compare },
		{ "__unm", 0, negate }, { "__bnot", 0, invert }, { "__concat", 0, concat },
	};
	luaL_newmetatable(l, box_name);
	for (size_t i = 0; i < sizeof events / sizeof *events; i++) {
		lua_pushinteger(l, events[i].op);
		lua_pushvalue(l, -2);
		lua_pushcclosure(l, events[i].run, 2);
		lua_setfield(l, -2, events[i].event);
	}
	lua_newtable(l);                        /* x:floor() */
	for (int i = 0; builtins[i].name; i++) {
		lua_pushinteger(l, i);
		lua_pushcclosure(l, call_builtin, 1);
		lua_pushvalue(l, -1);
		lua_setglobal(l, builtins[i].name);
		lua_setfield(l, -2, builtins[i].name);
	}
	lua_setfield(l, -2, "__index");
	lua_pop(l, 1);
}

static int set_up(lua_State *l)
{
	static const struct { const char *name; lua_CFunction run; } natives[] = {
		{ "N", make_number }, { "unit", make_unit }, { "has_unit", has_unit }, { "refuse", refuse }, { "is_number", is_number }, { "is_text", is_text },
	};
	struct str prelude = embedded_find("lua/prelude.lua");
	add_operators(l);
	for (size_t i = 0; i < sizeof natives / sizeof *natives; i++)
		lua_register(l, natives[i].name, natives[i].run);
	if (luaL_loadbufferx(l, prelude.s, prelude.n, "=prelude", "t") != LUA_OK)
		return lua_error(l);
	lua_call(l, 0, 0);
	return 0;
}

struct state *state_start(struct eval *e)
{
	struct state *s = arena_take(e->arena, sizeof *s);
	s->most = e->limits->lua_bytes < SIZE_MAX ? (size_t)e->limits->lua_bytes : SIZE_MAX;
	s->eval = e;
	s->plain = units_plain(e->values->units);
	s->lua = lua_newstate(allocate, s);
	if (!s->lua)
		return NULL;
	*(struct state **)lua_getextraspace(s->lua) = s;
	mpq_init(s->work);
	lua_gc(s->lua, LUA_GCGEN, 0, 0);
	lua_pushcfunction(s->lua, set_up);
	if (lua_pcall(s->lua, 0, 0, 0) != LUA_OK) {
		state_end(s);
		return NULL;
	}
	lua_sethook(s->lua, hook, LUA_MASKCOUNT, HOOK_STEP);
	return s;
}

void state_end(struct state *s)
{
	if (!s)
		return;
	lua_close(s->lua);
	mpq_clear(s->work);
}

struct carried { const struct call *call; struct str code; struct value *out; bool fine; };

static int carry(lua_State *l)
{
	struct carried *x = lua_touserdata(l, 1);
	const struct call *c = x->call;
	lua_getglobal(l, str_copy(c->eval->arena, c->tree->text).s);
	luaL_checkstack(l, (int)c->n + 4, "too many arguments");
	for (size_t i = 0; i < c->n; i++)
		if (!push_value(l, &c->args[i], 0))
			return luaL_error(l, "a list is nested too deep");
	lua_call(l, (int)c->n, 1);
	x->fine = get_value(l, -1, x->out, 0);
	return 0;
}

static int carry_code(lua_State *l)
{
	struct carried *x = lua_touserdata(l, 1);
	if (luaL_loadbufferx(l, x->code.s, x->code.n, "=code", "t") != LUA_OK)
		return lua_error(l);
	lua_call(l, 0, 1);
	x->fine = get_value(l, -1, x->out, 0);
	return 0;
}

static bool protect(struct eval *e, const struct tree *tree, lua_CFunction run, struct carried *x)
{
	struct state *s = e->values->state;
	if (!s)
		s = e->values->state = state_start(e);
	if (!s)
		return eval_fail(e, &finding_too_big, tree->place, "raise it with --limit lua-bytes=N", "Lua cannot start within the limit of lua-bytes (%llu)",
			(unsigned long long)e->limits->lua_bytes);
	s->eval = e;
	s->tree = tree;
	s->reported = false;
	lua_settop(s->lua, 0);
	lua_pushcfunction(s->lua, run);
	lua_pushlightuserdata(s->lua, x);
	int status = lua_pcall(s->lua, 1, 0, 0);
	if (status == LUA_OK && x->fine)
		return true;
	if (s->reported)
		return false;
	if (status == LUA_ERRMEM)
		return eval_fail(e, &finding_too_big, tree->place, "raise it with --limit lua-bytes=N", "%.*s needs more memory than the limit of lua-bytes (%llu) allows",
			STR_ARG(tree->text), (unsigned long long)e->limits->lua_bytes);
	const char *why = status == LUA_OK ? "gives no value" : lua_tostring(s->lua, -1);
	return eval_fail(e, &finding_bad_lua, tree->place, NULL, "%.*s: %s", STR_ARG(tree->text), why ? why : "an error without a message");
}

bool state_call(const struct call *c, struct value *out)
{
	struct carried x = { .call = c, .out = out };
	return protect(c->eval, c->tree, carry, &x);
}

bool state_run(struct eval *e, const struct tree *tree, struct str code, struct value *out)
{
	struct carried x = { .code = code, .out = out };
	return protect(e, tree, carry_code, &x);
}
