import type { ServerResponse } from "node:http";
import type { Markup } from "./markup.ts";

/** How a request ends: an answer, silence until the caller gives up, or a connection cut off. */
export type Reply =
  | {
      readonly end: "answer";
      readonly status: number;
      readonly headers: Readonly<Record<string, string>>;
      readonly body: string | Uint8Array;
    }
  | { readonly end: "silence" }
  | { readonly end: "drop" };

// Nothing is fetched from anywhere, and a message's own markup is shown in a frame that may not run anything.
const pagePolicy =
  "default-src 'none'; img-src data:; style-src 'self'; script-src 'self'; connect-src 'self'; frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

export function pageReply(page: Markup, status = 200): Reply {
  return answer(status, "text/html; charset=utf-8", `<!doctype html>${page.markup}`, {
    "content-security-policy": pagePolicy,
  });
}

export function jsonReply(
  body: unknown,
  status = 200,
  headers: Readonly<Record<string, string>> = {},
): Reply {
  return answer(status, "application/json; charset=utf-8", JSON.stringify(body), headers);
}

/** Sends the browser back with GET, so that a reload does not repeat what was posted. */
export function seeOther(location: string): Reply {
  return answer(303, "text/plain; charset=utf-8", "", { location });
}

export function answer(
  status: number,
  contentType: string,
  body: string | Uint8Array,
  headers: Readonly<Record<string, string>> = {},
): Reply {
  return { end: "answer", status, headers: { "content-type": contentType, ...headers }, body };
}

export function writeReply(response: ServerResponse, reply: Reply): void {
  if (reply.end === "silence") return;
  if (reply.end === "drop") {
    response.destroy();
    return;
  }
  response.writeHead(reply.status, {
    "cache-control": "no-store",
    "referrer-policy": "same-origin",
    "x-content-type-options": "nosniff",
    ...reply.headers,
  });
  response.end(reply.body);
}
