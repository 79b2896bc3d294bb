#!/bin/sh
# Brings here what many machines say to the questions of one worksheet; printed by `hence facts --fleet-script`.
# usage: sh fleet.sh [-j N] [-p HENCE] [-y DIGEST] WORKSHEET HOSTS FOLDER
#   HOSTS    a file: a name that ssh knows on each line; what follows # is a remark
#   FOLDER   one facts file for each host is written there, HOST.yaml
#   -j N     hosts at a time (default 8)
#   -p PATH  what hence is called over there (default hence); where there is none, the collecting script runs instead
#   -y DIG   let the worksheet's commands run over there when they have this digest (hence facts --trust --yes)
# Then: hence compare WORKSHEET --facts FOLDER/a.yaml --facts FOLDER/b.yaml ...
# SSH and HENCE in the environment name other programs for here. Exit status: 0, or 1 when a host gave nothing.
set -u
LC_ALL=C
export LC_ALL

# With --one: a single host, in a process of its own. Everything else comes by the environment.
if [ "${1-}" = --one ]; then
	host=$2
	out=$FLEET_FOLDER/$host
	trust=
	[ -n "$FLEET_YES" ] && trust="--trust --yes '$FLEET_YES'"
	# The worksheet lies in a folder that goes away again, and so does what was trusted.
	if ${SSH:-ssh -o BatchMode=yes -o ConnectTimeout=10} "$host" "t=\$(mktemp -d) || exit 9; trap 'rm -rf \"\$t\"' EXIT; cat > \"\$t/worksheet.md\"
		command -v '$FLEET_REMOTE' > /dev/null || exit 127; XDG_STATE_HOME=\$t '$FLEET_REMOTE' facts --here $trust -o - \"\$t/worksheet.md\"" \
		< "$FLEET_SHEET" > "$out.new" 2> "$out.err"; then
		status=0
	else
		status=$?
	fi
	if [ $status = 127 ]; then
		${SSH:-ssh -o BatchMode=yes -o ConnectTimeout=10} "$host" 'sh -s -- -' < "$FLEET_COLLECT" > "$out.tar" 2> "$out.err" &&
			"${HENCE:-hence}" facts --sysroot "$out.tar" -o "$out.new" "$FLEET_SHEET" 2>> "$out.err"
		status=$?
		rm -f "$out.tar"
	fi
	# 3: some fact could not be had there, and the file says so.
	if { [ $status = 0 ] || [ $status = 3 ]; } && grep -q '^hence-facts:' "$out.new"; then
		mv "$out.new" "$out.yaml"
		rm -f "$out.err"
		echo "$host"
		exit 0
	fi
	echo "$host: nothing was had: $(grep -v '^left out' "$out.err" | tail -n 1)" >&2
	rm -f "$out.new" "$out.err"
	exit 1
fi

jobs=8
FLEET_REMOTE=hence
FLEET_YES=
while getopts j:p:y: option; do
	case $option in
	j) jobs=$OPTARG ;;
	p) FLEET_REMOTE=$OPTARG ;;
	y) FLEET_YES=$OPTARG ;;
	*) exit 2 ;;
	esac
done
shift $((OPTIND - 1))
[ $# = 3 ] || { echo "usage: sh fleet.sh [-j N] [-p HENCE] [-y DIGEST] WORKSHEET HOSTS FOLDER" >&2; exit 2; }
case $FLEET_REMOTE$FLEET_YES in
*\'*) echo "fleet.sh: -p and -y hold no quotes" >&2; exit 2 ;;
esac
FLEET_SHEET=$1
FLEET_FOLDER=$3
hosts=$(sed 's/#.*//' "$2" | tr -s '[:blank:]' '[\n*]' | grep .) || { echo "fleet.sh: $2 names no host" >&2; exit 2; }
# A host's name becomes a file's, and must not look like an option of ssh.
if bad=$(printf '%s\n' "$hosts" | grep -E '^-|/|^\.\.?$'); then
	echo "fleet.sh: no name of a host: $bad" >&2
	exit 2
fi
[ -r "$FLEET_SHEET" ] || { echo "fleet.sh: $FLEET_SHEET cannot be read" >&2; exit 2; }
mkdir -p "$FLEET_FOLDER" || exit 2
FLEET_COLLECT=$(mktemp) || exit 2
trap 'rm -f "$FLEET_COLLECT"' EXIT
trap 'exit 2' HUP INT TERM
"${HENCE:-hence}" facts --collect-script > "$FLEET_COLLECT" || exit 2
export FLEET_SHEET FLEET_FOLDER FLEET_REMOTE FLEET_YES FLEET_COLLECT
printf '%s\n' "$hosts" | sort -u | xargs -P "$jobs" -I '{}' sh "$0" --one '{}' || exit 1
