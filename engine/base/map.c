/* Hash table over an array that keeps the order of insertion: iteration never depends on a hash. */
#include "base.h"

#include <string.h>

struct map *map_new(struct arena *a)
{
	struct map *m = arena_take(a, sizeof *m);
	m->arena = a;
	return m;
}

static size_t slot_of(const struct map *m, struct str key)
{
	size_t mask = m->slot_count - 1, i = (size_t)str_hash(key) & mask;
	while (m->slots[i] && !str_eq(m->at[m->slots[i] - 1].key, key))
		i = (i + 1) & mask;
	return i;
}

void *map_get(const struct map *m, struct str key)
{
	if (!m->slot_count)
		return NULL;
	size_t i = slot_of(m, key);
	return m->slots[i] ? m->at[m->slots[i] - 1].value : NULL;
}

void map_put(struct map *m, struct str key, void *value)
{
	if ((m->n + 1) * 2 > m->slot_count) {
		m->slot_count = m->slot_count ? m->slot_count * 2 : 16;
		m->slots = arena_take(m->arena, m->slot_count * sizeof *m->slots);
		for (size_t k = 0; k < m->n; k++)
			m->slots[slot_of(m, m->at[k].key)] = (uint32_t)k + 1;
	}
	size_t i = slot_of(m, key);
	if (m->slots[i]) {
		m->at[m->slots[i] - 1].value = value;
		return;
	}
	m->at = base_grown(m->arena, m->at, m->n, &m->room, sizeof *m->at);
	m->at[m->n++] = (struct map_entry){ key, value };
	m->slots[i] = (uint32_t)m->n;
}
