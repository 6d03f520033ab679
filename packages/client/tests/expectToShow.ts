import { expect } from "vitest";
import type { RunState } from "../src/state/index.ts";
import { cutPart, mergePage, messagePage, selectDiffs, toRunSnapshot, toWholeRunSnapshot } from "../src/state/index.ts";

/** Expects two states to be the same, to the last part. What a state could not use of its events does not count. */
export function expectSame(a: RunState, b: RunState): void {
  expect(sorted(a)).toEqual(sorted(b));
}

/** Entities by id: a state that was read from storage or repaired has met them in another order. */
function sorted(state: RunState): unknown {
  const { sessions, messages, parts, filesEdited, diagnostics, todos, ...rest } = toWholeRunSnapshot(state);
  const byId = (x: { readonly id: string }, y: { readonly id: string }): number => (x.id < y.id ? -1 : 1);
  return {
    ...rest,
    sessions: sessions.toSorted(byId),
    messages: messages.toSorted(byId),
    parts: parts.toSorted(byId),
    filesEdited: filesEdited.toSorted(),
    diagnostics: diagnostics.toSorted((x, y) => (x.path < y.path ? -1 : 1)),
    todos: todos.toSorted((x, y) => (x.sessionId < y.sessionId ? -1 : 1)),
    running: state.runningToolIds,
    open: state.openMessageIds,
    processes: state.processIds,
  };
}

/**
 * Expects a viewer that joined in the middle to show the truth: everything that it has loaded is as the whole state has
 * it, all that is newer than its window is loaded, and the sums are those of the whole.
 */
export function expectToShow(viewer: RunState, whole: RunState): void {
  const [shown, truth] = [toRunSnapshot(viewer), toRunSnapshot(whole)];
  for (const key of ["header", "usage", "messageCount", "unknown", "pending", "answered"] as const) {
    expect({ [key]: shown[key] }).toEqual({ [key]: truth[key] });
  }
  expect(viewer.todos).toEqual(whole.todos);
  expect(viewer.runningToolIds).toEqual(whole.runningToolIds);
  expect(viewer.openMessageIds).toEqual(whole.openMessageIds);
  expect(whole.filesEdited.slice(-viewer.filesEdited.length || Infinity)).toEqual(viewer.filesEdited);
  expect(viewer.diagnostics).toEqual(whole.diagnostics);
  for (const { id: sessionId, messageIds: loaded } of Object.values(viewer.sessions)) {
    const { messageIds: all = [], ...trueFacts } = whole.sessions[sessionId] ?? {};
    expect(factsOf(viewer, whole, sessionId)).toEqual(trueFacts);
    const from = viewer.windowFrom ?? "";
    expect(loaded.filter((id) => id >= from)).toEqual(all.filter((id) => id >= from));
    for (const id of loaded) expectMessage(viewer, whole, id);
  }
  const diffs = selectDiffs(whole);
  expect(viewer.diffs.map(withoutPatch)).toEqual(diffs.map(withoutPatch));
  for (const [i, diff] of selectDiffs(viewer).entries()) {
    if (diff.isPatchOmitted !== true) expect(diff).toEqual(diffs[i]);
  }
}

/** What a viewer knows of a session; of one that its snapshot left out, once it has asked for a page of it. */
function factsOf(viewer: RunState, whole: RunState, sessionId: string): unknown {
  const before = viewer.sessions[sessionId]?.messageIds[0];
  const asked = viewer.sessions[sessionId]?.isPartial
    ? mergePage(viewer, messagePage(whole, { sessionId, ...(before === undefined ? {} : { before }) }))
    : viewer;
  const { messageIds: _, ...facts } = asked.sessions[sessionId] ?? {};
  return facts;
}

function expectMessage(viewer: RunState, whole: RunState, id: string): void {
  const { partIds = [], partsLeftOut: _, ...facts } = viewer.messages.get(id) ?? {};
  const { partIds: allIds = [], ...trueFacts } = whole.messages.get(id) ?? {};
  expect(facts).toEqual(trueFacts);
  expect(partIds).toEqual(allIds.slice(allIds.length - partIds.length));
  for (const partId of partIds) {
    const [part, truePart] = [viewer.parts.get(partId), whole.parts.get(partId)];
    expect(part && cutPart(part)).toEqual(truePart && cutPart(truePart));
  }
}

function withoutPatch({ patch: _p, isPatchOmitted: _o, parts: _t, ...diff }: RunState["diffs"][number]): unknown {
  return diff;
}
