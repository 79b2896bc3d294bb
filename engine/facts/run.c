/* Running a trusted command in a confined child, and reading what it writes until it ends, floods or takes too long. */
#include "base.h"
#include "confine.h"
#include "diag.h"
#include "source.h"
#include "model.h"
#include "facts.h"
#include "facts/probe.h"
#include "facts/machine.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

enum {
	MOST_SECONDS = 10,              /* of waiting, and of processor time */
	MOST_OUTPUT = 1 << 20,
	MOST_COMPLAINT = 64 << 10,      /* of standard error; the first line is quoted */
	MOST_COMMAND = 4096,            /* the user must be able to read it */
};

/* --- the name of a recorded output ----------------------------------------------------------------------------- */
static void escape(struct buf *b, struct str word)
{
	for (size_t i = 0; i < word.n; i++) {
		unsigned char c = (unsigned char)word.s[i];
		bool plain = (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z') || c == '-' || c == '.' || c == ',' || c == '=';
		if (plain)
			buf_putc(b, (char)c);
		else
			buf_printf(b, "%%%02X", c);
	}
}

struct str machine_command_name(struct arena *a, const struct question *q)
{
	struct buf b = { 0 };
	if (q->kind == ASK_SHELL) {
		buf_puts(&b, "sh_-c_");
		escape(&b, q->path);
	}
	for (size_t i = 0; q->kind == ASK_RUN && i < q->argc; i++) {
		buf_puts(&b, i ? "_" : "");
		escape(&b, q->argv[i]);
	}
	struct str name = str_copy(a, buf_str(&b));
	buf_free(&b);
	return name;
}

/* --- running it --------------------------------------------------------------------------------------------------- */
struct run {
	struct arena *arena;
	struct buf out, error;
	struct report_of_keeper reports[4];
	size_t report_count;
	bool flooded;
};

static char **words_of(struct arena *a, const struct question *q)
{
	bool shell = q->kind == ASK_SHELL;
	size_t n = shell ? 3 : q->argc;
	char **argv = arena_take(a, (n + 1) * sizeof *argv);
	for (size_t i = 0; i < q->argc && !shell; i++)
		argv[i] = (char *)str_copy(a, q->argv[i]).s;
	if (shell) {
		argv[0] = (char *)"sh";
		argv[1] = (char *)"-c";
		argv[2] = (char *)str_copy(a, q->path).s;
	}
	return argv;
}

/* What cannot be shown in full and plainly is not run: the user must have seen it all. */
bool machine_showable(const struct question *q, const char **why)
{
	size_t n = q->kind == ASK_SHELL ? q->path.n : 0, bad;
	for (size_t i = 0; i <= (q->kind == ASK_RUN ? q->argc : 0); i++) {
		struct str word = q->kind == ASK_SHELL ? q->path : i < q->argc ? q->argv[i] : STR("");
		n += q->kind == ASK_RUN ? word.n + 1 : 0;
		*why = "refused: a command is UTF-8 text without control characters";
		if (!utf8_valid(word, &bad))
			return false;
		for (size_t k = 0; k < word.n; k++)
			if ((unsigned char)word.s[k] < ' ' || word.s[k] == 0x7F)
				return false;
	}
	*why = "refused: a command has at most 4096 bytes";
	return n <= MOST_COMMAND;
}

static bool take(int fd, struct buf *b, size_t most, bool *over)
{
	char piece[1 << 14];
	ssize_t n = read(fd, piece, sizeof piece);
	if (n < 0)
		return errno == EINTR || errno == EAGAIN;
	size_t room = most - b->n;
	*over |= (size_t)n > room;
	buf_put(b, (struct str){ piece, (size_t)n < room ? (size_t)n : room });
	return n > 0;
}

/* Until the keeper has closed its pipe, which it does when nothing of the command is left; then what is still buffered. */
static void collect(struct run *r, pid_t keeper, const int fd[3])
{
	struct pollfd p[3] = { { fd[0], POLLIN, 0 }, { fd[1], POLLIN, 0 }, { fd[2], POLLIN, 0 } };
	bool told = false, ignored = false, done = false;
	while (!done || p[0].fd >= 0 || p[1].fd >= 0) {
		int ready = poll(p, 3, done ? 100 : -1);
		if (ready == 0 || (ready < 0 && errno != EINTR))
			break;
		if (p[0].fd >= 0 && p[0].revents && !take(fd[0], &r->out, MOST_OUTPUT, &r->flooded))
			p[0].fd = -1;
		if (p[1].fd >= 0 && p[1].revents && !take(fd[1], &r->error, MOST_COMPLAINT, &ignored))
			p[1].fd = -1;
		if (p[2].fd >= 0 && p[2].revents) {
			struct report_of_keeper one;
			ssize_t n = read(fd[2], &one, sizeof one);
			if (n == (ssize_t)sizeof one && r->report_count < sizeof r->reports / sizeof *r->reports)
				r->reports[r->report_count++] = one;
			if (n == 0 || (n < 0 && errno != EINTR)) {
				done = true;
				p[2].fd = -1;
			}
		}
		if (r->flooded && !told) {
			kill(keeper, SIGTERM);
			told = true;
		}
	}
}

static bool run_once(struct run *r, const struct job_of_keeper *asked)
{
	struct job_of_keeper job = *asked;
	int pipes[3][2] = { { -1, -1 }, { -1, -1 }, { -1, -1 } };
	bool fine = true;
	for (int i = 0; i < 3; i++)
		fine = fine && pipe2(pipes[i], O_CLOEXEC) == 0;
	r->out.n = r->error.n = r->report_count = 0;
	r->flooded = false;
	pid_t keeper = fine ? fork() : -1;
	if (keeper == 0) {
		int null = open("/dev/null", O_RDONLY | O_CLOEXEC);
		if (null < 0 || dup2(null, 0) < 0 || dup2(pipes[0][1], 1) < 0 || dup2(pipes[1][1], 2) < 0 || (job.report = fcntl(pipes[2][1], F_DUPFD_CLOEXEC, 3)) < 0)
			_exit(127);
		if (job.report != 3)
			dup2(job.report, 3);
		job.report = 3;
		fcntl(3, F_SETFD, FD_CLOEXEC);
		closefrom(4);
		/* The command's own copies of 1 and 2 alone keep those pipes open. */
		machine_keep(&job);
	}
	for (int i = 0; i < 3; i++)
		if (pipes[i][1] >= 0)
			close(pipes[i][1]);
	if (keeper > 0) {
		collect(r, keeper, (const int[]){ pipes[0][0], pipes[1][0], pipes[2][0] });
		while (waitpid(keeper, NULL, 0) < 0 && errno == EINTR)
			;
	}
	for (int i = 0; i < 3; i++)
		if (pipes[i][0] >= 0)
			close(pipes[i][0]);
	return keeper > 0;
}

static const struct report_of_keeper *reported(const struct run *r, enum report_kind kind)
{
	for (size_t i = 0; i < r->report_count; i++)
		if (r->reports[i].kind == kind)
			return &r->reports[i];
	return NULL;
}

/* ": the last line it wrote to standard error", or nothing: behind a trace of calls stands what it was about. */
static struct str complaint(struct run *r)
{
	struct str rest = buf_str(&r->error), line, last = STR("");
	while (probe_line(&rest, &line))
		if (str_trim(line).n)
			last = str_trim(line);
	return last.n ? str_format(r->arena, ": %.*s", STR_ARG(facts_safe(r->arena, last, 200))) : last;
}

static void judge(struct run *r, const char *program, bool shell, struct answer *answer)
{
	struct arena *a = r->arena;
	const struct report_of_keeper *no = reported(r, REPORT_NOT_STARTED), *unconfined = reported(r, REPORT_NOT_CONFINED), *ended = reported(r, REPORT_ENDED);
	int status = ended ? ended->number : 0;
	if (unconfined)
		machine_say(answer, ASK_REFUSED, str_format(a, "refused: a command cannot be confined here: %s", unconfined->why));
	else if (no && (no->number == ENOENT || no->number == ENOTDIR))
		machine_say(answer, ASK_ABSENT, str_format(a, "%s is not installed", program));
	else if (no)
		machine_say(answer, no->number == EACCES || no->number == EPERM ? ASK_DENIED : ASK_FAILED, str_format(a, "%s%s: %s",
			no->number == EACCES || no->number == EPERM ? "not permitted: " : "", program, strerror(no->number)));
	else if (r->flooded)
		machine_say(answer, ASK_TOO_BIG, str_format(a, "it wrote more than %d bytes and was stopped", MOST_OUTPUT));
	else if (reported(r, REPORT_TIMEOUT))
		machine_say(answer, ASK_TIMEOUT, STR("timed out: it ran longer than it may and was stopped"));
	else if (!ended)
		machine_say(answer, ASK_FAILED, STR("it was stopped before it ended"));
	else if (WIFSIGNALED(status) && WTERMSIG(status) == SIGXCPU)
		machine_say(answer, ASK_TIMEOUT, STR("timed out: it used more processor time than it may and was stopped"));
	else if (WIFSIGNALED(status))
		machine_say(answer, ASK_FAILED, str_format(a, "it was ended by signal %d (%s)%.*s", WTERMSIG(status), strsignal(WTERMSIG(status)), STR_ARG(complaint(r))));
	else if (shell && WEXITSTATUS(status) == 127)
		machine_say(answer, ASK_ABSENT, str_format(a, "the shell found a command not installed%.*s", STR_ARG(complaint(r))));
	else if (shell && WEXITSTATUS(status) == 126)
		machine_say(answer, ASK_DENIED, str_format(a, "not permitted%.*s", STR_ARG(complaint(r))));
	else if (WEXITSTATUS(status))
		machine_say(answer, ASK_FAILED, str_format(a, "it ended with status %d%.*s", WEXITSTATUS(status), STR_ARG(complaint(r))));
	else
		answer->bytes = str_copy(a, buf_str(&r->out));
	answer->exit_status = ended && WIFEXITED(status) ? WEXITSTATUS(status) : 0;
}

static int remove_one(const char *path, const struct stat *st, int type, struct FTW *where)
{
	(void)st;
	(void)type;
	(void)where;
	remove(path);
	return 0;
}

void machine_run(struct machine *m, const struct question *q, struct arena *a, struct answer *answer)
{
	const char *why, *folder = getenv("TMPDIR");
	if (!machine_showable(q, &why)) {
		machine_say(answer, ASK_REFUSED, str_of(why));
		return;
	}
	if (!machine_trusts(m, a, q)) {
		machine_say(answer, ASK_REFUSED, STR("refused: its command has not been trusted"));
		return;
	}
	char *scratch = (char *)str_format(a, "%s/hence-XXXXXX", folder && *folder == '/' ? folder : "/tmp").s;
	if (!mkdtemp(scratch)) {
		machine_say(answer, ASK_FAILED, str_format(a, "no directory for it could be made: %s", strerror(errno)));
		return;
	}
	if (geteuid() == 0 && chown(scratch, 65534, 65534) != 0) {
		rmdir(scratch);
		machine_say(answer, ASK_REFUSED, STR("refused: this is root, and a command cannot be another user's here"));
		return;
	}
	struct run r = { .arena = a };
	struct job_of_keeper job = { words_of(a, q), scratch, -1, !m->no_namespaces, m->most_abi, m->seconds ? m->seconds : MOST_SECONDS };
	bool ran = run_once(&r, &job);
	if (ran && reported(&r, REPORT_NO_NAMESPACES)) {
		job.namespaces = false;
		ran = run_once(&r, &job);
	}
	if (ran)
		judge(&r, job.argv[0], q->kind == ASK_SHELL, answer);
	else
		machine_say(answer, ASK_FAILED, STR("no process could be made for it"));
	const struct report_of_keeper *tier = reported(&r, REPORT_TIER);
	if (tier && !reported(&r, REPORT_NOT_STARTED))
		answer->confined = str_of(confine_tier_words((char)tier->number));
	nftw(scratch, remove_one, 16, FTW_DEPTH | FTW_PHYS | FTW_MOUNT);
	buf_free(&r.out);
	buf_free(&r.error);
}
