import { createHash, createHmac, randomBytes, randomUUID } from "node:crypto";
import { createServer, type IncomingMessage } from "node:http";
import canonicalize from "canonicalize";
import { z } from "zod";
import { createServerRuns, registeredFunction, type ServerEvent, type ServerRun } from "./inngest-runs.ts";

/** A request to the app, to be signed by a key and at an age of the test's choice. */
type AskedOfApp = {
  readonly method: string;
  readonly url: string;
  readonly body?: unknown;
  /** Null for none at all; what is not said is signed as it should be. */
  readonly key?: string | null;
  readonly ageSec?: number;
  readonly headers?: Readonly<Record<string, string>>;
};

export type InngestServer = {
  /** Where it takes events and registrations: the base URL. */
  readonly url: string;
  readonly eventKey: string;
  readonly signingKey: string;
  /** Every event that came in over the wire, also those it knew already, in order. */
  readonly received: readonly ServerEvent[];
  /** Where the app said it is reached, each time it registered. */
  readonly registrations: readonly string[];
  /** What was asked of it that no app of ours should ask. */
  readonly unexpected: readonly string[];
  readonly runs: () => readonly ServerRun[];
  /** What the functions are called that it knows, without the app's own name. */
  functions(): readonly string[];
  /** The triggers of a function's timer, where it has any. */
  crons(functionId: string): readonly string[];
  /** Runs a timer's function now. Those of every minute run by themselves, once for all the minutes that went by. */
  tick(functionId: string): Promise<void>;
  /** Asks the app at that address to register, signed, as an operator does with "sync". */
  sync(url: string): Promise<Response>;
  /** Calls the app until nothing is due; answers how much was done. */
  settle(): Promise<number>;
  /** Sends one request to the app. */
  ask(asked: AskedOfApp): Promise<Response>;
  /** Called with each batch once it is taken and before that is answered; what it throws breaks the connection. Null for nothing. */
  onTaken(hook: ((events: readonly ServerEvent[]) => Promise<void> | void) | null): void;
  /** From now on it breaks off what events come in and takes none, or takes them again. */
  away(isAway: boolean): void;
  close(): Promise<void>;
};

const eventShape = z.object({
  id: z.string().optional(),
  name: z.string().min(1),
  data: z.record(z.string(), z.unknown()).default({}),
  ts: z.number().optional(),
});
const registration = z.object({
  url: z.url(),
  appName: z.string(),
  functions: z.array(registeredFunction),
});

/**
 * An Inngest server for tests, as far as its protocol is public: `POST /e/<key>` takes events and knows repeats by their id, `POST /fn/register` takes an app's
 * functions from whoever shows the hashed signing key, and what they ask for it does by signed calls to the address they gave. `now` is its clock in
 * epoch milliseconds; `reach` is how it gets to the app.
 */
export async function openInngestServer({
  now,
  reach = fetch,
}: {
  readonly now: () => Promise<number>;
  readonly reach?: (request: Request) => Promise<Response>;
}): Promise<InngestServer> {
  const eventKey = randomBytes(16).toString("hex");
  const signingKey = `signkey-test-${randomBytes(32).toString("hex")}`;
  const received: ServerEvent[] = [];
  const registrations: string[] = [];
  const unexpected: string[] = [];
  let hook: Parameters<InngestServer["onTaken"]>[0] = null;

  async function ask({
    method,
    url,
    body,
    key = signingKey,
    ageSec = 0,
    headers = {},
  }: AskedOfApp): Promise<Response> {
    const text = body === undefined ? "" : (canonicalize(body) ?? "");
    const signature = key === null ? {} : { "x-inngest-signature": sign(text, key, ageSec) };
    const { host } = new URL(url);
    return await reach(
      new Request(url, {
        method,
        headers: {
          host,
          "content-type": "application/json",
          "x-inngest-req-version": "2",
          ...signature,
          ...headers,
        },
        ...(body === undefined ? {} : { body: text }),
      }),
    );
  }

  const runs = createServerRuns(async ({ url, body }) => {
    const answer = await ask({ method: "POST", url, body, headers: { "x-inngest-server-kind": "cloud" } });
    return {
      status: answer.status,
      noRetry: answer.headers.get("x-inngest-no-retry") === "true",
      retryAfter: answer.headers.get("retry-after"),
      text: await answer.text(),
    };
  });

  let isAway = false;

  async function takeEvents(body: string): Promise<Answer> {
    if (isAway) throw new Error("nobody is there");
    const parsed = z
      .union([z.array(eventShape), eventShape.transform((event) => [event])])
      .safeParse(JSON.parse(body));
    if (!parsed.success) return { status: 400, body: { ids: [], status: 400, error: "no event" } };
    const own = parsed.data.find(({ name }) => name.toLowerCase().startsWith("inngest/"));
    if (own !== undefined) {
      const error = `event name is reserved for internal use: ${own.name}`;
      return { status: 400, body: { ids: [], status: 400, error } };
    }
    const receivedAt = await now();
    const events = parsed.data.map(({ id, ts, ...event }) => ({
      ...event,
      id: id ?? randomUUID(),
      ts: ts ?? receivedAt,
    }));
    received.push(...events);
    for (const event of events) runs.take(event, receivedAt);
    await hook?.(events);
    return { status: 200, body: { ids: events.map(({ id }) => id), status: 200 } };
  }

  function takeFunctions(body: string, authorization: string | undefined): Answer {
    if (authorization !== `Bearer ${hashed(signingKey)}`)
      return { status: 401, body: { ok: false, error: "Authentication failed" } };
    const { url, functions } = registration.parse(JSON.parse(body));
    registrations.push(url);
    runs.functions.clear();
    for (const fn of functions) runs.functions.set(fn.id, fn);
    return { status: 200, body: { ok: true, modified: true } };
  }

  async function answer(request: IncomingMessage): Promise<Answer> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(Buffer.from(chunk));
    const body = Buffer.concat(chunks).toString();
    const asked = `${request.method} ${request.url}`;
    if (asked === `POST /e/${eventKey}`) return await takeEvents(body);
    if (asked.startsWith("POST /e/"))
      return { status: 401, body: { ids: [], status: 401, error: "Event key not found" } };
    if (asked === "POST /fn/register") return takeFunctions(body, request.headers.authorization);
    unexpected.push(asked);
    return { status: 404, body: {} };
  }

  const server = createServer((request, response) => {
    answer(request).then(
      ({ status, body }) =>
        response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body)),
      () => request.socket.destroy(),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (typeof address !== "object" || address === null) throw new Error("no port");

  return {
    url: `http://127.0.0.1:${address.port}`,
    eventKey,
    signingKey,
    received,
    registrations,
    unexpected,
    runs: runs.runs,
    functions: () => [...runs.functions.keys()].map((id) => id.replace(/^quietroom-/, "")).toSorted(),
    crons: (id) => runs.functions.get(`quietroom-${id}`)?.triggers.flatMap(({ cron }) => cron ?? []) ?? [],
    async tick(id) {
      runs.tick(`quietroom-${id}`, await now());
    },
    sync: async (url) => await ask({ method: "PUT", url, body: { url } }),
    async settle() {
      let done = 0;
      for (;;) {
        const more = await runs.work(await now());
        if (more === 0) return done;
        done += more;
      }
    },
    ask,
    onTaken(wanted) {
      hook = wanted;
    },
    away(wanted) {
      isAway = wanted;
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

type Answer = { readonly status: number; readonly body: object };

/** Over the canonical text of the body and the second at which it is signed. */
function sign(text: string, key: string, ageSec: number): string {
  const at = Math.floor(Date.now() / 1000) - ageSec;
  const mac = createHmac("sha256", key.replace(/^signkey-\w+-/, ""))
    .update(`${text}${at}`)
    .digest("hex");
  return `t=${at}&s=${mac}`;
}

/** What an app shows instead of the key itself. */
function hashed(key: string): string {
  const [prefix = ""] = /^signkey-\w+-/.exec(key) ?? [];
  const bytes = Buffer.from(key.slice(prefix.length), "hex");
  return `${prefix}${createHash("sha256").update(bytes).digest("hex")}`;
}
