/* Finds where the text gives a named quantity a value, and compares it with the known one. */
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
#include "rules/quantity.h"

enum { WORDS_MOST = 6 };
/* What a word for a unit may mean: KB is 1000 or 1024. */
enum { READINGS = 2, BYTE_BITS = 8 };

static struct str key_of(struct sheet *s, struct str name, size_t *words)
{
	struct buf b = { 0 };
	struct str rest = name, word;
	*words = 0;
	while (str_split(&rest, ' ', &word)) {
		word = str_trim(word);
		if (word.n == 0)
			continue;
		if ((*words)++)
			buf_putc(&b, ' ');
		buf_put(&b, graph_term_key(s->arena, word));
	}
	struct str key = str_copy(s->arena, buf_str(&b));
	buf_free(&b);
	return key;
}

void quantity_add(struct sheet *s, struct quantities *q, struct str name, const struct quantity *like)
{
	size_t words;
	struct str key = key_of(s, name, &words);
	if (!q->by_key)
		q->by_key = map_new(s->arena);
	if (!q->begins)
		q->begins = map_new(s->arena);
	if (words == 0 || words > WORDS_MOST || map_get(q->by_key, key))
		return;
	struct quantity *x = arena_take(s->arena, sizeof *x);
	*x = *like;
	x->name = name;
	map_put(q->by_key, key, x);
	size_t first = str_find_char(key, ' ');
	map_put(q->begins, str_slice(key, 0, first == STR_NONE ? key.n : first), x);
	q->longest = words > q->longest ? words : q->longest;
}

const struct unit *quantity_unit(const struct sheet *s, struct str word)
{
	struct str why;
	bool ambiguous = false;
	if (!s->values->units || word.n == 0)
		return NULL;
	const struct unit *u = units_read(s->values->units, word, false, &ambiguous, &why);
	return u && !ambiguous && !u->ambiguous ? u : NULL;
}

/* "GB = 2^30 bytes", "kB = 1024 bytes": what the prose says of its units, in bytes, the first time. */
static struct map *said_of_units(struct sheet *s)
{
	struct map *said = map_new(s->arena);
	struct places signs = words_signs(s, '=');
	for (size_t e = 0; e < signs.n && signs.at[e] + 2 < s->graph->tokens.n; e++) {
		if (signs.at[e] == 0)
			continue;
		size_t i = signs.at[e] - 1;
		const struct token *t = words_at(s, i), *value = words_at(s, i + 2);
		if (t->kind != TOKEN_WORD || value->kind != TOKEN_NUMBER || !value->vocable->num || map_get(said, t->vocable->text))
			continue;
		const struct num *n = value->vocable->num;
		size_t end = i + 3;
		if (words_mark(s, end, "^") && words_at(s, end + 1) && words_at(s, end + 1)->vocable->num) {
			if (num_apply(s->arena, s->limits, NUM_POW, n, words_at(s, end + 1)->vocable->num, &n) != NUM_FINE)
				continue;
			end += 2;
		}
		if (words_says(s, end, WORDS_BYTE_WORD))
			map_put(said, t->vocable->text, (void *)n);
	}
	return said;
}

/* All that a unit's word may mean: one where the worksheet says which, or where there is but one. */
static size_t readings(struct sheet *s, const struct map *told, struct str word, const struct unit **all)
{
	size_t n = s->values->units ? units_readings(s->values->units, word, all, READINGS) : 0;
	const struct num *bytes = n > 1 ? map_get(told, word) : NULL, *bits;
	if (!bytes || num_apply(s->arena, s->limits, NUM_MUL, bytes, num_of(s->arena, BYTE_BITS), &bits) != NUM_FINE)
		return n;
	for (size_t i = 0; i < n; i++)
		if (num_compare(all[i]->factor, bits) == 0) {
			all[0] = all[i];
			return 1;
		}
	return n;
}

bool quantity_read(const struct sheet *s, size_t i, const struct num **num, const struct unit **unit, size_t *end)
{
	const struct token *t = words_at(s, i), *next = words_at(s, i + 1);
	if (!t || t->kind != TOKEN_NUMBER || !t->vocable->num)
		return false;
	*num = t->vocable->num;
	*unit = NULL;
	*end = i + 1;
	if (next && !next->starts && next->kind == TOKEN_WORD && (*unit = quantity_unit(s, next->vocable->text)))
		*end = i + 2;
	return true;
}

/* A number that is only the beginning of something: 16 × ..., 2^..., 10-20, 4.x. */
static bool goes_on(const struct sheet *s, size_t end)
{
	static const char *const marks[] = { "^", "×", "*", "·", "÷", "/", "+", "-", "–", "−", "<", ">", "%", "%" };
	const struct token *t = words_at(s, end);
	for (size_t k = 0; t && !t->starts && k < sizeof marks / sizeof *marks; k++)
		if (words_mark(s, end, marks[k]))
			return true;
	return false;
}

/* bytes and bytes a page measure the same: only counted nouns are different. */
static bool same_measure(const struct unit *x, const struct unit *y)
{
	int32_t power[2][2] = { { 0 } };
	for (uint32_t i = 0; i < x->dims; i++)
		if (x->dim[i].base < 2)
			power[0][x->dim[i].base] = x->dim[i].power;
	for (uint32_t i = 0; i < y->dims; i++)
		if (y->dim[i].base < 2)
			power[1][y->dim[i].base] = y->dim[i].power;
	return power[0][0] == power[1][0] && power[0][1] == power[1][1] && (power[0][0] || power[0][1]);
}

static bool agrees_so(struct sheet *s, const struct quantity *q, const struct unit *have, const struct num *num, const struct unit *said)
{
	if (!have || !said || (!units_same_dimension(have, said) && !same_measure(have, said)))
		return true;                    /* another thing under the same words */
	const struct num *known;
	if (num_apply(s->arena, s->limits, NUM_MUL, q->num, have->factor, &known) != NUM_FINE ||
		num_apply(s->arena, s->limits, NUM_DIV, known, said->factor, &known) != NUM_FINE)
		return true;
	if (num_compare(known, num) == 0)
		return true;
	/* in a larger unit the value is rounded or cut */
	if (num_compare(have->factor, said->factor) < 0 || !num_is_integer(known))
		return num_compare(num_floor(s->arena, known), num) == 0 || num_compare(num_round(s->arena, known, 0, false), num) == 0 ||
			num_compare(num_round(s->arena, known, 1, false), num) == 0 || num_compare(num_round(s->arena, known, 2, false), num) == 0 ||
			num_compare(num_round(s->arena, known, 1, true), num) == 0;
	return false;
}

/* Under one reading at least: a KB of either kind. word: the unit as it is written. */
static bool agrees(struct sheet *s, const struct map *told, const struct quantity *q, const struct num *num, const struct unit *unit, struct str word)
{
	const struct unit *plain = s->values->units ? units_plain(s->values->units) : NULL;
	const struct unit *have[READINGS] = { q->unit ? q->unit : plain }, *said[READINGS] = { unit ? unit : plain };
	size_t a = 1, b = 1;
	if (!q->unit && q->word.n)
		a = readings(s, told, q->word, have);
	if (!unit && word.n && !(b = readings(s, told, word, said)))
		said[b++] = plain;
	for (size_t i = 0; i < a; i++)
		for (size_t k = 0; k < b; k++)
			if (agrees_so(s, q, have[i], num, said[k]))
				return true;
	return a == 0;
}

static const struct quantity *named(struct sheet *s, const struct quantities *q, size_t i, size_t *words)
{
	struct buf b = { 0 };
	const struct quantity *best = NULL;
	for (size_t n = 0; n < q->longest; n++) {
		const struct token *t = words_at(s, i + n);
		if (!t || (t->kind != TOKEN_WORD && t->kind != TOKEN_NUMBER) || (n && t->starts))
			break;
		if (n)
			buf_putc(&b, ' ');
		buf_put(&b, t->vocable->key);
		const struct quantity *x = map_get(q->by_key, buf_str(&b));
		if (x) {
			best = x;
			*words = n + 1;
		}
	}
	buf_free(&b);
	return best;
}

/* "PAGE" of "BIG PAGE = ..." is another thing. */
static bool opens(const struct sheet *s, size_t i)
{
	const struct token *before = i ? words_at(s, i - 1) : NULL;
	if (!before || words_at(s, i)->starts || before->line != words_at(s, i)->line)
		return true;
	const struct token *t = words_at(s, i);
	bool shaped = graph_code_word(t->vocable->text) || graph_acronym(t->vocable->text);
	if (before->kind == TOKEN_WORD && shaped)
		return !graph_code_word(before->vocable->text) && !graph_acronym(before->vocable->text);
	if (before->kind == TOKEN_WORD)
		return words_says(s, i - 1, WORDS_PREPOSITION) || words_says(s, i - 1, WORDS_ARTICLE) || before->place.at < s->model->lines.at[before->line].body_at;
	return words_ends_sentence(s, i - 1) || words_mark(s, i - 1, ":") || words_mark(s, i - 1, ",") || words_mark(s, i - 1, ";") ||
		words_mark(s, i - 1, "(") || words_mark(s, i - 1, "|");
}

void quantity_search(struct sheet *s, const struct quantities *q, bool brackets,
	void (*found)(struct sheet *, const struct quantity *, size_t name, size_t value, size_t end))
{
	if (!q->by_key)
		return;
	struct map *told = said_of_units(s);
	enum begins { NOT_ASKED, BEGINS_NONE, BEGINS_ONE };
	uint8_t *begins = arena_take(s->arena, s->graph->keys + 1);     /* enum begins, of each key of a vocable */
	for (size_t i = 0; i < s->graph->tokens.n; i++) {
		const struct token *t = words_at(s, i);
		size_t words, end;
		if (t->kind != TOKEN_WORD || t->line == LINE_NONE || t->source || t->programme || t->place.at < s->model->lines.at[t->line].body_at)
			continue;
		uint8_t *known = &begins[t->vocable->number];
		if (*known == NOT_ASKED)
			*known = map_get(q->begins, t->vocable->key) ? BEGINS_ONE : BEGINS_NONE;
		if (*known == BEGINS_NONE)
			continue;
		enum role role = s->model->lines.at[t->line].role;
		const struct quantity *x = named(s, q, i, &words);
		if (!x || x->line == t->line || role == ROLE_FALSE || !opens(s, i))
			continue;
		size_t at = i + words;
		bool bracket = brackets && words_mark(s, at, "(");
		if (words_at(s, at) && words_at(s, at)->starts)
			continue;
		if (!words_mark(s, at, "=") && !bracket && !(words_says(s, at, WORDS_EQUALS) && !words_mark(s, at + 1, "(")))
			continue;
		const struct num *num;
		const struct unit *unit;
		if (!quantity_read(s, at + 1, &num, &unit, &end))
			continue;
		const struct token *after = words_at(s, end);
		struct str word = !unit && after && !after->starts && after->kind == TOKEN_WORD && words_says(s, end, WORDS_MEASURE) ? after->vocable->text : STR("");
		end += word.n > 0;
		/* "a row has 25 seats" counts its seats, and "is 25" says what it is */
		if (!words_mark(s, at, "=") && !unit && !word.n && after && !after->starts && after->kind == TOKEN_WORD)
			continue;
		if (goes_on(s, end) || words_mark(s, at - 1, "≈") || agrees(s, told, x, num, unit, word))
			continue;
		/* a number without its unit, where the quantity has one, may count something else */
		if ((x->unit || x->word.n) && !unit && !word.n && words_at(s, end) && !words_at(s, end)->starts && words_at(s, end)->kind == TOKEN_WORD)
			continue;
		if (bracket && !unit && !word.n)
			continue;
		found(s, x, i, at + 1, end);
	}
}
