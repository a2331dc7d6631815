import { createConnection, createServer, type AddressInfo, type Server, type Socket } from "node:net";

/** A way to PostgreSQL that can be cut, as when the server restarts: connections break, new ones are refused. */
export type FlakyNetwork = {
  /** The database's address through this network. */
  readonly url: string;
  cut(): Promise<void>;
  mend(): Promise<void>;
};

export async function flakyNetwork(databaseUrl: string): Promise<FlakyNetwork> {
  const target = new URL(databaseUrl);
  const sockets = new Set<Socket>();
  let server: Server | undefined;

  async function listen(port: number): Promise<number> {
    const opened = createServer((near) => {
      const far = createConnection(Number(target.port), target.hostname);
      for (const [socket, other] of [
        [near, far],
        [far, near],
      ] as const) {
        sockets.add(socket);
        socket.on("error", () => other.destroy());
        socket.on("close", () => {
          sockets.delete(socket);
          other.destroy();
        });
        socket.pipe(other);
      }
    });
    await new Promise<void>((resolve, reject) => {
      opened.once("error", reject);
      opened.listen(port, "127.0.0.1", resolve);
    });
    server = opened;
    return portOf(opened);
  }

  const port = await listen(0);
  const url = new URL(databaseUrl);
  url.hostname = "127.0.0.1";
  url.port = String(port);
  return {
    url: url.href,
    async cut() {
      const closing = server;
      server = undefined;
      for (const socket of sockets) socket.destroy();
      if (closing !== undefined) await new Promise<void>((resolve) => closing.close(() => resolve()));
    },
    async mend() {
      await listen(port);
    },
  };
}

function portOf(server: Server): number {
  const address: AddressInfo | string | null = server.address();
  if (address === null || typeof address === "string") throw new Error("the proxy has no port");
  return address.port;
}
