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

/* The operations between two signs of equality; a power of a small number is one. */
static size_t operations(struct str x)
{
	static const char *const operators[] = { "×", "*", "·", "÷", "/", "+", "−", " - ", "^", "<<", ">>", "//", "%" };
	size_t n = 0;
	for (size_t i = 0; i < x.n;) {
		size_t step = 1;
		for (size_t o = 0; o < sizeof operators / sizeof *operators; o++) {
			struct str op = str_of(operators[o]);
			if (str_starts(str_from(x, i), op)) {
				n++;
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
		f->help = STR("write a line between that gives a part of it, or let steps: true write the working");
	}
}

const struct rule rule_big_step = { "big-step", false, check };
