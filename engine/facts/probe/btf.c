/* btf: the running kernel's own types: size of a struct, offset and size of a field, value of an enumerator. */
#include "base.h"
#include "confine.h"
#include "diag.h"
#include "source.h"
#include "model.h"
#include "facts.h"
#include "facts/probe.h"
#include "facts/btf.h"

static bool read_btf(struct inquiry *q, struct str *answer)
{
	static const char *const names[] = { "struct", "union", "type", "enum", "field", "value", "want", NULL };
	struct str part[7] = { { 0 } }, bytes;
	struct btf_asked asked = { 0 };
	if (!probe_parts(q, names, part))
		return false;
	for (int i = 0; i < 4; i++) {
		if (part[i].n && asked.name.n)
			return probe_wrong(q, q->value->range, "btf: wants one of struct:, union:, type: and enum:");
		if (part[i].n)
			asked = (struct btf_asked){ .kind = (enum btf_name)i, .name = part[i] };
	}
	asked.field = part[4];
	asked.enumerator = part[5];
	asked.size = !part[4].n || str_is(part[6], "size");
	if (part[5].n && !asked.name.n)
		asked.kind = BTF_NAME_ENUM;     /* an enumerator says enough: many enums have no name */
	bool fits = asked.kind == BTF_NAME_ENUM ? part[5].n && !part[4].n && !part[6].n : !part[5].n;
	if (part[6].n && !str_is(part[6], "size") && !(str_is(part[6], "offset") && part[4].n))
		fits = false;
	if (!fits || (!asked.name.n && asked.kind != BTF_NAME_ENUM))
		return probe_wrong(q, q->value->range, "btf: wants struct: a name, with field: also want: offset or size; or value: an enumerator, with or without its enum:");
	q->fact->source = STR("/sys/kernel/btf/vmlinux");
	const char *why;
	struct btf *btf = map_get(q->kept, STR("btf"));
	if (!btf && !probe_ask(q, ASK_READ, q->fact->source, &bytes))
		return false;
	if (!btf && !(btf = btf_open(q->arena, bytes, &why)))
		return probe_fail(q, FACT_GARBLED, "it is no BTF that can be read: %s", why);
	map_put(q->kept, STR("btf"), btf);
	switch (btf_find(q->arena, btf, &asked, answer)) {
	case BTF_FOUND: return true;
	case BTF_NO_TYPE: return probe_fail(q, FACT_ABSENT, "this kernel has no %s %.*s", names[asked.kind], STR_ARG(asked.name));
	case BTF_NO_MEMBER:
		if (!asked.name.n)
			return probe_fail(q, FACT_ABSENT, "no enum of this kernel has %.*s", STR_ARG(asked.enumerator));
		return probe_fail(q, FACT_ABSENT, "%s %.*s has no %.*s in this kernel", names[asked.kind], STR_ARG(asked.name),
		STR_ARG(asked.field.n ? asked.field : asked.enumerator));
	case BTF_AMBIGUOUS: return probe_fail(q, FACT_GARBLED, "this kernel has several types named %.*s that differ here", STR_ARG(asked.name));
	case BTF_NOT_BYTES: return probe_fail(q, FACT_GARBLED, "%.*s is a bit field: it has no byte of its own", STR_ARG(asked.field));
	case BTF_BROKEN: break;
	}
	return probe_fail(q, FACT_GARBLED, "it refers to what is not there");
}

const struct probe probe_btf = { "btf", "a map such as {struct: page, field: flags} or {enum: zone_type, value: ZONE_NORMAL}", true, false, read_btf };
