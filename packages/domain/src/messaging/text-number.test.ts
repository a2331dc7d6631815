import { expect, test } from "vitest";
import { textNumber } from "./text-number.ts";

test.each([
  ["+1 212 555 0142", "+12125550142"],
  ["(212) 555-0142", "+12125550142"],
  ["1 212 555 0142", "+12125550142"],
  ["+49 711 2345678", "+497112345678"],
  ["0044 20 7946 0018", "+442079460018"],
  ["020 7946 0018", null],
  ["112 555 0142", null],
  ["+12", null],
  ["+1234567890123456", null],
  ["not a number", null],
  ["-", null],
])("NOTIF-09 %s is texted as %s", (written, number) => {
  expect(textNumber(written, "+1 212 555 0100")).toBe(number);
});

test("NOTIF-09 a number without its country is texted by a studio of North America alone", () => {
  expect(textNumber("98765 43210", "+91 22 5550 0100")).toBeNull();
  expect(textNumber("(212) 555-0142", "22 5550 0100")).toBeNull();
  expect(textNumber("+91 98765 43210", "+91 22 5550 0100")).toBe("+919876543210");
});
