import { expect, test } from "vitest";
import { readDetails, refusedDetails } from "./details-form.ts";

function form(values: Record<string, string>): FormData {
  const data = new FormData();
  for (const [name, value] of Object.entries(values)) data.set(name, value);
  return data;
}

const good = {
  givenName: "Zoë",
  familyName: "O’Brien-Núñez",
  birthDate: "1990-02-28",
  email: "Zoe@Example.com",
  phone: "+1 212 555 0100",
};

test("CLI-04 accents and apostrophes are names", () => {
  expect(readDetails(form(good)).errors).toEqual({});
});

test("each wrong field is named, and what was typed is kept", () => {
  const read = readDetails(form({ ...good, email: "zoe@", birthDate: "1990-02-30" }));
  expect(Object.keys(read.errors)).toEqual(["birthDate", "email"]);
  expect(read.values.email).toBe("zoe@");
});

test("a 1 MB name comes back cut and refused nowhere else", () => {
  expect(readDetails(form({ ...good, givenName: "x".repeat(1_000_000) })).errors.givenName).toBeDefined();
});

test("BOOK-12 what the studio refuses of somebody's details stands at its field", () => {
  expect(refusedDetails("disposable_email", "books")).toEqual({
    email: expect.stringContaining("one that you keep"),
  });
  expect(refusedDetails("guardian_needed", "joins")?.birthDate).toContain("joins by telephone");
  expect(refusedDetails("slot_taken", "books")).toBeNull();
});
