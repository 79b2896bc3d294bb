/* A reader of BTF: finds a type by name, a field by its path, and sizes through typedefs and arrays. */
#include "base.h"
#include "confine.h"
#include "diag.h"
#include "source.h"
#include "model.h"
#include "facts.h"
#include "facts/btf.h"

#include <linux/btf.h>
#include <string.h>

enum { MOST_DEPTH = 32, MOST_TYPES = 4 << 20, KIND_DECL_TAG = 17, KIND_TYPE_TAG = 18, KIND_ENUM64 = 19 };   /* headers are older than kernels */
struct btf { struct str types, strings; uint32_t *at; uint32_t n, pointer; };   /* at[id]: where the type stands; at[0]: void; pointer: bytes of one */
struct member { uint64_t bits; uint32_t type, bit_size; };

static uint32_t word(struct str x, size_t at)
{
	uint32_t w = 0;
	if (at + sizeof w <= x.n)
		memcpy(&w, x.s + at, sizeof w);
	return w;
}

/* What stands behind a type's first 12 bytes. */
static size_t tail(uint32_t kind, uint32_t count)
{
	switch (kind) {
	case BTF_KIND_INT: case BTF_KIND_VAR: case KIND_DECL_TAG: return 4;
	case BTF_KIND_ARRAY: return 12;
	case BTF_KIND_STRUCT: case BTF_KIND_UNION: case BTF_KIND_DATASEC: case KIND_ENUM64: return 12 * (size_t)count;
	case BTF_KIND_ENUM: case BTF_KIND_FUNC_PROTO: return 8 * (size_t)count;
	default: return 0;
	}
}

static uint32_t kind_of(const struct btf *b, uint32_t id) { return id ? word(b->types, b->at[id] + 4) >> 24 & 0x1F : 0; }
static uint32_t count_of(const struct btf *b, uint32_t id) { return word(b->types, b->at[id] + 4) & 0xFFFF; }
static bool flag_of(const struct btf *b, uint32_t id) { return word(b->types, b->at[id] + 4) >> 31; }
static uint32_t size_or_type(const struct btf *b, uint32_t id) { return word(b->types, b->at[id] + 8); }

static struct str string(const struct btf *b, uint32_t at)
{
	struct str rest = str_from(b->strings, at);
	size_t end = str_find_char(rest, '\0');
	return end == STR_NONE ? STR("") : str_slice(rest, 0, end);
}

static struct str name_of(const struct btf *b, uint32_t id) { return string(b, word(b->types, b->at[id])); }

enum { HEADER = 24, OTHER_ORDER = 0x9FEB };

static void turn(char *bytes, uint64_t from, uint64_t to)
{
	for (uint64_t i = from; i + 4 <= to; i += 4) {
		uint32_t w;
		memcpy(&w, bytes + i, sizeof w);
		w = __builtin_bswap32(w);
		memcpy(bytes + i, &w, sizeof w);
	}
}

/* A machine of the other byte order wrote it: behind the magic and two bytes, all but the strings is words of four bytes. */
static struct str turned(struct arena *a, struct str x)
{
	char *copy = (char *)str_copy(a, x).s;
	struct str y = { copy, x.n };
	copy[0] = x.s[1];
	copy[1] = x.s[0];
	turn(copy, 4, HEADER);
	uint64_t from = (uint64_t)word(y, 4) + word(y, 8), to = from + word(y, 12);
	if (to <= x.n)
		turn(copy, from, to);
	return y;
}

struct btf *btf_open(struct arena *a, struct str x, const char **why)
{
	struct btf *b = arena_take(a, sizeof *b);
	if (x.n >= HEADER && (word(x, 0) & 0xFFFF) == OTHER_ORDER)
		x = turned(a, x);
	uint32_t head = word(x, 4), types = word(x, 8), types_n = word(x, 12), strings = word(x, 16), strings_n = word(x, 20);
	*why = "it does not begin as BTF does";
	if (x.n < HEADER || (word(x, 0) & 0xFFFFFF) != (0xEB9F | BTF_VERSION << 16))
		return NULL;
	*why = "its parts lie outside it";
	if ((uint64_t)head + types + types_n > x.n || (uint64_t)head + strings + strings_n > x.n)
		return NULL;
	b->types = str_slice(x, (size_t)head + types, (size_t)head + types + types_n);
	b->strings = str_slice(x, (size_t)head + strings, (size_t)head + strings + strings_n);
	VEC(uint32_t) at = { 0 };
	*vec_add(a, &at) = 0;
	for (size_t i = 0; i + 12 <= b->types.n && at.n < MOST_TYPES;) {
		uint32_t info = word(b->types, i + 4);
		*vec_add(a, &at) = (uint32_t)i;
		i += 12 + tail(info >> 24 & 0x1F, info & 0xFFFF);
		*why = "its last type is cut off";
		if (i > b->types.n)
			return NULL;
	}
	b->at = at.at;
	b->n = (uint32_t)at.n;
	/* BTF does not tell a pointer's size; in the kernel it is that of unsigned long. */
	for (uint32_t id = 1; id < b->n && !b->pointer; id++)
		if (kind_of(b, id) == BTF_KIND_INT && (str_is(name_of(b, id), "long unsigned int") || str_is(name_of(b, id), "unsigned long")))
			b->pointer = size_or_type(b, id);
	return b;
}

/* The type behind typedefs and qualifiers. */
static bool plain(const struct btf *b, uint32_t *id)
{
	for (int i = 0; i < MOST_DEPTH; i++) {
		if (*id >= b->n)
			return false;
		uint32_t kind = kind_of(b, *id);
		if (kind != BTF_KIND_TYPEDEF && kind != BTF_KIND_CONST && kind != BTF_KIND_VOLATILE && kind != BTF_KIND_RESTRICT && kind != KIND_TYPE_TAG)
			return true;
		*id = size_or_type(b, *id);
	}
	return false;
}

static bool size_of(const struct btf *b, uint32_t id, uint64_t *size)
{
	uint64_t times = 1;
	for (int i = 0; i < MOST_DEPTH && plain(b, &id); i++) {
		uint32_t kind = kind_of(b, id);
		if (kind == BTF_KIND_ARRAY) {
			if (__builtin_mul_overflow(times, (uint64_t)word(b->types, b->at[id] + 20), &times))
				return false;
			id = word(b->types, b->at[id] + 12);
			continue;
		}
		uint64_t one = kind == BTF_KIND_PTR ? b->pointer : size_or_type(b, id);
		bool sized = (kind == BTF_KIND_PTR && b->pointer) || kind == BTF_KIND_INT || kind == BTF_KIND_STRUCT || kind == BTF_KIND_UNION || kind == BTF_KIND_ENUM
			|| kind == KIND_ENUM64 || kind == BTF_KIND_FLOAT;
		return sized && !__builtin_mul_overflow(times, one, size);
	}
	return false;
}

/* Looks for a member by name, through nameless structs and unions; recursion is bounded by MOST_DEPTH. */
static enum btf_found member(const struct btf *b, uint32_t id, struct str name, uint64_t bits, int depth, struct member *m)
{
	if (!plain(b, &id) || depth > MOST_DEPTH)
		return BTF_BROKEN;
	uint32_t kind = kind_of(b, id);
	if (kind != BTF_KIND_STRUCT && kind != BTF_KIND_UNION)
		return BTF_NO_MEMBER;
	for (uint32_t i = 0; i < count_of(b, id); i++) {
		size_t at = b->at[id] + 12 + 12 * (size_t)i;
		uint32_t offset = word(b->types, at + 8);
		struct member here = { .bits = bits + (flag_of(b, id) ? offset & 0xFFFFFF : offset), .type = word(b->types, at + 4), .bit_size = flag_of(b, id) ? offset >> 24 : 0 };
		struct str its = string(b, word(b->types, at));
		if (str_eq(its, name) && name.n) {
			*m = here;
			return BTF_FOUND;
		}
		if (!its.n) {
			enum btf_found found = member(b, here.type, name, here.bits, depth + 1, m);
			if (found != BTF_NO_MEMBER)
				return found;
		}
	}
	return BTF_NO_MEMBER;
}

static enum btf_found field(const struct btf *b, uint32_t id, const struct btf_asked *q, uint64_t *answer)
{
	struct member m = { .type = id };
	struct str rest = q->field, name;
	while (str_split(&rest, '.', &name)) {
		enum btf_found found = member(b, m.type, name, m.bits, 0, &m);
		if (found != BTF_FOUND)
			return found;
	}
	if (m.bit_size || m.bits % 8)
		return BTF_NOT_BYTES;
	*answer = m.bits / 8;
	return !q->size || size_of(b, m.type, answer) ? BTF_FOUND : BTF_BROKEN;
}

static enum btf_found enumerator(const struct btf *b, uint32_t id, const struct btf_asked *q, uint64_t *answer, bool *negative)
{
	bool wide = kind_of(b, id) == KIND_ENUM64;
	for (uint32_t i = 0; i < count_of(b, id); i++) {
		size_t at = b->at[id] + 12 + (wide ? 12 : 8) * (size_t)i;
		if (!str_eq(string(b, word(b->types, at)), q->enumerator))
			continue;
		uint32_t low = word(b->types, at + 4);
		int64_t value = wide ? (int64_t)((uint64_t)word(b->types, at + 8) << 32 | low) : flag_of(b, id) ? (int64_t)(int32_t)low : (int64_t)low;
		*negative = flag_of(b, id) && value < 0;
		*answer = *negative ? 0 - (uint64_t)value : (uint64_t)value;
		return BTF_FOUND;
	}
	return BTF_NO_MEMBER;
}

static bool wanted(const struct btf *b, uint32_t id, const struct btf_asked *q)
{
	uint32_t kind = kind_of(b, id);
	bool fits = q->kind == BTF_NAME_STRUCT ? kind == BTF_KIND_STRUCT : q->kind == BTF_NAME_UNION ? kind == BTF_KIND_UNION
		: q->kind == BTF_NAME_ENUM ? kind == BTF_KIND_ENUM || kind == KIND_ENUM64 : kind == BTF_KIND_TYPEDEF || kind == BTF_KIND_INT;
	return fits && (str_eq(name_of(b, id), q->name) || (q->kind == BTF_NAME_ENUM && !q->name.n));
}

enum btf_found btf_find(struct arena *a, const struct btf *b, const struct btf_asked *q, struct str *answer)
{
	enum btf_found result = BTF_NO_TYPE;
	for (uint32_t id = 1; id < b->n; id++) {
		uint64_t number = 0;
		bool negative = false;
		if (!wanted(b, id, q))
			continue;
		enum btf_found found = q->kind == BTF_NAME_ENUM ? enumerator(b, id, q, &number, &negative)
			: q->field.n ? field(b, id, q, &number) : size_of(b, id, &number) ? BTF_FOUND : BTF_BROKEN;
		struct str digits = str_format(a, "%s%llu", negative ? "-" : "", (unsigned long long)number);
		if (result == BTF_FOUND && found == BTF_FOUND && !str_eq(digits, *answer))
			return BTF_AMBIGUOUS;
		if (found == BTF_FOUND)
			*answer = digits;
		if (result == BTF_NO_TYPE || found == BTF_FOUND)
			result = found;
	}
	return result;
}
