/* Preloaded by the tests: makes the k-th call of one function fail, or kills the process there.
 * HENCE_FAULT=NAME:K:WHAT, WHAT an errno number or "kill"; HENCE_COUNT=FILE gets the number of calls of NAME. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

void *__libc_malloc(size_t), *__libc_calloc(size_t, size_t), *__libc_realloc(void *, size_t);

static char name[32];
static long at, what, calls;

__attribute__((constructor)) static void begin(void)
{
	const char *f = getenv("HENCE_FAULT"), *colon = f ? strchr(f, ':') : NULL;
	if (!colon)
		return;
	memcpy(name, f, (size_t)(colon - f) < sizeof name ? (size_t)(colon - f) : 0);
	at = strtol(colon + 1, (char **)&colon, 10);
	what = strcmp(colon + 1, "kill") == 0 ? -1 : strtol(colon + 1, NULL, 10);
	calls = 0;
}

__attribute__((destructor)) static void end(void)
{
	const char *file = getenv("HENCE_COUNT");
	char text[32];
	if (!file)
		return;
	int fd = (int)syscall(SYS_openat, AT_FDCWD, file, O_WRONLY | O_CREAT | O_TRUNC, 0600);
	syscall(SYS_write, fd, text, (size_t)snprintf(text, sizeof text, "%ld", calls));
	syscall(SYS_close, fd);
}

static bool fails(const char *function)
{
	if (strcmp(name, function) != 0 || ++calls != at)
		return false;
	if (what < 0)
		kill(getpid(), SIGKILL);
	errno = (int)what;
	return true;
}

#define NEXT(type, function) __typeof__(type) *next = (__typeof__(type) *)dlsym(RTLD_NEXT, function)

void *malloc(size_t n) { return fails("malloc") ? NULL : __libc_malloc(n); }
void *calloc(size_t n, size_t size) { return fails("malloc") ? NULL : __libc_calloc(n, size); }
void *realloc(void *p, size_t n) { return fails("malloc") ? NULL : __libc_realloc(p, n); }

int open(const char *path, int flags, ...)
{
	va_list list;
	va_start(list, flags);
	mode_t mode = flags & O_CREAT ? va_arg(list, mode_t) : 0;
	va_end(list);
	return fails("open") ? -1 : (int)syscall(SYS_openat, AT_FDCWD, path, flags, mode);
}

ssize_t read(int fd, void *to, size_t n)
{
	return fails("read") ? -1 : syscall(SYS_read, fd, to, n);
}

/* Before it fails or kills, half of the bytes are written: the worst that a full disk does. */
ssize_t write(int fd, const void *from, size_t n)
{
	if (strcmp(name, "write") == 0 && calls + 1 == at && fd > 2)
		syscall(SYS_write, fd, from, n / 2);
	return fails("write") ? -1 : syscall(SYS_write, fd, from, n);
}

int fsync(int fd) { return fails("fsync") ? -1 : (int)syscall(SYS_fsync, fd); }
int fchmod(int fd, mode_t mode) { return fails("fchmod") ? -1 : (int)syscall(SYS_fchmod, fd, mode); }

int close(int fd)
{
	int r = (int)syscall(SYS_close, fd);
	return fails("close") ? -1 : r;
}

int rename(const char *from, const char *to)
{
	NEXT(int(const char *, const char *), "rename");
	return fails("rename") ? -1 : next(from, to);
}

int linkat(int from_folder, const char *from, int to_folder, const char *to, int flags)
{
	return fails("linkat") ? -1 : (int)syscall(SYS_linkat, from_folder, from, to_folder, to, flags);
}

int mkostemp(char *template, int flags)
{
	NEXT(int(char *, int), "mkostemp");
	return fails("mkostemp") ? -1 : next(template, flags);
}

int fstat(int fd, struct stat *st)
{
	NEXT(int(int, struct stat *), "fstat");
	return fails("fstat") ? -1 : next(fd, st);
}
