/* An entry of a table and the stretch it covers: Entry [2]: 0x4000-0x5FFF, where each entry of that table covers 8 KiB. */
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
#include "claims/scan.h"

enum { MOST_BACK = 16, MOST_ROW = 48 };         /* rows up to the one that names the table; tokens of a row */

/* The size of one entry of the table that a row above names: "TOP table ...", where each TOP entry covers 512 GB. */
static bool size_of(struct scan *s, const struct passage *p, struct str noun, struct found *f, const struct num **bytes)
{
	for (uint32_t n = s->now + 1; n-- > 0 && s->now - n < MOST_BACK && s->passages.at[n].r.block == p->r.block; ) {
		const struct passage *q = &s->passages.at[n];
		for (uint32_t i = 0; i < q->t.at.n && i < MOST_ROW; i++) {
			struct quantity size;
			if (scan_kind(q, i) != T_WORD || !measure_find(&s->context, str_format(s->context.arena, "%.*s %.*s", STR_ARG(scan_text(q, i)), STR_ARG(noun)), reading_from(&p->r, 0), f))
				continue;
			if (!names_value(&s->context, f, reading_from(&p->r, 0), NULL, judge_ways[0], &size))
				return false;
			*bytes = scan_apply(s, NUM_DIV, size.base, num_of(s->context.arena, 8));
			return *bytes != NULL;
		}
	}
	return false;
}

void entries_find(struct scan *s, struct passage *p)
{
	if (p->r.where != WHERE_FENCE)
		return;
	for (uint32_t i = 0; i + 4 < p->t.at.n && i < MOST_ROW; i++) {
		if (scan_kind(p, i) != T_WORD || !scan_in(p, i, WORDS_ENTRY_WORD) || !scan_is(p, i + 1, "[") || scan_kind(p, i + 2) != T_NUMBER || !scan_is(p, i + 3, "]"))
			continue;
		struct stretch x;
		uint32_t k = i + 4;
		while (k < p->t.at.n && k < MOST_ROW && !(scan_kind(p, k) == T_NUMBER && p->t.at.at[k].base == 16 && scan_stretch(s, p, k, &x)))
			k++;
		struct found f;
		const struct num *size;
		if (k >= p->t.at.n || k >= MOST_ROW || !size_of(s, p, scan_text(p, i), &f, &size))
			return;
		const struct num *from = scan_apply(s, NUM_MUL, p->t.at.at[i + 2].num, size), *end = scan_apply(s, NUM_ADD, from, size), *last = scan_plus(s, end, -1);
		if (!last || !scan_same(from, x.from))
			return;
		struct claim *c = scan_claim(s, p, k, x.end, "entry-range", CLAIM_HOLDS);
		names_use(&s->context, c, f.binding);
		if (scan_same(last, x.to) || scan_same(end, x.to))
			return;
		if (!f.sure) {
			scan_undecided(c, "a name in it may stand for something else here");
			return;
		}
		struct finding *found = scan_false(s, p, c, &finding_size_mismatch, str_format(s->context.arena, "%.*s-%.*s", STR_ARG(scan_text(p, k)), STR_ARG(scan_show(s, last, 16))));
		if (found)
			names_note(s->diag, found, c);
		return;
	}
}
