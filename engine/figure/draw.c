/* Primitives added to a drawing, which grows with them. */
#include "base.h"
#include "diag.h"
#include "source.h"
#include "model.h"
#include "facts.h"
#include "values.h"
#include "figure.h"
#include "figure/kind.h"

static void grow(struct sketch *s, int32_t x, int32_t y)
{
	struct drawing *d = s->drawing;
	if (x + 1 > d->width)
		d->width = x + 1;
	if (y + 1 > d->height)
		d->height = y + 1;
}

static struct primitive *add(struct sketch *s, enum draw_kind kind, enum draw_look look, int32_t x, int32_t y)
{
	struct primitive *p = vec_add(s->arena, &s->drawing->all);
	p->kind = kind;
	p->look = look;
	p->x = x;
	p->y = y;
	return p;
}

int32_t draw_columns(struct str text)
{
	return (int32_t)utf8_columns(text);
}

struct primitive *draw_box(struct sketch *s, enum draw_look look, int32_t x, int32_t y, int32_t w, int32_t h)
{
	struct primitive *p = add(s, DRAW_BOX, look, x, y);
	p->w = w;
	p->h = h;
	grow(s, x + w, y + h);
	return p;
}

void draw_text(struct sketch *s, enum draw_look look, char anchor, int32_t x, int32_t y, struct str text)
{
	int32_t columns = draw_columns(text);
	if (!text.n)
		return;
	struct primitive *p = add(s, DRAW_TEXT, look, x, y);
	p->anchor = anchor;
	p->text = text;
	grow(s, anchor == 'l' ? x + columns - 1 : anchor == 'm' ? x + columns / 2 : x, y);
}

void draw_middle(struct sketch *s, enum draw_look look, int32_t x, int32_t w, int32_t y, struct str text)
{
	if (!text.n)
		return;
	draw_text(s, look, 'm', x + w / 2, y, text);
	struct primitive *p = &s->drawing->all.at[s->drawing->all.n - 1];
	p->x = x;
	p->w = w;
}

void draw_fill(struct sketch *s, enum draw_look look, int32_t x, int32_t y, int64_t eighths)
{
	struct primitive *p = add(s, DRAW_FILL, look, x, y);
	p->w = (int32_t)(eighths / 8);
	p->eighths = (uint8_t)(eighths % 8);
	grow(s, x + p->w, y);
}

struct primitive *draw_line(struct sketch *s, enum draw_look look, int32_t x1, int32_t y1, int32_t x2, int32_t y2)
{
	struct primitive *p = add(s, DRAW_LINE, look, 0, 0);
	draw_to(s, p, x1, y1);
	draw_to(s, p, x2, y2);
	return p;
}

void draw_to(struct sketch *s, struct primitive *p, int32_t x, int32_t y)
{
	*vec_add(s->arena, &p->points) = (struct draw_point){ x, y };
	grow(s, x, y);
}

int32_t draw_words(struct sketch *s, enum draw_look look, int32_t x, int32_t y, int32_t columns, struct str text)
{
	int32_t rows = 0;
	while (text.n) {
		size_t at = 0, end = 0, blank = 0;
		while (at < text.n) {
			utf8_next(text, &at);
			if (draw_columns(str_slice(text, 0, at)) > columns)
				break;
			end = at;
			if (at < text.n && text.s[at] == ' ')
				blank = at;
		}
		if (end < text.n && blank)
			end = blank;
		if (!end)
			end = at;
		draw_text(s, look, 'l', x, y + rows, str_trim(str_slice(text, 0, end)));
		text = str_trim(str_from(text, end));
		rows++;
	}
	return rows;
}

int64_t draw_scaled(struct sketch *s, const struct num *n, const struct num *most, int64_t steps)
{
	const struct num *x;
	int64_t result = 0;
	if (num_sign(most) <= 0 || num_apply(s->arena, s->limits, NUM_MUL, n, num_of(s->arena, steps), &x) != NUM_FINE
		|| num_apply(s->arena, s->limits, NUM_DIV, x, most, &x) != NUM_FINE || !num_to_int64(num_round(s->arena, x, 0, false), &result))
		return 0;
	return result < 0 ? 0 : result > steps ? steps : result;
}
