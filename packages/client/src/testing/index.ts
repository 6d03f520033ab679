export { createFakeTransport } from "./createFakeTransport.ts";

export type { FakeRoom } from "./createFakeTransport.ts";
