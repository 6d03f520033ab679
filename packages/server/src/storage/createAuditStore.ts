import type { AuditEntry, User } from "@opencode-kit/client/protocol";
import { defined } from "@opencode-kit/client/protocol";

/** What is kept: the newest things that were done, and apart from them, so that a flood of them displaces nothing, the newest that were refused. */
const MAX_DONE = 8_000;
const MAX_REFUSED = 2_000;
/** Entries between two looks for what is too old. */
const TRIM_EVERY = 100;
const MAX_DETAIL_CHARS = 500;
const DEFAULT_LIMIT = 50;
const MAX_LIMIT = 200;

export type NewAuditEntry = Omit<AuditEntry, "id" | "at">;

/** The room's record of who did what. */
export type AuditStore = {
  /** Returns the entry's id. A `detail` is cut to 500 characters. */
  add(entry: NewAuditEntry): number;
  /** What came of it. */
  settle(id: number, outcome: { readonly target?: string; readonly refused?: string }): void;
  /** The newest first: at most `limit` (1 to 200, default 50) with a smaller id than `before` (default: from the newest). */
  list(options?: { readonly before?: number; readonly limit?: number }): readonly AuditEntry[];
};

type AuditRow = {
  id: number;
  at: number;
  user: string | null;
  role: string | null;
  action: string;
  target: string;
  detail: string | null;
  refused: string | null;
};

export function createAuditStore(sql: SqlStorage): AuditStore {
  /** Removes all of a kind but the newest `keep`; each kind has its index. */
  const trim = (isOfKind: string, keep: number): void => {
    sql.exec(
      `DELETE FROM audit WHERE ${isOfKind} AND id <=
         (SELECT id FROM audit WHERE ${isOfKind} ORDER BY id DESC LIMIT 1 OFFSET ?)`,
      keep,
    );
  };
  return {
    add: ({ user, role, action, target, detail, refused }) => {
      const { id } = sql
        .exec<{ id: number }>(
          `INSERT INTO audit (at, user, role, action, target, detail, refused) VALUES (?, ?, ?, ?, ?, ?, ?) RETURNING id`,
          Date.now(),
          user === undefined ? null : JSON.stringify(user),
          role ?? null,
          action,
          target,
          detail === undefined ? null : cut(detail),
          refused ?? null,
        )
        .one();
      if (id % TRIM_EVERY === 0) {
        trim("refused IS NULL", MAX_DONE);
        trim("refused IS NOT NULL", MAX_REFUSED);
      }
      return id;
    },
    settle: (id, { target, refused }) => {
      sql.exec(
        "UPDATE audit SET target = COALESCE(?, target), refused = COALESCE(?, refused) WHERE id = ?",
        target ?? null,
        refused ?? null,
        id,
      );
    },
    list: ({ before = Number.MAX_SAFE_INTEGER, limit = DEFAULT_LIMIT } = {}) =>
      sql
        .exec<AuditRow>(
          "SELECT * FROM audit WHERE id < ? ORDER BY id DESC LIMIT ?",
          before,
          Math.min(Math.max(limit, 1), MAX_LIMIT),
        )
        .toArray()
        .map(toEntry),
  };
}

/** Never within a character that takes two code units. */
function cut(text: string): string {
  return text.slice(0, MAX_DETAIL_CHARS).replace(/[\uD800-\uDBFF]$/, "");
}

function toEntry({ id, at, user, role, action, target, detail, refused }: AuditRow): AuditEntry {
  return {
    id,
    at,
    action,
    target,
    ...defined({
      user: user === null ? undefined : (JSON.parse(user) as User),
      role: (role ?? undefined) as AuditEntry["role"],
      detail: detail ?? undefined,
      refused: refused ?? undefined,
    }),
  };
}
