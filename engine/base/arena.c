/* One arena per worksheet: blocks that double up to a bound, given back together. */
#include "base.h"

#include <stdalign.h>
#include <stdlib.h>
#include <string.h>

enum { FIRST_BLOCK = 16 << 10, LARGEST_STEP = 4 << 20 };

struct block { struct block *next; size_t used, room; alignas(max_align_t) char bytes[]; };
struct arena { struct block *head; size_t taken; };

void fatal(const char *format, ...)
{
	va_list list;
	va_start(list, format);
	fputs("hence: ", stderr);
	vfprintf(stderr, format, list);
	fputc('\n', stderr);
	va_end(list);
	_Exit(2);
}

static struct block *block_new(size_t room, struct block *next)
{
	struct block *b = malloc(sizeof *b + room);
	if (!b)
		fatal("out of memory (%zu bytes wanted)", room);
	b->next = next;
	b->used = 0;
	b->room = room;
	return b;
}

struct arena *arena_new(void)
{
	struct arena *a = malloc(sizeof *a);
	if (!a)
		fatal("out of memory");
	a->head = block_new(FIRST_BLOCK, NULL);
	a->taken = 0;
	return a;
}

void arena_free(struct arena *a)
{
	if (!a)
		return;
	for (struct block *b = a->head, *next; b; b = next) {
		next = b->next;
		free(b);
	}
	free(a);
}

void *arena_take(struct arena *a, size_t bytes)
{
	const size_t unit = alignof(max_align_t);
	if (bytes > SIZE_MAX / 2)
		fatal("out of memory (%zu bytes wanted)", bytes);
	bytes = (bytes + unit - 1) / unit * unit;
	struct block *b = a->head;
	if (b->room - b->used < bytes) {
		size_t room = b->room * 2 < LARGEST_STEP ? b->room * 2 : LARGEST_STEP;
		if (room < bytes) {
			/* A large piece gets a block of its own behind the head, so that the head's rest is not lost. */
			struct block *own = block_new(bytes, b->next);
			own->used = bytes;
			b->next = own;
			a->taken += bytes;
			return memset(own->bytes, 0, bytes);
		}
		b = a->head = block_new(room, b);
	}
	void *p = b->bytes + b->used;
	b->used += bytes;
	a->taken += bytes;
	return memset(p, 0, bytes);
}

size_t arena_bytes(const struct arena *a)
{
	return a->taken;
}

void *base_grown(struct arena *a, void *at, size_t n, size_t *room, size_t size)
{
	if (n < *room)
		return at;
	size_t more = *room ? *room * 2 : 4;
	if (more > SIZE_MAX / 2 / size)
		fatal("out of memory (%zu elements wanted)", more);
	void *new = arena_take(a, more * size);
	if (n)
		memcpy(new, at, n * size);
	*room = more;
	return new;
}
