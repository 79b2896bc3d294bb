/* The words of a language, looked up in the tables that the build makes from lua/lang. */
#include "base.h"
#include "diag.h"
#include "source.h"
#include "model.h"
#include "model/words.h"

static const struct language *language(struct str lang)
{
	const struct language *english = NULL;
	for (const struct language *l = languages; l->name; l++) {
		if (str_is(lang, l->name))
			return l;
		if (str_is(STR("en"), l->name))
			english = l;
	}
	return english;
}

const char *const *model_words(struct str lang, enum word_list list)
{
	static const char *const none[] = { NULL };
	const char *const *words = language(lang)->lists[list];
	return words ? words : none;
}

const struct word *model_word(struct str lang, struct str text)
{
	const struct language *l = language(lang);
	uint32_t hash = 0;
	for (size_t i = 0; i < text.n; i++)
		hash = hash * 31 + (unsigned char)text.s[i];
	hash %= WORD_BUCKETS;
	for (uint32_t i = l->buckets[hash]; i < l->buckets[hash + 1]; i++)
		if (str_eq(l->words[i].text, text))
			return &l->words[i];
	return NULL;
}
