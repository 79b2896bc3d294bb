/* Finds and opens the font files; everything is mapped here, so that no file is opened later. */
#include "base.h"
#include "render/page.h"

#include <dirent.h>
#include <hb.h>
#include <hb-ot.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "render/page/fonts.h"
#include "render/page/late.h"
#include "render/page/write.h"

/* Font folders are shallow; a link that turns back must not keep us. */
enum { FOLDER_DEPTH = 6, FOLDER_PATH = 1024 };

static bool is_file(const char *path)
{
	struct stat st;
	return stat(path, &st) == 0 && S_ISREG(st.st_mode);
}

static bool is_folder(const char *path)
{
	struct stat st;
	return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

/* The first file of that name below the folder, folders in order of their names. */
static bool search(struct arena *a, const char *folder, const char *name, int depth, struct str *path)
{
	struct dirent **entries;
	char below[FOLDER_PATH];
	bool found = false;
	int n = depth < FOLDER_DEPTH ? scandir(folder, &entries, NULL, alphasort) : -1;
	for (int i = 0; i < n; i++) {
		const char *entry = entries[i]->d_name;
		if (!found && entry[0] != '.' && snprintf(below, sizeof below, "%s/%s", folder, entry) < (int)sizeof below) {
			if (strcmp(entry, name) == 0 && is_file(below)) {
				*path = str_copy(a, str_of(below));
				found = true;
			} else if (entries[i]->d_type != DT_REG && is_folder(below)) {
				found = search(a, below, name, depth + 1, path);
			}
		}
		free(entries[i]);
	}
	if (n >= 0)
		free(entries);
	return found;
}

static bool find(struct arena *a, const char *const *folders, struct str file, struct str *path)
{
	const char *slash = strrchr(file.s, '/');
	for (size_t i = 0; folders[i]; i++) {
		*path = str_format(a, "%s/%.*s", folders[i], STR_ARG(file));
		if (is_file(path->s))
			return true;
	}
	for (size_t i = 0; folders[i]; i++)
		if (search(a, folders[i], slash ? slash + 1 : file.s, 0, path))
			return true;
	return false;
}

static bool open_font(struct font *f, struct str path)
{
	hb_font_extents_t extents;
	late_begin();
	f->blob = hb.blob_create_from_file_or_fail(path.s);
	f->face = f->blob ? hb.face_create(f->blob, 0) : NULL;
	late_end();
	if (!f->face || hb.face_get_glyph_count(f->face) == 0 || hb.face_get_glyph_count(f->face) > UINT16_MAX)
		return false;
	f->file = path;
	f->units = (int32_t)hb.face_get_upem(f->face);
	f->font = hb.font_create(f->face);
	hb.font_set_scale(f->font, f->units, f->units);
	hb.font_get_h_extents(f->font, &extents);
	f->ascent = extents.ascender;
	f->descent = extents.descender;
	hb.font_make_immutable(f->font);
	late_end();
	return true;
}

struct fonts *fonts_open(struct arena *a, const struct font_chain chains[FACE_COUNT], const char *const *folders, struct str *why)
{
	struct fonts *fonts = arena_take(a, sizeof *fonts);
	struct map *opened = map_new(a);
	if (!late_load(a, why))
		return NULL;
	fonts->at = arena_take(a, FACE_COUNT * 8 * sizeof *fonts->at);
	fonts->kept = arena_take(a, sizeof *fonts->kept);
	*fonts->kept = (struct kept){ .arena = a, .words = map_new(a), .cuts = arena_take(a, FACE_COUNT * 8 * sizeof *fonts->kept->cuts) };
	for (int role = 0; role < FACE_COUNT; role++) {
		struct chain *chain = &fonts->chains[role];
		chain->small_capitals = chains[role].small_capitals;
		chain->no_ligatures = chains[role].no_ligatures;
		for (uint32_t i = 0; i < chains[role].file_count; i++) {
			struct str file = str_copy(a, chains[role].files[i]), path;
			struct font *font = map_get(opened, file);
			if (!font && !find(a, folders, file, &path)) {
				*why = str_format(a, "the font %s is not below /usr/share/fonts", file.s);
				fonts_close(fonts);
				return NULL;
			}
			if (!font) {
				font = &fonts->at[fonts->n];
				if (!open_font(font, path)) {
					*why = str_format(a, "%s is not a font that can be used", path.s);
					fonts_close(fonts);
					return NULL;
				}
				fonts->n++;
				map_put(opened, file, font);
			}
			chain->index[chain->n] = (uint16_t)(font - fonts->at);
			chain->at[chain->n++] = font;
		}
	}
	return fonts;
}

void fonts_close(struct fonts *fonts)
{
	for (uint32_t i = 0; i < fonts->n; i++) {
		hb.font_destroy(fonts->at[i].font);
		hb.face_destroy(fonts->at[i].face);
		hb.blob_destroy(fonts->at[i].blob);
		buf_free(&fonts->kept->cuts[i].glyphs);
		buf_free(&fonts->kept->cuts[i].file);
	}
	pdf_deflate_end(fonts->kept);
	for (uint32_t i = 0; fonts->kept->streams && i < STREAMS_KEPT; i++) {
		buf_free(&fonts->kept->streams[i].raw);
		buf_free(&fonts->kept->streams[i].deflated);
	}
}
