/* What common commands print, found without running them. Private to the room. */
#ifndef HENCE_FACTS_NATIVE_H
#define HENCE_FACTS_NATIVE_H

/* DONE: *output is what the command line would print here; PART: some of its lines, so that one that is not among them may
 * well be printed; *from says what was read. FAILED: *why. UNKNOWN: not a command that is known. */
enum native { NATIVE_DONE, NATIVE_PART, NATIVE_FAILED, NATIVE_UNKNOWN };
enum native native_output(struct arena *, const struct asker *, struct str command, struct str *output, struct str *from, struct str *why);

/* --- native.c, for the commands */
struct native_call { struct arena *arena; const struct asker *asker; struct str *output, *from, *why; };
bool native_ask(const struct native_call *, enum ask_kind, struct str path, struct str *bytes);
/* --- tools.c: a command by its words; the output is *c->output */
enum native native_tool(const struct native_call *, const struct str *word, size_t n);
/* --- probe/kconfig.c: the text of a gzip file; false: it is none, or too large */
bool facts_unpack(struct arena *, struct str packed, struct str *text);

#endif
