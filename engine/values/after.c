/* What stands around a span: the unit word after it, and the columns that a figure gives it. */
#include "base.h"
#include "diag.h"
#include "source.h"
#include "model.h"
#include "facts.h"
#include "values.h"
#include "values/tree.h"
#include "values/units.h"
#include "values/eval.h"
#include "values/after.h"

enum { WORD_MOST = 64, READINGS_MOST = 8 };

static bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || ((unsigned char)c >= 0x80 && (unsigned char)c != 0xC2 && (unsigned char)c != 0xE2);
}

/* The word after one blank, or empty. */
static struct str word_at(struct str rest)
{
	size_t n = 0;
	if (str_starts(rest, STR(" ")))
		rest = str_from(rest, 1);
	else if (str_starts(rest, STR("\xC2\xA0")))
		rest = str_from(rest, 2);
	else
		return STR("");
	while (n < rest.n && n < WORD_MOST && (is_letter(rest.s[n]) || str_starts(str_from(rest, n), STR("µ"))))
		n += str_starts(str_from(rest, n), STR("µ")) ? 2 : 1;
	/* A hyphen makes it half of another word: page-sized. */
	if (n < rest.n && (rest.s[n] == '-' || rest.s[n] == '_' || (rest.s[n] >= '0' && rest.s[n] <= '9') || rest.s[n] == '('))
		return STR("");
	return str_slice(rest, 0, n);
}

/* word names the value's unit, or what the value has per something */
static bool agrees(const struct value *v, const struct unit *w)
{
	if (units_same_dimension(v->unit, w))
		return num_compare(v->unit->factor, w->factor) == 0 || w->ambiguous;
	for (uint32_t i = 0; i < v->unit->dims && w->dims == 1 && v->unit->dims > 1; i++)
		if (v->unit->dim[i].power == 1 && w->dim[0].power == 1 && v->unit->dim[i].base == w->dim[0].base)
			return num_compare(v->unit->dim[i].scale, w->factor) == 0;
	return false;
}

/* "bytes per second", "byte/page": one joint is enough for what people write after a number */
static const struct unit *read_phrase(struct units *u, struct str first, struct str rest, bool *ambiguous, struct str *phrase)
{
	bool other;
	const struct unit *a = units_word(u, first, ambiguous), *b = NULL;
	struct str tail = str_from(rest, (size_t)(first.s + first.n - rest.s)), second = { 0 };
	*phrase = first;
	if (a && str_starts(tail, STR("/")) && tail.n > 1 && is_letter(tail.s[1])) {
		second = str_from(tail, 1);
		size_t n = 0;
		while (n < second.n && n < WORD_MOST && is_letter(second.s[n]))
			n++;
		second = str_slice(second, 0, n);
	} else if (a && str_starts(tail, STR(" per "))) {
		second = word_at(str_from(tail, 4));
	}
	if (second.n)
		b = units_word(u, second, &other);
	if (!b)
		return second.n ? NULL : a;
	*phrase = (struct str){ first.s, (size_t)(second.s + second.n - first.s) };
	*ambiguous |= other;
	return units_product(u, a, b, -1);
}

void after_check_unit(struct eval *e, const struct span *span, const struct value *v)
{
	struct units *u = e->values->units;
	struct str bytes = e->diag->text->bytes, rest = str_from(bytes, span->range.at + span->range.n), word = word_at(rest), phrase;
	bool ambiguous;
	if (v->kind != VALUE_NUMBER || v->unit->dims == 0 || !word.n)
		return;
	const struct unit *w = read_phrase(u, word, rest, &ambiguous, &phrase);
	if (!w || agrees(v, w))
		return;
	/* "12 min, 40 max", "5 s", "7 h": too short to be sure of, unless it is of the value's own kind. */
	if ((phrase.n == 1 || str_is(phrase, "min")) && !units_same_dimension(v->unit, w))
		return;
	struct range place = { (uint32_t)(phrase.s - bytes.s), (uint32_t)phrase.n };
	const struct unit *readings[READINGS_MOST];
	size_t n = ambiguous ? units_readings(u, word, readings, READINGS_MOST) : 0;
	for (size_t i = 0; i < n; i++) {
		if (!agrees(v, readings[i]))
			continue;
		struct finding *f = e->silent ? NULL : diag_add(e->diag, &finding_ambiguous_unit, place,
			"%.*s has more than one meaning, and this worksheet does not say which", STR_ARG(word));
		if (f)
			f->help = str_format(e->arena, "define it above, as `%.*s := 1024 * byte`", STR_ARG(word));
		return;
	}
	/* The word may belong to the next one: "512 byte pages", "8 page tables". */
	struct str next = word_at(str_from(rest, (size_t)(word.s + word.n - rest.s)));
	bool other;
	const struct unit *after = next.n ? units_word(u, next, &other) : NULL;
	bool plural = word.n > 2 && word.s[word.n - 1] == 's', symbol = !units_counts(w) && word.n <= 3;
	if ((after && agrees(v, after)) || (next.n && !plural && !symbol))
		return;
	struct finding *f = diag_add(e->diag, &finding_unit_mismatch, place, "%.*s is in %.*s, but %.*s stands after it",
		STR_ARG(text_range(e->diag->text, span->range)), STR_ARG(v->unit->name), STR_ARG(phrase));
	f->found = phrase;
	f->expected = v->unit->name;
	f->help = units_same_dimension(v->unit, w) ? str_format(e->arena, "write %.*s, or convert with :to(%.*s)", STR_ARG(v->unit->name), STR_ARG(word))
		: str_format(e->arena, "write %.*s", STR_ARG(v->unit->name));
}

struct str after_fit(struct eval *e, const struct span *span, const struct value *v, struct str shown)
{
	struct str written = text_range(e->diag->text, span->range);
	size_t room = utf8_columns(written), need = utf8_columns(shown);
	if (need > room) {
		struct finding *f = diag_add(e->diag, &finding_too_wide, span->range, "%.*s takes %zu columns, and the span leaves %zu", STR_ARG(shown), need, room);
		f->help = str_format(e->arena, "add %zu column%s: blanks inside the span, or doubled backticks", need - room, need - room == 1 ? "" : "s");
		return shown;
	}
	struct buf b = { 0 };
	bool right = v->kind == VALUE_NUMBER;
	if (right)
		buf_pad(&b, ' ', room - need);
	buf_put(&b, shown);
	if (!right)
		buf_pad(&b, ' ', room - need);
	struct str r = str_copy(e->arena, buf_str(&b));
	buf_free(&b);
	return r;
}
