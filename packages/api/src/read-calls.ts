import { setTimeout as delay } from "node:timers/promises";

/** What one HTTP request may ask for at most. Forms and pages of the product stay far below. */
export const bounds = {
  bodyBytes: 100_000,
  urlLength: 8_000,
  calls: 20,
  /** Levels of objects and lists in what is sent. */
  depth: 32,
  /** How long a body may take to arrive. */
  bodyMs: 10_000,
} as const;

type Refusal = { readonly status: 400 | 403 | 408 | 413 | 414 | 415 };

/**
 * The request as tRPC gets it, its body read once and no larger than it may be, and for whoever counts the inputs in it and how many
 * calls it makes, as far as it may.
 */
export type ReadCalls =
  | { readonly ok: true; readonly request: Request; readonly inputs: unknown; readonly calls: number }
  | { readonly ok: false; readonly refusal: Refusal };

/** Reads one HTTP request to the procedures within bounds. Nothing is parsed before its size is known. */
export async function readCalls(request: Request): Promise<ReadCalls> {
  const url = new URL(request.url);
  if (request.url.length > bounds.urlLength) return refuse(414);
  if (request.method === "GET" || request.method === "HEAD") {
    const inputs = parsed(url.searchParams.get("input"));
    if (inputs === undefined) return refuse(400);
    return { ok: true, request, inputs, calls: callsIn(url) };
  }
  if (!/^application\/json\s*(;|$)/i.test(request.headers.get("content-type") ?? "")) return refuse(415);
  const body = await readBody(request);
  if (typeof body !== "string") return { ok: false, refusal: body };
  const inputs = parsed(body === "" ? null : body);
  if (inputs === undefined) return refuse(400);
  const headers = new Headers(request.headers);
  headers.delete("content-length");
  return {
    ok: true,
    request: new Request(request.url, { method: request.method, headers, body, signal: request.signal }),
    inputs,
    calls: callsIn(url),
  };
}

/** A batch names its procedures one after another, as tRPC reads it; one that names too many is refused there. */
function callsIn({ pathname, searchParams }: URL): number {
  if (searchParams.get("batch") !== "1") return 1;
  return Math.min(pathname.split(/,|%2c/i).length, bounds.calls);
}

function refuse(status: Refusal["status"]): { readonly ok: false; readonly refusal: Refusal } {
  return { ok: false, refusal: { status } };
}

/** A request's body as text, no larger and no slower than it may be. */
export async function readBody(request: Request): Promise<string | Refusal> {
  if (Number(request.headers.get("content-length") ?? 0) > bounds.bodyBytes) return { status: 413 };
  if (request.body === null) return "";
  const reader = request.body.getReader();
  const late = new AbortController();
  const timeout = delay(bounds.bodyMs, "late" as const, { signal: late.signal, ref: false });
  timeout.catch(() => undefined); // aborted below, as it should be
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    while (true) {
      const read = await Promise.race([reader.read(), timeout]);
      if (read === "late") return { status: 408 };
      if (read.done) return new TextDecoder("utf-8", { fatal: true }).decode(Buffer.concat(chunks));
      size += read.value.byteLength;
      if (size > bounds.bodyBytes) return { status: 413 };
      chunks.push(read.value);
    }
  } catch {
    return { status: 400 };
  } finally {
    late.abort();
    await reader.cancel().catch(() => undefined);
  }
}

/** The JSON in a text, null for no text, undefined for what is no JSON or nested deeper than it may be. */
function parsed(text: string | null): unknown {
  if (text === null || text === "") return null;
  if (isDeep(text)) return undefined;
  try {
    return JSON.parse(text) ?? null;
  } catch {
    return undefined;
  }
}

/** Counts brackets outside of strings, before anything that recurses sees the text. */
function isDeep(text: string): boolean {
  let depth = 0;
  let inString = false;
  for (let at = 0; at < text.length; at += 1) {
    const sign = text[at];
    if (inString) {
      if (sign === "\\") at += 1;
      else if (sign === '"') inString = false;
    } else if (sign === '"') inString = true;
    else if (sign === "{" || sign === "[") {
      depth += 1;
      if (depth > bounds.depth) return true;
    } else if (sign === "}" || sign === "]") depth -= 1;
  }
  return false;
}
