/* facts: what a machine says. The worksheet's half asks and matches; the machine's half answers, and only that half
 * touches /proc, /sys, a facts file or a command. Values are still text, units are words.
 * Called by the pipeline (facts_gather) and by the commands (machine_*). */
#ifndef HENCE_FACTS_H
#define HENCE_FACTS_H

enum fact_status { FACT_READ, FACT_SET, FACT_WRITTEN, FACT_ABSENT, FACT_DENIED, FACT_REFUSED, FACT_TIMEOUT, FACT_GARBLED };
const char *facts_status_name(enum fact_status);        /* "read", "set", "as-written", "absent", ... */
bool facts_status_good(enum fact_status);               /* has a value */
enum fact_type { FACT_NUMBER, FACT_TEXT, FACT_TRUTH, FACT_LIST };
struct fact {
	struct str name, property, unit, shown, note;   /* unit: the words of the annotation, "byte/page"; shown: the unit a tool prints */
	enum fact_type type;
	struct str value;                               /* NUMBER: digits as read ("15776276", "0x1000", "2.5"); LIST: empty */
	VEC(struct str) items;                          /* LIST */
	struct str raw;                                 /* the line or output the value was read from */
	struct str source;                              /* "/proc/meminfo", "sysconf PAGESIZE", "numactl --hardware" */
	enum fact_status status;
	struct str why;                                 /* not good: one clause */
	struct str confined;                            /* a command ran for it: the layers around it, "namespaces, Landlock, seccomp, limits" */
	int exit_status;                                /* of that command */
	struct str varies, compare;                     /* policy: architecture, boot, volatile; exact, within n %, at least, ignore */
	struct str same;                                /* the name of another fact that is a second source of this quantity */
	struct str asked;                               /* the keys that say what is read: "read: /proc/meminfo, match: ..." */
	struct range range, unit_range;                 /* its place in the front matter; or in the plain text (FACT_WRITTEN) */
};
/* A line's cite: as it was found: the same text where it stood, elsewhere in the file, another text, no such tree or file
 * here; UNQUOTED: there, but the annotation has no digest to compare. */
enum citation_status { CITATION_SAME, CITATION_MOVED, CITATION_DIFFERS, CITATION_ABSENT, CITATION_UNQUOTED };
const char *facts_citation_name(enum citation_status);  /* "same", "moved", ... */
struct citation {
	uint32_t line;                                  /* in model.lines */
	struct str tree, file, version, digest;
	uint32_t from, to, now;                         /* lines of the file, from 1; now: MOVED */
	enum citation_status status;
	struct str text, why;                           /* what stands there, a line a line; ABSENT: why */
};
struct facts {
	VEC(struct fact) all;                           /* in order of the worksheet */
	VEC(struct citation) citations;                 /* in order of the lines */
	struct str kernel, arch, machine_kind;          /* machine_kind: "container", "virtual machine", "" */
	struct str origin;                              /* "here", "file", "sysroot", "as-written" */
};
struct setting { struct str name, value; };             /* --set page=16384 */

/* Requires: a model whose facts: is a map. Provides: each fact as value or reason, findings (unknown-key, bad-yaml for a
 * bad match:, fact-missing, fact-refused, fact-garbled; unknown-name at the start of the text for a setting of no fact).
 * Leaves alone: units and the meaning of numbers.
 * A plain worksheet's facts are what it says of its machine (as written); asker is not asked for those. Their names are
 * made from the property: "NUMA Nodes" is numa_nodes. */
void facts_gather(struct arena *, struct diag *, const struct limits *, const struct model *, const struct asker *,
	const struct setting *sets, size_t set_count, struct facts *);
/* A plain worksheet's machine as written is compared with the asker's: fact-differs, fact-missing or fact-refused where it
 * says something else, or nothing. The facts stay as written. */
void facts_compare(struct arena *, struct diag *, const struct limits *, const struct asker *, const struct facts *);
/* A plain worksheet's facts as the asker's machine has them, under the same names, in place of what is written. */
void facts_measure(struct arena *, const struct limits *, const struct asker *, struct facts *);
/* Looks up the passages that lines cite; citation-differs, stale-citation. A tree that is not here is no finding: its
 * citation is ABSENT, and what was recorded stands. Called by facts_gather. */
void facts_cite(struct arena *, struct diag *, const struct model *, const struct asker *, struct facts *);
/* What `hence cite` writes: the annotation of these lines ("609-613") of the file's bytes; false: *why. */
bool cite_annotation(struct arena *, struct str tree, struct str file, struct str bytes, struct str lines, struct str version,
	struct buf *, const char **why);
const struct fact *facts_find(const struct facts *, struct str name);
void facts_dump(const struct facts *, struct buf *);
/* The facts file of `hence facts FILE -o`: YAML, stable order, no time of day. */
void facts_write(const struct facts *, struct buf *);

/* --- the machine that answers ------------------------------------------------------------------------------
 * A recorded tree (sysroot) is a folder of plain files:
 *   proc/..., sys/..., boot/...   copies, at the same paths
 *   sysconf                       a line for each name: PAGESIZE 4096
 *   statfs                        a line for each mount point: / block-size 4096 blocks 100 free 50
 *   machine                       kernel 6.8.0, arch aarch64, kind container: a word and the rest of the line
 *   run/NAME                      what a command wrote; NAME is its words joined by _, and every byte but letters, digits,
 *                                 - . , = written %XX; a shell line is the words sh, -c and the line. A first line that
 *                                 reads "#exit N" says that it ended with status N
 *   page                          address 0x7ffd..., entry 0x81...: a page of a process of that machine, and its pagemap entry
 *   unread                        files that were there and gave nothing: /sys/x denied, /sys/y failed and why
 * Nothing in it is executed, and a link that leads out of it is not followed. */
struct machine;
struct machine *machine_here(struct arena *);
struct machine *machine_sysroot(struct arena *, struct str directory);  /* a copied /proc, /sys (and sysconf, machine: small text files) */
/* The same tree as a tar archive in memory, which must live as long; NULL: *why. Links in it are not followed. */
struct machine *machine_archive(struct arena *, struct str bytes, const char **why);
struct machine *machine_record(struct arena *, struct diag *, const struct limits *, const struct text *); /* a facts file */
void machine_base(struct machine *, struct str directory);              /* the course's root, for worksheets, cites, images, house rules */
void machine_worksheet(struct machine *, struct str path);              /* its own path: what was trusted was trusted for it */
void machine_tree(struct machine *, struct str name, struct str directory);     /* a source tree that citations name */
void machine_trust(struct machine *, bool run_commands);                /* default: commands are refused */
/* Answers one question: allow-listed files, sysconf, a list, a command under trust; to be used as asker.ask with the machine. */
void machine_ask(void *machine, const struct question *, struct arena *, struct answer *);
/* What was trusted before may run, for the worksheet of machine_worksheet; never called under --no-exec. */
void machine_remembered(struct machine *);
const char *machine_origin(const struct machine *);                     /* "here", "sysroot", "file" */

/* --- collecting: what a machine answers, kept as such a tree --------------------------------------------------------
 * Files that name the machine or its owner (host names, MAC addresses, serial numbers, UUIDs) are left out, and counted, unless
 * names is true. */
struct left_out { struct str path, why; };
struct collection {
	struct arena *arena;
	bool names;
	struct str host;                                /* the machine's own name, to be kept out; empty: not known */
	struct map *files, *conf, *mounts, *unread;     /* path in the tree, name, mount point, path: to struct str */
	VEC(struct left_out) left_out;                  /* in the order of asking */
};
struct collection *collection_new(struct arena *, bool names);
/* From now on everything that the machine answers is kept, too. */
void machine_collect(struct machine *, struct collection *);
/* Asks the machine for everything of the list. */
void collection_all(struct collection *, struct machine *);
/* A tar archive: sorted by path, no owner, no date. */
void collection_write(struct collection *, struct buf *);
/* A script for sh that collects the same list on a machine that has no hence. */
void collection_script(struct buf *);

/* --- trust: `hence facts --trust FILE` ---------------------------------------------------------------------------
 * What a worksheet would run, each distinct command once, as it would run, every byte shown. A command is known by the
 * digest of the worksheet's real path and its exact words; prose may change, a command may not. Digests are kept in
 * $XDG_STATE_HOME/hence/trusted (or ~/.local/state/...), which only the user may read and write. */
struct wish { struct str fact, shown, digest; struct question question; bool trusted, bad; struct str why; };
struct wishes { VEC(struct wish) all; };
void trust_list(struct arena *, const struct model *, struct str worksheet, struct wishes *);
/* Of all the commands together, in no order, wherever the worksheet lies: what --yes names. */
struct str trust_digest(struct arena *, const struct wishes *);
void trust_show(struct arena *, const struct wishes *, struct buf *);   /* each command and the digest, as lines of text */
void trust_all(struct wishes *);                        /* sets trusted where a command may run at all */
/* Shows each command that is not yet trusted on the terminal and asks there, never on standard input; sets trusted.
 * false: there is no terminal, or it said no more. */
bool trust_ask(struct arena *, struct str worksheet, struct wishes *, struct str *why);
bool trust_remember(struct arena *, const struct wishes *, struct str *why);

#endif
