/* Runs the rules, then applies what the worksheet and the user decided about their findings. */
#include "base.h"
#include "diag.h"
#include "source.h"
#include "model.h"
#include "facts.h"
#include "values.h"
#include "claims.h"
#include "graph.h"
#include "rules.h"
#include "rules/fold.h"
#include "rules/words.h"
#include "rules/house.h"

#include <string.h>

struct str rules_line(struct sheet *s, uint32_t line)
{
	return str_format(s->arena, "line %.*s", STR_ARG(s->model->lines.at[line].number_text));
}

size_t rules_tokens(const struct sheet *s, uint32_t line, size_t *first)
{
	size_t i = s->graph->token_at[line], end = s->graph->token_at[line + 1];
	while (i < end && s->graph->tokens.at[i].place.at < s->model->lines.at[line].body_at)
		i++;
	/* Headings and text below the line stand before the next line's tokens, and are nobody's. */
	while (end > i && s->graph->tokens.at[end - 1].line != line)
		end--;
	*first = i;
	return end;
}

/* Errors that make a text wrong or unreadable, by the pages of the text that they stand in: a rule may ask for each of many lines. */
enum { PAGE = 4096 };
struct wrong { size_t seen, pages; struct { VEC(uint32_t) findings; } page[]; };

static struct range covers(const struct finding *f)
{
	return (struct range){ f->place.at, f->place.n ? f->place.n : 1 };
}

static bool makes_wrong(const struct finding *f)
{
	const char *group = f->kind->group;
	return f->severity == SEVERITY_ERROR && (strcmp(group, "arithmetic") == 0 || strcmp(group, "layout") == 0 || strcmp(group, "reading") == 0);
}

static void start_wrong(struct sheet *s)
{
	size_t pages = s->text->bytes.n / PAGE + 2;
	s->wrong = arena_take(s->arena, sizeof *s->wrong + pages * sizeof s->wrong->page[0]);
	s->wrong->pages = pages;
}

bool rules_wrong_within(const struct sheet *s, struct range place)
{
	struct wrong *w = s->wrong;
	for (; w->seen < s->diag->findings.n; w->seen++) {
		const struct finding *f = &s->diag->findings.at[w->seen];
		struct range r = covers(f);
		for (size_t k = r.at / PAGE; makes_wrong(f) && k <= (r.at + r.n - 1) / PAGE && k < w->pages; k++)
			*vec_add(s->arena, &w->page[k].findings) = (uint32_t)w->seen;
	}
	if (!place.n)
		return false;
	for (size_t k = place.at / PAGE; k <= (place.at + place.n - 1) / PAGE && k < w->pages; k++)
		for (size_t i = 0; i < w->page[k].findings.n; i++) {
			struct range r = covers(&s->diag->findings.at[w->page[k].findings.at[i]]);
			if (r.at < place.at + place.n && place.at < r.at + r.n)
				return true;
		}
	return false;
}

/* --- severities ----------------------------------------------------------------------------------------------- */
static bool severity_of(struct str x, enum severity *severity)
{
	static const char *const names[] = { "off", "note", "warning", "error" };
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (str_is(x, names[i])) {
			*severity = (enum severity)i;
			return true;
		}
	return false;
}

/* What the worksheet's own rules: says; a name or severity that is none is an error at its place. blind: a file of house rules
 * could not be read, so a name may be one of its. */
static struct map *decided(struct sheet *s, const struct choices *c, bool blind)
{
	struct map *m = map_new(s->arena);
	const struct yaml *y = s->model->settings.rules;
	for (size_t i = 0; y && y->kind == YAML_MAP && i < y->keys.n; i++) {
		enum severity *severity = arena_take(s->arena, sizeof *severity);
		if (!diag_kind(s->diag, y->keys.at[i].name)) {
			if (blind)
				continue;
			struct finding *f = diag_add(s->diag, &finding_unknown_key, y->keys.at[i].range, "there is no finding '%.*s'",
				STR_ARG(y->keys.at[i].name));
			f->found = y->keys.at[i].name;
			f->help = STR("`hence explain` lists them");
		} else if (y->items.at[i]->kind != YAML_SCALAR || !severity_of(y->items.at[i]->text, severity)) {
			struct finding *f = diag_add(s->diag, &finding_bad_yaml, y->items.at[i]->range, "a severity is off, note, warning or error");
			f->found = y->items.at[i]->text;
		} else {
			map_put(m, y->keys.at[i].name, severity);
		}
	}
	for (size_t i = 0; i < c->all.n; i++) {
		enum severity *severity = arena_take(s->arena, sizeof *severity);
		*severity = c->all.at[i].severity;
		map_put(m, c->all.at[i].id, severity);
	}
	return m;
}

static bool among(const struct str *at, size_t n, const char *id)
{
	for (size_t i = 0; i < n; i++)
		if (str_is(at[i], id))
			return true;
	return false;
}

static void severities(struct sheet *s, const struct choices *c, bool blind)
{
	const struct map *m = decided(s, c, blind);
	size_t kept = 0;
	for (size_t i = 0; i < s->diag->findings.n; i++) {
		struct finding *f = &s->diag->findings.at[i];
		const enum severity *chosen = map_get(m, str_of(f->kind->id));
		if (chosen)
			f->severity = *chosen;
		if (c->strict && f->severity == SEVERITY_WARNING)
			f->severity = SEVERITY_ERROR;
		if (f->severity == SEVERITY_OFF || among(c->skip.at, c->skip.n, f->kind->id) ||
			(c->only.n && !among(c->only.at, c->only.n, f->kind->id)))
			continue;
		s->diag->findings.at[kept++] = *f;
	}
	s->diag->findings.n = kept;
}

/* --- waivers --------------------------------------------------------------------------------------------------- */
static bool ended(const struct waiver *w, const struct choices *c)
{
	return w->until.n && c->date.n && str_cmp(w->until, c->date) < 0;
}

/* With house rules a name in accept: is only known to be none when they are read. */
static void unknown_waiver(struct sheet *s, const struct waiver *w)
{
	struct finding *f = diag_add(s->diag, &finding_unknown_key, w->range, "accept: %.*s is neither a finding of hence nor a rule of the house", STR_ARG(w->rule));
	f->found = w->rule;
}

static void waivers(struct sheet *s, const struct choices *c, bool blind)
{
	for (size_t i = 0; i < s->diag->findings.n; i++) {
		struct finding *f = &s->diag->findings.at[i];
		uint32_t line = model_line_at(s->model, f->place.at);
		if (line == LINE_NONE)
			continue;
		struct line *l = &s->model->lines.at[line];
		for (size_t k = 0; k < l->accepts.n; k++) {
			struct waiver *w = &l->accepts.at[k];
			if (!str_is(w->rule, f->kind->id))
				continue;
			w->used = true;
			if (ended(w, c)) {
				diag_note(s->diag, f, w->range, "it was accepted until %.*s: %.*s", STR_ARG(w->until), STR_ARG(w->reason));
				continue;
			}
			f->waived = true;
			f->waiver = w->reason;
		}
	}
	for (size_t i = 0; i < s->model->lines.n; i++)
		for (size_t k = 0; k < s->model->lines.at[i].accepts.n; k++) {
			const struct waiver *w = &s->model->lines.at[i].accepts.at[k];
			if (w->used)
				continue;
			if (!diag_kind(s->diag, w->rule)) {
				if (!blind)
					unknown_waiver(s, w);
				continue;
			}
			struct finding *f = diag_add(s->diag, &finding_unused_waiver, w->range, "accepts %.*s, but %.*s has no such finding",
				STR_ARG(w->rule), STR_ARG(rules_line(s, (uint32_t)i)));
			f->help = STR("take the entry out of accept:");
			f->found = w->rule;
		}
}

/* A text whose numbered items have no kinds, or only such as head a chapter (WHY IT IS SLOW), is one with lists and derives nothing. */
static bool derives(const struct sheet *s)
{
	bool kinds = s->model->settings.annotated;
	for (size_t i = 0; i < s->model->lines.n && !kinds; i++)
		kinds = s->model->lines.at[i].role != ROLE_NARRATIVE;
	return kinds;
}

struct str rules_unknown(const struct choices *c, const struct diag *d)
{
	for (size_t i = 0; i < c->only.n; i++)
		if (!diag_kind(d, c->only.at[i]))
			return c->only.at[i];
	for (size_t i = 0; i < c->skip.n; i++)
		if (!diag_kind(d, c->skip.at[i]))
			return c->skip.at[i];
	for (size_t i = 0; i < c->all.n; i++)
		if (!diag_kind(d, c->all.at[i].id))
			return c->all.at[i].id;
	return STR("");
}

void rules_check(struct sheet *s, const struct choices *c)
{
	bool all = derives(s);
	start_wrong(s);
	s->rows = words_rows(s);
	for (size_t i = 0; all && rules[i]; i++)
		if (s->model->settings.annotated || !rules[i]->annotated_only)
			rules[i]->check(s);
	bool whole = rules_house(s);
	rules_fold(s);
	waivers(s, c, !whole);
	severities(s, c, !whole);
	diag_sort(s->diag);
}
