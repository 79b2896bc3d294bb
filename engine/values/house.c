/* House rules: a Lua state of its own for each file, in which the file is run once and its rules are called line by line. They see
 * the worksheet through userdata that only say which object is meant; there is nothing they could write to. */
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

#include <string.h>

enum {
	TEXT_MOST = 32768,              /* bytes of one text: comparing two costs one instruction, whatever their length */
	FLOW = 64,                      /* bytes that may be allocated for each unit of fuel: joining texts costs one instruction, too */
	FUEL_LINE = 5000,               /* fuel added for each line of the worksheet */
	FUEL_FOUND = 500,               /* a finding costs at least this */
	MESSAGE_MOST = 1000,            /* bytes of a message: a sentence */
	ID_MOST = 64,
	RULES_MOST = 256,               /* of one file; each is called for every line */
};

struct house_inside {
	struct arena *arena, *findings; /* scratch, and the worksheet's */
	struct diag own, *diag;         /* what stands in the file; where all findings go in the end */
	struct range named;
	const struct text *file;
	const struct house_view *view;
	struct house *house;
	struct eval eval;
	struct tree tree;
	struct state *state;
	struct map *patterns;           /* pattern -> struct match * */
	uint32_t line;                  /* of the file, where the error that is under way arose; 0: not known */
	const struct finding_kind *running;
	bool loading;
};

/* What a userdata holds; smaller than any number. */
struct handle { uint32_t list, what, at, n; };

static struct house_inside *inside(lua_State *l)
{
	return state_of(l)->house->inside;
}

/* --- what rules see -------------------------------------------------------------------------------------- */
static const char handle_name[] = "seen";

static void push_seen(lua_State *l, const struct seen *x)
{
	struct handle *h;
	switch (x->kind) {
	case SEEN_NOTHING: lua_pushnil(l); return;
	case SEEN_TEXT: lua_pushlstring(l, x->text.s ? x->text.s : "", x->text.n); return;
	case SEEN_TRUTH: lua_pushboolean(l, x->count != 0); return;
	case SEEN_COUNT: lua_pushinteger(l, x->count); return;
	case SEEN_OBJECT: case SEEN_LIST: break;
	}
	h = lua_newuserdatauv(l, sizeof *h, 0);
	*h = (struct handle){ .list = x->kind == SEEN_LIST, .what = x->what, .at = x->at, .n = x->n };
	luaL_setmetatable(l, handle_name);
}

static bool get_seen(lua_State *l, int index, struct seen *x)
{
	if (lua_type(l, index) != LUA_TUSERDATA || lua_rawlen(l, index) != sizeof(struct handle))
		return false;
	const struct handle *h = lua_touserdata(l, index);
	*x = (struct seen){ .kind = h->list ? SEEN_LIST : SEEN_OBJECT, .what = h->what, .at = h->at, .n = h->n };
	return true;
}

static int seen_index(lua_State *l)
{
	struct house_inside *in = inside(l);
	struct seen x, out = { .kind = SEEN_NOTHING };
	struct str name, near = { 0 };
	state_charge(l, 8);
	if (!get_seen(l, 1, &x))
		return luaL_error(l, "nothing can be read here");
	if (x.kind == SEEN_LIST) {
		if (!lua_isinteger(l, 2))
			return luaL_error(l, "a list is read by the number of an item");
		lua_Integer i = lua_tointeger(l, 2);
		if (i >= 1 && (uint64_t)i <= x.n)
			in->view->item(in->view->with, &x, (uint32_t)(i - 1), &out);
	} else {
		if (lua_type(l, 2) != LUA_TSTRING)
			return luaL_error(l, "a field is read by its name");
		name.s = lua_tolstring(l, 2, &name.n);
		if (!in->view->field(in->view->with, &x, name, &out, &near))
			return near.n ? luaL_error(l, "there is no field '%s' here; did you mean '%s'?", name.s, str_copy(in->arena, near).s)
				: luaL_error(l, "there is no field '%s' here", name.s);
	}
	if (out.kind == SEEN_TEXT || out.kind == SEEN_LIST)
		state_charge(l, out.kind == SEEN_TEXT ? out.text.n / 16 : (uint64_t)out.n * 2);
	push_seen(l, &out);
	return 1;
}

static int seen_length(lua_State *l)
{
	struct seen x;
	if (!get_seen(l, 1, &x) || x.kind != SEEN_LIST)
		return luaL_error(l, "only a list has a length");
	lua_pushinteger(l, x.n);
	return 1;
}

static int seen_equal(lua_State *l)
{
	struct seen x, y;
	lua_pushboolean(l, get_seen(l, 1, &x) && get_seen(l, 2, &y) && x.kind == y.kind && x.what == y.what && x.at == y.at && x.n == y.n);
	return 1;
}

static int seen_write(lua_State *l)
{
	return luaL_error(l, "the worksheet is read only: nothing can be written to it");
}

static int next_item(lua_State *l)
{
	lua_Integer i = lua_tointeger(l, lua_upvalueindex(2)) + 1;
	state_charge(l, 8);
	lua_pushinteger(l, i);
	lua_replace(l, lua_upvalueindex(2));
	lua_geti(l, lua_upvalueindex(1), i);
	return 1;
}

/* for line in each(sheet.lines) do ... end */
static int each(lua_State *l)
{
	struct seen x;
	if (!(get_seen(l, 1, &x) && x.kind == SEEN_LIST) && !lua_istable(l, 1))
		return luaL_error(l, "each wants a list");
	lua_settop(l, 1);
	lua_pushinteger(l, 0);
	lua_pushcclosure(l, next_item, 2);
	return 1;
}

static const struct match *pattern(lua_State *l, int index)
{
	struct house_inside *in = inside(l);
	struct str text;
	const char *why = "";
	text.s = luaL_checklstring(l, index, &text.n);
	struct match *m = map_get(in->patterns, text);
	if (m)
		return m;
	state_charge(l, 64 + text.n * 16);
	text = str_copy(in->arena, text);
	m = match_compile(in->arena, text, &why);
	if (m)
		map_put(in->patterns, text, m);
	else
		luaL_error(l, "the pattern cannot be used: %s", why);
	return m;
}

/* find(line, pattern): the first place in a line, claim or other object; find(line, pattern, place): the first one behind that place.
 * find(text, pattern): the words themselves. What is found is what the first group holds, or all. */
static int find(lua_State *l)
{
	struct house_inside *in = inside(l);
	struct seen x, after;
	struct range place = { 0 };
	struct str all, rest, line, found;
	bool object = get_seen(l, 1, &x);
	const struct match *m = pattern(l, 2);
	if (object) {
		if (!in->view->place(in->view->with, &x, &place))
			return luaL_error(l, "this has no place in the worksheet");
		if (get_seen(l, 3, &after) && after.kind == SEEN_OBJECT && after.what == SEEN_PLACE && after.at >= place.at && after.at + after.n <= place.at + place.n) {
			uint32_t behind = after.at + (after.n ? after.n : 1);
			place.n -= behind - place.at < place.n ? behind - place.at : place.n;
			place.at = behind;
		}
		all = text_range(in->diag->text, place);
	} else {
		all.s = luaL_checklstring(l, 1, &all.n);
	}
	state_charge(l, 64 + all.n * lua_rawlen(l, 2) / 16);
	rest = all;
	while (str_split(&rest, '\n', &line)) {
		if (!match_line(m, line, &found))
			continue;
		if (object) {
			x = (struct seen){ .kind = SEEN_OBJECT, .what = SEEN_PLACE, .at = place.at + (uint32_t)(found.s - all.s), .n = (uint32_t)found.n };
			push_seen(l, &x);
		} else {
			lua_pushlstring(l, found.s, found.n);
		}
		return 1;
	}
	lua_pushnil(l);
	return 1;
}

static int lower(lua_State *l)
{
	size_t n;
	const char *s = luaL_checklstring(l, 1, &n);
	state_charge(l, n / 8);
	luaL_Buffer b;
	char *to = luaL_buffinitsize(l, &b, n);
	for (size_t i = 0; i < n; i++)
		to[i] = s[i] >= 'A' && s[i] <= 'Z' ? (char)(s[i] - 'A' + 'a') : s[i];
	luaL_pushresultsize(&b, n);
	return 1;
}

/* part(text, from, to): its bytes from to to, the first is 1 */
static int part(lua_State *l)
{
	size_t n;
	const char *s = luaL_checklstring(l, 1, &n);
	lua_Integer from = luaL_checkinteger(l, 2), to = luaL_optinteger(l, 3, (lua_Integer)n);
	from = from < 1 ? 1 : from;
	to = to > (lua_Integer)n ? (lua_Integer)n : to;
	lua_pushlstring(l, s + (from <= to ? from - 1 : 0), from <= to ? (size_t)(to - from + 1) : 0);
	return 1;
}

/* --- what rules say ------------------------------------------------------------------------------------------ */
static void say(lua_State *l, int message, int where)
{
	struct house_inside *in = inside(l);
	struct str text;
	struct seen x;
	struct range place;
	size_t bad;
	bool placed = get_seen(l, where, &x);
	if (!in->running)
		luaL_error(l, "a finding is reported by a rule's check, not by the file");
	if (lua_type(l, message) != LUA_TSTRING)
		luaL_error(l, "a message is a text, and this is %s", luaL_typename(l, message));
	text.s = lua_tolstring(l, message, &text.n);
	if (!utf8_valid(text, &bad) || memchr(text.s, 0, text.n))
		luaL_error(l, "a message is UTF-8 text");
	if (!str_trim(text).n)
		luaL_error(l, "the message is empty");
	if (!placed && !lua_isnoneornil(l, where))
		luaL_error(l, "the place of a finding is a line, a claim or another part of the worksheet, and this is %s", luaL_typename(l, where));
	if (placed && (x.kind == SEEN_LIST || !in->view->place(in->view->with, &x, &place)))
		luaL_error(l, "this has no place in the worksheet");
	state_charge(l, FUEL_FOUND + text.n);
	size_t kept = 0;
	for (size_t next = 0; next < text.n; kept = next) {
		utf8_next(text, &next);
		if (next > MESSAGE_MOST)
			break;
	}
	in->view->found(in->view->with, in->running, str_copy(in->findings, str_trim(str_slice(text, 0, kept))), placed ? &x : NULL);
}

static int report(lua_State *l)
{
	lua_settop(l, 2);
	say(l, 1, 2);
	return 0;
}

/* --- rule{ id = ..., ... } ---------------------------------------------------------------------------------------- */
static const char *const rule_keys[] = { "id", "severity", "title", "help", "check", "whole" };
enum { RULE_KEYS = sizeof rule_keys / sizeof *rule_keys };

/* The keys come in no order: of those that are none the first by byte is named. */
static void check_keys(lua_State *l)
{
	const char *bad = NULL;
	for (lua_pushnil(l); lua_next(l, 1); lua_pop(l, 1)) {
		bool known = false;
		if (lua_type(l, -2) != LUA_TSTRING)
			luaL_error(l, "rule wants keys with names: id, severity, title, help, check, whole");
		const char *name = lua_tostring(l, -2);
		for (size_t i = 0; i < RULE_KEYS; i++)
			known |= strcmp(name, rule_keys[i]) == 0;
		if (!known && (!bad || strcmp(name, bad) < 0))
			bad = name;
	}
	if (bad)
		luaL_error(l, "a rule has no key '%s'; it has id, severity, title, help, check, whole", bad);
}

static struct str text_key(lua_State *l, const char *key, const char *otherwise)
{
	struct str x;
	size_t bad;
	lua_getfield(l, 1, key);
	if (lua_isnil(l, -1) && otherwise)
		return str_of(otherwise);
	if (lua_type(l, -1) != LUA_TSTRING)
		luaL_error(l, "a rule's %s is a text", key);
	x.s = lua_tolstring(l, -1, &x.n);
	if (!utf8_valid(x, &bad) || memchr(x.s, 0, x.n))
		luaL_error(l, "a rule's %s is UTF-8 text", key);
	x = str_copy(inside(l)->findings, str_trim(x));
	lua_pop(l, 1);
	return x;
}

static int function_key(lua_State *l, const char *key)
{
	lua_getfield(l, 1, key);
	if (lua_isnil(l, -1)) {
		lua_pop(l, 1);
		return LUA_NOREF;
	}
	if (!lua_isfunction(l, -1))
		luaL_error(l, "a rule's %s is a function", key);
	return luaL_ref(l, LUA_REGISTRYINDEX);
}

static int rule(lua_State *l)
{
	static const char *const severities[] = { "off", "note", "warning", "error" };
	struct house_inside *in = inside(l);
	if (!in->loading)
		return luaL_error(l, "rules are declared when the file is read, not by a check");
	luaL_checktype(l, 1, LUA_TTABLE);
	if (in->house->rules.n >= RULES_MOST)
		return luaL_error(l, "a file declares at most %d rules", RULES_MOST);
	check_keys(l);
	struct str id = text_key(l, "id", NULL), severity = text_key(l, "severity", "warning");
	bool fine = id.n && id.n <= ID_MOST && id.s[0] >= 'a' && id.s[0] <= 'z';
	for (size_t i = 0; i < id.n; i++)
		fine &= (id.s[i] >= 'a' && id.s[i] <= 'z') || (id.s[i] >= '0' && id.s[i] <= '9') || id.s[i] == '-';
	if (!fine)
		return luaL_error(l, "a rule's id is made of small letters, digits and hyphens, such as no-gb");
	if (diag_kind(in->diag, id))
		return luaL_error(l, "there is a finding '%s' already; a rule's id is its own", id.s);
	int level = 0;
	while (level < 4 && !str_is(severity, severities[level]))
		level++;
	if (level == 4)
		return luaL_error(l, "a severity is off, note, warning or error");
	struct house_rule new = { .check = function_key(l, "check"), .whole = function_key(l, "whole") };
	if (new.check == LUA_NOREF && new.whole == LUA_NOREF)
		return luaL_error(l, "the rule '%s' has neither check nor whole, and checks nothing", id.s);
	struct finding_kind *kind = arena_take(in->findings, sizeof *kind);
	*kind = (struct finding_kind){ .id = id.s, .severity = (enum severity)level, .group = "house", .title = text_key(l, "title", "a rule of the house").s,
		.page = text_key(l, "help", "").s };
	if (!*kind->page)
		kind->page = kind->title;
	new.kind = kind;
	*vec_add(in->diag->arena, &in->diag->house) = kind;
	*vec_add(in->arena, &in->house->rules) = new;
	return 0;
}

/* --- calls -------------------------------------------------------------------------------------------------------- */
/* Where in the file the error arose: the innermost function that is the file's. */
static int handler(lua_State *l)
{
	lua_Debug event;
	for (int level = 0; lua_getstack(l, level, &event); level++)
		if (lua_getinfo(l, "Sl", &event) && event.currentline > 0 && strcmp(event.source, "=house") == 0) {
			inside(l)->line = (uint32_t)event.currentline;
			break;
		}
	return 1;
}

static struct range line_place(const struct text *t, uint32_t line)
{
	line = line < 1 ? 1 : line > t->lines ? t->lines : line;
	struct str x = text_line(t, line), trimmed = str_trim(x);
	return (struct range){ t->starts[line - 1] + (uint32_t)(trimmed.n ? (size_t)(trimmed.s - x.s) : 0), (uint32_t)trimmed.n };
}

/* "house:3: what" -> what, and the line */
static struct str without_place(struct str x, uint32_t *line)
{
	if (!str_starts(x, STR("house:")))
		return x;
	size_t i = 6;
	uint32_t n = 0;
	for (; i < x.n && x.s[i] >= '0' && x.s[i] <= '9' && n < 1u << 24; i++)
		n = n * 10 + (uint32_t)(x.s[i] - '0');
	if (i == 6 || i >= x.n || x.s[i] != ':')
		return x;
	if (!*line)
		*line = n;
	return str_trim(str_from(x, i + 1));
}

/* After an error: one finding, at its place in the file. */
static void complain(struct house_inside *in, int status, uint32_t otherwise)
{
	struct state *s = in->state;
	struct diag *own = &in->own;
	size_t bad;
	struct str who = in->running ? str_format(in->arena, "the rule %s", in->running->id) : STR("the file");
	if (!s->reported && status == LUA_ERRMEM && s->flooded) {
		diag_add(own, &finding_out_of_fuel, in->named, "%s", "")->help = STR("raise it with --limit fuel=N, or compute less");
		in->eval.spent = true;
	} else if (!s->reported && status == LUA_ERRMEM) {
		struct finding *f = s->long_text
			? diag_add(own, &finding_too_big, in->named, "%.*s makes a text of more than %d bytes", STR_ARG(who), TEXT_MOST)
			: diag_add(own, &finding_too_big, in->named, "%.*s needs more memory than the limit of lua-bytes (%llu) allows", STR_ARG(who), (unsigned long long)in->eval.limits->lua_bytes);
		f->help = s->long_text ? STR("find(line, pattern) searches the worksheet itself") : STR("raise it with --limit lua-bytes=N");
	} else if (!s->reported) {
		struct str what = str_of(lua_type(s->lua, -1) == LUA_TSTRING ? lua_tostring(s->lua, -1) : NULL);
		what = without_place(what, &in->line);
		if (!what.n || !utf8_valid(what, &bad))
			what = STR("an error without a message");
		diag_add(own, &finding_bad_lua, in->named, "%.*s: %.*s", STR_ARG(who), (int)(what.n < MESSAGE_MOST ? what.n : MESSAGE_MOST), what.s);
	}
	struct range place = line_place(in->file, in->line ? in->line : otherwise);
	for (size_t i = 0; i < own->findings.n; i++) {
		struct finding *f = vec_add(in->diag->arena, &in->diag->findings);
		*f = own->findings.at[i];
		if (f->kind == &finding_out_of_fuel)
			f->message = str_format(in->findings, "%.*s needs more work than the limit of fuel (%llu) allows", STR_ARG(who), (unsigned long long)in->eval.limits->fuel);
		f->place = in->named;
		f->file = in->file;
		f->file_place = place;
	}
	own->findings.n = 0;
}

struct carried { struct house_inside *in; const struct house_rule *rule; const struct seen *line, *sheet; };

static int load(lua_State *l)
{
	static const struct { const char *name; lua_CFunction run; } natives[] = {
		{ "rule", rule }, { "report", report }, { "find", find }, { "each", each }, { "lower", lower }, { "part", part },
	};
	static const luaL_Reg events[] = {
		{ "__index", seen_index }, { "__newindex", seen_write }, { "__len", seen_length }, { "__eq", seen_equal }, { NULL, NULL },
	};
	struct carried *x = lua_touserdata(l, 1);
	luaL_newmetatable(l, handle_name);
	luaL_setfuncs(l, events, 0);
	lua_pop(l, 1);
	for (size_t i = 0; i < sizeof natives / sizeof *natives; i++)
		lua_register(l, natives[i].name, natives[i].run);
	if (luaL_loadbufferx(l, x->in->file->bytes.s, x->in->file->bytes.n, "=house", "t") != LUA_OK)
		return lua_error(l);
	lua_call(l, 0, 0);
	return 0;
}

static int call(lua_State *l)
{
	struct carried *x = lua_touserdata(l, 1);
	int n = 0;
	lua_rawgeti(l, LUA_REGISTRYINDEX, x->line ? x->rule->check : x->rule->whole);
	if (x->line) {
		push_seen(l, x->line);
		n++;
	}
	push_seen(l, x->sheet);
	lua_call(l, n + 1, 2);
	int top = lua_gettop(l);
	if (!lua_toboolean(l, top - 1))
		return 0;
	if (lua_isnil(l, top) && x->line) {
		push_seen(l, x->line);
		lua_replace(l, top);
	}
	say(l, top - 1, top);
	return 0;
}

/* The line where a function begins. */
static uint32_t begins(lua_State *l, int reference)
{
	lua_Debug event;
	lua_rawgeti(l, LUA_REGISTRYINDEX, reference);
	return lua_getinfo(l, ">S", &event) && event.linedefined > 0 ? (uint32_t)event.linedefined : 1;
}

static bool protect(struct house_inside *in, lua_CFunction run, struct carried *x, uint32_t line)
{
	struct state *s = in->state;
	s->reported = s->long_text = s->flooded = false;
	in->line = 0;
	lua_settop(s->lua, 0);
	lua_pushcfunction(s->lua, handler);
	lua_pushcfunction(s->lua, run);
	lua_pushlightuserdata(s->lua, x);
	int status = lua_pcall(s->lua, 1, 0, 1);
	if (status != LUA_OK)
		complain(in, status, line);
	lua_settop(s->lua, 0);
	return status == LUA_OK;
}

void house_open(struct arena *a, struct diag *d, const struct limits *limits, const struct values *values, const struct text *file, struct range named,
	const struct house_view *view, struct house *house)
{
	struct house_inside *in = arena_take(a, sizeof *in);
	uint64_t more = (uint64_t)values->lines.n * FUEL_LINE;
	*house = (struct house){ .inside = in };
	in->arena = arena_new();
	in->findings = a;
	in->diag = d;
	in->own = (struct diag){ .arena = a, .text = d->text };
	in->named = named;
	in->file = file;
	in->view = view;
	in->house = house;
	in->eval = *values->eval;
	in->eval.arena = in->arena;
	in->eval.diag = &in->own;
	in->eval.limits = limits;
	in->eval.fuel = limits->fuel < UINT64_MAX - more ? limits->fuel + more : limits->fuel;
	in->eval.spent = in->eval.silent = false;
	in->eval.calls = 0;
	in->eval.reads = NULL;
	in->tree = (struct tree){ .place = named, .text = STR("the file") };
	in->patterns = map_new(in->arena);
	in->state = state_start(&in->eval);
	if (!in->state) {
		diag_add(d, &finding_too_big, named, "Lua cannot start within the limit of lua-bytes (%llu)", (unsigned long long)limits->lua_bytes)->help =
			STR("raise it with --limit lua-bytes=N");
		return;
	}
	in->state->house = house;
	in->state->tree = &in->tree;
	in->state->text_most = TEXT_MOST;
	in->state->flow = in->eval.fuel < UINT64_MAX / FLOW ? in->eval.fuel * FLOW : UINT64_MAX;
	in->loading = true;
	struct carried x = { .in = in };
	bool loaded = protect(in, load, &x, 1);
	in->loading = false;
	if (loaded && !house->rules.n)
		diag_add(d, &finding_bad_lua, named, "the house rules %.*s declare no rule", STR_ARG(file->name))->help =
			STR("a file declares one by rule{ id = ..., check = function(line, sheet) ... end }");
}

void house_check(struct house *h, struct house_rule *r, const struct seen *line, const struct seen *sheet)
{
	struct house_inside *in = h->inside;
	int function = line ? r->check : r->whole;
	if (r->ended || function == LUA_NOREF || in->eval.spent)
		return;
	struct carried x = { in, r, line, sheet };
	in->running = r->kind;
	in->tree.text = str_format(in->arena, "the rule %s", r->kind->id);
	in->tree.place = in->named;
	/* one error says it for all lines */
	r->ended = !protect(in, call, &x, begins(in->state->lua, function));
	in->running = NULL;
}

void house_end(struct house *h)
{
	if (!h->inside)
		return;
	state_end(h->inside->state);
	arena_free(h->inside->arena);
	h->inside = NULL;
}
