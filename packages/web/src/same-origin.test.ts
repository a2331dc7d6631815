import { expect, test } from "vitest";
import { isFromOurPages, mayRead } from "./same-origin.ts";

const ours = "https://book.example.com";

test.each([
  ["our own page", { origin: ours, "sec-fetch-site": "same-origin" }, true],
  ["our own page in an older browser", { origin: ours }, true],
  ["our own page without Origin", { "sec-fetch-site": "same-origin" }, true],
  ["another site", { origin: "https://evil.example", "sec-fetch-site": "cross-site" }, false],
  ["another site in an older browser", { origin: "https://evil.example" }, false],
  ["a sub-domain", { origin: "https://x.book.example.com", "sec-fetch-site": "same-site" }, false],
  ["a sister domain in an older browser", { origin: "https://app.example.com" }, false],
  ["our name without its lock", { origin: "http://book.example.com" }, false],
  ["our name at another port", { origin: "https://book.example.com:444" }, false],
  ["our name as a beginning", { origin: "https://book.example.com.evil.example" }, false],
  ["a sandboxed frame", { origin: "null", "sec-fetch-site": "cross-site" }, false],
  ["a sandboxed frame in an older browser", { origin: "null" }, false],
  ["one that contradicts itself", { origin: ours, "sec-fetch-site": "cross-site" }, false],
  ["the address bar", { "sec-fetch-site": "none" }, false],
  ["one that says nothing", {}, false],
] as const)("check 62 AUTH-34 a change asked for by %s: %j is from our pages: %s", (_, headers, expected) => {
  expect(isFromOurPages(new Headers(headers), ours)).toBe(expected);
});

test("check 63 another site may not read, not even blindly", () => {
  expect(mayRead(new Headers({ "sec-fetch-site": "cross-site" }))).toBe(false);
  expect(mayRead(new Headers({ "sec-fetch-site": "same-site" }))).toBe(false);
  expect(mayRead(new Headers({ "sec-fetch-site": "same-origin" }))).toBe(true);
  expect(mayRead(new Headers({ "sec-fetch-site": "none" }))).toBe(true);
  expect(mayRead(new Headers())).toBe(true);
});
