/* A number, or a numbered label such as Q1, that stands for two things. */
#include "base.h"
#include "diag.h"
#include "source.h"
#include "model.h"
#include "facts.h"
#include "values.h"
#include "claims.h"
#include "graph.h"
#include "rules.h"


static void lines(struct sheet *s)
{
	const struct model *m = s->model;
	for (uint32_t i = 0; i < m->lines.n; i++) {
		const struct line *l = &m->lines.at[i];
		uint32_t first = model_line_numbered(m, l->number);
		if (first == i || first == LINE_NONE)
			continue;
		/* items of ordinary lists are no lines of a derivation: each list begins again at 1 */
		if (!s->model->settings.annotated && (!l->kind.n || !m->lines.at[first].kind.n))
			continue;
		struct finding *f = diag_add(s->diag, &finding_duplicate_number, l->number_range, "the number %.*s stands for two lines",
			STR_ARG(l->number_text));
		f->found = l->number_text;
		f->help = STR("a line's number is its name: give this one the next free number");
		diag_note(s->diag, f, m->lines.at[first].number_range, "the first is here");
	}
}

/* "Q1:", "SCENARIO 2:", "MISTAKE 3 -": a word, a number and a mark that ends the label, at the start of a heading or a text line. */
struct label { struct str word; int64_t number; uint32_t line; size_t token; bool heading; struct str says; };

static bool label_at(const struct sheet *s, size_t i, struct label *l)
{
	const struct token *t = &s->graph->tokens.at[i];
	size_t n = s->graph->tokens.n;
	if (!t->starts || t->kind != TOKEN_WORD || t->programme || t->code || i + 2 >= n)
		return false;
	size_t end = i + 1;
	struct str word = t->vocable->text;
	if (word.n == 2 && word.s[0] >= 'A' && word.s[0] <= 'Z' && word.s[1] >= '1' && word.s[1] <= '9') {
		l->number = word.s[1] - '0';
		word.n = 1;
	} else if (t[1].kind == TOKEN_NUMBER && t[1].vocable->num && !t[1].starts && num_to_int64(t[1].vocable->num, &l->number)) {
		end = i + 2;
	} else {
		return false;
	}
	const struct token *mark = &s->graph->tokens.at[end];
	if (mark->starts || mark->kind != TOKEN_MARK || !str_is(mark->vocable->text, ":"))
		return false;
	for (size_t k = 0; k < word.n; k++)
		if (word.s[k] >= 'a' && word.s[k] <= 'z')
			return false;
	l->word = word;
	l->line = t->line;
	l->token = i;
	l->heading = t->heading;
	size_t last = end;
	while (last + 1 < n && !s->graph->tokens.at[last + 1].starts)
		last++;
	uint32_t from = mark->place.at + mark->place.n, to = s->graph->tokens.at[last].place.at + s->graph->tokens.at[last].place.n;
	l->says = str_trim(text_range(s->text, (struct range){ from, to > from ? to - from : 0 }));
	return true;
}

/* A label of a heading counts for all that follows; steps of a recipe begin again wherever they like. */
static void labels(struct sheet *s)
{
	struct map *seen = map_new(s->arena);
	struct label reported = { .number = -1 };
	for (size_t i = 0; i < s->graph->tokens.n; i++) {
		struct label l;
		if (!label_at(s, i, &l))
			continue;
		bool restarts = false;
		for (const char *const *w = model_words(s->model->settings.lang, WORDS_RESTARTS); *w; w++)
			restarts |= str_is(l.word, *w);
		if (restarts)
			continue;
		struct str key = str_format(s->arena, "%.*s %lld", STR_ARG(l.word), (long long)l.number);
		struct label *first = map_get(seen, key);
		if (!first) {
			if (l.heading) {
				first = arena_take(s->arena, sizeof *first);
				*first = l;
				map_put(seen, key, first);
			}
			continue;
		}
		bool follows = str_eq(reported.word, l.word) && l.number == reported.number + 1 && (l.heading || l.line == reported.line);
		if (str_eq(first->says, l.says))
			continue;
		reported = l;
		if (follows)
			continue;
		struct finding *f = diag_add(s->diag, &finding_duplicate_number, s->graph->tokens.at[i].place, "%.*s stands for two things", STR_ARG(key));
		f->severity = SEVERITY_WARNING;
		f->found = key;
		f->help = STR("a label that is used twice can no longer be referred to: count on, or name the part");
		diag_note(s->diag, f, s->graph->tokens.at[first->token].place, "the first is here");
	}
}

static void check(struct sheet *s)
{
	lines(s);
	labels(s);
}

const struct rule rule_duplicate_number = { "duplicate-number", false, check };
