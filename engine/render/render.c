/* Finds a renderer in the table made from the folders of this room. */
#include "base.h"
#include "diag.h"
#include "source.h"
#include "model.h"
#include "facts.h"
#include "values.h"
#include "claims.h"
#include "graph.h"
#include "rules.h"
#include "report.h"
#include "render.h"

const struct renderer *render_find(struct str id)
{
	for (size_t i = 0; renderers[i]; i++)
		if (str_is(id, renderers[i]->id))
			return renderers[i];
	return NULL;
}

struct str render_template(const struct render_options *options, const char *path)
{
	for (const struct embedded *e = options->own; e && e->path; e++)
		if (str_is(str_of(e->path), path))
			return (struct str){ e->bytes, e->n };
	return embedded_find(path);
}

struct str render_style(struct arena *a, const struct render_options *options)
{
	struct str ours = embedded_find("templates/page.css"), own = render_template(options, "templates/page.css");
	return own.s == ours.s ? ours : str_format(a, "%.*s%.*s", STR_ARG(ours), STR_ARG(own));
}

void render_address(struct buf *out, struct str name)
{
	static const char plain[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.~/";
	for (size_t i = 0; i < name.n; i++) {
		if (str_find_char(STR(plain), name.s[i]) != STR_NONE)
			buf_putc(out, name.s[i]);
		else
			buf_printf(out, "%%%02X", (unsigned)(unsigned char)name.s[i]);
	}
}

static bool alphanumeric(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

bool render_leaks(const struct render_options *options, struct str text, uint32_t *line)
{
	const struct edition *e = options->edition;
	for (size_t i = 0; e && options->blanks && i < e->spellings.n; i++) {
		struct str spelled = e->spellings.at[i].text, rest = text;
		for (size_t at; (at = str_find(rest, spelled)) != STR_NONE; rest = str_from(rest, at + 1)) {
			bool before = at > 0 && alphanumeric(rest.s[at - 1]);
			bool after = at + spelled.n < rest.n && alphanumeric(rest.s[at + spelled.n]);
			if (before || after)
				continue;
			*line = e->spellings.at[i].line;
			return true;
		}
	}
	return false;
}
