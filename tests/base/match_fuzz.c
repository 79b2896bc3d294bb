/* Any bytes as a pattern and a text: no crash, no read outside, a capture inside the line. Built by hand with
 * clang -fsanitize=fuzzer,address,undefined -D_GNU_SOURCE -Iengine tests/base/match_fuzz.c engine/base/{match,arena,str}.c */
#include "base.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str all = { (const char *)data, size }, pattern, line, capture;
	size_t cut = str_find_char(all, '\n');
	const char *why = NULL;
	if (cut == STR_NONE)
		return 0;
	pattern = str_slice(all, 0, cut);
	line = str_from(all, cut + 1);
	struct arena *a = arena_new();
	struct match *m = match_compile(a, pattern, &why);
	if (!m && !why)
		abort();
	if (m && match_line(m, line, &capture) && (capture.s < line.s || capture.s + capture.n > line.s + line.n))
		abort();
	arena_free(a);
	return 0;
}
