/* A source taken for something that it does not say: the traps are data, lua/traps.yaml, each with where it is written. */
#include "base.h"
#include "diag.h"
#include "source.h"
#include "model.h"
#include "facts.h"
#include "values.h"
#include "claims.h"
#include "graph.h"
#include "rules.h"
#include "rules/words.h"

/* Words that a line may have; many facts can stand in one line, so what was found there is kept. */
struct words { struct str list; uint32_t line; bool said; };
struct trap { struct str from; struct words words, unless; struct str units, kind, says, see; uint64_t bits; bool line; };
struct reading { struct sheet *sheet; const struct fact *fact; uint32_t line; };        /* line: that shows this fact alone, or LINE_NONE */

static struct str text_of(const struct yaml *map, const char *key)
{
	const struct yaml *v = source_get(map, key);
	return v && v->kind == YAML_SCALAR ? v->text : STR("");
}

static struct trap trap_of(const struct yaml *map)
{
	struct trap t = {
		text_of(map, "from"), { text_of(map, "words"), LINE_NONE, false }, { text_of(map, "unless"), LINE_NONE, false }, text_of(map, "units"), text_of(map, "kind"), text_of(map, "says"), text_of(map, "see"), 0,
		str_is(text_of(map, "line"), "true") };
	struct str bits = text_of(map, "bits");
	for (size_t i = 0; i < bits.n; i++)
		t.bits = t.bits * 10 + (uint64_t)(bits.s[i] - '0');
	return t;
}

/* --- words ------------------------------------------------------------------------------------------------------------ */
static char lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c | 0x20) : c;
}

static bool listed(struct str list, struct str word)
{
	struct str rest = list, piece;
	while (rest.n && str_split(&rest, ' ', &piece)) {
		bool same = piece.n == word.n && word.n;
		for (size_t i = 0; same && i < word.n; i++)
			same = lower(word.s[i]) == lower(piece.s[i]);
		if (same)
			return true;
	}
	return false;
}

/* Whether one of the words stands in the fact's property, or in what its line says before the source. */
static bool speaks_of(const struct reading *r, struct words *words, bool line)
{
	struct str rest = r->fact->property, piece;
	while (rest.n && str_split(&rest, ' ', &piece))
		if (listed(words->list, str_trim(piece)))
			return true;
	if (r->line == LINE_NONE || (!line && r->fact->status != FACT_WRITTEN))
		return false;
	if (words->line == r->line)
		return words->said;
	const struct graph *g = r->sheet->graph;
	words->line = r->line;
	words->said = false;
	for (uint32_t i = g->token_at[r->line]; i < g->token_at[r->line + 1] && !words->said; i++) {
		const struct token *t = words_at(r->sheet, i);
		words->said = t->kind == TOKEN_WORD && !t->source && !t->code && listed(words->list, t->vocable->text);
	}
	return words->said;
}

/* --- one trap ----------------------------------------------------------------------------------------------------------- */
static bool read_from(const struct fact *f, struct str from)
{
	return str_find(f->asked, from) != STR_NONE || str_find(f->source, from) != STR_NONE || (f->status == FACT_WRITTEN && str_starts(f->raw, from));
}

static bool worth(const struct reading *r, uint64_t bits)
{
	const struct name *name = values_name(r->sheet->values, r->fact->name);
	return name && name->value.kind == VALUE_NUMBER && name->value.unit
		&& num_compare(name->value.unit->factor, num_of(r->sheet->arena, (int64_t)bits)) == 0;
}

static bool caught(const struct reading *r, struct trap *t)
{
	return t->from.n && read_from(r->fact, t->from)
		&& (!t->kind.n || str_eq(t->kind, r->sheet->facts->machine_kind))
		&& (!t->units.n || listed(t->units, r->fact->unit))
		&& (!t->bits || worth(r, t->bits))
		&& (!t->words.list.n || speaks_of(r, &t->words, t->line))
		&& !(t->unless.list.n && speaks_of(r, &t->unless, t->line));
}

/* The line whose words are about this fact: the one that first shows it, when it shows no other; or where it is written. */
static uint32_t line_of(const struct sheet *s, const struct fact *f)
{
	if (f->status == FACT_WRITTEN)
		return f->property.n ? LINE_NONE : model_line_at(s->model, f->range.at);
	const struct name *name = values_name(s->values, f->name);
	uint32_t line = name ? name->line : LINE_NONE;
	for (size_t i = 0; line != LINE_NONE && i < s->facts->all.n; i++) {
		const struct name *other = values_name(s->values, s->facts->all.at[i].name);
		if (other && other != name && other->line == line)
			return LINE_NONE;
	}
	return line;
}

/* What the entry's from: says, read without the YAML of the rest: most entries are about no fact of this worksheet. */
static struct str from_of(struct str entry)
{
	struct str rest = str_from(entry, STR("{from: ").n);
	char quote = rest.n && (rest.s[0] == '\'' || rest.s[0] == '"') ? rest.s[0] : ',';
	rest = str_from(rest, quote != ',');
	return str_slice(rest, 0, str_find_char(rest, quote));
}

static bool concerns(const struct sheet *s, struct str from)
{
	for (size_t i = 0; i < s->facts->all.n; i++)
		if (read_from(&s->facts->all.at[i], from))
			return true;
	return false;
}

/* The entries whose source some fact of the worksheet is read from. */
static size_t traps_of(struct sheet *s, struct trap **all)
{
	static const char opens[] = "\n  - {from: ";
	VEC(struct trap) traps = { 0 };
	struct text *text = text_new(s->arena, STR("lua/traps.yaml"), embedded_find("lua/traps.yaml"));
	struct diag quiet = { .arena = s->arena, .text = text };
	size_t at = str_find(text->bytes, STR(opens));
	while (at != STR_NONE) {
		size_t from = at + STR("\n  - ").n, next = str_find(str_from(text->bytes, from), STR(opens)), to = next == STR_NONE ? text->bytes.n : from + next;
		at = next == STR_NONE ? STR_NONE : to;
		if (!concerns(s, from_of(str_slice(text->bytes, from, to))))
			continue;
		const struct yaml *map = source_yaml(s->arena, &quiet, &limits_default, text, (struct range){ (uint32_t)from, (uint32_t)(to - from) });
		if (map)
			*vec_add(s->arena, &traps) = trap_of(map);
	}
	*all = traps.at;
	return traps.n;
}

static void check(struct sheet *s)
{
	struct trap *all;
	size_t count = s->facts->all.n ? traps_of(s, &all) : 0;
	for (size_t i = 0; count && i < s->facts->all.n; i++) {
		const struct fact *f = &s->facts->all.at[i];
		struct reading r = { s, f, line_of(s, f) };
		size_t k = 0;
		while (k < count && !caught(&r, &all[k]))
			k++;
		if (k == count)
			continue;
		struct finding *x = diag_add(s->diag, &finding_misread_fact, all[k].bits || all[k].units.n ? f->unit_range : f->range, "%.*s", STR_ARG(all[k].says));
		diag_note(s->diag, x, (struct range){ 0, 0 }, "see %.*s", STR_ARG(all[k].see));
	}
}

const struct rule rule_misread_fact = { "misread-fact", false, check };
