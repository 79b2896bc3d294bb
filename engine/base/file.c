/* Reading a named file whole, and writing one so that the old stays until the new is complete. */
#include "base.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static bool failed(struct arena *a, struct str *why, const char *what)
{
	*why = str_format(a, "%s: %s", what, strerror(errno));
	return false;
}

enum { PIECE = 1 << 16 };

/* expected: how many bytes there are, as far as the system knows */
static bool read_all(struct arena *a, int fd, size_t expected, uint64_t most, struct str *bytes, struct str *why)
{
	struct buf b = { 0 };
	buf_grow(&b, expected + 1);
	for (;;) {
		if (b.room - b.n <= 1)
			buf_grow(&b, PIECE);
		ssize_t n = read(fd, b.s + b.n, b.room - b.n - 1);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0) {
			buf_free(&b);
			return failed(a, why, "cannot be read");
		}
		if (n == 0)
			break;
		b.n += (size_t)n;
		if (b.n > most) {
			buf_free(&b);
			*why = str_format(a, "is larger than %llu bytes (raise it with --limit file-bytes=N)", (unsigned long long)most);
			return false;
		}
	}
	*bytes = str_copy(a, buf_str(&b));
	buf_free(&b);
	return true;
}

bool file_read(struct arena *a, const char *path, uint64_t most, struct str *bytes, struct str *why)
{
	if (strcmp(path, "-") == 0)
		return read_all(a, STDIN_FILENO, PIECE, most, bytes, why);
	/* O_NONBLOCK: opening a FIFO must not wait for a writer; it is refused below. */
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
	if (fd < 0)
		return failed(a, why, "cannot be opened");
	struct stat st;
	bool ok = false;
	if (fstat(fd, &st) != 0)
		failed(a, why, "cannot be examined");
	else if (S_ISDIR(st.st_mode))
		*why = STR("is a directory, not a file");
	else if (!S_ISREG(st.st_mode))
		*why = STR("is not a regular file");
	else if ((uint64_t)st.st_size > most)
		*why = str_format(a, "is larger than %llu bytes (raise it with --limit file-bytes=N)", (unsigned long long)most);
	else
		ok = read_all(a, fd, (size_t)st.st_size, most, bytes, why);
	close(fd);
	return ok;
}

static bool write_all(int fd, struct str x)
{
	while (x.n) {
		ssize_t n = write(fd, x.s, x.n);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return false;
		x = str_from(x, (size_t)n);
	}
	return true;
}

/* *mode: of the file that is to stand there */
static bool replaceable(const char *path, mode_t *mode, struct str *why)
{
	struct stat st;
	if (lstat(path, &st) == 0) {
		*why = STR("cannot be replaced: it is not a regular file");
		*mode = st.st_mode & 07777;
		return S_ISREG(st.st_mode);
	}
	mode_t mask = umask(0);
	umask(mask);
	*mode = 0666 & ~mask;
	return true;
}

bool file_write(struct arena *a, const char *path, struct str bytes, struct str *why)
{
	mode_t mode;
	if (!replaceable(path, &mode, why))
		return false;
	struct str temporary = str_format(a, "%s.XXXXXX", path);
	char *name = (char *)temporary.s;
	int fd = mkostemp(name, O_CLOEXEC);
	if (fd < 0)
		return failed(a, why, "cannot be written");
	bool ok = write_all(fd, bytes) && fchmod(fd, mode) == 0 && fsync(fd) == 0;
	int saved = errno;
	if (close(fd) != 0 && ok) {
		ok = false;
		saved = errno;
	}
	if (ok && rename(name, path) != 0) {
		ok = false;
		saved = errno;
	}
	if (!ok) {
		unlink(name);
		errno = saved;
		return failed(a, why, "cannot be written");
	}
	return true;
}

/* The name that a file without one gets itself by. */
static void handle(char room[32], int fd)
{
	snprintf(room, 32, "/proc/self/fd/%d", fd);
}

/* A file without a name, in the folder where it is to stand; -1: this file system or machine has none. */
static int nameless(const char *path)
{
	char folder[PATH_MAX], own[32];
	const char *slash = strrchr(path, '/');
	size_t n = slash ? (size_t)(slash - path) + 1 : 0;
	if (n >= sizeof folder)
		return -1;
	memcpy(folder, path, n);
	folder[n] = '\0';
	int fd = open(n ? folder : ".", O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
	handle(own, fd);
	if (fd >= 0 && access(own, F_OK) != 0) {
		close(fd);
		fd = -1;
	}
	return fd;
}

bool file_stream_put(struct file_stream *f, struct str bytes)
{
	if (f->fd < 0)
		f->fd = nameless(f->path);
	if (f->fd < 0)
		return false;
	if (!f->error && !write_all(f->fd, bytes))
		f->error = errno;
	return true;
}

bool file_stream_end(struct arena *a, struct file_stream *f, struct str rest, struct str *why)
{
	char own[32];
	mode_t mode;
	if (f->fd < 0)
		return file_write(a, f->path, rest, why);
	if (!replaceable(f->path, &mode, why))
		return false;
	struct str name = str_format(a, "%s.%ld", f->path, (long)getpid());
	handle(own, f->fd);
	file_stream_put(f, rest);
	unlink(name.s);                 /* of one that was killed here */
	bool named = !f->error && fchmod(f->fd, mode) == 0 && fsync(f->fd) == 0 && linkat(AT_FDCWD, own, AT_FDCWD, name.s, AT_SYMLINK_FOLLOW) == 0;
	int saved = f->error ? f->error : errno;
	bool closed = close(f->fd) == 0;
	f->fd = -1;
	if (named && closed && rename(name.s, f->path) == 0)
		return true;
	if (named) {
		saved = errno;
		unlink(name.s);
	}
	errno = saved;
	return failed(a, why, "cannot be written");
}

void file_stream_drop(struct file_stream *f)
{
	if (f->fd >= 0)
		close(f->fd);
	f->fd = -1;
}
