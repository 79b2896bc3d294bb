/* The stage: facts become names, spans become results, in order of the text. */
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
#include "values/after.h"
#include "values/state.h"

struct run {
	struct eval e;
	const struct tree **trees;      /* one a span; NULL: it cannot be read */
	uint32_t lines_done;            /* lines whose when: is decided */
	bool grouped;                   /* numbers: {display: grouped} */
};

static struct value undecided(struct str why)
{
	return (struct value){ .kind = VALUE_UNDECIDED, .why = why };
}

/* --- names ------------------------------------------------------------------------------------------------ */
static struct name *add_name(struct eval *e, struct str text, enum name_kind kind, struct range place)
{
	struct name *n = arena_take(e->arena, sizeof *n);
	n->name = text;
	n->kind = kind;
	n->line = LINE_NONE;
	n->place = place;
	map_put(e->values->names, text, n);
	return n;
}

/* The unit of a fact names kB, and the worksheet defines kB below the first use of the fact. */
static const struct span *unit_defined_later(struct eval *e, struct str unit)
{
	for (size_t i = 0; i < e->later->n; i++) {
		size_t at = str_find(unit, e->later->at[i].key);
		bool ambiguous;
		if (at == STR_NONE || units_defined(e->values->units, e->later->at[i].key))
			continue;
		if (units_word(e->values->units, e->later->at[i].key, &ambiguous) && ambiguous)
			return e->later->at[i].value;
	}
	return NULL;
}

static const struct unit *fact_unit(struct eval *e, struct name *n)
{
	const struct fact *f = n->fact;
	struct range place = f->unit_range.n ? f->unit_range : f->range;
	struct str why;
	bool ambiguous;
	const struct unit *u = units_read(e->values->units, f->unit, true, &ambiguous, &why);
	if (!u) {
		struct finding *found = diag_add(e->diag, &finding_unknown_name, place, "the unit of the fact %.*s cannot be read: %.*s", STR_ARG(f->name), STR_ARG(why));
		found->found = f->unit;
		return NULL;
	}
	if (ambiguous && !map_get(e->said, f->unit)) {
		const struct span *later = unit_defined_later(e, f->unit);
		map_put(e->said, f->unit, n);
		struct finding *found = later
			? diag_add(e->diag, &finding_used_before_defined, later->name_range, "the unit %.*s is defined here, but the fact %.*s in %.*s is used above",
				STR_ARG(later->name), STR_ARG(f->name), STR_ARG(f->unit))
			: diag_add(e->diag, &finding_ambiguous_unit, place, "%.*s, the unit of the fact %.*s, has more than one meaning, and this worksheet does not say which",
				STR_ARG(f->unit), STR_ARG(f->name));
		found->help = later ? STR("move the definition above the first use of the fact")
			: str_format(e->arena, "define it in a line above the fact's first use, as `%.*s := 1024 * byte`, or in the front matter under units:", STR_ARG(f->unit));
	}
	return u;
}

static bool fact_number(struct eval *e, struct name *n, struct str text, struct value *out)
{
	bool minus = str_starts(text, STR("-"));
	const struct num *x;
	if (!num_read(e->arena, e->limits, str_from(text, minus), &x))
		return false;
	const struct unit *u = fact_unit(e, n);
	*out = undecided(str_format(e->arena, "the unit of the fact %.*s is not known", STR_ARG(n->name)));
	n->failed = !u;
	if (u)
		*out = (struct value){ .kind = VALUE_NUMBER, .num = minus ? num_negate(e->arena, x) : x, .unit = u };
	return true;
}

void eval_fact(struct eval *e, struct name *n)
{
	const struct fact *f = n->fact;
	if (n->ready)
		return;
	n->ready = true;
	if (!facts_status_good(f->status)) {
		n->value = undecided(str_format(e->arena, "the fact %.*s is not to be had: %.*s", STR_ARG(f->name), STR_ARG(f->why)));
		return;
	}
	switch (f->type) {
	case FACT_NUMBER:
		if (fact_number(e, n, str_trim(f->value), &n->value))
			return;
		n->failed = true;
		n->value = undecided(str_format(e->arena, "the fact %.*s is no number", STR_ARG(f->name)));
		diag_add(e->diag, &finding_fact_garbled, f->range, "the fact %.*s is no number: %.*s", STR_ARG(f->name), STR_ARG(f->value))->found = f->value;
		return;
	case FACT_TEXT:
		n->value = (struct value){ .kind = VALUE_TEXT, .text = f->value };
		return;
	case FACT_TRUTH: {
		bool yes = str_is(f->value, "true") || str_is(f->value, "yes") || str_is(f->value, "y") || str_is(f->value, "1");
		n->value = (struct value){ .kind = VALUE_TRUTH, .truth = yes };
		return;
	}
	case FACT_LIST: {
		struct value *items = arena_take(e->arena, (f->items.n + 1) * sizeof *items);
		const struct num *x;
		for (size_t i = 0; i < f->items.n; i++) {
			struct str item = f->items.at[i];
			if (!num_read(e->arena, e->limits, item, &x) || !fact_number(e, n, item, &items[i]))
				items[i] = (struct value){ .kind = VALUE_TEXT, .text = item };
		}
		n->value = (struct value){ .kind = VALUE_LIST, .items = items, .item_count = f->items.n };
		return;
	}
	}
}

/* --- front matter ----------------------------------------------------------------------------------------- */
/* "1024 byte", or an expression */
static bool read_quantity(struct eval *e, const struct yaml *y, struct value *out)
{
	struct str why, text = str_trim(y->text), number = text;
	size_t blank = str_find_char(text, ' ');
	const struct num *x;
	if (blank != STR_NONE)
		number = str_slice(text, 0, blank);
	struct str words = str_trim(str_from(text, number.n));
	bool minus = str_starts(number, STR("-"));
	if (num_read(e->arena, e->limits, str_from(number, minus), &x) && (!words.n || (words.s[0] | 0x20) >= 'a')) {
		const struct unit *u = words.n ? units_read(e->values->units, words, true, NULL, &why) : units_plain(e->values->units);
		if (!u)
			return eval_fail(e, &finding_unknown_name, y->range, NULL, "the unit cannot be read: %.*s", STR_ARG(why));
		*out = (struct value){ .kind = VALUE_NUMBER, .num = minus ? num_negate(e->arena, x) : x, .unit = u };
		return true;
	}
	const struct tree *t = tree_parse(e->arena, e->diag, e->limits, text, y->range.at + y->quoted);
	return t && eval_tree(e, t, out);
}

static void define_unit(struct eval *e, struct str word, const struct value *v, struct range place)
{
	bool ambiguous;
	const struct unit *known = units_word(e->values->units, word, &ambiguous), *readings[2];
	const struct unit *like = known;
	if (ambiguous && units_readings(e->values->units, word, readings, 2))
		like = readings[0];
	const struct num *factor = NULL;
	if (like && !ambiguous && units_same_dimension(like, v->unit)
		&& num_apply(e->arena, e->limits, NUM_MUL, v->num, v->unit->factor, &factor) == NUM_FINE && num_compare(factor, like->factor) != 0) {
		eval_fail(e, &finding_name_twice, place, "take another name", "%.*s is a unit already, and means something else", STR_ARG(word));
		return;
	}
	if (like && ambiguous && !units_same_dimension(like, v->unit)) {
		eval_fail(e, &finding_unit_mismatch, place, str_format(e->arena, "write it as a multiple of %s", like->dim[0].base == 0 && like->dims == 1 ? "byte" : "its own kind").s,
			"%.*s is defined as a quantity of another kind: %.*s", STR_ARG(word), STR_ARG(v->unit->dims ? v->unit->name : STR("a plain number")));
		return;
	}
	units_define(e->values->units, word, v->num, v->unit);
}

static void read_units(struct eval *e)
{
	const struct yaml *map = e->model->settings.units;
	struct value v;
	for (size_t i = 0; map && map->kind == YAML_MAP && i < map->keys.n; i++) {
		const struct yaml *y = map->items.at[i];
		struct range place = map->keys.at[i].range;
		if (y->kind != YAML_SCALAR)
			eval_fail(e, &finding_bad_yaml, y->range, "write it as MB: 1024 kB", "a unit is a quantity");
		else if (!read_quantity(e, y, &v))
			continue;
		else if (v.kind != VALUE_NUMBER || num_sign(v.num) <= 0 || v.unit->dims == 0)
			eval_fail(e, &finding_bad_yaml, y->range, "write it as MB: 1024 kB", "a unit is a positive quantity with a unit of its own");
		else
			define_unit(e, map->keys.at[i].name, &v, place);
	}
}

static void read_params(struct eval *e)
{
	const struct yaml *map = e->model->settings.params;
	for (size_t i = 0; map && map->kind == YAML_MAP && i < map->keys.n; i++) {
		const struct yaml *y = map->items.at[i];
		if (map_get(e->values->names, map->keys.at[i].name) || y->kind != YAML_SCALAR)
			continue;
		struct name *n = add_name(e, map->keys.at[i].name, NAME_DEFINED, map->keys.at[i].range);
		n->expression = y->text;
		n->span = UINT32_MAX;
		n->failed = !read_quantity(e, y, &n->value);
	}
}

/* --- before anything is evaluated --------------------------------------------------------------------------- */
static void enter_facts(struct run *r, const struct tree *t, const struct span *span)
{
	if (t->kind == TREE_NAME) {
		struct name *n = map_get(r->e.values->names, t->text);
		if (n && n->kind == NAME_FACT && n->line == LINE_NONE) {
			n->line = span->line;
			n->place = span->range;
		}
	}
	for (size_t i = 0; i < t->kids.n; i++)
		enter_facts(r, t->kids.at[i], span);
}

static void prepare(struct run *r)
{
	struct eval *e = &r->e;
	const struct model *m = e->model;
	for (size_t i = 0; i < e->facts->all.n && m->settings.annotated; i++) {
		const struct fact *f = &e->facts->all.at[i];
		add_name(e, f->name, NAME_FACT, f->range)->fact = f;
	}
	r->trees = arena_take(e->arena, (m->spans.n + 1) * sizeof *r->trees);
	for (size_t i = 0; i < m->spans.n; i++) {
		struct span *s = &m->spans.at[i];
		r->trees[i] = tree_parse(e->arena, e->diag, e->limits, s->expression, s->expression_at);
		if ((s->kind == SPAN_DEFINE || s->kind == SPAN_FUNCTION) && !map_get(e->later, s->name))
			map_put(e->later, s->name, s);
		if (r->trees[i] && s->kind != SPAN_FUNCTION && s->line != LINE_NONE && m->lines.at[s->line].role == ROLE_PREMISE)
			enter_facts(r, r->trees[i], s);
	}
	const struct yaml *display = source_get(m->settings.numbers, "display");
	r->grouped = display && str_is(display->text, "grouped");
	if (display && !r->grouped && !str_is(display->text, "plain"))
		eval_fail(e, &finding_bad_yaml, display->range, "write plain or grouped", "numbers are displayed plain, or grouped in threes, not '%.*s'", STR_ARG(display->text));
	read_units(e);
	read_params(e);
	eval_uses(e);
}

/* --- lines -------------------------------------------------------------------------------------------------- */
/* "line 05 is for machines where num(page) == 16384; here num(page) is 4096" */
static struct str failed_condition(struct eval *e, struct str label, const struct tree *t)
{
	struct str condition = eval_source(e, t);
	const struct tree *x = t->kind == TREE_BINARY && t->op >= OP_LT && t->op <= OP_NE ? t->kids.at[0] : NULL;
	struct value v;
	if (x && (x->kind == TREE_NUMBER || x->kind == TREE_TEXT))
		x = t->kids.at[1];
	if (!x || !eval_tree(e, x, &v))
		return str_format(e->arena, "%.*s is for machines where %.*s, and here that is false", STR_ARG(label), STR_ARG(condition));
	return str_format(e->arena, "%.*s is for machines where %.*s; here %.*s is %.*s", STR_ARG(label), STR_ARG(condition),
		STR_ARG(eval_source(e, x)), STR_ARG(values_show(e->arena, &v)));
}

static void decide_line(struct run *r, uint32_t index)
{
	struct eval *e = &r->e;
	const struct line *line = &e->model->lines.at[index];
	struct applies *out = &e->values->lines.at[index];
	struct value v;
	out->yes = true;
	if (!line->when.n)
		return;
	const struct tree *t = tree_parse(e->arena, e->diag, e->limits, line->when, line->when_at);
	e->at = line->range.at;
	e->reads = (void *)&out->reads;
	bool fine = t && eval_tree(e, t, &v);
	e->reads = NULL;
	struct str label = eval_line_label(e, index);
	if (fine && (v.kind == VALUE_NUMBER || v.kind == VALUE_TEXT || v.kind == VALUE_LIST))
		fine = eval_fail(e, &finding_bad_lua, t->place, NULL, "a condition is true or false, and this is neither");
	if (!fine) {
		out->undecided = true;
		out->why = str_format(e->arena, "the condition of %.*s cannot be evaluated", STR_ARG(label));
	} else if (v.kind == VALUE_UNDECIDED) {
		out->undecided = true;
		out->why = v.why;
	} else if (v.kind == VALUE_ABSENT) {
		out->yes = false;
		out->why = v.why;
	} else if (!v.truth) {
		out->yes = false;
		out->why = failed_condition(e, label, t);
	}
}

static void decide_lines(struct run *r, uint32_t end)
{
	while (r->lines_done < end)
		decide_line(r, r->lines_done++);
}

/* --- spans -------------------------------------------------------------------------------------------------- */
/* `kB := 1024 * byte`: the name is a word for a unit, so it becomes one. */
static void define(struct eval *e, const struct span *span, struct value *v)
{
	bool ambiguous;
	const struct unit *known = units_word(e->values->units, span->name, &ambiguous);
	if (!known || v->kind != VALUE_NUMBER || units_counts(known))
		return;
	if (v->unit->dims == 0 || (!ambiguous && !units_same_dimension(known, v->unit)))
		return;
	define_unit(e, span->name, v, span->name_range);
	if (units_defined(e->values->units, span->name))
		v->names = units_word(e->values->units, span->name, &ambiguous);
}

static struct name *bind(struct run *r, const struct span *span, struct result *out)
{
	struct eval *e = &r->e;
	struct name *old = map_get(e->values->names, span->name);
	if (!old && span->kind == SPAN_FUNCTION && builtin_find(e, span->name)) {
		eval_fail(e, &finding_name_twice, span->name_range, "take another name", "%.*s is a function of hence already", STR_ARG(span->name));
		return NULL;
	}
	/* One name may be given by several lines that exclude each other through when:, each for its own machines. */
	const struct line *lines = e->model->lines.at;
	bool may_exclude = old && old->line != LINE_NONE && old->kind != NAME_FACT && lines[old->line].when.n && span->line != LINE_NONE && lines[span->line].when.n;
	if (may_exclude && !out->applies)
		return NULL;
	if (may_exclude && !e->values->lines.at[old->line].yes)
		old = NULL;
	if (old) {
		struct finding *f = diag_add(e->diag, &finding_name_twice, span->name_range, "%.*s is defined already, %s%.*s", STR_ARG(span->name),
			old->kind == NAME_FACT ? "as a fact" : old->line == LINE_NONE ? "above" : "on ", STR_ARG(old->kind == NAME_FACT ? STR("") : eval_line_label(e, old->line)));
		diag_note(e->diag, f, old->kind == NAME_FACT ? old->fact->range : old->place, "the first definition");
		f->help = STR("a name has one meaning: take another name, or show the value with `= name`");
		out->failed = true;
		return NULL;
	}
	struct name *n = add_name(e, span->name, span->kind == SPAN_FUNCTION ? NAME_FUNCTION : NAME_DEFINED, span->name_range);
	n->line = span->line;
	n->expression = span->expression;
	n->span = span->index;
	n->tree = r->trees[span->index];
	return n;
}

static void function(struct run *r, const struct span *span, struct result *out)
{
	struct eval *e = &r->e;
	const struct tree *t = r->trees[span->index];
	bool fine = t && eval_check_names(e, t, span);
	e->reads = NULL;
	struct name *n = bind(r, span, out);
	out->failed = out->failed || !fine;
	if (n) {
		n->failed = !fine;
		n->value.kind = VALUE_TEXT;     /* neither undecided nor absent; there is no value to read */
		for (size_t i = 0; i < out->reads.n; i++)
			*vec_add(e->arena, &n->reads) = out->reads.at[i];
	}
	struct buf b = { 0 };
	buf_printf(&b, "%.*s(", STR_ARG(span->name));
	for (size_t i = 0; i < span->parameters.n; i++)
		buf_printf(&b, "%s%.*s", i ? ", " : "", STR_ARG(span->parameters.at[i]));
	buf_printf(&b, ") = %.*s", STR_ARG(str_trim(span->expression)));
	out->shown = str_copy(e->arena, buf_str(&b));
	buf_free(&b);
	const struct applies *applies = span->line == LINE_NONE ? NULL : &e->values->lines.at[span->line];
	out->value = (struct value){ .kind = VALUE_TEXT, .text = out->shown };
	if (!out->applies)
		out->value = (struct value){ .kind = VALUE_ABSENT, .why = applies->why };
	else if (applies && applies->undecided)
		out->value = undecided(applies->why);
	else if (out->failed)
		out->value = undecided(str_format(e->arena, "the function %.*s cannot be evaluated", STR_ARG(span->name)));
	if (n && out->value.kind != VALUE_TEXT)
		n->value = out->value;
}

static void check_answer(struct eval *e, const struct span *span, const struct result *out)
{
	bool no = span->answer == ANSWER_NO;
	if (out->value.kind != VALUE_TRUTH || out->value.truth != no)
		return;
	/* A line of role false is wrong on purpose; that it is, is another rule's to see. */
	if (span->line != LINE_NONE && e->model->lines.at[span->line].role == ROLE_FALSE)
		return;
	const char *is = out->value.truth ? "true" : "false";
	struct finding *f = span->answer == ANSWER_NONE
		? diag_add(e->diag, &finding_wrong_answer, span->range, "%.*s is %s: computed %.*s", STR_ARG(str_trim(span->expression)), is, STR_ARG(out->shown))
		: diag_add(e->diag, &finding_wrong_answer, span->answer_range, "%.*s is %s: computed %.*s, but the answer says %.*s", STR_ARG(str_trim(span->expression)), is,
			STR_ARG(out->shown), STR_ARG(text_range(e->diag->text, span->answer_range)));
	f->found = span->answer == ANSWER_NONE ? STR("") : text_range(e->diag->text, span->answer_range);
	f->expected = out->value.truth ? STR("YES") : STR("NO");
	f->help = span->answer == ANSWER_NONE ? STR("mend the condition, or write NO after it when it is meant to fail")
		: str_format(e->arena, "the computed answer is %.*s", STR_ARG(f->expected));
}

static uint32_t count_operations(const struct tree *t)
{
	uint32_t n = t->kind == TREE_BINARY || t->kind == TREE_UNARY || t->kind == TREE_CALL;
	for (size_t i = 0; i < t->kids.n; i++)
		n += count_operations(t->kids.at[i]);
	return n;
}

static void evaluate(struct run *r, const struct span *span)
{
	struct eval *e = &r->e;
	struct result *out = &e->values->results.at[span->index];
	const struct tree *t = r->trees[span->index];
	const struct applies *applies = span->line == LINE_NONE ? NULL : &e->values->lines.at[span->line];
	static const struct span none;
	out->applies = !applies || applies->yes;
	out->tree = t;
	out->operations = t ? count_operations(t) : 0;
	e->at = span->range.at;
	e->reads = (void *)&out->reads;
	if (span->kind == SPAN_FUNCTION) {
		function(r, span, out);
		e->reads = NULL;
		return;
	}
	if (!t) {
		out->failed = true;
	} else if (!out->applies || (applies && applies->undecided)) {
		out->failed = !eval_check_names(e, t, &none);
	} else if (!eval_tree(e, t, &out->value)) {
		out->failed = true;
	} else if (span->kind == SPAN_CHECK && (out->value.kind == VALUE_NUMBER || out->value.kind == VALUE_TEXT || out->value.kind == VALUE_LIST)) {
		out->failed = !eval_fail(e, &finding_bad_lua, t->place, "write a condition, as in x == 12", "a check is true or false, and this is neither");
	}
	e->reads = NULL;
	struct str label = eval_line_label(e, span->line);
	if (!out->applies)
		out->value = (struct value){ .kind = VALUE_ABSENT, .why = applies->why };
	else if (applies && applies->undecided)
		out->value = undecided(applies->why);
	else if (out->failed)
		out->value = undecided(span->kind == SPAN_DEFINE
			? str_format(e->arena, "%.*s could not be computed%s%.*s", STR_ARG(span->name), label.n ? " on " : "", STR_ARG(label))
			: STR("it could not be computed"));
	if (span->kind == SPAN_DEFINE) {
		struct name *n = bind(r, span, out);
		if (n && !out->failed)
			define(e, span, &out->value);
		if (n) {
			n->value = out->value;
			n->failed = out->failed;
			for (size_t i = 0; i < out->reads.n; i++)
				*vec_add(e->arena, &n->reads) = out->reads.at[i];
		}
	}
	struct value shown = out->value;
	shown.style.group |= r->grouped && shown.style.base != 16 && shown.style.base != 2 && shown.style.base != 8 && !shown.style.width;
	out->shown = span->kind == SPAN_CHECK && out->value.kind == VALUE_TRUTH ? eval_condition(e, t) : values_show(e->arena, &shown);
	if (span->kind == SPAN_CHECK)
		check_answer(e, span, out);
	else
		after_check_unit(e, span, &out->value);
	if (span->line != LINE_NONE && e->model->lines.at[span->line].steps && (out->value.kind == VALUE_NUMBER || out->value.kind == VALUE_LIST))
		eval_steps(e, t, &out->steps);
	if (span->in_figure && !out->failed)
		out->shown = after_fit(e, span, &out->value, out->shown);
}

void values_run(struct arena *a, struct diag *d, const struct limits *l, const struct model *m, const struct facts *f, const struct asker *asker, struct values *v)
{
	(void)asker;
	v->names = map_new(a);
	v->units = units_new(a, l);
	struct run r = { .e = { .arena = a, .diag = d, .limits = l, .model = m, .facts = f, .values = v, .fuel = l->fuel,
		.later = map_new(a), .said = map_new(a) } };
	for (size_t i = 0; i < m->spans.n; i++)
		vec_add(a, &v->results);
	for (size_t i = 0; i < m->lines.n; i++)
		vec_add(a, &v->lines)->yes = true;
	prepare(&r);
	for (size_t i = 0; i < m->spans.n; i++) {
		const struct span *span = &m->spans.at[i];
		if (span->line != LINE_NONE)
			decide_lines(&r, span->line + 1);
		evaluate(&r, span);
	}
	decide_lines(&r, (uint32_t)m->lines.n);
	for (size_t i = 0; i < v->names->n; i++) {
		struct name *n = v->names->at[i].value;
		if (n->kind == NAME_FACT)
			eval_fact(&r.e, n);
	}
	v->eval = arena_take(a, sizeof *v->eval);
	*v->eval = r.e;
}

/* All names are known by now; those that a span below gives may not be used yet. */
static bool names_above(struct eval *e, const struct tree *t)
{
	bool fine = true;
	if (t->kind == TREE_NAME || t->kind == TREE_CALL) {
		const struct name *n = map_get(e->values->names, t->text);
		const struct span *later = map_get(e->later, t->text);
		for (size_t i = 0; i < e->local_count; i++)
			if (t->kind == TREE_NAME && str_eq(e->locals[i].name, t->text))
				n = NULL;
		if (n && (n->kind == NAME_DEFINED || n->kind == NAME_FUNCTION) && n->place.at > e->at && later)
			fine = eval_fail(e, &finding_used_before_defined, t->place, "move the definition above its first use, or the use below it",
				"%.*s is used here, but defined only on %.*s", STR_ARG(t->text), STR_ARG(eval_line_label(e, n->line)));
	}
	for (size_t i = 0; i < t->kids.n; i++)
		fine = names_above(e, t->kids.at[i]) && fine;
	return fine;
}

bool values_expression(const struct values *v, struct str text, uint32_t at, uint32_t line, const struct local *locals, size_t local_count,
	struct names_read *reads, struct value *out)
{
	struct eval *e = v->eval;
	struct names_read own = { 0 };
	*out = undecided(STR("it could not be computed"));
	const struct tree *t = tree_parse(e->arena, e->diag, e->limits, text, at);
	e->at = at;
	e->reads = (void *)&own;
	e->locals = locals;
	e->local_count = local_count;
	bool fine = t && names_above(e, t) && eval_tree(e, t, out);
	for (size_t i = 0; i < own.n; i++) {
		size_t k = 0;
		while (line != LINE_NONE && k < v->lines.at[line].reads.n && v->lines.at[line].reads.at[k] != own.at[i])
			k++;
		if (line != LINE_NONE && k == v->lines.at[line].reads.n)
			*vec_add(e->arena, &v->lines.at[line].reads) = own.at[i];
		for (k = 0; reads && k < reads->n && reads->at[k] != own.at[i]; k++) {}
		if (reads && k == reads->n)
			*vec_add(e->arena, reads) = own.at[i];
	}
	e->reads = NULL;
	e->locals = NULL;
	e->local_count = 0;
	return fine;
}

void values_end(struct values *v)
{
	state_end(v->state);
	v->state = NULL;
}

const struct name *values_name(const struct values *v, struct str n)
{
	return map_get(v->names, n);
}
