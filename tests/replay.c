/* The main of every fuzz harness in the ordinary build: the corpus, and the same mutations of it each time.
 * usage: PROGRAM [FILE...]; without files, those of the corpus folder beside the harness. */
#include "base.h"

#include <dirent.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { BUDGET = 1500000, MOST = 300, SECONDS = 20 };     /* bytes and runs of mutations for a file; seconds for one run */

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static char current[300];
static const uint8_t *input;
static size_t input_size;

static void say(const char *text)
{
	if (write(STDOUT_FILENO, text, strlen(text)) < 0)
		_exit(3);
}

/* Keeps the input that did it: the mutations are the same each time, but the sources are not. */
static void died(int signal)
{
	say(current);
	say(signal == SIGALRM ? ": took too long; the input is in out/fuzz-input\n" : ": crashed; the input is in out/fuzz-input\n");
	FILE *f = fopen("out/fuzz-input", "w");
	if (f) {
		fwrite(input, 1, input_size, f);
		fclose(f);
	}
	_exit(1);
}

static uint64_t next(uint64_t *state)
{
	*state ^= *state << 13;
	*state ^= *state >> 7;
	*state ^= *state << 17;
	return *state;
}

static const char *const pieces[] = { "\n", "`", "```\n", "|", "= ", "×", "→", "0x", "✓", "(", ")", "01. ", ": ", "`? 1 == 2`", "`x := ", "^", "9999999999",
	"---\n", "    ``` yaml\n", "[", "]", "*", "\xff", "\0", "\xe2", "From line ", "1/0", "kB", "\r\n", "\t", "- ", "> ", "{", "}", "'", "\\" };

static size_t mutate(uint8_t *out, const uint8_t *in, size_t n, size_t room, uint64_t *state)
{
	memcpy(out, in, n);
	for (uint64_t times = 1 + next(state) % 4; times && n; times--) {
		size_t at = next(state) % n, length = 1 + next(state) % 40;
		if (length > n - at)
			length = n - at;
		switch (next(state) % 5) {
		case 0:
			out[at] = (uint8_t)next(state);
			break;
		case 1:
			memmove(out + at, out + at + length, n - at - length);
			n -= length;
			break;
		case 2:
			if (n + length > room)
				break;
			memmove(out + at + length, out + at, n - at);
			n += length;
			break;
		case 3: {
			const char *piece = pieces[next(state) % (sizeof pieces / sizeof *pieces)];
			size_t m = *piece ? strlen(piece) : 1;
			if (n + m > room)
				break;
			memmove(out + at + m, out + at, n - at);
			memcpy(out + at, piece, m);
			n += m;
			break;
		}
		default:
			n = at;
		}
	}
	return n;
}

/* A copy of exactly that size, so that a read beyond its end is seen by the sanitizers. */
static void run(const uint8_t *data, size_t n)
{
	uint8_t *copy = malloc(n ? n : 1);
	if (!copy)
		fatal("out of memory");
	memcpy(copy, data, n);
	input = copy;
	input_size = n;
	alarm(SECONDS);
	LLVMFuzzerTestOneInput(copy, n);
	alarm(0);
	free(copy);
}

static void replay(const char *path)
{
	struct arena *a = arena_new();
	struct str bytes, why;
	if (!file_read(a, path, 1u << 24, &bytes, &why))
		fatal("%s %.*s", path, STR_ARG(why));
	size_t room = bytes.n + 256;
	uint8_t *out = arena_take(a, room);
	uint64_t state = str_hash(bytes) | 1;
	snprintf(current, sizeof current, "%s", path);
	run((const uint8_t *)bytes.s, bytes.n);
	for (size_t i = 0, used = 0; bytes.n && i < MOST && used < BUDGET; i++, used += bytes.n) {
		snprintf(current, sizeof current, "%s, mutation %zu", path, i);
		run(out, mutate(out, (const uint8_t *)bytes.s, bytes.n, room, &state));
	}
	arena_free(a);
}

static int visible(const struct dirent *e)
{
	return e->d_name[0] != '.';
}

int main(int argc, char **argv)
{
	signal(SIGSEGV, died);
	signal(SIGBUS, died);
	signal(SIGFPE, died);
	signal(SIGABRT, died);
	signal(SIGALRM, died);
	for (int i = 1; i < argc; i++)
		replay(argv[i]);
	if (argc > 1)
		return 0;
	const char *room = strstr(argv[0], "/tests/");
	const char *end = strrchr(argv[0], '/');
	char folder[200], path[500];
	struct dirent **names;
	snprintf(folder, sizeof folder, "tests/%.*s/corpus", room ? (int)(end - room - 7) : 0, room ? room + 7 : "");
	int n = scandir(folder, &names, visible, alphasort);
	if (n < 1) {
		printf("%s is empty\n", folder);
		return 1;
	}
	for (int i = 0; i < n; i++) {
		snprintf(path, sizeof path, "%s/%s", folder, names[i]->d_name);
		replay(path);
		free(names[i]);
	}
	free(names);
	return 0;
}
