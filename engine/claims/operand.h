/* Inside claims: the operands of an expression, for the parser that joins them by operators. */
#ifndef HENCE_CLAIMS_OPERAND_H
#define HENCE_CLAIMS_OPERAND_H

struct parser {
	const struct context *c;
	const struct reading *r;
	const struct token *t;
	uint32_t at, to;
	struct way way;
	struct quantity *whole;         /* collects what holds for the side as a whole */
	uint32_t start;
	uint32_t said;                  /* end of the last number or unit, without the nouns behind it */
	int depth;
	bool failed;
};

struct str operand_text(const struct parser *, uint32_t i);
bool operand_in(struct str word, const char *const *list);     /* list ends in NULL */
const struct num *operand_apply(struct parser *, enum num_op, const struct num *, const struct num *);  /* NULL: trouble says why */
/* adjusted_value, windowBits, irq7: a name of something else, not what a number counts. */
bool operand_identifier(struct str word);
/* The words after a number: its unit, or what it counts. */
void operand_nouns(struct parser *, struct quantity *);
/* A name that the worksheet binds, or a parameter of the function that is read. */
bool operand_starts_name(const struct parser *, uint32_t i);
bool operand_name(struct parser *, struct quantity *);
/* Operators of level `least` and above, from p->at; for a call's arguments. */
void expression_parse(struct parser *, int least, struct quantity *);

#endif
