import { type Instant, instant, type TimeZone } from "@quietroom/domain/time";
import { blockingStatuses, resolvedAnew } from "@quietroom/domain/scheduling";
import { defineVerb } from "../define-verb.ts";
import { toInstantColumn } from "../instant-column.ts";

/** A visit, or a time that is offered to the waitlist, which its zone's present rules put elsewhere. */
export type VisitToRezone = {
  readonly id: string;
  readonly timeZone: TimeZone;
  /** Elapsed minutes from where it is to where it belongs; negative when that is earlier. */
  readonly shiftMin: number;
};

/**
 * Everything to come of a studio whose stored instant is no longer its time on the wall, as the time zone rules of this process have it (ec-A21):
 * visits, group sessions and times offered to the waitlist. A seat goes with its session; a visitor's hold is over in minutes. In the order
 * in which they can be moved: the foremost of those that move in one direction first, so that none is in the way of another.
 */
export const listVisitsToRezone = defineVerb<object, readonly VisitToRezone[]>({
  name: "rezone.list_visits",
  permission: "job:run",
  isolation: "read committed",
  trace: "audited",
  opens: "nothing",
  async run({ tx, tenantId, now, audit }) {
    const at = toInstantColumn(now);
    const rows = await tx.$queryRaw<
      { id: string; startMs: number; timeZone: string; utcOffsetMin: number }[]
    >`
      select id, (extract(epoch from starts_at) * 1000)::float8 as "startMs", time_zone as "timeZone", utc_offset_min as "utcOffsetMin"
      from appointment a
      where tenant_id = ${tenantId}::uuid and starts_at > ${at}::timestamptz and utc_offset_min is not null
        and group_session_id is null and not superseded and status = any(${[...blockingStatuses]}::appointment_status[])
        and (status <> 'held' or exists (select from waitlist_offer o
          where o.tenant_id = a.tenant_id and o.appointment_id = a.id and o.status = 'open'))
      order by starts_at, id`;
    const found = rows.flatMap(({ id, startMs, ...written }) => {
      const start = instant(startMs);
      const anew = resolvedAnew({ ...written, start });
      return anew === null ? [] : [{ id, timeZone: written.timeZone, start, anew: anew.start }];
    });
    audit({ action: "read", resource: "appointment", resourceId: null, detail: { found: found.length } });
    const later = found.filter(({ start, anew }) => anew > start).toReversed();
    const earlier = found.filter(({ start, anew }) => anew <= start);
    return [...later, ...earlier].map(({ id, timeZone, start, anew }) => ({
      id,
      timeZone,
      shiftMin: minutesBetween(start, anew),
    }));
  },
});

function minutesBetween(from: Instant, to: Instant): number {
  return Math.round((to - from) / 60_000);
}
