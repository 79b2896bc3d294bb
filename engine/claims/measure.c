/* A size and a count of things that each have a size: 16 GB = 4194304 pages, where the text says what a page is. */
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
#include "claims/measure.h"

enum { MOST_WORDS = 3 };        /* of what is counted: page table entries */

static const struct num *apply(const struct context *c, enum num_op op, const struct num *a, const struct num *b)
{
	const struct num *x = NULL;
	return a && b && num_apply(c->arena, c->limits, op, a, b, &x) == NUM_FINE ? x : NULL;
}

/* Page_Table entries -> "#page table entry": what is counted, as it is found. */
static struct str thing(struct arena *a, struct str words)
{
	struct buf b = { 0 };
	buf_putc(&b, '#');
	for (size_t i = 0; i < words.n; i++) {
		char c = words.s[i] == '_' ? ' ' : words.s[i];
		buf_putc(&b, c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c);
	}
	struct str key = str_trim(str_copy(a, buf_str(&b)));
	buf_free(&b);
	if (str_ends(key, STR("ies")) && key.n > 5)
		return str_format(a, "%.*sy", (int)key.n - 3, key.s);
	if (str_ends(key, STR("s")) && !str_ends(key, STR("ss")))
		key.n--;
	return key;
}

static void bind(struct context *c, const struct binding *of, struct str words)
{
	struct binding *b = arena_take(c->arena, sizeof *b);
	*b = *of;
	b->key = thing(c->arena, words);
	if (b->key.n > 2)
		names_add(c, b);
}

void measure_bind(struct context *c, const struct binding *of)
{
	static const char *const leads[] = { "#size of a ", "#size of one ", "#size of each ", "#size of ", "#each ", "#one " };
	struct found f = { .binding = (struct binding *)of };
	struct quantity q;
	if (of->parameters || of->formula || !names_value(c, &f, of->at, NULL, judge_ways[0], &q) || q.info != 1 || q.time != 0 || q.operators)
		return;
	struct str words = str_from(thing(c->arena, of->name), 1);
	for (size_t i = 0; i < sizeof leads / sizeof *leads; i++)
		if (str_starts(words, str_from(str_of(leads[i]), 1))) {
			bind(c, of, str_from(words, str_of(leads[i]).n - 1));
			return;
		}
	bind(c, of, str_ends(words, STR(" size")) ? str_slice(words, 0, words.n - 5) : words);
}

static bool is(const struct reading *r, const struct token *t, const char *const *words)
{
	struct str x = str_slice(r->text, t->at, t->at + t->n);
	for (; t->kind == T_WORD && *words; words++)
		if (str_is(x, *words))
			return true;
	return false;
}

/* 512 GB. 512 GB of addresses */
static bool ends(const struct reading *r, const struct token *t)
{
	static const char *const of[] = { "of", "in", NULL };
	return t->kind == T_STOP || t->kind == T_END || t->kind == T_CLOSE || t->kind == T_OPEN || is(r, t, of);
}

static bool says(const struct token *t, enum word_list list)
{
	return t->kind == T_WORD && model_in(t->word, list);
}

void measure_bind_each(struct context *c, const struct reading *r, const struct tokens *tokens)
{
	const struct token *t = tokens->at.at;
	for (uint32_t i = 0; i + 5 < tokens->at.n; i++) {
		if (!says(&t[i], WORDS_ONE_OF_A_KIND))
			continue;
		uint32_t k = i + 1;
		while (k < i + 1 + MOST_WORDS && t[k].kind == T_WORD && !says(&t[k], WORDS_COVERS))
			k++;
		uint32_t end = k;
		if (end == i + 1 || !says(&t[k], WORDS_COVERS))
			continue;
		k++;
		k += t[k].kind == T_STOP && r->text.s[t[k].at] == ':';
		if (k + 2 >= tokens->at.n || t[k].kind != T_NUMBER || t[k + 1].kind != T_WORD || !ends(r, &t[k + 2]))
			continue;
		struct binding *b = arena_take(c->arena, sizeof *b);
		*b = (struct binding){ .name = str_slice(r->text, t[i + 1].at, t[end - 1].at + t[end - 1].n), .r = r, .t = &t[k], .count = 2, .at = reading_from(r, t[k + 1].at), .line = r->line };
		b->place = reading_range(r, t[i + 1].at, b->name.n);
		measure_bind(c, b);
	}
}

/* The size of one, by all the words or by the last. */
static bool size_of(const struct context *c, struct str words, uint32_t at, struct found *f)
{
	struct quantity q;
	size_t blank = STR_NONE;
	for (size_t i = 0; i < words.n; i++)
		if (words.s[i] == ' ')
			blank = i;
	if (!words.n)
		return false;
	bool found = names_by_key(c, thing(c->arena, words), at, f) || (blank != STR_NONE && names_by_key(c, thing(c->arena, str_from(words, blank + 1)), at, f));
	return found && !f->lost && names_value(c, f, at, NULL, judge_ways[0], &q);
}

bool measure_find(const struct context *c, struct str words, uint32_t at, struct found *f)
{
	struct quantity q;
	return names_by_key(c, thing(c->arena, words), at, f) && !f->lost && names_value(c, f, at, NULL, judge_ways[0], &q) && q.info == 1;
}

/* 24 address bits = 2^24 addresses: n bits tell 2^n things apart. */
bool measure_bits(const struct context *c, const struct quantity *bits, const struct quantity *power)
{
	const struct num *two = num_of(c->arena, 2), *one = num_of(c->arena, 1);
	bool single = bits->numbers == 1 && !bits->operators && !bits->names && bits->info == 1 && bits->time == 0 && bits->factor && num_compare(bits->factor, one) == 0;
	if (!single || power->info || power->time || power->operators != 1 || power->numbers != 2 || !power->first || num_compare(power->first, two) != 0)
		return false;
	const struct num *all = apply(c, NUM_POW, two, bits->bare);
	return all && power->bare && num_compare(all, power->bare) == 0;
}

bool measure_equal(const struct context *c, const struct reading *r, const struct link *l, uint32_t at, struct judgement *j, const struct binding **by)
{
	const struct quantity *a = &l->left->q, *b = &l->right->q;
	bool asked = a->asked.n && a->info == 1 && a->time == 0 && b->info == 0 && b->time == 0;
	/* 0x1000 - 0x3000 = 2 pages: a stretch of addresses */
	bool stretch = !asked && a->number_base == 16 && a->range && a->info == 0 && b->counts.n && b->operators == 0;
	bool counts = !asked && !stretch && a->info + b->info == 1 && a->time == 0 && b->time == 0 && (a->info ? b : a)->counts.n && (a->info ? b : a)->operators == 0;
	const struct quantity *things = asked || stretch || a->info ? b : a;
	struct found f;
	if ((!asked && !stretch && !counts) || !size_of(c, asked ? a->asked : things->counts, at, &f))
		return false;
	(void)r;
	bool up = false;
	*j = (struct judgement){ .verdict = CLAIM_FALSE };
	for (size_t w = 0; w < 2 && j->verdict != CLAIM_HOLDS; w++)
		for (size_t v = 0; v < 2 && j->verdict != CLAIM_HOLDS; v++) {
			struct quantity size;
			const struct quantity *m = asked || stretch || a->info ? &l->left[w].q : &l->right[w].q;
			const struct num *bits = stretch ? apply(c, NUM_MUL, m->range, num_of(c->arena, 8)) : m->base;
			if (!names_value(c, &f, at, NULL, judge_ways[v], &size) || size.info != 1)
				return false;
			const struct num *count = apply(c, NUM_DIV, bits, size.base), *said = things->bare;
			if (!count || !said)
				return false;
			if (w == 0 && v == 0)
				j->computed = num_show(c->arena, count, (struct num_style){ .places = 6 });
			if (num_compare(count, said) == 0)
				j->verdict = CLAIM_HOLDS;
			else if (things->operators)
				continue;
			else if (num_compare(num_round(c->arena, count, 0, false), said) == 0 || num_compare(num_floor(c->arena, said), said) != 0)
				up = true;
			else if (num_sign(apply(c, NUM_SUB, said, count)) > 0 && num_compare(apply(c, NUM_SUB, said, count), num_of(c->arena, 1)) < 0)
				up = true;
		}
	*by = f.binding;
	if (j->verdict == CLAIM_FALSE && up) {
		j->verdict = CLAIM_ROUNDED;
		j->why = str_format(c->arena, "rounded from %.*s", STR_ARG(j->computed));
	} else if (j->verdict == CLAIM_FALSE && (stretch || !f.sure || a->hedged || b->hedged || a->loose || b->loose)) {
		j->verdict = CLAIM_UNDECIDED;
		j->why = STR("a count of things of another size");
	}
	return true;
}
