import { createServer } from "node:http";
import { expect, test } from "vitest";
import { notePeers, PEER_HEADER } from "./note-peer.ts";

test("check 71 AUTH-45 a request says who sent it, and a client cannot say it for us", async () => {
  notePeers();
  const server = createServer((request, response) => response.end(String(request.headers[PEER_HEADER])));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  const answer = await fetch(`http://127.0.0.1:${port}/`, { headers: { [PEER_HEADER]: "203.0.113.9" } });
  expect(await answer.text()).toBe("127.0.0.1");
  server.close();
});
