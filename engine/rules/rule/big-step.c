/* A step that does more at once than the worksheet's step-budget allows. */
#include "base.h"
#include "diag.h"
#include "source.h"
#include "model.h"
#include "facts.h"
#include "values.h"
#include "claims.h"
#include "graph.h"
#include "rules.h"
#include "rules/words.h"

/* A power up to the tenth is known by heart, and one operation; a larger one is put together from such. Looked for that far above. */
enum { BY_HEART = 10, EXPONENT_MOST = 4096, LOOK_BACK = 20000 };

static size_t power_operations(struct str exponent)
{
	size_t n = 0;
	for (size_t i = 0; i < exponent.n && exponent.s[i] >= '0' && exponent.s[i] <= '9' && n < EXPONENT_MOST; i++)
		n = n * 10 + (size_t)(exponent.s[i] - '0');
	return n ? (n + BY_HEART - 1) / BY_HEART : 1;
}

/* The operations between two signs of equality. */
static size_t operations(struct str x)
{
	static const char *const operators[] = { "×", "*", "·", "÷", "/", "+", "−", " - ", "^", "<<", ">>", "//", "%" };
	size_t n = 0;
	for (size_t i = 0; i < x.n;) {
		size_t step = 1;
		for (size_t o = 0; o < sizeof operators / sizeof *operators; o++) {
			struct str op = str_of(operators[o]);
			if (str_starts(str_from(x, i), op)) {
				n += x.s[i] == '^' ? power_operations(str_from(x, i + 1)) : 1;
				step = op.n;
				if (x.s[i] == '/' && i + 1 < x.n && x.s[i + 1] == '/')
					step = 2;
				break;
			}
		}
		i += step;
	}
	return n;
}

static bool one_of(const struct sheet *s, size_t i, const char *const *marks)
{
	for (; *marks; marks++)
		if (words_mark(s, i, *marks))
			return true;
	return false;
}

/* The line above that last gave the number at token i, by the graph; LINE_NONE: none. */
static uint32_t origin(const struct sheet *s, size_t i)
{
	const struct token *t = words_at(s, i);
	uint32_t line = LINE_NONE;
	for (uint32_t e = s->graph->first[t->line]; e < s->graph->first[t->line + 1]; e++)
		if (s->graph->edges.at[e].kind == EDGE_NUMBER && s->graph->edges.at[e].place.at == t->place.at)
			line = s->graph->edges.at[e].to;
	return line;
}

static bool power_at(const struct sheet *s, size_t i, int64_t *exponent)
{
	return words_at(s, i)->kind == TOKEN_NUMBER && words_at(s, i)->vocable->num && words_mark(s, i + 1, "^") && words_at(s, i + 2) &&
		words_at(s, i + 2)->vocable->num && num_to_int64(words_at(s, i + 2)->vocable->num, exponent) && *exponent > 0 && *exponent <= EXPONENT_MOST;
}

/* "add: 2^20 = 2^10 × 2^10, from line 04": from the largest power of the base that a line above works out; empty: none does. */
static struct str power_step(struct sheet *s, size_t i)
{
	int64_t whole, part, most = 0;
	uint32_t from = LINE_NONE;
	if (!power_at(s, i, &whole) || whole <= BY_HEART)
		return STR("");
	for (size_t k = i, n = 0; k-- > 0 && n < LOOK_BACK; n++)
		if (words_at(s, k)->line < words_at(s, i)->line && power_at(s, k, &part) && words_mark(s, k + 3, "=") && part > most && part < whole &&
			num_compare(words_at(s, k)->vocable->num, words_at(s, i)->vocable->num) == 0) {
			most = part;
			from = words_at(s, k)->line;
		}
	if (from == LINE_NONE)
		return STR("");
	struct str base = words_at(s, i)->vocable->text;
	struct buf b = { 0 };
	buf_printf(&b, "add: %.*s^%lld = ", STR_ARG(base), (long long)whole);
	for (int64_t left = whole; left > 0; left -= most)
		buf_printf(&b, "%s%.*s^%lld", left == whole ? "" : " × ", STR_ARG(base), (long long)(left < most ? left : most));
	buf_printf(&b, ", from %.*s", STR_ARG(rules_line(s, from)));
	struct str x = str_copy(s->arena, buf_str(&b));
	buf_free(&b);
	return x;
}

/* The first step of a side that is one product or one sum of numbers: "add: 3 × 4 = 12, from line 02"; empty: none to offer. */
static struct str first_step(struct sheet *s, const struct claim *c, uint64_t budget)
{
	static const char *const product[] = { "×", "*", "·", NULL }, *const sum[] = { "+", NULL };
	size_t i, end = rules_tokens(s, c->line, &i);
	for (size_t high = end; i < high;) {
		size_t mid = i + (high - i) / 2;
		if (words_at(s, mid)->place.at < c->range.at)
			i = mid + 1;
		else
			high = mid;
	}
	for (; i < end && words_at(s, i)->place.at < c->range.at + c->range.n; i++) {
		const char *const *marks = one_of(s, i + 1, product) ? product : one_of(s, i + 1, sum) ? sum : NULL;
		const struct token *t = words_at(s, i);
		struct str powers = words_mark(s, i + 1, "^") ? power_step(s, i) : STR("");
		if (powers.n)
			return powers;
		bool opens = i > 0 && (words_at(s, i - 1)->kind == TOKEN_WORD || words_mark(s, i - 1, "=") || words_mark(s, i - 1, ":") || words_ends_sentence(s, i - 1));
		if (t->kind != TOKEN_NUMBER || !t->vocable->num || !marks || !opens)
			continue;
		const struct num *value = t->vocable->num, *part = NULL;
		size_t last = i, cut = i;
		uint32_t from = LINE_NONE;
		uint64_t n = 0;
		while (last + 2 < end && one_of(s, last + 1, marks) && words_at(s, last + 2)->kind == TOKEN_NUMBER && words_at(s, last + 2)->vocable->num) {
			last += 2;
			if (n++ < budget && num_apply(s->arena, s->limits, marks == sum ? NUM_ADD : NUM_MUL, value, words_at(s, last)->vocable->num, &value) == NUM_FINE) {
				part = value;
				cut = last;
			}
		}
		/* what goes on in another way (× 3 + 4, ^ 2) is no plain chain */
		if (n > budget && part && words_mark(s, last + 1, "=")) {
			for (size_t k = i; k <= cut && from == LINE_NONE; k += 2)
				from = origin(s, k);
			struct range r = { t->place.at, words_at(s, cut)->place.at + words_at(s, cut)->place.n - t->place.at };
			return str_format(s->arena, "add: %.*s = %.*s%s%.*s", STR_ARG(text_range(s->text, r)), STR_ARG(num_exact(s->arena, part)),
				from == LINE_NONE ? "" : ", from ", STR_ARG(from == LINE_NONE ? STR("") : rules_line(s, from)));
		}
		i = last;
	}
	return STR("");
}

static void check(struct sheet *s)
{
	uint64_t budget = s->model->settings.step_budget;
	if (budget == 0)
		return;
	for (size_t i = 0; i < s->claims->all.n; i++) {
		const struct claim *c = &s->claims->all.at[i];
		struct str rest = c->text, side;
		size_t most = 0;
		while (str_split(&rest, '=', &side)) {
			size_t n = operations(side);
			most = n > most ? n : most;
		}
		if (most <= budget || c->line == LINE_NONE || s->model->lines.at[c->line].steps)
			continue;
		struct finding *f = diag_add(s->diag, &finding_big_step, c->range, "does %zu operations at once, and the worksheet allows %llu", most,
			(unsigned long long)budget);
		struct str step = first_step(s, c, budget);
		f->help = step.n ? str_format(s->arena, "%.*s; or let steps: true write the working", STR_ARG(step))
			: STR("write a line between that gives a part of it, or let steps: true write the working");
	}
}

const struct rule rule_big_step = { "big-step", false, check };
