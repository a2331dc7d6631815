import { createServer, type Server } from "node:net";
import { once } from "node:events";
import { expect, onTestFinished, test } from "vitest";
import { chooseFreePorts, chooseUsualPorts } from "./choose-ports.ts";
import { freePort, freePortFrom } from "./free-port.ts";

async function occupy(port: number, host: string): Promise<number> {
  const server: Server = createServer().listen(port, host);
  await once(server, "listening");
  onTestFinished(() => void server.close());
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  return address.port;
}

test.each(["127.0.0.1", "0.0.0.0", "::"])("a port taken on %s is taken", async (host) => {
  const port = await occupy(0, host);
  expect(await freePortFrom(port, new Set(), 1)).toBeNull();
});

test("the search goes on past ports that are taken or to be avoided", async () => {
  const taken = await occupy(0, "127.0.0.1");
  const found = await freePortFrom(taken, new Set([taken + 1]), 50);
  expect(found).toBeGreaterThan(taken + 1);
});

test("a usual port that is taken is replaced, and people are told", async () => {
  await occupy(3000, "127.0.0.1").catch(() => undefined); // or another program has it, which is as good
  const lines: string[] = [];
  const { booking } = await chooseUsualPorts((line) => lines.push(line));
  expect(booking).toBeGreaterThanOrEqual(3010);
  expect(lines[0]).toBe(`Port 3000 is taken by another program; using ${booking} instead`);
});

test("ports nobody types are four different free ones", async () => {
  expect(new Set(Object.values(await chooseFreePorts())).size).toBe(4);
  expect(await freePort()).toBeGreaterThan(1023);
});
