/* diag: the findings, their ids and places, and how one is printed.
 * Every room from source on adds findings; render prints them. One id is one file engine/diag/finding/<id>.md:
 * its header gives severity, group and title, its body is the page that `hence explain` prints. */
#ifndef HENCE_DIAG_H
#define HENCE_DIAG_H

enum severity { SEVERITY_OFF, SEVERITY_NOTE, SEVERITY_WARNING, SEVERITY_ERROR };

struct finding_kind {
	const char *id;                 /* "wrong-calculation": file name, message, test folder, --only, --skip */
	enum severity severity;         /* before a worksheet or the command line changes it */
	const char *group;              /* arithmetic layout reference premise derivation reading facts waivers */
	bool undecided;                 /* means "not to be had", so the exit status is 3 and not 0 */
	const char *title;              /* one line: what it says */
	const char *page;               /* the body, Markdown */
};
extern const struct finding_kind *const finding_kinds[]; /* sorted by id, NULL ends it; made from the file names */
const struct finding_kind *finding_find(struct str id);  /* NULL: no such id */
/* finding_bad_yaml and so on: one extern per file */
#include "gen/findings.h"

struct finding_note { struct range place; struct str text; };   /* place.n == 0: no excerpt */
struct finding {
	const struct finding_kind *kind;
	enum severity severity;         /* the one in force */
	struct range place;             /* in diag.text; n may be 0 (a caret alone) */
	struct str message;             /* after "error: line 22: ", before " [id]"; starts in lower case, no full stop */
	struct str found, expected;     /* exact text, or empty */
	struct str help;                /* the mend, one sentence; empty: none known */
	struct str fix;                 /* replaces fix_place in the source; fix.s NULL: none */
	struct range fix_place;
	VEC(struct finding_note) notes; /* the working, what it spoils */
	VEC(uint32_t) rests_on;         /* indices into model.lines */
	bool waived;                    /* by `accept:`; waiver holds the reason */
	struct str waiver;
	const struct text *file;        /* NULL: the worksheet; else the file that is at fault, a file of house rules: place is where the */
	struct range file_place;        /* worksheet names it, and this the place in it */
};
struct diag { struct arena *arena; const struct text *text; VEC(struct finding) findings; VEC(const struct finding_kind *) house; };       /* house: declared by house rules */

/* Adds one and returns it to be completed; the pointer dies at the next diag_add. */
struct finding *diag_add(struct diag *, const struct finding_kind *, struct range place, const char *format, ...)
	__attribute__((format(printf, 4, 5)));
struct finding *diag_vadd(struct diag *, const struct finding_kind *, struct range place, const char *format, va_list)
	__attribute__((format(printf, 4, 0)));
void diag_note(struct diag *, struct finding *, struct range place, const char *format, ...) __attribute__((format(printf, 4, 5)));
/* A finding of hence, or one that the worksheet's house rules declare; NULL: no such id. */
const struct finding_kind *diag_kind(const struct diag *, struct str id);
/* The text and the place that a reader must look at. */
const struct text *diag_where(const struct text *worksheet, const struct finding *, struct range *place);
/* In order of place, then id, then message; equal findings become one. */
void diag_sort(struct diag *);

/* Colours of a terminal; all empty strings when there is none. */
struct style { const char *bold, *dim, *red, *yellow, *green, *blue, *cyan, *off; int columns; bool unicode; };
extern const struct style style_plain, style_colour;
/* The words around a finding: by severity, then the others; a language's FINDING_WORDS are such a list. */
enum finding_word { FINDING_NOTE = SEVERITY_NOTE, FINDING_RESTS_ON = SEVERITY_ERROR + 1, FINDING_HELP, FINDING_NAMED_HERE };
/* The finding with excerpt, caret, notes, rests and help; line_label is "line 22" or empty.
 * Control bytes from the source are printed as \xNN, direction marks as \u{...}. */
void diag_print(struct buf *, const struct style *, const struct text *, const struct finding *, struct str line_label,
	struct str rests_on, const char *const *words);
void diag_escape(struct buf *, struct str);     /* text from outside made safe for a terminal */

#endif
