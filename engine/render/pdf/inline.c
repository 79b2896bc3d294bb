/* Inline text: nodes become pieces, and what the report knows of a stretch (a reference, a claim, a value) shows. */
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
#include "render/page.h"
#include "render/sections.h"
#include "render/pdf/style.h"
#include "render/pdf/layout.h"

#include <stdlib.h>

#define TICK STR("\xE2\x9C\x93")
#define CROSS STR("\xE2\x9C\x97")

struct para_piece *piece_add(struct layout *l, struct pieces *to, struct str text, const struct page_style *style, uint32_t element)
{
	struct para_piece *piece = vec_add(l->scratch, &to->all);
	*piece = (struct para_piece){ .text = text, .style = style, .element = element, .dest = PAGE_NONE };
	return piece;
}

/* --- marks ------------------------------------------------------------------------------------------------------- */
static int by_place(const void *x, const void *y)
{
	const struct mark *a = x, *b = y;
	if (a->at != b->at)
		return a->at < b->at ? -1 : 1;
	if (a->end != b->end)
		return a->end > b->end ? -1 : 1;
	return a->index < b->index ? -1 : a->index > b->index;
}

static void add_mark(struct layout *l, struct marks *m, struct range place, uint32_t index)
{
	if (place.n)
		*vec_add(l->arena, &m->all) = (struct mark){ place.at, place.at + place.n, index };
}

static void sort_marks(struct marks *m)
{
	size_t kept = 0;
	if (m->all.n)
		qsort(m->all.at, m->all.n, sizeof *m->all.at, by_place);
	for (size_t i = 0; i < m->all.n; i++)
		if (!kept || m->all.at[i].at >= m->all.at[kept - 1].end)
			m->all.at[kept++] = m->all.at[i];
	m->all.n = kept;
}

/* "lines 04 and 35" refers twice from one place: each reference gets its number, the first also the words before it. */
static struct range own_number(const struct report *r, uint32_t i)
{
	const struct reference *ref = &r->graph->references.at[i];
	struct str text = text_range(r->text, ref->place);
	bool first = i == 0 || r->graph->references.at[i - 1].place.at != ref->place.at || r->graph->references.at[i - 1].in_annotation;
	bool alone = first && (i + 1 == r->graph->references.n || r->graph->references.at[i + 1].place.at != ref->place.at);
	for (size_t at = 0; !alone && at < text.n; at++) {
		uint64_t number = 0;
		size_t end = at;
		while (end < text.n && end - at < 10 && text.s[end] >= '0' && text.s[end] <= '9')
			number = number * 10 + (uint64_t)(text.s[end++] - '0');
		if (end > at && number == ref->number) {
			size_t from = first ? 0 : at;
			return (struct range){ ref->place.at + (uint32_t)from, (uint32_t)(end - from) };
		}
		at = end > at ? end : at;
	}
	return ref->place;
}

void inline_marks(struct layout *l)
{
	const struct report *r = l->report;
	for (uint32_t i = 0; i < r->graph->references.n; i++) {
		const struct reference *ref = &r->graph->references.at[i];
		if (!ref->in_annotation && ref->to != LINE_NONE)
			add_mark(l, &l->references, own_number(r, i), ref->to);
	}
	for (uint32_t i = 0; i < r->claims->all.n; i++)
		if (r->claims->all.at[i].verdict == CLAIM_FALSE || r->claims->all.at[i].verdict == CLAIM_ROUNDED)
			add_mark(l, &l->claims, r->claims->all.at[i].range, i);
	for (uint32_t i = 0; i < r->model->spans.n; i++)
		if (r->model->spans.at[i].kind == SPAN_CHECK)
			add_mark(l, &l->answers, r->model->spans.at[i].answer_range, i);
	for (uint32_t i = 0; i < r->model->lines.n; i++) {
		const struct line *line = &r->model->lines.at[i];
		if (line->kind_range.n)
			add_mark(l, &l->kinds, (struct range){ line->kind_range.at, line->body_at - line->kind_range.at }, i);
	}
	sort_marks(&l->references);
	sort_marks(&l->claims);
	sort_marks(&l->answers);
	sort_marks(&l->kinds);
}

/* The mark that holds the byte, or NULL; *next is lowered to where that changes. */
static const struct mark *mark_at(const struct marks *m, uint32_t at, uint32_t *next)
{
	size_t low = 0, high = m->all.n;
	while (low < high) {
		size_t mid = low + (high - low) / 2;
		if (m->all.at[mid].at <= at)
			low = mid + 1;
		else
			high = mid;
	}
	if (low < m->all.n && m->all.at[low].at < *next)
		*next = m->all.at[low].at;
	if (low == 0 || m->all.at[low - 1].end <= at)
		return NULL;
	if (m->all.at[low - 1].end < *next)
		*next = m->all.at[low - 1].end;
	return &m->all.at[low - 1];
}

/* --- one text or code node ------------------------------------------------------------------------------------------ */
struct inline_state {
	struct layout *l;
	struct pieces *to;
	enum page_face face;
	int32_t size;
	uint32_t colour, element;
	const struct node *link;        /* whose element link_element is */
	uint32_t link_element;
	bool new_line;
};

static void add(struct inline_state *s, struct str text, struct page_style style, uint32_t element, uint32_t dest, struct str uri, bool whole)
{
	struct para_piece *piece = piece_add(s->l, s->to, text, look_full(s->l, style), element);
	piece->dest = dest;
	piece->uri = uri;
	piece->whole = whole;
	piece->new_line = s->new_line;
	s->new_line = false;
}

static struct page_style plain_style(enum page_face face, int32_t size, uint32_t colour)
{
	return (struct page_style){ .face = face, .size = size, .colour = colour, .ground = PAGE_NONE, .underline = PAGE_NONE };
}

static bool result_good(const struct layout *l, uint32_t span)
{
	const struct result *r = &l->report->values->results.at[span];
	return !r->failed && r->value.kind == VALUE_TRUTH && r->value.truth == (l->report->model->spans.at[span].answer != ANSWER_NO);
}

static bool result_decided(const struct layout *l, uint32_t span)
{
	const struct result *r = &l->report->values->results.at[span];
	return !r->failed && r->value.kind == VALUE_TRUTH;
}

static uint32_t result_colour(const struct layout *l, uint32_t span)
{
	return !result_decided(l, span) ? l->style->colour.undecided : result_good(l, span) ? l->style->colour.holds : l->style->colour.wrong;
}

static void add_verdict(struct inline_state *s, uint32_t span)
{
	struct page_style style = plain_style(FACE_MARK, s->size, result_colour(s->l, span));
	struct str mark = !result_decided(s->l, span) ? STR("?") : result_good(s->l, span) ? TICK : CROSS;
	add(s, str_format(s->l->scratch, "\xC2\xA0%.*s", STR_ARG(mark)), style, s->element, PAGE_NONE, STR(""), false);
}

static bool is_mark(struct str x)
{
	return str_eq(x, TICK) || str_eq(x, CROSS) || str_is(x, "\xE2\x9C\x94") || str_is(x, "\xE2\x9C\x98");
}

/* Text with everything the report knows of it; cut where that changes. */
static void add_text(struct inline_state *s, const struct node *n, struct page_style base, uint32_t element, struct str uri)
{
	struct layout *l = s->l;
	for (uint32_t at = 0; at < n->text.n; ) {
		struct page_style style = base;
		uint32_t from = source_at(n, at), next = UINT32_MAX, dest = PAGE_NONE, own = element;
		const struct mark *kind = mark_at(&l->kinds, from, &next), *claim = mark_at(&l->claims, from, &next);
		const struct mark *reference = mark_at(&l->references, from, &next), *answer = mark_at(&l->answers, from, &next);
		uint32_t end = (uint32_t)n->text.n;
		if (next != UINT32_MAX) {
			/* the text byte of that place; escapes make the source longer than the text, never shorter */
			uint32_t low = at + 1, high = end;
			while (low < high) {
				uint32_t mid = low + (high - low) / 2;
				if (source_at(n, mid) < next)
					low = mid + 1;
				else
					high = mid;
			}
			end = low;
			while (end < n->text.n && ((unsigned char)n->text.s[end] & 0xC0) == 0x80)
				end++;
		}
		struct str text = str_slice(n->text, at, end);
		if (kind) {
			const struct line *line = &l->report->model->lines.at[kind->index];
			bool word = from < line->kind_range.at + line->kind_range.n;
			if (word && from + text.n > line->kind_range.at + line->kind_range.n)
				text.n = line->kind_range.at + line->kind_range.n - from;
			end = at + (uint32_t)text.n;
			style.face = word ? FACE_CAPITALS : base.face;
			style.colour = l->style->colour.kind;
		}
		if (claim) {
			bool wrong = l->report->claims->all.at[claim->index].verdict == CLAIM_FALSE;
			style.underline = wrong ? l->style->colour.wrong : l->style->colour.rounded;
			style.colour = wrong ? l->style->colour.wrong : style.colour;
		}
		if (reference && !uri.n) {
			dest = l->line_dest[reference->index];
			own = page_element(l->d, TAG_LINK, element);
			style.colour = l->style->colour.link;
		}
		if (answer)
			style.colour = result_colour(l, answer->index);
		if (answer && is_mark(str_trim(text)))
			style.face = FACE_MARK;
		add(s, text, style, own, dest, uri, reference != NULL);
		if (answer && end < n->text.n + 1 && next == answer->end && !is_mark(str_trim(text)))
			add_verdict(s, answer->index);
		at = end;
	}
}

static void add_span(struct inline_state *s, const struct span *span, uint32_t element)
{
	struct layout *l = s->l;
	const struct result *result = &l->report->values->results.at[span->index];
	struct page_style style = plain_style(s->face, s->size, l->style->colour.value);
	style.underline = l->style->colour.value_line;
	if (!result->shown.n || result->failed) {
		style.face = FACE_MONO;
		style.size = (int32_t)((int64_t)s->size * l->style->inline_code / 1000);
		style.colour = result->failed ? l->style->colour.wrong : l->style->colour.undecided;
		style.underline = PAGE_NONE;
		struct str source = text_range(l->report->text, span->range);
		while (source.n > 2 && source.s[0] == '`' && source.s[source.n - 1] == '`')
			source = str_slice(source, 1, source.n - 1);
		add(s, source, style, element, PAGE_NONE, STR(""), true);
	} else {
		add(s, result->shown, style, element, PAGE_NONE, STR(""), true);
	}
	if (span->kind == SPAN_CHECK && span->answer == ANSWER_NONE)
		add_verdict(s, span->index);
}

/* What the nodes around this one make of it; emphasis within emphasis is followed a little way. */
static const struct node *surroundings(const struct node *n, const struct node *block, bool *strong, bool *emphasis)
{
	const struct node *link = NULL;
	int depth = 0;
	*strong = *emphasis = false;
	for (const struct node *up = n->parent; up && up != block && depth < 16; up = up->parent, depth++) {
		*strong |= up->kind == NODE_STRONG;
		*emphasis |= up->kind == NODE_EMPHASIS || up->kind == NODE_IMAGE;
		if (up->kind == NODE_LINK && up->url.n)
			link = up;
	}
	return link;
}

static uint32_t named_dest(const struct layout *l, struct str url)
{
	const uint32_t *dest = map_get(l->named, str_from(url, 1));
	return dest ? *dest : PAGE_NONE;
}

static void add_node(struct inline_state *s, const struct node *n, const struct node *block)
{
	struct layout *l = s->l;
	bool strong, emphasis, bold = s->face == FACE_BOLD;
	const struct node *link = surroundings(n, block, &strong, &emphasis);
	struct page_style style = plain_style(s->face, s->size, s->colour);
	uint32_t element = s->element;
	struct str uri = STR("");
	if (strong || emphasis)
		style.face = (strong || bold) && emphasis ? FACE_BOLD_ITALIC : strong || bold ? FACE_BOLD : FACE_ITALIC;
	if (link) {
		if (s->link != link) {
			s->link = link;
			s->link_element = page_element(l->d, TAG_LINK, s->element);
		}
		element = s->link_element;
		style.colour = l->style->colour.link;
		uri = link->url;
	}
	if (n->kind == NODE_CODE || (n->kind == NODE_HTML && !str_starts(n->text, STR("<!--")))) {
		style.face = bold || strong ? FACE_MONO_BOLD : FACE_MONO;
		style.size = (int32_t)((int64_t)s->size * l->style->inline_code / 1000);
	}
	if (n->kind == NODE_CODE && n->mark)
		add_span(s, n->mark, element);
	else if (n->kind == NODE_SOFT_BREAK)
		add(s, STR("\n"), style, element, PAGE_NONE, uri, false);
	else if (n->kind == NODE_HARD_BREAK) {
		add(s, STR("\n"), style, element, PAGE_NONE, STR(""), false);
		s->new_line = true;
	} else if (link && uri.s[0] == '#') {
		uint32_t dest = named_dest(l, uri);
		add(s, n->text, style, dest == PAGE_NONE ? s->element : element, dest, STR(""), false);
	} else if (n->kind == NODE_TEXT || n->kind == NODE_CODE || (n->kind == NODE_HTML && !str_starts(n->text, STR("<!--"))))
		add_text(s, n, style, element, uri);
}

void inline_pieces(struct layout *l, struct pieces *to, const struct node *block, enum page_face face, int32_t size, uint32_t colour,
	uint32_t element)
{
	struct inline_state s = { .l = l, .to = to, .face = face, .size = size, .colour = colour, .element = element };
	for (const struct node *n = source_next(block, block, true); n; n = source_next(n, block, true))
		add_node(&s, n, block);
}

void inline_line_link(struct layout *l, struct pieces *to, uint32_t line, int32_t size, uint32_t element)
{
	struct para_piece *piece = piece_add(l, to, l->report->model->lines.at[line].number_text, look(l, FACE_TEXT, size, l->style->colour.link),
		page_element(l->d, TAG_LINK, element));
	piece->dest = l->line_dest[line];
	piece->whole = true;
}
