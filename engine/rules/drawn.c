/* One record drawn twice: its offsets, its row of fields, the entries of one table. */
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

/* Two drawings are of one record when at least so many of their parts agree. Of more drawings than DRAWINGS_MOST only the
 * first are compared: each is held against every other. */
enum { SAME_OFFSETS = 3, SAME_FIELDS = 5, DRAWINGS_MOST = 64, FIELDS_MOST = 128 };
/* A table's title stands at most so many rows above its entry, and so many of them are none of its entries. */
enum { ROWS_MOST = 64, TITLE_ROWS = 8 };

/* offset: of a layout; key: the field's name as it is compared. */
struct field { int64_t offset; struct str key, shown; size_t at; };
struct drawing { VEC(struct field) parts; uint32_t line; };
struct drawings { VEC(struct drawing) all; };

static bool blank_mark(const struct sheet *s, size_t i)
{
	return words_mark(s, i, "|") || words_mark(s, i, ":") || words_mark(s, i, "│");
}

static struct str word_key(struct sheet *s, size_t i)
{
	return words_at(s, i)->vocable->key;
}

/* --- offsets: "+8 : count (4 bytes)", "| +8 | count | 4 bytes |" ------------------------------------------------------ */
static bool offset_row(struct sheet *s, size_t i, struct field *p)
{
	size_t end = clash_row_end(s, i), k = i;
	while (k < end && words_mark(s, k, "|"))
		k++;
	const struct token *n = words_at(s, k + 1);
	if (k + 2 >= end || !words_mark(s, k, "+") || n->kind != TOKEN_NUMBER || n->spaced || !n->vocable->num || !num_to_int64(n->vocable->num, &p->offset))
		return false;
	k += 2;
	while (k < end && (blank_mark(s, k) || words_mark(s, k, "(")))
		k++;
	if (k >= end || words_at(s, k)->kind != TOKEN_WORD)
		return false;
	p->key = word_key(s, k);
	p->shown = words_at(s, k)->vocable->text;
	p->at = k;
	return true;
}

static void offsets_of(struct sheet *s, struct drawings *d)
{
	struct drawing *open = NULL;
	struct places fences = s->rows->fences;
	for (size_t n = 0; n < fences.n; n++) {
		size_t i = fences.at[n];
		const struct token *t = words_at(s, i);
		struct field p;
		if (t->line == LINE_NONE || !offset_row(s, i, &p))
			continue;
		if (!open || open->line != t->line || open->parts.at[open->parts.n - 1].offset >= p.offset) {
			if (d->all.n == DRAWINGS_MOST)
				return;
			open = vec_add(s->arena, &d->all);
			*open = (struct drawing){ .line = t->line };
		}
		if (open->parts.n < FIELDS_MOST)
			*vec_add(s->arena, &open->parts) = p;
	}
}

static void compare_offsets(struct sheet *s, const struct drawing *a, const struct drawing *b)
{
	const struct field *x = NULL, *y = NULL;
	size_t same = 0, differ = 0;
	for (size_t i = 0, k = 0; i < a->parts.n && k < b->parts.n;) {
		const struct field *p = &a->parts.at[i], *q = &b->parts.at[k];
		if (p->offset == q->offset && str_eq(p->key, q->key)) {
			same++;
		} else if (p->offset == q->offset) {
			differ++;
			x = x ? x : p;
			y = y ? y : q;
		}
		i += p->offset <= q->offset;
		k += q->offset <= p->offset;
	}
	if (same < SAME_OFFSETS || differ == 0 || differ > same)
		return;
	clash_add(s, CLASH_DRAWN, y->at, y->shown, x->at, x->shown, str_format(s->arena, "the field at +%lld is", (long long)x->offset));
}

/* --- rows: "| VER | IHL | TOS | LEN |" ------------------------------------------------------------------------------- */
static bool field_name(const struct sheet *s, size_t i)
{
	const struct token *t = words_at(s, i);
	return t->kind == TOKEN_WORD && t->vocable->text.s[0] >= 'A' && t->vocable->text.s[0] <= 'Z';
}

/* A row whose cells are names of one word, R/W as one: its fields. */
static void row_of(struct sheet *s, size_t i, struct drawing *d)
{
	size_t end = clash_row_end(s, i), cells = 0;
	for (size_t k = i; k < end && d->parts.n < FIELDS_MOST;) {
		if (!words_mark(s, k, "|")) {
			k++;
			continue;
		}
		size_t from = ++k;
		while (k < end && !words_mark(s, k, "|"))
			k++;
		if (k == from || k >= end)
			continue;
		cells++;
		size_t last = from;
		while (last + 2 < k && words_mark(s, last + 1, "/") && !words_at(s, last + 1)->spaced)
			last += 2;
		if (!field_name(s, from) || (last + 1 < k && !words_mark(s, last + 1, "(")))
			continue;
		struct range r = { words_at(s, from)->place.at, words_at(s, last)->place.at + words_at(s, last)->place.n - words_at(s, from)->place.at };
		struct str shown = text_range(s->text, r);
		*vec_add(s->arena, &d->parts) = (struct field){ .key = shown, .shown = shown, .at = from };
	}
	if (d->parts.n * 4 < cells * 3)
		d->parts.n = 0;
}

static const struct field *field_named(const struct drawing *d, struct str key)
{
	for (size_t i = 0; i < d->parts.n; i++)
		if (str_eq(d->parts.at[i].key, key))
			return &d->parts.at[i];
	return NULL;
}

/* Of the fields that both have, the first that stands before another in one row and behind it in the other. */
static void compare_rows(struct sheet *s, const struct drawing *a, const struct drawing *b)
{
	size_t same = 0;
	const struct field *before = NULL, *behind = NULL, *swapped = NULL, *low = NULL;
	for (size_t i = 0; i < a->parts.n; i++) {
		const struct field *p = &a->parts.at[i], *q = field_named(b, p->key);
		if (!q)
			continue;
		same++;
		if (low && q->at < low->at && !swapped) {
			swapped = q;
			before = p;
			behind = low;
		}
		low = !low || q->at > low->at ? q : low;
	}
	if (same < SAME_FIELDS || same * 3 < a->parts.n * 2 || !swapped)
		return;
	clash_add(s, CLASH_DRAWN, before->at, str_format(s->arena, "behind %.*s", STR_ARG(behind->shown)), swapped->at,
		str_format(s->arena, "before %.*s", STR_ARG(behind->shown)), str_format(s->arena, "%.*s stands", STR_ARG(before->shown)));
}

static void rows(struct sheet *s)
{
	struct drawings d = { { 0 } };
	struct places fences = s->rows->fences;
	for (size_t n = 0; n < fences.n && d.all.n < DRAWINGS_MOST; n++) {
		size_t i = fences.at[n];
		const struct token *t = words_at(s, i);
		struct drawing row = { .line = t->line };
		if (t->line == LINE_NONE || !words_mark(s, i, "|"))
			continue;
		row_of(s, i, &row);
		if (row.parts.n >= SAME_FIELDS)
			*vec_add(s->arena, &d.all) = row;
	}
	for (size_t a = 0; a < d.all.n; a++)
		for (size_t b = a + 1; b < d.all.n; b++)
			if (d.all.at[a].line != d.all.at[b].line)
				compare_rows(s, &d.all.at[a], &d.all.at[b]);
}

/* --- entries: "[3] → page table", "Entry [3]: NULL" ------------------------------------------------------------------ */
struct entry_of { size_t at; bool empty; };

/* The table's name: the nearest row above, of those that are no entries, that has an abbreviation or a code word. */
static struct str title(struct sheet *s, size_t i)
{
	uint32_t line = words_at(s, i)->line;
	for (size_t n = 0, rows = 0; i > 0 && words_at(s, i - 1)->line == line && n < TITLE_ROWS && rows < ROWS_MOST; rows++) {
		size_t end = i;
		do
			i--;
		while (i > 0 && !words_at(s, i)->starts);
		bool entry = false;
		for (size_t k = i; k < end; k++)
			entry |= words_mark(s, k, "[");
		for (size_t k = i; k < end && !entry; k++) {
			const struct token *t = words_at(s, k);
			if (t->vocable->text.n > 1 && (t->vocable->code_word || t->vocable->acronym))
				return t->vocable->text;
		}
		n += !entry;
	}
	return STR("");
}

static void entries(struct sheet *s)
{
	struct map *known = map_new(s->arena);
	struct str name = STR("");
	size_t named = 0;
	int64_t last = 0, index;
	struct places fences = s->rows->fences;
	for (size_t n = 0; n < fences.n; n++) {
		size_t i = fences.at[n];
		const struct token *t = words_at(s, i);
		if (t->programme || t->line == LINE_NONE)
			continue;
		size_t end = clash_row_end(s, i), k = i;
		while (k < end && words_mark(s, k, "|"))
			k++;
		k += k < end && words_at(s, k)->kind == TOKEN_WORD;
		if (k + 3 >= end || !words_mark(s, k, "[") || !words_at(s, k + 1)->vocable->num || !num_to_int64(words_at(s, k + 1)->vocable->num, &index) || !words_mark(s, k + 2, "]"))
			continue;
		size_t arrow = k + 3;
		while (arrow < end && !words_mark(s, arrow, "→"))
			arrow++;
		if (arrow + 1 >= end || words_at(s, arrow + 1)->kind != TOKEN_WORD)
			continue;
		if (named != t->line + 1u || index <= last)
			name = title(s, i);
		named = t->line + 1u;
		last = index;
		if (!name.n)
			continue;
		bool empty = words_says(s, arrow + 1, WORDS_EMPTY);
		struct str key = str_format(s->arena, "%.*s[%.*s]", STR_ARG(name), STR_ARG(words_at(s, k + 1)->vocable->text));
		const struct entry_of *e = map_get(known, key);
		if (!e) {
			struct entry_of *x = arena_take(s->arena, sizeof *x);
			*x = (struct entry_of){ arrow + 1, empty };
			map_put(known, key, x);
		} else if (e->empty != empty) {
			clash_add(s, CLASH_DRAWN, arrow + 1, empty ? STR("empty") : STR("in use"), e->at, e->empty ? STR("empty") : STR("in use"), str_format(s->arena, "%.*s is", STR_ARG(key)));
		}
	}
}

void clash_drawings(struct sheet *s)
{
	struct drawings d = { { 0 } };
	offsets_of(s, &d);
	for (size_t a = 0; a < d.all.n; a++)
		for (size_t b = a + 1; b < d.all.n; b++)
			if (d.all.at[a].line != d.all.at[b].line)
				compare_offsets(s, &d.all.at[a], &d.all.at[b]);
	rows(s);
	entries(s);
}
