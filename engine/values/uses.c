/* Names of other worksheets: uses: {zones: numa-zones.md} brings zones.total, with its unit, or why it cannot be used. */
#include "base.h"
#include "diag.h"
#include "source.h"
#include "model.h"
#include "facts.h"
#include "values.h"
#include "values/tree.h"
#include "values/units.h"
#include "values/eval.h"

enum { WHY_MOST = 200 };        /* a reason that came through more worksheets than this tells is not made longer */

/* The same unit in this worksheet's table. Where its name means something else here, or nothing, the number is given in
 * bytes, seconds and nouns. */
static bool translate(struct eval *e, struct value *v)
{
	struct units *u = e->values->units;
	const struct unit *from = v->unit, *to = units_plain(u), *part;
	struct str why;
	bool ambiguous;
	if (from->dims == 0) {
		v->unit = to;
		return true;
	}
	part = units_read(u, from->name, true, &ambiguous, &why);
	if (part && !ambiguous && part->dims == from->dims && num_compare(part->factor, from->factor) == 0) {
		v->unit = part;
		return true;
	}
	if (from->ambiguous)
		return false;
	for (uint32_t i = 0; i < from->dims; i++) {
		struct str word = from->dim[i].base == 0 ? STR("byte") : from->dim[i].base == 1 ? STR("s") : from->dim[i].word;
		part = units_read(u, word, true, &ambiguous, &why);
		to = part && !ambiguous ? units_product(u, to, part, from->dim[i].power) : NULL;
		if (!to)
			return false;
	}
	v->unit = to;
	return num_apply(e->arena, e->limits, NUM_MUL, v->num, from->factor, &v->num) == NUM_FINE
		&& num_apply(e->arena, e->limits, NUM_DIV, v->num, to->factor, &v->num) == NUM_FINE;
}

static struct value brought(struct eval *e, struct str sheet, const struct used_name *used)
{
	struct value v = used->name->value;
	bool none = v.kind == VALUE_UNDECIDED || v.kind == VALUE_ABSENT;
	struct str why = none ? STR("") : used->why;    /* its own reason names where it began */
	v.names = NULL;
	if (v.kind == VALUE_LIST) {
		struct value *items = arena_take(e->arena, (v.item_count + 1) * sizeof *items);
		for (size_t i = 0; i < v.item_count && !why.n; i++) {
			items[i] = v.items[i];
			if (items[i].kind == VALUE_LIST || (items[i].kind == VALUE_NUMBER && !translate(e, &items[i])))
				why = STR("its unit cannot be told here");
		}
		v.items = items;
	} else if (v.kind == VALUE_NUMBER && !why.n && !translate(e, &v)) {
		why = STR("its unit cannot be told here");
	} else if (none) {
		v.why = v.why.n > WHY_MOST ? v.why : str_format(e->arena, "%.*s: %.*s", STR_ARG(sheet), STR_ARG(v.why));
	}
	if (!why.n)
		return v;
	return (struct value){ .kind = VALUE_UNDECIDED, .why = str_format(e->arena, "%.*s of %.*s: %.*s", STR_ARG(used->name->name), STR_ARG(sheet), STR_ARG(why)) };
}

static void use(struct eval *e, const struct yaml_key *key, const struct yaml *path)
{
	const struct opener *opener = e->values->opener;
	if (path->kind != YAML_SCALAR) {
		eval_fail(e, &finding_bad_yaml, path->range, "write it as zones: numa-zones.md", "a used worksheet is the name of a file");
		return;
	}
	struct used *u = arena_take(e->arena, sizeof *u);
	*u = (struct used){ .name = key->name, .path = path->text, .place = key->range };
	*vec_add(e->arena, &e->values->used) = u;
	if (opener)
		opener->open(opener->with, e->arena, path->text, &u->sheet);
	else
		u->sheet.why = STR("no other worksheet can be opened here");
	if (u->sheet.why.n) {
		eval_fail(e, &finding_missing_file, path->range, NULL, "the worksheet %.*s cannot be used: %.*s", STR_ARG(path->text), STR_ARG(u->sheet.why));
		return;
	}
	for (size_t i = 0; i < u->sheet.names.n; i++) {
		const struct used_name *used = &u->sheet.names.at[i];
		struct name *n = arena_take(e->arena, sizeof *n);
		n->name = str_format(e->arena, "%.*s.%.*s", STR_ARG(key->name), STR_ARG(used->name->name));
		n->kind = NAME_USED;
		n->line = LINE_NONE;
		n->place = key->range;
		n->expression = str_format(e->arena, "%.*s:%.*s", STR_ARG(key->name), STR_ARG(used->line));
		n->used = u;
		n->used_line = used->name->line < u->sheet.lines.n ? &u->sheet.lines.at[used->name->line] : NULL;
		n->value = brought(e, path->text, used);
		map_put(e->values->names, n->name, n);
	}
}

const struct used *values_used(const struct values *v, struct str name)
{
	for (size_t i = 0; i < v->used.n; i++)
		if (str_eq(v->used.at[i]->name, name))
			return v->used.at[i];
	return NULL;
}

const struct used_line *values_used_line(const struct used *u, struct str id, uint32_t number)
{
	const struct used_line *found = NULL;
	for (size_t i = 0; i < u->sheet.lines.n; i++) {
		const struct used_line *l = &u->sheet.lines.at[i];
		if (id.n && str_eq(l->id, id))
			return l;
		if (number && l->number == number && !found)
			found = l;
	}
	return found;
}

void eval_uses(struct eval *e)
{
	const struct yaml *map = e->model->settings.uses;
	for (size_t i = 0; map && map->kind == YAML_MAP && i < map->keys.n; i++)
		use(e, &map->keys.at[i], map->items.at[i]);
}
