import { subscribe } from "node:diagnostics_channel";
import type { IncomingMessage } from "node:http";

/** Who is at the other end of the connection, as this process sees it. */
export const PEER_HEADER = "x-quietroom-peer";

/** Stands on a request by which a browser fetches ahead what a page's links lead to: Next draws the frame around that page and no page. */
export const AHEAD_HEADER = "x-quietroom-ahead";

/**
 * Writes the connection's own address on every request that this process is sent, over whatever a client may have written
 * there: Next's handlers see headers only; and what is fetched ahead is marked, as Next keeps that from its proxy. Call once at start,
 * before the first request.
 */
export function notePeers(): void {
  subscribe("http.server.request.start", (message) => {
    const { request } = message as { readonly request: IncomingMessage };
    const { headers } = request;
    headers[PEER_HEADER] = request.socket.remoteAddress ?? "";
    delete headers[AHEAD_HEADER];
    if (request.method === "GET" && headers["rsc"] === "1" && headers["next-router-prefetch"] === "1")
      headers[AHEAD_HEADER] = "1";
  });
}
