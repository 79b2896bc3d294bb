/* What an edition for students withholds: the answers of exercises, and every value that would give them away. */
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

/* Below this a number is in every text, and hiding it would hide the text. */
enum { ORDINARY = 1000 };

static struct str entry(const struct line *l, const char *key)
{
	const struct yaml *y = source_get(l->ask, key);
	return y && y->kind == YAML_SCALAR ? y->text : STR("");
}

static bool has_value(const struct report *r, uint32_t span)
{
	const struct result *x = &r->values->results.at[span];
	return !x->failed && (x->value.kind == VALUE_NUMBER || x->value.kind == VALUE_TEXT);
}

/* Every name the line binds, or else every value it shows. */
static void ask(struct arena *a, const struct report *r, uint32_t line, struct edition *e)
{
	const struct line *l = &r->model->lines.at[line];
	struct asked asked = { .line = line, .points = entry(l, "points"), .hint = entry(l, "hint"), .tolerance = entry(l, "tolerance"), .space = entry(l, "space") };
	bool binds = false;
	for (uint32_t i = l->first_span; i < l->first_span + l->span_count; i++)
		binds |= r->model->spans.at[i].kind == SPAN_DEFINE && has_value(r, i);
	for (uint32_t i = l->first_span; i < l->first_span + l->span_count; i++)
		if (r->model->spans.at[i].kind == (binds ? SPAN_DEFINE : SPAN_SHOW) && has_value(r, i)) {
			*vec_add(a, &asked.spans) = i;
			e->spans[i] = ++e->blanks;
		}
	if (asked.spans.n)
		*vec_add(a, &e->asked) = asked;
}

/* A premise or definition above, which nobody is asked for, has to show its number. */
static bool in_a_premise(const struct report *r, uint32_t asked, const struct num *n)
{
	for (uint32_t i = 0; i < r->model->spans.n && r->model->spans.at[i].line <= asked; i++) {
		const struct span *s = &r->model->spans.at[i];
		const struct value *v = &r->values->results.at[i].value;
		enum role role = s->line != LINE_NONE ? r->model->lines.at[s->line].role : ROLE_NARRATIVE;
		if ((role == ROLE_PREMISE || role == ROLE_DEFINITION) && !r->model->lines.at[s->line].ask && v->kind == VALUE_NUMBER && num_compare(v->num, n) == 0)
			return true;
	}
	return false;
}

static void withhold(struct arena *a, const struct report *r, const struct asked *asked, uint32_t span, struct edition *e)
{
	const struct value *v = &r->values->results.at[span].value;
	int64_t small;
	struct withheld w = { .line = asked->line, .shown = r->values->results.at[span].shown, .num = v->kind == VALUE_NUMBER ? v->num : NULL };
	for (size_t i = 0; i < e->values.n; i++)
		if (w.num && e->values.at[i].num && num_compare(w.num, e->values.at[i].num) == 0)
			return;
	if (!w.num)
		w.exempt = STR("it is no number: only its own place is blank");
	else if (num_to_int64(w.num, &small) && small < ORDINARY && small > -ORDINARY)
		w.exempt = STR("it is below 1000: only its own place is blank");
	else if (in_a_premise(r, asked->line, w.num))
		w.exempt = STR("a premise has to show it: only its own place is blank");
	*vec_add(a, &e->values) = w;
}

void report_edition(struct arena *a, const struct report *r, struct edition *e)
{
	*e = (struct edition){ .spans = arena_take(a, (r->model->spans.n + 1) * sizeof *e->spans) };
	for (uint32_t i = 0; i < r->model->lines.n; i++)
		if (r->model->lines.at[i].ask)
			ask(a, r, i, e);
	for (size_t i = 0; i < e->asked.n; i++)
		for (size_t k = 0; k < e->asked.at[i].spans.n; k++)
			withhold(a, r, &e->asked.at[i], e->asked.at[i].spans.at[k], e);
	/* the same value elsewhere is blank too, without a number of its own */
	for (uint32_t i = 0; i < r->model->spans.n; i++)
		for (size_t k = 0; k < e->values.n && !e->spans[i] && r->values->results.at[i].value.kind == VALUE_NUMBER; k++)
			if (!e->values.at[k].exempt.n && num_compare(e->values.at[k].num, r->values->results.at[i].value.num) == 0)
				e->spans[i] = BLANK_CARRIED;
}

/* --- spellings ------------------------------------------------------------------------------------------------------------- */
static struct str grouped(struct arena *a, struct str digits, const char *sign)
{
	struct buf b = { 0 };
	for (size_t i = 0; i < digits.n; i++) {
		if (i && (digits.n - i) % 3 == 0)
			buf_puts(&b, sign);
		buf_putc(&b, digits.s[i]);
	}
	struct str x = str_copy(a, buf_str(&b));
	buf_free(&b);
	return x;
}

static void spelling(struct arena *a, struct edition *e, struct str text, uint32_t line)
{
	*vec_add(a, &e->spellings) = (struct spelling){ text, line };
}

void report_edition_spellings(struct arena *a, struct edition *e)
{
	static const char *const signs[] = { ",", ".", " ", "'", "_", "\xC2\xA0", "\xE2\x80\xAF", "\xE2\x80\x89" };
	for (size_t i = 0; i < e->values.n; i++) {
		const struct withheld *w = &e->values.at[i];
		if (w->exempt.n)
			continue;
		spelling(a, e, num_exact(a, w->num), w->line);
		if (!str_eq(w->shown, num_exact(a, w->num)))
			spelling(a, e, w->shown, w->line);
		if (!num_is_integer(w->num) || num_sign(w->num) < 0)
			continue;
		struct str digits = num_exact(a, w->num), hex = num_show(a, w->num, (struct num_style){ .base = 16 }), lower = str_copy(a, hex);
		for (size_t k = 0; k < sizeof signs / sizeof *signs; k++)
			spelling(a, e, grouped(a, digits, signs[k]), w->line);
		for (size_t k = 2; k < lower.n; k++)
			((char *)lower.s)[k] = (char)(lower.s[k] >= 'A' && lower.s[k] <= 'F' ? lower.s[k] + ('a' - 'A') : lower.s[k]);
		/* without its 0x a number in hex is a word or a colour */
		spelling(a, e, hex, w->line);
		spelling(a, e, lower, w->line);
		spelling(a, e, num_show(a, w->num, (struct num_style){ .base = 2 }), w->line);
	}
}
