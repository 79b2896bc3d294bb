/* render/sections: what every document shows beside the author's own text, as plain data: the specification table, the
 * VIOLATION CHECK, the counts, drawings with their values in place. HTML, PDF and the others print it; none decides it. */
#ifndef HENCE_RENDER_SECTIONS_H
#define HENCE_RENDER_SECTIONS_H

struct section_fact {
	struct str ran;                 /* a command: "ran confined: ..."; else empty */
	const struct fact *fact;
	struct str property, value, source;     /* value: "15776276 kB", or why there is none */
	bool good;
	uint32_t line;                          /* the axiom it enters on; LINE_NONE */
};
struct section_item {
	const struct finding *finding;
	uint32_t line;                          /* in model.lines, or LINE_NONE */
	struct str label;                       /* "Line 47", or "Text line 12" outside numbered lines */
	struct str sentence;                    /* follows the label and a colon; ends with a full stop */
	struct str mend;                        /* begins with a capital, ends with a full stop; may be empty */
};
struct section_group { struct str heading; VEC(struct section_item) items; };
struct sections {
	struct str facts_heading, check_heading, nothing;       /* nothing: what stands under a heading without items */
	bool show_facts;                        /* a plain worksheet's own table is enough */
	VEC(struct section_fact) facts;
	VEC(struct section_group) check;        /* the author's three headings always, the others when they have items */
	struct str coverage;                    /* "70 lines, 84 claims: 80 hold, 1 rounded, ..." */
	size_t coverage_claims;                 /* where its claims begin */
	struct str machine;                     /* "Linux 6.1.0 x86_64, facts read here" */
};
/* Findings that say the same of several lines stand together; the mend of one kind stands once. */
struct section_together { const struct section_item *item; VEC(uint32_t) lines; bool mend; };
struct section_gathered { VEC(struct section_together *) all; };
void sections_gather(struct arena *, const struct section_group *, struct section_gathered *);
void sections_make(struct arena *, const struct report *, struct sections *);

/* The i-th word of a key of lua/lang that documents print. */
struct str sections_word(const struct report *, enum word_list list, size_t i);
struct str sections_verdict(const struct report *, enum verdict);        /* "holds", ... in the worksheet's language */
/* What the whole comes to, of WORDS_PAGE_VERDICT, with its mark: it does not hold, holds, holds as far as decided, nothing to verify. */
struct section_overall { size_t word; const char *mark; enum verdict verdict; };
struct section_overall sections_overall(const struct report *);
/* What the instructor sees below an exercise; false: the line is none. */
struct section_exercise { struct str title, rest; };    /* "Exercise 2", " · 3 points · hint: ... · blank in the student's copy: 4096" */
bool sections_exercise(struct arena *, const struct report *, const struct edition *, uint32_t line, struct section_exercise *);

/* A CODE_BLOCK's text with the results of its live spans in place, as wide as the spans with their backticks. */
struct str sections_figure(struct arena *, const struct report *, const struct node *block);
/* The next live span of a figure from *span on, whose text begins at byte *from of the block's text, not before done. */
bool sections_figure_next(const struct report *, const struct node *block, size_t done, uint32_t *span, size_t *from);
/* The first live span of model.spans that begins in or after a byte; model.spans.n when there is none. */
uint32_t sections_span_at(const struct model *, uint32_t at);

#endif
