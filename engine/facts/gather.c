/* Asks for every fact of a worksheet: which probe its annotation names, what the machine answers, what a setting changes. */
#include "base.h"
#include "confine.h"
#include "diag.h"
#include "source.h"
#include "model.h"
#include "facts.h"
#include "facts/probe.h"

#include <string.h>

/* Keys that do not change what is read. */
static const char *const apart[] = { "property", "unit", "shown", "note", "varies", "compare", "same", NULL };
#define NEAR_ENOUGH 2           /* edits between an unknown word and the one it may stand for */

const char *facts_status_name(enum fact_status s)
{
	static const char *const names[] = { "read", "set", "as-written", "absent", "denied", "refused", "timeout", "garbled" };
	return names[s];
}

bool facts_status_good(enum fact_status s)
{
	return s <= FACT_WRITTEN;
}

const struct fact *facts_find(const struct facts *f, struct str name)
{
	for (size_t i = 0; i < f->all.n; i++)
		if (str_eq(f->all.at[i].name, name))
			return &f->all.at[i];
	return NULL;
}

static bool one_of(const char *const *words, struct str word)
{
	for (; *words; words++)
		if (str_is(word, *words))
			return true;
	return false;
}

static const struct probe *find_probe(struct str key)
{
	for (size_t i = 0; probes[i]; i++)
		if (str_is(key, probes[i]->key))
			return probes[i];
	return NULL;
}

struct str facts_asked(struct arena *a, const struct yaml *map)
{
	struct buf b = { 0 };
	for (size_t i = 0; i < map->keys.n; i++) {
		const struct yaml *v = map->items.at[i];
		if (one_of(apart, map->keys.at[i].name))
			continue;
		buf_printf(&b, "%s%.*s:", b.n ? ", " : "", STR_ARG(map->keys.at[i].name));
		if (v->kind == YAML_SCALAR)
			buf_printf(&b, " %.*s", STR_ARG(v->text));
		for (size_t k = 0; v->kind != YAML_SCALAR && k < v->items.n; k++) {
			buf_puts(&b, " ");
			if (v->kind == YAML_MAP)
				buf_printf(&b, "%.*s=", STR_ARG(v->keys.at[k].name));
			if (v->items.at[k]->kind == YAML_SCALAR)
				buf_put(&b, v->items.at[k]->text);
		}
	}
	struct str asked = str_copy(a, buf_str(&b));
	buf_free(&b);
	return asked;
}

/* --- the annotation ---------------------------------------------------------------------------------------------- */
static void nearer(struct str word, struct str candidate, struct str *best, size_t *least)
{
	size_t d = str_distance(word, candidate);
	if (d < *least) {
		*least = d;
		*best = candidate;
	}
}

static bool is_name(struct str x)
{
	for (size_t i = 0; i < x.n; i++)
		if (!((x.s[i] | 0x20) >= 'a' && (x.s[i] | 0x20) <= 'z') && x.s[i] != '_' && !(i && x.s[i] >= '0' && x.s[i] <= '9'))
			return false;
	return x.n > 0;
}

static void common_text(struct inquiry *q, const char *key, struct str *to, struct range *range)
{
	const struct yaml *v = source_get(q->map, key);
	if (v && v->kind != YAML_SCALAR) {
		probe_wrong(q, v->range, "%s: of the fact %.*s is one text, not a %s", key, STR_ARG(q->fact->name), v->kind == YAML_MAP ? "map" : "list");
	} else if (v) {
		*to = v->text;
		if (range)
			*range = v->range;
	}
}

static bool is_true(const struct yaml *map, const char *key)
{
	const struct yaml *v = source_get(map, key);
	return v && v->kind == YAML_SCALAR && str_is(v->text, "true");
}

/* exact, at least, ignore, within N %; a policy that nobody understands would silently be no policy. */
static void policies(struct inquiry *q)
{
	struct str c = q->fact->compare, v = q->fact->varies;
	if (v.n && !str_is(v, "architecture") && !str_is(v, "boot") && !str_is(v, "volatile"))
		probe_wrong(q, source_get(q->map, "varies")->range, "varies: is architecture, boot or volatile, not '%.*s'", STR_ARG(v));
	bool known = !c.n || str_is(c, "exact") || str_is(c, "at least") || str_is(c, "ignore");
	if (!known && str_starts(c, STR("within ")) && str_ends(c, STR("%")))
		known = facts_is_number(str_trim(str_slice(c, 7, c.n - 1)));
	if (!known)
		probe_wrong(q, source_get(q->map, "compare")->range, "compare: is exact, within N %%, at least, or ignore, not '%.*s'", STR_ARG(c));
}

/* The one probe that the annotation names, its value in shape; NULL: a finding says what is wrong. */
static const struct probe *annotation(struct inquiry *q)
{
	const struct probe *probe = NULL;
	const struct yaml *map = q->map;
	for (size_t i = 0; i < map->keys.n; i++) {
		const struct probe *p = find_probe(map->keys.at[i].name);
		if (p && probe) {
			probe_wrong(q, map->keys.at[i].range, "the fact %.*s is read from two places, %s and %s; make it two facts of one property",
				STR_ARG(q->fact->name), probe->key, p->key);
		} else if (p) {
			probe = p;
			q->value = map->items.at[i];
		}
	}
	if (!model_check_keys(q->diag, map, "fact"))
		q->wrong = true;
	common_text(q, "property", &q->fact->property, NULL);
	common_text(q, "unit", &q->fact->unit, &q->fact->unit_range);
	common_text(q, "shown", &q->fact->shown, NULL);
	common_text(q, "note", &q->fact->note, NULL);
	common_text(q, "varies", &q->fact->varies, NULL);
	common_text(q, "compare", &q->fact->compare, NULL);
	common_text(q, "same", &q->fact->same, NULL);
	policies(q);
	q->fact->type = is_true(q->map, "list") ? FACT_LIST : is_true(q->map, "text") ? FACT_TEXT : is_true(q->map, "truth") ? FACT_TRUTH : FACT_NUMBER;
	if (!probe && !q->wrong) {
		struct buf keys = { 0 };
		for (size_t i = 0; probes[i]; i++)
			buf_printf(&keys, "%s%s", i ? ", " : "", probes[i]->key);
		probe_wrong(q, q->fact->range, "the fact %.*s says nowhere what to read; it wants one of %.*s", STR_ARG(q->fact->name), STR_ARG(buf_str(&keys)));
		buf_free(&keys);
	}
	if (q->wrong || !probe)
		return NULL;
	enum yaml_kind kind = q->value->kind;
	bool fits = kind == YAML_SCALAR ? !probe->map && !probe->list : kind == YAML_MAP ? probe->map : probe->list;
	if (!fits || (kind == YAML_SCALAR ? !q->value->text.n : !q->value->items.n)) {
		probe_wrong(q, q->value->range, "%s: is %s", probe->key, probe->takes);
		return NULL;
	}
	return probe;
}

/* --- what a probe calls ---------------------------------------------------------------------------------------------- */
bool probe_fail(struct inquiry *q, enum fact_status status, const char *format, ...)
{
	struct buf b = { 0 };
	va_list args;
	va_start(args, format);
	buf_vprintf(&b, format, args);
	va_end(args);
	q->fact->status = status;
	q->fact->why = facts_safe(q->arena, buf_str(&b), 500);
	buf_free(&b);
	return false;
}

bool probe_wrong(struct inquiry *q, struct range place, const char *format, ...)
{
	va_list args;
	va_start(args, format);
	diag_vadd(q->diag, &finding_bad_yaml, place, format, args);
	va_end(args);
	q->fact->status = FACT_GARBLED;
	q->fact->why = STR("its annotation cannot be read");
	q->wrong = true;
	return false;
}

bool probe_ask(struct inquiry *q, enum ask_kind kind, struct str path, struct str *bytes)
{
	struct question question = { .kind = kind, .path = path };
	VEC(struct str) argv = { 0 };
	if (kind == ASK_RUN) {
		for (size_t i = 0; i < q->value->items.n; i++)
			*vec_add(q->arena, &argv) = q->value->items.at[i]->text;
		question.argv = argv.at;
		question.argc = argv.n;
	}
	struct answer answer = { .status = ASK_FAILED };
	q->asker->ask(q->asker->with, &question, q->arena, &answer);
	q->fact->confined = answer.confined;
	q->fact->exit_status = answer.exit_status;
	static const struct { enum fact_status status; const char *words; } said[] = {
		[ASK_ABSENT] = { FACT_ABSENT, "not here" },
		[ASK_DENIED] = { FACT_DENIED, "not permitted" },
		[ASK_REFUSED] = { FACT_REFUSED, "refused" },
		[ASK_TIMEOUT] = { FACT_TIMEOUT, "timed out" },
		[ASK_TOO_BIG] = { FACT_GARBLED, "the answer is too big" },
		[ASK_FAILED] = { FACT_ABSENT, "failed" },
	};
	if (answer.status != ASK_DONE) {
		struct str why = answer.why.n ? answer.why : str_of(said[answer.status].words);
		return probe_fail(q, said[answer.status].status, "%.*s", STR_ARG(why));
	}
	if (kind == ASK_RUN || kind == ASK_SHELL)
		q->fact->source = answer.why.n ? str_format(q->arena, "%.*s, as %.*s tells", STR_ARG(q->fact->source), STR_ARG(facts_safe(q->arena, answer.why, 200))) : q->fact->source;
	*bytes = answer.bytes;
	return true;
}

struct str probe_text(struct inquiry *q)
{
	return q->value->kind == YAML_SCALAR ? q->value->text : STR("");
}

bool probe_parts(struct inquiry *q, const char *const *names, struct str *texts)
{
	for (size_t i = 0; i < q->value->keys.n; i++) {
		struct str key = q->value->keys.at[i].name, known = { 0 };
		const struct yaml *v = q->value->items.at[i];
		size_t at = 0;
		while (names[at] && !str_is(key, names[at]))
			at++;
		if (!names[at]) {
			struct buf b = { 0 };
			for (size_t k = 0; names[k]; k++)
				buf_printf(&b, "%s%s", k ? ", " : "", names[k]);
			known = str_copy(q->arena, buf_str(&b));
			buf_free(&b);
			return probe_wrong(q, q->value->keys.at[i].range, "the keys here are %.*s, not %.*s", STR_ARG(known), STR_ARG(key));
		}
		if (v->kind != YAML_SCALAR)
			return probe_wrong(q, v->range, "%s: is one text", names[at]);
		texts[at] = v->text;
	}
	return true;
}

/* --- one fact -------------------------------------------------------------------------------------------------------- */
static void complain(struct inquiry *q)
{
	const struct fact *f = q->fact;
	const struct finding_kind *kind = f->status == FACT_REFUSED ? &finding_fact_refused
		: f->status == FACT_GARBLED ? &finding_fact_garbled : &finding_fact_missing;
	struct finding *finding = diag_add(q->diag, kind, f->range, "the fact %.*s could not be had%s%.*s: %.*s", STR_ARG(f->name),
		f->source.n ? " from " : "", STR_ARG(f->source), STR_ARG(f->why));
	if (f->status == FACT_REFUSED && str_find(f->why, STR("trust")) != STR_NONE)
		finding->help = STR("read the command, then allow it: hence facts --trust FILE remembers it, --trust runs it this once");
	else if (f->status == FACT_GARBLED && source_get(q->map, "match") && f->raw.n)
		finding->help = str_format(q->arena, "it says: %.*s", STR_ARG(f->raw));
}

static void gather_one(struct inquiry *q)
{
	const struct probe *probe = annotation(q);
	struct str answer = { 0 };
	q->fact->asked = facts_asked(q->arena, q->map);
	if (probe && !facts_recorded(q) && probe->read(q, &answer))
		facts_extract(q, answer);
}

/* A setting replaces the value and keeps the unit; a fact that could not be had is had by it. */
static void set_one(struct arena *a, struct fact *f, struct str value)
{
	f->why = (struct str){ 0 };
	f->raw = value;
	f->value = str_trim(value);
	f->source = STR("--set");
	f->status = FACT_SET;
	f->items.n = 0;
	if (f->type == FACT_LIST) {
		struct str rest = value, piece;
		while (str_split(&rest, ',', &piece))
			*vec_add(a, &f->items) = str_trim(piece);
		f->value = (struct str){ 0 };
	} else if (f->type == FACT_NUMBER && !facts_is_number(f->value)) {
		f->status = FACT_GARBLED;
		f->why = str_format(a, "--set gives it '%.*s', which is not a number", STR_ARG(facts_safe(a, f->value, 80)));
	} else if (f->type == FACT_TRUTH && !str_is(f->value, "true") && !str_is(f->value, "false")) {
		f->status = FACT_GARBLED;
		f->why = str_format(a, "--set gives it '%.*s'; it is true or false", STR_ARG(facts_safe(a, f->value, 80)));
	}
}

static const struct setting *find_setting(const struct setting *sets, size_t n, struct str name)
{
	for (size_t i = n; i-- > 0;)    /* the last one on the command line counts */
		if (str_eq(sets[i].name, name))
			return &sets[i];
	return NULL;
}

static void settings_of(struct arena *a, struct diag *d, const struct setting *sets, size_t n, struct facts *f)
{
	for (size_t i = 0; i < n; i++) {
		if (facts_find(f, sets[i].name))
			continue;
		struct str best = { 0 };
		size_t least = NEAR_ENOUGH + 1;
		for (size_t k = 0; k < f->all.n; k++)
			nearer(sets[i].name, f->all.at[k].name, &best, &least);
		diag_add(d, &finding_unknown_name, (struct range){ 0, 0 }, "--set %.*s=%.*s: this worksheet has no fact of that name%s%.*s%s",
			STR_ARG(facts_safe(a, sets[i].name, 80)), STR_ARG(facts_safe(a, sets[i].value, 80)), best.n ? "; did you mean " : "",
			STR_ARG(best), best.n ? "?" : "");
	}
}

/* A parameter of the front matter that --set changes arrives as a fact and keeps its unit: size: 64 KiB. */
static void parameters(struct arena *a, const struct yaml *map, const struct setting *sets, size_t n, struct facts *f)
{
	for (size_t i = 0; map && map->kind == YAML_MAP && i < map->keys.n; i++) {
		const struct setting *s = find_setting(sets, n, map->keys.at[i].name);
		struct str text = str_trim(map->items.at[i]->text);
		if (!s || map->items.at[i]->kind != YAML_SCALAR || facts_find(f, s->name))
			continue;
		struct fact *fact = vec_add(a, &f->all);
		size_t blank = str_find_char(text, ' ');
		*fact = (struct fact){ .name = s->name, .property = s->name, .range = map->keys.at[i].range };
		fact->type = facts_is_number(str_slice(text, 0, blank == STR_NONE ? text.n : blank)) ? FACT_NUMBER : FACT_TEXT;
		if (fact->type == FACT_NUMBER && blank != STR_NONE)
			fact->unit = str_trim(str_from(text, blank));
		set_one(a, fact, s->value);
	}
}

void facts_machine(struct arena *a, const struct asker *asker, struct facts *f)
{
	struct question question = { .kind = ASK_MACHINE };
	struct answer answer = { .status = ASK_FAILED };
	asker->ask(asker->with, &question, a, &answer);
	if (answer.status != ASK_DONE)
		return;
	struct str text = facts_safe(a, answer.bytes, 4096);    /* keeps line ends */
	probe_field(text, STR("kernel"), ' ', &f->kernel);
	probe_field(text, STR("arch"), ' ', &f->arch);
	probe_field(text, STR("kind"), ' ', &f->machine_kind);
}

void facts_gather(struct arena *a, struct diag *d, const struct limits *limits, const struct model *m, const struct asker *asker,
	const struct setting *sets, size_t set_count, struct facts *f)
{
	const struct yaml *map = m->settings.facts;
	*f = (struct facts){ 0 };
	if (!m->settings.annotated) {
		facts_written(a, m, f);
		for (size_t i = 0; i < f->all.n; i++) {
			const struct setting *s = find_setting(sets, set_count, f->all.at[i].name);
			if (s)
				set_one(a, &f->all.at[i], s->value);
		}
		settings_of(a, d, sets, set_count, f);
		return;
	}
	struct map *kept = map_new(a);
	facts_machine(a, asker, f);
	for (size_t i = 0; map && map->kind == YAML_MAP && i < map->keys.n; i++) {
		const struct yaml_key *key = &map->keys.at[i];
		struct fact *fact = vec_add(a, &f->all);
		*fact = (struct fact){ .name = key->name, .range = key->range, .status = FACT_GARBLED, .why = STR("its annotation cannot be read") };
		struct inquiry q = { a, d, limits, asker, map->items.at[i], NULL, fact, kept, false };
		if (!is_name(key->name))
			probe_wrong(&q, key->range, "a fact's name is letters, digits and _, not '%.*s'", STR_ARG(key->name));
		else if (q.map->kind != YAML_MAP)
			probe_wrong(&q, q.map->range, "the fact %.*s wants a map such as {unit: kB, read: /proc/meminfo, match: 'MemTotal: *(\\d+) kB'}", STR_ARG(key->name));
		else
			gather_one(&q);
		const struct setting *s = find_setting(sets, set_count, fact->name);
		if (s && !q.wrong)
			set_one(a, fact, s->value);
		if (!facts_status_good(fact->status) && !q.wrong)
			complain(&q);
	}
	parameters(a, m->settings.params, sets, set_count, f);
	settings_of(a, d, sets, set_count, f);
	facts_cite(a, d, m, asker, f);
}
