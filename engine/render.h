/* render: a report made into bytes. One renderer is one folder engine/render/<id>/ with <id>.c, a const struct;
 * the table is made from the folder names. Called by the pipeline; sees the report and the trees it points into. */
#ifndef HENCE_RENDER_H
#define HENCE_RENDER_H

struct render_options {
	struct style style;             /* text: colours, width */
	bool quiet, verbose, coverage;
	bool letter;                    /* PDF: Letter instead of A4 */
	struct str origin;              /* file name as shown */
	const struct edition *edition;  /* whose exercises are marked, or left blank where blanks is set; NULL: none */
	bool blanks;                    /* Markdown: a blank in the place of each answer, and of a value that gives one away */
	bool bare;                      /* HTML, PDF: the text alone, without verdicts, findings, origins and what is embedded */
	bool carry;                     /* HTML: the page carries its worksheet and facts, so that it can be checked again */
	bool in_script;                 /* JSON: stands in a page's <script> */
	bool compared;                  /* a plain worksheet was compared with a machine */
	const struct str *kept; size_t kept_count;      /* the options that the result depends on, carried too */
	struct str digest;              /* the worksheet's, where it is known already; empty: it is made when it is needed */
	const struct embedded *own;     /* templates that take the place of ours, path NULL ends them; NULL: none */
};
struct renderer {
	const char *id;                 /* "html": --to html, --format html */
	const char *suffix;             /* ".html" */
	/* false: why is one clause (a font is missing). Output depends on the report and the options alone. */
	bool (*render)(struct arena *, const struct report *, const struct render_options *, struct buf *out, struct str *why);
	void (*prepare)(const struct render_options *); /* opens, once, what must be open before a stranger's text is read (fonts); NULL: nothing */
	bool streams;                   /* render never looks at what it has written */
};
extern const struct renderer *const renderers[];        /* sorted by id, NULL ends it */
const struct renderer *render_find(struct str id);
/* The bytes of "templates/page.css": the options' own, else ours. */
struct str render_template(const struct render_options *, const char *path);
/* page.css: the options' own rules stand after ours, so that a few of them are a look. */
struct str render_style(struct arena *, const struct render_options *);

/* A path as a relative address: what is no letter, digit or - _ . ~ / is percent-escaped. */
void render_address(struct buf *, struct str path);

/* Whether a document's text holds a value that the edition withholds, as a number of its own; *line: the exercise it answers. */
bool render_leaks(const struct render_options *, struct str text, uint32_t *line);

/* The index of several worksheets: a row for each, whose documents lie beside the index as STEM.suffix, and the page around the rows. */
void render_index_row(struct arena *, const struct report *, struct str stem, const struct renderer *const *documents, size_t n, struct buf *row);
void render_index_unread(struct str path, struct buf *row);        /* a worksheet that could not be read */
void render_index(struct arena *, const struct render_options *, size_t worksheets, const char *version, struct str rows, struct buf *out);

/* One worksheet on several machines; at[0] is what the others are held against, and its comparison is empty. */
struct machine_report { struct str label; const struct report *report; int status; struct comparison comparison; };
/* way[i]: the first machine that comes out as i does; ways: how many such firsts. More than MACHINES_APART are shown way by way. */
enum { MACHINES_APART = 12 };
struct machines { struct str worksheet; struct machine_report *at; size_t *way; size_t n, ways; };
void render_machines_text(struct arena *, const struct machines *, const struct render_options *, struct buf *);
void render_machines_json(struct arena *, const struct machines *, const struct render_options *, struct buf *);
void render_machines_html(struct arena *, const struct machines *, const struct render_options *, struct buf *);
struct str render_machine_name(struct arena *, size_t);          /* "A", "B", ...: what a machine, or a way, is called in all of them */
/* Whether machine i has a column of its own, and which it is. */
bool render_machine_column(const struct machines *, size_t i, size_t *column);

#endif
