import { expect, test } from "vitest";
import { oneAfterAnother } from "./one-after-another.ts";

const openings = { field: "openingId", called: "openings", ids: ["one", "two", "three"] } as const;

test("ec-I12 an hour that cannot be looked at holds up no other: it is logged by its id, and at the end the step fails and is tried again", async () => {
  const logged: unknown[] = [];
  const note = (...entry: unknown[]) => void logged.push(entry);
  const log = { info: note, warn: note, error: note };
  const reached: string[] = [];
  const walk = oneAfterAnother({ log }, "offers_not_withdrawn", openings, async (id) => {
    reached.push(id);
    if (id === "one") throw Object.assign(new Error("Ana's offer"), { code: "timeout" });
    return await Promise.resolve(1);
  });
  await expect(walk).rejects.toThrow("offers_not_withdrawn: of some openings");
  expect(reached).toEqual(["one", "two", "three"]);
  expect(logged).toEqual([["offers_not_withdrawn", { openingId: "one", error: "Error", reason: "timeout" }]]);
  expect(
    await oneAfterAnother({ log }, "offers_not_withdrawn", openings, async () => await Promise.resolve(1)),
  ).toEqual([1, 1, 1]);
});
