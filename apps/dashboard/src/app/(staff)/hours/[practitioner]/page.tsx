import { addDays, weekdayOf } from "@quietroom/domain/time";
import type { Metadata } from "next";
import { WeekEditor } from "../../../../features/availability-editor/availability-editor.tsx";
import { type HoursParams, practitionerHours } from "./practitioner-hours.ts";

export const metadata: Metadata = { title: "Hours" };

export default async function PractitionerHoursPage({ params }: { readonly params: HoursParams }) {
  const { caller, studio, today, practitionerId, availability, canEdit } = await practitionerHours(params);
  const firstDate = addDays(today, -((weekdayOf(today) - studio.weekStart + 7) % 7));
  return (
    <WeekEditor
      key={practitionerId}
      initial={availability}
      week={await caller.availability.week({ practitionerId, from: firstDate })}
      firstDate={firstDate}
      locale={studio.locale}
      weekStart={studio.weekStart}
      today={today}
      canEdit={canEdit}
    />
  );
}
