/* Reading what is outside: the allow-list of /proc and /sys, and a file below a folder that no path or link leads out of. */
#include "base.h"
#include "confine.h"
#include "diag.h"
#include "source.h"
#include "model.h"
#include "facts.h"
#include "facts/machine.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/openat2.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

enum {
	MOST_MILLISECONDS = 2000,       /* a file of /proc answers at once; one that blocks is given up */
	MOST_PATH = 1024,
	MOST_NAMES = 100000,            /* of one directory */
};

/* --- policy --------------------------------------------------------------------------------------------------------- */
/* Below /proc; one that ends in / allows all below it. self is this process. Not here, on purpose: environ, mem, fd, root,
 * cmdline, other processes, kcore, kmsg, kallsyms, keys. */
static const char *const proc_allowed[] = {
	"meminfo", "cpuinfo", "zoneinfo", "vmstat", "stat", "version", "buddyinfo", "pagetypeinfo", "slabinfo", "iomem", "ioports",
	"interrupts", "softirqs", "swaps", "partitions", "filesystems", "modules", "loadavg", "uptime", "devices", "misc", "diskstats",
	"crypto", "cgroups", "config.gz", "mtrr", "schedstat", "pressure/", "sys/", "net/dev", "net/sockstat", "net/protocols", "net/snmp",
	"net/netstat", "self/maps", "self/status", "self/limits", "self/cgroup", "self/mountinfo", "self/stat", "self/statm", "self/smaps",
	"self/smaps_rollup", "self/numa_maps", "self/auxv", "self/pagemap", NULL,
};
static const char *const sys_denied[] = {
	"kernel/debug", "kernel/tracing", "kernel/security", "kernel/config", "firmware/efi", "fs/pstore", "fs/fuse", "fs/selinux", NULL,
};
/* Reading these has an effect on a device, or gives away what names a machine, its secrets, or keys of its network. */
const char *const machine_never[] = {
	"rom", "vpd", "config", "product_uuid", "product_serial", "board_serial", "chassis_serial", "nvmem", "eeprom",
	"stable_secret", "tcp_fastopen_key", "netdev_rss_key", NULL,
};

static bool plain_path(struct str path)
{
	struct str rest = str_from(path, 1), piece;
	if (path.n < 2 || path.s[0] != '/' || path.n > MOST_PATH)
		return false;
	for (size_t i = 0; i < path.n; i++)
		if ((unsigned char)path.s[i] <= ' ' || path.s[i] == 0x7F)
			return false;
	while (str_split(&rest, '/', &piece))
		if (!piece.n || str_is(piece, ".") || str_is(piece, ".."))
			return false;
	return true;
}

static struct str last_name(struct str path)
{
	size_t i = path.n;
	while (i && path.s[i - 1] != '/')
		i--;
	return str_from(path, i);
}

static bool below(struct str path, const char *folder)
{
	struct str f = str_of(folder);
	return str_starts(path, f) && (path.n == f.n || path.s[f.n] == '/');
}

bool machine_allowed(struct str path, const char **why)
{
	*why = "it is not on the list of files that a worksheet may read";
	if (!plain_path(path)) {
		*why = "a path begins with /proc/, /sys/ or /boot/ and has no . or .. or empty part";
		return false;
	}
	if (str_starts(path, STR("/boot/config-")))
		return str_find_char(str_from(path, 6), '/') == STR_NONE;
	for (size_t i = 0; machine_never[i]; i++)
		if (str_is(last_name(path), machine_never[i]))
			return false;
	if (str_starts(path, STR("/proc/"))) {
		struct str rest = str_from(path, 6);
		for (size_t i = 0; proc_allowed[i]; i++) {
			struct str allowed = str_of(proc_allowed[i]);
			if (str_eq(rest, allowed) || (str_ends(allowed, STR("/")) && str_starts(rest, allowed)))
				return true;
		}
		return false;
	}
	if (!str_starts(path, STR("/sys/")))
		return false;
	struct str rest = str_from(path, 5), name = last_name(path);
	for (size_t i = 0; sys_denied[i]; i++)
		if (below(rest, sys_denied[i]))
			return false;
	return !str_starts(name, STR("resource")) || str_is(name, "resource") || str_find(rest, STR("pci")) == STR_NONE;
}

/* --- opening --------------------------------------------------------------------------------------------------------- */
/* Kernels before 5.6 know no openat2: each part is opened without following links, so that none leads out. */
static int open_by_parts(int directory, struct str path, int flags)
{
	struct str rest = path, piece;
	int at = dup(directory);
	while (at >= 0 && str_split(&rest, '/', &piece)) {
		char name[NAME_MAX + 1];
		if (piece.n > NAME_MAX || str_is(piece, "..")) {
			close(at);
			errno = ENAMETOOLONG;
			return -1;
		}
		memcpy(name, piece.s, piece.n);
		name[piece.n] = '\0';
		bool last = rest.s == NULL;
		int next = openat(at, piece.n ? name : ".", last ? flags | O_NOFOLLOW : O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
		int error = errno;
		close(at);
		errno = error;
		at = next;
	}
	return at;
}

static int open_below(struct arena *a, const struct reading *r)
{
	int flags = O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY | (r->list ? O_DIRECTORY : 0);
	int directory = open(str_copy(a, r->directory).s, O_PATH | O_DIRECTORY | O_CLOEXEC);
	if (directory < 0)
		return -1;
	struct open_how how = { .flags = (uint64_t)flags, .resolve = RESOLVE_BENEATH | RESOLVE_NO_MAGICLINKS | (r->links ? 0 : RESOLVE_NO_SYMLINKS) };
	int fd = (int)syscall(SYS_openat2, directory, str_copy(a, r->path).s, &how, sizeof how);
	if (fd < 0 && (errno == ENOSYS || errno == EPERM))
		fd = open_by_parts(directory, r->path, flags);
	int error = errno;
	close(directory);
	errno = error;
	return fd;
}

static void failed(struct arena *a, struct answer *answer)
{
	switch (errno) {
	case ENOENT:
	case ENOTDIR:
	case ENODEV:
	case ENXIO:
		machine_say(answer, ASK_ABSENT, STR("no such file on this machine"));
		return;
	case EACCES:
	case EPERM:
		machine_say(answer, ASK_DENIED, STR("not permitted: the system does not let this user read it"));
		return;
	case ELOOP:
	case EXDEV:
		machine_say(answer, ASK_REFUSED, STR("refused: a link in its path leads elsewhere"));
		return;
	default:
		machine_say(answer, ASK_FAILED, str_format(a, "it cannot be read: %s", strerror(errno)));
	}
}

static long long now(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (long long)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static void read_file(struct arena *a, int fd, const struct reading *r, struct answer *answer)
{
	struct buf b = { 0 };
	char piece[1 << 16];
	long long end = now() + MOST_MILLISECONDS;
	machine_say(answer, ASK_DONE, (struct str){ 0 });
	for (;;) {
		ssize_t n = read(fd, piece, sizeof piece);
		if (n == 0)
			break;
		if (n > 0) {
			buf_put(&b, (struct str){ piece, (size_t)n });
		} else if (errno == EAGAIN) {
			struct pollfd p = { .fd = fd, .events = POLLIN };
			poll(&p, 1, 100);
		} else if (errno != EINTR) {
			failed(a, answer);
			break;
		}
		if (b.n > r->most) {
			machine_say(answer, ASK_TOO_BIG, str_format(a, "it is larger than %llu bytes", (unsigned long long)r->most));
			break;
		}
		if (now() > end) {
			machine_say(answer, ASK_TIMEOUT, STR("timed out: reading it took longer than 2 seconds"));
			break;
		}
	}
	if (answer->status == ASK_DONE)
		answer->bytes = str_copy(a, buf_str(&b));
	buf_free(&b);
}

static int by_name(const void *x, const void *y)
{
	return str_cmp(*(const struct str *)x, *(const struct str *)y);
}

static void read_names(struct arena *a, int fd, struct answer *answer)
{
	VEC(struct str) names = { 0 };
	DIR *d = fdopendir(fd);
	struct dirent *e;
	if (!d) {
		failed(a, answer);
		close(fd);
		return;
	}
	while ((e = readdir(d)) && names.n < MOST_NAMES)
		if (strcmp(e->d_name, ".") != 0 && strcmp(e->d_name, "..") != 0)
			*vec_add(a, &names) = str_copy(a, str_of(e->d_name));
	closedir(d);
	if (names.n)
		qsort(names.at, names.n, sizeof *names.at, by_name);
	struct buf b = { 0 };
	for (size_t i = 0; i < names.n; i++)
		buf_printf(&b, "%.*s\n", STR_ARG(names.at[i]));
	answer->status = ASK_DONE;
	answer->bytes = str_copy(a, buf_str(&b));
	buf_free(&b);
}

void machine_read(struct arena *a, const struct reading *r, struct answer *answer)
{
	struct stat st;
	if (memchr(r->path.s, 0, r->path.n)) {
		machine_say(answer, ASK_REFUSED, STR("refused: a NUL byte in a path"));
		return;
	}
	int fd = open_below(a, r);
	if (fd < 0) {
		failed(a, answer);
		return;
	}
	if (r->list) {
		read_names(a, fd, answer);      /* closes it */
		return;
	}
	if (fstat(fd, &st) != 0)
		failed(a, answer);
	else if (S_ISDIR(st.st_mode))
		machine_say(answer, ASK_FAILED, MACHINE_FOLDER);
	else if (!S_ISREG(st.st_mode))
		machine_say(answer, ASK_REFUSED, STR("refused: it is not a regular file"));
	else
		read_file(a, fd, r, answer);
	close(fd);
}
