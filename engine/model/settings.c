/* Front matter: between --- lines at the very top; what makes a worksheet annotated, and what it says of itself. */
#include "base.h"
#include "diag.h"
#include "source.h"
#include "model.h"
#include "model/reading.h"

static bool is_fence(struct str line)
{
	return str_starts(line, STR("---")) && str_trim(line).n == 3;
}

static void number(struct reading *r, const struct yaml *y, const char *key, uint64_t *value)
{
	struct str x;
	if (!keys_text(r, y, key, &x))
		return;
	uint64_t n = 0;
	for (size_t i = 0; i < x.n; i++) {
		if (x.s[i] < '0' || x.s[i] > '9' || n > UINT32_MAX) {
			keys_wrong(r, y, key, "a number");
			return;
		}
		n = n * 10 + (uint64_t)(x.s[i] - '0');
	}
	if (x.n)
		*value = n;
}

static struct yaml *map_of(struct reading *r, const struct yaml *top, const char *key)
{
	struct yaml *y = source_get(top, key);
	if (!y || (y->kind == YAML_SCALAR && y->text.n == 0))
		return NULL;
	if (y->kind != YAML_MAP) {
		keys_wrong(r, y, key, "a map");
		return NULL;
	}
	return y;
}

/* kinds: a map from words to the names of roles. */
static void kinds_check(struct reading *r, struct yaml *kinds)
{
	for (size_t i = 0; kinds && i < kinds->items.n; i++) {
		struct yaml *y = kinds->items.at[i];
		bool known = false;
		for (enum role role = ROLE_NARRATIVE; role <= ROLE_FALSE; role++)
			known |= y->kind == YAML_SCALAR && str_is(y->text, model_role_name(role));
		if (known)
			continue;
		keys_wrong(r, y, "kinds", "a role");
		r->diag->findings.at[r->diag->findings.n - 1].help =
			STR("the roles are premise, definition, calculation, check, inference, narrative, figure, false");
		if (y->kind != YAML_SCALAR)
			*y = (struct yaml){ .kind = YAML_SCALAR, .range = y->range };
	}
}

static void read(struct reading *r, const struct yaml *top)
{
	struct settings *s = &r->model->settings;
	keys_text(r, source_get(top, "title"), "title", &s->title);
	keys_text(r, source_get(top, "subtitle"), "subtitle", &s->subtitle);
	keys_text(r, source_get(top, "date"), "date", &s->date);
	keys_text(r, source_get(top, "lang"), "lang", &s->lang);
	keys_text(r, source_get(top, "abstract"), "abstract", &s->abstract);
	keys_texts(r, source_get(top, "author"), "author", &s->author);
	keys_texts(r, source_get(top, "keywords"), "keywords", &s->keywords);
	keys_texts(r, source_get(top, "assumes"), "assumes", &s->assumes);
	keys_truth(r, source_get(top, "toc"), "toc", &s->toc);
	number(r, source_get(top, "step-budget"), "step-budget", &s->step_budget);
	s->facts = map_of(r, top, "facts");
	s->units = map_of(r, top, "units");
	s->kinds = map_of(r, top, "kinds");
	s->uses = map_of(r, top, "uses");
	s->rules = map_of(r, top, "rules");
	s->numbers = map_of(r, top, "numbers");
	s->params = map_of(r, top, "params");
	s->handout = map_of(r, top, "handout");
	s->house = source_get(top, "house");
	kinds_check(r, s->kinds);
}

/* Has the text a line "hence:"? Only then does the author mean front matter of ours, and wants to hear what is wrong with it. */
static bool means_ours(struct str yaml)
{
	struct str line;
	while (str_split(&yaml, '\n', &line))
		if (str_starts(line, STR("hence:")))
			return true;
	return false;
}

uint32_t settings_read(struct reading *r)
{
	const struct text *t = r->text;
	if (!is_fence(lines_text(t, 1)))
		return 1;
	uint32_t end = 2;
	while (end <= t->lines && !is_fence(text_line(t, end)))
		end++;
	if (end > t->lines)
		return 1;
	struct range yaml = { t->starts[1], t->starts[end - 1] - t->starts[1] };
	bool ours = means_ours(text_range(t, yaml));
	struct diag quiet = { .arena = r->arena, .text = t };
	struct yaml *top = source_yaml(r->arena, ours ? r->diag : &quiet, r->limits, t, yaml);
	if (!ours && (!top || top->kind != YAML_MAP || top->keys.n == 0))
		return 1;       /* two rules with text between them */
	struct settings *s = &r->model->settings;
	s->range = (struct range){ lines_at(t, 1), t->starts[end - 1] + (uint32_t)text_line(t, end).n - lines_at(t, 1) };
	if (!top) {
		diag_note(r->diag, &r->diag->findings.at[r->diag->findings.n - 1], (struct range){ 0, 0 },
			"until then the worksheet is read as a plain one: no fact is asked for, and no span is live");
		return end + 1;
	}
	if (top->kind != YAML_MAP) {
		keys_wrong(r, top, "front matter", "a map");
		return end + 1;
	}
	struct yaml *version = source_get(top, "hence");
	if (version && !(version->kind == YAML_SCALAR && str_is(version->text, "1"))) {
		keys_wrong(r, version, "hence", "1, the only version of the format");
		return end + 1;
	}
	s->annotated = version != NULL;
	if (s->annotated) {
		model_check_keys(r->diag, top, "front matter");
		read(r, top);
	} else {
		struct reading plain = *r;      /* somebody else's front matter: what we know is taken, nothing is demanded */
		plain.diag = &quiet;
		read(&plain, top);
	}
	return end + 1;
}
