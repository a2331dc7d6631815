import type { Tx } from "@quietroom/db";
import {
  asId,
  type LocationId,
  type PractitionerId,
  type RoomId,
  type ServiceId,
} from "@quietroom/domain/ids";
import type {
  Booker,
  Closure,
  DateOverride,
  Hours,
  ServiceRules,
  VisitMode,
  WeeklyHours,
} from "@quietroom/domain/scheduling";
import { asWeekday, type LocalDate, type TimeZone } from "@quietroom/domain/time";

/** What somebody wants: which service, with whom (null: anyone who gives it), how and where. */
export type Choice = {
  readonly serviceId: ServiceId;
  readonly practitionerId: PractitionerId | null;
  readonly mode: VisitMode;
  readonly locationId: LocationId;
};

/** Everything that decides about times except what is already taken: studio, service, place, people with their hours, rooms. */
export type Scene = {
  readonly choice: Choice;
  readonly studioOpen: boolean;
  readonly horizonDays: number;
  readonly cancellationWindowMin: number;
  readonly policyVersion: number;
  /** The place's zone: hours, dates and horizon are meant in it, whatever the mode. */
  readonly zone: TimeZone;
  /** When the place is closed for visits of this mode; part of every practitioner's hours as well. */
  readonly closures: readonly Closure[];
  readonly service: ServiceRules;
  readonly priceMinor: number;
  readonly currency: string;
  /** Whether the service can be had at all: active, in this mode, at a place in use and, for a client, online. */
  readonly offered: boolean;
  readonly practitioners: readonly (Hours & { readonly id: PractitionerId })[];
  /** The pool of which one must be free; null when the visit needs no room. */
  readonly roomIds: readonly RoomId[] | null;
};

export type SceneAsk = {
  readonly tenantId: string;
  readonly choice: Choice;
  /** Overrides and closures are loaded for these dates and a few around them. */
  readonly from: LocalDate;
  readonly until: LocalDate;
  /** Staff may also give what is not bookable online. */
  readonly bookedBy: Booker;
};

/** Loads the scene of a choice in one round trip; null when the studio has no such service or place. */
export async function loadScene(tx: Tx, ask: SceneAsk): Promise<Scene | null> {
  const { tenantId, choice, bookedBy } = ask;
  const byStaff = bookedBy === "staff";
  const [row] = await tx.$queryRaw<SceneRow[]>`
    select t.status = 'active' as "studioOpen", t.min_notice_min as "minNoticeMin", t.horizon_days as "horizonDays",
      t.cancellation_window_min as "cancellationWindowMin", t.policy_version as "policyVersion",
      l.time_zone as "zone", s.duration_min as "durationMin", s.step_min as "stepMin",
      s.buffer_before_min as "bufferBeforeMin", s.buffer_after_min as "bufferAfterMin",
      s.price_minor as "priceMinor", s.currency, s.needs_room as "needsRoom",
      s.active and l.active and ${choice.mode}::visit_mode = any(s.modes) and (s.online_bookable or ${byStaff}) as "offered",
      (select coalesce(json_agg(json_build_array(c.first_date, c.last_date, c.start_time, c.end_time)), '[]') from closure c
        where c.tenant_id = t.id and (c.location_id is null or c.location_id = l.id)
          and (c.telehealth = 'closed' or ${choice.mode}::visit_mode = 'in_person')
          and c.last_date >= ${ask.from}::date - 4 and c.first_date <= ${ask.until}::date + 4) as "closures",
      (select coalesce(json_agg(r.id order by r.name, r.id), '[]') from room r
        where r.tenant_id = t.id and r.location_id = l.id and r.active) as "roomIds",
      (select coalesce(json_agg(json_build_object(
          'id', p.id,
          'weekly', (select coalesce(json_agg(json_build_array(
              w.weekday, w.start_time, w.end_time, w.effective_from, w.effective_until)), '[]')
            from weekly_hours w
            where w.tenant_id = t.id and w.practitioner_id = p.id and w.location_id = l.id),
          'overrides', (select coalesce(json_agg(json_build_array(
              o.local_date, case when o.location_id = l.id then o.blocks else '[]' end)), '[]')
            from date_override o
            where o.tenant_id = t.id and o.practitioner_id = p.id
              and o.local_date between ${ask.from}::date - 4 and ${ask.until}::date + 4)
          ) order by p.position, p.id), '[]')
        from practitioner_service ps join practitioner p on p.tenant_id = ps.tenant_id and p.id = ps.practitioner_id
        where ps.tenant_id = t.id and ps.service_id = s.id and p.active and (p.online_bookable or ${byStaff})
          and (${choice.practitionerId}::uuid is null or p.id = ${choice.practitionerId}::uuid)) as "practitioners"
    from tenant t
      join service s on s.tenant_id = t.id and s.id = ${choice.serviceId}::uuid
      join location l on l.tenant_id = t.id and l.id = ${choice.locationId}::uuid
    where t.id = ${tenantId}::uuid`;
  return row === undefined ? null : toScene(row, choice);
}

type SceneRow = Omit<Scene, "choice" | "closures" | "service" | "practitioners" | "roomIds"> &
  ServiceRules & {
    readonly needsRoom: boolean;
    readonly closures: readonly ClosureRow[];
    readonly roomIds: readonly string[];
    readonly practitioners: readonly {
      readonly id: string;
      readonly weekly: readonly WeeklyRow[];
      readonly overrides: readonly (readonly [LocalDate, DateOverride["blocks"]])[];
    }[];
  };

function toScene(row: SceneRow, choice: Choice): Scene {
  const { durationMin, stepMin, bufferBeforeMin, bufferAfterMin, minNoticeMin, needsRoom, ...scene } = row;
  const closures = row.closures.map(toClosure);
  return {
    ...scene,
    choice,
    closures,
    service: { durationMin, stepMin, bufferBeforeMin, bufferAfterMin, minNoticeMin },
    practitioners: row.practitioners.map(({ id, weekly, overrides }) => ({
      id: asId(id),
      zone: row.zone,
      weekly: weekly.map(toWeeklyHours),
      overrides: overrides.map(([date, blocks]) => ({ date, blocks })),
      closures,
    })),
    roomIds: needsRoom && choice.mode === "in_person" ? row.roomIds.map((id) => asId<RoomId>(id)) : null,
  };
}

/** A row of weekly hours as the database's JSON has it. */
export type WeeklyRow = readonly [
  weekday: number,
  start: string,
  end: string,
  from: LocalDate | null,
  until: LocalDate | null,
];

export function toWeeklyHours([weekday, start, end, effectiveFrom, effectiveUntil]: WeeklyRow): WeeklyHours {
  return { weekday: asWeekday(weekday), start, end, effectiveFrom, effectiveUntil };
}

/** A row of closures as the database's JSON has it. */
export type ClosureRow = readonly [
  firstDate: LocalDate,
  lastDate: LocalDate,
  start: string | null,
  end: string | null,
];

export function toClosure([firstDate, lastDate, start, end]: ClosureRow): Closure {
  return { firstDate, lastDate, part: start === null || end === null ? null : [start, end] };
}
