/* Citations of source trees: the quoted lines looked up by their digest, where they stood or where they have moved to. */
#include "base.h"
#include "confine.h"
#include "diag.h"
#include "source.h"
#include "model.h"
#include "facts.h"
#include "facts/probe.h"

enum {
	MOST_LINES = 400,               /* a passage is something that a reader reads */
	SHORTEST_DIGEST = 12,           /* hex digits: 48 bits */
	MOST_HASHED = 64 << 20,         /* bytes hashed in search of a passage that has moved */
};

const char *facts_citation_name(enum citation_status s)
{
	static const char *const names[] = { "same", "moved", "differs", "absent", "unquoted" };
	return names[s];
}

static struct str text_of(const struct yaml *map, const char *key)
{
	const struct yaml *v = source_get(map, key);
	return v && v->kind == YAML_SCALAR ? v->text : STR("");
}

static struct range place_of(const struct yaml *map, const char *key)
{
	const struct yaml *v = source_get(map, key);
	return v ? v->range : map->range;
}

static bool line_numbers(struct str lines, uint32_t *from, uint32_t *to)
{
	uint64_t a, b;
	size_t dash = str_find_char(lines, '-');
	if (!probe_number(str_trim(str_slice(lines, 0, dash == STR_NONE ? lines.n : dash)), &a))
		return false;
	b = a;
	if (dash != STR_NONE && !probe_number(str_trim(str_from(lines, dash + 1)), &b))
		return false;
	*from = (uint32_t)a;
	*to = (uint32_t)b;
	return a >= 1 && b >= a && b - a < MOST_LINES && b <= UINT32_MAX;
}

/* The lines as they are compared: without blanks at their ends, each with one line end. */
static struct str passage(struct arena *a, const struct text *text, uint32_t from, uint32_t to)
{
	struct buf b = { 0 };
	for (uint32_t i = from; i <= to && i <= text->lines; i++) {
		struct str line = text_line(text, i);
		while (line.n && (line.s[line.n - 1] == ' ' || line.s[line.n - 1] == '\t' || line.s[line.n - 1] == '\r'))
			line.n--;
		buf_printf(&b, "%.*s\n", STR_ARG(line));
	}
	struct str all = str_copy(a, buf_str(&b));
	buf_free(&b);
	return all;
}

static bool has_digest(struct str bytes, struct str digest)
{
	struct arena *a = arena_new();
	bool same = str_starts(base_digest(a, bytes), digest);
	arena_free(a);
	return same;
}

/* The first line from which as many lines have the digest; 0: none, or the search is given up. */
static uint32_t moved_to(const struct text *text, uint32_t count, struct str digest)
{
	size_t hashed = 0;
	for (uint32_t from = 1; from + count - 1 <= text->lines && hashed < MOST_HASHED; from++) {
		struct arena *a = arena_new();
		struct str bytes = passage(a, text, from, from + count - 1);
		hashed += bytes.n + 64;
		bool same = has_digest(bytes, digest);
		arena_free(a);
		if (same)
			return from;
	}
	return 0;
}

/* "6.8" is the version of 6.8.0-45-generic, and not of 6.80. */
static bool is_version(struct str kernel, struct str version)
{
	return str_starts(kernel, version) && (kernel.n == version.n || kernel.s[version.n] < '0' || kernel.s[version.n] > '9');
}

static void stale(struct diag *d, const struct citation *c, const struct yaml *cite, struct str kernel, struct str number)
{
	struct str version = c->version;
	if (str_starts(version, STR("v")))
		version = str_from(version, 1);
	if (!version.n || !kernel.n || !str_is(c->tree, "linux") || is_version(kernel, version))
		return;
	/* one version, one finding: the other citations of it are notes */
	for (size_t i = 0; i < d->findings.n; i++) {
		struct finding *first = &d->findings.at[i];
		if (first->kind == &finding_stale_citation && str_eq(first->found, version)) {
			diag_note(d, first, (struct range){ 0 }, "so is %.*s on line %.*s", STR_ARG(c->file), STR_ARG(number));
			return;
		}
	}
	struct finding *f = diag_add(d, &finding_stale_citation, place_of(cite, "version"), "%.*s of Linux %.*s is cited, and the machine runs %.*s",
		STR_ARG(c->file), STR_ARG(version), STR_ARG(kernel));
	f->found = version;
	f->expected = kernel;
	f->help = STR("look whether the passage is still the same there (--tree linux=DIR compares it), and cite that version");
}

static void look_up(struct arena *a, struct diag *d, const struct asker *asker, const struct yaml *cite, struct citation *c)
{
	struct question question = { .kind = ASK_CITE, .path = str_format(a, "%.*s/%.*s", STR_ARG(c->tree), STR_ARG(c->file)) };
	struct answer answer = { .status = ASK_FAILED };
	asker->ask(asker->with, &question, a, &answer);
	c->status = CITATION_ABSENT;
	c->why = answer.why;
	if (answer.status == ASK_REFUSED)
		diag_add(d, &finding_fact_refused, place_of(cite, "file"), "the cited file %.*s is not read: %.*s", STR_ARG(facts_safe(a, question.path, 200)), STR_ARG(answer.why));
	if (answer.status != ASK_DONE)
		return;
	const struct text *text = text_new(a, question.path, answer.bytes);
	uint32_t count = c->to - c->from + 1;
	c->text = passage(a, text, c->from, c->to);
	c->status = CITATION_UNQUOTED;
	if (!c->digest.n || has_digest(c->text, c->digest)) {
		c->status = c->digest.n ? CITATION_SAME : CITATION_UNQUOTED;
		return;
	}
	uint32_t now = moved_to(text, count, c->digest);
	if (!now) {
		c->status = CITATION_DIFFERS;
		struct finding *f = diag_add(d, &finding_citation_differs, place_of(cite, "digest"), "lines %u-%u of %.*s are not the passage that was cited, and no other lines are",
			(unsigned)c->from, (unsigned)c->to, STR_ARG(facts_safe(a, question.path, 200)));
		f->found = base_digest(a, c->text);
		f->expected = c->digest;
		f->help = STR("read what stands there now, decide whether the line still follows, and cite it anew");
		return;
	}
	c->status = CITATION_MOVED;
	c->text = passage(a, text, now, now + count - 1);
	c->now = now;
	struct str lines = count > 1 ? str_format(a, "%u-%u", (unsigned)now, (unsigned)(now + count - 1)) : str_format(a, "%u", (unsigned)now);
	struct finding *f = diag_add(d, &finding_stale_citation, place_of(cite, "lines"), "the passage of %.*s has moved to line%s %.*s",
		STR_ARG(facts_safe(a, question.path, 200)), count > 1 ? "s" : "", STR_ARG(lines));
	f->fix = lines;
	f->fix_place = place_of(cite, "lines");
}

void facts_cite(struct arena *a, struct diag *d, const struct model *m, const struct asker *asker, struct facts *facts)
{
	for (size_t i = 0; i < m->lines.n; i++) {
		const struct yaml *cite = m->lines.at[i].cite;
		if (!cite || cite->kind != YAML_MAP)
			continue;
		struct citation c = { .line = (uint32_t)i, .tree = text_of(cite, "tree"), .file = text_of(cite, "file"), .version = text_of(cite, "version"), .digest = text_of(cite, "digest") };
		if (str_starts(c.digest, STR("sha256:")))
			c.digest = str_from(c.digest, 7);
		bool hex = !c.digest.n || (c.digest.n >= SHORTEST_DIGEST && c.digest.n <= 64);
		for (size_t k = 0; k < c.digest.n; k++)
			hex = hex && ((c.digest.s[k] >= '0' && c.digest.s[k] <= '9') || (c.digest.s[k] >= 'a' && c.digest.s[k] <= 'f'));
		if (!c.tree.n || !c.file.n || !line_numbers(text_of(cite, "lines"), &c.from, &c.to)) {
			diag_add(d, &finding_bad_yaml, cite->range, "cite: wants tree:, file: and lines: such as 609-613, at most %d of them", MOST_LINES);
			continue;
		}
		if (!hex) {
			diag_add(d, &finding_bad_yaml, place_of(cite, "digest"), "digest: is the first %d or more hex digits of a SHA-256", SHORTEST_DIGEST);
			continue;
		}
		look_up(a, d, asker, cite, &c);
		stale(d, &c, cite, facts->kernel, m->lines.at[i].number_text);
		*vec_add(a, &facts->citations) = c;
	}
}

bool cite_annotation(struct arena *a, struct str tree, struct str file, struct str bytes, struct str lines, struct str version, struct buf *out, const char **why)
{
	const struct text *text = text_new(a, file, bytes);
	uint32_t from, to;
	*why = "its lines are written 609-613, or 609";
	if (!line_numbers(lines, &from, &to))
		return false;
	*why = "the file has not so many lines";
	if (to > text->lines)
		return false;
	buf_printf(out, "cite: {tree: ");
	facts_quote(out, tree);
	buf_puts(out, ", file: ");
	facts_quote(out, file);
	buf_printf(out, ", lines: %.*s", STR_ARG(lines));
	if (version.n) {
		buf_puts(out, ", version: ");
		facts_quote(out, version);
	}
	buf_printf(out, ", digest: %.*s}\n", STR_ARG(str_slice(base_digest(a, passage(a, text, from, to)), 0, 16)));
	return true;
}
