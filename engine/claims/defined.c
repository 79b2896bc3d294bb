/* What follows from how words are defined or spelt: a whole and its part, words with a doubled letter. */
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
#include "claims/scan.h"
#include "claims/order.h"

/* Lines above in which a name is looked for; tokens of its definition; words that are spelt. */
enum { MOST_BACK = 16, MOST_TOKENS = 64, MOST_SPELT = 24 };

/* seats = all of them, including reserved: the word behind the including or excluding one; empty: none. */
static struct str but_for(const struct scan *s, const struct passage *p, struct str name, enum word_list list, uint32_t *line)
{
	for (size_t k = s->now + 1, n = 0; k-- > 0 && n < MOST_BACK; n++) {
		const struct passage *q = &s->passages.at[k];
		for (uint32_t i = 0; i + 3 < q->t.at.n && i < MOST_TOKENS; i++) {
			if (!str_eq(scan_text(q, i), name) || !scan_is(q, i + 1, "="))
				continue;
			for (uint32_t w = i + 2; w < i + MOST_TOKENS && !scan_is(q, w, ".") && scan_kind(q, w) != T_END; w++) {
				if (!order_word(q, w, list) || scan_kind(q, w + 1) != T_WORD)
					continue;
				*line = q->r.line;
				return scan_text(q, w + 1);
			}
			return STR("");
		}
	}
	(void)p;
	return STR("");
}

/* free_seats ≤ all_seats, where one is defined as excluding what the other includes */
void defined_part_find(struct scan *s, struct passage *p)
{
	for (uint32_t i = 1; i + 1 < p->t.at.n; i++) {
		if (scan_kind(p, i) != T_RELATION || scan_kind(p, i - 1) != T_WORD || scan_kind(p, i + 1) != T_WORD || order_start(p, i) != i - 1 || order_end(p, i + 1) != i + 2)
			continue;
		enum relation r = p->t.at.at[i].relation;
		bool less = r == R_LESS_EQUAL;
		if ((!less && r != R_GREATER_EQUAL) || scan_claimed(s, p, i - 1, i + 2))
			continue;
		uint32_t of_part = LINE_NONE, of_whole = LINE_NONE;
		struct str without = but_for(s, p, scan_text(p, less ? i - 1 : i + 1), WORDS_EXCLUDING, &of_part), with = but_for(s, p, scan_text(p, less ? i + 1 : i - 1), WORDS_INCLUDING, &of_whole);
		if (!without.n || !str_eq(without, with))
			continue;
		struct claim *c = scan_claim(s, p, i - 1, i + 2, "whole-and-part", CLAIM_HOLDS);
		c->why = str_format(s->context.arena, "the one is defined with %.*s and the other without", STR_ARG(with));
		if (of_part != LINE_NONE && of_part != p->r.line)
			*vec_add(s->context.arena, &c->rests_on) = of_part;
		if (of_whole != LINE_NONE && of_whole != p->r.line && of_whole != of_part)
			*vec_add(s->context.arena, &c->rests_on) = of_whole;
	}
}

static bool doubled(struct str word)
{
	for (size_t i = 1; i < word.n; i++)
		if ((word.s[i] | 0x20) == (word.s[i - 1] | 0x20))
			return true;
	return false;
}

/* double letters (letter, wood): each word that is listed has one */
void defined_letters_find(struct scan *s, struct passage *p)
{
	for (uint32_t i = 0; i + 5 < p->t.at.n; i++) {
		if (!order_word(p, i, WORDS_DOUBLE_WORD) || !order_word(p, i + 1, WORDS_LETTER_WORD) || scan_kind(p, i + 2) != T_OPEN)
			continue;
		uint32_t k = i + 3, n = 0;
		struct str without = STR("");
		for (; scan_kind(p, k) == T_WORD && n < MOST_SPELT; n++) {
			if (!doubled(scan_text(p, k)))
				without = scan_text(p, k);
			k++;
			if (!scan_is(p, k, ","))
				break;
			k++;
		}
		if (n < 1 || scan_kind(p, k) != T_CLOSE || scan_is(p, k - 1, ","))
			continue;
		struct claim *c = scan_claim(s, p, i, k + 1, "letters", CLAIM_HOLDS);
		if (without.n)
			scan_false(s, p, c, &finding_wrong_answer, str_format(s->context.arena, "no doubled letter in %.*s", STR_ARG(without)));
	}
}
