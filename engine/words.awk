# The words of one language with a bit for each list they stand in, ordered by the hash that model/words.c computes too.
# Reads `key "word", "word", ...` lines behind word_lists.h; -v lang=NAME. A colon at the end of a word in a list does not matter.
BEGIN {
	BUCKETS = 1024
	for (i = 1; i < 256; i++)
		code[sprintf("%c", i)] = i
}
NR == FNR {
	if (match($0, /^\tWORDS_[A-Z_]*,/))
		slot[substr($0, 2, RLENGTH - 2)] = int((keys++) / 32)
	next
}
{
	key = "WORDS_" toupper($1)
	n = split($0, pieces, "\"")
	for (i = 2; i <= n; i += 2) {
		word = pieces[i]
		sub(/:$/, "", word)
		if (!(word in lists))
			words[++count] = word
		lists[word] = lists[word] " " key
	}
}
function hash(word, i, h) {
	h = 0
	for (i = 1; i <= length(word); i++)
		h = (h * 31 + code[substr(word, i, 1)]) % BUCKETS
	return h
}
END {
	# A place in one text, not a pointer: what has no pointers is not touched at a start.
	printf "static const struct word words_of_%s[] = {\n", lang
	for (i = 1; i <= count; i++)
		bucket[hash(words[i])] = bucket[hash(words[i])] " " i
	for (b = 0; b < BUCKETS; b++) {
		first[b] = total + 0
		n = split(bucket[b], inside, " ")
		for (i = 1; i <= n; i++) {
			word = words[inside[i]]
			total++
			printf "\t{ %d, %d, {", letters, length(word)
			letters += length(word)
			text = text "\n\t\"" word "\""
			m = split(lists[word], in_list, " ")
			for (k = 1; k <= m; k++)
				bits[slot[in_list[k]]] = bits[slot[in_list[k]]] (bits[slot[in_list[k]]] ? " | " : "") "UINT32_C(1) << " in_list[k] " % 32"
			for (k in bits) {
				printf " [%d] = %s,", k, bits[k]
				delete bits[k]
			}
			printf " } },\n"
		}
	}
	printf "\t};\nstatic const char letters_of_%s[] =%s;\n", lang, text
	printf "static const uint16_t buckets_of_%s[] = {\n", lang
	for (b = 0; b < BUCKETS; b++)
		printf "%s%d,", b % 16 ? " " : "\n\t", first[b]
	printf " %d };\n", total
}
