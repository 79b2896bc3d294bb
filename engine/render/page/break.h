/* render/page/break: places where a line may end. */
#ifndef HENCE_RENDER_PAGE_BREAK_H
#define HENCE_RENDER_PAGE_BREAK_H

/* WORD: a word ends and blanks follow (no line end, but a seam); SPACE: a line may end; JOINT: only where a word is too long. */
enum break_kind { BREAK_NONE, BREAK_WORD, BREAK_JOINT, BREAK_SPACE };
/* Between two characters; after: the one behind c, 0 at the end. */
/* Whether a text begins with the symbol of a unit, such as MB or ns: it stays with its number. */
bool break_unit(struct str);
enum break_kind break_between(uint32_t before, uint32_t c, uint32_t after);
bool break_blank(uint32_t);
bool break_clings(uint32_t);            /* never at the start of a line */

#endif
