/* model: the worksheet as its author thinks of it: numbered lines with kinds and roles, live spans, annotations.
 * Numbers, expressions and conditions are still text here. Called by the pipeline; read by every room to the right. */
#ifndef HENCE_MODEL_H
#define HENCE_MODEL_H

#include "gen/word_lists.h"

enum role { ROLE_NARRATIVE, ROLE_PREMISE, ROLE_DEFINITION, ROLE_CALCULATION, ROLE_CHECK, ROLE_INFERENCE, ROLE_FIGURE, ROLE_FALSE };
const char *model_role_name(enum role);         /* "narrative", ... */

/* A live code span (annotated worksheets only); node->mark of its CODE node points here. In a figure's fence, several
 * spans stand in one CODE_BLOCK: the block's mark is NULL and they are found by their place. */
enum span_kind { SPAN_SHOW, SPAN_DEFINE, SPAN_FUNCTION, SPAN_CHECK };
enum answer_word { ANSWER_NONE, ANSWER_YES, ANSWER_NO };
struct span {
	enum span_kind kind;
	struct range range;             /* with its backticks */
	struct str name;                /* DEFINE, FUNCTION */
	struct range name_range;
	VEC(struct str) parameters;     /* FUNCTION */
	struct str expression;          /* a slice of the worksheet's bytes where possible */
	uint32_t expression_at;         /* its byte in the worksheet */
	enum answer_word answer;        /* CHECK: YES, NO, a tick or a cross that follows it */
	struct range answer_range;
	const struct node *node;        /* the CODE node or the CODE_BLOCK it stands in */
	bool in_figure;                 /* in a fence: keeps its width */
	uint32_t index;                 /* in model.spans */
	uint32_t line;                  /* in model.lines, or LINE_NONE */
};

#define LINE_NONE UINT32_MAX
/* One entry of `from:`; worksheet is the `uses` prefix or empty. */
struct ref { struct str worksheet, id; uint32_t number; struct range range; };
struct waiver { struct str rule, reason, until; struct range range; bool used; };

struct line {
	uint32_t number;                /* as written */
	struct str number_text;         /* "04" */
	struct str id;                  /* annotation `id`, else the number without leading zeros */
	struct str kind;                /* "ZONE CHECK", without qualifier and colon; empty when the text has none */
	struct str qualifier;           /* inside the parenthesis, or empty */
	enum role role;
	struct range range;             /* everything that belongs to the line, without trailing blank lines */
	struct range number_range, kind_range;
	uint32_t body_at;               /* first byte after "NN. KIND: " */
	struct node *tree;              /* the line's own Markdown, without "NN. " and without the annotation; kind words included */
	uint32_t first_span, span_count;/* model.spans */
	/* annotation */
	struct yaml *annotation;        /* NULL: none */
	struct range annotation_range;  /* the fence with its fence lines */
	VEC(struct ref) from;
	struct str source;
	struct yaml *cite, *figure, *ask;
	struct str when;                /* a Lua condition, or empty */
	uint32_t when_at;
	bool steps;
	VEC(struct waiver) accepts;
};

/* The worksheet from top to bottom. TEXT: what stands outside lines. */
enum part_kind { PART_HEADING, PART_RULE, PART_TEXT, PART_LINE };
struct part { enum part_kind kind; struct range range; struct node *tree; uint32_t line; };

/* Front matter; every key is in one table (model/keys.c), from which the manual's table is made. */
struct settings {
	bool annotated;                 /* hence: 1 */
	struct str title, subtitle, date, lang, abstract;
	VEC(struct str) author, keywords, assumes;
	bool toc;
	struct yaml *facts, *units, *kinds, *uses, *rules, *house, *numbers, *params, *handout;
	uint64_t step_budget;
	struct range range;             /* the whole front matter with its --- lines; n == 0: none */
};

/* What a plain worksheet says about its machine: a row of its specification table, or Source: `cmd` -> output: `text`. */
struct as_written { struct str property, value, source; struct range range; uint32_t line; };

struct model {
	const struct text *text;
	struct settings settings;
	VEC(struct line) lines;
	VEC(struct span) spans;         /* in order of the text */
	VEC(struct part) parts;
	VEC(struct as_written) as_written;
	uint32_t in_fences;             /* things that look numbered but stand inside fences */
	struct map *numbers, *ids;      /* "5" (no leading zeros) and ids to a pointer into lines; see model_line_numbered */
};

/* Requires: text is valid UTF-8 within the limits. Provides: the model, findings for what cannot be read (bad-yaml,
 * unknown-key, markdown-trap, duplicate ids, too-big). Leaves alone: every expression, number, reference and claim. */
void model_read(struct arena *, struct diag *, const struct limits *, const struct text *, struct model *);
uint32_t model_line_at(const struct model *, uint32_t at);              /* the line that owns this byte, or LINE_NONE */
uint32_t model_line_numbered(const struct model *, uint32_t number);    /* the first with the number, or LINE_NONE */
uint32_t model_line_named(const struct model *, struct str id);
void model_dump(const struct model *, struct buf *);

/* An image that the worksheet shows, read once; node->mark of its IMAGE node points here. */
enum image_kind { IMAGE_PNG, IMAGE_JPEG, IMAGE_GIF, IMAGE_WEBP, IMAGE_SVG };
struct image {
	enum image_kind kind;
	struct str path, bytes, why;    /* why: it cannot be shown, and the mark is NULL */
	uint32_t width, height;         /* PNG, JPEG: in its own points */
};
/* Asks for each image below the course's root; a missing-file finding where it cannot be had. Nothing is fetched from a network. */
void model_images(struct arena *, struct diag *, const struct model *, const struct asker *);

/* --- keys: every key of front matter, annotations and facts, in one table (model/keys.c) ------------------------ */
struct key { const char *where, *name, *shape, *meaning; };     /* where: "front matter", "line", "fact", "cite", "ask", ... */
extern const struct key model_keys[];                           /* in the order of the manual; name NULL ends it */
/* An unknown-key finding for each key of the map that the table does not have at that place; true: none. */
bool model_check_keys(struct diag *, const struct yaml *map, const char *where);
bool model_check_keys_of(struct diag *, const struct key *table, const struct yaml *map, const char *where);  /* another table */

/* Words of the worksheet's language, from lua/lang/<lang>.lua: WORDS_YES -> {"YES", ...}. Made into tables by the build; unknown language: English. */
const char *const *model_words(struct str lang, enum word_list);        /* ends in NULL; empty where the language has no such list */
/* The i-th word of a list; empty where there is none. */
struct str model_phrase(struct str lang, enum word_list, size_t i);
/* Adds it with {1}, {2}, ... replaced by n texts: an order of words is the language's own. */
void model_tell(struct buf *, struct str lang, enum word_list, size_t i, const struct str *texts, size_t n);
/* A word with a bit for each list that it stands in; a colon at its end in a list does not count. NULL: it stands in none. */
enum { WORD_SLOTS = (WORD_LISTS + 31) / 32 };
struct word { uint16_t at, n; uint32_t lists[WORD_SLOTS]; };     /* at, n: its letters among those of its language */
const struct word *model_word(struct str lang, struct str text);
static inline bool model_in(const struct word *w, enum word_list list)
{
	return w && (w->lists[list / 32] >> list % 32 & 1);
}

#endif
