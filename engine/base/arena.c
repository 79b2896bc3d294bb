/* One arena per worksheet: blocks that double up to a bound, given back together. */
#include "base.h"

#include <stdalign.h>
#include <stdlib.h>
#include <string.h>

enum {
	FIRST_BLOCK = 16 << 10, LARGEST_STEP = 4 << 20,
	FIRST_ROOM = 256,               /* bytes of a new array, at most four elements: most arrays hold one or two */
	LARGE = 1 << 20,                /* from this size on an array grows fourfold: what it does not use is never touched, and what it */
					/* leaves behind is a third of it, not all */
};

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

static struct block *block_new(size_t room, struct block *next, bool zeroed)
{
	struct block *b = zeroed ? calloc(1, sizeof *b + room) : malloc(sizeof *b + room);
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
	a->head = block_new(FIRST_BLOCK, NULL, false);
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
			struct block *own = block_new(bytes, b->next, true);
			own->used = bytes;
			b->next = own;
			a->taken += bytes;
			return own->bytes;
		}
		b = a->head = block_new(room, b, false);
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
	size_t first = FIRST_ROOM / size, least = first < 1 ? 1 : first > 4 ? 4 : first;
	size_t more = *room ? *room * (*room > LARGE / size ? 4 : 2) : least;
	if (more > SIZE_MAX / 2 / size || *room > SIZE_MAX / 8)
		fatal("out of memory (%zu elements wanted)", more);
	/* the last thing that was taken grows where it stands */
	const size_t unit = alignof(max_align_t);
	size_t had = (*room * size + unit - 1) / unit * unit, wanted = (more * size + unit - 1) / unit * unit;
	struct block *b = a->head;
	if (n && b->used >= had && (char *)at == b->bytes + (b->used - had) && b->room - b->used >= wanted - had) {
		memset(b->bytes + b->used, 0, wanted - had);
		b->used += wanted - had;
		a->taken += wanted - had;
		*room = more;
		return at;
	}
	void *new = arena_take(a, more * size);
	if (n)
		memcpy(new, at, n * size);
	*room = more;
	return new;
}
