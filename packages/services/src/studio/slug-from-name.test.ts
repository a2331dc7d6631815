import { readdirSync } from "node:fs";
import { expect, test } from "vitest";
import { isSlug } from "../directory.ts";
import { freeSlug, slugFromName, studioPages } from "./slug-from-name.ts";

test.each([
  ["Dr. Zoë O'Hara", "dr-zoe-o-hara"],
  ["  First   visit & assessment ", "first-visit-assessment"],
  ["田中 恵子", "person"],
  ["---", "person"],
  ["x".repeat(300), "x".repeat(80)],
])("%j becomes the address %s", (name, slug) => {
  expect(slugFromName(name, "person")).toBe(slug);
  expect(isSlug(slug)).toBe(true);
});

test("an address cut at a dash does not end with one", () => {
  expect(isSlug(slugFromName(`${"a".repeat(79)} b`, "person"))).toBe(true);
});

test("a taken address is followed by the first free number", () => {
  expect(freeSlug("yoga", new Set())).toBe("yoga");
  expect(freeSlug("yoga", new Set(["yoga", "yoga-2"]))).toBe("yoga-3");
});

test("no service takes the address of a page that every studio has", () => {
  expect(freeSlug("portal", new Set(studioPages))).toBe("portal-2");
  const booking = new URL("../../../../apps/booking/src/app/[studio]/", import.meta.url);
  const folders = readdirSync(booking, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  expect(folders.map(({ name }) => name).filter((name) => !name.startsWith("["))).toEqual(studioPages);
});
