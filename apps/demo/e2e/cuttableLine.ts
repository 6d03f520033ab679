import type { Page, WebSocketRoute } from "playwright";

/** The line between a page and its room, which a test can cut; the page's own server stays in reach. */
export type CuttableLine = {
  /** Lays the line, before the page is opened. */
  readonly lay: (page: Page) => Promise<void>;
  /** Breaks the connection, and every new one. */
  readonly cut: () => Promise<void>;
  readonly mend: () => void;
};

export function cuttableLine(): CuttableLine {
  const open = new Set<WebSocketRoute>();
  let isCut = false;
  return {
    lay: (page) =>
      page.routeWebSocket(/\/parties\//, (socket) => {
        if (isCut) return void socket.close({ code: 1012, reason: "cut by the test" });
        socket.connectToServer();
        open.add(socket);
      }),
    cut: async () => {
      isCut = true;
      await Promise.all([...open].map((socket) => socket.close({ code: 1012, reason: "cut by the test" })));
      open.clear();
    },
    mend: () => {
      isCut = false;
    },
  };
}
