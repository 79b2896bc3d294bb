/* Shapes words with HarfBuzz: picks a font for each character, keeps what it made. */
#include "base.h"
#include "render/page.h"

#include <assert.h>
#include <hb.h>
#include <hb-ot.h>
#include <string.h>

#include "render/page/fonts.h"
#include "render/page/late.h"
#include "render/page/shape.h"

/* Characters below this are looked up once a face; drawings consist of them. */
enum { TABLE_END = 0x2C00 };
/* A worksheet of 90 kB has some 3000 words; what is kept for the next stays below 2 MB. */
enum { MOST_KEPT = 8192 };

struct shaper {
	struct arena *arena, *scratch;
	const struct fonts *fonts;
	hb_buffer_t *buffer;
	struct map *words;              /* those that are not kept with the fonts */
	VEC(uint32_t) missing;
	struct desk *desk;
};

struct shaper *shaper_new(struct arena *a, const struct fonts *fonts)
{
	struct shaper *s = arena_take(a, sizeof *s);
	s->arena = s->scratch = a;
	s->fonts = fonts;
	s->buffer = hb.buffer_create();
	s->words = map_new(a);
	return s;
}

void shaper_end(struct shaper *s)
{
	hb.buffer_destroy(s->buffer);
}

struct desk **shaper_desk(struct shaper *s) { return &s->desk; }
struct arena *shaper_arena(struct shaper *s) { return s->arena; }
struct arena *shaper_scratch(struct shaper *s) { return s->scratch; }
void shaper_use(struct shaper *s, struct arena *a) { s->scratch = a; }
const struct fonts *shaper_fonts(const struct shaper *s) { return s->fonts; }

const uint32_t *shaper_missing(const struct shaper *s, size_t *n)
{
	*n = s->missing.n;
	return s->missing.at;
}

/* Controls, and marks that turn the reading direction, show themselves: the page must not read otherwise than its bytes. */
bool shape_spelled(uint32_t c)
{
	return c < 0x20 || (c >= 0x7F && c < 0xA0) || (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069)
		|| c == 0x200E || c == 0x200F || c == 0x061C || c == 0xFEFF;
}

/* Shown by nothing, and not spelled out either: joiners, soft hyphen, variation selectors. */
static bool invisible(uint32_t c)
{
	return c == 0xAD || c == 0x200B || c == 0x200C || c == 0x200D || c == 0x2060 || (c >= 0xFE00 && c <= 0xFE0F);
}

static bool look_up(const struct shaper *s, uint32_t c, enum page_face face, uint16_t *font, uint16_t *glyph)
{
	const struct chain *chain = &s->fonts->chains[face];
	hb_codepoint_t id;
	for (uint32_t i = 0; i < chain->n && !shape_spelled(c); i++) {
		late_begin();
		bool has = hb.font_get_nominal_glyph(chain->at[i]->font, c, &id) && id != 0;
		late_end();
		if (has) {
			*font = chain->index[i];
			*glyph = (uint16_t)id;
			return true;
		}
	}
	return false;
}

static int32_t advance_of(const struct shaper *s, uint16_t font, uint16_t glyph)
{
	late_begin();
	int32_t advance = hb.font_get_glyph_h_advance(s->fonts->at[font].font, glyph);
	late_end();
	return advance;
}

bool shape_has_wide(struct shaper *s, uint32_t c, enum page_face face, uint16_t *font, uint16_t *glyph, int32_t *advance)
{
	if (c >= TABLE_END) {
		bool drawn = look_up(s, c, face, font, glyph);
		*advance = drawn ? advance_of(s, *font, *glyph) : 0;
		return drawn;
	}
	struct slot **table = &s->fonts->kept->tables[face];
	if (!*table)
		*table = arena_take(s->fonts->kept->arena, TABLE_END * sizeof **table);
	struct slot *slot = &(*table)[c];
	if (!slot->known) {
		slot->known = true;
		slot->drawn = look_up(s, c, face, &slot->font, &slot->glyph);
		slot->advance = slot->drawn ? advance_of(s, slot->font, slot->glyph) : 0;
	}
	*font = slot->font;
	*glyph = slot->glyph;
	*advance = slot->advance;
	return slot->drawn;
}

bool shape_has(struct shaper *s, uint32_t c, enum page_face face, uint16_t *font, uint16_t *glyph)
{
	int32_t advance;
	return shape_has_wide(s, c, face, font, glyph, &advance);
}

int32_t font_length(const struct fonts *fonts, uint16_t font, int64_t units, int32_t size)
{
	int64_t em = fonts->at[font].units, x = units * size;
	return (int32_t)((x >= 0 ? x + em / 2 : x - em / 2) / em);
}

int32_t word_width(const struct shaper *s, const struct word *w, int32_t size)
{
	int32_t width = 0;
	for (uint32_t i = 0; i < w->n; i++)
		width += font_length(s->fonts, w->parts[i].font, w->parts[i].advance, size);
	return width;
}

void shape_missing(struct shaper *s, uint32_t c)
{
	for (size_t i = 0; i < s->missing.n; i++)
		if (s->missing.at[i] == c)
			return;
	if (s->missing.n < 64)          /* named once each; a page of an unknown script needs no longer list */
		*vec_add(s->arena, &s->missing) = c;
}

/* Sixteen bits hold sixteen ems; no glyph is wider. */
static int16_t offset(int32_t x)
{
	return (int16_t)(x < INT16_MIN ? INT16_MIN : x > INT16_MAX ? INT16_MAX : x);
}

/* The glyphs of [U+XXXX], all standing for the one character at cluster. */
static void spell(struct shaper *s, struct part *part, uint32_t c, uint32_t cluster, enum page_face face)
{
	char name[16];
	int n = snprintf(name, sizeof name, "[U+%04X]", (unsigned)c);
	struct page_glyph *glyphs = arena_take(s->arena, (size_t)n * sizeof *glyphs);
	part->glyphs = glyphs;
	for (int i = 0; i < n; i++) {
		uint16_t font = 0, glyph = 0;
		bool drawn = shape_has(s, (unsigned char)name[i], face, &font, &glyph);
		assert(drawn && (i == 0 || font == part->font)), (void)drawn;
		part->font = font;
		int32_t advance = hb.font_get_glyph_h_advance(s->fonts->at[font].font, glyph);
		glyphs[part->n++] = (struct page_glyph){ .cluster = (uint16_t)cluster, .id = glyph, .advance = offset(advance) };
		part->advance += glyphs[i].advance;
	}
	if (c >= 0xA0)
		shape_missing(s, c);
}

static void shape_part(struct shaper *s, struct arena *a, struct str word, struct part *part, enum page_face face)
{
	static const char *const shapers[] = { "ot", NULL };        /* whatever the environment asks for */
	const struct chain *chain = &s->fonts->chains[face];
	hb_feature_t features[4];
	uint32_t feature_count = 0, n;
	if (chain->small_capitals) {
		hb.feature_from_string("smcp", -1, &features[feature_count++]);
		hb.feature_from_string("c2sc", -1, &features[feature_count++]);
	}
	if (chain->no_ligatures) {
		hb.feature_from_string("-liga", -1, &features[feature_count++]);
		hb.feature_from_string("-calt", -1, &features[feature_count++]);
	}
	late_begin();
	hb.buffer_reset(s->buffer);
	hb.buffer_set_cluster_level(s->buffer, HB_BUFFER_CLUSTER_LEVEL_MONOTONE_GRAPHEMES);
	hb.buffer_add_utf8(s->buffer, word.s, (int)word.n, part->from, (int)(part->to - part->from));
	hb.buffer_guess_segment_properties(s->buffer);
	hb.buffer_set_direction(s->buffer, part->rtl ? HB_DIRECTION_RTL : HB_DIRECTION_LTR);
	hb.buffer_set_language(s->buffer, hb.language_from_string("en", -1));   /* never the locale's */
	hb.shape_full(s->fonts->at[part->font].font, s->buffer, features, feature_count, shapers);
	late_end();
	if (!hb.buffer_allocation_successful(s->buffer))
		fatal("out of memory while setting text");
	const hb_glyph_info_t *info = hb.buffer_get_glyph_infos(s->buffer, &n);
	const hb_glyph_position_t *at = hb.buffer_get_glyph_positions(s->buffer, &n);
	struct page_glyph *glyphs = arena_take(a, (n ? n : 1) * sizeof *glyphs);
	for (uint32_t i = 0; i < n; i++) {
		glyphs[i] = (struct page_glyph){ .cluster = (uint16_t)info[i].cluster, .id = (uint16_t)info[i].codepoint,
			.dx = offset(at[i].x_offset), .dy = offset(at[i].y_offset), .advance = offset(at[i].x_advance) };
		part->advance += glyphs[i].advance;
	}
	part->glyphs = glyphs;
	part->n = n;
}

/* Marks and joiners stay with the font of what they follow when it has them. */
static uint16_t keep_font(struct shaper *s, uint32_t c, enum page_face face, uint16_t before, bool *drawn)
{
	uint16_t font = before, glyph;
	hb_codepoint_t id;
	hb_unicode_general_category_t category = hb.unicode_general_category(hb.unicode_funcs_get_default(), c);
	bool mark = category == HB_UNICODE_GENERAL_CATEGORY_NON_SPACING_MARK || category == HB_UNICODE_GENERAL_CATEGORY_ENCLOSING_MARK
		|| category == HB_UNICODE_GENERAL_CATEGORY_SPACING_MARK;
	*drawn = true;
	if (invisible(c) && before != UINT16_MAX)
		return before;
	if (mark && before != UINT16_MAX && hb.font_get_nominal_glyph(s->fonts->at[before].font, c, &id) && id != 0)
		return before;
	*drawn = shape_has(s, c, face, &font, &glyph);
	return font;
}

static struct word *make(struct shaper *s, struct arena *a, struct str text, enum page_face face, bool rtl)
{
	struct word *w = arena_take(a, sizeof *w);
	VEC(struct part) parts = { 0 };
	uint16_t before = UINT16_MAX;
	hb_script_t script = HB_SCRIPT_COMMON;
	bool open = false;
	for (size_t at = 0; at < text.n; ) {
		uint32_t from = (uint32_t)at, c = utf8_next(text, &at);
		bool drawn;
		uint16_t font = keep_font(s, c, face, before, &drawn);
		hb_script_t own = hb.unicode_script(hb.unicode_funcs_get_default(), c);
		bool common = own == HB_SCRIPT_COMMON || own == HB_SCRIPT_INHERITED || own == HB_SCRIPT_UNKNOWN;
		if (!drawn) {
			struct part *part = vec_add(a, &parts);
			*part = (struct part){ .rtl = rtl, .from = from, .to = (uint32_t)at };
			spell(s, part, c, from, face);
			open = false;
			before = UINT16_MAX;
			continue;
		}
		if (!open || font != before || (!common && script != HB_SCRIPT_COMMON && own != script)) {
			*vec_add(a, &parts) = (struct part){ .font = font, .rtl = rtl, .from = from };
			script = HB_SCRIPT_COMMON;
			open = true;
		}
		parts.at[parts.n - 1].to = (uint32_t)at;
		before = font;
		if (!common)
			script = own;
	}
	for (size_t i = 0; i < parts.n; i++)
		if (!parts.at[i].glyphs)
			shape_part(s, a, text, &parts.at[i], face);
	for (size_t i = 0; rtl && i < parts.n / 2; i++) {
		struct part swap = parts.at[i];
		parts.at[i] = parts.at[parts.n - 1 - i];
		parts.at[parts.n - 1 - i] = swap;
	}
	w->parts = parts.at;
	w->n = (uint32_t)parts.n;
	return w;
}

/* No part of it is spelled out; characters beyond the tables are not asked for twice. */
static bool all_drawn(struct shaper *s, struct str text, enum page_face face)
{
	uint16_t font, glyph;
	for (size_t at = 0; at < text.n; ) {
		uint32_t c = utf8_next(text, &at);
		if (c >= TABLE_END || !shape_has(s, c, face, &font, &glyph))
			return false;
	}
	return true;
}

const struct word *shape_word(struct shaper *s, struct str text, enum page_face face, bool rtl)
{
	char key[WORD_BYTES + 1];
	assert(text.n <= WORD_BYTES);
	key[0] = (char)(face * 2 + (rtl ? 1 : 0));
	if (text.n)
		memcpy(key + 1, text.s, text.n);
	struct kept *kept = s->fonts->kept;
	struct str name = { key, text.n + 1 };
	struct word *w = map_get(kept->words, name);
	if (!w && s->words->n)
		w = map_get(s->words, name);
	if (!w) {
		bool keep = kept->words->n < MOST_KEPT && all_drawn(s, text, face);
		struct arena *a = keep ? kept->arena : s->arena;
		w = make(s, a, text, face, rtl);
		map_put(keep ? kept->words : s->words, str_copy(a, name), w);
	}
	return w;
}
