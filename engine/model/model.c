/* Reads a worksheet: parts and lines, their trees, annotations, live spans; and the ways of looking lines up. */
#include "base.h"
#include "diag.h"
#include "source.h"
#include "model.h"
#include "model/reading.h"

static struct range lines_range(const struct text *t, uint32_t first, uint32_t last)
{
	uint32_t at = lines_at(t, first), end = t->starts[last - 1] + (uint32_t)text_line(t, last).n;
	return (struct range){ at, end - at };
}

static bool is_yaml(const struct text *t, uint32_t line)
{
	struct fence fence;
	size_t end = 0;
	if (!source_fence(text_line(t, line), &fence))
		return false;
	struct str info = fence.info;
	while (end < info.n && info.s[end] != ' ' && info.s[end] != '\t')
		end++;
	info = str_slice(info, 0, end);
	return str_is(info, "yaml") || str_is(info, "YAML") || str_is(info, "yml");
}

static uint32_t without_blanks(const struct text *t, uint32_t first, uint32_t last)
{
	while (last > first && str_trim(text_line(t, last)).n == 0)
		last--;
	return last;
}

static void line_read(struct reading *r, const struct found *f, struct part *p)
{
	const struct text *t = r->text;
	uint32_t index = (uint32_t)r->model->lines.n, number = 0, n = 0;
	struct line *l = vec_add(r->arena, &r->model->lines);
	struct str first = lines_text(t, f->first);
	lines_number(first, &number, &n);
	l->number = number;
	l->number_text = str_slice(first, 0, n - 1);
	l->id = l->number_text;
	while (l->id.n > 1 && *l->id.s == '0')
		l->id = str_from(l->id, 1);
	l->range = p->range;
	l->number_range = (struct range){ p->range.at, n - 1 };
	kind_read(r, l, str_from(first, n), p->range.at + n);
	struct range own = p->range;
	bool annotated = r->model->settings.annotated && f->fence_last == f->last && f->fence_first > f->first && is_yaml(t, f->fence_first);
	if (annotated) {
		l->annotation_range = lines_range(t, f->fence_first, f->fence_last);
		own = lines_range(t, f->first, without_blanks(t, f->first, f->fence_first - 1));
		struct range yaml = { f->fence_first < t->lines ? t->starts[f->fence_first] : (uint32_t)t->bytes.n, 0 };
		uint32_t last = f->fence_open ? f->fence_last + 1 : f->fence_last;
		uint32_t end = last <= t->lines ? t->starts[last - 1] : (uint32_t)t->bytes.n;
		yaml.n = end > yaml.at ? end - yaml.at : 0;
		annotation_read(r, l, yaml);
	}
	p->line = index;
	p->tree = l->tree = source_parse(r->arena, r->diag, r->limits, t, own, n + 1);
	l->first_span = (uint32_t)r->model->spans.n;
	if (r->model->settings.annotated)
		spans_read(r, l->tree, index);
	l->span_count = (uint32_t)r->model->spans.n - l->first_span;
}

static void names_collect(struct reading *r)
{
	struct model *m = r->model;
	m->numbers = map_new(r->arena);
	m->ids = map_new(r->arena);
	for (size_t i = 0; i < m->lines.n; i++) {
		struct line *l = &m->lines.at[i];
		struct str number = l->number_text;
		while (number.n > 1 && *number.s == '0')
			number = str_from(number, 1);
		if (!map_get(m->numbers, number))
			map_put(m->numbers, number, l);
		struct yaml *id = source_get(l->annotation, "id");
		struct line *first = map_get(m->ids, l->id);
		if (!first) {
			map_put(m->ids, l->id, l);
		} else if (id && id->kind == YAML_SCALAR && str_eq(id->text, l->id)) {
			struct finding *f = diag_add(r->diag, &finding_name_twice, id->range, "two lines have the id %.*s: lines %.*s and %.*s",
				STR_ARG(l->id), STR_ARG(first->number_text), STR_ARG(l->number_text));
			f->found = l->id;
			f->help = STR("give each line an id of its own");
			struct yaml *other = source_get(first->annotation, "id");
			diag_note(r->diag, f, other ? other->range : first->number_range, "the first is here");
		}
	}
}

void reading_stops(struct reading *r, uint32_t at, const char *what, uint64_t most, const char *limit)
{
	struct finding *f = diag_add(r->diag, &finding_too_big, (struct range){ at, 0 },
		"more than %llu %s: nothing from here on is read or checked", (unsigned long long)most, what);
	f->help = str_format(r->arena, "divide the worksheet, or raise the limit with --limit %s=NUMBER", limit);
}

/* A span moved when model.spans grew: the marks are set again, and now for good. */
static void marks_set(struct model *m)
{
	for (size_t i = 0; i < m->spans.n; i++) {
		struct span *s = &m->spans.at[i];
		if (!s->in_figure)
			((struct node *)s->node)->mark = s;
	}
}

void model_read(struct arena *a, struct diag *d, const struct limits *limits, const struct text *t, struct model *m)
{
	struct reading r = { .arena = a, .diag = d, .limits = limits, .text = t, .model = m };
	*m = (struct model){ .text = t };
	uint32_t first = settings_read(&r);
	lines_find(&r, first);
	size_t lines = 0;
	for (size_t i = 0; i < r.found.n; i++)
		lines += r.found.at[i].kind == PART_LINE;
	m->lines.at = arena_take(a, (m->lines.room = lines) * sizeof *m->lines.at);
	m->parts.at = arena_take(a, (m->parts.room = r.found.n) * sizeof *m->parts.at);
	for (size_t i = 0; i < r.found.n; i++) {
		const struct found *f = &r.found.at[i];
		if (arena_bytes(a) > limits->tree_bytes) {
			reading_stops(&r, lines_at(t, f->first), "bytes of memory for its trees", limits->tree_bytes, "tree-bytes");
			break;
		}
		struct part *p = vec_add(a, &m->parts);
		*p = (struct part){ .kind = f->kind, .range = lines_range(t, f->first, f->last), .line = LINE_NONE };
		if (f->kind == PART_LINE) {
			line_read(&r, f, p);
		} else {
			p->tree = source_parse(a, d, limits, t, p->range, 0);
			if (m->settings.annotated)
				spans_read(&r, p->tree, LINE_NONE);
		}
	}
	marks_set(m);
	names_collect(&r);
	if (!m->settings.annotated)
		written_read(&r);
	traps_read(&r);
}

uint32_t model_line_at(const struct model *m, uint32_t at)
{
	size_t low = 0, high = m->lines.n;
	if (high == 0 || m->lines.at[0].range.at > at)
		return LINE_NONE;
	while (high - low > 1) {
		size_t mid = low + (high - low) / 2;
		if (m->lines.at[mid].range.at <= at)
			low = mid;
		else
			high = mid;
	}
	const struct range *r = &m->lines.at[low].range;
	return at - r->at < r->n ? (uint32_t)low : LINE_NONE;
}

static uint32_t index_of(const struct model *m, const struct map *map, struct str key)
{
	const struct line *l = map ? map_get(map, key) : NULL;
	return l ? (uint32_t)(l - m->lines.at) : LINE_NONE;
}

uint32_t model_line_numbered(const struct model *m, uint32_t number)
{
	char digits[10];                /* of 2^32 - 1 */
	size_t at = sizeof digits;
	do
		digits[--at] = (char)('0' + number % 10);
	while (number /= 10);
	return index_of(m, m->numbers, (struct str){ digits + at, sizeof digits - at });
}

uint32_t model_line_named(const struct model *m, struct str id)
{
	return index_of(m, m->ids, id);
}
