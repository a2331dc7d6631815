import { createServer } from "node:net";

/** A TCP port on 127.0.0.1 that was free a moment ago. The caller must cope when somebody else takes it first. */
export async function freePort(): Promise<number> {
  const port = await tryListen(0);
  if (port === null) throw new Error("no free TCP port on 127.0.0.1");
  return port;
}

/** The first free port at or above `wanted` (within 100), not among `avoid`. */
export async function freePortFrom(wanted: number, avoid: ReadonlySet<number> = new Set()): Promise<number> {
  for (let port = wanted; port < wanted + 100 && port < 65_536; port += 1) {
    if (!avoid.has(port) && (await isFree(port))) return port;
  }
  throw new Error(`ports ${wanted} to ${wanted + 99} are all taken`);
}

// A server that listens on every address blocks ours only on some systems, so both are asked.
async function isFree(port: number): Promise<boolean> {
  return (await tryListen(port, "127.0.0.1")) !== null && (await tryListen(port, "0.0.0.0")) !== null;
}

function tryListen(port: number, host = "127.0.0.1"): Promise<number | null> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(null));
    server.listen({ port, host, exclusive: true }, () => {
      const address = server.address();
      const bound = typeof address === "object" && address !== null ? address.port : null;
      server.close(() => resolve(bound));
    });
  });
}
