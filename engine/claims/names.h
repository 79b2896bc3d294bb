/* Inside claims: what the worksheet's prose has bound: names of numbers, formulas, functions; Lua names and facts too. */
#ifndef HENCE_CLAIMS_NAMES_H
#define HENCE_CLAIMS_NAMES_H

enum { NAME_PARAMETERS = 4 };
/* n = 12; total pages = 3944069; area = w × h; f(x) = x >> 12. Its value is its tokens, read anew in each way. */
struct binding {
	struct str name, key;           /* as written; as it is found: words joined by _, a single word in its own case */
	const struct reading *r;        /* NULL: its value is given, not read */
	const struct token *t;          /* what stands for its value, ends in T_END */
	uint32_t count;                 /* tokens of the value */
	uint32_t at, line, section;     /* byte of the worksheet; in model.lines, or LINE_NONE */
	struct range place;
	struct str parameter[NAME_PARAMETERS];
	uint32_t parameters;            /* 0: not a function */
	bool tentative;                 /* if n = 12, n = about 12: it may be used, and nothing is false by it */
	bool supposed;                  /* tentative for an "if" only: sure within its own sentence */
	bool busy;                      /* being evaluated: a = a + 1 */
	bool formula;                   /* names in it have no value where it stands */
	bool by_way;                    /* its value depends on the way it is read */
	bool known[WAYS];
	struct side *value[WAYS];       /* NULL: it was never known */
};
struct frame { const struct binding *of; struct quantity argument[NAME_PARAMETERS]; };
struct names {
	VEC(struct binding *) all;      /* in order of the text */
	struct map *by_key;             /* key -> struct bucket * */
	struct map *places;             /* first byte of a name where it is bound, as four bytes -> not NULL */
	struct map *first;              /* first word of a key, in small letters -> words of the longest such key */
	VEC(uint32_t) headings;         /* where sections begin */
	uint32_t fuel;                  /* evaluations that are left: formulas of formulas end */
	int depth;
	bool table;                     /* the table at hand has a column of properties and one of values */
	VEC(uint32_t) tables;           /* reading.block of those that have, ascending */
};
struct claim;
struct bucket { VEC(struct binding *) at; bool differ, settled; };

/* A name at token i: how many tokens it takes, and whether its one value is beyond doubt. */
struct found { struct binding *binding; uint32_t tokens; bool sure, lost; };   /* lost: it has several values, none of them near */
bool names_find(const struct context *, const struct reading *, const struct token *, uint32_t i, uint32_t to, struct found *);
/* A bound function's name stands at token i and its parenthesis behind it. */
bool names_function(const struct context *, const struct reading *, const struct token *, uint32_t i, struct found *);
bool names_by_key(const struct context *, struct str key, uint32_t use_at, struct found *);
/* The cell stands in a table of properties and values. */
bool names_in_table(const struct context *, const struct reading *);
/* The value of a name, or of a function with the arguments given; false: it has none here. */
bool names_value(const struct context *, const struct found *, uint32_t use_at, const struct quantity *arguments, struct way, struct quantity *);

/* The worksheet's Lua names with numbers, where annotated, and its sections. Before the first pass. */
void names_begin(struct context *, const struct model *, const struct values *);
/* left = value, in the first pass; tokens [from, relation) and what follows it up to `to`. */
void names_bind(struct context *, const struct reading *, const struct token *, uint32_t from, const uint32_t *relation, uint32_t relations, uint32_t to, bool tentative);
/* w × h, (a - b) / 4: names, numbers and operators in turn, to the end. */
bool names_formula(const struct token *, uint32_t from, uint32_t to);
/* The clause that begins at that byte of the worksheet gives a name or a unit its value, or a formula, and claims nothing. */
void names_binds(struct context *, uint32_t at);
bool names_binds_at(const struct context *, uint32_t at);
/* The claim read the name: its value and its line stand in the claim. */
void names_use(const struct context *, struct claim *, const struct binding *);
/* with n = 12, where it stands: under a finding. */
void names_note(struct diag *, struct finding *, const struct claim *);
/* A row of a table of properties: its second cell gives what the first names. */
void names_bind_cell(struct context *, const struct model *, const struct reading *property, const struct tokens *words, const struct reading *value, const struct tokens *t);
/* After the first pass: which keys have one value. */
void names_settle(struct context *);
struct str names_key(struct arena *, const struct reading *, const struct token *, uint32_t from, uint32_t to);
void names_add(struct context *, struct binding *);

#endif
