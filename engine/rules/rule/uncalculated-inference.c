/* An inference that shows no calculation and names none. */
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

#include <string.h>

/* Below this any line may have the number by chance. */
enum { TELLING_DIGITS = 3 };

static bool small(struct str what)
{
	size_t digits = 0;
	while (digits < what.n && what.s[digits] >= '0' && what.s[digits] <= '9')
		digits++;
	return digits > 0 && digits < TELLING_DIGITS && !str_starts(what, STR("0x"));
}

/* A number that a calculation above gave, and that is no small number which any line may have. */
static bool carries_a_result(const struct sheet *s, uint32_t line)
{
	for (uint32_t e = s->graph->first[line]; e < s->graph->first[line + 1]; e++) {
		const struct edge *edge = &s->graph->edges.at[e];
		enum role role = s->model->lines.at[edge->to].role;
		if (((edge->kind == EDGE_NUMBER && !small(edge->what)) || edge->kind == EDGE_NAME) && (role == ROLE_CALCULATION || role == ROLE_CHECK))
			return true;
	}
	return false;
}

/* A formula that could not be evaluated is reported as that; the line did mean to calculate. */
static bool tried(const struct sheet *s, uint32_t line)
{
	const struct line *l = &s->model->lines.at[line];
	for (uint32_t i = l->first_span; i < l->first_span + l->span_count && i < s->values->results.n; i++)
		if (s->values->results.at[i].failed || s->values->results.at[i].value.kind == VALUE_UNDECIDED || s->values->results.at[i].value.kind == VALUE_ABSENT)
			return true;
	return false;
}

/* A value that is only said again, as an earlier line has it, calculates nothing; that examples agree proves nothing. */
static bool calculates(const struct claim *c)
{
	return strcmp(c->form, "again") != 0 && strcmp(c->form, "examples") != 0;
}

static bool calculated(const struct sheet *s, uint32_t line)
{
	const struct line *l = &s->model->lines.at[line];
	for (uint32_t k = l->first_span; k < l->first_span + l->span_count && k < s->values->results.n; k++)
		if (!s->values->results.at[k].failed)
			return true;
	for (size_t i = words_claims(s, l->range); i < s->claims->all.n && s->claims->all.at[i].range.at < l->range.at + l->range.n; i++)
		if (s->claims->all.at[i].line == line && calculates(&s->claims->all.at[i]))
			return true;
	return false;
}

static bool founded(const struct sheet *s, uint32_t line)
{
	return calculated(s, line) || tried(s, line) || words_refers(s, line) || carries_a_result(s, line);
}

/* "likely = 54" in a line that says it calculates or verifies: a guess, whatever else the line shows. */
static bool guess(struct sheet *s, uint32_t line)
{
	size_t i, end = rules_tokens(s, line, &i);
	for (; i < end; i++) {
		const struct token *t = words_at(s, i), *next = words_at(s, i + 1);
		if (!words_says(s, i, WORDS_GUESS) || t->code || t->source || t->programme || !next || next->starts ||
			!(words_mark(s, i + 1, "=") || words_says(s, i + 1, WORDS_EQUALS) || next->kind == TOKEN_NUMBER))
			continue;
		struct finding *f = diag_add(s->diag, &finding_uncalculated_inference, t->place, "guesses where it says that it %s",
			s->model->lines.at[line].role == ROLE_CHECK ? "checks" : "calculates");
		f->found = t->vocable->text;
		f->help = STR("show the value's source or its calculation, or say in a line of its own that it is assumed");
		return true;
	}
	return false;
}

/* "Result: other readers see half a record", "CALCULATION: ..." inside a figure: the label promises what nothing gives. */
static void label(struct sheet *s, uint32_t line)
{
	size_t i, end = rules_tokens(s, line, &i);
	bool any = founded(s, line);
	for (; i + 2 < end; i++) {
		const struct token *t = words_at(s, i);
		bool opens = t->starts || words_ends_sentence(s, i - 1), result = words_says(s, i, WORDS_RESULT);
		if (!opens || t->programme || t->source || !words_mark(s, i + 1, ":") || words_at(s, i + 1)->spaced || !(result || words_says(s, i, WORDS_CALCULATES)) || (result && any))
			continue;
		size_t k = i + 2, first = k;
		bool counts = false;
		for (; k < end && (k == first || (!words_at(s, k)->starts && !words_ends_sentence(s, k - 1))); k++)
			counts |= words_mark(s, k, "=") || words_mark(s, k, "≈") || words_at(s, k)->kind == TOKEN_LIVE || words_at(s, k)->code ||
				(result && (words_at(s, k)->kind == TOKEN_NUMBER || graph_code_word(words_at(s, k)->vocable->text)));
		if (counts || k == first || words_at(s, first)->starts)
			continue;
		struct finding *f = result
			? diag_add(s->diag, &finding_uncalculated_inference, t->place, "a result is stated, and nothing in the line leads to it")
			: diag_add(s->diag, &finding_uncalculated_inference, t->place, "calculates nothing");
		f->help = result ? STR("show what it results from: a calculation, or the line it follows from")
			: STR("write the calculation, or give it a label that claims none");
		return;
	}
}

static void check(struct sheet *s)
{
	for (uint32_t i = 0; i < s->model->lines.n; i++) {
		const struct line *l = &s->model->lines.at[i];
		bool calculation = l->role == ROLE_CALCULATION || l->role == ROLE_CHECK;
		if (calculation && guess(s, i))
			continue;
		if (l->role == ROLE_NARRATIVE || l->role == ROLE_FIGURE)
			label(s, i);
		if ((l->role != ROLE_INFERENCE && !calculation) || founded(s, i) || words_proposes(s, i))
			continue;
		size_t first, end = rules_tokens(s, i, &first), signs = 0, numbers = 0;
		for (size_t k = first; k < end; k++) {
			signs += words_mark(s, k, "=") || words_mark(s, k, "≈");
			numbers += words_at(s, k)->kind == TOKEN_NUMBER;
		}
		if (first == end || (calculation && signs && numbers))
			continue;
		struct finding *f = calculation
			? diag_add(s->diag, &finding_uncalculated_inference, l->kind_range, "calculates nothing")
			: diag_add(s->diag, &finding_uncalculated_inference, l->kind_range, "concludes, and no calculation is shown or named");
		f->help = calculation ? STR("write the calculation, or give the line a kind that claims none")
			: STR("begin with the line it follows from (\"From line ...:\"), or show the calculation before it");
	}
}

const struct rule rule_uncalculated_inference = { "uncalculated-inference", false, check };
