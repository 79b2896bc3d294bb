/* Units: the table of lua/units.lua, what a worksheet adds to it, and products of units. */
#include "base.h"
#include "diag.h"
#include "source.h"
#include "model.h"
#include "facts.h"
#include "values.h"
#include "values/num.h"
#include "values/units.h"

#include <assert.h>
#include <string.h>

enum { FIRST_NOUN = 2, POWER_MOST = 64, LONG_WORD = 5 };       /* a power of a unit beyond 64 is a slip, and keeps factors small */

struct entry {
	struct str words, is, reads;    /* as in the table */
	bool noun;
	bool own;                       /* the worksheet defined or declared it */
	const struct unit *unit;        /* NULL: not yet worked out */
};
struct units {
	struct arena *arena;
	const struct limits *limits;
	struct map *words;              /* word -> struct entry */
	struct map *nouns;              /* singular, lower case -> struct entry */
	struct map *folded;             /* table words of four letters and more, lower case */
	struct map *read;               /* word -> its struct readings; made when it is asked for */
	uint32_t bases;
	struct unit plain;
	const struct num *one;
};

/* --- the table ------------------------------------------------------------------------------------------ */
/* What stands between key and the next quotation mark, if the line goes on with key; the line goes on behind it. */
static bool quoted(struct str *line, struct str key, struct str *out)
{
	if (!str_starts(*line, key))
		return false;
	*line = str_from(*line, key.n);
	size_t end = str_find_char(*line, '"');
	*out = str_slice(*line, 0, end);
	*line = end == STR_NONE ? STR("") : str_from(*line, end + 1);
	return true;
}

static struct str lower(struct arena *a, struct str x)
{
	char *s = arena_take(a, x.n + 1);
	for (size_t i = 0; i < x.n; i++)
		s[i] = x.s[i] >= 'A' && x.s[i] <= 'Z' ? (char)(x.s[i] | 0x20) : x.s[i];
	return (struct str){ s, x.n };
}

static void add_line(struct units *u, struct str line)
{
	struct str words, word;
	if (!quoted(&line, STR("\t{ \""), &words))
		return;
	struct entry *e = arena_take(u->arena, sizeof *e);
	e->words = words;
	quoted(&line, STR(", is = \""), &e->is);
	quoted(&line, STR(", reads = \""), &e->reads);
	e->noun = str_starts(line, STR(", noun = true"));
	while (str_split(&words, ' ', &word)) {
		if (e->noun) {
			map_put(u->nouns, word, e);
			continue;
		}
		map_put(u->words, word, e);
		if (word.n >= 4)
			map_put(u->folded, lower(u->arena, word), e);
	}
}

/* Before the first word is looked up or added; a text of numbers alone has none. */
static void read_table(struct units *u)
{
	if (u->words->n)
		return;
	struct str table = embedded_find("lua/units.lua"), line;
	while (str_split(&table, '\n', &line))
		add_line(u, line);
}

struct units *units_new(struct arena *a, const struct limits *l)
{
	struct units *u = arena_take(a, sizeof *u);
	u->arena = a;
	u->limits = l;
	u->words = map_new(a);
	u->nouns = map_new(a);
	u->folded = map_new(a);
	u->read = map_new(a);
	u->bases = FIRST_NOUN;
	u->one = num_of(a, 1);
	u->plain.factor = u->one;
	return u;
}

const struct unit *units_plain(struct units *u)
{
	return &u->plain;
}

/* --- arithmetic of factors: small powers of small numbers, within any sensible limit ------------------------ */
static const struct num *times(struct units *u, const struct num *x, const struct num *y)
{
	const struct num *r = u->one;
	enum num_trouble t = num_apply(u->arena, &limits_default, NUM_MUL, x, y, &r);
	assert(t == NUM_FINE);
	(void)t;
	return r;
}

static const struct num *raised(struct units *u, const struct num *x, int power)
{
	const struct num *r = u->one;
	if (power == 1)
		return x;
	enum num_trouble t = num_apply(u->arena, &limits_default, NUM_POW, x, num_of(u->arena, power), &r);
	assert(t == NUM_FINE);
	(void)t;
	return r;
}

const struct num *units_fold(struct units *u, const struct unit *a, const struct unit *b, int power, const struct unit *product)
{
	const struct num *f = times(u, a->factor, raised(u, b->factor, power)), *r = u->one;
	if (num_compare(f, product->factor) == 0)
		return u->one;
	num_apply(u->arena, &limits_default, NUM_DIV, f, product->factor, &r);
	return r;
}

/* --- making units ------------------------------------------------------------------------------------------- */
static struct unit *unit_base(struct units *u, struct str word, uint32_t base)
{
	struct unit *x = arena_take(u->arena, sizeof *x);
	x->name = word;
	x->factor = u->one;
	x->dims = 1;
	x->dim[0].base = base;
	x->dim[0].power = 1;
	x->dim[0].scale = u->one;
	x->dim[0].word = word;
	return x;
}

/* factor times of, under a name of its own */
static struct unit *unit_scaled(struct units *u, struct str name, const struct num *factor, const struct unit *of)
{
	struct unit *x = arena_take(u->arena, sizeof *x);
	*x = *of;
	x->name = name;
	x->factor = times(u, factor, of->factor);
	if (x->dims == 1 && x->dim[0].power == 1) {
		x->dim[0].scale = x->factor;
		x->dim[0].word = name;
	}
	return x;
}

static struct str first_word(struct str words)
{
	size_t blank = str_find_char(words, ' ');
	return str_slice(words, 0, blank == STR_NONE ? words.n : blank);
}

/* "1024 byte": a numeral, a blank, a unit */
static const struct unit *unit_spelled(struct units *u, struct str name, struct str text)
{
	const struct num *factor;
	struct str number = first_word(text), why;
	const struct unit *of = units_read(u, str_trim(str_from(text, number.n)), false, NULL, &why);
	return of && num_read(u->arena, u->limits, number, &factor) ? unit_scaled(u, name, factor, of) : NULL;
}

static const struct unit *resolved(struct units *u, struct entry *e)
{
	if (e->unit)
		return e->unit;
	struct str name = first_word(e->words);
	if (e->is.n) {
		e->unit = unit_spelled(u, name, e->is);
	} else if (e->reads.n) {
		struct unit *x = unit_base(u, name, u->bases++);
		x->ambiguous = true;
		e->unit = x;
	} else {
		e->unit = unit_base(u, name, e->noun ? u->bases++ : str_is(name, "bit") ? 0 : 1);
	}
	return e->unit;
}

/* --- nouns ---------------------------------------------------------------------------------------------------- */
/* What "entry" and "entries", "page" and "pages" have in common, of a word in small letters; one key for both is all that counts. */
static struct str stem(struct units *u, struct str x)
{
	if (x.n < 3 || (x.s[x.n - 1] != 's' && x.s[x.n - 1] != 'e'))
		return x;
	if (str_ends(x, STR("ies")) && x.n > 4)
		return str_format(u->arena, "%.*sy", (int)(x.n - 3), x.s);
	if (str_ends(x, STR("ses")) || str_ends(x, STR("xes")) || str_ends(x, STR("zes")) || str_ends(x, STR("ches")) || str_ends(x, STR("shes")))
		x.n -= 2;
	else if (str_ends(x, STR("se")) || str_ends(x, STR("xe")) || str_ends(x, STR("ze")) || str_ends(x, STR("che")) || str_ends(x, STR("she")))
		x.n -= 1;
	else if (str_ends(x, STR("s")) && !str_ends(x, STR("ss")) && !str_ends(x, STR("us")) && !str_ends(x, STR("is")))
		x.n -= 1;
	return x;
}

static struct str noun_key(struct units *u, struct str word)
{
	return stem(u, lower(u->arena, word));
}

static struct entry *find(struct units *u, struct str word)
{
	read_table(u);
	struct entry *e = map_get(u->words, word);
	if (e)
		return e;
	struct str small = lower(u->arena, word), key;
	if (word.n >= 4 && (e = map_get(u->folded, small)))
		return e;
	if ((e = map_get(u->nouns, small)))
		return e;
	key = stem(u, small);
	return key.n == small.n ? NULL : map_get(u->nouns, key);
}

void units_define(struct units *u, struct str word, const struct num *factor, const struct unit *of)
{
	struct entry *e = arena_take(u->arena, sizeof *e);
	read_table(u);
	e->words = word;
	e->own = true;
	e->unit = unit_scaled(u, word, factor, of);
	map_put(u->words, word, e);
	if (units_counts(of))
		map_put(u->nouns, noun_key(u, word), e);
}

bool units_defined(const struct units *u, struct str word)
{
	const struct entry *e = map_get(u->words, word);
	return e && e->own;
}

const struct unit *units_word(struct units *u, struct str word, bool *ambiguous)
{
	struct entry *e = find(u, word);
	*ambiguous = false;
	if (!e || (e->noun && !e->own))
		return NULL;
	*ambiguous = e->reads.n > 0;
	return resolved(u, e);
}

struct str units_near(struct units *u, struct str word)
{
	/* Nouns are free, so a near miss must be very near: sockets are no octets, sets no secs. */
	for (size_t i = 0; i < u->words->n; i++) {
		struct str known = u->words->at[i].key;
		if (known.n >= LONG_WORD && word.n + 1 >= LONG_WORD && known.s[0] == word.s[0] && str_distance(word, known) == 1)
			return known;
	}
	return STR("");
}

/* --- reading unit expressions ------------------------------------------------------------------------------- */
static bool is_letter(unsigned char c)
{
	return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c >= 0x80 || c == '_';
}

static const struct unit *read_word(struct units *u, struct str word, bool noun, bool *ambiguous, struct str *why)
{
	struct entry *e = find(u, word);
	if (!e) {
		struct str near = units_near(u, word);
		if (!noun || near.n) {
			*why = near.n
				? str_format(u->arena, "%.*s is no unit; %.*s is one", STR_ARG(word), STR_ARG(near))
				: str_format(u->arena, "%.*s is no unit that is known here", STR_ARG(word));
			return NULL;
		}
		e = arena_take(u->arena, sizeof *e);
		e->words = word;
		e->noun = true;
		map_put(u->nouns, noun_key(u, word), e);
	}
	if (e->noun && noun)
		e->own = true;
	if (ambiguous && e->reads.n)
		*ambiguous = true;
	const struct unit *x = resolved(u, e);
	if (!x)
		*why = str_format(u->arena, "%.*s is no unit that is known here", STR_ARG(word));
	return x;
}

/* One of the marks that join units; *skip: its bytes; 0: none here. */
static char joint(struct str x, size_t *skip)
{
	*skip = 1;
	if (x.n && (x.s[0] == '/' || x.s[0] == '*'))
		return x.s[0];
	*skip = 2;
	if (str_starts(x, STR("·")) || str_starts(x, STR("×")))
		return '*';
	*skip = 3;
	if (str_starts(x, STR("per")) && (x.n == 3 || x.s[3] == ' '))
		return '/';
	*skip = 0;
	return 0;
}

/* The length of the word at the start of x: letters, with blanks between words that no joint divides. */
static size_t word_length(struct str x)
{
	size_t i = 0, skip;
	while (i < x.n) {
		if (is_letter((unsigned char)x.s[i]) && !joint(str_from(x, i), &skip))
			while (i < x.n && (is_letter((unsigned char)x.s[i]) || x.s[i] == '-' || (x.s[i] >= '0' && x.s[i] <= '9'))
				&& !str_starts(str_from(x, i), STR("·")) && !str_starts(str_from(x, i), STR("×")))
				i++;
		size_t next = i;
		while (next < x.n && x.s[next] == ' ')
			next++;
		if (next == i || next == x.n || !is_letter((unsigned char)x.s[next]) || joint(str_from(x, next), &skip))
			break;
		i = next;
	}
	return i;
}

const struct unit *units_read(struct units *u, struct str words, bool noun, bool *ambiguous, struct str *why)
{
	struct str rest = str_trim(words);
	const struct unit *all = &u->plain;
	const struct num *factor = u->one;
	bool first = true;
	size_t skip;
	if (ambiguous)
		*ambiguous = false;
	*why = STR("a unit is a word, or words joined by / and *");
	if (!rest.n)
		return &u->plain;
	while (rest.n) {
		int power = 1;
		char j = first ? 0 : joint(rest, &skip);
		if (!first && !j)
			return NULL;
		if (j)
			rest = str_trim(str_from(rest, skip));
		if (first && rest.s[0] == '1' && rest.n > 1) {
			rest = str_trim(str_from(rest, 1));
			first = false;
			continue;
		}
		first = false;
		size_t n = word_length(rest);
		if (!n)
			return NULL;
		struct str word = str_slice(rest, 0, n);
		rest = str_trim(str_from(rest, n));
		if (rest.n && rest.s[0] == '^') {
			size_t i = 1;
			for (power = 0; i < rest.n && rest.s[i] >= '0' && rest.s[i] <= '9' && power <= POWER_MOST; i++)
				power = power * 10 + (rest.s[i] - '0');
			if (i == 1 || power == 0 || power > POWER_MOST)
				return NULL;
			rest = str_trim(str_from(rest, i));
		}
		const struct unit *x = read_word(u, word, noun, ambiguous, why);
		if (!x)
			return NULL;
		*why = STR("the unit has more dimensions than a quantity can have");
		power = j == '/' ? -power : power;
		factor = times(u, factor, raised(u, x->factor, power));
		all = units_product(u, all, x, power);
		if (!all)
			return NULL;
		*why = STR("a unit is a word, or words joined by / and *");
	}
	struct unit *r = arena_take(u->arena, sizeof *r);
	*r = *all;
	r->name = str_copy(u->arena, str_trim(words));
	r->factor = factor;
	return r;
}

/* kB: 1000 bytes, 1024 bytes */
enum { READINGS_KEPT = 8 };      /* no word of the table has more than five */
struct readings { const struct unit *unit[READINGS_KEPT]; size_t n; };
static const struct readings *readings_of(struct units *u, struct entry *e, struct str word)
{
	struct readings *r = map_get(u->read, word);
	if (r)
		return r;
	r = arena_take(u->arena, sizeof *r);
	word = str_copy(u->arena, word);        /* the text that it stands in may not live as long */
	struct str list = e->reads, piece;
	while (r->n < READINGS_KEPT && str_split(&list, ',', &piece)) {
		const struct unit *x = unit_spelled(u, word, str_trim(piece));
		if (x)
			r->unit[r->n++] = x;
	}
	map_put(u->read, word, r);
	return r;
}

size_t units_readings(struct units *u, struct str word, const struct unit **readings, size_t most)
{
	struct entry *e = find(u, word);
	if (!e || most == 0)
		return 0;
	if (!e->reads.n) {
		readings[0] = resolved(u, e);
		return readings[0] != NULL;
	}
	const struct readings *r = readings_of(u, e, word);
	size_t n = r->n < most ? r->n : most;
	memcpy(readings, r->unit, n * sizeof *readings);
	return n;
}

/* --- comparing and multiplying ---------------------------------------------------------------------------- */
bool units_same_dimension(const struct unit *a, const struct unit *b)
{
	if (a == b)
		return true;
	if (a->dims != b->dims)
		return false;
	for (uint32_t i = 0; i < a->dims; i++)
		if (a->dim[i].base != b->dim[i].base || a->dim[i].power != b->dim[i].power)
			return false;
	return true;
}

bool units_counts(const struct unit *x)
{
	for (uint32_t i = 0; i < x->dims; i++)
		if (x->dim[i].base < FIRST_NOUN)
			return false;
	return x->dims > 0 && !x->ambiguous;
}

static void name_product(struct units *u, struct unit *x)
{
	struct buf b = { 0 };
	for (int side = 1; side >= -1; side -= 2) {
		for (uint32_t i = 0; i < x->dims; i++) {
			int32_t p = x->dim[i].power * side;
			if (p <= 0)
				continue;
			buf_puts(&b, side < 0 ? (b.n ? "/" : "1/") : b.n ? "·" : "");
			buf_put(&b, x->dim[i].word);
			if (p > 1)
				buf_printf(&b, "^%d", (int)p);
		}
	}
	x->name = str_copy(u->arena, buf_str(&b));
	buf_free(&b);
}

const struct unit *units_product(struct units *u, const struct unit *a, const struct unit *b, int power)
{
	if (b->dims == 0 || power == 0)
		return a;
	if (a->dims == 0 && power == 1)
		return b;
	if (power > POWER_MOST || power < -POWER_MOST)
		return NULL;
	struct unit r = { .factor = u->one };
	uint32_t i = 0, j = 0;
	while (i < a->dims || j < b->dims) {
		bool from_a = i < a->dims && (j >= b->dims || a->dim[i].base <= b->dim[j].base);
		bool from_b = j < b->dims && (i >= a->dims || b->dim[j].base <= a->dim[i].base);
		int32_t p = (from_a ? a->dim[i].power : 0) + (from_b ? b->dim[j].power * power : 0);
		if (p > POWER_MOST || p < -POWER_MOST)
			return NULL;
		if (p) {
			if (r.dims == UNIT_DIMS)
				return NULL;
			r.dim[r.dims] = b->dim[j < b->dims ? j : 0];
			if (from_a)
				r.dim[r.dims] = a->dim[i];
			r.dim[r.dims].power = p;
			r.dims++;
			r.ambiguous |= (from_a && a->ambiguous) || (from_b && b->ambiguous);
		}
		i += from_a;
		j += from_b;
	}
	if (r.dims == 0)
		return &u->plain;
	for (uint32_t k = 0; k < r.dims; k++)
		r.factor = times(u, r.factor, raised(u, r.dim[k].scale, r.dim[k].power));
	name_product(u, &r);
	struct unit *x = arena_take(u->arena, sizeof *x);
	*x = r;
	return x;
}
