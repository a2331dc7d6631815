import { expect, test } from "vitest";
import { isOneRecipient } from "./recipient.ts";

test.each([
  "ana@example.com",
  "ana.o'neill+yoga@mail.example.co.uk",
  "a@b.example",
  "x_-%@xn--bcher-kva.example",
])("one plain address is a recipient: %s", (address) => {
  expect(isOneRecipient(address)).toBe(true);
});

test.each([
  ["a list", "ana@example.com,eve@evil.example"],
  ["a list with semicolons", "ana@example.com;eve@evil.example"],
  ["a list with spaces", "ana@example.com eve@evil.example"],
  ["a quoted local part", '"ana@example.com"@evil.example'],
  ["a quoted local part with a space", '"ana b"@example.com'],
  ["two at signs", "ana@example.com@evil.example"],
  ["an at sign look-alike", "ana＠example.com"],
  ["a name", "Ana <ana@example.com>"],
  ["a comment", "ana(eve)@example.com"],
  ["a line break", "ana@example.com\r\nBcc: eve@evil.example"],
  ["a trailing line break", "ana@example.com\n"],
  ["a NUL", "ana\u0000@example.com"],
  ["a direction mark", "ana\u202e@example.com"],
  ["no domain", "ana@"],
  ["no local part", "@example.com"],
  ["a host without a dot", "ana@localhost"],
  ["an address literal", "ana@[127.0.0.1]"],
  ["dots in a row", "ana..b@example.com"],
  ["a label that begins with a dash", "ana@-example.com"],
  ["nothing", ""],
  ["a megabyte", `${"a".repeat(1_000_000)}@example.com`],
  ["a local part of 65", `${"a".repeat(65)}@example.com`],
])("checks 45 and 78: %s is not one recipient", (_, address) => {
  expect(isOneRecipient(address)).toBe(false);
});
