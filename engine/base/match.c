/* The matcher of `match:`: a pattern becomes a small program, and all ways through it advance together over the line,
 * so time is linear in the line times the pattern (R. Pike's and K. Thompson's method). The leftmost match wins, then
 * the way that the pattern prefers. */
#include "base.h"

#include <string.h>

enum op { OP_CHAR, OP_ANY, OP_CLASS, OP_SPLIT, OP_JUMP, OP_SAVE, OP_BEGIN, OP_END, OP_MATCH };
enum { NOWHERE = -1, MOST_STEPS = 1024, MOST_DEPTH = 32 };

struct class { uint32_t bits[8]; };
struct step { enum op op; unsigned char c; struct class set; int first, second; };      /* SPLIT: first is preferred; SAVE: slot in first */
struct match { struct step *steps; size_t n; bool captures; };

struct compiler {
	struct arena *arena;
	struct str p;
	size_t at;
	VEC(struct step) steps;
	const char *why;
	int depth;
	bool captured;
};

static int emit(struct compiler *c, enum op op)
{
	if (c->steps.n >= MOST_STEPS) {
		c->why = "the pattern is too long";
		return 0;
	}
	struct step *s = vec_add(c->arena, &c->steps);
	s->op = op;
	s->first = s->second = NOWHERE;
	return (int)c->steps.n - 1;
}

static void put(struct class *set, unsigned char c)
{
	set->bits[c / 32] |= 1u << (c % 32);
}

static bool has(const struct class *set, unsigned char c)
{
	return set->bits[c / 32] >> (c % 32) & 1;
}

static void invert(struct class *set)
{
	for (int i = 0; i < 8; i++)
		set->bits[i] = ~set->bits[i];
}

/* \d \s \w and their opposites; false: an escaped character that stands for itself. */
static bool named_class(char name, struct class *set)
{
	struct class found = { { 0 } };
	char lower = (char)(name | 0x20);
	if (lower != 'd' && lower != 's' && lower != 'w')
		return false;
	for (int c = 0; c < 256; c++) {
		bool digit = c >= '0' && c <= '9', letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
		bool blank = c == ' ' || (c >= '\t' && c <= '\r');
		if (lower == 'd' ? digit : lower == 's' ? blank : digit || letter || c == '_')
			put(&found, (unsigned char)c);
	}
	if (name != lower)
		invert(&found);
	for (int i = 0; i < 8; i++)
		set->bits[i] |= found.bits[i];
	return true;
}

static char escaped(char c)
{
	return c == 't' ? '\t' : c == 'n' ? '\n' : c == 'r' ? '\r' : c;
}

static void bracket(struct compiler *c)
{
	int at = emit(c, OP_CLASS);
	struct class set = { { 0 } };
	bool negated = c->at < c->p.n && c->p.s[c->at] == '^', closed = false;
	c->at += negated;
	for (bool first = true; c->at < c->p.n; first = false) {
		char from = c->p.s[c->at++];
		if (from == ']' && !first) {
			closed = true;
			break;
		}
		if (from == '\\' && c->at < c->p.n) {
			from = c->p.s[c->at++];
			if (named_class(from, &set))
				continue;
			from = escaped(from);
		}
		char to = from;
		if (c->at + 1 < c->p.n && c->p.s[c->at] == '-' && c->p.s[c->at + 1] != ']') {
			to = c->p.s[c->at + 1];
			c->at += 2;
			if (to == '\\' && c->at < c->p.n)
				to = escaped(c->p.s[c->at++]);
		}
		if ((unsigned char)to < (unsigned char)from)
			c->why = "a range in [...] runs backwards";
		for (int k = (unsigned char)from; k <= (unsigned char)to; k++)
			put(&set, (unsigned char)k);
	}
	if (!closed)
		c->why = "a [ has no ]";
	if (negated)
		invert(&set);
	c->steps.at[at].set = set;
}

static void alternatives(struct compiler *c);   /* recursion: bounded by MOST_DEPTH */

static void group(struct compiler *c)
{
	bool quiet = c->at + 1 < c->p.n && c->p.s[c->at] == '?' && c->p.s[c->at + 1] == ':';
	if (quiet)
		c->at += 2;
	if (++c->depth > MOST_DEPTH) {
		c->why = "groups within groups are too deep";
		return;
	}
	c->captured |= !quiet;
	if (!quiet) {
		int s = emit(c, OP_SAVE);
		c->steps.at[s].first = 0;
	}
	alternatives(c);
	if (c->at < c->p.n && c->p.s[c->at] == ')')
		c->at++;
	else
		c->why = "a ( has no )";
	if (!quiet) {
		int s = emit(c, OP_SAVE);
		c->steps.at[s].first = 1;
	}
	c->depth--;
}

static void atom(struct compiler *c)
{
	char x = c->p.s[c->at++];
	int s;
	switch (x) {
	case '(': group(c); return;
	case '[': bracket(c); return;
	case '.': emit(c, OP_ANY); return;
	case '^': emit(c, OP_BEGIN); return;
	case '$': emit(c, OP_END); return;
	case '*': case '+': case '?': c->why = "a * + or ? has nothing before it to repeat"; return;
	case '\\':
		if (c->at >= c->p.n) {
			c->why = "a \\ stands at the end";
			return;
		}
		x = c->p.s[c->at++];
		s = emit(c, OP_CLASS);
		if (named_class(x, &c->steps.at[s].set))
			return;
		c->steps.at[s].op = OP_CHAR;
		c->steps.at[s].c = (unsigned char)escaped(x);
		return;
	default:
		s = emit(c, OP_CHAR);
		c->steps.at[s].c = (unsigned char)x;
	}
}

/* Makes room for one step before those from `from` on; targets inside move with them. */
static void insert(struct compiler *c, size_t from, struct step new)
{
	emit(c, OP_JUMP);
	if (c->why)
		return;
	memmove(&c->steps.at[from + 1], &c->steps.at[from], (c->steps.n - 1 - from) * sizeof new);
	c->steps.at[from] = new;
	for (size_t i = from + 1; i < c->steps.n; i++) {
		struct step *s = &c->steps.at[i];
		if (s->op != OP_SPLIT && s->op != OP_JUMP)
			continue;
		s->first += s->first >= (int)from;
		s->second += s->second >= (int)from;
	}
}

static void repeated(struct compiler *c)
{
	size_t from = c->steps.n;
	atom(c);
	while (!c->why && c->at < c->p.n && strchr("*+?", c->p.s[c->at])) {
		char how = c->p.s[c->at++];
		if (how == '+') {
			int s = emit(c, OP_SPLIT);
			c->steps.at[s].first = (int)from;
			c->steps.at[s].second = s + 1;
			continue;
		}
		insert(c, from, (struct step){ .op = OP_SPLIT, .first = (int)from + 1 });
		if (c->why)
			return;
		if (how == '*') {
			int s = emit(c, OP_JUMP);
			c->steps.at[s].first = (int)from;
		}
		c->steps.at[from].second = (int)c->steps.n;
	}
}

static void alternatives(struct compiler *c)
{
	size_t from = c->steps.n;
	VEC(int) ends = { 0 };
	while (!c->why && c->at < c->p.n && c->p.s[c->at] != ')') {
		if (c->p.s[c->at] != '|') {
			repeated(c);
			continue;
		}
		c->at++;
		insert(c, from, (struct step){ .op = OP_SPLIT, .first = (int)from + 1 });
		*vec_add(c->arena, &ends) = emit(c, OP_JUMP);
		if (c->why)
			return;
		c->steps.at[from].second = (int)c->steps.n;
		from = c->steps.n;
	}
	for (size_t i = 0; i < ends.n; i++)
		c->steps.at[ends.at[i]].first = (int)c->steps.n;
}

struct match *match_compile(struct arena *a, struct str pattern, const char **why)
{
	struct compiler c = { .arena = a, .p = pattern };
	alternatives(&c);
	if (!c.why && c.at < pattern.n)
		c.why = "a ) has no (";
	emit(&c, OP_MATCH);
	if (c.why) {
		*why = c.why;
		return NULL;
	}
	struct match *m = arena_take(a, sizeof *m);
	*m = (struct match){ c.steps.at, c.steps.n, c.captured };
	return m;
}

/* --- running ----------------------------------------------------------------------------------------------------- */
struct thread { int step; size_t start, from, to; };    /* from, to: the capture; STR_NONE when not taken */
struct crowd { struct thread at[MOST_STEPS + 1]; size_t n; };

/* Follows the steps that take no character, in order of preference; seen keeps each step once a position. */
static void follow(const struct match *m, struct crowd *to, uint32_t *seen, uint32_t mark, struct thread t, size_t at, size_t end)
{
	/* A step is expanded once and leaves at most one more on the stack than it took. */
	struct thread stack[MOST_STEPS + 2];
	size_t n = 0;
	stack[n++] = t;
	while (n) {
		t = stack[--n];
		if (seen[t.step] == mark)
			continue;
		seen[t.step] = mark;
		const struct step *s = &m->steps[t.step];
		struct thread next = t;
		switch (s->op) {
		case OP_JUMP:
			next.step = s->first;
			stack[n++] = next;
			break;
		case OP_SPLIT:
			next.step = s->second;
			stack[n++] = next;
			next.step = s->first;
			stack[n++] = next;
			break;
		case OP_SAVE:
			/* Only the first group that takes part is kept. */
			if (s->first == 0 && t.to == STR_NONE)
				next.from = at;
			else if (s->first == 1 && t.to == STR_NONE)
				next.to = at;
			next.step++;
			stack[n++] = next;
			break;
		case OP_BEGIN:
		case OP_END:
			if (s->op == OP_BEGIN ? at == 0 : at == end) {
				next.step++;
				stack[n++] = next;
			}
			break;
		default:
			to->at[to->n++] = t;
		}
	}
}

bool match_line(const struct match *m, struct str line, struct str *capture)
{
	struct crowd one, two, *now = &one, *next = &two;
	uint32_t seen[MOST_STEPS + 1], mark = 0;
	struct thread best = { 0 };
	size_t best_end = 0;
	bool found = false;
	memset(seen, 0, m->n * sizeof *seen);
	now->n = 0;
	for (size_t i = 0; i <= line.n; i++) {
		/* Threads begun earlier come first: the leftmost match is preferred. */
		mark++;
		next->n = 0;
		for (size_t k = 0; k < now->n; k++)
			seen[now->at[k].step] = mark;
		if (!found) {
			struct thread fresh = { 0, i, STR_NONE, STR_NONE };
			follow(m, now, seen, mark, fresh, i, line.n);
		}
		mark++;
		for (size_t k = 0; k < now->n; k++) {
			struct thread t = now->at[k];
			const struct step *s = &m->steps[t.step];
			unsigned char c = i < line.n ? (unsigned char)line.s[i] : 0;
			if (s->op == OP_MATCH) {
				best = t;
				best_end = i;
				found = true;
				break;
			}
			bool takes = i < line.n && (s->op == OP_ANY || (s->op == OP_CHAR && s->c == c) || (s->op == OP_CLASS && has(&s->set, c)));
			if (takes) {
				t.step++;
				follow(m, next, seen, mark, t, i + 1, line.n);
			}
		}
		struct crowd *swap = now;
		now = next;
		next = swap;
		if (found && now->n == 0)
			break;
	}
	if (!found)
		return false;
	bool taken = m->captures && best.to != STR_NONE && best.from != STR_NONE;
	*capture = taken ? str_slice(line, best.from, best.to) : str_slice(line, best.start, best_end);
	return !m->captures || taken;
}
