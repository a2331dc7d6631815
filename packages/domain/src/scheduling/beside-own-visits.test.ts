import { expect, test } from "vitest";
import { hourMs, instant, plus } from "../time/instant.ts";
import { decideBesideOwnVisits } from "./beside-own-visits.ts";

const now = instant(0);
const at = (hour: number) => ({ start: plus(now, hour * hourMs), end: plus(now, (hour + 1) * hourMs) });
const wanted = { ...at(10), id: "new" };
const free = { ownOverlaps: "warn", clientVisitLimit: null } as const;

test("ec-E14 a time at which the client has another visit is refused where the studio says so, and only there; touching is no meeting", () => {
  const beside = [{ ...at(10.5), id: "a", status: "scheduled" }] as const;
  expect(decideBesideOwnVisits(wanted, beside, free, now).ok).toBe(true);
  const strict = { ...free, ownOverlaps: "refuse" } as const;
  expect(decideBesideOwnVisits(wanted, beside, strict, now)).toEqual({ ok: false, refusal: "call_to_book" });
  const touching = [
    { ...at(11), id: "a", status: "scheduled" },
    { ...at(10), id: "b", status: "cancelled" },
    { ...wanted, status: "scheduled" },
  ] as const;
  expect(decideBesideOwnVisits(wanted, touching, strict, now).ok).toBe(true);
});

test("BOOK-06 a client has so many visits to come and no more, requests among them; what is over, cancelled or only held does not count", () => {
  const visits = [
    { ...at(20), id: "a", status: "scheduled" },
    { ...at(30), id: "b", status: "requested" },
    { ...at(-5), id: "c", status: "completed" },
    { ...at(40), id: "d", status: "cancelled" },
    { ...at(50), id: "e", status: "held" },
  ] as const;
  const limited = (clientVisitLimit: number) => ({ ...free, clientVisitLimit });
  expect(decideBesideOwnVisits(wanted, visits, limited(3), now).ok).toBe(true);
  expect(decideBesideOwnVisits(wanted, visits, limited(2), now)).toEqual({
    ok: false,
    refusal: "call_to_book",
  });
});
