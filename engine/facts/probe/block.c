/* block: a disk: its size in bytes, its blocks, whether it turns. */
#include "base.h"
#include "confine.h"
#include "diag.h"
#include "source.h"
#include "model.h"
#include "facts.h"
#include "facts/probe.h"

enum { SECTOR = 512 };          /* what the kernel counts sizes in, whatever the disk's own blocks are */
enum shape { SIZE, NUMBER, TRUTH, CHOSEN };
static const struct { const char *field, *file; enum shape shape; } fields[] = {
	{ "size", "size", SIZE }, { "logical", "queue/logical_block_size", NUMBER }, { "physical", "queue/physical_block_size", NUMBER },
	{ "rotational", "queue/rotational", TRUTH }, { "removable", "removable", TRUTH }, { "readonly", "ro", TRUTH }, { "scheduler", "queue/scheduler", CHOSEN },
};
enum { FIELDS = sizeof fields / sizeof *fields };

/* "none [mq-deadline] kyber": the one in brackets; alone it has none. */
static struct str chosen(struct str text)
{
	size_t from = str_find_char(text, '['), to = str_find_char(text, ']');
	return from == STR_NONE || to == STR_NONE || to < from ? str_trim(text) : str_slice(text, from + 1, to);
}

static bool in_bytes(struct inquiry *q, struct str text, struct str *answer)
{
	uint64_t sectors;
	if (!probe_number(str_trim(text), &sectors) || sectors > UINT64_MAX / SECTOR)
		return probe_fail(q, FACT_GARBLED, "its size is no number of sectors");
	*answer = str_format(q->arena, "%llu", (unsigned long long)(sectors * SECTOR));
	return true;
}

static bool read_block(struct inquiry *q, struct str *answer)
{
	static const char *const names[] = { "disk", "field", NULL };
	struct str part[2] = { { 0 }, { 0 } };
	size_t i = 0;
	if (!probe_parts(q, names, part))
		return false;
	if (str_is(part[1], "disks") && !part[0].n) {
		q->fact->source = STR("/sys/block");
		q->fact->type = FACT_LIST;
		return probe_ask(q, ASK_LIST, q->fact->source, answer);
	}
	while (i < FIELDS && !str_is(part[1], fields[i].field))
		i++;
	if (i == FIELDS || !part[0].n)
		return probe_wrong(q, q->value->range, "block: wants disk: a name such as sda, and field: size, logical, physical, rotational, removable, "
			"readonly or scheduler; or field: disks");
	q->fact->source = str_format(q->arena, "/sys/block/%.*s/%s", STR_ARG(part[0]), fields[i].file);
	if (!probe_ask(q, ASK_READ, q->fact->source, answer))
		return false;
	if (fields[i].shape == SIZE)
		return in_bytes(q, *answer, answer);
	if (fields[i].shape == CHOSEN)
		*answer = chosen(*answer);
	if (fields[i].shape != NUMBER)
		q->fact->type = fields[i].shape == TRUTH ? FACT_TRUTH : FACT_TEXT;
	return true;
}

const struct probe probe_block = { "block", "a map such as {disk: sda, field: size}", true, false, read_block };
