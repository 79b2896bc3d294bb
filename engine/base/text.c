/* A file's bytes and where its lines begin; every place in a message is worked out here. */
#include "base.h"

enum { TEXT_STEP = 1024 };

static void count_steps(struct arena *a, struct text *t)
{
	size_t steps = t->bytes.n / TEXT_STEP + 1;
	t->counts = arena_take(a, steps * sizeof *t->counts);
	for (size_t i = 1; i < steps; i++)
		t->counts[i] = t->counts[i - 1] + (uint32_t)utf8_count(str_slice(t->bytes, (i - 1) * TEXT_STEP, i * TEXT_STEP));
}

/* Code points before byte at. */
static uint32_t count_before(const struct text *t, size_t at)
{
	if (at > t->bytes.n)
		at = t->bytes.n;
	size_t step = at / TEXT_STEP;
	return t->counts[step] + (uint32_t)utf8_count(str_slice(t->bytes, step * TEXT_STEP, at));
}

struct text *text_new(struct arena *a, struct str name, struct str bytes)
{
	struct text *t = arena_take(a, sizeof *t);
	VEC(uint32_t) starts = { 0 };
	*vec_add(a, &starts) = 0;
	bool returns = str_find_char(bytes, '\r') != STR_NONE;
	for (size_t i = 0; i < bytes.n; i++) {
		if (!returns) {                         /* the next line in one step */
			size_t next = str_find_char(str_from(bytes, i), '\n');
			if (next == STR_NONE)
				break;
			i += next;
		}
		bool end = bytes.s[i] == '\n' || (bytes.s[i] == '\r' && (i + 1 == bytes.n || bytes.s[i + 1] != '\n'));
		if (end && i + 1 < bytes.n)
			*vec_add(a, &starts) = (uint32_t)i + 1;
	}
	*t = (struct text){ .name = name, .bytes = bytes, .starts = starts.at, .lines = (uint32_t)starts.n };
	count_steps(a, t);
	return t;
}

struct position text_position(const struct text *t, uint32_t at)
{
	uint32_t low = 0, high = t->lines;
	while (high - low > 1) {
		uint32_t mid = low + (high - low) / 2;
		if (t->starts[mid] <= at)
			low = mid;
		else
			high = mid;
	}
	uint32_t start = t->starts[low];
	/* most lines are short: what is before the place in its line is counted, else whole steps are left out */
	uint32_t before = at - start < TEXT_STEP && at <= t->bytes.n ? (uint32_t)utf8_count(str_slice(t->bytes, start, at)) : count_before(t, at) - count_before(t, start);
	return (struct position){ low + 1, before + 1 };
}

struct str text_line(const struct text *t, uint32_t line)
{
	if (line < 1 || line > t->lines)
		return STR("");
	size_t end = line < t->lines ? t->starts[line] : t->bytes.n;
	struct str x = str_slice(t->bytes, t->starts[line - 1], end);
	while (x.n && (x.s[x.n - 1] == '\n' || x.s[x.n - 1] == '\r'))
		x.n--;
	return x;
}

struct str text_range(const struct text *t, struct range r)
{
	return str_slice(t->bytes, r.at, (size_t)r.at + r.n);
}
