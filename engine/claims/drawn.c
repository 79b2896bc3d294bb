/* What a drawing says by its columns: carets under a number, rows between borders. */
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

enum { TELLING = 3, MOST_RUNS = 16, MOST_COLUMNS = 64, MOST_WIDTH = 400 };     /* digits that are no coincidence; carets of a row; columns of a table; bytes of a drawing's row */

static const struct passage *beside(const struct scan *s, const struct passage *p, int step)
{
	if ((step < 0 && s->now == 0) || (step > 0 && s->now + 1 >= s->passages.n))
		return NULL;
	const struct passage *q = step < 0 ? &s->passages.at[s->now - 1] : &s->passages.at[s->now + 1];
	return q->r.block == p->r.block ? q : NULL;
}

static bool only(struct str x, const char *of)
{
	for (size_t i = 0; i < x.n; i++) {
		const char *c = of;
		while (*c && *c != x.s[i])
			c++;
		if (!*c)
			return false;
	}
	return x.n > 0;
}

static bool ascii(struct str x)
{
	for (size_t i = 0; i < x.n; i++)
		if ((unsigned char)x.s[i] >= 0x80 || x.s[i] == '\t')
			return false;
	return true;
}

static uint32_t token_at(const struct passage *p, size_t at)
{
	uint32_t i = 0;
	while (i + 1 < p->t.at.n && p->t.at.at[i].at + p->t.at.at[i].n <= at)
		i++;
	return i;
}

/* The label under the carets names a value of this line: its digits in the number above are the ones that they mark. */
static void run(struct scan *s, const struct passage *p, const struct passage *above, const struct passage *label, size_t from, size_t to)
{
	size_t at = from;
	while (at < label->r.text.n && (label->r.text.s[at] == '|' || label->r.text.s[at] == ' '))
		at++;
	uint32_t i = token_at(label, at), n = token_at(above, from);
	struct found f;
	struct quantity q;
	if (at >= to || scan_kind(label, i) != T_WORD || scan_kind(above, n) != T_NUMBER || above->t.at.at[n].base != 16)
		return;
	const struct range *line = &s->model->lines.at[p->r.line].range;
	if (!names_by_key(&s->context, scan_text(label, i), line->at + line->n, &f) || f.binding->line != p->r.line || f.binding->parameters)
		return;
	if (!names_value(&s->context, &f, line->at + line->n, NULL, judge_ways[0], &q) || q.number_base != 16 || !q.bare || !num_is_integer(q.bare) || num_sign(q.bare) <= 0)
		return;
	struct str digits = str_from(scan_show(s, q.bare, 16), 2), number = scan_text(above, n);
	struct buf small = { 0 };
	for (size_t k = 0; k < number.n; k++)
		buf_putc(&small, number.s[k] >= 'a' && number.s[k] <= 'f' ? (char)(number.s[k] - 'a' + 'A') : number.s[k]);
	struct buf want = { 0 };
	for (size_t k = 0; k < digits.n; k++)
		buf_putc(&want, digits.s[k] >= 'a' && digits.s[k] <= 'f' ? (char)(digits.s[k] - 'a' + 'A') : digits.s[k]);
	size_t found = str_find(buf_str(&small), buf_str(&want));
	bool twice = found != STR_NONE && str_find(str_from(buf_str(&small), found + 1), buf_str(&want)) != STR_NONE;
	buf_free(&small);
	buf_free(&want);
	if (digits.n < TELLING || found == STR_NONE || twice)
		return;
	size_t first = above->t.at.at[n].at + found, end = first + digits.n;
	struct claim *c = scan_claim(s, p, token_at(p, from), token_at(p, to - 1) + 1, "carets", CLAIM_HOLDS);
	names_use(&s->context, c, f.binding);
	if (from <= first && end <= to)
		return;
	struct finding *found_it = scan_false(s, p, c, &finding_size_mismatch, digits);
	if (found_it)
		names_note(s->diag, found_it, c);
}

/* 0x8000000012345067 over ^^^^^ over "| PFN": the carets mark the digits of what the label names. */
void drawn_carets_find(struct scan *s, struct passage *p)
{
	struct str x = p->r.text;
	if (p->r.where != WHERE_FENCE || p->r.line == LINE_NONE || x.n > MOST_WIDTH || str_find_char(x, '^') == STR_NONE || !only(x, "^ "))
		return;
	const struct passage *above = beside(s, p, -1), *label = beside(s, p, 1);
	if (!above || !label || !ascii(above->r.text) || !ascii(label->r.text))
		return;
	for (size_t i = 0, runs = 0; i < x.n && runs < MOST_RUNS; i++) {
		if (x.s[i] != '^')
			continue;
		size_t end = i;
		while (end < x.n && x.s[end] == '^')
			end++;
		run(s, p, above, label, i, end);
		runs++;
		i = end;
	}
}

/* +---+---+ over | a | b | c |: a row that sticks out has more cells than its borders have columns. */
void drawn_columns_find(struct scan *s, struct passage *p)
{
	struct str x = p->r.text;
	size_t columns = 0, bars = 0, cell = 0;
	if (p->r.where != WHERE_FENCE || x.n < 3 || x.n > MOST_WIDTH || !scan_has_sign(p, '|') || !ascii(x))
		return;
	const struct passage *above = beside(s, p, -1), *below = beside(s, p, 1);
	if (!above || !below || !str_eq(above->r.text, below->r.text) || above->r.text.n > MOST_WIDTH)
		return;
	struct str border = str_trim(above->r.text), row = str_trim(x);
	size_t indent = str_find_char(above->r.text, '+');
	if (!only(border, "+-=") || border.s[0] != '+' || border.s[border.n - 1] != '+' || row.s[0] != '|' || row.s[row.n - 1] != '|' || str_find_char(x, '|') != indent)
		return;
	for (size_t i = 0; i < border.n; i++)
		columns += border.s[i] == '+';
	for (size_t i = 0; i < row.n; i++) {
		bars += row.s[i] == '|';
		if (row.s[i] == '|' && i > 0 && cell == 0)
			return;
		cell = row.s[i] == '|' ? 0 : cell + (row.s[i] != ' ');
	}
	if (columns < 4 || columns > MOST_COLUMNS || bars <= columns || row.n <= border.n)
		return;
	struct claim *c = scan_claim(s, p, 0, (uint32_t)p->t.at.n - 1, "columns", CLAIM_FALSE);
	c->computed = str_format(s->context.arena, "%u columns", (unsigned)columns - 1);
	c->verdict = CLAIM_HOLDS;
	struct finding *f = scan_false(s, p, c, &finding_size_mismatch, c->computed);
	if (f)
		f->help = str_format(s->context.arena, "the row has %u cells, and the borders above and below it have %u columns", (unsigned)bars - 1, (unsigned)columns - 1);
}
