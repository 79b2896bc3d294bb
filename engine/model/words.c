/* The words of a language, looked up in the tables that the build makes from lua/lang. */
#include "base.h"
#include "diag.h"
#include "source.h"
#include "model.h"
#include "model/words.h"

static const struct language *language(struct str lang)
{
	for (const struct language *l = languages + 1; l->name.n; l++)
		if (str_eq(lang, l->name))
			return l;
	return languages;
}

const char *const *model_words(struct str lang, enum word_list list)
{
	static const char *const none[] = { NULL };
	const char *const *words = language(lang)->lists[list];
	return words ? words : none;
}

struct str model_phrase(struct str lang, enum word_list list, size_t i)
{
	const char *const *words = model_words(lang, list);
	while (i && *words) {
		words++;
		i--;
	}
	return str_of(*words ? *words : "");
}

void model_tell(struct buf *out, struct str lang, enum word_list list, size_t i, const struct str *texts, size_t n)
{
	struct str phrase = model_phrase(lang, list, i);
	for (size_t at = 0; at < phrase.n; at++) {
		size_t place = at + 2 < phrase.n && phrase.s[at] == '{' && phrase.s[at + 2] == '}' ? (size_t)(unsigned char)phrase.s[at + 1] - '1' : n;
		if (place < n) {
			buf_put(out, texts[place]);
			at += 2;
		} else {
			buf_putc(out, phrase.s[at]);
		}
	}
}

const struct word *model_word(struct str lang, struct str text)
{
	const struct language *l = language(lang);
	uint32_t hash = 0;
	for (size_t i = 0; i < text.n; i++)
		hash = hash * 31 + (unsigned char)text.s[i];
	hash %= WORD_BUCKETS;
	for (uint32_t i = l->buckets[hash]; i < l->buckets[hash + 1]; i++)
		if (str_eq((struct str){ l->letters + l->words[i].at, l->words[i].n }, text))
			return &l->words[i];
	return NULL;
}
