/* Cuts a reading into clauses: remarks in parentheses apart, answers behind question marks, words that join. */
#include "base.h"
#include "diag.h"
#include "source.h"
#include "model.h"
#include "facts.h"
#include "values.h"
#include "claims.h"
#include "claims/reading.h"
#include "claims/lex.h"
#include "claims/expression.h"
#include "claims/names.h"
#include "claims/judge.h"
#include "claims/measure.h"
#include "claims/scan.h"
#include "claims/tokens.h"
#include "claims/clause.h"

struct piece_of_work { uint32_t from, to; };

struct str clause_bytes(const struct reading *r, const struct token *t)
{
	return str_slice(r->text, t->at, t->at + t->n);
}

static bool is_function_call(const struct tokens *t, uint32_t open)
{
	return open > 0 && !t->at.at[open].space && t->at.at[open - 1].kind == T_WORD;
}

bool clause_in(struct str x, const char *const *words)
{
	for (; *words; words++)
		if (str_is(x, *words))
			return true;
	return false;
}

bool clause_joins(const struct token *t)
{
	return t->kind == T_WORD && model_in(t->word, WORDS_JOINS);
}

/* "1 × 2 = 2 and 3 × 4 = 12": the word between two relations ends the first. */
static bool joins(const struct clause *c, const struct token *t, bool related)
{
	enum token_kind last = c->t.n ? c->t.at[c->t.n - 1].kind : T_STOP;
	return related && (last == T_NUMBER || last == T_WORD || last == T_CLOSE) && clause_joins(t);
}

/* f(12) of a function that the worksheet defines, (w + h) within a formula: part of the expression and no remark. */
static bool keeps_parenthesis(const struct clause *c, const struct tokens *t, uint32_t open, uint32_t close)
{
	struct found f;
	if (is_function_call(t, open)) {
		bool defines = c->all->binding && close + 1 < t->at.n && t->at.at[close + 1].kind == T_RELATION;
		for (uint32_t i = open + 1; i < close && defines; i++)
			defines = t->at.at[i].kind == T_WORD || t->at.at[i].kind == T_STOP;
		return defines || names_function(&c->all->context, c->r, t->at.at, open - 1, &f);
	}
	enum token_kind before = open ? t->at.at[open - 1].kind : T_STOP;
	return before != T_NUMBER && before != T_CLOSE && before != T_WORD && names_formula(t->at.at, open + 1, close);
}

static void read_answer(struct clause *c, const struct tokens *t, uint32_t after)
{
	const struct token *word = after < t->at.n ? &t->at.at[after] : NULL;
	if (word && word->kind == T_STOP)       /* 300 < 256? → no */
		word = after + 1 < t->at.n ? &t->at.at[after + 1] : NULL;
	if (!word)
		return;
	if (word->kind == T_TICK || word->kind == T_CROSS)
		c->answer = word->kind == T_TICK ? ANSWER_YES : ANSWER_NO;
	else if (word->kind == T_WORD && model_in(word->word, WORDS_YES))
		c->answer = ANSWER_YES;
	else if (word->kind == T_WORD && model_in(word->word, WORDS_NO))
		c->answer = ANSWER_NO;
	c->answer_from = word->at;
	c->answer_to = word->at + word->n;
}

/* The text says itself that it is wrong, or quotes what is. */
static bool denied(const struct tokens *t)
{
	for (uint32_t i = 0; i < t->at.n; i++)
		if (t->at.at[i].kind == T_WORD && model_in(t->at.at[i].word, WORDS_WRONG))
			return true;
	return false;
}

void equation_find(struct scan *all, struct passage *p)
{
	struct arena *a = all->passing;
	const struct reading *r = &p->r;
	struct tokens t = p->t;
	p->denied = scan_has_word(p, WORDS_WRONG) && denied(&t);
	if (!(p->kinds & 1u << T_RELATION) && (all->binding || !p->awaited))
		return;
	if (all->binding && !scan_has_sign(p, '='))
		return;
	/* NULL: it has no parenthesis, no word that joins */
	bool parentheses = p->kinds & 1u << T_OPEN && p->kinds & 1u << T_CLOSE, related = false;
	const uint32_t *match = parentheses ? tokens_match(a, &t) : NULL;
	const struct token_counts *before = parentheses ? tokens_before(a, &t) : NULL;
	const bool *ahead = scan_has_word(p, WORDS_JOINS) ? tokens_relation_ahead(a, &t) : NULL;
	size_t rooms = t.at.n;
	struct token *room = arena_take(a, rooms * sizeof *room);       /* of the clause before */
	if (!r->follows)
		all->has_previous = false;
	VEC(struct piece_of_work) work = { 0 };
	*vec_add(a, &work) = (struct piece_of_work){ 0, (uint32_t)t.at.n };
	for (size_t w = 0; w < work.n; w++) {
		struct clause c = { .all = all, .r = r, .denied = p->denied, .t = { room, 0, rooms } };
		uint32_t to = work.at[w].to;
		related = false;
		for (uint32_t i = work.at[w].from; i < to; i++) {
			const struct token *token = &t.at.at[i];
			if (match && token->kind == T_OPEN && match[i] && match[i] < to) {
				if (keeps_parenthesis(&c, &t, i, match[i])) {
					for (uint32_t close = match[i]; i < close; i++)
						*vec_add(a, &c.t) = t.at.at[i];
					token = &t.at.at[i];
				} else if (is_function_call(&t, i) || !tokens_arithmetic(before, i, match[i])) {
					*vec_add(a, &work) = (struct piece_of_work){ i + 1, match[i] };
					if (is_function_call(&t, i)) {
						struct token *call = vec_add(a, &c.t);
						*call = *token;
						call->kind = T_DIRTY;
					}
					i = match[i];
					continue;
				}
			}
			bool joined = ahead && ahead[i] && i + 1 < to && t.at.at[i + 1].kind != T_RELATION && joins(&c, token, related);
			if (!tokens_end_clause(token->kind) && !joined && i + 1 < to) {
				*vec_add(a, &c.t) = *token;
				related |= token->kind == T_RELATION;
				continue;
			}
			if (!tokens_end_clause(token->kind) && !joined)
				*vec_add(a, &c.t) = *token;
			c.ended_by = joined ? T_STOP : tokens_end_clause(token->kind) ? token->kind : T_CLOSE;
			c.ended_with = token->at < r->text.n ? r->text.s[token->at] : '\0';
			c.dirty_end = token->kind == T_DIRTY;
			if (token->kind == T_QUESTION)
				read_answer(&c, &t, i + 1);
			else if (token->kind == T_CROSS)
				c.answer_to = token->at + token->n;
			clause_decide(&c);
			c.dirty_start = token->kind == T_DIRTY;
			related = false;
			c.t.n = 0;
			c.answer = ANSWER_NONE;
			c.answer_from = c.answer_to = 0;
		}
		room = c.t.at;
		rooms = c.t.room;
	}
}
