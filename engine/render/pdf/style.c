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

static struct str entry(const struct yaml *root, const char *section, const char *key)
{
	const struct yaml *value = source_get(source_get(root, section), key);
	return value && value->kind == YAML_SCALAR ? value->text : STR("");
}

static bool complain(struct arena *a, const char *section, const char *key, struct str *why)
{
	*why = str_format(a, "the print style has no usable entry %s: %s", section, key);
	return false;
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

bool print_style_read(struct arena *a, struct str yaml, struct print_style *s, struct str *why)
{
	struct text *text = text_new(a, STR("print.yaml"), yaml);
	struct diag diag = { .arena = a, .text = text };
	const struct yaml *root = source_yaml(a, &diag, &limits_default, text, (struct range){ 0, (uint32_t)yaml.n });
	struct str parts[8];
	if (!root) {
		struct str message = diag.findings.n ? diag.findings.at[0].message : STR("it is empty");
		*why = str_format(a, "the print style cannot be read: %.*s", STR_ARG(message));
		return false;
	}
	*s = (struct print_style){ .top = 0 };
#define X(field, section, key) \
	if (!read_length(entry(root, section, key), &s->field)) \
		return complain(a, section, key, why);
	PRINT_LENGTHS(X)
#undef X
#define X(field, key) \
	if (!read_colour(entry(root, "colours", key), &s->colour.field)) \
		return complain(a, "colours", key, why);
	PRINT_COLOURS(X)
#undef X
	if (words(entry(root, "paper", "a4"), parts, 8) != 2 || !read_length(parts[0], &s->a4[0]) || !read_length(parts[1], &s->a4[1]))
		return complain(a, "paper", "a4", why);
	if (words(entry(root, "paper", "letter"), parts, 8) != 2 || !read_length(parts[0], &s->letter[0]) || !read_length(parts[1], &s->letter[1]))
		return complain(a, "paper", "letter", why);
	uint32_t n = words(entry(root, "sizes", "heading"), parts, PRINT_HEADINGS);
	for (uint32_t i = 0; i < PRINT_HEADINGS; i++)
		if (!n || !read_length(parts[i < n ? i : n - 1], &s->heading[i]))
			return complain(a, "sizes", "heading", why);
	for (int f = 0; f < FACE_COUNT; f++) {
		s->chains[f].file_count = words(entry(root, "fonts", faces[f]), s->chains[f].files, 8);
		s->chains[f].small_capitals = f == FACE_CAPITALS;
		s->chains[f].no_ligatures = f == FACE_MONO || f == FACE_MONO_BOLD;
		if (!s->chains[f].file_count)
			return complain(a, "fonts", faces[f], why);
	}
	return true;
}
