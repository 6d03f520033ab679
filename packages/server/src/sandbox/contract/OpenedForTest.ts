import type { SandboxPort } from "../SandboxPort.ts";

/** A sandbox of its own for some of the contract's tests, whose agent the scripted model answers. */
export type OpenedForTest = {
  readonly sandbox: SandboxPort;
  /** The workspace on this machine, absolute: what a test does there, the agent could have done. */
  readonly directory: string;
  /** How long the sandbox may take to tell of a change, in ms. */
  readonly waitMs: number;
  /** Asks the address of an exposed port. Default: `fetch`. */
  readonly fetchPreview?: (url: string) => Promise<Response>;
  close(): Promise<void>;
};

export type OpenForTest = () => Promise<OpenedForTest>;
