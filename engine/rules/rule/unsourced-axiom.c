/* A premise that says nothing about where it is from. */
#include "base.h"
#include "diag.h"
#include "source.h"
#include "model.h"
#include "facts.h"
#include "values.h"
#include "claims.h"
#include "graph.h"
#include "rules.h"
#include "rules/words.h"

/* Source: `command` → output: `text`; Source: line 10; Source: a named document, path or address. */
struct source { bool any, command, output, line, document; size_t first, end, quote; };

static void read_source(const struct sheet *s, size_t i, size_t end, struct source *x)
{
	x->any = true;
	x->first = i;
	for (; i < end && words_at(s, i)->source; i++) {
		const struct token *t = words_at(s, i);
		x->output |= !t->code && words_says(s, i, WORDS_OUTPUT) && words_mark(s, i + 1, ":");
		if (!t->code && i > x->first && words_at(s, i - 1)->code && (str_is(t->vocable->text, "→") || str_is(t->vocable->text, "-")) && !x->quote) {
			x->output = true;
			x->quote = i;
		}
		x->command |= t->code;
		x->line |= words_says(s, i, WORDS_LINE) && words_at(s, i + 1) && words_at(s, i + 1)->kind == TOKEN_NUMBER;
		/* a document has a number, an address or a name of its own: RFC 9293, https://..., Linux 6.1 */
		x->document |= !t->code && i > x->first + 1 && (t->kind == TOKEN_NUMBER || words_mark(s, i, "/"));
	}
	x->end = i;
}

static bool shows_a_fact(const struct sheet *s, const struct line *l)
{
	for (uint32_t k = l->first_span; k < l->first_span + l->span_count && k < s->values->results.n; k++)
		for (size_t n = 0; n < s->values->results.at[k].reads.n; n++)
			if (s->values->results.at[k].reads.at[n]->kind == NAME_FACT || s->values->results.at[k].reads.at[n]->kind == NAME_USED)
				return true;
	return false;
}

/* "or default", "or kernel source": two sources are none, since neither is shown. */
static bool wavers(const struct sheet *s, const struct source *x)
{
	for (size_t i = x->first; i < x->end; i++)
		if (words_says(s, i, WORDS_ALTERNATIVE) && !words_at(s, i)->code)
			return true;
	return false;
}

/* A number the premise states, other than 0 to 2, that the quoted output does not have. */
static const struct token *not_quoted(struct sheet *s, size_t first, const struct source *x)
{
	size_t quote = x->quote ? x->quote : x->first;
	while (!x->quote && quote < x->end && !words_says(s, quote, WORDS_OUTPUT))
		quote++;
	for (size_t i = first; i < x->first; i++) {
		const struct token *t = words_at(s, i);
		int64_t small;
		if (t->kind != TOKEN_NUMBER || !t->vocable->num || (num_to_int64(t->vocable->num, &small) && small <= 2))
			continue;
		bool there = false;
		int64_t run = 0;                /* a list is quoted where the premise counts it: cpus: 0 1 2 3 */
		for (size_t k = quote; k < x->end && !there; k++) {
			const struct token *q = words_at(s, k);
			run = q->kind == TOKEN_NUMBER ? run + 1 : 0;
			there = q->kind == TOKEN_NUMBER && q->vocable->num && (num_compare(q->vocable->num, t->vocable->num) == 0 ||
				(run > 2 && num_compare(num_of(s->arena, run), t->vocable->num) == 0));
		}
		/* what a chain computes from quoted numbers needs no quotation */
		if (!there && !(i > first && words_mark(s, i - 1, "=")))
			return t;
	}
	return NULL;
}

/* A relation after the source's full stop has no source. */
static const struct token *stated_after(const struct sheet *s, const struct source *x, size_t end)
{
	for (size_t i = x->end; i < end && !words_says(s, i, WORDS_REASON); i++)
		if (words_mark(s, i, "=") && words_at(s, i)->line == words_at(s, x->first)->line)
			return words_at(s, x->end);
	return NULL;
}

static void check(struct sheet *s)
{
	for (uint32_t i = 0; i < s->model->lines.n; i++) {
		const struct line *l = &s->model->lines.at[i];
		if (l->role != ROLE_PREMISE || l->source.n || l->cite || l->from.n || shows_a_fact(s, l))
			continue;
		size_t first, end = rules_tokens(s, i, &first);
		struct source x = { .any = false };
		for (size_t k = first; k < end && !x.any; k++)
			if (words_at(s, k)->source)
				read_source(s, k, end, &x);
		if (!x.any && (words_refers(s, i) || end == first))
			continue;
		bool fence = false;
		for (size_t k = first; k < end; k++)
			fence |= words_at(s, k)->fence;
		struct finding *f = NULL;
		const struct token *t;
		if (!x.any && fence)
			continue;
		if (!x.any)
			f = diag_add(s->diag, &finding_unsourced_axiom, l->kind_range, "is taken as given, and nothing says where it is from");
		else if (wavers(s, &x))
			f = diag_add(s->diag, &finding_unsourced_axiom, words_at(s, x.first)->place, "its source is one thing or another, and neither is shown");
		else if (!x.command && !x.line && !x.document && !x.output)
			f = diag_add(s->diag, &finding_unsourced_axiom, words_at(s, x.first)->place, "its source is neither a command, a file, a line nor a named document");
		else if (x.output && x.end > x.first && (t = not_quoted(s, first, &x)))
			f = diag_add(s->diag, &finding_unsourced_axiom, t->place, "states %.*s, which the quoted output does not show", STR_ARG(t->vocable->text));
		else if (x.line && (t = stated_after(s, &x, end)))
			f = diag_add(s->diag, &finding_unsourced_axiom, t->place, "what stands after the source has none of its own");
		if (f)
			f->help = s->model->settings.annotated
				? STR("show a fact in the line, or name the source: source: in its annotation, cite: for a file")
				: STR("name the command and what it printed: Source: `command` → output: `text`; or the document and its number");
	}
}

const struct rule rule_unsourced_axiom = { "unsourced-axiom", false, check };
