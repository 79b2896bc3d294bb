/* Landlock by its system calls: a view of the file system in which only the scratch directory can be written. */
#include "base.h"
#include "confine.h"
#include "confine/layers.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/landlock.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

/* Headers are older than kernels: the rights by number, each with the version that brought it. */
enum { ABI_REFER = 2, ABI_TRUNCATE = 3, ABI_NET = 4, ABI_IOCTL = 5, ABI_SCOPE = 6 };
#define RIGHTS_1 ((UINT64_C(1) << 13) - 1)
#define RIGHT_REFER (UINT64_C(1) << 13)
#define RIGHT_TRUNCATE (UINT64_C(1) << 14)
#define RIGHT_IOCTL (UINT64_C(1) << 15)
#define RIGHTS_READ (LANDLOCK_ACCESS_FS_EXECUTE | LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR)
#define RIGHTS_OF_FILE (LANDLOCK_ACCESS_FS_EXECUTE | LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_WRITE_FILE | RIGHT_TRUNCATE | RIGHT_IOCTL)
#define NET_BIND_AND_CONNECT UINT64_C(3)
#define SCOPE_SOCKETS_AND_SIGNALS UINT64_C(3)

struct ruleset { uint64_t files, net, scoped; };

static const char *const readable[] = {
	"/usr", "/lib", "/lib32", "/lib64", "/bin", "/sbin", "/proc", "/sys", "/etc/ld.so.cache", "/etc/alternatives", "/dev/zero", "/dev/urandom", NULL,
};

int confine_landlock_abi(void)
{
	long abi = syscall(SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION);
	return abi < 0 ? 0 : (int)abi;
}

/* A path that is not there needs no rule. */
static bool allow(int ruleset, const char *path, uint64_t rights)
{
	struct stat st;
	int fd = open(path, O_PATH | O_CLOEXEC);
	if (fd < 0)
		return errno == ENOENT || errno == EACCES;
	bool directory = fstat(fd, &st) == 0 && S_ISDIR(st.st_mode);
	struct landlock_path_beneath_attr rule = { .allowed_access = directory ? rights : rights & RIGHTS_OF_FILE, .parent_fd = fd };
	long done = syscall(SYS_landlock_add_rule, ruleset, LANDLOCK_RULE_PATH_BENEATH, &rule, 0);
	close(fd);
	return done == 0;
}

bool confine_read_only(const char *scratch, int abi, const char **why)
{
	*why = "the kernel has no Landlock, so a command could write anywhere";
	if (abi < 1)
		return false;
	struct ruleset wanted = { .files = RIGHTS_1 };
	wanted.files |= abi >= ABI_REFER ? RIGHT_REFER : 0;
	wanted.files |= abi >= ABI_TRUNCATE ? RIGHT_TRUNCATE : 0;
	wanted.files |= abi >= ABI_IOCTL ? RIGHT_IOCTL : 0;
	wanted.net = abi >= ABI_NET ? NET_BIND_AND_CONNECT : 0;
	wanted.scoped = abi >= ABI_SCOPE ? SCOPE_SOCKETS_AND_SIGNALS : 0;
	size_t size = abi >= ABI_SCOPE ? sizeof wanted : abi >= ABI_NET ? 2 * sizeof(uint64_t) : sizeof(uint64_t);
	int ruleset = (int)syscall(SYS_landlock_create_ruleset, &wanted, size, 0);
	*why = "Landlock's rules cannot be made";
	if (ruleset < 0)
		return false;
	bool fine = true;
	for (size_t i = 0; readable[i]; i++)
		fine &= allow(ruleset, readable[i], RIGHTS_READ);
	uint64_t null = LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_WRITE_FILE | (wanted.files & RIGHT_TRUNCATE);
	fine &= allow(ruleset, "/dev/null", null) && allow(ruleset, scratch, wanted.files);
	fine = fine && syscall(SYS_landlock_restrict_self, ruleset, 0) == 0;
	close(ruleset);
	return fine;
}
