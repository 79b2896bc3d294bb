/* The processes around a command. The keeper ends everything when the command is done, takes too long or hence goes away;
 * in namespaces an init of three lines stands between the two, and with it all its descendants die. */
#include "base.h"
#include "confine.h"
#include "diag.h"
#include "source.h"
#include "model.h"
#include "facts.h"
#include "facts/machine.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum {
	MOST_MEMORY_MB = 2048,          /* programs reserve address space that they do not use */
	MOST_WRITTEN = 16 << 20,        /* in the scratch directory, a file */
	MOST_PROCESSES = 64,
	MOST_ROUNDS = 1000,             /* of killing what still forks */
};

static void report(const struct job_of_keeper *job, enum report_kind kind, int number, const char *why)
{
	struct report_of_keeper r = { .kind = kind, .number = number };
	size_t n = why ? strlen(why) : 0;
	memcpy(r.why, why ? why : "", n < sizeof r.why ? n : sizeof r.why - 1);
	while (write(job->report, &r, sizeof r) < 0 && errno == EINTR)
		;
}

/* --- the command ----------------------------------------------------------------------------------------------------- */
static _Noreturn void become_command(const struct job_of_keeper *job)
{
	struct confine_profile profile = { job->scratch, job->seconds, (uint64_t)MOST_MEMORY_MB << 20, MOST_WRITTEN, MOST_PROCESSES, job->namespaces, job->most_abi };
	const char *why = "";
	char tier;
	sigset_t none;
	if (chdir(job->scratch) != 0 || clearenv() != 0) {
		report(job, REPORT_NOT_CONFINED, 0, "its directory cannot be entered");
		_exit(127);
	}
	setenv("PATH", "/usr/bin:/bin:/usr/sbin:/sbin", 1);
	setenv("LC_ALL", "C", 1);
	setenv("TZ", "UTC", 1);
	setenv("HOME", job->scratch, 1);
	setenv("TMPDIR", job->scratch, 1);
	if (!confine_child(&profile, &tier, &why)) {
		report(job, REPORT_NOT_CONFINED, 0, why);
		_exit(127);
	}
	report(job, REPORT_TIER, tier, NULL);
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	signal(SIGPIPE, SIG_DFL);
	execvp(job->argv[0], job->argv);
	report(job, REPORT_NOT_STARTED, errno, NULL);
	_exit(127);
}

/* First process of its namespace: takes in orphans, and takes all down with it. */
static _Noreturn void become_init(const struct job_of_keeper *job)
{
	int status;
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (!confine_mounts(job->scratch, MOST_WRITTEN)) {
		report(job, REPORT_NO_NAMESPACES, 0, NULL);
		_exit(127);
	}
	pid_t child = fork();
	if (child == 0)
		become_command(job);
	for (;;) {
		pid_t ended = waitpid(-1, &status, 0);
		if (ended == child) {
			report(job, REPORT_ENDED, status, NULL);
			_exit(0);
		}
		if (ended < 0 && errno != EINTR)
			_exit(127);
	}
}

/* --- the keeper -------------------------------------------------------------------------------------------------------- */
/* Children that the kernel lists for us: those of the command that it left behind come to us, too. */
static bool kill_children(void)
{
	char path[64], text[4096];
	snprintf(path, sizeof path, "/proc/self/task/%ld/children", (long)getpid());
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	ssize_t n = fd < 0 ? -1 : read(fd, text, sizeof text - 1);
	if (fd >= 0)
		close(fd);
	if (n <= 0)
		return false;
	text[n] = '\0';
	pid_t pid = 0;
	for (ssize_t i = 0; i <= n; i++) {
		if (text[i] >= '0' && text[i] <= '9') {
			pid = pid * 10 + (text[i] - '0');
			continue;
		}
		/* The last number of a full buffer may be cut. */
		if (pid > 1 && (i < n || n < (ssize_t)sizeof text - 1))
			kill(pid, SIGKILL);
		pid = 0;
	}
	return true;
}

static void end_all(pid_t child)
{
	kill(-child, SIGKILL);
	kill(child, SIGKILL);
	for (int i = 0; i < MOST_ROUNDS; i++) {
		bool any = kill_children();
		pid_t ended = waitpid(-1, NULL, WNOHANG);
		if (ended < 0 && errno == ECHILD)
			return;
		if (ended == 0 || !any)
			nanosleep(&(struct timespec){ .tv_nsec = 1000000 }, NULL);
	}
}

static long long milliseconds(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (long long)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* True: the child ended, *status says how. False: the time is up, or hence wants an end. */
static bool wait_for(pid_t child, const sigset_t *set, unsigned seconds, int *status, bool *late)
{
	long long end = milliseconds() + 1000LL * seconds;
	for (;;) {
		pid_t ended;
		while ((ended = waitpid(-1, status, WNOHANG)) > 0)
			if (ended == child)
				return true;
		long long left = end - milliseconds();
		*late = left <= 0;
		if (left <= 0)
			return false;
		struct timespec wait = { left / 1000, (left % 1000) * 1000000 };
		int signal = sigtimedwait(set, NULL, &wait);
		if (signal > 0 && signal != SIGCHLD)
			return false;
	}
}

_Noreturn void machine_keep(const struct job_of_keeper *asked)
{
	struct job_of_keeper job = *asked;
	const char *why = "";
	bool late = false;
	sigset_t set;
	int status = 0;
	sigemptyset(&set);
	sigaddset(&set, SIGCHLD);
	sigaddset(&set, SIGTERM);
	sigaddset(&set, SIGINT);
	sigaddset(&set, SIGHUP);
	sigprocmask(SIG_BLOCK, &set, NULL);
	setsid();
	if (!confine_drop_root(&why)) {
		report(&job, REPORT_NOT_CONFINED, 0, why);
		_exit(127);
	}
	prctl(PR_SET_PDEATHSIG, SIGTERM);
	prctl(PR_SET_CHILD_SUBREAPER, 1);
	if (job.namespaces && !confine_namespaces()) {
		report(&job, REPORT_NO_NAMESPACES, 0, NULL);
		_exit(127);
	}
	pid_t child = fork();
	if (child == 0 && job.namespaces)
		become_init(&job);
	if (child == 0) {
		setsid();       /* a session of its own: its terminal is none, its group can be killed */
		become_command(&job);
	}
	if (child < 0) {
		report(&job, REPORT_NOT_CONFINED, 0, "no process could be made for it");
		_exit(127);
	}
	bool ended = wait_for(child, &set, job.seconds, &status, &late);
	if (ended && !job.namespaces)
		report(&job, REPORT_ENDED, status, NULL);
	if (!ended && late)
		report(&job, REPORT_TIMEOUT, 0, NULL);
	end_all(child);
	_exit(0);
}
