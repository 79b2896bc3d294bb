/* One thing with two values: a flag at two bits, one conclusion from two thresholds, one exact amount shown as two. */
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
#include "rules/clash.h"
#include "rules/carried.h"
#include "rules/inverse.h"

/* "NAME is set (bit 6": so many words at most before the bracket; a name that the row does not give stands at most so far above. */
enum { BETWEEN_MOST = 3, SUBJECT_MOST = 40, CONCLUSION_MOST = 8, BITS_MOST = 512 };

static bool said(const struct sheet *s, size_t i)
{
	const struct token *t = words_at(s, i);
	return t && t->line != LINE_NONE && !t->source && !t->heading && t->place.at >= s->model->lines.at[t->line].body_at;
}

/* page->_count and _count are one name. */
static struct str last_part(struct str name)
{
	for (size_t i = name.n; i > 1; i--)
		if (name.s[i - 1] == '>' || name.s[i - 1] == '.')
			return str_from(name, i);
	return name;
}

struct sighting { size_t at; const struct num *num; int64_t bit; bool told; };

static struct sighting *first_seen(struct sheet *s, struct map *known, struct str key, const struct sighting *x)
{
	struct sighting *was = map_get(known, key);
	if (was)
		return was;
	struct sighting *new = arena_take(s->arena, sizeof *new);
	*new = *x;
	map_put(known, key, new);
	return NULL;
}

/* --- a flag's bit: "0x40 = FLAG", "FLAG = 1 << 6", "FLAG set (bit 6", "bit 6: FLAG" --------------------------------------- */
static bool flag_at(const struct sheet *s, size_t i)
{
	const struct token *t = words_at(s, i);
	return t && t->vocable->code_word && said(s, i) && str_find_char(t->vocable->text, '_') != STR_NONE && t->vocable->text.s[t->vocable->text.n - 1] != ')';
}

static bool number_at(const struct sheet *s, size_t i, int64_t *n)
{
	const struct token *t = words_at(s, i);
	return t && !t->starts && t->kind == TOKEN_NUMBER && t->vocable->num && num_to_int64(t->vocable->num, n);
}

/* 0x40 is bit 6; false: no hexadecimal number with one bit set. */
static bool mask_at(const struct sheet *s, size_t i, int64_t *bit)
{
	const struct token *t = words_at(s, i);
	int64_t n;
	if (!t || t->kind != TOKEN_NUMBER || !t->vocable->num || !str_starts(t->vocable->text, STR("0x")) || !num_to_int64(t->vocable->num, &n) || n <= 0 || (n & (n - 1)))
		return false;
	for (*bit = 0; n > 1; n >>= 1)
		++*bit;
	return true;
}

static bool bit_of_flag(const struct sheet *s, size_t i, int64_t *bit)
{
	if (!flag_at(s, i))
		return false;
	if (i > 2 && words_mark(s, i - 1, "=") && !words_at(s, i)->starts && mask_at(s, i - 2, bit))
		return true;
	size_t k = i + 1;
	k += words_mark(s, k, "=");
	if (words_mark(s, k, "(") && k == i + 1 && !words_at(s, k)->spaced)
		return false;                   /* a function */
	int64_t one, n;
	size_t shift = k + words_mark(s, k, "(");
	if (number_at(s, shift, &one) && one == 1 && words_mark(s, shift + 1, "<") && words_mark(s, shift + 2, "<") && number_at(s, shift + 3, &n)) {
		*bit = n;
		return true;
	}
	if (k == i + 2 && mask_at(s, k, bit) && (!words_at(s, k + 1) || words_at(s, k + 1)->starts || words_ends_sentence(s, k + 1) || words_mark(s, k + 1, ",")))
		return true;
	for (size_t n_between = 0; n_between < BETWEEN_MOST && words_at(s, k) && words_at(s, k)->kind == TOKEN_WORD && !words_at(s, k)->starts; n_between++)
		k++;
	return words_mark(s, k, "(") && words_says(s, k + 1, WORDS_BIT) && number_at(s, k + 2, bit) && !words_mark(s, k + 3, "-") && !words_says(s, k + 3, WORDS_UP_TO);
}

static void bits(struct sheet *s)
{
	struct map *known = map_new(s->arena);
	struct places words = s->rows->code_words;
	for (size_t w = 0, n = 0; w < words.n && n < BITS_MOST; w++) {
		size_t i = words.at[w];
		struct sighting x = { .at = i };
		if (!bit_of_flag(s, i, &x.bit) || x.bit > 511)
			continue;
		n++;
		struct sighting *was = first_seen(s, known, last_part(words_at(s, i)->vocable->text), &x);
		if (!was || was->bit == x.bit || was->told)
			continue;
		was->told = true;
		clash_add(s, CLASH_SAID, i, str_format(s->arena, "bit %lld", (long long)x.bit), was->at, str_format(s->arena, "bit %lld", (long long)was->bit),
			str_format(s->arena, "%.*s is", STR_ARG(words_at(s, i)->vocable->text)));
	}
}

/* --- "count > 1, someone uses it" and "count > 0 → someone uses it" ------------------------------------------------------- */
static bool relation_at(const struct sheet *s, size_t i, struct str *sign, size_t *after)
{
	static const char *const signs[] = { "<", ">", "≤", "≥" };
	if (words_mark(s, i + 1, "<") || words_mark(s, i + 1, ">") || (i > 0 && (words_mark(s, i - 1, "<") || words_mark(s, i - 1, ">") || words_mark(s, i - 1, "-"))))
		return false;
	for (size_t k = 0; k < sizeof signs / sizeof *signs; k++)
		if (words_mark(s, i, signs[k])) {
			bool equal = k < 2 && words_mark(s, i + 1, "=") && !words_at(s, i + 1)->spaced;
			*sign = equal ? str_of(signs[k + 2]) : str_of(signs[k]);
			*after = i + 1 + equal;
			return true;
		}
	return false;
}

/* What is compared: the name before the sign, or else the nearest name above in the line. */
static struct str subject(const struct sheet *s, size_t i)
{
	for (size_t n = 0; i > 0 && n < SUBJECT_MOST && words_at(s, i - 1)->line == words_at(s, i)->line; i--, n++) {
		const struct token *t = words_at(s, i - 1);
		if (t->vocable->code_word)
			return last_part(t->vocable->text);
	}
	return STR("");
}

/* The words of the conclusion that begins at token i, without those that only tie it; empty: none, or one word. */
static struct str conclusion(struct sheet *s, size_t i)
{
	if (!words_at(s, i) || words_at(s, i)->starts || !(words_mark(s, i, ",") || words_mark(s, i, "→") || words_mark(s, i, "(") || words_mark(s, i, ":")))
		return STR("");
	struct buf b = { 0 };
	size_t n = 0;
	for (i++; n < CONCLUSION_MOST && words_at(s, i) && !words_at(s, i)->starts; i++) {
		const struct token *t = words_at(s, i);
		if (t->kind == TOKEN_WORD ? words_says(s, i, WORDS_AUXILIARY) || words_says(s, i, WORDS_ARTICLE) || words_says(s, i, WORDS_YES) || words_says(s, i, WORDS_NO) : words_mark(s, i, ","))
			continue;
		if (t->kind != TOKEN_WORD)
			break;
		buf_printf(&b, "%.*s ", STR_ARG(t->vocable->key));
		n++;
	}
	struct str x = n > 1 && n < CONCLUSION_MOST ? str_copy(s->arena, buf_str(&b)) : STR("");
	buf_free(&b);
	return x;
}

static void thresholds(struct sheet *s)
{
	struct map *known = map_new(s->arena);
	for (size_t i = 0; i + 2 < s->graph->tokens.n; i++) {
		const struct token *t = words_at(s, i);
		struct str sign;
		struct sighting x = { .at = i };
		size_t after;
		unsigned char first = t->kind == TOKEN_MARK ? (unsigned char)*t->vocable->text.s : 0;
		if ((first != '<' && first != '>' && first < 0x80) || !relation_at(s, i, &sign, &after) || !said(s, i) || t->programme)
			continue;
		const struct token *n = words_at(s, after);
		if (!n || n->kind != TOKEN_NUMBER || !n->vocable->num || n->starts)
			continue;
		x.num = n->vocable->num;
		struct str what = conclusion(s, after + 1), of = what.n ? subject(s, i) : what;
		if (!of.n)
			continue;
		struct sighting *was = first_seen(s, known, str_format(s->arena, "%.*s %.*s %.*s", STR_ARG(of), STR_ARG(sign), STR_ARG(what)), &x);
		if (!was || num_compare(was->num, x.num) == 0 || was->told)
			continue;
		was->told = true;
		clash_add(s, CLASH_SAID, i, str_format(s->arena, "%.*s %.*s", STR_ARG(sign), STR_ARG(n->vocable->text)), was->at,
			str_format(s->arena, "%.*s %.*s", STR_ARG(sign), STR_ARG(num_exact(s->arena, was->num))),
			str_format(s->arena, "%.*s: %.*sis concluded from", STR_ARG(of), STR_ARG(what)));
	}
}

/* --- "... = 30 MB" here and "... = 31.5 MB" there, of one exact value that neither shows in full ----------------------------- */
static void amounts(struct sheet *s)
{
	struct map *known = map_new(s->arena);
	for (size_t i = 0; i < s->claims->all.n; i++) {
		const struct claim *c = &s->claims->all.at[i], *was;
		if (c->line == LINE_NONE || c->computed.n == 0 || !c->stated.n || (c->verdict != CLAIM_FALSE && c->verdict != CLAIM_ROUNDED) || c->root != UINT32_MAX ||
			s->model->lines.at[c->line].role == ROLE_FALSE || str_find(c->computed, STR("≈")) == STR_NONE)
			continue;
		was = map_get(known, c->computed);
		if (!was) {
			map_put(known, c->computed, (void *)c);
			continue;
		}
		/* two roundings of one value agree as far as they go */
		if (was->line != c->line && !str_eq(was->stated, c->stated) && (was->verdict == CLAIM_FALSE || c->verdict == CLAIM_FALSE))
			clash_both(s, c->range, c->line, c->stated, was->range, was->line, was->stated, c->computed);
	}
}

/* --- "malloc page: A | B | C | D" here, and A | B | C for what the other line's title calls the same -------------------------- */
enum { LISTED_LEAST = 3, LISTED_MOST = 32, LISTS_MOST = 64, TITLE_MOST = 80 };
struct listed { size_t first, n; };             /* names at first, first + 2, ... */

/* Names joined by bars, the row's first ones; the row begins at token i. */
static bool list_at(const struct sheet *s, size_t i, struct listed *x)
{
	size_t end = clash_row_end(s, i), k = i;
	while (k < end && !flag_at(s, k))
		k++;
	*x = (struct listed){ k, 0 };
	while (k < end && flag_at(s, k) && x->n < LISTED_MOST) {
		x->n++;
		if (k + 2 >= end || !words_mark(s, k + 1, "|"))
			break;
		k += 2;
	}
	return x->n >= LISTED_LEAST;
}

/* Whether all words before the list, two at least, stand in the other's title: its qualifier, and its first words. */
static bool titled(struct sheet *s, const struct listed *x, const struct listed *other)
{
	size_t words = 0, first;
	const struct token *there = words_at(s, other->first);
	struct str qualifier = s->model->lines.at[there->line].qualifier;
	rules_tokens(s, there->line, &first);
	for (size_t k = x->first; k > 0 && !words_at(s, k)->starts; k--) {
		const struct token *t = words_at(s, k - 1);
		if (t->kind != TOKEN_WORD)
			continue;
		bool found = str_find(qualifier, t->vocable->text) != STR_NONE;
		for (size_t i = first; i < other->first && i < first + TITLE_MOST && !found; i++)
			found = words_at(s, i)->kind == TOKEN_WORD && str_eq(words_at(s, i)->vocable->text, t->vocable->text);
		if (!found)
			return false;
		words++;
	}
	return words > 1;
}

static bool begins_with(const struct sheet *s, const struct listed *whole, const struct listed *part)
{
	bool same = true;
	for (size_t i = 0; i < part->n && same; i++)
		same = str_eq(words_at(s, whole->first + 2 * i)->vocable->text, words_at(s, part->first + 2 * i)->vocable->text);
	return same;
}

static void lists(struct sheet *s)
{
	VEC(struct listed) known = { 0 };
	struct places fences = s->rows->fences;
	for (size_t n = 0; n < fences.n && known.n < LISTS_MOST; n++) {
		size_t i = fences.at[n];
		const struct token *t = words_at(s, i);
		struct listed x;
		if (t->programme || t->line == LINE_NONE || !list_at(s, i, &x))
			continue;
		for (size_t k = 0; k < known.n; k++) {
			const struct listed *y = &known.at[k], *more = x.n > y->n ? &x : y, *less = more == y ? &x : y;
			if (more->n != less->n + 1 || !begins_with(s, more, less) || (!titled(s, more, less) && !titled(s, less, more)))
				continue;
			size_t extra = more->first + 2 * less->n;
			clash_add(s, CLASH_DRAWN, more->first, STR("has"), less->first, STR("has not"), str_format(s->arena, "the list that begins with %.*s, %.*s",
				STR_ARG(words_at(s, less->first)->vocable->text), STR_ARG(words_at(s, extra)->vocable->text)));
			break;
		}
		*vec_add(s->arena, &known) = x;
	}
}

/* --- "lines 40-42 list 7 uses" of a quotation that lists 6: told where it is quoted ------------------------------------------- */
static void quotations(struct sheet *s)
{
	for (size_t i = 0; i < s->claims->all.n; i++) {
		const struct claim *c = &s->claims->all.at[i];
		if (c->verdict == CLAIM_FALSE && str_is(str_of(c->form), "cited-list") && c->rests_on.n && c->line != LINE_NONE && c->rests_on.at[0] != c->line)
			clash_note(s, s->model->lines.at[c->rests_on.at[0]].number_range, "%.*s are quoted here, and %.*s says: %.*s", STR_ARG(c->computed),
				STR_ARG(rules_line(s, c->line)), STR_ARG(c->text));
	}
}

/* --- "4096 (from line 33, end of LOW)", where line 33 ends LOW at 4095 --------------------------------------------------------- */
static void carried(struct sheet *s)
{
	for (size_t i = 0; i < s->graph->references.n; i++) {
		const struct reference *r = &s->graph->references.at[i];
		struct carried_end e;
		if (!carried_end_differs(s, r, &e))
			continue;
		struct str name = words_at(s, e.name)->vocable->text, here = words_at(s, e.value)->vocable->text, there = e.given->vocable->text;
		clash_note(s, words_at(s, e.value)->place, "the %s of %.*s is %.*s here, and %.*s in %.*s", e.last ? "end" : "start", STR_ARG(name), STR_ARG(here),
			STR_ARG(there), STR_ARG(rules_line(s, r->to)));
		clash_note(s, e.given->place, "the %s of %.*s is %.*s here, and %.*s in %.*s", e.last ? "end" : "start", STR_ARG(name), STR_ARG(there), STR_ARG(here),
			STR_ARG(rules_line(s, r->from)));
	}
}

void clash_values(struct sheet *s)
{
	bits(s);
	thresholds(s);
	amounts(s);
	lists(s);
	quotations(s);
	carried(s);
	inverse_search(s);
}
