/* Ranges that follow one another in successive rows, and ranges with how many they hold. */
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

struct row { const struct num *from, *to; struct str label; uint32_t passage, first, end; };

/* The word before a range says what it counts; addresses need none. */
static bool row_at(const struct scan *s, const struct passage *p, uint32_t i, struct row *row)
{
	struct stretch x;
	if (!scan_stretch(s, p, i, &x) || num_compare(x.from, x.to) >= 0 || scan_kind(p, x.end) == T_OPERATOR || scan_kind(p, i - (i > 0)) == T_RELATION)
		return false;
	bool word = i > 0 && scan_kind(p, i - 1) == T_WORD, bracket = i > 1 && scan_is(p, i - 1, "[") && scan_kind(p, i - 2) == T_WORD;
	if (!word && !bracket && x.base != 16)
		return false;
	if (word && scan_in(p, i - 1, WORDS_BIT))
		return false;
	struct str label = x.base == 16 ? STR("0x") : scan_text(p, bracket ? i - 2 : i - 1);
	*row = (struct row){ x.from, x.to, label, 0, i - (word ? 1 : bracket ? 2 : 0), x.end + (bracket && scan_is(p, x.end, "]")) };
	return true;
}

enum join { JOIN_NEXT, JOIN_SHARED, JOIN_GAP, JOIN_OVERLAP };
static enum join join_of(const struct scan *s, const struct row *a, const struct row *b)
{
	if (scan_same(scan_plus(s, a->to, 1), b->from))
		return JOIN_NEXT;
	if (scan_same(a->to, b->from))
		return JOIN_SHARED;
	return num_compare(b->from, a->to) > 0 ? JOIN_GAP : JOIN_OVERLAP;
}

static void judge_rows(struct scan *s, const struct row *rows, size_t n)
{
	size_t next = 0, shared = 0, overlap = 0;
	for (size_t k = 1; k < n; k++) {
		enum join j = join_of(s, &rows[k - 1], &rows[k]);
		next += j == JOIN_NEXT;
		shared += j == JOIN_SHARED;
		overlap += j == JOIN_OVERLAP;
	}
	if ((!next && !shared) || (next && shared))
		return;
	bool addresses = str_is(rows[0].label, "0x");
	for (size_t k = 0; k < n; k++) {
		enum join before = k ? join_of(s, &rows[k - 1], &rows[k]) : JOIN_GAP, after = k + 1 < n ? join_of(s, &rows[k], &rows[k + 1]) : JOIN_GAP;
		bool joined = before == JOIN_NEXT || before == JOIN_SHARED || after == JOIN_NEXT || after == JOIN_SHARED;
		/* A map of addresses has holes; what it must not have is an overlap. */
		bool ordered = addresses && overlap == 0;
		struct passage *p = &s->passages.at[rows[k].passage];
		if (before == JOIN_OVERLAP) {
			if (overlap != 1 || next < 3 || shared)
				continue;
			struct claim *c = scan_claim(s, p, rows[k].first, rows[k].end, "rows", CLAIM_FALSE);
			struct finding *f = scan_false(s, p, c, &finding_field_overlap, scan_show(s, scan_plus(s, rows[k - 1].to, 1), addresses ? 16 : 10));
			if (f)
				diag_note(s->diag, f, (struct range){ 0 }, "the rows before it each start where the one above ends");
		} else if (joined || ordered) {
			scan_claim(s, p, rows[k].first, rows[k].end, "rows", CLAIM_HOLDS);
		}
	}
}

void rows_find(struct scan *s, struct passage *p)
{
	if (s->now && s->passages.at[s->now - 1].r.block == p->r.block)
		return;
	VEC(struct row) rows = { 0 };
	for (uint32_t k = s->now; k <= s->passages.n; k++) {
		bool inside = k < s->passages.n && s->passages.at[k].r.block == p->r.block;
		const struct passage *q = inside ? &s->passages.at[k] : NULL;
		for (uint32_t i = 0; q && i + 2 < q->t.at.n; i++) {
			struct row row;
			enum token_kind kind = q->t.at.at[i].kind;
			if ((kind != T_NUMBER && kind != T_DIRTY) || !row_at(s, q, i, &row))
				continue;
			row.passage = k;
			const struct row *last = rows.n ? &rows.at[rows.n - 1] : NULL;
			/* Another label, or a start at or before the last one's, begins another list. */
			if (last && (!str_eq(last->label, row.label) || num_compare(row.from, last->from) <= 0)) {
				judge_rows(s, rows.at, rows.n);
				rows.n = 0;
			}
			*vec_add(s->context.arena, &rows) = row;
			i = row.end - 1;
		}
		if (!inside)
			break;
	}
	if (rows.n > 1)
		judge_rows(s, rows.at, rows.n);
}

/* "pages" for "page": the same thing counted. */
static bool same_noun(struct str a, struct str b)
{
	if (a.n > b.n) {
		struct str x = a;
		a = b;
		b = x;
	}
	return str_starts(b, a) && (b.n == a.n || (b.n == a.n + 1 && b.s[a.n] == 's'));
}

/* Blanks between a range and its size that words or a cell's edge fill: only a parenthesis or an equals sign may. */
void rows_count_find(struct scan *s, struct passage *p)
{
	for (uint32_t i = 0; i + 4 < p->t.at.n; i++) {
		struct row row;
		enum token_kind kind = p->t.at.at[i].kind;
		if ((kind != T_NUMBER && kind != T_DIRTY) || !row_at(s, p, i, &row))
			continue;
		uint32_t k = row.end;
		if (scan_kind(p, k) != T_OPEN && !scan_is(p, k, "="))
			continue;
		const struct num *count = scan_apply(s, NUM_SUB, row.to, row.from), *with_end = scan_plus(s, count, 1), *bits;
		uint32_t end;
		bool paren = scan_kind(p, k) == T_OPEN;
		if (scan_kind(p, k + 1) != T_NUMBER || scan_kind(p, k + 2) != T_WORD || (paren && scan_kind(p, k + 3) != T_CLOSE))
			continue;
		const struct num *says = p->t.at.at[k + 1].num;
		if (str_is(row.label, "0x") && scan_size(s, p, k + 1, &bits, &end)) {
			const struct num *bytes = scan_apply(s, NUM_DIV, bits, num_of(s->context.arena, 8));
			if (scan_same(bytes, count) || scan_same(bytes, with_end))
				scan_claim(s, p, row.first, end, "range-count", CLAIM_HOLDS);
			else
				scan_undecided(scan_claim(s, p, row.first, end, "range-count", CLAIM_UNDECIDED), "the size is not that of the whole range");
		} else if (same_noun(row.label, scan_text(p, k + 2)) || str_is(scan_text(p, k + 2), "entries")) {
			struct claim *c = scan_claim(s, p, row.first, k + 3, "range-count", CLAIM_HOLDS);
			if (scan_same(says, count) && !s->context.strict)
				continue;
			if (!scan_same(says, with_end))
				scan_false(s, p, c, &finding_count_mismatch, scan_show(s, with_end, 10));
		}
	}
}
