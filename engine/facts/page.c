/* A page of our own: where it lies, and what the kernel shows of the frame behind it. */
#include "base.h"
#include "confine.h"
#include "diag.h"
#include "source.h"
#include "model.h"
#include "facts.h"
#include "facts/machine.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

/* Read once for a machine: its address and its entry belong together. */
void machine_page(struct machine *m, const struct question *q, struct arena *a, struct answer *answer)
{
	static const char key[] = "page";
	struct answer *known = map_get(m->cache, STR(key));
	volatile char here = 1;         /* on the stack: written to, so that a frame is behind it */
	uint64_t address = (uint64_t)(uintptr_t)&here, entry = 0, size = (uint64_t)sysconf(_SC_PAGESIZE);
	(void)q;
	if (known) {
		*answer = *known;
		answer->bytes = str_copy(a, known->bytes);
		return;
	}
	address -= address % size;
	int fd = open("/proc/self/pagemap", O_RDONLY | O_CLOEXEC);
	ssize_t n = fd < 0 ? -1 : pread(fd, &entry, sizeof entry, (off_t)(address / size * sizeof entry));
	int error = errno;
	if (fd >= 0)
		close(fd);
	if (fd < 0 && error == ENOENT)
		machine_say(answer, ASK_ABSENT, STR("no such file on this machine"));
	else if (n < 0 && (error == EACCES || error == EPERM))
		machine_say(answer, ASK_DENIED, STR("not permitted: the system does not let this user read it"));
	else if (n != (ssize_t)sizeof entry)
		machine_say(answer, ASK_FAILED, str_format(a, "it cannot be read: %s", n < 0 ? strerror(error) : "it ends too early"));
	else
		answer->bytes = str_format(m->arena, "address 0x%llx\nentry 0x%llx\n", (unsigned long long)address, (unsigned long long)entry);
	known = arena_take(m->arena, sizeof *known);
	*known = *answer;
	known->why = str_copy(m->arena, answer->why);
	map_put(m->cache, STR(key), known);
}
