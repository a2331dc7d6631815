import { expect, test } from "vitest";
import { type ClientSearch, dateOrderOf, isSamePhone, readClientSearch } from "./index.ts";

const nothing: ClientSearch = { name: null, email: null, phone: null, birthDates: [], recordNumber: null };
const inNewYork = (typed: string) => readClientSearch(typed, "month_first");

test.each<readonly [string, Partial<ClientSearch>]>([
  ["an", { name: "an" }],
  ["  Ruiz   ana ", { name: "Ruiz ana" }],
  ["O'Brien-Núñez", { name: "O'Brien-Núñez" }],
  ["山田", { name: "山田" }],
  ["ana@example.com", { email: "ana@example.com" }],
  ["ana@", {}],
  ["@", {}],
  ["ana ruiz@example.com", {}],
  ["+49 171 1234567", { phone: "+49 171 1234567" }],
  ["(212) 555-0100", { phone: "(212) 555-0100" }],
  ["0049 (0)171/123 45 67", { phone: "0049 (0)171/123 45 67" }],
  ["５５５０１００", { phone: "5550100" }],
  ["12345", {}],
  ["k7qx 3m2d", { name: "k7qx 3m2d", recordNumber: "K7QX-3M2D" }],
  ["1988-04-12", { birthDates: ["1988-04-12"], phone: "1988-04-12", recordNumber: "1988-0412" }],
  ["%", {}],
  ["__", {}],
  ["", {}],
])("ENC-09 %j can be %j", (typed, meant) => {
  expect(inNewYork(typed)).toEqual({ ...nothing, ...meant });
});

test.each([
  ["1988-4-2", "month_first", ["1988-04-02"]],
  ["1988/04/12", "day_first", ["1988-04-12"]],
  ["19880412", "day_first", ["1988-04-12"]],
  ["4/12/1988", "month_first", ["1988-04-12"]],
  ["12/04/1988", "day_first", ["1988-04-12"]],
  ["12.4.1988", "day_first", ["1988-04-12"]],
  ["12. 4. 1988", "day_first", ["1988-04-12"]],
  ["1988. 4. 12.", "year_first", ["1988-04-12"]],
  ["88-04-12", "year_first", ["1988-04-12", "2088-04-12"]],
  ["12.04.1988", "year_first", ["1988-04-12"]],
  ["12.4.88", "day_first", ["1988-04-12", "2088-04-12"]],
  ["13/4/1988", "month_first", ["1988-04-13"]], // no thirteenth month, so the day leads after all
  ["4/13/1988", "day_first", ["1988-04-13"]],
  ["31.02.1988", "day_first", []],
  ["2/29/1987", "month_first", []],
  ["2/29/1988", "month_first", ["1988-02-29"]],
  ["1988-04-1234", "month_first", []],
  ["12/04/188", "day_first", []],
  ["12/04", "day_first", []],
] as const)("ENC-09 the date %j where the %s can be %j", (typed, order, dates) => {
  expect(readClientSearch(typed, order).birthDates).toEqual(dates);
});

test.each([
  ["en-US", "month_first"],
  ["en-GB", "day_first"],
  ["de-DE", "day_first"],
  ["ja-JP", "year_first"],
  ["sv-SE", "year_first"],
  ["th-TH", "day_first"],
])("ENC-09 in %s a date is written %s", (locale, order) => {
  expect(dateOrderOf(locale)).toBe(order);
});

test.each([
  ["+49 171 1234567", "0171/123 45 67", true],
  ["+49 171 1234567", "0049 (0)171 1234567", true],
  ["(212) 555-0100", "+1 212 555 0100", true],
  ["+1 171 1234567", "+49 171 1234567", false],
  ["0171 1234567", "0171 1234568", false],
])("ENC-09 %j and %j are one number: %j", (one, other, same) => {
  expect(isSamePhone(one, other)).toBe(same);
  expect(isSamePhone(other, one)).toBe(same);
});
