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
/* What a document found out about the fonts and the next one need not: it follows from the fonts alone, so that no document
 * is other bytes for what was written before it. Characters that no font has are not kept: each document tells of its own. */
struct slot { uint16_t font, glyph; bool known, drawn; int32_t advance; };
/* A font cut down to the glyphs of the last document that used it: handouts of one course use the same ones. */
struct cut {
	struct buf glyphs;              /* a byte a glyph of the font, 1: it is in */
	struct buf file;                /* compressed */
	char entries[64];               /* of its stream */
	bool cff;
};
/* A stream as it stood in a document and deflated: most pages of a handout are those of the last one, but for their feet. */
/* A long text has 50 pages; bytes of one that is kept: most streams are pages, feet are shorter. */
enum { STREAMS_KEPT = 512, STREAM_LEAST = 2 << 10, STREAM_MOST = 64 << 10 };
struct squeezed { struct buf raw, deflated; };
struct kept {
	struct arena *arena;            /* that of the fonts */
	struct map *words;              /* struct word, by face, direction and bytes */
	struct slot *tables[FACE_COUNT];
	struct cut *cuts;               /* one a font */
	struct squeezed *streams;       /* by hash; NULL before the second document */
	uint32_t documents;             /* written so far */
	struct z_stream_s *deflater;    /* NULL before the first stream */
};
struct fonts { struct font *at; uint32_t n; struct chain chains[FACE_COUNT]; struct kept *kept; };

#endif
