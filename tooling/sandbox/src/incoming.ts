import type { IncomingMessage } from "node:http";

/** A request, read to its end. */
export type Incoming = {
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  readonly query: URLSearchParams;
  /** Names in lower case; repeated ones joined. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
};

const maxBodyBytes = 10 * 1024 * 1024;

/** Reads a request to its end, or answers null when it is larger than any message of ours. */
export async function readIncoming(request: IncomingMessage): Promise<Incoming | null> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    const bytes = Buffer.from(chunk);
    size += bytes.length;
    if (size <= maxBodyBytes) chunks.push(bytes);
  }
  // Read to the end even so: a caller that is still writing would not hear the answer.
  if (size > maxBodyBytes) return null;
  const url = new URL(request.url ?? "/", "http://localhost");
  return {
    method: request.method ?? "GET",
    path: url.pathname,
    query: url.searchParams,
    headers: Object.fromEntries(
      Object.entries(request.headers).flatMap(([name, value]) =>
        value === undefined ? [] : [[name, Array.isArray(value) ? value.join(", ") : value]],
      ),
    ),
    body: Buffer.concat(chunks).toString("utf8"),
  };
}

/**
 * True for a request addressed to this machine by its own name. A page elsewhere that has its name point here (DNS
 * rebinding) still sends that name.
 */
export function isForThisMachine({ headers }: Incoming): boolean {
  return /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/i.test(headers["host"] ?? "");
}

/** True when no other site's page can have sent this: browsers say where a post comes from, other programs say nothing. */
export function isSameOrigin({ headers }: Incoming): boolean {
  const { origin, host } = headers;
  if (origin !== undefined) return origin === `http://${host}`;
  const site = headers["sec-fetch-site"];
  return site === undefined || site === "same-origin" || site === "none";
}
