/* confine: what a process may do from now on. Called by facts (commands) and the commands. libseccomp only here. */
#ifndef HENCE_CONFINE_H
#define HENCE_CONFINE_H

/* No file can be opened, no socket made, no program run in this process from now on; reading and writing what is open
 * stays. false: *why names what the kernel lacks. */
bool confine_no_open(const char **why);

/* A command probe runs in layers; each process of the chain calls the next one.
 * Keeper: no longer root (the command then runs as nobody); false when it is root and cannot be another. */
bool confine_drop_root(const char **why);
/* Keeper: new user, process, network, IPC and mount namespaces for what it starts; its next child is their init. false:
 * this system does not let it, and nothing has changed. */
bool confine_namespaces(void);
/* Init: a fresh /proc, and an empty file system of its own on the scratch directory. false: give up the namespaces. */
bool confine_mounts(const char *scratch, uint64_t bytes);
/* The child, before exec: limits, no new privileges, Landlock read-only view, seccomp deny list. *tier is 'A' in
 * namespaces, else 'B'; without Landlock or seccomp it is 'C', and false. scratch is the one writable directory. */
struct confine_profile {
	const char *scratch;
	unsigned seconds;               /* of processor time */
	uint64_t memory, output;        /* bytes of address space; of any file it writes */
	unsigned processes;             /* more than there are now */
	bool namespaces;
	int most_abi;                   /* tests: behave as on a kernel with this Landlock; 0: as it is */
};
bool confine_child(const struct confine_profile *, char *tier, const char **why);
const char *confine_tier_words(char tier);       /* the layers of a tier, for a report */

#endif
