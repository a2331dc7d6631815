import type {
  ClientId,
  LocationId,
  OpeningId,
  PractitionerId,
  ServiceId,
  WaitlistEntryId,
} from "../src/ids.ts";
import { asId } from "../src/ids.ts";
import type { Opening, WaitlistEntry } from "../src/scheduling/index.ts";
import { at } from "./at.ts";

/** 10:00 to 11:00 on Tuesday 16 March 2027 in New York with Ana, freed by somebody not on the list. */
export function opening(changes: Partial<Opening> = {}): Opening {
  return {
    id: asId<OpeningId>("opening"),
    start: at("2027-03-16T10:00-04:00"),
    end: at("2027-03-16T11:00-04:00"),
    practitionerId: asId<PractitionerId>("ana"),
    locationId: asId<LocationId>("main-street"),
    zone: "America/New_York",
    quietRule: "none",
    serviceIds: [asId<ServiceId>("massage")],
    modes: ["in_person"],
    causedBy: asId<ClientId>("somebody"),
    ...changes,
  };
}

/** Somebody for whom any time in March 2027 is right, changed where the case is about it. */
export function entry(id: string, changes: Partial<WaitlistEntry> = {}): WaitlistEntry {
  return {
    id: asId<WaitlistEntryId>(id),
    clientId: asId<ClientId>(`client of ${id}`),
    timeZone: "America/New_York",
    status: "waiting",
    priority: "standard",
    joinedAt: at("2027-03-01T12:00Z"),
    referred: false,
    declines: 0,
    serviceId: asId<ServiceId>("massage"),
    durationMin: 60,
    practitionerIds: [],
    locationId: null,
    mode: null,
    dateFrom: "2027-03-01",
    dateUntil: "2027-03-31",
    weekdays: [0, 1, 2, 3, 4, 5, 6],
    dayparts: ["morning", "afternoon", "evening"],
    answerToOpening: "none",
    openOffer: "none",
    ownVisits: [],
    ...changes,
  };
}
