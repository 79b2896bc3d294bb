/* Hands a part of the worksheet to the Markdown parser line by line, and stops before it can get slow. */
#include "base.h"
#include "diag.h"
#include "source.h"
#include "source/markdown.h"
#include "source/guard.h"

#include <cmark-gfm.h>
#include <cmark-gfm-core-extensions.h>
#include <cmark-gfm/parser.h>
#include <stdlib.h>
#include <string.h>

/* cmark asks for memory and cannot bear a no. */
static void *get(size_t n, size_t size)
{
	void *p = calloc(n, size);
	if (!p)
		fatal("out of memory (%zu bytes wanted)", n * size);
	return p;
}

static void *resize(void *old, size_t size)
{
	void *p = realloc(old, size);
	if (!p)
		fatal("out of memory (%zu bytes wanted)", size);
	return p;
}

/* The library registers its extensions, too, with what it takes for malloc: the one table that it has is set to ours. */
static cmark_parser *new_parser(void)
{
	*cmark_get_default_mem_allocator() = (cmark_mem){ get, resize, free };
	cmark_gfm_core_extensions_ensure_registered();
	cmark_parser *p = cmark_parser_new(CMARK_OPT_DEFAULT);
	cmark_parser_attach_syntax_extension(p, cmark_find_syntax_extension("table"));
	return p;
}

/* The same text without the parser: one paragraph, a text a line. */
static struct node *plain(struct arena *a, const struct fed_lines *fed)
{
	struct node *top = arena_take(a, sizeof *top), *paragraph = arena_take(a, sizeof *paragraph);
	top->range = paragraph->range = fed->part;
	top->kind = NODE_DOCUMENT;
	top->first = top->last = paragraph;
	paragraph->kind = NODE_PARAGRAPH;
	paragraph->parent = top;
	for (size_t i = 0; i < fed->at.n; i++) {
		const struct fed *f = &fed->at.at[i];
		for (int end = 0; end <= (i + 1 < fed->at.n); end++) {
			struct node *node = arena_take(a, sizeof *node);
			node->parent = paragraph;
			if (paragraph->last)
				paragraph->last = paragraph->last->next = node;
			else
				paragraph->first = paragraph->last = node;
			node->kind = end ? NODE_SOFT_BREAK : NODE_TEXT;
			node->range = end ? (struct range){ f->at + f->n, f->end_n } : (struct range){ f->at, f->n };
			if (end || f->n == 0)
				continue;
			node->text = str_slice(fed->text->bytes, f->at, (size_t)f->at + f->n);
			struct piece *piece = arena_take(a, sizeof *piece);
			*piece = (struct piece){ 0, f->at, f->n };
			node->pieces = piece;
			node->piece_count = 1;
		}
	}
	return top;
}

static struct fed_lines split(struct arena *a, const struct text *t, struct range part, uint32_t first_skip, uint32_t skip)
{
	struct fed_lines fed = { .text = t, .part = part };
	struct str bytes = t->bytes;
	size_t end = (size_t)part.at + part.n, at = part.at;
	if (end > bytes.n)
		end = bytes.n;
	struct fence fence = { 0 };
	bool feeds_alone = at < end && !memchr(bytes.s + at, '\r', end - at);
	for (bool first = true; at < end; first = false) {
		const char *feed = feeds_alone ? memchr(bytes.s + at, '\n', end - at) : NULL;
		size_t stop = feed ? (size_t)(feed - bytes.s) : feeds_alone ? end : at;
		while (stop < end && bytes.s[stop] != '\n' && bytes.s[stop] != '\r')
			stop++;
		size_t next = stop < end ? stop + 1 : stop;
		if (next < end && bytes.s[stop] == '\r' && bytes.s[next] == '\n')
			next++;
		size_t from = at;
		if (first && first_skip) {
			from = at + first_skip < stop ? at + first_skip : stop;
		} else {
			uint32_t most = fence.mark && fence.indent < skip ? fence.indent : skip;
			while (from < stop && from - at < most && bytes.s[from] == ' ')
				from++;
			struct str line = str_slice(bytes, at, stop);
			if (fence.mark && source_fence_ends(line, &fence))
				fence.mark = 0;
			else if (!fence.mark && !source_fence_in_item(line, &fence))
				fence.mark = 0;
		}
		if (first && str_starts(str_slice(bytes, from, stop), STR("\xEF\xBB\xBF")))
			from += 3;      /* the parser would drop it unseen */
		*vec_add(a, &fed.at) = (struct fed){ (uint32_t)from, (uint32_t)(stop - from), 0, (uint32_t)(next - stop) };
		at = next;
	}
	if (fed.at.n == 0)
		*vec_add(a, &fed.at) = (struct fed){ part.at, 0, 0, 0 };
	return fed;
}

/* 2*3*4, (1+2)*(3+4), 2**10 */
bool source_multiplies(struct str x, size_t i)
{
	size_t from = i, to = i + 1;
	while (from && x.s[from - 1] == '*')
		from--;
	while (to < x.n && x.s[to] == '*')
		to++;
	if (from == 0 || to == x.n || to - from > 2)
		return false;
	char before = x.s[from - 1], after = x.s[to];
	bool digits = before >= '0' && before <= '9' && after >= '0' && after <= '9';
	return digits || (to - from == 1 && ((before >= '0' && before <= '9') || before == ')') && ((after >= '0' && after <= '9') || after == '('));
}

static struct str protect(struct buf *b, struct str x)
{
	if (!memchr(x.s, '*', x.n))
		return x;
	b->n = 0;
	for (size_t i = 0; i < x.n; i++)
		buf_putc(b, x.s[i] == '*' && source_multiplies(x, i) ? STAR : x.s[i]);
	return buf_str(b);
}

void markdown_too_big(struct diag *d, struct range place, const char *what, uint64_t most, const char *limit)
{
	struct finding *found = diag_add(d, &finding_too_big, place, "more than %llu %s: this text is read as plain words", (unsigned long long)most,
		what);
	found->help = limit ? str_format(d->arena, "divide it, or raise the limit with --limit %s=NUMBER", limit) : STR("write the addresses where they are used");
}

/* Takes over the children of a tree that was parsed on its own. */
void markdown_adopt(struct node *top, const struct node *own)
{
	for (struct node *n = own->first; n; n = n->next)
		n->parent = top;
	if (!own->first)
		return;
	if (top->last)
		top->last->next = own->first;
	else
		top->first = own->first;
	top->last = own->last;
}

/* Lines from *next on through one parser, up to the end or a cut; *next: the first that is left. NULL: too much, the
 * guard says of what. */
static struct node *run(struct arena *a, struct guard *guard, struct fed_lines fed, size_t *next)
{
	cmark_parser *p = new_parser();
	struct buf b = { 0 };
	size_t i = *next;
	bool fine = true;
	for (; i < fed.at.n; i++) {
		struct fed *f = &fed.at.at[i];
		struct str x = str_slice(fed.text->bytes, f->at, (size_t)f->at + f->n);
		if (i > *next && guard_cuts(guard, p, x))
			break;
		if (!(fine = guard_before(guard, p, x)))
			break;
		bool code = p->current && p->current->type == CMARK_NODE_CODE_BLOCK;
		struct str safe = code ? x : protect(&b, x);
		if (safe.s == x.s && f->end_n == 1 && x.s[x.n] == '\n') {
			cmark_parser_feed(p, x.s, x.n + 1);
		} else {
			cmark_parser_feed(p, safe.s, safe.n);
			cmark_parser_feed(p, "\n", 1);
		}
		f->content = p->offset < 0 ? 0 : (uint32_t)p->offset < f->n ? (uint32_t)p->offset : f->n;
		if (!(fine = guard_after(guard, p, x)))
			break;
	}
	cmark_node *root = fine ? cmark_parser_finish(p) : NULL;
	cmark_parser_free(p);
	buf_free(&b);
	struct node *top = NULL;
	if (root) {
		fed.at.at += *next;
		fed.at.n = i - *next;
		top = tree_make(a, &fed, root);
		cmark_node_free(root);
	}
	*next = i;
	return top;
}

struct node *markdown_plain(struct arena *a, const struct text *t, struct range part, uint32_t first_skip, uint32_t skip)
{
	struct fed_lines fed = split(a, t, part, first_skip, skip);
	return plain(a, &fed);
}

struct node *markdown_parse(struct arena *a, struct diag *d, const struct limits *limits, const struct text *t, struct range part,
	uint32_t first_skip, uint32_t skip)
{
	struct fed_lines fed = split(a, t, part, first_skip, skip);
	struct node *top = NULL;
	for (size_t next = 0; next < fed.at.n;) {
		struct guard guard = { .limits = limits };
		struct node *own = run(a, &guard, fed, &next);
		if (!own) {
			markdown_too_big(d, (struct range){ fed.at.at[next].at, fed.at.at[next].n }, guard.what, guard.most, guard.limit);
			return plain(a, &fed);
		}
		if (top)
			markdown_adopt(top, own);
		else
			top = own;
	}
	return top;
}
