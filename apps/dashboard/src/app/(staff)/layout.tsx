import { can } from "@quietroom/domain/access";
import { parseTheme, THEME_COOKIE } from "@quietroom/ui/theme";
import { cookies } from "next/headers";
import type { ReactNode } from "react";
import { StaffFrame } from "../../features/staff-frame/staff-frame.tsx";
import { LiveChanges } from "../../live/live-changes.tsx";
import { SessionWatch } from "../../live/session-watch.tsx";
import { LiveData } from "../../live/trpc.tsx";
import { server, staffCaller } from "../../server/api.ts";
import { signedIn } from "../../server/signed-in.ts";

const needs = {
  calendar: "calendar:view",
  waitlist: "waitlist:view",
  messages: "message_log:view",
  hours: "availability:view",
  services: "service:view",
  team: "staff:manage",
} as const;

export default async function StaffLayout({ children }: { readonly children: ReactNode }) {
  const caller = await staffCaller();
  const me = await caller.me({});
  const { env } = await server();
  const actor = await signedIn();
  const allowed = (["calendar", "waitlist", "messages", "hours", "services", "team"] as const).filter((key) =>
    can(actor, needs[key]),
  );
  return (
    <LiveData>
      <LiveChanges>
        <StaffFrame
          me={me}
          allowed={allowed}
          theme={parseTheme((await cookies()).get(THEME_COOKIE)?.value)}
          sandboxUrl={env.QUIETROOM_MODE === "production" ? null : (env.SANDBOX_URL ?? null)}
        >
          {children}
        </StaffFrame>
        <SessionWatch />
      </LiveChanges>
    </LiveData>
  );
}
