/* A plain worksheet's numbers for another machine, worked out from the derivation in rounds. */
#include "base.h"
#include "diag.h"
#include "source.h"
#include "model.h"
#include "facts.h"
#include "values.h"
#include "claims.h"
#include "figure.h"
#include "graph.h"
#include "rules.h"
#include "report.h"
#include "edit.h"

#include <stdlib.h>

/* Below this, a number may well be the same by chance: it is carried only on the line that states the fact. */
enum { TELLING = 100 };

/* A number of the worksheet as it is, and what it becomes; is is NULL while it stays. */
struct literal { struct range place; uint32_t line; size_t token; const struct num *was, *is; struct str text; bool within_fact, stated, result; };
/* What the worksheet quotes of its machine: the whole text is replaced, its numbers are given to the lines that state them. */
struct quote { struct range place; struct str text; const struct fact *was, *is; };
struct rebase {
	struct arena *arena;
	const struct report *was;
	VEC(struct literal) literals;
	VEC(struct quote) quotes;
	struct edits edits;
};

/* --- a number in the spelling of another ------------------------------------------------------------------------------ */
static unsigned decimals_of(struct str x)
{
	size_t point = str_find_char(x, '.');
	return point == STR_NONE ? 0 : (unsigned)(x.n - point - 1);
}

static struct str spelled(struct arena *a, const struct num *n, struct str like)
{
	bool hex = str_starts(like, STR("0x")) || str_starts(like, STR("0X")), grouped = str_find_char(like, ',') != STR_NONE;
	if (!hex) {
		struct str x = num_show(a, n, (struct num_style){ .places = (uint16_t)decimals_of(like), .group = grouped });
		unsigned have = decimals_of(x), want = decimals_of(like);
		/* 15.50 keeps both its places */
		for (; num_terminates(n) && want && have < want; have++)
			x = str_format(a, "%.*s%s0", STR_ARG(x), have ? "" : ".");
		return x;
	}
	struct str x = num_show(a, n, (struct num_style){ .base = 16, .width = (uint16_t)(like.n > 3 && like.s[2] == '0' ? like.n - 2 : 0) });
	char *s = (char *)str_copy(a, x).s;
	bool lower = false;
	for (size_t i = 2; i < like.n; i++)
		lower |= like.s[i] >= 'a' && like.s[i] <= 'f';
	for (size_t i = 2; lower && i < x.n; i++)
		s[i] = (char)(s[i] >= 'A' && s[i] <= 'F' ? s[i] + ('a' - 'A') : s[i]);
	return (struct str){ s, x.n };
}

/* The text with its numbers replaced one by one, when both have as many: blanks and words stay as the author wrote them. */
static struct str with_numbers(struct arena *a, struct str like, struct str other)
{
	struct buf b = { 0 };
	size_t i = 0, k = 0;
	bool fits = true;
	while (i < like.n && fits) {
		if (like.s[i] < '0' || like.s[i] > '9') {
			buf_putc(&b, like.s[i++]);
			continue;
		}
		while (i < like.n && like.s[i] >= '0' && like.s[i] <= '9')
			i++;
		while (k < other.n && (other.s[k] < '0' || other.s[k] > '9'))
			k++;
		fits = k < other.n;
		while (k < other.n && other.s[k] >= '0' && other.s[k] <= '9')
			buf_putc(&b, other.s[k++]);
	}
	while (k < other.n && fits)
		fits = other.s[k] < '0' || other.s[k] > '9' ? (k++, true) : false;
	struct str x = fits ? str_copy(a, buf_str(&b)) : other;
	buf_free(&b);
	return x;
}

static struct str fact_text(struct arena *a, const struct fact *f)
{
	return f->unit.n ? str_format(a, "%.*s %.*s", STR_ARG(f->value), STR_ARG(f->unit)) : f->value;
}

/* --- edits from the state ------------------------------------------------------------------------------------------------ */
static int by_place(const void *x, const void *y)
{
	const struct edit *a = x, *b = y;
	return (a->place.at > b->place.at) - (a->place.at < b->place.at);
}

static void make_edits(struct rebase *r)
{
	r->edits.all.n = 0;
	for (size_t i = 0; i < r->quotes.n; i++)
		*vec_add(r->arena, &r->edits.all) = (struct edit){ r->quotes.at[i].place, r->quotes.at[i].text };
	for (size_t i = 0; i < r->literals.n; i++)
		if (r->literals.at[i].is && !r->literals.at[i].within_fact)
			*vec_add(r->arena, &r->edits.all) = (struct edit){ r->literals.at[i].place, r->literals.at[i].text };
	if (r->edits.all.n)
		qsort(r->edits.all.at, r->edits.all.n, sizeof *r->edits.all.at, by_place);
}

const struct edits *edit_rebase_edits(const struct rebase *r)
{
	return &r->edits;
}

/* --- facts ------------------------------------------------------------------------------------------------------------------ */
static bool inside(struct range small, struct range large)
{
	return small.at >= large.at && small.at + small.n <= large.at + large.n;
}

/* false: it becomes what it was. */
static bool become(struct rebase *r, struct literal *l, const struct num *is)
{
	struct str was = text_range(r->was->text, l->place);
	if (l->is ? num_compare(l->is, is) == 0 : num_compare(l->was, is) == 0)
		return false;
	l->is = is;
	l->text = spelled(r->arena, is, was);
	return true;
}

/* The n-th number of a text. */
static const struct num *nth_number(struct arena *a, struct str x, size_t n)
{
	for (size_t i = 0; i < x.n; i++) {
		size_t from = i;
		while (i < x.n && ((x.s[i] >= '0' && x.s[i] <= '9') || (i > from && x.s[i] == '.' && i + 1 < x.n && x.s[i + 1] >= '0' && x.s[i + 1] <= '9')))
			i++;
		const struct num *found = NULL;
		if (i > from && n-- == 0)
			return num_read(a, &limits_default, str_slice(x, from, i), &found) ? found : NULL;
	}
	return NULL;
}

static void take_fact(struct rebase *r, const struct fact *was, const struct fact *is)
{
	struct range place = was->range;
	struct str raw = text_range(r->was->text, place);
	size_t at = str_find(raw, was->raw), k = 0;
	if (at == STR_NONE)
		return;
	place = (struct range){ place.at + (uint32_t)at, (uint32_t)was->raw.n };
	struct str text = with_numbers(r->arena, was->raw, fact_text(r->arena, is));
	if (!facts_status_good(is->status) || str_eq(text, was->raw))
		return;
	*vec_add(r->arena, &r->quotes) = (struct quote){ place, text, was, is };
	uint32_t line = model_line_at(r->was->model, place.at);
	for (size_t i = 0; i < r->literals.n; i++) {
		struct literal *l = &r->literals.at[i];
		if (!inside(l->place, place))
			continue;
		l->within_fact = true;
		const struct num *new = nth_number(r->arena, text, k++);
		if (!new || !become(r, l, new))
			continue;
		/* the line that states the fact states its numbers */
		for (size_t s = 0; s < r->literals.n; s++) {
			struct literal *other = &r->literals.at[s];
			if (line != LINE_NONE && other->line == line && !other->within_fact && !inside(other->place, place) && num_compare(other->was, l->was) == 0)
				other->stated = become(r, other, new);
		}
	}
}

struct rebase *edit_rebase_new(struct arena *a, const struct report *was, const struct facts *measured)
{
	struct rebase *r = arena_take(a, sizeof *r);
	*r = (struct rebase){ .arena = a, .was = was };
	for (size_t i = 0; i < was->graph->tokens.n; i++) {
		const struct token *t = &was->graph->tokens.at[i];
		if (t->kind == TOKEN_NUMBER && t->vocable->num && !t->reference)
			*vec_add(a, &r->literals) = (struct literal){ .place = t->place, .line = t->line, .token = i, .was = t->vocable->num };
	}
	for (size_t i = 0; i < was->facts->all.n; i++) {
		const struct fact *f = &was->facts->all.at[i], *g = facts_find(measured, f->name);
		if (f->status == FACT_WRITTEN && g)
			take_fact(r, f, g);
	}
	make_edits(r);
	return r;
}

/* --- a round ---------------------------------------------------------------------------------------------------------------- */
static bool mark(const struct rebase *r, size_t token, const char *text)
{
	return token < r->was->graph->tokens.n && r->was->graph->tokens.at[token].kind == TOKEN_MARK && str_is(r->was->graph->tokens.at[token].vocable->text, text);
}

static bool rests_on(const struct rebase *r, uint32_t line, uint32_t on)
{
	const struct graph *g = r->was->graph;
	for (uint32_t e = line != LINE_NONE ? g->first[line] : 0; line != LINE_NONE && e < g->first[line + 1]; e++)
		if (g->edges.at[e].to == on)
			return true;
	return false;
}

/* What the nearest line above, one that this line rests on before all others, made of the same number. */
static const struct literal *carried_from(const struct rebase *r, size_t at)
{
	const struct literal *l = &r->literals.at[at], *best = NULL;
	for (size_t i = 0; i < at; i++) {
		const struct literal *other = &r->literals.at[i];
		if (!other->is || num_compare(other->was, l->was) != 0)
			continue;
		bool tied = rests_on(r, l->line, other->line) || other->line == l->line;
		if (!best || tied || !rests_on(r, l->line, best->line))
			best = other;
	}
	return best;
}

static bool carry(struct rebase *r)
{
	bool changed = false;
	int64_t small;
	for (size_t i = 0; i < r->literals.n; i++) {
		struct literal *l = &r->literals.at[i];
		if (l->within_fact || l->result || l->stated || mark(r, l->token - 1, "^") || (num_to_int64(l->was, &small) && small < TELLING && small > -TELLING))
			continue;
		const struct literal *from = carried_from(r, i);
		changed |= from && become(r, l, from->is);
	}
	return changed;
}

/* "3944069/262144 ≈ 15.045429 GiB", "16154906624 bytes": the exact number at the beginning. */
static const struct num *exact(struct arena *a, struct str computed)
{
	struct str text[2];
	const struct num *n[2];
	size_t from = 0, count = 0;
	bool minus = computed.n && computed.s[0] == '-';
	from += minus;
	for (; count < 2; count++) {
		size_t end = from;
		while (end < computed.n && ((computed.s[end] >= '0' && computed.s[end] <= '9') || computed.s[end] == '.' || computed.s[end] == 'x' || computed.s[end] == ',' ||
			(end > from + 1 && computed.s[from + 1] == 'x' && ((computed.s[end] | 0x20) >= 'a' && (computed.s[end] | 0x20) <= 'f'))))
			end++;
		text[count] = str_slice(computed, from, end);
		if (!text[count].n || !num_read(a, &limits_default, text[count], &n[count]))
			return NULL;
		if (end >= computed.n || computed.s[end] != '/')
			break;
		from = end + 1;
	}
	if (count == 1 && num_apply(a, &limits_default, NUM_DIV, n[0], n[1], &n[0]) != NUM_FINE)
		return NULL;
	return minus ? num_negate(a, n[0]) : n[0];
}

static const struct claim *claim_at(const struct report *r, uint32_t at, uint32_t end)
{
	for (size_t i = 0; i < r->claims->all.n; i++) {
		struct range range = r->claims->all.at[i].range;
		if (range.at == at && range.at + range.n == end)
			return &r->claims->all.at[i];
	}
	return NULL;
}

/* A relation that has become false: the number behind its last sign is what the other side gives now. */
static bool recompute(struct rebase *r, const struct claim *now)
{
	uint32_t at = edit_back(&r->edits, now->range.at), last = edit_back(&r->edits, now->range.at + now->range.n - 1);
	struct literal *stated = NULL;
	for (size_t i = 0; i < r->literals.n; i++)
		if (r->literals.at[i].place.at >= at && r->literals.at[i].place.at <= last)
			stated = &r->literals.at[i];
	const struct num *n = stated ? exact(r->arena, now->computed) : NULL;
	if (!n || stated->within_fact || !(mark(r, stated->token - 1, "=") || mark(r, stated->token - 1, "≈") || mark(r, stated->token - 1, "~")))
		return false;
	const struct claim *then = claim_at(r->was, at, stated->place.at + stated->place.n);
	for (uint32_t end = stated->place.at + stated->place.n; !then && end <= last + 64; end++)
		then = claim_at(r->was, at, end);
	if (!then || then->verdict == CLAIM_FALSE || then->verdict == CLAIM_UNDECIDED)
		return false;
	struct str was = text_range(r->was->text, stated->place);
	if (then->verdict == CLAIM_ROUNDED || mark(r, stated->token - 1, "≈"))
		n = num_round(r->arena, n, (int)decimals_of(was), str_starts(then->why, STR("cut")));
	else if (!num_terminates(n) || (num_is_integer(stated->was) && !num_is_integer(n)))
		return false;           /* a count of things that is none there: the line does not hold, and says so */
	stated->result = true;
	return become(r, stated, n);
}

bool edit_rebase_round(struct rebase *r, const struct report *is)
{
	bool changed = carry(r), result = false;
	uint32_t line = LINE_NONE;
	/* What is carried comes first, and then one line's results: they are worked out from operands that are already those of the
	 * other machine, and the lines below from them. */
	for (size_t i = 0; !changed && i < is->claims->all.n && (!result || is->claims->all.at[i].line == line); i++) {
		const struct claim *c = &is->claims->all.at[i];
		if (c->verdict == CLAIM_FALSE || (c->verdict == CLAIM_UNDECIDED && c->computed.n))
			result |= recompute(r, c);
		line = c->line;
	}
	make_edits(r);
	return changed || result;
}

bool edit_rebase_trouble(const struct rebase *r, const struct report *is, struct buf *out)
{
	bool any = false;
	for (size_t i = 0; i < is->lines.n && i < r->was->lines.n; i++) {
		enum verdict was = r->was->lines.at[i].verdict, now = is->lines.at[i].verdict;
		if (was == now || (was != VERDICT_HOLDS && was != VERDICT_ROUNDED))
			continue;
		if (was == VERDICT_HOLDS && now == VERDICT_ROUNDED)
			continue;
		any = true;
		buf_printf(out, "line %.*s is %s there", STR_ARG(is->model->lines.at[i].number_text), report_verdict_name(now));
		if (is->lines.at[i].why.n)
			buf_printf(out, ": %.*s", STR_ARG(is->lines.at[i].why));
		buf_putc(out, '\n');
	}
	return any;
}
