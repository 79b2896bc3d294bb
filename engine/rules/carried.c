/* "4096 (from line 33, end of LOW)": where a line states a range, its two ends have values. */
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
#include "rules/carried.h"

static bool same_word(struct sheet *s, size_t i, const struct token *name)
{
	const struct token *t = words_at(s, i);
	return t && t->kind == TOKEN_WORD && str_eq(t->vocable->key, name->vocable->key);
}

/* NAME = [word] FROM to [word] TO */
static bool range_of(struct sheet *s, uint32_t line, const struct token *name, const struct token *ends[2])
{
	size_t first, end = rules_tokens(s, line, &first);
	for (size_t i = first; i + 3 < end; i++) {
		if (!same_word(s, i, name) || !words_mark(s, i + 1, "="))
			continue;
		size_t k = i + 2;
		k += words_at(s, k)->kind == TOKEN_WORD;
		ends[0] = words_at(s, k);
		if (!words_says(s, k + 1, WORDS_UP_TO) && !words_mark(s, k + 1, "-") && !words_mark(s, k + 1, "–"))
			continue;
		k += 2;
		k += words_at(s, k) && words_at(s, k)->kind == TOKEN_WORD;
		ends[1] = words_at(s, k);
		if (ends[0]->kind == TOKEN_NUMBER && ends[1] && ends[1]->kind == TOKEN_NUMBER && ends[0]->vocable->num && ends[1]->vocable->num)
			return true;
	}
	return false;
}

bool carried_end_differs(struct sheet *s, const struct reference *r, struct carried_end *e)
{
	if (r->token_count == 0 || r->mention || r->in_annotation || r->to == LINE_NONE || r->to >= r->from)
		return false;
	size_t i = r->first_token + r->token_count;             /* the bracket */
	while (words_at(s, i) && words_at(s, i)->place.at < r->place.at + r->place.n)
		i++;
	if (!words_mark(s, i, ","))
		return false;
	e->last = words_says(s, i + 1, WORDS_END_OF);
	e->name = i + 3;
	e->value = r->first_token + r->token_count - 1;
	if ((!e->last && !words_says(s, i + 1, WORDS_START_OF)) || !words_says(s, i + 2, WORDS_OF_A_FILE) || !words_at(s, i + 3) ||
		words_at(s, i + 3)->kind != TOKEN_WORD)
		return false;
	const struct token *ends[2], *value = words_at(s, e->value);
	if (value->kind != TOKEN_NUMBER || !value->vocable->num || !range_of(s, r->to, words_at(s, i + 3), ends))
		return false;
	e->given = ends[e->last];
	e->want = e->given->vocable->num;
	if (words_mark(s, i + 4, "+") && words_at(s, i + 5) && words_at(s, i + 5)->vocable->num &&
		num_apply(s->arena, s->limits, NUM_ADD, e->want, words_at(s, i + 5)->vocable->num, &e->want) != NUM_FINE)
		return false;
	if (words_mark(s, i + 4, "-") && words_at(s, i + 5) && words_at(s, i + 5)->vocable->num &&
		num_apply(s->arena, s->limits, NUM_SUB, e->want, words_at(s, i + 5)->vocable->num, &e->want) != NUM_FINE)
		return false;
	return num_compare(e->want, value->vocable->num) != 0;
}
