/* Front matter, annotations and facts files: YAML's events made into maps, lists and texts; all that is clever is refused. */
#include "base.h"
#include "diag.h"
#include "source.h"

#include <string.h>
#include <yaml.h>

/* A line as libyaml counts them (it ends one at U+0085, U+2028 and U+2029, too), in the copy without indentation. */
struct row { uint32_t copy_at, source_at; };
struct frame { struct yaml *node; struct map *seen; bool want_value; };
struct reader {
	struct arena *arena;
	struct diag *diag;
	const struct limits *limits;
	const struct text *text;
	struct range part;
	struct buf copy;
	VEC(struct row) rows;
	VEC(struct frame) stack;
	size_t row, column;             /* where `at` was last looked up: marks come in order, so all look-ups together are linear */
	size_t at;
};

static size_t indentation(struct str line)
{
	size_t n = 0;
	while (n < line.n && line.s[n] == ' ')
		n++;
	return n;
}

/* The line at `at` of the part, without its end; *next is the line after it. */
static struct str line_at(struct str bytes, size_t at, size_t *next)
{
	size_t end = at;
	while (end < bytes.n && bytes.s[end] != '\n' && bytes.s[end] != '\r')
		end++;
	*next = end < bytes.n ? end + 1 : end;
	if (*next < bytes.n && bytes.s[end] == '\r' && bytes.s[*next] == '\n')
		++*next;
	return str_slice(bytes, at, end);
}

static void copy_lines(struct reader *r, struct str bytes)
{
	size_t common = SIZE_MAX, next;
	for (size_t at = 0; at < bytes.n; at = next) {
		struct str line = line_at(bytes, at, &next);
		if (str_trim(line).n && indentation(line) < common)
			common = indentation(line);
	}
	for (size_t at = 0; at < bytes.n; at = next) {
		struct str line = line_at(bytes, at, &next);
		size_t cut = indentation(line) < common ? indentation(line) : common;
		line = str_from(line, cut);
		uint32_t source_at = r->part.at + (uint32_t)(at + cut);
		*vec_add(r->arena, &r->rows) = (struct row){ (uint32_t)r->copy.n, source_at };
		for (size_t i = 0; i < line.n;) {
			uint32_t c = utf8_next(line, &i);
			if (c == 0x85 || c == 0x2028 || c == 0x2029)
				*vec_add(r->arena, &r->rows) = (struct row){ (uint32_t)(r->copy.n + i), source_at + (uint32_t)i };
		}
		buf_put(&r->copy, line);
		buf_putc(&r->copy, '\n');
	}
	*vec_add(r->arena, &r->rows) = (struct row){ (uint32_t)r->copy.n, r->part.at + (uint32_t)bytes.n };
}

/* The worksheet's byte of a mark of libyaml, which counts lines and characters. */
static uint32_t place(struct reader *r, yaml_mark_t mark)
{
	size_t row = mark.line < r->rows.n ? mark.line : r->rows.n - 1;
	if (row != r->row || mark.column < r->column) {
		r->row = row;
		r->column = 0;
		r->at = r->rows.at[row].copy_at;
	}
	struct str copy = buf_str(&r->copy);
	size_t end = row + 1 < r->rows.n ? r->rows.at[row + 1].copy_at : copy.n;
	while (r->column < mark.column && r->at < end && copy.s[r->at] != '\n') {
		utf8_next(copy, &r->at);
		r->column++;
	}
	return r->rows.at[row].source_at + (uint32_t)(r->at - r->rows.at[row].copy_at);
}

static struct range range(struct reader *r, const yaml_event_t *event)
{
	uint32_t from = place(r, event->start_mark), to = place(r, event->end_mark);
	while (to > from && strchr(" \t\r\n", r->text->bytes.s[to - 1]))
		to--;
	return (struct range){ from, to - from };
}

static bool bad(struct reader *r, struct range place, const char *help, const char *format, ...) __attribute__((format(printf, 4, 5)));
static bool bad(struct reader *r, struct range where, const char *help, const char *format, ...)
{
	va_list list;
	va_start(list, format);
	struct finding *f = diag_vadd(r->diag, &finding_bad_yaml, where, format, list);
	va_end(list);
	f->help = str_of(help);
	return false;
}

static bool too_big(struct reader *r, struct range where, const char *what, const char *limit, uint64_t most)
{
	struct finding *f = diag_add(r->diag, &finding_too_big, where, "%s: at most %llu are read", what, (unsigned long long)most);
	f->help = str_format(r->arena, "divide it, or raise the limit with --limit %s=NUMBER", limit);
	return false;
}

/* libyaml's words for what people really do, and what to do about it. */
static const struct { const char *problem, *message, *help; } problems[] = {
	{ "mapping values are not allowed in this context", "a second colon in one value", "put the value in quotes: 'like: this'" },
	{ "could not find expected ':'", "a key without a colon behind it", "write `key: value`, with a blank after the colon" },
	{ "did not find expected key", "a line that is neither a key nor part of the value above", "indent it as its neighbours are, or put the value above in quotes" },
	{ "did not find expected ',' or '}'", "a map in braces that does not go on or end", "put commas between entries and a } at the end" },
	{ "did not find expected ',' or ']'", "a list in brackets that does not go on or end", "put commas between entries and a ] at the end" },
	{ "found unexpected end of stream", "a quoted text that does not end", "close the quotes" },
	{ "did not find expected '-' indicator", "a list whose entries are not below each other", "begin each with - at the same column" },
	{ "found unknown escape character", "an escape that YAML does not know", "write the text in single quotes, where a backslash is a backslash" },
};

enum { SECOND_COLON = 0 };      /* its place in the table above */

/* key: one: two  ->  key: 'one: two' */
static void quote_value(struct reader *r, uint32_t at)
{
	struct position p = text_position(r->text, at);
	struct str line = text_line(r->text, p.line);
	size_t colon = str_find(line, STR(": "));
	struct str value = colon == STR_NONE ? STR("") : str_trim(str_from(line, colon + 2));
	uint32_t value_at = (uint32_t)(value.s - r->text->bytes.s);
	if (!value.n || value_at >= at || str_find_char(value, '\'') != STR_NONE || strchr("\"[{|>&*!%@`", *value.s))
		return;
	struct finding *f = &r->diag->findings.at[r->diag->findings.n - 1];
	f->fix = str_format(r->arena, "'%.*s'", STR_ARG(value));
	f->fix_place = (struct range){ value_at, (uint32_t)value.n };
}

static bool syntax(struct reader *r, const yaml_parser_t *p)
{
	if (p->error == YAML_MEMORY_ERROR)
		fatal("out of memory while reading YAML");
	const char *problem = p->problem ? p->problem : "it cannot be read";
	uint32_t at;
	if (p->error == YAML_READER_ERROR) {
		size_t offset = p->problem_offset, row = 0;
		while (row + 1 < r->rows.n && r->rows.at[row + 1].copy_at <= offset)
			row++;
		at = r->rows.at[row].source_at + (uint32_t)(offset - r->rows.at[row].copy_at);
	} else {
		at = place(r, p->problem_mark);
	}
	if (at > r->part.at + r->part.n)
		at = r->part.at + r->part.n;
	if (at == r->part.at + r->part.n)       /* the end: say it where the text ends */
		while (at > r->part.at && strchr(" \t\r\n", r->text->bytes.s[at - 1]))
			at--;
	struct range where = { at, 0 };
	if (at < r->text->bytes.n && r->text->bytes.s[at] == '\t')
		return bad(r, (struct range){ at, 1 }, "indent with blanks", "YAML allows no tab here");
	for (size_t i = 0; i < sizeof problems / sizeof *problems; i++)
		if (strcmp(problem, problems[i].problem) == 0) {
			bad(r, where, problems[i].help, "not YAML: %s", problems[i].message);
			if (i == SECOND_COLON)
				quote_value(r, at);
			return false;
		}
	return bad(r, where, "put texts that hold : # [ ] { } , & * ! | > ' \" % @ ` in quotes", "not YAML: %s", problem);
}

static bool plain_only(struct reader *r, struct range where, const yaml_char_t *anchor, const yaml_char_t *tag)
{
	if (anchor)
		return bad(r, where, "write the value out where it is used", "an anchor (&%s): values are not shared here", (const char *)anchor);
	if (tag) {
		struct str name = str_of((const char *)tag), standard = STR("tag:yaml.org,2002:");
		bool short_form = str_starts(name, standard);
		if (short_form)
			name = str_from(name, standard.n);
		return bad(r, where, "leave the tag out: every value is a text", "a tag (%s%.*s): values have no types here", short_form ? "!!" : "",
			STR_ARG(name));
	}
	return true;
}

/* Puts a node where it belongs; a scalar in a map's place of a key becomes the key. */
static bool put(struct reader *r, struct yaml *node, struct yaml **top)
{
	struct frame *f = r->stack.n ? &r->stack.at[r->stack.n - 1] : NULL;
	if (!f) {
		*top = node;
		return true;
	}
	if (f->node->kind == YAML_MAP && !f->want_value) {
		if (node->kind != YAML_SCALAR)
			return bad(r, node->range, "a key is one word", "a %s as a key", node->kind == YAML_MAP ? "map" : "list");
		if (str_is(node->text, "<<") && !node->quoted)
			return bad(r, node->range, "write the keys out", "a merge key (<<): values are not shared here");
		const struct range *first = map_get(f->seen, node->text);
		if (first) {
			bad(r, node->range, "keep one of them", "the key %.*s stands here twice", STR_ARG(node->text));
			diag_note(r->diag, &r->diag->findings.at[r->diag->findings.n - 1], *first, "the first is here");
			return false;
		}
		map_put(f->seen, node->text, &node->range);
		*vec_add(r->arena, &f->node->keys) = (struct yaml_key){ node->text, node->range };
		f->want_value = true;
		return true;
	}
	*vec_add(r->arena, &f->node->items) = node;
	f->want_value = false;
	return true;
}

static bool open_node(struct reader *r, const yaml_event_t *e, struct yaml **top)
{
	bool map = e->type == YAML_MAPPING_START_EVENT;
	struct yaml *node = arena_take(r->arena, sizeof *node);
	node->kind = map ? YAML_MAP : YAML_LIST;
	node->range = range(r, e);
	if (r->stack.n >= r->limits->yaml_depth)
		return too_big(r, node->range, "maps and lists within each other", "yaml-depth", r->limits->yaml_depth);
	bool fine = map ? plain_only(r, node->range, e->data.mapping_start.anchor, e->data.mapping_start.tag)
			: plain_only(r, node->range, e->data.sequence_start.anchor, e->data.sequence_start.tag);
	if (!fine || !put(r, node, top))
		return false;
	*vec_add(r->arena, &r->stack) = (struct frame){ node, map ? map_new(r->arena) : NULL, false };
	return true;
}

static bool scalar(struct reader *r, const yaml_event_t *e, struct yaml **top)
{
	struct yaml *node = arena_take(r->arena, sizeof *node);
	struct str value = { (const char *)e->data.scalar.value, e->data.scalar.length };
	node->kind = YAML_SCALAR;
	node->range = range(r, e);
	node->quoted = e->data.scalar.style == YAML_SINGLE_QUOTED_SCALAR_STYLE || e->data.scalar.style == YAML_DOUBLE_QUOTED_SCALAR_STYLE;
	if (!plain_only(r, node->range, e->data.scalar.anchor, e->data.scalar.tag))
		return false;
	if (memchr(value.s, 0, value.n))
		return bad(r, node->range, "leave it out", "a NUL character in a text");
	node->text = str_copy(r->arena, value);
	return put(r, node, top);
}

static bool event(struct reader *r, const yaml_event_t *e, struct yaml **top, uint32_t *documents)
{
	switch (e->type) {
	case YAML_DOCUMENT_START_EVENT:
		if (e->data.document_start.version_directive || e->data.document_start.tag_directives.start != e->data.document_start.tag_directives.end)
			return bad(r, range(r, e), "leave it out", "a %% directive: it has no meaning here");
		if (++*documents > 1)
			return bad(r, range(r, e), "keep one, without --- and ... lines", "a second YAML document");
		return true;
	case YAML_ALIAS_EVENT:
		return bad(r, range(r, e), "write the value out; a text that begins with * goes in quotes", "an alias (*%s): values are not shared here",
			(const char *)e->data.alias.anchor);
	case YAML_SCALAR_EVENT:
		return scalar(r, e, top);
	case YAML_SEQUENCE_START_EVENT:
	case YAML_MAPPING_START_EVENT:
		return open_node(r, e, top);
	case YAML_SEQUENCE_END_EVENT:
	case YAML_MAPPING_END_EVENT: {
		struct yaml *node = r->stack.at[--r->stack.n].node;
		struct range end = range(r, e);
		uint32_t to = end.at + end.n;
		if (node->items.n) {
			const struct range *last = &node->items.at[node->items.n - 1]->range;
			if (end.n == 0)         /* in block style the end's mark is the next line's */
				to = last->at + last->n;
		}
		if (to > node->range.at)
			node->range.n = to - node->range.at;
		return true;
	}
	default:
		return true;
	}
}

static struct yaml *parse(struct reader *r)
{
	struct yaml *top = NULL;
	uint32_t documents = 0;
	uint64_t events = 0;
	yaml_parser_t p;
	if (!yaml_parser_initialize(&p))
		fatal("out of memory while reading YAML");
	yaml_parser_set_encoding(&p, YAML_UTF8_ENCODING);
	yaml_parser_set_input_string(&p, (const unsigned char *)(r->copy.s ? r->copy.s : ""), r->copy.n);
	bool fine = true, done = false;
	while (fine && !done) {
		yaml_event_t e;
		if (!yaml_parser_parse(&p, &e)) {
			fine = syntax(r, &p);
			break;
		}
		done = e.type == YAML_STREAM_END_EVENT;
		if (++events > r->limits->yaml_events)
			fine = too_big(r, range(r, &e), "keys, values and brackets", "yaml-events", r->limits->yaml_events);
		else
			fine = event(r, &e, &top, &documents);
		yaml_event_delete(&e);
	}
	yaml_parser_delete(&p);
	if (fine && !top) {
		top = arena_take(r->arena, sizeof *top);
		top->kind = YAML_MAP;
		top->range = (struct range){ r->part.at, 0 };
	}
	return fine ? top : NULL;
}

/* A directive must be refused before libyaml collects 20,000 of them. */
static bool directive(struct reader *r)
{
	struct str rest = buf_str(&r->copy), line;
	for (size_t row = 0; str_split(&rest, '\n', &line); row++) {
		struct str trimmed = str_trim(line);
		if (line.n && line.s[0] == '%')
			return !bad(r, (struct range){ r->rows.at[row].source_at, (uint32_t)trimmed.n }, "leave it out", "a %% directive: it has no meaning here");
		if (trimmed.n && trimmed.s[0] != '#')
			break;
	}
	return false;
}

struct yaml *source_yaml(struct arena *a, struct diag *d, const struct limits *limits, const struct text *t, struct range part)
{
	struct reader r = { .arena = a, .diag = d, .limits = limits, .text = t, .part = part };
	struct yaml *top = NULL;
	if (part.n > limits->yaml_bytes) {
		too_big(&r, (struct range){ part.at, 0 }, "bytes of YAML", "yaml-bytes", limits->yaml_bytes);
		return NULL;
	}
	copy_lines(&r, text_range(t, part));
	if (!directive(&r))
		top = parse(&r);
	buf_free(&r.copy);
	return top;
}

struct yaml *source_get(const struct yaml *map, const char *key)
{
	if (!map || map->kind != YAML_MAP)
		return NULL;
	for (size_t i = 0; i < map->keys.n; i++)
		if (str_is(map->keys.at[i].name, key))
			return map->items.at[i];
	return NULL;
}
