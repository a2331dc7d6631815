import { request as httpRequest } from "node:http";
import { connect } from "node:net";
import { afterEach, expect, test } from "vitest";
import { openHealthServer } from "./health-server.ts";

type Door = Awaited<ReturnType<typeof openHealthServer>>;
const doors = new Set<Door>();
afterEach(async () => {
  for (const door of doors) {
    door.closeAllConnections();
    await new Promise((resolve) => door.close(resolve));
  }
  doors.clear();
});

const health = {
  ok: true,
  database: "reachable",
  jobs: "server",
  relay: "running",
  timeZoneData: "2027a",
} as const;

/** The worker's door, before functions that note what reached them. */
async function open(mode: "embedded" | "server", metricsToken: string | null = null) {
  const calls: string[] = [];
  const serveHandler = async (request: Request) => {
    calls.push(`${request.method} ${(await request.text()).length}`);
    return new Response(null, { status: 401 });
  };
  const door = await openHealthServer({
    jobs: {
      serveHandler: mode === "server" ? serveHandler : null,
      health: async () => await Promise.resolve(health),
      figures: async () => {
        calls.push("figures");
        return await Promise.resolve({
          runs: null,
          outbox: { waiting: 0, oldestMs: 0 },
          deadLetters: 5,
          messages: [],
        });
      },
    },
    metricsToken,
    host: "127.0.0.1",
    port: 0,
  });
  doors.add(door);
  const address = door.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  return { calls, port, url: `http://127.0.0.1:${port}` };
}

test("check 66 without an Inngest server there is no door, whatever the method", async () => {
  const { url, calls } = await open("embedded");
  for (const method of ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "HEAD"]) {
    expect((await fetch(`${url}/api/inngest`, { method })).status).toBe(404);
  }
  expect(calls).toEqual([]);
  expect((await fetch(`${url}/api/health`)).status).toBe(200);
});

test("check 66 the methods that once answered with the environment do not reach the functions", async () => {
  const { url, calls } = await open("server");
  for (const method of ["PATCH", "DELETE", "OPTIONS", "HEAD"]) {
    expect((await fetch(`${url}/api/inngest`, { method })).status).toBe(405);
  }
  expect(calls).toEqual([]);
  await fetch(`${url}/api/inngest`, { method: "POST", body: "{}" });
  expect(calls).toEqual(["POST 2"]);
});

test("check 66 check 72 a body without end is refused once it is too long, declared or not, and others are answered meanwhile", async () => {
  const { url, port, calls } = await open("server");
  const declared = new Promise<number>((resolve, reject) => {
    const asked = httpRequest(`${url}/api/inngest`, {
      method: "POST",
      headers: { "content-length": "100000000" },
    });
    asked.on("response", ({ statusCode }) => resolve(statusCode ?? 0)).on("error", reject);
    asked.write("x");
  });
  expect(await declared).toBe(413);

  const { status, sent } = await flood(port);
  // Hanging up on what is still being sent resets the connection, which may take the answer with it.
  expect(status === "" || status.includes("413")).toBe(true);
  expect(sent).toBeLessThan(50_000_000);
  expect(calls).toEqual([]);

  // One that says it will send and never does holds nobody up.
  const silent = connect(port, "127.0.0.1");
  silent.write("POST /api/inngest HTTP/1.1\r\nhost: x\r\ncontent-length: 100\r\n\r\n");
  expect((await fetch(`${url}/api/health`)).status).toBe(200);
  silent.destroy();
});

/** Sends chunks until somebody answers or hangs up. */
async function flood(port: number): Promise<{ readonly status: string; readonly sent: number }> {
  const socket = connect(port, "127.0.0.1");
  const chunk = `10000\r\n${"x".repeat(65_536)}\r\n`;
  const seen = { status: "", sent: 0 };
  socket.on("data", (text: Buffer) => {
    seen.status += String(text);
  });
  const over = new Promise<void>((resolve) =>
    socket.once("close", () => resolve()).once("error", () => resolve()),
  );
  const more = () => {
    while (!socket.destroyed && seen.status === "" && seen.sent < 100_000_000) {
      seen.sent += chunk.length;
      if (!socket.write(chunk)) return void socket.once("drain", more);
    }
    socket.end();
  };
  socket.write("POST /api/inngest HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\n");
  more();
  await over;
  return seen;
}

test("INFRA-11 without a token there are no metrics, and with one nobody reads them who does not show it", async () => {
  const closed = await open("server");
  const wanted = { headers: { authorization: "Bearer null" } };
  expect((await fetch(`${closed.url}/metrics`, wanted)).status).toBe(404);
  const token = "a token of thirty-two letters and more";
  const { url, calls } = await open("embedded", token);
  for (const authorization of ["", "Bearer", `Bearer ${token}x`, `Basic ${token}`, token]) {
    const answer = await fetch(`${url}/metrics?token=${encodeURIComponent(token)}`, {
      headers: { authorization },
    });
    expect([authorization, answer.status]).toEqual([authorization, 401]);
    expect(await answer.text()).not.toContain("quietroom");
  }
  const headers = { authorization: `Bearer ${token}` };
  expect((await fetch(`${url}/metrics`, { method: "POST", headers })).status).toBe(405);
  calls.length = 0;
  const answer = await fetch(`${url}/metrics`, { headers });
  expect(answer.headers.get("content-type")).toContain("text/plain; version=0.0.4");
  expect(answer.headers.get("cache-control")).toBe("no-store");
  expect(await answer.text()).toContain("quietroom_dead_letters 5");
  expect(calls).toEqual(["figures"]);
});
