/* One probe is one file engine/facts/probe/<id>.c: a key of a fact's annotation, what it asks for, and how the answer
 * becomes a text. extract.c makes a value of that text. Private to the room. */
#ifndef HENCE_FACTS_PROBE_H
#define HENCE_FACTS_PROBE_H

struct inquiry {
	struct arena *arena;
	struct diag *diag;
	const struct limits *limits;
	const struct asker *asker;
	const struct yaml *map;         /* the fact's annotation */
	const struct yaml *value;       /* the probe's own key's value */
	struct fact *fact;
	struct map *kept;               /* what a probe made of a large answer, for the next facts of this worksheet; keys are the probe's */
	bool wrong;                     /* the annotation itself: a finding says how, so no second one is added */
};
struct probe {
	const char *key;                /* picks it: "sysconf" */
	const char *takes;              /* what its value is, for messages: "a name such as PAGESIZE" */
	bool map, list;                 /* its value is a map or a list; else a text */
	/* Sets fact->source, then asks. false: probe_fail or probe_wrong was called. */
	bool (*read)(struct inquiry *, struct str *answer);
};
extern const struct probe *const probes[];

bool probe_fail(struct inquiry *, enum fact_status, const char *format, ...) __attribute__((format(printf, 3, 4)));
/* The annotation cannot be read: bad-yaml at the place. */
bool probe_wrong(struct inquiry *, struct range, const char *format, ...) __attribute__((format(printf, 3, 4)));
bool probe_ask(struct inquiry *, enum ask_kind, struct str path, struct str *bytes);
/* The texts of the probe's map, in the order of the names; what is absent stays as it was. false: a key is none of them, or no text. */
bool probe_parts(struct inquiry *, const char *const *names, struct str *texts);
struct str probe_text(struct inquiry *);                /* the probe's value */
/* The first line that begins with the name, blanks, and the mark; *rest is what follows, trimmed. */
bool probe_field(struct str text, struct str name, char mark, struct str *rest);
/* Lines of text, one at a time; false at the end. */
bool probe_line(struct str *rest, struct str *line);
/* Members of a kernel list such as 0-3,7: how many, and whether it is one. An empty list has none. */
bool probe_members(struct str list, uint64_t *count);
bool probe_number(struct str, uint64_t *);              /* plain decimal digits */

/* extract.c: match, count, lines, list, text, truth: the fact's value from the answer. */
void facts_extract(struct inquiry *, struct str answer);
bool facts_is_number(struct str);
struct str facts_safe(struct arena *, struct str bytes, size_t most);   /* no control bytes, valid UTF-8, cut at most */
/* written.c: a plain worksheet's machine as written. */
void facts_value(struct fact *, struct str text);        /* type, value and unit of a text such as "15776276 kB" */
void facts_machine(struct arena *, const struct asker *, struct facts *);       /* gather.c: kernel, arch, machine_kind */
void facts_written(struct arena *, const struct model *, struct facts *);
/* recorded.c: takes the fact from a facts file; false: there is none, or it does not hold the fact. */
bool facts_recorded(struct inquiry *);
/* The keys that say where and how a fact is read, in one line: "read: /proc/meminfo, match: MemTotal: *(\d+) kB". */
struct str facts_asked(struct arena *, const struct yaml *map);
/* A text as a double-quoted YAML scalar. */
void facts_quote(struct buf *, struct str);

#endif
