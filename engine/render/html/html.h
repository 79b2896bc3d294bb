/* Inside render/html: one page being written. */
#ifndef HENCE_RENDER_HTML_H
#define HENCE_RENDER_HTML_H

struct html {
	const char **words[WORD_LISTS]; /* html_word of each list once asked for, NULL ends it; NULL: not asked for yet */
	struct str *anchors;            /* html_line_anchor of each line once asked for; NULL: of none yet */
	struct arena *arena;
	const struct report *r;
	struct buf *out;
	struct sections sections;
	uint32_t line;                  /* being written, or LINE_NONE */
	uint32_t reference;             /* the next of graph.references, in order of place */
	const struct reference **references; size_t reference_count;
	uint32_t tips;                  /* numbers the value elements */
	size_t finding;                 /* the next of diag.findings, in order of place */
	const struct claim **wrong; size_t wrong_count, next_wrong;     /* false and rounded claims, in order of place */
	bool facts_done, check_done;
	bool bare;                      /* the text alone: no verdicts, findings, origins */
	const struct edition *edition;  /* its exercises are marked; NULL: none */
};
void html_escape(struct buf *, struct str);                     /* text and attribute values */
void html_printf(struct html *, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* The i-th word of a list of lua/lang, escaped. */
const char *html_word(struct html *, enum word_list, size_t i);
void html_tree(struct html *, const struct node *);             /* a document's blocks */
void html_inlines(struct html *, const struct node *block);
void html_value(struct html *, const struct span *);            /* what a live span shows, with where it comes from */
void html_figure(struct html *, const struct node *block);
void html_line(struct html *, uint32_t line);
void html_findings(struct html *, uint32_t end);                /* those that stand before this byte */
void html_facts(struct html *);
void html_check(struct html *);
void html_unchecked(struct html *, const char *before, const char *after);      /* how much was not checked, between two tags */
void html_derivation(struct html *);                            /* what rests on what, as a drawing and in words */
void html_line_link(struct html *, uint32_t line, const char *before);
void html_named_line(struct html *, const char *before, uint32_t line, const char *after);      /* "line 4", the number a link */
struct str html_line_anchor(struct html *, uint32_t line);      /* "L4"; for a number that stands twice "L4-2" */


/* The title that the worksheet gives itself, else its first heading, else its file's name. */
struct str html_title(struct arena *, const struct report *);
/* The words of a heading or of an image's description, without their markup. */
struct str html_words(struct arena *, const struct node *);
void html_base64(struct buf *, struct str bytes);
/* A hex digest as a content security policy wants it. */
void html_base64_of_hex(struct buf *, struct str hex);

#endif
