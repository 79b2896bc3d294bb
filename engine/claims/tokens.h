/* claims/tokens: what a row of tokens says about each of its places. */
#ifndef HENCE_CLAIMS_TOKENS_H
#define HENCE_CLAIMS_TOKENS_H

bool tokens_end_clause(enum token_kind);
uint32_t *tokens_match(struct arena *, const struct tokens *);          /* for each T_OPEN its T_CLOSE, or 0 */
/* How many numbers, and how many that are neither number, operator nor parenthesis, stand before a token. */
struct token_counts { uint32_t numbers, others; };
struct token_counts *tokens_before(struct arena *, const struct tokens *);
bool tokens_arithmetic(const struct token_counts *, uint32_t open, uint32_t close);
bool *tokens_relation_ahead(struct arena *, const struct tokens *);     /* a relation stands there or further on, before the next stop */

#endif
