import type { SandboxPort } from "../sandbox/SandboxPort.ts";

/**
 * The same sandbox, of which a lost workspace is restored before anything is done with it: nobody works in, or looks at,
 * the empty one that has taken its place. Backups are not for it.
 *
 * @param open Finds the workspace, and restores it where it was lost.
 */
export function createKeptPort(port: SandboxPort, open: () => Promise<void>): SandboxPort {
  return {
    isDurable: port.isDurable,
    openWorkspace: (signal) => port.openWorkspace(signal),
    openAgent: async (signal) => {
      await open();
      signal?.throwIfAborted();
      return port.openAgent(signal);
    },
    ...(port.listProcesses === undefined ? {} : { listProcesses: port.listProcesses.bind(port) }),
    ...(port.killProcess === undefined ? {} : { killProcess: port.killProcess.bind(port) }),
    listFiles: async (signal) => {
      await open();
      return port.listFiles(signal);
    },
    listFolder: async (path, signal) => {
      await open();
      return port.listFolder(path, signal);
    },
    watchFiles: async function* (signal) {
      await open();
      if (!signal.aborted) yield* port.watchFiles(signal);
    },
    statFile: async (path) => {
      await open();
      return port.statFile(path);
    },
    readFile: async (path, range) => {
      await open();
      return port.readFile(path, range);
    },
    createBackup: (signal) => port.createBackup(signal),
    restoreBackup: (backup) => port.restoreBackup(backup),
    deleteBackup: (backup) => port.deleteBackup(backup),
    listPorts: (signal) => port.listPorts(signal),
    exposePort: (number) => port.exposePort(number),
    unexposePort: (number) => port.unexposePort(number),
    stop: () => port.stop(),
    destroy: () => port.destroy(),
  };
}
