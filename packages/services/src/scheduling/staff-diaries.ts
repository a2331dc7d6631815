import type { Tx } from "@quietroom/db";
import {
  afterLastDay,
  hoursByMode,
  openIntervals,
  type OpeningHours,
  overridesAt,
} from "@quietroom/domain/scheduling";
import { addDays, type Interval, localDate, type TimeZone } from "@quietroom/domain/time";
import {
  type ClosureRow,
  type OverrideRow,
  toClosure,
  toOverride,
  toTravel,
  toWeeklyHours,
  type TravelRow,
  type WeeklyRow,
} from "./scene.ts";

export type Diary = {
  readonly id: string;
  readonly displayName: string;
  readonly title: string;
  readonly active: boolean;
  /** When they work, at which place, in any mode, ascending. */
  readonly open: readonly (Interval & { readonly locationId: string })[];
};

/** The practitioners, these or all, in the studio's order, and when each of them works within `range` at any place. */
export async function staffDiaries(
  tx: Tx,
  ask: {
    readonly tenantId: string;
    readonly range: Interval;
    readonly practitionerIds: "all" | readonly string[];
  },
): Promise<Diary[]> {
  const { tenantId, range } = ask;
  const only = ask.practitionerIds === "all" ? null : ask.practitionerIds;
  // A few dates around the range: hours run over midnight, and a place may be a date ahead of or behind UTC.
  const from = addDays(localDate(range.start, "UTC"), -4);
  const until = addDays(localDate(range.end, "UTC"), 4);
  const rows = await tx.$queryRaw<DiaryRow[]>`
    select p.id, p.display_name as "displayName", p.title, p.active, p.last_day::text as "lastDay",
      (select coalesce(json_agg(json_build_object('id', l.id, 'zone', l.time_zone, 'opening', l.opening,
          'closures', (select coalesce(json_agg(json_build_array(c.first_date, c.last_date, c.start_time, c.end_time)), '[]')
            from closure c
            where c.tenant_id = l.tenant_id and (c.location_id is null or c.location_id = l.id) and c.telehealth = 'closed'
              and c.last_date >= ${from}::date and c.first_date <= ${until}::date),
          'weekly', (select coalesce(json_agg(json_build_array(
              w.weekday, w.start_time, w.end_time, w.every_weeks, w.effective_from, w.effective_until)), '[]')
            from weekly_hours w
            where w.tenant_id = p.tenant_id and w.practitioner_id = p.id and w.location_id = l.id))), '[]')
        from location l where l.tenant_id = p.tenant_id and l.active) as places,
      (select coalesce(json_agg(json_build_array(o.local_date, o.kind, o.location_id, o.blocks)), '[]')
        from date_override o
        where o.tenant_id = p.tenant_id and o.practitioner_id = p.id
          and o.local_date between ${from}::date and ${until}::date
      ) as overrides,
      (select coalesce(json_agg(json_build_array(f.first_date, f.last_date, f.start_time, f.end_time)), '[]')
        from time_off f
        where f.tenant_id = p.tenant_id and f.practitioner_id = p.id and f.status = 'approved'
          and f.last_date >= ${from}::date and f.first_date <= ${until}::date
      ) as "timeOff",
      p.time_zone as "ownZone",
      (select coalesce(json_agg(json_build_array(v.first_date, v.last_date, v.time_zone, v.away)), '[]')
        from travel_period v
        where v.tenant_id = p.tenant_id and v.practitioner_id = p.id
          and v.last_date >= ${from}::date and v.first_date <= ${until}::date
      ) as "travels"
    from practitioner p
    where p.tenant_id = ${tenantId}::uuid and (${only}::uuid[] is null or p.id = any(${only}::uuid[]))
    order by p.position, p.id`;
  return rows.map(({ places, overrides, timeOff, lastDay, ownZone, travels, ...person }) => ({
    ...person,
    open: places
      .flatMap((place) =>
        clocksOf({ ownZone, travels: travels.map(toTravel) }).map((clock) => ({ ...place, ...clock })),
      )
      .flatMap(({ id, zone, opening, weekly, closures, away, ...clock }) =>
        openIntervals({
          ...clock,
          zone,
          weekly: weekly.map(toWeeklyHours),
          overrides: overridesAt(id, overrides.map(toOverride)),
          opening,
          closures: closures.map(toClosure),
          timeOff: [...timeOff.map(toClosure), ...afterLastDay(lastDay), ...away],
          window: range,
        }).map((time) => ({ ...time, locationId: id })),
      )
      .toSorted((a, b) => a.start - b.start),
  }));
}

/** The clocks by which somebody works at a place: one for both modes, unless they go by another than the place (ec-A28). */
function clocksOf(own: Parameters<typeof hoursByMode>[1]) {
  const isOne = own.ownZone === null && own.travels.length === 0;
  const modes = isOne ? (["in_person"] as const) : (["in_person", "telehealth"] as const);
  return modes.map((mode) => hoursByMode(mode, own));
}

type DiaryRow = Omit<Diary, "open"> & {
  readonly lastDay: string | null;
  readonly places: readonly {
    readonly id: string;
    readonly zone: TimeZone;
    readonly opening: OpeningHours;
    readonly weekly: readonly WeeklyRow[];
    readonly closures: readonly ClosureRow[];
  }[];
  readonly overrides: readonly OverrideRow[];
  readonly timeOff: readonly ClosureRow[];
  readonly ownZone: TimeZone | null;
  readonly travels: readonly TravelRow[];
};
