/* Looks a compiled-in file up; the table itself is made by the build. */
#include "base.h"

struct str embedded_find(const char *path)
{
	for (const struct embedded *e = embedded_files; e->path; e++)
		if (str_is(str_of(path), e->path))
			return (struct str){ e->bytes, e->n };
	return (struct str){ NULL, 0 };
}

struct str embedded_digest(struct arena *a, struct str bytes)
{
	for (const struct embedded *e = embedded_files; e->path; e++)
		if (e->bytes == bytes.s && e->n == bytes.n)
			return str_of(e->digest);
	return base_digest(a, bytes);
}
