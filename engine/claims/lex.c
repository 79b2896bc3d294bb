/* Cuts a reading into tokens; what it cannot name is dirty, so that nothing half understood is computed. */
#include "base.h"
#include "diag.h"
#include "source.h"
#include "model.h"
#include "facts.h"
#include "values.h"
#include "claims/reading.h"
#include "claims/lex.h"

#include <string.h>

struct lexer {
	struct arena *arena;
	const struct limits *limits;
	struct str lang;
	const struct reading *r;
	struct str x;
	size_t at;
	uint32_t piece, piece_end;      /* of the reading, with `at` in it or before it: it only moves on */
	struct tokens *out;
};

static bool digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool letter(char c)
{
	return ((c | 0x20) >= 'a' && (c | 0x20) <= 'z') || c == '_';
}

static bool hex_digit(char c)
{
	return digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

static char peek(const struct lexer *l, size_t more)
{
	return l->at + more < l->x.n ? l->x.s[l->at + more] : '\0';
}

static inline uint8_t mark_here(struct lexer *l)
{
	if (l->at >= l->x.n)
		return 0;
	while (l->at >= l->piece_end) {
		l->piece++;
		l->piece_end = l->piece + 1 < l->r->placed_count ? l->r->placed[l->piece + 1].at : UINT32_MAX;
	}
	return l->r->placed[l->piece].mark;
}

static struct token *add(struct lexer *l, enum token_kind kind, size_t n)
{
	const char *s = l->x.s;
	size_t at = l->at, end = at + n;
	struct token *t = vec_add(l->arena, &l->out->at);
	*t = (struct token){
		.at = (uint32_t)at, .n = (uint32_t)n, .kind = kind, .mark = mark_here(l),
		.sign = n == 1 && (unsigned char)s[at] < 0x80 && !letter(s[at]) && !digit(s[at]) ? s[at] : '\0',
		.space = at == 0 || s[at - 1] == ' ' || s[at - 1] == '\t', .space_after = end >= l->x.n || s[end] == ' ',
	};
	l->at = end;
	return t;
}

/* --- numbers ---------------------------------------------------------------------------------------------------- */
/* 1,234,567: one to three digits, then groups of exactly three. */
static size_t grouped_digits(const struct lexer *l, size_t n)
{
	size_t first = n, groups = 0;
	if (first > 3)
		return n;
	while (peek(l, n) == ',' && digit(peek(l, n + 1)) && digit(peek(l, n + 2)) && digit(peek(l, n + 3)) && !digit(peek(l, n + 4))) {
		n += 4;
		groups++;
	}
	return groups ? n : first;
}

static void number(struct lexer *l)
{
	size_t n = 0, from = l->at;
	uint8_t base = 10;
	uint16_t decimals = 0;
	bool grouped = false, dirty = false;
	char second = (char)(peek(l, 1) | 0x20);
	if (peek(l, 0) == '0' && (second == 'x' || second == 'b') && (second == 'x' ? hex_digit(peek(l, 2)) : peek(l, 2) == '0' || peek(l, 2) == '1')) {
		base = second == 'x' ? 16 : 2;
		for (n = 2; base == 16 ? hex_digit(peek(l, n)) || (peek(l, n) == '_' && hex_digit(peek(l, n + 1))) : peek(l, n) == '0' || peek(l, n) == '1' || (peek(l, n) == '_' && digit(peek(l, n + 1))); )
			n++;
	} else {
		while (digit(peek(l, n)))
			n++;
		/* 007 and 03 are labels, clock times or octal; 0 and 0.5 are not. */
		dirty = n > 1 && peek(l, 0) == '0';
		size_t with = grouped_digits(l, n);
		grouped = with > n;
		n = with;
		if (peek(l, n) == '.' && digit(peek(l, n + 1))) {
			size_t point = n++;
			while (digit(peek(l, n)))
				n++;
			decimals = (uint16_t)(n - point - 1);
			/* 6.14.0 is a version. */
			while (peek(l, n) == '.' && digit(peek(l, n + 1))) {
				dirty = true;
				for (n++; digit(peek(l, n)); )
					n++;
			}
		}
		if ((peek(l, n) | 0x20) == 'e' && (digit(peek(l, n + 1)) || ((peek(l, n + 1) == '-' || peek(l, n + 1) == '+') && digit(peek(l, n + 2))))) {
			bool minus = peek(l, n + 1) == '-';
			size_t from_digit = n + 1 + !digit(peek(l, n + 1));
			int exponent = 0;
			for (n += 2; digit(peek(l, n)); )
				n++;
			for (size_t i = from_digit; i < n && exponent < 10000; i++)
				exponent = exponent * 10 + (peek(l, i) - '0');
			/* 35.242E-9 shows twelve places. */
			int places = decimals + (minus ? exponent : -exponent);
			decimals = (uint16_t)(places < 0 ? 0 : places);
			dirty |= letter(peek(l, n));
		}
	}
	struct str digits = str_slice(l->x, from, from + n);
	if (grouped || (base != 10 && str_find_char(digits, '_') != STR_NONE)) {
		char *without = arena_take(l->arena, n + 1);
		size_t kept = 0;
		for (size_t i = 0; i < n; i++)
			if (digits.s[i] != ',' && digits.s[i] != '_')
				without[kept++] = digits.s[i];
		digits = (struct str){ without, kept };
	}
	const struct num *num = NULL;
	bool read = !dirty && num_read(l->arena, l->limits, digits, &num);
	/* 10:30 and 16:9 are no clauses of their own. */
	if (read && peek(l, n) == ':' && digit(peek(l, n + 1)))
		read = false;
	struct token *t = add(l, read ? T_NUMBER : T_DIRTY, n);
	t->num = num;
	t->base = base;
	t->decimals = decimals;
	t->grouped = grouped;
	if (base != 10 && (letter(peek(l, 0)) || digit(peek(l, 0))))
		t->kind = T_DIRTY;
}

/* ⁰¹²³⁴⁵⁶⁷⁸⁹: returns the digit and its length, or -1. */
static int superscript(struct str x, size_t at, size_t *n)
{
	size_t next = at;
	uint32_t c = at < x.n ? utf8_next(x, &next) : 0;
	*n = next - at;
	return c == 0xB9 ? 1 : c == 0xB2 ? 2 : c == 0xB3 ? 3 : c == 0x2070 || (c >= 0x2074 && c <= 0x2079) ? (int)(c - 0x2070) : -1;
}

static bool superscripts(struct lexer *l)
{
	size_t n, from = l->at;
	int64_t value = 0;
	unsigned char first = (unsigned char)peek(l, 0);
	if ((first != 0xC2 && first != 0xE2) || superscript(l->x, l->at, &n) < 0)
		return false;
	bool after_number = l->out->at.n && l->out->at.at[l->out->at.n - 1].kind == T_NUMBER && from > 0
		&& l->out->at.at[l->out->at.n - 1].at + l->out->at.at[l->out->at.n - 1].n == from;
	size_t end = from;
	for (int d; (d = superscript(l->x, end, &n)) >= 0 && value < 100000; end += n)
		value = value * 10 + d;
	if (!after_number) {
		add(l, T_DIRTY, end - from);
		return true;
	}
	struct token *op = add(l, T_OPERATOR, 0);
	op->op = NUM_POW;
	struct token *t = add(l, T_NUMBER, end - from);
	t->num = num_of(l->arena, value);
	t->base = 10;
	return true;
}

/* --- signs -------------------------------------------------------------------------------------------------------- */
/* By first byte, and the longest first where one begins another. */
struct sign { const char *text; uint8_t n; enum token_kind kind; int value; };
#define SIGN(text, kind, value) { text, sizeof text - 1, kind, value }
#define SIGNS(...) (const struct sign[]){ __VA_ARGS__, { NULL, 0, T_DIRTY, 0 } }
static const struct sign *const signs[256] = {
	['='] = SIGNS(SIGN("===", T_DIRTY, 0), SIGN("=>", T_STOP, 0), SIGN("==", T_RELATION, R_EQUAL), SIGN("=", T_RELATION, R_EQUAL)),
	['<'] = SIGNS(SIGN("<=>", T_DIRTY, 0), SIGN("<<=", T_DIRTY, 0), SIGN("<-", T_STOP, 0), SIGN("<<", T_OPERATOR, NUM_SHL), SIGN("<=", T_RELATION, R_LESS_EQUAL),
		SIGN("<", T_RELATION, R_LESS)),
	['>'] = SIGNS(SIGN(">>=", T_DIRTY, 0), SIGN(">>", T_OPERATOR, NUM_SHR), SIGN(">=", T_RELATION, R_GREATER_EQUAL), SIGN(">", T_RELATION, R_GREATER)),
	['!'] = SIGNS(SIGN("!=", T_RELATION, R_NOT_EQUAL)),
	['.'] = SIGNS(SIGN("...", T_DIRTY, 0), SIGN("..", T_DIRTY, 0)),
	['-'] = SIGNS(SIGN("->", T_STOP, 0), SIGN("-=", T_DIRTY, 0), SIGN("--", T_DIRTY, 0), SIGN("-", T_OPERATOR, NUM_SUB)),
	['+'] = SIGNS(SIGN("+=", T_DIRTY, 0), SIGN("++", T_DIRTY, 0), SIGN("+", T_OPERATOR, NUM_ADD)),
	['*'] = SIGNS(SIGN("**", T_OPERATOR, NUM_POW), SIGN("*=", T_DIRTY, 0), SIGN("*/", T_STOP, 0), SIGN("*", T_OPERATOR, NUM_MUL)),
	['/'] = SIGNS(SIGN("//", T_OPERATOR, NUM_FLOORDIV), SIGN("/=", T_DIRTY, 0), SIGN("/*", T_STOP, 0), SIGN("/", T_OPERATOR, NUM_DIV)),
	['|'] = SIGNS(SIGN("|=", T_DIRTY, 0), SIGN("||", T_DIRTY, 0), SIGN("|", T_STOP, 0)),
	['&'] = SIGNS(SIGN("&=", T_DIRTY, 0), SIGN("&&", T_DIRTY, 0), SIGN("&", T_OPERATOR, NUM_AND)),
	['%'] = SIGNS(SIGN("%=", T_DIRTY, 0), SIGN("%", T_OPERATOR, NUM_MOD)),
	['~'] = SIGNS(SIGN("~~", T_DIRTY, 0), SIGN("~", T_HEDGE, 0)),
	[':'] = SIGNS(SIGN(":=", T_DIRTY, 0), SIGN("::", T_DIRTY, 0)),
	['^'] = SIGNS(SIGN("^", T_OPERATOR, NUM_POW)),
	['('] = SIGNS(SIGN("(", T_OPEN, 0)),
	[')'] = SIGNS(SIGN(")", T_CLOSE, 0)),
	['?'] = SIGNS(SIGN("?", T_QUESTION, 0)),
	[';'] = SIGNS(SIGN(";", T_STOP, 0)),
	[0xC2] = SIGNS(SIGN("·", T_OPERATOR, NUM_MUL)),
	[0xC3] = SIGNS(SIGN("×", T_OPERATOR, NUM_MUL), SIGN("÷", T_OPERATOR, NUM_DIV)),
	[0xE2] = SIGNS(SIGN("→", T_STOP, 0), SIGN("−", T_OPERATOR, NUM_SUB), SIGN("≈", T_RELATION, R_ABOUT), SIGN("≤", T_RELATION, R_LESS_EQUAL), SIGN("≥", T_RELATION, R_GREATER_EQUAL),
		SIGN("≠", T_RELATION, R_NOT_EQUAL), SIGN("✓", T_TICK, 0), SIGN("✔", T_TICK, 0), SIGN("✅", T_TICK, 0), SIGN("✗", T_CROSS, 0), SIGN("✘", T_CROSS, 0), SIGN("❌", T_CROSS, 0),
		SIGN("—", T_STOP, 0), SIGN("–", T_DIRTY, 0), SIGN("…", T_DIRTY, 0), SIGN("⇒", T_STOP, 0), SIGN("←", T_STOP, 0), SIGN("∴", T_STOP, 0), SIGN("↔", T_STOP, 0),
		SIGN("↓", T_STOP, 0), SIGN("↑", T_STOP, 0), SIGN("≃", T_RELATION, R_ABOUT), SIGN("≅", T_RELATION, R_ABOUT),
		SIGN("∙", T_OPERATOR, NUM_MUL), SIGN("⋅", T_OPERATOR, NUM_MUL), SIGN("✕", T_OPERATOR, NUM_MUL), SIGN("∕", T_OPERATOR, NUM_DIV)),
};

static bool sign(struct lexer *l)
{
	struct str rest = str_from(l->x, l->at);
	const struct sign *s = signs[(unsigned char)*rest.s];
	/* the first byte is the same, most second ones are not */
	while (s && s->text && (rest.n < s->n || (s->n > 1 && (rest.s[1] != s->text[1] || memcmp(rest.s, s->text, s->n) != 0))))
		s++;
	if (!s || !s->text)
		return false;
	/* a line drawn with strokes is one thing */
	size_t n = s->n;
	while (s->kind == T_DIRTY && s->n == 2 && *rest.s == '-' && n < rest.n && rest.s[1] == '-' && rest.s[n] == '-')
		n++;
	struct token *t = add(l, s->kind, n > 3 ? n : s->n);
	if (t->kind == T_OPERATOR)
		t->op = (int8_t)s->value;
	else if (t->kind == T_RELATION)
		t->relation = (enum relation)s->value;
	return true;
}

/* A bar between numbers with blanks is "or" in code, but a cell's edge in drawings; only tight hex masks are or-ed. */
static bool is_or(const struct lexer *l)
{
	const struct tokens *t = l->out;
	return l->r->where == WHERE_PROSE && peek(l, 0) == '|' && peek(l, 1) == ' ' && t->at.n && (t->at.at[t->at.n - 1].kind == T_NUMBER || t->at.at[t->at.n - 1].kind == T_CLOSE)
		&& digit(peek(l, 2));
}

static bool is_or_in_drawing(const struct lexer *l)
{
	const struct tokens *t = l->out;
	const struct token *last = t->at.n ? &t->at.at[t->at.n - 1] : NULL;
	bool left = last && ((last->kind == T_NUMBER && last->base == 16) || last->kind == T_CLOSE);
	return l->r->where != WHERE_PROSE && left && peek(l, 0) == '|' && peek(l, 1) == ' ' && peek(l, 2) == '0' && (peek(l, 3) | 0x20) == 'x';
}

static void word(struct lexer *l)
{
	size_t n = 0;
	for (;;) {
		for (const char *s = l->x.s + l->at; l->at + n < l->x.n && (letter(s[n]) || digit(s[n])); )
			n++;
		char c = peek(l, n);
		if (c == '\'' && letter(peek(l, n + 1))) {
			n++;
		} else if (c == '-' && n && letter(peek(l, n + 1)) && letter(l->x.s[l->at + n - 1])) {
			n++;    /* row-major, but not x-1 */
		} else if (c == '-' && peek(l, n + 1) == '>' && letter(peek(l, n + 2)) && n) {
			n += 2; /* page->flags */
		} else if ((unsigned char)c >= 0x80) {
			size_t next = l->at + n;
			uint32_t code = utf8_next(l->x, &next);
			bool alphabetic = code == 0xB5 || (code >= 0xC0 && code < 0x2000 && code != 0xD7 && code != 0xF7);
			if (!alphabetic)
				break;
			n = next - l->at;
		} else {
			break;
		}
	}
	if (n == 0) {
		size_t next = l->at;
		uint32_t c = utf8_next(l->x, &next);
		/* Box drawing and arrows are edges of a drawing's cells. */
		bool edge = (c >= 0x2500 && c <= 0x259F) || (c >= 0x2190 && c <= 0x21FF);
		add(l, edge ? T_STOP : T_DIRTY, next - l->at);
		return;
	}
	/* 16 GB vs 8 GB: two sides of a comparison are two clauses. */
	const struct word *known = model_word(l->lang, str_slice(l->x, l->at, l->at + n));
	add(l, model_in(known, WORDS_TWO_SIDES) ? T_STOP : T_WORD, n)->word = known;
}

/* // opens a comment behind a statement, or behind more than one blank; else it divides. */
static bool comment(struct lexer *l)
{
	const struct tokens *t = l->out;
	if (l->r->where != WHERE_FENCE || peek(l, 0) != '/' || peek(l, 1) != '/' || peek(l, 2) != ' ')
		return false;
	bool apart = l->at > 1 && l->x.s[l->at - 1] == ' ' && l->x.s[l->at - 2] == ' ';
	if (t->at.n && t->at.at[t->at.n - 1].kind != T_STOP && !apart)
		return false;
	add(l, T_STOP, 2);
	return true;
}

void lex_read(struct arena *a, const struct limits *limits, struct str lang, const struct reading *r, struct tokens *out)
{
	struct lexer l = { a, limits, lang, r, r->text, 0, 0, r->placed_count > 1 ? r->placed[1].at : UINT32_MAX, out };
	while (l.at < l.x.n) {
		char c = l.x.s[l.at];
		if (c == ' ' || c == '\t') {
			l.at++;
		} else if (mark_here(&l) & MARK_SKIP) {
			size_t n = 1;
			while (reading_mark(r, l.at + n) & MARK_SKIP && reading_from(r, l.at + n) == reading_from(r, l.at))
				n++;
			add(&l, T_DIRTY, n);
		} else if (digit(c)) {
			number(&l);
		} else if (letter(c)) {
			word(&l);       /* no sign begins with a letter */
		} else if ((c == '.' || c == ',' || c == ':') && !(c == '.' && peek(&l, 1) == '.')) {
			/* A stop inside something (a.b, .config) is not the end of a clause. */
			bool ends = l.at + 1 >= l.x.n || strchr(" \t)\"'", l.x.s[l.at + 1]) || (unsigned char)l.x.s[l.at + 1] >= 0x80 || reading_mark(r, l.at + 1) != mark_here(&l);
			add(&l, ends ? T_STOP : T_DIRTY, 1);
		} else if (is_or(&l) || is_or_in_drawing(&l)) {
			add(&l, T_OPERATOR, 1)->op = NUM_OR;
		} else if (comment(&l) || superscripts(&l) || sign(&l)) {
			continue;
		} else {
			word(&l);
		}
	}
	add(&l, T_END, 0);
}
