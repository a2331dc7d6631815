import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { identify } from "./process-identity.ts";
import { claimStudio } from "./studio-lock.ts";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "lock-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test("is refused while another living process holds the folder", () => {
  writeFileSync(join(folder, "studio.json"), JSON.stringify(identify(process.ppid)));
  expect(() => claimStudio(folder)).toThrow(`runs already (process ${process.ppid})`);
});

test("a process that is gone holds nothing, even when its id has a new owner", () => {
  writeFileSync(join(folder, "studio.json"), JSON.stringify({ pid: process.ppid, startedAt: "1" }));
  claimStudio(folder)();
  expect(existsSync(join(folder, "studio.json"))).toBe(false);
});

test("a note cut off by a full disk holds nothing", () => {
  writeFileSync(join(folder, "studio.json"), "");
  claimStudio(folder)();
});
