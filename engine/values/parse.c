/* The expression parser: Lua 5.4's grammar of expressions, without function bodies, to a tree. */
#include "base.h"
#include "diag.h"
#include "source.h"
#include "model.h"
#include "facts.h"
#include "values.h"
#include "values/tree.h"

#include <string.h>

enum { CHAIN = 10 };            /* a + b + c ... may be this many times as high as nesting is deep: it costs no stack here */

enum token_kind { T_END, T_NUMBER, T_TEXT, T_NAME, T_MARK };    /* MARK: punctuation, operators and reserved words */
struct token { enum token_kind kind; struct str text; uint32_t at; };   /* at: in the expression */
struct parser {
	struct arena *arena;
	struct diag *diag;
	const struct limits *limits;
	struct str text;
	uint32_t at;
	uint32_t depth;
	bool failed;
	struct token token;             /* the one being looked at */
	uint32_t end;                   /* where it ends */
	uint32_t before;                /* where the one before it ended */
};

static const char *const op_texts[] = {
	"+", "-", "*", "/", "//", "%", "^", "<<", ">>", "&", "|", "~", "<", "<=", ">", ">=", "==", "~=", "and", "or", "..", "-", "not", "~", "#",
};

const char *tree_op_text(enum tree_op op)
{
	return op_texts[op];
}

static struct range place(const struct parser *p, uint32_t from, uint32_t to)
{
	uint32_t size = (uint32_t)p->diag->text->bytes.n, at = p->at + from < size ? p->at + from : size;
	return (struct range){ at, p->at + to < size ? p->at + to - at : size - at };
}

static void *fail(struct parser *p, uint32_t from, uint32_t to, const struct finding_kind *kind, const char *message, struct str about, const char *help)
{
	if (!p->failed) {
		struct finding *f = diag_add(p->diag, kind, place(p, from, to), message, STR_ARG(about));
		f->help = str_of(help);
	}
	p->failed = true;
	p->token = (struct token){ T_END, { NULL, 0 }, (uint32_t)p->text.n };
	return NULL;
}

/* --- tokens ----------------------------------------------------------------------------------------------- */
static bool is_digit(char c) { return c >= '0' && c <= '9'; }
static bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }

static bool is_reserved(struct str x)
{
	static const char *const words[] = { "and", "break", "do", "else", "elseif", "end", "false", "for", "function", "goto", "if", "in",
		"local", "nil", "not", "or", "repeat", "return", "then", "true", "until", "while" };
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (str_is(x, words[i]))
			return true;
	return false;
}

static uint32_t escape(struct parser *p, struct buf *b, uint32_t i)
{
	static const char from[] = "abfnrtv\\\"'", to[] = "\a\b\f\n\r\t\v\\\"'";
	struct str t = p->text;
	const char *known = i < t.n && t.s[i] ? strchr(from, t.s[i]) : NULL;
	if (known) {
		buf_putc(b, to[known - from]);
		return i + 1;
	}
	if (i + 2 < t.n && t.s[i] == 'x') {
		static const char hex[] = "0123456789abcdef";
		const char *h = t.s[i + 1] ? strchr(hex, t.s[i + 1] | 0x20) : NULL, *l = t.s[i + 2] ? strchr(hex, t.s[i + 2] | 0x20) : NULL;
		/* Bytes above 0x7F could spell what is no text; below it every byte is a character. */
		if (h && l && h - hex < 8) {
			buf_putc(b, (char)((h - hex) * 16 + (l - hex)));
			return i + 3;
		}
	}
	fail(p, i - 1, i + 1, &finding_bad_lua, "the escape %.*s is not known in a text", str_slice(t, i - 1, i + 1), "use \\n, \\t, \\\", \\' or \\\\");
	return (uint32_t)t.n;
}

static void read_text(struct parser *p, uint32_t from)
{
	struct str t = p->text;
	struct buf b = { 0 };
	char quote = t.s[from];
	uint32_t i = from + 1;
	while (i < t.n && t.s[i] != quote && t.s[i] != '\n' && !p->failed) {
		if (t.s[i] == '\\')
			i = escape(p, &b, i + 1);
		else
			buf_putc(&b, t.s[i++]);
	}
	if (!p->failed && (i >= t.n || t.s[i] != quote))
		fail(p, from, i, &finding_bad_lua, "the text %.*s has no end", str_slice(t, from, i), "close it with the quote that opens it");
	if (!p->failed)
		p->token = (struct token){ T_TEXT, str_copy(p->arena, buf_str(&b)), from };
	p->end = i + 1;
	buf_free(&b);
}

/* [[...]] and [=[...]=]; 0: none here */
static uint32_t long_text(struct parser *p, uint32_t from)
{
	struct str t = p->text;
	uint32_t level = 0, i = from + 1;
	while (i < t.n && t.s[i] == '=') {
		level++;
		i++;
	}
	if (i >= t.n || t.s[i] != '[')
		return 0;
	uint32_t start = ++i;
	for (; i < t.n; i++) {
		uint32_t k = i + 1, n = 0;
		if (t.s[i] != ']')
			continue;
		while (k < t.n && t.s[k] == '=') {
			k++;
			n++;
		}
		if (n == level && k < t.n && t.s[k] == ']') {
			p->token = (struct token){ T_TEXT, str_slice(t, start, i), from };
			return k + 1;
		}
		i = k - 1;
	}
	fail(p, from, (uint32_t)t.n, &finding_bad_lua, "the text %.*s has no end", str_slice(t, from, t.n), "close it with the bracket that opens it");
	return (uint32_t)t.n;
}

static void read_token(struct parser *p)
{
	static const char *const marks[] = { "...", "<<", ">>", "//", "==", "~=", "<=", ">=", "::", ".." };
	struct str t = p->text;
	uint32_t i = p->end, from;
	while (i < t.n && (t.s[i] == ' ' || t.s[i] == '\t' || t.s[i] == '\n' || t.s[i] == '\r'))
		i++;
	from = i;
	if (i >= t.n) {
		p->token = (struct token){ T_END, { NULL, 0 }, (uint32_t)t.n };
		return;
	}
	char c = t.s[i], next = i + 1 < t.n ? t.s[i + 1] : '\0';
	if (is_digit(c) || (c == '.' && is_digit(next))) {
		bool hex = c == '0' && (next | 0x20) == 'x';
		while (i < t.n && (is_digit(t.s[i]) || is_letter(t.s[i]) || t.s[i] == '.'
			|| ((t.s[i] == '+' || t.s[i] == '-') && (t.s[i - 1] | 0x20) == (hex ? 'p' : 'e'))))
			i++;
		p->token = (struct token){ T_NUMBER, str_slice(t, from, i), from };
	} else if (is_letter(c)) {
		while (i < t.n && (is_digit(t.s[i]) || is_letter(t.s[i])))
			i++;
		struct str word = str_slice(t, from, i);
		p->token = (struct token){ is_reserved(word) ? T_MARK : T_NAME, word, from };
	} else if (c == '"' || c == '\'') {
		read_text(p, from);
		return;
	} else if (c == '[' && (next == '[' || next == '=') && (i = long_text(p, from))) {
		p->end = i;
		return;
	} else if (c == '-' && next == '-') {
		fail(p, from, from + 2, &finding_bad_lua, "%.*s begins a comment in Lua, so what follows would not count", str_slice(t, from, from + 2), "write - -x for a double minus");
		return;
	} else {
		i = from + 1;
		for (size_t k = 0; k < sizeof marks / sizeof *marks; k++) {
			if (str_starts(str_from(t, from), str_of(marks[k]))) {
				i = from + (uint32_t)strlen(marks[k]);
				break;
			}
		}
		while (i < t.n && (t.s[i] & 0xC0) == 0x80)
			i++;
		p->token = (struct token){ T_MARK, str_slice(t, from, i), from };
	}
	p->end = i;
}

/* Goes on; the end of the token left behind comes back. */
static uint32_t next_token(struct parser *p)
{
	p->before = p->end;
	read_token(p);
	return p->before;
}

static bool is(const struct parser *p, const char *mark)
{
	return p->token.kind == T_MARK && str_is(p->token.text, mark);
}

static struct tree *unexpected(struct parser *p, const char *wanted)
{
	struct token *t = &p->token;
	static const struct { const char *seen, *help; } hints[] = {
		{ "=", "write == to compare" }, { "!", "Lua writes not, and ~= for not equal" }, { "×", "write * in an expression" }, { "÷", "write / in an expression" },
		{ "≤", "write <=" }, { "≥", "write >=" }, { "≠", "write ~=" }, { "−", "write - in an expression" }, { "nil", "there is no nil here; every name has a value" },
		{ "function", "write f(x) := expression in a span of its own" }, { "...", "a function has named parameters" }, { "&&", "write and" },
		{ ",", "a numeral has no separators here; one span gives one value" }, { "·", "write * in an expression" },
	};
	const char *help = NULL;
	for (size_t i = 0; t->kind != T_END && i < sizeof hints / sizeof *hints; i++)
		if (str_is(t->text, hints[i].seen))
			help = hints[i].help;
	uint32_t end = t->kind == T_END ? t->at : t->at + (uint32_t)(t->text.n ? t->text.n : 1);
	struct str found = t->kind == T_END ? STR("the end") : str_slice(p->text, t->at, end);
	return fail(p, t->at, end, &finding_bad_lua, "%.*s", str_format(p->arena, "expected %s, found %.*s", wanted, STR_ARG(found)), help);
}

/* --- trees ------------------------------------------------------------------------------------------------ */
static struct tree *node(struct parser *p, enum tree_kind kind, uint32_t from)
{
	struct tree *t = arena_take(p->arena, sizeof *t);
	t->kind = kind;
	t->place = place(p, from, p->token.kind == T_END ? (uint32_t)p->text.n : p->end);
	t->height = 1;
	return t;
}

static bool add_kid(struct parser *p, struct tree *t, struct tree *kid)
{
	if (!kid)
		return false;
	*vec_add(p->arena, &t->kids) = kid;
	if (kid->height >= t->height)
		t->height = kid->height + 1;
	if (t->height > p->limits->expression_depth * CHAIN)
		return fail(p, 0, (uint32_t)p->text.n, &finding_too_big, "the expression is deeper than the limit of expression-depth allows%.*s", STR(""), "divide it into several definitions"), false;
	return true;
}

static struct tree *finished(struct parser *p, struct tree *t, uint32_t from, uint32_t to)
{
	t->place = place(p, from, to);
	return t;
}

static struct tree *expression(struct parser *p, int above);

/* Items up to the mark that closes them; the opening one is eaten. */
static bool items(struct parser *p, struct tree *t, const char *close)
{
	while (!is(p, close)) {
		if (!add_kid(p, t, expression(p, 0)))
			return false;
		if (is(p, ",") || (close[0] == '}' && is(p, ";")))
			next_token(p);
		else if (!is(p, close))
			return unexpected(p, close[0] == '}' ? ", or }" : ", or )"), false;
		else
			break;
		if (close[0] == ')' && is(p, close))
			return unexpected(p, "another argument"), false;
	}
	return true;
}

static struct tree *list(struct parser *p)
{
	uint32_t from = p->token.at;
	struct tree *t = node(p, TREE_LIST, from);
	next_token(p);
	if (is(p, "["))
		return unexpected(p, "a list of values without keys");
	if (!items(p, t, "}"))
		return NULL;
	return finished(p, t, from, next_token(p));
}

static struct tree *primary(struct parser *p)
{
	uint32_t from = p->token.at;
	struct tree *t;
	if (p->token.kind == T_NAME) {
		t = node(p, TREE_NAME, from);
		t->text = p->token.text;
		next_token(p);
		return t;
	}
	if (!is(p, "("))
		return unexpected(p, "a value");
	next_token(p);
	t = expression(p, 0);
	if (!t)
		return NULL;
	if (!is(p, ")"))
		return unexpected(p, ")");
	t->grouped = true;
	next_token(p);
	return t;
}

/* The arguments of a call to the function that t names; self: what stands before the colon of a method */
static struct tree *call(struct parser *p, struct str name, struct range name_place, struct tree *self, uint32_t from)
{
	struct tree *c = node(p, TREE_CALL, from), *t;
	uint32_t end;
	c->text = name;
	c->name_place = name_place;
	c->method = self != NULL;
	if (self && !add_kid(p, c, self))
		return NULL;
	if (p->token.kind == T_TEXT) {
		t = node(p, TREE_TEXT, p->token.at);
		t->text = p->token.text;
		end = next_token(p);
		return add_kid(p, c, t) ? finished(p, c, from, end) : NULL;
	}
	if (is(p, "{")) {
		t = list(p);
		return add_kid(p, c, t) ? finished(p, c, from, p->before) : NULL;
	}
	if (!is(p, "("))
		return unexpected(p, "the arguments of the function");
	next_token(p);
	if (!items(p, c, ")"))
		return NULL;
	end = next_token(p);
	return finished(p, c, from, end);
}

static struct tree *suffixed(struct parser *p)
{
	uint32_t from = p->token.at, end;
	struct tree *t = primary(p), *index;
	while (t) {
		bool name = t->kind == TREE_NAME && !t->grouped;
		if (is(p, ".")) {
			next_token(p);
			if (!name || p->token.kind != T_NAME)
				return unexpected(p, name ? "a name of that worksheet" : "no name after this dot");
			t->text = str_format(p->arena, "%.*s.%.*s", STR_ARG(t->text), STR_ARG(p->token.text));
			end = next_token(p);
			finished(p, t, from, end);
		} else if (is(p, "[")) {
			index = node(p, TREE_INDEX, from);
			next_token(p);
			if (!add_kid(p, index, t) || !add_kid(p, index, expression(p, 0)))
				return NULL;
			if (!is(p, "]"))
				return unexpected(p, "]");
			end = next_token(p);
			t = finished(p, index, from, end);
		} else if (is(p, ":")) {
			next_token(p);
			if (p->token.kind != T_NAME)
				return unexpected(p, "the name of a function");
			struct str function = p->token.text;
			struct range at = place(p, p->token.at, p->end);
			next_token(p);
			t = call(p, function, at, t, from);
		} else if (is(p, "(") || is(p, "{") || p->token.kind == T_TEXT) {
			if (!name)
				return unexpected(p, "an operator");
			t = call(p, t->text, t->place, NULL, from);
		} else {
			break;
		}
	}
	return t;
}

static struct tree *simple(struct parser *p)
{
	struct token token = p->token;
	struct tree *t = NULL;
	if (token.kind == T_NUMBER) {
		t = node(p, TREE_NUMBER, token.at);
		t->text = token.text;
		char second = token.text.n > 1 ? (char)(token.text.s[1] | 0x20) : '\0';
		bool foreign = token.text.s[0] == '0' && (second == 'b' || second == 'o');      /* read elsewhere, but not Lua */
		if (foreign || !num_read(p->arena, p->limits, token.text, &t->num)) {
			bool big = token.text.n > 1000 || str_find_char(token.text, 'e') != STR_NONE || str_find_char(token.text, 'E') != STR_NONE;
			const struct num *x;
			struct limits wide = *p->limits;
			wide.number_bits = big && !foreign ? (uint64_t)1 << 24 : 0;
			if (wide.number_bits && num_read(p->arena, &wide, token.text, &x))
				return fail(p, token.at, p->end, &finding_too_big, "the numeral is over the limit of number-bits%.*s", STR(""), NULL);
			return fail(p, token.at, p->end, &finding_bad_lua, "%.*s is no numeral of Lua", token.text, foreign ? "write it in hex, as 0x1F" : NULL);
		}
		next_token(p);
	} else if (token.kind == T_TEXT) {
		t = node(p, TREE_TEXT, token.at);
		t->text = token.text;
		next_token(p);
	} else if (is(p, "true") || is(p, "false")) {
		t = node(p, TREE_TRUTH, token.at);
		t->truth = is(p, "true");
		next_token(p);
	} else if (is(p, "{")) {
		t = list(p);
	} else {
		t = suffixed(p);
	}
	return t;
}

/* Lua's priorities: how tightly an operator holds what stands left and right of it. */
static const struct { enum tree_op op; int left, right; } binaries[] = {
	{ OP_EITHER, 1, 1 }, { OP_BOTH, 2, 2 }, { OP_LT, 3, 3 }, { OP_GT, 3, 3 }, { OP_LE, 3, 3 }, { OP_GE, 3, 3 }, { OP_NE, 3, 3 }, { OP_EQ, 3, 3 },
	{ OP_OR, 4, 4 }, { OP_XOR, 5, 5 }, { OP_AND, 6, 6 }, { OP_SHL, 7, 7 }, { OP_SHR, 7, 7 }, { OP_JOIN, 9, 8 }, { OP_ADD, 10, 10 }, { OP_SUB, 10, 10 },
	{ OP_MUL, 11, 11 }, { OP_DIV, 11, 11 }, { OP_FLOORDIV, 11, 11 }, { OP_MOD, 11, 11 }, { OP_POW, 14, 13 },
};
enum { UNARY_PRIORITY = 12 };
static const enum tree_op unaries[] = { OP_NEGATE, OP_NOT, OP_INVERT, OP_LENGTH };

static struct tree *operand(struct parser *p)
{
	for (size_t i = 0; i < sizeof unaries / sizeof *unaries; i++) {
		if (!is(p, op_texts[unaries[i]]))
			continue;
		uint32_t from = p->token.at;
		struct tree *t = node(p, TREE_UNARY, from), *kid;
		t->op = unaries[i];
		next_token(p);
		kid = expression(p, UNARY_PRIORITY);
		if (!add_kid(p, t, kid))
			return NULL;
		return finished(p, t, from, p->before);
	}
	return simple(p);
}

static struct tree *expression(struct parser *p, int above)
{
	if (++p->depth > p->limits->expression_depth)
		return fail(p, p->token.at, p->token.at, &finding_too_big, "the expression is nested deeper than the limit of expression-depth allows%.*s", STR(""), "divide it into several definitions");
	uint32_t from = p->token.at;
	struct tree *left = operand(p);
	while (left) {
		size_t i = 0, n = sizeof binaries / sizeof *binaries;
		while (i < n && !(is(p, op_texts[binaries[i].op]) && binaries[i].left > above))
			i++;
		if (i == n)
			break;
		struct tree *t = node(p, TREE_BINARY, from), *right;
		t->op = binaries[i].op;
		next_token(p);
		right = expression(p, binaries[i].right);
		if (!add_kid(p, t, left) || !add_kid(p, t, right))
			return NULL;
		left = finished(p, t, from, p->before);
	}
	p->depth--;
	return left;
}

struct tree *tree_parse(struct arena *a, struct diag *d, const struct limits *l, struct str text, uint32_t at)
{
	struct parser p = { .arena = a, .diag = d, .limits = l, .text = text, .at = at };
	if (text.n > l->expression_bytes)
		return fail(&p, 0, (uint32_t)text.n, &finding_too_big, "the expression is longer than the limit of expression-bytes allows%.*s", STR(""), "divide it into several definitions");
	read_token(&p);
	if (p.failed)
		return NULL;
	if (p.token.kind == T_END)
		return fail(&p, 0, (uint32_t)text.n, &finding_bad_lua, "an expression is missing%.*s", STR(""), NULL);
	struct tree *t = expression(&p, 0);
	if (t && !p.failed && p.token.kind != T_END)
		return unexpected(&p, "an operator or the end");
	return p.failed ? NULL : t;
}
