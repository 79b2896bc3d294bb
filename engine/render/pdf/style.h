/* render/pdf/style: the printed page's look, from templates/print.yaml. */
#ifndef HENCE_RENDER_PDF_STYLE_H
#define HENCE_RENDER_PDF_STYLE_H

#define PRINT_LENGTHS(X) \
	X(top, "margins", "top") X(bottom, "margins", "bottom") X(left, "margins", "left") X(right, "margins", "right") \
	X(gutter, "margins", "gutter") X(aside, "margins", "aside") \
	X(text, "sizes", "text") X(leading, "sizes", "leading") X(title, "sizes", "title") X(subtitle, "sizes", "subtitle") \
	X(code, "sizes", "code") X(code_least, "sizes", "code-least") X(code_leading, "sizes", "code-leading") \
	X(inline_code, "sizes", "inline-code") X(small, "sizes", "small") X(number, "sizes", "number")
#define PRINT_COLOURS(X) \
	X(ink, "ink") X(quiet, "quiet") X(rule, "rule") X(ground, "ground") X(kind, "kind") X(value, "value") X(value_line, "value-line") \
	X(link, "link") X(holds, "holds") X(rounded, "rounded") X(undecided, "undecided") X(wrong, "wrong")
enum { PRINT_HEADINGS = 6 };
struct print_style {
	int32_t a4[2], letter[2], heading[PRINT_HEADINGS];
#define X(field, section, key) int32_t field;
	PRINT_LENGTHS(X)
#undef X
	struct {
#define X(field, key) uint32_t field;
		PRINT_COLOURS(X)
#undef X
	} colour;
	struct font_chain chains[FACE_COUNT];
};
/* false: *why says which entry is missing or wrong. */
bool print_style_read(struct arena *, struct str yaml, struct print_style *, struct str *why);
/* A look of the reader's own: the entries that it has replace those of the style. false: *why names an entry that there is not,
 * that is wrong, or that leaves no room for text. */
bool print_style_change(struct arena *, struct str yaml, struct print_style *, struct str *why);

#endif
