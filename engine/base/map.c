/* Hash table over an array that keeps the order of insertion: iteration never depends on a hash. */
#include "base.h"

#include <string.h>

/* A slot holds half of the key's hash above its place in the array plus one: most other keys are told apart by it. */
enum { HALF = 32, FIRST_SLOTS = 16 };

struct map *map_new(struct arena *a)
{
	struct map *m = arena_take(a, sizeof *m);
	m->arena = a;
	return m;
}

static struct map_entry *entry_of(const struct map *m, uint64_t slot)
{
	return &m->at[(uint32_t)slot - 1];
}

static uint64_t half_hash(struct str key)
{
	return str_hash(key) & UINT32_MAX;
}

static inline size_t slot_of(const struct map *m, struct str key, uint64_t half)
{
	size_t mask = m->slot_count - 1, i = (size_t)half & mask;
	while (m->slots[i] && (m->slots[i] >> HALF != half || !str_eq(entry_of(m, m->slots[i])->key, key)))
		i = (i + 1) & mask;
	return i;
}

void *map_get(const struct map *m, struct str key)
{
	if (!m->slot_count)
		return NULL;
	size_t i = slot_of(m, key, half_hash(key));
	return m->slots[i] ? entry_of(m, m->slots[i])->value : NULL;
}

static void grow(struct map *m)
{
	uint64_t *old = m->slots;
	size_t count = m->slot_count, mask = (count ? count * 2 : FIRST_SLOTS) - 1;
	m->slot_count = mask + 1;
	m->slots = arena_take(m->arena, m->slot_count * sizeof *m->slots);
	for (size_t k = 0; k < count; k++) {
		size_t i = (size_t)(old[k] >> HALF) & mask;
		while (old[k] && m->slots[i])
			i = (i + 1) & mask;
		if (old[k])
			m->slots[i] = old[k];
	}
}

void map_put(struct map *m, struct str key, void *value)
{
	if ((m->n + 1) * 2 > m->slot_count)
		grow(m);
	uint64_t half = half_hash(key);
	size_t i = slot_of(m, key, half);
	if (m->slots[i]) {
		entry_of(m, m->slots[i])->value = value;
		return;
	}
	m->at = base_grown(m->arena, m->at, m->n, &m->room, sizeof *m->at);
	m->at[m->n++] = (struct map_entry){ key, value };
	m->slots[i] = half << HALF | m->n;
}
