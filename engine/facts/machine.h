/* The half of the room that touches a machine. Private to the room. */
#ifndef HENCE_FACTS_MACHINE_H
#define HENCE_FACTS_MACHINE_H

enum machine_origin { ORIGIN_HERE, ORIGIN_SYSROOT, ORIGIN_FILE };
struct tree { struct str name, directory; };            /* a source tree that citations name */
struct machine {
	struct arena *arena;
	enum machine_origin origin;
	struct str root;                /* SYSROOT: its folder */
	struct str base, folder;        /* the course's root; the worksheet's folder below it */
	struct str worksheet;           /* the worksheet's own path, for what was trusted */
	bool trust;
	struct yaml *record;            /* FILE: the map */
	struct map *facts;              /* FILE: name to the map of one fact */
	bool remembers;                 /* what was trusted before is read at the first command; most worksheets have none */
	struct map *trusted;            /* digests of trusted commands; NULL: not read */
	struct map *cache;              /* path to struct answer: a worksheet's facts come from one reading of a file */
	VEC(struct tree) trees;
	struct map *archive;            /* SYSROOT that is an archive: path to its bytes */
	struct collection *collection;  /* keeps the answers; NULL: nobody wants them */
	bool no_namespaces; int most_abi; unsigned seconds;     /* tests: a lesser system, a shorter time; 0: as it is */
};

/* --- machine.c */
extern const struct sysconf_name { const char *name; int number; } machine_sysconf[];   /* name NULL ends it */
/* --- files.c */
extern const char *const machine_never[];       /* names of files that nothing reads; NULL ends it */
/* Whether the path below /proc, /sys or /boot is one that a worksheet may read; why: what is wrong with it. */
bool machine_allowed(struct str path, const char **why);
/* Reads directory/path, never outside directory; links: whether links below it are followed. list: its names instead. */
struct reading { struct str directory, path; bool links, list; uint64_t most; };
void machine_read(struct arena *, const struct reading *, struct answer *);
/* --- page.c */
void machine_page(struct machine *, const struct question *, struct arena *, struct answer *);
/* --- keeper.c: runs in the child of machine_run; reports on the pipe, never returns. */
struct job_of_keeper { char *const *argv; const char *scratch; int report; bool namespaces; int most_abi; unsigned seconds; };
enum report_kind { REPORT_NO_NAMESPACES, REPORT_NOT_CONFINED, REPORT_TIER, REPORT_NOT_STARTED, REPORT_ENDED, REPORT_TIMEOUT };
struct report_of_keeper { enum report_kind kind; int number; char why[96]; };
_Noreturn void machine_keep(const struct job_of_keeper *);
/* --- run.c */
void machine_run(struct machine *, const struct question *, struct arena *, struct answer *);
struct str machine_command_name(struct arena *, const struct question *);       /* of the file below run/ */
/* --- trust.c */
struct str machine_command_digest(struct arena *, struct str worksheet, const struct question *);
bool machine_trusts(struct machine *, struct arena *, const struct question *);
/* --- run.c: a command that cannot be shown in full and plainly is not run. */
bool machine_showable(const struct question *, const char **why);

#define MACHINE_FOLDER STR("it is a directory, not a file")
static inline void machine_say(struct answer *answer, enum ask_status status, struct str why)
{
	answer->status = status;
	answer->why = why;
}

#endif
