import type { Jobs, JobsHealth } from "@quietroom/jobs";
import { createHash, timingSafeEqual } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { metricsText } from "./metrics.ts";

/**
 * What a call may be long at most, in bytes, and how long it may take to arrive. A call carries what the steps of a run have
 * answered, which here are ids and times; whoever calls is known by the body's signature, so it is read before anybody is known.
 */
const bounds = { bodyBytes: 4_000_000, requestMs: 30_000, headersMs: 10_000 } as const;

const methods = ["GET", "POST", "PUT"];

/**
 * The worker's one door: `/api/health` says whether it works and on what; `/metrics` tells figures to whoever shows the token, and without one is
 * not there; and, when an Inngest server runs the functions, `/api/inngest` is where it calls them. Resolves once the door is open.
 */
export async function openHealthServer(options: {
  readonly jobs: Pick<Jobs, "serveHandler" | "figures"> & { health(): Promise<JobsHealth> };
  readonly metricsToken: string | null;
  readonly host: string;
  readonly port: number;
}): Promise<Server> {
  const { jobs, metricsToken, host, port } = options;
  const timeouts = { requestTimeout: bounds.requestMs, headersTimeout: bounds.headersMs };
  const server = createServer(timeouts, (request, response) => {
    answer(jobs, metricsToken, request, response).catch(() => response.writeHead(500).end());
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, () => {
      server.off("error", reject);
      resolve();
    });
  });
  return server;
}

async function answer(
  jobs: Parameters<typeof openHealthServer>[0]["jobs"],
  metricsToken: string | null,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const path = new URL(request.url ?? "/", "http://worker").pathname;
  if (path === "/api/health" && request.method === "GET") {
    const health = await jobs.health();
    response.writeHead(health.ok ? 200 : 503, {
      "content-type": "application/json",
      "cache-control": "no-store",
    });
    response.end(JSON.stringify({ app: "worker", ...health }));
    return;
  }
  if (path === "/metrics" && metricsToken !== null)
    return await tellMetrics(jobs, metricsToken, request, response);
  if (path !== "/api/inngest" || jobs.serveHandler === null)
    return say(response, 404, "There is nothing here.");
  if (!methods.includes(request.method ?? "")) return say(response, 405, "Not a method of this address.");
  const body = await bodyOf(request);
  if (body === null) return say(response, 413, "That is more than a call may hold.");
  await send(await jobs.serveHandler(toRequest(request, body)), response);
}

async function tellMetrics(
  jobs: Pick<Jobs, "figures">,
  token: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (request.method !== "GET") return say(response, 405, "Not a method of this address.");
  if (!isSame(request.headers.authorization ?? "", `Bearer ${token}`)) {
    response.setHeader("www-authenticate", "Bearer");
    return say(response, 401, "The token of the metrics is needed.");
  }
  const text = await jobs.figures().then(metricsText, () => null);
  if (text === null) return say(response, 503, "There are no figures just now.");
  response.writeHead(200, {
    "content-type": "text/plain; version=0.0.4; charset=utf-8",
    "cache-control": "no-store",
  });
  response.end(text);
}

/** In a time that tells nothing of where the two differ. */
function isSame(given: string, wanted: string): boolean {
  const digest = (text: string) => createHash("sha256").update(text).digest();
  return timingSafeEqual(digest(given), digest(wanted));
}

/** Answers and hangs up: what is still being sent is not read. */
function say(response: ServerResponse, status: number, words: string): void {
  response.writeHead(status, { "content-type": "text/plain", connection: "close" }).end(`${words}\n`);
}

/** The whole body, or null once it is longer than it may be. */
async function bodyOf(request: IncomingMessage): Promise<Uint8Array<ArrayBuffer> | null> {
  if (Number(request.headers["content-length"] ?? 0) > bounds.bodyBytes) return null;
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of request.iterator({ destroyOnReturn: false })) {
    if (!(chunk instanceof Uint8Array)) throw new TypeError("a request's body comes in bytes");
    size += chunk.byteLength;
    if (size > bounds.bodyBytes) return null;
    chunks.push(chunk);
  }
  return new Uint8Array(Buffer.concat(chunks));
}

function toRequest(request: IncomingMessage, body: Uint8Array<ArrayBuffer>): Request {
  const headers = new Headers();
  for (const [name, value] of Object.entries(request.headers)) {
    for (const one of [value ?? []].flat()) headers.append(name, one);
  }
  const url = new URL(request.url ?? "/", `http://${request.headers.host ?? "worker"}`);
  const method = request.method ?? "GET";
  return new Request(url, { method, headers, ...(method === "GET" ? {} : { body }) });
}

async function send(answer: Response, response: ServerResponse): Promise<void> {
  response.writeHead(answer.status, Object.fromEntries(answer.headers));
  response.end(new Uint8Array(await answer.arrayBuffer()));
}
