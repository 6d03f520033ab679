import { FIND_AGENT } from "./agentScript.ts";

/**
 * Copies the home `$1`, less caches, to `$1.kit/snapshot`, and makes the workspace `$2` where there is none. The agent and all that it started stand still meanwhile: its
 * database is whole only between two writes.
 */
export const SNAPSHOT_HOME = `${FIND_AGENT}
set -e
to=$state/snapshot
rm -rf -- "$to"
mkdir -p -- "$to" "$1" "$2"
if read_boot && is_alive; then
  frozen=$(agent_tree)
  trap 'kill -CONT $frozen 2>/dev/null || :' EXIT
  kill -STOP $frozen 2>/dev/null || :
fi
tar -C "$1" --exclude=./.cache --exclude=./.npm --exclude=./tmp -cf - . | tar -C "$to" -xf - || [ "$?" = 1 ]
`;

/** Ends the agent of the home `$1` and puts what was restored in place of the home and of the workspace `$2`. */
export const RESTORE_FOLDERS = `${FIND_AGENT}
set -e
! read_boot || end_agent
put() {
  mkdir -p -- "$2"
  find "$2" -mindepth 1 -maxdepth 1 -exec rm -rf -- {} +
  cp -a -- "$1/." "$2/"
}
put "$state/restored/workspace" "$2"
put "$state/restored/home" "$1"
mkdir -p -- "$1/tmp"
`;
