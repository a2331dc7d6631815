import type { AppointmentModel, NotificationModel, Tx } from "@quietroom/db";
import { decideVisitNotice } from "@quietroom/domain/scheduling";
import { type Instant, type Interval, interval } from "@quietroom/domain/time";
import { namesOfPeople } from "../held-by.ts";
import { fromInstantColumn } from "../instant-column.ts";
import { readKind } from "./message-kind.ts";
import type { Meeting } from "./message-facts.ts";

/** One of the visits that a message lists. */
export type ToldVisit = Meeting & {
  readonly appointment: AppointmentModel;
  readonly overlap: Interval | null;
};

/**
 * The visits that a message tells of together, soonest first, of which what it says is still true at `now` (NOTIF-03); null when it is about
 * one visit alone.
 */
export async function loadToldTogether(
  tx: Tx,
  notification: NotificationModel,
  now: Instant,
): Promise<readonly ToldVisit[] | null> {
  const { tenantId, id: togetherWith } = notification;
  const kind = readKind(notification.kind);
  if (kind !== "confirmation" && kind !== "rescheduled" && kind !== "cancelled") return null;
  const others = await tx.notification.findMany({ where: { tenantId, togetherWith } });
  if (others.length === 0) return null;
  const rows = [notification, ...others];
  const ids = rows.flatMap(({ appointmentId }) => appointmentId ?? []);
  const versions = new Map<string | null, number>();
  for (const row of await tx.notification.findMany({
    where: { tenantId, kind: notification.kind, appointmentId: { in: ids } },
    select: { appointmentId: true, appointmentVersion: true },
  }))
    versions.set(
      row.appointmentId,
      Math.max(row.appointmentVersion ?? 0, versions.get(row.appointmentId) ?? 0),
    );
  const appointments = byId(await tx.appointment.findMany({ where: { tenantId, id: { in: ids } } }));
  const values = [...appointments.values()];
  const names = new Map<string, string>();
  for (const visit of values) names.set(visit.id, await namesOfPeople(tx, tenantId, visit));
  const locations = byId(
    await tx.location.findMany({
      where: { tenantId, id: { in: values.map(({ locationId }) => locationId) } },
    }),
  );
  return rows
    .flatMap((row): ToldVisit[] => {
      const appointment = appointments.get(row.appointmentId ?? "");
      const practitionerName = names.get(appointment?.id ?? "");
      const location = locations.get(appointment?.locationId ?? "");
      if (appointment === undefined || practitionerName === undefined || location === undefined) return [];
      const isNewest = (versions.get(row.appointmentId) ?? 0) <= (row.appointmentVersion ?? 0);
      const told = decideVisitNotice({
        kind,
        status: appointment.status,
        visit: interval(fromInstantColumn(appointment.startsAt), fromInstantColumn(appointment.endsAt)),
        overtaken: isNewest ? "by_nothing" : "by_a_newer_one",
        now,
      });
      return told.ok ? [{ appointment, practitionerName, location, overlap: overlapOf(row) }] : [];
    })
    .toSorted((a, b) => a.appointment.startsAt.getTime() - b.appointment.startsAt.getTime());
}

/** As it stood when the message was planned: every repeat says the same words. */
function overlapOf({ overlapStartsAt, overlapEndsAt }: NotificationModel): Interval | null {
  if (overlapStartsAt === null || overlapEndsAt === null) return null;
  return interval(fromInstantColumn(overlapStartsAt), fromInstantColumn(overlapEndsAt));
}

function byId<Row extends { readonly id: string }>(rows: readonly Row[]): ReadonlyMap<string, Row> {
  return new Map(rows.map((row) => [row.id, row]));
}
