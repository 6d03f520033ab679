/**
 * A chat request in the words of OpenAI's newer models, which refuse `max_tokens`, the name that all other endpoints
 * know. Anything but a JSON object with that field stays as it is.
 */
export function renameTokenLimit(body: Buffer): Buffer {
  let value: unknown;
  try {
    value = JSON.parse(body.toString("utf8"));
  } catch {
    return body;
  }
  if (typeof value !== "object" || value === null || !("max_tokens" in value)) return body;
  const { max_tokens: limit, ...rest } = value;
  return Buffer.from(JSON.stringify({ ...rest, max_completion_tokens: limit }));
}
