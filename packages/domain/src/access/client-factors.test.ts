import { expect, test } from "vitest";
import { clientStep } from "./client-factors.ts";

test.each([
  ["an app and no code yet", "set_up", "not_yet", "optional", "code"],
  ["an app and no code yet, at a studio that asks for it", "set_up", "not_yet", "required", "code"],
  ["an app and its code", "set_up", "was_right", "optional", "nothing"],
  ["an app and its code, at a studio that asks for it", "set_up", "was_right", "required", "nothing"],
  ["no app, where none is asked for", "none", "not_yet", "optional", "nothing"],
  ["no app, where one is asked for", "none", "not_yet", "required", "enrol"],
  ["the code of an app that is gone, where none is asked for", "none", "was_right", "optional", "nothing"],
  ["the code of an app that is gone, where one is asked for", "none", "was_right", "required", "enrol"],
] as const)("check 47 AUTH-07 TEN-22 %s", (_, app, code, studio, expected) => {
  expect(clientStep({ app, code, studio })).toBe(expected);
});
