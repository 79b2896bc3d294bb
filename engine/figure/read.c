/* What a kind reads its description with: exact keys, texts, and expressions over the names above the line. */
#include "base.h"
#include "diag.h"
#include "source.h"
#include "model.h"
#include "facts.h"
#include "values.h"
#include "figure.h"
#include "figure/kind.h"

struct finding *sketch_wrong(struct sketch *s, const struct finding_kind *kind, struct range place, const char *format, ...)
{
	va_list list;
	va_start(list, format);
	struct finding *f = diag_vadd(s->diag, kind, place, format, list);
	va_end(list);
	s->figure->failed = true;
	return f;
}

struct finding *sketch_fail(struct sketch *s, const struct finding_kind *kind, struct range place, const char *format, ...)
{
	va_list list;
	va_start(list, format);
	struct finding *f = diag_vadd(s->diag, kind, place, format, list);
	va_end(list);
	s->figure->failed = true;
	if (!s->figure->why.n)
		s->figure->why = STR("its description has a fault");
	return f;
}

struct str sketch_say(struct sketch *s, enum word_list list, bool more)
{
	const char *const *words = model_words(s->model->settings.lang, list);
	return str_of(words[0] && more && words[1] ? words[1] : words[0]);
}

void sketch_tell(struct sketch *s, enum word_list list, size_t i, const struct str *texts, size_t n)
{
	model_tell(&s->alt, s->model->settings.lang, list, i, texts, n);
}

bool sketch_stopped(const struct sketch *s)
{
	return s->figure->why.n > 0;
}

static const char *shape(const struct yaml *y)
{
	static const char *const names[] = { "a text", "a list", "a map" };
	return names[y->kind];
}

static bool wants(struct sketch *s, const struct yaml *y, const char *key, const char *wanted)
{
	struct finding *f = sketch_fail(s, &finding_bad_yaml, y->range, "%s: wants %s, and here is %s", key, wanted, shape(y));
	if (y->kind == YAML_SCALAR) {
		f->message = str_format(s->arena, "%s: wants %s, and here is \"%.*s\"", key, wanted, STR_ARG(y->text));
		f->found = y->text;
	}
	f->expected = str_of(wanted);
	return false;
}

/* The key's value; NULL, with a finding when it is needed. */
static const struct yaml *get(struct sketch *s, const struct yaml *map, const char *key, bool needed)
{
	const struct yaml *y = source_get(map, key);
	if (!y && needed)
		sketch_fail(s, &finding_bad_yaml, map->range, "the key %s is missing here", key)->help =
			str_format(s->arena, "hence explain %s says what it needs", s->figure->kind->id);
	return y;
}

bool sketch_keys(struct sketch *s, const struct yaml *map, const char *where)
{
	if (map->kind != YAML_MAP)
		return wants(s, map, where, "a map of keys and values");
	if (model_check_keys_of(s->diag, s->figure->kind->keys, map, where))
		return true;
	s->figure->failed = true;
	if (!s->figure->why.n)
		s->figure->why = STR("its description has a fault");
	return false;
}

bool sketch_list(struct sketch *s, const struct yaml *map, const char *key, bool needed, const struct yaml **list)
{
	*list = get(s, map, key, needed);
	if (!*list)
		return false;
	if ((*list)->kind != YAML_LIST || (*list)->items.n == 0)
		return wants(s, *list, key, "a list of at least one");
	if ((*list)->items.n > FIGURE_ITEMS) {
		sketch_fail(s, &finding_too_big, (*list)->range, "%s has %zu entries, and a figure shows %d at most", key, (*list)->items.n, FIGURE_ITEMS);
		return false;
	}
	return true;
}

/* One line without control bytes, as a drawing can hold it. */
static struct str one_line(struct sketch *s, struct str text)
{
	char *bytes = arena_take(s->arena, text.n + 1);
	for (size_t i = 0; i < text.n; i++)
		bytes[i] = (unsigned char)text.s[i] < ' ' || text.s[i] == 0x7F ? ' ' : text.s[i];
	return str_trim((struct str){ bytes, text.n });
}

/* Part of a scalar's text as an expression. */
static bool evaluate(struct sketch *s, const struct yaml *y, struct str text, const char *key, struct value *out)
{
	struct figure_value *v = vec_add(s->arena, &s->figure->values);
	*v = (struct figure_value){ .key = str_of(key), .expression = text, .place = y->range };
	uint32_t at = y->range.at + y->quoted + (uint32_t)(text.s - y->text.s);
	bool fine = values_expression(s->values, text, at, s->figure->line, s->locals, s->local_count, &v->reads, &v->value);
	*out = v->value;
	if (!fine) {
		s->figure->failed = true;
		if (!s->figure->why.n)
			s->figure->why = STR("a formula in it could not be evaluated");
		return false;
	}
	if (out->kind == VALUE_UNDECIDED || out->kind == VALUE_ABSENT) {
		if (!s->figure->why.n)
			s->figure->why = out->why;
		return false;
	}
	return true;
}

bool sketch_scalar(struct sketch *s, const struct yaml *y, const char *key, struct value *out)
{
	return y->kind == YAML_SCALAR ? evaluate(s, y, str_from(y->text, str_starts(y->text, STR("="))), key, out) : wants(s, y, key, "an expression");
}

/* As a span of this worksheet shows it. */
struct str sketch_plain(struct sketch *s, const struct value *v)
{
	const struct yaml *display = source_get(s->model->settings.numbers, "display");
	struct value x = *v;
	x.style.group |= display && str_is(display->text, "grouped") && (x.style.base == 0 || x.style.base == 10) && !x.style.width;
	return values_show(s->arena, &x);
}

/* "page {last}": what stands in braces is shown with its value; a doubled brace is one. */
static bool fill_in(struct sketch *s, const struct yaml *y, const char *key, struct buf *out)
{
	struct str rest = y->text;
	while (rest.n) {
		struct value v;
		char c = rest.s[0];
		if ((c == '{' || c == '}') && rest.n > 1 && rest.s[1] == c) {
			buf_putc(out, c);
			rest = str_from(rest, 2);
			continue;
		}
		if (c != '{') {
			buf_putc(out, c);
			rest = str_from(rest, 1);
			continue;
		}
		/* an expression may hold lists in braces of its own */
		size_t end = 1;
		for (int depth = 1; end < rest.n; end++) {
			depth += (rest.s[end] == '{') - (rest.s[end] == '}');
			if (depth == 0)
				break;
		}
		if (end == rest.n) {
			sketch_fail(s, &finding_bad_yaml, y->range, "%s: a brace is opened, and not closed", key)->help = STR("a value stands in braces, {last}; a brace as such is doubled");
			return false;
		}
		if (!evaluate(s, y, str_slice(rest, 1, end), key, &v))
			return false;
		buf_put(out, sketch_plain(s, &v));
		rest = str_from(rest, end + 1);
	}
	return true;
}

bool sketch_words(struct sketch *s, const struct yaml *y, const char *key, struct str *out)
{
	struct value v;
	struct buf b = { 0 };
	*out = STR("");
	if (y->kind != YAML_SCALAR)
		return wants(s, y, key, "a text");
	bool fine = true;
	if (str_starts(y->text, STR("= "))) {
		fine = sketch_scalar(s, y, key, &v);
		buf_put(&b, fine ? sketch_plain(s, &v) : STR(""));
	} else {
		fine = fill_in(s, y, key, &b);
	}
	*out = one_line(s, buf_str(&b));
	buf_free(&b);
	if (fine && draw_columns(*out) > FIGURE_TEXT) {
		sketch_fail(s, &finding_too_big, y->range, "%s has %d columns, and a figure's text %d at most", key, (int)draw_columns(*out), FIGURE_TEXT);
		return false;
	}
	return fine;
}

bool sketch_text(struct sketch *s, const struct yaml *map, const char *key, bool needed, struct str *out)
{
	const struct yaml *y = get(s, map, key, needed);
	*out = STR("");
	return y && sketch_words(s, y, key, out);
}

bool sketch_value(struct sketch *s, const struct yaml *map, const char *key, bool needed, struct value *out)
{
	const struct yaml *y = get(s, map, key, needed);
	return y && sketch_scalar(s, y, key, out);
}

static bool number(struct sketch *s, const struct yaml *y, const char *key, struct value *out)
{
	if (!sketch_scalar(s, y, key, out))
		return false;
	if (out->kind != VALUE_NUMBER)
		return wants(s, y, key, "a number");
	if (out->unit->ambiguous) {
		sketch_fail(s, &finding_ambiguous_unit, y->range, "%.*s has more than one meaning, and this worksheet does not say which", STR_ARG(out->unit->name));
		return false;
	}
	return true;
}

bool sketch_number(struct sketch *s, const struct yaml *map, const char *key, bool needed, struct value *out)
{
	const struct yaml *y = get(s, map, key, needed);
	return y && number(s, y, key, out);
}

bool sketch_whole(struct sketch *s, const struct yaml *y, const char *key, int64_t least, int64_t most, int64_t *out)
{
	struct value v;
	if (!number(s, y, key, &v))
		return false;
	if (num_to_int64(v.num, out) && *out >= least && *out <= most)
		return true;
	struct str shown = values_show(s->arena, &v);
	sketch_fail(s, &finding_bad_yaml, y->range, "%s: wants a whole number from %lld to %lld, and here is %.*s", key, (long long)least, (long long)most, STR_ARG(shown))->found = shown;
	return false;
}

bool sketch_integer(struct sketch *s, const struct yaml *map, const char *key, bool needed, int64_t least, int64_t most, int64_t *out)
{
	const struct yaml *y = get(s, map, key, needed);
	return y && sketch_whole(s, y, key, least, most, out);
}

bool sketch_truth(struct sketch *s, const struct yaml *map, const char *key, bool *out)
{
	const struct yaml *y = source_get(map, key);
	bool yes = y && y->kind == YAML_SCALAR && str_is(y->text, "true"), no = y && y->kind == YAML_SCALAR && str_is(y->text, "false");
	if (!y)
		return false;
	if (!yes && !no)
		return wants(s, y, key, "true or false");
	*out = yes;
	return true;
}

bool sketch_unit(struct sketch *s, const struct yaml *map, const char *key, const struct unit **out)
{
	struct str words, why;
	bool ambiguous;
	if (!sketch_text(s, map, key, false, &words))
		return false;
	const struct unit *u = units_read(s->values->units, words, false, &ambiguous, &why);
	const struct range place = source_get(map, key)->range;
	if (!u)
		sketch_fail(s, &finding_unknown_name, place, "the unit cannot be read: %.*s", STR_ARG(why))->found = words;
	else if (ambiguous)
		sketch_fail(s, &finding_ambiguous_unit, place, "%.*s has more than one meaning, and this worksheet does not say which", STR_ARG(words));
	else
		*out = u;
	return u && !ambiguous;
}

static struct str unit_words(const struct unit *u)
{
	return u->dims ? u->name : STR("a plain number");
}

bool sketch_alike(struct sketch *s, struct range place, const struct value *a, const struct value *b)
{
	if (units_same_dimension(a->unit, b->unit))
		return true;
	sketch_fail(s, &finding_unit_mismatch, place, "%.*s and %.*s stand on one scale", STR_ARG(unit_words(a->unit)), STR_ARG(unit_words(b->unit)))->help =
		STR("give all quantities of a figure in units of one kind");
	return false;
}

static const struct num *in_base(struct sketch *s, const struct value *v)
{
	const struct num *x;
	return num_apply(s->arena, s->limits, NUM_MUL, v->num, v->unit->factor, &x) == NUM_FINE ? x : v->num;
}

int sketch_compare(struct sketch *s, const struct value *a, const struct value *b)
{
	return num_compare(in_base(s, a), in_base(s, b));
}

bool sketch_apply(struct sketch *s, enum num_op op, const struct value *a, const struct value *b, struct value *out)
{
	const struct num *x = NULL;
	struct value result = *a;
	result.names = NULL;
	if (num_apply(s->arena, s->limits, NUM_DIV, in_base(s, b), a->unit->factor, &x) != NUM_FINE || num_apply(s->arena, s->limits, op, a->num, x, &result.num) != NUM_FINE)
		return false;
	*out = result;
	return true;
}

/* "bytes", "entries": a unit that is a word stands in the plural beside any number but 1. */
static struct str plural(struct sketch *s, struct str word, const struct num *n)
{
	enum { SHORTEST = 4 };          /* shorter ones are signs: kB, min, ns */
	int64_t one;
	bool letters = word.n >= SHORTEST && !str_ends(word, STR("s"));
	for (size_t i = 0; i < word.n && letters; i++)
		letters = word.s[i] >= 'a' && word.s[i] <= 'z';
	if (!letters || (num_to_int64(n, &one) && one == 1))
		return word;
	if (str_ends(word, STR("y")))
		return str_format(s->arena, "%.*sies", (int)word.n - 1, word.s);
	return str_format(s->arena, "%.*ss", STR_ARG(word));
}

struct str sketch_show(struct sketch *s, const struct value *v, const struct unit *unit)
{
	struct value x = *v;
	const struct num *n;
	if (unit && units_same_dimension(unit, v->unit) && num_apply(s->arena, s->limits, NUM_DIV, in_base(s, v), unit->factor, &n) == NUM_FINE) {
		x.num = n;
		x.unit = unit;
	}
	struct str shown = sketch_plain(s, &x);
	return x.unit->dims && x.unit->name.n ? str_format(s->arena, "%.*s %.*s", STR_ARG(shown), STR_ARG(plural(s, x.unit->name, x.num))) : shown;
}
