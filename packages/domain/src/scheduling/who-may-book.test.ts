import { expect, test } from "vitest";
import { decideWhoMayBook } from "./who-may-book.ts";

function answer(birthDate: string, today: string) {
  return decideWhoMayBook({ birthDate, today });
}

test("BOOK-10 a person books in their own name from the eighteenth birthday on", () => {
  expect(answer("2008-03-16", "2026-03-15")).toEqual({ ok: false, refusal: "guardian_needed" });
  expect(answer("2008-03-16", "2026-03-16")).toEqual({ ok: true, value: { ageYears: 18 } });
});

test("ec-L1 who was born on 29 February comes of age on 1 March of a common year", () => {
  expect(answer("2008-02-29", "2026-02-28").ok).toBe(false);
  expect(answer("2008-02-29", "2026-03-01")).toEqual({ ok: true, value: { ageYears: 18 } });
});

test("nobody is born tomorrow, and today's newborn needs a guardian", () => {
  expect(answer("2026-03-17", "2026-03-16")).toEqual({ ok: false, refusal: "birth_date_in_future" });
  expect(answer("2026-03-16", "2026-03-16")).toEqual({ ok: false, refusal: "guardian_needed" });
});
