/* What looks like a claim and was not understood, or not decided: the reader sees where nothing was checked. */
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

static void item(struct layout *l, uint32_t list, uint32_t line, uint32_t at, struct str text, struct str why)
{
	struct pieces pieces = { 0 };
	int32_t size = l->style->text * 95 / 100, leading = l->style->leading * 95 / 100, indent = size * 15 / 10;
	uint32_t entry = page_element(l->d, TAG_LI, list), mark = page_element(l->d, TAG_LBL, entry), body = page_element(l->d, TAG_LBODY, entry);
	if (line != LINE_NONE) {
		struct str label = str_format(l->arena, "%.*s %.*s", STR_ARG(sections_word(l->report, WORDS_LINE_LABEL, 0)), STR_ARG(l->report->model->lines.at[line].number_text));
		piece_add(l, &pieces, label, look(l, FACE_BOLD, size, l->style->colour.link), page_element(l->d, TAG_LINK, body))->dest = l->line_dest[line];
	} else {
		piece_add(l, &pieces, str_format(l->arena, "%.*s %u", STR_ARG(sections_word(l->report, WORDS_TEXT_LINE_LABEL, 0)), (unsigned)text_position(l->report->text, at).line),
			look(l, FACE_BOLD, size, l->style->colour.ink), body);
	}
	piece_add(l, &pieces, STR(": "), look(l, FACE_BOLD, size, l->style->colour.ink), body);
	piece_add(l, &pieces, text, look(l, FACE_TEXT, size, l->style->colour.ink), body);
	if (why.n)
		piece_add(l, &pieces, str_format(l->arena, " %.*s", STR_ARG(why)), look(l, FACE_ITALIC, size, l->style->colour.quiet), body);
	struct para *p = para_make(l->shaper, pieces.all.at, (uint32_t)pieces.all.n, l->width - indent, 0);
	flow_space(l, leading / 5);
	flow_need(l, (p->line_count > 3 ? 2 : (int32_t)p->line_count) * leading);
	flow_row(l, leading);
	flow_text(l, STR("?"), look(l, FACE_MARK, size, l->style->colour.undecided), mark, l->x, leading);
	flow_para(l, p, l->x + indent, leading, size);
}

void section_unchecked(struct layout *l)
{
	const struct report *r = l->report;
	size_t n = r->claims->unrecognised.n;
	struct str numbers[] = { str_format(l->arena, "%zu", n), str_format(l->arena, "%u", (unsigned)r->summary.undecided) };
	struct buf title = { 0 };
	struct pieces head = { 0 };
	if (n + r->summary.undecided == 0)
		return;
	model_tell(&title, r->model->settings.lang, WORDS_PAGE_UNCHECKED, 0, numbers, 2);
	struct str words = str_copy(l->arena, buf_str(&title));
	buf_free(&title);
	piece_add(l, &head, words, look(l, FACE_BOLD, l->style->heading[2], l->style->colour.ink), page_element(l->d, TAG_H3, 0));
	heading_place(l, &head, 3, words, STR(""));
	uint32_t list = page_element(l->d, TAG_L, 0);
	for (size_t i = 0; i < n; i++) {
		const struct leftover *x = &r->claims->unrecognised.at[i];
		item(l, list, model_line_at(r->model, x->range.at), x->range.at, x->text, STR(""));
	}
	struct str undecided = sections_word(r, WORDS_PAGE_UNCHECKED, 1);
	for (size_t i = 0; i < r->claims->all.n; i++) {
		const struct claim *c = &r->claims->all.at[i];
		if (c->verdict == CLAIM_UNDECIDED)
			item(l, list, c->line, c->range.at, c->text, str_format(l->arena, "%.*s%s%.*s", STR_ARG(undecided), c->why.n ? ": " : "", STR_ARG(c->why)));
	}
}
