/* A line's annotation: the fenced yaml block that ends it. */
#include "base.h"
#include "diag.h"
#include "source.h"
#include "model.h"
#include "model/reading.h"

enum { FROM_RANGE = 1000 };     /* lines that one "25-26" may stand for */

static bool is_name(struct str x)
{
	for (size_t i = 0; i < x.n; i++) {
		char c = x.s[i];
		bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c < 0;
		bool more = (c >= '0' && c <= '9') || c == '-' || c == '_';
		if (!letter && !(i && more))
			return false;
	}
	return x.n > 0;
}

static bool digits(struct str x, uint32_t *value)
{
	uint64_t n = 0;
	for (size_t i = 0; i < x.n; i++) {
		if (x.s[i] < '0' || x.s[i] > '9' || n > UINT32_MAX / 10)
			return false;
		n = n * 10 + (uint64_t)(x.s[i] - '0');
	}
	*value = (uint32_t)n;
	return x.n > 0 && n < UINT32_MAX;
}

/* 4, 04, 25-26, last-pfn, zones:09 */
static void from_entry(struct reading *r, struct line *l, const struct yaml *y)
{
	if (y->kind != YAML_SCALAR || y->text.n == 0) {
		keys_wrong(r, y, "from", "a line, such as 4, 25-26, last-pfn or zones:09");
		return;
	}
	struct ref ref = { .id = str_trim(y->text), .range = y->range };
	size_t colon = str_find_char(ref.id, ':');
	if (colon != STR_NONE) {
		ref.worksheet = str_slice(ref.id, 0, colon);
		ref.id = str_from(ref.id, colon + 1);
	}
	size_t dash = str_find_char(ref.id, '-');
	uint32_t first, last;
	if (dash != STR_NONE && digits(str_slice(ref.id, 0, dash), &first) && digits(str_from(ref.id, dash + 1), &last)) {
		if (first > last || last - first >= FROM_RANGE) {
			keys_wrong(r, y, "from", "a range of lines from the smaller to the larger, 1000 at most");
			return;
		}
		for (ref.number = first; ref.number <= last; ref.number++) {
			ref.id = str_format(r->arena, "%u", ref.number);
			*vec_add(r->arena, &l->from) = ref;
		}
		return;
	}
	if (digits(ref.id, &ref.number)) {
		while (ref.id.n > 1 && *ref.id.s == '0')
			ref.id = str_from(ref.id, 1);
	} else if (!is_name(ref.id) || (ref.worksheet.n && !is_name(ref.worksheet))) {
		keys_wrong(r, y, "from", "a line, such as 4, 25-26, last-pfn or zones:09");
		return;
	}
	*vec_add(r->arena, &l->from) = ref;
}

static bool is_date(struct str x)
{
	for (size_t i = 0; i < x.n; i++)
		if (i == 4 || i == 7 ? x.s[i] != '-' : x.s[i] < '0' || x.s[i] > '9')
			return false;
	return x.n == 10;
}

static void accept_entry(struct reading *r, struct line *l, const struct yaml_key *key, const struct yaml *y)
{
	struct waiver w = { .rule = key->name, .range = key->range };
	if (!finding_find(w.rule) && !r->model->settings.house) {       /* with house rules it may be one of theirs: rules looks */
		struct finding *f = diag_add(r->diag, &finding_unknown_key, key->range, "accept: %.*s is not a finding of hence", STR_ARG(w.rule));
		f->found = w.rule;
		size_t best = STR_NONE;
		const char *near = NULL;
		for (size_t i = 0; finding_kinds[i]; i++) {
			size_t distance = str_distance(w.rule, str_of(finding_kinds[i]->id));
			if (distance < best) {
				best = distance;
				near = finding_kinds[i]->id;
			}
		}
		if (near && best <= 1 + w.rule.n / 3) {
			f->expected = f->fix = str_of(near);
			f->fix_place = key->range;
			f->help = str_format(r->arena, "did you mean %s?", near);
		}
		return;
	}
	if (y->kind == YAML_MAP) {
		model_check_keys(r->diag, y, "accept");
		keys_text(r, source_get(y, "because"), "because", &w.reason);
		const struct yaml *until = source_get(y, "until");
		if (keys_text(r, until, "until", &w.until) && !is_date(w.until))
			keys_wrong(r, until, "until", "a date such as 2027-01-01");
	} else if (!keys_text(r, y, "accept", &w.reason)) {
		return;
	}
	if (str_trim(w.reason).n == 0) {
		struct finding *f = diag_add(r->diag, &finding_bad_yaml, key->range, "accept: %.*s has no reason", STR_ARG(w.rule));
		f->help = str_format(r->arena, "say why it is meant: %.*s: \"...\"", STR_ARG(w.rule));
	}
	*vec_add(r->arena, &l->accepts) = w;
}

static struct yaml *map_or(struct reading *r, struct yaml *y, const char *key)
{
	if (!y)
		return NULL;
	if (y->kind != YAML_MAP) {
		keys_wrong(r, y, key, "a map");
		return NULL;
	}
	if (source_get(y, "file") || str_is(str_of(key), "ask") || str_is(str_of(key), "cite"))
		model_check_keys(r->diag, y, key);
	return y;
}

/* What an exercise is worth and the room for its working are counted; its words are text. */
static void ask_entries(struct reading *r, const struct yaml *ask)
{
	const struct yaml *points = source_get(ask, "points"), *space = source_get(ask, "space");
	struct str text;
	uint32_t whole, part;
	keys_text(r, source_get(ask, "hint"), "hint", &text);
	keys_text(r, source_get(ask, "tolerance"), "tolerance", &text);
	if (keys_text(r, space, "space", &text) && !digits(str_trim(text), &whole))
		keys_wrong(r, space, "space", "a number of rows, such as 4");
	if (!keys_text(r, points, "points", &text))
		return;
	size_t dot = str_find_char(str_trim(text), '.');
	if (!digits(str_slice(str_trim(text), 0, dot == STR_NONE ? str_trim(text).n : dot), &whole) || (dot != STR_NONE && !digits(str_from(str_trim(text), dot + 1), &part)))
		keys_wrong(r, points, "points", "a number, such as 2 or 0.5");
}

void annotation_read(struct reading *r, struct line *l, struct range range)
{
	struct yaml *top = source_yaml(r->arena, r->diag, r->limits, r->text, range);
	if (!top)
		return;
	if (top->kind != YAML_MAP) {
		keys_wrong(r, top, "an annotation", "a map of keys and values");
		return;
	}
	l->annotation = top;
	model_check_keys(r->diag, top, "line");
	struct yaml *y = source_get(top, "id");
	if (y && (y->kind != YAML_SCALAR || !is_name(y->text)))
		keys_wrong(r, y, "id", "a name: a letter, then letters, digits, - and _");
	else if (y)
		l->id = y->text;
	if ((y = source_get(top, "from")) != NULL) {
		if (y->kind == YAML_LIST)
			for (size_t i = 0; i < y->items.n; i++)
				from_entry(r, l, y->items.at[i]);
		else
			from_entry(r, l, y);
	}
	keys_text(r, source_get(top, "source"), "source", &l->source);
	l->cite = map_or(r, source_get(top, "cite"), "cite");
	y = source_get(top, "figure");
	if (y && y->kind != YAML_MAP)
		keys_wrong(r, y, "figure", "a map");
	else
		l->figure = y;
	y = source_get(top, "when");
	if (keys_text(r, y, "when", &l->when))
		l->when_at = y->range.at + y->quoted;
	keys_truth(r, source_get(top, "steps"), "steps", &l->steps);
	y = source_get(top, "ask");
	bool asked = true;
	if (y && y->kind == YAML_MAP)
		ask_entries(r, l->ask = map_or(r, y, "ask"));
	else if (y && keys_truth(r, y, "ask", &asked) && asked)
		l->ask = y;
	y = source_get(top, "accept");
	if (y && y->kind != YAML_MAP)
		keys_wrong(r, y, "accept", "a map from findings to reasons");
	for (size_t i = 0; y && y->kind == YAML_MAP && i < y->keys.n; i++)
		accept_entry(r, l, &y->keys.at[i], y->items.at[i]);
}
