/* Gathers the text as its reader sees it: marks of Markdown gone, live values in place, soft breaks joined. */
#include "base.h"
#include "diag.h"
#include "source.h"
#include "model.h"
#include "facts.h"
#include "values.h"
#include "claims/reading.h"

#include <string.h>

struct gather {
	struct arena *arena;
	const struct model *model;
	const struct values *values;
	void (*each)(void *, const struct reading *);
	void *with;
	struct buf text;
	VEC(struct placed) placed;      /* of the text so far; a reading gets a copy */
	uint32_t line, span;            /* span: the next of model.spans */
	uint32_t block, row, column;
	bool header;
};

/* One byte for one byte: goes on with the piece before where it can. */
static void put_bytes(struct gather *g, struct str x, uint32_t from, uint8_t mark)
{
	const struct placed *last = g->placed.n ? &g->placed.at[g->placed.n - 1] : NULL;
	uint32_t at = (uint32_t)g->text.n;
	if (x.n && !(last && !last->whole && last->mark == mark && last->from + (at - last->at) == from))
		*vec_add(g->arena, &g->placed) = (struct placed){ at, from, 0, mark, false };
	buf_put(&g->text, x);
}

static void put_whole(struct gather *g, struct str x, uint32_t from, uint32_t to, uint8_t mark)
{
	if (x.n)
		*vec_add(g->arena, &g->placed) = (struct placed){ (uint32_t)g->text.n, from, to, mark, true };
	buf_put(&g->text, x);
}

/* Bytes of the node's text; what an escape or an entity made has the escape's place. */
static void put_node(struct gather *g, const struct node *node, size_t from, size_t to, uint8_t mark)
{
	uint32_t k = 0;
	for (uint32_t high = node->piece_count; k < high; ) {
		uint32_t mid = k + (high - k) / 2;
		if (node->pieces[mid].text_at + node->pieces[mid].n <= from)
			k = mid + 1;
		else
			high = mid;
	}
	for (size_t i = from, n; i < to; i += n) {
		const struct piece *p = k < node->piece_count ? &node->pieces[k] : NULL;
		n = 1;
		if (p && i >= p->text_at) {
			n = p->text_at + p->n - i;
			k++;
		}
		n = n < to - i ? n : to - i;
		put_bytes(g, str_slice(node->text, i, i + n), source_at(node, (uint32_t)i), mark);
	}
}

static void finish(struct gather *g, enum where where, bool follows)
{
	if (g->text.n) {
		struct placed *placed = arena_take(g->arena, g->placed.n * sizeof *placed);
		memcpy(placed, g->placed.at, g->placed.n * sizeof *placed);
		struct reading r = {
			str_copy(g->arena, buf_str(&g->text)), placed, (uint32_t)g->placed.n, g->line, where, follows, g->block, g->row, g->column, g->header,
		};
		g->each(g->with, &r);
	}
	g->text.n = 0;
	g->placed.n = 0;
}

static void put_span(struct gather *g, const struct span *s)
{
	struct range r = s->range;
	bool decided = s->kind == SPAN_CHECK || s->kind == SPAN_FUNCTION;
	const struct result *result = s->index < g->values->results.n ? &g->values->results.at[s->index] : NULL;
	bool shown = result && !result->failed && result->shown.n && result->value.kind != VALUE_UNDECIDED && result->value.kind != VALUE_ABSENT;
	/* A value that is not to be had leaves a hole that nothing is computed across. */
	put_whole(g, shown ? result->shown : STR("?"), r.at, r.at + r.n, MARK_LIVE | (decided || !shown ? MARK_SKIP : 0));
}

static void inlines(struct gather *g, const struct node *block)
{
	for (const struct node *n = block->first; n; ) {
		bool down = true;
		switch (n->kind) {
		case NODE_TEXT:
			put_node(g, n, 0, n->text.n, 0);
			break;
		case NODE_CODE:
			if (n->mark)
				put_span(g, n->mark);
			else
				put_node(g, n, 0, n->text.n, MARK_CODE);
			break;
		case NODE_SOFT_BREAK:
		case NODE_HARD_BREAK:
			put_whole(g, STR(" "), n->range.at, n->range.at + n->range.n, 0);
			break;
		case NODE_IMAGE:
			down = false;
			break;
		default:
			break;
		}
		n = source_next(n, block, down);
	}
}

/* A language's name after the fence means program text, where an equals sign asserts nothing. */
static bool is_drawing(const struct node *block)
{
	static const char *const drawings[] = { "", "draw", "text", "txt", "trace", "table", "figure", "steps" };
	struct str word = str_trim(block->info);
	size_t blank = str_find_char(word, ' ');
	word = str_slice(word, 0, blank == STR_NONE ? word.n : blank);
	for (size_t i = 0; i < sizeof drawings / sizeof *drawings; i++)
		if (str_is(word, drawings[i]))
			return true;
	return false;
}

/* How the language of a block writes its remarks: to the end of the line, and between two marks. */
struct remarks { const char *languages; const char *line, *open, *close; };
static const struct remarks *remarks_of(struct str info)
{
	static const struct remarks all[] = {
		{ " c cpp c++ h cc java js javascript ts typescript go rust rs cs swift kotlin php dts ", "//", "/*", "*/" },
		{ " python py sh bash shell zsh console make makefile yaml yml toml perl ruby rb r cmake dockerfile ", "#", NULL, NULL },
		{ " lua sql haskell ada vhdl ", "--", NULL, NULL },
		{ " asm nasm lisp scheme ini ", ";", NULL, NULL },
	};
	struct str word = str_trim(info);
	size_t blank = str_find_char(word, ' ');
	word = str_slice(word, 0, blank == STR_NONE ? word.n : blank);
	for (size_t i = 0; i < sizeof all / sizeof *all && word.n; i++) {
		struct str list = str_of(all[i].languages);
		for (size_t at = 0; at + word.n + 2 <= list.n; at++)
			if (list.s[at] == ' ' && list.s[at + word.n + 1] == ' ' && str_eq(str_slice(list, at + 1, at + 1 + word.n), word))
				return &all[i];
	}
	return NULL;
}

/* A remark that is a statement put aside says nothing. */
static void remark(struct gather *g, const struct node *block, size_t from, size_t to)
{
	struct str x = str_trim(str_slice(block->text, from, to));
	if (x.n == 0 || x.s[x.n - 1] == ';' || x.s[x.n - 1] == '{' || x.s[x.n - 1] == '}')
		return;
	put_node(g, block, from, to, 0);
	finish(g, WHERE_PROSE, false);
}

/* Program text asserts nothing; the remarks in it do. */
static void programme(struct gather *g, const struct node *block)
{
	const struct remarks *r = remarks_of(block->info);
	struct str x = block->text;
	g->block++;
	for (size_t i = 0; r && i < x.n; ) {
		size_t end = str_find_char(str_from(x, i), '\n');
		end = end == STR_NONE ? x.n : i + end;
		size_t at = i;
		bool within = false;    /* a text in quotes */
		while (at < end && !(!within && (str_starts(str_from(x, at), str_of(r->line)) || (r->open && str_starts(str_from(x, at), str_of(r->open))))
			&& (at == i || x.s[at - 1] == ' ' || x.s[at - 1] == '\t' || x.s[at - 1] == ';'))) {
			within ^= x.s[at] == '"' && (at == i || x.s[at - 1] != '\\');
			at++;
		}
		if (at >= end) {
			i = end + 1;
			continue;
		}
		if (str_starts(str_from(x, at), str_of(r->line))) {
			remark(g, block, at + str_of(r->line).n, end);
			i = end + 1;
			continue;
		}
		/* each line of a longer remark for itself */
		size_t close = str_find(str_from(x, at + 2), str_of(r->close));
		close = close == STR_NONE ? x.n : at + 2 + close;
		for (size_t from = at + 2; from < close; ) {
			size_t stop = str_find_char(str_from(x, from), '\n');
			stop = stop == STR_NONE || from + stop > close ? close : from + stop;
			while (from < stop && (x.s[from] == ' ' || x.s[from] == '*' || x.s[from] == '\t'))
				from++;
			remark(g, block, from, stop);
			from = stop + 1;
		}
		i = close + 2;
	}
}

static void fence(struct gather *g, const struct node *block)
{
	if (!is_drawing(block)) {
		programme(g, block);
		return;
	}
	const struct model *m = g->model;
	bool follows = false;
	g->block++;
	for (size_t i = 0, end; m->spans.n == 0 && i < block->text.n; i = end + 1) {
		end = str_find_char(str_from(block->text, i), '\n');
		end = end == STR_NONE ? block->text.n : i + end;
		put_node(g, block, i, end, 0);
		finish(g, WHERE_FENCE, follows);
		follows |= end < block->text.n;
	}
	for (size_t i = 0; m->spans.n && i < block->text.n; i++) {
		uint32_t at = source_at(block, (uint32_t)i);
		while (g->span < m->spans.n && m->spans.at[g->span].range.at < at)
			g->span++;
		const struct span *s = g->span < m->spans.n ? &m->spans.at[g->span] : NULL;
		if (s && s->in_figure && s->node == block && s->range.at == at) {
			put_span(g, s);
			while (i + 1 < block->text.n && source_at(block, (uint32_t)i + 1) < s->range.at + s->range.n)
				i++;
			continue;
		}
		if (block->text.s[i] == '\n') {
			finish(g, WHERE_FENCE, follows);
			follows = true;
		} else {
			put_bytes(g, str_slice(block->text, i, i + 1), at, 0);
		}
	}
	finish(g, WHERE_FENCE, follows);
}

static void tree(struct gather *g, const struct node *root)
{
	const struct node *list = NULL;
	for (const struct node *n = root; n; ) {
		if (n->kind == NODE_TABLE) {
			g->block++;
			g->row = 0;
		} else if (n->kind == NODE_ROW) {
			g->row++;
			g->column = 0;
			g->header = n->header;
		}
		bool leaf = n->kind == NODE_PARAGRAPH || n->kind == NODE_HEADING || n->kind == NODE_CELL;
		if (leaf) {
			/* The items of one tight list follow one another, as the lines of a drawing do. */
			const struct node *item = n->parent && n->parent->kind == NODE_ITEM && n->parent->first == n ? n->parent : NULL;
			bool follows = item ? item->parent == list : n->kind == NODE_CELL && (g->row > 1 || g->column);
			if (!follows && n->kind != NODE_CELL)
				g->block++;
			list = item ? item->parent : NULL;
			inlines(g, n);
			finish(g, n->kind == NODE_CELL ? WHERE_CELL : WHERE_PROSE, follows);
			g->column++;
		} else if (n->kind == NODE_CODE_BLOCK) {
			fence(g, n);
		}
		n = source_next(n, root, !leaf);
	}
}

/* A value in braces, as figure shows it; the byte behind it. */
static size_t braces(struct gather *g, const struct yaml *y, size_t i)
{
	size_t end = i + 1;
	uint32_t at = y->range.at + y->quoted;
	struct value v = { 0 };
	for (int depth = 1; end < y->text.n; end++) {
		depth += (y->text.s[end] == '{') - (y->text.s[end] == '}');
		if (depth == 0)
			break;
	}
	bool had = end < y->text.n && values_expression(g->values, str_slice(y->text, i + 1, end), at + (uint32_t)i + 1, g->line, NULL, 0, NULL, &v)
		&& v.kind != VALUE_UNDECIDED && v.kind != VALUE_ABSENT;
	put_whole(g, had ? values_show(g->arena, &v) : STR("?"), at + (uint32_t)i, at + (uint32_t)end + 1, MARK_LIVE | (had ? 0 : MARK_SKIP));
	return end + 1;
}

/* The words of a figure given as data are read like any others. YAML's nesting is limited. */
static void figure_words(struct gather *g, const struct yaml *y, bool words)
{
	static const char *const keys[] = { "title", "name", "note", "text", "texts", "head", "entry" };
	for (size_t i = 0; i < y->items.n; i++) {
		bool own = words && y->kind == YAML_LIST;
		for (size_t k = 0; y->kind == YAML_MAP && k < sizeof keys / sizeof *keys; k++)
			own |= str_is(y->keys.at[i].name, keys[k]);
		figure_words(g, y->items.at[i], own);
	}
	if (y->kind != YAML_SCALAR || !words || str_starts(y->text, STR("=")))
		return;
	uint32_t at = y->range.at + y->quoted;
	g->block++;
	for (size_t i = 0; i < y->text.n; ) {
		char c = y->text.s[i];
		bool twice = (c == '{' || c == '}') && i + 1 < y->text.n && y->text.s[i + 1] == c;
		if (c == '{' && !twice) {
			i = braces(g, y, i);
			continue;
		}
		put_whole(g, str_slice(y->text, i, i + 1), at + (uint32_t)i, at + (uint32_t)i + 1 + twice, 0);
		i += 1 + twice;
	}
	finish(g, WHERE_PROSE, false);
}

void reading_each(struct arena *a, const struct model *m, const struct values *v, void (*each)(void *, const struct reading *), void *with)
{
	struct gather g = { .arena = a, .model = m, .values = v, .each = each, .with = with };
	for (size_t i = 0; i < m->parts.n; i++) {
		const struct part *part = &m->parts.at[i];
		g.line = part->kind == PART_LINE ? part->line : LINE_NONE;
		const struct node *root = part->kind == PART_LINE ? m->lines.at[part->line].tree : part->tree;
		/* A line that does not apply here asserts nothing here. */
		bool applies = g.line == LINE_NONE || g.line >= v->lines.n || v->lines.at[g.line].yes;
		if (root && applies)
			tree(&g, root);
		if (applies && g.line != LINE_NONE && m->lines.at[g.line].figure && m->settings.annotated)
			figure_words(&g, m->lines.at[g.line].figure, false);
	}
	buf_free(&g.text);
}

static const struct placed *piece_at(const struct reading *r, size_t at)
{
	uint32_t low = 0;
	for (uint32_t high = r->placed_count; high - low > 1; ) {
		uint32_t mid = low + (high - low) / 2;
		if (r->placed[mid].at <= at)
			low = mid;
		else
			high = mid;
	}
	return &r->placed[low];
}

uint32_t reading_from(const struct reading *r, size_t at)
{
	const struct placed *p = piece_at(r, at);
	if (at >= r->text.n)                    /* behind the last byte */
		return p->whole ? p->to : p->from + (uint32_t)(r->text.n - p->at);
	return p->whole ? p->from : p->from + (uint32_t)(at - p->at);
}

uint8_t reading_mark(const struct reading *r, size_t at)
{
	return at < r->text.n ? piece_at(r, at)->mark : 0;
}

struct range reading_range(const struct reading *r, size_t at, size_t n)
{
	uint32_t from = reading_from(r, at), to = from;
	if (n) {
		const struct placed *last = piece_at(r, at + n - 1);
		to = last->whole ? last->to : last->from + (uint32_t)(at + n - last->at);
	}
	return (struct range){ from, to > from ? to - from : 0 };
}
