import type { listAffectedVisits as contract } from "@quietroom/contracts/affected-visits";
import type { InputOf, OutputOf } from "@quietroom/contracts/wire";
import { reaches } from "@quietroom/domain/access";
import { addDays, localDate } from "@quietroom/domain/time";
import { namesOfClients } from "../clients/index.ts";
import { defineVerb } from "../define-verb.ts";
import { AppError, found } from "../errors.ts";
import { affectedVisits, freeColleagues, otherTimes } from "./affected-visits.ts";
import { findAppointment } from "./rows.ts";

type Input = InputOf<typeof contract>;
type Output = OutputOf<typeof contract>;

/** So many visits are listed with who is free for each; as they are dealt with, others follow. */
const listed = 25;

/** As far ahead as anything is booked, and further. */
const openEndDays = 36_500;

/**
 * What is booked with a practitioner on these dates, each with who could take it and the free times nearest to it, for a person to reassign,
 * move or cancel (SCHED-30). Colleagues are named to whoever could give the visit to them. Throws `not_found` for a
 * practitioner whose visits are not the actor's to manage.
 */
export const listAffectedVisits = defineVerb<Input, Output>({
  name: "scheduling.list_affected_visits",
  permission: "appointment:manage",
  isolation: "read committed",
  trace: "audited",
  async run({ tx, input, tenantId, actor, now, audit }) {
    const { practitionerId, firstDate, part } = input;
    const key = { where: { tenantId_id: { tenantId, id: practitionerId } } };
    const person = await tx.practitioner.findUnique({ ...key, select: { id: true, displayName: true } });
    if (person === null || !reaches(actor, "appointment:manage", practitionerId)) {
      audit({ action: "attempt", resource: "practitioner", resourceId: practitionerId });
      throw new AppError("not_found");
    }
    const studio = found(await tx.tenant.findUnique({ where: { id: tenantId }, select: { timeZone: true } }));
    const dates = { firstDate, lastDate: input.lastDate ?? addDays(firstDate, openEndDays), part };
    const all = await affectedVisits(tx, { tenantId, practitionerId, now }, dates);
    const shown = all.slice(0, listed);
    const clientIds = [...new Set(shown.flatMap(({ clientId }) => clientId ?? []))];
    const names = await namesOfClients(tx, tenantId, clientIds);
    audit({
      action: "read",
      resource: "appointment",
      resourceId: null,
      detail: { practitionerId, firstDate, lastDate: input.lastDate, clientIds },
    });
    const visits: Output["visits"] = [];
    for (const { id, clientId, capacity, openOnline, zone, ...visit } of shown) {
      const row = visit.status === "requested" ? null : await findAppointment(tx, tenantId, id);
      const ask = { tenantId, now };
      const free = row === null ? [] : await freeColleagues(tx, ask, row, zone);
      const mayHave = (colleague: string) => reaches(actor, "appointment:manage", colleague);
      visits.push({
        ...visit,
        appointmentId: id,
        clientName: clientId === null ? null : (names.get(clientId) ?? ""),
        date: localDate(visit.startsAt, studio.timeZone),
        group: capacity === null ? null : { capacity, openOnline },
        free: free.filter(({ id: colleague }) => mayHave(colleague)),
        times:
          row === null || capacity !== null
            ? []
            : await otherTimes(tx, ask, row, { away: dates, zone, mayHave }),
      });
    }
    return { practitioner: person, visits, visitCount: all.length };
  },
});
