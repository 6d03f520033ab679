import { OpenCodeKitError } from "@opencode-kit/client/protocol";

/** The SDK's limit, in characters. */
const LONGEST = 63;
/** Stands before the two hex digits of a byte that a host name cannot hold, and of itself. */
const ESCAPE = "z";
const RESERVED = new Set(["www", "api", "admin", "root", "system", "cloudflare", "workers"]);

/**
 * The SDK's id of a sandbox by its name. The id is part of the host of previews, where case is lost: two names never
 * share one. Throws `bad_request` for an empty name and for one that is too long.
 */
export function toSandboxId(name: string): string {
  const bytes = [...new TextEncoder().encode(name)];
  const id = bytes.map((byte, at) => spell(byte, at === 0 || at === bytes.length - 1)).join("");
  const whole = RESERVED.has(id) ? escape(id.charCodeAt(0)) + id.slice(1) : id;
  if (whole === "" || whole.length > LONGEST) {
    const message = `A sandbox's name is 1 to ${LONGEST} lower-case letters, digits or hyphens; other characters count three.`;
    throw new OpenCodeKitError("bad_request", message);
  }
  return whole;
}

function spell(byte: number, isAtEdge: boolean): string {
  const letter = String.fromCharCode(byte);
  const isPlain = /[a-y0-9]/.test(letter) || (letter === "-" && !isAtEdge);
  return isPlain ? letter : escape(byte);
}

function escape(byte: number): string {
  return ESCAPE + byte.toString(16).padStart(2, "0");
}
