/* References as they are written: "From line 04: ...", "... (line 25-26)", "lines 20, 21", "(from 33)", from:. */
#include "base.h"
#include "diag.h"
#include "source.h"
#include "model.h"
#include "facts.h"
#include "values.h"
#include "claims.h"
#include "graph.h"
#include "graph/tokens.h"

/* A range of more lines than this is no reference to each of them. */
enum { RANGE_MOST = 1000, STATEMENT_MOST = 400 };

static const struct token *token(const struct build *b, size_t i)
{
	return i < b->graph->tokens.n ? &b->graph->tokens.at[i] : NULL;
}
static bool mark(const struct build *b, size_t i, const char *text)
{
	const struct token *t = token(b, i);
	return t && t->kind == TOKEN_MARK && str_is(t->vocable->text, text);
}
static bool says(const struct build *b, size_t i, enum word_list list)
{
	const struct token *t = token(b, i);
	return t && t->kind == TOKEN_WORD && model_in(t->vocable->word, list);
}

/* mm.h, kernel/fork.c: a name, a dot and a short suffix with nothing between. */
static bool file_at(const struct build *b, size_t i)
{
	if (!mark(b, i + 1, "."))
		return false;
	const struct token *stem = token(b, i), *suffix = token(b, i + 2);
	static const char *const suffixes[] = { "c", "h", "S", "s", "cc", "cpp", "hpp", "rs", "go", "py", "sh", "lua", "md", "txt", "rst", "json",
		"yaml", "yml", "conf", "pdf", "java", "js", "ts", "asm", "ld", "dts", "dtsi", "log", "csv" };
	if (!stem || !suffix || stem->kind != TOKEN_WORD || suffix->kind != TOKEN_WORD ||
		token(b, i + 1)->spaced || suffix->spaced)
		return false;
	for (size_t k = 0; k < sizeof suffixes / sizeof *suffixes; k++)
		if (str_is(suffix->vocable->text, suffixes[k]))
			return true;
	return false;
}

static bool number(const struct build *b, size_t i, uint32_t *value)
{
	const struct token *t = token(b, i);
	int64_t n;
	if (!t || t->kind != TOKEN_NUMBER || !t->vocable->num || t->starts || str_starts(t->vocable->text, STR("0x")) || !num_to_int64(t->vocable->num, &n) || n < 0 || n > 999999)
		return false;
	const struct token *next = token(b, i + 1);
	if (next && !next->spaced && !next->starts && next->kind != TOKEN_MARK)
		return false;
	*value = (uint32_t)n;
	return true;
}

static bool ends_statement(const struct build *b, size_t i)
{
	const struct token *t = token(b, i), *next = token(b, i + 1);
	if (!t || t->kind != TOKEN_MARK || t->code)
		return false;
	return str_is(t->vocable->text, ";") || ((str_is(t->vocable->text, ".") || str_is(t->vocable->text, "?") || str_is(t->vocable->text, "!")) && (!next || next->spaced || next->starts));
}

/* After "From line 20:" up to the end of the sentence. */
static void carried_after(struct build *b, struct reference *r, size_t i)
{
	if (mark(b, i, ":") || mark(b, i, ","))
		i++;
	size_t end = i;
	/* ", since 5 × 7500 > 30000" is the line's own ground */
	while (token(b, end) && token(b, end)->line == r->from && !ends_statement(b, end) && end - i < STATEMENT_MOST && !(mark(b, end, ",") && says(b, end + 1, WORDS_GROUNDS)) &&
		(end == i || !token(b, end)->starts))
		end++;
	r->first_token = (uint32_t)i;
	r->token_count = (uint32_t)(end - i);
}

/* Before "(line 20)" back to the start of the sentence, a colon or the kind. */
static void carried_before(struct build *b, struct reference *r, size_t open)
{
	size_t from = open;
	uint32_t body = b->model->lines.at[r->from].body_at;
	while (from > 0 && token(b, from - 1)->line == r->from && !ends_statement(b, from - 1) && !mark(b, from - 1, ":") &&
		token(b, from - 1)->place.at >= body && open - from < STATEMENT_MOST && !token(b, from)->starts)
		from--;
	r->first_token = (uint32_t)from;
	r->token_count = (uint32_t)(open - from);
}

static void add(struct build *b, const struct reference *like, uint32_t n)
{
	struct reference *r = vec_add(b->arena, &b->graph->references);
	*r = *like;
	r->number = n;
	r->to = model_line_numbered(b->model, n);
	if (r->token_count) {
		const struct token *first = token(b, r->first_token), *last = token(b, r->first_token + r->token_count - 1);
		if (last->place.at >= first->place.at)
			r->carried = text_range(b->model->text, (struct range){ first->place.at, last->place.at + last->place.n - first->place.at });
	}
}

struct list { uint32_t from[32], to[32]; size_t n, end; };

/* 04 | 25-26 | 20, 21 and 23; list->end is the token after it. */
static bool numbers(const struct build *b, size_t i, struct list *list)
{
	list->n = 0;
	list->end = i;
	uint32_t n;
	while (list->n < 32 && number(b, i, &n)) {
		list->from[list->n] = list->to[list->n] = n;
		list->end = i + 1;
		uint32_t last;
		/* "lines 12 to 16"; of one line alone, "to" leads elsewhere: "line 12 to 16 bytes" */
		bool plural = i > 0 && token(b, i - 1)->kind == TOKEN_WORD && str_ends(token(b, i - 1)->vocable->text, STR("s"));
		if ((mark(b, i + 1, "-") || mark(b, i + 1, "–") || (plural && says(b, i + 1, WORDS_UP_TO))) && number(b, i + 2, &last) && last >= n && last - n <= RANGE_MOST) {
			list->to[list->n] = last;
			list->end = i + 3;
		}
		list->n++;
		i = list->end;
		if (mark(b, i, ",") && says(b, i + 1, WORDS_CONJUNCTION))
			i += 2;
		else if (mark(b, i, ",") || mark(b, i, "/") || mark(b, i, "&") || says(b, i, WORDS_CONJUNCTION))
			i++;
		else
			break;
		/* "line 20, 21 pages": the second number counts something */
		if (number(b, i, &n) && !mark(b, i - 1, "/") && token(b, i + 1) && token(b, i + 1)->kind == TOKEN_WORD && !says(b, i + 1, WORDS_CONJUNCTION))
			break;
	}
	return list->n > 0;
}

/* One occurrence of "line" or "(from": true when it was read as a reference. file: a file was named in this section. */
static size_t occurrence(struct build *b, size_t i, bool file)
{
	const struct token *t = token(b, i);
	bool bare = says(b, i, WORDS_FROM);                 /* "(from 33)" */
	struct list list;
	if (bare ? !mark(b, i - 1, "(") : !says(b, i, WORDS_LINE))
		return i + 1;
	if (!numbers(b, i + 1, &list))
		return i + 1;
	for (size_t k = i; k < list.end; k++)
		b->graph->tokens.at[k].reference = true;
	bool from = bare || says(b, i - 1, WORDS_FROM), opened = mark(b, i - 1, "(") || (says(b, i - 1, WORDS_FROM) && mark(b, i - 2, "("));
	bool closed = mark(b, list.end, ")") || mark(b, list.end, ",");
	if (bare && !closed)
		return i + 1;
	bool of_file = says(b, list.end, WORDS_OF_A_FILE) || file_at(b, i - 3) || file_at(b, i - 4) || (i >= 1 && token(b, i - 1)->code && !t->code);
	bool cites = mark(b, i - 1, ":") && says(b, i - 2, WORDS_SOURCE);
	if (t->line == LINE_NONE || t->heading || of_file || (file && !(from && !opened)) || t->code)
		return list.end;
	struct reference like = { .from = t->line, .stated = from || cites, .mention = !from && !opened && !cites };
	like.place = (struct range){ t->place.at, token(b, list.end - 1)->place.at + token(b, list.end - 1)->place.n - t->place.at };
	if (from && !opened)
		carried_after(b, &like, list.end);
	else if (opened)
		carried_before(b, &like, mark(b, i - 1, "(") ? i - 1 : i - 2);
	/* what only mentions a line that is not there speaks of another text */
	for (size_t k = 0; k < list.n; k++)
		for (uint32_t n = list.from[k]; n <= list.to[k]; n++)
			if (!like.mention || model_line_numbered(b->model, n) != LINE_NONE)
				add(b, &like, n);
	return list.end;
}

static void annotations(struct build *b)
{
	for (uint32_t i = 0; i < b->model->lines.n; i++) {
		const struct line *l = &b->model->lines.at[i];
		for (size_t k = 0; k < l->from.n; k++) {
			const struct ref *ref = &l->from.at[k];
			struct reference *r = vec_add(b->arena, &b->graph->references);
			*r = (struct reference){ .from = i, .to = LINE_NONE, .number = ref->number, .worksheet = ref->worksheet, .id = ref->id,
				.place = ref->range, .in_annotation = true, .stated = true };
			if (ref->worksheet.n) {
				const struct used *used = values_used(b->values, ref->worksheet);
				r->outside = used ? values_used_line(used, ref->id, ref->number) : NULL;
				if (r->outside)
					graph_outside_edge(b, i, used, r->outside, EDGE_FROM, ref->range, r->outside->label);
				continue;
			}
			r->to = ref->id.n ? model_line_named(b->model, ref->id) : LINE_NONE;
			if (r->to == LINE_NONE)
				r->to = model_line_numbered(b->model, ref->number);
		}
	}
}

void graph_references(struct build *b)
{
	bool file = false;
	for (size_t i = 0; i < b->graph->tokens.n;) {
		const struct token *t = token(b, i);
		if (t->heading && t->starts)
			file = false;
		if (t->kind != TOKEN_WORD || t->programme) {
			i++;
			continue;
		}
		file |= file_at(b, i);
		i = occurrence(b, i, file);
	}
	annotations(b);
	for (size_t i = 0; i < b->graph->references.n; i++) {
		const struct reference *r = &b->graph->references.at[i];
		if (r->to == LINE_NONE || r->to == r->from)
			continue;
		/* pointing down the page takes nothing from there, unless it says so */
		if (r->to > r->from && !r->stated)
			continue;
		graph_edge(b, r->from, r->to, r->in_annotation ? EDGE_FROM : EDGE_REFERENCE, r->place, b->model->lines.at[r->to].number_text);
	}
}
