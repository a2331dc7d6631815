import { expect, test } from "vitest";
import { textAccount, textRefusals } from "./text-settings.ts";

const all = {
  TWILIO_ACCOUNT_SID: `AC${"0".repeat(32)}`,
  TWILIO_AUTH_TOKEN: "secret",
  TWILIO_FROM: "+12125550142",
};

test("NOTIF-04 with all settings texts are on, with none they are off", () => {
  expect(textRefusals(all)).toEqual([]);
  expect(textAccount(all)).toEqual({
    accountSid: all.TWILIO_ACCOUNT_SID,
    authToken: "secret",
    from: "+12125550142",
  });
  expect(textRefusals({})).toEqual([]);
  expect(textAccount({})).toBeNull();
});

test("with some of them the process is told which are missing", () => {
  const { TWILIO_AUTH_TOKEN: _token, ...rest } = all;
  expect(textRefusals(rest).map(({ name }) => name)).toEqual(["TWILIO_AUTH_TOKEN"]);
  expect(textRefusals({ TWILIO_FROM: all.TWILIO_FROM }).map(({ name }) => name)).toEqual([
    "TWILIO_ACCOUNT_SID",
    "TWILIO_AUTH_TOKEN",
  ]);
});
