import { expect, test } from "vitest";
import { at as instantAt } from "../../test/at.ts";
import { timeOfDay } from "./time-of-day.ts";

const at = (time: string) => instantAt(`2027-03-16T${time}Z`);
const zone = "UTC";
/** Spaces before AM and PM are narrow ones in some versions of the language data. */
const plain = (text: string) => text.replaceAll(/\s/g, " ");

test("ec-L6 ec-L4 noon and midnight are never bare where hours run to twelve", () => {
  expect(timeOfDay(at("00:00"), zone, "en-US")).toBe("12:00 midnight");
  expect(timeOfDay(at("12:00"), zone, "en-US")).toBe("12:00 noon");
  expect(plain(timeOfDay(at("12:30"), zone, "en-US"))).toBe("12:30 PM");
  expect(plain(timeOfDay(at("00:30"), zone, "en-US"))).toBe("12:30 AM");
  expect(plain(timeOfDay(at("09:30"), zone, "en-US"))).toBe("9:30 AM");
  expect(timeOfDay(at("00:00"), zone, "en-GB")).toMatch(/^0?0:00$/);
  expect(timeOfDay(at("12:00"), zone, "de-DE")).toBe("12:00");
});

test("ec-L6 ec-L4 other languages that count to twelve write noon and midnight by 24 hours, in their own digits", () => {
  expect(timeOfDay(at("00:00"), zone, "es-CO")).toMatch(/^0?0:00$/);
  expect(timeOfDay(at("12:00"), zone, "es-CO")).toBe("12:00");
  expect(timeOfDay(at("12:00"), zone, "ar-EG")).toBe("١٢:٠٠");
  expect(plain(timeOfDay(at("14:00"), zone, "es-CO"))).toBe("2:00 p. m.");
});

test("it is the zone's own noon", () => {
  expect(timeOfDay(at("16:00"), "America/New_York", "en-US")).toBe("12:00 noon");
  expect(timeOfDay(at("06:15"), "Asia/Kathmandu", "en-US")).toBe("12:00 noon");
});
