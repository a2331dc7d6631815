import { createServer } from "node:http";
import { afterAll, beforeAll, expect, test } from "vitest";
import { AHEAD_HEADER, notePeers, PEER_HEADER } from "./note-peer.ts";

notePeers();
let base = "";
const server = createServer((request, response) =>
  response.end(`${String(request.headers[PEER_HEADER])} ${String(request.headers[AHEAD_HEADER])}`),
);

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  base = `http://127.0.0.1:${typeof address === "object" && address !== null ? address.port : 0}/`;
});
afterAll(() => server.close());

async function noted(headers: Readonly<Record<string, string>>, method = "GET"): Promise<string> {
  return await (await fetch(base, { method, headers })).text();
}

test("check 71 AUTH-45 a request says who sent it, and a client cannot say it for us", async () => {
  expect(await noted({ [PEER_HEADER]: "203.0.113.9" })).toMatch(/^127\.0\.0\.1 /);
});

test("check 71 API-06 what is fetched ahead is marked, and nothing else can say so", async () => {
  const ahead = { rsc: "1", "next-router-prefetch": "1" };
  expect(await noted(ahead)).toMatch(/ 1$/);
  for (const other of [
    { [AHEAD_HEADER]: "1" },
    { rsc: "1" },
    { "next-router-prefetch": "1" },
    { rsc: "1", "next-router-prefetch": "2" },
  ])
    expect(await noted(other)).toMatch(/ undefined$/);
  expect(await noted(ahead, "POST")).toMatch(/ undefined$/);
});
