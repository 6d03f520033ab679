import type { PendingRequest } from "../protocol/index.ts";
import { cutObject } from "./cutPart.ts";

/** UTF-16 code units that are kept of each text of a permission, among them the change that it asks for. */
const MAX_CHARS = 16_000;

/** A request as snapshots and the room's list carry it. */
export function cutPending(request: PendingRequest): PendingRequest {
  if (request.kind !== "permission") return request;
  const metadata = cutObject(request.metadata, MAX_CHARS);
  return metadata === request.metadata ? request : { ...request, metadata, isMetadataCut: true };
}
