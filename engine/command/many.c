/* Many worksheets: one after the other, or -j at a time in processes of their own; what they print comes in their order. */
#include "base.h"
#include "confine.h"
#include "diag.h"
#include "source.h"
#include "model.h"
#include "facts.h"
#include "values.h"
#include "claims.h"
#include "figure.h"
#include "graph.h"
#include "rules.h"
#include "report.h"
#include "render.h"
#include "pipeline.h"
#include "options.h"
#include "command.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

/* What one worksheet's process leaves: its standard output and error, and a row of the index. */
enum { OUT, ERR, ROW, PARTS };
struct work { pid_t pid; int fd[PARTS]; };

/* On the terminal that standard error is, while output goes elsewhere: which worksheet is being read. */
static void progress(const struct options *o, size_t i)
{
	if (o->quiet || o->files.n < 2 || !isatty(STDERR_FILENO) || isatty(STDOUT_FILENO))
		return;
	if (i == o->files.n) {
		fputs("\r\033[K", stderr);
		return;
	}
	struct buf line = { 0 };
	buf_printf(&line, "\r\033[K%zu of %zu: ", i + 1, o->files.n);
	diag_escape(&line, str_of(o->files.at[i]));
	fwrite(line.s, 1, line.n, stderr);
	buf_free(&line);
}

static bool begin(const struct options *o, const struct command_one *one, size_t i, struct work *part)
{
	for (int k = 0; k < PARTS; k++)
		if ((part->fd[k] = memfd_create("hence", MFD_CLOEXEC)) < 0)
			fatal("cannot make a file in memory: %s", strerror(errno));
	part->pid = fork();
	if (part->pid < 0)
		fatal("cannot start a process: %s", strerror(errno));
	if (part->pid > 0)
		return true;
	struct buf row = { 0 };
	int status = STATUS_UNREADABLE;
	if (dup2(part->fd[OUT], STDOUT_FILENO) >= 0 && dup2(part->fd[ERR], STDERR_FILENO) >= 0)
		status = one->run(o, one->with, o->files.at[i], &row);
	for (size_t done = 0; done < row.n; ) {
		ssize_t n = write(part->fd[ROW], row.s + done, row.n - done);
		if (n <= 0)
			_exit(STATUS_UNREADABLE);
		done += (size_t)n;
	}
	fflush(stdout);
	_exit(status);
}

static void copy(int fd, FILE *to, struct buf *row)
{
	char bytes[1 << 16];
	off_t at = 0;
	for (ssize_t n; (n = pread(fd, bytes, sizeof bytes, at)) > 0; at += n) {
		if (to)
			fwrite(bytes, 1, (size_t)n, to);
		else
			buf_put(row, (struct str){ bytes, (size_t)n });
	}
	close(fd);
}

static int finish(const struct options *o, size_t i, struct work *part, struct buf *rows)
{
	int ended, status = STATUS_UNREADABLE;
	while (waitpid(part->pid, &ended, 0) < 0 && errno == EINTR)
		;
	copy(part->fd[OUT], stdout, NULL);
	if (fflush(stdout) != 0 && errno != EPIPE)
		command_complain("standard output", str_of(strerror(errno)));
	copy(part->fd[ERR], stderr, NULL);
	copy(part->fd[ROW], NULL, rows);
	if (WIFEXITED(ended))
		status = ferror(stdout) ? STATUS_UNREADABLE : WEXITSTATUS(ended);
	else
		command_complain(o->files.at[i], STR("was not finished: its process was ended by a signal"));
	return status;
}

int command_each(const struct options *asked, const struct command_one *one, struct buf *rows)
{
	struct options own = *asked, *o = &own;
	struct style style = options_style(o);
	int status = STATUS_HOLDS;
	size_t jobs = o->jobs < o->files.n ? o->jobs : o->files.n;
	if (jobs < 2) {
		for (size_t i = 0; i < o->files.n; i++) {
			progress(o, i);
			status = command_worse(status, one->run(o, one->with, o->files.at[i], rows));
		}
		progress(o, o->files.n);
		return status;
	}
	o->style = &style;      /* that of the terminal, which a process of its own does not see */
	struct arena *a = arena_new();
	struct work *parts = arena_take(a, o->files.n * sizeof *parts);
	size_t begun = 0;
	fflush(stdout);
	for (size_t i = 0; i < o->files.n; i++) {
		while (begun < o->files.n && begun < i + jobs) {
			begin(o, one, begun, &parts[begun]);
			begun++;
		}
		progress(o, i);
		status = command_worse(status, finish(o, i, &parts[i], rows));
	}
	progress(o, o->files.n);
	arena_free(a);
	return status;
}
