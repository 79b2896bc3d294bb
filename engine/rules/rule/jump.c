/* A problem or an inference whose opening rests on nothing above. */
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

/* Before this many lines there is nothing that a first problem could rest on. */
enum { OPENING = 3 };
/* Words of fewer letters stand in every text; an opening is judged by so many of its words. */
enum { WORD_LETTERS = 5, OPENING_WORDS = 60 };

static bool problem(const struct sheet *s, const struct line *l)
{
	return words_among(s, l->kind, WORDS_PROBLEM);
}

/* Whether the words from first to end use a term that a line above defines, or carry one of its numbers. */
static bool tied(const struct sheet *s, uint32_t line, struct range place)
{
	for (uint32_t e = s->graph->first[line]; e < s->graph->first[line + 1]; e++) {
		const struct edge *edge = &s->graph->edges.at[e];
		if (edge->kind == EDGE_REFERENCE || edge->kind == EDGE_FROM || edge->kind == EDGE_NAME)
			return true;
		if (edge->place.at >= place.at && edge->place.at < place.at + place.n)
			return true;
	}
	return false;
}

/* Whether the opening uses two words that lines above use, too; one alone may be chance. */
static bool familiar(struct sheet *s, const bool *words, size_t first, size_t stop)
{
	const struct vocable *one = NULL;
	for (size_t i = first; i < stop && i - first < OPENING_WORDS; i++) {
		const struct token *t = words_at(s, i);
		if (t->kind != TOKEN_WORD || t->vocable->text.n < WORD_LETTERS || words_says(s, i, WORDS_FILLER))
			continue;
		if (!words[t->vocable->number] || (one && one->number == t->vocable->number))
			continue;
		if (one)
			return true;
		one = t->vocable;
	}
	return false;
}

/* words: of each key, whether a line above has it. */
static void learn(struct sheet *s, bool *words, uint32_t line)
{
	size_t i, end = rules_tokens(s, line, &i);
	for (; i < end; i++) {
		const struct token *t = words_at(s, i);
		if (t->kind == TOKEN_WORD && t->vocable->text.n >= WORD_LETTERS && !t->source && !t->programme)
			words[t->vocable->number] = true;
	}
}

static void check(struct sheet *s)
{
	bool *words = arena_take(s->arena, s->graph->keys + 1);
	for (uint32_t i = 0; i < OPENING && i < s->model->lines.n; i++)
		learn(s, words, i);
	for (uint32_t i = OPENING; i < s->model->lines.n; i++) {
		const struct line *l = &s->model->lines.at[i];
		bool opens = problem(s, l);
		learn(s, words, i - 1);
		if (!opens && l->role != ROLE_INFERENCE)
			continue;
		size_t first, end = rules_tokens(s, i, &first), stop = first;
		if (first == end || words_computed(s, i) || words_proposes(s, i))
			continue;
		/* a problem is judged by its opening sentence, an inference by all of it */
		while (stop < end && !(opens && words_ends_sentence(s, stop)))
			stop++;
		const struct token *last = words_at(s, stop < end ? stop : end - 1);
		struct range place = { words_at(s, first)->place.at, last->place.at - words_at(s, first)->place.at };
		if (tied(s, i, place) || (opens && familiar(s, words, first, stop)))
			continue;
		struct finding *f = opens ? diag_add(s->diag, &finding_jump, place, "opens with something that no line above leads to")
			: diag_add(s->diag, &finding_jump, l->kind_range, "concludes from nothing that stands above");
		f->help = STR("write the line between: what it has to do with the lines above, or a definition of what is new");
	}
}

const struct rule rule_jump = { "jump", false, check };
