import type { AnsweredRequest, PendingRequest, User } from "@opencode-kit/client/protocol";
import { useCallback, useEffect, useRef, useState } from "react";
import { useConnection } from "../../hooks/useConnection.ts";
import { useBeforePaint } from "../../lib/useBeforePaint.ts";

/** How long it is said who answered, in ms. */
const SAID_MS = 8000;

type Answered = {
  /** Requests that were on the screen here and that somebody else has answered, for a while. */
  readonly notices: readonly AnsweredRequest[];
  /** Takes note of an answer from here. */
  readonly onSend: <T>(requestId: string, answer: Promise<T>) => Promise<T>;
};

/** Who answered what was on the screen, so that no prompt vanishes without a word. */
export function useAnswered(answered: readonly AnsweredRequest[], requests: readonly PendingRequest[]): Answered {
  const { user } = useConnection();
  const [notices, setNotices] = useState<readonly AnsweredRequest[]>([]);
  const [settled, setSettled] = useState(0);
  const known = useRef({ onScreen: new Set<string>(), sent: new Set<string>(), sending: new Set<string>() });
  const timers = useRef(new Set<ReturnType<typeof setTimeout>>());

  // Before the page is painted without the prompt: its place is not empty for a moment.
  useBeforePaint(() => {
    const { onScreen, sent, sending } = known.current;
    const news: AnsweredRequest[] = [];
    for (const entry of answered) {
      if (!onScreen.has(entry.id)) continue;
      const isOthers = entry.by !== undefined && user !== undefined && entry.by.id !== user.id;
      // Without names, it was this page's answer unless the room refuses it.
      if (!isOthers && sending.has(entry.id)) continue;
      onScreen.delete(entry.id);
      if (isOthers || (!sent.has(entry.id) && !isSame(entry.by, user))) news.push(entry);
    }
    for (const { id } of requests) onScreen.add(id);
    if (news.length === 0) return;
    setNotices((before) => [...before, ...news]);
    const timer = setTimeout(() => {
      timers.current.delete(timer);
      setNotices((before) => before.filter((entry) => !news.includes(entry)));
    }, SAID_MS);
    timers.current.add(timer);
  }, [answered, requests, user, settled]);

  useEffect(() => {
    const { current } = timers;
    return () => {
      for (const timer of current) clearTimeout(timer);
      current.clear();
      setNotices([]);
    };
  }, []);

  const onSend = useCallback(async <T>(requestId: string, answer: Promise<T>): Promise<T> => {
    const { sent, sending } = known.current;
    sending.add(requestId);
    try {
      const value = await answer;
      sent.add(requestId);
      return value;
    } finally {
      sending.delete(requestId);
      setSettled((count) => count + 1);
    }
  }, []);
  return { notices, onSend };
}

function isSame(a: User | undefined, b: User | undefined): boolean {
  return a !== undefined && b !== undefined && a.id === b.id;
}
