/* eval.h: the evaluation of trees, and what the functions of the prelude are given. */
#ifndef HENCE_VALUES_EVAL_H
#define HENCE_VALUES_EVAL_H

struct eval {
	struct arena *arena;
	struct diag *diag;
	const struct limits *limits;
	const struct model *model;
	const struct facts *facts;
	struct values *values;
	struct map *later;              /* name -> struct span that defines it first, wherever that is */
	uint64_t fuel;                  /* left */
	bool spent;                     /* it has run out, and that is reported */
	bool silent;                    /* evaluated before: findings would be said twice */
	uint32_t at;                    /* the byte where what is evaluated stands */
	const struct local *locals; size_t local_count;         /* parameters of the function that runs */
	VEC(struct name *) *reads;      /* names read are added, each once; NULL: nobody asks */
	uint32_t suggested;             /* near names looked for */
	uint32_t depth;                 /* of eval_tree within itself */
	uint32_t calls;                 /* depth of function calls */
	struct range call_place;        /* calls > 0: where the outermost stands */
	struct map *prelude;            /* name -> struct builtin of lua/prelude.lua; NULL until one is asked for */
	struct map *said;               /* ambiguous words of facts that have been reported */
};

/* false: a finding was added, and the value is UNDECIDED. */
bool eval_tree(struct eval *, const struct tree *, struct value *);
/* Adds a finding for the expression at this place; always false. */
bool eval_fail(struct eval *, const struct finding_kind *, struct range place, const char *help, const char *format, ...)
	__attribute__((format(printf, 5, 6)));
/* Makes out a list of these; false: it would be larger than a worksheet can show. */
bool eval_list(struct eval *, struct range place, const struct value *items, size_t n, struct value *out);
bool eval_charge(struct eval *, struct range place, uint64_t fuel);
/* Names and functions that a function's body uses are looked up where it is defined. */
bool eval_check_names(struct eval *, const struct tree *, const struct span *function);
struct name *eval_name(struct eval *, struct str name, struct range place, bool *failed);
bool eval_name_value(struct eval *, const struct tree *, struct value *);
void eval_note_read(struct eval *, struct name *);
void eval_unknown(struct eval *, struct str name, struct range place, const char *what);        /* what: "name" or "function" */
void eval_fact(struct eval *, struct name *);           /* its text becomes a value */
struct str eval_line_label(struct eval *, uint32_t line);       /* "line 04" */
/* "total (16154906624 byte, line 05)": an operand and where it comes from, for messages */
struct str eval_origin(struct eval *, const struct tree *, const struct value *);
struct str eval_source(struct eval *, const struct tree *);     /* as written */
/* What a check shows: the condition with its values. */
struct str eval_condition(struct eval *, const struct tree *);

void eval_uses(struct eval *);                          /* the names of `uses:` */
void eval_steps(struct eval *, const struct tree *, struct working *);

/* --- quantities ----------------------------------------------------------------------------------------------- */
enum quantity { QUANTITY_FINE, QUANTITY_NUMBER, QUANTITY_UNITS, QUANTITY_BITS, QUANTITY_EXPONENT, QUANTITY_DIMENSIONS, QUANTITY_AMBIGUOUS };
struct value quantity_of(struct units *, const struct num *);
/* Both numbers in one unit, as sums and comparisons want them. */
enum quantity quantity_join(struct arena *, const struct limits *, struct units *, const struct value *a, const struct value *b,
	const struct num **x, const struct num **y, const struct unit **unit);
enum quantity quantity_apply(struct arena *, const struct limits *, struct units *, enum num_op, const struct value *a, const struct value *b,
	struct value *out, enum num_trouble *);
enum quantity quantity_to(struct arena *, const struct limits *, struct units *, const struct value *, const struct unit *, struct value *out);

/* --- functions of the prelude ---------------------------------------------------------------------------------- */
struct call { struct eval *eval; const struct tree *tree; const struct value *args; size_t n; };
struct builtin {
	const char *name, *usage, *about;       /* "align", "align(x, n)", one line with domain and errors */
	uint8_t least, most;                    /* arguments; most 255: any number */
	bool (*run)(const struct call *, struct value *);
};
extern const struct builtin builtins[];         /* name NULL ends it */
const struct builtin *builtin_find(struct eval *, struct str name);     /* those of lua/prelude.lua too */

#endif
