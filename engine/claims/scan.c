/* What the constructs share: tokens asked about, ranges and sizes read, claims and findings made. */
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

const struct num *scan_apply(const struct scan *s, enum num_op op, const struct num *a, const struct num *b)
{
	const struct num *x = NULL;
	return a && b && num_apply(s->context.arena, s->context.limits, op, a, b, &x) == NUM_FINE ? x : NULL;
}

const struct num *scan_plus(const struct scan *s, const struct num *a, int64_t b)
{
	return scan_apply(s, NUM_ADD, a, num_of(s->context.arena, b));
}

bool scan_same(const struct num *a, const struct num *b)
{
	return a && b && num_compare(a, b) == 0;
}

int64_t scan_small(const struct num *n)
{
	int64_t x;
	return n && num_to_int64(n, &x) && x >= 0 && x < INT64_C(1) << 31 ? x : -1;
}

struct str scan_show(const struct scan *s, const struct num *n, uint8_t base)
{
	return n ? num_show(s->context.arena, n, (struct num_style){ .base = num_is_integer(n) ? base : 10, .places = 6 }) : STR("");
}

const struct num *scan_whole(const struct scan *s, const struct passage *p, uint32_t i)
{
	if (i >= p->t.at.n)
		return NULL;
	const struct token *t = &p->t.at.at[i];
	if (t->kind == T_NUMBER)
		return num_is_integer(t->num) && t->n ? t->num : NULL;
	if (t->kind != T_DIRTY || t->n > 9)
		return NULL;
	struct str x = scan_text(p, i);
	int64_t value = 0;
	for (size_t k = 0; k < x.n; k++) {
		if (x.s[k] < '0' || x.s[k] > '9')
			return NULL;
		value = value * 10 + (x.s[k] - '0');
	}
	return num_of(s->context.arena, value);
}

bool scan_stretch(const struct scan *s, const struct passage *p, uint32_t i, struct stretch *out)
{
	if (i + 2 >= p->t.at.n)
		return false;
	uint32_t k = i + 1;
	const struct token *sep = &p->t.at.at[k];
	bool dash = sep->kind == T_OPERATOR && sep->op == NUM_SUB && sep->space == sep->space_after;
	bool dots = sep->kind == T_DIRTY && (scan_is(p, k, "–") || scan_is(p, k, "..") || scan_is(p, k, "...") || scan_is(p, k, "…"));
	bool colon = sep->sign == ':' && !sep->space && !sep->space_after;
	bool word = sep->kind == T_WORD && scan_in(p, k, WORDS_TO);
	const struct num *from = dash || dots || colon || word ? scan_whole(s, p, i) : NULL;
	if (!from)
		return false;
	k++;
	/* PFN 0 to PFN 4095: the label may stand again. */
	if (word && i > 0 && scan_kind(p, k) == T_WORD && str_eq(scan_text(p, k), scan_text(p, i - 1)))
		k++;
	const struct num *to = scan_whole(s, p, k);
	if (!to)
		return false;
	uint8_t a = p->t.at.at[i].base, b = p->t.at.at[k].base;
	if ((a == 16) != (b == 16) && num_sign(from) != 0)
		return false;
	*out = (struct stretch){ from, to, k + 1, b == 16 ? 16 : 10 };
	return true;
}

bool scan_size(const struct scan *s, const struct passage *p, uint32_t i, const struct num **bits, uint32_t *end)
{
	if (scan_kind(p, i) != T_NUMBER || scan_kind(p, i + 1) != T_WORD)
		return false;
	bool ambiguous;
	const struct unit *u = expression_unit(&s->context, scan_text(p, i + 1), judge_ways[0], &ambiguous);
	if (!u || u->dims != 1 || u->dim[0].base != 0 || u->dim[0].power != 1)
		return false;
	*bits = scan_apply(s, NUM_MUL, p->t.at.at[i].num, u->factor);
	*end = i + 2;
	return *bits != NULL;
}

/* --- claims ---------------------------------------------------------------------------------------------------------- */
static bool meant(const struct scan *s, const struct passage *p)
{
	return p->r.line != LINE_NONE && s->model->lines.at[p->r.line].role == ROLE_FALSE;
}

struct claim *scan_claim(struct scan *s, const struct passage *p, uint32_t from, uint32_t to, const char *form, enum claim_verdict verdict)
{
	/* A parenthesis that opens within the claim closes within it. */
	int open = 0;
	for (uint32_t i = from; i < to; i++)
		open += (p->t.at.at[i].kind == T_OPEN) - (p->t.at.at[i].kind == T_CLOSE);
	to += open == 1 && scan_kind(p, to) == T_CLOSE;
	const struct token *first = &p->t.at.at[from], *last = &p->t.at.at[to - 1];
	struct claim *c = vec_add(s->context.arena, &s->claims->all);
	c->range = reading_range(&p->r, first->at, last->at + last->n - first->at);
	c->text = str_slice(p->r.text, first->at, last->at + last->n);
	c->line = p->r.line;
	c->form = form;
	c->verdict = verdict;
	c->root = UINT32_MAX;
	return c;
}

void scan_undecided(struct claim *c, const char *why)
{
	c->verdict = CLAIM_UNDECIDED;
	c->why = str_of(why);
}

struct finding *scan_false(struct scan *s, const struct passage *p, struct claim *c, const struct finding_kind *kind, struct str computed)
{
	c->computed = computed;
	c->verdict = CLAIM_FALSE;
	if (meant(s, p))
		return NULL;
	if (p->denied && !s->context.strict) {
		scan_undecided(c, "the text beside it speaks of a mistake");
		return NULL;
	}
	struct finding *f = diag_add(s->diag, kind, c->range, "%.*s is false: computed %.*s", STR_ARG(c->text), STR_ARG(computed));
	f->found = c->text;
	f->expected = computed;
	return f;
}

bool scan_claimed(const struct scan *s, const struct passage *p, uint32_t from, uint32_t to)
{
	const struct token *first = &p->t.at.at[from], *last = &p->t.at.at[to - 1];
	struct range r = reading_range(&p->r, first->at, last->at + last->n - first->at);
	for (size_t i = s->claims->all.n; i-- > 0; ) {
		const struct claim *c = &s->claims->all.at[i];
		if (c->line != p->r.line || s->claims->all.n - i > 64)
			return false;
		if (c->range.at <= r.at && c->range.at + c->range.n >= r.at + r.n)
			return true;
	}
	return false;
}

void scan_settle(struct scan *s, const struct num *num, struct str noun, uint32_t at, bool holds, uint32_t claim)
{
	if (!num)
		return;
	struct settled *x = arena_take(s->context.arena, sizeof *x);
	*x = (struct settled){ num, noun, s->now, s->passages.at[s->now].r.line, at, holds, claim };
	*vec_add(s->context.arena, &s->settled) = *x;
	struct str keys[] = { scan_again_key(s, num, noun), scan_again_key(s, num, STR("")) };
	/* The first that computes it is the one it comes from; one that holds goes before one that does not. */
	for (size_t i = 0; i < 2; i++) {
		const struct settled *old = map_get(s->known, keys[i]);
		if (!old || (holds && !old->holds))
			map_put(s->known, keys[i], x);
	}
}
