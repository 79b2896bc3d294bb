/* The one promise of a Markdown tree, checked: every character stands in the worksheet where the tree says. */
#ifndef HENCE_TESTS_PLACES_H
#define HENCE_TESTS_PLACES_H

#include <string.h>

struct trouble { const char *what; uint32_t at; };

static bool has_text(const struct node *n)
{
	return n->kind == NODE_TEXT || n->kind == NODE_CODE || n->kind == NODE_CODE_BLOCK;
}

/* What a gap may come from: an entity, a line end, a tab. */
static bool gap_fine(char c)
{
	return c == '&' || c == '\n' || c == '\r' || c == '\t';
}

static bool places_check(const struct text *t, const struct node *root, struct trouble *trouble)
{
	for (const struct node *n = root; n; n = source_next(n, root, true)) {
		*trouble = (struct trouble){ "a node outside its parent", n->range.at };
		if (n->parent && n->kind != NODE_DOCUMENT &&
			(n->range.at < n->parent->range.at || n->range.at + n->range.n > n->parent->range.at + n->parent->range.n))
			return false;
		trouble->what = "a node outside the text";
		if (n->range.at + n->range.n > t->bytes.n)
			return false;
		if (!has_text(n))
			continue;
		uint32_t done = 0, source = 0;
		for (uint32_t i = 0; i < n->piece_count; i++) {
			const struct piece *p = &n->pieces[i];
			trouble->what = "pieces that do not ascend";
			if (p->text_at < done || p->text_at + p->n > n->text.n || p->source_at < source)
				return false;
			trouble->what = "a piece that differs from the source";
			if (memcmp(n->text.s + p->text_at, t->bytes.s + p->source_at, p->n) != 0)
				return false;
			trouble->what = "a text with no place";
			for (; done < p->text_at; done++) {
				uint32_t at = source_at(n, done);
				if (at < t->bytes.n && !gap_fine(t->bytes.s[at]) && !(at && t->bytes.s[at - 1] == '\t'))
					return false;
			}
			done = p->text_at + p->n;
			source = p->source_at + p->n;
		}
		trouble->what = "a text with no place at its end";
		for (; done < n->text.n; done++) {
			uint32_t at = source_at(n, done);
			if (at < t->bytes.n && !gap_fine(t->bytes.s[at]) && !(at && t->bytes.s[at - 1] == '\t'))
				return false;
		}
	}
	return true;
}

#endif
