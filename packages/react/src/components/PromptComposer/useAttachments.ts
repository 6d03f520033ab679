import { MAX_ATTACHMENT_CHARS, MAX_ATTACHMENTS } from "@opencode-kit/client/protocol";
import { useCallback, useEffect, useRef, useState } from "react";
import { useLabels } from "../../context/LabelsContext.tsx";
import { formatBytes } from "../../lib/format.ts";
import type { AttachedFile } from "./readAttachment.ts";
import { base64Chars, readAttachment } from "./readAttachment.ts";

export type Attachments = {
  readonly files: readonly AttachedFile[];
  /** Why some were not taken. */
  readonly errors: readonly string[];
  readonly isReading: boolean;
  readonly add: (files: readonly File[]) => Promise<void>;
  readonly remove: (id: string) => void;
  readonly clear: () => void;
};

const MAX_BYTES = Math.floor(MAX_ATTACHMENT_CHARS / 4) * 3;

/** Files that will go with a prompt, within what a prompt may carry. */
export function useAttachments(initial: readonly AttachedFile[]): Attachments {
  const labels = useLabels();
  const [files, setFiles] = useState(initial);
  const [errors, setErrors] = useState<readonly string[]>([]);
  const [reading, setReading] = useState(0);
  // Several files are read one after the other; each is measured against those that are there by then.
  const latest = useRef({ files: initial, queue: Promise.resolve(), labels });
  useEffect(() => {
    latest.current.labels = labels;
  });
  const set = useCallback((next: readonly AttachedFile[]) => {
    latest.current.files = next;
    setFiles(next);
  }, []);
  const take = useCallback(
    async (file: File): Promise<void> => {
      const { labels: words, files: before } = latest.current;
      const name = file.name.trim() || words.unnamedFile;
      const fail = (error: string): void => setErrors((others) => [...others, error]);
      if (before.length >= MAX_ATTACHMENTS) return fail(words.attachmentTooMany(name, MAX_ATTACHMENTS));
      const chars = before.reduce((sum, { base64 }) => sum + base64.length, 0);
      if (chars + base64Chars(file.size) > MAX_ATTACHMENT_CHARS) {
        return fail(words.attachmentTooLarge(name, formatBytes(MAX_BYTES)));
      }
      const read = await readAttachment(file, name);
      if (read === "type") return fail(words.attachmentType(name));
      if (read === "empty") return fail(words.attachmentEmpty(name));
      if (read === "unread") return fail(words.attachmentUnread(name));
      set([...latest.current.files, read]);
    },
    [set],
  );
  const add = useCallback(
    async (added: readonly File[]): Promise<void> => {
      if (added.length === 0) return;
      setErrors([]);
      setReading((count) => count + 1);
      const { current } = latest;
      current.queue = current.queue.then(async () => {
        for (const file of added) await take(file);
      });
      await current.queue;
      setReading((count) => count - 1);
    },
    [take],
  );
  const remove = useCallback(
    (id: string) => {
      setErrors([]);
      set(latest.current.files.filter((file) => file.id !== id));
    },
    [set],
  );
  const clear = useCallback(() => {
    setErrors([]);
    set([]);
  }, [set]);
  return { files, errors, isReading: reading > 0, add, remove, clear };
}
