import { mostVisitsNamed, type recordStanding as contract } from "@quietroom/contracts/records";
import type { InputOf, OutputOf } from "@quietroom/contracts/wire";
import { keptUntil } from "@quietroom/domain/records";
import { localDate } from "@quietroom/domain/time";
import { defineVerb } from "../define-verb.ts";
import { found } from "../errors.ts";
import { fromInstantColumn } from "../instant-column.ts";
import { lastActivity } from "./last-activity.ts";
import { namesOfStaff } from "./list-kept.ts";
import { placesWaiting, visitsAhead } from "./still-expected.ts";

/**
 * How a client's record stands before somebody decides about it: until when it is kept at the least (COMP-02), the hold that keeps it
 * beyond that, and what must be settled before it can be removed. Of open records only: a removed one is `not_found` here and
 * stands among those that `listKept` shows.
 */
export const recordStanding = defineVerb<InputOf<typeof contract>, OutputOf<typeof contract>>({
  name: "records.standing",
  permission: "record:manage",
  isolation: "read committed",
  trace: "audited",
  async run({ tx, input, tenantId, now, audit }) {
    const { clientId } = input;
    audit({ action: "read", resource: "client", resourceId: clientId, clientId });
    const studio = found(await tx.tenant.findUnique({ where: { id: tenantId } }));
    const [row] = await tx.$queryRaw<{ lastActivityAt: Date }[]>`
      select ${lastActivity} as "lastActivityAt" from client c
      where c.tenant_id = ${tenantId}::uuid and c.id = ${clientId}::uuid`;
    const lastActivityAt = fromInstantColumn(found(row).lastActivityAt);
    const held = await tx.legalHold.findFirst({
      where: { tenantId, clientId, liftedAt: null },
      select: { id: true, placedAt: true, placedBy: true, reason: true },
    });
    const staff = await namesOfStaff(tx, tenantId, held ? [held.placedBy] : []);
    const ahead = visitsAhead({ tenantId, clientId, now });
    const next = await tx.appointment.findMany({
      where: ahead,
      select: { id: true, startsAt: true },
      orderBy: [{ startsAt: "asc" }, { id: "asc" }],
      take: mostVisitsNamed,
    });
    return {
      timeZone: studio.timeZone,
      locale: studio.locale,
      years: studio.recordYears,
      keptUntil: keptUntil({ lastActivityAt, yearsKept: studio.recordYears }),
      hold: held && {
        at: fromInstantColumn(held.placedAt),
        by: staff.get(held.placedBy) ?? "",
        reason: held.reason,
      },
      visitsAhead: await tx.appointment.count({ where: ahead }),
      nextVisits: next.map(({ id, startsAt }) => {
        const at = fromInstantColumn(startsAt);
        return { appointmentId: id, startsAt: at, date: localDate(at, studio.timeZone) };
      }),
      isWaiting: (await tx.waitlistEntry.count({ where: placesWaiting({ tenantId, clientId }) })) > 0,
    };
  },
});
