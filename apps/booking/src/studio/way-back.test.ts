import { expect, test } from "vitest";
import { doorPath, stepPath, wayBack } from "./way-back.ts";

test("AUTH-31 coming in leads back to the page of the portal that was asked for", () => {
  for (const page of [
    "/oak/portal/account",
    "/oak/portal/visit/0198a1b2-0000-7000-8000-000000000000/reschedule?keep=1&month=2030-01",
  ])
    expect(wayBack("oak", page)).toBe(page);
});

test.each([
  [undefined],
  [["/oak/portal/account"]],
  ["/elm/portal/account"],
  ["/oak/portalaccount"],
  ["/oak"],
  ["/oak/portal/sign-in?ended=1"],
  ["/oak/portal/way-in/x"],
  ["/oak/portal/second-step"],
  ["//evil.example/oak/portal/"],
  ["/oak/portal//evil.example"],
  ["/\\evil.example"],
  ["https://evil.example/oak/portal/account"],
  ["/oak/portal/../../elm"],
  ["/oak/portal/\nset-cookie: a=b"],
  [`/oak/portal/${"a".repeat(600)}`],
])("check 63 AUTH-31 %j is no page to come back to: the first one is", (asked) => {
  expect(wayBack("oak", asked)).toBe("/oak/portal");
});

test("AUTH-31 the door is told where to lead back to, and nothing more than that", () => {
  expect(doorPath("oak", { back: "/oak/portal", ended: false })).toBe("/oak/portal/sign-in");
  expect(doorPath("oak", { back: "//evil", ended: true })).toBe("/oak/portal/sign-in?ended=1");
  expect(doorPath("oak", { back: "/oak/portal/account", ended: true })).toBe(
    "/oak/portal/sign-in?ended=1&next=%2Foak%2Fportal%2Faccount",
  );
});

test("AUTH-07 AUTH-31 the second step leads back likewise", () => {
  expect(stepPath("oak", "/oak/portal")).toBe("/oak/portal/second-step");
  expect(stepPath("oak", "https://evil.example")).toBe("/oak/portal/second-step");
  expect(stepPath("oak", "/oak/portal/account")).toBe(
    "/oak/portal/second-step?next=%2Foak%2Fportal%2Faccount",
  );
});
