import { can } from "@quietroom/domain/access";
import { instant, localDate } from "@quietroom/domain/time";
import { PageHeader } from "@quietroom/ui/blocks/page-header";
import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { TimeOff } from "../../../../features/time-off/time-off.tsx";
import { staffCaller } from "../../../../server/api.ts";
import { signedIn } from "../../../../server/signed-in.ts";

export const metadata: Metadata = { title: "Time off" };

export default async function TimeOffPage() {
  const actor = await signedIn();
  if (!can(actor, "availability:manage")) notFound();
  const caller = await staffCaller();
  const { studio, now } = await caller.me({});
  return (
    <div className="grid max-w-4xl gap-8">
      <PageHeader
        title="Time off"
        description="Leave, training and other days away. It takes no times away until somebody approves it."
      />
      <TimeOff
        initial={await caller.timeOff.list({})}
        practitionerId={null}
        locale={studio.locale}
        today={localDate(instant(now), studio.timeZone)}
        canAnswer={can(actor, "time_off:answer")}
      />
    </div>
  );
}
