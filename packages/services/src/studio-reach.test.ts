import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

const room = import.meta.dirname;

test("check 3 TEN-03 of what a client or a visit's link may call, only this sees more than that client's own rows", () => {
  const files = readdirSync(room, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts") && !name.endsWith(".test.ts") && name !== "define-verb.ts")
    .filter((name) => readFileSync(join(room, name), "utf8").includes('reach: "studio"'))
    .toSorted();
  // Each decides by the times of others, by a secret of their own, or reads what is kept of them where the clients' role never does; and tells nothing else.
  expect(files).toEqual([
    "portal/own-factors.ts",
    "records/kept-beside.ts",
    "scheduling/alternatives.ts",
    "scheduling/book-hold.ts",
    "scheduling/list-open-sessions.ts",
    "scheduling/list-slots.ts",
    "scheduling/mail-booking-code.ts",
    "scheduling/move-times.ts",
    "trail/own-openings.ts",
  ]);
  // Who sees what is others' writes nothing with it, but for the booking, which finds whose record the typed details are, for the code that is
  // mailed before it, and one's own password and app.
  const writes = ["portal/own-factors.ts", "scheduling/mail-booking-code.ts", "scheduling/book-hold.ts"];
  for (const file of files.filter((name) => !writes.includes(name))) {
    const verbs = readFileSync(join(room, file), "utf8").split("defineVerb<").slice(1);
    for (const verb of verbs.filter((text) => text.includes('reach: "studio"')))
      expect([file, /trace: "(\w+)"/.exec(verb)?.[1]]).toEqual([file, "public"]);
  }
});
