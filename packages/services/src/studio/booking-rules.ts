import type {
  saveBookingRules as saveContract,
  viewBookingRules as viewContract,
} from "@quietroom/contracts/booking-rules";
import type { InputOf, OutputOf } from "@quietroom/contracts/wire";
import { ok, refuse } from "@quietroom/domain/result";
import { isOtherPolicy } from "@quietroom/domain/scheduling";
import { defineVerb } from "../define-verb.ts";
import { found } from "../errors.ts";

/** When clients can book, what they may do by themselves, and how long the studio takes to answer them (BOOK-06). */
export const viewBookingRules = defineVerb<object, OutputOf<typeof viewContract>>({
  name: "studio.view_booking_rules",
  permission: "studio:manage",
  isolation: "read committed",
  trace: "public",
  async run({ tx, tenantId }) {
    const rules = {
      minNoticeMin: true,
      minNoticeDays: true,
      horizonDays: true,
      cancellationWindowMin: true,
      cancellationPolicy: true,
      requestAnswerHours: true,
      requestLeadMin: true,
      clientMoveLimit: true,
      clientVisitLimit: true,
      noShowLimit: true,
      noShowMonths: true,
      ownOverlaps: true,
      bufferSum: true,
      minutesOverMidnight: true,
      buffersInHours: true,
      confirmEmails: true,
      undoCancelMin: true,
      offerQuietRule: true,
      rulesVersion: true,
    } as const;
    const row = found(await tx.tenant.findUnique({ where: { id: tenantId }, select: rules }));
    const { rulesVersion: version, ...set } = row;
    const ownOverlaps = row.ownOverlaps === "refuse" ? "refuse" : "warn";
    return {
      ...set,
      ownOverlaps,
      bufferSum: row.bufferSum === "max" ? "max" : "sum",
      minutesOverMidnight: row.minutesOverMidnight === "split" ? "split" : "start",
      version,
    };
  },
});

/**
 * Sets them, all at once, as they were loaded at `version`; what is booked stays as it is, and a request that was sent keeps the time it was
 * given. Another cancellation window or other words of the policy are another version of it: visits booked from now on are under that one,
 * and those of before keep their cut-off and their words (ec-J1, ec-J3).
 */
export const saveBookingRules = defineVerb<InputOf<typeof saveContract>, OutputOf<typeof saveContract>>({
  name: "studio.save_booking_rules",
  permission: "studio:manage",
  isolation: "read committed",
  trace: "audited",
  async run({ tx, input, tenantId, audit }) {
    const { version, ...rules } = input;
    const { cancellationPolicy: words, cancellationWindowMin: windowMin, ...plain } = rules;
    const before = found(await tx.tenant.findUnique({ where: { id: tenantId } }));
    const isOther = isOtherPolicy(before, rules);
    const policyVersion = isOther ? before.policyVersion + 1 : before.policyVersion;
    const detail = { ...plain, cancellationWindowMin: windowMin, policyVersion };
    audit({ action: "update", resource: "booking_rules", resourceId: tenantId, detail });
    const saved = await tx.tenant.updateMany({
      where: { id: tenantId, rulesVersion: version },
      data: { ...rules, policyVersion, rulesVersion: { increment: 1 } },
    });
    if (saved.count === 0) return refuse({ code: "changed_meanwhile" });
    if (isOther)
      await tx.cancellationPolicy.create({ data: { tenantId, version: policyVersion, words, windowMin } });
    return ok({ ...rules, version: version + 1 });
  },
});
