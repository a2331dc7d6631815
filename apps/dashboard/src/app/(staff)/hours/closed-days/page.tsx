import { can } from "@quietroom/domain/access";
import { instant, localDate } from "@quietroom/domain/time";
import type { Metadata } from "next";
import { ClosedDays } from "../../../../features/closed-days/closed-days.tsx";
import { staffCaller } from "../../../../server/api.ts";
import { signedIn } from "../../../../server/signed-in.ts";

export const metadata: Metadata = { title: "Closed days" };

export default async function ClosedDaysPage() {
  const caller = await staffCaller();
  const { studio, now } = await caller.me({});
  const closures = await caller.closure.list({});
  return (
    <ClosedDays
      initial={closures}
      locale={studio.locale}
      today={localDate(instant(now), studio.timeZone)}
      canEdit={can(await signedIn(), "studio:manage")}
    />
  );
}
