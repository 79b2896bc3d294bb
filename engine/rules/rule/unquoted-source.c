/* A file is named as the source, and neither its text nor a place in it is shown. */
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

static bool path_at(const struct sheet *s, size_t i, size_t *end)
{
	/* words joined by / or . without blanks, at least one of each kind or a slash: include/linux/mm.h */
	size_t k = i, slashes = 0, dots = 0;
	if (!words_at(s, i) || words_at(s, i)->kind != TOKEN_WORD)
		return false;
	while (words_at(s, k + 1) && !words_at(s, k + 1)->spaced && !words_at(s, k + 1)->starts) {
		const struct token *t = words_at(s, k + 1);
		if (t->kind == TOKEN_MARK && !str_is(t->vocable->text, "/") && !str_is(t->vocable->text, ".") && !str_is(t->vocable->text, "-"))
			break;
		if (t->kind == TOKEN_MARK && (!words_at(s, k + 2) || words_at(s, k + 2)->spaced || words_at(s, k + 2)->starts ||
			words_at(s, k + 2)->kind == TOKEN_MARK))
			break;
		slashes += words_mark(s, k + 1, "/");
		dots += words_mark(s, k + 1, ".");
		k++;
	}
	*end = k + 1;
	return slashes > 0 && dots > 0;
}

static void check(struct sheet *s)
{
	for (uint32_t i = 0; i < s->model->lines.n; i++) {
		const struct line *l = &s->model->lines.at[i];
		size_t first, end = rules_tokens(s, i, &first), after;
		bool shown = l->cite != NULL, command = false;
		for (size_t k = first; k < end; k++)
			shown |= words_at(s, k)->fence || (words_at(s, k)->source && words_says(s, k, WORDS_OUTPUT)) ||
				(words_at(s, k)->source && words_says(s, k, WORDS_LINE));
		for (size_t k = first; k < end && !shown; k++) {
			const struct token *t = words_at(s, k);
			if (!t->source) {
				command = false;
				continue;
			}
			/* a command reads the file and is somebody else's business: `grep X /boot/config` */
			command |= t->code && t->spaced && words_at(s, k - 1)->code;
			if (command || !path_at(s, k, &after))
				continue;
			if (words_at(s, after) && words_at(s, after)->code && words_at(s, after)->spaced)
				break;
			const struct token *last = words_at(s, after - 1);
			struct range place = { t->place.at, last->place.at + last->place.n - t->place.at };
			struct finding *f = diag_add(s->diag, &finding_unquoted_source, place, "the file is named, and nothing of it is shown");
			f->found = text_range(s->text, place);
			f->help = s->model->settings.annotated
				? STR("cite: {tree: ..., file: ..., lines: ..., digest: ...} pins what was read; `hence cite` writes it")
				: STR("quote the text that it is about, with the numbers of its lines");
			break;
		}
	}
}

const struct rule rule_unquoted_source = { "unquoted-source", false, check };
