/* Reads the worksheet twice: first for the units its prose defines, then for its claims; checks join them at the end. */
#include "base.h"
#include "diag.h"
#include "source.h"
#include "model.h"
#include "facts.h"
#include "values.h"
#include "claims.h"
#include "claims/keep.h"
#include "claims/reading.h"
#include "claims/lex.h"
#include "claims/expression.h"
#include "claims/names.h"
#include "claims/judge.h"
#include "claims/measure.h"
#include "claims/scan.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

const char *claims_verdict_name(enum claim_verdict v)
{
	static const char *const names[] = { "holds", "rounded", "false", "undecided" };
	return names[v];
}

/* "12 times 3 = 36", "65^17 mod 3233 = 2790": a word between two values that stands for a sign. */
static void word_operators(struct passage *p)
{
	static const struct { enum word_list list; enum num_op op; } words[] = {
		{ WORDS_SUM_WORD, NUM_ADD }, { WORDS_DIFFERENCE_WORD, NUM_SUB }, { WORDS_PRODUCT_WORD, NUM_MUL }, { WORDS_REMAINDER_WORD, NUM_MOD },
	};
	for (uint32_t i = 1; i + 1 < p->t.at.n; i++) {
		struct token *t = &p->t.at.at[i];
		enum token_kind before = t[-1].kind, after = t[1].kind;
		bool unit = before == T_WORD && i > 1 && t[-2].kind == T_NUMBER;
		if (t->kind != T_WORD || (before != T_NUMBER && before != T_CLOSE && !unit) || (after != T_NUMBER && after != T_OPEN))
			continue;
		for (size_t w = 0; w < sizeof words / sizeof *words; w++)
			if (scan_in(p, i, words[w].list)) {
				t->kind = T_OPERATOR;
				t->op = (int8_t)words[w].op;
			}
	}
}

static void sum_up(struct passage *p)
{
	for (size_t i = 0; i < p->t.at.n; i++) {
		const struct token *t = &p->t.at.at[i];
		p->kinds |= 1u << t->kind;
		unsigned char first = t->kind != T_WORD && t->kind != T_NUMBER && t->n ? (unsigned char)p->r.text.s[t->at] : 0x80;
		if (first < 0x80)
			p->signs[first >> 6] |= UINT64_C(1) << (first & 63);
		for (size_t k = 0; k < WORD_SLOTS && t->word; k++)
			p->lists[k] |= t->word->lists[k];
	}
}

static void look_ahead(struct scan *s)
{
	for (size_t i = s->passages.n; i-- > 1; ) {
		const struct passage *p = &s->passages.at[i];
		s->passages.at[i - 1].awaited = p->r.follows && (p->awaited || p->kinds & 1u << T_RELATION);
	}
}

static void passage_done(struct scan *s)
{
	enum { PASSING_BYTES = 64 << 10 };      /* kept for the next passage */
	if (arena_bytes(s->passing) >= PASSING_BYTES)
		arena_reset(s->passing);
}

/* Constructs, a bit for each: those that want a kind of token, those that a word of a list is enough for, and those that ask for no word. */
enum { CONSTRUCTS_MOST = 128, CHUNK = 64 };
struct chosen { uint64_t bits[CONSTRUCTS_MOST / CHUNK]; };
struct wanted { struct chosen kind[T_END + 1], list[WORD_LISTS], no_word; size_t n; };

static void choose(struct chosen *c, size_t i)
{
	c->bits[i / CHUNK] |= UINT64_C(1) << i % CHUNK;
}

static void wanted_read(struct wanted *w)
{
	*w = (struct wanted){ .n = 0 };
	for (; constructs[w->n].id; w->n++) {
		const struct construct *c = &constructs[w->n];
		assert(w->n < CONSTRUCTS_MOST);
		if (!c->find)
			continue;
		for (size_t k = 0; k <= T_END; k++)
			if (c->kinds >> k & 1)
				choose(&w->kind[k], w->n);
		/* WORDS_NONE is no list, and no word stands in it */
		if (c->lists[0] == WORDS_NONE)
			choose(&w->no_word, w->n);
		for (size_t k = 0; k < sizeof c->lists / sizeof *c->lists && c->lists[k] != WORDS_NONE; k++)
			choose(&w->list[c->lists[k]], w->n);
	}
}

/* Those that can stand in the passage. */
static struct chosen candidates(const struct wanted *w, const struct passage *p)
{
	struct chosen c = w->no_word;
	for (size_t slot = 0; slot < WORD_SLOTS; slot++)
		for (uint32_t lists = p->lists[slot]; lists; lists &= lists - 1)
			for (size_t i = 0; i < CONSTRUCTS_MOST / CHUNK; i++)
				c.bits[i] |= w->list[slot * 32 + (size_t)__builtin_ctz(lists)].bits[i];
	for (size_t k = 0; k <= T_END; k++)
		for (size_t i = 0; i < CONSTRUCTS_MOST / CHUNK && !(p->kinds >> k & 1); i++)
			c.bits[i] &= ~w->kind[k].bits[i];
	return c;
}

static void find_all(struct scan *s)
{
	struct wanted wanted;
	wanted_read(&wanted);
	for (size_t i = 0; i < s->passages.n; i++) {
		struct passage *p = &s->passages.at[i];
		struct chosen c = candidates(&wanted, p);
		s->now = (uint32_t)i;
		for (size_t k = 0; k < CONSTRUCTS_MOST / CHUNK; k++)
			for (; c.bits[k]; c.bits[k] &= c.bits[k] - 1)
				constructs[k * CHUNK + (size_t)__builtin_ctzll(c.bits[k])].find(s, p);
		passage_done(s);
	}
}

/* Keeps the passage with its tokens. */
static void each(void *with, const struct reading *r)
{
	struct scan *s = with;
	struct passage *p = vec_add(s->context.arena, &s->passages);
	p->r = *r;
	s->lexed.at.n = 0;
	lex_read(s->context.arena, s->context.limits, s->model->settings.lang, r, &s->lexed);
	p->t.at.n = p->t.at.room = s->lexed.at.n;
	p->t.at.at = arena_take(s->context.arena, p->t.at.n * sizeof *p->t.at.at);
	memcpy(p->t.at.at, s->lexed.at.at, p->t.at.n * sizeof *p->t.at.at);
	word_operators(p);
	sum_up(p);
}

/* A live check is a claim that values has decided. */
static void checks(struct arena *a, const struct model *m, const struct values *v, struct claims *out)
{
	for (size_t i = 0; i < m->spans.n && i < v->results.n; i++) {
		const struct span *s = &m->spans.at[i];
		const struct result *r = &v->results.at[i];
		if (s->kind != SPAN_CHECK || r->value.kind == VALUE_ABSENT || !r->applies)
			continue;
		struct claim *c = vec_add(a, &out->all);
		c->range = s->range;
		c->text = r->shown.n ? r->shown : str_trim(s->expression);
		c->line = s->line;
		c->form = "check";
		c->root = UINT32_MAX;
		if (s->answer != ANSWER_NONE) {
			c->range.n = s->answer_range.at + s->answer_range.n - s->range.at;
			c->text = str_format(a, "%.*s %s", STR_ARG(c->text), s->answer == ANSWER_YES ? "YES" : "NO");
		}
		if (r->failed || r->value.kind != VALUE_TRUTH) {
			c->verdict = CLAIM_UNDECIDED;
			c->why = r->value.why;
		} else {
			c->verdict = r->value.truth == (s->answer != ANSWER_NO) ? CLAIM_HOLDS : CLAIM_FALSE;
		}
	}
}

struct place { struct range range; uint32_t index; };
static int by_place(const void *x, const void *y)
{
	const struct place *a = x, *b = y;
	if (a->range.at != b->range.at)
		return a->range.at < b->range.at ? -1 : 1;
	if (a->range.n != b->range.n)
		return a->range.n < b->range.n ? -1 : 1;
	return (a->index > b->index) - (a->index < b->index);
}

/* In order of the text; two constructs that say the same of the same words are one claim. Roots follow their claims. */
static void sort(struct arena *a, struct claims *out)
{
	size_t n = out->all.n, kept = 0;
	struct place *places = arena_take(a, (n + 1) * sizeof *places);
	struct claim *sorted = arena_take(a, (n + 1) * sizeof *sorted);
	uint32_t *now = arena_take(a, (n + 1) * sizeof *now);
	for (size_t i = 0; i < n; i++)
		places[i] = (struct place){ out->all.at[i].range, (uint32_t)i };
	qsort(places, n, sizeof *places, by_place);
	for (size_t i = 0; i < n; i++) {
		const struct claim *c = &out->all.at[places[i].index];
		const struct claim *last = kept ? &sorted[kept - 1] : NULL;
		if (!last || last->range.at != c->range.at || last->range.n != c->range.n || last->verdict != c->verdict)
			sorted[kept++] = *c;
		now[places[i].index] = (uint32_t)kept - 1;
	}
	for (size_t i = 0; i < kept; i++) {
		if (sorted[i].root != UINT32_MAX)
			sorted[i].root = now[sorted[i].root];
		out->all.at[i] = sorted[i];
	}
	out->all.n = kept;
}

/* One root, one error: what repeats a false value stands in a note under the finding where it arose. */
static void spoilt(struct diag *d, const struct claims *out)
{
	enum { MOST_NOTES = 8, MOST_ROOTS = 1000 };     /* each root is looked for among the findings */
	uint32_t last = UINT32_MAX, notes = 0, roots = 0;
	struct finding *f = NULL;
	for (size_t i = 0; i < out->all.n; i++) {
		const struct claim *c = &out->all.at[i];
		if (c->root == UINT32_MAX)
			continue;
		if (c->root != last) {
			if (++roots > MOST_ROOTS)
				return;
			f = NULL;
			notes = 0;
			for (size_t k = 0; k < d->findings.n && !f; k++)
				if (d->findings.at[k].place.at == out->all.at[c->root].range.at && d->findings.at[k].place.n == out->all.at[c->root].range.n)
					f = &d->findings.at[k];
			last = c->root;
		}
		if (f && notes++ < MOST_NOTES)
			diag_note(d, f, c->range, "%.*s stands here again", STR_ARG(c->text));
	}
}

/* What one construct left over and another understood is no leftover. Both lists are in order of the text. */
static void settle_leftovers(struct claims *out)
{
	size_t kept = 0, next = 0;
	uint32_t reach = 0;
	for (size_t i = 0; i < out->unrecognised.n; i++) {
		struct range r = out->unrecognised.at[i].range;
		for (; next < out->all.n && out->all.at[next].range.at < r.at + r.n; next++)
			if (out->all.at[next].range.at + out->all.at[next].range.n > reach)
				reach = out->all.at[next].range.at + out->all.at[next].range.n;
		if (reach <= r.at)
			out->unrecognised.at[kept++] = out->unrecognised.at[i];
	}
	out->unrecognised.n = kept;
}

/* The work is done in an arena of its own: it takes ten times what its results do. */
void claims_read(struct arena *results, struct diag *d, const struct limits *l, const struct model *m, const struct values *v, struct claims *out)
{
	struct arena *a = arena_new();
	size_t found = d->findings.n;
	struct scan s = {
		.context = { .arena = a, .limits = l, .units = v->units, .bound = map_new(a), .strict = m->settings.annotated }, .model = m, .diag = d, .claims = out,
		.conflicts = map_new(a), .fields = map_new(a), .widths = map_new(a), .known = map_new(a), .said = map_new(a),
	};
	s.passing = arena_new();
	reading_each(a, m, v, each, &s);
	look_ahead(&s);
	names_begin(&s.context, m, v);
	offset_bind(&s);
	s.binding = true;
	for (size_t i = 0; i < s.passages.n; i++) {
		const struct passage *p = &s.passages.at[i];
		if (p->r.where == WHERE_CELL && p->r.column == 1 && i > 0)
			names_bind_cell(&s.context, m, &p[-1].r, &p[-1].t, &p->r, &p->t);
		if (scan_has_word(p, WORDS_COVERS) && scan_has_word(p, WORDS_ONE_OF_A_KIND))
			measure_bind_each(&s.context, &p->r, &p->t);
		equation_find(&s, &s.passages.at[i]);
		passage_done(&s);
	}
	s.binding = false;
	names_settle(&s.context);
	if (!m->settings.annotated) {
		struct map *none = map_new(a);
		/* Two definitions of one word leave it ambiguous. */
		for (size_t i = 0; i < s.context.bound->n; i++)
			if (!map_get(s.conflicts, s.context.bound->at[i].key))
				map_put(none, s.context.bound->at[i].key, s.context.bound->at[i].value);
		s.context.bound = none;
	}
	find_all(&s);
	checks(a, m, v, out);
	sort(a, out);
	settle_leftovers(out);
	spoilt(d, out);
	keep_claims(results, out);
	keep_findings(d, found);
	arena_free(s.passing);
	arena_free(a);
}

void claims_dump(const struct model *m, const struct claims *c, struct buf *out)
{
	for (size_t i = 0; i < c->all.n; i++) {
		const struct claim *x = &c->all.at[i];
		struct position p = text_position(m->text, x->range.at);
		buf_printf(out, "%u:%u %s %s: ", (unsigned)p.line, (unsigned)p.column, claims_verdict_name(x->verdict), x->form);
		diag_escape(out, x->text);
		if (x->computed.n)
			buf_printf(out, " [computed %.*s]", STR_ARG(x->computed));
		if (x->why.n)
			buf_printf(out, " (%.*s)", STR_ARG(x->why));
		for (size_t k = 0; k < x->names.n; k++) {
			buf_printf(out, "%s%.*s = %.*s", k ? ", " : " with ", STR_ARG(x->names.at[k].name), STR_ARG(x->names.at[k].value));
			if (x->names.at[k].line != LINE_NONE)
				buf_printf(out, " from line %.*s", STR_ARG(m->lines.at[x->names.at[k].line].number_text));
		}
		buf_putc(out, '\n');
	}
	for (size_t i = 0; i < c->unrecognised.n; i++) {
		struct position p = text_position(m->text, c->unrecognised.at[i].range.at);
		buf_printf(out, "%u:%u not understood: ", (unsigned)p.line, (unsigned)p.column);
		diag_escape(out, c->unrecognised.at[i].text);
		buf_putc(out, '\n');
	}
}
