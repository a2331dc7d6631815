import { can } from "@quietroom/domain/access";
import type { Metadata } from "next";
import { DatesEditor } from "../../../../../features/availability-editor/availability-editor.tsx";
import { TimeOff } from "../../../../../features/time-off/time-off.tsx";
import { type HoursParams, practitionerHours } from "../practitioner-hours.ts";

export const metadata: Metadata = { title: "Dates that differ" };

export default async function DatesThatDifferPage({ params }: { readonly params: HoursParams }) {
  const { caller, actor, studio, today, practitionerId, availability, canEdit } =
    await practitionerHours(params);
  return (
    <>
      <DatesEditor
        key={practitionerId}
        initial={availability}
        locale={studio.locale}
        today={today}
        canEdit={canEdit}
      />
      {canEdit ? (
        <section aria-labelledby="time-off" className="grid gap-4">
          <div>
            <h2 id="time-off" className="display text-xl">
              Time off
            </h2>
            <p className="max-w-[62ch] text-muted">
              Days away are asked for here. They take no times away until somebody approves them.
            </p>
          </div>
          <TimeOff
            key={practitionerId}
            initial={await caller.timeOff.list({})}
            practitionerId={practitionerId}
            locale={studio.locale}
            today={today}
            canAnswer={can(actor, "time_off:answer")}
          />
        </section>
      ) : null}
    </>
  );
}
