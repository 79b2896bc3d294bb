/* A probe's answer made into a value: match, count, lines, list, text, truth. What cannot be read is garbled, never guessed. */
#include "base.h"
#include "confine.h"
#include "diag.h"
#include "source.h"
#include "model.h"
#include "facts.h"
#include "facts/probe.h"

#include <string.h>

enum { MOST_ITEMS = 65536 };    /* a list is something a reader can name; 4096 CPUs fit, a log does not */
enum { MOST_RAW = 2000 };       /* what a report quotes of an answer */
enum { MOST_TEXT = 2000 };

bool probe_line(struct str *rest, struct str *line)
{
	if (!rest->s || !rest->n)
		return false;
	size_t end = str_find_char(*rest, '\n');
	*line = str_slice(*rest, 0, end == STR_NONE ? rest->n : end);
	*rest = str_from(*rest, end == STR_NONE ? rest->n : end + 1);
	if (line->n && line->s[line->n - 1] == '\r')
		line->n--;
	return true;
}

bool probe_field(struct str text, struct str name, char mark, struct str *rest)
{
	struct str line;
	while (probe_line(&text, &line)) {
		if (!str_starts(line, name))
			continue;
		struct str after = str_from(line, name.n);
		size_t i = 0;
		while (i < after.n && mark != ' ' && (after.s[i] == ' ' || after.s[i] == '\t'))
			i++;
		if (i < after.n && after.s[i] == mark) {
			*rest = str_trim(str_from(after, i + 1));
			return true;
		}
	}
	return false;
}

bool probe_number(struct str x, uint64_t *value)
{
	*value = 0;
	for (size_t i = 0; i < x.n; i++) {
		if (x.s[i] < '0' || x.s[i] > '9' || i >= 19)
			return false;
		*value = *value * 10 + (uint64_t)(x.s[i] - '0');
	}
	return x.n > 0;
}

/* One member or range of a kernel list. */
static bool stretch(struct str piece, uint64_t *from, uint64_t *to)
{
	size_t dash = str_find_char(piece, '-');
	if (!probe_number(str_slice(piece, 0, dash == STR_NONE ? piece.n : dash), from))
		return false;
	*to = *from;
	return dash == STR_NONE || (probe_number(str_from(piece, dash + 1), to) && *to >= *from);
}

bool probe_members(struct str list, uint64_t *count)
{
	struct str rest = str_trim(list), piece;
	uint64_t from, to;
	*count = 0;
	if (!rest.n)
		return true;
	while (str_split(&rest, ',', &piece)) {
		if (!stretch(str_trim(piece), &from, &to) || to - from > UINT32_MAX)
			return false;
		*count += to - from + 1;
	}
	return true;
}

bool facts_is_number(struct str x)
{
	size_t i = x.n && x.s[0] == '-', digits = 0, points = 0;
	bool hex = x.n > i + 2 && x.s[i] == '0' && (x.s[i + 1] | 0x20) == 'x';
	for (i += hex ? 2 : 0; i < x.n; i++) {
		char c = x.s[i];
		bool digit = (c >= '0' && c <= '9') || (hex && (c | 0x20) >= 'a' && (c | 0x20) <= 'f');
		if (c == '.' && !hex && digits && i + 1 < x.n && !points)
			points++;
		else if (!digit)
			return false;
		digits += digit;
	}
	return digits > 0;
}

struct str facts_safe(struct arena *a, struct str x, size_t most)
{
	struct buf b = { 0 };
	for (size_t i = 0; i < x.n;) {
		size_t from = i;
		uint32_t c = utf8_next(x, &i);
		if (b.n + (i - from) > most) {
			buf_puts(&b, "...");
			break;
		}
		/* Control characters, and those that turn the direction of writing: shown by their numbers. */
		bool hidden = (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069) || (c >= 0x200B && c <= 0x200F) || c == 0xFEFF;
		if (c == UTF8_BAD || (c < 0x20 && c != '\n' && c != '\t') || (c >= 0x7F && c < 0xA0)) {
			for (size_t k = from; k < i; k++)
				buf_printf(&b, "\\x%02X", (unsigned char)x.s[k]);
		} else if (hidden) {
			buf_printf(&b, "\\u{%X}", (unsigned)c);
		} else {
			buf_put(&b, str_slice(x, from, i));
		}
	}
	struct str safe = str_copy(a, buf_str(&b));
	buf_free(&b);
	return safe;
}

static bool garbled(struct inquiry *q, const char *what, struct str text)
{
	struct str shown = facts_safe(q->arena, text, 80);
	return probe_fail(q, FACT_GARBLED, "%s%s%.*s%s", what, shown.n ? ": '" : "", STR_ARG(shown), shown.n ? "'" : "");
}

/* --- what the annotation wants ------------------------------------------------------------------------------------ */
enum want { WANT_VALUE, WANT_COUNT, WANT_DISTINCT, WANT_LINES };
struct wanted { enum want want; enum fact_type type; struct match *match; };

/* A key that is true or false; anything else is a finding. */
static bool flag(struct inquiry *q, const char *key, bool *is)
{
	const struct yaml *v = source_get(q->map, key);
	*is = v && v->kind == YAML_SCALAR && str_is(v->text, "true");
	if (!v || *is || (v->kind == YAML_SCALAR && str_is(v->text, "false")))
		return true;
	return probe_wrong(q, v->range, "%s: is true or false", key);
}

static bool read_wanted(struct inquiry *q, struct wanted *w)
{
	const struct yaml *match = source_get(q->map, "match"), *count = source_get(q->map, "count");
	bool list, text, truth, lines;
	if (count && count->kind == YAML_SCALAR && str_is(count->text, "distinct"))
		w->want = WANT_DISTINCT;
	else if (count && count->kind == YAML_SCALAR && str_is(count->text, "true"))
		w->want = WANT_COUNT;
	else if (count && !(count->kind == YAML_SCALAR && str_is(count->text, "false")))
		return probe_wrong(q, count->range, "count: is true (members of a list, or lines that match) or distinct (different captures)");
	if (!flag(q, "lines", &lines) || !flag(q, "list", &list) || !flag(q, "text", &text) || !flag(q, "truth", &truth))
		return false;
	if (lines)
		w->want = WANT_LINES;
	if (list + text + truth + (w->want != WANT_VALUE) > 1 || (lines && count))
		return probe_wrong(q, q->map->range, "the fact %.*s is one of a number, a count, lines, a list, a text, a truth; its keys name two",
			STR_ARG(q->fact->name));
	w->type = list ? FACT_LIST : text ? FACT_TEXT : truth ? FACT_TRUTH : q->fact->type;
	if (match) {
		const char *why = "";
		w->match = match->kind == YAML_SCALAR ? match_compile(q->arena, match->text, &why) : NULL;
		if (!w->match)
			return probe_wrong(q, match->range, "match: of the fact %.*s %s", STR_ARG(q->fact->name),
				match->kind == YAML_SCALAR ? str_format(q->arena, "cannot be read: %s", why).s : "is one text");
	}
	if (w->want == WANT_DISTINCT && !w->match)
		return probe_wrong(q, count->range, "count: distinct wants a match: whose captures it counts");
	return true;
}

/* --- counting --------------------------------------------------------------------------------------------------------- */
static void count_value(struct inquiry *q, uint64_t n)
{
	q->fact->type = FACT_NUMBER;
	q->fact->value = str_format(q->arena, "%llu", (unsigned long long)n);
}

static void count_matches(struct inquiry *q, const struct wanted *w, struct str answer)
{
	struct map *seen = map_new(q->arena);
	struct str line, capture, first = { 0 };
	uint64_t n = 0;
	while (probe_line(&answer, &line)) {
		if (!match_line(w->match, line, &capture))
			continue;
		if (!n)
			first = line;
		if (w->want == WANT_COUNT || !map_get(seen, capture))
			n++;
		if (w->want == WANT_DISTINCT)
			map_put(seen, capture, seen);
	}
	/* No line at all is more often a pattern that does not fit than a true nought. */
	if (!n) {
		garbled(q, "no line matches the pattern", (struct str){ 0 });
		return;
	}
	q->fact->raw = facts_safe(q->arena, str_trim(first), MOST_RAW);
	count_value(q, n);
}

static void count_answer(struct inquiry *q, const struct wanted *w, struct str answer)
{
	struct str line, rest = answer;
	uint64_t n = 0;
	q->fact->raw = facts_safe(q->arena, str_trim(answer), MOST_RAW);
	if (w->want == WANT_LINES) {
		while (probe_line(&rest, &line))
			n += str_trim(line).n > 0;
		count_value(q, n);
	} else if (probe_members(answer, &n)) {
		count_value(q, n);
	} else {
		garbled(q, "not a list such as 0-3,7 that could be counted", str_trim(answer));
	}
}

/* --- values ------------------------------------------------------------------------------------------------------------- */
static bool add_item(struct inquiry *q, struct str item)
{
	if (q->fact->items.n >= MOST_ITEMS)
		return probe_fail(q, FACT_GARBLED, "the list has more than %d members", MOST_ITEMS);
	*vec_add(q->arena, &q->fact->items) = facts_safe(q->arena, item, MOST_TEXT);
	return true;
}

/* "0-3,7" is written out; anything else is split at blanks. */
static bool list_items(struct inquiry *q, struct str text)
{
	uint64_t n, from = 0, to = 0;
	struct str rest = text, piece;
	if (probe_members(text, &n)) {
		while (text.n && str_split(&rest, ',', &piece)) {
			stretch(str_trim(piece), &from, &to);
			for (; from <= to; from++)
				if (!add_item(q, str_format(q->arena, "%llu", (unsigned long long)from)))
					return false;
		}
		return true;
	}
	for (size_t i = 0; i < text.n;) {
		size_t start = i;
		while (i < text.n && !strchr(" \t\r\n", text.s[i]))
			i++;
		if (i > start && !add_item(q, str_slice(text, start, i)))
			return false;
		i += i < text.n;
	}
	return true;
}

static void truth_value(struct inquiry *q, struct str x)
{
	static const char *const yes[] = { "1", "y", "Y", "yes", "true", "on", "enabled", NULL };
	static const char *const no[] = { "0", "n", "N", "no", "false", "off", "disabled", NULL };
	for (size_t i = 0; yes[i]; i++) {
		if (str_is(x, yes[i]) || str_is(x, no[i])) {
			q->fact->value = str_is(x, yes[i]) ? STR("true") : STR("false");
			return;
		}
	}
	garbled(q, "neither true nor false (1, y, yes, on, enabled; 0, n, no, off, disabled)", x);
}

static void one_value(struct inquiry *q, const struct wanted *w, struct str x)
{
	size_t bad;
	q->fact->type = w->type;
	if (w->type == FACT_TRUTH) {
		truth_value(q, x);
	} else if (w->type == FACT_LIST) {
		list_items(q, x);
	} else if (w->type == FACT_TEXT) {
		if (!utf8_valid(x, &bad) || x.n > MOST_TEXT)
			garbled(q, x.n > MOST_TEXT ? "longer than a text of 2000 bytes" : "not UTF-8 text", x);
		else
			q->fact->value = facts_safe(q->arena, x, MOST_TEXT);
	} else if (facts_is_number(x)) {
		q->fact->value = str_copy(q->arena, x);
	} else {
		garbled(q, w->match ? "the capture is not a number" : "not a number (match: picks one out, text: true takes it as it is)", x);
	}
}

static void matched_value(struct inquiry *q, const struct wanted *w, struct str answer)
{
	struct str line, capture;
	bool any = false;
	while (probe_line(&answer, &line)) {
		if (!match_line(w->match, line, &capture))
			continue;
		if (!any)
			q->fact->raw = facts_safe(q->arena, str_trim(line), MOST_RAW);
		any = true;
		if (w->type != FACT_LIST) {
			one_value(q, w, str_trim(capture));
			return;
		}
		q->fact->type = FACT_LIST;
		if (!add_item(q, capture))
			return;
	}
	if (!any)
		garbled(q, "no line matches the pattern", (struct str){ 0 });
}

void facts_extract(struct inquiry *q, struct str answer)
{
	struct wanted w = { .want = WANT_VALUE };
	if (!read_wanted(q, &w))
		return;
	q->fact->status = FACT_READ;
	q->fact->why = (struct str){ 0 };
	if (!str_trim(answer).n && w.want != WANT_COUNT && w.want != WANT_LINES && w.type != FACT_LIST)
		garbled(q, "it is empty", (struct str){ 0 });
	else if (w.match && w.want != WANT_VALUE && w.want != WANT_LINES)
		count_matches(q, &w, answer);
	else if (w.want != WANT_VALUE)
		count_answer(q, &w, answer);
	else if (w.match)
		matched_value(q, &w, answer);
	else {
		q->fact->raw = facts_safe(q->arena, str_trim(answer), MOST_RAW);
		one_value(q, &w, str_trim(answer));
	}
	/* What was read only in part is worth nothing. */
	if (!facts_status_good(q->fact->status)) {
		q->fact->value = (struct str){ 0 };
		q->fact->items.n = 0;
	}
}
