import { expect, test } from "vitest";
import { hoursText, readRules } from "./read-rules.ts";

test("hours are read back as the minutes that they stand for, whatever those are", () => {
  for (let minutes = 0; minutes <= 43_200; minutes += 7) {
    const form = new FormData();
    form.set("minNoticeMin", hoursText(minutes));
    expect(readRules(form, { version: 3 })).toMatchObject({ version: 3, minNoticeMin: minutes });
  }
  expect(hoursText(1440)).toBe("24");
  expect(hoursText(90)).toBe("1.5");
});

test("nothing typed is nothing, and the lines of the policy are the studio's own", () => {
  const form = new FormData();
  form.set("horizonDays", " ");
  form.set("cancellationPolicy", "Call us.\r\nLater it costs half.");
  expect(readRules(form, { version: 1 })).toMatchObject({
    minNoticeMin: null,
    horizonDays: null,
    clientMoveLimit: null,
    cancellationPolicy: "Call us.\nLater it costs half.",
  });
});

test("BOOK-07 new visitors are asked for their address when that was chosen, and only then", () => {
  const form = new FormData();
  expect(readRules(form, { version: 1 })).toMatchObject({ confirmEmails: false });
  form.set("confirmEmails", "asked");
  expect(readRules(form, { version: 1 })).toMatchObject({ confirmEmails: true });
});
