/** Entries of a listing, and of the folders that appear in one batch of the watch. */
export const MAX_ENTRIES = 10_000;
export const MAX_APPEARED = 2_000;

/**
 * Records are `<type>\t<bytes>\t<seconds>\t./<path>`, ended by NUL. The type is `f`, `d`, or `k` for a path that is
 * watched; what is neither a file nor a folder of the workspace has no record. A link counts as the file that it leads
 * to, if that is inside; a link to a folder is left out, so that listings have no circles.
 */
const FILE_FUNCTIONS = `
set -u
export LC_ALL=C
cd -- "$1" 2>/dev/null || exit 66
root=$(pwd -P)
rules() { env -i PATH="$PATH" HOME="$kit_home" GIT_CONFIG_NOSYSTEM=1 git --git-dir="$kit_home.kit/rules.git" --work-tree="$root" check-ignore -z --stdin --no-index 2>/dev/null || :; }
walk() { find "$@" -mindepth 1 \\( -name .git -o -name node_modules \\) -prune -o \\( -type d -o -type f -o -type l \\) -print0 2>/dev/null | sed -z 's|^\\./||'; }
describe() {
  sed -z 's|^|./|' | xargs -0 -r bash -c '
    find "$@" -maxdepth 0 \\( -type f -o -type d \\) -printf "%y\\t%s\\t%T@\\t%p\\0" -o -type l -xtype f -printf "l\\t\\t\\t%p\\0" 2>/dev/null || :
  ' describe | while IFS= read -r -d '' record; do
    if [ "\${record:0:1}" != l ]; then printf '%s\\0' "$record"; continue; fi
    link=\${record#*./}
    target=$(realpath -e -- "./$link" 2>/dev/null && printf x) || continue
    target=\${target%?x}
    case $target in "$root"/*) find "$target" -maxdepth 0 -type f -printf "f\\t%s\\t%T@\\t" 2>/dev/null && printf './%s\\0' "$link" ;; esac
  done
}
kept() { comm -z -23 <("$@" | sort -z -u) <("$@" | rules | sort -z -u); }
# Resolves the path $1 to target, inside the workspace after links.
resolve() {
  target=$(realpath -e -- "./$1" 2>/dev/null && printf x) || exit 66
  target=\${target%?x}
  case $target in "$root" | "$root"/*) ;; *) exit 67 ;; esac
}
`;

/** Files and folders of the workspace `$1`, less `.git`, `node_modules` and what `.gitignore` names; one more than `$3`. */
export const LIST_FILES = `${FILE_FUNCTIONS}
kit_home=$2
kept walk . | sed -z 'h;s|[^/]||g;G;s|\\x0|\\x1|' | sort -z -t $'\\x01' -k 1,1 -s | head -z -n "$(($3 + 1))" | cut -z -d $'\\x01' -f 2- | describe
:
`;

/** What is directly in the folder `$2`, `.git` left out. */
export const LIST_FOLDER = `${FILE_FUNCTIONS}
resolve "$2"
[ -d "$target" ] || exit 66
cd -- "$target"
find . -mindepth 1 -maxdepth 1 ! -name .git -print0 2>/dev/null | sed -z 's|^\\./||' | sort -z | head -z -n "$(($3 + 1))" | describe
:
`;

/** The record of the path `$2`, with its target's absolute path in place of its own. */
export const STAT_FILE = `${FILE_FUNCTIONS}
resolve "$2"
find "$target" -maxdepth 0 \\( -type f -o -type d \\) -printf '%y\\t%s\\t%T@\\t%p\\0' 2>/dev/null
:
`;

/**
 * What is at each of the paths `$3` now, and below those of `$4` (both base64, each path ended by NUL), less what is
 * ignored. Before them a record `k` for each. Exits by 70 where there are more than `$5` below.
 */
export const DESCRIBE_FILES = `${FILE_FUNCTIONS}
kit_home=$2 touched=$3 appeared=$4
below() { printf %s "$appeared" | base64 -d | sed -z 's|^|./|' | xargs -0 -r bash -c "$(declare -f walk); walk \\"\\$@\\"" below; }
[ "$(below | head -z -n "$(($5 + 1))" | tr -dc '\\0' | wc -c)" -le "$5" ] || exit 70
all() { printf %s "$touched" | base64 -d; below; }
kept all | sed -z 's|^|k\\t\\t\\t./|'
kept all | describe
:
`;

/** The bytes of the file `$1` from `$2`, as many as `$3`. */
export const READ_BYTES = `exec dd if="$1" iflag=skip_bytes,count_bytes,fullblock bs=64K skip="$2" count="$3" status=none`;
