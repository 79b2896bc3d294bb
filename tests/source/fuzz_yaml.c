/* Any text as YAML: every node stands inside the text, or a finding says why there is none. */
#include "base.h"
#include "diag.h"
#include "source.h"

#include <assert.h>

static void inside(const struct yaml *y, size_t n, int depth)
{
	assert(depth < 100 && (size_t)y->range.at + y->range.n <= n && y->keys.n == (y->kind == YAML_MAP ? y->items.n : 0));
	for (size_t i = 0; i < y->items.n; i++)
		inside(y->items.at[i], n, depth + 1);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str bytes = { (const char *)data, size };
	size_t bad;
	if (!utf8_valid(bytes, &bad) || str_find_char(bytes, '\0') != STR_NONE)
		return 0;
	struct arena *a = arena_new();
	struct text *text = text_new(a, STR("fuzz.md"), bytes);
	struct diag diag = { .arena = a, .text = text };
	struct yaml *y = source_yaml(a, &diag, &limits_default, text, (struct range){ 0, (uint32_t)size });
	assert(y || diag.findings.n);
	if (y)
		inside(y, size, 0);
	for (size_t i = 0; i < diag.findings.n; i++)
		assert((size_t)diag.findings.at[i].place.at + diag.findings.at[i].place.n <= size);
	arena_free(a);
	return 0;
}
