/* Any text as expressions, one a line: each span has a value or a finding, every place lies inside the text. */
#include "base.h"
#include "diag.h"
#include "source.h"
#include "model.h"
#include "facts.h"
#include "values.h"

#include <assert.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str bytes = { (const char *)data, size }, line;
	struct buf b = { 0 };
	size_t bad, n = 0;
	if (!utf8_valid(bytes, &bad) || str_find_char(bytes, '\0') != STR_NONE)
		return 0;
	struct arena *a = arena_new();
	buf_puts(&b, "---\nhence: 1\nunits: {kB: 1024 byte}\nparams: {ram: 64 kB, page: 4096, name: 12}\n---\n\n");
	while (str_split(&bytes, '\n', &line))
		if (line.n && str_find_char(line, '`') == STR_NONE)
			buf_printf(&b, "%zu. CALCULATION: `%s%.*s` bytes\n    ``` yaml\n    steps: true\n    ```\n", ++n,
				str_find(line, STR(":=")) == STR_NONE ? "= " : "", STR_ARG(line));
	struct text *text = text_new(a, STR("fuzz.md"), str_copy(a, buf_str(&b)));
	struct diag d = { .arena = a, .text = text };
	struct limits limits = limits_default;
	limits.fuel = 200000;
	limits.number_bits = 4096;
	struct model m = { 0 };
	struct facts f = { 0 };
	struct values v = { 0 };
	model_read(a, &d, &limits, text, &m);
	values_run(a, &d, &limits, &m, &f, NULL, &v);
	buf_free(&b);
	values_dump(&m, &v, &b);
	assert(v.results.n == m.spans.n);
	for (size_t i = 0; i < v.results.n; i++) {
		const struct result *r = &v.results.at[i];
		assert(r->shown.s && utf8_valid(r->shown, &bad));
		assert(!r->failed || r->value.kind == VALUE_UNDECIDED || r->value.kind == VALUE_ABSENT || m.spans.at[i].kind == SPAN_FUNCTION || d.findings.n);
		assert(r->value.kind != VALUE_NUMBER || (r->value.num && r->value.unit && num_bits(r->value.num) <= limits.number_bits));
	}
	for (size_t i = 0; i < d.findings.n; i++)
		assert((size_t)d.findings.at[i].place.at + d.findings.at[i].place.n <= text->bytes.n);
	buf_free(&b);
	values_end(&v);
	arena_free(a);
	return 0;
}
