/* command: what a user can ask for, one file a command in engine/command/, named after it. A command reads its files, runs the
 * pipeline, and writes what was asked for. The functions below are what commands share. Called by main.c alone. */
#ifndef HENCE_COMMAND_H
#define HENCE_COMMAND_H

enum command_status { STATUS_HOLDS = 0, STATUS_ERROR = 1, STATUS_UNREADABLE = 2, STATUS_UNDECIDED = 3 };
/* The worse of two exit statuses: 2 wins over 1 over 3 over 0. */
int command_worse(int, int);
/* "hence: PATH why" on standard error. */
void command_complain(const char *path, struct str why);
/* Standard output, checked; returns an exit status. */
int command_print(struct str);
/* One worksheet through the pipeline, against the machine that the options name; false: a complaint is printed. The caller ends outcome. */
bool command_verify(struct arena *, const struct options *, const char *path, struct outcome *);
/* A page made by `render`, which carries its worksheet. The texts live in the arena they were read into. */
struct page { struct str bytes, version, name, machine, options, facts, worksheet; };
enum page_found { PAGE_NO, PAGE_BROKEN, PAGE_FOUND };   /* BROKEN: HTML, but no worksheet to be read in it */
enum page_found command_page_read(struct arena *, struct str bytes, struct page *);
/* Takes over the choices the page was made with; false: the command line has its own, which stand. */
bool command_page_options(struct arena *, const struct page *, struct options *);
/* What a page carries beside its worksheet: its images, by their paths; to be used as asker.ask with a struct page_asker. */
struct page_asker { const struct page *page; struct asker otherwise; };
void command_page_ask(void *page_asker, const struct question *, struct arena *, struct answer *);
/* Makes the page again and compares; *said is one clause in any case. comparable: the page's own choices and facts were used. */
int command_page_compare(struct arena *, const struct page *, const struct outcome *, const struct options *, bool comparable, struct str *said);
/* As command_verify; page->bytes.n is 0 when path is no page, else *o takes over what the page was made with when *comparable is set. */
bool command_verify_page(struct arena *, struct options *o, const char *path, struct page *, bool *comparable, struct outcome *);
/* A worksheet and the machine that answers, to be run once or often: job points into it, so it stays where it is. */
struct opened { struct page_asker carried; struct asker asker; struct job job; };
bool command_open(struct arena *, struct options *o, const char *path, struct page *, bool *comparable, struct opened *);
bool command_run(struct arena *, const struct options *o, const char *path, const struct opened *, struct outcome *);
/* Each number and reference of the worksheet changed by one, one at a time: says which of these no finding guards. */
int command_mutate(struct arena *, struct options *o, const char *path);
/* The machine that the options name, for the worksheet at path or for none ("-"); NULL: a complaint is printed. */
struct machine *command_machine(struct arena *, const struct options *, const char *path);
/* The renderer of that name; NULL: the complaint lists those that there are. */
const struct renderer *command_renderer(struct str id);
struct render_options command_render_options(const struct options *, const char *path);
/* Reads the parts of a look that --template names; at least one must be there. false: a complaint is printed. */
bool command_templates(struct arena *, struct options *);
/* false: a complaint that the command wants a file is printed. */
bool command_has_files(const struct options *);
/* What a command does with one file; returns an exit status. row takes what the command gathers over all files. */
struct command_one { int (*run)(const struct options *, const void *with, const char *path, struct buf *row); const void *with; };
/* Each file of the command line, -j of them at a time; output and rows in their order. Returns the worst exit status. */
int command_each(const struct options *, const struct command_one *, struct buf *rows);
bool command_same_file(const char *, const char *);
#define NOTHING_IN_IT STR("has neither a numbered line nor a claim in it")

#endif
