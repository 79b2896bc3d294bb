/* hence COMMAND: finds the command and runs it. */
#include "base.h"
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

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <unistd.h>

static const struct command *find_command(const char *name)
{
	const char *best = NULL;
	size_t least = 3;
	for (size_t i = 0; commands[i]; i++) {
		size_t d = str_distance(str_of(name), str_of(commands[i]->name));
		if (d == 0)
			return commands[i];
		if (d < least) {
			least = d;
			best = commands[i]->name;
		}
	}
	fprintf(stderr, "hence: unknown command '%s'%s%s%s\n", name, best ? "; did you mean '" : "; hence --help lists them", best ? best : "", best ? "'?" : "");
	return NULL;
}

int main(int argc, char **argv)
{
	/* A closed 0, 1 or 2 would be taken by the next file opened. */
	int fd;
	do
		fd = open("/dev/null", O_RDWR);
	while (fd >= 0 && fd <= STDERR_FILENO);
	if (fd >= 0)
		close(fd);
	signal(SIGPIPE, SIG_IGN);
	arena_begin();
	struct arena *a = arena_new();
	struct options o;
	struct str why;
	struct buf help = { 0 };
	int status = STATUS_UNREADABLE;
	if (!options_read(a, argc, argv, &o, &why)) {
		fprintf(stderr, "hence: %.*s\n", STR_ARG(why));
	} else if (o.version) {
		status = command_print(STR("hence " HENCE_VERSION "\n"));
	} else if (o.help || !o.command) {
		options_help(o.command, &help);
		status = o.help ? command_print(buf_str(&help)) : STATUS_UNREADABLE;
		if (!o.help)
			fwrite(help.s, 1, help.n, stderr);
		buf_free(&help);
	} else {
		const struct command *command = find_command(o.command);
		if (command)
			status = command->run(a, &o);
	}
	arena_free(a);
	return status;
}
