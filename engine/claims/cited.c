/* Line ranges of a file that are cited, against the lines that are quoted under them. */
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
#include "claims/order.h"

/* Lines of a quotation that anybody counts; bytes of a section that are searched for a file's name; ranges that one passage cites. */
enum { MOST_LINES = 2000, MOST_SECTION = 4000, MOST_RANGES = 8 };

struct quoted { int64_t all, filled, own; bool cut; };  /* own: remarks that can be the worksheet author's; cut: something is left out */

static bool only(struct str x, const char *mark)
{
	return str_starts(x, str_of(mark));
}

static void count(struct str text, struct quoted *q)
{
	*q = (struct quoted){ 0 };
	while (text.n && text.s[text.n - 1] == '\n')
		text.n--;
	for (size_t i = 0; i <= text.n && q->all <= MOST_LINES; ) {
		size_t end = str_find_char(str_from(text, i), '\n');
		struct str line = str_trim(str_slice(text, i, end == STR_NONE ? text.n : i + end));
		bool cut = str_find(line, STR("...")) != STR_NONE || str_find(line, STR("…")) != STR_NONE;
		q->all++;
		q->filled += line.n > 0;
		q->own += line.n && (cut || only(line, "//") || only(line, "# "));
		q->cut |= cut;
		if (end == STR_NONE)
			break;
		i += end + 1;
	}
}

/* The one block of program text of a line of the worksheet; NULL: none, or several. */
static const struct node *block_of(const struct model *m, uint32_t line, bool *any)
{
	*any = false;
	const struct node *found = NULL, *root = line < m->lines.n ? m->lines.at[line].tree : NULL;
	for (const struct node *n = root; n; n = source_next(n, root, true)) {
		if (n->kind != NODE_CODE_BLOCK)
			continue;
		*any = true;
		if (found)
			return NULL;
		found = n;
	}
	return found && str_trim(found->info).n ? found : NULL;
}

/* SOURCE: and nothing else above the block. */
static bool bare(const struct scan *s, uint32_t line)
{
	const struct line *l = &s->model->lines.at[line];
	bool any;
	const struct node *block = block_of(s->model, line, &any);
	if (!block || !l->kind.n || block->range.at < l->body_at)
		return false;
	return str_trim(str_slice(s->model->text->bytes, l->body_at, block->range.at)).n <= 1;
}

static bool letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* The section, from the given byte at most, names a file: queue.h, lib/queue.py. */
static bool names_file(const struct scan *s, uint32_t from, uint32_t at)
{
	from = at > MOST_SECTION && at - MOST_SECTION > from ? at - MOST_SECTION : from;
	/* the last heading above */
	const struct names *names = s->context.names;
	size_t low = 0, high = names->headings.n;
	while (low < high) {
		size_t middle = (low + high) / 2;
		if (names->headings.at[middle] <= at)
			low = middle + 1;
		else
			high = middle;
	}
	if (low && names->headings.at[low - 1] > from)
		from = names->headings.at[low - 1];
	struct str x = str_slice(s->model->text->bytes, from, at);
	for (size_t i = 1; i + 1 < x.n; i++) {
		size_t n = 1;
		if (x.s[i] != '.' || !(letter(x.s[i - 1]) || (x.s[i - 1] >= '0' && x.s[i - 1] <= '9')))
			continue;
		while (i + n < x.n && letter(x.s[i + n]))
			n++;
		if (n > 1 && n < 6 && (i + n >= x.n || (x.s[i + n] != '.' && x.s[i + n] != '(')))
			return true;
	}
	return false;
}

/* The block that the cited range stands over: in its own line, or, where that names the file, in the next that has nothing but its kind. */
static const struct node *block_under(const struct scan *s, uint32_t line, uint32_t at)
{
	bool any;
	const struct node *block = block_of(s->model, line, &any);
	if (any || line + 1 >= s->model->lines.n || !bare(s, line + 1) || !names_file(s, s->model->lines.at[line].range.at, at))
		return block;
	return block_of(s->model, line + 1, &any);
}

static struct str key_of(const struct scan *s, const struct stretch *x)
{
	return str_format(s->context.arena, "%lld-%lld", (long long)scan_small(x->from), (long long)scan_small(x->to));
}

/* The first block that quotes these lines is kept for what is said of them later. */
static void keep(struct scan *s, const struct stretch *x, const struct node *block)
{
	if (!s->quotes)
		s->quotes = map_new(s->context.arena);
	struct str key = key_of(s, x);
	if (!map_get(s->quotes, key))
		map_put(s->quotes, key, (void *)block);
}

/* queue.c:40-52: the file's name before the colon. */
static bool behind_file(const struct passage *p, uint32_t i)
{
	return i > 3 && scan_is(p, i - 1, ":") && !p->t.at.at[i].space && scan_kind(p, i - 2) == T_WORD && !p->t.at.at[i - 1].space && scan_is(p, i - 3, ".") && !p->t.at.at[i - 2].space;
}

/* queue.h lines 40-52, and the block of text below */
void cited_find(struct scan *s, struct passage *p)
{
	if (!scan_has_word(p, WORDS_LINE) && !scan_has_sign(p, ':'))
		return;
	for (uint32_t i = 0, n = 0; i + 3 < p->t.at.n && n < MOST_RANGES; i++) {
		struct stretch x;
		bool file = behind_file(p, i + 1);
		if ((!file && !order_word(p, i, WORDS_LINE)) || !scan_stretch(s, p, i + 1, &x) || x.base != 10)
			continue;
		/* a heading's range is that of the line below it */
		uint32_t line = p->r.line;
		for (size_t k = s->now + 1; line == LINE_NONE && k < s->passages.n && k < s->now + 3; k++)
			line = s->passages.at[k].r.line;
		uint32_t place = reading_from(&p->r, p->t.at.at[i].at);
		const struct node *block = line == LINE_NONE ? NULL : block_under(s, line, place);
		int64_t cited = scan_small(scan_plus(s, scan_apply(s, NUM_SUB, x.to, x.from), 1));
		if (!block || cited < 1 || scan_small(x.from) < 1)
			continue;
		n++;
		struct quoted q;
		count(block->text, &q);
		bool inside = place > block->range.at;
		q.all -= inside;
		q.filled -= inside;
		q.own -= inside && q.own > 0;
		if (q.all > MOST_LINES || q.all == 0)
			continue;
		file = file || names_file(s, 0, reading_from(&p->r, x.end - 1 < p->t.at.n ? p->t.at.at[x.end - 1].at : 0));
		keep(s, &x, block);
		bool fits = (q.all == cited || q.filled == cited) && !q.cut;
		if (!file && !fits)
			continue;
		struct claim *c = scan_claim(s, p, i + scan_is(p, i, ":"), x.end, "cited-lines", CLAIM_HOLDS);
		if (fits)
			continue;
		if (q.filled - q.own <= cited) {
			scan_undecided(c, q.cut ? "the quotation leaves something out" : "the quotation has another number of lines");
			continue;
		}
		struct str computed = str_format(s->context.arena, "%lld lines quoted", (long long)(q.filled - q.own));
		struct finding *f = scan_false(s, p, c, &finding_count_mismatch, computed);
		if (f) {
			f->message = str_format(s->context.arena, "%.*s are %lld lines, and %.*s", STR_ARG(c->text), (long long)cited, STR_ARG(computed));
			diag_note(s->diag, f, block->range, "the quotation");
		}
	}
}

/* Bullets of a quotation; a remark's own marks stand before them. */
static int64_t bullets(struct str text, bool *cut)
{
	int64_t n = 0;
	*cut = false;
	for (size_t i = 0, lines = 0; i < text.n && lines < MOST_LINES; lines++) {
		size_t end = str_find_char(str_from(text, i), '\n');
		struct str line = str_trim(str_slice(text, i, end == STR_NONE ? text.n : i + end));
		while (line.n && (line.s[0] == '*' || line.s[0] == '/' || line.s[0] == '#' || line.s[0] == ' '))
			line = str_from(line, 1);
		n += line.n > 2 && line.s[0] == '-' && line.s[1] == ' ';
		*cut |= str_find(line, STR("...")) != STR_NONE || str_find(line, STR("…")) != STR_NONE;
		if (end == STR_NONE)
			break;
		i += end + 1;
	}
	return n;
}

/* lines 40-52 list 6 uses */
void cited_list_find(struct scan *s, struct passage *p)
{
	for (uint32_t i = 0, n = 0; s->quotes && i + 5 < p->t.at.n && n < MOST_RANGES; i++) {
		struct stretch x;
		if (!order_word(p, i, WORDS_LINE) || !scan_stretch(s, p, i + 1, &x) || !order_word(p, x.end, WORDS_LISTS) || scan_kind(p, x.end + 1) != T_NUMBER || scan_kind(p, x.end + 2) != T_WORD)
			continue;
		const struct node *block = map_get(s->quotes, key_of(s, &x));
		bool cut;
		int64_t listed = block ? bullets(block->text, &cut) : 0;
		n++;
		if (listed < 2)
			continue;
		struct claim *c = scan_claim(s, p, x.end, x.end + 3, "cited-list", CLAIM_HOLDS);
		if (scan_same(p->t.at.at[x.end + 1].num, num_of(s->context.arena, listed)))
			continue;
		if (cut) {
			scan_undecided(c, "the quotation leaves something out");
			continue;
		}
		uint32_t quoted = model_line_at(s->model, block->range.at);
		if (quoted != LINE_NONE)
			*vec_add(s->context.arena, &c->rests_on) = quoted;
		struct finding *f = scan_false(s, p, c, &finding_wrong_carry, str_format(s->context.arena, "%lld", (long long)listed));
		if (f) {
			f->message = str_format(s->context.arena, "%.*s: the quotation lists %lld", STR_ARG(c->text), (long long)listed);
			diag_note(s->diag, f, block->range, "the quotation");
		}
	}
}
