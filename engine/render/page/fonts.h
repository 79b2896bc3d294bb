/* render/page/fonts: the opened fonts, for the shaper and the writer. */
#ifndef HENCE_RENDER_PAGE_FONTS_H
#define HENCE_RENDER_PAGE_FONTS_H

struct font {
	struct str file;                /* its full path */
	hb_blob_t *blob;
	hb_face_t *face;
	hb_font_t *font;                /* scaled to its own units */
	int32_t units;                  /* to the em */
	int32_t ascent, descent;
};
struct chain { const struct font *at[8]; uint16_t index[8]; uint32_t n; bool small_capitals, no_ligatures; };
struct fonts { struct font *at; uint32_t n; struct chain chains[FACE_COUNT]; };

#endif
