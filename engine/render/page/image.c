/* Pictures for the writer: a JPEG goes in as it is, a PNG as its samples (PNG: ISO/IEC 15948). */
#include "base.h"
#include "render/page.h"

#include <string.h>
#include <zlib.h>

enum { MOST_POINTS = 1 << 25, MOST_SIDE = 1 << 15 };    /* 32 million points: 96 MB while it is drawn; a page has far fewer */

struct png { uint32_t width, height; unsigned depth, colour, channels; struct str palette, clear; struct buf squeezed; };

static uint32_t number(struct str x, size_t at)
{
	uint32_t n = 0;
	for (size_t i = 0; i < 4; i++)
		n = n << 8 | (unsigned char)x.s[at + i];
	return n;
}

/* The chunks that matter; false: *why. */
static bool read_chunks(struct str file, struct png *p, struct str *why)
{
	for (size_t at = 8; at + 12 <= file.n; ) {
		uint32_t n = number(file, at);
		struct str kind = str_slice(file, at + 4, at + 8), body = str_slice(file, at + 8, at + 8 + (size_t)n);
		if (body.n != n)
			break;
		at += 12 + (size_t)n;
		if (str_is(kind, "IHDR") && n == 13) {
			p->width = number(body, 0);
			p->height = number(body, 4);
			p->depth = (unsigned char)body.s[8];
			p->colour = (unsigned char)body.s[9];
			if (body.s[12]) {
				*why = STR("it is an interlaced PNG; save it without interlacing");
				return false;
			}
		} else if (str_is(kind, "PLTE")) {
			p->palette = body;
		} else if (str_is(kind, "tRNS")) {
			p->clear = body;
		} else if (str_is(kind, "IDAT")) {
			buf_put(&p->squeezed, body);
		} else if (str_is(kind, "IEND")) {
			return true;
		}
	}
	*why = STR("it is a PNG that is cut short");
	return false;
}

static bool known_shape(struct png *p)
{
	static const struct { unsigned colour, channels; const char *depths; } shapes[] = {
		{ 0, 1, "\1\2\4\10\20" }, { 2, 3, "\10\20" }, { 3, 1, "\1\2\4\10" }, { 4, 2, "\10\20" }, { 6, 4, "\10\20" },
	};
	for (size_t i = 0; i < sizeof shapes / sizeof *shapes; i++)
		if (shapes[i].colour == p->colour && p->depth && p->depth < 32 && strchr(shapes[i].depths, (int)p->depth)) {
			p->channels = shapes[i].channels;
			return p->width && p->height && p->width <= MOST_SIDE && p->height <= MOST_SIDE && (uint64_t)p->width * p->height <= MOST_POINTS;
		}
	return false;
}

static unsigned char nearest(int a, int b, int c)
{
	int p = a + b - c, pa = p > a ? p - a : a - p, pb = p > b ? p - b : b - p, pc = p > c ? p - c : c - p;
	return (unsigned char)(pa <= pb && pa <= pc ? a : pb <= pc ? b : c);
}

/* Each row was written as differences from its neighbours, in one of five ways. */
static bool unfilter(unsigned char *rows, size_t row, uint32_t height, size_t step)
{
	for (uint32_t y = 0; y < height; y++) {
		unsigned char *x = rows + y * (row + 1) + 1;
		const unsigned char *up = y ? x - row - 1 : NULL;
		unsigned how = x[-1];
		if (how > 4)
			return false;
		for (size_t i = 0; i < row; i++) {
			int a = i >= step ? x[i - step] : 0, b = up ? up[i] : 0, c = up && i >= step ? up[i - step] : 0;
			int add = how == 1 ? a : how == 2 ? b : how == 3 ? (a + b) / 2 : how == 4 ? nearest(a, b, c) : 0;
			x[i] = (unsigned char)(x[i] + add);
		}
	}
	return true;
}

/* Sample i of a row as eight bits; an index of a palette stays as it is. */
static unsigned sample(const struct png *p, const unsigned char *row, size_t i)
{
	if (p->depth == 8)
		return row[i];
	if (p->depth == 16)
		return row[2 * i];
	unsigned per = 8 / p->depth, most = (1u << p->depth) - 1, x = row[i / per] >> (8 - p->depth - (i % per) * p->depth) & most;
	return p->colour == 3 ? x : x * 255 / most;
}

static bool fill(const struct png *p, const unsigned char *rows, size_t row, unsigned char *colour, unsigned char *alpha, bool *clear)
{
	unsigned own = p->channels > 2 || p->colour == 3 ? 3 : 1;
	for (uint32_t y = 0; y < p->height; y++) {
		const unsigned char *x = rows + y * (row + 1) + 1;
		for (uint32_t k = 0; k < p->width; k++, colour += own, alpha++) {
			*alpha = 255;
			if (p->colour == 3) {
				size_t index = sample(p, x, k);
				if (3 * index + 3 > p->palette.n)
					return false;
				memcpy(colour, p->palette.s + 3 * index, 3);
				*alpha = index < p->clear.n ? (unsigned char)p->clear.s[index] : 255;
			} else {
				for (unsigned c = 0; c < own; c++)
					colour[c] = (unsigned char)sample(p, x, (size_t)k * p->channels + c);
				if (p->channels % 2 == 0)
					*alpha = (unsigned char)sample(p, x, (size_t)k * p->channels + p->channels - 1);
			}
			*clear |= *alpha != 255;
		}
	}
	return true;
}

static bool decode(struct arena *a, struct png *p, struct page_image *image, struct str *why)
{
	size_t bits = (size_t)p->width * p->channels * p->depth, row = (bits + 7) / 8, step = (size_t)p->channels * p->depth / 8, points = (size_t)p->width * p->height;
	uLongf n = (row + 1) * p->height, whole = n;
	unsigned char *rows = arena_take(a, n), *colour, *alpha;
	bool clear = false;
	image->components = p->channels > 2 || p->colour == 3 ? 3 : 1;
	colour = arena_take(a, points * image->components);
	alpha = arena_take(a, points);
	if (uncompress(rows, &n, (const Bytef *)p->squeezed.s, p->squeezed.n) != Z_OK || n != whole || !unfilter(rows, row, p->height, step ? step : 1) ||
	    !fill(p, rows, row, colour, alpha, &clear)) {
		*why = STR("it is a PNG that is damaged");
		return false;
	}
	image->samples = (struct str){ (const char *)colour, points * image->components };
	image->alpha = clear ? (struct str){ (const char *)alpha, points } : STR("");
	return true;
}

static bool read_png(struct arena *a, struct str file, struct page_image *image, struct str *why)
{
	struct png p = { 0 };
	bool fine = read_chunks(file, &p, why);
	if (fine && !known_shape(&p)) {
		*why = STR("it is a PNG of a shape that there is not, or too large");
		fine = false;
	}
	fine = fine && decode(a, &p, image, why);
	buf_free(&p.squeezed);
	image->width = p.width;
	image->height = p.height;
	return fine;
}

static bool read_jpeg(struct str file, struct page_image *image, struct str *why)
{
	for (size_t i = 2; i + 9 < file.n && file.s[i] == '\xFF'; ) {
		unsigned mark = (unsigned char)file.s[i + 1];
		if (mark == 0xFF) {
			i++;
			continue;
		}
		if (mark >= 0xC0 && mark <= 0xCF && mark != 0xC4 && mark != 0xC8 && mark != 0xCC) {
			image->height = number(file, i + 4) >> 8 & 0xFFFF;
			image->width = number(file, i + 6) >> 8 & 0xFFFF;
			image->components = (uint8_t)file.s[i + 9];
			image->jpeg = file;
			*why = STR("it is a JPEG that is neither grey nor in three colours");
			return image->width && image->height && (image->components == 1 || image->components == 3);
		}
		i += 2 + (number(file, i) & 0xFFFF);
	}
	*why = STR("it is a JPEG that is cut short");
	return false;
}

bool page_image_read(struct arena *a, struct str file, struct page_image *image, struct str *why)
{
	*image = (struct page_image){ .width = 0 };
	if (str_starts(file, (struct str){ "\x89PNG\r\n\x1A\n", 8 }))
		return read_png(a, file, image, why);
	if (str_starts(file, STR("\xFF\xD8\xFF")))
		return read_jpeg(file, image, why);
	*why = STR("a PDF shows PNG and JPEG");
	return false;
}
