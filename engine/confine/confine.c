/* The layers in order: no root, namespaces, limits, no new privileges, Landlock, seccomp. */
#include "base.h"
#include "confine.h"
#include "confine/layers.h"

#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <sched.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

enum { NOBODY = 65534, MOST_FILES = 64 };

bool confine_no_open(const char **why)
{
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) {
		*why = "the kernel has no no_new_privs";
		return false;
	}
	return confine_deny_opening(why);
}

/* A limit on processes does not bind root, and root's files would be readable: the command is nobody's instead. */
bool confine_drop_root(const char **why)
{
	if (geteuid() != 0 && getuid() != 0)
		return true;
	*why = "this is root, and it cannot become another user";
	if (setgroups(0, NULL) != 0 || setresgid(NOBODY, NOBODY, NOBODY) != 0 || setresuid(NOBODY, NOBODY, NOBODY) != 0)
		return false;
	/* Changing user makes /proc/self root's; the maps of a user namespace are written there. */
	prctl(PR_SET_DUMPABLE, 1, 0, 0, 0);
	return geteuid() != 0;
}

static bool put(const char *path, const char *text)
{
	int fd = open(path, O_WRONLY | O_CLOEXEC);
	if (fd < 0)
		return false;
	bool fine = write(fd, text, strlen(text)) == (ssize_t)strlen(text);
	return close(fd) == 0 && fine;
}

bool confine_namespaces(void)
{
	char map[64];
	uid_t uid = geteuid();
	gid_t gid = getegid();
	if (unshare(CLONE_NEWUSER | CLONE_NEWPID | CLONE_NEWNET | CLONE_NEWIPC | CLONE_NEWNS) != 0)
		return false;
	snprintf(map, sizeof map, "%ld %ld 1", (long)uid, (long)uid);
	put("/proc/self/setgroups", "deny");
	bool fine = put("/proc/self/uid_map", map);
	snprintf(map, sizeof map, "%ld %ld 1", (long)gid, (long)gid);
	return put("/proc/self/gid_map", map) && fine;
}

bool confine_mounts(const char *scratch, uint64_t bytes)
{
	char size[64];
	snprintf(size, sizeof size, "size=%llu,mode=700", (unsigned long long)bytes);
	return mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) == 0
		&& mount("proc", "/proc", "proc", MS_NOSUID | MS_NODEV | MS_NOEXEC, NULL) == 0
		&& mount("tmpfs", scratch, "tmpfs", MS_NOSUID | MS_NODEV, size) == 0;
}

/* Without a namespace the limit counts every process of the user; the machine's own count is a bound on those. */
static rlim_t processes_now(void)
{
	char text[128];
	int fd = open("/proc/loadavg", O_RDONLY | O_CLOEXEC);
	ssize_t n = fd < 0 ? 0 : read(fd, text, sizeof text - 1);
	unsigned long count = 0;
	if (fd >= 0)
		close(fd);
	text[n > 0 ? n : 0] = '\0';
	for (const char *p = strchr(text, '/'); p && *++p >= '0' && *p <= '9';)
		count = count * 10 + (unsigned long)(*p - '0');
	return count ? count : 4096;
}

static bool limit(int which, rlim_t most)
{
	struct rlimit now;
	if (getrlimit(which, &now) == 0 && now.rlim_max != RLIM_INFINITY && now.rlim_max < most)
		most = now.rlim_max;
	struct rlimit new = { most, most };
	return setrlimit((__rlimit_resource_t)which, &new) == 0;
}

const char *confine_tier_words(char tier)
{
	return tier == 'A' ? "namespaces, Landlock, seccomp, limits" : tier == 'B' ? "Landlock, seccomp, limits; no namespaces" : "not at all";
}

bool confine_child(const struct confine_profile *p, char *tier, const char **why)
{
	*tier = 'C';
	*why = "a limit on resources cannot be set";
	rlim_t others = p->namespaces ? 0 : processes_now();
	if (!limit(RLIMIT_CPU, p->seconds) || !limit(RLIMIT_AS, p->memory) || !limit(RLIMIT_FSIZE, p->output) || !limit(RLIMIT_NOFILE, MOST_FILES)
		|| !limit(RLIMIT_NPROC, others + p->processes) || !limit(RLIMIT_CORE, 0))
		return false;
	*why = "the kernel has no no_new_privs";
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
		return false;
	int abi = confine_landlock_abi();
	if (p->most_abi && p->most_abi < abi)
		abi = p->most_abi;
	if (!confine_read_only(p->scratch, abi, why) || !confine_deny(abi, why))
		return false;
	*tier = p->namespaces ? 'A' : 'B';
	return true;
}
