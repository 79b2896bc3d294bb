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

static void note_font(struct pdf *p, uint32_t f)
{
	struct pdf_font *font = &p->fonts[f];
	uint32_t n = hb.face_get_glyph_count(p->d->fonts->at[f].face);
	font->used = true;
	font->glyphs = arena_take(p->arena, n);
	font->renumbered = arena_take(p->arena, n * sizeof *font->renumbered);
	font->meaning = arena_take(p->arena, n * sizeof *font->meaning);
	font->natural = arena_take(p->arena, n * sizeof *font->natural);
}

void pdf_note_glyphs(struct pdf *p)
{
	const struct page_document *d = p->d;
	p->fonts = arena_take(p->arena, (d->fonts->n + 1) * sizeof *p->fonts);
	for (size_t i = 0; i < d->pages.n; i++) {
		for (size_t k = 0; k < d->pages.at[i].items.n; k++) {
			const struct page_item *item = &d->pages.at[i].items.at[k];
			if (item->kind != PAGE_TEXT)
				continue;
			struct pdf_font *font = &p->fonts[item->font];
			if (!font->used)
				note_font(p, item->font);
			bool rtl = pdf_runs_left(item);
			for (uint32_t g = 0, end; g < item->glyph_count; g = end) {
				const struct page_glyph *glyph = &item->glyphs[g];
				/* most are known already, and stand alone */
				if (!rtl && g + 1 < item->glyph_count && glyph[1].cluster != glyph->cluster && font->meaning[glyph->id].s) {
					end = g + 1;
					continue;
				}
				struct str *meaning = &font->meaning[glyph->id], text = pdf_cluster(item, rtl, g, &end);
				for (uint32_t e = g; e < end; e++) {
					uint16_t id = item->glyphs[e].id;
					if (!font->glyphs[id]) {
						font->glyphs[id] = 1;
						late_begin();
						font->natural[id] = hb.font_get_glyph_h_advance(d->fonts->at[item->font].font, id);
						late_end();
					}
				}
				if (end == g + 1 && !meaning->s && text.n)
					*meaning = text;
			}
		}
	}
}

/* Six letters that tell one subset from another, from the glyphs in it. */
static void put_tag(struct buf *b, const uint8_t *glyphs, uint32_t n)
{
	uint64_t hash = str_hash((struct str){ (const char *)glyphs, n });
	for (int i = 0; i < 6; i++, hash /= 26)
		buf_putc(b, (char)('A' + hash % 26));
	buf_putc(b, '+');
}

static void put_name(struct buf *b, hb_face_t *face, const struct pdf_font *font)
{
	char name[128];
	unsigned n = sizeof name;
	put_tag(b, font->glyphs, hb.face_get_glyph_count(face));
	hb.ot_name_get_utf8(face, HB_OT_NAME_ID_POSTSCRIPT_NAME, HB_LANGUAGE_INVALID, &n, name);
	for (unsigned i = 0; i < n && i < sizeof name - 1; i++)
		if ((name[i] >= 'a' && name[i] <= 'z') || (name[i] >= 'A' && name[i] <= 'Z') || (name[i] >= '0' && name[i] <= '9') || name[i] == '-')
			buf_putc(b, name[i]);
}

/* Thousandths of the em, as the format counts. */
static void put_units(struct buf *b, int32_t units, int32_t em)
{
	pdf_length(b, (int64_t)units * 1000000 / em);
}

static void put_meanings(struct pdf *p, uint32_t number, const struct pdf_font *font, uint32_t count)
{
	struct buf b = { 0 };
	uint32_t *order = arena_take(p->arena, (count + 1) * sizeof *order), n = 0;
	for (uint32_t id = 0; id < count; id++)
		if (font->glyphs[id] && font->meaning[id].n)
			order[n++] = id;
	buf_puts(&b, "/CIDInit/ProcSet findresource begin 12 dict begin begincmap/CIDSystemInfo<</Registry(Adobe)/Ordering(UCS)/Supplement 0>>def\n"
		"/CMapName/Adobe-Identity-UCS def/CMapType 2 def\n1 begincodespacerange<0000><FFFF>endcodespacerange\n");
	for (uint32_t i = 0; i < n; i++) {
		if (i % 100 == 0)
			buf_printf(&b, "%u beginbfchar\n", n - i < 100 ? n - i : 100);
		buf_printf(&b, "<%04X><", font->renumbered[order[i]]);
		struct str text = font->meaning[order[i]];
		for (size_t at = 0; at < text.n; ) {
			uint32_t c = utf8_next(text, &at);
			if (c >= 0x10000)
				buf_printf(&b, "%04X%04X", 0xD800 + ((c - 0x10000) >> 10), 0xDC00 + ((c - 0x10000) & 0x3FF));
			else
				buf_printf(&b, "%04X", c);
		}
		buf_puts(&b, ">\n");
		if (i % 100 == 99 || i + 1 == n)
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

static void put_descriptor(struct pdf *p, uint32_t number, const struct font *f, const struct pdf_font *font, uint32_t file, bool cff)
{
	struct buf *b = pdf_begin(p, number);
	hb_blob_t *head = hb.face_reference_table(f->face, HB_TAG('h', 'e', 'a', 'd'));
	unsigned n;
	const char *bytes = hb.blob_get_data(head, &n);
	hb_position_t cap = 0, slope = 0;
	hb.ot_metrics_get_position(f->font, HB_OT_METRICS_TAG_CAP_HEIGHT, &cap);
	buf_puts(b, "<</Type/FontDescriptor/FontName/");
	put_name(b, f->face, font);
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

static void put_font(struct pdf *p, const struct font *f, struct pdf_font *font, uint32_t file, bool cff)
{
	uint32_t count = hb.face_get_glyph_count(f->face), kept = 0;
	uint32_t descendant = pdf_number(p), descriptor = pdf_number(p), meanings = pdf_number(p);
	uint32_t *old = arena_take(p->arena, (count + 1) * sizeof *old);
	for (uint32_t id = 0; id < count; id++) {
		if (font->glyphs[id]) {
			old[font->renumbered[id]] = id;
			kept = font->renumbered[id] > kept ? font->renumbered[id] : kept;
		}
	}
	struct buf *b = pdf_begin(p, font->object);
	buf_puts(b, "<</Type/Font/Subtype/Type0/BaseFont/");
	put_name(b, f->face, font);
	buf_printf(b, "/Encoding/Identity-H/DescendantFonts[%u 0 R]/ToUnicode %u 0 R>>", descendant, meanings);
	pdf_end(p);
	b = pdf_begin(p, descendant);
	buf_printf(b, "<</Type/Font/Subtype/CIDFontType%s/BaseFont/", cff ? "0" : "2");
	put_name(b, f->face, font);
	buf_printf(b, "/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>/FontDescriptor %u 0 R%s/DW 0/W[0[", descriptor,
		cff ? "" : "/CIDToGIDMap/Identity");
	for (uint32_t id = 0; id <= kept; id++) {
		put_units(b, font->glyphs[old[id]] ? font->natural[old[id]] : 0, f->units);
		buf_putc(b, ' ');
	}
	buf_puts(b, "]]>>");
	pdf_end(p);
	put_descriptor(p, descriptor, f, font, file, cff);
	put_meanings(p, meanings, font, count);
}

/* The font with those glyphs and no others. False: that cannot be made, and what was cut before is gone. */
static bool cut_down(struct kept *kept, const struct font *f, struct str glyphs, struct cut *cut)
{
	static const hb_tag_t useless[] = {
		HB_TAG('G', 'S', 'U', 'B'), HB_TAG('G', 'P', 'O', 'S'), HB_TAG('G', 'D', 'E', 'F'), HB_TAG('B', 'A', 'S', 'E'), HB_TAG('n', 'a', 'm', 'e'),
		HB_TAG('p', 'o', 's', 't'), HB_TAG('O', 'S', '/', '2'), HB_TAG('c', 'm', 'a', 'p'), HB_TAG('k', 'e', 'r', 'n'), HB_TAG('S', 'i', 'l', 'f'),
		HB_TAG('G', 'l', 'a', 't'), HB_TAG('G', 'l', 'o', 'c'), HB_TAG('F', 'e', 'a', 't'), HB_TAG('S', 'i', 'l', 'l'), HB_TAG('D', 'S', 'I', 'G'),
		HB_TAG('F', 'F', 'T', 'M'), HB_TAG('g', 'a', 's', 'p'), HB_TAG('M', 'A', 'T', 'H'), HB_TAG('h', 'd', 'm', 'x'), HB_TAG('V', 'D', 'M', 'X'),
		HB_TAG('L', 'T', 'S', 'H'), HB_TAG('m', 'e', 't', 'a'),
	};
	enum { SUBSET_ROOM = 4 << 20 };         /* what the subsetter takes for a font of a megabyte */
	cut->glyphs.n = cut->renumbered.n = cut->file.n = 0;
	late_room(SUBSET_ROOM);
	late_begin();
	hb_subset_input_t *input = hb_subset.input_create_or_fail();
	if (!input)
		fatal("no memory to cut down a font");
	for (uint32_t id = 0; id < glyphs.n; id++)
		if (glyphs.s[id])
			hb.set_add(hb_subset.input_glyph_set(input), id);
	for (size_t t = 0; t < sizeof useless / sizeof *useless; t++)
		hb.set_add(hb_subset.input_set(input, HB_SUBSET_SETS_DROP_TABLE_TAG), useless[t]);
	hb_subset.input_set_flags(input, HB_SUBSET_FLAGS_NO_HINTING | HB_SUBSET_FLAGS_NOTDEF_OUTLINE);
	if (!hb.set_allocation_successful(hb_subset.input_glyph_set(input)))
		fatal("no memory to cut down a font");
	hb_subset_plan_t *plan = hb_subset.plan_create_or_fail(f->face, input);
	hb_face_t *subset = plan ? hb_subset.plan_execute_or_fail(plan) : NULL;
	late_end();
	if (subset) {
		const hb_map_t *map = hb_subset.plan_old_to_new_glyph_mapping(plan);
		hb_blob_t *blob = hb.face_reference_blob(subset), *cff = hb.face_reference_table(f->face, HB_TAG('C', 'F', 'F', ' '));
		cut->cff = hb.blob_get_length(cff) > 0;
		unsigned n;
		const char *bytes = hb.blob_get_data(blob, &n);
		for (uint32_t id = 0; id < glyphs.n; id++) {
			uint16_t to = glyphs.s[id] ? (uint16_t)hb.map_get(map, id) : 0;
			buf_put(&cut->renumbered, (struct str){ (const char *)&to, sizeof to });
		}
		snprintf(cut->entries, sizeof cut->entries, cut->cff ? "/Subtype/OpenType" : "/Length1 %u", n);
		pdf_deflate(kept, &cut->file, (struct str){ bytes, n });
		buf_put(&cut->glyphs, glyphs);
		hb.blob_destroy(blob);
		hb.blob_destroy(cff);
		hb.face_destroy(subset);
	}
	late_end();
	hb_subset.plan_destroy(plan);
	hb_subset.input_destroy(input);
	return subset != NULL;
}

static bool embed(struct pdf *p, uint32_t i, struct str *why)
{
	const struct font *f = &p->d->fonts->at[i];
	struct cut *cut = &p->d->fonts->kept->cuts[i];
	struct pdf_font *font = &p->fonts[i];
	struct str glyphs = { (const char *)font->glyphs, hb.face_get_glyph_count(f->face) };
	if (!str_eq(buf_str(&cut->glyphs), glyphs) && !cut_down(p->d->fonts->kept, f, glyphs, cut)) {
		*why = str_format(p->arena, "the font %s cannot be cut down to the characters used", f->file.s);
		return false;
	}
	memcpy(font->renumbered, cut->renumbered.s, cut->renumbered.n);
	uint32_t file = pdf_number(p);
	pdf_deflated(p, file, cut->entries, buf_str(&cut->file));
	put_font(p, f, font, file, cut->cff);
	return true;
}

bool pdf_fonts(struct pdf *p, struct str *why)
{
	uint32_t n = p->d->fonts->n;
	for (uint32_t i = 0; i < n; i++) {
		if (p->fonts[i].used) {
			p->fonts[i].object = pdf_number(p);
			if (!embed(p, i, why))
				return false;
		}
	}
	p->resources = pdf_number(p);
	struct buf *b = pdf_begin(p, p->resources);
	buf_puts(b, "<</Font<<");
	for (uint32_t i = 0; i < n; i++)
		if (p->fonts[i].used)
			buf_printf(b, "/F%u %u 0 R", i, p->fonts[i].object);
	buf_puts(b, ">>");
	if (p->d->images.n)
		buf_puts(b, "/XObject<<");
	for (uint32_t i = 0; i < p->d->images.n; i++)
		buf_printf(b, "/I%u %u 0 R", i, p->images[i]);
	buf_puts(b, p->d->images.n ? ">>>>" : ">>");
	pdf_end(p);
	return true;
}
