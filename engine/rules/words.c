/* Small questions about tokens that several rules ask. */
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

static void find_starts(const struct sheet *s, struct rows *rows)
{
	enum { CODE_WORDS = SIGNS, THINGS, TERMS, FENCES, KINDS };
	uint32_t n = (uint32_t)s->graph->tokens.n, count[KINDS] = { 0 }, *put[KINDS];
	for (uint32_t i = 0; i < n; i++) {
		const struct token *t = &s->graph->tokens.at[i];
		const struct vocable *v = t->vocable;
		count[(unsigned char)v->sign]++;
		count[CODE_WORDS] += v->code_word;
		count[THINGS] += v->code_word || v->acronym;
		count[TERMS] += v->term != NULL;
		count[FENCES] += t->starts && t->fence;
	}
	size_t all = 0;
	for (uint32_t k = 1; k < KINDS; k++)
		all += count[k];
	uint32_t *at = arena_take(s->arena, (all + 1) * sizeof *at);
	for (uint32_t k = 1; k < KINDS; at += count[k++])
		put[k] = at;
	for (uint32_t c = 1; c < SIGNS; c++)
		rows->sign[c] = (struct places){ put[c], count[c] };
	rows->code_words = (struct places){ put[CODE_WORDS], count[CODE_WORDS] };
	rows->things = (struct places){ put[THINGS], count[THINGS] };
	rows->terms = (struct places){ put[TERMS], count[TERMS] };
	rows->fences = (struct places){ put[FENCES], count[FENCES] };
	for (uint32_t i = 0; i < n; i++) {
		const struct token *t = &s->graph->tokens.at[i];
		const struct vocable *v = t->vocable;
		if (v->sign)
			*put[(unsigned char)v->sign]++ = i;
		if (v->code_word)
			*put[CODE_WORDS]++ = i;
		if (v->code_word || v->acronym)
			*put[THINGS]++ = i;
		if (v->term)
			*put[TERMS]++ = i;
		if (t->starts && t->fence)
			*put[FENCES]++ = i;
	}
}

struct rows *words_rows(const struct sheet *s)
{
	struct rows *rows = arena_take(s->arena, sizeof *rows);
	uint32_t n = (uint32_t)s->graph->tokens.n;
	rows->end = arena_take(s->arena, (n + 1) * sizeof *rows->end);
	rows->wrong = arena_take(s->arena, (n + 1) * sizeof *rows->wrong);
	rows->wrong[n] = UINT32_MAX;
	for (uint32_t i = n; i-- > 0; ) {
		const struct token *t = words_at(s, i), *next = words_at(s, i + 1);
		rows->end[i] = next && !next->starts && next->line == t->line ? rows->end[i + 1] : i + 1;
		rows->wrong[i] = words_says(s, i, WORDS_WRONG) ? i : rows->wrong[i + 1];
	}
	find_starts(s, rows);
	return rows;
}

bool words_among(const struct sheet *s, struct str word, enum word_list list)
{
	return model_in(model_word(s->model->settings.lang, word), list);
}

bool words_refers(const struct sheet *s, uint32_t line)
{
	for (uint32_t e = s->graph->first[line]; e < s->graph->first[line + 1]; e++)
		if (s->graph->edges.at[e].kind == EDGE_REFERENCE || s->graph->edges.at[e].kind == EDGE_FROM)
			return true;
	return false;
}

size_t words_claims(const struct sheet *s, struct range place)
{
	size_t low = 0, high = s->claims->all.n;
	while (low < high) {
		size_t mid = low + (high - low) / 2;
		if (s->claims->all.at[mid].range.at < place.at)
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}

bool words_computed(const struct sheet *s, uint32_t line)
{
	const struct line *l = &s->model->lines.at[line];
	for (uint32_t k = l->first_span; k < l->first_span + l->span_count && k < s->values->results.n; k++)
		if (!s->values->results.at[k].failed)
			return true;
	size_t low = words_claims(s, l->range);
	for (; low < s->claims->all.n && s->claims->all.at[low].range.at < l->range.at + l->range.n; low++)
		if (s->claims->all.at[low].line == line && !str_is(str_of(s->claims->all.at[low].form), "again"))
			return true;            /* a value that is only stated again was computed elsewhere */
	return false;
}

bool words_sourced(const struct sheet *s)
{
	if (s->model->settings.annotated || s->model->as_written.n)
		return true;
	for (uint32_t i = 0; i < s->model->lines.n; i++) {
		const struct line *l = &s->model->lines.at[i];
		if (l->role != ROLE_PREMISE)
			continue;
		size_t k, end = rules_tokens(s, i, &k);
		if (l->source.n || l->cite)
			return true;
		for (; k < end; k++)
			if (words_at(s, k)->source)
				return true;
	}
	return false;
}

bool words_proposes(const struct sheet *s, uint32_t line)
{
	return line > 0 && words_among(s, s->model->lines.at[line].kind, WORDS_SOLUTION) && words_among(s, s->model->lines.at[line - 1].kind, WORDS_PROBLEM);
}
