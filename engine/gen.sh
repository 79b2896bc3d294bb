#!/bin/sh
# Tables made from file names: a command, finding, rule, probe, renderer, figure, word list or template is one dropped-in file.
# usage: engine/gen.sh OUTPUT-FOLDER   (from the top folder). A file is rewritten only when its content changes.
set -eu
LC_ALL=C
export LC_ALL
out=$1
mkdir -p "$out"

keep() { # keep NAME: standard input becomes the file, its time stamp stays when nothing changed
	cat > "$out/$1.new"
	if cmp -s "$out/$1.new" "$out/$1"; then rm "$out/$1.new"; else mv "$out/$1.new" "$out/$1"; fi
}
c_name() { printf '%s' "$1" | tr -c 'a-z0-9' '_'; }
header() { sed -n "1,/^\$/s/^$2: *//p" "$1" | sed 's/\\/\\\\/g; s/"/\\"/g'; }
lines() { sed 's/\\/\\\\/g; s/"/\\"/g; s/?/\\?/g; s/.*/	"&\\n"/'; }
# A finding's page ends in a worksheet without it and one with it: its own test cases.
examples() {
	good=tests/rules/$1/good.md
	bad=$(ls tests/rules/"$1"/bad-*.md 2>/dev/null | head -n 1)
	[ -e "$good" ] && { echo; echo "Right:"; echo; sed 's/^/    /' "$good"; } | lines
	[ -n "$bad" ] && { echo; echo "Found by it ($(basename "$bad" .md | sed 's/^bad-//; s/-/ /g')):"; echo; sed 's/^/    /' "$bad"; } | lines
	true
}
bytes() { od -An -v -tu1 "$1" | sed 's/  */,/g; s/^,//; s/$/,/'; }

# findings: engine/diag/finding/<id>.md
for f in engine/diag/finding/*.md; do
	id=$(basename "$f" .md)
	echo "extern const struct finding_kind finding_$(c_name "$id");"
done | keep findings.h
{
	echo '#include "base.h"'
	echo '#include "diag.h"'
	for f in engine/diag/finding/*.md; do
		id=$(basename "$f" .md)
		severity=$(header "$f" severity | tr a-z A-Z)
		undecided=$(header "$f" undecided)
		echo "const struct finding_kind finding_$(c_name "$id") = { \"$id\", SEVERITY_$severity, \"$(header "$f" group)\", ${undecided:-false}, \"$(header "$f" title)\","
		sed '1,/^$/d' "$f" | lines
		examples "$id"
		echo '	"" };'
	done
	echo 'const struct finding_kind *const finding_kinds[] = {'
	for f in engine/diag/finding/*.md; do echo "	&finding_$(c_name "$(basename "$f" .md)"),"; done
	echo '	NULL };'
} | keep findings.c

# table TYPE PREFIX VARIABLE DOORS FILES...: an array of pointers, one a file, named after it
table() {
	type=$1 prefix=$2 variable=$3 doors=$4
	shift 4
	for d in $doors; do echo "#include \"$d\""; done
	for f in "$@"; do [ -e "$f" ] && echo "extern const struct $type ${prefix}_$(c_name "$(basename "$f" .c)");"; done
	echo "const struct $type *const $variable[] = {"
	for f in "$@"; do [ -e "$f" ] && echo "	&${prefix}_$(c_name "$(basename "$f" .c)"),"; done
	echo '	NULL };'
}
table rule rule rules "base.h diag.h source.h model.h facts.h values.h claims.h graph.h rules.h" engine/rules/rule/*.c | keep rules.c
{
	table figure_kind figure figure_kinds "base.h diag.h source.h model.h facts.h values.h figure.h figure/kind.h" engine/figure/kind/*.c
	# a kind's example in the manual is the first figure of its test
	echo 'const char *const figure_examples[] = {'
	for f in engine/figure/kind/*.c; do
		sed -n '/^   ``` yaml$/,/^   ```$/{/^   ```/!s/^   /    /p;/^   ```$/q;}' "tests/figure/$(basename "$f" .c).md" | lines
		echo '	"",'
	done
	echo '	NULL };'
} | keep figures.c
table probe probe probes "base.h diag.h source.h model.h facts.h facts/probe.h" engine/facts/probe/*.c | keep probes.c
doors="base.h diag.h source.h model.h facts.h values.h claims.h graph.h rules.h"
commands=$(grep -l '^const struct command command_' engine/command/*.c)
# shellcheck disable=SC2086
table command command commands "$doors options.h" $commands | keep commands.c
renderers=
for d in engine/render/*/; do
	id=$(basename "$d")
	[ -e "$d$id.c" ] && renderers="$renderers $d$id.c"
done
# shellcheck disable=SC2086
table renderer render renderers "$doors report.h render.h" $renderers | keep renderers.c

# files compiled into the binary
files=$(find lua templates -type f ! -name '.*' | sort)
{
	echo '#include "base.h"'
	i=0
	for f in $files; do
		i=$((i + 1))
		echo "static const unsigned char file$i[] = {"
		bytes "$f"
		echo '0 };'
	done
	echo 'const struct embedded embedded_files[] = {'
	i=0
	# shellcheck disable=SC2086
	sha256sum $files | while read -r digest f; do
		i=$((i + 1))
		echo "	{ \"$f\", (const char *)file$i, sizeof file$i - 1, \"$digest\" },"
	done
	echo '	{ NULL, NULL, 0, NULL } };'
} | keep embedded.c

# words of each language: lua/lang/<lang>.lua, one `key = { "word", ... },` a line; en has every key.
# Each key is a number, and each word has a bit for every list that it stands in; a word is found by a hash of its bytes.
sed -n 's/^	\([a-z_]*\) *= *{.*},.*$/\1/p' lua/lang/en.lua | tr a-z A-Z | {
	echo '/* The word lists of lua/lang. */'
	echo 'enum word_list {'
	echo '	WORDS_NONE,'
	sed 's/.*/	WORDS_&,/'
	echo '	WORD_LISTS };'
} | keep word_lists.h
{
	echo '#include "base.h"'
	echo '#include "diag.h"'
	echo '#include "source.h"'
	echo '#include "model.h"'
	echo '#include "model/words.h"'
	for f in lua/lang/*.lua; do
		lang=$(basename "$f" .lua)
		sed -n 's/^	\([a-z_]*\) *= *{ *\(.*[^ ,]\),* *},.*$/static const char *const '"$lang"'_\1[] = { \2, NULL };/p' "$f"
		sed -n 's/^	\([a-z_]*\) *= *{ *\(.*[^ ,]\),* *},.*$/\1 \2/p' "$f" | awk -v lang="$lang" -f engine/words.awk "$out/word_lists.h" -
		echo "static const char *const *const lists_of_${lang}[WORD_LISTS] = {"
		sed -n 's/^	\([a-z_]*\) *= *{.*},.*$/\1/p' "$f" | while read -r key; do echo "	[WORDS_$(echo "$key" | tr a-z A-Z)] = ${lang}_$key,"; done
		echo '	};'
	done
	echo 'const struct language languages[] = {'
	# English is the first: it stands for a language that is not here
	for f in lua/lang/en.lua $(ls lua/lang/*.lua | grep -v /en.lua); do lang=$(basename "$f" .lua); echo "	{ { \"$lang\", ${#lang} }, lists_of_${lang}, letters_of_${lang}, words_of_${lang}, buckets_of_${lang} },"; done
	echo '	{ { NULL, 0 }, NULL, NULL, NULL, NULL } };'
} | keep words.c
