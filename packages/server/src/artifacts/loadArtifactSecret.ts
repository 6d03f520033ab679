const KEY = "artifact-secret";

/** What the room's download links are signed by; made once. */
export async function loadArtifactSecret(storage: DurableObjectStorage): Promise<Uint8Array> {
  const known = await storage.get<Uint8Array>(KEY);
  if (known !== undefined) return known;
  const secret = crypto.getRandomValues(new Uint8Array(32));
  await storage.put(KEY, secret);
  return secret;
}
