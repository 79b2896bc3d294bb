/* Inside claims: a statement in words that is true, false or unknown, and the answer that stands behind it. */
#ifndef HENCE_CLAIMS_ORDER_H
#define HENCE_CLAIMS_ORDER_H

enum order { ORDER_UNKNOWN, ORDER_TRUE, ORDER_FALSE };
/* YES, NO, a tick or a cross behind token `end`; asked: a question mark stands there. */
struct reply { enum answer_word word; uint32_t end; bool asked; };
struct verdict {
	const char *form;
	uint32_t from, to;              /* tokens */
	enum order order;
	bool certain;                   /* both sides were read to the end of their clause: it may be called false */
	struct str computed;            /* what should stand there; empty: the answer word */
	const struct side *sides[2];    /* whose names the claim read; NULL: none */
};
void order_answer(const struct passage *, uint32_t end, struct reply *);
/* Makes the claim: holds, false with a finding, or undecided. */
void order_say(struct scan *, const struct passage *, struct verdict, const struct reply *);
enum order order_of(bool);
/* A token that no clause goes across; parentheses are. */
bool order_ends(enum token_kind);
/* The first and the last token but one of the clause around token i; i itself where it is too long to be read. */
uint32_t order_start(const struct passage *, uint32_t i);
uint32_t order_end(const struct passage *, uint32_t i);
static inline bool order_word(const struct passage *p, uint32_t i, enum word_list list)
{
	return i < p->t.at.n && p->t.at.at[i].kind == T_WORD && model_in(p->t.at.at[i].word, list);
}

#endif
