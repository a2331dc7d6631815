import { createServer } from "node:net";

/** A TCP port on 127.0.0.1 that was free a moment ago. The caller must cope when somebody else takes it first. */
export async function freePort(): Promise<number> {
  const port = await tryListen(0, "127.0.0.1");
  if (port === null) throw new Error("no free TCP port on 127.0.0.1");
  return port;
}

/** The first free port of `count` from `first` on, not among `avoid`; null when all are taken. */
export async function freePortFrom(
  first: number,
  avoid: ReadonlySet<number>,
  count: number,
): Promise<number | null> {
  for (let port = first; port < first + count; port += 1) {
    if (!avoid.has(port) && (await isFree(port))) return port;
  }
  return null;
}

// A server on every address, or on the other family's loopback, would answer for "localhost" although 127.0.0.1 is free.
async function isFree(port: number): Promise<boolean> {
  for (const host of ["127.0.0.1", "0.0.0.0", "::1", "::"]) {
    if ((await tryListen(port, host)) === null) return false;
  }
  return true;
}

/** The port when listening works or cannot tell (a system without IPv6), null when it is taken. */
function tryListen(port: number, host: string): Promise<number | null> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", (error: NodeJS.ErrnoException) => {
      resolve(error.code === "EADDRNOTAVAIL" || error.code === "EAFNOSUPPORT" ? port : null);
    });
    server.listen({ port, host, exclusive: true, ipv6Only: host.includes(":") }, () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address !== null ? address.port : null));
    });
  });
}
