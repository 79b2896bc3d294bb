/* A plain worksheet's machine as written, held against the machine that is asked: same, differs, or cannot be had there. */
#include "base.h"
#include "confine.h"
#include "diag.h"
#include "source.h"
#include "model.h"
#include "facts.h"
#include "facts/probe.h"
#include "facts/native.h"

struct comparison { struct arena *arena; struct diag *diag; const struct asker *asker; const struct fact *fact; struct str from; };

static void cannot(const struct comparison *c, struct str why, bool refused)
{
	diag_add(c->diag, refused ? &finding_fact_refused : &finding_fact_missing, c->fact->range, "%.*s, as written here, could not be compared: %.*s",
		STR_ARG(c->fact->property.n ? c->fact->property : c->fact->raw), STR_ARG(facts_safe(c->arena, why, 300)));
}

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

static void differs(const struct comparison *c, struct str here)
{
	struct str said = facts_safe(c->arena, c->fact->raw, 200), is = facts_safe(c->arena, squeezed(c->arena, here, true), 200);
	struct finding *f = diag_add(c->diag, &finding_fact_differs, c->fact->range, "%.*s%sthe worksheet says %.*s, the machine says %.*s",
		STR_ARG(c->fact->property), c->fact->property.n ? ": " : "", STR_ARG(said), STR_ARG(is));
	f->found = said;
	f->expected = is;
	diag_note(c->diag, f, (struct range){ 0, 0 }, "read from %.*s", STR_ARG(c->from));
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
static bool compare_output(const struct comparison *c, struct str output)
{
	struct str want = squeezed(c->arena, c->fact->raw, true), shape = squeezed(c->arena, c->fact->raw, false), line, near = { 0 };
	struct str rest = output;
	while (probe_line(&rest, &line)) {
		line = str_trim(line);
		if (str_eq(squeezed(c->arena, line, true), want) || str_eq(squeezed(c->arena, value_of(line), true), want))
			return true;
		if (!near.s && str_eq(squeezed(c->arena, line, false), shape))
			near = line;
	}
	/* A list of CPUs has another length: its name before the colon says which line it is. */
	size_t colon = str_find_char(want, ':');
	struct str name = colon == STR_NONE ? STR("") : str_slice(want, 0, colon + 1);
	for (rest = output; !near.s && name.n && probe_line(&rest, &line);)
		if (str_starts(squeezed(c->arena, line, true), name))
			near = str_trim(line);
	if (near.s)
		differs(c, near);
	return near.s != NULL;
}

/* false: what is printed holds no one number for it. */
static bool compare_value(const struct comparison *c, struct str output, bool numactl)
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
	bool same_unit = !c->fact->unit.n || !unit.n || numactl || str_eq(unit, c->fact->unit);
	if (!same_unit)
		cannot(c, str_format(c->arena, "the machine gives it in %.*s", STR_ARG(unit)), false);
	else if (!str_eq(number, c->fact->value))
		differs(c, str_trim(line));
	return true;
}

/* A facts file of this worksheet holds its facts under the same names. */
static bool compare_recorded(const struct comparison *c, const struct limits *limits)
{
	struct question question = { .kind = ASK_FACT, .path = c->fact->name };
	struct answer answer = { .status = ASK_FAILED };
	c->asker->ask(c->asker->with, &question, c->arena, &answer);
	if (answer.status != ASK_DONE)
		return false;
	struct text *text = text_new(c->arena, STR("facts file"), answer.bytes);
	struct diag quiet = { .arena = c->arena, .text = text };
	struct yaml *map = source_yaml(c->arena, &quiet, limits, text, (struct range){ 0, (uint32_t)answer.bytes.n });
	const struct yaml *value = map ? source_get(map, "value") : NULL, *unit = map ? source_get(map, "unit") : NULL;
	if (!value || value->kind != YAML_SCALAR)
		cannot(c, STR("the facts file has no value for it"), false);
	else if (!str_eq(value->text, c->fact->value) || !str_eq(unit && unit->kind == YAML_SCALAR ? unit->text : STR(""), c->fact->unit))
		differs(c, str_format(c->arena, "%.*s %.*s", STR_ARG(value->text), STR_ARG(unit && unit->kind == YAML_SCALAR ? unit->text : STR(""))));
	return true;
}

static void compare_one(struct comparison *c)
{
	struct str output = { 0 }, why = STR("it cannot be read");
	struct str command = str_trim(c->fact->source);
	if (!command.n) {
		cannot(c, STR("no command is given for it"), false);
		return;
	}
	enum native native = native_output(c->arena, c->asker, command, &output, &c->from, &why);
	bool value = c->fact->property.n, numactl = str_starts(command, STR("numactl"));
	if (native == NATIVE_FAILED) {
		cannot(c, why, false);
		return;
	}
	if ((native == NATIVE_DONE || native == NATIVE_PART) && (value ? compare_value(c, output, numactl) : compare_output(c, output)))
		return;
	if (native != NATIVE_DONE) {
		struct question question = { .kind = ASK_SHELL, .path = command };
		struct answer answer = { .status = ASK_FAILED };
		c->asker->ask(c->asker->with, &question, c->arena, &answer);
		if (answer.status != ASK_DONE) {
			cannot(c, answer.why, answer.status == ASK_REFUSED);
			return;
		}
		c->from = command;
		if (value ? compare_value(c, answer.bytes, numactl) : compare_output(c, answer.bytes))
			return;
	}
	cannot(c, value ? STR("what the machine prints for it is not one number") : STR("the machine that was asked prints no such line"), false);
}

void facts_compare(struct arena *a, struct diag *d, const struct limits *limits, const struct asker *asker, const struct facts *facts)
{
	for (size_t i = 0; i < facts->all.n; i++) {
		struct comparison c = { a, d, asker, &facts->all.at[i], STR("the facts file") };
		if (c.fact->status == FACT_WRITTEN && !compare_recorded(&c, limits))
			compare_one(&c);
	}
}
