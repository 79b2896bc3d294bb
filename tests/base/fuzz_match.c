/* Any pattern against any text: the first line is the pattern, the rest is what it is held against. */
#include "base.h"

#include <assert.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *a = arena_new();
	struct str rest = { (const char *)data, size }, pattern, line, capture;
	const char *why = NULL;
	if (str_split(&rest, '\n', &pattern)) {
		struct match *m = match_compile(a, pattern, &why);
		assert(m || (why && *why));
		while (m && str_split(&rest, '\n', &line))
			if (match_line(m, line, &capture))
				assert(capture.s >= line.s && capture.s + capture.n <= line.s + line.n);
	}
	arena_free(a);
	return 0;
}
