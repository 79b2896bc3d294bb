/* Any bytes as YAML: no crash, every place in the part. Built as markdown_fuzz.c is. */
#include "base.h"
#include "diag.h"
#include "source.h"

#include <stdlib.h>
#include <string.h>

static void inside(const struct text *t, struct range r)
{
	if (r.at > t->bytes.n || r.n > t->bytes.n - r.at)
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str bytes = { (const char *)data, size };
	size_t bad;
	if (!utf8_valid(bytes, &bad) || memchr(data, 0, size))
		return 0;
	struct arena *a = arena_new();
	struct text *t = text_new(a, STR("x.md"), bytes);
	struct diag d = { .arena = a, .text = t };
	struct yaml *y = source_yaml(a, &d, &limits_default, t, (struct range){ 0, (uint32_t)size });
	if (!y != (d.findings.n > 0))
		abort();        /* refused and nothing said, or read and complained about */
	for (size_t i = 0; i < d.findings.n; i++)
		inside(t, d.findings.at[i].place);
	if (y) {
		inside(t, y->range);
		for (size_t i = 0; i < y->items.n; i++)
			inside(t, y->items.at[i]->range);
	}
	arena_free(a);
	return 0;
}
