/* What comes from another machine, and from a stranger's command line: an archive, a kernel's types, a facts file, a command that is
 * read as what it prints. The first byte says which. Every text handed out lies in what was handed in, or is our own. */
#include "base.h"
#include "confine.h"
#include "diag.h"
#include "source.h"
#include "model.h"
#include "facts.h"
#include "facts/btf.h"
#include "facts/native.h"
#include "facts/tar.h"

#include <assert.h>

/* Every question has the same answer: what stands behind the first line. */
static void same_answer(void *with, const struct question *q, struct arena *a, struct answer *answer)
{
	(void)q;
	*answer = (struct answer){ .status = ASK_DONE, .bytes = str_copy(a, *(struct str *)with) };
}

static void archive(struct arena *a, struct str x)
{
	const char *why = NULL;
	struct map *files = tar_read(a, x, &why);
	struct machine *m = machine_archive(a, x, &why);
	assert(!files == !m && (files || (why && *why)));
	for (size_t i = 0; files && i < files->n; i++) {
		const struct str *file = files->at[i].value;
		assert(!file->s || (file->s >= x.s && file->s + file->n <= x.s + x.n));
		assert(files->at[i].key.n && files->at[i].key.s[0] != '/');
		struct question q = { .kind = i % 2 ? ASK_LIST : ASK_READ, .path = str_format(a, "/%.*s", STR_ARG(files->at[i].key)) };
		struct answer answer;
		machine_ask(m, &q, a, &answer);
		assert(answer.status == ASK_DONE || answer.why.n);
	}
}

static void types(struct arena *a, struct str x)
{
	static const struct btf_asked asked[] = {
		{ .kind = BTF_NAME_STRUCT, .name = { "page", 4 }, .size = true }, { .kind = BTF_NAME_STRUCT, .name = { "page", 4 }, .field = { "lru.prev", 8 } },
		{ .kind = BTF_NAME_TYPE, .name = { "pgd_t", 5 }, .size = true }, { .kind = BTF_NAME_ENUM, .enumerator = { "BIG", 3 } },
		{ .kind = BTF_NAME_STRUCT, .name = { "loop", 4 }, .field = { "x", 1 }, .size = true },
	};
	const char *why = NULL;
	struct str answer;
	struct btf *b = btf_open(a, x, &why);
	assert(b || (why && *why));
	for (size_t i = 0; b && i < sizeof asked / sizeof *asked; i++)
		if (btf_find(a, b, &asked[i], &answer) == BTF_FOUND)
			assert(answer.n && answer.n < 22);
}

static void command(struct arena *a, struct str x)
{
	struct str line, output = STR(""), from = STR(""), why = STR("");
	if (!str_split(&x, '\n', &line) || !x.s)
		return;
	struct asker asker = { same_answer, &x };
	enum native found = native_output(a, &asker, line, &output, &from, &why);
	assert(found != NATIVE_FAILED || why.n);
}

static void record(struct arena *a, struct str x)
{
	size_t bad;
	if (!utf8_valid(x, &bad))
		return;
	struct text *text = text_new(a, STR("lab.yaml"), x);
	struct diag diag = { .arena = a, .text = text };
	struct machine *m = machine_record(a, &diag, &limits_default, text);
	struct question q = { .kind = ASK_FACT, .path = STR("ram") };
	struct answer answer;
	assert(m || diag.findings.n);
	if (m)
		machine_ask(m, &q, a, &answer);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *a = arena_new();
	struct str x = { (const char *)data, size }, rest = str_from(x, 1);
	switch (size ? data[0] : 0) {
	case 't': archive(a, rest); break;
	case 'b': types(a, rest); break;
	case 'c': command(a, rest); break;
	case 'r': record(a, rest); break;
	}
	arena_free(a);
	return 0;
}
