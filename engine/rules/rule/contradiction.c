/* Two lines that give one quantity different values. */
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
#include "rules/quantity.h"
#include "rules/clash.h"

static void found(struct sheet *s, const struct quantity *q, size_t name, size_t value, size_t end)
{
	const struct token *first = words_at(s, value), *last = words_at(s, end - 1);
	struct range place = { first->place.at, last->place.at + last->place.n - first->place.at };
	if (rules_wrong_within(s, place))
		return;
	struct str said = text_range(s->text, q->place);
	if (str_eq(said, q->name))              /* a name defined by :=, whose value stands in its span */
		said = num_exact(s->arena, q->num);
	struct finding *f = diag_add(s->diag, &finding_contradiction, place, "%.*s is %.*s here, and %.*s%s%.*s", STR_ARG(q->name),
		STR_ARG(text_range(s->text, place)), STR_ARG(said), q->line == LINE_NONE ? " in the specification" : " in ",
		STR_ARG(q->line == LINE_NONE ? STR("") : rules_line(s, q->line)));
	/* a plain text may speak of another case, or of another machine */
	if (!s->model->settings.annotated)
		f->severity = SEVERITY_WARNING;
	f->found = text_range(s->text, place);
	f->expected = said;
	f->help = STR("correct one of the two, or give the two quantities different names");
	diag_note(s->diag, f, q->place, "the other value");
	if (q->line != LINE_NONE && first->line != LINE_NONE)
		clash_note(s, q->place, "%.*s is %.*s here, and %.*s in %.*s", STR_ARG(q->name), STR_ARG(said), STR_ARG(text_range(s->text, place)),
			STR_ARG(rules_line(s, first->line)));
	(void)name;
}

/* "PAGE = 4096 bytes" of a premise or definition; the subject is all that stands before the sign. */
static void stated(struct sheet *s, uint32_t line, struct quantities *q)
{
	size_t i, end = rules_tokens(s, line, &i), n = 0, after;
	while (i < end && words_says(s, i, WORDS_ARTICLE))
		i++;
	while (i + n < end && words_at(s, i + n)->kind == TOKEN_WORD && !words_says(s, i + n, WORDS_EQUALS))
		n++;
	const struct num *num;
	const struct unit *unit;
	if (n == 0 || n > 4 || (!words_mark(s, i + n, "=") && !words_says(s, i + n, WORDS_EQUALS)) || !quantity_read(s, i + n + 1, &num, &unit, &after))
		return;
	const struct token *next = words_at(s, after), *first = words_at(s, i), *last = words_at(s, i + n - 1), *value = words_at(s, i + n + 1);
	bool whole = !next || next->starts || after >= end || words_ends_sentence(s, after) || next->source;
	if (!whole)
		return;
	struct range name = { first->place.at, last->place.at + last->place.n - first->place.at };
	const struct token *to = words_at(s, after - 1);
	struct quantity x = { .num = num, .unit = unit, .line = line, .place = { value->place.at, to->place.at + to->place.n - value->place.at } };
	quantity_add(s, q, text_range(s->text, name), &x);
}

/* "15776276 kB" of the specification table. */
static void written(struct sheet *s, const struct as_written *w, struct quantities *q)
{
	size_t n = 0;
	while (n < w->value.n && ((w->value.s[n] >= '0' && w->value.s[n] <= '9') || w->value.s[n] == '.'))
		n++;
	struct quantity x = { .line = LINE_NONE, .place = w->range };
	struct str word = str_trim(str_from(w->value, n));
	if (n == 0 || !w->property.n || !num_read(s->arena, s->limits, str_slice(w->value, 0, n), &x.num))
		return;
	x.unit = quantity_unit(s, word);
	if (word.n && !x.unit) {
		if (!words_among(s, word, WORDS_MEASURE))
			return;
		x.word = word;
	}
	quantity_add(s, q, w->property, &x);
}

/* What prose binds against what := defines: the same name must have the same value. */
static void names(struct sheet *s, struct quantities *q)
{
	for (size_t i = 0; s->values->names && i < s->values->names->n; i++) {
		const struct name *n = s->values->names->at[i].value;
		if (n->kind != NAME_DEFINED || n->value.kind != VALUE_NUMBER || !(graph_code_word(n->name) || graph_acronym(n->name)))
			continue;
		struct quantity x = { .num = n->value.num, .unit = n->value.unit, .line = n->line, .place = n->place };
		quantity_add(s, q, n->name, &x);
	}
}

static void check(struct sheet *s)
{
	struct quantities q = { .by_key = NULL };
	for (size_t i = 0; i < s->model->as_written.n; i++)
		written(s, &s->model->as_written.at[i], &q);
	names(s, &q);
	for (uint32_t i = 0; i < s->model->lines.n; i++)
		if (s->model->lines.at[i].role == ROLE_PREMISE || s->model->lines.at[i].role == ROLE_DEFINITION)
			stated(s, i, &q);
	quantity_search(s, &q, !s->model->settings.annotated, found);
	clash_drawings(s);
	clash_sayings(s);
	clash_places(s);
	clash_values(s);
}

const struct rule rule_contradiction = { "contradiction", false, check };
