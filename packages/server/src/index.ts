export * from "./session.ts";

export { authorizeLoopback } from "./access/authorize.ts";
export { authorizeToken } from "./access/authorizeToken.ts";
export { signRoomToken } from "./access/signRoomToken.ts";
export { verifyRoomToken } from "./access/verifyRoomToken.ts";
export { OpenCodeRoom } from "./OpenCodeRoom.ts";
export { routeOpenCodeRequest } from "./routeOpenCodeRequest.ts";

export type { Access } from "./access/authorize.ts";
export type { SignedRoomToken, SignRoomTokenOptions } from "./access/signRoomToken.ts";
export type { VerifiedRoomToken } from "./access/verifyRoomToken.ts";
export type { Budget, Retention } from "@opencode-kit/client/room";
export type { AuditEntry, Role, User } from "@opencode-kit/client/protocol";
