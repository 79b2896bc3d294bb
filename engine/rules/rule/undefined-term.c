/* A code-like word or an abbreviation that no line introduces, or only a later one. */
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

#include <string.h>

/* Words that occur in small letters too are shouted, not abbreviated: NOT, ALL, GLOBAL. */
static struct map *ordinary_words(struct sheet *s)
{
	struct map *m = map_new(s->arena);
	bool *had = arena_take(s->arena, s->graph->keys + 1);
	for (size_t i = 0; i < s->graph->tokens.n; i++) {
		const struct token *t = &s->graph->tokens.at[i];
		if (t->kind != TOKEN_WORD || had[t->vocable->number] || t->programme || t->code || t->vocable->acronym || t->vocable->code_word)
			continue;
		had[t->vocable->number] = true;
		map_put(m, t->vocable->key, (void *)t);
	}
	return m;
}

static struct str lower(struct arena *a, struct str x)
{
	char *out = arena_take(a, x.n + 1);
	for (size_t i = 0; i < x.n; i++)
		out[i] = (char)(x.s[i] >= 'A' && x.s[i] <= 'Z' ? x.s[i] + 32 : x.s[i]);
	return (struct str){ out, x.n };
}

/* Five letters or more with a vowel among them are a word that is shouted: SPEED, OWNERSHIP. */
enum { WORD_LETTERS = 5 };

static bool a_word(struct str x)
{
	bool vowel = false;
	for (size_t i = 0; i < x.n; i++) {
		if (x.s[i] >= '0' && x.s[i] <= '9')
			return false;
		vowel |= strchr("AEIOUY", x.s[i]) != NULL;
	}
	return vowel && x.n >= WORD_LETTERS;
}

/* Two words in capitals beside each other are a shout: CANNOT DO THIS. */
static bool shouted(const struct sheet *s, size_t i)
{
	const struct token *t = words_at(s, i), *before = i ? words_at(s, i - 1) : NULL, *after = words_at(s, i + 1);
	for (size_t k = 0; k < t->vocable->text.n; k++)
		if (t->vocable->text.s[k] >= '0' && t->vocable->text.s[k] <= '9')
			return false;
	bool left = before && !t->starts && before->kind == TOKEN_WORD && before->vocable->text.n > 1 && graph_acronym(before->vocable->text);
	bool right = after && !after->starts && after->kind == TOKEN_WORD && after->vocable->text.n > 1 && graph_acronym(after->vocable->text);
	return left || right;
}

/* A part of a path, a file's name or a flag: include/linux/mm.h, --hardware. */
static bool in_a_path(const struct sheet *s, size_t i)
{
	const struct token *t = words_at(s, i), *next = words_at(s, i + 1), *before = i ? words_at(s, i - 1) : NULL;
	if (next && !next->spaced && !next->starts && (str_is(next->vocable->text, "/") || str_is(next->vocable->text, ".")) && words_at(s, i + 2) &&
		!words_at(s, i + 2)->spaced && !words_at(s, i + 2)->starts && words_at(s, i + 2)->kind == TOKEN_WORD &&
		(str_is(next->vocable->text, ".") || t->code))
		return true;
	return before && !t->spaced && !t->starts && (str_is(before->vocable->text, ".") || (str_is(before->vocable->text, "/") && t->code) || str_is(before->vocable->text, "-") || str_is(before->vocable->text, "$"));
}

static struct map *known(struct sheet *s)
{
	struct map *m = map_new(s->arena);
	for (size_t i = 0; i < s->model->settings.assumes.n; i++)
		map_put(m, graph_term_key(s->arena, s->model->settings.assumes.at[i]), s);
	for (size_t i = 0; i < s->facts->all.n; i++)
		map_put(m, graph_term_key(s->arena, s->facts->all.at[i].name), s);
	/* what a fact is a property of stands in the specification */
	for (size_t i = 0; s->model->settings.annotated && i < s->facts->all.n; i++) {
		struct str rest = s->facts->all.at[i].property, word;
		while (str_split(&rest, ' ', &word))
			map_put(m, graph_term_key(s->arena, word), s);
	}
	for (size_t i = 0; s->values->names && i < s->values->names->n; i++)
		map_put(m, graph_term_key(s->arena, s->values->names->at[i].key), s);
	/* total_pages, where the prose has bound "total pages" and a claim has read it */
	for (size_t i = 0; i < s->claims->all.n; i++)
		for (size_t k = 0; k < s->claims->all.at[i].names.n; k++) {
			struct str word = lower(s->arena, s->claims->all.at[i].names.at[k].name);
			for (size_t c = 0; c < word.n; c++)
				((char *)word.s)[c] = word.s[c] == ' ' ? '_' : word.s[c];
			map_put(m, graph_term_key(s->arena, word), s);
		}
	for (size_t i = 0; i < s->model->lines.n; i++) {
		struct str rest = s->model->lines.at[i].kind, word;
		while (str_split(&rest, ' ', &word))
			map_put(m, graph_term_key(s->arena, word), s);
	}
	return m;
}

/* One finding a line: the first term has the place, the others follow in the message. */
struct open { struct finding *finding; uint32_t line; size_t more; };

static bool candidate(const struct sheet *s, size_t i)
{
	const struct token *t = words_at(s, i);
	if (t->kind != TOKEN_WORD || t->programme || t->source || t->heading || t->line == LINE_NONE || in_a_path(s, i) ||
		t->place.at < s->model->lines.at[t->line].body_at)
		return false;
	if (t->vocable->code_word)
		return true;
	const struct token *before = i ? words_at(s, i - 1) : NULL;
	/* glued to a number, or a name of one letter with its index: A1, x86 */
	bool glued = before && !t->spaced && !t->starts && before->kind == TOKEN_NUMBER;
	return t->vocable->acronym && t->vocable->text.n > 1 && !a_word(t->vocable->text) && !shouted(s, i) && (!glued || words_among(s, t->vocable->text, WORDS_UNIT_WORD));
}

/* "2048 MB" in a premise: the word is its source's. */
static bool unit_of_premise(const struct sheet *s, size_t i)
{
	const struct token *t = words_at(s, i);
	return i > 0 && words_at(s, i - 1)->kind == TOKEN_NUMBER && words_among(s, t->vocable->text, WORDS_UNIT_WORD) && s->model->lines.at[t->line].role == ROLE_PREMISE;
}

/* "Head page + tail pages": the parts a definition names must be known too. A part is two words of which the second is a
 * term; known is what stood above, or is a term itself. */
static bool part_at(struct sheet *s, size_t i, struct str *key)
{
	const struct token *t = words_at(s, i), *next = words_at(s, i + 1);
	if (!t || !next || t->kind != TOKEN_WORD || next->kind != TOKEN_WORD || next->starts || t->code || next->code || words_says(s, i, WORDS_ARTICLE) || words_says(s, i, WORDS_FILLER))
		return false;
	if (!next->vocable->term)
		return false;
	char *two = arena_take(s->arena, t->vocable->key.n + 1 + next->vocable->key.n);
	*key = (struct str){ two, t->vocable->key.n + 1 + next->vocable->key.n };
	memcpy(two, t->vocable->key.s, t->vocable->key.n);
	two[t->vocable->key.n] = ' ';
	memcpy(two + t->vocable->key.n + 1, next->vocable->key.s, next->vocable->key.n);
	return !map_get(s->graph->term_of, *key);
}

static void parts(struct sheet *s)
{
	struct map *seen = map_new(s->arena);
	struct str key, other;
	struct places terms = s->rows->terms;
	for (size_t n = 0; n < terms.n; n++) {
		size_t i = terms.at[n] - 1;
		const struct token *t = words_at(s, i);
		if (!part_at(s, i, &key))
			continue;
		bool sum = t->line != LINE_NONE && s->model->lines.at[t->line].role == ROLE_DEFINITION && !s->model->lines.at[t->line].cite &&
			words_mark(s, i + 2, "+") && part_at(s, i + 3, &other) && (words_ends_sentence(s, i - 1) || words_mark(s, i - 1, "="));
		if (sum && !map_get(seen, key) && !map_get(seen, other)) {
			const struct token *last = words_at(s, i + 4);
			struct range place = { t->place.at, last->place.at + last->place.n - t->place.at };
			struct finding *f = diag_add(s->diag, &finding_undefined_term, place, "%.*s and %.*s are used here, and no line says what they are",
				STR_ARG(key), STR_ARG(other));
			f->found = text_range(s->text, place);
			f->help = STR("define the parts above the whole");
		}
		map_put(seen, key, s);
	}
}

static bool defined_by(const struct sheet *s, struct str key, uint32_t line)
{
	const struct term *term = map_get(s->graph->term_of, key);
	return term && (term->line == LINE_NONE || term->line <= line);
}

/* page->count of a known count; VMA1, the first of what VMA names. */
static bool derived(struct sheet *s, struct str word, uint32_t line)
{
	size_t arrow = str_find(word, STR("->")), n = word.n;
	if (arrow != STR_NONE && arrow > 0)
		return defined_by(s, graph_term_key(s->arena, str_from(word, arrow + 2)), line);
	while (n > 0 && word.s[n - 1] >= '0' && word.s[n - 1] <= '9')
		n--;
	return n < word.n && n > 1 && graph_acronym(word) && defined_by(s, graph_term_key(s->arena, str_slice(word, 0, n)), line);
}

static void check(struct sheet *s)
{
	parts(s);
	struct map *ordinary = ordinary_words(s), *exempt = known(s), *seen = map_new(s->arena);
	/* a text of sums that names no source has its abbreviations from its subject: RAID, UTC */
	bool sourced = words_sourced(s);
	uint32_t open = LINE_NONE;
	size_t finding = 0;
	struct places things = s->rows->things;
	for (size_t n = 0; n < things.n; n++) {
		size_t i = things.at[n];
		if (!candidate(s, i))
			continue;
		const struct token *t = words_at(s, i);
		if ((!sourced && !t->vocable->code_word) || unit_of_premise(s, i))
			continue;
		struct str key = t->vocable->key;
		if (map_get(seen, key) || map_get(exempt, key) || words_among(s, key, WORDS_COMMON))
			continue;
		if (graph_acronym(t->vocable->text) && map_get(ordinary, graph_term_key(s->arena, lower(s->arena, key))))
			continue;
		map_put(seen, key, s);
		if (s->model->lines.at[t->line].cite || s->model->lines.at[t->line].source.n)
			continue;               /* what it names is where the citation says */
		const struct term *term = map_get(s->graph->term_of, key);
		if ((term && term->line != LINE_NONE && term->line <= t->line) || (!term && derived(s, t->vocable->text, t->line)))
			continue;
		struct str where = term && term->line != LINE_NONE ? str_format(s->arena, ", and defined only in %.*s", STR_ARG(rules_line(s, term->line)))
			: STR(", and no line says what it is");
		if (open == t->line) {
			diag_note(s->diag, &s->diag->findings.at[finding], t->place, "%.*s is used here%.*s", STR_ARG(t->vocable->text), STR_ARG(where));
			continue;
		}
		struct finding *f = diag_add(s->diag, &finding_undefined_term, t->place, "%.*s is used here%.*s", STR_ARG(t->vocable->text), STR_ARG(where));
		f->found = t->vocable->text;
		f->help = term ? STR("put the definition above its first use")
			: str_format(s->arena, "add a line above: DEFINITION: %.*s = ...; or name it under assumes: if the reader knows it", STR_ARG(t->vocable->text));
		open = t->line;
		finding = s->diag->findings.n - 1;
	}
}

const struct rule rule_undefined_term = { "undefined-term", false, check };
