/* The machine as a plain worksheet writes it down: its specification table, and Source: `command` -> output: `text`, or -> "text". */
#include "base.h"
#include "diag.h"
#include "source.h"
#include "model.h"
#include "model/reading.h"

static void text_in(struct buf *b, const struct node *root)
{
	for (const struct node *n = root; n; n = source_next(n, root, true)) {
		if (n->kind == NODE_TEXT || n->kind == NODE_CODE)
			buf_put(b, n->text);
		else if (n->kind == NODE_SOFT_BREAK || n->kind == NODE_HARD_BREAK)
			buf_putc(b, ' ');
	}
}

static struct str text_of(struct reading *r, const struct node *root)
{
	struct buf b = { 0 };
	text_in(&b, root);
	struct str x = str_trim(str_copy(r->arena, buf_str(&b)));
	buf_free(&b);
	return x;
}

static bool same_letters(struct str x, struct str y)
{
	for (size_t i = 0; i < x.n && i < y.n; i++) {
		char a = x.s[i], b = y.s[i];
		a = (char)(a >= 'A' && a <= 'Z' ? a + 32 : a);
		b = (char)(b >= 'A' && b <= 'Z' ? b + 32 : b);
		if (a != b)
			return false;
	}
	return x.n == y.n;
}

static bool says(struct reading *r, struct str x, enum word_list list)
{
	for (const char *const *w = model_words(r->model->settings.lang, list); *w; w++)
		if (same_letters(x, str_of(*w)))
			return true;
	return false;
}

static void table(struct reading *r, const struct node *t, uint32_t line)
{
	static const enum word_list heads[] = { WORDS_PROPERTY_HEAD, WORDS_VALUE_HEAD, WORDS_SOURCE_HEAD };
	const struct node *cell = t->first ? t->first->first : NULL;
	for (size_t i = 0; i < 3; i++, cell = cell->next)
		if (!cell || !says(r, text_of(r, cell), heads[i]))
			return;
	for (const struct node *row = t->first->next; row; row = row->next) {
		const struct node *property = row->first, *value = property ? property->next : NULL, *source = value ? value->next : NULL;
		if (!source)
			continue;
		struct as_written w = { text_of(r, property), text_of(r, value), text_of(r, source), value->range, line };
		if (w.property.n && w.value.n)
			*vec_add(r->arena, &r->model->as_written) = w;
	}
}

static bool ends_with_word(struct reading *r, struct str x, enum word_list list)
{
	x = str_trim(x);
	for (const char *const *w = model_words(r->model->settings.lang, list); *w; w++)
		if (str_ends(x, str_of(*w)))
			return true;
	return false;
}

/* Behind an arrow, and "output:" or nothing; x is what stands between. *rest: what follows, trimmed in front. */
static bool behind_arrow(struct reading *r, struct str x, struct str *rest)
{
	static const char *const arrows[] = { "→", "->", "=>", "⇒" };
	x = str_trim(x);
	for (size_t i = 0; i < sizeof arrows / sizeof *arrows; i++) {
		if (!str_starts(x, str_of(arrows[i])))
			continue;
		*rest = str_trim(str_from(x, str_of(arrows[i]).n));
		for (const char *const *w = model_words(r->model->settings.lang, WORDS_OUTPUT); *w; w++)
			if (str_starts(*rest, str_of(*w))) {
				*rest = str_trim(str_from(*rest, str_of(*w).n));
				break;
			}
		return true;
	}
	return false;
}

/* "text" in quotation marks behind the arrow, in one piece of running text. */
static bool quoted(struct reading *r, const struct node *text, struct str *said, struct range *range)
{
	static const char *const marks[][2] = { { "\"", "\"" }, { "“", "”" }, { "„", "“" }, { "«", "»" } };
	struct str rest;
	if (!text || text->kind != NODE_TEXT || !behind_arrow(r, text->text, &rest))
		return false;
	for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
		if (!str_starts(rest, str_of(marks[i][0])))
			continue;
		struct str inside = str_from(rest, str_of(marks[i][0]).n);
		size_t end = str_find(inside, str_of(marks[i][1]));
		*said = str_slice(inside, 0, end);
		if (end == STR_NONE || !str_trim(*said).n)
			return false;
		uint32_t from = source_at(text, (uint32_t)(said->s - text->text.s)), to = source_at(text, (uint32_t)(said->s + said->n - text->text.s));
		*range = (struct range){ from, to > from ? to - from : 0 };
		return true;
	}
	return false;
}

static bool arrow_then_output(struct reading *r, struct str x)
{
	struct str rest;
	return behind_arrow(r, x, &rest) && !rest.n && str_find_char(x, ':') != STR_NONE;
}

/* before: the words in front of the command, which may be strong ones: **Source:** `command` */
static void sourced(struct reading *r, const struct node *code, const struct node *before, uint32_t line)
{
	if (!before || !ends_with_word(r, before->text, WORDS_SOURCE))
		return;
	struct buf between = { 0 };
	struct str said;
	struct range range;
	if (quoted(r, code->next, &said, &range)) {
		*vec_add(r->arena, &r->model->as_written) = (struct as_written){ STR(""), said, code->text, range, line };
		return;
	}
	const struct node *output = code->next;
	for (; output && output->kind != NODE_CODE; output = output->next)
		text_in(&between, output);
	if (output && arrow_then_output(r, buf_str(&between)))
		*vec_add(r->arena, &r->model->as_written) = (struct as_written){ STR(""), output->text, code->text, output->range, line };
	buf_free(&between);
}

void written_read(struct reading *r)
{
	const struct model *m = r->model;
	for (size_t i = 0; i < m->parts.n; i++) {
		const struct node *root = m->parts.at[i].tree, *before = NULL;
		for (const struct node *n = root; n; n = source_next(n, root, true)) {
			if (n->kind == NODE_TABLE)
				table(r, n, m->parts.at[i].line);
			else if (n->kind == NODE_CODE)
				sourced(r, n, before, m->parts.at[i].line);
			if (n->kind == NODE_TEXT && str_trim(n->text).n)
				before = n;
			else if (n->kind != NODE_TEXT && n->kind != NODE_SOFT_BREAK)
				before = NULL;
		}
	}
}
