import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { createDeliveryEvents } from "./delivery-events.ts";
import { readDemoPeople } from "./demo-people.ts";
import { createFaults } from "./faults.ts";
import { isForThisMachine, readIncoming } from "./incoming.ts";
import { openMailStore } from "./mail-store.ts";
import { jsonReply, type Reply, writeReply } from "./reply.ts";
import { createRoutes } from "./routes.ts";
import { createTextReplies } from "./text-replies.ts";
import { openTextStore } from "./text-store.ts";
import { noStudioClock, openStudioClock } from "./studio-clock.ts";

export type Sandbox = {
  /** Where it answers: `http://127.0.0.1:<port>`. */
  readonly url: string;
  /** Ends every connection, those left waiting by a fault too, and the database's. */
  stop(): Promise<void>;
};

/**
 * Starts the local inbox, which stands in for the outside services that the product sends to. Listens on this machine only.
 * `port` 0 takes any free one; `databaseUrl` signs in as the studio's owner, for its clock; `signIns` is the file of the demo's
 * people, whose sign-in codes it shows; `webhook` is where the product is told what becomes of emails, `textWebhook` what is answered to texts. Throws in production and in no
 * mode at all, because a stand-in there would lose real messages without a word.
 */
export async function startSandbox(options: {
  readonly port: number;
  readonly dataDir: string;
  readonly databaseUrl?: string;
  readonly signIns?: string;
  readonly webhook?: { readonly url: string; readonly secret: string };
  readonly textWebhook?: { readonly url: string; readonly token: string; readonly account: string };
  readonly mode: string;
}): Promise<Sandbox> {
  refuseProduction(options.mode);
  const clock = options.databaseUrl === undefined ? noStudioClock : openStudioClock(options.databaseUrl);
  const route = createRoutes({
    store: openMailStore(options.dataDir),
    texts: openTextStore(options.dataDir),
    replies: createTextReplies(options.textWebhook ?? null),
    faults: createFaults(),
    textFaults: createFaults(),
    clock,
    deliveries: createDeliveryEvents(options.webhook ?? null),
    demoPeople: () => readDemoPeople(options.signIns),
  });
  const server = createServer((request, response) => {
    void replyTo(request, route).then((reply) => writeReply(response, reply));
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(options.port, "127.0.0.1", resolve);
  });
  return {
    url: `http://127.0.0.1:${portOf(server.address())}`,
    async stop() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
      await clock.close();
    },
  };
}

function refuseProduction(mode: string): void {
  if (mode === "demo" || mode === "development" || mode === "test") return;
  throw new Error(
    `The sandbox keeps every message to itself and sends none, so it does not start in mode "${mode}". ` +
      "Set QUIETROOM_MODE to demo, development or test; in production set RESEND_API_KEY and leave RESEND_BASE_URL unset.",
  );
}

async function replyTo(request: IncomingMessage, route: ReturnType<typeof createRoutes>): Promise<Reply> {
  try {
    const incoming = await readIncoming(request);
    if (incoming === null)
      return jsonReply(
        { statusCode: 413, name: "validation_error", message: "The request is too large." },
        413,
      );
    if (!isForThisMachine(incoming))
      return jsonReply({ error: "The sandbox answers to localhost only." }, 403);
    return await route(incoming);
  } catch {
    return jsonReply({ statusCode: 500, name: "internal_server_error", message: "The sandbox failed." }, 500);
  }
}

function portOf(address: AddressInfo | string | null): number {
  if (address === null || typeof address === "string") throw new Error("the sandbox listens on no port");
  return address.port;
}
