import type { LocationId, ServiceId } from "../src/ids.ts";
import { asId } from "../src/ids.ts";
import type { HoldFacts, PractitionerFacts, Workload } from "../src/scheduling/index.ts";
import { at } from "./at.ts";
import { practitioner, service } from "./facts.ts";

/** 09:00 on a Tuesday in New York, asked for by a client of one free practitioner, changed where the case is about it. */
export function holdFacts(changes: Partial<HoldFacts> = {}): HoldFacts {
  return {
    start: at("2027-03-16T09:00-04:00"),
    serviceId: asId<ServiceId>("massage"),
    locationId: asId<LocationId>("main-street"),
    mode: "in_person",
    bookedBy: "client",
    service: service({ bufferBeforeMin: 5, bufferAfterMin: 10, minNoticeMin: 120 }),
    horizonDays: 60,
    rooms: null,
    candidates: [candidate()],
    ...changes,
  };
}

/** A candidate who has nothing booked and was never assigned, changed where the case is about it. */
export function candidate(
  changes: Partial<Omit<PractitionerFacts, "id">> & {
    readonly id?: string;
    readonly workload?: Partial<Workload>;
  } = {},
): HoldFacts["candidates"][number] {
  const { workload, ...facts } = changes;
  return { ...practitioner(facts), workload: { bookedInPeriod: 0, lastAssignedAt: null, ...workload } };
}
