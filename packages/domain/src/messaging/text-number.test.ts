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
  expect(textNumber(written)).toBe(number);
});
