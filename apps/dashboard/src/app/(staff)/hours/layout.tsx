import type { ReactNode } from "react";
import { HoursTabs } from "../../../features/closed-days/hours-tabs.tsx";

/** When people work and when places are closed are two halves of one question. */
export default function HoursLayout({ children }: { readonly children: ReactNode }) {
  return (
    <div className="grid gap-6">
      <HoursTabs />
      {children}
    </div>
  );
}
