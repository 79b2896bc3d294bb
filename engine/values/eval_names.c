/* Names in expressions: what a word stands for, and what was probably meant where it stands for nothing. */
#include "base.h"
#include "diag.h"
#include "source.h"
#include "model.h"
#include "facts.h"
#include "values.h"
#include "values/tree.h"
#include "values/units.h"
#include "values/eval.h"

enum { SUGGEST_MOST = 200 };    /* searches for a near name in one worksheet: each looks at every name */

static void suggest(struct str word, struct str known, size_t *least, struct str *best)
{
	size_t d = str_distance(word, known);
	if (d != STR_NONE && d < *least && d < known.n) {
		*least = d;
		*best = known;
	}
}

static struct str near_name(struct eval *e, struct str word)
{
	size_t least = word.n <= 3 ? 2 : 3;
	struct str best = { 0 };
	if (e->suggested++ >= SUGGEST_MOST)
		return best;
	for (size_t i = 0; i < e->local_count; i++)
		suggest(word, e->locals[i].name, &least, &best);
	for (size_t i = 0; i < e->values->names->n; i++)
		suggest(word, e->values->names->at[i].key, &least, &best);
	for (const struct builtin *b = builtins; b->name; b++)
		suggest(word, str_of(b->name), &least, &best);
	for (size_t i = 0; e->prelude && i < e->prelude->n; i++)
		suggest(word, e->prelude->at[i].key, &least, &best);
	return best;
}

void eval_unknown(struct eval *e, struct str name, struct range place, const char *what)
{
	struct span *span = map_get(e->later, name);
	if (span && span->line != LINE_NONE) {
		eval_fail(e, &finding_used_before_defined, place, "move the definition above its first use, or the use below it",
			"%.*s is used here, but defined only on %.*s", STR_ARG(name), STR_ARG(eval_line_label(e, span->line)));
		return;
	}
	if (span) {
		eval_fail(e, &finding_used_before_defined, place, "move the definition above its first use, or the use below it",
			"%.*s is used here, but defined only further down", STR_ARG(name));
		return;
	}
	struct str near = near_name(e, name);
	eval_fail(e, &finding_unknown_name, place,
		near.n ? str_format(e->arena, "did you mean %.*s?", STR_ARG(near)).s : "define it above with `name := expression`, or as a fact in the front matter",
		"there is no %s %.*s", what, STR_ARG(name));
}

void eval_note_read(struct eval *e, struct name *n)
{
	if (!e->reads || e->calls)
		return;
	/* Comparing with all that was read before is paid for, so that a long expression of many names stays bounded. */
	e->fuel -= e->fuel < e->reads->n / 8 ? e->fuel : e->reads->n / 8;
	for (size_t i = 0; i < e->reads->n; i++)
		if (e->reads->at[i] == n)
			return;
	*vec_add(e->arena, e->reads) = n;
}

struct name *eval_name(struct eval *e, struct str text, struct range place, bool *failed)
{
	struct name *n = map_get(e->values->names, text);
	*failed = false;
	if (!n)
		return NULL;
	eval_note_read(e, n);
	if (n->kind == NAME_FACT) {
		eval_fact(e, n);
		if (n->line != LINE_NONE && !n->early && e->at < e->model->lines.at[n->line].range.at) {
			n->early = !e->silent;
			eval_fail(e, &finding_used_before_defined, place, "move the axiom above its first use, or the use below it",
				"the fact %.*s is used here, but enters the derivation only on %.*s", STR_ARG(text), STR_ARG(eval_line_label(e, n->line)));
		}
	}
	return n;
}

bool eval_name_value(struct eval *e, const struct tree *t, struct value *out)
{
	bool failed, ambiguous;
	for (size_t i = 0; i < e->local_count; i++) {
		if (str_eq(e->locals[i].name, t->text)) {
			*out = e->locals[i].value;
			return true;
		}
	}
	struct name *n = eval_name(e, t->text, t->place, &failed);
	if (n && n->kind == NAME_FUNCTION)
		return eval_fail(e, &finding_bad_lua, t->place, NULL, "%.*s is a function: it needs its arguments", STR_ARG(t->text));
	if (n) {
		*out = n->value;
		return true;
	}
	const struct unit *u = map_get(e->later, t->text) && !units_defined(e->values->units, t->text) ? NULL
		: units_word(e->values->units, t->text, &ambiguous);
	if (!u) {
		if (builtin_find(e, t->text) && !map_get(e->later, t->text))
			return eval_fail(e, &finding_bad_lua, t->place, NULL, "%.*s is a function: it needs its arguments", STR_ARG(t->text));
		eval_unknown(e, t->text, t->place, "name");
		return false;
	}
	if (ambiguous) {
		const char *help = str_format(e->arena, "define it above, as `%.*s := 1024 * byte`", STR_ARG(t->text)).s;
		return eval_fail(e, &finding_ambiguous_unit, t->place, help, "%.*s has more than one meaning, and this worksheet does not say which", STR_ARG(t->text));
	}
	*out = quantity_of(e->values->units, num_of(e->arena, 1));
	out->unit = out->names = u;
	return true;
}

bool eval_check_names(struct eval *e, const struct tree *t, const struct span *function)
{
	bool fine = true, ambiguous;
	if (t->kind == TREE_NAME || t->kind == TREE_CALL) {
		bool own = str_eq(t->text, function->name), parameter = false;
		for (size_t i = 0; i < function->parameters.n; i++)
			parameter |= t->kind == TREE_NAME && str_eq(function->parameters.at[i], t->text);
		if (parameter) {
			/* bound by the call */
		} else if (own) {
			fine = eval_fail(e, &finding_bad_lua, t->place, NULL, "the function %.*s uses itself", STR_ARG(t->text));
		} else if (t->kind == TREE_CALL) {
			struct name *n = map_get(e->values->names, t->text);
			if (n)
				eval_note_read(e, n);
			if (!(n && n->kind == NAME_FUNCTION) && !builtin_find(e, t->text)) {
				eval_unknown(e, t->text, t->name_place, "function");
				fine = false;
			}
		} else if (map_get(e->values->names, t->text)) {
			bool failed;
			eval_name(e, t->text, t->place, &failed);
		} else if (map_get(e->later, t->text) || !units_word(e->values->units, t->text, &ambiguous)) {
			eval_unknown(e, t->text, t->place, "name");
			fine = false;
		}
	}
	for (size_t i = 0; i < t->kids.n; i++)
		fine = eval_check_names(e, t->kids.at[i], function) && fine;
	return fine;
}
