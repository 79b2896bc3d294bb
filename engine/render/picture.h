/* render/picture: a line's figure, ready to be drawn, and the backends that draw primitives and know no kinds. */
#ifndef HENCE_RENDER_PICTURE_H
#define HENCE_RENDER_PICTURE_H

struct picture { const struct figure *figure; const struct drawing *drawing; struct str alt, why; };      /* why: it has one that is not drawn */
/* false: the line has no figure, or none that can be drawn. A derivation is laid out here. */
bool picture_of(struct arena *, const struct report *, uint32_t line, struct picture *);
/* Rows of characters, each ended by a newline, without blanks at their ends. unicode: box drawing, else ASCII. */
void picture_text(const struct drawing *, bool unicode, struct buf *);
/* An <svg> with title and description; id: unique on its page. anchor gives what a line's place is called there: boxes that
 * lead to lines are links. */
struct anchors { struct str (*of)(void *with, uint32_t line); void *with; const struct report *report; };
void picture_svg(const struct picture *, struct str id, const struct anchors *, struct buf *);

#endif
