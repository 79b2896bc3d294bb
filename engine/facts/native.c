/* A command line read as what it would print: a tool of tools.c, and filters behind it that do no more than pick lines and words. */
#include "base.h"
#include "confine.h"
#include "diag.h"
#include "source.h"
#include "model.h"
#include "facts.h"
#include "facts/probe.h"
#include "facts/native.h"

enum { MOST_WORDS = 8, MOST_PIPES = 6 };

bool native_ask(const struct native_call *c, enum ask_kind kind, struct str path, struct str *bytes)
{
	struct question question = { .kind = kind, .path = path };
	struct answer answer = { .status = ASK_FAILED };
	c->asker->ask(c->asker->with, &question, c->arena, &answer);
	if (answer.status != ASK_DONE)
		*c->why = answer.why.n ? answer.why : STR("it cannot be read");
	*bytes = answer.bytes;
	return answer.status == ASK_DONE;
}

/* --- the words of a command line ---------------------------------------------------------------------------------------- */
struct command_words { struct str word[MOST_WORDS]; size_t n; };

/* Words between blanks, quoted ones whole; a pipe ends a command. $(uname -r) is the one substitution. false: anything else
 * that a shell would act on. */
static bool split(const struct native_call *c, struct str line, struct command_words *command, size_t *count)
{
	struct buf word = { 0 };
	bool within = false, fine = true;
	char quote = 0;
	size_t i = 0;
	*count = 1;
	command[0].n = 0;
	for (; fine && i <= line.n; i++) {
		char ch = i < line.n ? line.s[i] : ' ';
		struct str rest = str_from(line, i);
		if (ch == '\0') {
			fine = false;           /* no command has one, and what stands behind it would be lost */
		} else if (quote && i < line.n && ch == quote) {
			quote = 0;
		} else if (quote != '\'' && str_starts(rest, STR("$(uname -r)"))) {
			struct str machine, release;
			fine = native_ask(c, ASK_MACHINE, STR(""), &machine) && probe_field(machine, STR("kernel"), ' ', &release);
			if (fine)
				buf_put(&word, release);
			within = true;
			i += STR("$(uname -r)").n - 1;
		} else if (quote) {
			fine = i < line.n && !(quote == '"' && (ch == '$' || ch == '`' || ch == '\\'));
			buf_putc(&word, ch);
		} else if (ch == '\'' || ch == '"') {
			quote = ch;
			within = true;
		} else if (ch == ' ' || ch == '\t' || ch == '|') {
			struct command_words *now = &command[*count - 1];
			if (within) {
				fine = now->n < MOST_WORDS;
				if (fine)
					now->word[now->n++] = str_copy(c->arena, buf_str(&word));
			}
			word.n = 0;
			within = false;
			if (ch == '|') {
				fine = fine && now->n && *count < MOST_PIPES;
				if (fine)
					command[(*count)++].n = 0;
			}
		} else {
			fine = str_find_char(STR("$`;&<>\\*?~#\n"), ch) == STR_NONE;
			buf_putc(&word, ch);
			within = true;
		}
	}
	fine = fine && !quote && command[*count - 1].n > 0;
	buf_free(&word);
	return fine;
}

/* --- filters --------------------------------------------------------------------------------------------------------------- */
static char lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c | 0x20) : c;
}

static bool same_at(struct str line, size_t at, struct str what, bool any_case)
{
	if (at + what.n > line.n)
		return false;
	for (size_t i = 0; i < what.n; i++)
		if (any_case ? lower(line.s[at + i]) != lower(what.s[i]) : line.s[at + i] != what.s[i])
			return false;
	return true;
}

static bool word_end(struct str line, size_t at)
{
	char c = at < line.n ? line.s[at] : ' ';
	return !((c | 0x20) >= 'a' && (c | 0x20) <= 'z') && !(c >= '0' && c <= '9') && c != '_';
}

struct pattern { struct str text; bool begins, ends, any_case, words, invert; };

static bool matches(struct str line, const struct pattern *p)
{
	bool found = false;
	for (size_t i = 0; !found && i + p->text.n <= line.n; i++) {
		if (p->begins && i)
			break;
		found = same_at(line, i, p->text, p->any_case) && (!p->ends || i + p->text.n == line.n)
			&& (!p->words || ((i == 0 || word_end(line, i - 1)) && word_end(line, i + p->text.n)));
	}
	return found != p->invert;
}

/* A pattern without special characters, but for ^ before and $ behind; others are not guessed at. */
static bool plain_pattern(struct str x, bool extended, struct pattern *p)
{
	p->begins = x.n && x.s[0] == '^';
	x = str_from(x, p->begins);
	p->ends = x.n && x.s[x.n - 1] == '$';
	x = str_slice(x, 0, x.n - p->ends);
	p->text = x;
	for (size_t i = 0; i < x.n; i++)
		if (str_find_char(extended ? STR("\\.*[]^$+?|(){}") : STR("\\.*[]^$"), x.s[i]) != STR_NONE)
			return false;
	return x.n > 0;
}

/* grep's options and pattern; *next: the word behind them. */
static bool grep_words(const struct command_words *w, struct pattern *p, bool *count, bool *first, size_t *next)
{
	size_t i = 1;
	bool extended = str_is(w->word[0], "egrep");
	*p = (struct pattern){ 0 };
	*count = *first = false;
	for (; i < w->n && w->word[i].n > 1 && w->word[i].s[0] == '-'; i++) {
		if (str_is(w->word[i], "-m1"))
			*first = true;
		else
			for (size_t k = 1; k < w->word[i].n; k++)
				switch (w->word[i].s[k]) {
				case 'c': *count = true; break;
				case 'i': p->any_case = true; break;
				case 'w': p->words = true; break;
				case 'v': p->invert = true; break;
				case 'E': extended = true; break;
				case 'F': case 'h': case 's': break;
				default: return false;
				}
	}
	*next = i + 1;
	return i < w->n && plain_pattern(w->word[i], extended, p);
}

static bool grep(struct str text, const struct command_words *w, struct buf *out, size_t *next)
{
	struct pattern p;
	bool count, first;
	struct str line;
	unsigned long n = 0;
	if (!grep_words(w, &p, &count, &first, next))
		return false;
	while ((!first || !n) && probe_line(&text, &line)) {
		if (!matches(line, &p))
			continue;
		n++;
		if (!count)
			buf_printf(out, "%.*s\n", STR_ARG(line));
	}
	if (count)
		buf_printf(out, "%lu\n", n);
	return true;
}

/* head and tail: -N, -n N; without it ten lines. */
static bool ends(struct str text, const struct command_words *w, bool last, struct buf *out, size_t *next)
{
	uint64_t n = 10, lines = 0, at = 0;
	struct str rest = text, line;
	*next = 1;
	if (w->n > 2 && str_is(w->word[1], "-n") && probe_number(w->word[2], &n))
		*next = 3;
	else if (w->n > 1 && w->word[1].n > 1 && w->word[1].s[0] == '-' && probe_number(str_from(w->word[1], str_starts(w->word[1], STR("-n")) ? 2 : 1), &n))
		*next = 2;
	else if (w->n > 1 && w->word[1].n && w->word[1].s[0] == '-')
		return false;
	while (probe_line(&rest, &line))
		lines++;
	for (; probe_line(&text, &line); at++)
		if (last ? at + n >= lines : at < n)
			buf_printf(out, "%.*s\n", STR_ARG(line));
	return true;
}

/* {print $2}, with a /pattern/ before it or not; fields are parted by blanks. */
static bool awk(struct str text, const struct command_words *w, struct buf *out, size_t *next)
{
	struct str program = w->n > 1 ? str_trim(w->word[1]) : STR(""), line;
	struct pattern p = { 0 };
	uint64_t field;
	*next = 2;
	if (str_starts(program, STR("/"))) {
		size_t end = str_find_char(str_from(program, 1), '/');
		if (end == STR_NONE || !plain_pattern(str_slice(program, 1, end + 1), true, &p))
			return false;
		program = str_trim(str_from(program, end + 2));
	}
	if (!str_starts(program, STR("{")) || !str_ends(program, STR("}")))
		return false;
	program = str_trim(str_slice(program, 1, program.n - 1));
	if (!str_starts(program, STR("print $")) || !probe_number(str_trim(str_from(program, 7)), &field) || !field)
		return false;
	while (probe_line(&text, &line)) {
		if (p.text.n && !matches(line, &p))
			continue;
		struct str found = STR("");
		uint64_t n = 0;
		for (size_t i = 0; i < line.n && n < field; n++) {
			while (i < line.n && (line.s[i] == ' ' || line.s[i] == '\t'))
				i++;
			size_t from = i;
			while (i < line.n && line.s[i] != ' ' && line.s[i] != '\t')
				i++;
			found = n + 1 == field ? str_slice(line, from, i) : STR("");
		}
		buf_printf(out, "%.*s\n", STR_ARG(found));
	}
	return true;
}

/* wc -l */
static bool wc(struct str text, const struct command_words *w, struct buf *out, size_t *next)
{
	unsigned long n = 0;
	struct str line;
	*next = 2;
	if (w->n < 2 || !str_is(w->word[1], "-l"))
		return false;
	while (probe_line(&text, &line))
		n++;
	buf_printf(out, "%lu\n", n);
	return true;
}

/* A filter's own file, as in grep x FILE: *file; a filter in a pipe has none. false: no such filter, or not one like this. */
static bool filter(const struct command_words *w, struct str text, struct buf *out, struct str *file)
{
	size_t next = 0;
	struct str name = w->word[0];
	*file = STR("");
	bool fine = str_is(name, "grep") || str_is(name, "egrep") || str_is(name, "fgrep") || str_is(name, "zgrep") ? grep(text, w, out, &next)
		: str_is(name, "head") || str_is(name, "tail") ? ends(text, w, str_is(name, "tail"), out, &next)
		: str_is(name, "awk") ? awk(text, w, out, &next) : str_is(name, "wc") ? wc(text, w, out, &next) : false;
	if (!fine || w->n > next + 1)
		return false;
	*file = w->n > next ? w->word[next] : STR("");
	return true;
}

/* --- the whole line ------------------------------------------------------------------------------------------------------------ */
static enum native first(const struct native_call *c, const struct command_words *w)
{
	struct str file, words[] = { str_is(w->word[0], "zgrep") ? STR("zcat") : STR("cat"), STR("") };
	struct buf out = { 0 };
	if (!filter(w, STR(""), &out, &file) || !file.n) {
		buf_free(&out);
		return native_tool(c, w->word, w->n);
	}
	out.n = 0;
	words[1] = file;
	/* wc says the file's name behind its number. */
	enum native found = str_is(w->word[0], "wc") ? NATIVE_UNKNOWN : native_tool(c, words, 2);
	if (found == NATIVE_DONE) {
		filter(w, *c->output, &out, &file);
		*c->output = str_copy(c->arena, buf_str(&out));
	}
	buf_free(&out);
	return found;
}

enum native native_output(struct arena *a, const struct asker *asker, struct str command, struct str *output, struct str *from, struct str *why)
{
	struct native_call c = { a, asker, output, from, why };
	struct command_words all[MOST_PIPES];
	struct str file;
	size_t count;
	if (!split(&c, command, all, &count))
		return NATIVE_UNKNOWN;
	enum native found = first(&c, &all[0]);
	for (size_t i = 1; i < count && (found == NATIVE_DONE || found == NATIVE_PART); i++) {
		struct buf out = { 0 };
		if (!filter(&all[i], *output, &out, &file) || file.n)
			found = NATIVE_UNKNOWN;
		/* Of some of the lines, others cannot be picked by their place or counted. */
		else if (found == NATIVE_PART && !(str_is(all[i].word[0], "grep") && all[i].n == 2 && str_trim(buf_str(&out)).n))
			found = NATIVE_UNKNOWN;
		else
			*output = str_copy(a, buf_str(&out));
		buf_free(&out);
	}
	return found;
}
