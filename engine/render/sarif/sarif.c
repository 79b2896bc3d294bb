/* The findings as SARIF 2.1.0, for code scanning: rules with their pages, results with regions, fixes and waivers. */
#include "base.h"
#include "diag.h"
#include "source.h"
#include "model.h"
#include "facts.h"
#include "values.h"
#include "claims.h"
#include "graph.h"
#include "rules.h"
#include "report.h"
#include "render.h"
#include "render/quote.h"

#include <string.h>

static const char *const levels[] = { "none", "note", "warning", "error" };

struct sarif { struct arena *arena; const struct report *r; struct buf *out; };

static void member(struct sarif *s, const char *name, struct str value)
{
	buf_printf(s->out, "\"%s\": ", name);
	quote_json(s->out, value);
}

/* A file name as a relative reference: what a URI cannot hold is written %XX. */
static void uri(struct sarif *s, const char *key, struct str name)
{
	buf_printf(s->out, "\"%s\": {\"uri\": \"", key);
	for (size_t i = 0; i < name.n; i++) {
		unsigned char c = (unsigned char)name.s[i];
		if ((c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c && strchr("-._~/", c)))
			buf_putc(s->out, (char)c);
		else
			buf_printf(s->out, "%%%02X", c);
	}
	buf_puts(s->out, "\"}");
}

static void region(struct sarif *s, const char *name, const struct text *t, struct range place)
{
	struct position from = text_position(t, place.at), to = text_position(t, place.at + place.n);
	buf_printf(s->out, "\"%s\": {\"startLine\": %u, \"startColumn\": %u, \"endLine\": %u, \"endColumn\": %u}", name,
		(unsigned)from.line, (unsigned)from.column, (unsigned)to.line, (unsigned)to.column);
}

/* Those of hence, then those that the worksheet's house rules declare; NULL ends them. */
static const struct finding_kind *kind_at(const struct report *r, size_t i)
{
	size_t n = 0;
	while (n < i && finding_kinds[n])
		n++;
	return finding_kinds[n] ? finding_kinds[n] : i - n < r->diag->house.n ? r->diag->house.at[i - n] : NULL;
}

static bool used(const struct report *r, const struct finding_kind *kind)
{
	for (size_t i = 0; i < r->diag->findings.n; i++)
		if (r->diag->findings.at[i].kind == kind && r->diag->findings.at[i].severity != SEVERITY_OFF)
			return true;
	return false;
}

/* Only the rules that have results: index says which of them a result means. */
static void rules_used(struct sarif *s, uint32_t *index)
{
	uint32_t n = 0;
	buf_puts(s->out, "\"rules\": [");
	const struct finding_kind *k;
	for (size_t i = 0; (k = kind_at(s->r, i)); i++) {
		if (!used(s->r, k))
			continue;
		index[i] = n++;
		buf_puts(s->out, n > 1 ? ",\n    {" : "\n    {");
		member(s, "id", str_of(k->id));
		buf_puts(s->out, ", \"shortDescription\": {");
		member(s, "text", str_of(k->title));
		buf_puts(s->out, "}, \"help\": {");
		member(s, "text", str_of(k->page));
		buf_printf(s->out, "}, \"defaultConfiguration\": {\"level\": \"%s\"}, \"properties\": {", levels[k->severity]);
		member(s, "group", str_of(k->group));
		buf_puts(s->out, "}}");
	}
	buf_puts(s->out, "]");
}

/* The same finding on the same line is the same one after the text around it has moved. */
static struct str fingerprint(struct sarif *s, const struct finding *f, uint32_t line)
{
	struct str id = line == LINE_NONE ? STR("") : s->r->model->lines.at[line].id;
	return base_digest(s->arena, str_format(s->arena, "%s\n%.*s\n%.*s\n%.*s", f->kind->id, STR_ARG(id), STR_ARG(f->message), STR_ARG(f->found)));
}

static void fix(struct sarif *s, const struct finding *f)
{
	buf_puts(s->out, ", \"fixes\": [{\"description\": {");
	member(s, "text", f->help.n ? f->help : f->message);
	buf_puts(s->out, "}, \"artifactChanges\": [{");
	uri(s, "artifactLocation", s->r->text->name);
	buf_puts(s->out, ", \"replacements\": [{");
	region(s, "deletedRegion", s->r->text, f->fix_place);
	buf_puts(s->out, ", \"insertedContent\": {");
	member(s, "text", f->fix);
	buf_puts(s->out, "}}]}]}]");
}

static void result(struct sarif *s, const struct finding *f, const uint32_t *index)
{
	uint32_t line = report_finding_line(s->r, f);
	struct buf words = { 0 };
	size_t k = 0;
	struct range place;
	const struct text *where = diag_where(s->r->text, f, &place);
	while (kind_at(s->r, k) != f->kind)
		k++;
	if (line != LINE_NONE)
		buf_printf(&words, "line %.*s: ", STR_ARG(s->r->model->lines.at[line].number_text));
	buf_put(&words, f->message);
	for (size_t i = 0; i < f->notes.n; i++)
		buf_printf(&words, "\n%.*s", STR_ARG(f->notes.at[i].text));
	if (f->help.n)
		buf_printf(&words, "\nhelp: %.*s", STR_ARG(f->help));
	member(s, "ruleId", str_of(f->kind->id));
	buf_printf(s->out, ", \"ruleIndex\": %u, \"level\": \"%s\", \"message\": {", (unsigned)index[k], levels[f->severity]);
	member(s, "text", buf_str(&words));
	buf_puts(s->out, "},\n     \"locations\": [{\"physicalLocation\": {");
	uri(s, "artifactLocation", where->name);
	buf_puts(s->out, ", ");
	region(s, "region", where, place);
	buf_puts(s->out, "}");
	if (line != LINE_NONE) {
		buf_puts(s->out, ", \"logicalLocations\": [{");
		member(s, "name", str_format(s->arena, "line %.*s", STR_ARG(s->r->model->lines.at[line].number_text)));
		buf_puts(s->out, ", ");
		member(s, "fullyQualifiedName", s->r->model->lines.at[line].id);
		buf_puts(s->out, "}]");
	}
	buf_puts(s->out, "}],\n     \"partialFingerprints\": {");
	member(s, "hence/v1", fingerprint(s, f, line));
	buf_puts(s->out, "}");
	if (f->waived) {
		buf_puts(s->out, ", \"suppressions\": [{\"kind\": \"inSource\", ");
		member(s, "justification", f->waiver);
		buf_puts(s->out, "}]");
	}
	if (f->fix.s)
		fix(s, f);
	buf_free(&words);
}

static bool render(struct arena *a, const struct report *r, const struct render_options *options, struct buf *out, struct str *why)
{
	struct sarif s = { a, r, out };
	size_t kinds = 0;
	bool first = true;
	(void)options;
	(void)why;
	while (kind_at(r, kinds))
		kinds++;
	uint32_t *index = arena_take(a, (kinds + 1) * sizeof *index);
	buf_puts(out, "{\"$schema\": \"https://json.schemastore.org/sarif-2.1.0.json\", \"version\": \"2.1.0\", \"runs\": [{\n");
	buf_puts(out, "  \"tool\": {\"driver\": {\"name\": \"hence\", ");
	member(&s, "version", str_of(r->version));
	buf_puts(out, ", ");
	rules_used(&s, index);
	buf_puts(out, "}},\n  \"columnKind\": \"unicodeCodePoints\",\n  \"artifacts\": [{");
	uri(&s, "location", r->text->name);
	buf_puts(out, ", \"hashes\": {");
	member(&s, "sha-256", base_digest(a, r->text->bytes));
	buf_puts(out, "}}],\n  \"results\": [");
	for (size_t i = 0; i < r->diag->findings.n; i++) {
		if (r->diag->findings.at[i].severity == SEVERITY_OFF)
			continue;
		buf_puts(out, first ? "\n    {" : ",\n    {");
		first = false;
		result(&s, &r->diag->findings.at[i], index);
		buf_puts(out, "}");
	}
	buf_puts(out, "]}]}\n");
	return true;
}

const struct renderer render_sarif = { "sarif", ".sarif", render, NULL, false };
