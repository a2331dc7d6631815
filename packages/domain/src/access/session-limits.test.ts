import { expect, test } from "vitest";
import { hourMs, instant, minuteMs, plus } from "../time/instant.ts";
import { idleEnd } from "./session-limits.ts";

const nine = instant(1_805_187_600_000);

test("AUTH-30 a session ends fifteen minutes after the last act, and never later than eight hours after it began", () => {
  const expiresAt = plus(nine, 8 * hourMs);
  expect(idleEnd({ lastActiveAt: nine, expiresAt })).toBe(plus(nine, 15 * minuteMs));
  const late = plus(expiresAt, -10 * minuteMs);
  expect(idleEnd({ lastActiveAt: late, expiresAt })).toBe(expiresAt);
});
