/* Fills pages from top to bottom; a paragraph leaves no single line alone. */
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

const struct page_style *look_full(struct layout *l, struct page_style want)
{
	for (size_t i = 0; i < l->looks.n; i++) {
		const struct page_style *s = l->looks.at[i];
		if (s->face == want.face && s->size == want.size && s->rise == want.rise && s->colour == want.colour && s->ground == want.ground
				&& s->underline == want.underline)
			return s;
	}
	struct page_style *new = arena_take(l->arena, sizeof *new);
	*new = want;
	*vec_add(l->arena, &l->looks) = new;
	return new;
}

const struct page_style *look(struct layout *l, enum page_face face, int32_t size, uint32_t colour)
{
	return look_full(l, (struct page_style){ .face = face, .size = size, .colour = colour, .ground = PAGE_NONE, .underline = PAGE_NONE });
}

/* Where the middle of small letters meets the middle of the row. */
int32_t flow_baseline(int32_t leading, int32_t size)
{
	return (leading * 10 + size * 6) / 20;
}

void flow_quote(struct layout *l, uint32_t i, int32_t bottom)
{
	page_rect(l->d, l->page, l->style->colour.rule, l->quotes[i].x, l->quotes[i].top, 1500, bottom - l->quotes[i].top);
	l->quotes[i].top = l->top;
}

static void note_words(struct layout *l, const struct page *page)
{
	for (size_t i = 0; l->told && i < page->items.n; i++)
		buf_put(l->told, page->items.at[i].text);
}

void flow_written(struct layout *l, uint32_t page)
{
	note_words(l, &l->d->pages.at[page]);
	page_write(l->writer, page);
}

uint32_t flow_stamp(struct layout *l, uint32_t page)
{
	note_words(l, &l->d->pages.at[page]);
	return page_stamp(l->writer, page);
}

void flow_new_page(struct layout *l)
{
	for (uint32_t i = l->quote_count; i-- > 0; )
		flow_quote(l, i, l->bottom);
	if (l->d->pages.n)
		flow_written(l, l->page);
	page_add(l->d);
	l->page = (uint32_t)l->d->pages.n - 1;
	l->y = l->filled = l->top;
}

void flow_scratch(struct layout *l)
{
	arena_free(l->before);
	l->before = l->scratch;
	l->scratch = arena_new();
	l->scratch_page = l->page;
	shaper_use(l->shaper, l->scratch);
}

/* What was made before the page began on which this scratch began stands on pages that are written. */
void flow_part(struct layout *l)
{
	if (l->page == l->scratch_page || l->head_count || l->label_count)
		return;
	flow_scratch(l);
}

void flow_space(struct layout *l, int32_t space)
{
	if (l->y > l->top && l->y < l->filled + space)
		l->y = l->filled + space;
}

void flow_done(struct layout *l)
{
	l->filled = l->y;
}

int32_t flow_waiting(const struct layout *l)
{
	int32_t height = 0;
	for (uint32_t i = 0; i < l->head_count; i++) {
		const struct head *h = &l->heads[i];
		height += (l->y > l->top || i ? h->space : 0) + para_height(h->para, h->leading) + h->size * 45 / 100;
	}
	return height;
}

bool flow_fits(const struct layout *l, int32_t height)
{
	return l->y + flow_waiting(l) + height <= l->bottom;
}

void flow_need(struct layout *l, int32_t height)
{
	if (!flow_fits(l, height) && l->y > l->top)
		flow_new_page(l);
}

static void place_heads(struct layout *l)
{
	for (uint32_t i = 0; i < l->head_count; i++) {
		const struct head *h = &l->heads[i];
		flow_space(l, h->space);
		l->d->dests.at[h->dest].page = l->page;
		l->d->dests.at[h->dest].y = l->y - 6000;
		for (size_t k = 0; k < h->para->line_count; k++) {
			if (l->y + h->leading > l->bottom)
				flow_new_page(l);       /* a heading longer than a page */
			para_place(l->d, l->page, h->para, (uint32_t)k, l->left, l->y + flow_baseline(h->leading, h->size));
			l->y += h->leading;
		}
		l->y += h->size * 45 / 100;
		flow_done(l);
	}
	l->head_count = 0;
}

void flow_row(struct layout *l, int32_t leading)
{
	flow_need(l, leading);
	place_heads(l);
	flow_need(l, leading);
	for (uint32_t i = 0; i < l->label_count; i++)
		flow_text(l, l->labels[i].text, look(l, FACE_TEXT, l->style->text, l->style->colour.quiet), l->labels[i].element, l->labels[i].x,
			l->style->leading);
	l->label_count = 0;
	if (l->gutter_waits) {
		l->gutter_waits = false;
		gutter_place(l, l->y + flow_baseline(l->style->leading, l->style->text));
	}
}

int32_t para_height(const struct para *p, int32_t leading)
{
	int64_t height = (int64_t)p->line_count * leading;
	return height < FLOW_MOST ? (int32_t)height : FLOW_MOST;
}

void flow_para(struct layout *l, const struct para *p, int32_t x, int32_t leading, int32_t size)
{
	size_t n = p->line_count;
	if (n <= 3)
		flow_need(l, (int32_t)n * leading + l->keep_below);
	for (size_t i = 0; i < n; i++) {
		/* two lines at least on either side of a page's end */
		bool first = i == 0, last_but_one = i + 2 == n;
		if (n > 3 && (first || last_but_one))
			flow_need(l, 2 * leading + (last_but_one ? l->keep_below : 0));
		flow_row(l, leading);
		para_place(l->d, l->page, p, (uint32_t)i, x, l->y + flow_baseline(leading, size));
		l->y += leading;
	}
	flow_done(l);
}

void flow_pieces(struct layout *l, const struct pieces *pieces, int32_t x, int32_t width, int32_t leading, int32_t size)
{
	flow_para(l, para_make(l->shaper, pieces->all.at, (uint32_t)pieces->all.n, width, 0), x, leading, size);
}

void flow_text(struct layout *l, struct str text, const struct page_style *style, uint32_t element, int32_t x, int32_t leading)
{
	text_place(l->d, l->page, l->shaper, text, style, element, x, l->y + flow_baseline(leading, style->size));
}
