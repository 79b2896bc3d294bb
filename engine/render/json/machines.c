/* Machines side by side as JSON: keys are added, never changed. */
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
#include "render.h"
#include "render/quote.h"

static void pair(struct buf *out, const char *before, const char *key, struct str value)
{
	buf_printf(out, "%s\"%s\": ", before, key);
	quote_json(out, value);
}

static void facts(struct buf *out, const struct comparison *c)
{
	buf_puts(out, "\"facts\": [");
	for (size_t i = 0; i < c->facts.n; i++) {
		const struct compared_fact *f = &c->facts.at[i];
		buf_puts(out, i ? ",\n    " : "");
		pair(out, "{", "name", f->name);
		pair(out, ", ", "was", f->was);
		pair(out, ", ", "is", f->is);
		if (f->policy.n)
			pair(out, ", ", "compare", f->policy);
		buf_printf(out, ", \"outcome\": \"%s\"}", f->missing ? "missing" : f->excused ? "excused" : f->differs ? "differs" : "same");
	}
	buf_puts(out, "]");
}

static void line(struct buf *out, const struct comparison *c, uint32_t i)
{
	const struct compared_line *l = &c->lines.at[i];
	buf_printf(out, "{\"outcome\": \"%s\", \"verdict\": \"%s\"", report_change_name(l->change), report_verdict_name(c->is->lines.at[i].verdict));
	if (l->why.n)
		pair(out, ", ", "why", l->why);
	if (l->values.n) {
		buf_puts(out, ", \"values\": [");
		for (size_t k = 0; k < l->values.n; k++) {
			pair(out, k ? ", {" : "{", "was", l->values.at[k].was);
			pair(out, ", ", "is", l->values.at[k].is);
			buf_putc(out, '}');
		}
		buf_putc(out, ']');
	}
	if (l->because.n) {
		buf_puts(out, ", \"because\": [");
		for (size_t k = 0; k < l->because.n; k++) {
			buf_puts(out, k ? ", " : "");
			quote_json(out, l->because.at[k]->name);
		}
		buf_putc(out, ']');
	}
	buf_putc(out, '}');
}

void render_machines_json(struct arena *a, const struct machines *m, const struct render_options *o, struct buf *out)
{
	const struct model *model = m->at[0].report->model;
	(void)o;
	buf_puts(out, "{\"format\": 1, \"hence\": ");
	quote_json(out, str_of(m->at[0].report->version));
	pair(out, ", ", "worksheet", m->worksheet);
	buf_puts(out, ",\n \"machines\": [");
	for (size_t i = 0; i < m->n; i++) {
		const struct report *r = m->at[i].report;
		const struct comparison *c = &m->at[i].comparison;
		pair(out, i ? ",\n  {" : "{", "name", render_machine_name(a, i));
		pair(out, ", ", "machine", m->at[i].label);
		pair(out, ", ", "kernel", r->facts->kernel);
		pair(out, ", ", "arch", r->facts->arch);
		buf_printf(out, ", \"exit\": %d", m->at[i].status);
		if (i) {
			buf_puts(out, ", \"summary\": {");
			for (int k = 0; k < CHANGES; k++)
				buf_printf(out, "%s\"%s\": %u", k ? ", " : "", report_change_name((enum change)k), (unsigned)c->counts[k]);
			buf_puts(out, "}");
			if (c->first_flip != LINE_NONE)
				buf_printf(out, ", \"first_flip\": %u", (unsigned)model->lines.at[c->first_flip].number);
			buf_puts(out, ",\n   ");
			facts(out, c);
		}
		buf_putc(out, '}');
	}
	buf_puts(out, "],\n \"lines\": [");
	for (uint32_t i = 0; i < model->lines.n; i++) {
		buf_printf(out, "%s{\"line\": %u", i ? ",\n  " : "", (unsigned)model->lines.at[i].number);
		pair(out, ", ", "id", model->lines.at[i].id);
		pair(out, ", ", "kind", model->lines.at[i].kind);
		buf_printf(out, ", \"verdict\": \"%s\", \"machines\": [", report_verdict_name(m->at[0].report->lines.at[i].verdict));
		for (size_t k = 1; k < m->n; k++) {
			buf_puts(out, k > 1 ? ", " : "");
			line(out, &m->at[k].comparison, i);
		}
		buf_puts(out, "]}");
	}
	buf_puts(out, "]}\n");
}
