import { can } from "@quietroom/domain/access";
import { instant, localDate } from "@quietroom/domain/time";
import type { Metadata } from "next";
import { TimeOff } from "../../../../features/time-off/time-off.tsx";
import { staffCaller } from "../../../../server/api.ts";
import { signedIn } from "../../../../server/signed-in.ts";

export const metadata: Metadata = { title: "Time off" };

export default async function TimeOffPage() {
  const actor = await signedIn();
  const caller = await staffCaller();
  const { studio, now } = await caller.me({});
  return (
    <TimeOff
      initial={await caller.timeOff.list({})}
      practitionerId={null}
      locale={studio.locale}
      today={localDate(instant(now), studio.timeZone)}
      canAnswer={can(actor, "time_off:answer")}
    />
  );
}
