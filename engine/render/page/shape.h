/* render/page/shape: words made into glyphs. */
#ifndef HENCE_RENDER_PAGE_SHAPE_H
#define HENCE_RENDER_PAGE_SHAPE_H

/* A shaper looks at no more than this at once: time stays linear whatever stands in the text. */
enum { WORD_BYTES = 250 };

/* A stretch of a word in one font and direction; clusters count from the word's start. */
struct part { uint16_t font; bool rtl; uint32_t from, to; const struct page_glyph *glyphs; uint32_t n; int32_t advance; };
struct word { const struct part *parts; uint32_t n; };

/* The word's glyphs; at most WORD_BYTES bytes. level: of its direction, odd is right to left. Cached. */
const struct word *shape_word(struct shaper *, struct str, enum page_face, bool rtl);
int32_t word_width(const struct shaper *, const struct word *, int32_t size);
/* font units at a size, in thousandths of a point; nearest */
int32_t font_length(const struct fonts *, uint16_t font, int64_t units, int32_t size);
/* A character that is drawn as it stands; others (controls, direction overrides, what no font has) are spelled out. */
bool shape_has(struct shaper *, uint32_t code_point, enum page_face, uint16_t *font, uint16_t *glyph);
/* The same, with the glyph's advance in its font's units where there is one. */
bool shape_has_wide(struct shaper *, uint32_t code_point, enum page_face, uint16_t *font, uint16_t *glyph, int32_t *advance);
bool shape_spelled(uint32_t code_point);         /* a control or a direction override: never drawn, always spelled out */
void shape_missing(struct shaper *, uint32_t code_point);       /* no font has it */
struct desk;                            /* what para.c keeps with the shaper */
struct desk **shaper_desk(struct shaper *);
struct arena *shaper_arena(struct shaper *);            /* what lasts as long as the shaper */
struct arena *shaper_scratch(struct shaper *);          /* paragraphs and rows */
const struct fonts *shaper_fonts(const struct shaper *);

#endif
