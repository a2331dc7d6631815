import { expect, test } from "vitest";
import {
  instantSchema,
  lineSchema,
  localDateSchema,
  requiredLineSchema,
  textSchema,
  versionSchema,
} from "./wire.ts";

const takes = (schema: { safeParse(value: unknown): { success: boolean } }, value: unknown) =>
  schema.safeParse(value).success;

test("a line is trimmed, composed, and free of control characters", () => {
  expect(lineSchema(20).parse("  Zoe\u0308 O'Hara ")).toBe("Zoë O'Hara");
  for (const control of ["\0", "\n", "\r\n", "\t", "\u001b[31m", "\u2028", "\u202e", "\ud800"]) {
    expect(takes(lineSchema(20), `a${control}b`), JSON.stringify(control)).toBe(false);
  }
});

test("text that grows when it is composed is measured afterwards, as the column will", () => {
  const growing = "\u0958"; // one character that its composed form writes as two
  expect(takes(lineSchema(10), growing.repeat(5))).toBe(true);
  expect(takes(lineSchema(10), growing.repeat(6))).toBe(false);
  expect(takes(lineSchema(10), "a".repeat(1_000_000))).toBe(false);
});

test("text of several lines keeps its breaks and nothing else that is not printed", () => {
  expect(textSchema(50).parse("Two lines,\n\tno more.")).toBe("Two lines,\n\tno more.");
  for (const control of ["\0", "\u001b", "\u202e", "\udfff"])
    expect(takes(textSchema(50), `a${control}b`)).toBe(false);
});

test("blank is not filled in", () => {
  expect(takes(requiredLineSchema(10), "   ")).toBe(false);
  expect(takes(lineSchema(10), "   ")).toBe(true);
});

test.each([
  "2027-02-29",
  "2027-13-01",
  "0001-01-01",
  "1899-12-31",
  "2200-01-01",
  "27-01-01",
  "2027-1-1",
  "2027-01-01T00:00",
])("%s is no date that is taken", (date) => {
  expect(takes(localDateSchema, date)).toBe(false);
});

test("a leap day, and the ends of what is taken, are dates", () => {
  for (const date of ["2028-02-29", "1900-01-01", "2199-12-31"])
    expect(takes(localDateSchema, date)).toBe(true);
});

test("instants and versions are whole and within what can be kept", () => {
  for (const odd of [-1, 0.5, Number.NaN, Number.POSITIVE_INFINITY, 1e16, "0", null]) {
    expect(takes(instantSchema, odd), String(odd)).toBe(false);
    expect(takes(versionSchema, odd), String(odd)).toBe(false);
  }
  expect(takes(versionSchema, 2_147_483_648)).toBe(false);
  expect(takes(instantSchema, 1_800_000_000_000)).toBe(true);
});
