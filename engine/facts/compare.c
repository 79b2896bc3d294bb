/* What the machine that is asked says to a plain worksheet's sources; and that held against the machine as written. */
#include "base.h"
#include "confine.h"
#include "diag.h"
#include "source.h"
#include "model.h"
#include "facts.h"
#include "facts/probe.h"
#include "facts/native.h"

/* What was found: text is written as the worksheet writes it, "15406 MB" or "node 0 cpus: 0 1"; line is where it stood. */
struct measured { enum fact_status status; struct str text, line, from, why, confined; int exit_status; };
struct comparison { struct arena *arena; const struct limits *limits; const struct asker *asker; const struct fact *fact; };

/* Blanks in a row are one, before a colon none; digits can be left out, which gives the line's shape. */
static struct str squeezed(struct arena *a, struct str x, bool digits)
{
	struct buf b = { 0 };
	bool blank = false, hole = false;
	for (size_t i = 0; i < x.n; i++) {
		bool digit = x.s[i] >= '0' && x.s[i] <= '9';
		if (x.s[i] == ' ' || x.s[i] == '\t') {
			blank = b.n > 0;
			continue;
		}
		if (blank && x.s[i] != ':' && (digits || !hole || !digit))
			buf_putc(&b, ' ');
		blank = false;
		if (digits || !digit)
			buf_putc(&b, x.s[i]);
		else if (!hole)
			buf_putc(&b, '#');
		hole = digit;
	}
	struct str y = str_copy(a, buf_str(&b));
	buf_free(&b);
	return y;
}

/* The first number of a line, after the mark when it has one. */
static bool number_in(struct str line, struct str *number)
{
	size_t colon = str_find_char(line, ':');
	struct str rest = colon == STR_NONE ? line : str_from(line, colon + 1);
	for (size_t i = 0; i < rest.n; i++) {
		size_t from = i;
		while (i < rest.n && ((rest.s[i] >= '0' && rest.s[i] <= '9') || rest.s[i] == '.'))
			i++;
		if (i > from && (from == 0 || rest.s[from - 1] == ' ' || rest.s[from - 1] == '\t')) {
			*number = str_slice(rest, from, i);
			return facts_is_number(*number);
		}
	}
	return false;
}

static bool holds_word(struct str text, const char *word)
{
	size_t n = str_of(word).n;
	for (size_t i = 0; i + n <= text.n; i++) {
		bool same = true;
		for (size_t k = 0; k < n && same; k++)
			same = (text.s[i + k] | 0x20) == word[k];
		if (same && (i == 0 || text.s[i - 1] == ' '))
			return true;
	}
	return false;
}

/* The line of numactl's output that a property such as "Node 0 Size" or "NUMA Nodes" is about. */
static struct str numactl_line(struct arena *a, struct str property, struct str output)
{
	struct str digits, line, wanted = STR("");
	bool numbered = number_in(property, &digits);
	if (numbered && holds_word(property, "size"))
		wanted = str_format(a, "node %.*s size:", STR_ARG(digits));
	else if (!numbered && holds_word(property, "nodes"))
		wanted = STR("available:");
	while (wanted.n && probe_line(&output, &line))
		if (str_starts(line, wanted))
			return line;
	return STR("");
}

/* What stands behind the first colon of a line: many quote the value alone. */
static struct str value_of(struct str line)
{
	size_t colon = str_find_char(line, ':');
	return colon == STR_NONE ? STR("") : str_trim(str_from(line, colon + 1));
}

/* A line of output as the worksheet quotes it: the same, or one of the same shape with other digits. false: none is near. */
static bool find_output(const struct comparison *c, struct str output, struct measured *m)
{
	struct str want = squeezed(c->arena, c->fact->raw, true), shape = squeezed(c->arena, c->fact->raw, false), line, near = { 0 };
	struct str rest = output;
	while (probe_line(&rest, &line)) {
		line = str_trim(line);
		if (str_eq(squeezed(c->arena, line, true), want) || str_eq(squeezed(c->arena, value_of(line), true), want)) {
			m->line = line;
			m->text = c->fact->raw;
			return true;
		}
		if (!near.s && str_eq(squeezed(c->arena, line, false), shape))
			near = line;
	}
	/* A list of CPUs has another length: its name before the colon says which line it is. */
	size_t colon = str_find_char(want, ':');
	struct str name = colon == STR_NONE ? STR("") : str_slice(want, 0, colon + 1);
	for (rest = output; !near.s && name.n && probe_line(&rest, &line);)
		if (str_starts(squeezed(c->arena, line, true), name))
			near = str_trim(line);
	m->line = near;
	m->text = near.s ? squeezed(c->arena, near, true) : STR("");
	return near.s != NULL;
}

/* The one number that a command prints for a property. false: what is printed holds no one number for it. */
static bool find_value(const struct comparison *c, struct str output, bool numactl, struct measured *m)
{
	struct str line, number, rest = output, more;
	if (numactl)
		line = numactl_line(c->arena, c->fact->property, output);
	else if (!probe_line(&rest, &line) || (probe_line(&rest, &more) && str_trim(more).n))
		line = STR("");
	/* "available: 4 nodes (0-3)": the number stands where number_in looks for it. */
	if (!line.n || !number_in(line, &number))
		return false;
	struct str unit = str_trim(str_from(line, (size_t)(number.s - line.s) + number.n));
	if (numactl || !unit.n || !c->fact->unit.n)
		unit = c->fact->unit;
	m->line = str_trim(line);
	m->text = unit.n ? str_format(c->arena, "%.*s %.*s", STR_ARG(number), STR_ARG(unit)) : number;
	return true;
}

/* A facts file of this worksheet holds its facts under the same names. */
static bool recorded(const struct comparison *c, struct measured *m)
{
	struct question question = { .kind = ASK_FACT, .path = c->fact->name };
	struct answer answer = { .status = ASK_FAILED };
	c->asker->ask(c->asker->with, &question, c->arena, &answer);
	if (answer.status != ASK_DONE)
		return false;
	struct text *text = text_new(c->arena, STR("facts file"), answer.bytes);
	struct diag quiet = { .arena = c->arena, .text = text };
	const struct yaml *map = source_yaml(c->arena, &quiet, c->limits, text, (struct range){ 0, (uint32_t)answer.bytes.n });
	const struct yaml *value = map ? source_get(map, "value") : NULL, *unit = map ? source_get(map, "unit") : NULL, *why = map ? source_get(map, "why") : NULL;
	*m = (struct measured){ .status = FACT_ABSENT, .from = STR("the facts file"), .why = STR("the facts file has no value for it") };
	if (why && why->kind == YAML_SCALAR && why->text.n)
		m->why = why->text;
	if (!value || value->kind != YAML_SCALAR)
		return true;
	m->status = FACT_READ;
	m->text = unit && unit->kind == YAML_SCALAR && unit->text.n ? str_format(c->arena, "%.*s %.*s", STR_ARG(value->text), STR_ARG(unit->text)) : value->text;
	m->line = m->text;
	return true;
}

static void measure(const struct comparison *c, struct measured *m)
{
	struct str output = { 0 }, command = str_trim(c->fact->source);
	bool value = c->fact->property.n, numactl = str_starts(command, STR("numactl"));
	if (recorded(c, m))
		return;
	*m = (struct measured){ .status = FACT_ABSENT, .why = STR("no command is given for it") };
	if (!command.n)
		return;
	m->why = STR("it cannot be read");
	enum native native = native_output(c->arena, c->asker, command, &output, &m->from, &m->why);
	if (native == NATIVE_FAILED)
		return;
	if ((native == NATIVE_DONE || native == NATIVE_PART) && (value ? find_value(c, output, numactl, m) : find_output(c, output, m))) {
		m->status = FACT_READ;
		return;
	}
	if (native != NATIVE_DONE) {
		struct question question = { .kind = ASK_SHELL, .path = command };
		struct answer answer = { .status = ASK_FAILED };
		c->asker->ask(c->asker->with, &question, c->arena, &answer);
		m->from = command;
		m->why = answer.why;
		m->confined = answer.confined;
		m->exit_status = answer.exit_status;
		m->status = answer.status == ASK_REFUSED ? FACT_REFUSED : answer.status == ASK_TIMEOUT ? FACT_TIMEOUT : answer.status == ASK_DENIED ? FACT_DENIED : FACT_ABSENT;
		if (answer.status != ASK_DONE)
			return;
		if (value ? find_value(c, answer.bytes, numactl, m) : find_output(c, answer.bytes, m)) {
			m->status = FACT_READ;
			return;
		}
	}
	m->status = FACT_ABSENT;
	m->why = value ? STR("what the machine prints for it is not one number") : STR("the machine that was asked prints no such line");
}

/* --- held against what is written --------------------------------------------------------------------------------------- */
static void judge(struct diag *d, const struct comparison *c, const struct measured *m)
{
	const struct fact *f = c->fact;
	if (m->status != FACT_READ) {
		diag_add(d, m->status == FACT_REFUSED ? &finding_fact_refused : &finding_fact_missing, f->range, "%.*s, as written here, could not be compared: %.*s",
			STR_ARG(f->property.n ? f->property : f->raw), STR_ARG(facts_safe(c->arena, m->why, 300)));
		return;
	}
	struct fact here = *f;
	facts_value(&here, m->text);
	bool number = f->property.n && f->type == FACT_NUMBER && here.type == FACT_NUMBER;
	if (number ? str_eq(here.value, f->value) && str_eq(here.unit, f->unit) : str_eq(squeezed(c->arena, m->text, true), squeezed(c->arena, f->raw, true)))
		return;
	if (number && f->unit.n && !str_eq(here.unit, f->unit)) {
		diag_add(d, &finding_fact_missing, f->range, "%.*s, as written here, could not be compared: the machine gives it in %.*s", STR_ARG(f->property),
			STR_ARG(facts_safe(c->arena, here.unit.n ? here.unit : STR("no unit"), 80)));
		return;
	}
	struct str said = facts_safe(c->arena, f->raw, 200), is = facts_safe(c->arena, squeezed(c->arena, m->line, true), 200);
	struct finding *x = diag_add(d, &finding_fact_differs, f->range, "%.*s%sthe worksheet says %.*s, the machine says %.*s",
		STR_ARG(f->property), f->property.n ? ": " : "", STR_ARG(said), STR_ARG(is));
	x->found = said;
	x->expected = is;
	diag_note(d, x, (struct range){ 0, 0 }, "read from %.*s", STR_ARG(m->from));
}

void facts_compare(struct arena *a, struct diag *d, const struct limits *limits, const struct asker *asker, const struct facts *facts)
{
	for (size_t i = 0; i < facts->all.n; i++) {
		struct comparison c = { a, limits, asker, &facts->all.at[i] };
		struct measured m;
		if (c.fact->status != FACT_WRITTEN)
			continue;
		measure(&c, &m);
		judge(d, &c, &m);
	}
}

/* --- recorded as this machine has it ------------------------------------------------------------------------------------ */
void facts_measure(struct arena *a, const struct limits *limits, const struct asker *asker, struct facts *facts)
{
	facts_machine(a, asker, facts);
	for (size_t i = 0; i < facts->all.n; i++) {
		struct fact *f = &facts->all.at[i];
		struct comparison c = { a, limits, asker, f };
		struct measured m;
		if (f->status != FACT_WRITTEN)
			continue;
		measure(&c, &m);
		f->status = m.status;
		f->confined = m.confined;
		f->exit_status = m.exit_status;
		if (m.status == FACT_READ) {
			facts_value(f, facts_safe(a, m.text, 2000));
			f->raw = facts_safe(a, m.line, 2000);
		} else {
			f->why = facts_safe(a, m.why, 500);
			f->raw = f->value = STR("");
		}
	}
}
