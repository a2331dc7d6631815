import { expect, test } from "vitest";
import { hourMs, instant, minuteMs, plus } from "../time/instant.ts";
import {
  type BreakGlass,
  breakGlassStands,
  decideBreakGlass,
  decideGlassReview,
  longestGlassMs,
  reviewOverdue,
} from "./break-glass.ts";
import type { Actor } from "./policies.ts";
import { type StaffRole, staffRoles } from "./roles.ts";

const now = instant(1_805_205_900_000); // 2027-03-16T14:05Z
const staff = (role: StaffRole, staffUserId = "ada"): Actor => ({
  kind: "staff",
  tenantId: "t",
  staffUserId,
  sessionId: "s",
  roles: [role],
  practitionerId: null,
});
const ask = {
  clientId: "sam",
  reason: "Crisis line called",
  lastsMs: hourMs,
  secondFactorAt: plus(now, -minuteMs),
};
const glass: BreakGlass = {
  staffUserId: "ada",
  clientId: "sam",
  startsAt: now,
  endsAt: plus(now, hourMs),
  reviewBy: plus(now, 48 * hourMs),
  reviewedAt: null,
};
const refusal = (code: string) => ({ ok: false, refusal: code });

test("AUTH-59 an admin opens one chart for a while; owner and compliance are told, and a review is due within 48 hours", () => {
  expect(decideBreakGlass(staff("admin"), ask, now)).toEqual({
    ok: true,
    value: { glass, tell: ["admin", "compliance"] },
  });
});

test("AUTH-59 nobody but an admin breaks a glass, a client and our own jobs included", () => {
  for (const role of staffRoles.filter((one) => one !== "admin"))
    expect(decideBreakGlass(staff(role), ask, now)).toEqual(refusal("not_permitted"));
  const client: Actor = {
    kind: "client",
    tenantId: "t",
    clientId: "sam",
    clientAccountId: "a",
    sessionId: "s",
  };
  expect(decideBreakGlass(client, ask, now)).toEqual(refusal("not_permitted"));
  expect(decideBreakGlass({ kind: "system", tenantId: "t", reason: "x" }, ask, now)).toEqual(
    refusal("not_permitted"),
  );
});

test("AUTH-59 AUTH-21 it asks for a reason, a length of 24 hours at most, and a second factor of the last five minutes", () => {
  const decide = (more: object) => decideBreakGlass(staff("admin"), { ...ask, ...more }, now);
  expect(decide({ reason: " \n" })).toEqual(refusal("reason_needed"));
  expect(decide({ lastsMs: 0 })).toEqual(refusal("no_length"));
  expect(decide({ lastsMs: longestGlassMs })).toMatchObject({ ok: true });
  expect(decide({ lastsMs: longestGlassMs + 1 })).toEqual(refusal("too_long"));
  expect(decide({ secondFactorAt: null })).toEqual(refusal("second_factor_needed"));
  expect(decide({ secondFactorAt: plus(now, -5 * minuteMs + 1) })).toMatchObject({ ok: true });
  expect(decide({ secondFactorAt: plus(now, -5 * minuteMs) })).toEqual(refusal("second_factor_needed"));
  expect(decide({ secondFactorAt: plus(now, 1) })).toEqual(refusal("second_factor_needed"));
});

test("AUTH-59 it stands from its start to its end, for that person and that chart, and never beyond 24 hours whatever is written", () => {
  const about = { staffUserId: "ada", clientId: "sam" };
  const stands = (at: number, held = glass) => breakGlassStands(held, about, plus(now, at));
  expect([stands(-1), stands(0), stands(hourMs - 1), stands(hourMs)]).toEqual([false, true, true, false]);
  const forged = { ...glass, endsAt: plus(now, 100 * hourMs) };
  expect([stands(longestGlassMs - 1, forged), stands(longestGlassMs, forged)]).toEqual([true, false]);
  expect(breakGlassStands(glass, { ...about, staffUserId: "eve" }, now)).toBe(false);
  expect(breakGlassStands(glass, { ...about, clientId: "tom" }, now)).toBe(false);
});

test("AUTH-59 a review is overdue after 48 hours, and not once it is recorded", () => {
  const at = plus(now, 48 * hourMs);
  expect([reviewOverdue(glass, plus(at, -1)), reviewOverdue(glass, at)]).toEqual([false, true]);
  expect(reviewOverdue({ ...glass, reviewedAt: plus(now, hourMs) }, at)).toBe(false);
});

test("check 32 AUTH-59 nobody reviews their own breaking of a glass, and each is reviewed once", () => {
  expect(decideGlassReview(staff("admin"), glass)).toEqual(refusal("own_access"));
  expect(decideGlassReview(staff("admin", "eve"), glass)).toEqual({ ok: true, value: null });
  expect(decideGlassReview(staff("compliance", "cy"), glass)).toEqual({ ok: true, value: null });
  expect(decideGlassReview(staff("supervisor", "sue"), glass)).toEqual(refusal("not_permitted"));
  expect(decideGlassReview(staff("compliance", "cy"), { ...glass, reviewedAt: now })).toEqual(
    refusal("reviewed"),
  );
});
