import { expect, test } from "vitest";
import { isDisposable } from "./disposable-email.ts";

test.each(["ana@mailinator.com", "ana@post.mailinator.com", "ana@yopmail.com"])(
  "BOOK-12 %s is an address that ends",
  (email) => {
    expect(isDisposable(email)).toBe(true);
  },
);

test.each([
  "ana@example.com",
  "ana@gmail.com",
  "mailinator.com@example.org", // the part before the @ says nothing
  "ana@mailinator.example",
  "x7f3@privaterelay.appleid.com", // hides where mail goes, and lasts
  "com@example.com",
])("BOOK-12 %s is one to write to", (email) => {
  expect(isDisposable(email)).toBe(false);
});
