import { type AppointmentModel, Prisma, type Tx } from "@quietroom/db";
import {
  type AppointmentId,
  asId,
  type ClientId,
  type LocationId,
  type PractitionerId,
  type ResourceId,
  type SeriesId,
  type ServiceId,
} from "@quietroom/domain/ids";
import {
  type AppointmentStatus,
  cancellationRequest,
  type CancellationRequest,
  isExpired,
  type VisitMode,
} from "@quietroom/domain/scheduling";
import type { Instant, TimeZone } from "@quietroom/domain/time";
import { fromInstantColumn } from "../instant-column.ts";

type ActorKind = NonNullable<AppointmentModel["cancelledBy"]>;

/** An appointment as its row has it, in the words of the domain. */
export type AppointmentRow = {
  readonly id: AppointmentId;
  readonly status: AppointmentStatus;
  readonly practitionerId: PractitionerId;
  /** Who else holds it, whose time it takes as much. */
  readonly withPractitionerIds: readonly PractitionerId[];
  readonly locationId: LocationId;
  readonly roomId: ResourceId | null;
  readonly roomUntil: Instant | null;
  readonly preferredRoomId: ResourceId | null;
  readonly deviceId: ResourceId | null;
  readonly deviceUntil: Instant | null;
  readonly serviceId: ServiceId;
  readonly clientId: ClientId | null;
  readonly mode: VisitMode;
  readonly start: Instant;
  readonly end: Instant;
  readonly blockedFrom: Instant;
  readonly blockedUntil: Instant;
  readonly timeZone: TimeZone;
  /** Of the wall's clock at the start, in minutes east of UTC, by the rules of the zone when the start was written; null where nobody knows. */
  readonly utcOffsetMin: number | null;
  readonly zoneRules: string | null;
  readonly clientTimeZone: TimeZone | null;
  readonly expiresAt: Instant | null;
  /** A hold that ran out and whose time somebody else has taken since. */
  readonly superseded: boolean;
  readonly cancelDeadline: Instant | null;
  readonly priceMinor: number;
  readonly currency: string;
  readonly version: number;
  readonly versionedAt: Instant;
  /** When the client asked for it to be cancelled, too late to do it alone, and how; and when that was turned down. */
  readonly cancelAskedAt: Instant | null;
  readonly cancelAskedBy: ActorKind | null;
  readonly cancelRefusedAt: Instant | null;
  readonly requestExpiresAt: Instant | null;
  /** How often its client moved it by themselves. */
  readonly clientMoves: number;
  /** The series that it is a visit of (SCHED-15). */
  readonly seriesId: SeriesId | null;
  /** Of a group session: how many people it seats, and whether clients book it by themselves. */
  readonly capacity: number | null;
  readonly openOnline: boolean;
  /** Of a group session that is held for so many people or not at all: how many, how many hours before its start that is decided, and when it was. */
  readonly minimum: number | null;
  readonly minimumHours: number | null;
  readonly minimumJudgedAt: Instant | null;
  /** Of a seat in one: whose seat it is a visit's row like any other. */
  readonly groupSessionId: AppointmentId | null;
  readonly partySize: number | null;
};

/** A row that is more than a hold: somebody comes, and the cut-off stands. */
export type BookedRow = AppointmentRow & { readonly clientId: ClientId; readonly cancelDeadline: Instant };

/** The row behind an id, or null. For reading only: what is about to change is locked. */
export async function findAppointment(tx: Tx, tenantId: string, id: string): Promise<AppointmentRow | null> {
  const [row] = await tx.$queryRaw<RawRow[]>`
    select ${columns} from appointment where tenant_id = ${tenantId}::uuid and id = ${id}::uuid`;
  return row === undefined ? null : toAppointment(row);
}

/** The same, and nobody else changes it until this transaction ends. What is to be locked `before` it is a condition that is always true. */
export async function lockAppointment(
  tx: Tx,
  tenantId: string,
  id: string,
  before: Prisma.Sql = Prisma.sql`true`,
): Promise<AppointmentRow | null> {
  const [row] = await tx.$queryRaw<RawRow[]>`
    select ${columns} from appointment where tenant_id = ${tenantId}::uuid and id = ${id}::uuid and ${before} for update`;
  return row === undefined ? null : toAppointment(row);
}

/** True for everything but a hold and a group session, which has no client of its own; a constraint of the table vouches for the client and the cut-off. */
export function isBooked(row: AppointmentRow): row is BookedRow {
  return row.status !== "held" && row.clientId !== null && row.cancelDeadline !== null;
}

/** True for a hold that still keeps its time; at its deadline it does (ec-I3). */
export function holdStands(row: AppointmentRow, now: Instant): boolean {
  return row.status === "held" && !row.superseded && row.expiresAt !== null && !isExpired(row.expiresAt, now);
}

/** How the client's wish to cancel it late stands. */
export function cancellationRequestOf(
  row: Pick<AppointmentRow, "cancelAskedAt" | "cancelRefusedAt">,
): CancellationRequest {
  return cancellationRequest({ askedAt: row.cancelAskedAt, refusedAt: row.cancelRefusedAt });
}

const columns = Prisma.sql`
  id, status, mode, superseded, currency, version, practitioner_id as "practitionerId", with_practitioner_ids as "withPractitionerIds", location_id as "locationId",
  room_id as "roomId", room_until as "roomUntil", preferred_room_id as "preferredRoomId", device_id as "deviceId",
  device_until as "deviceUntil", service_id as "serviceId", client_id as "clientId", starts_at as "startsAt", ends_at as "endsAt",
  blocked_from as "blockedFrom", blocked_until as "blockedUntil", time_zone as "timeZone", utc_offset_min as "utcOffsetMin", zone_rules as "zoneRules",
  client_time_zone as "clientTimeZone", hold_expires_at as "holdExpiresAt", cancel_deadline as "cancelDeadline",
  price_minor as "priceMinor", updated_at as "updatedAt", cancel_asked_at as "cancelAskedAt",
  cancel_asked_by as "cancelAskedBy", cancel_refused_at as "cancelRefusedAt", request_expires_at as "requestExpiresAt",
  client_moves as "clientMoves", series_id as "seriesId", capacity, open_online as "openOnline",
  minimum, minimum_hours as "minimumHours", minimum_judged_at as "minimumJudgedAt", group_session_id as "groupSessionId", party_size as "partySize"`;

type RawRow = Pick<
  AppointmentModel,
  | "id"
  | "status"
  | "mode"
  | "superseded"
  | "currency"
  | "version"
  | "practitionerId"
  | "withPractitionerIds"
  | "locationId"
  | "roomId"
  | "roomUntil"
  | "preferredRoomId"
  | "deviceId"
  | "deviceUntil"
  | "serviceId"
  | "clientId"
  | "startsAt"
  | "endsAt"
  | "blockedFrom"
  | "blockedUntil"
  | "timeZone"
  | "utcOffsetMin"
  | "zoneRules"
  | "clientTimeZone"
  | "holdExpiresAt"
  | "cancelDeadline"
  | "priceMinor"
  | "updatedAt"
  | "cancelAskedAt"
  | "cancelAskedBy"
  | "cancelRefusedAt"
  | "requestExpiresAt"
  | "clientMoves"
  | "seriesId"
  | "capacity"
  | "openOnline"
  | "minimum"
  | "minimumHours"
  | "minimumJudgedAt"
  | "groupSessionId"
  | "partySize"
>;

function toAppointment(row: RawRow): AppointmentRow {
  return {
    id: asId(row.id),
    status: row.status,
    practitionerId: asId(row.practitionerId),
    withPractitionerIds: row.withPractitionerIds.map((id) => asId<PractitionerId>(id)),
    locationId: asId(row.locationId),
    roomId: row.roomId === null ? null : asId(row.roomId),
    roomUntil: row.roomUntil && fromInstantColumn(row.roomUntil),
    preferredRoomId: row.preferredRoomId === null ? null : asId(row.preferredRoomId),
    deviceId: row.deviceId === null ? null : asId(row.deviceId),
    deviceUntil: row.deviceUntil && fromInstantColumn(row.deviceUntil),
    serviceId: asId(row.serviceId),
    clientId: row.clientId === null ? null : asId(row.clientId),
    mode: row.mode,
    start: fromInstantColumn(row.startsAt),
    end: fromInstantColumn(row.endsAt),
    blockedFrom: fromInstantColumn(row.blockedFrom),
    blockedUntil: fromInstantColumn(row.blockedUntil),
    timeZone: row.timeZone,
    utcOffsetMin: row.utcOffsetMin,
    zoneRules: row.zoneRules,
    clientTimeZone: row.clientTimeZone,
    expiresAt: row.holdExpiresAt && fromInstantColumn(row.holdExpiresAt),
    superseded: row.superseded,
    cancelDeadline: row.cancelDeadline && fromInstantColumn(row.cancelDeadline),
    priceMinor: row.priceMinor,
    currency: row.currency,
    version: row.version,
    versionedAt: fromInstantColumn(row.updatedAt),
    cancelAskedAt: row.cancelAskedAt && fromInstantColumn(row.cancelAskedAt),
    cancelAskedBy: row.cancelAskedBy,
    cancelRefusedAt: row.cancelRefusedAt && fromInstantColumn(row.cancelRefusedAt),
    requestExpiresAt: row.requestExpiresAt && fromInstantColumn(row.requestExpiresAt),
    clientMoves: row.clientMoves,
    seriesId: row.seriesId === null ? null : asId(row.seriesId),
    capacity: row.capacity,
    openOnline: row.openOnline,
    minimum: row.minimum,
    minimumHours: row.minimumHours,
    minimumJudgedAt: row.minimumJudgedAt && fromInstantColumn(row.minimumJudgedAt),
    groupSessionId: row.groupSessionId === null ? null : asId(row.groupSessionId),
    partySize: row.partySize,
  };
}
