/* Finds lines, headings, rules and text in the worksheet's bytes; fences are followed, Markdown is not yet parsed. */
#include "base.h"
#include "diag.h"
#include "source.h"
#include "model.h"
#include "model/reading.h"

#include <string.h>

enum {
	NUMBER_DIGITS = 9,              /* as many as Markdown lets a list item have */
	TEXT_PART = 256 << 10,          /* text between lines is cut beyond this at a blank line, or at twice it anywhere: parts stay cheap */
	LOST_FENCES = 64,               /* fences that only an indented mark seems to close; more are not looked after */
};

static uint32_t mark(const struct text *t, uint32_t line)
{
	return line == 1 && str_starts(t->bytes, STR("\xEF\xBB\xBF")) ? 3 : 0;
}

struct str lines_text(const struct text *t, uint32_t line)
{
	return str_from(text_line(t, line), mark(t, line));
}

uint32_t lines_at(const struct text *t, uint32_t line)
{
	return t->starts[line - 1] + mark(t, line);
}

bool lines_number(struct str line, uint32_t *number, uint32_t *n)
{
	size_t i = 0;
	uint32_t value = 0;
	while (i < line.n && i < NUMBER_DIGITS && line.s[i] >= '0' && line.s[i] <= '9')
		value = value * 10 + (uint32_t)(line.s[i++] - '0');
	if (i == 0 || i + 1 >= line.n || line.s[i] != '.' || (line.s[i + 1] != ' ' && line.s[i + 1] != '\t'))
		return false;
	*number = value;
	*n = (uint32_t)i + 1;
	return true;
}

static bool is_heading(struct str line)
{
	size_t i = 0, n = 0;
	while (i < line.n && line.s[i] == ' ')
		i++;
	while (i + n < line.n && line.s[i + n] == '#')
		n++;
	return i <= 3 && n >= 1 && n <= 6 && (i + n == line.n || line.s[i + n] == ' ' || line.s[i + n] == '\t');
}

static bool is_rule(struct str line)
{
	size_t i = 0, n = 0;
	while (i < line.n && line.s[i] == ' ')
		i++;
	if (i > 3 || i >= line.n || !strchr("-*_", line.s[i]))
		return false;
	for (char mark = line.s[i]; i < line.n; i++) {
		if (line.s[i] == mark)
			n++;
		else if (line.s[i] != ' ' && line.s[i] != '\t')
			return false;
	}
	return n >= 3;
}

/* "Words" above a line of === or ---: a heading, where the words are a paragraph of that one line. */
static bool is_underline(struct str line)
{
	struct str x = str_trim(line);
	if (x.n < 3 || (*x.s != '=' && *x.s != '-') || str_starts(line, STR("    ")))
		return false;
	for (size_t i = 0; i < x.n; i++)
		if (x.s[i] != *x.s)
			return false;
	return true;
}

static bool is_words(struct str line)
{
	struct str x = str_trim(line);
	return x.n && *line.s != ' ' && *line.s != '\t' && str_find_char(STR("-+*>#|<`~[=_0123456789"), *x.s) == STR_NONE;
}

/* The places of the report, kept by their authors' hand: they end the line above them. */
static bool is_place(struct str line)
{
	return str_starts(line, STR("<!--")) && (str_starts(line, STR("<!-- VIOLATION CHECK")) || str_starts(line, STR("<!-- FACTS")));
}

/* The longest closing fence of each mark from each text line on: says in one look whether a fence can close at all. */
struct closers { uint8_t tick, wave; };

static struct closers *closers_find(struct reading *r)
{
	const struct text *t = r->text;
	struct closers *c = arena_take(r->arena, (t->lines + 2) * sizeof *c);
	for (uint32_t i = t->lines; i > 0; i--) {
		c[i] = c[i + 1];
		struct str x = str_trim(text_line(t, i));
		if (!x.n || (*x.s != '`' && *x.s != '~'))
			continue;
		size_t n = 0;
		while (n < x.n && x.s[n] == *x.s)
			n++;
		uint8_t *most = *x.s == '`' ? &c[i].tick : &c[i].wave;
		if (n == x.n && (n > *most || n > UINT8_MAX))
			*most = n > UINT8_MAX ? UINT8_MAX : (uint8_t)n;
	}
	return c;
}

struct finder {
	struct reading *r;
	const struct closers *closers;
	struct fence fence;             /* mark 0: not in one */
	uint32_t opened;                /* its text line */
	bool hopeless;                  /* it never closes: it ends at the next line in sequence */
	uint32_t number;                /* of the line that is being read */
	uint32_t in_fences_before;      /* model.in_fences when the fence began */
	unsigned lost;
};

static struct found *current(struct finder *f)
{
	return f->r->found.n ? &f->r->found.at[f->r->found.n - 1] : NULL;
}

static struct found *part(struct finder *f, enum part_kind kind, uint32_t line)
{
	struct found *new = vec_add(f->r->arena, &f->r->found);
	new->kind = kind;
	new->first = new->last = line;
	return new;
}

static void fence_opens(struct finder *f, uint32_t line)
{
	uint8_t longest = f->fence.mark == '`' ? f->closers[line + 1].tick : f->closers[line + 1].wave;
	f->opened = line;
	f->hopeless = f->fence.length > longest && longest < UINT8_MAX;
	f->in_fences_before = f->r->model->in_fences;
	struct found *c = current(f);
	c->fence_first = line;
	c->fence_last = 0;
	c->fence_open = f->hopeless;
}

static void fence_report(struct finder *f, uint32_t ended_by)
{
	struct str line = lines_text(f->r->text, f->opened);
	struct range place = { lines_at(f->r->text, f->opened), (uint32_t)line.n };
	struct finding *found;
	if (ended_by)
		found = diag_add(f->r->diag, &finding_markdown_trap, place,
			"the fence that opens here never closes: a forge would show all the rest as code; it is taken to end before line %u", ended_by);
	else
		found = diag_add(f->r->diag, &finding_markdown_trap, place, "the fence that opens here never closes: all the rest is code");
	found->help = str_format(f->r->arena, "close it with %.*s on a line of its own", (int)f->fence.length, f->fence.mark == '`' ?
		"````````````````" : "~~~~~~~~~~~~~~~~");
	if (f->fence.length > 16)
		found->help = STR("close it with as many marks on a line of their own");
}

/* A text line inside a fence; true: the fence goes on or ends here. false: it never closes, and the line is a new one. */
static bool fenced(struct finder *f, struct str line, uint32_t i)
{
	uint32_t number, n;
	struct found *c = current(f);
	bool looks = lines_number(line, &number, &n);
	if (source_fence_ends(line, &f->fence)) {
		f->fence.mark = 0;
		c->last = c->fence_last = i;
		return true;
	}
	if (f->hopeless && looks && number == f->number + 1) {
		fence_report(f, number);
		f->fence.mark = 0;
		c->fence_open = true;
		c->fence_last = c->last;
		return false;
	}
	f->r->model->in_fences += looks;
	if (str_trim(line).n)
		c->last = i;
	return true;
}

/* Is the line above i a paragraph of its own, at column 1? */
static bool underlines(struct finder *f, const struct found *c, uint32_t i)
{
	const struct text *t = f->r->text;
	bool first = c->kind == PART_TEXT && c->first == i - 1;
	bool alone = first || ((c->kind == PART_TEXT || c->kind == PART_LINE) && c->first < i - 2 && str_trim(text_line(t, i - 2)).n == 0);
	return alone && is_words(lines_text(t, i - 1));
}

static void outside(struct finder *f, struct str line, uint32_t i)
{
	uint32_t number, n;
	struct found *c = current(f);
	bool blank = str_trim(line).n == 0;
	if (blank)
		return;
	if (lines_number(line, &number, &n)) {
		struct found *new = part(f, PART_LINE, i);
		new->number_n = n;
		f->number = number;
		/* "12. ```" opens a fence behind the number */
		if (source_fence_in_item(line, &f->fence))
			fence_opens(f, i);
		return;
	}
	if (is_heading(line)) {
		part(f, PART_HEADING, i);
		return;
	}
	bool after_text = c && c->kind == PART_TEXT && c->last + 1 == i;
	if (c && c->last + 1 == i && is_underline(line) && underlines(f, c, i)) {
		uint32_t last = i - 2;
		while (last > c->first && str_trim(lines_text(f->r->text, last)).n == 0)
			last--;
		if (c->first == i - 1) {
			c->kind = PART_HEADING;
			c->last = i;
		} else {
			c->last = last;
			part(f, PART_HEADING, i - 1)->last = i;
		}
		return;
	}
	if (is_rule(line) && !after_text) {     /* dashes right below text make it a heading; the parser knows */
		part(f, PART_RULE, i);
		return;
	}
	const struct text *t = f->r->text;
	bool start = !c || (c->kind != PART_LINE && c->kind != PART_TEXT) || is_place(line);
	size_t most = c && c->last + 1 < i && *line.s != ' ' ? TEXT_PART : 2 * TEXT_PART;
	if (c && c->kind == PART_TEXT && t->starts[i - 1] - t->starts[c->first - 1] > most)
		start = true;
	if (start)
		c = part(f, PART_TEXT, i);
	c->last = i;
	if (source_fence_in_item(line, &f->fence))
		fence_opens(f, i);
}

void lines_find(struct reading *r, uint32_t first)
{
	struct finder f = { .r = r, .closers = closers_find(r) };
	for (uint32_t i = first; i <= r->text->lines; i++) {
		struct str line = lines_text(r->text, i);
		if (r->found.n >= r->limits->parts) {
			reading_stops(r, lines_at(r->text, i), "lines and headings", r->limits->parts, "parts");
			return;
		}
		if (!f.fence.mark || !fenced(&f, line, i))
			outside(&f, line, i);
		if (i == r->text->lines && f.fence.mark && !f.hopeless && f.lost < LOST_FENCES) {
			/* What could have closed it is indented too far: read again from where it opened. */
			f.lost++;
			f.hopeless = true;
			r->model->in_fences = f.in_fences_before;
			i = f.opened;
			current(&f)->last = i;
		}
	}
	if (f.fence.mark) {
		struct found *c = current(&f);
		fence_report(&f, 0);
		c->fence_open = true;
		c->fence_last = c->last;
	}
}
