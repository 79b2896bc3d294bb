/* Breaks a paragraph into lines: words are measured once, lines filled greedily, a word that is too long cut at its joints. */
#include "base.h"
#include "render/page.h"

#include <assert.h>
#include <hb.h>
#include <string.h>

#include "render/page/bidi.h"
#include "render/page/break.h"
#include "render/page/fonts.h"
#include "render/page/shape.h"

/* A stretch of one piece between two seams: a word, a part of one, or blanks. */
struct unit {
	uint32_t piece, from, to;       /* bytes of the piece's text */
	const struct word *word;
	int32_t width;
	enum break_kind after;          /* what may happen behind it */
	uint8_t level;
	bool blank, new_line;
};
enum { RUN_BYTES = 60000 };     /* places within a run have 16 bits */

/* Kept by the shaper from one paragraph to the next, so that a long document needs no more room than its longest paragraph. */
struct desk {
	VEC(struct unit) units;
	VEC(struct unit) line;          /* of the line being filled */
	VEC(struct para_run) runs;      /* likewise */
	VEC(struct para_line) lines;
};
struct maker {
	struct shaper *shaper;
	struct arena *arena, *kept;     /* of the paragraph, and of the desk */
	const struct para_piece *pieces;
	struct para *para;
	struct desk *desk;
	int32_t x, room;                /* used, and what the line has */
	uint8_t base;
};

static struct str unit_text(const struct maker *m, const struct unit *u)
{
	return str_slice(m->pieces[u->piece].text, u->from, u->to);
}

/* Newlines and tabs are blanks here. */
static struct str shaped_text(const struct maker *m, const struct unit *u, char *blanks)
{
	struct str text = unit_text(m, u);
	for (size_t i = 0; u->blank && i < text.n; i++) {
		if (text.s[i] == '\n' || text.s[i] == '\t' || text.s[i] == '\r') {
			for (size_t k = 0; k < text.n; k++)
				blanks[k] = text.s[k] == '\n' || text.s[k] == '\t' || text.s[k] == '\r' ? ' ' : text.s[k];
			return (struct str){ blanks, text.n };
		}
	}
	return text;
}

static void measure(const struct maker *m, struct unit *u)
{
	char blanks[WORD_BYTES];
	const struct page_style *style = m->pieces[u->piece].style;
	u->word = shape_word(m->shaper, shaped_text(m, u, blanks), style->face, u->level & 1);
	u->width = word_width(m->shaper, u->word, style->size);
}

static void add_unit(struct maker *m, struct unit u)
{
	if (u.from == u.to)
		return;
	measure(m, &u);
	*vec_add(m->kept, &m->desk->units) = u;
}

/* Cuts the pieces at every seam. A break between two pieces is judged by the characters on both sides. */
static void cut(struct maker *m, uint32_t n, const uint8_t *levels)
{
	uint32_t before = 0, seen = 0;          /* seen: the last that is no blank */
	size_t k = 0;
	for (uint32_t i = 0; i < n; i++) {
		struct str text = m->pieces[i].text;
		struct unit u = { .piece = i, .new_line = m->pieces[i].new_line };
		uint32_t c = 0;
		for (size_t at = 0; at < text.n; k++) {
			size_t from = at, next;
			c = utf8_next(text, &at);
			next = at;
			uint32_t after = next < text.n ? utf8_next(text, &next) : 0;
			enum break_kind kind = before ? break_between(before, c, after) : BREAK_NONE;
			if (kind == BREAK_SPACE && seen >= '0' && seen <= '9' && seen != before && break_unit(str_from(text, from)))
				kind = BREAK_NONE;
			uint8_t level = levels ? levels[k] : 0;
			if (m->pieces[i].whole && from > 0 && kind == BREAK_SPACE)
				kind = BREAK_JOINT;
			if (from == 0 && m->desk->units.n && kind != BREAK_NONE)
				m->desk->units.at[m->desk->units.n - 1].after = kind == BREAK_WORD ? BREAK_NONE : kind;
			bool full = at - u.from > WORD_BYTES || (at - u.from > WORD_BYTES - 48 && !break_clings(c));
			if (from > u.from && (kind != BREAK_NONE || level != u.level || full)) {
				u.to = (uint32_t)from;
				u.after = kind == BREAK_WORD ? BREAK_NONE : kind != BREAK_NONE || !full ? kind : BREAK_JOINT;
				add_unit(m, u);
				u = (struct unit){ .piece = i, .from = (uint32_t)from };
			}
			u.level = level;
			u.blank = break_blank(c);
			before = c;
			seen = break_blank(c) ? seen : c;
		}
		u.to = (uint32_t)text.n;
		add_unit(m, u);
	}
}

/* Rule L2: from the highest level down to the lowest odd one, turn every stretch at that level or above. */
static void reorder(struct unit *at, size_t n, uint8_t base)
{
	uint8_t highest = 0;
	for (size_t i = n; i > 0 && at[i - 1].blank; i--)
		at[i - 1].level = base;
	for (size_t i = 0; i < n; i++)
		highest = at[i].level > highest ? at[i].level : highest;
	for (uint8_t level = highest; level > 0; level--) {
		for (size_t i = 0; i < n; i++) {
			size_t end = i;
			while (end < n && at[end].level >= level)
				end++;
			for (size_t l = i, r = end; l + 1 < r; l++, r--) {
				struct unit swap = at[l];
				at[l] = at[r - 1];
				at[r - 1] = swap;
			}
			i = end > i ? end : i;
		}
	}
}

/* Units that follow one another in one piece and font become one run: fewer, longer runs copy better. */
static size_t run_end(const struct maker *m, size_t i, size_t *glyphs)
{
	const struct unit *first = &m->desk->line.at[i];
	size_t end = i;
	uint16_t font = first->word->n ? first->word->parts[0].font : 0;
	*glyphs = 0;
	while (end < m->desk->line.n) {
		const struct unit *u = &m->desk->line.at[end];
		bool follows = end == i || (u->piece == first->piece && u->from == m->desk->line.at[end - 1].to);
		if (!follows || u->to - first->from > RUN_BYTES || u->level || u->word->n != 1 || u->word->parts[0].font != font)
			break;
		*glyphs += u->word->parts[0].n;
		end++;
	}
	return end;
}

static void close_line(struct maker *m)
{
	struct para_line *line = vec_add(m->kept, &m->desk->lines);
	size_t glyph_count, n = m->desk->line.n;
	const struct fonts *fonts = shaper_fonts(m->shaper);
	int32_t x = 0, width = 0;
	m->desk->runs.n = 0;
	reorder(m->desk->line.at, n, m->base);
	for (size_t i = 0; i < n; ) {
		size_t end = run_end(m, i, &glyph_count);
		const struct unit *u = &m->desk->line.at[i];
		const struct page_style *style = m->pieces[u->piece].style;
		if (end > i) {
			struct page_glyph *glyphs = arena_take(m->arena, (glyph_count ? glyph_count : 1) * sizeof *glyphs);
			struct para_run *run = vec_add(m->kept, &m->desk->runs);
			*run = (struct para_run){ .piece = u->piece, .font = u->word->parts[0].font, .x = x, .glyphs = glyphs };
			run->glyph_count = (uint32_t)glyph_count;
			run->text = str_slice(m->pieces[u->piece].text, u->from, m->desk->line.at[end - 1].to);
			for (size_t k = 0; i < end; i++) {
				const struct unit *v = &m->desk->line.at[i];
				const struct part *part = &v->word->parts[0];
				for (uint32_t g = 0; g < part->n; g++, k++) {
					glyphs[k] = part->glyphs[g];
					glyphs[k].cluster = (uint16_t)(glyphs[k].cluster + v->from - u->from);
				}
				run->w += v->width;
			}
			x += run->w;
		} else {
			struct str text = unit_text(m, u);
			for (uint32_t p = 0; p < u->word->n; p++) {
				const struct part *part = &u->word->parts[p];
				struct page_glyph *glyphs = arena_take(m->arena, (part->n ? part->n : 1) * sizeof *glyphs);
				struct para_run *run = vec_add(m->kept, &m->desk->runs);
				for (uint32_t g = 0; g < part->n; g++) {
					glyphs[g] = part->glyphs[g];
					glyphs[g].cluster = (uint16_t)(glyphs[g].cluster - part->from);
				}
				*run = (struct para_run){ .piece = u->piece, .font = part->font, .x = x, .glyphs = glyphs, .glyph_count = part->n };
				run->text = str_slice(text, part->from, part->to);
				run->w = font_length(fonts, part->font, part->advance, style->size);
				x += run->w;
			}
			i++;
		}
	}
	for (size_t i = 0; i < n; i++)
		width += m->desk->line.at[i].width;
	for (size_t i = n; i > 0 && m->desk->line.at[i - 1].blank; i--)
		width -= m->desk->line.at[i - 1].width;
	*line = (struct para_line){ .width = width, .run_count = (uint32_t)m->desk->runs.n };
	line->runs = arena_take(m->arena, (m->desk->runs.n ? m->desk->runs.n : 1) * sizeof *line->runs);
	if (m->desk->runs.n)
		memcpy(line->runs, m->desk->runs.at, m->desk->runs.n * sizeof *line->runs);
	m->desk->line.n = 0;
	m->x = 0;
	m->room = m->para->width;
}

static void place(struct maker *m, struct unit u)
{
	/* blanks hang over the line's end, but not for ever */
	if (u.blank && m->x > m->room && m->x - m->room > m->para->width)
		close_line(m);
	*vec_add(m->kept, &m->desk->line) = u;
	m->x += u.width;
}

/* Takes as much of the unit as the room allows, at least one character with its marks; returns the byte where the rest begins. */
static uint32_t bite(const struct maker *m, const struct unit *u, int32_t room)
{
	struct str text = m->pieces[u->piece].text;
	const struct page_style *style = m->pieces[u->piece].style;
	uint32_t best = u->to;
	bool any = false;
	for (size_t at = u->from; at < u->to; ) {
		size_t end = at;
		utf8_next(text, &end);
		while (end < u->to) {
			size_t next = end;
			if (!break_clings(utf8_next(text, &next)))
				break;
			end = next;
		}
		int32_t width = 0;
		for (uint32_t p = 0; p < u->word->n; p++) {
			const struct part *part = &u->word->parts[p];
			int64_t units = 0;
			for (uint32_t g = 0; g < part->n; g++)
				if (u->from + part->glyphs[g].cluster < end)
					units += part->glyphs[g].advance;
			width += font_length(shaper_fonts(m->shaper), part->font, units, style->size);
		}
		if (any && width > room)
			break;
		best = (uint32_t)end;
		any = true;
		at = end;
	}
	return best;
}

/* A stretch wider than a whole line: fill up, at joints where there are some. */
static void place_long(struct maker *m, struct unit u)
{
	while (m->x + u.width > m->room && !u.blank) {
		int32_t free_room = m->room - m->x;
		if (m->desk->line.n && (u.width <= m->para->width || free_room < m->para->width / 8)) {
			close_line(m);
			continue;
		}
		uint32_t split = bite(m, &u, free_room);
		if (split >= u.to)
			break;
		struct unit first = u;
		first.to = split;
		first.after = BREAK_JOINT;
		measure(m, &first);
		place(m, first);
		close_line(m);
		u.from = split;
		measure(m, &u);
	}
	place(m, u);
}

static void fill(struct maker *m)
{
	for (size_t i = 0, end; i < m->desk->units.n; i = end) {
		int64_t width = 0;
		for (end = i; end < m->desk->units.n; ) {
			const struct unit *u = &m->desk->units.at[end];
			if (end > i && u->new_line)
				break;
			width += u->blank ? 0 : u->width;
			end++;
			if (u->after == BREAK_SPACE)
				break;
		}
		/* blanks within a stretch that may not be broken count, those at its end do not */
		for (size_t k = i; k + 1 < end; k++)
			if (m->desk->units.at[k].blank && !m->desk->units.at[k + 1].blank)
				width += m->desk->units.at[k].width;
		if (m->desk->units.at[i].new_line && m->desk->line.n)
			close_line(m);
		if (m->x + width > m->room && width <= m->para->width && m->desk->line.n)
			close_line(m);
		for (size_t k = i; k < end; k++) {
			if (width > m->para->width)
				place_long(m, m->desk->units.at[k]);
			else
				place(m, m->desk->units.at[k]);
		}
	}
	if (m->desk->line.n || !m->desk->lines.n)
		close_line(m);
}

/* No byte may be lost between a worksheet and its page. */
static bool complete(const struct para *p)
{
	size_t given = 0, placed = 0;
	for (uint32_t i = 0; i < p->piece_count; i++)
		given += p->pieces[i].text.n;
	for (size_t i = 0; i < p->line_count; i++)
		for (uint32_t r = 0; r < p->lines[i].run_count; r++)
			placed += p->lines[i].runs[r].text.n;
	return given == placed;
}

struct para *para_make(struct shaper *shaper, const struct para_piece *pieces, uint32_t n, int32_t width, int32_t hang)
{
	struct arena *a = shaper_scratch(shaper), *kept = shaper_arena(shaper);
	struct para *para = arena_take(a, sizeof *para);
	struct maker m = { .shaper = shaper, .arena = a, .kept = kept, .pieces = pieces, .para = para, .room = width - hang };
	*para = (struct para){ .pieces = pieces, .piece_count = n, .width = width };
	const uint8_t *levels = bidi_levels(a, pieces, n, &m.base);
	para->from_right = m.base == 1;
	m.desk = *shaper_desk(shaper);
	if (!m.desk)
		m.desk = *shaper_desk(shaper) = arena_take(kept, sizeof *m.desk);
	m.desk->units.n = m.desk->line.n = m.desk->lines.n = 0;
	cut(&m, n, levels);
	fill(&m);
	para->line_count = (uint32_t)m.desk->lines.n;
	para->lines = arena_take(a, m.desk->lines.n * sizeof *para->lines);
	memcpy(para->lines, m.desk->lines.at, m.desk->lines.n * sizeof *para->lines);
	para->hang = hang;
	assert(complete(para));
	return para;
}

int32_t para_widest(const struct para *p)
{
	int32_t widest = 0;
	for (size_t i = 0; i < p->line_count; i++)
		widest = p->lines[i].width > widest ? p->lines[i].width : widest;
	return widest;
}
