import { can } from "@quietroom/domain/access";
import type { ReactNode } from "react";
import { HoursTabs } from "../../../features/closed-days/hours-tabs.tsx";
import { signedIn } from "../../../server/signed-in.ts";

/** When people work, when they are away and when places are closed are parts of one question. */
export default async function HoursLayout({ children }: { readonly children: ReactNode }) {
  const actor = await signedIn();
  return (
    <div className="grid gap-6">
      <HoursTabs
        seesTimeOff={can(actor, "availability:manage")}
        managesVisits={can(actor, "appointment:manage")}
      />
      {children}
    </div>
  );
}
