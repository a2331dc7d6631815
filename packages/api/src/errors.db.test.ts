import { connect, createServer, type Server, type Socket } from "node:net";
import { createStudio, testDatabase, testRuntime, type TestRuntime } from "@quietroom/testing";
import { afterAll, expect, test } from "vitest";
import { served } from "../test/served.ts";
import { publicContext } from "./context.ts";
import { openApi } from "./open-api.ts";
import { createPublicCaller, publicRouter } from "./root.ts";

const database = await testDatabase();
const runtime = await testRuntime(database);
const studio = await createStudio(runtime);

const words = "ana@example.com was born in 1988";

/** The same runtime on a database that fails in the middle, with a record's words in its error. */
function broken(error: Error): TestRuntime {
  const fail = () => {
    throw error;
  };
  return { ...runtime, db: { ...runtime.db, withDirectory: fail, withTenant: fail } };
}

test("check 75 a bug says only its request's id, to the browser and to whoever prints it", async () => {
  const failing = broken(new Error(words));
  const website = served(publicRouter, () => ({ ...publicContext(failing), requestId: "request-1" }));
  const reply = await website.call("studio.view", "query", { studio: studio.slug });
  expect(reply.status).toBe(500);
  expect(JSON.parse(reply.text)).toMatchObject({
    error: {
      json: {
        message: "failed",
        data: { code: "INTERNAL_SERVER_ERROR", requestId: "request-1", fields: [] },
      },
    },
  });
  expect(reply.text).not.toMatch(/example\.com|1988|packages/);
  const thrown: unknown = await createPublicCaller(publicContext(failing))
    .studio.view({ studio: studio.slug })
    .catch((error: unknown) => error);
  expect(thrown).toBeInstanceOf(Error);
  expect(describe(thrown)).not.toMatch(/example\.com|1988/);
});

test("check 75 the log has the kind of the bug and the place in our code, and none of its words", async () => {
  const before = runtime.logged.length;
  const failing = broken(new TypeError(words));
  await served(publicRouter, () => publicContext(failing)).call("studio.view", "query", {
    studio: studio.slug,
  });
  expect(runtime.logged.slice(before)).toEqual([
    {
      level: "error",
      code: "call_failed",
      fields: {
        requestId: expect.any(String),
        path: "studio.view",
        kind: "TypeError",
        at: expect.stringContaining("errors.db.test.ts"),
      },
    },
  ]);
  expect(JSON.stringify(runtime.logged)).not.toContain("example.com");
});

test("BOOK-13 while the database is away, calls are unavailable and health says so; afterwards all is well", async () => {
  const gate = await openGate(database.appUrl);
  const api = await openApi({
    databaseUrl: gate.url,
    linkKey: new Uint8Array(32).fill(7),
    bookingUrl: "http://booking.test",
    log: runtime.log,
  });
  afterAll(api.close);
  const website = served(publicRouter, api.publicContext);
  const ask = async () => await website.call("studio.view", "query", { studio: studio.slug });
  expect((await ask()).status).toBe(200);
  expect(await api.health()).toMatchObject({ ok: true, database: "reachable" });

  await gate.close();
  expect(await api.health()).toMatchObject({ ok: false, database: "unreachable" });
  const reply = await ask();
  expect(reply.status).toBe(503);
  expect(JSON.parse(reply.text)).toMatchObject({ error: { json: { message: "unavailable" } } });

  await gate.reopen();
  expect((await ask()).status).toBe(200);
});

test("bad input names the field and says what to do, in our words", async () => {
  const website = served(publicRouter, () => publicContext(runtime));
  const reply = await website.call("waitlist.join", "mutation", {
    studio: studio.slug,
    details: {
      givenName: "",
      familyName: "Okafor",
      birthDate: "1988-04-12",
      email: "nowhere",
      phone: "+1 212 555 0199",
    },
  });
  expect(reply.status).toBe(400);
  expect(JSON.parse(reply.text)).toMatchObject({
    error: {
      json: {
        message: "invalid",
        data: {
          fields: expect.arrayContaining([
            { path: "details.givenName", message: "fill this in" },
            { path: "details.email", message: "enter an email address such as ana@example.com" },
          ]),
        },
      },
    },
  });
});

test("requests that are none of ours get an answer that is none of ours to regret", async () => {
  const website = served(publicRouter, () => publicContext(runtime));
  const json = { "content-type": "application/json" };
  expect((await website.raw("studio.nothing", {})).status).toBe(404);
  expect((await website.raw("me", {})).status).toBe(404);
  expect((await website.raw("hold.create", { search: "?input={}" })).status).toBe(405);
  expect(
    (await website.raw("hold.create", { method: "POST", headers: json, body: "{not json" })).status,
  ).toBe(400);
  expect((await website.raw("studio.view", { search: "?input=%7Bnot" })).status).toBe(400);
  expect((await website.raw("__proto__", {})).status).toBe(404);
  const form = { "content-type": "text/plain" };
  expect((await website.raw("hold.create", { method: "POST", headers: form, body: "x" })).status).toBe(415);
});

function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return `${error.message} ${error.stack ?? ""} ${describe(error.cause)}`;
}

/** A door between the product and its database that a test can shut. */
async function openGate(databaseUrl: string) {
  const target = new URL(databaseUrl);
  const sockets = new Set<Socket>();
  let server: Server | null = null;
  const listen = async (port: number): Promise<number> => {
    const opened = createServer((socket) => {
      sockets.add(socket);
      const behind = connect(Number(target.port), target.hostname);
      join(socket, behind);
      join(behind, socket);
    });
    server = opened;
    await new Promise<void>((resolve) => opened.listen(port, "127.0.0.1", resolve));
    const address = opened.address();
    return typeof address === "object" && address !== null ? address.port : 0;
  };
  const close = async () => {
    for (const socket of sockets) socket.destroy();
    sockets.clear();
    await new Promise<void>((resolve) => (server === null ? resolve() : void server.close(() => resolve())));
  };
  const port = await listen(0);
  afterAll(close);
  const url = new URL(databaseUrl);
  url.hostname = "127.0.0.1";
  url.port = String(port);
  return { url: url.href, close, reopen: async () => void (await listen(port)) };
}

function join(from: Socket, to: Socket): void {
  from.on("error", () => to.destroy());
  from.on("close", () => to.destroy());
  from.pipe(to);
}
