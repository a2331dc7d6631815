import type { Jobs, JobsHealth } from "@quietroom/jobs";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { buffer } from "node:stream/consumers";

/**
 * The worker's one door: `/api/health` says whether it works and on what, and, when an Inngest server runs the functions,
 * `/api/inngest` is where it calls them. Resolves once the door is open.
 */
export async function openHealthServer(options: {
  readonly jobs: Pick<Jobs, "serveHandler"> & { health(): Promise<JobsHealth> };
  readonly host: string;
  readonly port: number;
}): Promise<Server> {
  const { jobs, host, port } = options;
  const server = createServer((request, response) => {
    answer(jobs, request, response).catch(() => response.writeHead(500).end());
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
  if (path === "/api/inngest" && jobs.serveHandler !== null) {
    await send(await jobs.serveHandler(await toRequest(request)), response);
    return;
  }
  response.writeHead(404, { "content-type": "text/plain" }).end("There is nothing here.\n");
}

async function toRequest(request: IncomingMessage): Promise<Request> {
  const headers = new Headers();
  for (const [name, value] of Object.entries(request.headers)) {
    for (const one of [value ?? []].flat()) headers.append(name, one);
  }
  const url = new URL(request.url ?? "/", `http://${request.headers.host ?? "worker"}`);
  const method = request.method ?? "GET";
  if (method === "GET" || method === "HEAD") return new Request(url, { method, headers });
  return new Request(url, { method, headers, body: new Uint8Array(await buffer(request)) });
}

async function send(answer: Response, response: ServerResponse): Promise<void> {
  response.writeHead(answer.status, Object.fromEntries(answer.headers));
  response.end(new Uint8Array(await answer.arrayBuffer()));
}
