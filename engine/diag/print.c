/* One finding as text: place and message, the source line with a caret, notes, what it rests on, help. */
#include "base.h"
#include "diag.h"

#include <string.h>

const struct style style_plain = { "", "", "", "", "", "", "", "", 80, true };
const struct style style_colour = { "\033[1m", "\033[2m", "\033[31m", "\033[33m", "\033[32m", "\033[34m", "\033[36m", "\033[0m", 80, true };

enum { EXCERPT_MOST = 4096 };   /* bytes around a place that are looked at: many times what an excerpt shows */

static bool steers(uint32_t c)
{
	return c == 0x061C || c == 0x200B || c == 0x200E || c == 0x200F || (c >= 0x202A && c <= 0x202E)
		|| (c >= 0x2066 && c <= 0x2069) || c == 0xFEFF || (c >= 0x80 && c <= 0x9F);
}

static bool plain(char c)
{
	return c >= 0x20 && c < 0x7F;
}

void diag_escape(struct buf *out, struct str x)
{
	for (size_t i = 0; i < x.n; ) {
		size_t start = i;
		while (i < x.n && plain(x.s[i]))
			i++;
		buf_put(out, str_slice(x, start, i));
		if (i == x.n)
			break;
		start = i;
		uint32_t c = utf8_next(x, &i);
		if (c == UTF8_BAD || c < 0x20 || c == 0x7F)
			buf_printf(out, "\\x%02x", (unsigned char)x.s[start]);
		else if (steers(c))
			buf_printf(out, "\\u{%X}", (unsigned)c);
		else
			buf_put(out, str_slice(x, start, i));
	}
}

static const char *colour_of(const struct style *s, enum severity severity)
{
	return severity == SEVERITY_ERROR ? s->red : severity == SEVERITY_WARNING ? s->yellow : s->blue;
}

static bool all_plain(struct str x)
{
	size_t n = 0;
	while (n < x.n && plain(x.s[n]))
		n++;
	return n == x.n;
}

/* Columns that a slice takes on the terminal once escaped; a tab is shown as one blank. */
static size_t shown_columns(struct str x)
{
	if (all_plain(x))
		return x.n;
	size_t n;
	struct buf b = { 0 };
	diag_escape(&b, x);
	n = utf8_columns(buf_str(&b));
	buf_free(&b);
	return n;
}

/* Moves one code point on or back within x. */
static size_t step(struct str x, size_t i)
{
	utf8_next(x, &i);
	return i;
}

static size_t step_back(struct str x, size_t i)
{
	do
		i--;
	while (i > 0 && ((unsigned char)x.s[i] & 0xC0) == 0x80);
	return i;
}

/* The part of the line around [from, to) that fits into room columns. */
static struct str window(struct str line, size_t *from, size_t *to, size_t room, bool *cut_left, bool *cut_right)
{
	size_t a = *from, b = *to;
	if (shown_columns(str_slice(line, a, b)) > room) {
		b = a;
		for (size_t columns = 0; b < *to; b = step(line, b)) {
			columns += shown_columns(str_slice(line, b, step(line, b)));
			if (columns > room)
				break;
		}
		*to = b;
	}
	size_t have = shown_columns(str_slice(line, a, b));
	bool more = !all_plain(line);
	if (!more && have < room) {     /* as the loop would: in turn to the left and to the right, as far as there is text */
		size_t extra = room - have, behind = line.n - b, half = extra - extra / 2;
		size_t before = behind < extra - half ? extra - behind : half;
		before = before < a ? before : a;
		a -= before;
		b += extra - before < behind ? extra - before : behind;
	}
	while (more) {
		more = false;
		size_t before = a > 0 ? step_back(line, a) : a;
		size_t left = shown_columns(str_slice(line, before, a));
		if (before < a && have + left <= room) {
			have += left;
			a = before;
			more = true;
		}
		size_t after = b < line.n ? step(line, b) : b;
		size_t right = shown_columns(str_slice(line, b, after));
		if (after > b && have + right <= room) {
			have += right;
			b = after;
			more = true;
		}
	}
	*cut_left = a > 0;
	*cut_right = b < line.n;
	*from -= a;
	*to -= a;
	return str_slice(line, a, b);
}

static void excerpt(struct buf *out, const struct style *s, const struct text *t, struct range place, const char *colour)
{
	struct position p = text_position(t, place.at);
	struct str whole = text_line(t, p.line), line = whole;
	struct buf blanks = { 0 };
	size_t start = place.at - t->starts[p.line - 1];
	if (start > line.n)
		start = line.n;
	size_t end = start + place.n < line.n ? start + place.n : line.n;
	/* of a long line what stands near the place */
	size_t skipped = start > EXCERPT_MOST ? start - EXCERPT_MOST : 0;
	if (end - start > EXCERPT_MOST)
		end = start + EXCERPT_MOST;
	while (skipped < start && ((unsigned char)line.s[skipped] & 0xC0) == 0x80)
		skipped++;
	line = str_slice(line, skipped, end + EXCERPT_MOST);
	start -= skipped;
	end -= skipped;
	buf_put(&blanks, line);
	for (size_t i = 0; i < blanks.n; i++)
		if (blanks.s[i] == '\t')
			blanks.s[i] = ' ';
	line = buf_str(&blanks);
	size_t room = s->columns > 30 ? (size_t)s->columns - 12 : 18;
	bool left, right;
	struct str shown = window(line, &start, &end, room, &left, &right);
	left |= skipped > 0;
	right |= skipped + line.n < whole.n;
	const char *dots = s->unicode ? "…" : "~";

	buf_printf(out, "%s%6u |%s %s", s->dim, (unsigned)p.line, s->off, left ? dots : "");
	diag_escape(out, shown);
	buf_printf(out, "%s\n%s       |%s ", right ? dots : "", s->dim, s->off);
	buf_pad(out, ' ', shown_columns(str_slice(shown, 0, start)) + left);
	size_t width = shown_columns(str_slice(shown, start, end));
	buf_puts(out, colour);
	buf_putc(out, '^');
	buf_pad(out, '~', width > 1 ? width - 1 : 0);
	buf_printf(out, "%s\n", s->off);
	buf_free(&blanks);
}

/* What follows a head, wrapped at the width of the style, later lines indented. */
static void wrapped(struct buf *out, const struct style *s, const char *head, const char *colour, struct str body)
{
	size_t indent = 8 + utf8_columns(str_of(head)) + 2, room = s->columns > 40 ? (size_t)s->columns - 1 : 40, at = indent;
	struct str word, rest = body;
	bool first = true;
	buf_printf(out, "%s        %s: %s", colour, head, *colour ? s->off : "");
	while (str_split(&rest, ' ', &word)) {
		size_t columns = shown_columns(word);
		if (!first && at + 1 + columns > room) {
			buf_putc(out, '\n');
			buf_pad(out, ' ', indent);
			at = indent;
		} else if (!first) {
			buf_putc(out, ' ');
			at++;
		}
		diag_escape(out, word);
		at += columns;
		first = false;
	}
	buf_putc(out, '\n');
}

void diag_print(struct buf *out, const struct style *s, const struct text *t, const struct finding *f, struct str label, struct str rests, const char *const *words)
{
	struct range place;
	const struct text *where = diag_where(t, f, &place);
	struct position p = text_position(where, place.at);
	const char *colour = colour_of(s, f->severity);
	buf_puts(out, s->bold);
	diag_escape(out, where->name);
	buf_printf(out, ":%u:%u:%s %s%s:%s ", (unsigned)p.line, (unsigned)p.column, s->off, colour, words[f->severity], s->off);
	if (label.n)
		buf_printf(out, "%.*s: ", STR_ARG(label));
	buf_puts(out, s->bold);
	diag_escape(out, f->message);
	buf_printf(out, "%s %s[%s]%s\n", s->off, s->dim, f->kind->id, s->off);
	excerpt(out, s, where, place, colour);
	if (f->file) {
		wrapped(out, s, words[FINDING_NOTE], s->blue, str_of(words[FINDING_NAMED_HERE]));
		excerpt(out, s, t, f->place, s->blue);
	}
	for (size_t i = 0; i < f->notes.n; i++) {
		const struct finding_note *note = &f->notes.at[i];
		wrapped(out, s, words[FINDING_NOTE], s->blue, note->text);
		if (note->place.n)
			excerpt(out, s, t, note->place, s->blue);
	}
	if (rests.n)
		wrapped(out, s, words[FINDING_RESTS_ON], s->cyan, rests);
	if (f->help.n)
		wrapped(out, s, words[FINDING_HELP], s->green, f->help);
}
