/* Reads the printed page's look: every entry must be there, so that a style cannot half apply. */
#include "base.h"
#include "diag.h"
#include "source.h"
#include "render/page.h"
#include "render/pdf/style.h"

static const char *const faces[FACE_COUNT] = {
	[FACE_TEXT] = "text", [FACE_ITALIC] = "italic", [FACE_BOLD] = "bold", [FACE_BOLD_ITALIC] = "bold-italic", [FACE_CAPITALS] = "capitals",
	[FACE_MONO] = "mono", [FACE_MONO_BOLD] = "mono-bold", [FACE_MARK] = "mark",
};

/* "12.5" in thousandths. */
static bool read_length(struct str x, int32_t *out)
{
	int64_t value = 0, scale = 0;
	if (!x.n || x.n > 9)
		return false;
	for (size_t i = 0; i < x.n; i++) {
		if (x.s[i] == '.' && !scale)
			scale = 1;
		else if (x.s[i] < '0' || x.s[i] > '9' || scale > 1000)
			return false;
		else if (scale < 1000) {
			value = value * 10 + (x.s[i] - '0');
			scale *= 10;
		}
	}
	for (scale = scale ? scale : 1; scale < 1000; scale *= 10)
		value *= 10;
	*out = (int32_t)value;
	return value < INT32_MAX;
}

static bool read_colour(struct str x, uint32_t *out)
{
	*out = 0;
	for (size_t i = 1; i < x.n; i++) {
		char c = x.s[i];
		int digit = c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
		if (digit < 0)
			return false;
		*out = *out * 16 + (uint32_t)digit;
	}
	return x.n == 7 && x.s[0] == '#';
}

/* One style being read: all of it, or only what it has. */
struct reading { struct arena *arena; const struct yaml *root; bool whole; uint32_t taken; struct str *why; };

static const struct yaml *entry(const struct yaml *root, const char *section, const char *key)
{
	const struct yaml *value = source_get(source_get(root, section), key);
	return value && value->kind == YAML_SCALAR ? value : NULL;
}

static bool complain(struct reading *r, const char *section, const char *key)
{
	*r->why = str_format(r->arena, "the print style has no usable entry %s: %s", section, key);
	return false;
}

/* false: leave the entry as it is; *fine says whether that is right. */
static bool take(struct reading *r, const char *section, const char *key, struct str *text, bool *fine)
{
	const struct yaml *value = entry(r->root, section, key);
	*fine = value || (!r->whole && !source_get(source_get(r->root, section), key));
	if (!*fine)
		complain(r, section, key);
	if (value) {
		*text = value->text;
		r->taken++;
	}
	return value;
}

static bool length(struct reading *r, const char *section, const char *key, int32_t *out)
{
	struct str text;
	bool fine;
	return take(r, section, key, &text, &fine) && !read_length(text, out) ? complain(r, section, key) : fine;
}

static bool colour(struct reading *r, const char *key, uint32_t *out)
{
	struct str text;
	bool fine;
	return take(r, "colours", key, &text, &fine) && !read_colour(text, out) ? complain(r, "colours", key) : fine;
}

/* Words of a list, up to most; the count. */
static uint32_t words(struct str list, struct str *out, uint32_t most)
{
	struct str word;
	uint32_t n = 0;
	while (n < most && str_split(&list, ' ', &word))
		if (word.n)
			out[n++] = word;
	return n;
}

static bool paper(struct reading *r, const char *key, int32_t size[2])
{
	struct str text, parts[8];
	bool fine;
	if (!take(r, "paper", key, &text, &fine))
		return fine;
	return (words(text, parts, 8) == 2 && read_length(parts[0], &size[0]) && read_length(parts[1], &size[1])) || complain(r, "paper", key);
}

static bool headings(struct reading *r, int32_t heading[PRINT_HEADINGS])
{
	struct str text, parts[PRINT_HEADINGS];
	bool fine;
	if (!take(r, "sizes", "heading", &text, &fine))
		return fine;
	uint32_t n = words(text, parts, PRINT_HEADINGS);
	for (uint32_t i = 0; i < PRINT_HEADINGS; i++)
		if (!n || !read_length(parts[i < n ? i : n - 1], &heading[i]))
			return complain(r, "sizes", "heading");
	return true;
}

static bool face(struct reading *r, int f, struct font_chain *chain)
{
	struct str text;
	bool fine;
	if (!take(r, "fonts", faces[f], &text, &fine))
		return fine;
	chain->file_count = words(text, chain->files, 8);
	chain->small_capitals = f == FACE_CAPITALS;
	chain->no_ligatures = f == FACE_MONO || f == FACE_MONO_BOLD;
	return chain->file_count > 0 || complain(r, "fonts", faces[f]);
}

static bool read_style(struct reading *r, struct print_style *s)
{
#define X(field, section, key) \
	if (!length(r, section, key, &s->field)) \
		return false;
	PRINT_LENGTHS(X)
#undef X
#define X(field, key) \
	if (!colour(r, key, &s->colour.field)) \
		return false;
	PRINT_COLOURS(X)
#undef X
	for (int f = 0; f < FACE_COUNT; f++)
		if (!face(r, f, &s->chains[f]))
			return false;
	return paper(r, "a4", s->a4) && paper(r, "letter", s->letter) && headings(r, s->heading);
}

/* Lines must fit: a column of text that is narrower than an inch, or type that nobody can read, is a slip of the style. */
enum { LEAST_WIDTH = 144000, LEAST_HEIGHT = 216000, LEAST_SIZE = 3000, MOST_SIZE = 72000, MOST_PAPER = 14400000 };
static bool has_room(struct reading *r, const struct print_style *s)
{
	const int32_t *papers[] = { s->a4, s->letter };
	for (int i = 0; i < 2; i++) {
		if (papers[i][0] > MOST_PAPER || papers[i][1] > MOST_PAPER)
			return complain(r, "paper", i ? "letter" : "a4");
		if ((int64_t)papers[i][0] - s->left - s->right - s->gutter - s->aside < LEAST_WIDTH || (int64_t)papers[i][1] - s->top - s->bottom < LEAST_HEIGHT) {
			*r->why = STR("the print style leaves no room for text: see margins and paper");
			return false;
		}
	}
	const struct { const char *key; int32_t size; } sizes[] = {
		{ "text", s->text }, { "leading", s->leading }, { "title", s->title }, { "subtitle", s->subtitle }, { "code", s->code },
		{ "code-least", s->code_least }, { "small", s->small }, { "number", s->number }, { "heading", s->heading[0] }, { "heading", s->heading[PRINT_HEADINGS - 1] },
	};
	for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++)
		if (sizes[i].size < LEAST_SIZE || sizes[i].size > MOST_SIZE)
			return complain(r, "sizes", sizes[i].key);
	return (s->code_leading >= 500 && s->code_leading <= 4000) || complain(r, "sizes", "code-leading");
}

static const struct yaml *read_yaml(struct arena *a, struct str yaml, struct str *why)
{
	struct text *text = text_new(a, STR("print.yaml"), yaml);
	struct diag diag = { .arena = a, .text = text };
	size_t bad;
	const struct yaml *root = utf8_valid(yaml, &bad) ? source_yaml(a, &diag, &limits_default, text, (struct range){ 0, (uint32_t)yaml.n }) : NULL;
	struct str message = diag.findings.n ? diag.findings.at[0].message : STR("it is empty, or not UTF-8");
	if (!root)
		*why = str_format(a, "the print style cannot be read: %.*s", STR_ARG(message));
	return root;
}

bool print_style_read(struct arena *a, struct str yaml, struct print_style *s, struct str *why)
{
	struct reading r = { a, read_yaml(a, yaml, why), true, 0, why };
	*s = (struct print_style){ .top = 0 };
	return r.root && read_style(&r, s) && has_room(&r, s);
}

bool print_style_change(struct arena *a, struct str yaml, struct print_style *s, struct str *why)
{
	struct reading r = { a, read_yaml(a, yaml, why), false, 0, why };
	uint32_t there = 0;
	if (!r.root || !read_style(&r, s) || !has_room(&r, s))
		return false;
	for (size_t i = 0; i < r.root->items.n; i++)
		there += r.root->items.at[i]->kind == YAML_MAP ? (uint32_t)r.root->items.at[i]->items.n : 1;
	if (there == r.taken)
		return true;
	*why = STR("the print style has an entry that is not known: see paper, margins, fonts, sizes and colours of ours");
	return false;
}
