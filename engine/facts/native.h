/* What common commands print, found without running them. Private to the room. */
#ifndef HENCE_FACTS_NATIVE_H
#define HENCE_FACTS_NATIVE_H

enum native { NATIVE_DONE, NATIVE_FAILED, NATIVE_UNKNOWN };
/* DONE: *output is what the command line would print here, *from says what was read. FAILED: *why. UNKNOWN: not one of them. */
enum native native_output(struct arena *, const struct asker *, struct str command, struct str *output, struct str *from, struct str *why);

#endif
