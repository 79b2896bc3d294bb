/* Running a trusted command in a confined child, and reading what it writes until it ends, floods or takes too long. */
#include "base.h"
#include "confine.h"
#include "diag.h"
#include "source.h"
#include "model.h"
#include "facts.h"
#include "facts/machine.h"

static void escape(struct buf *b, struct str word)
{
	for (size_t i = 0; i < word.n; i++) {
		unsigned char c = (unsigned char)word.s[i];
		bool plain = (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z') || c == '-' || c == '.' || c == ',' || c == '=';
		if (plain)
			buf_putc(b, (char)c);
		else
			buf_printf(b, "%%%02X", c);
	}
}

struct str machine_command_name(struct arena *a, const struct question *q)
{
	struct buf b = { 0 };
	if (q->kind == ASK_SHELL) {
		buf_puts(&b, "sh_-c_");
		escape(&b, q->path);
	}
	for (size_t i = 0; q->kind == ASK_RUN && i < q->argc; i++) {
		buf_puts(&b, i ? "_" : "");
		escape(&b, q->argv[i]);
	}
	struct str name = str_copy(a, buf_str(&b));
	buf_free(&b);
	return name;
}

void machine_run(struct machine *m, const struct question *q, struct arena *a, struct answer *answer)
{
	if (!machine_trusts(m, a, q)) {
		machine_say(answer, ASK_REFUSED, STR("refused: its command has not been trusted"));
		return;
	}
	machine_say(answer, ASK_REFUSED, STR("refused: this system cannot confine a command"));
}
