import { expect, test } from "vitest";
import { pageCause } from "./page-cause.ts";

test.each([
  ["a page opened by its address or a form sent without scripts", { "sec-fetch-dest": "document" }, "person"],
  ["a form sent by a page's script", { "sec-fetch-dest": "empty", "next-action": "40ab" }, "person"],
  ["a browser that says nothing", {}, "person"],
  ["a page that draws itself anew, or fetches what a link leads to", { "sec-fetch-dest": "empty" }, "page"],
  ["a page in another's frame", { "sec-fetch-dest": "iframe" }, "page"],
  ["a browser that fetches ahead", { "sec-fetch-dest": "document", "sec-purpose": "prefetch" }, "page"],
  [
    "a browser that draws ahead",
    { "sec-fetch-dest": "document", "sec-purpose": "prefetch;prerender" },
    "page",
  ],
] as const)("AUTH-30 %s %j: caused by a %s", (_, headers, cause) => {
  expect(pageCause(new Headers(headers))).toBe(cause);
});
