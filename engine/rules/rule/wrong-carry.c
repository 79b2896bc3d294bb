/* A value that is said to come from a line which does not give it, and an entry of from: of which the line uses nothing. */
#include "base.h"
#include "diag.h"
#include "source.h"
#include "model.h"
#include "facts.h"
#include "values.h"
#include "claims.h"
#include "figure.h"
#include "graph.h"
#include "rules.h"
#include "rules/words.h"
#include "rules/carried.h"

/* --- in the text: "From line 20: 2^20 = 1048576", "4 GB (line 36)" ---------------------------------------------- */
/* A number of the statement; a power counts as one thing: 2^20. */
struct item { size_t at, exponent; };
enum { ITEMS = 32, SHORT = 8 };

struct statement {
	struct item items[ITEMS];
	size_t n, missing, equals, operators, words, live;
	bool worked;                            /* an operation stands before the first equals sign */
	const struct token *lost;               /* the first number that is missing */
	bool result;                            /* it stands behind that sign */
};

/* The number that a token writes, or that its span has; NULL: none. */
static const struct num *shown(const struct sheet *s, const struct token *t)
{
	if (t->kind == TOKEN_LIVE && t->vocable->span < s->values->results.n && s->values->results.at[t->vocable->span].value.kind == VALUE_NUMBER)
		return s->values->results.at[t->vocable->span].value.num;
	return t->vocable->num;
}

static bool same_number(const struct sheet *s, const struct num *n, const struct token *u)
{
	const struct num *m = shown(s, u);
	return m && n && num_compare(m, n) == 0;
}

static bool gives(const struct sheet *s, uint32_t line, const struct item *x)
{
	size_t first, end = rules_tokens(s, line, &first);
	for (size_t i = first; i < end; i++) {
		if (words_at(s, i)->reference || !same_number(s, words_at(s, x->at)->vocable->num, words_at(s, i)))
			continue;
		/* 4 GB is given by 4 GB, not by any 4 */
		if (words_says(s, x->at + 1, WORDS_MEASURE) && !(words_at(s, i + 1) && str_eq(words_at(s, x->at + 1)->vocable->text, words_at(s, i + 1)->vocable->text)))
			continue;
		if (!x->exponent && !words_mark(s, i - 1, "^") && !words_mark(s, i + 1, "^"))
			return true;
		if (x->exponent && words_mark(s, i + 1, "^") && words_at(s, i + 2) && same_number(s, words_at(s, x->exponent)->vocable->num, words_at(s, i + 2)))
			return true;
	}
	return false;
}

static bool operator_at(const struct sheet *s, size_t i)
{
	static const char *const operators[] = { "×", "*", "·", "÷", "/", "+", "-", "−", "<", ">", "&", "|", "%" };
	for (size_t o = 0; o < sizeof operators / sizeof *operators; o++)
		if (words_mark(s, i, operators[o]))
			return true;
	return false;
}

/* What the statement brings along itself: "834 / 2" halves, "a backup of 37 TiB" is one supposed. */
static bool own(const struct sheet *s, size_t i)
{
	enum { HALF = 2, PHRASE = 4 };
	int64_t n;
	bool measured = words_at(s, i + 1) && words_at(s, i + 1)->kind == TOKEN_WORD && !words_at(s, i + 1)->starts;
	if (!measured && num_to_int64(words_at(s, i)->vocable->num, &n) && n >= 0 && n <= HALF && (operator_at(s, i - 1) || operator_at(s, i + 1)))
		return true;
	for (size_t k = i; measured && k-- > 0 && i - k <= PHRASE && words_at(s, k)->kind == TOKEN_WORD && !words_at(s, k + 1)->starts; )
		if (words_says(s, k, WORDS_INDEFINITE))
			return true;
	return false;
}

/* refs: all references of one place, "lines 25-26" is one. */
static void read_statement(const struct sheet *s, const struct reference *refs, size_t count, struct statement *x)
{
	*x = (struct statement){ .n = 0 };
	size_t powers = 0;
	bool taken = false;
	for (size_t i = refs->first_token; i < refs->first_token + refs->token_count; i++) {
		const struct token *t = words_at(s, i);
		x->equals += words_mark(s, i, "=") || words_mark(s, i, "≈");
		x->operators += operator_at(s, i) && !words_mark(s, i + 1, ">");
		x->worked = x->equals ? x->worked : x->operators > 0;
		x->words += t->kind == TOKEN_WORD;
		x->live += t->kind == TOKEN_LIVE;
		if (t->kind != TOKEN_NUMBER || !t->vocable->num || t->reference || words_mark(s, i - 1, "^") || x->n == ITEMS)
			continue;
		struct item *item = &x->items[x->n++];
		*item = (struct item){ i, words_mark(s, i + 1, "^") && words_at(s, i + 2)->kind == TOKEN_NUMBER ? i + 2 : 0 };
		bool given = own(s, i);
		for (size_t k = 0; k < count && !given; k++)
			given = refs[k].to == LINE_NONE || gives(s, refs[k].to, item);
		powers += item->exponent && !given;
		taken |= given;
		for (size_t k = 0; k < count && item->exponent && !taken; k++)
			taken = gives(s, refs[k].to, &(struct item){ item->exponent, 0 }) || gives(s, refs[k].to, &(struct item){ i, 0 });
		if (!given && x->missing++ == 0) {
			x->lost = t;
			x->result = x->equals > 0;
		}
	}
	/* "2^10 = 1024" where the 10 is given is worked out here; where nothing of it is given, it is said to stand there */
	x->operators += taken ? powers : 0;
}

static struct str lines_named(struct sheet *s, const struct reference *refs, size_t count)
{
	if (count == 1)
		return rules_line(s, refs->to);
	return str_format(s->arena, "lines %.*s to %.*s", STR_ARG(s->model->lines.at[refs[0].to].number_text),
		STR_ARG(s->model->lines.at[refs[count - 1].to].number_text));
}

/* A sum whose numbers are all there and whose result is not is a calculation of this line, and nothing carried. */
static bool computes(const struct statement *x, const struct sheet *s, const struct reference *r)
{
	if (x->operators == 0)
		return x->equals > 1;
	if (x->worked && x->result)
		return true;
	/* "PFN = address ÷ 4096" tells a formula again; "5 × 4096 = 20480" applies one */
	return x->equals != 1 || x->words < 2 || words_at(s, r->first_token)->kind != TOKEN_WORD;
}

/* A conclusion joins what the line gives with what others give: one of its numbers is from there, this one from another. */
static bool joins(const struct sheet *s, const struct reference *r, const struct statement *x)
{
	bool there = false, elsewhere = false;
	if (s->model->lines.at[r->from].role != ROLE_INFERENCE || (x->equals && !x->operators))
		return false;
	for (uint32_t e = s->graph->first[r->from]; e < s->graph->first[r->from + 1]; e++) {
		const struct edge *edge = &s->graph->edges.at[e];
		if (edge->kind != EDGE_NUMBER)
			continue;
		there |= edge->to == r->to;
		elsewhere |= edge->place.at <= x->lost->place.at && x->lost->place.at < edge->place.at + edge->place.n;
	}
	return there && elsewhere;
}

static void text(struct sheet *s, const struct reference *refs, size_t count)
{
	struct statement x;
	for (size_t k = 0; k < count; k++)
		if (refs[k].to == LINE_NONE || refs[k].to >= refs[k].from)
			return;
	read_statement(s, refs, count, &x);
	/* what a span shows comes by its name */
	if (x.n == 0 || x.missing == 0 || x.live || computes(&x, s, refs) || joins(s, refs, &x))
		return;
	/* "From line 04 method: ..." takes the method, not the numbers */
	size_t before = refs->first_token;
	if (words_at(s, before)->place.at > refs->place.at && !words_mark(s, before - 1, ":") && !words_mark(s, before - 1, ","))
		return;
	if (x.equals == 0 && (refs->token_count > SHORT || x.missing < x.n))
		return;
	/* "its size, from line 66, is 12" and "... (line 26)" apply what a definition says; only "From line 66: ..." tells it again */
	bool told = words_at(s, refs->first_token)->place.at > refs->place.at && words_mark(s, refs->first_token - 1, ":");
	bool definitions = true;
	for (size_t k = 0; k < count; k++)
		definitions &= s->model->lines.at[refs[k].to].role == ROLE_DEFINITION;
	if (!told && definitions)
		return;
	const struct token *first = words_at(s, refs->first_token), *last = words_at(s, refs->first_token + refs->token_count - 1);
	struct range place = { first->place.at, last->place.at + last->place.n - first->place.at };
	if (rules_wrong_within(s, place))
		return;
	struct str named = lines_named(s, refs, count);
	struct finding *f = diag_add(s->diag, &finding_wrong_carry, x.lost->place, "%.*s %s not give %.*s", STR_ARG(named),
		count == 1 ? "does" : "do", STR_ARG(x.lost->vocable->text));
	f->found = refs->carried;
	/* part of it is there: the rest may well be true, but it is from elsewhere; so is a value put into a formula */
	if (x.missing < x.n || x.operators || !told)
		f->severity = SEVERITY_WARNING;
	f->help = str_format(s->arena, "name the line that gives %.*s, or show how it follows", STR_ARG(x.lost->vocable->text));
	diag_note(s->diag, f, s->model->lines.at[refs->to].number_range, "the line that is named");
}

/* --- "end of ZONE_DMA": where a line states a range, its two ends have values -------------------------------------- */
static void ends(struct sheet *s, const struct reference *r)
{
	struct carried_end e;
	if (!carried_end_differs(s, r, &e))
		return;
	const struct token *value = words_at(s, e.value);
	struct finding *f = diag_add(s->diag, &finding_wrong_carry, value->place, "%.*s gives %.*s for it, not %.*s", STR_ARG(rules_line(s, r->to)),
		STR_ARG(e.given->vocable->text), STR_ARG(value->vocable->text));
	f->found = value->vocable->text;
	f->expected = num_exact(s->arena, e.want);
	f->help = STR("carry what the line gives, or write the step between the two");
	diag_note(s->diag, f, e.given->place, "given here");
}

static bool same_word(struct sheet *s, size_t i, const struct token *name)
{
	const struct token *t = words_at(s, i);
	return t && t->kind == TOKEN_WORD && str_eq(t->vocable->key, name->vocable->key);
}

/* --- from: --------------------------------------------------------------------------------------------------------- */
/* Whether a number of the line below is one that the line above states, in any spelling. */
static bool shares_a_number(const struct sheet *s, uint32_t below, uint32_t above)
{
	size_t a, a_end = rules_tokens(s, below, &a), first, end = rules_tokens(s, above, &first);
	for (; a < a_end; a++) {
		const struct token *t = words_at(s, a);
		const struct num *n = shown(s, t);
		if (!n || t->reference)
			continue;
		for (size_t i = first; i < end; i++)
			if (!words_at(s, i)->reference && same_number(s, n, words_at(s, i)))
				return true;
	}
	return false;
}

static bool ordinary(const struct sheet *s, const struct token *t)
{
	return t->kind != TOKEN_WORD || t->vocable->text.n < 4 || t->reference || words_among(s, t->vocable->text, WORDS_FILLER);
}

static bool shares_a_word(struct sheet *s, uint32_t below, uint32_t above)
{
	size_t a, a_end = rules_tokens(s, below, &a), first, end = rules_tokens(s, above, &first);
	for (; a < a_end; a++) {
		if (ordinary(s, words_at(s, a)))
			continue;
		for (size_t i = first; i < end; i++)
			if (!ordinary(s, words_at(s, i)) && same_word(s, i, words_at(s, a)))
				return true;
	}
	return false;
}

/* PHYS_PFN uses the term PFN. */
static bool uses_as_a_part(struct sheet *s, uint32_t below, uint32_t above)
{
	size_t first, end = rules_tokens(s, below, &first);
	for (size_t i = first; i < end; i++) {
		const struct token *t = words_at(s, i);
		struct str rest = t->kind == TOKEN_LIVE ? s->model->spans.at[t->vocable->span].name : t->vocable->text, part;
		if (t->kind == TOKEN_NUMBER || t->kind == TOKEN_MARK || str_find_char(rest, '_') == STR_NONE)
			continue;
		while (str_split(&rest, '_', &part)) {
			const struct term *term = part.n > 1 ? map_get(s->graph->term_of, graph_term_key(s->arena, part)) : NULL;
			if (term && term->line == above)
				return true;
		}
	}
	return false;
}

/* How firmly a line is tied to one that its from: names. */
enum tie { TIE_NONE, TIE_WORD, TIE_THING, TIE_NAME };

/* A line with a value that is not known may give anything. */
static bool open_values(const struct sheet *s, uint32_t line)
{
	const struct line *l = &s->model->lines.at[line];
	for (uint32_t k = l->first_span; k < l->first_span + l->span_count && k < s->values->results.n; k++)
		if (s->values->results.at[k].failed || s->values->results.at[k].value.kind == VALUE_UNDECIDED ||
			s->values->results.at[k].value.kind == VALUE_ABSENT)
			return true;
	/* a figure that is not drawn was not read to its end: what it would have used is not known */
	const struct figure *figure = l->figure && s->figures ? figure_of(s->figures, line) : NULL;
	return figure && !figure->drawn;
}

/* What a check gives is its answer, and any sentence may rest on that. */
static bool answers(const struct sheet *s, uint32_t line)
{
	const struct line *l = &s->model->lines.at[line];
	for (uint32_t k = l->first_span; k < l->first_span + l->span_count; k++)
		if (s->model->spans.at[k].kind == SPAN_CHECK)
			return true;
	return l->role == ROLE_CHECK;
}

static enum tie tie(struct sheet *s, const struct reference *r)
{
	enum tie best = open_values(s, r->from) || open_values(s, r->to) || answers(s, r->to) ? TIE_THING : TIE_NONE;
	for (uint32_t e = s->graph->first[r->from]; e < s->graph->first[r->from + 1]; e++) {
		const struct edge *edge = &s->graph->edges.at[e];
		if (edge->to != r->to || edge->kind == EDGE_FROM)
			continue;
		if (edge->kind == EDGE_NAME || (edge->kind == EDGE_REFERENCE && r->in_annotation))
			return TIE_NAME;
		if (edge->kind != EDGE_REFERENCE)
			best = TIE_THING;
	}
	if (best == TIE_NONE && (shares_a_number(s, r->from, r->to) || uses_as_a_part(s, r->from, r->to)))
		best = TIE_THING;
	return best == TIE_NONE && shares_a_word(s, r->from, r->to) ? TIE_WORD : best;
}

static size_t token_before(const struct sheet *s, uint32_t line, uint32_t at)
{
	size_t first, end = rules_tokens(s, line, &first), i = first;
	while (i < end && words_at(s, i)->place.at < at)
		i++;
	return i ? i - 1 : 0;
}

static bool listed(const struct sheet *s, uint32_t line, uint32_t to)
{
	for (uint32_t e = s->graph->first[line]; e < s->graph->first[line + 1]; e++)
		if (s->graph->edges.at[e].to == to && s->graph->edges.at[e].kind == EDGE_FROM)
			return true;
	return false;
}

/* A line of which the text says that it is taken from (first), or whose name is read here, and that from: leaves out. */
static uint32_t left_out(const struct sheet *s, uint32_t line, bool said)
{
	for (uint32_t e = s->graph->first[line]; e < s->graph->first[line + 1]; e++) {
		const struct edge *edge = &s->graph->edges.at[e];
		if (edge->kind != (said ? EDGE_REFERENCE : EDGE_NAME) || edge->to >= line || listed(s, line, edge->to))
			continue;
		/* "as line 10 has it" takes nothing */
		if (!said || words_says(s, token_before(s, line, edge->place.at), WORDS_FROM))
			return edge->to;
	}
	return LINE_NONE;
}

/* refs: the entries of one line's from:. An entry of which nothing is used is wrong; where names are listed and one is
 * left out, the entry with the loosest tie stands in its place. */
static void annotation(struct sheet *s, const struct reference *refs, size_t count)
{
	const struct reference *loosest = NULL;
	enum tie least = TIE_NAME;
	bool firm = false, broken = false;
	size_t unused = 0;
	for (size_t i = 0; i < count; i++) {
		const struct reference *r = &refs[i];
		broken |= r->to == LINE_NONE || r->to >= r->from;
		if (r->to == LINE_NONE || r->to >= r->from || r->worksheet.n)
			continue;
		enum tie t = tie(s, r);
		firm |= t == TIE_NAME;
		unused += t == TIE_NONE;
		if (!loosest || t < least) {
			loosest = r;
			least = t;
		}
	}
	/* a wrong number ties to nothing: it is reported as that */
	if (loosest && rules_wrong_within(s, s->model->lines.at[loosest->from].range))
		return;
	if (!loosest || broken || (!refs->in_annotation && least != TIE_NONE))
		return;                         /* what points down the page or nowhere is reported as that */
	uint32_t missing = left_out(s, loosest->from, true);
	bool said = missing != LINE_NONE;
	if (!said)
		missing = left_out(s, loosest->from, false);
	/* prose may take from a line what no word shows: only a line that fits better says that this one does not */
	if (!refs->in_annotation && (missing == LINE_NONE || missing == loosest->to))
		return;
	/* a term or a number in common is enough, unless the text itself names another line */
	if (least == TIE_NAME || (least != TIE_NONE && (missing == LINE_NONE || !firm || (least == TIE_THING && !said))))
		return;
	for (size_t i = 0; i < count; i++) {
		const struct reference *r = &refs[i];
		if (r != loosest && (unused < 2 || tie(s, r) != TIE_NONE))
			continue;
		struct finding *f = least == TIE_NONE
			? diag_add(s->diag, &finding_wrong_carry, r->place, "nothing of %.*s is used here", STR_ARG(rules_line(s, r->to)))
			: diag_add(s->diag, &finding_wrong_carry, r->place, "%.*s is named, and %.*s is left out, which is used here",
				STR_ARG(rules_line(s, r->to)), STR_ARG(rules_line(s, missing)));
		f->found = s->model->lines.at[r->to].number_text;
		if (missing != LINE_NONE)
			f->expected = s->model->lines.at[missing].number_text;
		f->help = missing != LINE_NONE ? str_format(s->arena, "name %.*s", STR_ARG(rules_line(s, missing)))
			: STR("name the line that this one rests on, or take the entry out");
		diag_note(s->diag, f, s->model->lines.at[r->to].number_range, "the line that is named");
	}
}

/* --- "mm.h line 77-83" and eight lines quoted ------------------------------------------------------------------------ */
/* Of each numbered line, how many lines its fences have. */
static uint32_t *quoted_lines(const struct sheet *s)
{
	uint32_t *n = arena_take(s->arena, (s->model->lines.n + 1) * sizeof *n);
	for (uint32_t line = 0; line < s->model->lines.n; line++) {
		size_t first, end = rules_tokens(s, line, &first);
		for (size_t i = first; i < end; i++)
			n[line] += words_at(s, i)->fence && words_at(s, i)->starts;
	}
	return n;
}

static void quotation(struct sheet *s, size_t i, const uint32_t *quoted)
{
	const struct token *t = words_at(s, i);
	int64_t from, to;
	if (!t->reference || t->heading || t->line == LINE_NONE || t->fence || !words_says(s, i, WORDS_LINE) || !words_mark(s, i + 2, "-") ||
		!words_at(s, i + 3) || !words_at(s, i + 1)->vocable->num || !words_at(s, i + 3)->vocable->num || !num_to_int64(words_at(s, i + 1)->vocable->num, &from) ||
		!num_to_int64(words_at(s, i + 3)->vocable->num, &to) || to < from)
		return;
	uint32_t line = t->line, n = quoted[line];
	/* the file in one line, its text in the next */
	if (n == 0 && line + 1 < s->model->lines.n)
		n = quoted[++line];
	if (n <= to - from + 1)
		return;
	const struct token *last = words_at(s, i + 3);
	struct range place = { t->place.at, last->place.at + last->place.n - t->place.at };
	struct finding *f = diag_add(s->diag, &finding_wrong_carry, place, "%lld %s named, and %u are quoted", (long long)(to - from + 1),
		from == to ? "line is" : "lines are", n);
	f->severity = SEVERITY_WARNING;
	f->help = STR("name the lines that are quoted, or quote the lines that are named");
}

static void check(struct sheet *s)
{
	const struct graph *g = s->graph;
	for (size_t i = 0; i < g->references.n;) {
		const struct reference *r = &g->references.at[i];
		size_t count = 1;
		while (i + count < g->references.n && g->references.at[i + count].in_annotation == r->in_annotation &&
			(r->in_annotation ? g->references.at[i + count].from == r->from : g->references.at[i + count].place.at == r->place.at))
			count++;
		if (r->in_annotation) {
			annotation(s, r, count);
		} else if (r->token_count && !r->mention) {
			text(s, r, count);
			if (count == 1 && r->to != LINE_NONE && r->to < r->from)
				ends(s, r);
			if (s->model->settings.annotated && r->stated)
				for (size_t k = 0; k < count; k++)
					annotation(s, r + k, 1);
		}
		i += count;
	}
	const uint32_t *quoted = quoted_lines(s);
	for (size_t i = 0; i < g->tokens.n; i++)
		quotation(s, i, quoted);
}

const struct rule rule_wrong_carry = { "wrong-carry", false, check };
