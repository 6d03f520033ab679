import { OPEN_WORKSPACE } from "./workspaceScript.ts";

/** Environment variable by which the agent's processes are known, also after their parent ended. */
export const AGENT_MARK = "OPENCODE_KIT_AGENT";

/**
 * What is known of the agent that was started last, from its boot file in `$state`, and who came from it. The file is
 * the memory: a Durable Object forgets when it sleeps.
 */
const AGENT_FUNCTIONS = `
boot= pid= password= port= made=
read_boot() { [ -s "$state/boot" ] && { read -r boot; read -r pid; read -r password; read -r port; read -r made; } <"$state/boot"; }
marked() { grep -lsz -x -F -- "${AGENT_MARK}=$boot" /proc/[0-9]*/environ | cut -d/ -f3 || :; }
is_alive() { grep -qsz -x -F -- "${AGENT_MARK}=$boot" "/proc/$pid/environ"; }
# The given processes and all below them; no zombies, which no signal ends.
below() {
  { cat /proc/[0-9]*/stat 2>/dev/null || :; } | sed -n 's/^\\([0-9]*\\) (.*) \\([^ ]\\) \\([0-9]*\\) .*/\\1 \\2 \\3/p' | awk -v roots="$*" '
    BEGIN { n = split(roots, root, " "); for (i = 1; i <= n; i++) ours[root[i]] = 1 }
    $2 != "Z" && $2 != "X" { parent[$1] = $3 }
    END {
      do { more = 0; for (p in parent) if (!(p in ours) && (parent[p] in ours)) { ours[p] = 1; more = 1 } } while (more)
      for (p in ours) if (p in parent) print p
    }'
}
# Ends the processes that a command names, and resolves when they are gone.
end_all() {
  local name try pids
  for name in TERM KILL; do
    for try in $(seq 50); do
      pids=$("$@")
      [ -n "$pids" ] || return 0
      [ "$try" != 1 ] || kill -s "$name" $pids 2>/dev/null || :
      sleep 0.04
    done
  done
}
agent_tree() { below $(marked); }
end_agent() { end_all agent_tree; rm -f -- "$state/boot"; }
`;

/**
 * Starts OpenCode in the workspace, or finds it running with the same settings. Arguments: workspace, home, command,
 * address, port, PATH, config. Prints the boot id, the password, the port, the disk's id and the workspace's path.
 * The whole environment of the agent is listed here: its shell tool inherits it.
 */
export const START_AGENT = `${OPEN_WORKSPACE}${AGENT_FUNCTIONS}
settings=$(printf '%s\\0' "\${@:3}" | sha256sum | cut -c1-64)
if read_boot; then
  if ! is_alive || [ "$made" != "$settings" ]; then end_agent; boot=; fi
fi
if [ -z "$boot" ]; then
  boot=$(od -An -N16 -tx1 /dev/urandom | tr -d ' \\n')
  password=$(od -An -N24 -tx1 /dev/urandom | tr -d ' \\n')
  port=$5 made=$settings
  variables=()
  for name in LANG LC_ALL TZ SSL_CERT_FILE SSL_CERT_DIR NODE_EXTRA_CA_CERTS CURL_CA_BUNDLE REQUESTS_CA_BUNDLE GIT_SSL_CAINFO; do
    [ -z "\${!name-}" ] || variables+=("$name=\${!name}")
  done
  variables+=(
    PATH="$6" HOME="$home" USERPROFILE="$home" TMPDIR="$home/tmp" TERM=dumb
    XDG_DATA_HOME="$home/.local/share" XDG_STATE_HOME="$home/.local/state"
    XDG_CONFIG_HOME="$home/.config" XDG_CACHE_HOME="$home/.cache"
    ${AGENT_MARK}="$boot" OPENCODE_CONFIG_CONTENT="$7" OPENCODE_SERVER_PASSWORD="$password"
    OPENCODE_DISABLE_AUTOUPDATE=1 OPENCODE_DISABLE_MODELS_FETCH=1 OPENCODE_DISABLE_LSP_DOWNLOAD=1
    OPENCODE_DISABLE_SHARE=1 OPENCODE_DISABLE_DEFAULT_PLUGINS=1 OPENCODE_DISABLE_CLAUDE_CODE=1
    GIT_CONFIG_NOSYSTEM=1 NO_UPDATE_NOTIFIER=1
  )
  setsid env -i "\${variables[@]}" "$3" serve --port "$5" --hostname "$4" >"$state/agent.log" 2>&1 </dev/null 9>&- &
  pid=$!
  umask 077
  printf '%s\\n' "$boot" "$pid" "$password" "$port" "$made" >"$state/boot.new"
  mv -- "$state/boot.new" "$state/boot"
  # The mark appears once the command is OpenCode's; until then the next to ask would take it for dead.
  for try in $(seq 50); do ! is_alive && kill -0 "$pid" 2>/dev/null || break; sleep 0.02; done
fi
printf '%s\\0' "$boot" "$password" "$port" "$id" "$dir"
`;

/** Where every script about the agent of the home `$1` begins. */
export const FIND_AGENT = `
set -u
state=$1.kit
${AGENT_FUNCTIONS}`;

/** Prints the boot id, if the agent of the home `$1` runs. Exits by 66 on another disk, by 69 where it has died. */
export const PROBE_AGENT = `${FIND_AGENT}
[ -s "$state/id" ] || exit 66
read_boot && is_alive || exit 69
printf '%s\\0' "$boot"
`;

/** The last lines that OpenCode printed. */
export const READ_AGENT_LOG = `tail -n 20 -- "$1.kit/agent.log" 2>/dev/null | tail -c 4000 || :`;

/** Ends the agent of the home `$1` and all that it started. */
export const STOP_AGENT = `${FIND_AGENT}
[ -d "$state" ] || exit 0
# A start that is under way is waited for, and ended.
exec 9>"$state/lock"
flock -w 60 9
read_boot || exit 0
end_agent
`;

/**
 * Four fields for each process that the agent of the home `$1` started: `/proc/…/stat`, command line, working folder,
 * and its sockets' inodes if `$2` is `sockets`. Before them, the second at which the system was booted.
 */
export const LIST_PROCESSES = `${FIND_AGENT}
awk '/^btime/ { printf "%s", $2 }' /proc/stat
printf '\\0'
read_boot || exit 0
for each in $(agent_tree); do
  [ "$each" != "$pid" ] || continue
  IFS= read -r stat 2>/dev/null <"/proc/$each/stat" || continue
  sockets=
  if [ "\${2-}" = sockets ]; then
    sockets=$(find "/proc/$each/fd" -lname 'socket:*' -printf '%l ' 2>/dev/null || :)
  fi
  printf '%s\\0' "$stat" "$(tr '\\0' ' ' 2>/dev/null <"/proc/$each/cmdline" || :)" "$(readlink "/proc/$each/cwd" || :)" "$sockets"
done
:
`;

/** The sockets of the system that listen, as the kernel lists them. */
export const LIST_SOCKETS = `cat /proc/net/tcp /proc/net/tcp6 2>/dev/null || :`;

/** Ends the process `$2` and all below it. Exits by 66 where the agent of the home `$1` has not started it. */
export const KILL_PROCESS = `${FIND_AGENT}
read_boot || exit 66
[ "$2" != "$pid" ] || exit 66
agent_tree | grep -q -x -F -- "$2" || exit 66
doomed=$(below "$2" | tr '\\n' ' ')
rest() { for each in $doomed; do case " $(below $each | tr '\\n' ' ') " in *" $each "*) echo "$each" ;; esac; done; }
end_all rest
`;
