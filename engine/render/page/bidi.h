/* render/page/bidi: reading directions. */
#ifndef HENCE_RENDER_PAGE_BIDI_H
#define HENCE_RENDER_PAGE_BIDI_H

/* Embedding levels, one a code point of the text; NULL: everything runs from left to right. *base: the paragraph's own. */
const uint8_t *bidi_levels(struct arena *, const struct para_piece *, uint32_t n, uint8_t *base);

#endif
