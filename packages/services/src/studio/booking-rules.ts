import type {
  saveBookingRules as saveContract,
  viewBookingRules as viewContract,
} from "@quietroom/contracts/booking-rules";
import type { InputOf, OutputOf } from "@quietroom/contracts/wire";
import { ok } from "@quietroom/domain/result";
import { defineVerb } from "../define-verb.ts";
import { found } from "../errors.ts";

/** What clients may do by themselves, and how long the studio takes to answer them (BOOK-06). */
export const viewBookingRules = defineVerb<object, OutputOf<typeof viewContract>>({
  name: "studio.view_booking_rules",
  permission: "studio:manage",
  isolation: "read committed",
  trace: "public",
  async run({ tx, tenantId }) {
    const rules = {
      requestAnswerHours: true,
      requestLeadMin: true,
      clientMoveLimit: true,
      clientVisitLimit: true,
      ownOverlaps: true,
    } as const;
    const row = found(await tx.tenant.findUnique({ where: { id: tenantId }, select: rules }));
    return { ...row, ownOverlaps: row.ownOverlaps === "refuse" ? "refuse" : "warn" };
  },
});

/** Sets them, all at once. What is booked stays as it is; a request that was sent keeps the time it was given. */
export const saveBookingRules = defineVerb<InputOf<typeof saveContract>, OutputOf<typeof saveContract>>({
  name: "studio.save_booking_rules",
  permission: "studio:manage",
  isolation: "read committed",
  trace: "audited",
  async run({ tx, input, tenantId, audit }) {
    audit({ action: "update", resource: "booking_rules", resourceId: tenantId, detail: { ...input } });
    await tx.tenant.update({ where: { id: tenantId }, data: input, select: { id: true } });
    return ok(input);
  },
});
