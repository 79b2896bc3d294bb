/* values: exact numbers, quantities with units, expressions, and the one Lua state of a worksheet.
 * Called by the pipeline (values_run), claims (numbers, units, names), rules (house rules), render (templates).
 * GMP and Lua are used here and nowhere else. Nothing is rounded; no floating point. */
#ifndef HENCE_VALUES_H
#define HENCE_VALUES_H

/* --- numbers: exact rationals, immutable, in an arena ----------------------------------------------------------- */
struct num;
enum num_op { NUM_ADD, NUM_SUB, NUM_MUL, NUM_DIV, NUM_FLOORDIV, NUM_MOD, NUM_POW, NUM_SHL, NUM_SHR, NUM_AND, NUM_OR, NUM_XOR };
enum num_trouble { NUM_FINE, NUM_BY_ZERO, NUM_TOO_BIG, NUM_NOT_INTEGER, NUM_NEGATIVE };
const char *num_trouble_text(enum num_trouble);                 /* "division by zero", ... */
const struct num *num_of(struct arena *, int64_t);
/* Whole text must be one numeral: 12, 0x1F, 0b101, 0o17, 1.25, 1e6; no sign, no separators. false: it is not, or over the limit. */
bool num_read(struct arena *, const struct limits *, struct str, const struct num **);
enum num_trouble num_apply(struct arena *, const struct limits *, enum num_op, const struct num *, const struct num *, const struct num **);
const struct num *num_copy(struct arena *, const struct num *);
const struct num *num_negate(struct arena *, const struct num *);
int num_compare(const struct num *, const struct num *);        /* -1, 0, 1 */
int num_sign(const struct num *);
bool num_is_integer(const struct num *);
bool num_terminates(const struct num *);                        /* a finite decimal */
bool num_to_int64(const struct num *, int64_t *);               /* false: not an integer or out of range */
size_t num_bits(const struct num *);                            /* of the larger of numerator and denominator */
const struct num *num_floor(struct arena *, const struct num *);
const struct num *num_round(struct arena *, const struct num *, int places, bool cut); /* half away from zero, or towards zero; at 10^-places */
struct num_style { uint8_t base; uint16_t width; bool group; uint16_t places; };       /* base 0 or 10, 16, 2, 8; width pads with 0; places: decimals before a fraction is shown (default 12) */
struct str num_show(struct arena *, const struct num *, struct num_style);  /* integers and terminating decimals exact, else "1/3 ≈ 0.333333333333" */
struct str num_exact(struct arena *, const struct num *);       /* "-7/2", for JSON */

/* --- units: a factor and a product of base dimensions --------------------------------------------------------------- */
#define UNIT_DIMS 6
struct unit {
	struct str name;                /* as the author wrote it, "byte/page"; empty for a plain number */
	const struct num *factor;       /* how many base units one of it is (bit, second, or the noun itself) */
	bool ambiguous;                 /* KB, MB... that nobody defined: a kind of its own, converted into nothing */
	uint32_t dims;
	struct {
		uint32_t base; int32_t power;
		const struct num *scale; struct str word;       /* the unit of this dimension that products keep: 8192, "kB" */
	} dim[UNIT_DIMS];               /* ascending base; 0 is information (bit), 1 is time (s), the others counted nouns */
};
struct units;                           /* the table of one worksheet: lua/units.lua, then units:, then := */
/* A unit expression "byte/page", "MB/s", "pages": plural and case as the table says. NULL: *why. A word that nobody
 * defined becomes a counted noun when noun is true. ambiguous: KB, MB, GB... with no definition in the worksheet. */
const struct unit *units_read(struct units *, struct str words, bool noun, bool *ambiguous, struct str *why);
/* All readings of one word that a lenient reader admits (KB: 1000 and 1024); count returned, 0: not a known unit. */
size_t units_readings(struct units *, struct str word, const struct unit **readings, size_t most);
bool units_same_dimension(const struct unit *, const struct unit *);
bool units_counts(const struct unit *);                         /* a product of counted nouns only: plain numbers may stand beside it */
/* a * b^power; NULL: more than UNIT_DIMS dimensions, or a power beyond reason. Where kB meets bytes the number must be
 * multiplied by a->factor * b->factor^power / product->factor. */
const struct unit *units_product(struct units *, const struct unit *, const struct unit *, int power);
const struct unit *units_plain(struct units *);

/* --- values ------------------------------------------------------------------------------------------------------------ */
enum value_kind { VALUE_NUMBER, VALUE_TEXT, VALUE_TRUTH, VALUE_LIST, VALUE_UNDECIDED, VALUE_ABSENT };
struct value {
	enum value_kind kind;
	const struct num *num;          /* NUMBER, in unit */
	const struct unit *unit;        /* NUMBER; the plain unit when it has none */
	struct num_style style;         /* how hex(), bin(), ... want it shown */
	struct str text;                /* TEXT */
	bool truth;
	const struct value *items; size_t item_count;   /* LIST */
	size_t weight;                  /* LIST: values in it, those of lists within it too */
	struct str why;                 /* UNDECIDED, ABSENT (does not apply): one clause that names where it began */
	const struct unit *names;       /* NUMBER: it is what this unit is worth, and in a product stands for the unit: kB, byte */
};
struct str values_show(struct arena *, const struct value *);   /* what a span prints: the number only, or the text */

/* A name of the worksheet: a fact, a := or a function. */
enum name_kind { NAME_FACT, NAME_DEFINED, NAME_FUNCTION, NAME_USED };
struct name {
	struct str name;
	enum name_kind kind;
	struct value value;             /* not for FUNCTION */
	struct str expression;          /* DEFINED, FUNCTION */
	const struct fact *fact;        /* FACT */
	uint32_t line;                  /* the line that gives it: of :=, or the first premise line that shows the fact; LINE_NONE */
	struct range place;
	VEC(struct name *) reads;       /* names its expression reads, in order, each once */
	uint32_t span;                  /* DEFINED, FUNCTION: in model.spans */
	const struct tree *tree;        /* DEFINED, FUNCTION: the expression, NULL when it cannot be read */
	bool failed;                    /* a finding says why it has no value */
	const struct used *used;        /* USED: from there */
	const struct used_line *used_line;      /* USED: its line there; NULL: none */
	bool ready, early;              /* FACT: its value is worked out; a use above its axiom is reported */
};

/* Long-hand steps, one exact statement each: "15776276 × 1000 = 15776276000". */
struct working { struct str *at; size_t n, room; };

/* The result of one live span, same index as model.spans. */
struct result {
	bool failed;                    /* a finding was added; value is UNDECIDED */
	struct value value;             /* CHECK: a TRUTH, or UNDECIDED, ABSENT */
	struct str shown;               /* what stands in the text in its place: "16154906624", "1386578 < 4096" for a check */
	bool applies;                   /* false: its line's when: fails */
	VEC(struct name *) reads;
	const struct tree *tree;        /* NULL when it cannot be read */
	uint32_t operations;            /* operators and calls in the expression: how far it leaps */
	struct working steps;           /* of a line with `steps: true`; the statements stand for themselves, without units */
};
/* Per line: whether it applies, and why not; reads: by its condition, then by its figure. Same index as model.lines. */
struct applies { bool yes; bool undecided; struct str why; VEC(struct name *) reads; };

/* What `uses:` brings: the names of another worksheet, which the caller opens and verifies whole. The names live as long
 * as this worksheet's outcome. */
struct used_name {
	const struct name *name;
	struct str line;                /* its line there, "09"; empty: none */
	struct str why;                 /* empty: the line stands; else one clause */
};
/* A line of it, for those who rest on it; verdict as the report names it, statement as the reader sees it. */
struct used_line { struct str id, label, kind, statement, verdict, why; uint32_t number, text_line; };
struct used_sheet {
	VEC(struct used_name) names;
	VEC(struct used_line) lines;            /* same index as in its model */
	struct str why;                         /* empty, or why the worksheet cannot be used */
};
/* One entry of `uses:`. */
struct used { struct str name, path; struct range place; struct used_sheet sheet; };
struct opener { void (*open)(void *with, struct arena *, struct str path, struct used_sheet *); void *with; };

struct values {
	const struct opener *opener;    /* set before values_run; NULL: no other worksheet can be opened */
	VEC(struct used *) used;        /* in order of uses: */
	struct map *names;              /* name -> struct name *, in order of definition */
	struct units *units;
	VEC(struct result) results;
	VEC(struct applies) lines;
	struct state *state;            /* Lua; ended by values_end */
	struct eval *eval;              /* for values_expression */
};
/* Requires: model and facts. Provides: a result for every span, every name with its line and what it reads; findings
 * (bad-lua, unknown-name, name-twice, used-before-defined, unit-mismatch, ambiguous-unit, too-big, out-of-fuel,
 * wrong-answer for a check that fails, too-wide). Leaves alone: prose. A plain worksheet gets an empty set of names. */
void values_run(struct arena *, struct diag *, const struct limits *, const struct model *, const struct facts *,
	const struct asker *, struct values *);
void values_end(struct values *);
/* An expression that stands in no span, as in a figure; its first byte is worksheet byte at, and it may use the names above
 * that byte, and locals. Names read are added to lines.at[line].reads and to *reads, each once, unless reads is NULL.
 * false: a finding was added (once, however often it is asked). Only after values_run; charged to the worksheet's fuel. */
struct local { struct str name; struct value value; };
struct names_read { struct name **at; size_t n, room; };
bool values_expression(const struct values *, struct str text, uint32_t at, uint32_t line, const struct local *, size_t local_count,
	struct names_read *reads, struct value *out);
void values_dump(const struct model *, const struct values *, struct buf *);
const struct name *values_name(const struct values *, struct str name);
/* The entry of uses: with that name, and its line with that id or number; NULL: none. */
const struct used *values_used(const struct values *, struct str name);
const struct used_line *values_used_line(const struct used *, struct str id, uint32_t number);


/* The functions that an expression may call, with usage and one line each, in the order of the manual. Fills at most `most`
 * of list and says how many there are. */
struct function { struct str usage, about; };
size_t values_functions(struct function *list, size_t most);

/* --- house rules: a file of ordinary Lua that declares rules; what its rules see is described by whoever opens it ------- */
enum seen_kind { SEEN_NOTHING, SEEN_TEXT, SEEN_TRUTH, SEEN_COUNT, SEEN_OBJECT, SEEN_LIST };
enum { SEEN_PLACE };                            /* the kind of object that find() makes: n bytes of the worksheet from at */
struct seen {
	enum seen_kind kind;
	struct str text;
	int64_t count;                          /* COUNT; TRUTH: not 0 */
	uint32_t what, at, n;                   /* OBJECT, LIST: which, as the view counts them; LIST: of n items */
};
struct house_view {
	void *with;
	/* false: objects of this kind have no such field; *near is the nearest one's name, or empty. */
	bool (*field)(void *with, const struct seen *object, struct str name, struct seen *out, struct str *near);
	void (*item)(void *with, const struct seen *list, uint32_t i, struct seen *out);        /* i < n */
	bool (*place)(void *with, const struct seen *object, struct range *);                   /* false: it has none */
	void (*found)(void *with, const struct finding_kind *, struct str message, const struct seen *where);    /* where: NULL, or an object with a place */
};
struct house_rule { const struct finding_kind *kind; int check, whole; bool ended; };
struct house { VEC(struct house_rule) rules; struct house_inside *inside; };
/* Runs the file, which declares rules; their kinds are added to diag.house. Findings about the file stand at their place in it, and
 * at `named` in the worksheet. fuel and lua-bytes are its own, fuel grows with the worksheet. Only after values_run. */
void house_open(struct arena *, struct diag *, const struct limits *, const struct values *, const struct text *file, struct range named,
	const struct house_view *, struct house *);
/* Calls the rule's check(line, sheet), or with line NULL its whole(sheet), and found for what it says. */
void house_check(struct house *, struct house_rule *, const struct seen *line, const struct seen *sheet);
void house_end(struct house *);

#endif
