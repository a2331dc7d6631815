import {
  addDays,
  type Instant,
  type Interval,
  instant,
  interval,
  localDate,
  resolveWallTime,
  type TimeZone,
  type WallTime,
} from "../time/index.ts";

/** Nobody is expected to answer in these hours, by the clock where they are: start included, end not (NOTIF-10). */
const quietFrom: WallTime = "20:00";
const quietUntil: WallTime = "09:00";

/** The quiet hours in which an instant lies, where somebody is; null by day. */
export function quietHoursAt(at: Instant, zone: TimeZone): Interval | null {
  const date = localDate(at, zone);
  const nights = [nightOf(addDays(date, -1), zone), nightOf(date, zone)];
  return nights.find(({ start, end }) => start <= at && at < end) ?? null;
}

/** How long somebody is awake between two instants, in milliseconds: elapsed time outside of their quiet hours. */
export function awakeMs(from: Instant, until: Instant, zone: TimeZone): number {
  return daysBetween(from, until, zone).reduce((sum, { start, end }) => sum + end - start, 0);
}

/** The instant at which somebody will have been awake for so long since `from`; the clock rests in their quiet hours. */
export function afterAwake(from: Instant, ms: number, zone: TimeZone): Instant {
  let left = ms;
  let at = from;
  for (;;) {
    const night = quietHoursAt(at, zone);
    const awake = night === null ? at : night.end;
    const dusk = nextNight(awake, zone);
    if (left <= dusk - awake) return instant(awake + left);
    left -= dusk - awake;
    at = dusk;
  }
}

/** The stretches between two instants that lie outside of quiet hours. */
function daysBetween(from: Instant, until: Instant, zone: TimeZone): readonly Interval[] {
  const days: Interval[] = [];
  for (let at = from; at < until; ) {
    const night = quietHoursAt(at, zone);
    if (night !== null) at = night.end;
    else {
      const dusk = nextNight(at, zone);
      days.push(interval(at, dusk < until ? dusk : until));
      at = dusk;
    }
  }
  return days;
}

function nextNight(at: Instant, zone: TimeZone): Instant {
  const today = nightOf(localDate(at, zone), zone).start;
  return today > at ? today : nightOf(addDays(localDate(at, zone), 1), zone).start;
}

function nightOf(date: Parameters<typeof addDays>[0], zone: TimeZone): Interval {
  return interval(
    resolveWallTime(date, quietFrom, zone),
    resolveWallTime(addDays(date, 1), quietUntil, zone),
  );
}
