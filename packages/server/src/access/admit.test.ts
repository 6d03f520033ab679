import { afterEach, describe, expect, it, vi } from "vitest";
import type { AdmitOptions } from "./admit.ts";
import { admit } from "./admit.ts";
import type { Access } from "./authorize.ts";

const request = new Request("https://rooms.example.com/");

function ask(access: Access, options: Partial<AdmitOptions> = {}): Promise<Access> {
  const used = new Set<string>();
  const usedTokens = { use: (id: string) => !used.has(id) && used.add(id).size > 0 };
  return admit(request, { authorize: () => access, allowedOrigins: [], usedTokens, ...options });
}

afterEach(() => void vi.restoreAllMocks());

describe("who asks to be let in", () => {
  it("is what authorize() says", async () => {
    const allowed = { isAllowed: true, role: "viewer", user: { id: "u1" }, expiresAt: Date.now() + 1_000 } as const;
    expect(await ask(allowed)).toEqual(allowed);
    const refused = { isAllowed: false, reason: "Sign in first.", code: "forbidden" } as const;
    expect(await ask(refused)).toEqual(refused);
  });

  it.each([0, Date.now() - 1, Number.NaN])("is refused where the access ended at %d", async (expiresAt) => {
    expect(await ask({ isAllowed: true, role: "owner", expiresAt })).toMatchObject({
      isAllowed: false,
      code: "token_expired",
    });
  });

  it("does not use up a token that is over anyway", async () => {
    const use = vi.fn<() => boolean>(() => true);
    await ask({ isAllowed: true, role: "owner", expiresAt: 1, singleUseId: "x" }, { usedTokens: { use } });
    expect(use).not.toHaveBeenCalled();
  });

  it("is asked for nothing where the page's origin may not connect", async () => {
    const authorize = vi.fn<() => Access>(() => ({ isAllowed: true, role: "owner" }));
    const page = new Request(request, { headers: { Origin: "https://evil.example" } });
    const usedTokens = { use: () => true };
    expect(await admit(page, { authorize, allowedOrigins: [], usedTokens })).toMatchObject({
      code: "origin_forbidden",
    });
    expect(authorize).not.toHaveBeenCalled();
  });

  it("is refused where authorize() rejects", async () => {
    const log = vi.spyOn(console, "error").mockImplementation(() => undefined);
    const failure = new Error("The database is down.");
    const access = await ask({ isAllowed: true, role: "owner" }, { authorize: () => Promise.reject(failure) });
    expect(access).toMatchObject({ isAllowed: false });
    expect(JSON.stringify(access)).not.toContain("database");
    expect(log).toHaveBeenCalledWith("authorize() failed:", failure);
  });
});
