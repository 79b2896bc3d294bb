/* Evaluation: a tree to a value. Whatever cannot be evaluated is one finding at its place; what is undecided passes on. */
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

#include <string.h>

enum {
	CALLS_MOST = 64,                /* functions calling functions: each level takes stack */
	TEXT_MOST = 64 << 10,           /* bytes of a joined text: a line of a worksheet, not a book */
	LOCALS_MOST = 32,
	DEPTH_MOST = 2500,              /* evaluations within each other, through functions too: about a kilobyte of stack each */
	ARGS_NEAR = 4,                  /* arguments that are kept on the stack */
	LIST_MOST = 100000,             /* values in a list and in the lists within it: shared items are shown each time */
	FUEL_ITEM = 16, FUEL_UNITS = 32,/* what takes memory pays for it */
};

/* --- findings --------------------------------------------------------------------------------------------- */
bool eval_fail(struct eval *e, const struct finding_kind *kind, struct range place, const char *help, const char *format, ...)
{
	va_list list;
	if (e->silent)
		return false;
	va_start(list, format);
	struct finding *f = diag_vadd(e->diag, kind, e->calls ? e->call_place : place, format, list);
	va_end(list);
	f->help = str_of(help);
	if (e->calls)
		diag_note(e->diag, f, place, "in the function that is called here");
	return false;
}

bool eval_charge(struct eval *e, struct range place, uint64_t fuel)
{
	if (fuel <= e->fuel) {
		e->fuel -= fuel;
		return true;
	}
	e->fuel = 0;
	if (!e->spent)
		eval_fail(e, &finding_out_of_fuel, place, "raise it with --limit fuel=N, or compute less",
			"the expressions of this worksheet need more work than the limit of fuel (%llu) allows", (unsigned long long)e->limits->fuel);
	e->spent = true;
	return false;
}

bool eval_list(struct eval *e, struct range place, const struct value *items, size_t n, struct value *out)
{
	size_t weight = 0;
	for (size_t i = 0; i < n; i++)
		weight += 1 + items[i].weight + items[i].text.n / 16;
	if (weight > LIST_MOST)
		return eval_fail(e, &finding_too_big, place, NULL, "the list holds more than %d values", LIST_MOST);
	*out = (struct value){ .kind = VALUE_LIST, .items = items, .item_count = n, .weight = weight };
	return eval_charge(e, place, weight);
}

struct str eval_source(struct eval *e, const struct tree *t)
{
	return text_range(e->diag->text, t->place);
}

struct str eval_line_label(struct eval *e, uint32_t line)
{
	return line == LINE_NONE ? STR("") : str_format(e->arena, "line %.*s", STR_ARG(e->model->lines.at[line].number_text));
}

struct str eval_origin(struct eval *e, const struct tree *t, const struct value *v)
{
	struct str source = eval_source(e, t), shown = values_show(e->arena, v);
	struct buf b = { 0 };
	const struct name *n = t->kind == TREE_NAME ? map_get(e->values->names, t->text) : NULL;
	buf_put(&b, source);
	if (v->kind == VALUE_NUMBER) {
		struct str unit = v->unit->dims ? v->unit->name : STR("a plain number");
		if (!str_eq(source, shown))
			buf_printf(&b, " (%.*s%s%.*s", STR_ARG(shown), v->unit->dims ? " " : ", ", STR_ARG(unit));
		else
			buf_printf(&b, " (%.*s", STR_ARG(unit));
		if (n && n->line != LINE_NONE)
			buf_printf(&b, ", %.*s", STR_ARG(eval_line_label(e, n->line)));
		else if (n && n->kind == NAME_FACT)
			buf_puts(&b, ", a fact");
		buf_putc(&b, ')');
	}
	struct str r = str_copy(e->arena, buf_str(&b));
	buf_free(&b);
	return r;
}

static const char *kind_text(const struct value *v)
{
	switch (v->kind) {
	case VALUE_NUMBER: return "a number";
	case VALUE_TEXT: return "a text";
	case VALUE_TRUTH: return "true or false";
	case VALUE_LIST: return "a list";
	case VALUE_UNDECIDED: case VALUE_ABSENT: break;
	}
	return "undecided";
}

/* --- operators -------------------------------------------------------------------------------------------- */
static bool passes_on(const struct value *v)
{
	return v->kind == VALUE_UNDECIDED || v->kind == VALUE_ABSENT;
}

static bool wrong_kinds(struct eval *e, const struct tree *t, const struct value *a, const struct value *b, const char *what)
{
	const struct tree *x = t->kids.at[0], *y = t->kids.at[1];
	return eval_fail(e, &finding_bad_lua, t->place, NULL, "%s: %.*s is %s, %.*s is %s", what,
		STR_ARG(eval_source(e, x)), kind_text(a), STR_ARG(eval_source(e, y)), kind_text(b));
}

static struct str unit_text(const struct value *v)
{
	return v->unit->dims ? v->unit->name : STR("a plain number");
}

static bool quantity_fail(struct eval *e, const struct tree *t, enum quantity q, enum num_trouble trouble, const struct value *a, const struct value *b, const char *what)
{
	const struct tree *x = t->kids.at[0], *y = t->kids.at[1];
	const struct value *odd = a->unit->dims ? a : b;
	switch (q) {
	case QUANTITY_FINE:
		return true;
	case QUANTITY_NUMBER:
		if (trouble == NUM_TOO_BIG)
			return eval_fail(e, &finding_too_big, t->place, "compute less, or raise it with --limit number-bits=N",
				"the result of %.*s has more bits than the limit of number-bits (%llu) allows", STR_ARG(eval_source(e, t)), (unsigned long long)e->limits->number_bits);
		return eval_fail(e, &finding_bad_lua, t->place, NULL, "%.*s: %s", STR_ARG(eval_source(e, t)), num_trouble_text(trouble));
	case QUANTITY_UNITS:
		return eval_fail(e, &finding_unit_mismatch, t->place,
			!a->unit->dims || !b->unit->dims ? "give the plain number its unit, as in 4096 * byte" : "convert one of the two, or divide by a rate such as byte/page",
			"%s: %.*s and %.*s", what, STR_ARG(eval_origin(e, x, a)), STR_ARG(eval_origin(e, y, b)));
	case QUANTITY_BITS:
		return eval_fail(e, &finding_unit_mismatch, t->place,
			str_format(e->arena, "divide by the unit, as in x / %.*s, or take the bare number with num(x)", STR_ARG(unit_text(odd))).s,
			"bits are those of a plain whole number: %.*s and %.*s", STR_ARG(eval_origin(e, x, a)), STR_ARG(eval_origin(e, y, b)));
	case QUANTITY_EXPONENT:
		return eval_fail(e, &finding_unit_mismatch, t->place, "take the bare number with num(x)",
			"an exponent is a plain number: %.*s", STR_ARG(eval_origin(e, y, b)));
	case QUANTITY_DIMENSIONS:
		return eval_fail(e, &finding_unit_mismatch, t->place, NULL, "the unit of %.*s has more dimensions or higher powers than a quantity can have", STR_ARG(eval_source(e, t)));
	case QUANTITY_AMBIGUOUS:
		odd = a->unit->ambiguous ? a : b;
		return eval_fail(e, &finding_ambiguous_unit, t->place, str_format(e->arena, "define it above, as `%.*s := 1024 * byte`", STR_ARG(unit_text(odd))).s,
			"%.*s has more than one meaning, and this worksheet does not say which: %.*s and %.*s", STR_ARG(unit_text(odd)),
			STR_ARG(eval_origin(e, x, a)), STR_ARG(eval_origin(e, y, b)));
	}
	return false;
}

static bool compare(struct eval *e, const struct tree *t, const struct value *a, const struct value *b, struct value *out)
{
	const struct num *x, *y;
	const struct unit *unit;
	bool order = t->op != OP_EQ && t->op != OP_NE;
	int c;
	if (a->kind != b->kind || a->kind == VALUE_LIST || (order && a->kind == VALUE_TRUTH))
		return wrong_kinds(e, t, a, b, a->kind == b->kind ? "these cannot be compared" : "two different things are compared");
	if (a->kind == VALUE_NUMBER) {
		enum quantity q = quantity_join(e->arena, e->limits, e->values->units, a, b, &x, &y, &unit);
		if (!quantity_fail(e, t, q, NUM_TOO_BIG, a, b, "two quantities of different kinds are compared"))
			return false;
		c = num_compare(x, y);
	} else {
		c = a->kind == VALUE_TEXT ? str_cmp(a->text, b->text) : (int)a->truth - (int)b->truth;
	}
	*out = (struct value){ .kind = VALUE_TRUTH };
	switch (t->op) {
	case OP_LT: out->truth = c < 0; break;
	case OP_LE: out->truth = c <= 0; break;
	case OP_GT: out->truth = c > 0; break;
	case OP_GE: out->truth = c >= 0; break;
	case OP_NE: out->truth = c != 0; break;
	default: out->truth = c == 0; break;
	}
	return true;
}

static bool join(struct eval *e, const struct tree *t, const struct value *a, const struct value *b, struct value *out)
{
	if ((a->kind != VALUE_TEXT && a->kind != VALUE_NUMBER) || (b->kind != VALUE_TEXT && b->kind != VALUE_NUMBER))
		return wrong_kinds(e, t, a, b, "only texts and numbers can be joined");
	struct str x = values_show(e->arena, a), y = values_show(e->arena, b);
	if (x.n + y.n > TEXT_MOST)
		return eval_fail(e, &finding_too_big, t->place, NULL, "the text is longer than %d bytes", TEXT_MOST);
	if (!eval_charge(e, t->place, 1 + (x.n + y.n) / 2))
		return false;
	*out = (struct value){ .kind = VALUE_TEXT, .text = str_format(e->arena, "%.*s%.*s", STR_ARG(x), STR_ARG(y)) };
	return true;
}

static bool arithmetic(struct eval *e, const struct tree *t, const struct value *a, const struct value *b, struct value *out)
{
	enum num_trouble trouble;
	if (a->kind != VALUE_NUMBER || b->kind != VALUE_NUMBER)
		return wrong_kinds(e, t, a, b, "numbers are wanted");
	if (!eval_charge(e, t->place, num_cost(a->num, b->num) + (a->unit->dims || b->unit->dims ? FUEL_UNITS : 0)))
		return false;
	enum quantity q = quantity_apply(e->arena, e->limits, e->values->units, (enum num_op)t->op, a, b, out, &trouble);
	if (!quantity_fail(e, t, q, trouble, a, b, t->op == OP_ADD ? "two quantities of different kinds are added"
		: t->op == OP_SUB ? "two quantities of different kinds are subtracted" : "two quantities of different kinds meet"))
		return false;
	return t->op != OP_POW || eval_charge(e, t->place, num_cost(out->num, NULL));
}

/* and, or: what is undecided stays so only where it matters. */
static bool logic(struct eval *e, const struct tree *t, struct value *out)
{
	struct value a, b;
	bool both = t->op == OP_BOTH;
	if (!eval_tree(e, t->kids.at[0], &a))
		return false;
	bool falsy = a.kind == VALUE_TRUTH && !a.truth;
	if (!passes_on(&a) && falsy == both) {
		/* The other side is not needed; it is looked at for its names alone. A function's names were when it was defined. */
		static const struct span none;
		*out = a;
		return e->calls > 0 || eval_check_names(e, t->kids.at[1], &none);
	}
	if (!eval_tree(e, t->kids.at[1], &b))
		return false;
	*out = b;
	if (passes_on(&a) && !(b.kind == VALUE_TRUTH && b.truth != both))
		*out = a;
	return true;
}

static bool unary(struct eval *e, const struct tree *t, struct value *out)
{
	struct value v;
	const struct tree *x = t->kids.at[0];
	if (!eval_tree(e, x, &v))
		return false;
	if (passes_on(&v)) {
		*out = v;
		return true;
	}
	bool number = v.kind == VALUE_NUMBER, fine = number;
	if (t->op == OP_NOT)
		fine = v.kind == VALUE_TRUTH;
	if (t->op == OP_LENGTH)
		fine = v.kind == VALUE_LIST || v.kind == VALUE_TEXT;
	if (!fine)
		return eval_fail(e, &finding_bad_lua, t->place, NULL, "%s wants %s: %.*s is %s", tree_op_text(t->op),
			t->op == OP_NOT ? "true or false" : t->op == OP_LENGTH ? "a list or a text" : "a number", STR_ARG(eval_source(e, x)), kind_text(&v));
	if (t->op == OP_NOT) {
		*out = (struct value){ .kind = VALUE_TRUTH, .truth = !v.truth };
	} else if (t->op == OP_LENGTH) {
		*out = quantity_of(e->values->units, num_of(e->arena, (int64_t)(v.kind == VALUE_LIST ? v.item_count : v.text.n)));
	} else if (t->op == OP_NEGATE) {
		*out = (struct value){ .kind = VALUE_NUMBER, .num = num_negate(e->arena, v.num), .unit = v.unit };
	} else {
		if (v.unit->dims)
			return eval_fail(e, &finding_unit_mismatch, t->place, "take the bare number with num(x)",
				"bits are those of a plain whole number: %.*s", STR_ARG(eval_origin(e, x, &v)));
		if (!num_is_integer(v.num))
			return eval_fail(e, &finding_bad_lua, t->place, NULL, "%.*s: a whole number is wanted", STR_ARG(eval_source(e, t)));
		*out = quantity_of(e->values->units, num_negate(e->arena, v.num));
		if (num_apply(e->arena, e->limits, NUM_SUB, out->num, num_of(e->arena, 1), &out->num) != NUM_FINE)
			return eval_fail(e, &finding_too_big, t->place, NULL, "the result of %.*s is over the limit of number-bits", STR_ARG(eval_source(e, t)));
	}
	return true;
}

static bool binary(struct eval *e, const struct tree *t, struct value *out)
{
	struct value a, b;
	if (t->op == OP_BOTH || t->op == OP_EITHER)
		return logic(e, t, out);
	/* Both sides are looked at even when one fails, so that each says what is wrong with it; within a function one is enough. */
	bool left = eval_tree(e, t->kids.at[0], &a), right = (left || !e->calls) && eval_tree(e, t->kids.at[1], &b);
	if (!left || !right)
		return false;
	if (passes_on(&a) || passes_on(&b)) {
		*out = passes_on(&a) ? a : b;
		return true;
	}
	if (t->op >= OP_LT && t->op <= OP_NE)
		return compare(e, t, &a, &b, out);
	return t->op == OP_JOIN ? join(e, t, &a, &b, out) : arithmetic(e, t, &a, &b, out);
}

/* --- lists and calls -------------------------------------------------------------------------------------- */
static bool all_kids(struct eval *e, const struct tree *t, struct value *items, struct value *passing)
{
	bool fine = true;
	*passing = (struct value){ .kind = VALUE_NUMBER };
	for (size_t i = 0; i < t->kids.n && (fine || !e->calls); i++) {
		fine = eval_tree(e, t->kids.at[i], &items[i]) && fine;
		if (fine && passes_on(&items[i]) && !passes_on(passing))
			*passing = items[i];
	}
	return fine;
}

static bool list(struct eval *e, const struct tree *t, struct value *out)
{
	struct value *items, passing;
	if (!eval_charge(e, t->place, t->kids.n * FUEL_ITEM))
		return false;
	items = arena_take(e->arena, (t->kids.n + 1) * sizeof *items);
	if (!all_kids(e, t, items, &passing))
		return false;
	if (!passes_on(&passing))
		return eval_list(e, t->place, items, t->kids.n, out);
	*out = passing;
	return true;
}

static bool index_list(struct eval *e, const struct tree *t, struct value *out)
{
	struct value l, i;
	int64_t at;
	bool left = eval_tree(e, t->kids.at[0], &l), right = eval_tree(e, t->kids.at[1], &i);
	if (!left || !right)
		return false;
	if (passes_on(&l) || passes_on(&i)) {
		*out = passes_on(&l) ? l : i;
		return true;
	}
	if (l.kind != VALUE_LIST)
		return eval_fail(e, &finding_bad_lua, t->place, NULL, "%.*s is %s, not a list", STR_ARG(eval_source(e, t->kids.at[0])), kind_text(&l));
	if (i.kind != VALUE_NUMBER || !num_to_int64(i.num, &at) || at < 1 || (uint64_t)at > l.item_count)
		return eval_fail(e, &finding_bad_lua, t->kids.at[1]->place, "the first item has the index 1",
			"the list %.*s has %zu items, and %.*s is no index of one", STR_ARG(eval_source(e, t->kids.at[0])), l.item_count, STR_ARG(values_show(e->arena, &i)));
	*out = l.items[at - 1];
	return true;
}

static bool call_function(struct eval *e, const struct tree *t, struct name *n, const struct value *args, struct value *out)
{
	const struct span *span = &e->model->spans.at[n->span];
	struct local locals[LOCALS_MOST];
	if (n->failed || !n->tree) {
		*out = (struct value){ .kind = VALUE_UNDECIDED, .why = str_format(e->arena, "the function %.*s cannot be evaluated", STR_ARG(n->name)) };
		return true;
	}
	if (n->value.kind == VALUE_ABSENT || n->value.kind == VALUE_UNDECIDED) {
		*out = n->value;
		return true;
	}
	if (t->kids.n != span->parameters.n)
		return eval_fail(e, &finding_bad_lua, t->place, NULL, "%.*s takes %zu argument%s, not %zu", STR_ARG(n->name), span->parameters.n,
			span->parameters.n == 1 ? "" : "s", t->kids.n);
	if (span->parameters.n > LOCALS_MOST || e->calls >= CALLS_MOST)
		return eval_fail(e, &finding_too_big, t->place, NULL, "%s", e->calls >= CALLS_MOST
			? "functions call functions more than 64 levels deep" : "a function has more than 32 parameters");
	for (size_t i = 0; i < t->kids.n; i++)
		locals[i] = (struct local){ span->parameters.at[i], args[i] };
	const struct local *outer = e->locals;
	size_t outer_count = e->local_count;
	if (e->calls++ == 0)
		e->call_place = t->place;
	e->locals = locals;
	e->local_count = t->kids.n;
	bool fine = eval_tree(e, n->tree, out);
	e->locals = outer;
	e->local_count = outer_count;
	e->calls--;
	return fine;
}

static bool call(struct eval *e, const struct tree *t, struct value *out)
{
	struct value near[ARGS_NEAR], *args = near, passing;
	if (t->kids.n > ARGS_NEAR) {
		if (!eval_charge(e, t->place, t->kids.n * FUEL_ITEM))
			return false;
		args = arena_take(e->arena, t->kids.n * sizeof *args);
	}
	struct name *n = map_get(e->values->names, t->text);
	const struct builtin *b = n && n->kind == NAME_FUNCTION ? NULL : builtin_find(e, t->text);
	bool fine = all_kids(e, t, args, &passing);
	if (n && n->kind == NAME_FUNCTION) {
		eval_note_read(e, n);
		if (!fine || passes_on(&passing)) {
			*out = passing;
			return fine;
		}
		return call_function(e, t, n, args, out);
	}
	if (!b) {
		if (n)
			return eval_fail(e, &finding_bad_lua, t->name_place, NULL, "%.*s is no function but a value", STR_ARG(t->text));
		eval_unknown(e, t->text, t->name_place, "function");
		return false;
	}
	if (!fine)
		return false;
	if (t->kids.n < b->least || (b->most != UINT8_MAX && t->kids.n > b->most))
		return eval_fail(e, &finding_bad_lua, t->place, str_format(e->arena, "%s: %s", b->usage, b->about).s,
			"%s has the wrong number of arguments: %zu", b->name, t->kids.n);
	if (passes_on(&passing)) {
		*out = passing;
		return true;
	}
	uint64_t cost = 1;
	for (size_t i = 0; i < t->kids.n; i++)
		cost += args[i].kind == VALUE_NUMBER ? num_cost(args[i].num, NULL) : 1 + args[i].item_count + args[i].text.n / 8;
	if (!eval_charge(e, t->place, cost))
		return false;
	struct call c = { e, t, args, t->kids.n };
	return b->run(&c, out);
}

bool eval_tree(struct eval *e, const struct tree *t, struct value *out)
{
	bool fine = false;
	*out = (struct value){ .kind = VALUE_UNDECIDED, .why = STR("it cannot be evaluated") };
	if (!eval_charge(e, t->place, 1))
		return false;
	if (e->depth >= DEPTH_MOST)
		return eval_fail(e, &finding_too_big, t->place, "divide it into several definitions", "the expression and the functions that it calls are nested more than %d deep", DEPTH_MOST);
	e->depth++;
	switch (t->kind) {
	case TREE_NUMBER:
		*out = quantity_of(e->values->units, t->num);
		fine = true;
		break;
	case TREE_TEXT:
		*out = (struct value){ .kind = VALUE_TEXT, .text = t->text };
		fine = true;
		break;
	case TREE_TRUTH:
		*out = (struct value){ .kind = VALUE_TRUTH, .truth = t->truth };
		fine = true;
		break;
	case TREE_NAME: fine = eval_name_value(e, t, out); break;
	case TREE_LIST: fine = list(e, t, out); break;
	case TREE_INDEX: fine = index_list(e, t, out); break;
	case TREE_CALL: fine = call(e, t, out); break;
	case TREE_UNARY: fine = unary(e, t, out); break;
	case TREE_BINARY: fine = binary(e, t, out); break;
	}
	e->depth--;
	if (!fine)
		*out = (struct value){ .kind = VALUE_UNDECIDED, .why = STR("it cannot be evaluated") };
	return fine;
}
