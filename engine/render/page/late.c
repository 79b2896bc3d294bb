/* Loads the libraries that only a PDF needs. */
#include "base.h"
#include "render/page.h"

#include <dlfcn.h>
#include <errno.h>
#include <string.h>
#include <sys/mman.h>

#include "render/page/late.h"

struct late_hb hb;
struct late_hb_subset hb_subset;
struct late_fribidi fribidi;

void late_begin(void)
{
	errno = 0;
}

void late_end(void)
{
	if (errno == ENOMEM)
		fatal("out of memory while setting text");
}

void late_room(size_t bytes)
{
	void *room = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (room == MAP_FAILED)
		fatal("out of memory (%zu bytes wanted)", bytes);
	munmap(room, bytes);
}

struct wanted { const char *name; void *place; };

/* The libraries stay loaded: there is no moment at which they are needed no more. */
static bool load(struct arena *a, const char *library, const struct wanted *wanted, size_t n, struct str *why)
{
	void *handle = dlopen(library, RTLD_NOW | RTLD_LOCAL);
	if (!handle) {
		*why = str_format(a, "a library cannot be loaded: %s", dlerror());
		return false;
	}
	for (size_t i = 0; i < n; i++) {
		void *function = dlsym(handle, wanted[i].name);
		if (!function) {
			*why = str_format(a, "the library %s is too old: it has no %s", library, wanted[i].name);
			return false;
		}
		memcpy(wanted[i].place, &function, sizeof function);
	}
	return true;
}

bool late_load(struct arena *a, struct str *why)
{
	enum { LIBRARIES = 16 << 20 };  /* what they map and take when they start */
	late_room(LIBRARIES);
#define X(f) { "hb_" #f, &hb.f },
	static const struct wanted hb_wanted[] = { LATE_HB(X) };
#undef X
#define X(f) { "hb_subset_" #f, &hb_subset.f },
	static const struct wanted subset_wanted[] = { LATE_HB_SUBSET(X) };
#undef X
#define X(f) { "fribidi_" #f, &fribidi.f },
	static const struct wanted fribidi_wanted[] = { LATE_FRIBIDI(X) };
#undef X
	return load(a, "libharfbuzz.so.0", hb_wanted, sizeof hb_wanted / sizeof *hb_wanted, why)
		&& load(a, "libharfbuzz-subset.so.0", subset_wanted, sizeof subset_wanted / sizeof *subset_wanted, why)
		&& load(a, "libfribidi.so.0", fribidi_wanted, sizeof fribidi_wanted / sizeof *fribidi_wanted, why);
}
