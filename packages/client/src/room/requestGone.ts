import { OpenCodeKitError } from "../protocol/index.ts";

export function requestGone(): OpenCodeKitError {
  return new OpenCodeKitError("request_gone", "This request was answered already or is no longer waiting.");
}
