/* Fields: tables of offsets and sizes in drawings and in pipe tables, their totals, and fields named again. */
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

struct place { const struct num *offset, *bits; struct str name; uint32_t passage, from, to, last; };

static bool opens_block(const struct scan *s)
{
	return s->now == 0 || s->passages.at[s->now - 1].r.block != s->passages.at[s->now].r.block;
}

static bool in_block(const struct scan *s, uint32_t k)
{
	return k < s->passages.n && s->passages.at[k].r.block == s->passages.at[s->now].r.block;
}

/* count and COUNT name the same field. */
static struct str field_name(const struct scan *s, struct str name)
{
	name = str_copy(s->context.arena, name);
	char *at = arena_take(s->context.arena, name.n + 1);
	for (size_t i = 0; i < name.n; i++)
		at[i] = (char)(name.s[i] >= 'A' && name.s[i] <= 'Z' ? name.s[i] + 32 : name.s[i]);
	return (struct str){ at, name.n };
}

static const struct num *bits_of(const struct scan *s, const struct num *bytes)
{
	return scan_apply(s, NUM_MUL, bytes, num_of(s->context.arena, 8));
}

static struct str bytes_text(const struct scan *s, const struct num *bits)
{
	return str_format(s->context.arena, "%.*s bytes", STR_ARG(scan_show(s, scan_apply(s, NUM_DIV, bits, num_of(s->context.arena, 8)), 10)));
}

static void keep(struct scan *s, const struct place *x)
{
	if (!x->name.n)
		return;
	struct str name = field_name(s, x->name);
	struct field *f = map_get(s->fields, name);
	if (f) {
		f->twice |= !scan_same(f->offset, x->offset) || !scan_same(f->size, x->bits);
		return;
	}
	f = arena_take(s->context.arena, sizeof *f);
	*f = (struct field){ x->offset, x->bits, s->passages.at[x->passage].r.line, false };
	map_put(s->fields, name, f);
}

/* Offsets against the sizes above them: each row that joins holds; one row that breaks an otherwise exact run is false. */
static void judge_places(struct scan *s, const struct place *at, size_t n)
{
	size_t joins = 0, breaks = 0, broken = 0;
	for (size_t k = 1; k < n; k++) {
		const struct num *gap = scan_apply(s, NUM_SUB, bits_of(s, at[k].offset), scan_plus(s, scan_apply(s, NUM_ADD, bits_of(s, at[k - 1].offset), at[k - 1].bits), 0));
		if (!gap)
			return;
		if (num_sign(gap) == 0) {
			joins++;
		} else {
			breaks++;
			broken = k;
		}
	}
	if (joins < 2)
		return;
	/* One wrong offset breaks two joints: with the one that belongs there, both hold. */
	if (breaks == 2 && broken > 1 && broken < n) {
		const struct num *end = scan_apply(s, NUM_ADD, bits_of(s, at[broken - 2].offset), at[broken - 2].bits);
		if (scan_same(scan_apply(s, NUM_ADD, end, at[broken - 1].bits), bits_of(s, at[broken].offset))) {
			breaks = 1;
			joins += joins == 2;
			broken--;
		}
	}
	for (size_t k = 0; k < n; k++) {
		struct passage *p = &s->passages.at[at[k].passage];
		const struct num *end = k ? scan_apply(s, NUM_ADD, bits_of(s, at[k - 1].offset), at[k - 1].bits) : NULL;
		bool fits = !k || scan_same(end, bits_of(s, at[k].offset));
		keep(s, &at[k]);
		if (fits) {
			if (at[k].last > at[k].from)
				scan_claim(s, p, at[k].from, at[k].last, "fields", CLAIM_HOLDS);
			continue;
		}
		if (k == broken + 1 && breaks == 1)
			continue;
		const struct num *want = scan_apply(s, NUM_DIV, end, num_of(s->context.arena, 8));
		bool overlap = num_compare(bits_of(s, at[k].offset), end) < 0, union_of = k && scan_same(at[k].offset, at[k - 1].offset);
		if (breaks > 1 || joins < 3 || union_of || k != broken)
			continue;
		struct claim *c = scan_claim(s, p, at[k].from, at[k].last > at[k].from ? at[k].last : at[k].from + 1, "fields", CLAIM_FALSE);
		if (overlap) {
			scan_false(s, p, c, &finding_field_overlap, str_format(s->context.arena, "offset %.*s", STR_ARG(scan_show(s, want, 10))));
		} else {
			/* Alignment leaves gaps; whether this is one, only the author knows. */
			scan_undecided(c, "a gap before it");
			struct finding *f = diag_add(s->diag, &finding_field_gap, c->range, "a gap of %.*s stands before this field: the one above ends at %.*s",
				STR_ARG(bytes_text(s, scan_apply(s, NUM_SUB, bits_of(s, at[k].offset), end))), STR_ARG(scan_show(s, want, 10)));
			f->help = STR("name what fills it (padding, reserved), or mend the offset");
		}
	}
}

static bool is_total(const struct passage *p, uint32_t *size)
{
	uint32_t i = 0;
	while (i < 2 && scan_kind(p, i) != T_WORD && scan_kind(p, i) != T_END)
		i++;
	if (!scan_in(p, i, WORDS_TOTAL))
		return false;
	*size = i + 1 + (scan_is(p, i + 1, ":") || scan_is(p, i + 1, "="));
	return scan_kind(p, *size) == T_NUMBER;
}

/* +8 : _refcount (4 bytes) */
static bool place_at(const struct scan *s, const struct passage *p, uint32_t k, struct place *x)
{
	for (uint32_t i = 0; i < p->t.at.n && i < 4; i++) {
		if (!scan_is(p, i, "+") || scan_kind(p, i + 1) != T_NUMBER || p->t.at.at[i + 1].space || !num_is_integer(p->t.at.at[i + 1].num))
			continue;
		*x = (struct place){ .offset = p->t.at.at[i + 1].num, .passage = k, .from = i, .to = i + 2 };
		for (uint32_t n = i + 2; n < i + 12; n++) {
			uint32_t end;
			if (!x->name.n && scan_kind(p, n) == T_WORD)
				x->name = scan_text(p, n);
			if (scan_size(s, p, n, &x->bits, &end)) {
				x->last = end + (scan_kind(p, end) == T_CLOSE);
				return true;
			}
		}
		return false;
	}
	return false;
}

void fields_table_find(struct scan *s, struct passage *p)
{
	if (!opens_block(s) || p->r.where == WHERE_CELL)
		return;
	VEC(struct place) rows = { 0 };
	for (uint32_t k = s->now; in_block(s, k); k++) {
		struct passage *q = &s->passages.at[k];
		struct place x;
		uint32_t size, end;
		const struct num *total;
		if (place_at(s, q, k, &x)) {
			*vec_add(s->context.arena, &rows) = x;
		} else if (rows.n > 2 && is_total(q, &size) && scan_size(s, q, size, &total, &end)) {
			const struct place *last = &rows.at[rows.n - 1];
			const struct num *is = scan_apply(s, NUM_ADD, bits_of(s, last->offset), last->bits);
			struct claim *c = scan_claim(s, q, size - (scan_is(q, size - 1, ":") ? 2 : 1), end, "fields", CLAIM_HOLDS);
			if (!scan_same(is, total)) {
				if (num_compare(total, is) > 0 && num_compare(scan_apply(s, NUM_SUB, total, is), num_of(s->context.arena, 64)) < 0 && !s->context.strict)
					scan_undecided(c, "the end can be padded");
				else
					scan_false(s, q, c, &finding_size_mismatch, bytes_text(s, is));
			}
			judge_places(s, rows.at, rows.n);
			rows.n = 0;
		}
	}
	if (rows.n > 2)
		judge_places(s, rows.at, rows.n);
}

/* A pipe table whose header says Offset and Size. */
void fields_cells_find(struct scan *s, struct passage *p)
{
	if (!opens_block(s) || p->r.where != WHERE_CELL)
		return;
	uint32_t offset = UINT32_MAX, size = UINT32_MAX;
	VEC(struct place) rows = { 0 };
	struct place x = { 0 };
	for (uint32_t k = s->now; in_block(s, k); k++) {
		const struct passage *q = &s->passages.at[k];
		if (q->r.header) {
			if (scan_in(q, 0, WORDS_OFFSET))
				offset = q->r.column;
			else if (scan_in(q, 0, WORDS_SIZE_HEAD))
				size = q->r.column;
			continue;
		}
		if (offset == UINT32_MAX || size == UINT32_MAX)
			return;
		if (q->r.column == offset) {
			uint32_t i = scan_is(q, 0, "+");
			x = (struct place){ .offset = scan_whole(s, q, i), .passage = k, .from = i, .last = i + 1 };
			if (scan_kind(q, i + 1) != T_END)
				x.offset = NULL;
		} else if (q->r.column == size && x.offset) {
			uint32_t end = 1;
			if (!scan_size(s, q, 0, &x.bits, &end) && scan_kind(q, 1) == T_END)
				x.bits = bits_of(s, scan_whole(s, q, 0));
			if (x.bits && scan_kind(q, end) == T_END)
				*vec_add(s->context.arena, &rows) = x;
			x.offset = NULL;
		}
	}
	if (rows.n > 2)
		judge_places(s, rows.at, rows.n);
}

/* FLAGS (8 bytes at offset +0) */
void fields_heading_find(struct scan *s, struct passage *p)
{
	for (uint32_t i = 1; i + 5 < p->t.at.n; i++) {
		const struct num *bits, *offset;
		uint32_t end;
		if (scan_kind(p, i) != T_OPEN || scan_kind(p, i - 1) != T_WORD || !scan_size(s, p, i + 1, &bits, &end) || !scan_is(p, end, "at") || !scan_in(p, end + 1, WORDS_OFFSET))
			continue;
		end += 2;
		end += scan_is(p, end, "+");
		offset = scan_whole(s, p, end);
		const struct field *f = map_get(s->fields, field_name(s, scan_text(p, i - 1)));
		if (!offset || !f || f->twice)
			continue;
		struct claim *c = scan_claim(s, p, i - 1, end + 1, "field-again", CLAIM_HOLDS);
		if (f->line != LINE_NONE)
			*vec_add(s->context.arena, &c->rests_on) = f->line;
		if (!scan_same(f->offset, offset) || !scan_same(f->size, bits))
			scan_false(s, p, c, &finding_size_mismatch, str_format(s->context.arena, "%.*s at offset %.*s in its table", STR_ARG(bytes_text(s, f->size)),
				STR_ARG(scan_show(s, f->offset, 10))));
	}
}

/* v[2] = ... at v + 2×64 */
void fields_stride_find(struct scan *s, struct passage *p)
{
	for (uint32_t i = 1; i + 3 < p->t.at.n; i++) {
		const struct num *index = scan_is(p, i, "[") && scan_is(p, i + 2, "]") ? scan_whole(s, p, i + 1) : NULL;
		if (!index || scan_kind(p, i - 1) != T_WORD || p->t.at.at[i].space)
			continue;
		for (uint32_t k = i + 3; k + 4 < p->t.at.n && k < i + 40; k++) {
			const struct token *times = &p->t.at.at[k + 3];
			if (scan_kind(p, k) != T_WORD || !str_eq(scan_text(p, k), scan_text(p, i - 1)) || !scan_is(p, k + 1, "+") || times->kind != T_OPERATOR || times->op != NUM_MUL)
				continue;
			const struct num *by = scan_whole(s, p, k + 2);
			if (!by || scan_kind(p, k + 4) != T_NUMBER)
				continue;
			struct claim *c = scan_claim(s, p, k, k + 5, "stride", CLAIM_HOLDS);
			if (!scan_same(by, index))
				scan_undecided(c, "it multiplies by another number than its index");
			break;
		}
	}
}

/* Sizes one under the other, and their sum. */
void fields_total_find(struct scan *s, struct passage *p)
{
	uint32_t size, end;
	const struct num *total, *sum = num_of(s->context.arena, 0);
	if (p->r.where == WHERE_CELL || !is_total(p, &size) || !scan_size(s, p, size, &total, &end) || scan_claimed(s, p, size, end))
		return;
	enum { MOST_ROWS = 40 };
	for (uint32_t k = s->now, n = 0, rows = 0; k-- > 0 && n < MOST_ROWS && s->passages.at[k].r.block == p->r.block; n++) {
		const struct passage *q = &s->passages.at[k];
		uint32_t i = 0, last, other;
		const struct num *bits;
		if (is_total(q, &other))
			break;
		while (i < q->t.at.n && !scan_size(s, q, i, &bits, &last))
			i++;
		if (i >= q->t.at.n)
			continue;
		sum = scan_apply(s, NUM_ADD, sum, bits);
		if (++rows > 1 && scan_same(sum, total)) {
			scan_claim(s, p, size - (scan_is(p, size - 1, ":") ? 2 : 1), end, "size-total", CLAIM_HOLDS);
			return;
		}
	}
}
