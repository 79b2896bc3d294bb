/* Inside claims: one clause of a reading, from where it is found to where it is decided. */
#ifndef HENCE_CLAIMS_CLAUSE_H
#define HENCE_CLAIMS_CLAUSE_H

struct clause {
	struct scan *all;
	const struct reading *r;
	VEC(struct token) t;            /* its tokens, without annotations in parentheses */
	bool dirty_start, dirty_end;
	enum token_kind ended_by;
	char ended_with;                /* its first byte */
	uint32_t answer_from, answer_to;        /* bytes of the text behind a question mark; equal: none */
	enum answer_word answer;
	bool denied;                    /* words near it say that it is wrong */
};
struct str clause_bytes(const struct reading *, const struct token *);
bool clause_in(struct str word, const char *const *words);      /* words ends in NULL */
bool clause_joins(const struct token *); /* "and" and the like, in the worksheet's language */
/* Binds what it binds in the first pass; makes a claim of each of its relations in the second. */
void clause_decide(struct clause *);

#endif
