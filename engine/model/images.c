/* Images: files below the course's root that the worksheet shows. They are read here once; the renderers put them in. */
#include "base.h"
#include "diag.h"
#include "source.h"
#include "model.h"

#include <string.h>

enum { IMAGES_BYTES = 64 << 20 };       /* of all images of a worksheet: a page with more is not read any more */

static uint32_t big_endian(const char *s, int n)
{
	uint32_t x = 0;
	for (int i = 0; i < n; i++)
		x = x << 8 | (unsigned char)s[i];
	return x;
}

/* The frame header of a JPEG gives its size; segments before it are passed over. */
static bool jpeg_size(struct image *image)
{
	struct str x = image->bytes;
	for (size_t i = 2; i + 9 < x.n && x.s[i] == '\xFF'; ) {
		unsigned mark = (unsigned char)x.s[i + 1];
		if (mark == 0xFF) {
			i++;
			continue;
		}
		if (mark >= 0xC0 && mark <= 0xCF && mark != 0xC4 && mark != 0xC8 && mark != 0xCC) {
			image->height = big_endian(x.s + i + 5, 2);
			image->width = big_endian(x.s + i + 7, 2);
			return image->width && image->height;
		}
		i += 2 + big_endian(x.s + i + 2, 2);
	}
	return false;
}

/* What the bytes say themselves; the file's name plays no part. */
static bool recognise(struct image *image)
{
	struct str x = image->bytes, start = str_trim(str_slice(x, 0, 1024));
	if (str_starts(x, (struct str){ "\x89PNG\r\n\x1A\n", 8 }) && x.n >= 33) {
		image->kind = IMAGE_PNG;
		image->width = big_endian(x.s + 16, 4);
		image->height = big_endian(x.s + 20, 4);
		return image->width && image->height;
	}
	if (str_starts(x, STR("\xFF\xD8\xFF"))) {
		image->kind = IMAGE_JPEG;
		return jpeg_size(image);
	}
	if (str_starts(x, STR("GIF87a")) || str_starts(x, STR("GIF89a"))) {
		image->kind = IMAGE_GIF;
		return true;
	}
	if (str_starts(x, STR("RIFF")) && str_is(str_slice(x, 8, 12), "WEBP")) {
		image->kind = IMAGE_WEBP;
		return true;
	}
	image->kind = IMAGE_SVG;
	return str_starts(start, STR("<svg")) || (str_starts(start, STR("<?xml")) && str_find(str_slice(x, 0, 4096), STR("<svg")) != STR_NONE);
}

/* A relative address, %XX as it is meant; empty: it is none, or leads out of the file system. */
static struct str path_of(struct arena *a, struct str url)
{
	struct buf b = { 0 };
	size_t end = 0;
	while (end < url.n && url.s[end] != '?' && url.s[end] != '#')
		end++;
	url = str_slice(url, 0, end);
	size_t colon = str_find_char(url, ':'), slash = str_find_char(url, '/');
	if (!url.n || url.s[0] == '/' || (colon != STR_NONE && (slash == STR_NONE || colon < slash)))
		return STR("");
	for (size_t i = 0; i < url.n; i++) {
		int value = -1;
		if (url.s[i] == '%' && i + 2 < url.n) {
			value = 0;
			for (size_t k = 1; k <= 2 && value >= 0; k++) {
				char c = url.s[i + k];
				int digit = c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
				value = digit < 0 ? -1 : value * 16 + digit;
			}
		}
		if (value == 0) {
			buf_free(&b);
			return STR("");
		}
		buf_putc(&b, value > 0 ? (char)value : url.s[i]);
		i += value > 0 ? 2 : 0;
	}
	struct str path = str_copy(a, buf_str(&b));
	buf_free(&b);
	return path;
}

static struct image *read_image(struct arena *a, const struct asker *asker, struct str path, size_t *bytes)
{
	struct image *image = arena_take(a, sizeof *image);
	struct question question = { .kind = ASK_IMAGE, .path = path };
	struct answer answer = { 0 };
	image->path = path;
	asker->ask(asker->with, &question, a, &answer);
	image->bytes = answer.bytes;
	if (answer.status != ASK_DONE)
		image->why = answer.why.n ? answer.why : STR("it cannot be read");
	else if (answer.bytes.n > IMAGES_BYTES - *bytes)
		image->why = STR("the images of the worksheet are more than 64 MB");
	else if (!recognise(image))
		image->why = STR("it is no PNG, JPEG, GIF, WebP or SVG");
	else
		*bytes += answer.bytes.n;
	if (image->why.n)
		image->bytes = STR("");
	return image;
}

void model_images(struct arena *a, struct diag *diag, const struct model *m, const struct asker *asker)
{
	struct map *known = map_new(a);
	size_t bytes = 0;
	for (size_t i = 0; i < m->parts.n; i++) {
		struct node *root = m->parts.at[i].kind == PART_LINE ? m->lines.at[m->parts.at[i].line].tree : m->parts.at[i].tree;
		for (const struct node *n = root; n; n = source_next(n, root, true)) {
			struct str path = n->kind == NODE_IMAGE ? path_of(a, n->url) : STR("");
			if (!path.n)
				continue;
			struct image *image = map_get(known, path);
			if (!image) {
				image = read_image(a, asker, path, &bytes);
				map_put(known, path, image);
				if (image->why.n) {
					struct finding *f = diag_add(diag, &finding_missing_image, n->range, "the image %.*s cannot be shown: %.*s", STR_ARG(path), STR_ARG(image->why));
					f->help = STR("put it beside the worksheet, or take it out; its words are shown in its place");
				}
			}
			((struct node *)n)->mark = image->why.n ? NULL : image;
		}
	}
}
