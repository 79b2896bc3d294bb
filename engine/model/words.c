/* The words of a language, looked up in the tables that the build makes from lua/lang. */
#include "base.h"
#include "diag.h"
#include "source.h"
#include "model.h"
#include "model/words.h"

#include <string.h>

const char *const *model_words(struct str lang, const char *key)
{
	static const char *const none[] = { NULL };
	const struct language *found = NULL;
	for (const struct language *l = languages; l->name; l++)
		if (str_is(lang, l->name) || (!found && str_is(STR("en"), l->name)))
			found = l;
	for (size_t low = 0, high = found ? found->n : 0; low < high; ) {
		size_t middle = low + (high - low) / 2;
		int order = strcmp(key, found->words[middle].key);
		if (order == 0)
			return found->words[middle].words;
		if (order < 0)
			high = middle;
		else
			low = middle + 1;
	}
	return none;
}
