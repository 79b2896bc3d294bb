/* Fonts in the file: which glyphs are used, the font cut down to them, their widths and what they mean. */
#include "base.h"
#include "render/page.h"

#include <hb.h>
#include <hb-ot.h>
#include <hb-subset.h>
#include <string.h>

#include "render/page/fonts.h"
#include "render/page/late.h"
#include "render/page/write.h"

enum { BFCHARS = 100 };                /* the most that the format has in one list */

bool pdf_runs_left(const struct page_item *item)
{
	return item->glyph_count > 1 && item->glyphs[0].cluster > item->glyphs[item->glyph_count - 1].cluster;
}

struct str pdf_long_cluster(const struct page_item *item, bool rtl, uint32_t i, uint32_t *end)
{
	uint32_t from = item->glyphs[i].cluster, to = (uint32_t)item->text.n, next = i + 1;
	while (next < item->glyph_count && item->glyphs[next].cluster == from)
		next++;
	*end = next;
	if (rtl && i > 0)
		to = item->glyphs[i - 1].cluster;
	else if (!rtl && next < item->glyph_count)
		to = item->glyphs[next].cluster;
	if (to <= from || to > item->text.n)
		return STR("");
	struct str text = { item->text.s + from, to - from };
	/* where a word may be broken is of no use to whoever copies it */
	while (text.n && (unsigned char)text.s[text.n - 1] >= 0x80 && (str_ends(text, STR("\xC2\xAD")) || str_ends(text, STR("\xE2\x80\x8B"))))
		text.n -= text.s[text.n - 1] == '\xAD' ? 2 : 3;
	if (!text.n)
		return (struct str){ NULL, 0 };
	if (text.n == 1 && (text.s[0] == '\n' || text.s[0] == '\t' || text.s[0] == '\r'))
		return STR(" ");
	return text;
}

void pdf_font(struct page_writer *p, uint16_t f)
{
	struct pdf_font *font = &p->fonts[f];
	font->count = hb.face_get_glyph_count(p->d->fonts->at[f].face);
	font->glyphs = arena_take(p->arena, font->count * sizeof *font->glyphs);
}

void pdf_note(struct page_writer *p, uint16_t f, uint16_t glyph)
{
	late_begin();
	p->fonts[f].glyphs[glyph].natural = hb.font_get_glyph_h_advance(p->d->fonts->at[f].font, glyph);
	late_end();
	p->fonts[f].glyphs[glyph].used = true;
}

/* With six letters before it that tell one subset from another, from the glyphs in it. */
static struct str subset_name(struct page_writer *p, hb_face_t *face, struct str glyphs)
{
	char own[128];
	unsigned n = sizeof own;
	struct buf b = { 0 };
	uint64_t hash = str_hash(glyphs);
	for (int i = 0; i < 6; i++, hash /= 26)
		buf_putc(&b, (char)('A' + hash % 26));
	buf_putc(&b, '+');
	hb.ot_name_get_utf8(face, HB_OT_NAME_ID_POSTSCRIPT_NAME, HB_LANGUAGE_INVALID, &n, own);
	for (unsigned i = 0; i < n && i < sizeof own - 1; i++)
		if ((own[i] >= 'a' && own[i] <= 'z') || (own[i] >= 'A' && own[i] <= 'Z') || (own[i] >= '0' && own[i] <= '9') || own[i] == '-')
			buf_putc(&b, own[i]);
	struct str name = str_copy(p->arena, buf_str(&b));
	buf_free(&b);
	return name;
}

/* Thousandths of the em, as the format counts. */
static void put_units(struct buf *b, int32_t units, int32_t em)
{
	pdf_length(b, (int64_t)units * 1000000 / em);
}

/* What each glyph is when it is copied. */
static void put_meanings(struct page_writer *p, uint32_t number, const struct pdf_font *font)
{
	struct buf b = { 0 };
	uint32_t left = 0, row = 0;
	for (uint32_t id = 0; id < font->count; id++)
		left += font->glyphs[id].meaning_bytes > 0;
	buf_puts(&b, "/CIDInit/ProcSet findresource begin 12 dict begin begincmap/CIDSystemInfo<</Registry(Adobe)/Ordering(UCS)/Supplement 0>>def\n"
		"/CMapName/Adobe-Identity-UCS def/CMapType 2 def\n1 begincodespacerange<0000><FFFF>endcodespacerange\n");
	for (uint32_t id = 0; id < font->count; id++) {
		const struct pdf_glyph *glyph = &font->glyphs[id];
		if (!glyph->meaning_bytes)
			continue;
		if (row == 0)
			buf_printf(&b, "%u beginbfchar\n", left < BFCHARS ? left : BFCHARS);
		buf_putc(&b, '<');
		pdf_hex(&b, id);
		buf_puts(&b, "><");
		pdf_utf16(&b, (struct str){ p->meanings.s + glyph->meaning, glyph->meaning_bytes });
		buf_puts(&b, ">\n");
		row = row + 1 == BFCHARS ? 0 : row + 1;
		if (--left == 0 || row == 0)
			buf_puts(&b, "endbfchar\n");
	}
	buf_puts(&b, "endcmap CMapName currentdict/CMap defineresource pop end end\n");
	pdf_stream(p, number, "", buf_str(&b), true);
	buf_free(&b);
}

static int16_t read16(const char *s)
{
	return (int16_t)((unsigned char)s[0] << 8 | (unsigned char)s[1]);
}

static void put_descriptor(struct page_writer *p, uint32_t number, const struct font *f, struct str name, uint32_t file, bool cff)
{
	struct buf *b = pdf_begin(p, number);
	hb_blob_t *head = hb.face_reference_table(f->face, HB_TAG('h', 'e', 'a', 'd'));
	unsigned n;
	const char *bytes = hb.blob_get_data(head, &n);
	hb_position_t cap = 0, slope = 0;
	hb.ot_metrics_get_position(f->font, HB_OT_METRICS_TAG_CAP_HEIGHT, &cap);
	buf_puts(b, "<</Type/FontDescriptor/FontName/");
	buf_put(b, name);
	buf_puts(b, "/Flags 4/FontBBox[");
	for (int i = 0; i < 4; i++) {
		put_units(b, n >= 54 ? read16(bytes + 36 + 2 * i) : 0, f->units);
		buf_putc(b, i < 3 ? ' ' : ']');
	}
	slope = hb.ot_metrics_get_position(f->font, HB_OT_METRICS_TAG_HORIZONTAL_CARET_RUN, &slope) && slope ? -12 : 0;
	buf_printf(b, "/ItalicAngle %d/StemV 80/Ascent ", (int)slope);
	put_units(b, f->ascent, f->units);
	buf_puts(b, "/Descent ");
	put_units(b, f->descent, f->units);
	buf_puts(b, "/CapHeight ");
	put_units(b, cap, f->units);
	buf_printf(b, "/FontFile%s %u 0 R>>", cff ? "3" : "2", file);
	pdf_end(p);
	hb.blob_destroy(head);
}

/* Text names a glyph by the number that it has in the font, so that it can be written before all that are used are known. */
static void put_font(struct page_writer *p, const struct font *f, struct pdf_font *font, struct str name, uint32_t file, bool cff)
{
	uint32_t descendant = pdf_number(p), descriptor = pdf_number(p), meanings = pdf_number(p);
	struct buf *b = pdf_begin(p, font->object);
	buf_puts(b, "<</Type/Font/Subtype/Type0/BaseFont/");
	buf_put(b, name);
	buf_printf(b, "/Encoding/Identity-H/DescendantFonts[%u 0 R]/ToUnicode %u 0 R>>", descendant, meanings);
	pdf_end(p);
	b = pdf_begin(p, descendant);
	buf_printf(b, "<</Type/Font/Subtype/CIDFontType%s/BaseFont/", cff ? "0" : "2");
	buf_put(b, name);
	buf_printf(b, "/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>/FontDescriptor %u 0 R%s/DW 0/W[", descriptor,
		cff ? "" : "/CIDToGIDMap/Identity");
	bool open = false;
	for (uint32_t id = 0; id < font->count; id++) {
		bool used = font->glyphs[id].used;
		if (used) {
			if (!open)
				pdf_count(b, id);
			buf_putc(b, open ? ' ' : '[');
			put_units(b, font->glyphs[id].natural, f->units);
		} else if (open) {
			buf_putc(b, ']');
		}
		open = used;
	}
	buf_puts(b, open ? "]]>>" : "]>>");
	pdf_end(p);
	put_descriptor(p, descriptor, f, name, file, cff);
	put_meanings(p, meanings, font);
}

/* What a glyph needs to be drawn, in either kind of outlines. The rest is not even looked at: to find out which characters of a
 * font lead to the glyphs takes longer than to cut it down. */
static hb_blob_t *drawn_table(hb_face_t *face, hb_tag_t tag, void *whole)
{
	static const hb_tag_t tags[] = {
		HB_TAG('h', 'e', 'a', 'd'), HB_TAG('h', 'h', 'e', 'a'), HB_TAG('h', 'm', 't', 'x'), HB_TAG('m', 'a', 'x', 'p'), HB_TAG('l', 'o', 'c', 'a'),
		HB_TAG('g', 'l', 'y', 'f'), HB_TAG('C', 'F', 'F', ' '), HB_TAG('v', 'h', 'e', 'a'), HB_TAG('v', 'm', 't', 'x'), HB_TAG('V', 'O', 'R', 'G'),
	};
	(void)face;
	for (size_t i = 0; i < sizeof tags / sizeof *tags; i++)
		if (tags[i] == tag)
			return hb.face_reference_table(whole, tag);
	return NULL;
}

/* The font with those glyphs and no others, each by its number. False: that cannot be made, and what was cut before is gone. */
static bool cut_down(struct kept *kept, const struct font *f, struct str glyphs, struct cut *cut)
{
	enum { SUBSET_ROOM = 4 << 20 };         /* what the subsetter takes for a font of a megabyte */
	cut->glyphs.n = cut->file.n = 0;
	late_room(SUBSET_ROOM);
	late_begin();
	hb_subset_input_t *input = hb_subset.input_create_or_fail();
	if (!input)
		fatal("no memory to cut down a font");
	for (uint32_t id = 0; id < glyphs.n; id++)
		if (glyphs.s[id])
			hb.set_add(hb_subset.input_glyph_set(input), id);
	hb_subset.input_set_flags(input, HB_SUBSET_FLAGS_NO_HINTING | HB_SUBSET_FLAGS_NOTDEF_OUTLINE | HB_SUBSET_FLAGS_RETAIN_GIDS);
	if (!hb.set_allocation_successful(hb_subset.input_glyph_set(input)))
		fatal("no memory to cut down a font");
	hb_face_t *drawn = hb.face_create_for_tables(drawn_table, f->face, NULL);
	hb_subset_plan_t *plan = hb_subset.plan_create_or_fail(drawn, input);
	hb_face_t *subset = plan ? hb_subset.plan_execute_or_fail(plan) : NULL;
	late_end();
	if (subset) {
		hb_blob_t *blob = hb.face_reference_blob(subset), *cff = hb.face_reference_table(f->face, HB_TAG('C', 'F', 'F', ' '));
		cut->cff = hb.blob_get_length(cff) > 0;
		unsigned n;
		const char *bytes = hb.blob_get_data(blob, &n);
		snprintf(cut->entries, sizeof cut->entries, cut->cff ? "/Subtype/OpenType" : "/Length1 %u", n);
		pdf_deflate(kept, &cut->file, (struct str){ bytes, n });
		buf_put(&cut->glyphs, glyphs);
		hb.blob_destroy(blob);
		hb.blob_destroy(cff);
		hb.face_destroy(subset);
	}
	late_end();
	hb_subset.plan_destroy(plan);
	hb.face_destroy(drawn);
	hb_subset.input_destroy(input);
	return subset != NULL;
}

static bool embed(struct page_writer *p, uint32_t i, struct str *why)
{
	const struct font *f = &p->d->fonts->at[i];
	struct cut *cut = &p->d->fonts->kept->cuts[i];
	struct pdf_font *font = &p->fonts[i];
	char *used = arena_take(p->arena, font->count);
	for (uint32_t id = 0; id < font->count; id++)
		used[id] = font->glyphs[id].used;
	struct str glyphs = { used, font->count };
	if (!str_eq(buf_str(&cut->glyphs), glyphs) && !cut_down(p->d->fonts->kept, f, glyphs, cut)) {
		*why = str_format(p->arena, "the font %s cannot be cut down to the characters used", f->file.s);
		return false;
	}
	uint32_t file = pdf_number(p);
	pdf_deflated(p, file, cut->entries, buf_str(&cut->file));
	put_font(p, f, font, subset_name(p, f->face, glyphs), file, cut->cff);
	return true;
}

bool pdf_fonts(struct page_writer *p, struct str *why)
{
	uint32_t n = p->d->fonts->n;
	for (uint32_t i = 0; i < n; i++) {
		if (p->fonts[i].glyphs) {
			p->fonts[i].object = pdf_number(p);
			if (!embed(p, i, why))
				return false;
		}
	}
	struct buf *b = pdf_begin(p, p->resources);
	buf_puts(b, "<</Font<<");
	for (uint32_t i = 0; i < n; i++)
		if (p->fonts[i].glyphs)
			buf_printf(b, "/F%u %u 0 R", i, p->fonts[i].object);
	buf_puts(b, ">>");
	buf_puts(b, "/XObject<<");
	for (uint32_t i = 0; i < p->d->images.n; i++)
		buf_printf(b, "/I%u %u 0 R", i, p->images[i]);
	for (uint32_t i = 0; i < p->stamps.n; i++)
		buf_printf(b, "/X%u %u 0 R", i, p->stamps.at[i]);
	buf_puts(b, ">>>>");
	pdf_end(p);
	return true;
}
