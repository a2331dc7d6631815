import { expect, test } from "vitest";
import { addressOf, askedIn, everything } from "./asked.ts";

const id = "01900000-0000-7000-8000-000000000001";

test("AUD-09 what an address asks comes back as that address, and a form left empty asks for everything", () => {
  const asked = askedIn({
    report: "exports",
    person: id,
    from: "2026-03-01",
    records: "protected",
    outcome: "any",
    kind: "",
  });
  expect(asked).toMatchObject({
    report: "exports",
    staffUserId: id,
    from: "2026-03-01",
    records: "protected",
    resource: null,
  });
  if (asked === null) throw new Error("not understood");
  const { before: _before, ...filter } = asked;
  expect(addressOf(filter, id)).toBe(
    `/audit?report=exports&person=${id}&from=2026-03-01&records=protected&before=${id}`,
  );
  expect(addressOf(everything)).toBe("/audit");
});

test("AUD-09 an address that asks what cannot be answered is none", () => {
  expect([
    askedIn({ person: "Robin" }),
    askedIn({ from: "2026-02-30" }),
    askedIn({ report: "gossip" }),
  ]).toEqual([null, null, null]);
});
