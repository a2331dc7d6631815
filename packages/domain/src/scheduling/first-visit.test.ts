import { expect, test } from "vitest";
import { decideFirstVisit } from "./first-visit.ts";

const books = { ok: true, value: "books" };
const calls = { ok: false, refusal: "call_to_book" };

test("ec-D9 a new client has one first visit to come, and none once they have been here", () => {
  expect(decideFirstVisit("new_only", null)).toEqual(books);
  expect(decideFirstVisit("new_only", { visitsBegun: 0, openFirstVisits: 0 })).toEqual(books);
  expect(decideFirstVisit("new_only", { visitsBegun: 0, openFirstVisits: 1 })).toEqual(calls);
  expect(decideFirstVisit("new_only", { visitsBegun: 1, openFirstVisits: 0 })).toEqual(calls);
});

test("SCHED-07 a service for those who have been here is for nobody else, and most are for everybody", () => {
  expect(decideFirstVisit("existing_only", { visitsBegun: 1, openFirstVisits: 0 })).toEqual(books);
  expect(decideFirstVisit("existing_only", { visitsBegun: 0, openFirstVisits: 1 })).toEqual(calls);
  expect(decideFirstVisit("existing_only", null)).toEqual(calls);
  expect(decideFirstVisit("anyone", null)).toEqual(books);
  expect(decideFirstVisit("anyone", { visitsBegun: 9, openFirstVisits: 9 })).toEqual(books);
});
