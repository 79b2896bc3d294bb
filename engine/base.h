/* base: memory, text, outside questions, files and limits.
 * Every room may call it; it calls no room. Nothing here knows what a worksheet is. */
#ifndef HENCE_BASE_H
#define HENCE_BASE_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

/* The machine is wrong (no memory, a library that fails): one line on stderr, exit status 2. */
_Noreturn void fatal(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* --- arena: one per worksheet; everything taken lives until the arena is freed ------------------- */
struct arena;
void arena_begin(void);                                 /* once, by main: how the memory of arenas and bufs comes from the system */
struct arena *arena_new(void);
void arena_free(struct arena *);                        /* NULL is allowed */
void *arena_take(struct arena *, size_t bytes);         /* zeroed, aligned for any type; never NULL (fatal) */
size_t arena_bytes(const struct arena *);               /* bytes taken so far */
void arena_reset(struct arena *);                       /* all that was taken is gone; one block is kept for what is taken next */

/* A growing array: VEC(struct x) list = {0}; struct x *new = vec_add(arena, &list); list.at[i], list.n.
 * vec_add returns a zeroed element; earlier pointers into the array die when it grows. */
#define VEC(type) struct { type *at; size_t n, room; }
#define vec_add(arena, v) \
	((v)->at = (v)->n < (v)->room ? (v)->at : base_grown((arena), (v)->at, (v)->n, &(v)->room, sizeof *(v)->at), memset(&(v)->at[(v)->n], 0, sizeof *(v)->at), &(v)->at[(v)->n++])
void *base_grown(struct arena *, void *at, size_t n, size_t *room, size_t size);

/* --- str: bytes with a length, not terminated, not owned -------------------------------------------- */
struct str { const char *s; size_t n; };
#define STR(literal) ((struct str){ (literal), sizeof(literal) - 1 })
#define STR_ARG(x) (int)(x).n, (x).s                    /* for "%.*s" */
#define STR_NONE ((size_t)-1)
struct str str_of(const char *terminated);              /* NULL gives the empty str */
/* Words are looked for everywhere, and most differ in their first letter; the length of a literal is known to the compiler. */
static inline bool str_is(struct str a, const char *terminated)
{
	return a.n ? *a.s == *terminated && a.n == strlen(terminated) && memcmp(a.s, terminated, strlen(terminated)) == 0 : !*terminated;
}
static inline bool str_eq(struct str a, struct str b)
{
	return a.n == b.n && (a.n == 0 || (*a.s == *b.s && (a.n == 1 || memcmp(a.s, b.s, a.n) == 0)));
}
int str_cmp(struct str, struct str);                    /* byte order, shorter first */
static inline struct str str_slice(struct str a, size_t from, size_t to)
{
	to = to > a.n ? a.n : to;
	from = from > to ? to : from;
	return (struct str){ a.s ? a.s + from : "", to - from };
}
/* From beyond the end gives the empty end. */
static inline struct str str_from(struct str a, size_t from)
{
	from = from < a.n ? from : a.n;
	return (struct str){ a.s ? a.s + from : "", a.n - from };
}
static inline bool str_starts(struct str a, struct str prefix)
{
	return a.n >= prefix.n && str_eq(str_slice(a, 0, prefix.n), prefix);
}
static inline bool str_ends(struct str a, struct str suffix)
{
	return a.n >= suffix.n && str_eq(str_from(a, a.n - suffix.n), suffix);
}
struct str str_trim(struct str);                        /* without ASCII blanks, tabs, CR, LF at both ends */
size_t str_find(struct str, struct str what);           /* STR_NONE when absent */
size_t str_find_char(struct str, char);
bool str_split(struct str *rest, char at, struct str *piece); /* false when rest is used up (rest.s == NULL) */
struct str str_copy(struct arena *, struct str);        /* the copy is followed by a NUL byte */
struct str str_format(struct arena *, const char *format, ...) __attribute__((format(printf, 2, 3)));
size_t str_distance(struct str, struct str);            /* edits between the two, for "did you mean"; at most 64 bytes each, else STR_NONE */
uint64_t str_hash(struct str);                          /* the same on every machine; never decides an output order */

/* Sixteen bytes at once, where most of a text has nothing in it that is looked for. */
enum { BASE_BLOCK = 16 };
typedef unsigned char base_block __attribute__((vector_size(BASE_BLOCK)));
static inline base_block base_block_at(struct str x, size_t i)
{
	base_block b;
	memcpy(&b, x.s + i, sizeof b);
	return b;
}
/* of: of each byte all bits or none, as a comparison gives them. */
static inline bool base_block_any(base_block of)
{
	uint64_t halves[2];
	memcpy(halves, &of, sizeof halves);
	return (halves[0] | halves[1]) != 0;
}

struct str base_digest(struct arena *, struct str bytes);       /* SHA-256 in hex */

/* --- buf: bytes being written; malloc underneath, buf_free ends it ------------------------------------ */
struct buf { char *s; size_t n, room; struct file_stream *to; };        /* to: where it is emptied when it is full; NULL: it grows */
void buf_grow(struct buf *, size_t more);               /* room for so many bytes, and one that ends them */
/* In the caller, where most texts are literals: their length is known there, and they are stored without a call. */
static inline void buf_put(struct buf *b, struct str x)
{
	if (!x.n)
		return;
	if (b->room - b->n <= x.n)
		buf_grow(b, x.n);
	memcpy(b->s + b->n, x.s, x.n);
	b->n += x.n;
}
static inline void buf_puts(struct buf *b, const char *terminated)
{
	buf_put(b, (struct str){ terminated, terminated ? strlen(terminated) : 0 });
}
static inline void buf_putc(struct buf *b, char c)
{
	if (b->room - b->n <= 1)
		buf_grow(b, 1);
	b->s[b->n++] = c;
}
void buf_decimal(struct buf *, uint64_t);
void buf_pad(struct buf *, char, size_t times);
void buf_printf(struct buf *, const char *format, ...) __attribute__((format(printf, 2, 3)));
void buf_vprintf(struct buf *, const char *format, va_list) __attribute__((format(printf, 2, 0)));
struct str buf_str(const struct buf *);                 /* dies at the next write */
void buf_free(struct buf *);

/* --- map: str to pointer; iteration in order of insertion: for (i = 0; i < m->n; i++) m->at[i] --------- */
struct map_entry { struct str key; void *value; };
struct map { struct arena *arena; struct map_entry *at; size_t n, room; uint64_t *slots; size_t slot_count; };
struct map *map_new(struct arena *);
void *map_get(const struct map *, struct str key);      /* NULL when absent */
void map_put(struct map *, struct str key, void *value);/* replaces; the key's bytes are not copied */

/* --- UTF-8 ------------------------------------------------------------------------------------------- */
#define UTF8_BAD 0xFFFFFFFFu
uint32_t utf8_long(struct str, size_t *at);             /* utf8_next, of any byte */
/* Code point at *at, moves *at on; UTF8_BAD moves one byte. */
static inline uint32_t utf8_next(struct str x, size_t *at)
{
	unsigned char c = (unsigned char)x.s[*at];
	return c < 0x80 ? (++*at, c) : utf8_long(x, at);
}
uint32_t utf8_before(struct str, size_t at);            /* code point that ends at at; 0 at the start */
bool utf8_valid(struct str, size_t *bad);               /* *bad: offset of the first bad byte */
size_t utf8_count(struct str);                          /* code points */
size_t utf8_columns(struct str);                        /* terminal columns: wide 2, combining 0 */
size_t utf8_put(char out[4], uint32_t code_point);      /* bytes written */
size_t utf16_units(struct str);                         /* UTF-16 code units, for editors */

/* --- text: a named file's bytes with its line index; all places are byte offsets into one -------------- */
struct range { uint32_t at, n; };                       /* bytes */
struct position { uint32_t line, column; };             /* both from 1; columns are code points */
struct text {
	struct str name, bytes;
	uint32_t *starts; uint32_t lines;
	uint32_t *counts;               /* code points before each TEXT_STEP-th byte, so that a place in a long line costs no more */
};
struct text *text_new(struct arena *, struct str name, struct str bytes); /* LF, CRLF and lone CR end a line */
struct position text_position(const struct text *, uint32_t at);
struct str text_line(const struct text *, uint32_t line);/* from 1, without its line end */
struct str text_range(const struct text *, struct range);

/* --- match: the small linear matcher of `match:` --------------------------------------------------------
 * literals, . [a-z] [^..] \d \s \w \D \S \W \. ( ) (one capture: the first group that takes part) (?: ) | * + ? ^ $.
 * Line by line; time is linear in the text times the pattern's length, whatever both are. */
struct match;
struct match *match_compile(struct arena *, struct str pattern, const char **why); /* NULL: *why says what is wrong */
bool match_line(const struct match *, struct str line, struct str *capture);       /* no group: the whole match */

/* --- outside: everything that is not in the worksheet's own bytes is asked for ------------------------- */
enum ask_kind {
	ASK_FACT,       /* path: a fact's name; answered only by a machine that is a facts file: one YAML map */
	ASK_READ,       /* path: absolute, below /proc, /sys or /boot */
	ASK_LIST,       /* path: a directory there; the names, one a line, sorted by byte */
	ASK_SYSCONF,    /* path: a name such as PAGESIZE; the number as text */
	ASK_STATFS,     /* path: a mount point; "block-size N\nblocks N\nfree N\n" */
	ASK_RUN,        /* argv; its standard output */
	ASK_SHELL,      /* path: a command line for sh */
	ASK_MACHINE,    /* "kernel ...\narch ...\nkind ...\n" of the machine that answers */
	ASK_PAGE,       /* a page of the asked process's own: "address 0x...\nentry 0x...\n", the entry as /proc/self/pagemap has it */
	ASK_CITE,       /* path: TREE/FILE of a source citation */
	ASK_WORKSHEET,  /* path: a worksheet named by `uses`, relative to this one */
	ASK_HOUSE,      /* path: a file of house rules */
	ASK_IMAGE,      /* path: an image shown by the worksheet */
};
enum ask_status {
	ASK_DONE,       /* bytes hold the answer */
	ASK_ABSENT,     /* no such file, name or program here */
	ASK_DENIED,     /* the system does not permit it */
	ASK_REFUSED,    /* our policy or the user's missing trust forbids it */
	ASK_TIMEOUT,
	ASK_TOO_BIG,
	ASK_FAILED,     /* read error, signal, non-zero exit; why says which */
};
struct question { enum ask_kind kind; struct str path; const struct str *argv; size_t argc; };
/* why, with DONE: a command did not run, its output follows from what stands there. confined: a command ran, and these layers were around it: "namespaces, Landlock, seccomp, limits" */
struct answer { enum ask_status status; struct str bytes, why, confined; int exit_status; };
struct asker {                                          /* answers live in the arena that is handed over */
	void (*ask)(void *with, const struct question *, struct arena *, struct answer *);
	void *with;
};

/* --- files ------------------------------------------------------------------------------------------------ */
/* Only regular files and "-" (standard input) are read; false: *why is one clear clause with errno's text. */
bool file_read(struct arena *, const char *path, uint64_t most, struct str *bytes, struct str *why);
/* Written beside the target under a temporary name, flushed, then renamed; the old file stays on any error. */
bool file_write(struct arena *, const char *path, struct str bytes, struct str *why);
/* A long document goes to the disk while it is made: `to` of a buf whose writer does not look back. Until file_stream_end gives it its
 * name there is nothing to be seen, nor left behind by a program that dies; file_stream_drop gives it up. */
struct file_stream { const char *path; int fd, error; };        /* fd -1: it was short so far; error: an errno */
bool file_stream_put(struct file_stream *, struct str bytes);   /* false: there is no way to do this here; they stay in memory */
bool file_stream_end(struct arena *, struct file_stream *, struct str rest, struct str *why);   /* as file_write */
void file_stream_drop(struct file_stream *);

/* --- files compiled into the binary: everything below lua/ and templates/ ----------------------------------- */
struct embedded { const char *path; const char *bytes; size_t n; const char *digest; };      /* path: "lua/units.lua"; digest: SHA-256 in hex */
extern const struct embedded embedded_files[];          /* sorted by path; path NULL ends it; made by the build */
struct str embedded_find(const char *path);             /* s NULL when absent */
struct str embedded_digest(struct arena *, struct str bytes);   /* base_digest; that of a file from embedded_find is known already */

/* --- limits: every one has a name for --limit NAME=VALUE, a default and a reason ---------------------------- */
#define LIMITS(X) \
	X(file_bytes, "file-bytes", 64u << 20, "a worksheet is read whole into memory") \
	X(yaml_bytes, "yaml-bytes", 64u << 10, "an annotation or front matter is written by hand") \
	X(yaml_depth, "yaml-depth", 16, "the scanner is quadratic in nesting") \
	X(yaml_events, "yaml-events", 10000, "bounds the tree that is kept") \
	X(block_bytes, "block-bytes", 8u << 20, "the Markdown parser has quadratic corners within one block") \
	X(parts, "parts", 1000000, "a line or heading takes about a kilobyte of memory") \
	X(tree_bytes, "tree-bytes", 1u << 30, "a text of nothing but marks takes two hundred times its size in memory") \
	X(paragraph_bytes, "paragraph-bytes", 16384, "the Markdown parser has quadratic corners within one paragraph") \
	X(paragraph_marks, "paragraph-marks", 1000, "the Markdown parser tries each [ < * _ against the others of its paragraph") \
	X(container_marks, "container-marks", 100, "each line is measured against every open quote and list") \
	X(table_columns, "table-columns", 64, "short rows are filled up to the width of the header") \
	X(table_cells, "table-cells", 20000, "cells that short rows leave out are filled in") \
	X(number_bits, "number-bits", 16384, "a number of five thousand digits is a slip, and must be a finding, not an abort") \
	X(fuel, "fuel", 10000000, "instructions and limb operations of one worksheet's Lua, about a tenth of a second") \
	X(lua_bytes, "lua-bytes", 16u << 20, "memory of one worksheet's Lua state") \
	X(expression_depth, "expression-depth", 100, "the parser recurses") \
	X(expression_bytes, "expression-bytes", 16384, "a span is one formula") \
	X(answer_bytes, "answer-bytes", 4u << 20, "a probe's raw output")
struct limits {
#define X(field, name, value, reason) uint64_t field;
	LIMITS(X)
#undef X
};
extern const struct limits limits_default;
bool limits_set(struct limits *, struct str name, struct str value, const char **why);

#endif
