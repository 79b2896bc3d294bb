/* kconfig: an option of the running kernel, from /proc/config.gz or /boot/config-RELEASE. */
#include "base.h"
#include "confine.h"
#include "diag.h"
#include "source.h"
#include "model.h"
#include "facts.h"
#include "facts/probe.h"
#include "facts/native.h"

#include <string.h>
#include <zlib.h>

enum { MOST_CONFIG = 4 << 20 };         /* some 300 kB are usual; a packed file must not fill memory */

bool facts_unpack(struct arena *a, struct str packed, struct str *text)
{
	struct buf out = { 0 };
	unsigned char piece[1 << 15];
	z_stream z;
	memset(&z, 0, sizeof z);
	z.next_in = (unsigned char *)(uintptr_t)packed.s;
	z.avail_in = (unsigned)packed.n;
	int done = inflateInit2(&z, 15 + 16);   /* 16: a gzip header */
	while (done == Z_OK && out.n <= MOST_CONFIG) {
		z.next_out = piece;
		z.avail_out = sizeof piece;
		done = inflate(&z, Z_NO_FLUSH);
		buf_put(&out, (struct str){ (char *)piece, sizeof piece - z.avail_out });
	}
	inflateEnd(&z);
	*text = str_copy(a, buf_str(&out));
	buf_free(&out);
	return done == Z_STREAM_END;
}

static bool configuration(struct inquiry *q, struct str *text)
{
	struct str packed, machine, release;
	q->fact->source = STR("/proc/config.gz");
	if (probe_ask(q, ASK_READ, q->fact->source, &packed))
		return facts_unpack(q->arena, packed, text) || probe_fail(q, FACT_GARBLED, "it is not a whole gzip file of reasonable size");
	if (!probe_ask(q, ASK_MACHINE, STR(""), &machine) || !probe_field(machine, STR("kernel"), ' ', &release))
		return probe_fail(q, FACT_ABSENT, "the kernel's release is not known");
	q->fact->source = str_format(q->arena, "/boot/config-%.*s", STR_ARG(release));
	return probe_ask(q, ASK_READ, q->fact->source, text);
}

/* y and n are a truth, digits a number, m and strings a text, whatever the annotation does not say. */
static bool read_kconfig(struct inquiry *q, struct str *answer)
{
	struct str name = probe_text(q), text, value = STR("n");
	if (!str_starts(name, STR("CONFIG_")))
		name = str_format(q->arena, "CONFIG_%.*s", STR_ARG(name));
	if (!configuration(q, &text))
		return false;
	if (str_find(text, STR("CONFIG_")) == STR_NONE)
		return probe_fail(q, FACT_GARBLED, "it holds no option at all");
	probe_field(text, name, '=', &value);   /* absent: "# CONFIG_X is not set", or not offered: both are n */
	if (value.n >= 2 && value.s[0] == '"')
		value = str_slice(value, 1, value.n - 1);
	*answer = value;
	q->fact->type = str_is(value, "y") || str_is(value, "n") ? FACT_TRUTH : facts_is_number(value) ? FACT_NUMBER : FACT_TEXT;
	return true;
}

const struct probe probe_kconfig = { "kconfig", "the name of an option such as CONFIG_NUMA", false, false, read_kconfig };
