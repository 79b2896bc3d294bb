/* One thing told twice in words: a size, a range, the answer to a question, a statement that is also called wrong. */
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
#include "rules/quantity.h"
#include "rules/clash.h"

/* A statement or question is compared up to so many tokens; more is a text, and no two texts need be the same. */
enum { SAME_MOST = 40, QUESTION_WORDS = 3 };

static bool opens(const struct sheet *s, size_t i)
{
	const struct token *t = words_at(s, i), *before = i ? words_at(s, i - 1) : NULL;
	return !before || t->starts || before->line != t->line || words_ends_sentence(s, i - 1) || words_mark(s, i - 1, ":") ||
		t->place.at == s->model->lines.at[t->line].body_at;
}

static bool said(const struct sheet *s, size_t i)
{
	const struct token *t = words_at(s, i);
	return t->line != LINE_NONE && !t->source && !t->programme && !t->heading && t->place.at >= s->model->lines.at[t->line].body_at;
}

/* Tokens [from, to) as they are compared: each one's key, blanks between them. */
static struct str sequence(struct sheet *s, size_t from, size_t to)
{
	struct buf b = { 0 };
	for (size_t i = from; i < to; i++) {
		const struct token *t = words_at(s, i);
		if (i > from)
			buf_putc(&b, ' ');
		buf_put(&b, t->kind == TOKEN_WORD ? t->vocable->key : t->vocable->text);
	}
	struct str x = str_copy(s->arena, buf_str(&b));
	buf_free(&b);
	return x;
}

/* --- "... = 256 MB table": a size and, behind it, what has it ---------------------------------------------------------- */
struct size { size_t at; const struct num *num; struct str unit; };

static void sizes(struct sheet *s)
{
	struct map *known = map_new(s->arena);
	struct places signs = words_signs(s, '=');
	for (size_t e = 0; e < signs.n && signs.at[e] + 3 < s->graph->tokens.n; e++) {
		size_t i = signs.at[e] + 1;
		const struct token *t = words_at(s, i), *unit = words_at(s, i + 1), *name = words_at(s, i + 2), *after = words_at(s, i + 3);
		const struct num *gap;
		if (t->kind != TOKEN_NUMBER || !t->vocable->num || !words_says(s, i + 1, WORDS_MEASURE) || unit->starts || name->kind != TOKEN_WORD || name->starts ||
			!said(s, i) || words_at(s, i - 1)->line != t->line)
			continue;
		struct str key = name->vocable->key;
		bool ends = !after || after->starts || words_ends_sentence(s, i + 3) || words_mark(s, i + 3, ")") || words_mark(s, i + 3, ",");
		if (!ends || words_says(s, i + 2, WORDS_FILLER) || words_says(s, i + 2, WORDS_CONJUNCTION) || words_says(s, i + 2, WORDS_MEASURE) || name->vocable->text.n < 3)
			continue;
		const struct size *z = map_get(known, key);
		if (!z) {
			struct size *x = arena_take(s->arena, sizeof *x);
			*x = (struct size){ i, t->vocable->num, unit->vocable->text };
			map_put(known, key, x);
			continue;
		}
		/* cut or rounded, they differ by one */
		if (!str_eq(z->unit, unit->vocable->text) || num_apply(s->arena, s->limits, NUM_SUB, z->num, t->vocable->num, &gap) != NUM_FINE)
			continue;
		if (num_sign(gap) < 0)
			gap = num_negate(s->arena, gap);
		if (num_compare(gap, num_of(s->arena, 1)) <= 0)
			continue;
		clash_add(s, CLASH_SAID, i, str_format(s->arena, "%.*s %.*s", STR_ARG(t->vocable->text), STR_ARG(unit->vocable->text)), z->at,
			str_format(s->arena, "%.*s %.*s", STR_ARG(words_at(s, z->at)->vocable->text), STR_ARG(z->unit)), str_format(s->arena, "%.*s has", STR_ARG(name->vocable->text)));
	}
}

/* --- "key = order (0 to 9)", "key = order (0, 1, ... 10)" -------------------------------------------------------------- */
struct span_of { size_t at; const struct num *from, *to; };

/* The range in the brackets that open at i; false: none that is read. */
static bool bracket_range(const struct sheet *s, size_t i, struct span_of *r)
{
	size_t end = clash_row_end(s, i), k = i + 1;
	if (k >= end || !words_at(s, k)->vocable->num)
		return false;
	r->at = i;
	r->from = words_at(s, k)->vocable->num;
	r->to = NULL;
	bool goes = false;
	for (k++; k < end && k - i < SAME_MOST && !words_mark(s, k, ")"); k++) {
		const struct token *t = words_at(s, k);
		goes |= words_says(s, k, WORDS_UP_TO) || words_mark(s, k, "-") || words_mark(s, k, "–") || words_mark(s, k, "…") || words_mark(s, k, ".");
		if (t->vocable->num)
			r->to = t->vocable->num;
		else if (t->kind == TOKEN_WORD ? !words_says(s, k, WORDS_UP_TO) && !words_says(s, k, WORDS_CONJUNCTION) : !goes && !words_mark(s, k, ","))
			return false;
	}
	return goes && r->to && k < end && words_mark(s, k, ")") && num_compare(r->from, r->to) < 0;
}

static void ranges(struct sheet *s)
{
	struct map *known = map_new(s->arena);
	struct places signs = words_signs(s, '=');
	for (size_t e = 0; e < signs.n; e++) {
		struct span_of r;
		size_t i = signs.at[e] + 2;
		if (i < 3 || !words_mark(s, i, "(") || !words_at(s, i)->spaced || words_at(s, i - 1)->kind != TOKEN_WORD || words_at(s, i - 3)->kind != TOKEN_WORD ||
			!said(s, i) || words_at(s, i - 3)->line != words_at(s, i)->line || !bracket_range(s, i, &r))
			continue;
		struct str key = sequence(s, i - 3, i);
		const struct span_of *q = map_get(known, key);
		if (!q) {
			struct span_of *x = arena_take(s->arena, sizeof *x);
			*x = r;
			map_put(known, key, x);
		} else if (num_compare(q->from, r.from) == 0 && num_compare(q->to, r.to) != 0) {
			clash_add(s, CLASH_SAID, i - 1, str_format(s->arena, "up to %.*s", STR_ARG(num_exact(s->arena, r.to))), q->at - 1,
				str_format(s->arena, "up to %.*s", STR_ARG(num_exact(s->arena, q->to))),
				str_format(s->arena, "%.*s goes", STR_ARG(words_at(s, i - 1)->vocable->text)));
		}
	}
}

/* --- "Is it open? YES" here and NO there: outside figures, where a state may change -------------------------------------- */
static bool stated_once(const struct sheet *s, uint32_t line)
{
	enum role r = s->model->lines.at[line].role;
	return r != ROLE_FIGURE && r != ROLE_FALSE && !words_among(s, s->model->lines.at[line].kind, WORDS_EXAMPLE_KIND);
}

static void answers(struct sheet *s)
{
	struct map *known[2] = { map_new(s->arena), map_new(s->arena) };
	struct places signs = words_signs(s, '?');
	for (size_t e = 0; e < signs.n; e++) {
		size_t i = signs.at[e];
		bool yes = words_says(s, i + 1, WORDS_YES), no = words_says(s, i + 1, WORDS_NO);
		if (i == 0 || yes == no || words_at(s, i + 1)->line != words_at(s, i)->line || !said(s, i) || !stated_once(s, words_at(s, i)->line))
			continue;
		size_t from = i, words = 0;
		while (from > 0 && i - from < SAME_MOST && said(s, from - 1) && words_at(s, from - 1)->line == words_at(s, i)->line && !words_ends_sentence(s, from - 1)) {
			from--;
			words += words_at(s, from)->kind == TOKEN_WORD;
			if (words_at(s, from)->starts)
				break;
		}
		if (words < QUESTION_WORDS || i - from >= SAME_MOST)
			continue;
		struct str key = sequence(s, from, i);
		size_t other = (size_t)(uintptr_t)map_get(known[!yes], key);
		if (other)
			clash_add(s, CLASH_SAID, i + 1, yes ? STR("YES") : STR("NO"), other, yes ? STR("NO") : STR("YES"),
				STR("the same question is answered"));
		else
			map_put(known[yes], key, (void *)(uintptr_t)(i + 1));
	}
}

/* --- "total = rows + 1. This is wrong." here, "total = rows + 1" there --------------------------------------------------- */
/* The statement NAME = ... that ends before token i, where a sentence ends; its first token, or i. */
static size_t statement_before(const struct sheet *s, size_t i)
{
	size_t sign = i;
	for (size_t k = i; k > 0 && i - k < SAME_MOST && !words_ends_sentence(s, k - 1) && words_at(s, k - 1)->line == words_at(s, i)->line; k--)
		if (words_mark(s, k - 1, "="))
			sign = k - 1;
	if (sign == i || sign == 0 || words_at(s, sign - 1)->kind != TOKEN_WORD || !graph_code_word(words_at(s, sign - 1)->vocable->text) || sign + 1 >= i)
		return i;
	return sign - 1;
}

static void denied(struct sheet *s)
{
	struct map *wrong = map_new(s->arena);
	VEC(size_t) lengths = { 0 };
	for (size_t i = 1; i + 2 < s->graph->tokens.n; i++) {
		if (!words_says(s, i, WORDS_POINTING) || !words_ends_sentence(s, i - 1) || !words_says(s, i + 1, WORDS_EQUALS) || !words_says(s, i + 2, WORDS_WRONG) || !said(s, i))
			continue;
		size_t from = statement_before(s, i - 1);
		if (from == i - 1)
			continue;
		struct str key = sequence(s, from, i - 1);
		bool known = false;
		for (size_t k = 0; k < lengths.n; k++)
			known |= lengths.at[k] == i - 1 - from;
		if (!known)
			*vec_add(s->arena, &lengths) = i - 1 - from;
		if (!map_get(wrong, key))
			map_put(wrong, key, (void *)(uintptr_t)(from + 1));
	}
	struct places signs = words_signs(s, '=');
	for (size_t e = 0; lengths.n && e < signs.n; e++) {
		size_t i = signs.at[e] - 1;
		if (signs.at[e] == 0 || words_at(s, i)->kind != TOKEN_WORD || !said(s, i) || !opens(s, i))
			continue;
		for (size_t k = 0; k < lengths.n; k++) {
			size_t end = i + lengths.at[k];
			const struct token *after = words_at(s, end);
			if (after && !after->starts && after->kind != TOKEN_WORD && !words_ends_sentence(s, end))
				continue;
			if (end > s->graph->tokens.n)
				continue;
			struct str key = sequence(s, i, end);
			size_t at = (size_t)(uintptr_t)map_get(wrong, key);
			/* "... . This is wrong." once more agrees */
			if (!at || at - 1 == i || (after && words_ends_sentence(s, end) && words_says(s, end + 3, WORDS_WRONG)))
				continue;
			struct range r = { words_at(s, i)->place.at, words_at(s, end - 1)->place.at + words_at(s, end - 1)->place.n - words_at(s, i)->place.at };
			clash_add(s, CLASH_DENIED, at - 1, STR("called wrong"), i, STR("stated"), str_format(s->arena, "%.*s is", STR_ARG(text_range(s->text, r))));
			break;
		}
	}
}

void clash_sayings(struct sheet *s)
{
	sizes(s);
	ranges(s);
	answers(s);
	denied(s);
}
