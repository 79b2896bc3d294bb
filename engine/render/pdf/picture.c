/* An image that stands alone in its paragraph: drawn at 96 points to the inch, smaller where the page is. */
#include "base.h"
#include "diag.h"
#include "source.h"
#include "model.h"
#include "facts.h"
#include "values.h"
#include "claims.h"
#include "graph.h"
#include "rules.h"
#include "report.h"
#include "render/page.h"
#include "render/sections.h"
#include "render/pdf/style.h"
#include "render/pdf/layout.h"

enum { POINT = 750 };                   /* of an image, in thousandths of a point of paper */

static const struct node *only_image(const struct node *paragraph)
{
	const struct node *found = NULL;
	for (const struct node *n = paragraph->first; n; n = n->next) {
		if (n->kind == NODE_IMAGE && n->mark && !found)
			found = n;
		else if (n->kind != NODE_SOFT_BREAK && !(n->kind == NODE_TEXT && str_trim(n->text).n == 0))
			return NULL;
	}
	return found;
}

static struct str words(struct arena *a, const struct node *root)
{
	struct buf b = { 0 };
	for (const struct node *n = root; n; n = source_next(n, root, true))
		if (n->kind == NODE_TEXT || n->kind == NODE_CODE)
			buf_put(&b, n->text);
	struct str x = str_copy(a, buf_str(&b));
	buf_free(&b);
	return x;
}

/* The same file shown twice is in the document once. */
static uint32_t image_index(struct layout *l, const struct image *image)
{
	struct page_image read;
	struct str why;
	uint32_t *known = map_get(l->pictures, image->path);
	if (known)
		return *known;
	known = arena_take(l->arena, sizeof *known);
	*known = PAGE_NONE;
	if (page_image_read(l->arena, image->bytes, &read, &why)) {
		*known = (uint32_t)l->d->images.n;
		*vec_add(l->arena, &l->d->images) = read;
	}
	map_put(l->pictures, image->path, known);
	return *known;
}

bool picture_place(struct layout *l, const struct node *paragraph, int32_t x, int32_t width, uint32_t parent)
{
	const struct node *n = only_image(paragraph);
	uint32_t index = n ? image_index(l, n->mark) : PAGE_NONE;
	if (index == PAGE_NONE)
		return false;
	const struct page_image *image = &l->d->images.at[index];
	int64_t w = (int64_t)image->width * POINT, h = (int64_t)image->height * POINT, most = (int64_t)(l->bottom - l->top) * 6 / 10;
	if (w > width) {
		h = h * width / w;
		w = width;
	}
	if (h > most) {
		w = w * most / h;
		h = most;
	}
	uint32_t element = page_element(l->d, TAG_FIGURE, parent);
	l->d->elements.at[element].alt = words(l->arena, n);
	if (!str_trim(l->d->elements.at[element].alt).n)        /* better than silence */
		l->d->elements.at[element].alt = str_format(l->arena, "%.*s %.*s", STR_ARG(sections_word(l->report, WORDS_IMAGE, 0)), STR_ARG(n->url));
	flow_need(l, (int32_t)h + l->style->leading);
	flow_row(l, l->style->leading);
	struct page_item *item = page_item(l->d, l->page, PAGE_IMAGE, element, 0);
	item->image = index;
	item->x = x;
	item->y = l->y;
	item->w = w > 0 ? (int32_t)w : 1;
	item->h = h > 0 ? (int32_t)h : 1;
	l->y += item->h;
	flow_done(l);
	return true;
}
