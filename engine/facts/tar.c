/* ustar archives, written and read in memory: what collects a machine writes them, and a machine can answer from one. */
#include "base.h"
#include "facts/tar.h"

#include <string.h>

enum {
	BLOCK = 512, RECORD = 20 * BLOCK,
	NAME_AT = 0, NAME_N = 100, MODE_AT = 100, UID_AT = 108, GID_AT = 116, SIZE_AT = 124, TIME_AT = 136, SUM_AT = 148, SUM_N = 8, TYPE_AT = 156,
	MAGIC_AT = 257, PREFIX_AT = 345, PREFIX_N = 155,
};

/* --- writing ------------------------------------------------------------------------------------------------------ */
static unsigned sum_of(const char *block)
{
	unsigned sum = 0;
	for (int i = 0; i < BLOCK; i++)
		sum += i >= SUM_AT && i < SUM_AT + SUM_N ? ' ' : (unsigned char)block[i];
	return sum;
}

static void pad(struct buf *b, size_t unit)
{
	buf_pad(b, '\0', (unit - b->n % unit) % unit);
}

bool tar_add(struct buf *b, struct str path, struct str bytes)
{
	char head[BLOCK] = { 0 };
	struct str prefix = { path.s, 0 }, name = path;
	/* The first slash that leaves a name short enough parts the two. */
	for (size_t i = 0; name.n > NAME_N && i + 1 < path.n; i++)
		if (path.s[i] == '/') {
			prefix = str_slice(path, 0, i);
			name = str_from(path, i + 1);
		}
	if (name.n > NAME_N || prefix.n > PREFIX_N || !name.n)
		return false;
	bool folder = name.s[name.n - 1] == '/';
	memcpy(head + NAME_AT, name.s, name.n);
	memcpy(head + PREFIX_AT, prefix.s, prefix.n);
	memcpy(head + MODE_AT, folder ? "0000755" : "0000644", 7);
	memcpy(head + UID_AT, "0000000", 7);
	memcpy(head + GID_AT, "0000000", 7);
	snprintf(head + SIZE_AT, 12, "%011llo", folder ? 0ULL : (unsigned long long)bytes.n);
	memcpy(head + TIME_AT, "00000000000", 11);
	memcpy(head + MAGIC_AT, "ustar\0" "00", 8);
	head[TYPE_AT] = folder ? '5' : '0';
	snprintf(head + SUM_AT, SUM_N, "%06o", sum_of(head));
	head[SUM_AT + SUM_N - 1] = ' ';
	buf_put(b, (struct str){ head, BLOCK });
	if (!folder)
		buf_put(b, bytes);
	pad(b, BLOCK);
	return true;
}

void tar_end(struct buf *b)
{
	buf_pad(b, '\0', 2 * BLOCK);
	pad(b, RECORD);
}

/* --- reading ------------------------------------------------------------------------------------------------------ */
static bool octal(const char *at, size_t n, uint64_t *value)
{
	bool any = false;
	*value = 0;
	for (size_t i = 0; i < n && at[i]; i++) {
		if (at[i] == ' ')
			continue;
		if (at[i] < '0' || at[i] > '7')
			return false;
		*value = *value * 8 + (uint64_t)(at[i] - '0');
		any = true;
	}
	return any;
}

static struct str field(const char *at, size_t most)
{
	const char *end = memchr(at, 0, most);
	return (struct str){ at, end ? (size_t)(end - at) : most };
}

/* "30 path=...\n" of a pax header; the last one counts. */
static struct str pax_path(struct str records)
{
	struct str path = { 0 };
	while (records.n) {
		size_t length = 0, i = 0;
		while (i < records.n && records.s[i] >= '0' && records.s[i] <= '9' && length < records.n)
			length = length * 10 + (size_t)(records.s[i++] - '0');
		if (i >= records.n || records.s[i] != ' ' || length <= i + 1 || length > records.n)
			break;
		struct str record = str_slice(records, i + 1, length - 1);
		if (str_starts(record, STR("path=")))
			path = str_from(record, 5);
		records = str_from(records, length);
	}
	return path;
}

/* Without "./" before it and "/" after it; empty when it is not below the archive. */
static struct str plain(struct str path)
{
	struct str rest, piece;
	while (str_starts(path, STR("./")))
		path = str_from(path, 2);
	while (path.n && path.s[path.n - 1] == '/')
		path.n--;
	rest = path;
	while (rest.n && str_split(&rest, '/', &piece))
		if (!piece.n || str_is(piece, "..") || str_is(piece, "."))
			return STR("");
	return path;
}

struct map *tar_read(struct arena *a, struct str bytes, const char **why)
{
	struct map *files = map_new(a);
	struct str longer = { 0 };
	size_t at = 0;
	*why = "is no tar archive";
	while (at + BLOCK <= bytes.n && bytes.s[at]) {
		const char *head = bytes.s + at;
		uint64_t size, sum;
		if (memcmp(head + MAGIC_AT, "ustar", 5) != 0 || !octal(head + SUM_AT, SUM_N, &sum) || sum != sum_of(head))
			return NULL;
		*why = "is a tar archive that is cut off or broken";
		if (!octal(head + SIZE_AT, 12, &size) || size > bytes.n - at - BLOCK)
			return NULL;
		struct str body = { head + BLOCK, (size_t)size }, name = field(head + NAME_AT, NAME_N), prefix = field(head + PREFIX_AT, PREFIX_N);
		bool posix = head[MAGIC_AT + 5] == '\0';        /* GNU's own kind has other things where the prefix is */
		struct str path = longer.n ? longer : posix && prefix.n ? str_format(a, "%.*s/%.*s", STR_ARG(prefix), STR_ARG(name)) : name;
		char type = head[TYPE_AT];
		longer = (struct str){ 0 };
		at += BLOCK + (size_t)((size + BLOCK - 1) / BLOCK * BLOCK);
		if (type == 'L')
			longer = field(body.s, body.n);
		else if (type == 'x')
			longer = pax_path(body);
		path = plain(path);
		if (!path.n || (type != '0' && type != '\0' && type != '5'))
			continue;
		struct str *kept = arena_take(a, sizeof *kept);
		*kept = type == '5' ? (struct str){ 0 } : body;
		map_put(files, path, kept);
	}
	/* A block of nothing ends it: without one, what is missing would look like a machine that lacks it. */
	if (at + BLOCK > bytes.n)
		return NULL;
	*why = "holds no file";
	return files->n ? files : NULL;
}
