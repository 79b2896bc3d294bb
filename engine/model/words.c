/* The words of a language, looked up in the tables that the build makes from lua/lang. */
#include "base.h"
#include "diag.h"
#include "source.h"
#include "model.h"
#include "model/words.h"

const char *const *model_words(struct str lang, const char *key)
{
	static const char *const none[] = { NULL };
	const struct language *found = NULL;
	for (const struct language *l = languages; l->name; l++)
		if (str_is(lang, l->name) || (!found && str_is(STR("en"), l->name)))
			found = l;
	for (const struct words *w = found ? found->words : NULL; w && w->key; w++)
		if (str_is(str_of(key), w->key))
			return w->words;
	return none;
}
