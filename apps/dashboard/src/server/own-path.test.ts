import { expect, test } from "vitest";
import { ownPath } from "./own-path.ts";

test.each([
  "//evil.example",
  "/\\evil.example",
  "\\/evil.example",
  "/\t/evil.example",
  "/\n/evil.example",
  "https://evil.example",
  "HTTPS:evil.example",
  "javascript:alert(1)",
  "/javascript:alert(1)",
  "data:text/html,x",
  "evil.example",
  "@evil.example",
  "/@evil.example\u2028",
  "/calendar#https://evil.example",
  "/calendar?next=https://evil.example",
  "/.evil\u0000",
  " //evil.example",
  "",
  null,
  undefined,
  ["/waitlist", "//evil.example"],
  { toString: () => "//evil.example" },
])("check 63 after sign-in %j leads to our own first page", (next) => {
  expect(ownPath(next)).toBe("/calendar");
});

test("check 63 whatever is kept stays on the site that it is read at, and our own pages are kept", () => {
  for (const next of [
    "/waitlist",
    "/calendar?view=week&date=2027-03-16",
    "/hours/0198a1b2",
    "/a//b",
    "/%2f%2fevil.example",
  ]) {
    expect(ownPath(next)).toBe(next);
    expect(new URL(ownPath(next), "https://app.example.com").origin).toBe("https://app.example.com");
  }
});
