import { expect, test } from "vitest";
import { between } from "../../test/at.ts";
import { freeIntervals } from "./free-time.ts";

const morning = between("2027-03-16T09:00Z", "2027-03-16T12:00Z");
const evening = between("2027-03-16T17:00Z", "2027-03-16T20:00Z");

test("what is open and not busy is free, whatever the order of busy times and however they overlap", () => {
  const busy = [
    between("2027-03-16T17:30Z", "2027-03-16T18:00Z"),
    between("2027-03-16T10:00Z", "2027-03-16T11:00Z"),
    between("2027-03-16T10:15Z", "2027-03-16T10:30Z"),
    between("2027-03-16T18:00Z", "2027-03-16T19:00Z"),
  ];
  expect(freeIntervals([morning, evening], busy)).toEqual([
    between("2027-03-16T09:00Z", "2027-03-16T10:00Z"),
    between("2027-03-16T11:00Z", "2027-03-16T12:00Z"),
    between("2027-03-16T17:00Z", "2027-03-16T17:30Z"),
    between("2027-03-16T19:00Z", "2027-03-16T20:00Z"),
  ]);
});

test("no free time without length is left at the ends, and busy time without length takes none", () => {
  expect(freeIntervals([morning], [])).toEqual([morning]);
  expect(freeIntervals([morning], [between("2027-03-16T10:00Z", "2027-03-16T10:00Z")])).toEqual([morning]);
  expect(freeIntervals([morning, evening], [morning])).toEqual([evening]);
  const around = [
    between("2027-03-16T08:00Z", "2027-03-16T09:00Z"),
    between("2027-03-16T12:00Z", "2027-03-16T20:00Z"),
  ];
  expect(freeIntervals([morning, evening], around)).toEqual([morning]);
});
