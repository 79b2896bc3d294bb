/* Which commands may run: the exact bytes of each are remembered by their digest, per worksheet. */
#include "base.h"
#include "confine.h"
#include "diag.h"
#include "source.h"
#include "model.h"
#include "facts.h"
#include "facts/probe.h"
#include "facts/machine.h"
#include "facts/native.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <termios.h>
#include <unistd.h>

enum { MOST_STORE = 4 << 20 };          /* some 60000 digests */

/* The path without links, so that two names of one worksheet are one; as it stands where there is no such file. */
static struct str real_path(struct arena *a, struct str path)
{
	char *real = realpath(str_copy(a, path).s, NULL);
	struct str copy = real ? str_copy(a, str_of(real)) : path;
	free(real);
	return copy;
}

void machine_worksheet(struct machine *m, struct str path)
{
	m->worksheet = path;
}

static struct map *read_store(struct arena *);

bool machine_trusts(struct machine *m, struct arena *a, const struct question *q)
{
	if (m->trust)
		return true;
	if (m->remembers && !m->trusted) {
		m->worksheet = real_path(m->arena, m->worksheet);
		m->trusted = read_store(m->arena);
	}
	return m->trusted && m->worksheet.n && map_get(m->trusted, machine_command_digest(a, m->worksheet, q));
}

/* Version, worksheet, kind and words, each with its length, so that no two lists of words give the same bytes. */
struct str machine_command_digest(struct arena *a, struct str worksheet, const struct question *q)
{
	struct buf b = { 0 };
	buf_printf(&b, "hence trust 1\n%zu %.*s\n%s\n", worksheet.n, STR_ARG(worksheet), q->kind == ASK_SHELL ? "shell" : "run");
	if (q->kind == ASK_SHELL) {
		buf_printf(&b, "%zu ", q->path.n);
		buf_put(&b, q->path);
	}
	for (size_t i = 0; q->kind == ASK_RUN && i < q->argc; i++) {
		buf_printf(&b, "%zu ", q->argv[i].n);
		buf_put(&b, q->argv[i]);
		buf_puts(&b, "\n");
	}
	struct str digest = base_digest(a, buf_str(&b));
	buf_free(&b);
	return digest;
}

/* --- the list -------------------------------------------------------------------------------------------------------- */
/* A word as sh would be given it; letters of other scripts, which may look like ours, by their numbers. */
static void show_word(struct buf *b, struct str word)
{
	bool plain = word.n > 0;
	for (size_t i = 0; i < word.n; i++)
		plain = plain && (unsigned char)word.s[i] > ' ' && (unsigned char)word.s[i] < 0x7F && !strchr("'\"\\|&;<>()$`*?[#~%!{}", word.s[i]);
	buf_puts(b, plain ? "" : "'");
	for (size_t i = 0; i < word.n;) {
		size_t from = i;
		uint32_t c = utf8_next(word, &i);
		if (c == UTF8_BAD || c < ' ' || c == 0x7F)
			buf_printf(b, "\\x%02X", (unsigned char)word.s[from]);
		else if (c > 0x7F)
			buf_printf(b, "\\u{%X}", (unsigned)c);
		else
			buf_put(b, str_slice(word, from, i));
	}
	buf_puts(b, plain ? "" : "'");
}

static struct str show(struct arena *a, const struct question *q)
{
	struct buf b = { 0 };
	if (q->kind == ASK_SHELL) {
		buf_puts(&b, "sh -c ");
		show_word(&b, q->path);
	}
	for (size_t i = 0; q->kind == ASK_RUN && i < q->argc; i++) {
		buf_puts(&b, i ? " " : "");
		show_word(&b, q->argv[i]);
	}
	struct str shown = str_copy(a, buf_str(&b));
	buf_free(&b);
	return shown;
}

static bool wish_of(struct arena *a, const struct yaml *fact, struct question *q)
{
	const struct yaml *run = source_get(fact, "run"), *shell = source_get(fact, "shell");
	if (shell && shell->kind == YAML_SCALAR) {
		*q = (struct question){ .kind = ASK_SHELL, .path = shell->text };
		return true;
	}
	if (!run || run->kind != YAML_LIST || !run->items.n)
		return false;
	struct str *words = arena_take(a, run->items.n * sizeof *words);
	for (size_t i = 0; i < run->items.n; i++) {
		if (run->items.at[i]->kind != YAML_SCALAR)
			return false;
		words[i] = run->items.at[i]->text;
	}
	*q = (struct question){ .kind = ASK_RUN, .argv = words, .argc = run->items.n };
	return true;
}

static struct map *read_store(struct arena *a);

struct listing { struct arena *arena; struct wishes *wishes; struct map *seen, *trusted; struct str path; };

static void wish(struct listing *l, struct str fact, const struct question *q)
{
	const char *why = "";
	struct str digest = machine_command_digest(l->arena, l->path, q);
	if (map_get(l->seen, digest))
		return;
	map_put(l->seen, digest, l->seen);
	bool good = machine_showable(q, &why);
	*vec_add(l->arena, &l->wishes->all) = (struct wish){ facts_safe(l->arena, fact, 80), show(l->arena, q), digest, *q, map_get(l->trusted, digest) != NULL, !good, str_of(why) };
}

/* A plain worksheet's sources, but for those whose answers are found here without running them. */
static void written_wishes(struct listing *l, const struct model *m)
{
	struct asker here = { machine_ask, machine_here(l->arena) };
	for (size_t i = 0; i < m->as_written.n; i++) {
		struct str command = str_trim(m->as_written.at[i].source), output, from, why;
		struct question q = { .kind = ASK_SHELL, .path = command };
		enum native native = command.n ? native_output(l->arena, &here, command, &output, &from, &why) : NATIVE_FAILED;
		if (native == NATIVE_UNKNOWN || native == NATIVE_PART)
			wish(l, m->as_written.at[i].property.n ? m->as_written.at[i].property : command, &q);
	}
}

void trust_list(struct arena *a, const struct model *m, struct str worksheet, struct wishes *w)
{
	const struct yaml *facts = m->settings.facts;
	struct listing l = { a, w, map_new(a), read_store(a), real_path(a, worksheet) };
	*w = (struct wishes){ 0 };
	if (!m->settings.annotated)
		written_wishes(&l, m);
	for (size_t i = 0; m->settings.annotated && facts && facts->kind == YAML_MAP && i < facts->keys.n; i++) {
		struct question q;
		if (facts->items.at[i]->kind == YAML_MAP && wish_of(a, facts->items.at[i], &q))
			wish(&l, facts->keys.at[i].name, &q);
	}
}

static int by_text(const void *x, const void *y)
{
	return str_cmp(*(const struct str *)x, *(const struct str *)y);
}

struct str trust_digest(struct arena *a, const struct wishes *w)
{
	struct buf b = { 0 };
	struct str *each = arena_take(a, (w->all.n + 1) * sizeof *each);
	for (size_t i = 0; i < w->all.n; i++)
		each[i] = machine_command_digest(a, STR(""), &w->all.at[i].question);
	qsort(each, w->all.n, sizeof *each, by_text);
	for (size_t i = 0; i < w->all.n; i++)
		buf_printf(&b, "%.*s\n", STR_ARG(each[i]));
	struct str digest = base_digest(a, buf_str(&b));
	buf_free(&b);
	return digest;
}

void trust_show(struct arena *a, const struct wishes *w, struct buf *b)
{
	for (size_t i = 0; i < w->all.n; i++) {
		const struct wish *x = &w->all.at[i];
		buf_printf(b, "    %.*s: %.*s%s%.*s%s\n", STR_ARG(x->fact), STR_ARG(x->shown), x->bad ? " (never runs: " : "", STR_ARG(x->bad ? x->why : STR("")), x->bad ? ")" : "");
	}
	buf_printf(b, "    digest of %s: %.*s\n", w->all.n == 1 ? "this command" : "these commands", STR_ARG(trust_digest(a, w)));
}

void trust_all(struct wishes *w)
{
	for (size_t i = 0; i < w->all.n; i++)
		w->all.at[i].trusted |= !w->all.at[i].bad;
}

/* --- the store -------------------------------------------------------------------------------------------------------- */
static struct str store_folder(struct arena *a)
{
	const char *state = getenv("XDG_STATE_HOME"), *home = getenv("HOME");
	if (state && *state == '/')
		return str_format(a, "%s/hence", state);
	return home && *home == '/' ? str_format(a, "%s/.local/state/hence", home) : STR("");
}

/* Digests one a line. A store that others may write is no store. */
static struct map *read_store(struct arena *a)
{
	struct map *map = map_new(a);
	struct str folder = store_folder(a), path = str_format(a, "%.*s/trusted", STR_ARG(folder)), bytes, why, line;
	struct stat st;
	if (!folder.n || lstat(path.s, &st) != 0 || !S_ISREG(st.st_mode) || st.st_uid != geteuid() || (st.st_mode & 077)
		|| !file_read(a, path.s, MOST_STORE, &bytes, &why))
		return map;
	while (probe_line(&bytes, &line))
		if (str_trim(line).n)
			map_put(map, str_trim(line), map);
	return map;
}

void machine_remembered(struct machine *m)
{
	m->remembers = true;
}

/* Makes each folder of the path that is not there. */
static bool make_folders(struct arena *a, struct str path)
{
	for (size_t i = 1; i <= path.n; i++)
		if ((i == path.n || path.s[i] == '/') && mkdir(str_copy(a, str_slice(path, 0, i)).s, 0700) != 0 && errno != EEXIST)
			return false;
	return true;
}

static int by_key(const void *x, const void *y)
{
	return str_cmp(((const struct map_entry *)x)->key, ((const struct map_entry *)y)->key);
}

bool trust_remember(struct arena *a, const struct wishes *w, struct str *why)
{
	struct map *map = read_store(a);
	struct str folder = store_folder(a), path = str_format(a, "%.*s/trusted", STR_ARG(folder));
	*why = STR("there is no place to remember it: neither XDG_STATE_HOME nor HOME is set");
	if (!folder.n)
		return false;
	*why = str_format(a, "%.*s cannot be made", STR_ARG(folder));
	if (!make_folders(a, folder))
		return false;
	for (size_t i = 0; i < w->all.n; i++)
		if (w->all.at[i].trusted && !w->all.at[i].bad)
			map_put(map, w->all.at[i].digest, map);
	struct map_entry *sorted = arena_take(a, (map->n + 1) * sizeof *sorted);
	for (size_t i = 0; i < map->n; i++)
		sorted[i] = map->at[i];
	qsort(sorted, map->n, sizeof *sorted, by_key);
	struct buf b = { 0 };
	for (size_t i = 0; i < map->n; i++)
		buf_printf(&b, "%.*s\n", STR_ARG(sorted[i].key));
	bool fine = file_write(a, path.s, buf_str(&b), why) && chmod(path.s, 0600) == 0;
	buf_free(&b);
	return fine;
}

/* --- asking ---------------------------------------------------------------------------------------------------------------- */
static bool yes(FILE *terminal)
{
	char answer[16];
	bool said = fgets(answer, sizeof answer, terminal) != NULL;
	bool good = said && (answer[0] == 'y' || answer[0] == 'Y') && (answer[1] == '\n' || (answer[1] == 'e' && answer[2] == 's' && answer[3] == '\n'));
	/* The rest of a long line is not the next answer. */
	for (int c = 0; said && !memchr(answer, '\n', sizeof answer) && c != EOF && c != '\n';)
		c = fgetc(terminal);
	return good;
}

bool trust_ask(struct arena *a, struct str worksheet, struct wishes *w, struct str *why)
{
	int fd = open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY);
	FILE *terminal = fd < 0 ? NULL : fdopen(fd, "r+");
	struct buf b = { 0 };
	if (!terminal) {
		*why = STR("there is no terminal to ask on; trust is given there alone");
		if (fd >= 0)
			close(fd);
		return false;
	}
	tcflush(fd, TCIFLUSH);          /* what was typed before the question is no answer to it */
	show_word(&b, worksheet);
	fprintf(terminal, "%.*s runs %zu command%s. Each runs without network, as nobody in particular, may read programs,\n/proc and /sys and write nothing "
		"outside an empty folder of its own.\n\n", STR_ARG(buf_str(&b)), w->all.n, w->all.n == 1 ? "" : "s");
	for (size_t i = 0; i < w->all.n; i++) {
		struct wish *x = &w->all.at[i];
		fprintf(terminal, "%.*s:\n    %.*s\n", STR_ARG(x->fact), STR_ARG(x->shown));
		if (x->bad) {
			fprintf(terminal, "  never runs: %.*s\n\n", STR_ARG(x->why));
			continue;
		}
		fprintf(terminal, "  %zu bytes, sha256 %.*s\n", x->shown.n, STR_ARG(x->digest));
		if (x->trusted) {
			fputs("  trusted before\n\n", terminal);
			continue;
		}
		fputs("  trust it? [y/N] ", terminal);
		fflush(terminal);
		x->trusted = yes(terminal);
		fseek(terminal, 0, SEEK_CUR);   /* from reading to writing */
		fputs("\n", terminal);
	}
	fprintf(terminal, "Where there is no terminal, --trust --yes %.*s trusts exactly these.\n", STR_ARG(trust_digest(a, w)));
	fclose(terminal);
	buf_free(&b);
	return true;
}
