import type { groupRoster as contract } from "@quietroom/contracts/groups";
import type { InputOf, OutputOf } from "@quietroom/contracts/wire";
import { Prisma } from "@quietroom/db";
import { reaches, reachesAny } from "@quietroom/domain/access";
import { wasMissed } from "@quietroom/domain/scheduling";
import { namesOfClients } from "../clients/index.ts";
import { defineVerb } from "../define-verb.ts";
import { AppError, found } from "../errors.ts";
import { peopleOf } from "../held-by.ts";
import { fromInstantColumn, toInstantColumn } from "../instant-column.ts";
import { makeUpsOf, staffNoteOf } from "../scheduling/index.ts";
import { screeningsOf } from "../screening.ts";
import { sessionRows } from "./session-rows.ts";

/**
 * Who comes to a group session, in the order in which they booked, cancelled seats last; and who could take it over. The audit names each
 * client who was shown (AUD-03). Throws `not_found` for a session that is not there or is out of the asker's reach (TEN-07).
 */
export const groupRoster = defineVerb<InputOf<typeof contract>, OutputOf<typeof contract>>({
  name: "groups.roster",
  permission: "calendar:view",
  isolation: "read committed",
  trace: "audited",
  async run({ tx, input, now, tenantId, actor, audit }) {
    const { groupSessionId } = input;
    audit({ action: "read", resource: "appointment", resourceId: groupSessionId });
    const studio = found(await tx.tenant.findUnique({ where: { id: tenantId }, select: { timeZone: true } }));
    const ask = { tenantId, now, actor, zone: studio.timeZone };
    const [session] = await sessionRows(tx, ask, Prisma.sql`a.id = ${groupSessionId}::uuid`);
    if (session === undefined || !reachesAny(actor, "calendar:view", peopleOf(session)))
      throw new AppError("not_found");
    const seats = await tx.appointment.findMany({
      where: {
        tenantId,
        groupSessionId,
        OR: [{ status: { not: "held" } }, { holdExpiresAt: { gte: toInstantColumn(now) } }],
      },
      select: {
        id: true,
        version: true,
        status: true,
        clientId: true,
        partySize: true,
        cancelledAt: true,
        makesUpFor: true,
        requestEnded: true,
        staffNote: true,
        staffNoteVersion: true,
      },
      orderBy: { id: "asc" },
    });
    const names = await namesOfClients(
      tx,
      tenantId,
      seats.map(({ clientId }) => clientId),
    );
    audit({
      action: "read",
      resource: "appointment",
      resourceId: groupSessionId,
      detail: { clientIds: [...names.keys()] },
    });
    // Those who lead it stay to be chosen, whoever may choose others.
    const leading = peopleOf(session);
    const facilitators = await tx.practitioner.findMany({
      where: {
        tenantId,
        OR: [
          { active: true, services: { some: { tenantId, serviceId: session.serviceId } } },
          { id: { in: [...leading] } },
        ],
      },
      select: { id: true, displayName: true },
      orderBy: [{ position: "asc" }, { id: "asc" }],
    });
    const rooms = await tx.resource.findMany({
      where: { tenantId, locationId: session.locationId, kind: "room", active: true },
      select: { id: true, name: true },
      orderBy: [{ name: "asc" }, { id: "asc" }],
    });
    // How somebody stands with a group's screening, and what staff noted about them, is for those who manage its session.
    const manages = reachesAny(actor, "appointment:manage", peopleOf(session));
    const { serviceId } = session;
    const members = seats.flatMap(({ clientId }) =>
      clientId === null || !manages ? [] : [{ clientId, serviceId }],
    );
    const screeningOf = await screeningsOf(tx, tenantId, members);
    const makeUpOf = await makeUpsOf(tx, { tenantId, actor }, seats);
    const calledOff = found(
      await tx.appointment.findUnique({
        where: { tenantId_id: { tenantId, id: groupSessionId } },
        select: { id: true, status: true, cancelledAt: true },
      }),
    );
    const gone = (status: string) => (status === "cancelled" ? 1 : 0);
    return {
      session,
      seats: seats
        .toSorted((one, other) => gone(one.status) - gone(other.status))
        .map((seat) => {
          const { id, version, status, clientId, partySize } = seat;
          const { isMadeUp, ...makeUps } = makeUpOf(seat);
          return {
            appointmentId: id,
            version,
            status,
            clientId,
            clientName: clientId === null ? null : (names.get(clientId) ?? null),
            partySize: found(partySize),
            ...makeUps,
            canMakeUp: manages && !isMadeUp && wasMissed(ended(seat), ended(calledOff)),
            staffNote: manages ? staffNoteOf(seat) : null,
            screening: clientId === null || !manages ? null : screeningOf({ clientId, serviceId }),
          };
        }),
      facilitators: facilitators.filter(
        ({ id }) => leading.includes(id) || reaches(actor, "appointment:manage", id),
      ),
      rooms: session.mode === "in_person" ? rooms : [],
    };
  },
});

function ended<Row extends { readonly cancelledAt: Date | null }>(row: Row) {
  return { ...row, cancelledAt: row.cancelledAt && fromInstantColumn(row.cancelledAt) };
}
