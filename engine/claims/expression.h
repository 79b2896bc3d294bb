/* Inside claims: one side of a relation as exact quantities under each reading that is admitted. */
#ifndef HENCE_CLAIMS_EXPRESSION_H
#define HENCE_CLAIMS_EXPRESSION_H

enum { WAYS = 4, MOST_USED = 4 };       /* how many names a claim lists */
struct binding;
struct frame;
struct names;
struct context {
	struct arena *arena;
	const struct limits *limits;
	struct units *units;            /* NULL: no units known */
	struct map *bound;              /* unit words that the prose defines: word -> const struct num * (bits) */
	bool strict;                    /* annotated: no lenient reading */
	struct names *names;            /* what the prose binds */
	const struct frame *frame;      /* arguments of the function that is being read */
	bool *by_way;                   /* set where what is read depends on the way; NULL: nobody asks */
	uint32_t as_of;                 /* a formula is read where it is used, not where it stands; UINT32_MAX: where it stands */
};
/* How ambiguous things are read: KB as 1000 or 1024; a division as exact or with its rest dropped. */
struct way { uint8_t base; bool floors; };

struct quantity {
	const struct num *base;         /* with units: in bits, seconds; counted nouns are ignored */
	const struct num *bare;         /* the numbers alone */
	int info, time;                 /* powers of the dimensions */
	bool has_unit, ambiguous;       /* ambiguous: a unit with several readings took part */
	const struct num *factor;       /* of the one unit, when the side is a single number with one */
	struct str unit_word;
	uint32_t numbers, operators, divisions;
	uint16_t decimals;              /* shown by a single number */
	uint8_t number_base;
	bool grouped;                   /* a single number written 1,234 */
	bool noun;                      /* it counts something: 16 pages */
	struct str counts;              /* the words for it, of the last number: "PML4 entries" */
	struct str asked;               /* "in pages" behind a quantity: what the other side counts */
	bool hedged;                    /* ~ before it */
	bool loose;                     /* words or signs took part that nobody defined: never a reason to say false */
	bool tight_dash;                /* 10-20: a range as likely as a difference */
	const struct num *power;        /* 3.4 × 10^38: the 10^38, and decimals are those of 3.4; else NULL */
	const struct num *first;        /* bare value of the first number, for running equals */
	const struct num *range;        /* a - b read as a range: b - a; NULL */
	uint32_t from, to;              /* tokens of the expression, [from, to) */
	uint32_t prefix;                /* words before it */
	const char *trouble;            /* it could not be computed: "division by zero" */
	uint32_t names;                 /* names it read, counted; the first of them in used */
	const struct binding *used[MOST_USED];
	bool unsure;                    /* one of them has other values elsewhere */
	const struct num *shown;        /* a name's value with decimals: what it is exactly its digits do not say */
	uint16_t shown_places;
	bool alone;                     /* it is one name and nothing else */
	bool mixed;                     /* a size and a time were added */
	bool cut;                       /* words and a number stand before it: what of it was meant is a guess */
};
enum side_kind { SIDE_EMPTY, SIDE_WORDS, SIDE_CLOSED, SIDE_OPEN };
struct side {
	enum side_kind kind;
	struct quantity q;
	uint32_t end;                   /* token behind the expression, its units and what it counts */
	bool clean_end, suffix;         /* suffix: words behind it that say more of it */
	bool has_number;
};

/* Reads tokens [from, to) as one side. */
void expression_read(const struct context *, const struct reading *, const struct token *, uint32_t from, uint32_t to, struct way, struct side *);
/* The same in each of judge_ways, WAYS sides: once, where nothing in it depends on the way. */
void expression_read_ways(const struct context *, const struct reading *, const struct token *, uint32_t from, uint32_t to, struct side *);
bool expression_read_end_ways(const struct context *, const struct reading *, const struct token *, uint32_t from, uint32_t to, struct side *);
/* The longest end of the tokens [from, to) that is an expression and stands behind a word; false: none. */
bool expression_read_end(const struct context *, const struct reading *, const struct token *, uint32_t from, uint32_t to, struct way, struct side *);
void expression_by_way(const struct context *);         /* the way was asked for */
/* The bits of one unit word, by the worksheet's definition or the way's reading; NULL: not a unit. */
const struct unit *expression_unit(const struct context *, struct str word, struct way, bool *ambiguous);

#endif
