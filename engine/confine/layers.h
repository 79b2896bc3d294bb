/* The two layers that the kernel enforces on a command. Private to the room. */
#ifndef HENCE_CONFINE_LAYERS_H
#define HENCE_CONFINE_LAYERS_H

/* The version of Landlock that the kernel has; 0: none. Names of rights that its headers lack stand in landlock.c. */
int confine_landlock_abi(void);
/* Programs, libraries, /proc and /sys can be read, scratch be written, nothing else be touched. */
bool confine_read_only(const char *scratch, int abi, const char **why);
/* System calls that a probe never needs; and what Landlock before version 3 lets through. */
bool confine_deny(int abi, const char **why);
bool confine_deny_opening(const char **why);

#endif
