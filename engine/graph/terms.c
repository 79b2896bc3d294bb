/* The terms that lines introduce, and where they are used. */
#include "base.h"
#include "diag.h"
#include "source.h"
#include "model.h"
#include "facts.h"
#include "values.h"
#include "claims.h"
#include "graph.h"
#include "graph/tokens.h"

#include <string.h>

/* A subject of more words than this is a sentence, not a term. */
enum { TERM_WORDS = 4 };
/* An abbreviation of fewer letters (RAM, TLB) is not also a word in small letters. */
enum { SHOUTED = 4 };

static bool capital(char c)
{
	return c >= 'A' && c <= 'Z';
}
static bool small(char c)
{
	return c >= 'a' && c <= 'z';
}

bool graph_code_word(struct str w)
{
	bool inner = false, letter = false;
	for (size_t i = 0; i < w.n; i++) {
		if (small(w.s[i])) {    /* most are */
			letter = true;
			continue;
		}
		letter |= capital(w.s[i]);
		inner |= w.s[i] == '_' && w.n > 1;
		inner |= w.s[i] == '>' && i > 1;
		inner |= i > 0 && capital(w.s[i]) && small(w.s[i - 1]) && (small(w.s[0]) || i + 1 < w.n) && i > 1;
	}
	return inner && letter;
}

bool graph_acronym(struct str w)
{
	size_t capitals = 0;
	for (size_t i = 0; i < w.n; i++) {
		capitals += capital(w.s[i]);
		if (!capital(w.s[i]) && !(w.s[i] >= '0' && w.s[i] <= '9') && !(w.s[i] == 's' && i == w.n - 1 && capitals > 1))
			return false;
	}
	return capitals > 1 || (capitals == 1 && w.n > 1 && capital(w.s[0]));
}

struct str graph_term_key(struct arena *a, struct str w)
{
	if (str_ends(w, STR("'s")))
		w.n -= 2;
	else if (str_ends(w, STR("’s")))
		w.n -= strlen("’s");
	if (graph_acronym(w)) {
		if (w.s[w.n - 1] == 's')
			w.n--;
		return w;
	}
	if (graph_code_word(w))
		return w;
	/* most words are written as their key is */
	size_t low = 0;
	while (low < w.n && !capital(w.s[low]))
		low++;
	bool many = w.n > 4 && str_ends(w, STR("ies"));
	struct str k = w;
	if (low < w.n || many) {
		char *x = arena_take(a, w.n + 1);
		for (size_t i = 0; i < w.n; i++)
			x[i] = (char)(capital(w.s[i]) ? w.s[i] + 32 : w.s[i]);
		k.s = x;
		if (many || (k.n > 4 && str_ends(k, STR("ies")))) {
			x[(k.n -= 2) - 1] = 'y';
			return k;
		}
	}
	if (k.n > 4 && (str_ends(k, STR("sses")) || str_ends(k, STR("xes")) || str_ends(k, STR("ches")) || str_ends(k, STR("shes"))))
		k.n -= 2;
	else if (k.n > 3 && k.s[k.n - 1] == 's' && !strchr("sui", k.s[k.n - 2]))
		k.n--;
	return k;
}

static const struct token *token(const struct build *b, size_t i)
{
	return i < b->graph->tokens.n ? &b->graph->tokens.at[i] : NULL;
}
static bool is(const struct build *b, size_t i, const char *mark)
{
	const struct token *t = token(b, i);
	return t && t->kind == TOKEN_MARK && str_is(t->vocable->text, mark);
}

static struct str key_of(const struct build *b, size_t i)
{
	return token(b, i)->vocable->key;
}

static struct str join(struct build *b, size_t first, size_t n)
{
	struct buf out = { 0 };
	for (size_t i = 0; i < n; i++) {
		if (i)
			buf_putc(&out, ' ');
		buf_put(&out, key_of(b, first + i));
	}
	struct str key = str_copy(b->arena, buf_str(&out));
	buf_free(&out);
	return key;
}

static void define(struct build *b, struct str key, struct str word, struct range place, uint32_t line)
{
	if (key.n < 2 || map_get(b->graph->term_of, key))
		return;
	struct term *t = vec_add(b->arena, &b->graph->terms);
	t->word = word;
	t->place = place;
	t->line = line;
	map_put(b->graph->term_of, key, (void *)(uintptr_t)b->graph->terms.n);
}

/* Another spelling of a term that is already there. */
static void alias(struct build *b, struct str key, struct str of)
{
	void *term = map_get(b->graph->term_of, of);
	if (term && !map_get(b->graph->term_of, key))
		map_put(b->graph->term_of, key, term);
}

static void define_tokens(struct build *b, size_t first, size_t n)
{
	const struct token *from = token(b, first), *to = token(b, first + n - 1);
	struct range place = { from->place.at, to->place.at + to->place.n - from->place.at };
	define(b, join(b, first, n), text_range(b->model->text, place), place, from->line);
	/* ZONE_DMA32 = the zone DMA32: its last part is introduced with it */
	size_t part = from->vocable->text.n;
	while (n == 1 && part > 0 && from->vocable->text.s[part - 1] != '_')
		part--;
	struct str last = str_from(from->vocable->text, part);
	if (n == 1 && part > 1 && last.n > 2 && graph_acronym(last) && !graph_code_word(last))
		alias(b, graph_term_key(b->arena, last), join(b, first, n));
	/* ZONE = a label: what is defined in capitals is used in small letters */
	struct str word = from->vocable->text;
	bool letters = n == 1 && word.n >= SHOUTED && graph_acronym(word);
	for (size_t i = 0; letters && i < word.n; i++)
		letters = capital(word.s[i]);
	if (letters) {
		char *key = arena_take(b->arena, word.n);
		for (size_t i = 0; i < word.n; i++)
			key[i] = (char)(word.s[i] + 32);
		alias(b, (struct str){ key, word.n }, join(b, first, n));
	}
}

static bool names_a_thing(const struct token *t)
{
	return t->vocable->code_word || t->vocable->acronym;
}

/* The token after the brackets that open at i; i itself when none do. */
static size_t past_brackets(const struct build *b, size_t i)
{
	const char *close = is(b, i, "(") ? ")" : is(b, i, "[") ? "]" : NULL;
	if (!close || token(b, i)->spaced)
		return i;
	for (size_t end = i + 1; end < i + 20 && token(b, end); end++) {
		if (token(b, end)->starts)
			return i;
		if (is(b, end, close))
			return end + 1;
	}
	return i;
}

static bool defining_word(const struct build *b, size_t i)
{
	const struct token *t = token(b, i);
	if (!t || t->starts)
		return false;
	if (t->kind == TOKEN_WORD)
		return model_in(t->vocable->word, WORDS_DEFINES);
	return is(b, i, "=") && !is(b, i + 1, "=");
}

/* "DEFINITION: CPU socket = ...", "TYPE: `struct zone`: ...": what stands before the sign. */
static void subject(struct build *b, uint32_t line)
{
	const struct line *l = &b->model->lines.at[line];
	size_t i = b->graph->token_at[line], end = b->graph->token_at[line + 1];
	while (i < end && token(b, i)->place.at < l->body_at)
		i++;
	while (i < end && (token(b, i)->kind == TOKEN_NUMBER || (token(b, i)->kind == TOKEN_WORD && model_in(token(b, i)->vocable->word, WORDS_ARTICLE))))
		i++;
	size_t n = 0;
	while (n < TERM_WORDS && i + n < end && token(b, i + n)->kind == TOKEN_WORD && !defining_word(b, i + n))
		n++;
	if (n == 0)
		return;
	size_t after = past_brackets(b, i + n);
	/* RAID 6 = an array ...: a kind that has a number */
	if (token(b, after) && token(b, after)->kind == TOKEN_NUMBER && !token(b, after)->starts && names_a_thing(token(b, i + n - 1)))
		after++;
	if (!defining_word(b, after) && !is(b, after, ":") && !(is(b, i + n, "(") && token(b, i + n)->spaced))
		return;
	define_tokens(b, i, n);
	for (size_t k = 0; n > 1 && k < n; k++)
		if (names_a_thing(token(b, i + k)))
			define_tokens(b, i + k, 1);
}

/* "DMA (Direct Memory Access)": as many words as letters, roughly: the first letters agree. */
static bool expands(const struct build *b, struct str acronym, size_t i, size_t *end)
{
	if (!token(b, i) || token(b, i)->kind != TOKEN_WORD)
		return false;
	char first = token(b, i)->vocable->text.s[0];
	size_t words = 0;
	for (size_t k = i; k < i + 10 && token(b, k); k++) {
		const struct token *t = token(b, k);
		if (is(b, k, ")") || (k > i && (is(b, k, ",") || is(b, k, ";")))) {
			*end = k;
			return words >= 2 && (first == acronym.s[0] || first - 32 == acronym.s[0]);
		}
		words += t->kind == TOKEN_WORD;
		if (t->starts || (t->kind != TOKEN_WORD && !is(b, k, "-") && !is(b, k, "/")))
			return false;
	}
	return false;
}

static void by_sign(struct build *b, size_t i)
{
	const struct token *t = token(b, i);
	if (t->source || t->programme || t->heading || !names_a_thing(t))
		return;
	size_t after = past_brackets(b, i + 1), end;
	const struct token *right = token(b, after + 1);
	if (defining_word(b, after) && right && (!t->fence || right->kind == TOKEN_WORD) && !(t->fence && after > i + 1))
		define_tokens(b, i, 1);
	else if ((is(b, i + 1, "(") || is(b, i + 1, ",") || (is(b, i + 1, ":") && is(b, i - 1, "("))) && expands(b, t->vocable->text, i + 2, &end) &&
		(is(b, i + 1, "(") || is(b, end, ")")))
		define_tokens(b, i, 1);
	else if (is(b, i - 1, "(") && is(b, i + 1, ")") && i > 2 && token(b, i - 2)->kind == TOKEN_WORD && !token(b, i - 2)->starts) {
		/* Direct Memory Access (DMA): the words before it, as many as it has letters */
		size_t letters = t->vocable->text.n, k = 0;
		while (k < letters && i >= 2 + k && token(b, i - 2 - k)->kind == TOKEN_WORD && !token(b, i - 2 - k)->starts)
			k++;
		for (size_t n = 2; n <= k; n++) {
			char c = token(b, i - 1 - n)->vocable->text.s[0];
			if ((c == t->vocable->text.s[0] || c - 32 == t->vocable->text.s[0]) && n + 1 >= letters) {
				define_tokens(b, i, 1);
				break;
			}
		}
	}
}

/* struct NAME { in a fence: its fields follow. */
static void by_declaration(struct build *b, size_t i)
{
	static const char *const words[] = { "struct", "union", "enum" };
	const struct token *t = token(b, i), *name = token(b, i + 1);
	if (!t->fence || !t->starts || !name || name->kind != TOKEN_WORD || !is(b, i + 2, "{"))
		return;
	for (size_t k = 0; k < sizeof words / sizeof *words; k++)
		if (str_is(t->vocable->text, words[k]))
			define_tokens(b, i + 1, 1);
}

static void definitions(struct build *b)
{
	const struct model *m = b->model;
	for (size_t i = 0, line = 0; i < b->graph->tokens.n || line < m->lines.n;) {
		while (line < m->lines.n && b->graph->token_at[line] <= i) {
			if (m->lines.at[line].role == ROLE_DEFINITION)
				subject(b, (uint32_t)line);
			const struct line *l = &m->lines.at[line];
			for (uint32_t s = l->first_span; s < l->first_span + l->span_count; s++) {
				const struct span *span = &m->spans.at[s];
				if ((span->kind == SPAN_DEFINE || span->kind == SPAN_FUNCTION) && (graph_code_word(span->name) || graph_acronym(span->name)))
					define(b, graph_term_key(b->arena, span->name), span->name, span->name_range, (uint32_t)line);
			}
			line++;
		}
		if (i >= b->graph->tokens.n)
			break;
		const struct token *t = &b->graph->tokens.at[i];
		if (t->kind == TOKEN_WORD && (t->line == LINE_NONE || t->place.at >= m->lines.at[t->line].body_at))
			by_sign(b, i);
		if (t->kind == TOKEN_WORD)
			by_declaration(b, i);
		i++;
	}
}

/* The longest term of so many words at most that starts at token i; *n: its words. */
static struct term *found(struct build *b, size_t i, size_t most, size_t *n)
{
	struct buf key = { 0 };
	uintptr_t best = 0;
	for (size_t k = 0; k < most && (k == 0 || (token(b, i + k) && token(b, i + k)->kind == TOKEN_WORD && !token(b, i + k)->starts)); k++) {
		if (k)
			buf_putc(&key, ' ');
		buf_put(&key, key_of(b, i + k));
		uintptr_t at = (uintptr_t)map_get(b->graph->term_of, buf_str(&key));
		if (at) {
			best = at;
			*n = k + 1;
		}
	}
	buf_free(&key);
	return best ? &b->graph->terms.at[best - 1] : NULL;
}

/* The longest term that starts at each word; its definition's line is what the user rests on. */
static void uses(struct build *b)
{
	/* Words of the longest term that begins with a word: few words begin any. */
	struct map *begins = map_new(b->arena);
	for (size_t i = 0; i < b->graph->term_of->n; i++) {
		struct str key = b->graph->term_of->at[i].key;
		uintptr_t words = 1;
		size_t first = str_find_char(key, ' ');
		for (size_t k = 0; k < key.n; k++)
			words += key.s[k] == ' ';
		first = first == STR_NONE ? key.n : first;
		if ((uintptr_t)map_get(begins, str_slice(key, 0, first)) < words)
			map_put(begins, str_slice(key, 0, first), (void *)words);
	}
	for (size_t i = 0; i < b->vocables->n; i++) {
		struct vocable *v = b->vocables->at[i].value;
		v->begins = (uint32_t)(uintptr_t)map_get(begins, v->key);
	}
	for (size_t i = 0; i < b->graph->tokens.n; i++) {
		const struct token *t = token(b, i);
		if (t->kind != TOKEN_WORD || t->vocable->begins == 0 || t->source || t->programme || t->line == LINE_NONE || t->place.at < b->model->lines.at[t->line].body_at)
			continue;
		size_t n = 1;
		struct term *term = found(b, i, t->vocable->begins, &n);
		if (!term)
			continue;
		const struct token *last = token(b, i + n - 1);
		struct range place = { t->place.at, last->place.at + last->place.n - t->place.at };
		*vec_add(b->arena, &term->uses) = place;
		if (term->line != LINE_NONE && term->line < t->line) {
			bool unit = i > 0 && (token(b, i - 1)->kind == TOKEN_NUMBER || token(b, i - 1)->kind == TOKEN_LIVE) && !t->starts &&
				graph_says(b->model, term->word, WORDS_UNIT_WORD);
			graph_edge(b, t->line, term->line, unit ? EDGE_UNIT : EDGE_TERM, place, term->word);
		}
		i += n - 1;
	}
}

void graph_terms(struct build *b)
{
	b->graph->term_of = map_new(b->arena);
	definitions(b);
	uses(b);
	/* Until now the map held places in a growing list. */
	for (size_t i = 0; i < b->graph->term_of->n; i++)
		b->graph->term_of->at[i].value = &b->graph->terms.at[(uintptr_t)b->graph->term_of->at[i].value - 1];
	for (size_t i = 0; i < b->vocables->n; i++) {
		struct vocable *v = b->vocables->at[i].value;
		v->term = v->begins ? map_get(b->graph->term_of, v->key) : NULL;
	}
}
