import { can } from "@quietroom/domain/access";
import { addDays, instant, localDate } from "@quietroom/domain/time";
import type { Metadata } from "next";
import { CancellationReasons } from "../../../features/cancellation-reasons/cancellation-reasons.tsx";
import { ServiceEditor } from "../../../features/service-editor/service-editor.tsx";
import { StudioWeek } from "../../../features/service-editor/studio-week.tsx";
import { staffCaller } from "../../../server/api.ts";
import { studioPeople } from "../../../server/people.ts";
import { signedIn } from "../../../server/signed-in.ts";

export const metadata: Metadata = { title: "Services" };

export default async function ServicesPage() {
  const caller = await staffCaller();
  const { studio, now } = await caller.me({});
  const today = localDate(instant(now), studio.timeZone);
  const services = await caller.service.list({});
  const actor = await signedIn();
  const canEdit = can(actor, "service:manage");
  return (
    <>
      <ServiceEditor
        initial={services}
        practitioners={await studioPeople()}
        locale={studio.locale}
        resources={canEdit ? (await caller.resource.list({})).resources : []}
        canEdit={canEdit}
      />
      {can(actor, "studio:manage") ? (
        <>
          <StudioWeek weekStart={studio.weekStart} locale={studio.locale} />
          <CancellationReasons
            initial={await caller.cancellationReasons.view({})}
            counts={
              await caller.cancellationReasons.count({ from: addDays(today, -364), until: addDays(today, 1) })
            }
          />
        </>
      ) : null}
    </>
  );
}
