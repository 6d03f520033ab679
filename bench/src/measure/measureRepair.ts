import type { RunHost } from "@opencode-kit/client/source";
import { createOpenCodeApi, RunSupervisor } from "@opencode-kit/client/source";
import { setImmediate } from "node:timers/promises";
import { parseOpenCodeEvent } from "@opencode-kit/client/opencode";
import type { RunTruth } from "../generate/RunTruth.ts";
import { stopwatch } from "../lib/stopwatch.ts";
import type { AgentRecord } from "../play/AgentRecord.ts";
import { FakeAgent } from "../play/FakeAgent.ts";
import type { PlayedRun } from "../play/playRun.ts";
import { verifyRun } from "../play/verifyRun.ts";

/** OpenCode's record has this much of the end of a longer output, in UTF-16 code units. */
const LIVE_CHARS = 30_000;
/** What OpenCode does while nobody listens: about a second. */
const MISSED_EVENTS = 200;

export type Repair = {
  readonly requests: number;
  /** How often each path was asked for. */
  readonly paths: Readonly<Record<string, number>>;
  /** UTF-8 bytes of OpenCode's answers. */
  readonly bytes: number;
  /** Time of the room in ms, without that of the fake agent. */
  readonly ms: number;
  /** Events that were missing. */
  readonly events: number;
};

/**
 * The stream is lost at the end of the run, OpenCode goes on for 200 events, and a `RunSupervisor` connects again: it
 * reads what may have changed and appends what is missing. Fails if the run is not whole then. The run goes on by that.
 */
export async function measureRepair({ run, room }: PlayedRun, record: AgentRecord): Promise<Repair> {
  const known = sizesOf(run.truth);
  for (let i = 0; i < MISSED_EVENTS; i++) {
    const event = parseOpenCodeEvent(JSON.stringify(run.events.next().value.event));
    if (event !== undefined) record.does(event);
  }
  const agent = new FakeAgent(record);
  let events = 0;
  const host: RunHost = {
    state: () => room.log.state,
    append: (missing) => {
      events += missing.length;
      room.log.append(missing);
    },
    order: () => ({ text: run.prompt }),
    steers: () => [],
    isAnswered: () => false,
    saveSession: () => undefined,
    savePrompted: () => undefined,
    saveSteered: () => undefined,
    refuseSteer: () => undefined,
    saveStopping: () => undefined,
    leftRunning: () => Promise.resolve(undefined),
    findFile: () => Promise.reject(new Error("not expected")),
    lostSession: () => ({ code: "session_lost", message: "not expected" }),
    onOver: () => undefined,
    isNextSession: () => false,
    onProblem: (message, error) => {
      throw new Error(message, { cause: error });
    },
  };
  const { sessionId } = run;
  const task = {
    kind: "prompt" as const,
    continued: undefined,
    sessionId,
    afterMessageId: undefined,
    isPrompted: true,
    isStopping: false,
    endsProcesses: false,
    isPaused: false,
  };
  const elapsed = stopwatch();
  new RunSupervisor(task, host).connect({ server: agent, api: createOpenCodeApi(agent) });
  for (let quiet = 0, asked = 0; quiet < 20; quiet++) {
    await setImmediate();
    if (agent.requests.length !== asked) [quiet, asked] = [0, agent.requests.length];
    if (events > 0) break;
  }
  const ms = elapsed() - agent.ms;
  room.channels.flush();
  verifyRun(run.truth, room.log.state, { lostOutputs: lostOutputs(run.truth, known) });
  const paths: Record<string, number> = {};
  for (const path of agent.requests) paths[path] = (paths[path] ?? 0) + 1;
  return { requests: agent.requests.length, paths, bytes: agent.bytes, ms, events };
}

function sizesOf({ outputs }: RunTruth): ReadonlyMap<string, number> {
  return new Map([...outputs].map(([id, pieces]) => [id, pieces.reduce((sum, piece) => sum + piece.length, 0)]));
}

/** Outputs that grew by more than OpenCode keeps while nobody listened. */
function lostOutputs(truth: RunTruth, known: ReadonlyMap<string, number>): ReadonlySet<string> {
  const grown = [...sizesOf(truth)].filter(([id, size]) => size - (known.get(id) ?? 0) > LIVE_CHARS);
  return new Set(grown.map(([id]) => id));
}
