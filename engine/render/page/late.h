/* render/page/late: HarfBuzz and FriBidi, loaded when a PDF is wanted. Linked, they and what they bring along would double
 * the start of every run that makes none. */
#ifndef HENCE_RENDER_PAGE_LATE_H
#define HENCE_RENDER_PAGE_LATE_H

#include <fribidi.h>
#include <hb-ot.h>
#include <hb-subset.h>
#include <hb.h>

#define LATE_HB(X) \
	X(blob_create_from_file_or_fail) X(blob_destroy) X(blob_get_data) X(blob_get_length) X(buffer_add_utf8) \
	X(buffer_allocation_successful) X(buffer_create) X(buffer_destroy) X(buffer_get_glyph_infos) \
	X(buffer_get_glyph_positions) X(buffer_guess_segment_properties) X(buffer_reset) X(buffer_set_cluster_level) \
	X(buffer_set_direction) X(buffer_set_language) X(face_create) X(face_create_for_tables) X(face_destroy) X(face_get_glyph_count) \
	X(face_get_upem) X(face_reference_blob) X(face_reference_table) X(feature_from_string) X(font_create) \
	X(font_destroy) X(font_get_glyph_h_advance) X(font_get_h_extents) X(font_get_nominal_glyph) \
	X(font_make_immutable) X(font_set_scale) X(language_from_string) X(ot_metrics_get_position) \
	X(ot_name_get_utf8) X(set_add) X(set_allocation_successful) X(shape_full) X(unicode_funcs_get_default) \
	X(unicode_general_category) X(unicode_script)
#define LATE_HB_SUBSET(X) \
	X(input_create_or_fail) X(input_destroy) X(input_glyph_set) X(input_set_flags) \
	X(plan_create_or_fail) X(plan_destroy) X(plan_execute_or_fail)
#define LATE_FRIBIDI(X) \
	X(get_bidi_types) X(get_bracket_types) X(get_par_embedding_levels_ex)

struct late_hb {
#define X(name) __typeof__(hb_##name) *name;
	LATE_HB(X)
#undef X
};
struct late_hb_subset {
#define X(name) __typeof__(hb_subset_##name) *name;
	LATE_HB_SUBSET(X)
#undef X
};
struct late_fribidi {
#define X(name) __typeof__(fribidi_##name) *name;
	LATE_FRIBIDI(X)
#undef X
};
/* Filled once, by late_load, before anything else here is called; never changed after that. */
extern struct late_hb hb;
extern struct late_hb_subset hb_subset;
extern struct late_fribidi fribidi;
/* HarfBuzz goes on without what it could not get memory for, and the page would lose a glyph. malloc leaves ENOMEM in errno:
 * late_begin clears it, late_end ends the program when it is there. Between the two stand calls of HarfBuzz alone. */
void late_begin(void);
void late_end(void);
/* Asks for so much at once and gives it back: libraries that cannot do without memory are not entered without it. */
void late_room(size_t bytes);
/* false: *why names the library that is missing. */
bool late_load(struct arena *, struct str *why);

#endif
