import { type AppointmentModel, Prisma, type Tx } from "@quietroom/db";
import {
  type AppointmentId,
  asId,
  type ClientId,
  type LocationId,
  type PractitionerId,
  type RoomId,
  type ServiceId,
} from "@quietroom/domain/ids";
import { type AppointmentStatus, isExpired, type VisitMode } from "@quietroom/domain/scheduling";
import type { Instant, TimeZone } from "@quietroom/domain/time";
import { fromInstantColumn } from "../instant-column.ts";

/** An appointment as its row has it, in the words of the domain. */
export type AppointmentRow = {
  readonly id: AppointmentId;
  readonly status: AppointmentStatus;
  readonly practitionerId: PractitionerId;
  readonly locationId: LocationId;
  readonly roomId: RoomId | null;
  readonly serviceId: ServiceId;
  readonly clientId: ClientId | null;
  readonly mode: VisitMode;
  readonly start: Instant;
  readonly end: Instant;
  readonly blockedFrom: Instant;
  readonly blockedUntil: Instant;
  readonly timeZone: TimeZone;
  readonly clientTimeZone: TimeZone | null;
  readonly expiresAt: Instant | null;
  /** A hold that ran out and whose time somebody else has taken since. */
  readonly superseded: boolean;
  readonly cancelDeadline: Instant | null;
  readonly priceMinor: number;
  readonly currency: string;
  readonly version: number;
  readonly versionedAt: Instant;
};

/** A row that is more than a hold: somebody comes, and the cut-off stands. */
export type BookedRow = AppointmentRow & { readonly clientId: ClientId; readonly cancelDeadline: Instant };

/** The row behind an id, or null. For reading only: what is about to change is locked. */
export async function findAppointment(tx: Tx, tenantId: string, id: string): Promise<AppointmentRow | null> {
  const [row] = await tx.$queryRaw<RawRow[]>`
    select ${columns} from appointment where tenant_id = ${tenantId}::uuid and id = ${id}::uuid`;
  return row === undefined ? null : toAppointment(row);
}

/** The same, and nobody else changes it until this transaction ends. */
export async function lockAppointment(tx: Tx, tenantId: string, id: string): Promise<AppointmentRow | null> {
  const [row] = await tx.$queryRaw<RawRow[]>`
    select ${columns} from appointment where tenant_id = ${tenantId}::uuid and id = ${id}::uuid for update`;
  return row === undefined ? null : toAppointment(row);
}

/** True for everything but a hold; a constraint of the table vouches for the client and the cut-off. */
export function isBooked(row: AppointmentRow): row is BookedRow {
  return row.status !== "held" && row.clientId !== null && row.cancelDeadline !== null;
}

/** True for a hold that still keeps its time; at its deadline it does (ec-I3). */
export function holdStands(row: AppointmentRow, now: Instant): boolean {
  return row.status === "held" && !row.superseded && row.expiresAt !== null && !isExpired(row.expiresAt, now);
}

const columns = Prisma.sql`
  id, status, mode, superseded, currency, version, practitioner_id as "practitionerId", location_id as "locationId",
  room_id as "roomId", service_id as "serviceId", client_id as "clientId", starts_at as "startsAt", ends_at as "endsAt",
  blocked_from as "blockedFrom", blocked_until as "blockedUntil", time_zone as "timeZone",
  client_time_zone as "clientTimeZone", hold_expires_at as "holdExpiresAt", cancel_deadline as "cancelDeadline",
  price_minor as "priceMinor", updated_at as "updatedAt"`;

type RawRow = Pick<
  AppointmentModel,
  | "id"
  | "status"
  | "mode"
  | "superseded"
  | "currency"
  | "version"
  | "practitionerId"
  | "locationId"
  | "roomId"
  | "serviceId"
  | "clientId"
  | "startsAt"
  | "endsAt"
  | "blockedFrom"
  | "blockedUntil"
  | "timeZone"
  | "clientTimeZone"
  | "holdExpiresAt"
  | "cancelDeadline"
  | "priceMinor"
  | "updatedAt"
>;

function toAppointment(row: RawRow): AppointmentRow {
  return {
    id: asId(row.id),
    status: row.status,
    practitionerId: asId(row.practitionerId),
    locationId: asId(row.locationId),
    roomId: row.roomId === null ? null : asId(row.roomId),
    serviceId: asId(row.serviceId),
    clientId: row.clientId === null ? null : asId(row.clientId),
    mode: row.mode,
    start: fromInstantColumn(row.startsAt),
    end: fromInstantColumn(row.endsAt),
    blockedFrom: fromInstantColumn(row.blockedFrom),
    blockedUntil: fromInstantColumn(row.blockedUntil),
    timeZone: row.timeZone,
    clientTimeZone: row.clientTimeZone,
    expiresAt: row.holdExpiresAt && fromInstantColumn(row.holdExpiresAt),
    superseded: row.superseded,
    cancelDeadline: row.cancelDeadline && fromInstantColumn(row.cancelDeadline),
    priceMinor: row.priceMinor,
    currency: row.currency,
    version: row.version,
    versionedAt: fromInstantColumn(row.updatedAt),
  };
}
