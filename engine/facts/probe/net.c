/* net: a network link: how much a packet holds, how fast it is, whether it is up. Its address is nobody's business. */
#include "base.h"
#include "confine.h"
#include "diag.h"
#include "source.h"
#include "model.h"
#include "facts.h"
#include "facts/probe.h"

static const char *const fields[] = { "mtu", "speed", "state", "duplex", NULL };

static bool read_net(struct inquiry *q, struct str *answer)
{
	static const char *const names[] = { "link", "field", NULL };
	struct str part[2] = { { 0 }, { 0 } };
	size_t i = 0;
	if (!probe_parts(q, names, part))
		return false;
	if (str_is(part[1], "links") && !part[0].n) {
		q->fact->source = STR("/sys/class/net");
		q->fact->type = FACT_LIST;
		return probe_ask(q, ASK_LIST, q->fact->source, answer);
	}
	while (fields[i] && !str_is(part[1], fields[i]))
		i++;
	if (!fields[i] || !part[0].n)
		return probe_wrong(q, q->value->range, "net: wants link: a name such as lo, and field: mtu, speed, state or duplex; or field: links");
	bool speed = str_is(part[1], "speed"), mtu = str_is(part[1], "mtu");
	q->fact->source = str_format(q->arena, "/sys/class/net/%.*s/%s", STR_ARG(part[0]), str_is(part[1], "state") ? "operstate" : fields[i]);
	bool fine = probe_ask(q, ASK_READ, q->fact->source, answer);
	/* A link that is down or virtual says -1, or that the question is invalid. */
	if (speed && ((fine && str_starts(str_trim(*answer), STR("-"))) || (!fine && str_find(q->fact->why, STR("Invalid argument")) != STR_NONE)))
		return probe_fail(q, FACT_ABSENT, "the link tells no speed: it is down, or no wire");
	if (!speed && !mtu)
		q->fact->type = FACT_TEXT;
	return fine;
}

const struct probe probe_net = { "net", "a map such as {link: eth0, field: mtu}", true, false, read_net };
