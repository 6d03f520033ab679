/** The room is part of the address, so that a copied address shows the same runs. */
export function roomName(): string {
  const given = new URLSearchParams(location.search).get("room");
  return given !== null && /^[\w-]{1,64}$/.test(given) ? given : "main";
}
