/* kind.h: what a kind of figure is, and what it reads, reports and draws with. */
#ifndef HENCE_FIGURE_KIND_H
#define HENCE_FIGURE_KIND_H

enum {
	DRAWING_CELLS = 50000,          /* of one drawing: five pages full */
	FIGURE_COLUMNS = 84,            /* a drawing is not laid out wider where it can be helped: it fits the page at full size */
	FIGURES_MOST = 256,             /* of one worksheet: each costs a drawing in every document */
	FIGURE_ITEMS = 256,             /* of one list: more is a listing, and no figure */
	FIGURE_TEXT = 200,              /* columns of one text */
};

struct sketch {                         /* one figure being read, checked and laid out */
	struct arena *arena;
	struct diag *diag;
	const struct limits *limits;
	const struct model *model;
	const struct facts *facts;
	struct values *values;
	struct figure *figure;
	struct drawing *drawing;
	struct buf alt;                 /* becomes figure.alt */
	const struct local *locals; size_t local_count;         /* names that expressions may use besides the worksheet's */
};
struct figure_kind {
	const char *id, *about;
	const struct key *keys;         /* where: "bits figure" for its own map, "bits field" for those in it; name NULL ends */
	void (*make)(struct sketch *, const struct yaml *map);
};
extern const struct figure_kind *const figure_kinds[];  /* sorted by id, NULL ends it */
extern const char *const figure_examples[];             /* the annotation of each, in the same order; made from the tests */

/* --- reading: false, and a finding where it is needed or wrong; a value not to be had sets figure.why -------------- */
bool sketch_keys(struct sketch *, const struct yaml *map, const char *where);   /* it is a map, and has no key but those of the table */
bool sketch_list(struct sketch *, const struct yaml *map, const char *key, bool needed, const struct yaml **);
bool sketch_text(struct sketch *, const struct yaml *map, const char *key, bool needed, struct str *);
bool sketch_words(struct sketch *, const struct yaml *, const char *key, struct str *); /* the scalar itself: "= x" or "page {x}" shows a value */
bool sketch_value(struct sketch *, const struct yaml *map, const char *key, bool needed, struct value *);
bool sketch_scalar(struct sketch *, const struct yaml *, const char *key, struct value *);      /* an expression */
bool sketch_number(struct sketch *, const struct yaml *map, const char *key, bool needed, struct value *);       /* with or without unit */
bool sketch_integer(struct sketch *, const struct yaml *map, const char *key, bool needed, int64_t least, int64_t most, int64_t *);
bool sketch_whole(struct sketch *, const struct yaml *, const char *key, int64_t least, int64_t most, int64_t *); /* the scalar itself */
bool sketch_truth(struct sketch *, const struct yaml *map, const char *key, bool *);
bool sketch_unit(struct sketch *, const struct yaml *map, const char *key, const struct unit **);
/* Both in one dimension; else unit-mismatch at place. */
bool sketch_alike(struct sketch *, struct range place, const struct value *, const struct value *);
int sketch_compare(struct sketch *, const struct value *, const struct value *);        /* alike: -1, 0, 1 */
bool sketch_apply(struct sketch *, enum num_op, const struct value *, const struct value *, struct value *);     /* + and - of alike ones; the unit is the first's */
/* The number with its unit, in unit unless that is NULL; exact. */
struct str sketch_show(struct sketch *, const struct value *, const struct unit *);
struct str sketch_plain(struct sketch *, const struct value *);        /* without its unit */
/* A word of the worksheet's language, the second where more is set: lua/lang. */
struct str sketch_say(struct sketch *, enum word_list list, bool more);
/* Adds the i-th phrase of a list to the figure's text alternative, with {1}, {2}, ... replaced by n texts. */
void sketch_tell(struct sketch *, enum word_list list, size_t i, const struct str *texts, size_t n);
/* A finding about the figure; it is not drawn. sketch_wrong: it is drawn all the same. */
struct finding *sketch_fail(struct sketch *, const struct finding_kind *, struct range place, const char *format, ...) __attribute__((format(printf, 4, 5)));
struct finding *sketch_wrong(struct sketch *, const struct finding_kind *, struct range place, const char *format, ...) __attribute__((format(printf, 4, 5)));
bool sketch_stopped(const struct sketch *);

/* --- drawing -------------------------------------------------------------------------------------------------------- */
struct primitive *draw_box(struct sketch *, enum draw_look, int32_t x, int32_t y, int32_t w, int32_t h);
void draw_text(struct sketch *, enum draw_look, char anchor, int32_t x, int32_t y, struct str);
void draw_middle(struct sketch *, enum draw_look, int32_t x, int32_t w, int32_t y, struct str);    /* between the borders of a box */
void draw_fill(struct sketch *, enum draw_look, int32_t x, int32_t y, int64_t eighths);
struct primitive *draw_line(struct sketch *, enum draw_look, int32_t x1, int32_t y1, int32_t x2, int32_t y2);
void draw_to(struct sketch *, struct primitive *, int32_t x, int32_t y);       /* the line goes on */
int32_t draw_columns(struct str);
/* Words in rows of at most so many columns, broken at blanks; returns the rows. */
int32_t draw_words(struct sketch *, enum draw_look, int32_t x, int32_t y, int32_t columns, struct str);
/* num * steps / most, rounded to the nearest; 0 to steps. */
int64_t draw_scaled(struct sketch *, const struct num *, const struct num *most, int64_t steps);

#endif
