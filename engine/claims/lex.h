/* Inside claims: a reading cut into tokens. */
#ifndef HENCE_CLAIMS_LEX_H
#define HENCE_CLAIMS_LEX_H

enum token_kind {
	T_NUMBER, T_WORD, T_OPERATOR, T_RELATION, T_HEDGE, T_OPEN, T_CLOSE,
	T_STOP,         /* ends a clause cleanly: . , ; : | a tick, an arrow, a line of a drawing */
	T_QUESTION, T_TICK, T_CROSS,
	T_DIRTY,        /* ends a clause, and what stands beside it cannot be trusted to be whole: quotes, brackets, versions */
	T_END,
};
enum relation { R_EQUAL, R_NOT_EQUAL, R_LESS, R_LESS_EQUAL, R_GREATER, R_GREATER_EQUAL, R_ABOUT };
struct token {                          /* there are as many as words in the text: 32 bytes */
	uint32_t at, n;                 /* in the reading's text */
	enum token_kind kind : 8;
	char sign;                      /* the byte that it is, where it is one of ASCII and no letter or digit; else 0 */
	int8_t op;                      /* OPERATOR: enum num_op, or -1 for ~ */
	uint8_t mark;                   /* of its first byte */
	uint16_t decimals;              /* digits shown after the point */
	uint8_t base;                   /* 10, 16, 2 */
	enum relation relation : 3;
	bool space : 1;                 /* a blank stands before it */
	bool space_after : 1;
	bool grouped : 1;               /* 1,234,567 */
	const struct num *num;          /* NUMBER; a superscript is an operator ^ and a number */
	const struct word *word;        /* in the lists of the language; NULL: in none */
};
struct tokens { VEC(struct token) at; };        /* ends in T_END */
void lex_read(struct arena *, const struct limits *, struct str lang, const struct reading *, struct tokens *);

#endif
