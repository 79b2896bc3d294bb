/* pagemap: the page of this process's own stack: its address, its entry in the pagemap, and the frame behind it where the kernel shows it. */
#include "base.h"
#include "confine.h"
#include "diag.h"
#include "source.h"
#include "model.h"
#include "facts.h"
#include "facts/probe.h"

#define FRAME_BITS 55           /* of an entry: the frame of a page that is present */
enum { DIRTY_BIT = 55, EXCLUSIVE_BIT = 56, SWAPPED_BIT = 62, PRESENT_BIT = 63 };
static const struct { const char *field; int bit; } bits[] = {
	{ "present", PRESENT_BIT }, { "swapped", SWAPPED_BIT }, { "exclusive", EXCLUSIVE_BIT }, { "dirty", DIRTY_BIT },
};

static bool hex(struct str x, uint64_t *value)
{
	*value = 0;
	if (!str_starts(x, STR("0x")) || x.n < 3 || x.n > 18)
		return false;
	for (size_t i = 2; i < x.n; i++) {
		char c = x.s[i];
		bool digit = c >= '0' && c <= '9';
		if (!digit && (c < 'a' || c > 'f'))
			return false;
		*value = *value * 16 + (uint64_t)(digit ? c - '0' : c - 'a' + 10);
	}
	return true;
}

static bool read_pagemap(struct inquiry *q, struct str *answer)
{
	struct str what = probe_text(q), text, word;
	uint64_t entry;
	size_t i = 0, count = sizeof bits / sizeof *bits;
	while (i < count && !str_is(what, bits[i].field))
		i++;
	bool frame = str_is(what, "pfn"), address = str_is(what, "address");
	if (i == count && !frame && !address && !str_is(what, "entry"))
		return probe_wrong(q, q->value->range, "pagemap: is pfn, address, entry, present, swapped, exclusive or dirty, not '%.*s'", STR_ARG(what));
	q->fact->source = STR("/proc/self/pagemap");
	if (!probe_ask(q, ASK_PAGE, STR(""), &text))
		return false;
	if (!probe_field(text, address ? STR("address") : STR("entry"), ' ', &word) || !hex(word, &entry))
		return probe_fail(q, FACT_GARBLED, "the answer lacks a number");
	if (i < count) {
		q->fact->type = FACT_TRUTH;
		*answer = entry >> bits[i].bit & 1 ? STR("1") : STR("0");
		return true;
	}
	*answer = word;
	if (!frame)
		return true;
	if (!(entry >> PRESENT_BIT))
		return probe_fail(q, FACT_ABSENT, "the page is in no frame now");
	entry &= (UINT64_C(1) << FRAME_BITS) - 1;
	if (!entry)
		return probe_fail(q, FACT_DENIED, "not permitted: the kernel shows the frame behind a page to root alone");
	*answer = str_format(q->arena, "%llu", (unsigned long long)entry);
	return true;
}

const struct probe probe_pagemap = { "pagemap", "pfn, address, entry, present, swapped, exclusive or dirty", false, false, read_pagemap };
