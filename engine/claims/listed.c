/* Counts beside the list of what they count: "three levels: a, b and c", "4 steps:" over four bullets, 2 (this + that). */
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

/* Words between a count and its colon; tokens of one item that is surely one; passages of a list; a list that anybody counts in words. */
enum { MOST_WORDS = 6, MOST_ITEM = 6, MOST_BELOW = 100, MOST_COUNT = 100, MOST_TOKENS = 400 };

static bool same_letters(struct str a, const char *b)
{
	size_t n = 0;
	for (; n < a.n && b[n]; n++)
		if ((a.s[n] | 0x20) != (b[n] | 0x20))
			return false;
	return n == a.n && b[n] == '\0';
}

/* 3, three, THREE; -1: no count. */
static int64_t count_at(const struct scan *s, const struct passage *p, uint32_t i)
{
	if (scan_kind(p, i) == T_NUMBER)
		return p->t.at.at[i].base == 10 && p->t.at.at[i].n && p->t.at.at[i].n < 4 && p->t.at.at[i].decimals == 0 ? scan_small(p->t.at.at[i].num) : -1;
	const char *const *words = model_words(s->model->settings.lang, WORDS_NUMBER_WORDS);
	struct str x = scan_text(p, i);
	for (int64_t n = 0; scan_kind(p, i) == T_WORD && words[n]; n++)
		if ((*x.s | 0x20) == *words[n] && same_letters(x, words[n]))
			return n + 1;
	return -1;
}

static bool plural(struct str word)
{
	return word.n > 2 && word.s[word.n - 1] == 's' && word.s[word.n - 2] != 's' && word.s[word.n - 2] != 'u' && word.s[word.n - 2] != 'i';
}

/* A noun in the plural behind the count, with a few words between: four long levels. */
static bool counts_nouns(const struct passage *p, uint32_t i, uint32_t *end)
{
	for (*end = i + 1; *end <= i + MOST_WORDS && scan_kind(p, *end) == T_WORD; ++*end)
		;
	if (*end == i + 1)
		return false;
	for (uint32_t k = i + 1; k < *end; k++)
		if (plural(scan_text(p, k)))
			return true;
	return false;
}

/* There are three levels:, four long steps:, two kinds of cups: and nothing that says what they do or where it is. */
static bool sure(const struct passage *p, uint32_t i, uint32_t colon)
{
	bool first = plural(scan_text(p, i + 1)), last = plural(scan_text(p, colon - 1));
	bool noun = (colon == i + 2 && first) || (colon == i + 3 && !first && last) || (colon > i + 3 && colon <= i + 5 && first && scan_is(p, i + 2, "of") && last);
	return noun && (order_start(p, i) == i || order_word(p, i - 1, WORDS_PRESENTS));
}

/* --- within the sentence ------------------------------------------------------------------------------------------------ */
struct items { int64_t least, most; uint32_t end; bool open, plain; };     /* plain: every item is one word or number */

/* a, b and c from token i to the sentence's end: how many, with "and" as a separator or as a part of an item. */
static void items_at(const struct passage *p, uint32_t i, struct items *out)
{
	uint32_t length = 0;
	*out = (struct items){ .least = 1, .most = 1, .plain = true };
	for (; i < p->t.at.n; i++) {
		enum token_kind k = scan_kind(p, i);
		if (k == T_END || scan_is(p, i, ".") || scan_is(p, i, ";") || k == T_CLOSE || k == T_OPEN || k == T_QUESTION || scan_is(p, i, ":") || k == T_TICK || k == T_CROSS)
			break;
		if (scan_is(p, i, ",") || order_word(p, i, WORDS_CONJUNCTION)) {
			bool comma = scan_is(p, i, ",");
			/* the comma before "and" is the same mark */
			bool both = comma && order_word(p, i + 1, WORDS_CONJUNCTION);
			out->least += comma;
			out->most++;
			i += both;
			out->plain &= length > 0;
			length = 0;
			continue;
		}
		length++;
		out->plain &= length == 1 && (k == T_WORD || k == T_NUMBER);
		out->open |= order_word(p, i, WORDS_AND_SO_ON) || (k == T_DIRTY && (scan_is(p, i, "...") || scan_is(p, i, "…")));
		/* what cannot be told apart: quotations, other signs */
		out->open |= k == T_DIRTY || k == T_STOP || length > MOST_ITEM;
	}
	out->end = i;
	out->plain &= length > 0;
}

/* three levels: a, b and c */
void listed_inline_find(struct scan *s, struct passage *p)
{
	if (!scan_has_sign(p, ':'))
		return;
	uint32_t next = 0;              /* the next colon */
	for (uint32_t i = 0; i + 4 < p->t.at.n; i++) {
		while (next < p->t.at.n && (next < i + 2 || !scan_is(p, next, ":")))
			next++;
		if (next > i + 1 + MOST_WORDS)
			continue;
		uint32_t colon;
		if (!counts_nouns(p, i, &colon) || !scan_is(p, colon, ":") || scan_kind(p, colon + 1) == T_END)
			continue;
		int64_t n = count_at(s, p, i);
		if (n < 2 || n > MOST_COUNT)
			continue;
		if (i > 0 && (scan_kind(p, i - 1) == T_OPERATOR || scan_kind(p, i - 1) == T_HEDGE || order_word(p, i - 1, WORDS_HEDGE) || scan_kind(p, i - 1) == T_DIRTY || order_word(p, i - 1, WORDS_OF_A_FILE)))
			continue;
		struct items x;
		items_at(p, colon + 1, &x);
		/* one item behind the colon is no list */
		if (x.open || x.most < 2)
			continue;
		bool closed = scan_kind(p, x.end) == T_END || scan_is(p, x.end, ".");
		bool holds = n == x.least || n == x.most, wrong = !holds && closed && x.plain && x.least > 1 && (n > x.most || n < x.least) && sure(p, i, colon);
		/* "read and write" can be one item */
		if (!holds && !wrong && (x.plain || n < x.least || n > x.most))
			continue;
		struct claim *c = scan_claim(s, p, i, x.end, "listed", CLAIM_HOLDS);
		if (holds)
			continue;
		if (wrong) {
			struct finding *f = scan_false(s, p, c, &finding_count_mismatch, str_format(s->context.arena, "%lld", (long long)x.most));
			if (f)
				f->message = str_format(s->context.arena, "%.*s: %lld are listed", STR_ARG(c->text), (long long)x.most);
		} else {
			scan_undecided(c, "the list can be cut in more than one way");
		}
	}
}

/* 2 (the reader + the writer): the parts of a count by their names */
void listed_parts_find(struct scan *s, struct passage *p)
{
	for (uint32_t i = 0; i + 4 < p->t.at.n; i++) {
		if (scan_kind(p, i) != T_NUMBER)
			continue;
		int64_t n = count_at(s, p, i);
		uint32_t open = i + 1 + scan_is(p, i + 1, "+"), k;
		open += scan_kind(p, open) == T_WORD;
		if (n < 1 || n > MOST_COUNT || scan_kind(p, open) != T_OPEN || !p->t.at.at[open].space || (i > 0 && scan_kind(p, i - 1) == T_OPERATOR))
			continue;
		int64_t parts = 1;
		bool words = true;
		for (k = open + 1; scan_kind(p, k) == T_WORD || scan_is(p, k, "+"); k++) {
			parts += scan_is(p, k, "+");
			words &= scan_is(p, k, "+") ? scan_kind(p, k - 1) == T_WORD && scan_kind(p, k + 1) == T_WORD : scan_text(p, k).n > 1;
		}
		if (scan_kind(p, k) != T_CLOSE || parts < 2 || !words || n != parts)
			continue;
		scan_claim(s, p, i, k + 1, "parts", CLAIM_HOLDS);
	}
}

/* 2 nodes (0-1), 3 slots (0 2 5): a count and the numbers of what it counts */
void listed_numbers_find(struct scan *s, struct passage *p)
{
	for (uint32_t i = 0; i + 4 < p->t.at.n; i++) {
		if (scan_kind(p, i) != T_NUMBER || scan_kind(p, i + 1) != T_WORD || scan_kind(p, i + 2) != T_OPEN || (i > 0 && scan_kind(p, i - 1) == T_OPERATOR))
			continue;
		int64_t n = count_at(s, p, i), found = 0;
		if (n < 1)
			continue;
		uint32_t k = i + 3;
		bool whole = true;
		while (whole && scan_kind(p, k) != T_CLOSE && k < i + MOST_COUNT) {
			struct stretch x;
			if (scan_stretch(s, p, k, &x)) {
				int64_t held = scan_small(scan_plus(s, scan_apply(s, NUM_SUB, x.to, x.from), 1));
				whole = held > 0;
				found += held;
				k = x.end;
			} else {
				whole = scan_kind(p, k) == T_NUMBER && p->t.at.at[k].base == 10 && p->t.at.at[k].decimals == 0;
				found++;
				k++;
			}
			k += scan_is(p, k, ",");
		}
		if (whole && scan_kind(p, k) == T_CLOSE && found == n && !scan_claimed(s, p, i, k + 1))
			scan_claim(s, p, i, k + 1, "numbered", CLAIM_HOLDS);
	}
}

/* --- below ---------------------------------------------------------------------------------------------------------------- */
static size_t indent(struct str x)
{
	size_t n = 0;
	while (n < x.n && (x.s[n] == ' ' || x.s[n] == '\t'))
		n++;
	return n;
}

/* How an item begins: a bullet, A) or 1., LEVEL 1: with the word; '\0': it is none. */
static char mark_of(struct str x, struct str *word)
{
	x = str_trim(x);
	*word = STR("");
	if (x.n > 2 && (x.s[0] == '-' || x.s[0] == '*' || x.s[0] == '+') && x.s[1] == ' ')
		return x.s[0];
	if (str_starts(x, STR("• ")))
		return 'o';
	size_t n = 0;
	while (n < x.n && x.s[n] >= '0' && x.s[n] <= '9')
		n++;
	if (n && n + 1 < x.n && (x.s[n] == '.' || x.s[n] == ')') && x.s[n + 1] == ' ')
		return '1';
	if (x.n > 2 && x.s[1] == ')' && ((x.s[0] | 0x20) >= 'a' && (x.s[0] | 0x20) <= 'z'))
		return 'a';
	while (n < x.n && (x.s[n] | 0x20) >= 'a' && (x.s[n] | 0x20) <= 'z')
		n++;
	size_t digits = n + 1;
	while (n && digits < x.n && x.s[n] == ' ' && x.s[digits] >= '0' && x.s[digits] <= '9')
		digits++;
	if (n && digits > n + 1 && digits < x.n && x.s[digits] == ':') {
		*word = str_slice(x, 0, n);
		return 'w';
	}
	return '\0';
}

/* The items of the drawing's list that begins in the passage below; what stands deeper belongs to an item. */
static int64_t below(const struct scan *s, const struct passage *p)
{
	struct str word = STR("");
	char mark = '\0';
	size_t deep = 0;
	int64_t n = 0;
	for (size_t k = s->now + 1; k < s->passages.n && k < s->now + MOST_BELOW; k++) {
		const struct passage *q = &s->passages.at[k];
		struct str own;
		if (q->r.block != p->r.block || q->r.line != p->r.line)
			break;
		char c = mark_of(q->r.text, &own);
		size_t at = indent(q->r.text);
		if (!mark) {
			if (!c)
				return 0;
			mark = c;
			word = own;
			deep = at;
		}
		if (at < deep || (at == deep && (c != mark || !str_eq(own, word))))
			break;
		n += at == deep;
	}
	return n;
}

/* There are TWO levels: over LEVEL 1: and LEVEL 2:; 4 steps: over four bullets */
void listed_below_find(struct scan *s, struct passage *p)
{
	if (p->r.where != WHERE_FENCE || p->t.at.n < 4 || p->t.at.n > MOST_TOKENS || !scan_is(p, (uint32_t)p->t.at.n - 2, ":"))
		return;
	uint32_t colon = (uint32_t)p->t.at.n - 2;
	for (uint32_t i = order_start(p, colon); i < colon; i++) {
		int64_t n = count_at(s, p, i), there;
		uint32_t end;
		/* in ONE message: of two counts the first with a noun in the plural */
		if (n < 2 || n > MOST_COUNT || !counts_nouns(p, i, &end) || end != colon || (there = below(s, p)) < 2 || there > n + 1 || there < n - 1)
			continue;
		struct claim *c = scan_claim(s, p, i, colon, "listed-below", CLAIM_HOLDS);
		if (n != there)
			scan_undecided(c, str_format(s->context.arena, "%lld are listed below", (long long)there).s);
		return;
	}
}

/* total boxes = 5 under "3 boxes" and "2 boxes" */
void listed_total_find(struct scan *s, struct passage *p)
{
	if (!order_word(p, 0, WORDS_TOTAL) || scan_kind(p, 1) != T_WORD || (!scan_is(p, 2, "=") && !scan_is(p, 2, ":")) || scan_kind(p, 3) != T_NUMBER || scan_kind(p, 4) != T_END)
		return;
	struct str noun = scan_text(p, 1);
	int64_t sum = 0, n = 0;
	for (size_t k = s->now; k-- > 0 && n < MOST_COUNT && s->passages.at[k].r.block == p->r.block; n++) {
		const struct passage *q = &s->passages.at[k];
		uint32_t end = (uint32_t)q->t.at.n - 1;
		if (end < 2 || scan_kind(q, end - 1) != T_WORD || scan_kind(q, end - 2) != T_NUMBER)
			break;
		struct str word = scan_text(q, end - 1);
		bool same = str_eq(word, noun) || (str_starts(noun, word) && (str_is(str_from(noun, word.n), "s") || str_is(str_from(noun, word.n), "es")));
		int64_t own = scan_small(q->t.at.at[end - 2].num);
		if (!same || own < 0 || (end > 2 && scan_kind(q, end - 3) == T_OPERATOR))
			break;
		sum += own;
	}
	if (n < 2)
		return;
	struct claim *c = scan_claim(s, p, 0, 4, "total-of", CLAIM_HOLDS);
	if (!scan_same(num_of(s->context.arena, sum), p->t.at.at[3].num))
		scan_undecided(c, "the lines above add up to something else");
}
