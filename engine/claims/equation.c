/* One clause: its sides, what it binds, and a claim of each relation that both sides decide. */
#include "base.h"
#include "diag.h"
#include "source.h"
#include "model.h"
#include "facts.h"
#include "values.h"
#include "claims.h"
#include "claims/reading.h"
#include "claims/lex.h"
#include "claims/expression.h"
#include "claims/names.h"
#include "claims/judge.h"
#include "claims/measure.h"
#include "claims/scan.h"
#include "claims/tokens.h"
#include "claims/clause.h"

static struct side *read_side(struct clause *c, uint32_t from, uint32_t to)
{
	struct side *side = arena_take(c->all->passing, WAYS * sizeof *side);
	expression_read_ways(&c->all->context, c->r, c->t.at, from, to, side);
	return side;
}

/* The end of the clause's first side, where the whole of it is more than an expression. */
static const struct side *read_end(struct clause *c, uint32_t from, uint32_t to, const struct side *whole)
{
	struct side *side = arena_take(c->all->passing, WAYS * sizeof *side);
	return expression_read_end_ways(&c->all->context, c->r, c->t.at, from, to, side) ? side : whole;
}

/* Bytes of the text that a closed side takes. */
static uint32_t first_byte(const struct clause *c, const struct side *s)
{
	return c->t.at[s->q.from].at;
}

static uint32_t end_byte(const struct clause *c, const struct side *s)
{
	const struct token *last = &c->t.at[s->q.to - 1];
	return last->at + last->n;
}

/* "kB = 1024 bytes": from here on, and before, kB has one reading. */
static void bind_unit(struct clause *c, uint32_t from, uint32_t to, const struct side *value)
{
	struct scan *all = c->all;
	bool ambiguous;
	struct way way = { 0 };
	if (to - from == 2 && c->t.at[from].kind == T_NUMBER && num_compare(c->t.at[from].num, num_of(all->context.arena, 1)) == 0)
		from++;
	if (to - from != 1 || c->t.at[from].kind != T_WORD)
		return;
	struct str word = clause_bytes(c->r, &c->t.at[from]);
	const struct unit *unit = expression_unit(&all->context, word, way, &ambiguous);
	if (!unit || !ambiguous || value->kind != SIDE_CLOSED || value->q.info != 1 || value->q.time != 0 || value->q.ambiguous || value->q.hedged)
		return;
	word = str_copy(all->context.arena, word);
	const struct num *old = map_get(all->context.bound, word);
	if (old && num_compare(old, value->q.base) != 0)
		map_put(all->conflicts, word, all);
	map_put(all->context.bound, word, (void *)value->q.base);
	names_binds(&all->context, reading_from(c->r, c->t.at[from].at));
}

static void bind_units(struct clause *c, const uint32_t *relation, uint32_t relations)
{
	struct way way = { 0 };
	for (uint32_t k = 1; k <= relations; k++) {
		struct side value;
		expression_read(&c->all->context, c->r, c->t.at, relation[k - 1] + 1, k < relations ? relation[k] : (uint32_t)c->t.n, way, &value);
		if (value.kind == SIDE_CLOSED && value.clean_end && value.q.info == 1)
			bind_unit(c, 0, relation[0], &value);
	}
}

static bool is_false_line(const struct clause *c)
{
	return c->r->line != LINE_NONE && c->all->model->lines.at[c->r->line].role == ROLE_FALSE;
}

static void bind(struct clause *c, const uint32_t *relation, uint32_t relations)
{
	if (!c->all->context.strict)
		bind_units(c, relation, relations);
	/* What is asked, denied or cut off binds nothing; count = 1 → 2 goes on. */
	if (c->dirty_start || c->ended_by == T_QUESTION || c->ended_by == T_CROSS || c->denied || is_false_line(c))
		return;
	names_bind(&c->all->context, c->r, c->t.at, 0, relation, relations, (uint32_t)c->t.n, c->dirty_end || c->ended_with == '-' || (unsigned char)c->ended_with == 0xE2);
}

static struct claim *add_claim(struct clause *c, uint32_t from, uint32_t to, const char *form)
{
	struct claims *all = c->all->claims;
	struct arena *a = c->all->context.arena;
	struct claim *claim = vec_add(a, &all->all);
	claim->range = reading_range(c->r, from, to - from);
	claim->text = str_copy(a, str_slice(c->r->text, from, to));
	claim->line = c->r->line;
	claim->form = form;
	claim->root = UINT32_MAX;
	return claim;
}

static void use_names(struct clause *c, struct claim *claim, const struct side *side)
{
	for (uint32_t i = 0; i < side->q.names && i < MOST_USED; i++)
		names_use(&c->all->context, claim, side->q.used[i]);
}

/* What was computed stands against what is written; the line's own text is what it is found in. */
static void report(struct clause *c, struct claim *claim, const struct judgement *j, const struct side *right, bool about)
{
	struct diag *d = c->all->diag;
	struct finding *f;
	claim->computed = j->computed;
	claim->stated = str_copy(c->all->context.arena, str_slice(c->r->text, first_byte(c, right), end_byte(c, right)));
	if (is_false_line(c))
		return;
	if (claim->verdict == CLAIM_ROUNDED) {
		f = diag_add(d, &finding_rounded_as_exact, claim->range, "%.*s is %.*s", STR_ARG(claim->text), STR_ARG(j->why));
		f->help = str_format(c->all->context.arena, "write ≈ or \"about\" instead of =, or the exact value %.*s", STR_ARG(j->computed));
	} else {
		f = diag_add(d, about ? &finding_wrong_rounding : &finding_wrong_calculation, claim->range, "%.*s is false: computed %.*s",
			STR_ARG(claim->text), STR_ARG(j->computed));
		f->help = str_format(c->all->context.arena, "write %.*s", STR_ARG(j->computed));
		f->fix_place = reading_range(c->r, first_byte(c, right), end_byte(c, right) - first_byte(c, right));
		bool live = false;
		for (uint32_t i = first_byte(c, right); i < end_byte(c, right); i++)
			live |= reading_mark(c->r, i) & MARK_LIVE;
		/* 3.34 where 10/3 was meant can be mended in several ways */
		if (!live && right->q.numbers == 1 && str_find(j->computed, STR("≈")) == STR_NONE)
			f->fix = j->computed;
	}
	f->found = claim->stated;
	f->expected = j->computed;
	names_note(d, f, claim);
}

static bool worth(const struct quantity *a, const struct quantity *b)
{
	/* name = literal and label = literal define; a claim computes or changes unit, base or notation. */
	return a->operators || b->operators || a->number_base != b->number_base || (a->has_unit && b->has_unit && !str_eq(a->unit_word, b->unit_word));
}

/* The side is one number that now has a value which was computed. */
static void settle(struct clause *c, const struct side *side, bool holds, uint32_t claim)
{
	if (side->q.numbers != 1 || side->q.names || side->q.operators || !side->q.bare)
		return;
	const struct token *noun = side->q.from + 1 < c->t.n && side->q.from + 1 < side->q.to + 2 ? &c->t.at[side->q.from + 1] : NULL;
	scan_settle(c->all, side->q.bare, noun && noun->kind == T_WORD ? str_copy(c->all->context.arena, clause_bytes(c->r, noun)) : STR(""), first_byte(c, side), holds, claim);
}

/* 1 socket = 1 node: the numbers agree, and what the things have to do with each other nobody has said. */
static bool twin_counts(struct clause *c, const struct quantity *a, const struct quantity *b, uint32_t left_from)
{
	bool single = a->numbers == 1 && b->numbers == 1 && !a->names && !b->names && !a->operators && !b->operators && a->number_base == b->number_base;
	if (!single || c->r->line == LINE_NONE || a->loose || b->loose || a->prefix || b->prefix || a->has_unit || b->has_unit)
		return false;
	if (!a->counts.n || !b->counts.n || str_eq(a->counts, b->counts) || !a->bare || !b->bare || num_compare(a->bare, b->bare) != 0)
		return false;
	struct claim *claim = add_claim(c, left_from, (uint32_t)(b->counts.s - c->r->text.s) + (uint32_t)b->counts.n, "counts");
	claim->verdict = CLAIM_UNDECIDED;
	claim->why = STR("nothing says how many of one there are to one of the other");
	return true;
}

/* Behind the number nothing tells of another notation: "12 = 14 in octal", "2 = 10 (binary)". */
static bool stands_alone(const struct clause *c, uint32_t end)
{
	struct str rest = str_trim(str_from(c->r->text, end));
	return !rest.n || str_find_char(STR(".;=|"), rest.s[0]) != STR_NONE || str_starts(rest, STR("→"));
}

/* t = 3.333, t × 1000 = 3333.3: a value that was rounded for show takes its error along. */
static bool few_digits(struct clause *c, const struct quantity *a, const struct quantity *b)
{
	const struct scan *s = c->all;
	const struct quantity *of = a->shown ? a : b;
	if (!of->shown || num_sign(of->shown) == 0 || !a->base || !b->base)
		return false;
	/* |a - b| : |a| against one unit of the last place of what is shown */
	const struct num *ten = num_of(s->context.arena, 10), *places = num_of(s->context.arena, of->shown_places);
	const struct num *gap = scan_apply(s, NUM_SUB, a->base, b->base), *unit = scan_apply(s, NUM_POW, ten, places);
	const struct num *left = scan_apply(s, NUM_MUL, scan_apply(s, NUM_MUL, gap, of->shown), unit), *right = a->base;
	if (!left)
		return false;
	left = num_sign(left) < 0 ? num_negate(s->context.arena, left) : left;
	right = num_sign(right) < 0 ? num_negate(s->context.arena, right) : right;
	return num_compare(left, right) <= 0;
}

/* 5 MB + 3 s = 8: the numbers are right and the kinds are not. */
static void mixed_units(struct clause *c, struct claim *claim, const char *why, bool trusted, const struct side *right)
{
	if (!why || !trusted || !right->clean_end || c->denied)
		return;
	claim->verdict = CLAIM_FALSE;
	claim->why = str_of(why);
	if (is_false_line(c))
		return;
	struct finding *f = diag_add(c->all->diag, &finding_unit_mismatch, claim->range, "%.*s: %s", STR_ARG(claim->text), why);
	f->found = claim->text;
}

static void equality(struct clause *c, const struct side *left, const struct side *right, uint32_t left_from, bool about, bool trusted, bool carried, bool computed)
{
	const struct quantity *a = &left[0].q, *b = &right[0].q;
	/* n = 12, where another line has n = 12 */
	bool again = a->alone && (!a->unsure || a->operators) && !a->prefix && !about && b->numbers == 1 && b->names == 0 && b->operators == 0 && !b->prefix
		&& c->r->line != LINE_NONE && c->ended_with != ';' && (a->operators || (a->used[0]->line != c->r->line && c->t.at[b->from - 1].space));
	bool counts = (a->counts.n || b->counts.n || a->asked.n) && a->has_unit != b->has_unit;
	if (twin_counts(c, a, b, left_from))
		return;
	/* 30 × 4 = 120 = 130: what was computed is said again, and has to be the same. */
	bool said_again = computed && stands_alone(c, end_byte(c, right)) && !about && a->numbers == 1 && b->numbers == 1 && !a->names && !b->names && !a->has_unit && !b->has_unit;
	if ((!worth(a, b) && !again && !counts && !said_again) || (a->loose && a->prefix && a->operators == 0))
		return;
	struct link link = { left, right, about };
	struct judgement j;
	judge_equal(&c->all->context, &link, &j);
	bool tells = j.verdict == CLAIM_UNDECIDED && b->counts.n && measure_bits(&c->all->context, a, b);
	if (tells)
		j = (struct judgement){ .verdict = CLAIM_HOLDS };
	const struct binding *size = NULL;
	bool measured = j.verdict == CLAIM_UNDECIDED && measure_equal(&c->all->context, c->r, &link, reading_from(c->r, c->t.at[b->from].at), &j, &size);
	if (!worth(a, b) && !again && !measured && !said_again)
		return;
	/* n = 3 × 4 gives n its value: it says the same as another line at most. */
	bool lua = a->alone && a->used[0] && !a->used[0]->r && again;
	if (a->alone && !lua && (j.verdict != CLAIM_HOLDS || !again))
		return;
	/* x = x + 1 adds to nothing; if (x == 4) asks. */
	if ((a->names || b->names) && (j.running || (carried && (a->operators == 0 || ((a->unsure || b->unsure) && b->operators == 0))) || (c->r->where == WHERE_FENCE && c->t.at[b->from - 1].n == 2)))
		return;
	uint32_t end = end_byte(c, right);
	if (measured && b->counts.n && (uint32_t)(b->counts.s - c->r->text.s) >= end)
		end = (uint32_t)(b->counts.s - c->r->text.s) + (uint32_t)b->counts.n;
	struct claim *claim = add_claim(c, left_from, end, j.running ? "running total" : about ? "estimate" : "equation");
	claim->verdict = j.verdict;
	claim->why = j.why;
	use_names(c, claim, left);
	use_names(c, claim, right);
	if (size)
		names_use(&c->all->context, claim, size);
	if (tells)
		claim->form = "bit-count";
	if (claim->names.n)
		claim->form = measured ? "measured" : "named";
	if (claim->verdict == CLAIM_FALSE && (a->names || b->names)) {
		bool bare = a->bare && b->bare && (num_compare(a->bare, b->bare) == 0 || (!num_is_integer(a->bare) && num_compare(num_floor(c->all->context.arena, a->bare), b->bare) == 0));
		if (bare || few_digits(c, a, b)) {
			claim->verdict = CLAIM_UNDECIDED;
			claim->why = bare ? STR("it holds for the bare numbers, without their units") : STR("a name in it is shown to few digits");
		}
	}
	if ((a->unsure || b->unsure) && (claim->verdict == CLAIM_FALSE || claim->verdict == CLAIM_ROUNDED)) {
		claim->verdict = CLAIM_UNDECIDED;
		claim->why = STR("a name in it may stand for something else here");
	}
	if (a->cut && (claim->verdict == CLAIM_FALSE || claim->verdict == CLAIM_ROUNDED)) {
		claim->verdict = CLAIM_UNDECIDED;
		claim->why = STR("what stands before it was not understood");
	}
	if (j.verdict == CLAIM_UNDECIDED && c->ended_by != T_CROSS) {
		mixed_units(c, claim, judge_units(&link), trusted, right);
		if (claim->verdict == CLAIM_FALSE)
			return;
	}
	/* what an estimate is an estimate of, for who wants to write a better one */
	if (claim->verdict == CLAIM_UNDECIDED && about)
		claim->computed = j.computed;
	bool crossed = c->ended_by == T_CROSS;
	if (claim->verdict == CLAIM_FALSE && !c->all->context.strict && !is_false_line(c)) {
		if (!trusted || !right->clean_end) {
			claim->verdict = CLAIM_UNDECIDED;
			claim->why = STR("not all of its clause was understood");
		} else if (c->denied) {
			claim->verdict = CLAIM_UNDECIDED;
			claim->why = STR("the text beside it speaks of a mistake");
		}
	}
	if (claim->verdict == CLAIM_FALSE && crossed) {
		claim->verdict = CLAIM_HOLDS;
		claim->form = "denied equation";
		claim->range = reading_range(c->r, left_from, c->answer_to - left_from);
		claim->text = str_copy(c->all->context.arena, str_slice(c->r->text, left_from, c->answer_to));
	}
	if (claim->verdict == CLAIM_FALSE || claim->verdict == CLAIM_ROUNDED)
		report(c, claim, &j, right, about || a->hedged || b->hedged);
	uint32_t index = (uint32_t)c->all->claims->all.n - 1;
	if (claim->verdict == CLAIM_HOLDS && a->operators == 0 && b->operators)
		settle(c, left, true, index);
	if (claim->verdict != CLAIM_UNDECIDED)
		settle(c, right, claim->verdict != CLAIM_FALSE, index);
}

static bool computes(const struct clause *c)
{
	enum role role = c->r->line == LINE_NONE ? ROLE_NARRATIVE : c->all->model->lines.at[c->r->line].role;
	return role == ROLE_CALCULATION || role == ROLE_CHECK || role == ROLE_INFERENCE;
}

static void comparison(struct clause *c, const struct side *left, const struct side *right, uint32_t left_from, enum relation relation, bool trusted)
{
	struct link link = { left, right, false };
	int order;
	bool question = c->ended_by == T_QUESTION;
	bool ticked = c->ended_by == T_TICK && right->clean_end, crossed = c->ended_by == T_CROSS;
	if (left->q.prefix || (question && c->answer == ANSWER_NONE) || (!question && !worth(&left->q, &right->q) && left->q.numbers + left->q.names + right->q.numbers + right->q.names < 2))
		return;
	/* A loop's end, a rule's condition: with names it is a claim where a line computes or checks, or says that it holds. */
	if ((left->q.names || right->q.names) && !question && c->ended_by != T_TICK && (c->r->where == WHERE_FENCE || !computes(c) || c->ended_with == ':'))
		return;
	bool decided = judge_compare(&c->all->context, &link, &order);
	bool is = decided && judge_satisfies(relation, order);
	struct claim *claim = add_claim(c, left_from, question || (crossed && !is) ? c->answer_to : end_byte(c, right), question ? "question" : "comparison");
	bool holds = question ? is == (c->answer == ANSWER_YES) : crossed || is;
	claim->verdict = !decided ? CLAIM_UNDECIDED : holds ? CLAIM_HOLDS : CLAIM_FALSE;
	use_names(c, claim, left);
	use_names(c, claim, right);
	if (!decided)
		claim->why = STR("the two sides measure different things");
	if (claim->verdict == CLAIM_FALSE && (left->q.unsure || right->q.unsure)) {
		claim->verdict = CLAIM_UNDECIDED;
		claim->why = STR("a name in it may stand for something else here");
	}
	if (claim->verdict != CLAIM_FALSE || is_false_line(c))
		return;
	/* Without an answer word a false comparison is as often a wish or a condition. */
	if ((!question && !ticked && !c->all->context.strict) || !trusted || (c->denied && !c->all->context.strict)) {
		claim->verdict = CLAIM_UNDECIDED;
		claim->why = STR("it does not hold as written, and can be a condition");
		return;
	}
	struct finding *f = diag_add(c->all->diag, question || ticked ? &finding_wrong_answer : &finding_wrong_calculation, claim->range,
		"%.*s is false: %.*s is %s", STR_ARG(claim->text), STR_ARG(str_copy(c->all->context.arena, str_slice(c->r->text, left_from, end_byte(c, right)))),
		is ? "true" : "not true");
	f->help = question ? str_format(c->all->context.arena, "answer %s", model_words(c->all->model->settings.lang, is ? WORDS_YES : WORDS_NO)[0]) : STR("");
}

/* area = w × h, f(x) = x >> 12: understood, and nothing to recompute. */
static bool defines(const struct clause *c, uint32_t relations)
{
	enum { MOST_BEFORE = 3 };       /* "so let the" before a name */
	for (uint32_t i = 0; i < c->t.n && i < MOST_BEFORE && relations == 1; i++)
		if (names_binds_at(&c->all->context, reading_from(c->r, c->t.at[i].at)))
			return true;
	return false;
}

static void leftover(struct clause *c, uint32_t relations)
{
	if (defines(c, relations))
		return;
	const struct token *first = &c->t.at[0], *last = &c->t.at[c->t.n - 1];
	struct leftover *l = vec_add(c->all->context.arena, &c->all->claims->unrecognised);
	l->range = reading_range(c->r, first->at, last->at + last->n - first->at);
	l->text = str_copy(c->all->context.arena, str_slice(c->r->text, first->at, last->at + last->n));
}

static void keep(struct scan *all, const struct side *side)
{
	for (size_t i = 0; i < WAYS; i++)
		all->previous[i] = side[i];
	all->has_previous = side->kind == SIDE_CLOSED;
}

/* A word glued to an equals sign is a key, but for units: 4 KB=4096 bytes. */
static bool named_by(const struct clause *c, uint32_t i)
{
	bool ambiguous;
	return !expression_unit(&c->all->context, clause_bytes(c->r, &c->t.at[i]), judge_ways[0], &ambiguous);
}

static uint32_t next_relation(const struct clause *c, uint32_t i)
{
	while (i < c->t.n && c->t.at[i].kind != T_RELATION)
		i++;
	return i;
}

/* MB = 2^10 × 2^10, where the worksheet has said elsewhere what MB is. */
static const struct side *defined_unit(struct clause *c, uint32_t i, const struct side *words)
{
	struct scan *all = c->all;
	struct str word = clause_bytes(c->r, &c->t.at[i]);
	const struct num *bits = map_get(all->context.bound, word);
	const struct side *right = read_side(c, i + 2, i + 2 < c->t.n ? next_relation(c, i + 2) : i + 2);
	if (!bits || right->kind != SIDE_CLOSED || right->q.operators == 0 || right->q.has_unit || right->q.ambiguous)
		return words;
	struct side *side = arena_take(all->context.arena, WAYS * sizeof *side);
	for (size_t w = 0; w < WAYS; w++)
		side[w] = (struct side){ .kind = SIDE_CLOSED, .clean_end = true, .has_number = true, .q = {
			.base = bits, .bare = num_of(all->context.arena, 1), .info = 1, .has_unit = true, .factor = bits, .unit_word = word,
			.numbers = 1, .number_base = 10, .from = i, .to = i + 1,
		} };
	return side;
}

void clause_decide(struct clause *c)
{
	enum { MOST_RELATIONS = 64 };
	uint32_t relation[MOST_RELATIONS], n = 0;
	bool operators = false, numbers = false;
	for (uint32_t i = 0; i < c->t.n; i++) {
		operators |= c->t.at[i].kind == T_OPERATOR;
		numbers |= c->t.at[i].kind == T_NUMBER;
		if (c->t.at[i].kind == T_RELATION && n < MOST_RELATIONS)
			relation[n++] = i;
	}
	if (c->all->binding) {
		if (n && c->t.at[relation[0]].relation == R_EQUAL)
			bind(c, relation, n);
		return;
	}
	if (n == 0 && c->t.n && (numbers || operators)) {
		/* The line above may end in a value that the next line's = goes on from. */
		struct side *only = read_side(c, 0, (uint32_t)c->t.n);
		keep(c->all, only);
		return;
	}
	if (n == 0)
		return;
	size_t before = c->all->claims->all.n;
	const struct side *left = NULL;
	uint32_t left_from = 0;
	bool about = false, carried = false, computed = false;
	for (uint32_t k = 0; k <= n; k++) {
		uint32_t from = k ? relation[k - 1] + 1 : 0, to = k < n ? relation[k] : (uint32_t)c->t.n;
		/* Is 300 < 256? */
		if (k == 0 && from + 1 < to && c->ended_by == T_QUESTION && c->t.at[0].kind == T_WORD && model_in(c->t.at[0].word, WORDS_ASKS))
			from++;
		const struct side *side = read_side(c, from, to);
		/* irq=5 behind a number: the name belongs to the equals sign, not to the number. */
		if (k < n && to - from > 1 && c->t.at[to - 1].kind == T_WORD && !c->t.at[to].space && named_by(c, to - 1)) {
			struct side *name = arena_take(c->all->context.arena, WAYS * sizeof *name);
			*name = (struct side){ .kind = SIDE_WORDS };
			side = name;
		}
		if (k == 0 && n && side->kind == SIDE_OPEN && c->t.at[relation[0]].relation == R_EQUAL)
			side = read_end(c, from, to, side);
		if (k == 0 && n && side->kind == SIDE_WORDS && to == from + 1)
			side = defined_unit(c, from, side);
		/* "= 24" goes on from the value above; "> 0 and < 24" says what something else must be */
		bool goes_on = c->t.at[relation[0]].relation == R_EQUAL || c->t.at[relation[0]].relation == R_ABOUT;
		if (k == 0 && side->kind == SIDE_EMPTY && goes_on && c->all->has_previous && c->t.at[0].n == 1) {
			left = c->all->previous;
			left_from = c->t.at[relation[0]].at;
			carried = true;
			continue;
		}
		if (k && left && left->kind == SIDE_CLOSED && side->kind == SIDE_CLOSED) {
			bool trusted = !(k == 1 && c->dirty_start) && !(k == n && c->dirty_end);
			enum relation r = c->t.at[relation[k - 1]].relation;
			about |= r == R_ABOUT;
			if (r == R_EQUAL || r == R_ABOUT)
				equality(c, left, side, carried ? c->t.at[relation[0]].at : left_from, about, trusted, carried, computed);
			else if (!clause_joins(&c->t.at[relation[k - 1] - 1]))    /* ">= 2.0 and < 2.4" is of what stands before both */
				comparison(c, left, side, left_from, r, trusted);
		}
		carried = false;
		computed |= side->kind == SIDE_CLOSED && side->q.operators;
		left = side;
		left_from = side->kind == SIDE_CLOSED ? first_byte(c, side) : 0;
	}
	if (left)
		keep(c->all, left);
	if (c->all->claims->all.n == before && numbers && operators)
		leftover(c, n);
}
