/* Prints the manual: findings with their pages, keys, functions, constructs of claims, limits. */
#include "base.h"
#include "diag.h"
#include "source.h"
#include "model.h"
#include "facts.h"
#include "values.h"
#include "claims.h"
#include "figure.h"
#include "rules.h"
#include "manual.h"

#include <string.h>

static const char *const severities[] = { "off", "note", "warning", "error" };

static void keys(struct buf *out)
{
	const char *where = "";
	for (const struct key *k = model_keys; k->name; k++) {
		if (strcmp(where, k->where) != 0)
			buf_printf(out, "%s%s\n", *where ? "\n" : "", k->where);
		where = k->where;
		buf_printf(out, "  %-14s %-18s %s\n", k->name, k->shape, k->meaning);
	}
}

static void functions(struct buf *out)
{
	enum { MOST = 128 };
	struct function list[MOST];
	size_t n = values_functions(list, MOST);
	for (size_t i = 0; i < n && i < MOST; i++)
		buf_printf(out, "%-28.*s %.*s\n", STR_ARG(list[i].usage), STR_ARG(list[i].about));
}

static void limits(struct buf *out)
{
#define X(field, name, value, reason) buf_printf(out, "%-18s %12llu  %s\n", name, (unsigned long long)limits_default.field, reason);
	LIMITS(X)
#undef X
}

static void traps(struct buf *out)
{
	buf_put(out, embedded_find("lua/traps.yaml"));
}

static void machines(struct buf *out)
{
	buf_put(out, embedded_find("templates/machines.md"));
}

static void look(struct buf *out)
{
	struct str rest = embedded_find("templates/print.yaml"), line;
	buf_put(out, embedded_find("templates/look.md"));
	while (rest.n && str_split(&rest, '\n', &line))
		buf_printf(out, "%s%.*s\n", line.n ? "    " : "", STR_ARG(line));
}

static void house(struct buf *out)
{
	buf_put(out, embedded_find("templates/house.md"));
	rules_house_manual(out);
}

static const struct topic { const char *name, *about; void (*print)(struct buf *); } topics[] = {
	{ "keys", "what front matter, a line's annotation and a fact can say", keys },
	{ "functions", "what an expression can call", functions },
	{ "claims", "what is found and recomputed in the text", claims_manual },
	{ "figures", "figures given as data: the kinds and their keys", figure_manual },
	{ "machines", "how another machine, or many, are asked: facts files, archives, trust, a fleet", machines },
	{ "traps", "what misread-fact knows: sources that do not say what they seem to", traps },
	{ "look", "a course's own look of the page and the PDF: --template DIR", look },
	{ "house", "rules of your own course, written in Lua", house },
	{ "limits", "what --limit NAME=VALUE can raise", limits },
};
enum { TOPICS = sizeof topics / sizeof *topics };

void manual_list(struct buf *out)
{
	for (size_t i = 0; finding_kinds[i]; i++)
		buf_printf(out, "%-24s %-8s %s\n", finding_kinds[i]->id, severities[finding_kinds[i]->severity], finding_kinds[i]->title);
	for (size_t i = 0; i < TOPICS; i++)
		buf_printf(out, "%s%-24s %-8s %s\n", i ? "" : "\n", topics[i].name, "", topics[i].about);
}

bool manual_page(struct str name, struct buf *out)
{
	const struct finding_kind *kind = finding_find(name);
	if (kind)
		buf_printf(out, "%s (%s, %s): %s\n\n%s", kind->id, severities[kind->severity], kind->group, kind->title, kind->page);
	for (size_t i = 0; i < TOPICS && !kind; i++)
		if (str_is(name, topics[i].name)) {
			buf_printf(out, "%s: %s\n\n", topics[i].name, topics[i].about);
			topics[i].print(out);
			return true;
		}
	return kind || figure_manual_kind(name, out);
}
