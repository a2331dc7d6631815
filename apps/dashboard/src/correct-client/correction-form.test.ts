import { expect, test } from "vitest";
import { carriedOver, readCorrection, type Correctable, typedOf } from "./correction-form.ts";

const clientId = "0198c0de-0000-7000-8000-000000000001";
const record: Correctable = {
  version: 1,
  fields: "all",
  givenName: "Anna",
  familyName: "Okafor",
  birthDate: "1988-04-12",
  email: "ana@example.com",
  phone: "+1 212 555 0199",
};
const said = { reason: "They called", answering: null };

test("COMP-04 what is wrong is said at each field, the reason included, and nothing is sent", () => {
  const typed = { ...typedOf(record), givenName: " ", birthDate: "12.4.88", email: "ana@", phone: "none" };
  const { correction, wrong } = readCorrection({ clientId, ...record }, typed, { ...said, reason: "" });
  expect(correction).toBeNull();
  expect(Object.keys(wrong)).toEqual(["givenName", "birthDate", "email", "phone", "reason"]);
  const answering = { requestId: clientId, answer: " " };
  expect(readCorrection({ clientId, ...record }, typedOf(record), { ...said, answering }).wrong).toEqual({
    answer: "Say what was done, for the client to read.",
  });
});

test("COMP-04 AUTH-51 the desk sends how the client is reached, and no name that it may not change", () => {
  const limited = { ...record, fields: "contact", birthDate: null } as const;
  const { correction } = readCorrection({ clientId, ...limited }, typedOf(limited), said);
  expect(correction?.details).toEqual({ fields: "contact", email: record.email, phone: record.phone });
});

test("COMP-04 what a colleague corrected meanwhile is kept, but where one typed something else", () => {
  const typed = { ...typedOf(record), givenName: "Ana" };
  const now = { ...record, version: 2, givenName: "Hanna", phone: "+1 212 555 0142" };
  expect(carriedOver(typed, record, now)).toEqual({ ...typedOf(now), givenName: "Ana" });
});
