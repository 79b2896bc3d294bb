/* What is known of a row of tokens before it is cut into clauses: each in one pass. */
#include "base.h"
#include "diag.h"
#include "source.h"
#include "model.h"
#include "facts.h"
#include "values.h"
#include "claims.h"
#include "claims/reading.h"
#include "claims/lex.h"
#include "claims/tokens.h"

bool tokens_end_clause(enum token_kind k)
{
	return k == T_STOP || k == T_QUESTION || k == T_TICK || k == T_CROSS || k == T_DIRTY || k == T_END;
}

/* For each T_OPEN its T_CLOSE within the tokens, or 0. One pass with a stack. */
uint32_t *tokens_match(struct arena *a, const struct tokens *t)
{
	uint32_t *match = arena_take(a, (t->at.n + 1) * sizeof *match), *stack = arena_take(a, (t->at.n + 1) * sizeof *stack);
	size_t n = 0;
	for (uint32_t i = 0; i < t->at.n; i++) {
		if (t->at.at[i].kind == T_OPEN)
			stack[n++] = i;
		else if (t->at.at[i].kind == T_CLOSE && n)
			match[stack[--n]] = i;
	}
	return match;
}

/* For each token how many numbers, and how many that are neither number, operator nor parenthesis, stand before it. */
struct token_counts *tokens_before(struct arena *a, const struct tokens *t)
{
	struct token_counts *before = arena_take(a, (t->at.n + 1) * sizeof *before);
	for (uint32_t i = 0; i < t->at.n; i++) {
		enum token_kind k = t->at.at[i].kind;
		before[i + 1].numbers = before[i].numbers + (k == T_NUMBER);
		before[i + 1].others = before[i].others + (k != T_NUMBER && k != T_OPERATOR && k != T_OPEN && k != T_CLOSE);
	}
	return before;
}

/* (2 + 3), (8 × 4): arithmetic within parentheses, as against a remark. */
bool tokens_arithmetic(const struct token_counts *before, uint32_t open, uint32_t close)
{
	return open + 2 < close && before[close].numbers > before[open + 1].numbers && before[close].others == before[open + 1].others;
}

/* For each token whether a relation stands before the next stop. */
bool *tokens_relation_ahead(struct arena *a, const struct tokens *t)
{
	bool *ahead = arena_take(a, (t->at.n + 1) * sizeof *ahead);
	for (size_t i = t->at.n; i-- > 0; )
		ahead[i] = !tokens_end_clause(t->at.at[i].kind) && (t->at.at[i].kind == T_RELATION || ahead[i + 1]);
	return ahead;
}
