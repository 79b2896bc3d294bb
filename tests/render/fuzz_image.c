/* Whatever the bytes of a picture are, it is read within its limits or refused. */
#include "base.h"
#include "render/page.h"

#include <assert.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *a = arena_new();
	struct page_image image;
	struct str why = { 0 };
	if (page_image_read(a, (struct str){ (const char *)data, size }, &image, &why)) {
		assert(image.width && image.height && (image.components == 1 || image.components == 3));
		assert(image.jpeg.n || image.samples.n == (size_t)image.width * image.height * image.components);
		assert(!image.alpha.n || image.alpha.n == (size_t)image.width * image.height);
	} else {
		assert(why.n);
	}
	arena_free(a);
	return 0;
}
