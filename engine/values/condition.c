/* What a check shows: its condition with the values in place. */
#include "base.h"
#include "diag.h"
#include "source.h"
#include "model.h"
#include "facts.h"
#include "values.h"
#include "values/tree.h"
#include "values/units.h"
#include "values/eval.h"

static const char *sign(enum tree_op op)
{
	switch (op) {
	case OP_LE: return "≤";
	case OP_GE: return "≥";
	case OP_EQ: return "=";
	case OP_NE: return "≠";
	default: return tree_op_text(op);
	}
}

static void put_value(struct eval *e, struct buf *b, const struct tree *t, bool with_unit)
{
	struct value v;
	eval_tree(e, t, &v);
	buf_put(b, values_show(e->arena, &v));
	if (with_unit && v.kind == VALUE_NUMBER && v.unit->dims)
		buf_printf(b, " %.*s", STR_ARG(v.unit->name));
}

/* Units stand in the condition only where the bare numbers would tell another story. */
static bool units_differ(struct eval *e, const struct tree *x, const struct tree *y)
{
	struct value a, b;
	if (!eval_tree(e, x, &a) || !eval_tree(e, y, &b) || a.kind != VALUE_NUMBER || b.kind != VALUE_NUMBER)
		return false;
	return units_same_dimension(a.unit, b.unit) && num_compare(a.unit->factor, b.unit->factor) != 0;
}

static void put(struct eval *e, struct buf *b, const struct tree *t, int above)
{
	if (t->kind == TREE_BINARY && t->op >= OP_LT && t->op <= OP_NE) {
		bool units = units_differ(e, t->kids.at[0], t->kids.at[1]);
		put_value(e, b, t->kids.at[0], units);
		buf_printf(b, " %s ", sign(t->op));
		put_value(e, b, t->kids.at[1], units);
	} else if (t->kind == TREE_BINARY && (t->op == OP_BOTH || t->op == OP_EITHER)) {
		int own = t->op == OP_BOTH ? 2 : 1;
		if (own < above)
			buf_putc(b, '(');
		put(e, b, t->kids.at[0], own);
		buf_printf(b, " %s ", tree_op_text(t->op));
		put(e, b, t->kids.at[1], own);
		if (own < above)
			buf_putc(b, ')');
	} else if (t->kind == TREE_UNARY && t->op == OP_NOT) {
		buf_puts(b, "not (");
		put(e, b, t->kids.at[0], 0);
		buf_putc(b, ')');
	} else if (t->kind == TREE_CALL) {
		buf_printf(b, "%.*s(", STR_ARG(t->text));
		for (size_t i = 0; i < t->kids.n; i++) {
			buf_puts(b, i ? ", " : "");
			put_value(e, b, t->kids.at[i], false);
		}
		buf_putc(b, ')');
	} else {
		buf_put(b, eval_source(e, t));
	}
}

struct str eval_condition(struct eval *e, const struct tree *t)
{
	struct buf b = { 0 };
	bool silent = e->silent;
	e->silent = true;
	put(e, &b, t, 0);
	e->silent = silent;
	struct str r = str_copy(e->arena, buf_str(&b));
	buf_free(&b);
	return r;
}
