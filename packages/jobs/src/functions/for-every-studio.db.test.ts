import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { createStudio, testDatabase, testRuntime } from "@quietroom/testing";
import { expect, test } from "vitest";
import { forEveryStudio, sumOf } from "./for-every-studio.ts";

const runtime = await testRuntime(await testDatabase());

test("one studio's failure holds up no other; it is logged by its id, and at the end the step fails", async () => {
  const ids = [await createStudio(runtime), await createStudio(runtime), await createStudio(runtime)].map(
    ({ tenantId }) => tenantId,
  );
  const reached: string[] = [];
  const walk = forEveryStudio(runtime, "not_done", async (tenantId) => {
    reached.push(tenantId);
    if (tenantId === ids[0]) throw Object.assign(new Error("Ana's record"), { code: "timeout" });
    return await Promise.resolve(2);
  });
  await expect(walk).rejects.toThrow("not_done: of some studios");
  expect(reached.toSorted()).toEqual(ids.toSorted());
  expect(runtime.logged).toEqual([
    { level: "error", code: "not_done", fields: { tenantId: ids[0], error: "Error", reason: "timeout" } },
  ]);
  expect(sumOf(await forEveryStudio(runtime, "not_done", async () => await Promise.resolve(2)))).toBe(6);
});

test("no job goes through the studios in a way of its own, where the first failure would end the round for all after it", () => {
  const here = import.meta.dirname;
  const walking = globSync("*.ts", { cwd: here }).filter(
    (file) => !file.endsWith(".test.ts") && readFileSync(join(here, file), "utf8").includes("listTenantIds"),
  );
  expect(walking).toEqual(["for-every-studio.ts"]);
});
