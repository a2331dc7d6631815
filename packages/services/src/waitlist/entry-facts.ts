import type { WaitlistEntryModel } from "@quietroom/db";
import { asId } from "@quietroom/domain/ids";
import { type Daypart, dayparts, type WaitlistEntry } from "@quietroom/domain/scheduling";
import { asWeekday, type TimeZone } from "@quietroom/domain/time";
import { fromDateColumn } from "../date-column.ts";
import { fromInstantColumn } from "../instant-column.ts";

/** What the rules ask about one entry; `zone` is the studio's, for whoever never said theirs; `circumstances` is what only the opening at hand can say. */
export function toWaitlistEntry(
  row: WaitlistEntryModel,
  durationMin: number,
  zone: TimeZone,
  circumstances: Pick<WaitlistEntry, "answerToOpening" | "openOffer" | "ownVisits"> = noCircumstances,
): WaitlistEntry {
  return {
    id: asId(row.id),
    clientId: asId(row.clientId),
    timeZone: row.clientTimeZone ?? zone,
    status: row.status,
    priority: row.priority,
    joinedAt: fromInstantColumn(row.joinedAt),
    referred: row.referred,
    declines: row.declines,
    serviceId: asId(row.serviceId),
    durationMin,
    practitionerIds: row.practitionerId === null ? [] : [asId(row.practitionerId)],
    locationId: row.locationId === null ? null : asId(row.locationId),
    mode: row.mode,
    dateFrom: fromDateColumn(row.dateFrom),
    dateUntil: fromDateColumn(row.dateUntil),
    weekdays: row.weekdays.map(asWeekday),
    dayparts: row.dayparts.filter(isDaypart),
    ...circumstances,
  };
}

const noCircumstances = { answerToOpening: "none", openOffer: "none", ownVisits: [] } as const;

function isDaypart(text: string): text is Daypart {
  return dayparts.some((part) => part === text);
}
