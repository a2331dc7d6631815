import { TRPCClientError } from "@trpc/client";
import { expect, test } from "vitest";
import { failureWords } from "./failure-words.ts";

const answered = (code: string) =>
  TRPCClientError.from({ error: { message: "", code: -32_000, data: { code, httpStatus: 400 } } });

test.each([
  ["FORBIDDEN", /does not allow/],
  ["NOT_FOUND", /no longer there/],
  ["TOO_MANY_REQUESTS", /wait a minute/],
  ["SERVICE_UNAVAILABLE", /can be changed just now/],
  ["INTERNAL_SERVER_ERROR", /try again/],
])("a change that fails with %s says what stays and what to do", (code, words) => {
  expect(failureWords(answered(code), "Nothing was changed.")).toMatch(/^Nothing was changed\. /);
  expect(failureWords(answered(code), "Nothing was changed.")).toMatch(words);
});

test("a server that cannot be reached is told apart from one that refuses", () => {
  expect(failureWords(new TypeError("fetch failed"), "Nothing was changed.")).toMatch(/did not answer/);
});
