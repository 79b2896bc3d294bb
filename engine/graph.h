/* graph: which line rests on which, and why: references, from:, names, terms, numbers carried, units, uses.
 * Called by the pipeline; rules walk it, report and `why` print it. */
#ifndef HENCE_GRAPH_H
#define HENCE_GRAPH_H

enum edge_kind { EDGE_REFERENCE, EDGE_FROM, EDGE_NAME, EDGE_TERM, EDGE_NUMBER, EDGE_UNIT };
const char *graph_edge_name(enum edge_kind);    /* "reference", "from", "name", "term", "number", "unit" */
/* from rests on to; both in model.lines. */
struct edge { uint32_t from, to; enum edge_kind kind; struct range place; struct str what; };
/* from rests on a line of a worksheet that it uses. */
struct outside { uint32_t from; enum edge_kind kind; const struct used *used; const struct used_line *to; struct range place; struct str what; };
/* The text as the reader sees it, cut into words, numbers and marks; what terms, references and most rules are read from. */
enum token_kind { TOKEN_WORD, TOKEN_NUMBER, TOKEN_MARK, TOKEN_LIVE };
/* A word, numeral or mark of the text, once, with what is asked of it wherever it stands; and each live span. */
struct vocable {
	struct str text, key;           /* key: graph_term_key of the text */
	uint32_t number;                /* below graph.keys: the same for all with this key */
	uint32_t begins;                /* words of the longest term that begins with this key; 0: none does */
	const struct term *term;        /* of its key by itself; NULL: none */
	const struct word *word;        /* WORD, in the lists of the language; NULL: in none */
	const struct num *num;          /* NUMBER; NULL when it is no numeral we read (a date, a version) */
	struct str exact;               /* num_exact of it */
	uint32_t span;                  /* LIVE: in model.spans */
	char sign;                      /* MARK of one byte; else 0 */
	bool code_word, acronym;        /* WORD: what graph_code_word and graph_acronym say of it */
};
struct token {                          /* there are as many as words and marks in the text: 24 bytes */
	enum token_kind kind : 8;
	bool spaced : 1;                /* a blank or a line's start stands before it */
	bool starts : 1;                /* first of its paragraph, cell, or line of a fence */
	bool code : 1, fence : 1;       /* in a code span; in a fence */
	bool programme : 1;             /* in a fence of a named language, or one that reads as C: quoted, not said */
	bool source : 1;                /* in the words that name a source: Source: ... up to the full stop */
	bool heading : 1;
	bool reference : 1;             /* in "line 04", "lines 25-26", also when it is the line of a file */
	uint32_t line;                  /* in model.lines, or LINE_NONE */
	struct range place;
	const struct vocable *vocable;  /* text: as written; a drawn line, ------, is one mark */
};
/* A reference as written: "From line 04", "(line 25-26)", "from 33"; to: LINE_NONE when there is no such line.
 * The line of a file ("mm.h line 77-83") is none. */
struct reference {
	uint32_t from, to, number;
	struct str worksheet, id;
	const struct used_line *outside;        /* with worksheet: its line there; NULL: none */
	struct range place;
	struct str carried;             /* the statement it stands to: after "From line 20:", before "(line 20)"; or empty */
	uint32_t first_token, token_count;      /* the same, in graph.tokens */
	bool in_annotation;             /* an entry of from: */
	bool stated;                    /* says that something is taken from there: "From line 04", "Source: line 10", from: */
	bool mention;                   /* "as line 10 has it": points there, takes nothing from there */
};
/* A term that a line of the worksheet introduces. */
struct term { struct str word; struct range place; uint32_t line; VEC(struct range) uses; };
struct graph {
	VEC(struct token) tokens;       /* in order of the text */
	const uint32_t *token_at;       /* tokens of line i: tokens.at[token_at[i] .. token_at[i + 1]) */
	VEC(struct edge) edges;         /* sorted by from, to, kind, place */
	const uint32_t *first;          /* edges of line i: edges.at[first[i] .. first[i + 1]) */
	VEC(struct outside) outside;    /* sorted by from, worksheet, line there, kind */
	VEC(struct reference) references;
	VEC(struct term) terms;         /* in order of definition */
	uint32_t keys;                  /* how many vocables the text has, when those with one key are one */
	struct map *term_of;            /* graph_term_key() -> struct term * of its first definition */
};
/* Requires: model, values, claims. Provides: all edges and references; adds no finding. Linear; no recursion. */
void graph_build(struct arena *, const struct model *, const struct values *, const struct claims *, struct graph *);
/* The lines that line rests on directly, ascending, each once: by name, number carried, unit, from: or reference. */
size_t graph_rests_on(const struct graph *, uint32_t line, uint32_t *lines, size_t most);
/* The edges of a line into other worksheets, consecutive in graph.outside; *first: the first of them. */
size_t graph_outside(const struct graph *, uint32_t line, const struct outside **first);
/* The same word in any number, case and possessive: "Pages'", "page" -> "page". Code-like words keep their case. */
struct str graph_term_key(struct arena *, struct str word);
bool graph_code_word(struct str word);          /* pg_data_t, PAGE_SIZE, zone->name */
bool graph_acronym(struct str word);            /* TLB, DDR4: two capitals or more and no small letter */
void graph_dump(const struct model *, const struct graph *, struct buf *);

#endif
