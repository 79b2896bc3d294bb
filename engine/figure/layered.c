/* Nodes in layers, each below all that lead to it; the order within a layer is that of its neighbours' middles, long edges
 * pass the layers between in columns of their own, and what runs level between two layers has rows of its own. */
#include "base.h"
#include "diag.h"
#include "source.h"
#include "model.h"
#include "facts.h"
#include "values.h"
#include "figure.h"
#include "figure/kind.h"

#include <stdlib.h>

enum {
	SWEEPS = 8,                     /* orders settle after a few */
	GAP = 2,                        /* columns between two boxes of a layer */
	SCALE = 16,                     /* a column in keys and wishes, so that halves are kept */
};

struct place { uint32_t layer, order; int32_t x, w; bool pass; int64_t key; VEC(uint32_t) above, below; };   /* pass: an edge goes by here */
struct hop { uint32_t from, to, edge; int32_t x1, x2; };        /* places in neighbouring layers; columns where it leaves and enters */
struct bus { int32_t x, low, high, row; bool placed; };         /* hops that leave one place share a row */
struct plan {
	struct arena *arena;
	VEC(struct place) all;          /* nodes first */
	VEC(struct hop) hops;
	uint32_t layers;
	uint32_t **in_layer, *in_count; /* the places of each layer, in order */
};

/* Edges that the others imply would only be in the way. */
static bool implied(const struct plan *p, uint32_t from, uint32_t to, bool *reached)
{
	size_t n = p->all.n;
	for (size_t i = 0; i < n; i++)
		reached[i] = false;
	/* nodes stand in an order in which edges lead onwards */
	for (uint32_t i = from; i < to; i++)
		for (size_t k = 0; (i == from || reached[i]) && k < p->all.at[i].below.n; k++)
			if (!(i == from && p->all.at[i].below.at[k] == to))
				reached[p->all.at[i].below.at[k]] = true;
	return reached[to];
}

static void layers(struct plan *p, size_t nodes)
{
	for (size_t i = 0; i < nodes; i++)
		for (size_t k = 0; k < p->all.at[i].below.n; k++) {
			struct place *to = &p->all.at[p->all.at[i].below.at[k]];
			if (to->layer <= p->all.at[i].layer)
				to->layer = p->all.at[i].layer + 1;
		}
	/* what nothing leads to stands right above its first use */
	for (size_t i = nodes; i-- > 0; ) {
		struct place *own = &p->all.at[i];
		uint32_t least = UINT32_MAX;
		for (size_t k = 0; k < own->below.n; k++)
			least = p->all.at[own->below.at[k]].layer < least ? p->all.at[own->below.at[k]].layer : least;
		if (own->above.n == 0 && least != UINT32_MAX)
			own->layer = least - 1;
	}
	for (size_t i = 0; i < nodes; i++)
		if (p->all.at[i].layer + 1 > p->layers)
			p->layers = p->all.at[i].layer + 1;
}

/* Each edge as hops from layer to layer. */
static void hops(struct plan *p, const struct layered_edge *edges, const bool *kept, size_t count)
{
	for (uint32_t e = 0; e < count; e++) {
		uint32_t at = edges[e].from;
		while (kept[e] && at != edges[e].to) {
			uint32_t next = edges[e].to;
			if (p->all.at[at].layer + 1 < p->all.at[next].layer) {
				next = (uint32_t)p->all.n;
				struct place *pass = vec_add(p->arena, &p->all);
				pass->pass = true;
				pass->layer = p->all.at[at].layer + 1;
			}
			*vec_add(p->arena, &p->hops) = (struct hop){ at, next, e, 0, 0 };
			at = next;
		}
	}
	for (size_t i = 0; i < p->all.n; i++)
		p->all.at[i].above.n = p->all.at[i].below.n = 0;
	for (size_t i = 0; i < p->hops.n; i++) {
		*vec_add(p->arena, &p->all.at[p->hops.at[i].from].below) = p->hops.at[i].to;
		*vec_add(p->arena, &p->all.at[p->hops.at[i].to].above) = p->hops.at[i].from;
	}
}

static void fill_layers(struct plan *p)
{
	p->in_layer = arena_take(p->arena, (p->layers + 1) * sizeof *p->in_layer);
	p->in_count = arena_take(p->arena, (p->layers + 1) * sizeof *p->in_count);
	for (size_t i = 0; i < p->all.n; i++)
		p->in_count[p->all.at[i].layer]++;
	for (uint32_t l = 0; l < p->layers; l++) {
		p->in_layer[l] = arena_take(p->arena, (p->in_count[l] + 1) * sizeof **p->in_layer);
		p->in_count[l] = 0;
	}
	for (uint32_t i = 0; i < p->all.n; i++) {
		struct place *own = &p->all.at[i];
		own->order = p->in_count[own->layer];
		p->in_layer[own->layer][p->in_count[own->layer]++] = i;
	}
}

/* Sorted by key, equal ones as they stood; layers are short. */
static void sort_layer(struct plan *p, uint32_t layer)
{
	uint32_t *list = p->in_layer[layer];
	for (uint32_t i = 1; i < p->in_count[layer]; i++)
		for (uint32_t k = i; k > 0 && p->all.at[list[k]].key < p->all.at[list[k - 1]].key; k--) {
			uint32_t swap = list[k];
			list[k] = list[k - 1];
			list[k - 1] = swap;
		}
	for (uint32_t i = 0; i < p->in_count[layer]; i++)
		p->all.at[list[i]].order = i;
}

static void order(struct plan *p)
{
	for (int sweep = 0; sweep < SWEEPS; sweep++)
		for (uint32_t step = 1; step < p->layers; step++) {
			bool down = sweep % 2 == 0;
			uint32_t layer = down ? step : p->layers - 1 - step;
			for (uint32_t i = 0; i < p->in_count[layer]; i++) {
				struct place *own = &p->all.at[p->in_layer[layer][i]];
				const uint32_t *near = down ? own->above.at : own->below.at;
				size_t n = down ? own->above.n : own->below.n;
				int64_t sum = 0;
				for (size_t k = 0; k < n; k++)
					sum += (int64_t)p->all.at[near[k]].order * SCALE;
				own->key = n ? sum / (int64_t)n : (int64_t)own->order * SCALE;
			}
			sort_layer(p, layer);
		}
}

/* Each as near to its wish as the others allow: places that would overlap move as one block, to the middle of their wishes. */
static void settle(struct plan *p, uint32_t layer)
{
	uint32_t n = p->in_count[layer], blocks = 0;
	struct block { int64_t sum; uint32_t count; } *block = arena_take(p->arena, (n + 1) * sizeof *block);
	int64_t offset = 0;
	for (uint32_t i = 0; i < n; i++) {
		struct place *own = &p->all.at[p->in_layer[layer][i]];
		block[blocks++] = (struct block){ own->key - offset, 1 };
		while (blocks > 1 && block[blocks - 2].sum * block[blocks - 1].count >= block[blocks - 1].sum * block[blocks - 2].count) {
			block[blocks - 2].sum += block[blocks - 1].sum;
			block[blocks - 2].count += block[blocks - 1].count;
			blocks--;
		}
		offset += (own->w + 1 + GAP) * SCALE;
	}
	offset = 0;
	uint32_t at = 0, used = 0;
	for (uint32_t i = 0; i < n; i++, used++) {
		struct place *own = &p->all.at[p->in_layer[layer][i]];
		if (used == block[at].count) {
			at++;
			used = 0;
		}
		int64_t left = block[at].sum / block[at].count + offset;
		/* rounded down, also below 0 */
		own->x = (int32_t)(left >= 0 ? left / SCALE : -((SCALE - 1 - left) / SCALE));
		offset += (own->w + 1 + GAP) * SCALE;
	}
}

static void columns(struct plan *p)
{
	for (uint32_t l = 0; l < p->layers; l++) {
		for (uint32_t i = 0; i < p->in_count[l]; i++)
			p->all.at[p->in_layer[l][i]].key = 0;
		settle(p, l);
	}
	for (int sweep = 0; sweep < SWEEPS; sweep++)
		for (uint32_t step = 0; step < p->layers; step++) {
			bool down = sweep % 2 == 0;
			uint32_t layer = down ? step : p->layers - 1 - step;
			for (uint32_t i = 0; i < p->in_count[layer]; i++) {
				struct place *own = &p->all.at[p->in_layer[layer][i]];
				const uint32_t *near = down ? own->above.at : own->below.at;
				size_t n = down ? own->above.n : own->below.n;
				int64_t sum = 0;
				for (size_t k = 0; k < n; k++)
					sum += ((int64_t)p->all.at[near[k]].x * 2 + p->all.at[near[k]].w) * SCALE / 2;
				own->key = n ? sum / (int64_t)n - (int64_t)own->w * SCALE / 2 : (int64_t)own->x * SCALE;
			}
			settle(p, layer);
		}
	int32_t least = INT32_MAX;
	for (size_t i = 0; i < p->all.n; i++)
		least = p->all.at[i].x < least ? p->all.at[i].x : least;
	for (size_t i = 0; i < p->all.n; i++)
		p->all.at[i].x -= least;
}

static int by_source(const void *x, const void *y)
{
	const struct hop *a = *(struct hop *const *)x, *b = *(struct hop *const *)y;
	if (a->x1 != b->x1)
		return a->x1 < b->x1 ? -1 : 1;
	return (a->edge > b->edge) - (a->edge < b->edge);
}

/* An edge leaves a box in its middle; those that enter one stand side by side. */
static void ports(struct plan *p)
{
	for (size_t i = 0; i < p->hops.n; i++)
		p->hops.at[i].x1 = p->all.at[p->hops.at[i].from].x + p->all.at[p->hops.at[i].from].w / 2;
	struct hop **list = arena_take(p->arena, (p->hops.n + 1) * sizeof *list);
	for (uint32_t t = 0; t < p->all.n; t++) {
		const struct place *to = &p->all.at[t];
		int32_t n = 0;
		for (size_t i = 0; i < p->hops.n; i++)
			if (p->hops.at[i].to == t)
				list[n++] = &p->hops.at[i];
		qsort(list, (size_t)n, sizeof *list, by_source);
		for (int32_t k = 0; k < n; k++)
			list[k]->x2 = to->x + (n == 1 ? to->w / 2 : (k + 1) * to->w / (n + 1));
		/* one that comes from right above goes straight */
		for (int32_t k = 0; k < n; k++)
			if (n > 1 && list[k]->x1 > to->x && list[k]->x1 < to->x + to->w && (k == 0 || list[k - 1]->x2 < list[k]->x1) && (k + 1 == n || list[k + 1]->x2 > list[k]->x1))
				list[k]->x2 = list[k]->x1;
	}
}

/* Rows for what runs level below a layer; returns how many. A bus whose source stands in the column where another goes down
 * lies above that one. */
static int32_t rows(struct plan *p, uint32_t layer, struct bus *bus)
{
	uint32_t n = p->in_count[layer], left = n;
	int32_t count = 0;
	for (uint32_t i = 0; i < n; i++) {
		int32_t x = p->all.at[p->in_layer[layer][i]].x + p->all.at[p->in_layer[layer][i]].w / 2;
		bus[i] = (struct bus){ x, x, x, -1, false };
	}
	for (size_t i = 0; i < p->hops.n; i++) {
		const struct hop *h = &p->hops.at[i];
		if (p->all.at[h->from].layer != layer)
			continue;
		struct bus *b = &bus[p->all.at[h->from].order];
		b->low = h->x2 < b->low ? h->x2 : b->low;
		b->high = h->x2 > b->high ? h->x2 : b->high;
	}
	for (bool forced = false; left; ) {
		bool any = false;
		for (uint32_t i = 0; i < n; i++) {
			struct bus *b = &bus[i];
			int32_t row = 0;
			bool wait = false;
			if (b->placed)
				continue;
			/* those that must lie above this one: their source is a column in which it goes down */
			for (size_t k = 0; k < p->hops.n && b->low < b->high; k++) {
				const struct hop *h = &p->hops.at[k];
				if (p->all.at[h->from].layer != layer || p->all.at[h->from].order != i)
					continue;
				for (uint32_t o = 0; o < n; o++) {
					if (o == i || bus[o].low == bus[o].high || bus[o].x != h->x2)
						continue;
					wait |= !bus[o].placed && !forced;
					row = bus[o].placed && bus[o].row >= row ? bus[o].row + 1 : row;
				}
			}
			if (wait)
				continue;
			for (bool moved = b->low < b->high; moved; ) {
				moved = false;
				for (uint32_t o = 0; o < n; o++)
					if (o != i && bus[o].placed && bus[o].row == row && bus[o].low < bus[o].high && bus[o].low <= b->high + 1 && b->low <= bus[o].high + 1) {
						row++;
						moved = true;
					}
			}
			b->row = row;
			b->placed = any = true;
			forced = false;
			left--;
			if (b->low < b->high && row + 1 > count)
				count = row + 1;
		}
		forced = !any;
	}
	return count;
}

static void draw(struct plan *p, const struct layered_node *nodes, size_t count, const struct layered_edge *edges, size_t edge_count, struct drawing *d)
{
	struct sketch s = { .arena = p->arena, .drawing = d };
	int32_t y = 0, high = 2;
	uint32_t *started = arena_take(p->arena, (edge_count + 1) * sizeof *started);
	struct bus *bus = arena_take(p->arena, (p->all.n + 1) * sizeof *bus);
	for (size_t i = 0; i < count; i++)
		high = nodes[i].below.n ? 3 : high;
	for (uint32_t l = 0; l < p->layers; l++) {
		for (uint32_t i = 0; i < p->in_count[l]; i++) {
			uint32_t own = p->in_layer[l][i];
			const struct place *place = &p->all.at[own];
			if (place->pass)
				continue;
			draw_box(&s, nodes[own].look, place->x, y, place->w, high)->link = nodes[own].link;
			draw_middle(&s, LOOK_STRONG, place->x, place->w, y + 1, nodes[own].label);
			d->all.at[d->all.n - 1].link = nodes[own].link;
			draw_middle(&s, LOOK_QUIET, place->x, place->w, y + 2, nodes[own].below);
		}
		int32_t level = rows(p, l, bus), next = y + high + (level ? level + 2 : 3);
		for (size_t i = 0; i < p->hops.n; i++) {
			const struct hop *h = &p->hops.at[i];
			if (p->all.at[h->from].layer != l)
				continue;
			/* an edge's line grows from hop to hop: its index, since the list of primitives may move */
			if (!started[h->edge]) {
				started[h->edge] = (uint32_t)d->all.n + 1;
				draw_line(&s, LOOK_QUIET, h->x1, y + high, h->x1, y + high + 1)->dashed = edges[h->edge].dashed;
			}
			struct primitive *line = &d->all.at[started[h->edge] - 1];
			if (h->x1 != h->x2) {
				int32_t row = y + high + 1 + bus[p->all.at[h->from].order].row;
				draw_to(&s, line, h->x1, row);
				draw_to(&s, line, h->x2, row);
			}
			bool last = !p->all.at[h->to].pass;
			draw_to(&s, line, h->x2, last ? next - 1 : next + high);
			line->to_tip = last;
		}
		y = next;
	}
}

void figure_layered(struct arena *a, const struct layered_node *nodes, size_t count, const struct layered_edge *edges, size_t edge_count, struct drawing *d)
{
	struct plan p = { .arena = a };
	bool *kept = arena_take(a, edge_count + 1), *reached = arena_take(a, count + 1);
	for (size_t i = 0; i < count; i++) {
		int32_t label = draw_columns(nodes[i].label), below = draw_columns(nodes[i].below);
		vec_add(a, &p.all)->w = (label > below ? label : below) + 3;
	}
	for (size_t e = 0; e < edge_count; e++)
		if (edges[e].from < edges[e].to)
			*vec_add(a, &p.all.at[edges[e].from].below) = edges[e].to;
	for (size_t e = 0; e < edge_count; e++)
		kept[e] = edges[e].from < edges[e].to && !implied(&p, edges[e].from, edges[e].to, reached);
	for (size_t i = 0; i < count; i++)
		p.all.at[i].below.n = 0;
	for (size_t e = 0; e < edge_count; e++)
		if (kept[e]) {
			*vec_add(a, &p.all.at[edges[e].from].below) = edges[e].to;
			*vec_add(a, &p.all.at[edges[e].to].above) = edges[e].from;
		}
	*d = (struct drawing){ 0 };
	if (!count)
		return;
	layers(&p, count);
	hops(&p, edges, kept, edge_count);
	fill_layers(&p);
	order(&p);
	columns(&p);
	ports(&p);
	draw(&p, nodes, count, edges, edge_count, d);
}
