import type { Socket } from "node:net";
import { connect, createServer } from "node:net";

/** Passes TCP between a room and its sandbox host, and breaks when a test says so. */
export type DroppingProxy = {
  /** `http://127.0.0.1:<port>`. */
  readonly url: string;
  /** Cuts all open connections; new ones are passed on. */
  drops(): void;
  /** Cuts all open connections, and every new one until `accepts()`. */
  refuses(): void;
  accepts(): void;
  close(): Promise<void>;
};

/** Starts a proxy on 127.0.0.1 before the server at `url`. */
export async function createDroppingProxy(url: string): Promise<DroppingProxy> {
  const { hostname, port: target } = new URL(url);
  const open = new Set<Socket>();
  let isRefusing = false;

  const keep = (socket: Socket): void => {
    open.add(socket);
    socket.on("close", () => open.delete(socket));
    socket.on("error", () => socket.destroy());
  };
  const drops = (): void => {
    for (const socket of open) socket.destroy();
  };

  const server = createServer((near) => {
    keep(near);
    if (isRefusing) {
      near.destroy();
      return;
    }
    const far = connect(Number(target), hostname);
    keep(far);
    near.pipe(far);
    far.pipe(near);
    near.on("close", () => far.destroy());
    far.on("close", () => near.destroy());
  });
  const port = await new Promise<number>((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      resolve(typeof address === "object" && address !== null ? address.port : 0);
    });
  });

  return {
    url: `http://127.0.0.1:${port}`,
    drops,
    refuses: () => {
      isRefusing = true;
      drops();
    },
    accepts: () => {
      isRefusing = false;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        drops();
      }),
  };
}
