import type { Tx } from "@quietroom/db";
import { asId, type LocationId, type PractitionerId, type ServiceId } from "@quietroom/domain/ids";
import {
  afterLastDay,
  type Booker,
  type BreakRule,
  businessHorizonDays,
  type Caps,
  chosenLength,
  type Closure,
  type Hours,
  type Licensed,
  hoursByMode,
  type MinutesOverMidnight,
  type OpeningHours,
  peopleWith,
  type OverrideKind,
  overridesAt,
  type PlacedOverride,
  type PlannedTravel,
  type ResourceFacts,
  type ServiceClients,
  type ServiceLength,
  type ServiceRules,
  type TravelFrom,
  type VisitMode,
  type WeeklyHours,
} from "@quietroom/domain/scheduling";
import {
  asWeekday,
  instant,
  type Interval,
  type LocalDate,
  localDate,
  type TimeZone,
  type Weekday,
  weekStartOf,
} from "@quietroom/domain/time";

/** What somebody wants: which service, with whom (null: anyone who gives it), how and where. Of a service that all who give it hold together it does not matter who was named. */
export type Choice = {
  readonly serviceId: ServiceId;
  readonly practitionerId: PractitionerId | null;
  /** Of a visit that is there, or a group session: who else holds it. Left out: as the service says. */
  readonly withPractitionerIds?: readonly PractitionerId[] | undefined;
  readonly mode: VisitMode;
  readonly locationId: LocationId;
  /** One of the lengths of the service, in minutes; left out: its usual one (ec-C3). */
  readonly durationMin?: number | undefined;
  /** Of a group session: how many people it seats, who all have to find room beside whoever leads it. */
  readonly seats?: number | undefined;
};

/** A room or a device that a service can be given in or with, before anybody has asked who has it when. */
export type PoolResource = Omit<ResourceFacts, "busy"> & {
  readonly name: string;
  readonly outOfService: Interval | null;
};

/** Everything that decides about times except what is already taken: studio, service, place, people with their hours, rooms, devices. */
export type Scene = {
  readonly choice: Choice;
  readonly studioOpen: boolean;
  readonly horizonDays: number;
  /** Whether notice and horizon are the service's own, or the studio's. */
  readonly ownNotice: boolean;
  readonly ownHorizon: boolean;
  readonly cancellationWindowMin: number;
  readonly policyVersion: number;
  /** Whether a visitor shows before they book that their email address is theirs (BOOK-07). */
  readonly confirmEmails: boolean;
  /** Whether a client's booking waits for the studio, and until when it then can be answered (BOOK-06). */
  readonly approval: "instant" | "request";
  /** Whether a seat of its groups always waits: whoever joins is screened first (SCHED-24). */
  readonly needsScreening: boolean;
  readonly answerHours: number;
  readonly leadMin: number;
  /** The place's zone: hours, dates and horizon are meant in it, whatever the mode. */
  readonly zone: TimeZone;
  /** When the place is closed for visits of this mode; part of every practitioner's hours as well. */
  readonly closures: readonly Closure[];
  readonly service: ServiceRules;
  /** Of the service, whoever gives it. */
  readonly caps: Caps;
  readonly newClients: ServiceClients;
  readonly weekStart: Weekday;
  readonly minutesOverMidnight: MinutesOverMidnight;
  readonly priceMinor: number;
  readonly currency: string;
  /** Whether the service can be had at all: active, in this mode, at a place in use and, for a client, online. */
  readonly offered: boolean;
  /** Whether somebody who supervises its practitioner has to be within reach. */
  readonly needsSupervisor: boolean;
  /** All of these practitioners come, the one who leads first; otherwise one of them. */
  readonly together: boolean;
  readonly practitioners: readonly (Hours &
    Licensed & {
      readonly id: PractitionerId;
      readonly caps: Caps;
      /** Minutes that they keep free for notes after each visit; of those who come together the most that any of them keeps. */
      readonly notesMin: number;
      /** Null: they do without breaks. */
      readonly breakRule: BreakRule | null;
    })[];
  /** How far the visit is from where others are held; null where all are held at one place. */
  readonly travel: TravelFrom | null;
  /** The rooms of which one must be free, those to try first at their head; null when the visit needs none. */
  readonly rooms: readonly PoolResource[] | null;
  /** The same of devices. */
  readonly devices: readonly PoolResource[] | null;
  /** What of the studio's words the service asks of a room and of a device. */
  readonly asks: { readonly room: readonly string[]; readonly device: readonly string[] };
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

/** How many people a room has to hold for it, those who lead it among them. */
function peopleIn({ seats, withPractitionerIds = [] }: Choice): number {
  return seats === undefined ? 1 : peopleWith(seats, 1 + withPractitionerIds.length);
}

/** Loads the scene of a choice in one round trip; null when the studio has no such service or place. */
export async function loadScene(tx: Tx, ask: SceneAsk): Promise<Scene | null> {
  const { tenantId, choice, bookedBy } = ask;
  const byStaff = bookedBy === "staff";
  const others = choice.withPractitionerIds ?? null;
  const [row] = await tx.$queryRaw<SceneRow[]>`
    select t.status = 'active' as "studioOpen", coalesce(s.min_notice_min, t.min_notice_min) as "minNoticeMin",
      coalesce(s.min_notice_days, t.min_notice_days) as "minNoticeDays", coalesce(s.horizon_days, t.horizon_days) as "horizonDays",
      s.min_notice_min is not null as "ownNotice",
      coalesce(s.horizon_days, s.horizon_business_days) is not null as "ownHorizon",
      t.cancellation_window_min as "cancellationWindowMin", t.policy_version as "policyVersion", t.confirm_emails as "confirmEmails",
      s.approval, s.needs_screening as "needsScreening", t.request_answer_hours as "answerHours", t.request_lead_min as "leadMin",
      t.week_start as "weekStart", t.minutes_over_midnight as "minutesOverMidnight", t.locale, s.max_per_day as "maxPerDay", s.max_per_week as "maxPerWeek",
      s.new_clients as "newClients", s.needs_supervisor as "needsSupervisor",
      l.time_zone as "zone", l.opening, s.duration_min as "durationMin", s.step_min as "stepMin",
      s.buffer_before_min as "bufferBeforeMin", s.buffer_after_min as "bufferAfterMin",
      t.buffer_sum as "bufferSum", t.buffers_in_hours as "buffersInHours",
      s.price_minor as "priceMinor", s.more_lengths as "moreLengths", s.horizon_business_days as "businessDays",
      date_part('epoch', app.now()) * 1000 as "now", s.currency, s.needs_room as "needsRoom",
      s.room_type as "roomType", s.room_equipment as "roomEquipment", s.device_type as "deviceType",
      s.active and l.active and ${choice.mode}::visit_mode = any(s.modes) and (s.online_bookable or ${byStaff}) as "offered",
      case when ${others === null} then s.together else ${(others ?? []).length > 0} end as "together",
      case when ${others === null} then (select count(*)::int from practitioner_service g where g.tenant_id = t.id and g.service_id = s.id)
        else ${(others ?? []).length + 1}::int end as "wanted",
      (select coalesce(json_agg(json_build_array(c.first_date, c.last_date, c.start_time, c.end_time)), '[]') from closure c
        where c.tenant_id = t.id and (c.location_id is null or c.location_id = l.id)
          and (c.telehealth = 'closed' or ${choice.mode}::visit_mode = 'in_person')
          and c.last_date >= ${ask.from}::date - 4 and c.first_date <= ${ask.until}::date + 4) as "closures",
      (select json_build_object('unknownMin', t.unknown_travel_min,
            'places', json_agg(json_build_array(o.id, w.minutes, o.telehealth_possible)))
        from location o left join travel_time w
          on w.tenant_id = t.id and w.one_id = least(o.id, l.id) and w.other_id = greatest(o.id, l.id)
        where o.tenant_id = t.id
        having count(*) > 1 or not bool_and(o.telehealth_possible)) as "travel",
      (select coalesce(json_agg(json_build_array(c.first_date, c.last_date, c.start_time, c.end_time)), '[]') from closure c
        where s.horizon_business_days is not null and c.tenant_id = t.id and (c.location_id is null or c.location_id = l.id)
          and c.last_date >= app.now()::date - 1) as "closedAhead",
      (select coalesce(json_agg(json_build_array(r.kind, r.id, r.name, r.cleaning_min, array_position(s.preferred_room_ids, r.id),
            date_part('epoch', r.out_from) * 1000, date_part('epoch', r.out_until) * 1000)
          order by array_position(s.preferred_room_ids, r.id), r.name, r.id), '[]')
        from resource r
        where r.tenant_id = t.id and r.location_id = l.id and r.active and case r.kind
          when 'room' then s.needs_room and (s.room_type = '' or lower(r.type) = lower(s.room_type))
            and lower(r.equipment::text)::text[] @> lower(s.room_equipment::text)::text[]
            and r.capacity >= greatest(s.room_capacity, ${peopleIn(choice)}::int) and (r.step_free or not s.room_step_free)
          else s.device_type <> '' and lower(r.type) = lower(s.device_type) end) as "resources",
      (select coalesce(json_agg(json_build_object(
          'id', p.id, 'lastDay', p.last_day, 'licensedUntil',
            (select max(n.expires_on) from practitioner_licence n where n.tenant_id = t.id and n.practitioner_id = p.id), 'notesMin', p.notes_min,
          'breakRule', case when p.break_after_min is not null
            then json_build_object('afterMin', p.break_after_min, 'pauseMin', p.break_min + p.notes_min) end,
          'caps', json_build_object('maxPerDay', p.max_per_day, 'maxPerWeek', p.max_per_week, 'maxMinutesPerDay', p.max_minutes_per_day),
          'weekly', (select coalesce(json_agg(json_build_array(
              w.weekday, w.start_time, w.end_time, w.every_weeks, w.effective_from, w.effective_until)), '[]')
            from weekly_hours w
            where w.tenant_id = t.id and w.practitioner_id = p.id and w.location_id = l.id),
          'overrides', (select coalesce(json_agg(json_build_array(o.local_date, o.kind, o.location_id, o.blocks)), '[]')
            from date_override o
            where o.tenant_id = t.id and o.practitioner_id = p.id
              and o.local_date between ${ask.from}::date - 4 and ${ask.until}::date + 4),
          'ownZone', p.time_zone,
          'travels', (select coalesce(json_agg(json_build_array(v.first_date, v.last_date, v.time_zone, v.away)), '[]')
            from travel_period v
            where v.tenant_id = t.id and v.practitioner_id = p.id
              and v.last_date >= ${ask.from}::date - 4 and v.first_date <= ${ask.until}::date + 4),
          'timeOff', (select coalesce(json_agg(json_build_array(f.first_date, f.last_date, f.start_time, f.end_time)), '[]')
            from time_off f
            where f.tenant_id = t.id and f.practitioner_id = p.id and f.status = 'approved'
              and f.last_date >= ${ask.from}::date - 4 and f.first_date <= ${ask.until}::date + 4)
          ) order by p.id is distinct from ${others === null ? null : choice.practitionerId}::uuid, p.position, p.id), '[]')
        from practitioner_service ps join practitioner p on p.tenant_id = ps.tenant_id and p.id = ps.practitioner_id
        where ps.tenant_id = t.id and ps.service_id = s.id and p.active and (p.online_bookable or ${byStaff})
          and (${choice.practitionerId}::uuid is null or p.id = ${choice.practitionerId}::uuid
            or p.id = any(${others ?? []}::uuid[]) or (s.together and ${others === null}))) as "practitioners"
    from tenant t
      join service s on s.tenant_id = t.id and s.id = ${choice.serviceId}::uuid
      join location l on l.tenant_id = t.id and l.id = ${choice.locationId}::uuid
    where t.id = ${tenantId}::uuid`;
  return row === undefined ? null : toScene(row, choice);
}

type SceneRow = Omit<
  Scene,
  | "choice"
  | "closures"
  | "travel"
  | "service"
  | "caps"
  | "weekStart"
  | "practitioners"
  | "rooms"
  | "devices"
  | "asks"
> &
  Required<ServiceRules> &
  Caps & {
    /** How many have to come, where they come together. */
    readonly wanted: number;
    readonly weekStart: number | null;
    readonly locale: string;
    readonly needsRoom: boolean;
    readonly roomType: string;
    readonly roomEquipment: readonly string[];
    readonly deviceType: string;
    readonly opening: OpeningHours;
    readonly closures: readonly ClosureRow[];
    readonly travel: {
      readonly unknownMin: number;
      readonly places: readonly (readonly [id: string, minutes: number | null, telehealth: boolean])[];
    } | null;
    readonly moreLengths: readonly ServiceLength[];
    /** How far ahead the service can be booked, in days on which the place is open; null: the studio's dates hold. */
    readonly businessDays: number | null;
    /** Closures to come, whatever the dates asked for; none where no horizon counts them. */
    readonly closedAhead: readonly ClosureRow[];
    readonly now: number;
    readonly resources: readonly ResourceRow[];
    readonly practitioners: readonly {
      readonly id: string;
      readonly lastDay: LocalDate | null;
      readonly licensedUntil: LocalDate | null;
      readonly notesMin: number;
      readonly breakRule: BreakRule | null;
      readonly caps: Caps;
      readonly weekly: readonly WeeklyRow[];
      readonly overrides: readonly OverrideRow[];
      readonly timeOff: readonly ClosureRow[];
      readonly ownZone: TimeZone | null;
      readonly travels: readonly TravelRow[];
    }[];
  };

/** The practitioners of visits whose blocks are known already: time for notes is part of them. */
export function withoutNotes({ practitioners }: Scene): Scene["practitioners"] {
  return practitioners.map((one) => ({ ...one, notesMin: 0 }));
}

function toScene(row: SceneRow, choice: Choice): Scene {
  const { durationMin, stepMin, bufferBeforeMin, bufferAfterMin, ...timed } = row;
  const { minNoticeMin, minNoticeDays, bufferSum, buffersInHours, ...others } = timed;
  const { locale, weekStart, maxPerDay, maxPerWeek, ...more } = others;
  const { needsRoom, roomType, roomEquipment, deviceType, resources, opening, ...plain } = more;
  const inPerson = choice.mode === "in_person";
  const pool = (kind: ResourceRow[0]) => resources.filter(([one]) => one === kind).map(toPoolResource);
  const closures = row.closures.map(toClosure);
  const length = chosenLength(row, choice.durationMin);
  const {
    moreLengths: _more,
    businessDays: _days,
    closedAhead: _closed,
    now: _now,
    wanted,
    ...scene
  } = plain;
  const mostNotes = Math.max(0, ...row.practitioners.map(({ notesMin }) => notesMin));
  const isComplete = !row.together || (wanted > 1 && row.practitioners.length === wanted);
  return {
    ...scene,
    horizonDays: horizonOf(row),
    priceMinor: length?.priceMinor ?? row.priceMinor,
    offered: row.offered && length !== null && isComplete,
    choice,
    closures,
    travel: row.travel && {
      locationId: choice.locationId,
      mode: choice.mode,
      unknownMin: row.travel.unknownMin,
      places: row.travel.places.map(([id, minutes, telehealth]) => ({
        locationId: asId(id),
        minutes,
        telehealth,
      })),
    },
    caps: { maxPerDay, maxPerWeek },
    weekStart: weekStartOf({ weekStart, locale }),
    service: {
      durationMin: length?.durationMin ?? durationMin,
      stepMin,
      bufferBeforeMin,
      bufferAfterMin,
      minNoticeMin,
      minNoticeDays,
      bufferSum,
      buffersInHours,
    },
    practitioners: row.practitioners
      .map((one) => ({
        ...one,
        ...hoursByMode(choice.mode, { ownZone: one.ownZone, travels: one.travels.map(toTravel) }),
      }))
      .map(
        ({
          id,
          lastDay,
          licensedUntil,
          notesMin,
          breakRule,
          caps,
          weekly,
          overrides,
          timeOff,
          hoursZone,
          travels,
          away,
        }) => ({
          id: asId(id),
          licensedUntil,
          notesMin: row.together ? mostNotes : notesMin,
          breakRule,
          caps,
          zone: row.zone,
          hoursZone,
          travels,
          weekly: weekly.map(toWeeklyHours),
          overrides: overridesAt(choice.locationId, overrides.map(toOverride)),
          opening,
          closures,
          timeOff: [...timeOff.map(toClosure), ...afterLastDay(lastDay), ...away],
        }),
      ),
    rooms: inPerson && needsRoom ? pool("room") : null,
    devices: inPerson && deviceType !== "" ? pool("device") : null,
    asks: {
      room: [roomType, ...roomEquipment].filter((word) => word !== ""),
      device: [deviceType].filter((word) => word !== ""),
    },
  };
}

/** How many dates after today can be booked, by the calendar of the place. */
function horizonOf({ horizonDays, businessDays, now, zone, opening, closedAhead }: SceneRow): number {
  if (businessDays === null) return horizonDays;
  const today = localDate(instant(Math.floor(now)), zone);
  return businessHorizonDays(businessDays, { today, opening, closures: closedAhead.map(toClosure) });
}

/** A row of resources as the database's JSON has it; `rank`: its place among those the service likes best. */
type ResourceRow = readonly [
  kind: "room" | "device",
  id: string,
  name: string,
  cleaningMin: number,
  rank: number | null,
  outFrom: number | null,
  outUntil: number | null,
];

function toPoolResource([_kind, id, name, cleaningMin, rank, outFrom, outUntil]: ResourceRow): PoolResource {
  const outOfService =
    outFrom === null || outUntil === null
      ? null
      : { start: instant(Math.round(outFrom)), end: instant(Math.round(outUntil)) };
  return { id: asId(id), name, cleaningMin, isPreferred: rank !== null, outOfService };
}

/** A row of weekly hours as the database's JSON has it. */
export type WeeklyRow = readonly [
  weekday: number,
  start: string,
  end: string,
  everyWeeks: number,
  from: LocalDate | null,
  until: LocalDate | null,
];

export function toWeeklyHours([weekday, start, end, everyWeeks, from, until]: WeeklyRow): WeeklyHours {
  return {
    weekday: asWeekday(weekday),
    start,
    end,
    everyWeeks,
    effectiveFrom: from,
    effectiveUntil: until,
  };
}

/** An override of a date as the database's JSON has it. */
export type OverrideRow = readonly [
  date: LocalDate,
  kind: OverrideKind,
  locationId: string | null,
  blocks: PlacedOverride["blocks"],
];

export function toOverride([date, kind, locationId, blocks]: OverrideRow): PlacedOverride {
  return { date, kind, locationId, blocks };
}

/** A row of travel periods as the database's JSON has it. */
export type TravelRow = readonly [firstDate: LocalDate, lastDate: LocalDate, zone: TimeZone, away: boolean];

export function toTravel([firstDate, lastDate, zone, away]: TravelRow): PlannedTravel {
  return { firstDate, lastDate, zone, away };
}

/** A row of closures, or of time off, as the database's JSON has it. */
export type ClosureRow = readonly [
  firstDate: LocalDate,
  lastDate: LocalDate,
  start: string | null,
  end: string | null,
];

export function toClosure([firstDate, lastDate, start, end]: ClosureRow): Closure {
  return { firstDate, lastDate, part: start === null || end === null ? null : [start, end] };
}
