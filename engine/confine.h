/* confine: what a process may do from now on. Called by facts (commands) and the commands of main.c. libseccomp only here. */
#ifndef HENCE_CONFINE_H
#define HENCE_CONFINE_H

/* No file can be opened, no socket made, no program run in this process from now on; reading and writing what is open
 * stays. false: *why names what the kernel lacks. */
bool confine_no_open(const char **why);
/* For the child of a command probe, before exec: session, limits, no new privileges, Landlock read-only view, seccomp
 * deny list, as far as the kernel has them; *tier is 'A', 'B' or 'C'. scratch is the one writable directory. */
struct confine_profile { const char *scratch; unsigned seconds; uint64_t memory, output; };
bool confine_child(const struct confine_profile *, char *tier, const char **why);

#endif
