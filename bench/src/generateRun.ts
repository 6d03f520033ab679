import type { RunTruth } from "./generate/RunTruth.ts";
import type { TimedEvent } from "./generate/RunWriter.ts";
import { RunWriter } from "./generate/RunWriter.ts";
import { SessionWriter } from "./generate/SessionWriter.ts";
import { phrase, prose } from "./generate/texts.ts";
import { writeAnswer } from "./generate/writeAnswer.ts";

/**
 * How long a turn is. `session`: a session that is followed as one run, with many prompts that are answered in 1 to 8
 * steps each. `prompt`: one prompt that is worked on without end, so that its summary of changes grows with the run.
 */
export type RunShape = "session" | "prompt";

export type GeneratedRun = {
  readonly sessionId: string;
  readonly prompt: string;
  /** OpenCode's events in order, without end; take as many as the run shall have. */
  readonly events: Iterator<TimedEvent, never>;
  /** What the events that were taken so far have brought. */
  readonly truth: RunTruth;
};

/**
 * A run that is made up: the events that OpenCode 1.18 sends, in the order and with the repetitions of the recordings in
 * `packages/client/recordings`. The same seed gives the same run. About 165 events a second, with about 265 (`session`)
 * or 300 (`prompt`) bytes of new information each; `NewInformation` says what counts.
 *
 * Of 100 events about 34 are pieces of text of 10 to 60 characters, 20 to 24 repeat the output of a command that prints
 * in 3 to 25 goes, and the rest is what OpenCode says around them. Commands print from 0.2 to 85 kB. Files are written,
 * edited and read; the turn's summary repeats every changed file whole with each step.
 */
export function generateRun(shape: RunShape, seed = 1): GeneratedRun {
  const run = new RunWriter(seed);
  const title = `New session - ${new Date(run.now).toISOString()}`;
  const session = new SessionWriter(run, title);
  const prompt = prose(run.random, 240);
  return { sessionId: session.id, prompt, events: writeRun(run, session, prompt, shape), truth: run.truth };
}

function* writeRun(
  run: RunWriter,
  session: SessionWriter,
  first: string,
  shape: RunShape,
): Generator<TimedEvent, never> {
  const { random } = run;
  yield session.created();
  for (let turn = 0; ; turn++) {
    run.workspace.startTurn();
    yield session.updated();
    const prompt = yield* session.prompt(turn === 0 ? first : prose(random, random.int(30, 400)));
    if (turn === 0) yield session.retitled(phrase(random, 40));
    yield* writeAnswer(session, prompt, shape === "session" ? random.int(1, 8) : Number.POSITIVE_INFINITY);
    run.wait(40, 120);
    yield session.promptUpdated(prompt);
  }
}
