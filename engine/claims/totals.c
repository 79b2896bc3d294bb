/* A row Total in a pipe table: the sum of the column above it. */
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

enum { MOST_COLUMNS = 64 };
struct column { const struct num *sum; uint32_t cells; bool broken; struct str unit; uint16_t decimals; };

/* "120", "120 ms", "12 %": one number and at most one word. */
static bool plain_cell(const struct passage *p)
{
	if (scan_kind(p, 0) != T_NUMBER)
		return false;
	enum token_kind next = scan_kind(p, 1);
	return next == T_END || ((next == T_WORD || scan_is(p, 1, "%")) && scan_kind(p, 2) == T_END);
}

void totals_find(struct scan *s, struct passage *p)
{
	if (p->r.where != WHERE_CELL || (s->now && s->passages.at[s->now - 1].r.block == p->r.block))
		return;
	struct column columns[MOST_COLUMNS] = { 0 };
	bool total = false;
	uint32_t row = UINT32_MAX;
	for (uint32_t k = s->now; k < s->passages.n && s->passages.at[k].r.block == p->r.block; k++) {
		struct passage *q = &s->passages.at[k];
		if (q->r.header || q->r.column >= MOST_COLUMNS)
			continue;
		if (q->r.row != row) {
			/* Only what stands above the first total is known to be what it adds up. */
			if (total)
				return;
			row = q->r.row;
			total = scan_in(q, 0, WORDS_TOTAL) && scan_kind(q, 1) == T_END;
			if (total)
				continue;
		}
		struct column *c = &columns[q->r.column];
		bool plain = plain_cell(q);
		struct str unit = scan_kind(q, 1) == T_END ? STR("") : scan_text(q, 1);
		const struct num *value = plain ? q->t.at.at[0].num : NULL;
		if (!total) {
			c->broken |= !plain || (c->cells && !str_eq(unit, c->unit));
			c->sum = c->cells++ ? scan_apply(s, NUM_ADD, c->sum, value) : value;
			c->unit = unit;
			c->decimals = plain && q->t.at.at[0].decimals > c->decimals ? q->t.at.at[0].decimals : c->decimals;
			continue;
		}
		if (!plain || c->broken || c->cells < 2 || !str_eq(unit, c->unit) || !c->sum)
			continue;
		bool measured = c->decimals || q->t.at.at[0].decimals || str_is(unit, "%");
		struct claim *claim = scan_claim(s, q, 0, scan_kind(q, 1) == T_END ? 1 : 2, "totals", CLAIM_HOLDS);
		if (scan_same(c->sum, value))
			continue;
		if (measured || c->cells < 3)
			scan_undecided(claim, "the column does not add up to it, and may be rounded or not be its parts");
		else
			scan_false(s, q, claim, &finding_count_mismatch, scan_show(s, c->sum, 10));
	}
}
