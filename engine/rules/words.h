/* rules, inside the room: small questions about tokens that several rules ask. */
#ifndef HENCE_RULES_WORDS_H
#define HENCE_RULES_WORDS_H

/* Tokens, ascending. */
struct places { const uint32_t *at; size_t n; };
enum { SIGNS = 128 };                   /* ASCII */
/* For each token the first one behind its paragraph, cell or line of a fence, and the next that says that something is wrong; and
 * where a rule begins to look: the marks of each sign, the code words, those and the acronyms, the words that are terms, the first tokens
 * of the lines of fences. */
struct rows { uint32_t *end, *wrong; struct places sign[SIGNS], code_words, things, terms, fences; };
struct rows *words_rows(const struct sheet *);

static inline const struct token *words_at(const struct sheet *s, size_t i)     /* NULL beyond the end */
{
	return i < s->graph->tokens.n ? &s->graph->tokens.at[i] : NULL;
}
/* Where this mark of one byte stands. */
static inline struct places words_signs(const struct sheet *s, char sign)
{
	return s->rows->sign[(unsigned char)sign];
}
static inline bool words_mark(const struct sheet *s, size_t i, const char *mark)
{
	const struct token *t = words_at(s, i);
	return t && t->kind == TOKEN_MARK && str_is(t->vocable->text, mark);
}
static inline bool words_says(const struct sheet *s, size_t i, enum word_list list)
{
	const struct token *t = words_at(s, i);
	return t && t->kind == TOKEN_WORD && model_in(t->vocable->word, list);
}
bool words_among(const struct sheet *, struct str word, enum word_list list);
static inline bool words_ends_sentence(const struct sheet *s, size_t i)
{
	const struct token *t = words_at(s, i), *next = words_at(s, i + 1);
	if (!t || t->kind != TOKEN_MARK || t->code)
		return false;
	return (str_is(t->vocable->text, ".") || str_is(t->vocable->text, "?") || str_is(t->vocable->text, "!")) && (!next || next->spaced || next->starts);
}
/* Whether the line names a line above in its text or in from:. */
bool words_refers(const struct sheet *, uint32_t line);
/* Whether something in the line was computed: a claim decided, or a live span with a value. */
bool words_computed(const struct sheet *, uint32_t line);

/* The first claim that begins at the place or after it, in claims.all. */
size_t words_claims(const struct sheet *, struct range place);
/* Whether the worksheet undertakes to say where things are from: annotated, a specification, or a premise with a source.
 * A plain text of sums that names no source anywhere is asked for none. */
bool words_sourced(const struct sheet *);

/* Whether the line is the solution to a problem that the line above states: it proposes, and concludes nothing. */
bool words_proposes(const struct sheet *, uint32_t line);

#endif
