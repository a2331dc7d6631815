import { expect, test } from "vitest";
import { decideCorrection } from "./correction.ts";

const kept = {
  givenName: "Anna",
  familyName: "Okafor",
  birthDate: "1988-04-12",
  email: "ana@example.com",
  phone: "+1 212 555 0199",
};
const today = "2026-03-16";
const decide = (told: Partial<typeof kept>) => decideCorrection({ kept, told, today });

test("COMP-04 a correction changes what it tells and leaves the rest as it was", () => {
  expect(decide({ givenName: "Ana", phone: kept.phone })).toEqual({
    ok: true,
    value: { corrected: { ...kept, givenName: "Ana" }, changed: ["givenName"] },
  });
});

test("COMP-04 what changes nothing is no correction, in whichever words", () => {
  const refused = { ok: false, refusal: "nothing_to_correct" };
  expect(decide({})).toEqual(refused);
  expect(decide({ ...kept })).toEqual(refused);
});

test("COMP-04 nobody is born tomorrow, and a birth date may make somebody a child", () => {
  expect(decide({ birthDate: "2026-03-17" })).toEqual({ ok: false, refusal: "birth_date_in_future" });
  expect(decide({ birthDate: "2026-03-16" })).toMatchObject({ ok: true });
});
