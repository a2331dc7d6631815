import { can } from "@quietroom/domain/access";
import type { Metadata } from "next";
import { VisitLimits } from "../../../../../features/availability-editor/visit-limits.tsx";
import { PractitionerLicences } from "../../../../../features/licences/licences.tsx";
import { PractitionerStanding } from "../../../../../features/standing/standing.tsx";
import { type HoursParams, practitionerHours } from "../practitioner-hours.ts";

export const metadata: Metadata = { title: "Bookings and limits" };

export default async function BookingsAndLimitsPage({ params }: { readonly params: HoursParams }) {
  const { caller, actor, studio, today, practitionerId, availability, canEdit } =
    await practitionerHours(params);
  return (
    <>
      <PractitionerStanding
        key={`standing ${practitionerId}`}
        initial={await caller.practitioner.standing({ practitionerId })}
        canEdit={can(actor, "studio:manage")}
        today={today}
        locale={studio.locale}
      />
      <PractitionerLicences
        key={`licences ${practitionerId}`}
        initial={await caller.licence.list({ practitionerId })}
        practitioner={availability.practitioner}
        locale={studio.locale}
        canEdit={can(actor, "studio:manage")}
      />
      <VisitLimits key={`limits ${practitionerId}`} initial={availability} canEdit={canEdit} />
    </>
  );
}
