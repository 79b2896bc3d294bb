/* The text gives a fact another value than the machine. */
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

static void found(struct sheet *s, const struct quantity *q, size_t name, size_t value, size_t end)
{
	const struct token *first = words_at(s, value), *last = words_at(s, end - 1);
	struct range place = { first->place.at, last->place.at + last->place.n - first->place.at };
	if (rules_wrong_within(s, place))
		return;
	struct str known = num_show(s->arena, q->num, (struct num_style){ .base = 10 });
	struct finding *f = diag_add(s->diag, &finding_fact_differs, place, "%.*s is %.*s%s%.*s on this machine, not %.*s", STR_ARG(q->name),
		STR_ARG(known), q->fact->unit.n ? " " : "", STR_ARG(q->fact->unit), STR_ARG(text_range(s->text, place)));
	f->found = text_range(s->text, place);
	f->expected = known;
	f->help = str_format(s->arena, "show the fact itself: `= %.*s`", STR_ARG(q->fact->name));
	diag_note(s->diag, f, q->place, "read from %.*s", STR_ARG(q->fact->source));
	(void)name;
}

static void check(struct sheet *s)
{
	struct quantities q = { .by_key = NULL };
	for (size_t i = 0; i < s->facts->all.n; i++) {
		const struct fact *fact = &s->facts->all.at[i];
		const struct name *name = values_name(s->values, fact->name);
		if (!facts_status_good(fact->status) || fact->type != FACT_NUMBER || !name || name->value.kind != VALUE_NUMBER)
			continue;
		struct quantity x = { .num = name->value.num, .unit = name->value.unit, .line = LINE_NONE, .place = fact->range, .fact = fact };
		quantity_add(s, &q, fact->property, &x);
	}
	quantity_search(s, &q, false, found);
}

const struct rule rule_fact_differs = { "fact-differs", true, check };
