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
/* The renderer of that name; NULL: the complaint lists those that there are. */
const struct renderer *command_renderer(struct str id);
struct render_options command_render_options(const struct options *, const char *path);
/* Reads the parts of a look that --template names; at least one must be there. false: a complaint is printed. */
bool command_templates(struct arena *, struct options *);
/* false: a complaint that the command wants a file is printed. */
bool command_has_files(const struct options *);
bool command_same_file(const char *, const char *);
#define NOTHING_IN_IT STR("has neither a numbered line nor a claim in it")

#endif
