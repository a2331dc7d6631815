import { expect, test } from "vitest";
import { bearerIn } from "./app-door.ts";

test.each([
  ["Bearer abc.DEF-1_~+/==", "abc.DEF-1_~+/=="],
  ["bearer   abc", "abc"],
  ["BEARER abc", "abc"],
])("AUTH-35 %s shows a token", (authorization, token) => {
  expect(bearerIn(new Headers({ authorization }))).toBe(token);
});

test.each([
  "Bearer",
  "Bearer ",
  "Bearer a b",
  "Bearer =",
  "Bearer a, Bearer b",
  "Bearer ä",
  "Bearer a\tb",
  'Bearer "a"',
])("check 85 AUTH-35 %j means to show a token and shows nobody's", (authorization) => {
  expect(bearerIn(new Headers({ authorization }))).toBe("");
});

test("AUTH-35 what is no bearer is none of our tokens: a proxy's password, or nothing", () => {
  for (const authorization of ["Basic dXNlcjpwYXNz", "Bearerabc", "Digest username=x", ""])
    expect(bearerIn(new Headers({ authorization }))).toBeNull();
  expect(bearerIn(new Headers())).toBeNull();
});
