import { subscribe } from "node:diagnostics_channel";
import type { IncomingMessage } from "node:http";

/** Who is at the other end of the connection, as this process sees it. */
export const PEER_HEADER = "x-quietroom-peer";

/**
 * Writes the connection's own address on every request that this process is sent, over whatever a client may have written
 * there: Next's handlers see headers only. Call once at start, before the first request.
 */
export function notePeers(): void {
  subscribe("http.server.request.start", (message) => {
    const { request } = message as { readonly request: IncomingMessage };
    request.headers[PEER_HEADER] = request.socket.remoteAddress ?? "";
  });
}
