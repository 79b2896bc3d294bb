/* Builds the sections that documents add to the author's text, from the report alone. */
#include "base.h"
#include "diag.h"
#include "source.h"
#include "model.h"
#include "facts.h"
#include "values.h"
#include "claims.h"
#include "graph.h"
#include "rules.h"
#include "report.h"
#include "render/sections.h"

/* Under which heading a finding stands: by its id, else by its group. */
enum { NEW_THINGS, INFERENCES, JUMPS, CALCULATIONS, FACTS, OTHERS, HEADINGS };
static const struct { const char *id; int heading; } by_id[] = {
	{ "unsourced-axiom", NEW_THINGS }, { "unquoted-source", NEW_THINGS }, { "undefined-term", NEW_THINGS }, { "orphan-number", NEW_THINGS },
	{ "used-before-defined", NEW_THINGS }, { "unused-definition", NEW_THINGS }, { "unknown-name", NEW_THINGS },
	{ "uncalculated-inference", INFERENCES }, { "false-line-holds", INFERENCES },
	{ "jump", JUMPS }, { "big-step", JUMPS }, { "circular", JUMPS },
	{ "contradiction", CALCULATIONS }, { "wrong-carry", CALCULATIONS },
	{ "fact-differs", FACTS }, { "sources-disagree", FACTS }, { "misread-fact", FACTS }, { "citation-differs", FACTS }, { "stale-citation", FACTS },
};
static const struct { const char *group; int heading; } by_group[] = {
	{ "arithmetic", CALCULATIONS }, { "layout", CALCULATIONS }, { "reference", JUMPS }, { "facts", FACTS },
};
static const struct { enum word_list list; bool always; } headings[HEADINGS] = {
	[NEW_THINGS] = { WORDS_NEW_THINGS, true }, [INFERENCES] = { WORDS_INFERENCES, true }, [JUMPS] = { WORDS_JUMPS, true },
	[CALCULATIONS] = { WORDS_WRONG_CALCULATIONS, false }, [FACTS] = { WORDS_FACTS_DIFFER, false }, [OTHERS] = { WORDS_OTHER_FINDINGS, false },
};

static int heading_of(const struct finding_kind *kind)
{
	for (size_t i = 0; i < sizeof by_id / sizeof *by_id; i++)
		if (str_is(str_of(kind->id), by_id[i].id))
			return by_id[i].heading;
	for (size_t i = 0; i < sizeof by_group / sizeof *by_group; i++)
		if (str_is(str_of(kind->group), by_group[i].group))
			return by_group[i].heading;
	return OTHERS;
}

struct str sections_word(const struct report *r, enum word_list list, size_t i)
{
	return model_phrase(r->model->settings.lang, list, i);
}

struct str sections_verdict(const struct report *r, enum verdict v)
{
	static const size_t at[] = { [VERDICT_HOLDS] = 0, [VERDICT_ROUNDED] = 1, [VERDICT_FALSE] = 2, [VERDICT_UNDECIDED] = 3, [VERDICT_NOT_APPLICABLE] = 4, [VERDICT_PROSE] = 5 };
	return sections_word(r, WORDS_VERDICTS_ONE, at[v]);
}

struct section_overall sections_overall(const struct report *r)
{
	int status = report_status(r, false);
	bool something = r->summary.claims > 0;
	if (r->summary.errors)
		return (struct section_overall){ 0, "✗", VERDICT_FALSE };
	/* where all is prose, that nothing is wrong is no pass */
	for (size_t i = 0; i < r->lines.n; i++)
		something |= r->lines.at[i].verdict != VERDICT_PROSE;
	if (status == 0 && !something)
		return (struct section_overall){ 3, "–", VERDICT_PROSE };
	if (status == 0)
		return (struct section_overall){ 1, "✓", VERDICT_HOLDS };
	return (struct section_overall){ status == 3 ? 2 : 3, "?", VERDICT_UNDECIDED };
}

static struct str told(struct arena *a, const struct report *r, enum word_list list, const struct str *text)
{
	struct buf b = { 0 };
	model_tell(&b, r->model->settings.lang, list, 0, text, 1);
	struct str x = str_copy(a, buf_str(&b));
	buf_free(&b);
	return x;
}

/* Ends in a full stop. A finding's message often begins with a name, so its first letter stays as it is. */
static struct str sentence(struct arena *a, struct str x)
{
	bool ended = x.n && (x.s[x.n - 1] == '.' || x.s[x.n - 1] == '!' || x.s[x.n - 1] == '?');
	return ended || !x.n ? x : str_format(a, "%.*s.", STR_ARG(x));
}

/* What to do begins with a verb. */
static struct str capital(struct arena *a, struct str x)
{
	struct str copy = str_copy(a, x);
	if (x.n > 1 && x.s[0] >= 'a' && x.s[0] <= 'z' && x.s[1] >= 'a' && x.s[1] <= 'z')
		((char *)copy.s)[0] = (char)(x.s[0] - 'a' + 'A');
	return copy;
}

static struct str label(struct arena *a, const struct report *r, uint32_t line, uint32_t at)
{
	if (line == LINE_NONE)
		return str_format(a, "%.*s %u", STR_ARG(sections_word(r, WORDS_TEXT_LINE_LABEL, 0)), (unsigned)text_position(r->text, at).line);
	return str_format(a, "%.*s %.*s", STR_ARG(sections_word(r, WORDS_LINE_LABEL, 0)), STR_ARG(r->model->lines.at[line].number_text));
}

static void make_check(struct arena *a, const struct report *r, struct sections *s)
{
	struct section_group groups[HEADINGS] = { { .heading = { 0 } } };
	for (size_t i = 0; i < r->diag->findings.n; i++) {
		const struct finding *f = &r->diag->findings.at[i];
		if (f->severity == SEVERITY_OFF || f->waived)
			continue;
		struct section_item *item = vec_add(a, &groups[heading_of(f->kind)].items);
		item->finding = f;
		item->line = report_finding_line(r, f);
		item->label = label(a, r, item->line, f->place.at);
		item->sentence = sentence(a, !f->file ? f->message : str_format(a, "%.*s, line %u: %.*s", STR_ARG(f->file->name),
			text_position(f->file, f->file_place.at).line, STR_ARG(f->message)));
		item->mend = sentence(a, capital(a, f->help));
	}
	for (int h = 0; h < HEADINGS; h++) {
		if (!groups[h].items.n && !headings[h].always)
			continue;
		groups[h].heading = sections_word(r, headings[h].list, 0);
		*vec_add(a, &s->check) = groups[h];
	}
}

static void make_facts(struct arena *a, const struct report *r, struct sections *s)
{
	s->show_facts = r->model->settings.annotated && r->facts->all.n;
	for (size_t i = 0; i < r->facts->all.n; i++) {
		const struct fact *f = &r->facts->all.at[i];
		struct section_fact *row = vec_add(a, &s->facts);
		const struct name *name = values_name(r->values, f->name);
		row->fact = f;
		row->property = f->property.n ? f->property : f->name;
		row->source = f->source;
		if (f->confined.n)
			row->ran = told(a, r, WORDS_RAN_CONFINED, &f->confined);
		row->good = facts_status_good(f->status);
		row->line = name ? name->line : LINE_NONE;
		if (!row->good) {
			row->value = f->why.n ? f->why : str_of(facts_status_name(f->status));
		} else if (f->type == FACT_LIST) {
			struct buf b = { 0 };
			for (size_t k = 0; k < f->items.n; k++)
				buf_printf(&b, "%s%.*s", k ? ", " : "", STR_ARG(f->items.at[k]));
			row->value = str_copy(a, buf_str(&b));
			buf_free(&b);
		} else {
			row->value = f->unit.n ? str_format(a, "%.*s %.*s", STR_ARG(f->value), STR_ARG(f->unit)) : f->value;
		}
	}
}

static struct str make_coverage(struct arena *a, const struct report *r)
{
	const struct summary *s = &r->summary;
	struct buf b = { 0 };
	const struct { uint32_t n; enum word_list list; size_t word; const char *after; } parts[] = {
		{ s->lines, WORDS_COUNT_WORDS, s->lines != 1, ", " }, { s->claims, WORDS_COUNT_WORDS, 2 + (s->claims != 1), ": " },
		{ s->hold, s->hold == 1 ? WORDS_VERDICTS_ONE : WORDS_VERDICTS_MANY, 0, ", " }, { s->rounded, WORDS_VERDICTS_MANY, 1, ", " },
		{ s->falses, WORDS_VERDICTS_MANY, 2, ", " }, { s->undecided, WORDS_VERDICTS_MANY, 3, "; " }, { s->unrecognised, WORDS_COUNT_WORDS, 4, "" },
	};
	for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
		buf_printf(&b, "%u %.*s%s", (unsigned)parts[i].n, STR_ARG(sections_word(r, parts[i].list, parts[i].word)), parts[i].after);
	struct str x = str_copy(a, buf_str(&b));
	buf_free(&b);
	return x;
}

static struct str make_machine(struct arena *a, const struct report *r)
{
	const struct facts *f = r->facts;
	struct buf b = { 0 };
	size_t origin = str_is(f->origin, "as-written") ? 0 : str_is(f->origin, "here") ? 1 : str_is(f->origin, "sysroot") ? 2 : 3;
	if (f->kernel.n || f->arch.n)
		buf_printf(&b, "Linux %.*s %.*s", STR_ARG(f->kernel), STR_ARG(f->arch));
	if (f->machine_kind.n)
		buf_printf(&b, "%s%.*s", b.n ? ", " : "", STR_ARG(f->machine_kind));
	if (f->all.n && f->origin.n)
		buf_printf(&b, "%s%.*s", b.n ? ", " : "", STR_ARG(sections_word(r, WORDS_FACTS_ORIGIN, origin)));
	struct str x = str_copy(a, buf_str(&b));
	buf_free(&b);
	return x;
}

void sections_make(struct arena *a, const struct report *r, struct sections *s)
{
	*s = (struct sections){ .facts_heading = sections_word(r, WORDS_SPECIFICATION, 0), .nothing = sections_word(r, WORDS_NOTHING_FOUND, 0) };
	s->check_heading = sections_word(r, WORDS_VIOLATION_CHECK, 0);
	make_facts(a, r, s);
	make_check(a, r, s);
	s->coverage = make_coverage(a, r);
	s->coverage_claims = str_find(s->coverage, STR(", ")) + 2;
	s->machine = make_machine(a, r);
}

void sections_gather(struct arena *a, const struct section_group *group, struct section_gathered *to)
{
	struct map *seen = map_new(a), *mends = map_new(a);
	struct buf key = { 0 };
	for (size_t i = 0; i < group->items.n; i++) {
		const struct section_item *item = &group->items.at[i];
		/* one key for both: the kind and what mends it stand in front */
		key.n = 0;
		buf_printf(&key, "%s\n%.*s\n", item->finding->kind->id, STR_ARG(item->mend));
		size_t mended = key.n;
		if (item->line == LINE_NONE)
			buf_put(&key, item->label);
		buf_putc(&key, '\n');
		buf_put(&key, item->sentence);
		struct section_together *same = map_get(seen, buf_str(&key));
		if (!same) {
			struct str kept = str_copy(a, buf_str(&key)), mend = str_slice(kept, 0, mended);
			same = arena_take(a, sizeof *same);
			same->item = item;
			same->mend = item->mend.n && !map_get(mends, mend);
			map_put(seen, kept, same);
			if (same->mend)
				map_put(mends, mend, same);
			*vec_add(a, &to->all) = same;
		}
		if (item->line != LINE_NONE && (!same->lines.n || same->lines.at[same->lines.n - 1] != item->line))
			*vec_add(a, &same->lines) = item->line;
	}
	buf_free(&key);
}

uint32_t sections_span_at(const struct model *m, uint32_t at)
{
	size_t low = 0, high = m->spans.n;
	while (low < high) {
		size_t mid = low + (high - low) / 2;
		if (m->spans.at[mid].range.at < at)
			low = mid + 1;
		else
			high = mid;
	}
	return (uint32_t)low;
}

/* The byte of the block's text that shows a byte of the worksheet; STR_NONE when none does. */
static size_t text_at(const struct node *n, uint32_t at)
{
	for (uint32_t i = 0; i < n->piece_count; i++)
		if (at >= n->pieces[i].source_at && at - n->pieces[i].source_at < n->pieces[i].n)
			return n->pieces[i].text_at + (at - n->pieces[i].source_at);
	return STR_NONE;
}

bool sections_figure_next(const struct report *r, const struct node *block, size_t done, uint32_t *span, size_t *from)
{
	for (; *span < r->model->spans.n; ++*span) {
		const struct span *s = &r->model->spans.at[*span];
		if (s->range.at >= block->range.at + block->range.n)
			break;
		*from = text_at(block, s->range.at);
		if (s->in_figure && *from != STR_NONE && *from >= done && *from + s->range.n <= block->text.n)
			return true;
	}
	return false;
}

struct str sections_figure(struct arena *a, const struct report *r, const struct node *block)
{
	struct buf b = { 0 };
	size_t done = 0, from;
	for (uint32_t i = sections_span_at(r->model, block->range.at); sections_figure_next(r, block, done, &i, &from); i++) {
		const struct span *span = &r->model->spans.at[i];
		const struct result *result = &r->values->results.at[i];
		size_t columns = utf8_columns(str_slice(block->text, from, from + span->range.n)), own = utf8_columns(result->shown);
		bool left = result->value.kind == VALUE_TEXT;
		buf_put(&b, str_slice(block->text, done, from));
		if (!left && own < columns)
			buf_pad(&b, ' ', columns - own);
		buf_put(&b, result->shown);
		if (left && own < columns)
			buf_pad(&b, ' ', columns - own);
		done = from + span->range.n;
	}
	if (!done)
		return block->text;
	buf_put(&b, str_from(block->text, done));
	struct str x = str_copy(a, buf_str(&b));
	buf_free(&b);
	return x;
}

bool sections_exercise(struct arena *a, const struct report *r, const struct edition *edition, uint32_t line, struct section_exercise *out)
{
	size_t i = 0;
	while (edition && i < edition->asked.n && edition->asked.at[i].line != line)
		i++;
	if (!edition || i == edition->asked.n)
		return false;
	const struct asked *q = &edition->asked.at[i];
	struct str points = sections_word(r, WORDS_EXERCISE, str_is(q->points, "1") ? 1 : 2), tolerance = sections_word(r, WORDS_EXERCISE, 3);
	struct str hint = sections_word(r, WORDS_EXERCISE, 4), blank = sections_word(r, WORDS_EXERCISE, 5), shown;
	struct buf b = { 0 };
	out->title = str_format(a, "%.*s %zu", STR_ARG(sections_word(r, WORDS_EXERCISE, 0)), i + 1);
	if (q->points.n)
		buf_printf(&b, " · %.*s %.*s", STR_ARG(q->points), STR_ARG(points));
	if (q->tolerance.n)
		buf_printf(&b, " · %.*s %.*s", STR_ARG(tolerance), STR_ARG(q->tolerance));
	if (q->hint.n)
		buf_printf(&b, " · %.*s: %.*s", STR_ARG(hint), STR_ARG(q->hint));
	buf_printf(&b, " · %.*s:", STR_ARG(blank));
	for (size_t k = 0; k < q->spans.n; k++) {
		shown = r->values->results.at[q->spans.at[k]].shown;
		buf_printf(&b, "%s%.*s", k ? ", " : " ", STR_ARG(shown));
	}
	out->rest = str_copy(a, buf_str(&b));
	buf_free(&b);
	return true;
}
