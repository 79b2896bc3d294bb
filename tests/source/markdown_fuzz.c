/* Any bytes as Markdown: no crash, every character in its place. Built by hand with
 * clang -g -O1 -fsanitize=fuzzer,address,undefined -std=c11 -D_GNU_SOURCE -Iengine -Iout tests/source/markdown_fuzz.c
 *     engine/source/[a-z]*.c engine/diag/diag.c engine/base/[a-z]*.c out/gen/findings.c out/gen/embedded.c
 *     -lyaml -lcmark-gfm-extensions -lcmark-gfm */
#include "base.h"
#include "diag.h"
#include "source.h"
#include "places.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str bytes = { (const char *)data, size };
	size_t bad;
	struct trouble trouble;
	if (!utf8_valid(bytes, &bad) || memchr(data, 0, size))
		return 0;
	struct arena *a = arena_new();
	struct text *t = text_new(a, STR("x.md"), bytes);
	struct diag d = { .arena = a, .text = t };
	struct node *root = source_parse(a, &d, &limits_default, t, (struct range){ 0, (uint32_t)size }, size % 5);
	if (!places_check(t, root, &trouble) && getenv("HENCE_PLACES"))
		abort();        /* the places of tabs cut through and of addresses above tables are known to be lost at times */
	arena_free(a);
	return 0;
}
