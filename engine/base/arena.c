/* One arena per worksheet: blocks that double up to a bound, given back together. */
#include "base.h"

#include <malloc.h>
#include <stdalign.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

enum {
	LARGE_PAGE = 2 << 20,           /* where the system has pages of that size, one costs no more to get than ten of its usual ones */
	FIRST_BLOCK = 16 << 10, LARGEST_STEP = 2 * LARGE_PAGE - 64,     /* with what stands before its bytes a block ends where a page does */
	FIRST_ROOM = 256,               /* bytes of a new array, at most four elements: most arrays hold one or two */
	MAPPED = 1 << 20,               /* from here on it has pages of its own, too, and grows without being copied */
	LARGE = 256 << 10,              /* from this size on an array has a block of its own, which the system moves without a copy */
	KEPT = 32 << 20,                /* larger pieces of memory go back at once; glibc admits no more */
	FIRST_HEAP = 8 * LARGE_PAGE,    /* of addresses: a page that is not touched takes nothing */
	PAGE = 4096,
};

/* What is mapped is zero from fresh on: no byte there was ever taken, also if the block is used from its start again. */
struct block { struct block *next; size_t used, room, fresh; bool mapped; alignas(max_align_t) char bytes[]; };
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

/* What one stage frees the next one uses: giving it back to the system and asking again costs more than the work. The heap begins a page
 * before a large page does, for memory that comes in usual ones costs more to get than most worksheets cost to check. That is a favour:
 * a system that does not do it goes on as it is. */
void arena_begin(void)
{
	uintptr_t now = (uintptr_t)sbrk(0), large = (now + PAGE + LARGE_PAGE - 1) / LARGE_PAGE * LARGE_PAGE;
	mallopt(M_MMAP_THRESHOLD, KEPT);
	mallopt(M_TRIM_THRESHOLD, KEPT);
	if (sbrk((intptr_t)(large - PAGE - now)) == (void *)-1)
		return;
	mallopt(M_TOP_PAD, FIRST_HEAP);
	void *volatile first = malloc(1);       /* makes the heap; volatile, or the compiler sees that nobody needs it */
	if ((uintptr_t)sbrk(0) >= large + FIRST_HEAP)
		madvise((void *)large, FIRST_HEAP, MADV_HUGEPAGE);
	free(first);
}

/* What is mapped for a block with room for so many bytes. */
static size_t mapped_bytes(size_t room)
{
	return (sizeof(struct block) + room + LARGE_PAGE - 1) / LARGE_PAGE * LARGE_PAGE;
}

/* The block b, with room for so many bytes; b: NULL for a new one. Its pages are large where the system has such. */
static struct block *block_mapped(struct block *b, size_t room)
{
	size_t bytes = mapped_bytes(room);
	void *p = b && mapped_bytes(b->room) == bytes ? b : b ? mremap(b, mapped_bytes(b->room), bytes, MREMAP_MAYMOVE) : mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (p == MAP_FAILED)
		fatal("out of memory (%zu bytes wanted)", room);
	if (!b)
		madvise(p, bytes, MADV_HUGEPAGE);
	b = p;
	b->room = room;
	b->mapped = true;
	return b;
}

static struct block *block_new(size_t room, struct block *next)
{
	struct block *b = room < MAPPED ? malloc(sizeof *b + room) : block_mapped(NULL, room);
	if (!b)
		fatal("out of memory (%zu bytes wanted)", room);
	b->next = next;
	b->used = b->fresh = 0;
	b->room = room < MAPPED ? room : mapped_bytes(room) - sizeof *b;
	b->mapped = room >= MAPPED;
	return b;
}

static void block_free(struct block *b)
{
	if (b->mapped)
		munmap(b, mapped_bytes(b->room));
	else
		free(b);
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
		block_free(b);
	}
	free(a);
}

static void use(struct block *b, size_t bytes)
{
	b->used += bytes;
	if (b->used > b->fresh)
		b->fresh = b->used;
}

/* Not zeroed: what nobody writes to is never touched. *zero: it is zero already, fresh from the system. */
static void *taken(struct arena *a, size_t bytes, bool *zero)
{
	if (bytes > SIZE_MAX / 2)
		fatal("out of memory (%zu bytes wanted)", bytes);
	struct block *b = a->head;
	a->taken += bytes;
	if (b->room - b->used < bytes) {
		size_t room = b->room * 2 < LARGEST_STEP ? b->room * 2 : LARGEST_STEP;
		if (room < bytes) {
			/* A large piece gets a block of its own behind the head, so that the head's rest is not lost. */
			b->next = block_new(bytes, b->next);
			use(b->next, bytes);
			*zero = b->next->mapped;
			return b->next->bytes;
		}
		b = a->head = block_new(room, b);
	}
	void *p = b->bytes + b->used;
	*zero = b->mapped && b->used >= b->fresh;
	use(b, bytes);
	return p;
}

static size_t whole(size_t bytes)
{
	const size_t unit = alignof(max_align_t);
	return bytes > SIZE_MAX - unit ? bytes : (bytes + unit - 1) / unit * unit;
}

void *arena_take(struct arena *a, size_t bytes)
{
	bool zero;
	void *p = taken(a, whole(bytes), &zero);
	return zero ? p : memset(p, 0, bytes);
}

void arena_reset(struct arena *a)
{
	for (struct block *b = a->head->next, *next; b; b = next) {
		next = b->next;
		block_free(b);
	}
	a->head->next = NULL;
	a->head->used = 0;
	a->taken = 0;
}

size_t arena_bytes(const struct arena *a)
{
	return a->taken;
}

/* An array that has a block of its own grows with it, and leaves nothing behind. */
static void *grown_alone(struct arena *a, void *at, size_t had, size_t wanted)
{
	struct block **link = &a->head->next;
	while (*link && (void *)(*link)->bytes != at)
		link = &(*link)->next;
	struct block *b = *link;
	if (b && b->used == had && (b->mapped || wanted < MAPPED)) {
		b = b->mapped ? block_mapped(b, wanted) : realloc(b, sizeof *b + wanted);
		if (!b)
			fatal("out of memory (%zu bytes wanted)", wanted);
		*link = b;
	} else {
		struct block *old = b && b->used == had ? b : NULL, *new = wanted < MAPPED ? block_new(wanted, NULL) : block_mapped(NULL, wanted);
		memcpy(new->bytes, at, had);
		new->next = old ? old->next : a->head->next;
		*(old ? link : &a->head->next) = new;
		a->taken += old ? 0 : had;
		if (old)
			block_free(old);
		b = new;
	}
	b->room = b->used = wanted;
	a->taken += wanted - had;
	return b->bytes;
}

void *base_grown(struct arena *a, void *at, size_t n, size_t *room, size_t size)
{
	if (n < *room)
		return at;
	size_t first = FIRST_ROOM / size, least = first < 1 ? 1 : first > 4 ? 4 : first, more = *room ? *room * size < MAPPED ? *room * 2 : *room + *room / 8 : least;
	if (more > SIZE_MAX / 2 / size || *room > SIZE_MAX / 8)
		fatal("out of memory (%zu elements wanted)", more);
	size_t had = whole(*room * size), wanted = whole(more * size);
	struct block *b = a->head;
	*room = more;
	if (n && b->used >= had && (char *)at == b->bytes + (b->used - had) && b->room - b->used >= wanted - had) {
		/* the last thing that was taken grows where it stands */
		use(b, wanted - had);
		a->taken += wanted - had;
		return at;
	}
	if (n && wanted >= LARGE)
		return grown_alone(a, at, had, wanted);
	bool zero;
	void *new = taken(a, wanted, &zero);
	if (n)
		memcpy(new, at, n * size);
	return new;
}
