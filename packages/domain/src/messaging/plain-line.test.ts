import { expect, test } from "vitest";
import { plainLine, plainParagraphs } from "./plain-line.ts";

test("NOTIF-11 a line break in a name cannot begin a header", () => {
  expect(plainLine("Harbour\r\nBcc: everyone@example.com")).toBe("Harbour Bcc: everyone@example.com");
  expect(plainLine("a\u2028b\u2029c\vd\fe\u0085f\u0000g")).toBe("a b c d e f g");
});

test("direction marks and invisible characters are dropped, letters of every script stay", () => {
  expect(plainLine("\u202eevil\u202c")).toBe("evil");
  expect(plainLine("  Zoë  O’Neill 山田 👩‍⚕️ ")).toBe("Zoë O’Neill 山田 👩‍⚕️");
});

test("a lone surrogate becomes the replacement character, never an ill-formed string", () => {
  expect(plainLine("a\ud800b").isWellFormed()).toBe(true);
});

test("a megabyte is cut to length without splitting a character", () => {
  const cut = plainLine("👩".repeat(500_000), 60);
  expect(cut.length).toBeLessThanOrEqual(60);
  expect(cut.isWellFormed()).toBe(true);
  expect(cut.endsWith("👩…")).toBe(true);
});

test("paragraphs keep their breaks and lose their controls", () => {
  expect(plainParagraphs("One\r\n\r\n two\u0007 \nthree")).toEqual(["One", "two", "three"]);
  expect(plainParagraphs("  \n ")).toEqual([]);
});
