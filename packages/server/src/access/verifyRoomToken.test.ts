import { SignJWT } from "jose";
import { describe, expect, it } from "vitest";
import { authorizeToken } from "./authorizeToken.ts";
import type { SignRoomTokenOptions } from "./signRoomToken.ts";
import { ROOM_AUDIENCE, signRoomToken } from "./signRoomToken.ts";
import { verifyRoomToken } from "./verifyRoomToken.ts";

const secret = "0123456789abcdef0123456789abcdef";
const room = "my-room";
const user = { id: "u1", name: "Ada" };

const sign = (options: Partial<SignRoomTokenOptions> = {}) =>
  signRoomToken({ secret, room, role: "viewer", ...options });
const verify = (token: string) => verifyRoomToken({ secret, room, token });

/** A token of the host's own making, right but for what a test changes. */
function craft(
  change: (jwt: SignJWT) => SignJWT,
  { alg = "HS256", ...claims }: { alg?: string; role?: string; user?: object } = { role: "owner" },
): Promise<string> {
  const jwt = new SignJWT(claims)
    .setProtectedHeader({ alg })
    .setSubject(room)
    .setAudience(ROOM_AUDIENCE)
    .setExpirationTime("1m");
  return change(jwt).sign(new TextEncoder().encode(secret));
}

function encode(value: object): string {
  return btoa(JSON.stringify(value)).replaceAll("=", "").replaceAll("+", "-").replaceAll("/", "_");
}

/** The token with other claims under the old signature. */
function tamper(token: string, change: object): string {
  const [header = "", payload = "", signature = ""] = token.split(".");
  const claims = JSON.parse(atob(payload.replaceAll("-", "+").replaceAll("_", "/"))) as object;
  return [header, encode({ ...claims, ...change }), signature].join(".");
}

describe("a token", () => {
  it("says who may do what, and until when: 5 minutes by default", async () => {
    const before = Date.now();
    const { token, expiresAt } = await sign({ role: "approver", user });
    expect(expiresAt - before).toBeGreaterThanOrEqual(300_000);
    expect(expiresAt - before).toBeLessThan(302_000);
    expect(await verify(token)).toEqual({ ok: true, role: "approver", user, expiresAt });
  });

  it("has an id of its own where it is for one use", async () => {
    const [one, other] = await Promise.all([sign({ singleUse: true }), sign({ singleUse: true })]);
    const ids = [await verify(one.token), await verify(other.token)].map(
      (verified) => verified.ok && verified.singleUseId,
    );
    expect(ids).toEqual([expect.any(String), expect.any(String)]);
    expect(ids[0]).not.toBe(ids[1]);
    expect(await verify((await sign()).token)).not.toHaveProperty("singleUseId");
  });

  it("is signed and checked by a secret of bytes as by one of text", async () => {
    const { token } = await sign({ secret: new TextEncoder().encode(secret) });
    expect(await verify(token)).toMatchObject({ ok: true });
  });

  it.each(["", "short", "é".repeat(15), new Uint8Array(31)])(
    "is not signed or checked by the weak secret %j",
    async (weak) => {
      const refusal = { code: "bad_request", message: expect.stringContaining("32") };
      await expect(sign({ secret: weak })).rejects.toMatchObject(refusal);
      await expect(verifyRoomToken({ secret: weak, room, token: "x" })).rejects.toMatchObject(refusal);
    },
  );

  it.each<[string, () => string | Promise<string>]>([
    ["signed by another secret", async () => (await sign({ secret: secret.toUpperCase() })).token],
    ["with another role written into it", async () => tamper((await sign()).token, { role: "owner" })],
    ["with another room written into it", async () => tamper((await sign({ room: "other" })).token, { sub: room })],
    [
      "with a later end written into it",
      async () => tamper((await sign({ ttlMs: -5_000 })).token, { exp: 9_999_999_999 }),
    ],
    ["without its signature", async () => (await sign()).token.replace(/[^.]+$/, "")],
    [
      "that names no algorithm",
      () =>
        `${encode({ alg: "none" })}.${encode({ role: "owner", sub: room, aud: ROOM_AUDIENCE, exp: 9_999_999_999 })}.`,
    ],
    ["of a stronger algorithm than ours", () => craft((jwt) => jwt, { alg: "HS512", role: "owner" })],
    ["that is garbled", () => "a.b.c"],
    ["that is empty", () => ""],
    [
      "that never ends",
      () =>
        new SignJWT({ role: "owner" })
          .setProtectedHeader({ alg: "HS256" })
          .setSubject(room)
          .setAudience(ROOM_AUDIENCE)
          .sign(new TextEncoder().encode(secret)),
    ],
    ["of a role that there is not", () => craft((jwt) => jwt, { role: "admin" })],
    ["that begins later", () => craft((jwt) => jwt.setNotBefore("1h"))],
  ])("%s is invalid", async (_what, make) => {
    expect(await verify(await make())).toMatchObject({ ok: false, code: "token_invalid" });
  });

  it.each<[string, () => Promise<string>]>([
    ["another room", async () => (await sign({ room: "other" })).token],
    ["another room that is over as well", async () => (await sign({ room: "other", ttlMs: -5_000 })).token],
    ["another audience", () => craft((jwt) => jwt.setAudience("opencode-kit-artifact"))],
  ])("for %s is foreign", async (_what, make) => {
    expect(await verify(await make())).toMatchObject({ ok: false, code: "token_foreign" });
  });

  it("whose time is over is expired", async () => {
    const { token } = await sign({ ttlMs: -1_000 });
    expect(await verify(token)).toMatchObject({ ok: false, code: "token_expired" });
  });

  it("names a user without a name, and nobody where the user is no user", async () => {
    expect(await verify((await sign({ user: { id: "u1" } })).token)).toMatchObject({ user: { id: "u1" } });
    expect(await verify(await craft((jwt) => jwt, { role: "viewer", user: { name: "Ada" } }))).not.toHaveProperty(
      "user",
    );
  });
});

describe("a request", () => {
  const ask = (url: string, headers: Record<string, string> = {}) =>
    authorizeToken(new Request(`https://rooms.example.com/${url}`, { headers }), { secret, room });

  it("brings its token in the address or in a header", async () => {
    const { token, expiresAt } = await sign({ role: "owner", user });
    const access = { isAllowed: true, role: "owner", user, expiresAt };
    expect(await ask(`?token=${token}`)).toEqual(access);
    expect(await ask("", { Authorization: `Bearer ${token}` })).toEqual(access);
    expect(await ask("?token=", { Authorization: `bearer ${token}` })).toEqual(access);
  });

  it("without one, or with another kind, hears what to do", async () => {
    const refusal = { isAllowed: false, code: "unauthorized", reason: expect.stringContaining("signRoomToken()") };
    expect(await ask("")).toEqual(refusal);
    expect(await ask("", { Authorization: "Basic dXNlcjpwYXNz" })).toEqual(refusal);
  });

  it("with a bad one hears what is bad about it, never the token", async () => {
    const { token } = await sign({ ttlMs: -1_000 });
    const access = await ask(`?token=${token}`);
    expect(access).toMatchObject({ isAllowed: false, code: "token_expired" });
    expect(JSON.stringify(access)).not.toContain(token);
  });
});
