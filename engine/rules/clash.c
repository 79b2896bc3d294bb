/* Two places that say opposite things: where it is told, and what is left alone. */
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
#include "rules/clash.h"

#include <stdarg.h>

/* How far back the words that disown a drawing may stand: the figure's own title. */
enum { DISOWN_MOST = 200 };
/* Findings of the kind are added one behind the other: a second one of a place stands near the first. */
enum { LOOK_BACK = 64 };

static int standing(const struct sheet *s, uint32_t line)
{
	switch (s->model->lines.at[line].role) {
	case ROLE_PREMISE: case ROLE_DEFINITION:
		return 4;
	case ROLE_CALCULATION: case ROLE_CHECK:
		return 3;
	case ROLE_INFERENCE:
		return 2;
	case ROLE_FIGURE:
		return 1;
	default:
		return 0;
	}
}

size_t clash_row_end(const struct sheet *s, size_t i)
{
	return s->rows->end[i];
}

bool clash_disowned(const struct sheet *s, size_t i)
{
	const struct token *t = words_at(s, i);
	if (t->line == LINE_NONE || s->model->lines.at[t->line].role == ROLE_FALSE)
		return true;
	if (s->rows->wrong[i] < clash_row_end(s, i))
		return true;
	for (size_t k = i, n = 0; k > 0 && n < DISOWN_MOST && words_at(s, k - 1)->line == t->line; k--, n++) {
		if (words_says(s, k - 1, WORDS_CORRECTED))
			return false;
		if (words_says(s, k - 1, WORDS_WRONG))
			return true;
	}
	return false;
}

void clash_add(struct sheet *s, enum clash how, size_t here, struct str says, size_t there, struct str says_there, struct str of)
{
	const struct token *x = words_at(s, here), *y = words_at(s, there);
	if (x->line == LINE_NONE || y->line == LINE_NONE || x->line == y->line || (how != CLASH_DENIED && clash_disowned(s, here)) || clash_disowned(s, there))
		return;
	int one = standing(s, x->line), two = standing(s, y->line);
	if (one > two || (one == two && x->place.at < y->place.at)) {
		const struct token *t = x;
		struct str said = says;
		x = y, y = t;
		says = says_there, says_there = said;
	}
	if (how != CLASH_DRAWN && (rules_wrong_within(s, x->place) || rules_wrong_within(s, y->place)))
		return;
	struct finding *f = diag_add(s->diag, &finding_contradiction, x->place, "%.*s %.*s here, and %.*s in %.*s", STR_ARG(of), STR_ARG(says),
		STR_ARG(says_there), STR_ARG(rules_line(s, y->line)));
	/* each may be told of another case: the text has to say so */
	f->severity = SEVERITY_WARNING;
	f->found = says;
	f->expected = says_there;
	f->help = STR("correct one of the two, or say in which case each of them holds");
	diag_note(s->diag, f, y->place, "the other place");
	clash_note(s, y->place, "%.*s %.*s here, and %.*s in %.*s", STR_ARG(of), STR_ARG(says_there), STR_ARG(says), STR_ARG(rules_line(s, x->line)));
}

void clash_note(struct sheet *s, struct range place, const char *format, ...)
{
	for (size_t i = s->diag->findings.n, n = 0; i-- > 0 && n < LOOK_BACK; n++)
		if (s->diag->findings.at[i].kind == &finding_contradiction && s->diag->findings.at[i].place.at == place.at)
			return;
	va_list args;
	va_start(args, format);
	struct finding *f = diag_vadd(s->diag, &finding_contradiction, place, format, args);
	va_end(args);
	f->severity = SEVERITY_NOTE;
}

void clash_both(struct sheet *s, struct range here, uint32_t line, struct str shown, struct range there, uint32_t line_there, struct str shown_there, struct str exact)
{
	clash_note(s, here, "%.*s is shown as %.*s here, and as %.*s in %.*s", STR_ARG(exact), STR_ARG(shown), STR_ARG(shown_there), STR_ARG(rules_line(s, line_there)));
	clash_note(s, there, "%.*s is shown as %.*s here, and as %.*s in %.*s", STR_ARG(exact), STR_ARG(shown_there), STR_ARG(shown), STR_ARG(rules_line(s, line)));
}
