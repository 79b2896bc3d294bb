/* A drawing as SVG: a cell is 8 by 18, borders run through the middles of cells. Colours and fonts are the page's own, by class. */
#include "base.h"
#include "diag.h"
#include "source.h"
#include "model.h"
#include "facts.h"
#include "values.h"
#include "claims.h"
#include "figure.h"
#include "graph.h"
#include "rules.h"
#include "report.h"
#include "render/quote.h"
#include "render/picture.h"

enum { CELL_X = 8, CELL_Y = 18, MARGIN = 4, TIP = 7, TIP_HALF = 4, BAR_INSET = 3, BASELINE = 13 };

static int32_t x_of(int32_t x)
{
	return MARGIN + x * CELL_X + CELL_X / 2;
}

static int32_t y_of(int32_t y)
{
	return MARGIN + y * CELL_Y + CELL_Y / 2;
}

static void tip(struct buf *out, struct draw_point from, struct draw_point to, enum draw_look look)
{
	/* from the middle of its cell to that of the next, where the border is that it points to */
	int32_t dx = (to.x > from.x) - (to.x < from.x), dy = (to.y > from.y) - (to.y < from.y), x = x_of(to.x + dx), y = y_of(to.y + dy);
	buf_printf(out, "<path class=\"%s\" d=\"M%d %dL%d %d\"/>\n", figure_look_name(look), (int)x_of(to.x), (int)y_of(to.y), (int)(x - dx * TIP), (int)(y - dy * TIP));
	buf_printf(out, "<path class=\"arrow %s\" d=\"M%d %dL%d %dL%d %dZ\"/>\n", figure_look_name(look), (int)x, (int)y,
		(int)(x - dx * TIP + dy * TIP_HALF), (int)(y - dy * TIP + dx * TIP_HALF), (int)(x - dx * TIP - dy * TIP_HALF), (int)(y - dy * TIP - dx * TIP_HALF));
}

static void line(struct buf *out, const struct primitive *p)
{
	size_t n = p->points.n;
	buf_printf(out, "<path class=\"%s%s\" d=\"", figure_look_name(p->look), p->dashed ? " dashed" : "");
	for (size_t i = 0; i < n; i++)
		buf_printf(out, "%c%d %d", i ? 'L' : 'M', (int)x_of(p->points.at[i].x), (int)y_of(p->points.at[i].y));
	buf_puts(out, "\"/>\n");
	if (p->from_tip && n > 1)
		tip(out, p->points.at[1], p->points.at[0], p->look);
	if (p->to_tip && n > 1)
		tip(out, p->points.at[n - 2], p->points.at[n - 1], p->look);
}

static void text(struct buf *out, const struct primitive *p)
{
	int32_t x = p->anchor == 'l' ? MARGIN + p->x * CELL_X : p->anchor == 'r' ? MARGIN + (p->x + 1) * CELL_X : x_of(p->x) + p->w * CELL_X / 2;
	buf_printf(out, "<text class=\"%s%s\" x=\"%d\" y=\"%d\">", figure_look_name(p->look), p->anchor == 'm' ? " middle" : p->anchor == 'r' ? " end" : "",
		(int)x, (int)(MARGIN + p->y * CELL_Y + BASELINE));
	quote_xml(out, p->text);
	buf_puts(out, "</text>\n");
}

static void primitive(struct buf *out, const struct primitive *p)
{
	switch (p->kind) {
	case DRAW_BOX:
		buf_printf(out, "<rect class=\"%s%s\" x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\"/>\n", figure_look_name(p->look), p->dashed ? " dashed" : "",
			(int)x_of(p->x), (int)y_of(p->y), (int)p->w * CELL_X, (int)p->h * CELL_Y);
		break;
	case DRAW_FILL:
		buf_printf(out, "<rect class=\"fill %s\" x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\"/>\n", figure_look_name(p->look), MARGIN + (int)p->x * CELL_X,
			MARGIN + (int)p->y * CELL_Y + BAR_INSET, (int)p->w * CELL_X + (int)p->eighths * CELL_X / 8, CELL_Y - 2 * BAR_INSET);
		break;
	case DRAW_LINE:
		line(out, p);
		break;
	case DRAW_TEXT:
		text(out, p);
		break;
	}
}

/* Over what is drawn, so that all of a box can be clicked. */
static void links(const struct drawing *d, const struct anchors *anchors, struct buf *out)
{
	for (size_t i = 0; i < d->all.n; i++) {
		const struct primitive *p = &d->all.at[i];
		if (!p->link || p->kind != DRAW_BOX)
			continue;
		struct str anchor = anchors->of(anchors->with, p->link - 1), number = anchors->report->model->lines.at[p->link - 1].number_text;
		buf_printf(out, "<a href=\"#%.*s\" aria-label=\"Line %.*s, %s\"><rect class=\"link\" x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\"/></a>\n", STR_ARG(anchor), STR_ARG(number),
			report_verdict_name(anchors->report->lines.at[p->link - 1].verdict), (int)x_of(p->x), (int)y_of(p->y), (int)p->w * CELL_X, (int)p->h * CELL_Y);
	}
}

void picture_svg(const struct picture *p, struct str id, const struct anchors *anchors, struct buf *out)
{
	bool linked = false;
	for (size_t i = 0; i < p->drawing->all.n; i++)
		linked |= p->drawing->all.at[i].link > 0;
	int width = (int)p->drawing->width * CELL_X + 2 * MARGIN, height = (int)p->drawing->height * CELL_Y + 2 * MARGIN;
	struct str title = p->figure->title.n ? p->figure->title : str_of(figure_kind_name(p->figure->kind));
	buf_printf(out, "<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"%s\" aria-labelledby=\"%.*s-title %.*s-desc\" width=\"%d\" height=\"%d\" viewBox=\"0 0 %d %d\">\n",
		linked ? "group" : "img", STR_ARG(id), STR_ARG(id), width, height, width, height);
	buf_printf(out, "<title id=\"%.*s-title\">", STR_ARG(id));
	quote_xml(out, title);
	buf_printf(out, "</title><desc id=\"%.*s-desc\">", STR_ARG(id));
	quote_xml(out, p->alt);
	buf_puts(out, "</desc>\n");
	/* surfaces first, so that a border shared by two boxes is drawn whole, then what stands on them */
	for (size_t i = 0; i < p->drawing->all.n; i++)
		if (p->drawing->all.at[i].kind == DRAW_BOX || p->drawing->all.at[i].kind == DRAW_FILL)
			primitive(out, &p->drawing->all.at[i]);
	for (size_t i = 0; i < p->drawing->all.n; i++)
		if (p->drawing->all.at[i].kind == DRAW_LINE || p->drawing->all.at[i].kind == DRAW_TEXT)
			primitive(out, &p->drawing->all.at[i]);
	links(p->drawing, anchors, out);
	buf_puts(out, "</svg>");
}
