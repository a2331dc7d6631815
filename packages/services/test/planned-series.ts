import { randomUUID } from "node:crypto";
import type { InputOf } from "@quietroom/contracts/wire";
import type { bookSeries as bookContract } from "@quietroom/contracts/series";
import { type AppointmentId, asId, type PractitionerId } from "@quietroom/domain/ids";
import type { SeriesRule } from "@quietroom/domain/series";
import { type Instant, instant, localDate, localTime } from "@quietroom/domain/time";
import { bookVisit, type inspect, person, succeeded, type TestStudio, wallTime } from "@quietroom/testing";
import { addLicence, renewLicence } from "../src/studio/index.ts";
import { bookSeries, previewSeries, rescheduleAsStaff } from "../src/scheduling/index.ts";

const newYork = "America/New_York";

/** The date so many days from today, where the studio is. */
export const date = (day: number) => localDate(wallTime(day, "12:00"), newYork);

export const ten = wallTime(3, "10:00");

/** Daily from the visit on; weekly is the same with a week between. */
export function daily(count: number, every = 1): SeriesRule {
  return {
    frequency: "daily",
    every,
    weekdays: [],
    monthlyBy: "date",
    missing: "skip",
    ends: { by: "count", count },
  };
}

export const weekly = (count: number) => daily(count, 7);

export const endless = (every: number): SeriesRule => ({ ...daily(2, every), ends: { by: "never" } });

type Booking = InputOf<typeof bookContract>;

/** What tests of series plan and look up. */
export function plannedSeries(query: Awaited<ReturnType<typeof inspect>>) {
  async function preview(studio: TestStudio, id: string, rule: SeriesRule) {
    const ruleIn = { ...rule, weekdays: [...rule.weekdays] };
    return succeeded(
      await previewSeries(studio.as("receptionist"), {
        appointmentId: asId<AppointmentId>(id),
        rule: ruleIn,
      }),
    );
  }

  /** What the planner sends when nothing is changed: each date that can be had at its own time, the others left out. */
  async function asPreviewed(studio: TestStudio, id: string, rule: SeriesRule): Promise<Booking> {
    const { occurrences } = await preview(studio, id, rule);
    const [row] = await query("select version from appointment where id = $1", [id]);
    return {
      appointmentId: asId<AppointmentId>(id),
      version: Number(row?.["version"]),
      rule: { ...rule, weekdays: [...rule.weekdays] },
      choices: occurrences.slice(1).map(({ date, startsAt, canBook }) => ({
        date,
        startsAt: canBook ? instant(startsAt) : null,
      })),
      idempotencyKey: randomUUID(),
    };
  }

  async function repeat(studio: TestStudio, startsAt: Instant, rule: SeriesRule) {
    const visit = await bookVisit(studio, { startsAt, who: person("Ana") });
    const input = await asPreviewed(studio, visit.id, rule);
    return { visit, input, ...succeeded(await bookSeries(studio.as("receptionist"), input)) };
  }

  /** The visits of a series as their rows say: the rule's date, and when each is on the wall. */
  async function visitsOf(seriesId: string) {
    const rows = await query(
      `select series_date::text as date, starts_at as "startsAt", status, client_id as "clientId" from appointment
       where series_id = $1 order by series_date`,
      [seriesId],
    );
    return rows.map(({ date, startsAt, status, clientId }) => {
      const wall = localTime(instant(new Date(String(startsAt)).getTime()), newYork);
      return { date, on: `${wall.date} ${wall.time}`, status, clientId };
    });
  }

  async function count(studio: TestStudio, table: string): Promise<number> {
    const [row] = await query(`select count(*)::int as n from ${table} where tenant_id = $1`, [
      studio.tenantId,
    ]);
    return Number(row?.["n"]);
  }

  /** A holiday of the whole studio. */
  async function closeOn(studio: TestStudio, day: string) {
    await query(
      `with somebody as (
         insert into staff_user (tenant_id, email, display_name, password_hash, roles)
         values ($1, $3, 'Mara Lind', '-', '{admin}') returning id)
       insert into closure (tenant_id, first_date, last_date, name, kind, telehealth, made_by)
       select $1, $2::date, $2::date, 'A holiday', 'public_holiday', 'closed', id from somebody`,
      [studio.tenantId, day, `${randomUUID()}@example.com`],
    );
  }

  /** The visit of a series on one of its dates: its id and its version. */
  async function visitOn(seriesId: string, day: string) {
    const [row] = await query(
      "select id, version from appointment where series_id = $1 and series_date = $2::date",
      [seriesId, day],
    );
    return { appointmentId: asId<AppointmentId>(String(row?.["id"])), version: Number(row?.["version"]) };
  }

  async function moveOne(studio: TestStudio, seriesId: string, day: string, startsAt: Instant) {
    const { practitionerId } = studio;
    const visit = await visitOn(seriesId, day);
    succeeded(await rescheduleAsStaff(studio.as("receptionist"), { ...visit, practitionerId, startsAt }));
  }

  async function versionOf(id: string): Promise<number> {
    const [row] = await query("select version from appointment where id = $1", [id]);
    return Number(row?.["version"]);
  }

  /** A weekly series without an end of a practitioner, as it stood when only its dates through so many days ahead were planned. */
  async function plannedThrough(
    studio: TestStudio,
    day: number,
    practitionerId: PractitionerId = studio.practitionerId,
  ): Promise<string> {
    const visit = await bookVisit(studio, { startsAt: ten, practitionerId });
    const input = await asPreviewed(studio, visit.id, { ...weekly(2), ends: { by: "never" } });
    const choices = input.choices.map((one) => (one.date > date(day) ? { ...one, startsAt: null } : one));
    const { seriesId } = succeeded(await bookSeries(studio.as("receptionist"), { ...input, choices }));
    await query("delete from series_gap where series_id = $1", [seriesId]);
    await query("update series set booked_until = $2::date where id = $1", [seriesId, date(day)]);
    return seriesId;
  }

  /** How far a series is planned, its last visit, its dates that are no visits, and why it has stopped. */
  async function reached(seriesId: string) {
    const [row] = await query(
      `select booked_until::text as until, stopped_because as stopped,
        (select max(series_date)::text from appointment a where a.series_id = s.id) as last,
        (select count(*)::int from appointment a where a.series_id = s.id) as visits,
        (select count(*)::int from series_gap g where g.series_id = s.id) as gaps
       from series s where id = $1`,
      [seriesId],
    );
    return row;
  }

  /** A licence of a studio's first practitioner, which holds through the date so many days ahead; `renew` moves that date. */
  async function licensedUntil(studio: TestStudio, day: number) {
    const { practitionerId } = studio;
    const admin = studio.as("admin");
    const licence = { practitionerId, title: "LCSW", number: "C-1", state: "New York" };
    const { licences } = succeeded(await addLicence(admin, { ...licence, expiresOn: date(day) }));
    const [{ id, version } = { id: "", version: 0 }] = licences;
    const renewal = { practitionerId, id: asId<never>(id), version };
    return {
      renew: async (until: number) =>
        succeeded(await renewLicence(admin, { ...renewal, expiresOn: date(until) })),
    };
  }

  return {
    preview,
    asPreviewed,
    repeat,
    visitsOf,
    count,
    closeOn,
    visitOn,
    moveOne,
    versionOf,
    plannedThrough,
    reached,
    licensedUntil,
  };
}
