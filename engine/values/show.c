/* What a span prints of its value: the number alone, a text, or the reason why there is none. */
#include "base.h"
#include "diag.h"
#include "source.h"
#include "model.h"
#include "facts.h"
#include "values.h"

struct str values_show(struct arena *a, const struct value *v)
{
	struct buf list = { 0 };
	switch (v->kind) {
	case VALUE_NUMBER:
		return num_show(a, v->num, v->style);
	case VALUE_TEXT:
		return v->text;
	case VALUE_TRUTH:
		return v->truth ? STR("true") : STR("false");
	case VALUE_LIST:
		for (size_t i = 0; i < v->item_count; i++) {
			struct str item = values_show(a, &v->items[i]);
			buf_printf(&list, "%s%.*s", i ? ", " : "", STR_ARG(item));
		}
		struct str shown = str_copy(a, buf_str(&list));
		buf_free(&list);
		return shown;
	case VALUE_UNDECIDED:
	case VALUE_ABSENT:
		break;
	}
	return STR("?");
}
