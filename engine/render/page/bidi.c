/* The Unicode bidirectional algorithm, asked only for text that has a right-to-left character. */
#include "base.h"
#include "render/page.h"

#include <fribidi.h>

#include "render/page/bidi.h"
#include "render/page/late.h"

static bool right_to_left(uint32_t c)
{
	return (c >= 0x590 && c <= 0x8FF) || (c >= 0xFB1D && c <= 0xFDFF) || (c >= 0xFE70 && c <= 0xFEFC) || (c >= 0x10800 && c <= 0x10FFF)
		|| (c >= 0x1E800 && c <= 0x1EFFF);
}

const uint8_t *bidi_levels(struct arena *a, const struct para_piece *pieces, uint32_t n, uint8_t *base)
{
	size_t count = 0, k = 0;
	bool any = false;
	*base = 0;
	for (uint32_t i = 0; i < n; i++)
		for (size_t at = 0; at < pieces[i].text.n; count++)
			any |= right_to_left(utf8_next(pieces[i].text, &at));
	if (!any)
		return NULL;
	FriBidiChar *text = arena_take(a, count * sizeof *text);
	FriBidiCharType *types = arena_take(a, count * sizeof *types);
	FriBidiBracketType *brackets = arena_take(a, count * sizeof *brackets);
	FriBidiLevel *levels = arena_take(a, count * sizeof *levels);
	for (uint32_t i = 0; i < n; i++) {
		for (size_t at = 0; at < pieces[i].text.n; k++) {
			uint32_t c = utf8_next(pieces[i].text, &at);
			/* the marks that turn the direction are spelled out on the page, so they must not turn it */
			text[k] = (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069) ? 0x2022 : c;
		}
	}
	FriBidiParType direction = FRIBIDI_PAR_ON;
	fribidi.get_bidi_types(text, (FriBidiStrIndex)count, types);
	fribidi.get_bracket_types(text, (FriBidiStrIndex)count, types, brackets);
	if (fribidi.get_par_embedding_levels_ex(types, brackets, (FriBidiStrIndex)count, &direction, levels) == 0)
		fatal("no memory to find the reading directions");
	*base = FRIBIDI_IS_RTL(direction) ? 1 : 0;
	return (const uint8_t *)levels;
}
