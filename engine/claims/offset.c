/* A field that holds a count less one: spare = number of seats minus one; spare = 4 (5 seats), spare = -1: no seats. */
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

enum { MOST_ROW = 64, MOST_AHEAD = 16, MOST_NOUNS = 8, MOST_FIELDS = 64 };     /* tokens of a row; from the field to its count; words for what is counted; fields of a worksheet */

/* The field holds the count plus `by`. */
struct offset {
	struct str key, name;
	int64_t by;
	uint32_t passage, line, at;
	struct range place;
	struct str noun[MOST_NOUNS];
	uint32_t nouns;
	bool doubtful;                  /* it was given two offsets */
};
struct offsets { VEC(struct offset) all; };

/* The last word of page->count, in the form in which names are found. */
static struct str field_key(const struct passage *p, uint32_t i)
{
	struct str x = scan_text(p, i);
	for (size_t k = x.n; k-- > 1; )
		if (x.s[k] == '>' && x.s[k - 1] == '-')
			return str_from(x, k + 1);
	return x;
}

static bool is_field(const struct passage *p, uint32_t i, const struct offset *o)
{
	return scan_kind(p, i) == T_WORD && str_eq(field_key(p, i), o->key);
}

static struct offset *field_at(const struct scan *s, const struct passage *p, uint32_t i)
{
	if (scan_kind(p, i) != T_WORD || !s->offsets->all.n)
		return NULL;
	struct str key = field_key(p, i);
	for (size_t k = 0; k < s->offsets->all.n; k++)
		if (str_eq(s->offsets->all.at[k].key, key))
			return &s->offsets->all.at[k];
	return NULL;
}

/* 5, -1: and the token behind it. */
static bool whole(const struct passage *p, uint32_t i, int64_t *value, uint32_t *end)
{
	bool minus = scan_is(p, i, "-") || scan_is(p, i, "−");
	uint32_t k = i + minus;
	if (scan_kind(p, k) != T_NUMBER || (minus && p->t.at.at[k].space))
		return false;
	*value = scan_small(p->t.at.at[k].num);
	if (*value < 0)
		return false;
	*value = minus ? -*value : *value;
	*end = k + 1;
	return true;
}

/* PTEs, ptes, PTE: one word. */
static struct str stem(struct arena *a, struct str x)
{
	struct buf b = { 0 };
	for (size_t i = 0; i < x.n; i++)
		buf_putc(&b, x.s[i] >= 'A' && x.s[i] <= 'Z' ? (char)(x.s[i] - 'A' + 'a') : x.s[i]);
	struct str copy = str_copy(a, buf_str(&b));
	buf_free(&b);
	if (str_ends(copy, STR("ies")) && copy.n > 4)
		return str_format(a, "%.*sy", (int)copy.n - 3, copy.s);
	if (str_ends(copy, STR("s")) && copy.n > 2)
		copy.n--;
	return copy;
}

static void add_noun(const struct scan *s, struct offset *o, struct str word)
{
	struct str noun = stem(s->context.arena, word);
	for (uint32_t i = 0; i < o->nouns; i++)
		if (str_eq(o->noun[i], noun))
			return;
	if (o->nouns < MOST_NOUNS && noun.n > 1)
		o->noun[o->nouns++] = noun;
}

static bool counts(const struct scan *s, const struct offset *o, const struct passage *p, uint32_t i)
{
	struct str noun = scan_kind(p, i) == T_WORD ? stem(s->context.arena, scan_text(p, i)) : STR("");
	for (uint32_t k = 0; k < o->nouns; k++)
		if (str_eq(o->noun[k], noun))
			return true;
	return false;
}

/* What follows "field =": -1 + number_of_seats; seat count - 1; number of seats ... minus one. The words it counts go to o. */
static bool formula(const struct scan *s, const struct passage *p, uint32_t i, struct offset *o, uint32_t *end)
{
	uint32_t k = i, first, words = 0;
	int64_t by;
	if (whole(p, i, &by, &k) && scan_is(p, k, "+") && scan_kind(p, k + 1) == T_WORD) {
		struct str x = scan_text(p, k + 1);
		bool number = str_starts(x, STR("number_of_")), count = scan_in(p, k + 1, WORDS_NUMBER_WORD) && scan_in(p, k + 2, WORDS_OF);
		if (!number && !count)
			return false;
		o->by = by;
		add_noun(s, o, number ? str_from(x, 10) : scan_text(p, k + 3));
		*end = number ? k + 2 : k + 4;
		return true;
	}
	first = k = i;
	while (k < i + MOST_AHEAD && scan_kind(p, k) == T_WORD && !scan_in(p, k, WORDS_MINUS_WORD) && !scan_in(p, k, WORDS_PLUS_WORD))
		k++, words++;
	bool minus = scan_is(p, k, "-") || scan_in(p, k, WORDS_MINUS_WORD), plus = scan_is(p, k, "+") || scan_in(p, k, WORDS_PLUS_WORD);
	if (words < 2 || (!minus && !plus))
		return false;
	bool one = scan_kind(p, k + 1) == T_WORD && scan_in(p, k + 1, WORDS_ONE_WORD);
	by = one ? 1 : scan_kind(p, k + 1) == T_NUMBER ? scan_small(p->t.at.at[k + 1].num) : -1;
	bool number = scan_in(p, first, WORDS_NUMBER_WORD) && scan_in(p, first + 1, WORDS_OF), count = scan_in(p, k - 1, WORDS_COUNT_WORD);
	enum token_kind behind = scan_kind(p, k + 2);
	if (by <= 0 || (!number && !count) || (behind != T_STOP && behind != T_END && behind != T_CLOSE && behind != T_DIRTY))
		return false;
	o->by = minus ? -by : by;
	for (uint32_t n = number ? first + 2 : first; n < (number ? first + 5 : k - 1) && n < k; n++)
		add_noun(s, o, scan_text(p, n));
	*end = k + 2;
	return true;
}

void offset_bind(struct scan *s)
{
	s->offsets = arena_take(s->context.arena, sizeof *s->offsets);
	for (size_t n = 0; n < s->passages.n; n++) {
		const struct passage *p = &s->passages.at[n];
		if (!scan_has_sign(p, '='))
			continue;
		for (uint32_t i = 0; i + 3 < p->t.at.n; i++) {
			struct offset o = { .passage = (uint32_t)n, .line = p->r.line, .at = i };
			uint32_t end;
			if (scan_kind(p, i) != T_WORD || !scan_is(p, i + 1, "=") || !formula(s, p, i + 2, &o, &end))
				continue;
			struct offset *old = field_at(s, p, i);
			if (old) {
				old->doubtful |= old->by != o.by;
				for (uint32_t k = 0; k < o.nouns; k++)
					add_noun(s, old, o.noun[k]);
			} else if (s->offsets->all.n < MOST_FIELDS) {
				o.key = field_key(p, i);
				o.name = scan_text(p, i);
				o.place = reading_range(&p->r, p->t.at.at[i].at, p->t.at.at[end - 1].at + p->t.at.at[end - 1].n - p->t.at.at[i].at);
				*vec_add(s->context.arena, &s->offsets->all) = o;
			}
		}
	}
}

static bool above(const struct scan *s, const struct offset *o, uint32_t i)
{
	return !o->doubtful && (o->passage < s->now || (o->passage == s->now && o->at < i));
}

static struct claim *claim(struct scan *s, struct passage *p, const struct offset *o, uint32_t from, uint32_t to, enum claim_verdict v)
{
	struct claim *c = scan_claim(s, p, from, to, "offset", v);
	struct claim_name *n = vec_add(s->context.arena, &c->names);
	*n = (struct claim_name){ .name = o->name, .value = str_format(s->context.arena, "the count %s %lld", o->by < 0 ? "-" : "+", (long long)(o->by < 0 ? -o->by : o->by)), .line = o->line, .place = o->place };
	if (o->line != LINE_NONE && o->line != p->r.line)
		*vec_add(s->context.arena, &c->rests_on) = o->line;
	return c;
}

/* mapped of map_count: the word and the field begin alike. */
static bool akin(struct str word, struct str field)
{
	enum { ALIKE = 3 };
	for (size_t w = 0; w < word.n; w++) {
		if (w > 0 && word.s[w - 1] != '-' && word.s[w - 1] != '_')
			continue;
		for (size_t f = 0; f < field.n; f++) {
			size_t n = 0;
			while ((f == 0 || field.s[f - 1] == '_') && w + n < word.n && f + n < field.n && word.s[w + n] == field.s[f + n] && field.s[f + n] != '_')
				n++;
			if (n >= ALIKE)
				return true;
		}
	}
	return false;
}

/* no seats, never mapped: the end of the words, when they speak of what the field counts; else 0. */
static uint32_t none(const struct scan *s, const struct passage *p, const struct offset *o, uint32_t k)
{
	bool of_it = false;
	uint32_t to = k + 1;
	for (; to < k + MOST_AHEAD && scan_kind(p, to) == T_WORD; to++)
		of_it |= counts(s, o, p, to) || akin(scan_text(p, to), o->key);
	return of_it ? to : 0;
}

/* Behind the field's value, up to the next field: how many, or that there are none. */
static bool behind(struct scan *s, struct passage *p, const struct offset *o, uint32_t from, uint32_t i, int64_t value)
{
	bool open = scan_kind(p, i) == T_OPEN, arrow = scan_is(p, i, "→") || scan_is(p, i, "->");
	for (uint32_t k = i; k < i + MOST_AHEAD && k < p->t.at.n && scan_kind(p, k) != T_END; k++) {
		int64_t m;
		uint32_t end;
		if (scan_kind(p, k) == T_RELATION || (open && scan_kind(p, k) == T_CLOSE) || field_at(s, p, k))
			return false;
		uint32_t to = value == o->by && scan_kind(p, k) == T_WORD && scan_in(p, k, WORDS_NONE_WORD) ? none(s, p, o, k) : 0;
		if (to) {
			claim(s, p, o, from, to, CLAIM_HOLDS);
			return true;
		}
		if (scan_kind(p, k) != T_NUMBER || !whole(p, k, &m, &end) || scan_kind(p, end) != T_WORD || scan_kind(p, k - 1) == T_OPERATOR)
			continue;
		/* (NOT 2 processes, BUT 2 seats): what is counted is named */
		bool named = counts(s, o, p, end);
		if (m == value - o->by && (named || k == i + open)) {
			claim(s, p, o, from, end + 1, CLAIM_HOLDS);
			return true;
		}
		if (named && k == i + 1 && (arrow || (open && scan_kind(p, end + 1) == T_CLOSE))) {
			struct claim *c = claim(s, p, o, from, end + 1 + open, CLAIM_FALSE);
			struct finding *f = scan_false(s, p, c, &finding_wrong_calculation, str_format(s->context.arena, "%lld", (long long)(value - o->by)));
			if (f)
				names_note(s->diag, f, c);
			return true;
		}
	}
	return false;
}

/* 5 seats, spare = 4: the count before the field. */
static bool before(struct scan *s, struct passage *p, const struct offset *o, uint32_t i, uint32_t end, int64_t value)
{
	for (uint32_t k = i; k-- > 0 && i - k < MOST_AHEAD; )
		if (scan_kind(p, k) == T_NUMBER && counts(s, o, p, k + 1) && scan_small(p->t.at.at[k].num) == value - o->by && (k == 0 || scan_kind(p, k - 1) != T_OPERATOR)) {
			claim(s, p, o, k, end, CLAIM_HOLDS);
			return true;
		}
	return false;
}

/* Such a row has an arrow or a word for one. */
static bool maps(const struct passage *p)
{
	bool arrow = scan_has_word(p, WORDS_MEANS);
	for (uint32_t i = 0; i < p->t.at.n && !arrow; i++)
		arrow = p->t.at.at[i].kind == T_STOP && p->t.at.at[i].n == strlen("→") && scan_is(p, i, "→");
	return arrow;
}

/* Rows under the field's name, or its value in words: 4 → 5 seats; N → N+1 seats; 1 means 2 seats. */
static void rows(struct scan *s, struct passage *p)
{
	const struct offset *o = NULL;
	for (size_t k = 0; k < s->offsets->all.n && !o; k++) {
		const struct offset *x = &s->offsets->all.at[k];
		/* the field stands above in the same line of the worksheet */
		for (uint32_t n = s->now + 1; n-- > 0 && s->now - n < MOST_AHEAD && s->passages.at[n].r.line == p->r.line && !o; )
			for (uint32_t i = 0; i < s->passages.at[n].t.at.n && i < MOST_ROW && !o; i++)
				o = is_field(&s->passages.at[n], i, x) && above(s, x, 0) ? x : NULL;
	}
	for (uint32_t i = 0; o && i + 3 < p->t.at.n; i++) {
		int64_t value, m;
		uint32_t end, stop;
		bool number = (i == 0 || scan_kind(p, i - 1) != T_OPERATOR) && whole(p, i, &value, &end);
		bool letter = scan_kind(p, i) == T_WORD && p->t.at.at[i].n == 1 && scan_is(p, i + 1, "→") && str_eq(scan_text(p, i), scan_text(p, i + 2));
		if (letter && scan_is(p, i + 3, "+") && whole(p, i + 4, &m, &stop) && counts(s, o, p, stop) && m == -o->by) {
			claim(s, p, o, i, stop + 1, CLAIM_HOLDS);
			return;
		}
		if (!number || (!scan_is(p, end, "→") && !scan_in(p, end, WORDS_MEANS)) || !whole(p, end + 1, &m, &stop) || !counts(s, o, p, stop))
			continue;
		struct claim *c = claim(s, p, o, i, stop + 1, CLAIM_HOLDS);
		if (m != value - o->by)
			scan_undecided(c, "the field holds its count and a constant, and this is another count");
		return;
	}
}

void offset_find(struct scan *s, struct passage *p)
{
	if (s->offsets->all.n == 0)
		return;
	size_t had = s->claims->all.n;
	bool given = scan_has_sign(p, '|') || scan_has_sign(p, '=');
	for (uint32_t i = 0; given && i + 2 < p->t.at.n; i++) {
		enum token_kind sign = scan_kind(p, i + 1);
		if (scan_kind(p, i) != T_WORD || (sign != T_STOP && sign != T_RELATION))
			continue;
		bool cell = scan_is(p, i + 1, "|"), equals = scan_is(p, i + 1, "=");
		const struct offset *o = cell || equals || scan_is(p, i + 1, "==") ? field_at(s, p, i) : NULL;
		int64_t value;
		uint32_t end;
		if (!o || !above(s, o, i))
			continue;
		struct offset again = { 0 };
		if (equals && formula(s, p, i + 2, &again, &end)) {
			claim(s, p, o, i, end, CLAIM_HOLDS);
			continue;
		}
		if (!whole(p, i + 2, &value, &end) || scan_kind(p, end) == T_OPERATOR)
			continue;
		if (!behind(s, p, o, cell ? i + 2 : i, end, value))
			before(s, p, o, i, end, value);
	}
	if (s->claims->all.n == had && maps(p))
		rows(s, p);
}
