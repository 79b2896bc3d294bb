/* Any bytes as a worksheet: no crash, parts and lines in order and inside the text. Built as tests/source/markdown_fuzz.c is,
 * with engine/model/[a-z]*.c, engine/diag/print.c and out/gen/words.c. */
#include "base.h"
#include "diag.h"
#include "source.h"
#include "model.h"

#include <stdlib.h>
#include <string.h>

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
	struct model m;
	model_read(a, &d, &limits_default, t, &m);
	uint32_t end = 0;
	for (size_t i = 0; i < m.parts.n; i++) {
		struct range r = m.parts.at[i].range;
		if (r.at < end || r.at + r.n > size || !m.parts.at[i].tree)
			abort();
		end = r.at + r.n;
	}
	for (size_t i = 0; i < m.spans.n; i++) {
		const struct span *s = &m.spans.at[i];
		if (s->range.at + s->range.n > size || s->expression_at > size || s->index != i || (s->line != LINE_NONE && s->line >= m.lines.n))
			abort();
	}
	struct buf b = { 0 };
	model_dump(&m, &b);
	buf_free(&b);
	arena_free(a);
	return 0;
}
