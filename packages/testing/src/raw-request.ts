import { type IncomingHttpHeaders, request } from "node:http";

export type RawAnswer = {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
};

/** Asks a site for exactly this path with exactly these headers, as no browser would: nothing is resolved, encoded or followed. */
export async function rawRequest(
  origin: string,
  path: string,
  more: {
    readonly method?: string;
    readonly headers?: Readonly<Record<string, string>>;
    readonly body?: string;
  } = {},
): Promise<RawAnswer> {
  const { hostname, port } = new URL(origin);
  // Said for a GET as well, which no client of its own accord does: what follows unannounced is no request.
  const length = more.body === undefined ? {} : { "content-length": String(Buffer.byteLength(more.body)) };
  const headers = { ...more.headers, ...length };
  return await new Promise((resolve, reject) => {
    const asked = request(
      { hostname, port, path, method: more.method ?? "GET", headers, agent: false },
      (response) => {
        const chunks: Uint8Array[] = [];
        response.on("data", (chunk: Uint8Array) => chunks.push(chunk));
        response.once("error", reject);
        response.once("end", () =>
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            text: Buffer.concat(chunks).toString(),
          }),
        );
      },
    );
    asked.once("error", reject);
    asked.once("upgrade", (_, socket) => {
      socket.destroy();
      reject(new Error("it became another connection"));
    });
    asked.setTimeout(10_000, () => asked.destroy(new Error("no answer within ten seconds")));
    asked.end(more.body);
  });
}
