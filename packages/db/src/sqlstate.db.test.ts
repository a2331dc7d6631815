import { once } from "node:events";
import { testDatabase } from "@quietroom/testing";
import { Client } from "pg";
import { expect, test } from "vitest";
import { isConnectionFailure } from "./sqlstate.ts";

test("what is asked over a connection that was lost a moment ago is no fault of ours", async () => {
  const { superUrl } = await testDatabase();
  const [lost, killer] = [new Client(superUrl), new Client(superUrl)];
  await Promise.all([lost.connect(), killer.connect()]);
  lost.on("error", () => undefined); // told of twice
  const noticed = once(lost, "error");
  const { rows } = await lost.query<{ pid: number }>("select pg_backend_pid() as pid");
  await killer.query("select pg_terminate_backend($1)", [rows[0]?.pid]);
  await noticed;
  const failure: unknown = await lost.query("select 1").catch((error: unknown) => error);
  expect(isConnectionFailure(failure), String(failure)).toBe(true);
  expect(isConnectionFailure(new Error("of another kind"))).toBe(false);
  await killer.end();
});
