import { createStudio, inspect, rowCounts, testDatabase, testRuntime } from "@quietroom/testing";
import { expect, test } from "vitest";
import { declarations } from "../test/declared.ts";
import { isRefusal, served } from "../test/served.ts";
import { arrange, validCalls } from "../test/valid-calls.ts";
import { publicContext } from "./context.ts";
import { publicRouter } from "./root.ts";

const database = await testDatabase();
const runtime = await testRuntime(database);
const query = await inspect(database);
const studio = await createStudio(runtime);
const scene = await arrange(studio, query);
const site = served(publicRouter, () => publicContext(runtime));

const links = declarations(publicRouter).filter(({ audience }) => audience.endsWith("_link"));
const calls = validCalls(studio, scene).filter(({ path }) => links.some((link) => link.path === path));
const become = async (status: string) =>
  await query("update tenant set status = $2::tenant_status where id = $1", [studio.tenantId, status]);

test("TEN-12 check 28 links of a cancelled studio show and change nothing, from the next request on; of a suspended one they still show", async () => {
  expect(new Set(calls.map(({ path }) => path))).toEqual(new Set(links.map(({ path }) => path)));
  await become("cancelled");
  const before = await rowCounts(query);
  for (const { path, kind, input } of calls) {
    const reply = await site.call(path, kind, input);
    expect([path, reply.status, isRefusal(reply.data)]).toEqual([path, 200, true]);
    expect(reply.text, path).not.toMatch(/Ana|Ben|Practitioner 1|"ok":true/);
  }
  expect(await rowCounts(query)).toEqual(before);
  const view = await site.call("studio.view", "query", { studio: studio.slug });
  expect(view.text).toContain('"ended":true');

  await become("suspended");
  for (const { path, kind, input } of calls.filter((call) => call.kind === "query")) {
    const reply = await site.call(path, kind, input);
    expect([path, reply.text]).toEqual([path, expect.stringContaining('"ok":true')]);
  }
  const { text } = await site.call("studio.view", "query", { studio: studio.slug });
  expect(text).toContain('"ended":false');
});
