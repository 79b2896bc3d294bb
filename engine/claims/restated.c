/* What another line says already: a line quoted by its number, a property of the machine and its premise, an entry by its index. */
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

/* Digits that are no coincidence; words of a quotation; words of a name; tokens of a line that is referred to; bytes of a line that are searched for it, so that many quotations of a long one cost little. */
enum { TELLING = 4, MOST_QUOTED = 12, MOST_SEARCHED = 8000, MOST_KEY = 4, MOST_TOKENS = 400 };

static struct str words_of(const struct passage *p, uint32_t from, uint32_t to)
{
	const struct token *first = &p->t.at.at[from], *last = &p->t.at.at[to - 1];
	return str_slice(p->r.text, first->at, last->at + last->n);
}

static bool code_like(struct str word)
{
	for (size_t i = 1; i < word.n; i++)
		if (word.s[i] == '_' || (word.s[i] >= 'A' && word.s[i] <= 'Z' && word.s[i - 1] >= 'a' && word.s[i - 1] <= 'z'))
			return true;
	return word.n > 1 && word.s[0] == '_';
}

/* 7, 07; -1: no line's number. */
static int64_t number_of(struct str x)
{
	int64_t n = 0;
	for (size_t i = 0; i < x.n; i++) {
		if (x.s[i] < '0' || x.s[i] > '9' || n > 100000000)
			return -1;
		n = n * 10 + (x.s[i] - '0');
	}
	return n;
}

/* Line 47: "the words" or code_word, which line 47 has. The words as far as they are its own. */
void restated_line_find(struct scan *s, struct passage *p)
{
	const struct model *m = s->model;
	if (scan_kind(p, 0) != T_WORD || !scan_in(p, 0, WORDS_LINE) || !scan_is(p, 2, ":"))
		return;
	int64_t number = number_of(scan_text(p, 1));
	uint32_t line = number > 0 ? model_line_numbered(m, (uint32_t)number) : LINE_NONE;
	if (line == LINE_NONE || line == p->r.line)
		return;
	struct range r = m->lines.at[line].range;
	struct str text = str_slice(m->text->bytes, r.at, r.at + (r.n < MOST_SEARCHED ? r.n : MOST_SEARCHED));
	uint32_t end = 3;
	bool told = false;
	/* as many words of the start as stand there together */
	for (uint32_t k = 3; k < 3 + MOST_QUOTED && scan_kind(p, k) != T_END && scan_kind(p, k) != T_DIRTY && scan_kind(p, k) != T_STOP; k++) {
		if (str_find(text, words_of(p, 3, k + 1)) == STR_NONE)
			break;
		end = k + 1;
		told |= k > 3 || code_like(scan_text(p, k));
	}
	/* a quotation further on */
	for (uint32_t k = 3, open = 0; k < p->t.at.n && scan_kind(p, k) != T_END; k++) {
		if (!scan_is(p, k, "\"") && !scan_is(p, k, "“") && !scan_is(p, k, "”"))
			continue;
		if (open && k > open + 1) {
			bool there = str_find(text, words_of(p, open + 1, k)) != STR_NONE;
			struct claim *c = scan_claim(s, p, 0, k + 1, "line-quoted", there ? CLAIM_HOLDS : CLAIM_UNDECIDED);
			*vec_add(s->context.arena, &c->rests_on) = line;
			if (!there)
				scan_undecided(c, "the line has no such words");
			return;
		}
		open = open ? 0 : k;
	}
	if (told) {
		struct claim *c = scan_claim(s, p, 0, end, "line-quoted", CLAIM_HOLDS);
		*vec_add(s->context.arena, &c->rests_on) = line;
	}
}

/* 16384 kB, as a premise has it. */
static const uint32_t *premise_of(struct scan *s, struct str key)
{
	if (!s->premises) {
		s->premises = map_new(s->context.arena);
		for (size_t i = 0; i < s->passages.n; i++) {
			const struct passage *p = &s->passages.at[i];
			if (p->r.line == LINE_NONE || s->model->lines.at[p->r.line].role != ROLE_PREMISE)
				continue;
			for (uint32_t k = 0; k < p->t.at.n; k++) {
				if (scan_kind(p, k) != T_NUMBER || scan_kind(p, k + 1) != T_WORD)
					continue;
				uint32_t *line = arena_take(s->context.arena, sizeof *line);
				*line = p->r.line;
				struct str own = scan_again_key(s, p->t.at.at[k].num, scan_text(p, k + 1));
				if (!map_get(s->premises, own))
					map_put(s->premises, own, line);
			}
		}
	}
	return map_get(s->premises, key);
}

/* | RAM | 16384 kB |: a value of the table of properties, and the premise that has it with its source. */
void restated_property_find(struct scan *s, struct passage *p)
{
	if (p->r.where != WHERE_CELL || p->r.column != 1 || p->r.line != LINE_NONE || s->model->settings.annotated || !names_in_table(&s->context, &p->r))
		return;
	if (scan_kind(p, 0) != T_NUMBER || scan_kind(p, 1) != T_WORD || scan_kind(p, 2) != T_END || p->t.at.at[0].n < TELLING)
		return;
	const uint32_t *line = premise_of(s, scan_again_key(s, p->t.at.at[0].num, scan_text(p, 1)));
	if (!line)
		return;
	struct claim *c = scan_claim(s, p, 0, 2, "property", CLAIM_HOLDS);
	*vec_add(s->context.arena, &c->rests_on) = *line;
}

/* The claim that gave a name its value, as the last that stands over it. */
static uint32_t claim_at(const struct scan *s, uint32_t line, struct range place)
{
	for (size_t i = s->claims->all.n; i-- > 0 && s->claims->all.at[i].line == line; ) {
		const struct claim *c = &s->claims->all.at[i];
		if (c->range.at <= place.at && place.at + place.n <= c->range.at + c->range.n)
			return (uint32_t)i;
	}
	return UINT32_MAX;
}

/* table[255], where "table index = 255" stands above in the same line. */
void restated_index_find(struct scan *s, struct passage *p)
{
	struct str index = STR("index");
	for (uint32_t i = 0; i + 3 < p->t.at.n; i++) {
		if (scan_kind(p, i) != T_WORD || !scan_is(p, i + 1, "[") || p->t.at.at[i + 1].space || scan_kind(p, i + 2) != T_NUMBER || !scan_is(p, i + 3, "]"))
			continue;
		struct found f;
		struct quantity q;
		struct str key = str_format(s->context.arena, "%.*s_%.*s", STR_ARG(scan_text(p, i)), STR_ARG(index));
		if (!names_by_key(&s->context, key, reading_from(&p->r, p->t.at.at[i].at), &f) || f.binding->line != p->r.line || p->r.line == LINE_NONE)
			continue;
		if (!names_value(&s->context, &f, reading_from(&p->r, p->t.at.at[i].at), NULL, judge_ways[0], &q) || !scan_same(q.bare, p->t.at.at[i + 2].num))
			continue;
		struct claim *c = scan_claim(s, p, i, i + 4, "index", CLAIM_HOLDS);
		names_use(&s->context, c, f.binding);
		uint32_t root = claim_at(s, p->r.line, f.binding->place);
		const struct claim *from = root == UINT32_MAX ? NULL : &s->claims->all.at[root];
		if (from && from->verdict == CLAIM_FALSE) {
			c->verdict = CLAIM_FALSE;
			c->root = from->root == UINT32_MAX ? root : from->root;
			c->computed = from->computed;
			c->why = STR("it repeats a value that is false where it arises");
		} else if (from && from->verdict == CLAIM_UNDECIDED) {
			scan_undecided(c, "the value is undecided where it arises");
		}
	}
}

/* --- a value said again under its own name ------------------------------------------------------------------------------- */
struct said { uint32_t line, passage; struct range place; struct str words; };

static bool parts(enum token_kind k)
{
	return k == T_STOP || k == T_END || k == T_DIRTY || k == T_OPEN || k == T_CLOSE || k == T_QUESTION || k == T_TICK || k == T_CROSS;
}

/* TLB size: 3072 pages; vm_start = 0x5674: the same words with the same value in another line. */
void restated_value_find(struct scan *s, struct passage *p)
{
	if (p->r.line == LINE_NONE || p->denied || (!scan_has_sign(p, ':') && !scan_has_sign(p, '=')) || s->model->settings.annotated || s->model->lines.at[p->r.line].role == ROLE_FALSE)
		return;
	for (uint32_t i = 0, start = 0; i + 1 < p->t.at.n; i++) {
		bool colon = scan_is(p, i, ":");
		if (!colon && !scan_is(p, i, "=")) {
			/* in a & mask = 8 the mask is not 8 */
			if (scan_kind(p, i) == T_OPERATOR || scan_kind(p, i) == T_RELATION)
				start = UINT32_MAX;
			else if (parts(scan_kind(p, i)))
				start = i + 1;
			continue;
		}
		if (start > i) {
			start = colon ? i + 1 : start;
			continue;
		}
		uint32_t words = i - start, end = i + 2, from = start;
		start = colon ? i + 1 : UINT32_MAX;
		bool named = words > 0 && words <= MOST_KEY && scan_kind(p, from) == T_WORD;
		for (uint32_t k = from; k < i && named; k++)
			named = scan_kind(p, k) == T_WORD || (scan_kind(p, k) == T_NUMBER && p->t.at.at[k].n);
		if (!named || scan_kind(p, i + 1) != T_NUMBER)
			continue;
		while (end < i + 2 + MOST_KEY && (scan_kind(p, end) == T_WORD || scan_kind(p, end) == T_NUMBER))
			end++;
		bool telling = p->t.at.at[i + 1].n >= TELLING && (words > 1 || p->t.at.at[i + 1].n > TELLING);
		if (!parts(scan_kind(p, end)) || !telling)
			continue;
		struct str key = names_key(s->context.arena, &p->r, p->t.at.at, from, i);
		key = str_format(s->context.arena, "%.*s = %.*s", STR_ARG(key), STR_ARG(num_exact(s->context.arena, p->t.at.at[i + 1].num)));
		struct said *first = map_get(s->said, key);
		if (!first) {
			first = arena_take(s->context.arena, sizeof *first);
			*first = (struct said){ p->r.line, s->now, reading_range(&p->r, p->t.at.at[from].at, p->t.at.at[i + 1].at + p->t.at.at[i + 1].n - p->t.at.at[from].at), words_of(p, from, i) };
			map_put(s->said, key, first);
		} else if (first->line != p->r.line && !scan_claimed(s, p, from, end)) {
			struct claim *c = scan_claim(s, p, from, i + 2, "restated", CLAIM_HOLDS);
			*vec_add(s->context.arena, &c->rests_on) = first->line;
		}
	}
}

/* --- a value with the line that it is from --------------------------------------------------------------------------------- */
/* Whether the line of the worksheet has the number, before the same word where one is given. */
static bool line_has(struct scan *s, uint32_t line, const struct num *x, struct str noun)
{
	if (!s->first_passage) {
		s->first_passage = arena_take(s->context.arena, (s->model->lines.n + 1) * sizeof *s->first_passage);
		for (size_t i = s->passages.n; i-- > 0; )
			if (s->passages.at[i].r.line != LINE_NONE)
				s->first_passage[s->passages.at[i].r.line] = (uint32_t)i;
	}
	uint32_t seen = 0;
	for (size_t n = s->first_passage[line]; n < s->passages.n && s->passages.at[n].r.line == line; n++)
		for (uint32_t k = 0; k < s->passages.at[n].t.at.n && seen < MOST_TOKENS; k++, seen++) {
			const struct passage *q = &s->passages.at[n];
			if (scan_kind(q, k) != T_NUMBER || !scan_same(q->t.at.at[k].num, x))
				continue;
			bool beside = !noun.n;
			for (uint32_t w = k + 1; w <= k + 2 && !beside && scan_kind(q, w) == T_WORD; w++)
				beside = str_eq(scan_text(q, w), noun);
			if (beside)
				return true;
		}
	return false;
}

/* start = 4096 (from line 33); 1 socket. Source: line 10. The line has the value. */
void restated_carried_find(struct scan *s, struct passage *p)
{
	for (uint32_t i = 2; i + 1 < p->t.at.n; i++) {
		if (scan_kind(p, i) != T_WORD || !scan_in(p, i, WORDS_LINE))
			continue;
		int64_t number = number_of(scan_text(p, i + 1));
		uint32_t line = number > 0 ? model_line_numbered(s->model, (uint32_t)number) : LINE_NONE;
		bool source = i >= 4 && scan_is(p, i - 1, ":") && scan_in(p, i - 2, WORDS_SOURCE_WORD);
		uint32_t k = i - 1;
		if (scan_kind(p, k) == T_WORD && scan_in(p, k, WORDS_FROM))
			k--;
		bool remark = k > 1 && scan_kind(p, k) == T_OPEN;
		if (line == LINE_NONE || line == p->r.line || (!source && !remark))
			continue;
		/* the number, with one word that it counts */
		k = source ? i - 3 : k - 1;
		k -= source && scan_kind(p, k) == T_STOP && k > 0;
		bool noun = scan_kind(p, k) == T_WORD && k > 0 && scan_kind(p, k - 1) == T_NUMBER;
		uint32_t at = k - noun;
		if (scan_kind(p, at) != T_NUMBER || at == 0 || scan_kind(p, at - 1) == T_OPERATOR || (source && !noun) || (!noun && p->t.at.at[at].n < TELLING))
			continue;
		if (!line_has(s, line, p->t.at.at[at].num, noun ? scan_text(p, k) : STR("")))
			continue;
		uint32_t from = at;
		if (scan_is(p, at - 1, "="))
			for (from = at - 1; from > 0 && at - from <= MOST_KEY + 1 && (scan_kind(p, from - 1) == T_WORD || scan_kind(p, from - 1) == T_NUMBER); )
				from--;
		from = scan_is(p, from, "=") ? at : from;
		if (scan_claimed(s, p, from, k + 1))
			continue;
		struct claim *c = scan_claim(s, p, from, k + 1, "carried", CLAIM_HOLDS);
		*vec_add(s->context.arena, &c->rests_on) = line;
	}
}

/* --- a premise in words, and the output that it quotes ------------------------------------------------------------------------ */
static bool same_word(const struct passage *p, uint32_t a, uint32_t b)
{
	return str_eq(scan_text(p, a), scan_text(p, b));
}

/* The CPU = Some Maker 5. Source: `lscpu` → "Some Maker 5 with extras" */
void restated_output_find(struct scan *s, struct passage *p)
{
	if (p->r.line == LINE_NONE || s->model->lines.at[p->r.line].role != ROLE_PREMISE || s->model->settings.annotated)
		return;
	uint32_t source = 0, open = 0, close = 0;
	for (uint32_t i = 0; i + 1 < p->t.at.n && !close; i++) {
		if (!source && scan_kind(p, i) == T_WORD && scan_in(p, i, WORDS_SOURCE_WORD) && scan_is(p, i + 1, ":"))
			source = i;
		else if (source && !open && (scan_is(p, i, "→") || scan_is(p, i, "->")) && scan_is(p, i + 1, "\""))
			open = ++i;
		else if (open && scan_is(p, i, "\""))
			close = i;
	}
	if (!close || source < 3 || close < open + 2)
		return;
	/* the words before the source that the output begins with */
	uint32_t end = source - (scan_kind(p, source - 1) == T_STOP), longest = 0;
	for (uint32_t n = 2; n <= MOST_QUOTED && n < end && open + n < close; n++) {
		bool same = true;
		for (uint32_t k = 0; k < n && same; k++)
			same = same_word(p, end - n + k, open + 1 + k);
		longest = same ? n : longest;
	}
	if (longest)
		scan_claim(s, p, end - longest, end, "quoted", CLAIM_HOLDS);
	/* or a number with what it counts: 12 CPUs, "CPU(s): 12" */
	for (uint32_t i = 0; i + 1 < source && !longest; i++) {
		if (scan_kind(p, i) != T_NUMBER || scan_kind(p, i + 1) != T_WORD)
			continue;
		bool number = false, noun = false;
		for (uint32_t k = open + 1; k < close; k++) {
			number |= scan_kind(p, k) == T_NUMBER && scan_same(p->t.at.at[k].num, p->t.at.at[i].num);
			struct str word = scan_text(p, k), counted = scan_text(p, i + 1);
			noun |= scan_kind(p, k) == T_WORD && word.n > 1 && word.n <= counted.n && str_starts(counted, word) && counted.n - word.n <= 1;
		}
		if (number && noun) {
			scan_claim(s, p, open + 1, close, "quoted", CLAIM_HOLDS);
			return;
		}
	}
}
