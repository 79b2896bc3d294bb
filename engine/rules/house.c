/* House rules: the files that a worksheet names are asked for, run, and their rules called for each line in order. */
#include "base.h"
#include "diag.h"
#include "source.h"
#include "model.h"
#include "facts.h"
#include "values.h"
#include "claims.h"
#include "figure.h"
#include "graph.h"
#include "rules.h"
#include "rules/house.h"

#include <string.h>

enum {
	HOUSE_BYTES = 256 << 10,        /* of one file, written by hand */
	HOUSE_FILES = 16,               /* each has a Lua state and its fuel */
};

struct finder { struct house_lists *lists; struct range named; };

static void found(void *with, const struct finding_kind *kind, struct str message, const struct seen *where)
{
	struct finder *x = with;
	struct sheet *s = house_sheet(x->lists);
	struct range place = x->named;
	if (where)
		house_place(x->lists, where, &place);
	struct finding *f = diag_add(s->diag, kind, place, "%.*s", STR_ARG(message));
	if (strcmp(kind->page, kind->title) != 0)
		f->help = str_of(kind->page);
}

static bool field(void *with, const struct seen *x, struct str name, struct seen *out, struct str *near)
{
	return house_field(((struct finder *)with)->lists, x, name, out, near);
}

static void item(void *with, const struct seen *list, uint32_t i, struct seen *out)
{
	house_item(((struct finder *)with)->lists, list, i, out);
}

static bool place(void *with, const struct seen *x, struct range *out)
{
	return house_place(((struct finder *)with)->lists, x, out);
}

static const struct text *read_file(struct sheet *s, const struct yaml *y)
{
	struct question question = { .kind = ASK_HOUSE, .path = y->text };
	struct answer answer = { .status = ASK_ABSENT };
	size_t bad;
	if (s->asker)
		s->asker->ask(s->asker->with, &question, s->arena, &answer);
	if (answer.status != ASK_DONE) {
		diag_add(s->diag, &finding_missing_file, y->range, "the house rules %.*s cannot be read: %.*s", STR_ARG(y->text),
			STR_ARG(answer.why.n ? answer.why : STR("there is no such file")));
		return NULL;
	}
	if (answer.bytes.n > HOUSE_BYTES) {
		diag_add(s->diag, &finding_too_big, y->range, "the house rules %.*s have %zu bytes; the limit is %d", STR_ARG(y->text), answer.bytes.n, HOUSE_BYTES);
		return NULL;
	}
	if (!utf8_valid(answer.bytes, &bad)) {
		diag_add(s->diag, &finding_bad_lua, y->range, "the house rules %.*s are not UTF-8 text", STR_ARG(y->text));
		return NULL;
	}
	return text_new(s->arena, str_starts(y->text, STR("./")) ? str_from(y->text, 2) : y->text, answer.bytes);
}

static bool run(struct sheet *s, struct house_lists *lists, const struct yaml *y)
{
	struct house house;
	struct finder finder = { lists, y->range };
	const struct house_view view = { &finder, field, item, place, found };
	const struct text *file = read_file(s, y);
	size_t before = s->diag->findings.n;
	bool fine;
	if (!file)
		return false;
	house_open(s->arena, s->diag, s->limits, s->values, file, y->range, &view, &house);
	fine = s->diag->findings.n == before;
	const struct seen sheet = { .kind = SEEN_OBJECT, .what = HOUSE_SHEET };
	for (size_t i = 0; i < house.rules.n; i++) {
		for (uint32_t line = 0; line < s->model->lines.n; line++)
			house_check(&house, &house.rules.at[i], &(struct seen){ .kind = SEEN_OBJECT, .what = HOUSE_LINE, .at = line }, &sheet);
		house_check(&house, &house.rules.at[i], NULL, &sheet);
	}
	house_end(&house);
	return fine;
}

bool rules_house(struct sheet *s)
{
	const struct yaml *y = s->model->settings.house;
	bool fine = true;
	if (!y || !s->model->settings.annotated || !s->values->eval)
		return true;
	struct house_lists *lists = house_lists(s);
	size_t n = y->kind == YAML_LIST ? y->items.n : 1;
	for (size_t i = 0; i < n && i < HOUSE_FILES; i++) {
		const struct yaml *one = y->kind == YAML_LIST ? y->items.at[i] : y;
		if (one->kind == YAML_SCALAR) {
			fine &= run(s, lists, one);
			continue;
		}
		diag_add(s->diag, &finding_bad_yaml, one->range, "house: is the name of a file, or a list of names")->help = STR("write house: ./rules.lua");
		fine = false;
	}
	if (n > HOUSE_FILES) {
		diag_add(s->diag, &finding_too_big, y->range, "house: names %zu files; the limit is %d", n, HOUSE_FILES);
		fine = false;
	}
	return fine;
}
