import type { Metadata } from "next";
import { OwnZone } from "../../../../../features/own-zone/own-zone.tsx";
import { type HoursParams, practitionerHours } from "../practitioner-hours.ts";

export const metadata: Metadata = { title: "Zone and travel" };

export default async function ZoneAndTravelPage({ params }: { readonly params: HoursParams }) {
  const { caller, studio, today, practitionerId, availability, canEdit } = await practitionerHours(params);
  return (
    <OwnZone
      key={practitionerId}
      initial={await caller.ownZone.view({ practitionerId })}
      practitioner={availability.practitioner}
      places={availability.locations}
      locale={studio.locale}
      today={today}
      canEdit={canEdit}
    />
  );
}
