/* Bits: ranges and their widths, tables of bits, rulers, counts that bits tell apart, masks, fields taken out of a number. */
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

enum { MOST_BITS = 4096, FAR = 12, MOST_CELLS = 64 };
struct bits { int64_t low, high; uint32_t from, end; };

static int64_t width(const struct bits *b)
{
	return b->high - b->low + 1;
}

/* "bits 12-51", "[31:12]", "Bit 3" from token i. */
static bool bits_at(const struct scan *s, const struct passage *p, uint32_t i, struct bits *b)
{
	bool bracket = scan_is(p, i, "["), word = scan_kind(p, i) == T_WORD && scan_in(p, i, WORDS_BIT);
	if (!bracket && !word)
		return false;
	struct stretch x;
	if (scan_stretch(s, p, i + 1, &x)) {
		int64_t from = scan_small(x.from), to = scan_small(x.to);
		if (from < 0 || to < 0 || from > MOST_BITS || to > MOST_BITS || (bracket && !scan_is(p, x.end, "]")))
			return false;
		*b = (struct bits){ from < to ? from : to, from < to ? to : from, i, x.end + bracket };
		return true;
	}
	int64_t one = word ? scan_small(scan_whole(s, p, i + 1)) : -1;
	if (one < 0 || one > MOST_BITS)
		return false;
	*b = (struct bits){ one, one, i, i + 2 };
	return true;
}

/* "40 bits", "3-bit": a width from token i. */
static int64_t width_at(const struct scan *s, const struct passage *p, uint32_t i)
{
	if (scan_kind(p, i) != T_NUMBER || scan_kind(p, i + 1) != T_WORD || !scan_in(p, i + 1, WORDS_BIT))
		return -1;
	int64_t x = scan_small(scan_whole(s, p, i));
	return x <= MOST_BITS ? x : -1;
}

static struct str bits_text(const struct scan *s, int64_t n)
{
	return str_format(s->context.arena, n == 1 ? "%lld bit" : "%lld bits", (long long)n);
}

/* --- the rows of a bit table ------------------------------------------------------------------------------------------ */
/* The row's own range: its first words, behind a list's mark or a cell's edge. */
static bool row_of_table(const struct scan *s, const struct passage *p, struct bits *b)
{
	uint32_t i = 0;
	if (!scan_has_sign(p, '[') && !scan_has_word(p, WORDS_BIT))
		return false;
	while (i < 3 && (scan_kind(p, i) == T_STOP || scan_kind(p, i) == T_OPERATOR))
		i++;
	if (!bits_at(s, p, i, b))
		return false;
	return scan_is(p, b->end, ":") || scan_is(p, b->end, "=") || scan_is(p, b->end, "|") || scan_kind(p, b->end) == T_OPEN || scan_kind(p, b->end) == T_END;
}

static void table(struct scan *s, uint32_t first)
{
	VEC(struct bits) rows = { 0 };
	VEC(uint32_t) where = { 0 };
	for (uint32_t k = first; k < s->passages.n && s->passages.at[k].r.block == s->passages.at[first].r.block; k++) {
		struct bits b;
		if (row_of_table(s, &s->passages.at[k], &b)) {
			*vec_add(s->context.arena, &rows) = b;
			*vec_add(s->context.arena, &where) = k;
		} else if (rows.n && rows.n < 3) {
			rows.n = where.n = 0;
		}
	}
	if (rows.n < 3)
		return;
	bool up = rows.at[1].low > rows.at[0].low;
	size_t joins = 0, gaps = 0, overlaps = 0, at = 0;
	for (size_t k = 1; k < rows.n; k++) {
		const struct bits *a = &rows.at[up ? k - 1 : k], *b = &rows.at[up ? k : k - 1];
		if (b->low == a->high + 1) {
			joins++;
			continue;
		}
		*(b->low > a->high ? &gaps : &overlaps) += 1;
		at = k;
	}
	for (size_t k = 0; k < rows.n; k++) {
		struct passage *p = &s->passages.at[where.at[k]];
		bool before = k > 0, after = k + 1 < rows.n, joined = false;
		if (before)
			joined |= up ? rows.at[k].low == rows.at[k - 1].high + 1 : rows.at[k - 1].low == rows.at[k].high + 1;
		if (after)
			joined |= up ? rows.at[k + 1].low == rows.at[k].high + 1 : rows.at[k].low == rows.at[k + 1].high + 1;
		if (!joined && !(overlaps == 1 && at == k))
			continue;
		struct claim *c = scan_claim(s, p, rows.at[k].from, rows.at[k].end, "bit-table", CLAIM_HOLDS);
		if (overlaps == 1 && gaps == 0 && joins >= 3 && at == k) {
			struct finding *f = scan_false(s, p, c, &finding_field_overlap, str_format(s->context.arena, "%s %lld", up ? "a start at bit" : "an end at bit",
				(long long)(up ? rows.at[k - 1].high + 1 : rows.at[k - 1].low - 1)));
			if (f)
				f->message = str_format(s->context.arena, "%.*s is false: bit %lld is also in the row before it", STR_ARG(c->text),
					(long long)(up ? rows.at[k].low : rows.at[k].high));
		}
	}
}

static bool opens_block(const struct scan *s)
{
	return s->now == 0 || s->passages.at[s->now - 1].r.block != s->passages.at[s->now].r.block;
}

static struct str key(const struct scan *s, int64_t n)
{
	return str_format(s->context.arena, "%lld", (long long)n);
}

void bits_range_find(struct scan *s, struct passage *p)
{
	if (opens_block(s))
		table(s, s->now);
	if (!scan_has_sign(p, '[') && !scan_has_word(p, WORDS_BIT))
		return;
	for (uint32_t i = 0; i + 2 < p->t.at.n; i++) {
		struct bits b;
		if (!bits_at(s, p, i, &b))
			continue;
		if (b.high > b.low && !map_get(s->widths, key(s, b.low))) {
			struct field *f = arena_take(s->context.arena, sizeof *f);
			f->size = num_of(s->context.arena, width(&b));
			map_put(s->widths, key(s, b.low), f);
		}
		/* 40 bits = physical address bits 12-51 */
		for (uint32_t k = i, n = 0; k-- > 1 && n < 4 && (scan_kind(p, k) == T_WORD || scan_is(p, k, "=")); n++)
			if (scan_is(p, k, "=") && k >= 2 && width_at(s, p, k - 2) >= 0) {
				bool same = width_at(s, p, k - 2) == width(&b);
				struct claim *c = scan_claim(s, p, k - 2, b.end, "bit-range", CLAIM_HOLDS);
				if (!same)
					scan_false(s, p, c, &finding_size_mismatch, bits_text(s, width(&b)));
			}
		for (uint32_t k = b.end, n = 0; n < FAR && k + 2 < p->t.at.n; k++, n++) {
			struct bits other;
			if (bits_at(s, p, k, &other) && scan_kind(p, k) != T_NUMBER)
				break;
			if (scan_kind(p, k) == T_RELATION && n)
				break;
			int64_t w = scan_kind(p, k) == T_OPEN || scan_is(p, k, "=") || (k == b.end && scan_is(p, k, ":")) ? width_at(s, p, k + 1) : -1;
			enum token_kind next = scan_kind(p, k + 3);
			if (w < 0 || (next != T_CLOSE && next != T_RELATION && next != T_END && next != T_STOP))
				continue;
			struct claim *c = scan_claim(s, p, i, k + 3, "bit-range", CLAIM_HOLDS);
			if (w != width(&b))
				scan_false(s, p, c, &finding_size_mismatch, bits_text(s, width(&b)));
			break;
		}
		/* Bits 54-63 (node): 0000000000, or a value that must fit */
		uint32_t k = b.end;
		if (scan_kind(p, k) == T_OPEN)
			while (k < b.end + 4 && scan_kind(p, k) != T_CLOSE)
				k++;
		k += scan_kind(p, k) == T_CLOSE;
		if (!scan_is(p, k, ":") || width(&b) < 2)
			continue;
		struct str digits = scan_text(p, k + 1);
		bool binary = digits.n > 1 && (scan_kind(p, k + 1) == T_DIRTY || scan_kind(p, k + 1) == T_NUMBER);
		for (size_t d = 0; d < digits.n; d++)
			binary &= digits.s[d] == '0' || digits.s[d] == '1';
		const struct num *value = scan_kind(p, k + 1) == T_NUMBER ? p->t.at.at[k + 1].num : NULL;
		if (binary && (int64_t)digits.n == width(&b)) {
			scan_claim(s, p, i, k + 2, "bit-range", CLAIM_HOLDS);
		} else if (binary && digits.s[0] == '0') {
			struct claim *c = scan_claim(s, p, i, k + 2, "bit-range", CLAIM_FALSE);
			scan_false(s, p, c, &finding_size_mismatch, str_format(s->context.arena, "%lld digits, and %zu stand here", (long long)width(&b), digits.n));
		} else if (value && p->t.at.at[k + 1].base == 16 && num_is_integer(value)) {
			struct claim *c = scan_claim(s, p, i, k + 2, "bit-range", CLAIM_HOLDS);
			if (num_sign(value) && (int64_t)num_bits(value) > width(&b))
				scan_false(s, p, c, &finding_size_mismatch, str_format(s->context.arena, "a value of %zu bits", num_bits(value)));
		}
	}
}

/* --- how many things n bits tell apart ----------------------------------------------------------------------------------- */
static const struct num *power_of_two(const struct scan *s, int64_t n)
{
	return scan_apply(s, NUM_SHL, num_of(s->context.arena, 1), num_of(s->context.arena, n));
}

void bits_count_find(struct scan *s, struct passage *p)
{
	for (uint32_t i = 0; i + 2 < p->t.at.n; i++) {
		int64_t n = width_at(s, p, i);
		if (n < 1 || n > 128)
			continue;
		const struct num *most = power_of_two(s, n);
		/* 512 entries (9 bits index) */
		if (i >= 3 && scan_kind(p, i - 1) == T_OPEN && scan_kind(p, i - 2) == T_WORD && scan_kind(p, i - 3) == T_NUMBER
			&& scan_same(p->t.at.at[i - 3].num, most))
			scan_claim(s, p, i - 3, i + 2, "bit-count", CLAIM_HOLDS);
		/* 3 bits for 8 zones; 10 bits = up to 1024 nodes; 24 address bits = 2^24 addresses is an equation */
		uint32_t k = i + 2;
		bool equals = scan_is(p, k, "=") || scan_is(p, k, "→");
		bool purpose = scan_is(p, k, "for");
		if (!equals && !purpose)
			continue;
		k++;
		bool limit = scan_is(p, k, "up") && scan_is(p, k + 1, "to");
		k += limit ? 2 : 0;
		if (scan_kind(p, k) != T_NUMBER || scan_kind(p, k + 1) != T_WORD || (equals && !limit))
			continue;
		bool ambiguous;
		struct str noun = scan_text(p, k + 1);
		if (expression_unit(&s->context, noun, judge_ways[0], &ambiguous) && !str_is(noun, "addresses"))
			continue;
		const struct num *count = p->t.at.at[k].num;
		int order = num_compare(count, most);
		bool enough = num_compare(count, power_of_two(s, n - 1)) > 0;
		if (order == 0 || (purpose && order < 0 && enough))
			scan_claim(s, p, i, k + 2, "bit-count", CLAIM_HOLDS);
		else if (limit && enough && num_compare(count, scan_apply(s, NUM_MUL, most, num_of(s->context.arena, 2))) < 0
			&& !scan_same(scan_plus(s, count, 1), most) && !scan_same(scan_plus(s, count, 2), most))
			scan_false(s, p, scan_claim(s, p, i, k + 2, "bit-count", CLAIM_FALSE), &finding_wrong_calculation, scan_show(s, most, 10));
		else
			scan_undecided(scan_claim(s, p, i, k + 2, "bit-count", CLAIM_UNDECIDED), "fewer or more than the bits tell apart");
	}
}

/* --- masks ---------------------------------------------------------------------------------------------------------------- */
static const struct num *ones(const struct scan *s, int64_t n, int64_t low)
{
	return scan_apply(s, NUM_SHL, scan_plus(s, power_of_two(s, n), -1), num_of(s->context.arena, low));
}

/* A run of ones without a hole. */
static bool is_mask(const struct scan *s, const struct num *x)
{
	if (num_sign(x) <= 0)
		return false;
	int64_t n = (int64_t)num_bits(x);
	for (int64_t low = 0; low < n && n <= 128; low++)
		if (scan_same(x, ones(s, n - low, low)))
			return true;
	return false;
}

void bits_mask_find(struct scan *s, struct passage *p)
{
	for (uint32_t i = 0; i + 3 < p->t.at.n; i++) {
		const struct token *t = &p->t.at.at[i];
		if (t->kind == T_NUMBER && t->base == 16 && num_sign(t->num) > 0 && scan_kind(p, i + 1) == T_OPEN) {
			int64_t w = width_at(s, p, i + 2);
			struct bits b;
			if (w > 0 && scan_kind(p, i + 4) == T_CLOSE) {
				bool full = w <= 512 && scan_same(t->num, ones(s, w, 0)), digits = (int64_t)(t->n - 2) * 4 == w && scan_text(p, i).s[2] == '0';
				if (full || digits)
					scan_claim(s, p, i, i + 4, "mask", CLAIM_HOLDS);
				else if (is_mask(s, t->num) && (num_bits(t->num) == (size_t)w + 1 || num_bits(t->num) + 1 == (size_t)w))
					scan_false(s, p, scan_claim(s, p, i, i + 4, "mask", CLAIM_FALSE), &finding_size_mismatch, bits_text(s, (int64_t)num_bits(t->num)));
			} else if (bits_at(s, p, i + 2, &b) && scan_kind(p, b.end) == T_CLOSE && b.high < 512) {
				const struct num *mask = ones(s, width(&b), b.low);
				if (scan_same(t->num, mask))
					scan_claim(s, p, i, b.end, "mask", CLAIM_HOLDS);
				else if (is_mask(s, t->num) && num_bits(t->num) == num_bits(mask))
					scan_false(s, p, scan_claim(s, p, i, b.end, "mask", CLAIM_FALSE), &finding_size_mismatch, scan_show(s, mask, 16));
			}
		}
		/* (8 bytes) = 0x0000000000010000: as many digits as the size has */
		const struct num *bits;
		uint32_t end;
		if (scan_kind(p, i) == T_OPEN && scan_size(s, p, i + 1, &bits, &end) && scan_kind(p, end) == T_CLOSE && scan_is(p, end + 1, "=") && end + 2 < p->t.at.n) {
			const struct token *x = &p->t.at.at[end + 2];
			if (x->kind == T_NUMBER && x->base == 16 && x->n > 3 && scan_text(p, end + 2).s[2] == '0' && scan_same(bits, num_of(s->context.arena, (int64_t)(x->n - 2) * 4)))
				scan_claim(s, p, i, end + 3, "mask", CLAIM_HOLDS);
		}
		/* (flags >> 54) & 0x3FF against the range that begins at bit 54 */
		if (t->kind == T_OPERATOR && t->op == NUM_SHR && i >= 2 && scan_kind(p, i - 1) == T_WORD && scan_kind(p, i - 2) == T_OPEN
			&& scan_kind(p, i + 2) == T_CLOSE && scan_is(p, i + 3, "&") && scan_kind(p, i + 4) == T_NUMBER) {
			int64_t low = scan_small(scan_whole(s, p, i + 1));
			const struct field *f = low >= 0 ? map_get(s->widths, key(s, low)) : NULL;
			int64_t w = f ? scan_small(f->size) : -1;
			if (w > 0 && w <= 512 && scan_same(p->t.at.at[i + 4].num, ones(s, w, 0)))
				scan_claim(s, p, i - 2, i + 5, "mask", CLAIM_HOLDS);
		}
	}
}

/* --- rulers: columns of a drawn word --------------------------------------------------------------------------------------- */
struct cell { struct bits bits; uint32_t from, end; bool is_range; };

/* The cells between bars; false when a row of fewer than two. */
static size_t cells_of(const struct passage *p, struct cell *cells)
{
	size_t n = 0;
	uint32_t from = 0;
	bool open = false;
	for (uint32_t i = 0; i < p->t.at.n; i++) {
		if (!scan_is(p, i, "|") && !scan_is(p, i, "│"))
			continue;
		if (open && n < MOST_CELLS)
			cells[n++] = (struct cell){ .from = from, .end = i };
		open = true;
		from = i + 1;
	}
	return n;
}

static int64_t column(const struct passage *p, uint32_t i)
{
	uint32_t at = i < p->t.at.n ? p->t.at.at[i].at : (uint32_t)p->r.text.n;
	return (int64_t)utf8_columns(str_slice(p->r.text, 0, at));
}

/* | 63 | 62-52 | ... | 0 |: falls without a gap from the word's top bit to its bottom. */
static bool ruler(const struct scan *s, const struct passage *p, struct cell *cells, size_t n)
{
	int64_t last = -1;
	for (size_t k = 0; k < n; k++) {
		struct stretch x;
		struct cell *c = &cells[k];
		int64_t high, low;
		if (scan_stretch(s, p, c->from, &x) && x.end == c->end) {
			high = scan_small(x.from);
			low = scan_small(x.to);
		} else if (c->end == c->from + 1) {
			high = low = scan_small(scan_whole(s, p, c->from));
		} else {
			return false;
		}
		if (low < 0 || high < low || (k && last != high + 1))
			return false;
		c->bits = (struct bits){ low, high, c->from, c->end };
		last = low;
	}
	return n >= 3 && last == 0 && (cells[0].bits.high & (cells[0].bits.high + 1)) == 0;
}

void bits_ruler_find(struct scan *s, struct passage *p)
{
	struct cell cells[MOST_CELLS], below[MOST_CELLS];
	if (p->r.where != WHERE_FENCE || (!scan_has_sign(p, '|') && str_find(p->r.text, STR("│")) == STR_NONE))
		return;
	size_t n = cells_of(p, cells);
	if (n >= 3 && ruler(s, p, cells, n)) {
		scan_claim(s, p, cells[0].from - 1, cells[n - 1].end + 1, "ruler", CLAIM_HOLDS);
		for (uint32_t k = s->now + 1; k < s->passages.n && k <= s->now + 3 && s->passages.at[k].r.block == p->r.block; k++) {
			struct passage *q = &s->passages.at[k];
			if (cells_of(q, below) != n)
				continue;
			for (size_t c = 0; c < n; c++)
				for (uint32_t i = below[c].from; i + 1 < below[c].end; i++) {
					int64_t w = width_at(s, q, i);
					if (w < 0)
						continue;
					struct claim *claim = scan_claim(s, q, below[c].from, i + 2, "ruler", CLAIM_HOLDS);
					if (w != width(&cells[c].bits))
						scan_false(s, q, claim, &finding_size_mismatch, bits_text(s, width(&cells[c].bits)));
				}
			break;
		}
	}
	/* |-- NODE (bits 54-63) --| over "10 bits" */
	if (n < 2 || s->now + 1 >= s->passages.n || s->passages.at[s->now + 1].r.block != p->r.block)
		return;
	struct passage *q = &s->passages.at[s->now + 1];
	for (size_t c = 0; c < n; c++) {
		struct bits b;
		bool has = false;
		for (uint32_t i = cells[c].from; i < cells[c].end && !has; i++)
			has = bits_at(s, p, i, &b) && b.end <= cells[c].end;
		if (!has || b.high == b.low)
			continue;
		int64_t left = column(p, cells[c].from - 1), right = column(p, cells[c].end);
		for (uint32_t i = 0; i + 1 < q->t.at.n; i++) {
			int64_t w = width_at(s, q, i), at = column(q, i);
			if (w < 0 || at < left || at >= right)
				continue;
			struct claim *claim = scan_claim(s, q, i, i + 2, "ruler", CLAIM_HOLDS);
			if (w != width(&b))
				scan_false(s, q, claim, &finding_size_mismatch, bits_text(s, width(&b)));
			else
				scan_claim(s, p, b.from, b.end, "ruler", CLAIM_HOLDS);
			break;
		}
	}
}

/* --- fields taken out of a number ------------------------------------------------------------------------------------------- */
struct taken { struct bits b; uint32_t passage, value, start; const struct num *is, *says; };

void bits_split_find(struct scan *s, struct passage *p)
{
	if (!opens_block(s))
		return;
	VEC(struct taken) rows = { 0 };
	const struct num *whole = NULL;
	size_t agree = 0;
	for (uint32_t k = s->now; k < s->passages.n && s->passages.at[k].r.block == p->r.block; k++) {
		const struct passage *q = &s->passages.at[k];
		struct bits b;
		if (row_of_table(s, q, &b) && b.high > b.low && scan_is(q, b.end, ":") && whole) {
			uint32_t i = b.end + 1;
			while (scan_kind(q, i) == T_WORD)
				i++;
			if (!scan_is(q, i, "=") || scan_kind(q, i + 1) != T_NUMBER || (scan_kind(q, i + 2) != T_END && scan_kind(q, i + 2) != T_STOP))
				continue;
			struct taken *row = vec_add(s->context.arena, &rows);
			const struct num *shifted = scan_apply(s, NUM_SHR, whole, num_of(s->context.arena, b.low));
			*row = (struct taken){ b, k, i + 1, b.end + 1, scan_apply(s, NUM_AND, shifted, ones(s, width(&b), 0)), q->t.at.at[i + 1].num };
			agree += scan_same(row->is, row->says);
			continue;
		}
		if (rows.n)
			break;
		for (uint32_t i = 0; i < q->t.at.n; i++)
			if (q->t.at.at[i].kind == T_NUMBER && q->t.at.at[i].base == 16 && q->t.at.at[i].n > 6)
				whole = q->t.at.at[i].num;
	}
	/* One field that agrees shows that this is the number they are taken from. */
	if (rows.n < 3 || agree == 0)
		return;
	for (size_t k = 0; k < rows.n; k++) {
		const struct taken *row = &rows.at[k];
		struct passage *q = &s->passages.at[row->passage];
		struct claim *c = scan_claim(s, q, row->start, row->value + 1, "bit-split", CLAIM_HOLDS);
		if (scan_same(row->is, row->says))
			continue;
		struct finding *f = scan_false(s, q, c, &finding_wrong_calculation, scan_show(s, row->is, q->t.at.at[row->value].base));
		if (f)
			diag_note(s->diag, f, (struct range){ 0 }, "bits %lld to %lld of %.*s", (long long)row->b.high, (long long)row->b.low, STR_ARG(scan_show(s, whole, 16)));
	}
}
