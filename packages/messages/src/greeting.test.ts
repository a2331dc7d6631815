import { expect, test } from "vitest";
import { greeting } from "./greeting.ts";

test.each([
  ["Ana", "Hello Ana,"],
  ["Mary Jane", "Hello Mary Jane,"],
  ["J. R.", "Hello J. R.,"],
  ["D’Arcy-Zoë", "Hello D’Arcy-Zoë,"],
  ["", "Hello,"],
  ["Ana\r\nBcc: x", "Hello,"],
  ["win a prize at evil.example", "Hello,"],
  ["https://evil.example", "Hello,"],
  ["www evil", "Hello,"],
  ["me@evil", "Hello,"],
  ["You owe us money now", "Hello,"],
  ["x".repeat(1_000_000), "Hello,"],
])("the greeting of a person, and of nothing else: %j", (name, expected) => {
  expect(greeting(name)).toBe(expected);
});
