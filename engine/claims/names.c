/* The names of a worksheet: found at a token, in their scope, with their value. */
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

/* A name of more words is a sentence. Formulas in formulas: as deep as a reader follows. Evaluations of a worksheet:
 * 343 lines of it need some thousands, and each is bounded by its clause. */
enum { MOST_WORDS = 5, MOST_DEPTH = 8, MOST_EVALUATIONS = 200000 };

static char small(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static struct str bytes_of(const struct reading *r, const struct token *t)
{
	return str_slice(r->text, t->at, t->at + t->n);
}

static struct str in_small(struct arena *a, struct str x)
{
	char *copy = arena_take(a, x.n + 1);
	for (size_t i = 0; i < x.n; i++)
		copy[i] = small(x.s[i]);
	return (struct str){ copy, x.n };
}

/* total pages, Total pages and total_pages are one name; n and N are two. */
struct str names_key(struct arena *a, const struct reading *r, const struct token *t, uint32_t from, uint32_t to)
{
	if (to == from + 1 && str_find_char(bytes_of(r, &t[from]), '_') == STR_NONE)
		return bytes_of(r, &t[from]);
	size_t n = 0;
	for (uint32_t i = from; i < to; i++)
		n += t[i].n + 1;
	char *key = arena_take(a, n + 1);
	n = 0;
	for (uint32_t i = from; i < to; i++) {
		if (i > from)
			key[n++] = '_';
		struct str word = bytes_of(r, &t[i]);
		for (size_t k = 0; k < word.n; k++)
			key[n++] = word.s[k];
	}
	struct str all = { key, n };
	return str_find_char(all, '_') == STR_NONE ? all : in_small(a, all);
}

static uint32_t section_of(const struct names *n, uint32_t at)
{
	uint32_t low = 0, high = (uint32_t)n->headings.n;
	while (low < high) {
		uint32_t middle = (low + high) / 2;
		if (n->headings.at[middle] <= at)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* The last binding above the place; NULL: none. */
static struct binding *nearest(const struct bucket *b, uint32_t at)
{
	size_t low = 0, high = b->at.n;
	while (low < high) {
		size_t middle = (low + high) / 2;
		if (b->at.at[middle]->at < at)
			low = middle + 1;
		else
			high = middle;
	}
	return low ? b->at.at[low - 1] : NULL;
}

/* "If n = 5" is gone with its paragraph, or with its line of the worksheet. */
static struct binding *nearest_for(const struct bucket *b, uint32_t at, const struct reading *r)
{
	enum { MOST_BACK = 16 };        /* suppositions in a row; behind so many the name is none */
	struct binding *x = nearest(b, at);
	for (uint32_t n = 0; x && x->supposed && x->r != r && (x->line == LINE_NONE || x->line != r->line); n++)
		x = n < MOST_BACK ? nearest(b, x->at) : NULL;
	return x;
}

static uint32_t place_of(const struct context *c, const struct reading *r, const struct token *t)
{
	return c->as_of ? c->as_of : reading_from(r, t->at);
}

/* Words of the longest name that begins with this one; 0: none does. */
static size_t longest_from(const struct names *n, struct arena *a, struct str word)
{
	enum { SHORT = 64 };            /* bytes of a word that is looked up without a copy in the arena */
	char brief[SHORT];
	size_t under = 0;
	while (under < word.n && word.s[under] != '_')
		under++;
	/* _mapcount begins with nothing before its first stroke */
	word = under ? str_slice(word, 0, under) : word;
	for (size_t i = 0; i < word.n && word.n <= SHORT; i++)
		brief[i] = small(word.s[i]);
	return (uintptr_t)map_get(n->first, word.n <= SHORT ? (struct str){ brief, word.n } : in_small(a, word));
}

static void weigh(const struct names *n, const struct bucket *b, uint32_t at, struct found *out)
{
	struct binding *x = out->binding;
	bool near = section_of(n, at) == x->section;
	out->sure = b->settled && !b->differ && !x->tentative && (near || x->key.n > 1);
	out->lost = b->differ && !near;
}

/* "For n = 96: n ÷ 24 = 4": nothing but the sentence stands between, so whatever else n is elsewhere it is 96 here. */
static bool same_sentence(const struct binding *x, const struct reading *r, const struct token *t)
{
	if (x->r != r || (x->tentative && !x->supposed) || x->count == 0)
		return false;
	size_t from = x->t[x->count - 1].at + x->t[x->count - 1].n;
	for (size_t i = from; i < t->at && i + 1 < r->text.n; i++)
		if ((r->text.s[i] == '.' || r->text.s[i] == ';') && r->text.s[i + 1] == ' ')
			return false;
	return from <= t->at;
}

bool names_find(const struct context *c, const struct reading *r, const struct token *t, uint32_t i, uint32_t to, struct found *out)
{
	struct names *n = c->names;
	*out = (struct found){ 0 };
	if (!n || i >= to || t[i].kind != T_WORD)
		return false;
	size_t most = longest_from(n, c->arena, bytes_of(r, &t[i]));
	if (!most)
		return false;
	uint32_t at = place_of(c, r, &t[i]);
	for (uint32_t k = 1; k <= MOST_WORDS && k <= most && i + k <= to; k++) {
		const struct token *last = &t[i + k - 1];
		if (k > 1 && ((last->kind != T_WORD && last->kind != T_NUMBER) || last->n == 0 || !last->space))
			break;
		const struct bucket *b = map_get(n->by_key, names_key(c->arena, r, t, i, i + k));
		struct binding *x = b ? nearest_for(b, at, r) : NULL;
		if (!x || x->parameters)
			continue;
		out->binding = x;
		out->tokens = k;
		weigh(n, b, at, out);
		out->sure |= b->settled && !c->as_of && same_sentence(x, r, &t[i]);
	}
	return out->binding != NULL;
}

bool names_by_key(const struct context *c, struct str key, uint32_t use_at, struct found *out)
{
	struct str own = str_find_char(key, '_') == STR_NONE ? key : in_small(c->arena, key);
	const struct bucket *b = map_get(c->names->by_key, own);
	*out = (struct found){ .binding = b ? nearest(b, use_at) : NULL };
	if (out->binding)
		weigh(c->names, b, use_at, out);
	return out->binding != NULL;
}

bool names_in_table(const struct context *c, const struct reading *r)
{
	for (size_t i = c->names->tables.n; i-- > 0 && c->names->tables.at[i] >= r->block; )
		if (c->names->tables.at[i] == r->block)
			return true;
	return false;
}

bool names_function(const struct context *c, const struct reading *r, const struct token *t, uint32_t i, struct found *out)
{
	struct names *n = c->names;
	*out = (struct found){ 0 };
	if (!n || t[i].kind != T_WORD || t[i + 1].kind != T_OPEN || t[i + 1].space)
		return false;
	uint32_t at = place_of(c, r, &t[i]);
	const struct bucket *b = map_get(n->by_key, str_format(c->arena, "%.*s(", STR_ARG(names_key(c->arena, r, t, i, i + 1))));
	out->binding = b ? nearest(b, at) : NULL;
	out->tokens = 1;
	if (out->binding)
		weigh(n, b, at, out);
	return out->binding != NULL;
}

bool names_value(const struct context *c, const struct found *f, uint32_t use_at, const struct quantity *arguments, struct way way, struct quantity *q)
{
	struct binding *b = f->binding;
	struct names *n = c->names;
	size_t w = 0;
	while (w + 1 < WAYS && (judge_ways[w].base != way.base || judge_ways[w].floors != way.floors))
		w++;
	if (!b->by_way && b->known[0])
		w = 0;
	if (b->by_way)
		expression_by_way(c);
	if (!b->parameters && b->known[w]) {
		*q = b->value[w]->q;
		return b->value[w]->kind == SIDE_CLOSED;
	}
	if (!b->r || b->busy || n->fuel == 0 || n->depth >= MOST_DEPTH)
		return false;
	n->fuel--;
	n->depth++;
	b->busy = true;
	struct frame frame = { .of = b };
	struct context inner = *c;
	inner.frame = b->parameters ? &frame : NULL;
	inner.as_of = 0;
	bool by_way = false;
	inner.by_way = &by_way;
	for (uint32_t i = 0; i < b->parameters; i++)
		frame.argument[i] = arguments[i];
	struct side side;
	expression_read(&inner, b->r, b->t, 0, b->count, way, &side);
	bool closed = side.kind == SIDE_CLOSED, here = closed;
	if (!closed && !b->parameters) {
		inner.as_of = use_at;
		expression_read(&inner, b->r, b->t, 0, b->count, way, &side);
		closed = side.kind == SIDE_CLOSED;
	}
	/* What is known where it stands is known for good, once all names are. */
	if (here && !b->parameters) {
		b->known[w] = true;
		if (!b->value[w])
			b->value[w] = arena_take(c->arena, sizeof side);
		*b->value[w] = side;
	}
	b->by_way |= by_way;
	if (by_way)
		expression_by_way(c);
	b->busy = false;
	n->depth--;
	*q = side.q;
	return closed && (side.clean_end || !side.suffix) && q->prefix == 0;
}

/* --- before the first pass ------------------------------------------------------------------------------------------- */
static void from_lua(struct context *c, const struct model *m, const struct name *name)
{
	const struct value *v = &name->value;
	if (name->kind == NAME_FUNCTION || v->kind != VALUE_NUMBER || name->failed || name->line == LINE_NONE)
		return;
	struct binding *b = arena_take(c->arena, sizeof *b);
	struct quantity q = { .numbers = 1, .number_base = 10, .to = 1 };
	q.bare = q.base = v->num;
	for (uint32_t i = 0; v->unit && i < v->unit->dims; i++) {
		q.info += v->unit->dim[i].base == 0 ? v->unit->dim[i].power : 0;
		q.time += v->unit->dim[i].base == 1 ? v->unit->dim[i].power : 0;
	}
	if (v->unit && (q.info || q.time)) {
		if (num_apply(c->arena, c->limits, NUM_MUL, v->num, v->unit->factor, &q.base) != NUM_FINE)
			return;
		q.has_unit = true;
		q.factor = v->unit->factor;
		q.unit_word = v->unit->name;
	}
	b->name = name->name;
	b->key = str_find_char(name->name, '_') == STR_NONE ? name->name : in_small(c->arena, name->name);
	b->line = name->line;
	b->place = name->place.n ? name->place : m->lines.at[name->line].range;
	b->at = b->place.at;
	struct side *side = arena_take(c->arena, sizeof *side);
	*side = (struct side){ .kind = SIDE_CLOSED, .clean_end = true, .has_number = true, .q = q };
	for (size_t w = 0; w < WAYS; w++) {
		b->known[w] = true;
		b->value[w] = side;
	}
	names_add(c, b);
}

void names_begin(struct context *c, const struct model *m, const struct values *v)
{
	struct names *n = arena_take(c->arena, sizeof *n);
	*n = (struct names){ .by_key = map_new(c->arena), .places = map_new(c->arena), .first = map_new(c->arena), .fuel = MOST_EVALUATIONS };
	c->names = n;
	for (size_t i = 0; i < m->parts.n; i++)
		if (m->parts.at[i].kind == PART_HEADING)
			*vec_add(c->arena, &n->headings) = m->parts.at[i].range.at;
	for (size_t i = 0; m->settings.annotated && v->names && i < v->names->n; i++)
		from_lua(c, m, v->names->at[i].value);
}

void names_add(struct context *c, struct binding *b)
{
	struct names *n = c->names;
	struct bucket *bucket = map_get(n->by_key, b->key);
	if (!bucket) {
		bucket = arena_take(c->arena, sizeof *bucket);
		map_put(n->by_key, b->key, bucket);
	}
	b->section = section_of(n, b->at);
	*vec_add(c->arena, &bucket->at) = b;
	/* A remark in parentheses is read after the clause around it. */
	for (size_t i = bucket->at.n - 1; i > 0 && bucket->at.at[i - 1]->at > b->at; i--) {
		bucket->at.at[i] = bucket->at.at[i - 1];
		bucket->at.at[i - 1] = b;
	}
	*vec_add(c->arena, &n->all) = b;
	names_binds(c, b->place.at);
	struct str word = b->key;
	size_t end = str_find_char(word, '_');
	end = end == STR_NONE || end == 0 ? word.n : end;
	struct str begin = in_small(c->arena, str_slice(word, 0, end));
	uintptr_t words = 1;
	for (size_t i = 0; i < word.n; i++)
		words += word.s[i] == '_';
	if ((uintptr_t)map_get(n->first, begin) < words)
		map_put(n->first, begin, (void *)words);
}

void names_binds(struct context *c, uint32_t at)
{
	map_put(c->names->places, str_copy(c->arena, (struct str){ (const char *)&at, sizeof at }), c->names);
}

bool names_binds_at(const struct context *c, uint32_t at)
{
	return map_get(c->names->places, (struct str){ (const char *)&at, sizeof at }) != NULL;
}

/* --- after the first pass -------------------------------------------------------------------------------------------- */
static bool same_value(const struct context *c, struct binding *a, struct binding *b)
{
	if (a->parameters || b->parameters)
		return a == b;
	for (size_t w = 0; w < 2; w++) {
		struct quantity x, y;
		struct found fa = { .binding = a }, fb = { .binding = b };
		uint32_t later = (a->at > b->at ? a->at : b->at) + 1;
		bool x_known = names_value(c, &fa, later, NULL, judge_ways[w], &x), y_known = names_value(c, &fb, later, NULL, judge_ways[w], &y);
		if (!x_known || !y_known || !x.base || !y.base)
			return false;
		if (num_compare(x.base, y.base) != 0 || x.info != y.info || x.time != y.time)
			return false;
	}
	return true;
}

void names_settle(struct context *c)
{
	struct map *keys = c->names->by_key;
	for (size_t i = 0; i < keys->n; i++) {
		struct bucket *b = keys->at[i].value;
		struct binding *first = NULL;
		for (size_t k = 0; k < b->at.n && !b->differ; k++) {
			if (b->at.at[k]->supposed)
				continue;
			b->differ = first && !same_value(c, first, b->at.at[k]);
			first = first ? first : b->at.at[k];
		}
		b->settled = true;
	}
	/* What was worked out while names were unknown may have missed one. */
	for (size_t i = 0; i < c->names->all.n; i++)
		for (size_t w = 0; w < WAYS && c->names->all.at[i]->r; w++)
			c->names->all.at[i]->known[w] = false;
	c->names->fuel = MOST_EVALUATIONS;
}

void names_use(const struct context *c, struct claim *claim, const struct binding *b)
{
	for (size_t i = 0; i < claim->names.n; i++)
		if (str_eq(claim->names.at[i].name, b->name) && claim->names.at[i].place.at == b->place.at)
			return;
	struct claim_name *n = vec_add(c->arena, &claim->names);
	*n = (struct claim_name){ .name = b->name, .line = b->line, .place = b->place };
	const struct quantity *q = b->r ? NULL : &b->value[0]->q;
	if (b->r)
		n->value = str_slice(b->r->text, b->t[0].at, b->t[b->count - 1].at + b->t[b->count - 1].n);
	else
		n->value = str_trim(str_format(c->arena, "%.*s %.*s", STR_ARG(num_show(c->arena, q->bare, (struct num_style){ 0 })), STR_ARG(q->unit_word)));
	if (b->line == LINE_NONE || b->line == claim->line)
		return;
	for (size_t i = 0; i < claim->rests_on.n; i++)
		if (claim->rests_on.at[i] == b->line)
			return;
	*vec_add(c->arena, &claim->rests_on) = b->line;
}

void names_note(struct diag *d, struct finding *f, const struct claim *claim)
{
	for (size_t i = 0; i < claim->names.n; i++)
		diag_note(d, f, claim->names.at[i].place, "with %.*s = %.*s", STR_ARG(claim->names.at[i].name), STR_ARG(claim->names.at[i].value));
}
