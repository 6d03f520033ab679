const given = new URLSearchParams(location.search);

/** The room is part of the address, so that a copied address shows the same runs. */
export function roomName(): string {
  const name = given.get("room");
  return name !== null && /^[\w-]{1,64}$/.test(name) ? name : "main";
}

/** Who the page is: `?as=viewer&name=Ada` asks for a token, without which everybody here is an owner. */
export function tokenQuery(room: string): (() => Promise<Record<string, string>>) | undefined {
  const role = given.get("as");
  if (role === null) return undefined;
  const query = new URLSearchParams({ room, role, name: given.get("name") ?? "" });
  return async () => {
    const response = await fetch(`/token?${query}`);
    if (!response.ok) throw new Error(`The demo gives no token (${response.status}).`);
    return (await response.json()) as { token: string };
  };
}
