/* A line's figure as a picture: what the figure room has laid out, or the derivation, whose edges only the report knows. */
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
#include "render/picture.h"

bool picture_of(struct arena *a, const struct report *r, uint32_t line, struct picture *p)
{
	(void)a;
	*p = (struct picture){ .figure = figure_of(r->figures, line) };
	if (!p->figure || !p->figure->drawn)
		return false;
	p->drawing = &p->figure->drawing;
	p->alt = p->figure->alt;
	return p->drawing->all.n > 0;
}
