import { expect, test } from "vitest";
import { instant, minuteMs, plus } from "../time/instant.ts";
import { bookingCodeTries, decideBookingCode } from "./booking-code.ts";

const now = instant(1_805_187_600_000);
const asked = (minutesAgo: number, wrongTries = 0) => ({
  askedAt: plus(now, -minutesAgo * minuteMs),
  wrongTries,
});

test("BOOK-07 the right code proves an address for a quarter of an hour, to the moment", () => {
  expect(decideBookingCode({ given: "right", asked: asked(14), now })).toEqual({ ok: true, value: null });
  const last = { askedAt: plus(now, -15 * minuteMs + 1), wrongTries: 0 };
  expect(decideBookingCode({ given: "right", asked: last, now })).toMatchObject({ ok: true });
  expect(decideBookingCode({ given: "right", asked: asked(15), now })).toEqual({
    ok: false,
    refusal: "code_expired",
  });
});

test("BOOK-07 without a code nothing is proven, whatever was asked for before", () => {
  for (const each of [null, asked(1), asked(60)])
    expect(decideBookingCode({ given: "none", asked: each, now })).toEqual({
      ok: false,
      refusal: "email_unproven",
    });
});

test("BOOK-07 a wrong code is wrong five times; then even the right one is over", () => {
  for (let wrongTries = 0; wrongTries < bookingCodeTries; wrongTries += 1) {
    expect(decideBookingCode({ given: "wrong", asked: asked(1, wrongTries), now })).toEqual({
      ok: false,
      refusal: "wrong_code",
    });
    expect(decideBookingCode({ given: "right", asked: asked(1, wrongTries), now })).toMatchObject({
      ok: true,
    });
  }
  for (const given of ["right", "wrong"] as const)
    expect(decideBookingCode({ given, asked: asked(1, bookingCodeTries), now })).toEqual({
      ok: false,
      refusal: "code_expired",
    });
});

test("BOOK-07 a code for a hold that none was asked for is over, not wrong: another one helps", () => {
  expect(decideBookingCode({ given: "wrong", asked: null, now })).toEqual({
    ok: false,
    refusal: "code_expired",
  });
});
