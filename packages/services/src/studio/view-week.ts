import type { availabilityWeek as contract } from "@quietroom/contracts/studio";
import type { InputOf, OutputOf } from "@quietroom/contracts/wire";
import type { Tx } from "@quietroom/db";
import { reaches } from "@quietroom/domain/access";
import { blockedTimes, closedTimes, daysOf, joined } from "@quietroom/domain/scheduling";
import { addDays, dayBounds, interval, type Interval, type TimeZone } from "@quietroom/domain/time";
import { toDateColumn } from "../date-column.ts";
import { defineVerb } from "../define-verb.ts";
import { busyElsewhere, staffDiaries, takenVisits } from "../scheduling/index.ts";
import { studioClock } from "../studio-clock.ts";
import { toClosure } from "./closure-rows.ts";
import { reachablePractitioner } from "./editable-practitioner.ts";
import { outsideHours } from "./outside-hours.ts";
import { practitionerHours, type PractitionerHours } from "./practitioner-hours.ts";

type Piece = OutputOf<typeof contract>["days"][number]["pieces"][number];
type PieceOfAnyDate = Piece & Interval;

const days = 7;

/**
 * What one practitioner's week really is, date by date in the studio's zone: where and when they are open by everything that the search for
 * times goes by, what takes the rest away, and what takes their time. Visits are named by id, and whose they are is not read; why time
 * is blocked is told to those who keep these hours. Throws `not_found` for a practitioner out of reach.
 */
export const viewWeek = defineVerb<InputOf<typeof contract>, OutputOf<typeof contract>>({
  name: "studio.view_week",
  permission: "availability:view",
  isolation: "read committed",
  trace: "public",
  async run({ tx, input, tenantId, actor, now }) {
    const asked = { tenantId, actor, practitionerId: input.practitionerId };
    const { id: practitionerId } = await reachablePractitioner(tx, asked, "availability:view");
    const { timeZone } = await studioClock(tx, tenantId);
    const { from } = input;
    const range = interval(dayBounds(from, timeZone).start, dayBounds(addDays(from, days), timeZone).start);
    const since = addDays(from, -1);
    const hours = await practitionerHours(tx, { tenantId, practitionerId, since });
    const ask = { tenantId, practitionerId, from, timeZone };
    const [diary] = await staffDiaries(tx, { tenantId, range, practitionerIds: [practitionerId] });
    const open = hours.locations.flatMap(({ id, name }) =>
      joined((diary?.open ?? []).filter(({ locationId }) => locationId === id)).map(
        (time): PieceOfAnyDate => ({ ...time, kind: "open", place: name }),
      ),
    );
    const knowsWhy = reaches(actor, "availability:manage", practitionerId);
    const taken = { tenantId, practitionerId, now, window: range };
    const pieces = [
      ...open,
      ...blockedPieces(hours, { ...ask, knowsWhy }),
      ...(await awayPieces(tx, ask)),
      ...(await closedPieces(tx, hours, ask)),
      ...(await visitPieces(tx, taken)),
      ...(await busyElsewhere(tx, { tenantId, practitionerIds: [practitionerId], window: range })).map(
        (time): PieceOfAnyDate => ({ ...time, kind: "busy" }),
      ),
    ];
    return {
      timeZone,
      days: daysOf(pieces, { from, days, zone: timeZone }).map((day) => ({
        date: day.date,
        pieces: [...day.pieces],
        differs: hours.overrides.some(({ date, kind }) => date === day.date && kind !== "blocked"),
      })),
    };
  },
});

type Ask = {
  readonly tenantId: string;
  readonly practitionerId: string;
  readonly from: string;
  readonly timeZone: TimeZone;
};

/** What somebody blocks is blocked at every place by its own clock; it is drawn by that of the first. */
function blockedPieces(
  { overrides, locations }: PractitionerHours,
  { timeZone, knowsWhy }: Ask & { readonly knowsWhy: boolean },
): PieceOfAnyDate[] {
  const zone = locations[0]?.timeZone ?? timeZone;
  return overrides.flatMap((one) =>
    closedTimes(blockedTimes(one), zone).map(({ start, end }) => ({
      kind: "blocked",
      start,
      end,
      purpose: knowsWhy ? one.purpose : null,
      reason: knowsWhy ? one.reason : "",
    })),
  );
}

/** Time off that was approved; why is not told here. */
async function awayPieces(
  tx: Tx,
  { tenantId, practitionerId, from, timeZone }: Ask,
): Promise<PieceOfAnyDate[]> {
  const rows = await tx.timeOff.findMany({
    where: { tenantId, practitionerId, status: "approved", ...datesAround(from) },
  });
  return closedTimes(rows.map(toClosure), timeZone).map(({ start, end }) => ({
    kind: "time_off",
    start,
    end,
  }));
}

/** Closed days of the places in use, each by its own clock. */
async function closedPieces(
  tx: Tx,
  { locations }: PractitionerHours,
  { tenantId, from, timeZone }: Ask,
): Promise<PieceOfAnyDate[]> {
  const rows = await tx.closure.findMany({ where: { tenantId, ...datesAround(from) } });
  return rows.flatMap((row) => {
    const place = locations.find(({ id }) => id === row.locationId);
    if (row.locationId !== null && place === undefined) return [];
    const zone = place?.timeZone ?? locations[0]?.timeZone ?? timeZone;
    return closedTimes([toClosure(row)], zone).map(({ start, end }) => ({
      kind: "closed",
      start,
      end,
      name: row.name,
      place: place?.name ?? null,
      telehealth: row.telehealth === "open" ? "open" : "closed",
    }));
  });
}

function datesAround(from: string) {
  return {
    firstDate: { lte: toDateColumn(addDays(from, days + 1)) },
    lastDate: { gte: toDateColumn(addDays(from, -1)) },
  };
}

async function visitPieces(
  tx: Tx,
  ask: Pick<Parameters<typeof outsideHours>[1], "tenantId" | "practitionerId" | "now"> & {
    readonly window: Interval;
  },
): Promise<PieceOfAnyDate[]> {
  const outside = new Set((await outsideHours(tx, ask)).map(({ id }) => id));
  const visits = await takenVisits(tx, { ...ask, except: null, offersYieldFor: null });
  return visits.map(({ appointmentId, held, visit, placeName }) => ({
    kind: "visit",
    start: visit.start,
    end: visit.end,
    appointmentId,
    place: placeName,
    held,
    outside: outside.has(appointmentId),
  }));
}
