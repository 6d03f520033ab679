/** Ids of single-use tokens that opened a connection, so that none opens a second one. */
export type UsedTokenStore = {
  /** Returns false if the id was used before. It is remembered until `expiresAt`, in ms since the Unix epoch. */
  use(id: string, expiresAt: number): boolean;
};

export function createUsedTokenStore(sql: SqlStorage): UsedTokenStore {
  return {
    use: (id, expiresAt) => {
      sql.exec("DELETE FROM used_tokens WHERE expires_at <= ?", Date.now());
      const inserted = sql.exec(
        "INSERT OR IGNORE INTO used_tokens (id, expires_at) VALUES (?, ?) RETURNING id",
        id,
        expiresAt,
      );
      return inserted.toArray().length === 1;
    },
  };
}
