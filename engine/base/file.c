/* Reading a named file whole, and writing one so that the old stays until the new is complete. */
#include "base.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static bool failed(struct arena *a, struct str *why, const char *what)
{
	*why = str_format(a, "%s: %s", what, strerror(errno));
	return false;
}

static bool read_all(struct arena *a, int fd, uint64_t most, struct str *bytes, struct str *why)
{
	struct buf b = { 0 };
	char piece[1 << 16];
	for (;;) {
		ssize_t n = read(fd, piece, sizeof piece);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0) {
			buf_free(&b);
			return failed(a, why, "cannot be read");
		}
		if (n == 0)
			break;
		buf_put(&b, (struct str){ piece, (size_t)n });
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
		return read_all(a, STDIN_FILENO, most, bytes, why);
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
		ok = read_all(a, fd, most, bytes, why);
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

static bool replace(struct arena *a, const char *path, struct str bytes, bool flush, struct str *why)
{
	struct stat st;
	bool exists = lstat(path, &st) == 0;
	if (exists && !S_ISREG(st.st_mode)) {
		*why = STR("cannot be replaced: it is not a regular file");
		return false;
	}
	struct str temporary = str_format(a, "%s.XXXXXX", path);
	char *name = (char *)temporary.s;
	int fd = mkostemp(name, O_CLOEXEC);
	if (fd < 0)
		return failed(a, why, "cannot be written");
	mode_t mask = umask(0);
	umask(mask);
	bool ok = write_all(fd, bytes) && fchmod(fd, exists ? st.st_mode & 07777 : 0666 & ~mask) == 0 && (!flush || fsync(fd) == 0);
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

bool file_write(struct arena *a, const char *path, struct str bytes, struct str *why)
{
	return replace(a, path, bytes, true, why);
}

bool file_write_made(struct arena *a, const char *path, struct str bytes, struct str *why)
{
	return replace(a, path, bytes, false, why);
}
