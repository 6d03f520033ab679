/** Exit codes of the scripts, and what they mean. */
export const EXITS = { 66: "not_found", 67: "outside_workspace", 68: "is_directory", 69: "agent_unavailable" } as const;

/**
 * Makes the workspace `$1` and the agent's home `$2`, or finds them, under a lock: two Workers may open at once. What
 * the kit keeps about this disk is in `$2.kit`, beside both, so that no backup brings it back. Sets `dir` (without
 * links), `home`, `state` and `id`.
 *
 * The workspace is a git repository with one commit, without which OpenCode reports no diffs. The files in the agent's
 * config folder say that its plugin library is installed: it starts without a network.
 */
export const OPEN_WORKSPACE = `
set -eu
umask 022
dir=$1 home=$2 state=$2.kit
command -v git >/dev/null || exit 69
mkdir -p -- "$dir" "$home/tmp" "$state"
chmod 700 -- "$state"
exec 9>"$state/lock"
flock -w 60 9
if [ ! -s "$state/id" ]; then
  id=$(od -An -N16 -tx1 /dev/urandom | tr -d ' \\n')
  printf %s "$id" >"$state/id.new"
  mv -- "$state/id.new" "$state/id"
fi
id=$(cat -- "$state/id")
cd -- "$dir"
dir=$(pwd -P)
plain_git() {
  env -i PATH="$PATH" HOME="$home" GIT_CONFIG_NOSYSTEM=1 GIT_TERMINAL_PROMPT=0 git "$@"
}
[ -d "$state/rules.git" ] || plain_git init --quiet --bare -- "$state/rules.git"
if [ ! -e .git/kit-ready ]; then
  plain_git init --quiet --initial-branch=main
  plain_git config user.name OpenCode
  plain_git config user.email opencode@localhost
  plain_git config commit.gpgsign false
  mkdir -p .git/info
  printf 'node_modules/\\n' >>.git/info/exclude
  plain_git add --all
  plain_git commit --quiet --allow-empty --no-verify --message=Start
  : >.git/kit-ready
fi
config=$home/.config/opencode
if [ ! -e "$config/package-lock.json" ]; then
  mkdir -p -- "$config/node_modules"
  printf '{"private":true,"dependencies":{"@opencode-ai/plugin":"*"}}' >"$config/package.json"
  printf '{"name":"opencode","lockfileVersion":3,"requires":true,"packages":{"":{"dependencies":{"@opencode-ai/plugin":"*"}}}}' >"$config/package-lock.json"
fi
`;

/** The same, and prints the disk's id and the workspace's path. */
export const TELL_WORKSPACE = `${OPEN_WORKSPACE}
printf '%s\\0%s\\0' "$id" "$dir"
`;
