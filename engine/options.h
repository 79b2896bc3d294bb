/* options: the command line as data. Called by main.c; read by every command. */
#ifndef HENCE_OPTIONS_H
#define HENCE_OPTIONS_H

enum colour_choice { COLOUR_AUTO, COLOUR_ALWAYS, COLOUR_NEVER };
/* A machine as the command line names it; compare takes several, in their order. */
enum machine_kind { MACHINE_HERE, MACHINE_FACTS, MACHINE_SYSROOT };
struct chosen_machine { enum machine_kind kind; const char *path; };
struct options {
	const char *command;                    /* "check", ... */
	VEC(const char *) files;                /* in order; "-" is standard input */
	bool here, strict, trust, no_exec, coverage, quiet, verbose, allow_undecided, help, version, letter;
	bool mutate;                                                       /* audit */
	bool write, fix;                                                   /* rebase, fmt */
	bool collect_script, fleet_script, fleet_role, names;             /* facts */
	const char *collect, *yes, *edition;
	struct collection *collection;          /* set by facts: what keeps the machine's answers */
	const char *facts, *sysroot, *format, *to, *output, *dump, *base, *template;
	size_t jobs;                            /* -j: worksheets at a time; 0: one */
	const struct style *style;              /* NULL: that of standard output */
	enum colour_choice colour;
	VEC(struct chosen_machine) machines;    /* --here, --facts, --sysroot, in order */
	VEC(struct setting) sets;               /* --set NAME=VALUE */
	VEC(struct setting) trees;              /* --tree NAME=DIR */
	VEC(struct str) kept;                   /* the words that a result depends on beside worksheet and machine, "--set=page=16384": kept in a page */
	struct choices choices;                 /* --only, --skip, --rule ID=SEVERITY, --strict */
	struct embedded own[8];                 /* what --template's folder holds, once it is read; path NULL ends it */
	struct limits limits;                   /* --limit NAME=VALUE */
};
/* Options and files in any order; "--" ends the options. false: *why is one line that says what is wrong and what is near. */
bool options_read(struct arena *, int argc, char **argv, struct options *, struct str *why);
/* A word that may be read again from a page: --set, --date, --rule and the like. */
bool options_keeps(struct str word);
/* Colours, width and character set of the terminal that standard output is, or plain 80 columns. */
struct style options_style(const struct options *);
/* What --help prints: for one command, or for all when command is NULL; made from the same tables that are read. */
void options_help(const char *command, struct buf *);

struct command {
	const char *name, *arguments, *summary; /* "check", "FILE...", "verify worksheets and report" */
	int (*run)(struct arena *, struct options *);
};
extern const struct command *const commands[];  /* made from the names in engine/command/; NULL ends it */

#endif
