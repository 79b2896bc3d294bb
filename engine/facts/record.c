/* Facts files: what `hence facts -o` writes, and the machine that answers from one. */
#include "base.h"
#include "confine.h"
#include "diag.h"
#include "source.h"
#include "model.h"
#include "facts.h"
#include "facts/probe.h"
#include "facts/machine.h"

enum { FORMAT = 1, MOST_EVENTS = 1 << 20, MOST_RECORD = 64 << 20 };     /* one is written by us, and holds long lists */
static const char *const types[] = { "number", "text", "truth", "list" };

void facts_quote(struct buf *b, struct str x)
{
	buf_putc(b, '"');
	for (size_t i = 0; i < x.n; i++) {
		unsigned char c = (unsigned char)x.s[i];
		if (c == '"' || c == '\\')
			buf_printf(b, "\\%c", c);
		else if (c == '\n')
			buf_puts(b, "\\n");
		else if (c == '\t')
			buf_puts(b, "\\t");
		else if (c < 0x20 || c == 0x7F)
			buf_printf(b, "\\x%02X", c);
		else
			buf_putc(b, (char)c);
	}
	buf_putc(b, '"');
}

/* --- writing ------------------------------------------------------------------------------------------------------ */
static void line(struct buf *b, const char *key, struct str value)
{
	if (!value.n)
		return;
	buf_printf(b, "    %s: ", key);
	facts_quote(b, value);
	buf_puts(b, "\n");
}

static void machine_line(struct buf *b, const char *key, struct str value)
{
	buf_printf(b, "  %s: ", key);
	facts_quote(b, value);
	buf_puts(b, "\n");
}

void facts_write(const struct facts *f, struct buf *b)
{
	buf_printf(b, "hence-facts: %d\nmachine:\n", FORMAT);
	machine_line(b, "kernel", f->kernel);
	machine_line(b, "arch", f->arch);
	machine_line(b, "kind", f->machine_kind);
	buf_puts(b, f->all.n ? "facts:\n" : "facts: {}\n");
	for (size_t i = 0; i < f->all.n; i++) {
		const struct fact *x = &f->all.at[i];
		buf_printf(b, "  %.*s:\n", STR_ARG(x->name));
		line(b, "property", x->property);
		if (facts_status_good(x->status) && x->type == FACT_LIST) {
			buf_puts(b, "    value: [");
			for (size_t k = 0; k < x->items.n; k++) {
				buf_puts(b, k ? ", " : "");
				facts_quote(b, x->items.at[k]);
			}
			buf_puts(b, "]\n");
		} else if (facts_status_good(x->status)) {
			buf_puts(b, "    value: ");
			facts_quote(b, x->value);
			buf_puts(b, "\n");
		}
		line(b, "unit", x->unit);
		line(b, "type", str_of(types[x->type]));
		line(b, "status", str_of(facts_status_name(x->status)));
		line(b, "why", x->why);
		line(b, "source", x->source);
		line(b, "confined", x->confined);
		if (x->exit_status)
			buf_printf(b, "    exit: \"%d\"\n", x->exit_status);
		line(b, "asked", x->asked);
		line(b, "raw", x->raw);
		line(b, "varies", x->varies);
		line(b, "compare", x->compare);
	}
}

static void cell(struct buf *b, struct str x)
{
	for (size_t i = 0; i < x.n; i++)
		buf_putc(b, x.s[i] == '\n' || x.s[i] == '\t' ? ' ' : x.s[i]);
}

void facts_dump(const struct facts *f, struct buf *b)
{
	for (size_t i = 0; i < f->all.n; i++) {
		const struct fact *x = &f->all.at[i];
		buf_printf(b, "%.*s", STR_ARG(x->name));
		buf_puts(b, facts_status_good(x->status) ? " = " : ": ");
		for (size_t k = 0; x->type == FACT_LIST && k < x->items.n; k++) {
			buf_puts(b, k ? ", " : "");
			cell(b, x->items.at[k]);
		}
		cell(b, facts_status_good(x->status) ? x->value : x->why);
		if (facts_status_good(x->status) && x->unit.n) {
			buf_putc(b, ' ');
			cell(b, x->unit);
		}
		buf_printf(b, " [%s", facts_status_name(x->status));
		if (x->source.n) {
			buf_puts(b, ": ");
			cell(b, x->source);
		}
		if (x->confined.n) {
			buf_puts(b, "; ran confined: ");
			cell(b, x->confined);
		}
		buf_puts(b, "]\n");
	}
	for (size_t i = 0; i < f->citations.n; i++) {
		const struct citation *c = &f->citations.at[i];
		buf_puts(b, "cite ");
		cell(b, c->tree);
		buf_putc(b, '/');
		cell(b, c->file);
		buf_printf(b, ":%u-%u [%s", (unsigned)c->from, (unsigned)c->to, facts_citation_name(c->status));
		buf_puts(b, c->why.n ? ": " : "");
		cell(b, c->why);
		buf_puts(b, "]\n");
	}
}

/* --- reading ------------------------------------------------------------------------------------------------------ */
struct machine *machine_record(struct arena *a, struct diag *d, const struct limits *limits, const struct text *text)
{
	struct limits wide = *limits;
	wide.yaml_bytes = MOST_RECORD;
	wide.yaml_events = MOST_EVENTS;
	struct yaml *top = source_yaml(a, d, &wide, text, (struct range){ 0, (uint32_t)text->bytes.n });
	const struct yaml *version = top ? source_get(top, "hence-facts") : NULL, *facts = top ? source_get(top, "facts") : NULL;
	if (!top)
		return NULL;
	if (!version || version->kind != YAML_SCALAR || !facts || facts->kind != YAML_MAP) {
		diag_add(d, &finding_bad_yaml, (struct range){ 0, 0 }, "this is no facts file: one begins with hence-facts: %d and holds machine: and facts:", FORMAT);
		return NULL;
	}
	if (!str_is(version->text, "1")) {
		diag_add(d, &finding_bad_yaml, version->range, "this facts file has format %.*s; this hence reads format %d", STR_ARG(version->text), FORMAT);
		return NULL;
	}
	struct machine *m = arena_take(a, sizeof *m);
	*m = (struct machine){ .arena = a, .origin = ORIGIN_FILE, .base = STR("."), .record = top, .facts = map_new(a), .cache = map_new(a) };
	for (size_t i = 0; i < facts->keys.n; i++) {
		struct yaml *fact = facts->items.at[i];
		if (fact->kind != YAML_MAP) {
			diag_add(d, &finding_bad_yaml, fact->range, "the fact %.*s is no map", STR_ARG(facts->keys.at[i].name));
			return NULL;
		}
		map_put(m->facts, facts->keys.at[i].name, fact);
	}
	return m;
}

/* --- a fact from a file ---------------------------------------------------------------------------------------------- */
static struct str text_at(const struct yaml *map, const char *key)
{
	const struct yaml *v = source_get(map, key);
	return v && v->kind == YAML_SCALAR ? v->text : STR("");
}

static bool status_of(struct str word, enum fact_status *status)
{
	for (int i = FACT_READ; i <= FACT_GARBLED; i++)
		if (str_is(word, facts_status_name((enum fact_status)i))) {
			*status = (enum fact_status)i;
			return true;
		}
	return false;
}

static bool take_value(struct inquiry *q, const struct yaml *map)
{
	const struct yaml *v = source_get(map, "value");
	struct fact *f = q->fact;
	if (!v || (v->kind == YAML_LIST) != (f->type == FACT_LIST) || v->kind == YAML_MAP)
		return probe_fail(q, FACT_GARBLED, "the facts file holds no value for it");
	if (f->type == FACT_LIST) {
		for (size_t i = 0; i < v->items.n; i++)
			*vec_add(q->arena, &f->items) = facts_safe(q->arena, v->items.at[i]->text, 2000);
	} else if (f->type == FACT_NUMBER && !facts_is_number(v->text)) {
		return probe_fail(q, FACT_GARBLED, "the facts file's value is not a number");
	} else if (f->type == FACT_TRUTH && !str_is(v->text, "true") && !str_is(v->text, "false")) {
		return probe_fail(q, FACT_GARBLED, "the facts file's value is neither true nor false");
	} else {
		f->value = facts_safe(q->arena, v->text, 2000);
	}
	return true;
}

bool facts_recorded(struct inquiry *q)
{
	struct question question = { .kind = ASK_FACT, .path = q->fact->name };
	struct answer answer = { .status = ASK_FAILED };
	q->asker->ask(q->asker->with, &question, q->arena, &answer);
	if (answer.status != ASK_DONE)
		return false;
	struct text *text = text_new(q->arena, STR("facts file"), answer.bytes);
	struct diag quiet = { .arena = q->arena, .text = text };
	struct limits wide = *q->limits;
	wide.yaml_bytes = MOST_RECORD;
	wide.yaml_events = MOST_EVENTS;
	struct yaml *map = source_yaml(q->arena, &quiet, &wide, text, (struct range){ 0, (uint32_t)answer.bytes.n });
	struct fact *f = q->fact;
	struct str type = map ? text_at(map, "type") : STR("");
	enum fact_status status;
	for (int i = FACT_NUMBER; i <= FACT_LIST; i++)
		if (str_is(type, types[i]))
			f->type = (enum fact_type)i;
	if (!map || map->kind != YAML_MAP || !status_of(text_at(map, "status"), &status)) {
		probe_fail(q, FACT_GARBLED, "the facts file's entry cannot be read");
		return true;
	}
	f->source = facts_safe(q->arena, text_at(map, "source"), 4096);
	f->raw = facts_safe(q->arena, text_at(map, "raw"), 2000);
	uint64_t status_of_exit;
	f->confined = facts_safe(q->arena, text_at(map, "confined"), 200);
	if (probe_number(text_at(map, "exit"), &status_of_exit))
		f->exit_status = (int)(status_of_exit & 0xFF);
	/* Another question's answer, or one in another unit, is not this fact: taking it would be a guess. */
	struct str asked = text_at(map, "asked"), unit = text_at(map, "unit");
	if (!str_eq(asked, f->asked)) {
		struct str was = facts_safe(q->arena, asked, 200), is = facts_safe(q->arena, f->asked, 200);
		probe_fail(q, FACT_ABSENT, "the facts file recorded another question (%.*s) than this worksheet asks (%.*s)", STR_ARG(was), STR_ARG(is));
	} else if (!str_eq(unit, f->unit)) {
		struct str was = facts_safe(q->arena, unit, 80);
		probe_fail(q, FACT_ABSENT, "the facts file records it in %.*s, the worksheet wants %.*s", STR_ARG(was.n ? was : STR("no unit")),
			STR_ARG(f->unit.n ? f->unit : STR("no unit")));
	} else if (!facts_status_good(status)) {
		probe_fail(q, status, "%.*s", STR_ARG(text_at(map, "why")));
	} else {
		f->status = status;
		f->why = (struct str){ 0 };
		if (!take_value(q, map))
			return true;
	}
	return true;
}
